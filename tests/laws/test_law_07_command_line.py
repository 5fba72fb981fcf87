"""
Law 7 on the command line: standard error shows no personal data, and `publish` nothing hidden.

`KZ_REGISTRY_TWINS=10000` compares a fiftieth of that many pairs here.
"""

import os
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest

from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage.sqlite import SQLiteStore
from support.command_line import Command, Left
from support.form_samples import cells, save_csv
from support.notices import an_issue, write_feed
from support.samples import ENTRY_ID, IIN, issue_values
from support.twins import LATER, MARK, ON, twins

PAIRS: Final = max(4, int(os.environ.get("KZ_REGISTRY_TWINS", "0")) // 50)
#: An IIN with a slip: nobody's, and still personal data.
SLIP: Final = f"{IIN[:-1]}9"
PRIVATE: Final[dict[str, Any]] = {
    "identifier": IIN,
    "name": f"{MARK} аты",
    "address": f"{MARK} мекенжайы",
    "phones": ["+77019876543"],
    "emails": ["qupiya-belgi@example.kz"],
    "document": f"{MARK} құжаты",
}
MARKS: Final = (MARK, IIN, SLIP, "9876543", "qupiya-belgi")
#: Values that are wrong in every place of a notice and of the form.
WRONG: Final = (f"{MARK} \x07", MARK * 999, SLIP, f"+7 701 987 65 43 {MARK}", "qupiya-belgi@")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """
    Return the command line over a register with one private entry, in a folder of its own.
    """
    monkeypatch.chdir(tmp_path)
    with SQLiteStore("register.db") as store:
        registry = Registry(store)
        registry.issue(**issue_values(entry_id=ENTRY_ID, **PRIVATE))
        registry.amend(ENTRY_ID, on=LATER, capacity=987_651, document=MARK)
    return Command(capsys, "register.db")


def _commands() -> list[tuple[object, ...]]:
    """
    Write wrong files into the present folder; return commands that fail, or say much.
    """
    private = an_issue(**{name: PRIVATE[name] for name in ("name", "address", "phones", "emails")})
    notices = [{**private, "notice": MARK, name: wrong} for name, wrong in product(private, WRONG)]
    write_feed(Path("feed.jsonl"), [*notices, f'{{"name": "{MARK}'])
    rows = [cells(**{column: wrong}) for column, wrong in product(("name", *_COLUMNS), WRONG)]
    save_csv(Path("form.csv"), [*rows, cells(name=f"{MARK} аты", identifier=IIN)])
    Path("broken.json").write_text(f'{{"name": "{MARK}", "identifier": "{IIN}"}}', encoding="utf-8")
    return [
        ("receive", "feed.jsonl"),
        ("import", "form.csv", "--allow-unreadable"),
        *((name, SLIP) for name in ("standing", "show", "history", "extract")),
        ("standing", IIN, "--on", "1900-01-01"),
        ("extract", IIN, "--check", "broken.json"),
        ("publish", "out", "--since", "broken.json"),
        ("load", "broken.json"),
        ("load", "register.db"),
        ("verify", "--checkpoint-file", "broken.json"),
        ("verify", "--checkpoint", MARK),
        ("sweep", "--on", MARK),
        ("verify",),
    ]


_COLUMNS: Final = ("identifier", "address", "conditions", "capacity", "phones", "emails", "included_on")


def test_standard_error_shows_no_personal_data(run: Command) -> None:
    """
    Whatever fails, and in a damaged register, too, messages hold no value of an entry or a file.
    """
    done: list[Left] = []
    for command in _commands():
        done += [run(*command, "--lang", language) for language in LANGUAGES]
    with SQLiteStore("register.db") as store, store.batch():
        connection = store._batches.current.connection  # type: ignore[union-attr]  # in the batch
        connection.execute("UPDATE segments SET identifier = '940140000385'")
        connection.execute("UPDATE facts SET salt = payload")
    done += [run(*words) for words in (("show", IIN), ("history", IIN), ("verify",), ("export", "f"))]
    assert [left.err for left in done if any(mark in left.err for mark in MARKS)] == []
    assert sum(bool(left.err) for left in done) > 30


def test_twins_print_and_publish_the_same(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Status, output, messages and files of `publish`, with a diff as well, are the same to the byte.
    """
    for seed in range(PAIRS):
        both = []
        for number in range(2):
            folder = tmp_path / f"{seed}-{number}"
            folder.mkdir()
            monkeypatch.chdir(folder)
            both.append(folder)
        _fill(seed, both)
        one, two = (_published(folder, capsys, monkeypatch, seed) for folder in both)
        assert one == two, seed
        assert MARK not in repr(two), seed


def _fill(seed: int, folders: list[Path]) -> None:
    with ExitStack() as stack:
        stores = [stack.enter_context(SQLiteStore(folder / "register.db")) for folder in folders]
        for store in stores:
            stack.enter_context(store.batch())
        twins(seed, stores)


def _published(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, seed: int
) -> list[object]:
    """
    Return all that the public may see of some commands, and the files that they write.
    """
    monkeypatch.chdir(folder)
    run, language = Command(capsys, "register.db"), LANGUAGES[seed % len(LANGUAGES)]
    found: list[object] = []
    for on, more in ((ON, ()), (LATER, ("--since", "out")), (LATER, ("--since", "out", "--full"))):
        formats = ("--format", "csv", "--format", "json", "--lang", language)
        found.append(run("publish", "out", "--on", on, *formats, *more))
    files = (path for path in Path("out").rglob("*") if path.is_file())
    found += sorted((str(path), path.read_text(encoding="utf-8")) for path in files)
    return found
