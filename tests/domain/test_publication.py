"""
The gate: the rows and columns that pass, and the reasons why others are hidden.
"""

import pickle
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.columns import NUMBERED, Column
from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ReissueGround, View, Withholding
from kz_social_registry.domain.acts import Act, Exclude, GiveConsent, Reissue, WithdrawConsent
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.publication import (
    Hidden,
    Publication,
    PublicEntry,
    admit,
    arrange,
    rebuilt,
    sort_key,
    why_hidden,
)
from kz_social_registry.domain.row import COLUMNS, Withheld
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.parts import Consent
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.form.publishing.publish import FORMATS, publish
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import bin_of
from kz_social_registry.testing.strategies import entries
from support.histories import record_life
from support.samples import INCLUDED, LATER, an_entry, an_issue

ISSUE = an_issue()
#: The licence of `ISSUE` passes to another person.
PASSING = Reissue(
    on=LATER + ONE_DAY,
    ground=ReissueGround.REORGANISED,
    new_identifier=Bin("950341000052"),
)
scopes = st.frozensets(st.sampled_from(COLUMNS), min_size=1)
ON, PUBLISHED_ON = date(2029, 1, 1), date(2030, 1, 1)


def clock() -> datetime:
    """
    Return a fixed moment.
    """
    return datetime(2030, 1, 1, tzinfo=UTC)


def admitted(entry: RegistryEntry, latest: RegistryEntry | None = None) -> PublicEntry | None:
    """
    Return the row of an entry for LATER, published a month later.
    """
    published_on = LATER + timedelta(days=30)
    return admit(entry, on=LATER, latest=latest or entry, published_on=published_on)


def consenting(entry: RegistryEntry, scope: frozenset[Column]) -> RegistryEntry:
    """
    Return the entry with a consent to the columns.
    """
    return evolve(entry, consent=Consent(columns=scope, given_on=entry.included_on))


class TestPara7:
    """
    Publicity "with the supplier's consent".

    Rules, para. 7, and the assumption "both days".
    """

    @given(entries(), st.dates(date(2024, 1, 1), date(2033, 1, 1)))
    def test_no_consent_no_row(self, entry: RegistryEntry, day: date) -> None:
        """
        A row passes if and only if a consent counts on the day; after exclusion it covers column 17.
        """
        consent = entry.consent
        counts = consent is not None and consent.covers(day)
        if consent and not entry.in_register:
            counts = counts and Column.EXCLUSION_BASIS in consent.columns
        row = admit(entry, on=day, latest=entry, published_on=day)
        assert (row is not None) is counts

    @pytest.mark.parametrize(
        ("consent", "shown"),
        [
            (None, False),
            (Consent(columns=COLUMNS, given_on=LATER), True),
            (Consent(columns=COLUMNS, given_on=LATER + timedelta(days=1)), False),
            (Consent(columns=COLUMNS, given_on=INCLUDED, until=LATER), True),
            (Consent(columns=COLUMNS, given_on=INCLUDED, until=LATER - timedelta(days=1)), False),
        ],
    )
    def test_the_day_of_giving_and_the_last_day_count(
        self, consent: Consent | None, *, shown: bool
    ) -> None:
        """
        `until` is inclusive; a day before the consent was given has no consent.
        """
        entry = evolve(an_entry(), consent=consent)
        assert (admit(entry, on=LATER, latest=entry, published_on=LATER) is not None) is shown

    @pytest.mark.parametrize("latest", [an_entry(), None])
    def test_an_old_day_published_anew_does_not_bring_back_what_was_withdrawn(
        self, latest: RegistryEntry | None
    ) -> None:
        """
        Consent is needed on the day described and on the day of publication.
        """
        entry = consenting(an_entry(), frozenset(COLUMNS))
        assert admit(entry, on=LATER, latest=latest, published_on=PUBLISHED_ON) is None

    @given(entries(), scopes, scopes)
    def test_a_row_shows_the_columns_in_both_scopes(
        self, entry: RegistryEntry, then: frozenset[Column], now: frozenset[Column]
    ) -> None:
        """
        Every other column is withheld, with its reason.
        """
        day = entry.included_on
        latest = consenting(entry, now)
        row = admit(consenting(entry, then), on=day, latest=latest, published_on=day)
        if not entry.in_register and Column.EXCLUSION_BASIS not in then & now:
            assert row is None  # where it stands, it would tell of its exclusion
            return
        assert row
        cells = {column: row.cell(column) for column in COLUMNS}
        withheld = {c: cell.reason for c, cell in cells.items() if isinstance(cell, Withheld)}
        assert withheld == {
            column: Withholding.CONSENT_NARROWED if column in then else Withholding.OUTSIDE_CONSENT
            for column in COLUMNS
            if column not in then & now
        }

    @pytest.mark.parametrize(
        ("then", "now", "reason"),
        [
            ([2, 3], [2, 3], Withholding.OUTSIDE_CONSENT),
            ([2, 3, 17], [2, 3], Withholding.CONSENT_NARROWED),
        ],
    )
    def test_the_position_of_a_row_does_not_reveal_an_exclusion(
        self, then: list[int], now: list[int], reason: Withholding
    ) -> None:
        """
        Without column 17 no view shows an excluded entry, and staff see the reason.
        """
        given = GiveConsent(on=INCLUDED, columns=then)
        excluded = an_entry(given, Exclude(on=LATER, basis="таратылды"))
        latest = consenting(excluded, frozenset(NUMBERED[number] for number in now))
        days = {"on": LATER, "published_on": LATER}
        assert admit(excluded, latest=latest, **days) is None
        reasons = why_hidden(excluded, latest=latest, view=View.FULL, **days)
        assert reasons == (Hidden(Withholding.EXCLUDED), Hidden(reason, (Column.EXCLUSION_BASIS,)))

    def test_what_did_not_pass_the_gate_is_no_publication(self, tmp_path: Path) -> None:
        """
        A publication and a file refuse an entry, and do not show its values.
        """
        entry = consenting(an_entry(), frozenset(COLUMNS))
        on = {"on": LATER, "published_on": LATER}
        rows: Any = [entry]
        with pytest.raises(InvalidValue) as caught:
            Publication(entries=rows, **on)
        assert [(fault.code, fault.path) for fault in caught.value.faults] == [
            (Code.WRONG_TYPE, "rows[0]")
        ]
        for name in FORMATS:
            with pytest.raises(InvalidValue) as caught:
                publish(tmp_path / "out", rows, language="kk", formats=[name], **on)
            assert entry.name not in str(caught.value)
        assert list(tmp_path.iterdir()) == []

    def test_the_number_of_a_row_is_none_of_its_cells(self) -> None:
        """
        Every column except column 1 has a cell.
        """
        row = admitted(consenting(an_entry(), frozenset(COLUMNS)))
        assert row
        with pytest.raises(InvalidValue) as caught:
            row.cell(Column.NUMBER)
        (fault,) = caught.value.faults
        assert (fault.code, fault.path, fault.allowed) == (Code.UNKNOWN_CODE, "column", COLUMNS)

    def test_a_licence_that_passed_on_takes_no_consent_along(self) -> None:
        """
        The consent of one supplier never counts for another, on any day.
        """
        registry = Registry(MemoryStore(), clock)
        record_life(registry, [ISSUE, GiveConsent(on=INCLUDED)])
        earlier = registry.public(on=LATER)
        tell_more = registry.record
        tell_more(ISSUE.entry_id, PASSING)
        passed = [registry.public(on=LATER), registry.public(on=PASSING.on)]
        gone = registry.public_diff(earlier, on=PASSING.on)
        tell_more(ISSUE.entry_id, GiveConsent(on=PASSING.on, columns=[2, 3]))
        given = [registry.public(on=LATER), registry.public(on=PASSING.on)]
        assert [len(publication) for publication in (*passed, *given)] == [0, 0, 0, 1]
        assert (gone.left, gone.retracted) == ((), (ISSUE.entry_id,))
        assert [row.identifier for row in given[1]] == [PASSING.new_identifier]

    def test_who_withdrew_is_not_public_by_what_another_consented_to(self) -> None:
        """
        A supplier without consent that takes over a licence stays hidden until it consents.
        """
        registry = Registry(MemoryStore(), clock)
        other = evolve(ISSUE, identifier=PASSING.new_identifier, entry_id=UUID(int=2))
        left = Exclude(on=LATER, basis="таратылды")
        record_life(registry, [other, GiveConsent(on=INCLUDED), WithdrawConsent(on=LATER), left])
        record_life(registry, [ISSUE, GiveConsent(on=INCLUDED), PASSING])
        assert list(registry.public(on=PASSING.on)) == []

    def test_a_public_entry_is_made_by_the_gate_alone(self) -> None:
        """
        The constructor refuses, even with every value.
        """
        row = admitted(consenting(an_entry(), frozenset(COLUMNS)))
        assert row
        with pytest.raises(TypeError, match=r"^a PublicEntry is made by the gate alone: ask for a"):
            PublicEntry(id=row.id)
        assert pickle.loads(pickle.dumps(row)) == row  # noqa: S301  # our own bytes


class TestWhyHidden:
    """
    The reasons, for staff and the provider, why the public does not see something.
    """

    @pytest.mark.parametrize(
        ("acts", "reasons"),
        [
            ([], [Hidden(Withholding.NO_CONSENT)]),
            ([GiveConsent(on=INCLUDED)], []),
            (
                [GiveConsent(on=INCLUDED), WithdrawConsent(on=LATER + timedelta(days=1))],
                [Hidden(Withholding.CONSENT_WITHDRAWN)],
            ),
            ([GiveConsent(on=INCLUDED, until=LATER)], [Hidden(Withholding.CONSENT_LAPSED)]),
            (
                [GiveConsent(on=INCLUDED), GiveConsent(on=LATER + ONE_DAY, until=date(2029, 1, 1))],
                [Hidden(Withholding.CONSENT_LAPSED)],
            ),
            ([GiveConsent(on=INCLUDED, until=INCLUDED)], [Hidden(Withholding.NO_CONSENT)]),
            ([GiveConsent(on=INCLUDED), PASSING], [Hidden(Withholding.PASSED_ON)]),
            (
                [GiveConsent(on=INCLUDED), PASSING, GiveConsent(on=PASSING.on)],
                [Hidden(Withholding.PASSED_ON)],
            ),
            (
                [GiveConsent(on=INCLUDED), Exclude(on=LATER, basis="таратылды")],
                [Hidden(Withholding.EXCLUDED)],
            ),
            (
                [GiveConsent(on=INCLUDED, columns=COLUMNS[1:])],
                [Hidden(Withholding.OUTSIDE_CONSENT, (Column.NAME,))],
            ),
            (
                [
                    GiveConsent(on=INCLUDED, columns=COLUMNS[1:]),
                    GiveConsent(on=LATER + timedelta(days=1), columns=COLUMNS[2:]),
                ],
                [
                    Hidden(Withholding.OUTSIDE_CONSENT, (Column.NAME,)),
                    Hidden(Withholding.CONSENT_NARROWED, (Column.IDENTIFIER,)),
                ],
            ),
        ],
    )
    def test_each_reason(self, acts: list[Act], reasons: list[Hidden]) -> None:
        """
        A reason concerns the row, or some of its columns.
        """
        registry = Registry(MemoryStore(), clock)
        record_life(registry, [ISSUE, *acts])
        assert list(registry.why_hidden(ISSUE.entry_id, on=LATER)) == reasons

    @pytest.mark.parametrize("published_on", [INCLUDED, INCLUDED - ONE_DAY])
    def test_a_consent_that_is_not_given_yet_was_not_withdrawn(self, published_on: date) -> None:
        """
        A future day may be published before its consent, or its entry, exists.
        """
        registry = Registry(MemoryStore(), clock)
        record_life(registry, [ISSUE, GiveConsent(on=LATER)])
        reasons = registry.why_hidden(ISSUE.entry_id, on=LATER, published_on=published_on)
        assert reasons == (Hidden(Withholding.CONSENT_TO_COME),)

    def test_on_its_first_day_a_consent_is_not_to_come(self) -> None:
        """
        A consent given for that very day counts; without it in the latest entry it was withdrawn.
        """
        given = an_entry(GiveConsent(on=LATER))
        reasons = why_hidden(given, on=LATER, latest=an_entry(), published_on=LATER)
        assert reasons == (Hidden(Withholding.CONSENT_WITHDRAWN),)

    def test_before_inclusion_there_is_nothing_to_see(self) -> None:
        """
        A future entry is not included yet; the full view shows excluded entries.
        """
        early = why_hidden(None, on=INCLUDED, latest=None, published_on=INCLUDED)
        excluded = apply(an_entry(GiveConsent(on=INCLUDED)), Exclude(on=LATER, basis="x"))
        full = why_hidden(excluded, on=LATER, latest=excluded, published_on=LATER, view=View.FULL)
        assert (early, full) == ((Hidden(Withholding.NOT_INCLUDED),), ())


def test_a_natural_persons_number_is_shown_only_if_listed(store: Store) -> None:
    """
    Column 3 of a natural person is published only if its consent lists it.

    That is the assumption "natural persons".
    """
    registry = Registry(store, clock)
    issue = evolve(ISSUE, identifier=Iin("791028302728"))
    record_life(registry, [issue, GiveConsent(on=INCLUDED, columns=[2])])
    (before,) = registry.public(on=LATER)
    registry.give_consent(issue.entry_id, on=LATER, columns=[2, 3])
    (after,) = registry.public(on=LATER)
    assert (before.identifier, after.identifier) == (
        Withheld(Withholding.OUTSIDE_CONSENT),
        "791028302728",
    )


def test_rows_are_arranged_by_name_and_nameless_rows_come_last() -> None:
    """
    Rows of one name follow their numbers, then their ids; those without a number come first.
    """
    cells = {column.value: Withheld(Withholding.OUTSIDE_CONSENT) for column in COLUMNS}
    named = [
        rebuilt(UUID(int=number), {**cells, "name": name, "identifier": bin_of(serial)})
        for number, (name, serial) in enumerate([("А", 2), ("А", 1), ("Б", 1)])
    ]
    named += [rebuilt(UUID(int=number), {**cells, "name": "Б"}) for number in (5, 4)]
    named += [rebuilt(UUID(int=6), {**cells, "name": "Яблоко"})]
    nameless = [rebuilt(UUID(int=number), cells) for number in (9, 8)]
    nameless += [rebuilt(UUID(int=7), {**cells, "identifier": bin_of(1)})]
    found = [row.id.int for row in arrange([*nameless, *named])]
    assert found == [1, 0, 4, 5, 2, 6, 8, 9, 7]
    assert found == [row.id.int for row in sorted([*nameless, *named], key=sort_key)]


def test_a_publication_is_an_iterable_with_a_length(tmp_path: Path) -> None:
    """
    A publication is an iterable of its rows.
    """
    with SQLiteStore(tmp_path / "register.db") as opened:
        registry = Registry(opened, clock)
        record_life(registry, [ISSUE, GiveConsent(on=INCLUDED)])
        publication = registry.public(on=LATER)
        count = publish(
            tmp_path / "out", publication, on=LATER, published_on=LATER, language="ru", formats=("csv",)
        )
    assert len(publication) == len(list(publication)) == count == 1
