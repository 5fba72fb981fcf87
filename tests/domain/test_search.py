"""
Search: criteria, cursors, pages and facets, with one meaning in every store.
"""

import pickle
from base64 import urlsafe_b64encode
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import fields
from hypothesis import given, settings
from hypothesis import strategies as st

from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import RecipientCategory, Region, ServiceCondition, Status
from kz_social_registry.domain.acts import Act, Suspend
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import (
    MOST_ROWS,
    Count,
    Criteria,
    Cursor,
    Page,
    as_cursor,
    facets_of,
    region_code,
    rows,
    searched_text,
)
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.ports import Commit, Store
from kz_social_registry.serialization.codec import from_plain, to_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing import strategies
from kz_social_registry.testing.samples import START, begin, bin_of, issue
from support.refusals import faults_of
from support.stores import MakeStore

_LATER = date(2026, 6, 1)
_LISTS = ("conditions", "categories", "regions", "statuses")


def _entry(**values: Any) -> RegistryEntry:
    return begin(issue(1, **values))[1].segments[0].entry


class TestCriteria:
    """
    The meaning of each criterion.
    """

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("қамқорлық", True),
            ("КАМКОР", True),
            ("kамкор", True),  # a Latin k
            ("қəмқорлық", True),  # a Latin schwa
            ("қамқорлық бейбіт", True),
            ("бейбітшілік қамқорлық", True),
            ("мқорлық", False),
            ("қамқорлық достық", False),
            ("«»", False),
        ],
    )
    def test_text(self, text: str, *, found: bool) -> None:
        """
        Each word must begin a word of name or address, in any order, case and look-alike letters.
        """
        entry = _entry(name="«Қамқорлық» орталығы", address="Бейбітшілік к-сі, 1")
        assert Criteria(text=text).match(entry, _LATER) is found

    def test_excluded_entries_are_found_only_if_asked_for(self) -> None:
        """
        By default all entries in the register are found, whatever their status.
        """
        assert Criteria().statuses == {Status.ACTIVE, Status.SUSPENDED, Status.TERMINATED}

    @pytest.mark.parametrize(("before", "found"), [(0, False), (1, True)])
    def test_expiry(self, before: int, *, found: bool) -> None:
        """
        A licence expires before a day if its last day is an earlier one; without an end it never does.
        """
        entry = _entry()
        last = entry.licence.valid_until
        assert last is not None
        criteria = Criteria(expires_before=last + timedelta(days=before))
        assert criteria.match(entry, _LATER) is found
        assert not criteria.match(_entry(licence_term=Term(open_ended=True)), _LATER)

    def test_faults_have_their_paths(self) -> None:
        """
        All wrong criteria are reported together, by name.
        """
        with pytest.raises(InvalidValue) as caught:
            Criteria(
                identifier="123",
                text=5,  # type: ignore[arg-type]  # the point of the test
                conditions=["nowhere"],  # type: ignore[list-item]  # wrong on purpose
                statuses=["lost"],
                standing="yes",  # type: ignore[arg-type]  # wrong on purpose
                capacity_from=0,
            )
        assert {fault.path for fault in caught.value.faults} == {
            "identifier", "text", "conditions", "statuses", "standing", "capacity_from",
        }  # fmt: skip

    def test_criteria_are_plain_values(self) -> None:
        """
        Criteria survive plain data, pickling and hashing.
        """
        criteria = Criteria(text="қамқорлық", regions=[Region.ASTANA], identifier=bin_of(1))
        assert from_plain(Criteria, to_plain(criteria)) == criteria
        assert pickle.loads(pickle.dumps(criteria)) == criteria  # noqa: S301  # our own bytes
        assert len({criteria, Criteria()}) == 2

    def test_what_a_form_leaves_empty_is_not_asked(self) -> None:
        """
        An empty text, or a list without a word, is no criterion; other words of the list count.
        """
        empty: Any
        for empty in ("", [], [""]):
            asked = [a.name for a in fields(Criteria) if empty == "" or a.name in _LISTS]
            assert [Criteria(**{name: empty}) for name in asked] == [Criteria()] * len(asked)
        assert (Criteria(text=" "), Criteria(regions=["", "71"]).regions) == (Criteria(), {"71"})

    def test_repr_hides_who_is_looked_for(self) -> None:
        """
        The representation shows neither text nor identifier, since it may be written to a log.
        """
        shown = repr(Criteria(text="қамқорлық", identifier=bin_of(1)))
        assert "қамқорлық" not in shown
        assert bin_of(1) not in shown


class TestPlace:
    """
    The cursor at the end of a page, as text.
    """

    @given(strategies.entries())
    def test_text_and_back(self, entry: RegistryEntry) -> None:
        """
        A cursor survives the conversion to a text for URLs.
        """
        place = Cursor.of(entry)
        assert Cursor.parse(str(place)) == place
        assert str(place).isascii()

    @pytest.mark.parametrize("text", ["", "x", "ж", "W10=", "WzEsIDIsIDNd", "WyIiLCAiIiwgIm5vbmUiXQ=="])
    def test_other_texts_are_refused(self, text: str) -> None:
        """
        A text that is not a cursor is refused as a value, with its code.
        """
        with pytest.raises(InvalidValue) as caught:
            Cursor.parse(text)
        assert caught.value.faults[0].code is Code.WRONG_TYPE

    @pytest.mark.parametrize(
        "plain",
        ['["\\ud800", "", "%s"]', '["\\u0000", "", "%s"]', '["", "\\u0000", "%s"]', "[" * 10**5],
        ids=("half", "nul", "nul in the number", "nest"),
    )
    def test_what_a_store_cannot_compare_is_refused(self, plain: str) -> None:
        """
        A lone surrogate, a NUL and a deep nest are refused, since some store would fail.
        """
        text = plain.replace("%s", str(UUID(int=1)))
        with pytest.raises(InvalidValue):
            Cursor.parse(urlsafe_b64encode(text.encode()).decode())

    def test_something_else_is_refused(self) -> None:
        """
        A value that is not a text is refused too.
        """
        with pytest.raises(InvalidValue):
            Cursor.parse(None)  # type: ignore[arg-type]  # wrong on purpose

    def test_a_page_begins_after_a_cursor_or_its_text(self) -> None:
        """
        A cursor and its text are the same place, None is the beginning, other texts are refused.
        """
        place = Cursor.of(_entry())
        assert [*map(as_cursor, (place, str(place), None))] == [place, place, None]
        assert faults_of(lambda: as_cursor("x")) == [(Code.WRONG_TYPE, "after")]

    def test_repr_hides_the_name(self) -> None:
        """
        The representation of a cursor shows no name and no identifier.
        """
        assert bin_of(1) not in repr(Cursor("аты", bin_of(1), UUID(int=1)))


class TestPage:
    """
    Pages, and their length.
    """

    def test_a_page_is_iterable_and_plain(self) -> None:
        """
        A page yields its entries, and survives plain data with its next cursor.
        """
        entry = _entry()
        page = Page(entries=(entry,), next=Cursor.of(entry), total=7)
        assert list(page) == [entry]
        assert from_plain(Page, to_plain(page)) == page

    @pytest.mark.parametrize(
        ("limit", "code"),
        [
            (1, None),
            (MOST_ROWS, None),
            (0, Code.OUT_OF_RANGE),
            (MOST_ROWS + 1, Code.OUT_OF_RANGE),
            (True, Code.WRONG_TYPE),
            ("5", Code.WRONG_TYPE),
        ],
    )
    def test_rows(self, limit: object, code: Code | None) -> None:
        """
        A page has at least one row and at most ten thousand.
        """
        assert [fault.code for fault in rows(limit)] == ([code] if code else [])


class TestFacets:
    """
    Counts by condition, category and region.
    """

    def test_an_entry_counts_whole_under_each_of_its_words(self) -> None:
        """
        An entry counts with its whole capacity in each of its conditions and categories.
        """
        conditions = list(ServiceCondition)[:2]
        both = _entry(conditions=conditions, capacity=40, address="Абай көшесі, 7", kato=None)
        found = facets_of([both])
        counts = [count.entries for count in found.conditions.values()]
        assert (found.total, counts) == (Count(1, 40), [1, 1, 0, 0])
        assert set(found.regions.values()) == {Count(0, 0)}

    def test_every_word_is_there(self) -> None:
        """
        Without results, every word of each list has a count of zero.
        """
        nothing = facets_of([])
        assert list(nothing.conditions) == list(ServiceCondition)
        assert list(nothing.categories) == list(RecipientCategory)
        assert list(nothing.regions) == list(Region)

    def test_region(self) -> None:
        """
        The region's code begins the address code; without one the address may be certain.
        """
        places = (
            ("750000000", "Астана қаласы, 5"),
            (None, "Астана қаласы, 5"),
            (None, "Абай көшесі, 5"),
        )
        found = [region_code(_entry(kato=kato, address=address)) for kato, address in places]
        assert found == [Region.ALMATY, Region.ASTANA, ""]


def test_searched_text_is_folded_and_spaced() -> None:
    """
    The searched text begins with a space, so that a search finds beginnings of words only.
    """
    assert searched_text(_entry(name="ҮЙ-7", address="Ёл")) == " уй 7 ел"


_WORDS = st.sampled_from(["кам", "Мейірім", "ДОМ", "№ 7", "ёл", "care", "жан", "қамқорлық орталығы"])


def _some(kind: Any) -> st.SearchStrategy[Any]:
    return st.frozensets(st.sampled_from(list(kind)), min_size=1)


_OPTIONS: dict[str, st.SearchStrategy[Any]] = {
    "text": _WORDS | strategies.texts(8),
    "conditions": _some(ServiceCondition),
    "categories": _some(RecipientCategory),
    "regions": _some(Region),
    "statuses": _some(Status),
    "standing": st.booleans(),
    "consent": st.booleans(),
    "capacity_from": st.integers(1, 400),
    "capacity_to": st.integers(50, 500),
    "expires_before": strategies.days(),
}
_CRITERIA = st.fixed_dictionaries({}, optional=_OPTIONS).map(lambda values: Criteria(**values))


def _identifier(life: list[Any]) -> object:
    return life[0].identifier


def _commits(lives: list[list[Act]]) -> list[Commit]:
    """
    Return the commits of lives, each with its own identifier.
    """
    commits = []
    for life in lives:
        first, *rest = life
        commits.append(begin(first, *rest)[1])  # type: ignore[arg-type]  # a life begins with an issue
    return commits


def _all_pages(store: Store, criteria: Criteria, on: date, limit: int) -> list[RegistryEntry]:
    page = store.search(criteria, on, limit=limit)
    found = list(page)
    while page.next:
        page = store.search(criteria, on, after=Cursor.parse(str(page.next)), limit=limit)
        found += page
    return found


@settings(max_examples=8)
@given(
    lives=st.lists(strategies.histories(longest=6), max_size=12, unique_by=_identifier),
    asked=st.lists(st.tuples(_CRITERIA, strategies.days(), st.integers(1, 5)), min_size=8, max_size=8),
)
def test_every_store_finds_what_the_criteria_say(
    make_store: MakeStore, lives: list[list[Act]], asked: list[tuple[Criteria, date, int]]
) -> None:
    """
    For every register and question, pages, totals and facets agree with `match`.
    """
    store, oracle = make_store(), MemoryStore()
    commits = [commit for commit in _commits(lives) if _accepted(oracle, commit)]
    store.commit(*commits)
    for criteria, on, limit in asked:
        segments = (segment for commit in commits for segment in commit.segments)
        present = [segment.entry for segment in segments if segment.covers(on)]
        expected = sorted((entry for entry in present if criteria.match(entry, on)), key=Cursor.of)
        assert _all_pages(store, criteria, on, limit) == expected
        assert store.facets(criteria, on) == facets_of(expected)
        assert store.search(criteria, on, limit=1, total=True).total == len(expected)
    store.close()


def _accepted(oracle: Store, commit: Commit) -> bool:
    """
    Return whether a life is lawful together with the others, since licences change holders.
    """
    try:
        oracle.commit(commit)
    except Exception:  # noqa: BLE001  # any refusal
        return False
    return True


def test_pages_of_names_that_differ_only_at_their_ends(store: Store) -> None:
    """
    Names longer than an index entry are not skipped, repeated or out of order at the end of a page.
    """
    names = [f"{'ұ' * 1000} {n:02}" for n in range(10)]
    store.commit(*(begin(issue(10 - n, name=name))[1] for n, name in enumerate(names)))
    for limit in (1, 2, 5):
        found = _all_pages(store, Criteria(), _LATER, limit)
        assert [entry.name for entry in found] == names


@pytest.mark.parametrize("name", ["Центр №5", "Центр № 5"])
def test_a_sign_neither_joins_words_nor_finds_anything(store: Store, name: str) -> None:
    """
    A number is found with its sign and without; a text of signs alone finds nothing.
    """
    store.commit(begin(issue(1, name=name))[1])
    queries = ("5", "№5", "№ 5", "центр 5", "%", "№", "«»")
    found = [len(store.search(Criteria(text=query), _LATER).entries) for query in queries]
    assert found == [1, 1, 1, 1, 0, 0, 0]
    assert store.facets(Criteria(text="%"), _LATER) == facets_of([])


def test_pages_of_one_name(store: Store) -> None:
    """
    Entries with one name are sorted by identifier, each once, whatever its number of segments.
    """
    lives = [begin(issue(n, name="«Үміт»"), Suspend(on=_LATER))[1] for n in range(10)]
    store.commit(*lives)
    numbers = sorted(str(life.segments[0].entry.identifier) for life in lives)
    for limit in (1, 2, 5):
        found = _all_pages(store, Criteria(), _LATER, limit)
        assert [str(entry.identifier) for entry in found] == numbers


def test_an_issue_is_found_from_its_day_on(store: Store) -> None:
    """
    An entry that begins later is not found before its day.
    """
    store.commit(begin(issue(1, on=START))[1])
    assert store.search(Criteria(), START - timedelta(days=1)).entries == ()
    assert len(store.search(Criteria(), START).entries) == 1
