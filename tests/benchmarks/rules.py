"""
The rules between values that the peers need, as fast as Python can check them, and what all refuse.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from operator import mul
from typing import Any
from unicodedata import is_normalized, normalize

from kz_social_registry.base import vocabulary
from kz_social_registry.base.codelist import Word
from kz_social_registry.domain.values.public_text import personal_data_in

_EARLIEST, _LATEST = date(1991, 12, 16), date(2200, 12, 31)
_LETTER = re.compile(r"[0-9A-Za-zА-я]")
#: A character that may be hidden, or a digit of another script; then what may be personal data.
_UNUSUAL = re.compile(r"[^ -~\u0400-\u04ff«»“”„№‐-―−]")
_PERHAPS = re.compile(
    r"[@0-9(\[](?:(?<=@)|(?<=[(\[])\s?(?:[Aa][Tt]|собака)\b|(?:[^0-9A-Za-z\u0400-\u04ff]*+[0-9]){4})"
)
_REGIONS = frozenset(region.value for region in vocabulary.Region)


def _plain(kind: type[Word]) -> Any:
    # Of our own lists pydantic would ask the library, which takes longer.
    return StrEnum(kind.__name__, [(word.name, word.value) for word in kind])


Category, Condition = _plain(vocabulary.RecipientCategory), _plain(vocabulary.ServiceCondition)
Ground, Kind = _plain(vocabulary.TerminationGround), _plain(vocabulary.SuccessionKind)
Status = _plain(vocabulary.Status)
_WEIGHTS = ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))


class Legal(str):
    """
    The number of a legal person.
    """

    __slots__ = ()


class Natural(str):
    """
    The number of a natural person.
    """

    __slots__ = ()


def right_text(text: str) -> str:
    """
    Return a tidy text without hidden characters, with a letter, and without personal data.
    """
    if "  " in text or not is_normalized("NFC", text):
        text = " ".join(normalize("NFC", text).split())
    if not text.isprintable() or not _LETTER.search(text) or _UNUSUAL.search(text):
        raise ValueError
    if _PERHAPS.search(text) and personal_data_in(text):  # few texts come to the second check
        raise ValueError
    return text


def right_number(digits: str) -> str:
    """
    Return an identifier of its kind whose control digit is right.
    """
    codes = digits.encode()
    for weights in _WEIGHTS:
        control = sum(map(mul, codes, weights)) % 11  # "0" adds a multiple of 11
        if control < 10:
            break
    if control != codes[11] - 48:
        raise ValueError
    return (Natural if digits[4] in "0123" else Legal)(digits)


def iso(day: object) -> object:
    """
    Return a day that is written as one, and no number of seconds or moment.
    """
    if not isinstance(day, str) or len(day) != 10:
        raise ValueError
    return day


def right_day(day: date) -> date:
    """
    Return a day in the range of plausible ones.
    """
    if not _EARLIEST <= day <= _LATEST:
        raise ValueError
    return day


def right_region(kato: str) -> str:
    """
    Return an address code that begins with a region.
    """
    if kato[:2] not in _REGIONS:
        raise ValueError
    return kato


def last_day(term: Any, start: date) -> date:
    """
    Return the last day of a term.
    """
    if term.open_ended:
        return date.max
    last = term.until
    if last is None:
        years, month = divmod(start.month - 1 + term.months, 12)
        last = start.replace(start.year + term.years + years, month + 1) + timedelta(term.days)
    if not start <= last <= _LATEST:
        raise ValueError
    return last


def right_term(term: Any) -> None:
    """
    Require one form of a term.
    """
    if (term.years + term.months + term.days > 0) + (term.until is not None) + term.open_ended != 1:
        raise ValueError


def lawful(entry: Any) -> None:
    """
    Require the order of days, and the attributes of the status.
    """
    issued, included, ended = entry.licence.issued_on, entry.included_on, entry.terminated_on
    last = last_day(entry.licence.term, issued)
    in_order = issued <= included <= last
    reissued, suspended, excluded = entry.reissued_on, entry.suspended_on, entry.excluded_on
    if reissued is not None:
        in_order = in_order and issued <= reissued <= last
    if suspended is not None:
        until = entry.suspended_until
        in_order = in_order and included <= suspended and (until is None or suspended <= until)
    if entry.consent is not None:
        in_order = in_order and included <= (entry.consent.counts_from or entry.consent.given_on)
    if ended is not None:
        in_order = in_order and included <= ended and (reissued is None or reissued <= ended)
        in_order = in_order and (entry.contract is None or entry.contract.signed_on <= ended)
        expired = entry.termination_ground is Ground.EXPIRED
        in_order = in_order and (ended > last) is expired and ended <= last + timedelta(expired)
    if excluded is not None:
        in_order = in_order and included <= excluded and (ended is None or ended <= excluded)
    out, status = entry.status is Status.EXCLUDED, entry.status
    if not (
        in_order
        and (out or (ended is not None) is (status is Status.TERMINATED))
        and (out or (suspended is not None) is (status is Status.SUSPENDED))
        and (suspended is not None or entry.suspended_until is None)
        and out is (excluded is not None)
        and out is (entry.exclusion_basis is not None)
        and (ended is None) is (entry.termination_ground is None)
        and (ended is None or suspended is None)
    ):
        raise ValueError


_CHANGES: tuple[dict[str, Any], ...] = (
    {"name": ""}, {"name": None}, {"name": 5}, {"name": "\u200b"}, {"name": "а\u202eб"},
    {"name": "x" * 4001}, {"name": "Үй a@b.kz"}, {"address": "\x07 көше"}, {"address": []},
    {"identifier": "940140000386"},
    {"identifier": "94014000038"}, {"identifier": 940140000385}, {"conditions": []},
    {"conditions": ["at_work"]}, {"categories": []}, {"categories": ["all"]}, {"capacity": 0},
    {"capacity": 1_000_001}, {"capacity": "5"}, {"phones": ["+77172"]}, {"emails": ["a@b"]},
    {"licence": {}}, {"licence": {"issued_on": "2025-04-31", "term": {"years": 3}}},
    {"licence": {"issued_on": "2025-04-20", "term": {}}},
    {"licence": {"issued_on": "2025-04-20", "term": {"years": 3, "open_ended": True}}},
    {"licence": {"issued_on": "2025-04-20", "term": {"years": -1}}},
    {"licence": {"issued_on": "2025-04-20", "term": {"until": "2025-04-19"}}},
    {"licence": {"issued_on": "2025-04-20", "term": {"years": 3, "weeks": 1}}},
    {"licence": {"issued_on": "1891-04-20", "term": {"years": 300}}},
    {"included_on": "2025-04-19"}, {"included_on": "2028-04-21"}, {"included_on": "22.04.2025"},
    {"id": "17"}, {"status": "lost"}, {"status": "suspended"}, {"status": "terminated"},
    {"kato": "99"}, {"kato": "990000000"}, {"suspended_on": "2025-05-01"},
    {"terminated_on": "2025-05-01"}, {"reissued_on": "2025-04-19"}, {"excluded_on": "2025-05-01"},
    {"exclusion_basis": "Бұйрық"}, {"colour": "red"}, {"included_on": 1745280000},
    {"included_on": "2025-04-22T00:00:00"}, {"kato": "71000000٠"}, {"phones": ["+7717274365٤"]},
    {"name": "Үй, тел. 55-00-14-2"}, {"name": "ИП 791028302728"},
    {"name": "Үй ８ ７１７２ ５５００１４"},
    {"termination_ground": "whim"}, {"suspended_until": "2025-05-01"}, {"contract": {}},
    {"consent": {"columns": [], "given_on": "2025-04-22"}}, {"contract": {"signed_on": "2025-04-22"}},
    {"consent": {"columns": [2], "given_on": "2025-04-21"}}, {"succession": {"kind": "whim"}},
    {"status": "terminated", "terminated_on": "2025-05-01", "termination_ground": "expired"},
)  # fmt: skip


def refused(plain: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """
    Yield plain data of an entry with one wrong value each.
    """
    return ({**plain, **change} for change in _CHANGES)
