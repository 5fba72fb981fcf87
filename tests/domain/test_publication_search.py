"""
The answers of a publication by itself: its rows as a sequence, search and counts.
"""

import pickle
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition, Withholding
from kz_social_registry.domain.publication import Publication, PublicEntry, rebuilt
from kz_social_registry.domain.row import COLUMNS, WITHHELD, Withheld
from kz_social_registry.domain.search import Count, Criteria, Page
from kz_social_registry.domain.values.terms import Term
from support.refusals import faults_of
from support.samples import an_entry

DAY = date(2026, 1, 15)
AT_HOME, INPATIENT = ServiceCondition.AT_HOME, ServiceCondition.INPATIENT
ELDERLY, HOMELESS = RecipientCategory.ELDERLY, RecipientCategory.HOMELESS


def _row(number: int, **cells: Any) -> PublicEntry:
    withheld = {column.value: Withheld(Withholding.OUTSIDE_CONSENT) for column in COLUMNS}
    return rebuilt(UUID(int=number), withheld | cells)


#: Three providers; the second hides its address and capacity, the third its name and conditions.
PUBLICATION = Publication(
    on=DAY, published_on=DAY,
    entries=(
        _row(1, name="«Қамқорлық» орталығы", address="Астана, Абай к-сі, 5", capacity=40,
             conditions=(INPATIENT, AT_HOME), categories=(ELDERLY,)),
        _row(2, name="ТОО «Забота»", conditions=(AT_HOME,), categories=(ELDERLY, HOMELESS)),
        _row(3, address="Алматы, Абай даңғылы", capacity=7, categories=(HOMELESS,)),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [1, 2, 3]),
        ({"text": "", "conditions": [], "categories": ()}, [1, 2, 3]),
        ({"text": "КАМКОР"}, [1]),
        ({"text": "амкор"}, []),
        ({"text": "абай"}, [1, 3]),
        ({"text": "астана забота"}, []),
        ({"text": "орталығы 5"}, [1]),
        ({"text": "«»"}, []),
        *(({"text": word}, []) for word in (*WITHHELD.values(), "withheld", "Withholding")),
        ({"conditions": ["at_home"]}, [1, 2]),
        ({"conditions": {INPATIENT, "temporary_stay"}}, [1]),
        ({"categories": [HOMELESS]}, [2, 3]),
        ({"text": "абай", "conditions": ["at_home"], "categories": ["elderly"]}, [1]),
    ],
)
def test_search_finds_what_rows_show(asked: dict[str, Any], found: list[int]) -> None:
    """
    All criteria must hold, of a set one is enough; a withheld cell matches nothing.
    """
    assert [row.id.int for row in PUBLICATION.search(**asked)] == found


@pytest.mark.parametrize("text", ["мейр", "МЕЙІРІМ", "орталыгы астана", "ейірім", "-", "қаласы."])
def test_search_and_criteria_have_one_word_rule(text: str) -> None:
    """
    A row that shows everything is found by the texts that find its entry.
    """
    entry = an_entry()
    row = _row(1, name=entry.name, address=entry.address)
    shown = Publication(on=DAY, published_on=DAY, entries=(row,)).search(text=text)
    assert bool(shown) is Criteria(text=text).match(entry, DAY)


def test_every_wrong_criterion_is_reported() -> None:
    """
    A search with wrong criteria names all of them.
    """
    wrong: Any = {"text": "\0", "conditions": ["home"], "categories": "elderly"}
    assert faults_of(lambda: PUBLICATION.search(**wrong)) == [
        (Code.CONTROL_CHARACTER, "text"),
        (Code.UNKNOWN_CODE, "conditions"),
        (Code.WRONG_TYPE, "categories"),
    ]


def test_facets_count_what_rows_show() -> None:
    """
    A row counts in each word that it shows; a withheld capacity adds nothing.
    """
    whole = PUBLICATION.facets()
    some = PUBLICATION.facets(PUBLICATION.search(text="абай"))

    assert (whole.total, some.total) == (Count(3, 47), Count(2, 47))
    assert list(whole.conditions.values()) == [Count(1, 40), Count(0, 0), Count(2, 40), Count(0, 0)]
    assert (whole.categories[ELDERLY], some.categories[ELDERLY]) == (Count(2, 40), Count(1, 40))
    assert (whole.categories[HOMELESS], whole.regions) == (Count(2, 7), {})
    assert PUBLICATION.facets([_row(4)]).total == Count(1, 0)


def test_facets_count_public_rows_only() -> None:
    """
    An entry is no row of a publication, and is refused.
    """
    entries: Any = [an_entry()]
    with pytest.raises(InvalidValue):
        PUBLICATION.facets(entries)


def test_texts_are_folded_once() -> None:
    """
    The folded texts are kept, and belong neither to the value nor to its pickle.
    """
    fresh = pickle.loads(pickle.dumps(PUBLICATION))  # noqa: S301  # our own bytes
    assert fresh.search(text="абай") == PUBLICATION.search(text="абай")
    assert fresh._texts is fresh._texts
    assert (fresh == PUBLICATION, hash(fresh)) == (True, hash(PUBLICATION))
    assert pickle.dumps(fresh) == pickle.dumps(PUBLICATION)


@pytest.mark.parametrize(
    ("rows", "nothing"),
    [
        (PUBLICATION, Publication(on=DAY, published_on=DAY)),
        (Page(entries=(an_entry(), an_entry())), Page(entries=())),
    ],
    ids=["publication", "page"],
)
def test_publications_and_pages_are_sequences(rows: Sequence[Any], nothing: Sequence[Any]) -> None:
    """
    They have a length and places, slices are tuples, and without rows they are false.
    """
    entries = tuple(rows)
    assert isinstance(rows, Sequence)
    assert (len(rows), rows[0], rows[-1], rows[:2]) == (
        len(entries),
        entries[0],
        entries[-1],
        entries[:2],
    )
    assert (tuple(reversed(rows)), entries[1] in rows, None in rows) == (entries[::-1], True, False)
    assert (bool(rows), bool(nothing), nothing[:5]) == (True, False, ())
    with pytest.raises(IndexError):
        nothing[0]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("", "жарияланбайды"), ("kk", "жарияланбайды"), ("ru", "не публикуется"), ("en", "withheld"),
        (">14", " жарияланбайды"),
    ],
)  # fmt: skip
def test_a_withheld_cell_prints_the_word_of_the_form(form: str, text: str) -> None:
    """
    Text made of a withheld cell is the form's word, in Kazakh or in the language of the format.
    """
    cell = Withheld(Withholding.CONSENT_NARROWED)
    assert f"{cell:{form}}" == text
    assert (str(cell), cell.label("ru")) == ("жарияланбайды", "не публикуется")


def test_a_term_prints_its_label() -> None:
    """
    Text made of a term is its label, not its constructor.
    """
    term = Term(years=3)
    assert (str(term), f"{term:ru}", f"{term:en}") == ("3 жыл", "3 года", "3 years")
