"""
Law 10: what is written as the form and read back is what was written.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.text import tidy
from kz_social_registry.base.vocabulary import Withholding
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.publication import PublicEntry, rebuilt
from kz_social_registry.domain.row import COLUMNS, Withheld, values_of
from kz_social_registry.form.publishing.csv_json import read_publication
from kz_social_registry.form.publishing.internal import write_internal_form
from kz_social_registry.form.publishing.publish import publish
from kz_social_registry.form.reading.rows import FormRow, read_form
from kz_social_registry.testing.strategies import entries, texts

DAY = date(2026, 1, 15)
#: Texts that mean something to spreadsheets, to XML or to a reader of other people's files.
HOSTILE = st.sampled_from(
    (
        "=1+1", "'=1+1", "+7", "-", "нет", "'нет", "withheld", "@SUM(A1)", "а;=б", "а;'б", "''", "'",
        '"', '""', '«"»', "a,b", "a\u00a0b", "עברית", "а\u200bб", "😀", "_x0041_", "_x005F_", "#REF!",
        "<b>&amp;</b>", "&quot;", "javascript:1", "Ш?МКЕНТ", "\ufffd",
        "ы" * 4000,
        "000340003857", "1.0", "45757", "22.04.2025", "＝1", "'＝1", "a\u0301", "TRUE",
        "null", "%0d", "|x",
    )
).map(tidy).filter(bool)  # fmt: skip
TEXTS = st.one_of(texts(), HOSTILE)


#: A file of several rows is drawn for every example, so fewer of them do.
FEWER = settings(max_examples=20)


@st.composite
def rows(draw: st.DrawFn) -> PublicEntry:
    """
    Draw a row of a publication, its texts hostile, some of its cells withheld.
    """
    entry = draw(entries())
    cells = dict(zip((column.value for column in COLUMNS), values_of(entry), strict=True))
    cells |= {"name": draw(TEXTS), "address": draw(TEXTS), "exclusion_basis": draw(st.none() | TEXTS)}
    withheld = draw(st.frozensets(st.sampled_from(COLUMNS), max_size=3))
    cells |= {column.value: Withheld(Withholding.OUTSIDE_CONSENT) for column in withheld}
    return rebuilt(UUID(int=draw(st.integers(0, 2**128 - 1))), cells)


def _shown(row: PublicEntry) -> dict[str, Any]:
    """
    Return what a row shows, as reading has it: what is absent or withheld is not there.
    """
    shown = {column.value: row.cell(column) for column in COLUMNS}
    return {
        code: value for code, value in shown.items() if value not in (None, ()) and not _hidden(value)
    }


def _hidden(value: object) -> bool:
    return isinstance(value, Withheld)


def _withheld(row: PublicEntry) -> set[str]:
    return {column.value for column in COLUMNS if _hidden(row.cell(column))}


def _told_withheld(row: FormRow) -> set[str]:
    return {f.fault.path for f in row.findings if f.fault.code.value == "withheld"}


def _read_csv(folder: Path, _: Language) -> list[FormRow]:
    return list(read_form(folder / "register.csv").rows)


def _read_workbook(folder: Path, language: Language) -> list[FormRow]:
    sheet = {"kk": "Қазақша", "ru": "Русский", "en": "English"}[language]
    return list(read_form(folder / "register.xlsx", sheet).rows)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "reader"), [("csv", _read_csv), ("xlsx", _read_workbook)])
@given(published=st.lists(rows(), min_size=1, max_size=3))
@FEWER
def test_what_is_published_is_read_back(
    name: str,
    reader: Callable[[Path, Language], list[FormRow]],
    language: Language,
    published: list[PublicEntry],
) -> None:
    """
    Every shown cell reads as its value, every withheld one as withheld, and nothing else is wrong.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, "out")
        publish(path, published, on=DAY, published_on=DAY, language=language, formats=(name,))
        read = reader(path, language)

    assert [row.values for row in read] == [_shown(row) for row in published]
    assert [_told_withheld(row) for row in read] == [_withheld(row) for row in published]


@given(published=st.lists(rows(), max_size=3))
@FEWER
def test_what_is_published_as_json_is_read_back(published: list[PublicEntry]) -> None:
    """
    `register.json` gives the same rows, withheld cells and their reasons among them.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, "out")
        publish(path, published, on=DAY, published_on=DAY, language="kk", formats=("json",))
        read = read_publication(path / "register.json")

    assert (list(read), read.on, read.published_on) == (published, DAY, DAY)


@pytest.mark.parametrize("language", LANGUAGES)
@given(written=st.lists(entries(), min_size=1, max_size=3))
@FEWER
def test_the_internal_form_is_read_back(language: Language, written: list[RegistryEntry]) -> None:
    """
    Another register can import the form that staff export.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, "internal.csv")
        count = write_internal_form(path, written, language)
        read = [row.values for row in read_form(path).rows]

    codes = [column.value for column in COLUMNS]
    expected = [dict(zip(codes, values_of(entry), strict=True)) for entry in written]
    assert count == len(written)
    assert read == [{k: v for k, v in row.items() if v not in (None, ())} for row in expected]
