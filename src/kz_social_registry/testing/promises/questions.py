"""
Promises of the questions: the same answers in the same order, whatever others write.
"""

from datetime import timedelta
from itertools import pairwise, product
from typing import Final

from attrs import evolve

from kz_social_registry.base.vocabulary import Region, ReissueGround, Status, View
from kz_social_registry.domain.acts import Act, Amend, Exclude, GiveConsent, Reissue, Suspend
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import Criteria, Cursor, facets_of
from kz_social_registry.domain.timeline import Annul, Erase, segments
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.registry.ports import Change, History, Store
from kz_social_registry.testing.promises.looking import ALL, LATER, picture
from kz_social_registry.testing.samples import IIN, START, Life, begin, bin_of, issue


def _of_many_kinds(store: Store) -> list[RegistryEntry]:
    """
    Record entries that differ in everything that is searched for; return them as they stand later.
    """
    names = ("Ёлка", "«Қамқорлық»", "Камкорлык-2", "өмір", "Ұлан", "Care 7", "Елім-ай", "№ 12 үй")
    kato, commits = [f"{region.value}0000000" for region in Region], []
    for serial, name in enumerate(names * 3):
        values = {
            "name": name,
            "kato": kato[serial % 5] if serial % 4 else None,
            "conditions": ["at_home", "inpatient"] if serial % 3 else ["inpatient"],
            "categories": ["elderly", "homeless"] if serial % 2 else ["homeless"],
        }
        on = START + serial * ONE_DAY
        acts: list[Act] = [
            GiveConsent(on=on, until=LATER if serial % 2 else LATER - ONE_DAY),
            *([Suspend(on=on + ONE_DAY)] if serial % 5 == 0 else []),
            *([Exclude(on=on + ONE_DAY, basis="өтініш")] if serial % 7 == 0 else []),
        ]
        commits.append(begin(issue(serial, on=on, **values), *acts[serial % 3 == 0 :])[1])
    store.commit(*commits)
    last = (commit.segments[-1].entry for commit in commits)
    return sorted(last, key=Cursor.of)


_SEARCHES: Final = (
    Criteria(),
    ALL,
    Criteria(identifier=bin_of(3)),
    Criteria(identifier=bin_of(999)),
    Criteria(text="камкор"),
    Criteria(text="ҚАМҚОР астана 1"),
    Criteria(text="елка"),
    Criteria(text="емдеу"),
    Criteria(text="«»"),
    Criteria(conditions=["at_home"]),
    Criteria(categories=["elderly", "trafficking_victims"]),
    Criteria(regions=[Region.ABAI, Region.AKMOLA]),
    Criteria(statuses=["suspended", "excluded"]),
    Criteria(standing=True),
    Criteria(standing=False),
    Criteria(consent=True),
    Criteria(consent=False, statuses=tuple(Status)),
    Criteria(capacity_from=15, capacity_to=20),
    Criteria(expires_before=START + timedelta(days=3 * 365 + 8)),
    Criteria(text="үй", conditions=["inpatient"], consent=True, capacity_to=40),
)


def search_finds_what_the_criteria_say(store: Store) -> None:
    """
    Search and facets agree with `Criteria.match` for every criterion, in the order of `Cursor`.
    """
    entries = _of_many_kinds(store)
    for criteria in _SEARCHES:
        expected = tuple(entry for entry in entries if criteria.match(entry, LATER))
        page = store.search(criteria, LATER, limit=100, total=True)
        assert (page.entries, page.next, page.total) == (expected, None, len(expected)), criteria
        assert store.facets(criteria, LATER) == facets_of(expected), criteria


def counts_follow_what_changes(store: Store) -> None:
    """
    Facets and totals are those of the entries on every day, after every act, annulment and move.
    """
    life, first = begin(issue(1, capacity=40, kato="710000000"))
    consent = evolve(life.then(GiveConsent(on=START)), since=START)
    store.commit(first, consent)
    begun = [issue(2 + n, on=START + n * ONE_DAY, categories=["homeless"]) for n in (0, 15, 140)]
    store.commit(*(begin(other)[1] for other in begun))
    days = [START + n * ONE_DAY for n in (-1, 0, 1, 2, 10, 31, 100, 365, 3 * 365 + 2)]
    for content in (
        GiveConsent(on=START + ONE_DAY, until=START + timedelta(days=40)),
        Amend(
            on=START + ONE_DAY,
            capacity=70,
            conditions=["inpatient", "semi_inpatient"],
            kato="750000000",
        ),
        Suspend(on=START + 2 * ONE_DAY),
        Annul(of=4, reason="қате"),
        Amend(on=START, capacity=50),
        Exclude(on=START + timedelta(days=30), basis="өтініш"),
    ):
        store.commit(life.then(content))
        for on in days:
            with store.snapshot(on, View.FULL) as snapshot:
                present = list(snapshot.entries)
            for criteria in _SEARCHES:
                expected = [entry for entry in present if criteria.match(entry, on)]
                assert store.facets(criteria, on) == facets_of(expected), (criteria, on)
                assert store.search(criteria, on, total=True).total == len(expected), (criteria, on)
    assert not any(history.flaws for history in store.histories())


def pages_follow_each_other(store: Store) -> None:
    """
    Pages of any size give every entry once, in order; each but the last says where the next begins.
    """
    expected = [entry.id for entry in _of_many_kinds(store)]
    for limit in (1, 5, len(expected), len(expected) + 1):
        page = store.search(ALL, LATER, limit=limit)
        found = [entry.id for entry in page]
        while page.next:
            page = store.search(ALL, LATER, after=page.next, limit=limit)
            found += [entry.id for entry in page]
        assert found == expected


def pages_hold_while_others_write(store: Store) -> None:
    """
    Between two pages entries come, change and go: no other one is skipped or repeated.
    """
    lives = [begin(issue(serial, name=f"Үй {serial:02}")) for serial in range(20)]
    store.commit(*(commit for _, commit in lives))
    page = store.search(Criteria(), LATER, limit=10)
    found = [entry.name for entry in page]
    store.commit(begin(issue(100, name="Аа"))[1], begin(issue(101, name="Аә"))[1])
    store.commit(lives[3][0].then(Exclude(on=START, basis="өтініш")))
    store.commit(lives[15][0].then(Amend(on=START, capacity=99)))
    found += [entry.name for entry in store.search(Criteria(), LATER, after=page.next)]
    assert found == [f"Үй {serial:02}" for serial in range(20)]


def a_snapshot_has_the_entries_of_a_day(store: Store) -> None:
    """
    A snapshot has the entries of a day in order, those excluded only in the full view.
    """
    entries = _of_many_kinds(store)
    with store.snapshot(LATER) as snapshot:
        assert list(snapshot.entries) == [entry for entry in entries if entry.in_register]
    with store.snapshot(LATER, View.FULL) as snapshot:
        assert list(snapshot.entries) == entries
    with store.snapshot(START - ONE_DAY, View.FULL) as snapshot:
        assert list(snapshot.entries) == []


def a_snapshot_is_one_picture(store: Store) -> None:
    """
    A snapshot does not show later commits; the changes after its position do.
    """
    first, second = begin(issue(1))[1], begin(issue(2))[1]
    store.commit(first)
    with store.snapshot(LATER) as snapshot:
        assert snapshot.position == store.position()
        store.commit(second)
        assert list(snapshot.entries) == [first.segments[0].entry]
    assert [c.record for c in store.changes(snapshot.position)] == list(second.records)


def entries_with_consent_come_as_on_both_days(store: Store) -> None:
    """
    Entries whose consent counts on two days come as they stand on both, in the order of a snapshot.
    """
    _of_many_kinds(store)
    days = START + 5 * ONE_DAY, LATER - ONE_DAY, LATER
    for on, made, view in product(days, days, View):
        with store.snapshot(on, view) as snapshot:
            both = [(entry, store.entry(entry.id, made)) for entry in snapshot.entries]
        with store.consenting(on, made, view) as pairs:
            assert list(pairs) == [
                (entry, latest)
                for entry, latest in both
                if entry.consent and entry.consent.covers(on)
                if latest and latest.consent and latest.consent.covers(made)
            ]


def timelines_are_one_picture(store: Store) -> None:
    """
    Timelines are found by every name that a record ever had, in one order, without later commits.
    """
    passed = Reissue(on=LATER, ground=ReissueGround.REORGANISED, new_identifier=bin_of(1))
    (own, excluded), (other, passed_on) = (
        begin(issue(1), Exclude(on=LATER, basis="өтініш")), begin(issue(2), passed)
    )  # fmt: skip
    struck_out = Life()
    annulled = struck_out.then(
        issue(3, entry_id=struck_out.entry_id), passed, Annul(of=2, reason="қате")
    )
    for commit in (excluded, passed_on, annulled):
        store.commit(commit)
    with store.timelines() as picture:
        store.commit(begin(issue(4))[1])
        lives = [segments(life.facts) for life in (own, other, struck_out)]
        assert list(map(tuple, picture.of(bin_of(1)))) == lives
        assert list(map(tuple, store.timelines_of(bin_of(1)))) == lives
        assert list(picture.identifiers()) == sorted(bin_of(serial) for serial in (1, 2, 3))
        assert list(picture.of(bin_of(4))) == []
    assert len(store.timelines_of(bin_of(4))) == 1


def changes_come_in_order(store: Store) -> None:
    """
    Changes come in the order of recording, positions grow, and a page continues the one before.
    """
    lives = [begin(issue(serial), GiveConsent(on=START)) for serial in range(5)]
    for _, commit in lives:
        store.commit(commit)
    changes = store.changes(0, 100)
    paged: list[Change] = []
    position = 0
    while page := store.changes(position, 3):
        paged += page
        position = page[-1].position
    assert [change.record for change in changes] == [r for life, _ in lives for r in life.records]
    assert all(a.position < b.position for a, b in pairwise(changes))
    assert tuple(paged) == changes
    assert store.position() == position


def histories_tell_all(store: Store) -> None:
    """
    Histories have every entry by id, with its records, segments and names, and nothing is amiss.
    """
    commits = [begin(issue(serial), GiveConsent(on=START))[1] for serial in range(5)]
    store.commit(*commits)
    assert list(store.histories()) == [
        History(
            entry_id=str(commit.entry_id),
            records=commit.records,
            segments=commit.segments,
            names=frozenset(commit.names),
        )
        for commit in sorted(commits, key=lambda commit: commit.entry_id)
    ]


def what_is_erased_is_gone(store: Store) -> None:
    """
    Erasure takes payloads, salts, segments and names; digests and the keys of notices stay.
    """
    life, first = begin(issue(1, identifier=IIN, name="Айтбаева"), notice="L-1")
    store.commit(first)
    store.commit(begin(issue(2))[1])
    store.commit(evolve(life.then(Erase(basis="өтініш")), segments=(), names=(), erases=True))
    kept = store.records(life.entry_id)
    assert [record.digest for record in kept] == [record.digest for record in life.records]
    assert [record.payload is None for record in kept] == [True, False]
    assert [record.salt is None for record in kept] == [True, False]
    assert store.notice("L-1") == kept[0]
    assert (store.entries_mentioning(IIN), store.entry(life.entry_id, LATER)) == ((), None)
    assert store.search(Criteria(text="айтбаева"), LATER).entries == ()
    assert not any(history.flaws for history in store.histories())


def scrubbing_changes_no_record(store: Store) -> None:
    """
    Sweeping the files of what was erased leaves all that is kept as it was, alone or in a batch.
    """
    life, commit = begin(issue(1))
    store.commit(commit)
    before = picture(store, life.entry_id)
    store.scrub()
    with store.batch():
        store.scrub()
    assert picture(store, life.entry_id) == before
