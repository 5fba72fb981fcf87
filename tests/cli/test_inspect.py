"""
`standing`, `show`, `history` and `extract` from the command line.
"""

import re
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from jsonschema import Draft202012Validator

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Code, Problem
from kz_social_registry.base.law import LANGUAGES, REGISTER_TIME, Language
from kz_social_registry.base.vocabulary import ActKind, Status
from kz_social_registry.cli.output import phrase
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.row import COLUMNS
from kz_social_registry.domain.standing import Reason, Remark
from kz_social_registry.domain.timeline import Annul, Erase, Fact
from kz_social_registry.registry.answers.extract import Agreement, Extract
from kz_social_registry.registry.answers.journal import JournalLine, JournalWord
from kz_social_registry.serialization.codec import from_plain
from kz_social_registry.serialization.schemas import schema
from kz_social_registry.storage.sqlite import SQLiteStore
from support.command_line import Command
from support.notices import DAY, HOUSE, OTHER, Plain, a_notice, an_issue, received

#: A licence without end, so that answers about today stay what they are.
ENDLESS = {"issued_on": "2025-04-20", "term": {"open_ended": True}}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """
    Return the command line over a register of one provider, suspended for a while.
    """
    path = tmp_path / "register.db"
    with SQLiteStore(path) as store:
        received(
            store,
            an_issue(licence=ENDLESS),
            a_notice("N-2", "suspend", "2025-06-01"),
            a_notice("N-3", "resume", "2025-07-01"),
            a_notice("N-4", "amend", "2025-08-01", capacity=400),
            {"notice": "N-5", "act": "annul", "of": "N-4", "reason": "қате"},
        )
    return Command(capsys, path)


def record(run: Command, notice: Plain) -> None:
    """
    Record one more notice.
    """
    with SQLiteStore(str(run.store)) as store:
        received(store, notice)


class TestStanding:
    """
    The answer and its reasons, in words or as JSON; an answer is status 0, whatever it is.
    """

    def test_today_is_the_day_if_none_is_named(self, run: Command) -> None:
        """
        Without `--on` it is about the present day in Kazakhstan.
        """
        today = f"{datetime.now(REGISTER_TIME):%Y-%m-%d}"
        plain = run("standing", HOUSE, "--json").plain
        assert (plain["holds"], plain["on"] >= today) == (True, True)

    @pytest.mark.parametrize(
        ("provider", "on", "answer", "reasons"),
        [
            (HOUSE, "2025-07-01", True, []),
            (HOUSE, "2025-06-30", False, [Reason.SUSPENDED]),
            (HOUSE, "2025-04-21", False, [Reason.NOT_YET_INCLUDED]),
            (OTHER, "2025-07-01", False, [Reason.UNKNOWN]),
        ],
    )
    def test_as_json_it_is_one_object(
        self, run: Command, provider: str, on: str, *, answer: bool, reasons: list[Reason]
    ) -> None:
        """
        `--json` prints the answer, what it rests on, and the entry's id if there is one on that day.
        """
        left = run("standing", provider, "--on", on, "--json")
        plain = left.plain
        assert (left.status, plain["holds"], plain["reasons"]) == (0, answer, reasons)
        assert (plain["identifier"], plain["on"]) == (provider, on)
        assert ("entry_id" in plain) is (on > "2025-04-21" and provider == HOUSE)
        assert "Шапағат" not in left.out

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_speaks_three_languages(self, run: Command, language: Language) -> None:
        """
        The day stands first, then the answer and each reason with its clause.
        """
        day, *lines = run("standing", HOUSE, "--on", "2025-06-15", "--lang", language).lines
        words = [w.label(language) for w in (Remark.DOES_NOT_HOLD, Reason.SUSPENDED)]
        found = [line[: len(word)] for line, word in zip(lines, words, strict=True)]
        assert (day, found) == ("15.06.2025", words)

    @pytest.mark.parametrize("more", [("--json",), ()])
    def test_quietly_the_status_is_the_answer(self, run: Command, more: tuple[str, ...]) -> None:
        """
        `--quiet` prints nothing; days may be written as people write them.
        """
        days = ("01.07.2025", "1.7.2025", "30.06.2025")
        assert [run("standing", HOUSE, "--quiet", "--on", day, *more) for day in days] == [
            (0, "", ""), (0, "", ""), (1, "", ""),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "moment", ["2020-01-01T00:00", "2020-01-01T00:00:00+00:00", "01.01.2020 00:00", "1.1.2020"]
    )
    def test_it_can_be_asked_as_known_before(self, run: Command, moment: str) -> None:
        """
        Before anything was recorded, the provider was unknown.
        """
        plain = run("standing", HOUSE, "--on", "2025-07-01", "--known", moment, "--json").plain
        assert plain["reasons"] == [Reason.UNKNOWN]

    @pytest.mark.parametrize(
        "wrong",
        [
            ["940140000386"], ["94014"], ["bin"], [], [HOUSE, OTHER],
            [HOUSE, "--on", "31.06.2025"], [HOUSE, "--on", "2025-02-30"], [HOUSE, "--known", "now"],
            [HOUSE, "--lang", "tr"],
        ],
    )  # fmt: skip
    def test_wrong_usage_is_status_2(self, run: Command, wrong: list[str]) -> None:
        """
        A wrong number, day or moment is wrong usage, and nothing is printed.
        """
        left = run("standing", *wrong)
        assert (left.status, left.out, left.err != "") == (2, "", True)

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            (["940140000386"], Code.CONTROL_DIGIT),
            ([HOUSE, "--on", "30.02.2025"], Problem.NO_SUCH_DAY),
            ([HOUSE, "--known", "now"], "not_a_moment"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_told_in_the_language(
        self, run: Command, wrong: list[str], code: str, language: Language
    ) -> None:
        """
        Wherever the language is named, it is that of what is wrong with a number, a day or a moment.
        """
        sentence = code.label(language) if isinstance(code, Word) else phrase(code, language=language)
        assert sentence in run("standing", *wrong, "--lang", language).err

    def test_a_day_that_no_register_has_is_told(self, run: Command) -> None:
        """
        A day far outside of time is refused as data, with status 1.
        """
        left = run("standing", HOUSE, "--on", "0001-01-01")
        assert (left.status, left.out, left.err != "") == (1, "", True)


class TestShow:
    """
    The whole entry of a day, for staff.
    """

    def test_as_json_it_is_the_entry(self, run: Command) -> None:
        """
        The output of `--json` can be read back as an entry.
        """
        entry = from_plain(RegistryEntry, run("show", HOUSE, "--on", "2025-06-15", "--json").plain)
        assert (entry.identifier, entry.status) == (HOUSE, Status.SUSPENDED)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_has_the_columns_of_the_form(self, run: Command, language: Language) -> None:
        """
        After id and status come the columns by number, each with its heading.
        """
        shown = run("show", HOUSE, "--on", f"{DAY}", "--lang", language).lines
        first, *lines = [line for line in shown if not line.startswith(" " * 4)]  # no warnings
        headings = [f"{column.number:>2}. {column.heading(language)}: " for column in COLUMNS]
        assert first.endswith(f": {Status.ACTIVE.label(language)}")
        assert [line[: len(h)] for line, h in zip(lines, headings, strict=True)] == headings

    def test_a_warning_stands_below_its_column(self, run: Command) -> None:
        """
        It has the user's language and its clause; as JSON it has a code, as the schema says.
        """
        lines = run("show", HOUSE, "--lang", "kk").lines
        plain = run("show", HOUSE, "--json").plain
        assert lines[11] == (  # after id and status, and columns 2 to 11
            "    ескерту: мерзім мұндай лицензия берілетін үш жылға тең емес («Рұқсаттар және "
            "хабарламалар туралы» Заңға 1-қосымшаның 88-тармағы)"
        )
        assert plain["warnings"] == [{"code": "unusual_term", "path": "licence.term"}]
        Draft202012Validator(schema("entry")).validate(plain)

    @pytest.mark.parametrize(
        "more", [(OTHER,), (HOUSE, "--on", "2025-04-21"), (HOUSE, "--known", "2020-01-01T00:00")]
    )
    def test_no_entry_is_status_1(self, run: Command, more: tuple[str, ...]) -> None:
        """
        Where there is no entry on the day, or none was known, that is said.
        """
        left = run("show", *more, "--lang", "en")
        assert left == (1, "", phrase("no_entry", language="en") + "\n")


class TestHistory:
    """
    The facts with both clocks.
    """

    def test_as_json_it_is_one_object(self, run: Command) -> None:
        """
        Its facts can be read back; they come entry by entry in the order of recording.
        """
        record(run, a_notice("N-6", "exclude", "2025-09-01", basis="өтініш"))
        record(run, an_issue("N-7", on="2025-10-01"))
        plain = run("history", HOUSE, "--json").plain
        facts = [from_plain(Fact, fact) for fact in plain.pop("facts")]
        journal = plain.pop("journal")
        assert ([fact.number for fact in facts], plain) == ([1, 2, 3, 4, 5, 6, 1], {})
        assert [line["number"] for line in journal] == [1, 2, 3, 4, 5, 6, 1]
        assert [line["reason"] for line in journal[4:]] == ["қате", "өтініш", None]
        assert journal[3]["columns"] == [{"column": "capacity", "then": 40, "now": 400}]
        assert journal[3]["annulled_by"] == 5

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_fact_is_a_line(self, run: Command, language: Language) -> None:
        """
        After the id come number, day, act and moment; annulled facts are marked.
        """
        _, *lines = run("history", HOUSE, "--lang", language).lines
        annulled = JournalWord.ANNULLED.label(language).format(5)
        recorded = JournalWord.RECORDED.label(language)
        clock = rf"{recorded} \d\d\.\d\d\.\d{{4}} \d\d:\d\d:\d\d \(UTC\+5\)[;)]"
        assert all(re.search(clock, line) for line in lines)
        capacity = f"7. {Column.CAPACITY.label(language)}: 40 → 400"
        assert [capacity in line for line in lines] == [False] * 3 + [True, False]
        assert lines[3].startswith(f"   4. 01.08.2025 {ActKind.AMEND.label(language)} (")
        assert lines[4].startswith(f"   5. {JournalWord.ANNULMENT.label(language).format(4)} (")
        assert [f"; {annulled})" in line for line in lines] == [False] * 3 + [True, False]

    def test_a_withdrawal_that_changes_nothing_says_so(self, run: Command) -> None:
        """
        The later one of two is marked, whichever was recorded first.
        """
        record(run, a_notice("N-6", "give_consent", "2025-08-02", columns=[2]))
        for notice, day in (("N-7", "2025-08-09"), ("N-8", "2025-08-05")):
            record(run, a_notice(notice, "withdraw_consent", day))
        lines = run("history", HOUSE, "--lang", "kk").lines[-2:]
        repeated = f"; {JournalWord.REPEATED.label('kk')})"
        assert [line.endswith(repeated) for line in lines] == [True, False]

    def test_a_day_leaves_out_what_took_effect_later(self, run: Command) -> None:
        """
        `--on` keeps what was in effect by then, and annulments, which have no day.
        """
        plain = run("history", HOUSE, "--on", "2025-06-30", "--json").plain
        assert [fact["number"] for fact in plain["facts"]] == [1, 2, 5]
        _, *lines = run("history", HOUSE, "--on", "2025-06-30").lines
        assert [line[:5] for line in lines] == ["   1.", "   2.", "   5."]

    def test_a_moment_leaves_out_what_was_recorded_later(self, run: Command) -> None:
        """
        `--known` keeps what had been recorded by then.
        """
        record(run, a_notice("N-6", "amend", capacity=41))
        last = run("history", HOUSE, "--json").plain["facts"][-1]
        before = from_plain(Fact, last).recorded_at - timedelta(microseconds=1)
        then = run("history", HOUSE, "--json", "--known", before.isoformat()).plain
        assert [fact["number"] for fact in then["facts"]] == [1, 2, 3, 4, 5]

    @pytest.mark.parametrize("more", [(OTHER,), (HOUSE, "--known", "2020-01-01T00:00")])
    def test_no_facts_is_status_1(self, run: Command, more: tuple[str, ...]) -> None:
        """
        Of a provider that was not known then there is no history.
        """
        missing = phrase("no_entry", language="en")
        assert run("history", *more, "--lang", "en") == (1, "", f"{missing}\n")

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(
        ("content", "phrase"),
        [
            (Erase(basis="№ 5"), JournalWord.ERASURE),
            (Annul(of=7, reason="қате"), JournalWord.ANNULMENT),
        ],
    )
    def test_every_kind_of_fact_can_be_told(
        self, content: Annul | Erase, phrase: JournalWord, language: Language
    ) -> None:
        """
        Annulments and erasures have no day; the recorder comes after the moment.
        """
        moment = datetime(2025, 9, 1, 9, 30, tzinfo=REGISTER_TIME)
        fact = Fact(entry_id=uuid4(), number=8, place=8, content=content, recorded_at=moment,
                    recorded_by="А. Бекова")  # fmt: skip
        happened, recorded = phrase.label(language).format(7), JournalWord.RECORDED.label(language)
        expected = f"   8. {happened} ({recorded} 01.09.2025 09:30:00 (UTC+5); А. Бекова)"
        assert JournalLine(fact=fact).describe(language).startswith(expected)


class TestExtract:
    """
    The extract of an entry, and whether it still agrees with the register.
    """

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_as_text_it_is_what_the_library_makes(self, run: Command, language: Language) -> None:
        """
        The text is that of the extract as JSON, made in the same second.
        """
        words = ("extract", HOUSE, "--on", f"{DAY}", "--known", "2100-01-01T00:00")
        made = [from_plain(Extract, run(*words, "--json").plain)]
        printed = run(*words, "--lang", language).out
        made.append(from_plain(Extract, run(*words, "--json").plain))
        assert printed in {extract.text(language) for extract in made}  # a second may pass

    def test_a_provider_without_entry_is_status_1(self, run: Command) -> None:
        """
        There is no extract of nothing.
        """
        left = run("extract", OTHER, "--lang", "en")
        expected = Fault(Code.UNKNOWN_PROVIDER, "identifier").describe("en")
        assert left == (1, "", f"{expected}\n")

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(
        ("later", "capacity", "agreement"),
        [
            ("2025-10-01", 40, Agreement.AGREES),
            ("2025-08-15", 40, Agreement.SUPERSEDED),
            ("2025-10-01", 41, Agreement.DISAGREES),
        ],
    )
    def test_it_can_be_checked(
        self, run: Command, later: str, capacity: int, agreement: Agreement, language: Language
    ) -> None:
        """
        It agrees, was right when it was made, or was tampered with; only the first is status 0.
        """
        text = run("extract", HOUSE, "--on", f"{DAY}", "--json").out
        paper = Path(f"{run.store}.json")
        paper.write_text(text.replace('"capacity": 40', f'"capacity": {capacity}'), encoding="utf-8")
        record(run, a_notice("N-6", "amend", later, capacity=44))
        left = run("extract", HOUSE, "--check", paper, "--lang", language)
        status = 0 if agreement is Agreement.AGREES else 1
        assert left == (status, agreement.label(language) + "\n", "")
        again = run("extract", HOUSE, "--check", paper, "--json")
        assert (again.status, again.plain) == (status, {"agreement": agreement.value})

    @pytest.mark.parametrize(
        ("content", "code", "path"),
        [
            ("{", Code.NOT_PRINTED_JSON, "extract.json"), ("[]", Code.WRONG_TYPE, ""),
            ("\udcff", Code.NOT_PRINTED_JSON, "extract.json"),
            (100_000 * "[", Code.NOT_PRINTED_JSON, "extract.json"),
        ],
    )  # fmt: skip
    def test_a_file_that_is_no_extract_is_told(
        self, run: Command, tmp_path: Path, content: str, code: Word, path: str
    ) -> None:
        """
        A file that holds something else is a clear error.
        """
        paper = tmp_path / "extract.json"
        paper.write_bytes(content.encode("utf-8", "surrogateescape"))
        left = run("extract", HOUSE, "--check", paper, "--lang", "en")
        allowed = ("object",) if code is Code.WRONG_TYPE else ("extract --json",)
        assert left == (1, "", f"{Fault(code, path, allowed=allowed).describe('en')}\n")

    def test_a_printed_extract_is_refused(self, run: Command, tmp_path: Path) -> None:
        """
        It is not JSON: the message names the command that prints JSON.
        """
        paper = tmp_path / "extract.txt"
        paper.write_text(run("extract", HOUSE).out, encoding="utf-8")
        left = run("extract", HOUSE, "--check", paper)
        assert (left.status, "extract --json" in left.err) == (1, True)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_extract_of_another_provider_is_wrong_usage(
        self, run: Command, tmp_path: Path, language: Language
    ) -> None:
        """
        That it agrees with the register would not be an answer about the provider who was named.
        """
        paper = tmp_path / "extract.json"
        paper.write_text(run("extract", HOUSE, "--json").out, encoding="utf-8")
        left = run("extract", OTHER, "--check", paper, "--lang", language)
        told = f"{phrase('of_another', language=language)}\n"
        assert (left.status, left.out, left.err.endswith(told)) == (2, "", True)
