"""
The files of a publication: what is in them, what they never show, and how they take their place.
"""

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import openpyxl
import pytest
from frictionless import Package
from jsonschema import Draft202012Validator

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import InvalidValue, MissingExtra, RegistryError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition, View
from kz_social_registry.cli.output import Phrase, Reason
from kz_social_registry.domain.acts import issue_of
from kz_social_registry.domain.publication import PublicEntry
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.form.publishing.csv_json import read_publication
from kz_social_registry.form.publishing.folder import _abandoned, _exchanged
from kz_social_registry.form.publishing.imprint import Imprint
from kz_social_registry.form.publishing.publish import FORMATS, available_formats, publish, publish_as
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.public_diff import Diff, apply_diff
from kz_social_registry.serialization.codec import from_plain
from kz_social_registry.serialization.schemas import schema
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from support.command_line import Command, as_nobody
from support.form_samples import BINS

DAY = date(2026, 1, 15)
NAMES = ("«Үміт»; =1+1", "«Қамқорлық» орталығы", "=HYPERLINK(1)", "Жасырын орталық")


def _clock() -> datetime:
    return datetime(2026, 1, 15, 6, tzinfo=UTC)


def _fill(registry: Registry) -> None:
    """
    Record four providers: two public, one public in part, one not at all.
    """
    for index, name in enumerate(NAMES):
        issue = issue_of(
            on=date(2025, 4, 12), identifier=BINS[index], name=name, address="Астана қ., Абай к-сі, 5",
            conditions={ServiceCondition.AT_HOME}, categories={RecipientCategory.ELDERLY}, capacity=40,
            phones=["+77172743654"], emails=["=info@example.kz"], licence_issued_on=date(2025, 4, 10),
            licence_term=Term(years=3), entry_id=UUID(int=index),
        )  # fmt: skip
        registry.record(issue.entry_id, issue)
        if index < 3:
            columns = [2, 5, 6] if index == 1 else None
            registry.give_consent(issue.entry_id, on=date(2025, 4, 12), columns=columns)


def _rows(*, hidden: bool = True) -> Iterator[PublicEntry]:
    registry = Registry(MemoryStore(), _clock)
    _fill(registry)
    if not hidden:
        registry.withdraw_consent(UUID(int=0), on=DAY)
    return registry.public_rows(on=DAY, published_on=DAY)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """
    Lend a publication in every format.
    """
    publish(tmp_path / "out", _rows(), on=DAY, published_on=DAY, language="ru")
    return tmp_path / "out"


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """
    Lend the command line with a register of four providers.
    """
    with SQLiteStore(tmp_path / "register.db") as store:
        _fill(Registry(store, _clock))
    return Command(capsys, tmp_path / "register.db")


class TestFiles:
    """
    What each file holds.
    """

    def test_every_format_is_there(self, published: Path) -> None:
        """
        With all extras installed all formats are written, and a catalogue of them.
        """
        names = {path.name for path in published.iterdir()}

        assert names == {"datapackage.json", *(f"register.{name}" for name in FORMATS)}

    def test_csv_is_what_spreadsheets_open(self, published: Path) -> None:
        """
        A mark, commas, bare digits, dd.mm.yyyy, and no cell that starts a formula.
        """
        content = (published / "register.csv").read_bytes()
        table = list(csv.reader(content.decode("utf-8-sig").splitlines()))

        assert content.startswith("\ufeff№,".encode())
        assert [row[1] for row in table[1:]] == [
            "«Қамқорлық» орталығы",
            "«Үміт»; =1+1",
            "'=HYPERLINK(1)",
        ]
        assert table[2][2:3] + table[2][7:10] == [
            BINS[0], "+7 7172743654", "'=info@example.kz", "10.04.2025",
        ]  # fmt: skip
        assert table[1][2] == "не публикуется"

    def test_json_and_json_lines_hold_the_same_entries(self, published: Path) -> None:
        """
        ISO dates, codes, and for withheld cells their reason.
        """
        whole = json.loads((published / "register.json").read_bytes())
        lines = [json.loads(line) for line in (published / "register.jsonl").read_bytes().splitlines()]

        assert (whole["entries"], whole["on"]) == (lines, "2026-01-15")
        assert lines[0]["identifier"] == {"withheld": "outside_consent"}
        Draft202012Validator(schema("publication")).validate(whole)

    def test_the_workbook_is_made_for_readers(self, published: Path) -> None:
        """
        Three languages, a frozen header, filters, widths, texts that stay texts, real dates.
        """
        book = openpyxl.load_workbook(published / "register.xlsx")
        sheet = book["Русский"]

        assert book.sheetnames == ["Қазақша", "Русский", "English"]
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C4", "A3:Q6")
        assert {str(area) for area in sheet.merged_cells.ranges} >= {"H1:I1", "J1:K1", "M1:N1", "A1:A2"}
        assert (sheet["H1"].value, sheet["H2"].value, sheet["H3"].value) == (
            "Контактные данные", "Телефон", "8",
        )  # fmt: skip
        assert (sheet["C6"].value, sheet["C6"].data_type, sheet["C6"].number_format) == (
            BINS[2],
            "s",
            "@",
        )
        assert (sheet["B6"].value, sheet["B6"].data_type) == ("=HYPERLINK(1)", "s")
        assert (sheet["H6"].value, sheet["J6"].value.date()) == ("+7 7172743654", date(2025, 4, 10))
        assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width

    def test_the_catalogue_is_a_data_package(self, published: Path) -> None:
        """
        A Frictionless validator accepts it: sizes, sums, headings, types and all cells.
        """
        report = Package(str(published / "datapackage.json")).validate()

        assert (report.valid, report.flatten(["type", "message"])) == (True, [])

    def test_the_catalogue_names_sums_days_and_clauses(self, published: Path) -> None:
        """
        Each file with its SHA-256, each column with three titles and its clause.
        """
        package = json.loads((published / "datapackage.json").read_bytes())
        sums = {one["path"]: one["hash"] for one in package["resources"]}
        fields = package["resources"][0]["schema"]["fields"]

        assert sums == {
            path: f"sha256:{hashlib.sha256((published / path).read_bytes()).hexdigest()}"
            for path in sums
        }
        assert (package["on"], package["published_on"], package["count"]) == ("2026-01-15",) * 2 + (3,)
        assert [field["code"] for field in fields] == [column.value for column in Column]
        assert fields[2]["clause"]["en"] == "Rules, para. 5(2)"
        assert fields[2]["titles"]["kk"] == "Бизнес-сәйкестендіру нөмірі"

    def test_an_imprint_names_custodian_and_licence(self, tmp_path: Path) -> None:
        """
        Another ministry publishes under its own name and licence.
        """
        names = {"kk": "Министрлік", "ru": "Министерство", "en": "Ministry"}
        imprint = Imprint(on=DAY, published_on=DAY, language="en", custodian=names, licence="CC-BY-4.0")  # type: ignore[arg-type]  # languages

        count = publish_as(tmp_path / "out", _rows(), imprint, ("csv",))

        package = json.loads((tmp_path / "out" / "datapackage.json").read_bytes())
        assert (count, package["custodian"], package["licenses"]) == (3, names, [{"name": "CC-BY-4.0"}])

    def test_nothing_of_hidden_entries_is_in_any_file(self, published: Path) -> None:
        """
        Neither the name nor the number of the provider without consent, nor withheld cells.
        """
        for path in published.glob("register.[chj]*"):
            content = path.read_text("utf-8")
            assert "Жасырын" not in content
            assert BINS[3] not in content
            assert BINS[1] not in content

    def test_an_empty_publication_is_whole(self, tmp_path: Path) -> None:
        """
        A register without consents publishes its header, in every format.
        """
        count = publish(tmp_path / "out", iter(()), on=DAY, published_on=DAY, language="en")

        assert (count, list(read_publication(tmp_path / "out" / "register.json"))) == (0, [])
        assert "There are no published entries." in (tmp_path / "out" / "register.html").read_text(
            "utf-8"
        )


@pytest.mark.parametrize("formats", [("xls",), ("csv", "xls"), "csv"])
def test_an_unknown_format_is_refused(tmp_path: Path, formats: tuple[str, ...] | str) -> None:
    """
    It is told with those that there are, and nothing is written; a text is no list of formats.
    """
    with pytest.raises(InvalidValue) as caught:
        publish(tmp_path / "out", _rows(), on=DAY, published_on=DAY, language="kk", formats=formats)

    (fault,) = caught.value.faults
    assert (fault.code, fault.path, fault.allowed) == (Code.UNKNOWN_CODE, "formats", FORMATS)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_may_be_named_by_a_text(tmp_path: Path) -> None:
    """
    Whatever `Path` takes names the folder.
    """
    publish(str(tmp_path / "out"), _rows(), on=DAY, published_on=DAY, language="kk", formats=("csv",))

    assert (tmp_path / "out" / "register.csv").exists()


class TestFolder:
    """
    The folder changes as a whole.
    """

    def test_an_earlier_publication_is_replaced(self, published: Path) -> None:
        """
        Files of formats that are no longer asked for go with it.
        """
        publish(
            published, _rows(hidden=False), on=DAY, published_on=DAY, language="kk", formats=("csv",)
        )

        assert {path.name for path in published.iterdir()} == {"datapackage.json", "register.csv"}
        assert [path.name for path in published.parent.iterdir()] == ["out"]

    @pytest.mark.parametrize("can_exchange", [True, False])
    def test_one_that_forbids_writing_is_replaced(
        self, monkeypatch: pytest.MonkeyPatch, *, can_exchange: bool
    ) -> None:
        """
        The folder around it decides; the new one forbids writing as well, and nothing is left behind.
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
                    publish(out, _rows(), on=DAY, published_on=DAY, language="kk", formats=(written,))
                    out.chmod(0o555)
            names, mode = {path.name for path in out.iterdir()}, out.stat().st_mode & 0o777
            beside = [path.name for path in Path(name).iterdir()]
            out.chmod(0o755)
        assert (names, mode, beside) == ({"datapackage.json", "register.csv"}, 0o555, ["out"])

    @pytest.mark.parametrize("formats", [("csv",), ("xlsx",), ("html",)])
    def test_a_publication_that_fails_changes_nothing(
        self, published: Path, formats: tuple[str, ...]
    ) -> None:
        """
        An error in the middle leaves the earlier one whole, and nothing beside it.
        """
        before = {path.name: path.read_bytes() for path in published.iterdir()}

        def failing() -> Iterator[PublicEntry]:
            yield next(_rows())
            raise ConnectionError

        with pytest.raises(ConnectionError):
            publish(published, failing(), on=DAY, published_on=DAY, language="kk", formats=formats)

        assert {path.name: path.read_bytes() for path in published.iterdir()} == before
        assert [path.name for path in published.parent.iterdir()] == ["out"]

    @pytest.mark.parametrize("content", [None, "[]", '{"resources": [{"path": "b.txt"}]}'])
    def test_a_folder_with_other_files_is_left_alone(self, tmp_path: Path, content: str | None) -> None:
        """
        What is not listed by a publication's own catalogue is somebody else's.
        """
        (tmp_path / "a.txt").write_text("мәтін", "utf-8")
        if content is not None:
            (tmp_path / "datapackage.json").write_text(content, "utf-8")

        with pytest.raises(RegistryError) as caught:
            publish(tmp_path, _rows(), on=DAY, published_on=DAY, language="kk")

        assert caught.value.faults[0].code.value == "not_a_publication"
        assert (tmp_path / "a.txt").read_text("utf-8") == "мәтін"

    def test_without_an_exchange_the_old_folder_is_moved_aside(
        self, published: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        On systems that cannot exchange two folders, two renames do.
        """
        monkeypatch.setattr("kz_social_registry.form.publishing.folder._exchanged", lambda *_: False)

        publish(published, _rows(), on=DAY, published_on=DAY, language="kk", formats=("csv",))

        assert {path.name for path in published.iterdir()} == {"datapackage.json", "register.csv"}
        assert [path.name for path in published.parent.iterdir()] == ["out"]

    @pytest.mark.parametrize("failure", [AttributeError, OSError, TypeError])
    def test_a_system_without_the_call_is_no_error(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]
    ) -> None:
        """
        Then it is said that the folders were not exchanged.
        """

        def no_library(_: object) -> object:
            raise failure

        monkeypatch.setattr("ctypes.CDLL", no_library)

        assert _exchanged(tmp_path, tmp_path) is False

    def test_what_killed_runs_left_is_removed_a_day_later(self, published: Path) -> None:
        """
        It holds an earlier publication; what is younger may be somebody's work, other names are theirs.
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

        publish(published, _rows(), on=DAY, published_on=DAY, language="kk", formats=("csv",))

        kept = {"out", new.name, other.name, link.name}
        assert {path.name for path in published.parent.iterdir()} == kept
        assert other.stat().st_mode & 0o777 != 0o700

    def test_a_folder_that_cannot_be_looked_into_keeps_them(self, tmp_path: Path) -> None:
        """
        That is no reason not to publish.
        """
        assert _abandoned(tmp_path / "nowhere" / "out", 0) == []

    def test_two_that_publish_at_once_leave_one_publication_whole(self, published: Path) -> None:
        """
        Threads of one process do not write into each other's unfinished folder.
        """

        def publish_some() -> None:
            for _ in range(20):
                publish(published, _rows(), on=DAY, published_on=DAY, language="kk", formats=("csv",))

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
            "from form.publishing import test_publish as t; from pathlib import Path\n"
            "for n in range(100):\n"
            "    rows, out = t._rows(hidden=bool(n % 2)), Path(sys.argv[2])\n"
            "    t.publish(out, rows, on=t.DAY, published_on=t.DAY, language='kk', formats=('csv',))"
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


class TestExtras:
    """
    Formats that need other packages.
    """

    @pytest.mark.parametrize(
        ("name", "package", "module"),
        [("xlsx", "openpyxl", "workbook"), ("html", "jinja2", "page.page")],
    )
    def test_a_missing_package_is_named_by_its_extra(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        name: str,
        package: str,
        module: str,
    ) -> None:
        """
        Who asks for the format is told what to install, and nothing is written.
        """
        monkeypatch.delitem(sys.modules, f"kz_social_registry.form.publishing.{module}", raising=False)
        monkeypatch.setitem(sys.modules, package, None)

        with pytest.raises(MissingExtra) as caught:
            publish(tmp_path / "out", _rows(), on=DAY, published_on=DAY, language="kk", formats=(name,))

        assert caught.value.faults[0].allowed == (f"kz-social-registry[{name}]",)
        assert list(tmp_path.iterdir()) == []

    def test_by_default_only_what_is_installed_is_written(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        CSV, JSON and JSON Lines need nothing.
        """
        monkeypatch.setattr("kz_social_registry.form.publishing.publish.find_spec", lambda _: None)

        assert available_formats() == ("csv", "json", "jsonl")


class TestCommand:
    """
    `publish` on the command line.
    """

    def test_writes_all_formats_and_their_schema(self, command: Command, tmp_path: Path) -> None:
        """
        The schema of `register.json` stands beside it.
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
    def test_tells_what_changed_since_an_earlier_publication(
        self, command: Command, tmp_path: Path, name: str
    ) -> None:
        """
        Applied to the earlier publication, `diff.json` gives the later one.
        """
        earlier, later = tmp_path / "earlier", tmp_path / "later"
        command("publish", earlier, "--on", "2025-04-12", "--format", "json")
        with SQLiteStore(tmp_path / "register.db") as store:
            Registry(store, _clock).withdraw_consent(UUID(int=0), on=DAY)
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
        The first day has no diff, which is told; the second has one, be the first one's table empty.
        """
        out = tmp_path / "out"
        if exists:
            out.mkdir()
        words = ("publish", out, "--since", out, "--format", "json", "--lang", "en")

        first = command(*words, "--on", "2020-01-15")
        names = {path.name for path in out.iterdir()}
        second = command(*words, "--on", "2026-01-15")

        assert (first.status, first.err) == (0, f"{Phrase.FIRST.label('en')}\n")
        assert names == {"datapackage.json", "publication.schema.json", "register.json"}
        assert (second.status, second.err) == (0, "")
        assert len(json.loads((out / "diff.json").read_bytes())["included"]) == 3

    def test_any_other_earlier_publication_must_be_there(
        self, command: Command, tmp_path: Path
    ) -> None:
        """
        A misspelt name is wrong usage, not a first day.
        """
        left = command("publish", tmp_path / "out", "--since", tmp_path / "uot", "--lang", "en")

        assert (left.status, (tmp_path / "out").exists()) == (2, False)
        assert f"'--since': {tmp_path / 'uot'}: {Reason.NO_FILE.label('en')}\n" in left.err

    def test_what_leads_nowhere_is_no_first_day(self, command: Command, tmp_path: Path) -> None:
        """
        Neither a link that leads to itself, nor an empty text, which is not the folder where one is.
        """
        loop = tmp_path / "loop"
        loop.symlink_to(loop)

        for place in (loop, ""):
            left = command("publish", place or tmp_path / "out", "--since", place, "--lang", "en")
            assert (left.status, "'--since': " in left.err, "Traceback" in left.err) == (2, True, False)

    def test_compares_like_with_like(self, command: Command, tmp_path: Path) -> None:
        """
        A full view does not follow a current one: it is wrong usage.
        """
        command("publish", tmp_path / "out", "--format", "json")

        left = command("publish", tmp_path / "full", "--full", "--since", tmp_path / "out")

        assert (left.status, (tmp_path / "full").exists()) == (2, False)

    @pytest.mark.parametrize(
        "content",
        ["{", "[]", '{"on": "2026-01-15", "published_on": "2026-01-15", "entries": [5]}', '{"on": 5}'],
    )
    def test_refuses_an_earlier_publication_that_is_none(
        self, command: Command, tmp_path: Path, content: str
    ) -> None:
        """
        A file that holds something else is told, and nothing is written.
        """
        (tmp_path / "register.json").write_text(content, "utf-8")

        left = command("publish", tmp_path / "out", "--since", tmp_path / "register.json")

        assert (left.status, left.err != "", (tmp_path / "out").exists()) == (1, True, False)

    def test_leaves_other_folders_alone(self, command: Command, tmp_path: Path) -> None:
        """
        The register's own folder is not a publication.
        """
        left = command("publish", tmp_path, "--format", "csv")

        assert (left.status, (tmp_path / "register.db").exists()) == (1, True)


def test_a_view_is_told_on_the_page(tmp_path: Path) -> None:
    """
    The full view says that it is one.
    """
    publish(tmp_path / "out", _rows(), on=DAY, published_on=DAY, language="en", view=View.FULL)

    assert "the register with excluded entries" in (tmp_path / "out" / "register.html").read_text(
        "utf-8"
    )
