"""
`import` and `internal-form` on the command line.
"""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest

from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.vocabulary import Status, TerminationGround
from kz_social_registry.cli.importing import import_, internal_form
from kz_social_registry.form import RowVerdict
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import bin_of
from support.command_line import Left
from support.form_samples import BINS, cells, save_csv


class Run:
    """
    Runs one of the two commands with the register of the test.
    """

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self.store = folder / "register.db"
        self.form = folder / "form.csv"

    def __call__(self, command: click.Command, *arguments: object) -> Left:
        """
        Run a command as from a shell.
        """
        with pytest.raises(SystemExit) as end:
            command([*map(str, arguments), "--store", str(self.store)])
        return Left(end.value.code, *self._capsys.readouterr())

    def load(self, *rows: list[str], options: tuple[object, ...] = ()) -> Left:
        """
        Import rows.
        """
        save_csv(self.form, rows)
        return self(import_, self.form, *options)

    def entry(self, provider: str) -> Any:
        """
        Return a provider's entry.
        """
        with SQLiteStore(self.store) as store:
            return Registry(store).standing(provider, on=date(2026, 1, 15)).entry


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """
    Return a runner of the two commands.
    """
    return Run(capsys, tmp_path)


class TestImport:
    """
    `import FORM`.
    """

    def test_records_and_says_so(self, run: Run) -> None:
        """
        A form without findings ends with status 0 and leaves no files.
        """
        left = run.load(cells(), options=("--lang", "en"))

        assert (left.status, left.err) == (0, "")
        assert left.out.startswith("accepted: 1, unchanged: 0,")

    def test_reports_rejected_rows_and_their_file(self, run: Run) -> None:
        """
        Status 1, the cell of each fault without its value, and the names of the files.
        """
        left = run.load(cells(), cells(capacity="қырық бес"), options=("--lang", "ru"))

        assert (left.status, "G3" in left.err, "қырық" in left.err) == (1, True, False)
        assert "form.rejects.csv" in left.out
        assert "form.report.jsonl" in left.out

    def test_prints_one_object(self, run: Run) -> None:
        """
        Programs read counts and paths.
        """
        left = run.load(cells(phones="Тел. 8 (7172) 55-14-00"), options=("--json",))

        assert json.loads(left.out) == {
            "accepted": 1, "unchanged": 0, "applied": 0, "differing": 0, "rejected": 0, "repaired": 1,
            "missing": 0, "rejects": None, "report": str(run.form.with_name("form.report.jsonl")),
            "questions": None,
        }  # fmt: skip

    def test_takes_supplied_values(self, run: Run) -> None:
        """
        Grounds, day of exclusion, treatment and reason.
        """
        run.load(cells())
        ended = cells(terminated_on="01.12.2025", exclusion_basis="Тараған", capacity="50")

        left = run.load(
            ended,
            options=(
                "--as", "amend", "--ground", "voluntary", "--excluded-on", "2026-01-10",
                "--reissue-ground", "other_law", "--on", "2025-11-01", "--reason", "хат",
            ),
        )  # fmt: skip

        entry = run.entry(BINS[0])
        assert (left.status, entry.status, entry.termination_ground, entry.capacity) == (
            0, Status.EXCLUDED, TerminationGround.VOLUNTARY, 50,
        )  # fmt: skip

    def test_records_nothing_on_trial(self, run: Run) -> None:
        """
        A dry run says so, and makes no register.
        """
        left = run.load(cells(), options=("--dry-run", "--lang", "en"))

        assert (left.status, "a trial" in left.out, run.store.exists()) == (0, True, False)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_reports_rows_that_differ(self, run: Run, language: Language) -> None:
        """
        Status 1; the row is reported with its own verdict, and not applied.
        """
        run.load(cells())

        left = run.load(cells(capacity="50"), options=("--lang", language))

        assert (left.status, run.entry(BINS[0]).capacity) == (1, 40)
        assert left.err.startswith(f"G2: {RowVerdict.DIFFERING.label(language)}: ")
        assert f"{RowVerdict.DIFFERING.label(language)}: 1," in left.out

    def test_names_the_extra_that_a_workbook_needs(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Where python-calamine is not installed, a workbook is refused with the name of the extra.
        """
        monkeypatch.delitem(sys.modules, "kz_social_registry.form.reading.workbook", raising=False)
        monkeypatch.setitem(sys.modules, "python_calamine", None)
        run.form.write_bytes(b"PK\x03\x04")

        left = run(import_, run.form)

        assert (left.status, "kz-social-registry[xlsx]" in left.err) == (1, True)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_says_how_much_is_too_much_and_what_lifts_the_guard(
        self, run: Run, language: Language
    ) -> None:
        """
        Counts, the limit, the option, and the dry run, which shows the rows whatever the guard.
        """
        bins = [bin_of(n) for n in range(12)]
        short = run.load(options=("--lang", language)).err
        odd = run.load(*12 * [cells(identifier="нөмір")], options=("--lang", language)).err
        run.load(*(cells(identifier=one) for one in bins))
        changed = [cells(identifier=one, capacity="50") for one in bins]
        many = run.load(*changed, options=("--lang", language)).err
        missing = run.load(cells(identifier=bins[0]), options=("--lang", language)).err
        shown = run.load(*changed, options=("--lang", language, "--dry-run")).out

        expected = [
            (short, "0", "1", "--min-rows"), (odd, "12", "50%", "--allow-unreadable", "--dry-run"),
            (many, "12", "20%", "--allow-changes", "--dry-run"),
            (missing, "11", "12", "10%", "--allow-missing"),
        ]  # fmt: skip
        assert [part for message, *parts in expected for part in parts if part not in message] == []
        assert "12 × " in shown
        assert [message.count(" × ") for message in (short, odd, many, missing)] == [0, 1, 1, 0]
        assert ("C2, C3, C4 …" in odd, "G2, G3, G4 …" in many) == (True, True)

    def test_a_plan_fits_on_a_screen(self, run: Run) -> None:
        """
        Reasons beyond the room are counted, and what a guard would refuse is said with the plan.
        """
        wrong = (
            {"name": ""}, {"name": "Үй, тел. 8 (7172) 55-00-14"}, {"identifier": "нөмір"},
            {"capacity": "көп"},
            {"conditions": "үйсіз"}, {"categories": "бәрі"}, {"phones": "жоқ нөмір"}, {"emails": "a@b"},
            {"licence_issued_on": "31.02.2025"}, {"licence_term": "ұзақ"}, {"included_on": "кеше"},
            {"terminated_on": "ертең"},
        )  # fmt: skip
        rows = [cells(**{"identifier": bin_of(number), **one}) for number, one in enumerate(wrong)]

        left = run.load(*rows, options=("--dry-run", "--lang", "en"))

        assert (len(left.out.splitlines()) <= 24, "more, see the report" in left.out) == (True, True)
        assert (left.status, "--allow-unreadable" in left.err) == (1, True)

    def test_a_wrong_answer_is_named_with_its_file(self, run: Run) -> None:
        """
        The fault is in the table of answers, not in the form; nothing is recorded.
        """
        answers = run.form.with_name("answers.csv")
        answers.write_text("О чем;Текст;Ответ\nзаголовок;Учет;18\nзаголовок;Район;\n", "utf-8")

        left = run.load(cells(), options=("--dictionary", answers))

        assert (left.status, "answers.csv" in left.err, "C2" in left.err) == (1, True, True)

    def test_says_where_findings_cannot_be_kept(self, run: Run) -> None:
        """
        Status 1 and what to do, though every row was accepted: what was repaired is listed nowhere.
        """
        left = run.load(cells(phones="Тел. 8 (7172) 55-14-00"), options=("--keep-in", "/proc"))

        assert (left.status, left.out.count(": 1,")) == (1, 2)
        assert ("/proc" in left.err, "--keep-in" in left.err) == (True, True)

    @pytest.mark.parametrize("option", ["--allow-unreadable", "--allow-changes", "--allow-missing"])
    def test_lifts_a_guard_by_its_option_alone(self, run: Run, option: str) -> None:
        """
        Each guard has its own option, and a file that it stops leaves with status 1.
        """
        rows = [cells(identifier="нөмір", capacity=str(n + 1)) for n in range(12)]

        stopped = run.load(*rows)
        lifted = run.load(*rows, options=(option,))

        assert (stopped.status, stopped.out, lifted.status) == (1, "", 1)
        assert (lifted.out != "") is (option == "--allow-unreadable")

    def test_refuses_other_files(self, run: Run) -> None:
        """
        The message has the chosen language.
        """
        run.form.write_text("Атауы\n", "utf-8")

        left = run(import_, run.form, "--lang", "kk", "--sheet", "")

        assert (left.status, left.out, "шапка" in left.err) == (1, "", False)
        assert left.err != ""


class TestInternalForm:
    """
    `internal-form FILE`.
    """

    def test_has_all_entries_and_says_what_it_is(self, run: Run, tmp_path: Path) -> None:
        """
        Consent does not matter; the first line forbids publication, and nobody else reads the file.
        """
        run.load(
            cells(),
            cells(identifier=BINS[1], exclusion_basis="Тараған"),
            options=("--excluded-on", "2026-01-10"),
        )
        path = tmp_path / "internal.csv"

        left = run(internal_form, path, "--on", "2026-01-15", "--lang", "ru")
        current = path.read_text("utf-8-sig").splitlines()
        run(internal_form, path, "--on", "2026-01-15", "--full")
        full = path.read_text("utf-8-sig").splitlines()

        assert (left.status, current[0]) == (0, "Внутренний документ. Публикации не подлежит.")
        assert (len(current), len(full), path.stat().st_mode & 0o777) == (3, 4, 0o600)

    def test_leaves_no_file_when_it_cannot_write(self, run: Run, tmp_path: Path) -> None:
        """
        The message names the missing folder.
        """
        run.load(cells())

        left = run(internal_form, tmp_path / "none" / "internal.csv")

        assert (left.status, "none" in left.err) == (1, True)
