"""
The one description of the form's seventeen columns for files: how to read and how to write each.

`base.columns` has numbers, clauses, headings and groups. This module adds the reader of a column's
cells, its type, its width and its part of the printed form, and other headings that occur in files.
CSV, XLSX, HTML, JSON, the table schema and the import all follow it.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from itertools import chain
from typing import Any, Final

from attrs import evolve, field, frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.fields import field_name
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.base.text import fold, texts_beside
from kz_social_registry.base.vocabulary import ReissueGround, TerminationGround
from kz_social_registry.form.cells.choices import read_consent, read_region, read_word
from kz_social_registry.form.cells.contacts import (
    read_emails,
    read_telephones,
    usual_emails,
    usual_telephones,
)
from kz_social_registry.form.cells.days import read_day, read_term
from kz_social_registry.form.cells.notes import Reader, certain
from kz_social_registry.form.cells.numbers import (
    read_count,
    read_identifier,
    read_text,
    usual_identifier,
    usual_text,
)
from kz_social_registry.form.cells.wordings import WORD_READERS, read_categories, read_conditions


class Kind(StrEnum):
    """
    The type of a column's cells in a spreadsheet.
    """

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"


@frozen
class Field:
    """
    A column in files.
    """

    #: The reader of cells that are not empty; None for the row number, which is not read.
    read: Reader | None
    kind: Kind = Kind.TEXT
    #: Returns the value of a cell as most are, for which `read` has no findings; None for others.
    usual: Callable[[str], Any] = lambda _: None
    #: The width in a spreadsheet, in characters.
    width: int = 0
    #: The part of the printed form, from 1: the Appendix has columns 1–6, 7–12 and 13–17.
    part: int = 0
    #: The column of the day on which a term in this column starts.
    starts: Column | None = None
    #: Whether few values occur in many cells, so that they are read once and remembered.
    repeats: bool = True


FIELDS: Final = {
    Column.NUMBER: Field(None, kind=Kind.NUMBER, width=6, part=1),
    Column.NAME: Field(read_text, usual=usual_text, width=30, part=1, repeats=False),
    Column.IDENTIFIER: Field(read_identifier, usual=usual_identifier, width=19, part=1, repeats=False),
    Column.ADDRESS: Field(read_text, usual=usual_text, width=28, part=1, repeats=False),
    Column.CONDITIONS: Field(read_conditions, width=16, part=1),
    Column.CATEGORIES: Field(read_categories, width=32, part=1),
    Column.CAPACITY: Field(read_count, kind=Kind.NUMBER, width=12, part=2),
    Column.PHONES: Field(read_telephones, usual=usual_telephones, width=14, part=2, repeats=False),
    Column.EMAILS: Field(read_emails, usual=usual_emails, width=24, part=2, repeats=False),
    Column.LICENCE_ISSUED_ON: Field(read_day, kind=Kind.DAY, width=14, part=2),
    Column.LICENCE_TERM: Field(read_term, width=14, part=2, starts=Column.LICENCE_ISSUED_ON),
    Column.REISSUED_ON: Field(read_day, kind=Kind.DAY, width=14, part=2),
    Column.CONTRACT_SIGNED_ON: Field(read_day, kind=Kind.DAY, width=14, part=3),
    Column.CONTRACT_TERM: Field(read_term, width=14, part=3, starts=Column.CONTRACT_SIGNED_ON),
    Column.INCLUDED_ON: Field(read_day, kind=Kind.DAY, width=14, part=3),
    Column.TERMINATED_ON: Field(read_day, kind=Kind.DAY, width=14, part=3),
    Column.EXCLUSION_BASIS: Field(read_text, usual=usual_text, width=20, part=3, repeats=False),
}


@frozen(kw_only=True)
class Dictionary:
    """
    Answers to the questions about a form, given once for this file and the next ones.
    """

    #: The column of each heading, by its key; None for a heading that is to be left unread.
    headings: Mapping[str, Column | None] = field(factory=dict)
    #: By column, the words of each wording.
    words: Mapping[Column, Mapping[str, tuple[Word, ...]]] = field(factory=dict)

    def fields(self) -> Mapping[str, Field]:
        """
        Return the description of all columns, with readers that know the answers.
        """
        more = (
            (column, evolve(FIELDS[column], read=certain(WORD_READERS[column].also(answers))))
            for column, answers in self.words.items()
        )
        return dict(chain(FIELDS.items(), EXTRA_FIELDS.items(), more))


#: The columns with lists.
LISTS: Final = (Column.CONDITIONS, Column.CATEGORIES, Column.PHONES, Column.EMAILS)
_IN_FILES: Final[dict[str, dict[str, tuple[str, ...]]]] = texts_beside(__name__)
#: Other headings that occur in files; a heading of a group may stand before them.
OTHER_HEADINGS: Final = {Column(code): texts for code, texts in _IN_FILES["other_headings"].items()}
#: The columns that a file may lack; they are then not compared with the register.
MAY_LACK: Final = frozenset((
    Column.REISSUED_ON, Column.CONTRACT_SIGNED_ON, Column.CONTRACT_TERM, Column.TERMINATED_ON,
    Column.EXCLUSION_BASIS,
))  # fmt: skip


def heading_key(text: str) -> str:
    """
    Return the letters and digits of a heading, folded, without the spaces between them.

    >>> heading_key("П о ш т а  мекен-жайы") == heading_key("Пошта мекенжайы")
    True
    """
    return fold(text.replace("№", "no")).replace(" ", "")  # «№» alone is a heading, too


def _keys() -> dict[str, Column]:
    keys: dict[str, Column] = {}
    for column, headings in OTHER_HEADINGS.items():
        own = (*column.labels.values(), *headings)
        keys |= {heading_key(text): column for text in own}
        if column.group:
            # «Қызмет көрсету шарты» also means the condition; the contract's sub-heading decides.
            groups = (*column.group.labels.values(), *_IN_FILES["groups"][column.group])
            inner = (*own, *_IN_FILES["under_group"].get(column, ()))
            keys |= {heading_key(group + text): column for group in groups for text in inner}
    return keys


#: The column of every known heading, alone or after its group's.
HEADINGS: Final = _keys()
#: The column of every heading that is read where the column has no other.
SECOND: Final = {
    heading_key(text): Column(code)
    for code, texts in _IN_FILES["second_headings"].items()
    for text in texts
}


CONSENT: Final = "consent"
CONSENT_DAY: Final = "consent.given_on"
TERMINATION_GROUND: Final = "termination_ground"
REISSUE_GROUND: Final = "reissue_ground"
EXCLUDED_ON: Final = "excluded_on"
#: The columns whose cells tell the region of the address, by its code or by name.
REGIONS: Final = ("kato", "region")
#: The columns that the form does not have. Their cells supply for one row what an option supplies for
#: all rows.
EXTRA_FIELDS: Final = {
    CONSENT: Field(read_consent),
    CONSENT_DAY: Field(read_day, Kind.DAY),
    TERMINATION_GROUND: Field(partial(read_word, TerminationGround)),
    REISSUE_GROUND: Field(partial(read_word, ReissueGround)),
    EXCLUDED_ON: Field(read_day, Kind.DAY),
    **dict.fromkeys(REGIONS, Field(read_region)),
}
#: The name of the column of every heading that the form does not have, by its letters and digits.
EXTRAS: Final = {
    heading_key(text): name
    for name, headings in _IN_FILES["extras"].items()
    for text in (name, *(field_name(name, language) for language in LANGUAGES), *headings)
}
#: The heading of a rejects file's column of reasons, which is not read.
REASON: Final = {"kk": "Қабылданбау себебі", "ru": "Причина отклонения", "en": "Reason for rejection"}
REASONS: Final = frozenset(map(heading_key, REASON.values()))
