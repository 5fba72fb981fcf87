"""
Whatever a path leads to, a command answers with a sentence and a status, and never with a traceback.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from kz_social_registry.cli.output import phrase
from kz_social_registry.storage.sqlite import SQLiteStore
from support.command_line import Command, process
from support.form_samples import cells, save_csv
from support.notices import HOUSE, OTHER, an_issue, received, write_feed

#: Every command that has a path, and its place.
COMMANDS: Final[dict[str, tuple[str, ...]]] = {
    "receive": ("receive", "{}"),
    "import": ("import", "{}"),
    "load": ("load", "{}"),
    "verify": ("verify", "--checkpoint-file", "{}"),
    "extract": ("extract", HOUSE, "--check", "{}"),
    "backup": ("backup", "{}"),
    "export": ("export", "{}"),
    "internal-form": ("internal-form", "{}"),
    "publish": ("publish", "{}", "--format", "csv"),
    "since": ("publish", "out", "--format", "csv", "--since", "{}"),
    "keep": ("receive", "rejected.jsonl", "--keep-in", "{}"),
    "store": ("stats", "--store", "{}"),
    "new store": ("receive", "rejected.jsonl", "--store", "{}"),
}


def _linked(path: Path) -> None:
    path.symlink_to(path)


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "register.json").mkdir()
    (path / "datapackage.json").symlink_to("datapackage.json")


def _written(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


#: What a path may lead to.
PLACES: Final[dict[str, Callable[[Path], object]]] = {
    "a link to itself": _linked,
    "a link to nowhere": lambda path: path.symlink_to("nowhere/at/all"),
    "a folder": _folder,
    "no bytes": lambda path: path.symlink_to("/dev/null"),
    "an empty file": _written(b""),
    "a text of an old code page": _written("Қазақ,мәтін\n".encode("kz1048") * 9),
    "deep JSON": _written(b"[" * 200_000),
    "deep objects": _written(b'{"a":' * 200_000),
    "zeros": _written(bytes(5000)),
    "one line": _written(b"a" * 3_000_000),
    "a workbook of nothing": _written(b"PK\x03\x04" + bytes(100)),
    "a database of nothing": _written(b"SQLite format 3\0" + bytes(4096)),
    "numbers beyond any": _written(b'{"on": 1e400, "count": ' + b"9" * 5000 + b"}"),
    "an object": _written(b'{"notice": 5, "version": {}, "digest": [], "entries": {}}'),
    "an array of nothing": _written(b"[null, 5, {}]"),
    "nothing in particular": _written(b"null"),
}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """
    Return the command line over a register of one provider, in a folder of its own.
    """
    with SQLiteStore(tmp_path / "register.db") as store:
        received(store, an_issue())
    (tmp_path / "rejected.jsonl").write_bytes(b"{}\n")
    monkeypatch.chdir(tmp_path)
    return Command(capsys, tmp_path / "register.db")


@pytest.mark.parametrize("make", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_every_path_is_answered(
    run: Command, tmp_path: Path, words: tuple[str, ...], make: Callable[[Path], object]
) -> None:
    """
    The status is 0, 1 or 2; a failure says something, and the register is as it was.
    """
    path = tmp_path / "path"
    make(path)
    left = run(*(word.format(path) for word in words), "--lang", "ru")
    assert left.status in {0, 1, 2}
    assert left.status == 0 or left.err or left.out
    assert "Traceback" not in left.err + left.out
    with SQLiteStore(tmp_path / "register.db") as store:
        assert len(list(store.histories())) == 1


def test_an_input_that_vanishes_while_it_is_read(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A feed that was opened is read to its end; a form, which is opened several times, is missed.
    """
    feed = write_feed(tmp_path / "feed.jsonl", [an_issue("N-2", identifier=OTHER), "{"])
    form = save_csv(tmp_path / "form.csv", [cells()])
    really_open = Path.open

    def open_and_remove(path: Path, *more: Any, **options: Any) -> Any:
        opened = really_open(path, *more, **options)
        if path in {feed, form}:
            path.unlink()
        return opened

    monkeypatch.setattr(Path, "open", open_and_remove)
    received = run("receive", feed, "--lang", "en")
    assert (received.status, received.err) == (1, "")
    assert "accepted: 1, already known: 0, rejected: 1" in received.out
    assert feed.with_name("feed.rejects.jsonl").exists()
    missing = phrase("ENOENT", language="ru")
    assert run("import", form, "--lang", "ru") == (1, "", f"{form}: {missing}\n")


@pytest.mark.parametrize("name", ["publish", "keep", "store", "new store", "backup"])
def test_a_pipe_without_a_writer_is_not_waited_for(tmp_path: Path, name: str) -> None:
    """
    Where a folder, a register or a new file is meant, a pipe is refused at once.
    """
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "rejected.jsonl").write_bytes(b"{}\n")
    with SQLiteStore(tmp_path / "register.db") as store:
        received(store, an_issue())
    words = (word.format("pipe") for word in COMMANDS[name])
    left = process(*words, "--lang", "en", cwd=tmp_path, timeout=20)
    assert left.returncode in {1, 2}
    assert left.stderr
    assert b"Traceback" not in left.stderr
