"""
The names of fields for people: what a fault's path is called in Kazakh, Russian or English.

The columns of the form name themselves, unless their heading needs that of a group. This list has the
other parameters of acts, the attributes of an entry and the members of notices. What a fault accepts is
put into words here, too.
"""

import re
from typing import Final

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column, ColumnGroup
from kz_social_registry.base.fault_codes.cells import Problem
from kz_social_registry.base.fault_codes.general import EXPECTED, Code
from kz_social_registry.base.law import Language
from kz_social_registry.base.text import pattern


class FieldName(Word):
    """
    The name of a field that is no column of the form, or of a column where it stands alone.
    """

    ACT = "act", None
    AFTER = "after", None
    BASE = "base", None
    BASIS = "basis", None
    BY = "by", None
    CAPACITY_FROM = "capacity_from", None
    CAPACITY_TO = "capacity_to", None
    CHECKPOINT = "checkpoint", None
    CLOCK = "clock", None
    COLUMN = "column", None
    COLUMNS = "columns", None
    CONSENT = "consent", None
    CONTRACT_SIGNED_ON = "contract_signed_on", None
    COUNTS_FROM = "counts_from", None
    CRITERIA = "criteria", None
    DAYS = "days", None
    DOCUMENT = "document", None
    ENTRY = "entry", None
    ENTRY_ID = "entry_id", None
    ERROR = "error", None
    EXCLUDED_ON = "excluded_on", None
    EXPECT = "expect", None
    EXPIRES_BEFORE = "expires_before", None
    EXTRACT = "extract", None
    FACTS = "facts", None
    FAULTS = "faults", None
    FORMATS = "formats", None
    GIVEN_ON = "given_on", None
    GROUND = "ground", None
    ID = "id", None
    IDENTIFIER = "identifier", None
    INCLUDED_ON = "included_on", None
    ISSUED_ON = "issued_on", None
    KATO = "kato", None
    KIND = "kind", None
    KNOWN = "known", None
    KNOWN_NOW = "known_now", None
    KNOWN_THEN = "known_then", None
    LICENCE = "licence", None
    LICENCE_ISSUED_ON = "licence_issued_on", None
    LICENCE_NUMBER = "licence_number", None
    LIMIT = "limit", None
    LINES = "lines", None
    MONTHS = "months", None
    NEW_IDENTIFIER = "new_identifier", None
    NOTICE = "notice", None
    NUMBER = "number", None
    OF = "of", None
    ON = "on", None
    OPEN_ENDED = "open_ended", None
    PREDECESSORS = "predecessors", None
    PUBLISHED_ON = "published_on", None
    REASON = "reason", None
    REASONS = "reasons", None
    RECORDED_AT = "recorded_at", None
    RECORDED_BY = "recorded_by", None
    REGION = "region", None
    REGIONS = "regions", None
    REPLACEMENT = "replacement", None
    REISSUE_GROUND = "reissue_ground", None
    ROWS = "rows", None
    SIGNED_ON = "signed_on", None
    STANDING = "standing", None
    STATUS = "status", None
    STATUSES = "statuses", None
    SUCCESSION = "succession", None
    SUSPENDED_ON = "suspended_on", None
    SUSPENDED_UNTIL = "suspended_until", None
    TERM = "term", None
    TERMINATION_GROUND = "termination_ground", None
    TEXT = "text", None
    UNTIL = "until", None
    VALID_UNTIL = "valid_until", None
    VIEW = "view", None
    WITHHELD = "withheld", None
    WITHIN = "within", None
    YEARS = "years", None


_STEP: Final = pattern(r"(\w*)((?:\[\d+\])*)(?:\.|$)")
#: Parts of an entry whose members have names of their own.
_GROUPS: Final = frozenset(("contacts", "licence", "contract"))
#: The register itself; the messages about it name it.
_STORE: Final = "store"
#: Items that have numbers of their own; others are counted from 1.
_NUMBERED: Final = frozenset(("facts",))


def field_name(path: str, language: Language) -> str:
    """
    Return the name of the field at a path; a name that the library does not know stands in quotes.

    >>> field_name("contacts.phones[1]", "ru"), field_name("consent.until", "en")
    ('Телефон 2', 'Consent, last day')
    """
    names: list[str] = []
    rest, group = path if path != _STORE else "", ""
    while rest:
        step = _STEP().match(rest)
        name = step[1] if step else ""
        word = _word(f"{group}_{name}") or _word(name)
        if step is None or (name and word is None):
            return ", ".join([*names, quoted(rest, language)])
        rest = rest[step.end() :]
        group = name if name in _GROUPS else ""
        # A group goes without saying before a member, and so does the act of a fact.
        if not (group and rest) and not (names and name == "act"):
            label = word.label(language) if word else "№"
            numbers = [str(int(n) + (name not in _NUMBERED)) for n in re.findall(r"\d+", step[2])]
            names.append(" ".join([_lowered(label) if names else label, *numbers]))
    return ", ".join(names)


def _word(name: str) -> Word | None:
    return FieldName.of(name) or Column.of(name) or ColumnGroup.of(name)


def _lowered(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def quoted(text: str, language: Language) -> str:
    """
    Return a text that is not of the language in its quotation marks.
    """
    return f'"{text}"' if language == "en" else f"«{text}»"


#: Faults that list fields, and those that list codes for the options of a command.
_OF_FIELDS: Final = frozenset((
    Code.UNEXPECTED, Code.NOTHING_TO_CHANGE, Code.CHANGE_NEEDS_GROUND, Code.DAY_ORDER,
))  # fmt: skip
_OF_OPTIONS: Final = frozenset((
    Problem.NEEDS_GROUND, Problem.NEEDS_REISSUE_GROUND, Problem.DIFFERS, Problem.BEYOND_ACT,
))  # fmt: skip
_ISO_DAY: Final = pattern(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_LETTER: Final = pattern(r"[^\W\d_]")


def accepted(text: str, code: Word, language: Language) -> str:
    """
    Return an accepted value of a fault for people.

    A word has its label, a type or a field its name, and other texts stand in quotes.
    """
    if code is Code.WRONG_TYPE:
        return EXPECTED.get(text, {}).get(language, text)
    if code in _OF_FIELDS:
        return quoted(field_name(text, language), language)
    if isinstance(text, Word) and code is not Code.KATO:
        number = f"{text.number}. " if isinstance(text, Column) else ""
        option = f"{quoted(text.value, language)} – " if code in _OF_OPTIONS else ""
        return option + number + text.label(language)
    return quoted(text, language) if _LETTER().search(text) else _ISO_DAY().sub(r"\3.\2.\1", text)
