"""
Extracts, and whether they still agree with the register.
"""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from sqlite3 import connect
from uuid import uuid4

import pytest
from attrs import evolve

from kz_social_registry.base.errors import (
    InvalidValue,
    NotFound,
    StoreError,
)
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.vocabulary import (
    TerminationGround,
)
from kz_social_registry.domain.acts import (
    Issue,
)
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.registry.answers.extract import Agreement, Extract
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization.codec import from_plain, to_plain
from kz_social_registry.storage.sqlite import SQLiteStore
from support.refusals import faults_of
from support.registers import BIN, LATER, Clock, issued


class TestExtract:
    """
    The extract about one provider on one day.
    """

    def test_extract_and_register_agree_until_something_changes(
        self, registry: Registry, clock: Clock
    ) -> None:
        """
        After another act the extract is superseded; an altered extract disagrees.
        """
        entry = issued(registry)
        made: Extract = from_plain(Extract, to_plain(registry.extract(BIN, on=LATER)))
        agrees = registry.check_extract(made)
        clock.turn(days=1)
        registry.amend(entry.id, on=LATER, capacity=1)
        answers = [
            agrees,
            registry.check_extract(made),
            registry.check_extract(evolve(made, digest=b"0" * 32)),
            registry.check_extract(evolve(made, number=99)),
        ]
        assert answers == [
            Agreement.AGREES, Agreement.SUPERSEDED, Agreement.DISAGREES, Agreement.DISAGREES,
        ]  # fmt: skip

    def test_its_moment_of_knowledge_is_checked(self, registry: Registry, clock: Clock) -> None:
        """
        An extract disagrees if its moment is before its facts, or in the future.

        A later fact with an earlier moment supersedes it: others were recording it just then.
        """
        entry = issued(registry)
        made = registry.extract(BIN, on=LATER)
        suspended_at = clock.turn(days=1)
        registry.suspend(entry.id, on=LATER)
        clock.turn(days=1)
        moments = [
            made.known - timedelta(microseconds=1), made.known, suspended_at - timedelta(seconds=1),
            suspended_at, clock.now, clock.now + timedelta(seconds=1), datetime(2100, 1, 1, tzinfo=UTC),
        ]  # fmt: skip
        answers = [registry.check_extract(evolve(made, known=moment)) for moment in moments]
        wrong, right = Agreement.DISAGREES, Agreement.SUPERSEDED
        assert answers == [wrong, right, right, right, right, right, wrong]
        latest = registry.extract(BIN, on=LATER)
        ahead = [evolve(latest, known=clock.now + timedelta(minutes=n)) for n in (1, 6)]
        answers = [registry.check_extract(extract) for extract in (latest, *ahead)]
        assert answers == [Agreement.AGREES, Agreement.AGREES, Agreement.DISAGREES]

    def test_steps_that_are_others_by_now_supersede_it(self, registry: Registry) -> None:
        """
        An extract with another history is superseded, even if the standing is the same.
        """
        entry = issued(registry)
        registry.give_consent(entry.id, on=LATER - 9 * ONE_DAY)
        registry.withdraw_consent(entry.id, on=LATER - ONE_DAY)
        made = registry.extract(BIN, on=LATER)
        registry.withdraw_consent(entry.id, on=LATER - 5 * ONE_DAY)
        assert registry.standing(BIN, on=LATER) == made.standing
        assert registry.check_extract(made) is Agreement.SUPERSEDED

    def test_half_of_a_correction_backs_nothing(self, registry: Registry) -> None:
        """
        An extract that ends within a correction disagrees: the register never showed that state.
        """
        entry = issued(registry)
        registry.suspend(entry.id, on=LATER)
        issue = registry.history(entry.id)[0].content
        assert isinstance(issue, Issue)
        registry.correct(entry.id, 1, evolve(issue, capacity=4), reason="қате")
        made = registry.extract(BIN, on=LATER)
        answers = [registry.check_extract(evolve(made, number=number)) for number in (3, 4)]
        assert answers == [Agreement.DISAGREES, Agreement.AGREES]

    def test_of_a_moment_to_come_nothing_is_known(self, registry: Registry, clock: Clock) -> None:
        """
        An extract for a future moment of knowledge has the present moment.
        """
        entry = issued(registry)
        made = registry.extract(BIN, on=LATER, known=clock.now + timedelta(hours=8))
        clock.turn(hours=1)
        registry.suspend(entry.id, on=LATER)
        answer = registry.check_extract(made)
        assert made.known < clock.now
        assert answer is Agreement.SUPERSEDED

    def test_it_has_the_latest_facts_when_the_clock_lags(
        self, registry: Registry, clock: Clock
    ) -> None:
        """
        The moment of an extract is never before its last fact's, and its standing is the register's.
        """
        entry = issued(registry)
        recorded_at = clock.turn(hours=1)
        registry.terminate(entry.id, on=LATER, ground=TerminationGround.REVOKED)
        clock.turn(minutes=-5)
        made = registry.extract(BIN, on=LATER)
        assert made.standing == registry.standing(BIN, on=LATER)
        assert (made.number, made.known) == (2, recorded_at)
        assert registry.check_extract(made) is Agreement.AGREES

    @pytest.mark.parametrize(
        ("change", "code", "path"),
        [
            ({"number": 0}, Code.OUT_OF_RANGE, "number"),
            ({"number": -1}, Code.OUT_OF_RANGE, "number"),
            ({"number": "1"}, Code.WRONG_TYPE, "number"),
            ({"number": 1.0}, Code.WRONG_TYPE, "number"),
            ({"known": "2025-06-01T08:00:00"}, Code.NOT_A_MOMENT, "known"),
            ({"standing": {}}, Code.MISSING, "standing.identifier"),
            ({"standing": 5}, Code.WRONG_TYPE, "standing"),
        ],
        ids=str,
    )
    def test_one_of_foreign_data_is_checked(
        self, registry: Registry, change: dict[str, object], code: Code, path: str
    ) -> None:
        """
        The constructor refuses wrong values in plain data.
        """
        issued(registry)
        plain = to_plain(registry.extract(BIN, on=LATER))
        with pytest.raises(InvalidValue) as caught:
            from_plain(Extract, {**plain, **change})
        assert (caught.value.faults[0].code, caught.value.faults[0].path) == (code, path)

    def test_it_has_an_entry_and_a_standing(self, registry: Registry) -> None:
        """
        An extract needs a standing with an entry; one about another day or entry disagrees.
        """
        issued(registry)
        made = registry.extract(BIN, on=LATER)
        for name in ("standing", "entry"):
            with pytest.raises(InvalidValue) as caught:
                evolve(made, **{name: None})
            assert caught.value.faults[0].path == name
        invalid = next(registry.standings([("94014", LATER)]))
        others = (
            evolve(made, on=date(2025, 4, 21)),
            evolve(made, entry=evolve(made.entry, capacity=1)),
            evolve(made, standing=evolve(made.standing, entry_id=uuid4())),
            evolve(made, standing=invalid),
        )
        assert [*map(registry.check_extract, others)] == [Agreement.DISAGREES] * len(others)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_its_text_has_all_that_backs_it(self, registry: Registry, language: str) -> None:
        """
        The text has the entry, standing, history and digest in every language.
        """
        entry = issued(registry)
        registry.terminate(entry.id, on=LATER, ground=TerminationGround.NOT_SUBJECT)
        made = registry.extract(BIN, on=LATER)
        text = made.text(language)  # type: ignore[arg-type]  # one of the three
        parts = (str(entry.id), BIN, "01.09.2025", made.digest.hex(), "+7 7172743654")
        assert all(part in text for part in parts)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_names_the_edition_of_its_day(self, registry: Registry, language: Language) -> None:
        """
        Before the first day of Order No 106 an extract does not name it.
        """
        issued(registry, on=date(2025, 4, 12), licence_issued_on=date(2025, 4, 10))
        days = (date(2025, 4, 17), date(2025, 4, 18))
        made = [registry.extract(BIN, on=day) for day in days]
        assert ["106" in one.edition for one in made] == [False, True]
        lines = [one.text(language).splitlines()[4] for one in made]
        assert ["№ 106" in line or "No 106" in line for line in lines] == [False, True]

    def test_there_is_no_extract_of_nothing(self, registry: Registry) -> None:
        """
        An extract about a provider without an entry on the day is refused.
        """
        issued(registry)
        with pytest.raises(NotFound):
            registry.extract(BIN, on=date(2025, 4, 21))


def test_a_fact_altered_in_the_file_is_neither_shown_nor_attested(tmp_path: Path) -> None:
    """
    A payload altered in the file no longer fits the chain: history and extract say "damaged".
    """
    path = tmp_path / "register.db"
    with SQLiteStore(path) as store:
        registry = Registry(store)
        entry = issued(registry)
        change = (b'"capacity":40', b'"capacity":99')
        with closing(connect(path)) as file, file:
            ((payload,),) = file.execute("SELECT payload FROM facts").fetchall()
            assert change[0] in payload
            file.execute("UPDATE facts SET payload = ?", (payload.replace(*change),))
        asked: list[Callable[[], object]] = [
            lambda: registry.history(entry.id),
            lambda: registry.extract(BIN, on=LATER),
        ]
        found = [faults_of(question, StoreError) for question in asked]
        assert found == [[(Code.DAMAGED, "store")]] * 2
