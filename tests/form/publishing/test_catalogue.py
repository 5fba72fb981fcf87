"""
A folder is replaced only if every file in it is ours: written by a publication, and unchanged since.
"""

import json
import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kz_social_registry.domain.publication import PublicEntry
from kz_social_registry.form import FormError, publish
from kz_social_registry.form.publishing import folder
from support.command_line import as_nobody
from support.publications import DAY, public_rows

Spoil = Callable[[Path], object]


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """
    Return a publication in two formats.
    """
    _publish(tmp_path / "out")
    return tmp_path / "out"


def _publish(directory: Path, rows: Iterator[PublicEntry] | None = None) -> None:
    formats = ("csv", "json")
    publish(directory, rows or public_rows(), on=DAY, published_on=DAY, language="ru", formats=formats)


def _seen(directory: Path) -> dict[str, object]:
    return {
        path.name: path.read_bytes() if path.is_file() else path.lstat().st_mode
        for path in directory.iterdir()
    }


def _refused(directory: Path) -> bool:
    """
    Whether the folder is refused by its code, and nothing in it or next to it changes.
    """
    before, around = _seen(directory), sorted(directory.parent.iterdir())
    with pytest.raises(FormError) as caught:
        _publish(directory)
    assert [fault.code.value for fault in caught.value.faults] == ["not_a_publication"]
    return (_seen(directory), sorted(directory.parent.iterdir())) == (before, around)


def _foreign_catalogue(**changes: Any) -> Spoil:
    """
    Return a spoiler that adds somebody's budget, and a catalogue that lists it with its digest.
    """

    def spoil(directory: Path) -> None:
        (directory / "budget.csv").write_bytes(b"1")
        digest = f"sha256:{sha256(b'1').hexdigest()}"
        package = {
            "profile": "data-package",
            "name": "kz-social-services-register",
            "resources": [{"path": "budget.csv", "bytes": 1, "hash": digest}],
            **changes,
        }
        (directory / "datapackage.json").write_text(json.dumps(package), "utf-8")

    return spoil


def _replaced(make: Spoil) -> Spoil:
    """
    Return a spoiler that puts something else in the place of the table.
    """

    def spoil(directory: Path) -> None:
        table = directory / "register.csv"
        table.rename(directory.parent / "elsewhere.csv")
        make(table)

    return spoil


def _appended(name: str, text: bytes) -> Spoil:
    return lambda directory: (directory / name).write_bytes((directory / name).read_bytes() + text)


def _annotated(directory: Path) -> None:
    """
    Add a member to the catalogue, by a program that writes JSON as ours does.
    """
    path = directory / "datapackage.json"
    package = {**json.loads(path.read_bytes()), "note": "мәтін"}
    path.write_text(f"{json.dumps(package, ensure_ascii=False, indent=1)}\n", "utf-8")


#: How a folder stops being a publication of ours.
SPOILERS: dict[str, Spoil] = {
    "a file that nothing lists": lambda out: (out / "a.txt").write_bytes(b"1"),
    "a file next to a foreign catalogue that lists it": _foreign_catalogue(),
    "a catalogue with a digest that is not its own": _foreign_catalogue(hash="sha256:0"),
    "a catalogue with a digest of another type": _foreign_catalogue(hash=None),
    "a catalogue without resources": _foreign_catalogue(resources=None),
    "a table that was changed": _appended("register.csv", b"1"),
    "a catalogue that was changed": _annotated,
    "a catalogue that was reformatted": _appended("datapackage.json", b"\n"),
    "a catalogue that is an array": lambda out: (out / "datapackage.json").write_bytes(b"[]"),
    "a catalogue that is no JSON": lambda out: (out / "datapackage.json").write_bytes(b"\xff"),
    "a catalogue of deep JSON": lambda out: (out / "datapackage.json").write_bytes(b"[" * 10**6),
    "a table without a catalogue": lambda out: (out / "datapackage.json").unlink(),
    "a format that was not published": lambda out: (out / "register.xlsx").write_bytes(b"1"),
    "a link to a table elsewhere": _replaced(lambda table: table.symlink_to("../elsewhere.csv")),
    "a link to itself": _replaced(lambda table: table.symlink_to(table)),
    "a folder named like a table": _replaced(lambda table: table.mkdir()),
    "a pipe named like a table": _replaced(os.mkfifo),
    "a hidden file": lambda out: (out / ".htaccess").write_bytes(b"1"),
    "a folder": lambda out: (out / "archive").mkdir(),
}


class TestForeignFolders:
    """
    A folder that is not wholly ours is left alone.
    """

    @pytest.mark.parametrize("spoil", SPOILERS.values(), ids=SPOILERS)
    def test_a_spoiled_publication_is_refused(self, published: Path, spoil: Spoil) -> None:
        """
        Nothing in it is lost, and nothing is left next to it.
        """
        spoil(published)
        assert _refused(published)

    @pytest.mark.parametrize("catalogue", [None, {}, {"hash": "sha256:0"}])
    def test_a_folder_that_was_never_published(self, tmp_path: Path, catalogue: object) -> None:
        """
        A budget next to a foreign catalogue that lists it stays.
        """
        other = tmp_path / "other"
        other.mkdir()
        _foreign_catalogue()(other)
        if catalogue is not None:
            (other / "datapackage.json").write_text(json.dumps(catalogue), "utf-8")
        assert _refused(other)

    def test_a_file_added_while_the_rows_are_read(self, published: Path) -> None:
        """
        The folder is checked again before it is replaced.
        """

        def rows() -> Iterator[PublicEntry]:
            yield from public_rows()
            (published / "note.txt").write_text("мәтін", "utf-8")

        with pytest.raises(FormError):
            _publish(published, rows())
        assert (published / "note.txt").read_text("utf-8") == "мәтін"
        assert [path.name for path in published.parent.iterdir()] == ["out"]

    def test_a_file_that_may_not_be_read(self, tmp_path: Path) -> None:
        """
        A file that cannot be compared is not replaced.
        """
        with as_nobody():
            out = Path("/tmp", f"{tmp_path.parent.name}-{tmp_path.name}-closed")  # noqa: S108  # for any user
            out.mkdir()
            try:
                _publish(out)
                (out / "register.csv").chmod(0)
                with pytest.raises(PermissionError):
                    _publish(out)
                assert (out / "register.csv").exists()
            finally:
                for path in out.iterdir():
                    path.unlink()
                out.rmdir()

    def test_a_link_to_itself_is_an_error_of_the_system(self, tmp_path: Path) -> None:
        """
        It names the path as it was given.
        """
        loop = tmp_path / "loop"
        loop.symlink_to(loop)
        with pytest.raises(OSError, match="loop"):
            _publish(loop)
        assert loop.is_symlink()


class TestOwnFolders:
    """
    A folder that is ours is replaced.
    """

    def test_a_file_that_was_removed_is_not_missed(self, published: Path) -> None:
        """
        Nothing is lost by writing it anew.
        """
        (published / "register.csv").unlink()
        _publish(published)
        assert (published / "register.csv").exists()

    def test_a_link_to_a_folder_is_followed(self, published: Path) -> None:
        """
        The folder is replaced, and the link stays.
        """
        link = published.with_name("current")
        link.symlink_to(published)
        _publish(link, public_rows(hidden=False))
        assert (link.is_symlink(), published.is_dir()) == (True, True)

    @pytest.mark.parametrize("vanishes", [False, True])
    def test_another_run_may_replace_the_folder_amid_the_check(
        self, published: Path, monkeypatch: pytest.MonkeyPatch, *, vanishes: bool
    ) -> None:
        """
        The folder that took its place is checked.
        """
        checked = []

        def replaced_meanwhile(target: Path) -> bool:
            checked.append(target)
            if len(checked) > 1:
                return True
            target.rename(target.with_name("old"))
            _copy(target.with_name("old"), target)
            if vanishes:
                raise FileNotFoundError
            return False

        monkeypatch.setattr(folder, "is_publication", replaced_meanwhile)
        _publish(published)
        assert len(checked) == 3


def _copy(one: Path, other: Path) -> None:
    other.mkdir()
    for path in one.iterdir():
        (other / path.name).write_bytes(path.read_bytes())
