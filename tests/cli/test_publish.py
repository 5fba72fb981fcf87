"""
`publish` on the command line.
"""

import json
from pathlib import Path
from uuid import UUID

import pytest
from frictionless import Package
from jsonschema import Draft202012Validator

from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.cli.output import phrase
from kz_social_registry.form.publishing.csv_json import read_publication
from kz_social_registry.form.publishing.publish import FORMATS
from kz_social_registry.registry.answers.public_diff import Diff, apply_diff
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization.codec import from_plain
from kz_social_registry.serialization.schemas import schema
from kz_social_registry.storage.sqlite import SQLiteStore
from support.command_line import Command
from support.publications import DAY, clock, fill


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """
    Return the command line over a register of four providers.
    """
    with SQLiteStore(tmp_path / "register.db") as store:
        fill(Registry(store, clock))
    return Command(capsys, tmp_path / "register.db")


class TestCommand:
    """
    `publish` on the command line.
    """

    def test_writes_all_formats_and_their_schema(self, command: Command, tmp_path: Path) -> None:
        """
        The schema of `register.json` is in the same folder.
        """
        left = command("publish", tmp_path / "out", "--on", "2026-01-15", "--lang", "en")

        names = {path.name for path in (tmp_path / "out").iterdir()}
        assert (left.status, names - {f"register.{name}" for name in FORMATS}) == (
            0, {"datapackage.json", "publication.schema.json"},
        )  # fmt: skip
        assert Package(str(tmp_path / "out" / "datapackage.json")).validate().valid

    def test_writes_one_format_and_the_full_view(self, command: Command, tmp_path: Path) -> None:
        """
        Options choose formats, view and licence.
        """
        out = tmp_path / "out"
        command("publish", out, "--format", "csv", "--full", "--licence", "CC0-1.0")

        package = json.loads((out / "datapackage.json").read_bytes())
        assert {path.name for path in out.iterdir()} == {"datapackage.json", "register.csv"}
        assert (package["view"], package["licenses"]) == ("full", [{"name": "CC0-1.0"}])

    @pytest.mark.parametrize("name", ["", "register.json"])
    def test_writes_the_diff_from_an_earlier_publication(
        self, command: Command, tmp_path: Path, name: str
    ) -> None:
        """
        Applied to the earlier publication, `diff.json` gives the later one.
        """
        earlier, later = tmp_path / "earlier", tmp_path / "later"
        command("publish", earlier, "--on", "2025-04-22", "--format", "json")
        with SQLiteStore(tmp_path / "register.db") as store:
            Registry(store, clock).withdraw_consent(UUID(int=0), on=DAY)
        since = earlier / name

        left = command("publish", later, "--on", "2026-01-15", "--format", "json", "--since", since)

        plain = json.loads((later / "diff.json").read_bytes())
        Draft202012Validator(schema("diff")).validate(plain)
        applied = apply_diff(from_plain(Diff, plain), read_publication(earlier / "register.json"))
        assert (left.status, applied) == (0, read_publication(later / "register.json"))
        assert plain["retracted"] == [str(UUID(int=0))]

    @pytest.mark.parametrize("exists", [False, True])
    def test_a_folder_that_follows_itself_may_be_new(
        self, command: Command, tmp_path: Path, *, exists: bool
    ) -> None:
        """
        The first day has no diff, but a note; the second day has one, even after an empty table.
        """
        out = tmp_path / "out"
        if exists:
            out.mkdir()
        words = ("publish", out, "--since", out, "--format", "json", "--lang", "en")

        first = command(*words, "--on", "2020-01-15")
        names = {path.name for path in out.iterdir()}
        second = command(*words, "--on", "2026-01-15")

        assert (first.status, first.err) == (0, f"{phrase('first', language='en')}\n")
        assert names == {"datapackage.json", "publication.schema.json", "register.json"}
        assert (second.status, second.err) == (0, "")
        assert len(json.loads((out / "diff.json").read_bytes())["included"]) == 3

    def test_any_other_earlier_publication_must_exist(self, command: Command, tmp_path: Path) -> None:
        """
        A misspelt name is wrong usage, not a first day.
        """
        left = command("publish", tmp_path / "out", "--since", tmp_path / "uot", "--lang", "en")

        assert (left.status, (tmp_path / "out").exists()) == (2, False)
        assert f"--since: {tmp_path / 'uot'}: {phrase('ENOENT', language='en')}\n" in left.err

    def test_a_path_that_leads_nowhere_is_no_first_day(self, command: Command, tmp_path: Path) -> None:
        """
        A link to itself and an empty text are wrong usage.
        """
        loop = tmp_path / "loop"
        loop.symlink_to(loop)

        for place in (loop, ""):
            left = command("publish", place or tmp_path / "out", "--since", place, "--lang", "en")
            assert (left.status, "--since: " in left.err, "Traceback" in left.err) == (2, True, False)

    def test_compares_equal_views_only(self, command: Command, tmp_path: Path) -> None:
        """
        A full view after a current one is wrong usage.
        """
        command("publish", tmp_path / "out", "--format", "json")

        left = command("publish", tmp_path / "full", "--full", "--since", tmp_path / "out")

        assert (left.status, (tmp_path / "full").exists()) == (2, False)

    @pytest.mark.parametrize(
        "content",
        [
            "{",
            "[]",
            "[" * 100_000,
            '{"on": "2026-01-15", "published_on": "2026-01-15", "entries": [5]}',
            '{"on": 5}',
        ],
    )
    def test_refuses_a_file_that_is_not_a_publication(
        self, command: Command, tmp_path: Path, content: str
    ) -> None:
        """
        The command reports it, and writes nothing.
        """
        (tmp_path / "register.json").write_text(content, "utf-8")

        left = command("publish", tmp_path / "out", "--since", tmp_path / "register.json")

        assert (left.status, left.err != "", (tmp_path / "out").exists()) == (1, True, False)

    def test_every_file_it_writes_is_its_own(self, command: Command, tmp_path: Path) -> None:
        """
        A publication with a diff, its schemas and all formats is replaced.
        """
        out = tmp_path / "out"
        command("publish", out, "--on", "2025-04-22")
        command("publish", out, "--on", "2026-01-15", "--since", out)
        left = command("publish", out, "--on", "2026-01-15")
        assert (left.status, (out / "diff.json").exists()) == (0, False)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_link_to_itself_is_reported(
        self, command: Command, tmp_path: Path, language: Language
    ) -> None:
        """
        The path is reported in one sentence, also with an earlier publication that is absent.
        """
        loop, gone = tmp_path / "loop", tmp_path / "gone"
        loop.symlink_to(loop)
        gone.symlink_to("nowhere")

        told = f"{loop}: {phrase('ELOOP', language=language)}\n"
        assert command("publish", loop, "--lang", language) == (1, "", told)
        assert command("publish", loop, "--since", gone, "--lang", language) == (1, "", told)

    def test_leaves_other_folders_alone(self, command: Command, tmp_path: Path) -> None:
        """
        The register's own folder is not a publication.
        """
        left = command("publish", tmp_path, "--format", "csv")

        assert (left.status, (tmp_path / "register.db").exists()) == (1, True)
