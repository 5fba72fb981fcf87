"""
The gate and the public feed: laws 7, 8 and 9.
"""

import pickle
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.test_lifecycle import INCLUDED, LATER, an_entry
from domain.test_timeline import ISSUE
from kz_social_registry.base.columns import NUMBERED, Column
from kz_social_registry.base.errors import Conflict, InvalidValue, RegistryError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ReissueGround, View, Withholding
from kz_social_registry.domain.acts import Act, Exclude, GiveConsent, Issue, Reissue, WithdrawConsent
from kz_social_registry.domain.entry import Consent, RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.publication import (
    Hidden,
    Publication,
    PublicEntry,
    admit,
    arrange,
    sort_key,
    why_hidden,
)
from kz_social_registry.domain.row import COLUMNS, Withheld
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.form.publishing.publish import FORMATS, publish
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Store
from kz_social_registry.registry.public_diff import Diff, apply_diff, diff
from kz_social_registry.serialization.codec import canonical, from_plain, to_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.strategies import entries, histories, issues

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
    Stand still.
    """
    return datetime(2030, 1, 1, tzinfo=UTC)


def admitted(entry: RegistryEntry, latest: RegistryEntry | None = None) -> PublicEntry | None:
    """
    Let an entry through the gate for LATER, published a month later.
    """
    published_on = LATER + timedelta(days=30)
    return admit(entry, on=LATER, latest=latest or entry, published_on=published_on)


def consenting(entry: RegistryEntry, scope: frozenset[Column]) -> RegistryEntry:
    """
    Give the entry a consent to those columns.
    """
    return evolve(entry, consent=Consent(columns=scope, given_on=entry.included_on))


def altered(entry: RegistryEntry, other: RegistryEntry, scope: frozenset[Column]) -> RegistryEntry:
    """
    Put another entry's values in the place of all that is outside the scope.
    """
    simple = ("name", "identifier", "address", "conditions", "categories", "capacity")
    changes = {path: getattr(other, path) for path in simple if path not in scope}
    contacts = {
        path: getattr(other.contacts, path) for path in ("phones", "emails") if path not in scope
    }
    licence = evolve(entry.licence, number="құпия")
    return evolve(
        entry, **changes, contacts=evolve(entry.contacts, **contacts), licence=licence, kato=other.kato
    )


def altered_issue(issue: Issue, other: Issue, scope: frozenset[Column]) -> Issue:
    """
    Put another issue's values in the place of all that is outside the scope.
    """
    simple = ("name", "identifier", "address", "conditions", "categories", "capacity")
    changes = {path: getattr(other, path) for path in simple if path not in scope}
    return evolve(issue, **changes, kato=other.kato, document="құпия")


def tell(registry: Registry, acts: Sequence[Act]) -> UUID | None:
    """
    Record acts of one entry as far as they are accepted; return its id if all of them were.
    """
    issue = acts[0]
    assert isinstance(issue, Issue)
    for act in acts:
        try:
            registry.record(issue.entry_id, act)
        except RegistryError:
            return None
    return issue.entry_id


def outputs(registry: Registry) -> list[bytes]:
    """
    Return what the public gets: both views of two days, and the feed between them.
    """
    early, late = date(2026, 1, 1), date(2029, 1, 1)
    first = [registry.public(on=early, view=view) for view in View]
    second = [registry.public(on=late, view=view) for view in View]
    feeds = [registry.public_diff(publication, on=late) for publication in first]
    return [canonical(to_plain(value)) for value in (*first, *second, *feeds)]


class TestPara7:
    """
    Publicity "with the supplier's consent".
    """

    @given(entries(), st.dates(date(2024, 1, 1), date(2033, 1, 1)))
    def test_no_consent_no_row(self, entry: RegistryEntry, day: date) -> None:
        """
        A row passes if and only if a consent counts on the day.
        """
        counts = entry.consent is not None and entry.consent.covers(day)
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
        `until` is inclusive; a day before the giving is without consent.
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
        Every other column is withheld, with the reason that holds for it.
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
    def test_an_exclusion_is_not_told_by_where_a_row_stands(
        self, then: list[int], now: list[int], reason: Withholding
    ) -> None:
        """
        Without column 17 no view shows an excluded entry, and staff are told why.
        """
        given = GiveConsent(on=INCLUDED, columns=then)
        excluded = an_entry("940140000385", given, Exclude(on=LATER, basis="таратылды"))
        latest = consenting(excluded, frozenset(NUMBERED[number] for number in now))
        days = {"on": LATER, "published_on": LATER}
        assert admit(excluded, latest=latest, **days) is None
        told = why_hidden(excluded, latest=latest, view=View.FULL, **days)
        assert told == (Hidden(Withholding.EXCLUDED), Hidden(reason, (Column.EXCLUSION_BASIS,)))

    def test_what_did_not_pass_the_gate_is_no_publication(self, tmp_path: Path) -> None:
        """
        Neither a publication nor a file takes an entry, and its values are not told.
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
        Column 1 counts the rows of a publication: the other columns can be asked for.
        """
        row = admitted(consenting(an_entry(), frozenset(COLUMNS)))
        assert row
        with pytest.raises(InvalidValue) as caught:
            row.cell(Column.NUMBER)
        (fault,) = caught.value.faults
        assert (fault.code, fault.path, fault.allowed) == (Code.UNKNOWN_CODE, "column", COLUMNS)

    def test_a_licence_that_passed_on_takes_no_consent_along(self) -> None:
        """
        Neither that of the former supplier for the new one, nor the other way round, on any day.
        """
        registry = Registry(MemoryStore(), clock)
        tell(registry, [ISSUE, GiveConsent(on=INCLUDED)])
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
        A supplier that withdrew and left takes over a licence: it stays unseen until it consents.
        """
        registry = Registry(MemoryStore(), clock)
        other = evolve(ISSUE, identifier=PASSING.new_identifier, entry_id=UUID(int=2))
        left = Exclude(on=LATER, basis="таратылды")
        tell(registry, [other, GiveConsent(on=INCLUDED), WithdrawConsent(on=LATER), left])
        tell(registry, [ISSUE, GiveConsent(on=INCLUDED), PASSING])
        assert list(registry.public(on=PASSING.on)) == []

    def test_a_public_entry_is_made_by_the_gate_alone(self) -> None:
        """
        Its constructor refuses, also when it is called with every value.
        """
        row = admitted(consenting(an_entry(), frozenset(COLUMNS)))
        assert row
        with pytest.raises(TypeError):
            PublicEntry(id=row.id)
        assert pickle.loads(pickle.dumps(row)) == row  # noqa: S301  # our own bytes


class TestLaw7:
    """
    No leak: what is hidden or withheld changes no byte of what is public.
    """

    @given(entries(), entries(), scopes)
    def test_withheld_values_change_nothing_in_a_row(
        self, entry: RegistryEntry, other: RegistryEntry, scope: frozenset[Column]
    ) -> None:
        """
        Two entries that differ in withheld columns alone have equal rows.
        """
        day = entry.included_on
        one = consenting(entry, scope)
        two = consenting(altered(entry, other, scope), scope)
        rows = [admit(e, on=day, latest=e, published_on=day) for e in (one, two)]
        assert to_plain(rows[0]) == to_plain(rows[1])

    @given(
        shown=st.lists(st.tuples(issues(), issues(), scopes), max_size=3),
        hidden=st.lists(histories(longest=4), max_size=2),
        others=st.lists(histories(longest=4), max_size=3),
    )
    def test_registers_that_differ_in_what_is_hidden_publish_the_same_bytes(
        self,
        shown: list[tuple[Issue, Issue, frozenset[Column]]],
        hidden: list[list[Act]],
        others: list[list[Act]],
    ) -> None:
        """
        Rows, counts, order and the feed are the same to the byte.
        """
        one, two = Registry(MemoryStore(), clock), Registry(MemoryStore(), clock)
        for issue, other, scope in shown:
            secret = altered_issue(issue, other, scope)
            told = [
                tell(registry, [act, GiveConsent(on=act.on, columns=scope)])
                for registry, act in ((one, issue), (two, secret))
            ]
            assume(all(told))  # an altered number may be that of another entry
        for registry, lives in ((one, hidden), (two, others)):
            for life in lives:
                tell(registry, [act for act in life if not isinstance(act, GiveConsent)])
        assert outputs(one) == outputs(two)

    def test_what_is_gone_leaves_its_id_alone(self) -> None:
        """
        A retraction has the public id and no data.
        """
        registry = Registry(MemoryStore(), clock)
        entry_id = tell(registry, [ISSUE, GiveConsent(on=ISSUE.on)])
        assert entry_id
        earlier = registry.public(on=LATER)
        registry.withdraw_consent(entry_id, on=date(2029, 6, 1))
        later = registry.public_diff(earlier, on=LATER)
        assert to_plain(later)["retracted"] == [str(entry_id)]
        assert ISSUE.name not in canonical(to_plain(later)).decode()

    def test_an_error_of_a_public_question_tells_nothing(self) -> None:
        """
        Wrong questions have the same answers whatever the register holds.
        """
        full, empty = Registry(MemoryStore(), clock), Registry(MemoryStore(), clock)
        tell(full, [ISSUE])
        errors = []
        for registry in (full, empty):
            with pytest.raises(ValueError, match="on") as caught:
                registry.public(on=date(1900, 1, 1))
            errors.append(str(caught.value))
        assert errors[0] == errors[1]


class TestLaw8:
    """
    Publications are deterministic.
    """

    @given(st.lists(issues(), max_size=6))
    def test_rows_come_in_the_order_of_what_they_show(self, some: list[Issue]) -> None:
        """
        Whatever order rows of one name come in, a publication has them sorted; nameless ones last.
        """
        rows = []
        for number, issue in enumerate(some):
            scope = frozenset(COLUMNS[number % 3 :])
            entry = consenting(apply(None, issue), scope)
            row = admit(entry, on=issue.on, latest=entry, published_on=issue.on)
            rows += [(entry, row)] if row else []
        in_name_order = sorted(rows, key=lambda pair: sort_key(whole(pair[0])))
        arranged = list(arrange(row for _, row in in_name_order))
        assert arranged == sorted((row for _, row in rows), key=sort_key)

    def test_every_process_and_store_writes_the_same_bytes(self, tmp_path: Path) -> None:
        """
        Hash seeds, stores and the order of recording do not matter.
        """
        script = tmp_path / "publish.py"
        script.write_text(PUBLISH, encoding="utf-8")
        digests = {
            subprocess.run(  # noqa: S603  # our own interpreter
                [sys.executable, script, store],
                env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1])},
                capture_output=True,
                check=True,
                text=True,
            ).stdout
            for store in ("memory", "sqlite")
            for seed in ("0", "1", "4711")
        }
        assert len(digests) == 1


def whole(entry: RegistryEntry) -> PublicEntry:
    """
    Return the entry's row as if it had consented to everything.
    """
    full = consenting(entry, frozenset(COLUMNS))
    row = admit(full, on=entry.included_on, latest=full, published_on=entry.included_on)
    assert row
    return row


PUBLISH = """
import sys, tempfile, hashlib, pathlib
from datetime import date, datetime, UTC
from pathlib import Path
from kz_social_registry.form.publishing.publish import publish
from kz_social_registry.feed.notices import receive
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
import uuid
import kz_social_registry.feed.notices as notices
ids = iter(range(1, 10**6))
notices.uuid4 = lambda: uuid.UUID(int=next(ids))
from support import make_feed
folder = Path(tempfile.mkdtemp())
store = MemoryStore() if sys.argv[1] == "memory" else SQLiteStore(folder / "register.db")
registry = Registry(store, lambda: datetime(2026, 10, 1, tzinfo=UTC))
receive(registry, make_feed.FEED.read_text(encoding="utf-8").splitlines()[:300])
on = date(2026, 3, 1)
rows = registry.public_rows(on=on, published_on=on)
publish(folder / "out", rows, on=on, published_on=on, language="kk", formats=("csv", "json"))
for path in sorted((folder / "out").iterdir()):
    print(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
"""


class TestLaw9:
    """
    `apply(diff(a, b), a) == b`, metadata included.
    """

    @given(
        st.lists(histories(longest=6), min_size=1, max_size=3),
        st.tuples(*[st.dates(date(2024, 1, 1), date(2031, 1, 1))] * 4),
        st.sampled_from(View),
    )
    def test_a_diff_leads_from_one_publication_to_another(
        self, lives: list[list[Act]], days: tuple[date, date, date, date], view: View
    ) -> None:
        """
        Whatever happened between, the diff brings one publication to the other.
        """
        registry = Registry(MemoryStore(), clock)
        for life in lives:
            tell(registry, life)
        a = registry.public(on=days[0], published_on=days[1], view=view)
        b = registry.public(on=days[2], published_on=days[3], view=view)
        difference = from_plain(
            Diff, to_plain(registry.public_diff(a, on=days[2], published_on=days[3]))
        )
        assert apply_diff(difference, a) == b

    def test_it_carries_new_values_alone(self) -> None:
        """
        Of a changed row the diff has the cells that differ; of a new one the row.
        """
        registry = Registry(MemoryStore(), clock)
        tell(registry, [ISSUE, GiveConsent(on=ISSUE.on)])
        earlier = registry.public(on=INCLUDED)
        registry.amend(ISSUE.entry_id, on=LATER, capacity=77)
        difference = registry.public_diff(earlier, on=LATER)
        assert apply_diff(difference, earlier) == registry.public(on=LATER)
        assert [row.cells for row in difference.changed] == [{Column.CAPACITY: 77}]
        assert (difference.included, difference.left, difference.retracted) == ((), (), ())

    @pytest.mark.parametrize("columns", [None, [2, 3]])
    def test_leaving_is_told_only_where_the_public_may_know_it(self, columns: list[int] | None) -> None:
        """
        With consent to column 17 an excluded entry left; without, it is retracted.
        """
        registry = Registry(MemoryStore(), clock)
        tell(registry, [ISSUE, GiveConsent(on=ISSUE.on, columns=columns)])
        earlier = registry.public(on=INCLUDED)
        registry.exclude(ISSUE.entry_id, on=LATER, basis="таратылды")
        difference = registry.public_diff(earlier, on=LATER)
        ids = (ISSUE.entry_id,)
        assert apply_diff(difference, earlier) == registry.public(on=LATER)
        assert (difference.left, difference.retracted) == ((ids, ()) if columns is None else ((), ids))

    def test_a_diff_applies_to_its_own_base_alone(self) -> None:
        """
        Another publication is refused.
        """
        one = Publication(on=INCLUDED, published_on=INCLUDED)
        other = Publication(on=LATER, published_on=LATER)
        with pytest.raises(Conflict):
            apply_diff(diff(one, other), other)


class TestWhyHidden:
    """
    Staff and the provider are told why the public does not see something.
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
    def test_each_reason_is_told(self, acts: list[Act], reasons: list[Hidden]) -> None:
        """
        Of the row, or of its columns.
        """
        registry = Registry(MemoryStore(), clock)
        tell(registry, [ISSUE, *acts])
        assert list(registry.why_hidden(ISSUE.entry_id, on=LATER)) == reasons

    @pytest.mark.parametrize("published_on", [INCLUDED, INCLUDED - ONE_DAY])
    def test_a_consent_that_is_not_given_yet_was_not_withdrawn(self, published_on: date) -> None:
        """
        A day to come is published before its consent, or its entry, is there.
        """
        registry = Registry(MemoryStore(), clock)
        tell(registry, [ISSUE, GiveConsent(on=LATER)])
        told = registry.why_hidden(ISSUE.entry_id, on=LATER, published_on=published_on)
        assert told == (Hidden(Withholding.CONSENT_TO_COME),)

    def test_before_inclusion_there_is_nothing_to_see(self) -> None:
        """
        An entry of the future is not included yet; excluded ones are seen in the full view.
        """
        early = why_hidden(None, on=INCLUDED, latest=None, published_on=INCLUDED)
        excluded = apply(
            an_entry("940140000385", GiveConsent(on=INCLUDED)), Exclude(on=LATER, basis="x")
        )
        full = why_hidden(excluded, on=LATER, latest=excluded, published_on=LATER, view=View.FULL)
        assert (early, full) == ((Hidden(Withholding.NOT_INCLUDED),), ())


def test_a_natural_persons_number_is_shown_only_if_listed(store: Store) -> None:
    """
    Column 3 of a natural person is published only where its consent lists it.
    """
    registry = Registry(store, clock)
    issue = evolve(ISSUE, identifier=Iin("791028302728"))
    tell(registry, [issue, GiveConsent(on=INCLUDED, columns=[2])])
    (before,) = registry.public(on=LATER)
    registry.give_consent(issue.entry_id, on=LATER, columns=[2, 3])
    (after,) = registry.public(on=LATER)
    assert (before.identifier, after.identifier) == (
        Withheld(Withholding.OUTSIDE_CONSENT),
        "791028302728",
    )


def test_a_publication_is_an_iterable_with_a_length(tmp_path: Path) -> None:
    """
    It is what the files are written from, row by row.
    """
    with SQLiteStore(tmp_path / "register.db") as opened:
        registry = Registry(opened, clock)
        tell(registry, [ISSUE, GiveConsent(on=INCLUDED)])
        publication = registry.public(on=LATER)
        count = publish(
            tmp_path / "out", publication, on=LATER, published_on=LATER, language="ru", formats=("csv",)
        )
    assert len(publication) == len(list(publication)) == count == 1
