"""
The cells of the official form as a person reads them.
"""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given

from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.vocabulary import Status, TerminationGround
from kz_social_registry.domain.acts import issue_of
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.publication import PublicEntry, admit
from kz_social_registry.domain.row import COLUMNS, WITHHELD
from kz_social_registry.domain.values.parts import Consent, Contract
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.serialization.cell_text import (
    cell_text,
    headings,
    internal_cells,
    telephones_text,
)
from kz_social_registry.testing import strategies as draws

ON = date(2025, 4, 22)

#: A row with a value in every column, in three languages.
ROW: dict[Language, list[str]] = {
    "kk": [
        "7",
        "«Шапағат» орталығы",
        "940140000385",
        "Астана қ., Сығанақ к., 5",
        "стационар; үйде",
        "егде жасына байланысты өзіне қызмет көрсетуге мүмкіндігі жоқ адамдар; "
        "белгілі бір тұрғылықты жері жоқ адамдар",
        "40",
        "+7 7172314159 (ішкі 27); 1415",
        "info@example.kz; saule@example.kz",
        "20.04.2025",
        "3 жыл",
        "21.04.2025",
        "01.04.2025",
        "31.12.2026 дейін (қоса алғанда)",
        "22.04.2025",
        "01.03.2026",
        "бұйрық",
    ],
    "ru": [
        "7",
        "«Шапағат» орталығы",
        "940140000385",
        "Астана қ., Сығанақ к., 5",
        "стационар; на дому",
        "лица, не способные к самообслуживанию в связи с преклонным возрастом; "
        "лица без определенного места жительства",
        "40",
        "+7 7172314159 (вн. 27); 1415",
        "info@example.kz; saule@example.kz",
        "20.04.2025",
        "3 года",
        "21.04.2025",
        "01.04.2025",
        "по 31.12.2026 включительно",
        "22.04.2025",
        "01.03.2026",
        "бұйрық",
    ],
    "en": [
        "7",
        "«Шапағат» орталығы",
        "940140000385",
        "Астана қ., Сығанақ к., 5",
        "inpatient; at home",
        "persons unable to look after themselves because of old age; "
        "persons without a fixed place of residence",
        "40",
        "+7 7172314159 (ext. 27); 1415",
        "info@example.kz; saule@example.kz",
        "20.04.2025",
        "3 years",
        "21.04.2025",
        "01.04.2025",
        "to 31.12.2026 inclusive",
        "22.04.2025",
        "01.03.2026",
        "бұйрық",
    ],
}


def _entry(**values: Any) -> RegistryEntry:
    entry = apply(
        None,
        issue_of(
            on=ON,
            entry_id=UUID(int=1),
            identifier="940140000385",
            name="«Шапағат» орталығы",
            address="Астана қ., Сығанақ к., 5",
            conditions=["at_home", "inpatient"],  # type: ignore[list-item]  # codes are welcome
            categories=["homeless", "elderly"],  # type: ignore[list-item]  # codes are welcome
            capacity=40,
            phones=["8 7172 314 159 (вн. 27)", "1415"],
            emails=["info@example.kz", "saule@example.kz"],
            licence_issued_on=date(2025, 4, 20),
            licence_term=Term(years=3),
        ),
    )
    kept = {name: getattr(entry, name) for name in RegistryEntry.CHECKS}
    return RegistryEntry(**{**kept, **values})


def _full() -> RegistryEntry:
    return _entry(
        reissued_on=date(2025, 4, 21),
        contract=Contract(signed_on=date(2025, 4, 1), term=Term(until=date(2026, 12, 31))),
        status=Status.EXCLUDED,
        terminated_on=date(2026, 3, 1),
        termination_ground=TerminationGround.VOLUNTARY,
        excluded_on=date(2026, 3, 5),
        exclusion_basis="бұйрық",
        consent=Consent(columns=frozenset(Column), given_on=ON),
    )


def _row(entry: RegistryEntry) -> PublicEntry:
    row = admit(entry, on=ON, latest=entry, published_on=ON)
    assert row is not None
    return row


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings(language: Language) -> None:
    """
    The form has seventeen headings, each on one line with its group before it.
    """
    assert headings(language) == [column.heading(language) for column in Column]


def _cells(number: int, row: PublicEntry, language: Language) -> list[str]:
    return [str(number), *(cell_text(column, row.cell(column), language) for column in COLUMNS)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_row(language: Language) -> None:
    """
    A row with a value in every column has the words of the form in each language.
    """
    assert _cells(7, _row(_full()), language) == ROW[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_internal_cells(language: Language) -> None:
    """
    Staff see columns 2 to 17 in the words of the form, whatever the consent.
    """
    entry = _full()
    assert internal_cells(entry, language) == ROW[language][1:]


def test_internal_cells_need_no_consent() -> None:
    """
    An entry without consent has all its cells for staff.
    """
    cells = internal_cells(_entry(), "en")
    assert (len(cells), cells[0], WITHHELD["en"] in cells) == (16, "«Шапағат» орталығы", False)


def test_empty_cells() -> None:
    """
    The cell of an absent value is empty.
    """
    entry = _entry(consent=Consent(columns=frozenset(Column), given_on=ON))
    cells = _cells(1, _row(entry), "ru")
    empty = [number for number, cell in enumerate(cells, 1) if cell == ""]
    assert empty == [12, 13, 14, 16, 17]


@pytest.mark.parametrize(
    ("language", "word"),
    [("kk", "жарияланбайды"), ("ru", "не публикуется"), ("en", "withheld")],
)
def test_withheld_cells(language: Language, word: str) -> None:
    """
    A column outside the consent is shown as withheld, whether or not it has a value.
    """
    entry = _entry(consent=Consent(columns=frozenset({Column.NAME}), given_on=ON))
    cells = _cells(1, _row(entry), language)
    assert cells == ["1", "«Шапағат» орталығы", *[word] * 15]


@pytest.mark.parametrize(
    ("kept", "language", "read"),
    [
        ("+77172314159", "kk", "+7 7172314159"),
        ("+77172314159;ext=27", "kk", "+7 7172314159 (ішкі 27)"),
        ("+77172314159;ext=27", "ru", "+7 7172314159 (вн. 27)"),
        ("+77172314159;ext=27", "en", "+7 7172314159 (ext. 27)"),
        ("1415", "ru", "1415"),
    ],
)
def test_telephones_text(kept: str, language: Language, read: str) -> None:
    """
    A telephone has a space after +7, and its extension in words.
    """
    assert telephones_text([kept], language) == read
    assert telephones_text([kept, "1414", kept], language) == f"{read}; 1414; {read}"


@given(draws.entries())
def test_every_cell_is_plain_text(entry: RegistryEntry) -> None:
    """
    Cells are sixteen plain texts in every language: no subclass that a writer might treat otherwise.
    """
    kinds = {
        (len(cells), *{type(cell) for cell in cells})
        for cells in (internal_cells(entry, language) for language in LANGUAGES)
    }
    assert kinds == {(16, str)}
