"""
Promises of a commit: all of it or nothing, and at most one entry of a provider on any day.
"""

from uuid import uuid4

from attrs import evolve

from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ReissueGround
from kz_social_registry.domain.acts import Amend, Exclude, GiveConsent, Reissue, Suspend
from kz_social_registry.domain.search import Criteria
from kz_social_registry.domain.timeline import Annul
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.registry.ports import Store
from kz_social_registry.testing.promises.looking import ALL, LATER, picture, refusal
from kz_social_registry.testing.samples import START, begin, bin_of, issue


def an_empty_store_knows_nothing(store: Store) -> None:
    """
    A new store has no records, entries, names, notices or changes, and is sound.
    """
    assert store.records(uuid4()) == ()
    assert store.entry(uuid4(), LATER) is None
    assert store.in_register(bin_of(1), LATER) is None
    assert store.entries_mentioning(bin_of(1)) == ()
    assert store.notice("L-1") is None
    assert store.changes() == ()
    assert list(store.histories()) == []
    assert store.search(ALL, LATER, total=True).total == 0


def records_come_back_as_they_were(store: Store) -> None:
    """
    An entry's records come back by number, bit for bit.
    """
    life, first = begin(issue(1), GiveConsent(on=START), notice="L-1")
    store.commit(first)
    store.commit(life.then(Amend(on=START + ONE_DAY, capacity=7)))
    assert store.records(life.entry_id) == tuple(life.records)


def every_day_has_its_entry(store: Store) -> None:
    """
    A segment answers from its first day until the day before the next one; before, there is nothing.
    """
    life, first = begin(issue(1), Suspend(on=START + ONE_DAY))
    store.commit(first)
    present, suspended = (segment.entry for segment in first.segments)
    days = [START - ONE_DAY, START, START + ONE_DAY, LATER]
    expected = [None, present, suspended, suspended]
    assert [store.entry(life.entry_id, day) for day in days] == expected
    assert [store.in_register(bin_of(1), day) for day in days] == expected


def a_commit_replaces_all_segments(store: Store) -> None:
    """
    After a commit only its own segments answer, also where the entry had others before.
    """
    life, first = begin(issue(1), Amend(on=START + ONE_DAY, capacity=7))
    store.commit(first)
    store.commit(life.then(Annul(of=2, reason="қате")))
    (segment,) = life.then().segments
    assert store.entry(life.entry_id, LATER) == segment.entry


def what_ended_before_stays(store: Store) -> None:
    """
    A commit that begins on a day brings the segments that border on it; earlier ones stay.
    """
    life, first = begin(issue(1), Amend(on=START + ONE_DAY, capacity=7))
    store.commit(first)
    whole = life.then(Suspend(on=START + 3 * ONE_DAY))
    store.commit(evolve(whole, since=START + 3 * ONE_DAY, segments=whole.segments[1:]))
    (history,) = store.histories()
    assert history.segments == whole.segments
    found = [store.entry(life.entry_id, segment.starts) for segment in whole.segments]
    assert found == [segment.entry for segment in whole.segments]
    assert store.in_register(bin_of(1), START) == whole.segments[0].entry


def an_excluded_entry_is_not_in_the_register(store: Store) -> None:
    """
    From the day of exclusion on the provider has no entry in the register; the entry itself is there.
    """
    life, first = begin(issue(1), Exclude(on=START + ONE_DAY, basis="өтініш"))
    store.commit(first)
    assert store.in_register(bin_of(1), START) is not None
    assert store.in_register(bin_of(1), START + ONE_DAY) is None
    assert store.entry(life.entry_id, START + ONE_DAY) is not None


def a_stale_commit_is_refused(store: Store) -> None:
    """
    A commit that was made after other records than there are is refused, and leaves all as it was.
    """
    life, first = begin(issue(1))
    second = life.then(Amend(on=START + ONE_DAY, capacity=7))
    third = life.then(Amend(on=START + ONE_DAY, capacity=8))
    assert refusal(store, second) is Code.STALE
    store.commit(first)
    before = picture(store, life.entry_id)
    assert refusal(store, first) is Code.STALE
    assert refusal(store, third) is Code.STALE
    assert picture(store, life.entry_id) == before


def a_notice_is_known_once(store: Store) -> None:
    """
    The record that a notice brought is found by its id, and the id is refused for any other record.
    """
    life, first = begin(issue(1), notice="L-1")
    store.commit(first)
    other, second = begin(issue(2), notice="L-1")
    before = picture(store, life.entry_id, other.entry_id)
    assert store.notice("L-1") == life.records[0]
    assert refusal(store, second) is Code.NOTICE_CONFLICT
    assert picture(store, life.entry_id, other.entry_id) == before


def long_notices_and_names_are_kept(store: Store) -> None:
    """
    A notice's id and an entry's name may be as long as the register allows, in any alphabet.
    """
    long = "ұ" * 3990 + " Ω漢"
    life, first = begin(issue(1, name=long, address=long), notice=long)
    store.commit(first)
    assert store.notice(long) == life.records[0]
    assert store.search(Criteria(text=long[-2:]), LATER).entries == (first.segments[0].entry,)


def one_entry_at_a_time(store: Store) -> None:
    """
    On no day two entries of one identifier are in the register; on following days they may be.
    """
    first, commit = begin(issue(1), Exclude(on=START + 9 * ONE_DAY, basis="өтініш"))
    store.commit(commit)
    before = picture(store, first.entry_id)
    early = begin(issue(1, on=START - ONE_DAY))[1]
    within = begin(issue(1, on=START + 8 * ONE_DAY))[1]
    assert refusal(store, early) is Code.ALREADY_IN_REGISTER
    assert refusal(store, within) is Code.ALREADY_IN_REGISTER
    assert picture(store, first.entry_id) == before
    assert refusal(store, begin(issue(1, on=START + 9 * ONE_DAY))[1]) is None


def the_rule_follows_the_identifier(store: Store) -> None:
    """
    A licence that passes to another BIN frees its old one from that day, and holds the new one.
    """
    passed_on = START + 5 * ONE_DAY
    pass_on = Reissue(on=passed_on, ground=ReissueGround.REORGANISED, new_identifier=bin_of(2))
    store.commit(begin(issue(1), pass_on)[1])
    assert refusal(store, begin(issue(2, on=passed_on))[1]) is Code.ALREADY_IN_REGISTER
    assert refusal(store, begin(issue(1, on=START + ONE_DAY))[1]) is Code.ALREADY_IN_REGISTER
    assert refusal(store, begin(issue(1, on=passed_on))[1]) is None


def many_commits_are_one(store: Store) -> None:
    """
    Of several commits all are recorded, in their order, or none.
    """
    lives = [begin(issue(serial)) for serial in range(1, 31)]
    held = begin(issue(30))[1]
    ids = [life.entry_id for life, _ in lives]
    before = picture(store, *ids)
    assert refusal(store, *(commit for _, commit in lives), held) is Code.ALREADY_IN_REGISTER
    assert picture(store, *ids) == before
    store.commit(*(commit for _, commit in lives))
    assert [change.record.entry_id for change in store.changes()] == ids


def a_later_commit_may_need_an_earlier_one(store: Store) -> None:
    """
    Of several commits a later one may take what an earlier one frees, and add to what it began.
    """
    first, began = begin(issue(1))
    ended = first.then(Exclude(on=START + ONE_DAY, basis="өтініш"))
    again = begin(issue(1, on=START + ONE_DAY))[1]
    store.commit(began, ended, again)
    assert store.in_register(bin_of(1), LATER) == again.segments[0].entry


def names_are_kept_for_good(store: Store) -> None:
    """
    Entries are found by every identifier that they ever named, annulled or not, in order.
    """
    pass_on = Reissue(on=START + ONE_DAY, ground=ReissueGround.REORGANISED, new_identifier=bin_of(2))
    first, began = begin(issue(1), pass_on)
    store.commit(began)
    store.commit(first.then(Annul(of=2, reason="қате")))
    second, commit = begin(issue(2))
    store.commit(commit)
    assert store.entries_mentioning(bin_of(1)) == (first.entry_id,)
    assert store.entries_mentioning(bin_of(2)) == (first.entry_id, second.entry_id)


def closing_twice_does_no_harm(store: Store) -> None:
    """
    A store can be closed twice.
    """
    store.close()
    store.close()
