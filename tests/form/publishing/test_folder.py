"""
The folder of a publication is replaced as a whole.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kz_social_registry.domain.publication import PublicEntry
from kz_social_registry.form.publishing.folder import _abandoned, _exchanged
from kz_social_registry.form.publishing.publish import publish
from support.command_line import as_nobody
from support.publications import DAY, public_rows


class TestFolder:
    """
    The folder is replaced as a whole.
    """

    def test_an_earlier_publication_is_replaced(self, published: Path) -> None:
        """
        Files of formats that are not chosen any more are removed.
        """
        publish(
            published,
            public_rows(hidden=False),
            on=DAY,
            published_on=DAY,
            language="kk",
            formats=("csv",),
        )

        assert {path.name for path in published.iterdir()} == {"datapackage.json", "register.csv"}
        assert [path.name for path in published.parent.iterdir()] == ["out"]

    @pytest.mark.parametrize("can_exchange", [True, False])
    def test_a_read_only_folder_is_replaced(
        self, monkeypatch: pytest.MonkeyPatch, *, can_exchange: bool
    ) -> None:
        """
        Its parent decides; the new folder is read-only too, and nothing is left next to it.
        """
        if not can_exchange:
            monkeypatch.setattr(
                "kz_social_registry.form.publishing.folder._exchanged", lambda *_: False
            )
        with TemporaryDirectory() as name:
            out = Path(name, "out")
            Path(name).chmod(0o777)
            with as_nobody():
                for written in ("json", "csv"):
                    publish(
                        out, public_rows(), on=DAY, published_on=DAY, language="kk", formats=(written,)
                    )
                    out.chmod(0o555)
            names, mode = {path.name for path in out.iterdir()}, out.stat().st_mode & 0o777
            around = [path.name for path in Path(name).iterdir()]
            out.chmod(0o755)
        assert (names, mode, around) == ({"datapackage.json", "register.csv"}, 0o555, ["out"])

    @pytest.mark.parametrize("formats", [("csv",), ("xlsx",), ("html",)])
    def test_a_publication_that_fails_changes_nothing(
        self, published: Path, formats: tuple[str, ...]
    ) -> None:
        """
        An error in the middle leaves the earlier publication, and nothing next to it.
        """
        before = {path.name: path.read_bytes() for path in published.iterdir()}

        def failing() -> Iterator[PublicEntry]:
            yield next(public_rows())
            raise ConnectionError

        with pytest.raises(ConnectionError):
            publish(published, failing(), on=DAY, published_on=DAY, language="kk", formats=formats)

        assert {path.name: path.read_bytes() for path in published.iterdir()} == before
        assert [path.name for path in published.parent.iterdir()] == ["out"]

    def test_without_an_exchange_the_old_folder_is_moved_aside(
        self, published: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Systems that cannot exchange two folders rename both.
        """
        monkeypatch.setattr("kz_social_registry.form.publishing.folder._exchanged", lambda *_: False)

        publish(published, public_rows(), on=DAY, published_on=DAY, language="kk", formats=("csv",))

        assert {path.name for path in published.iterdir()} == {"datapackage.json", "register.csv"}
        assert [path.name for path in published.parent.iterdir()] == ["out"]

    @pytest.mark.parametrize("failure", [AttributeError, OSError, TypeError])
    def test_a_system_without_the_call_is_no_error(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]
    ) -> None:
        """
        The folders are not exchanged, and no error is raised.
        """

        def no_library(_: object) -> object:
            raise failure

        monkeypatch.setattr("ctypes.CDLL", no_library)

        assert _exchanged(tmp_path, tmp_path) is False

    def test_folders_of_killed_runs_are_removed_a_day_later(self, published: Path) -> None:
        """
        Younger ones may be in use, and other names belong to others.
        """
        old, new = (published.with_name(f".out.{digit * 16}") for digit in "ab")
        aside, other = published.with_name(f"{old.name}.old"), published.with_name(".out.backup")
        for folder in (old, new, aside, other):
            folder.mkdir()
            (folder / "register.csv").write_text("мәтін", "utf-8")
        link = published.with_name(f".out.{'c' * 16}")
        link.symlink_to(other)
        for folder in (old, aside, other, link):
            os.utime(folder, (0, 0), follow_symlinks=False)

        publish(published, public_rows(), on=DAY, published_on=DAY, language="kk", formats=("csv",))

        kept = {"out", new.name, other.name, link.name}
        assert {path.name for path in published.parent.iterdir()} == kept
        assert other.stat().st_mode & 0o777 != 0o700

    def test_an_unreadable_parent_is_no_error(self, tmp_path: Path) -> None:
        """
        The publication succeeds all the same.
        """
        assert _abandoned(tmp_path / "nowhere" / "out", 0) == []

    def test_two_threads_leave_one_whole_publication(self, published: Path) -> None:
        """
        Threads of one process do not write into each other's unfinished folder.
        """

        def publish_some() -> None:
            for _ in range(20):
                publish(
                    published, public_rows(), on=DAY, published_on=DAY, language="kk", formats=("csv",)
                )

        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(publish_some) for _ in range(2)]:
                done.result()
        catalogue = json.loads((published / "datapackage.json").read_bytes())
        digest = hashlib.sha256((published / "register.csv").read_bytes()).hexdigest()
        assert catalogue["resources"][0]["hash"] == f"sha256:{digest}"
        assert [path.name for path in published.parent.iterdir()] == ["out"]

    def test_a_reader_never_sees_half(self, published: Path) -> None:
        """
        While a hundred publications follow each other, catalogue and file always agree.
        """
        script = (
            "import sys; sys.path.insert(0, sys.argv[1])\n"
            "from pathlib import Path; from support import publications as t\n"
            "from kz_social_registry.form import publish\n"
            "for n in range(100):\n"
            "    rows, out = t.public_rows(hidden=bool(n % 2)), Path(sys.argv[2])\n"
            "    publish(out, rows, on=t.DAY, published_on=t.DAY, language='kk', formats=('csv',))"
        )
        arguments = [sys.executable, "-c", script, str(Path(__file__).parents[2]), str(published)]
        seen = set()
        with subprocess.Popen(arguments) as writer:  # noqa: S603  # our own code
            while writer.poll() is None:
                folder = os.open(published, os.O_RDONLY)
                try:
                    sums = [_read(folder, name) for name in ("datapackage.json", "register.csv")]
                except FileNotFoundError:  # the folder held open was replaced and is being removed
                    continue
                finally:
                    os.close(folder)
                digest = json.loads(sums[0])["resources"][0]["hash"].removeprefix("sha256:")
                seen.add((hashlib.sha256(sums[1]).hexdigest() == digest, len(sums[1])))

        assert writer.returncode == 0
        assert {agrees for agrees, _ in seen} == {True}


def _read(folder: int, name: str) -> bytes:
    """
    Read a file of a folder that is held open, whatever takes the folder's place meanwhile.
    """
    handle = os.open(name, os.O_RDONLY, dir_fd=folder)
    with os.fdopen(handle, "rb") as file:
        return file.read()
