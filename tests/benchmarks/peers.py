"""
Entries in pydantic and msgspec, with the refusals of the library's own.

The models are as fast as their packages allow: the packages' own checks where there is one, and one
function for the rules between values.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

import msgspec
from dateutil.relativedelta import relativedelta
from msgspec import Meta
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from kz_social_registry.base.vocabulary import RecipientCategory, Region, ServiceCondition, Status

_EARLIEST, _LATEST = date(1991, 12, 16), date(2200, 12, 31)
_LETTER = re.compile(r"[^\W\d_]")
#: A telephone or an e-mail address in a name or an address.
_CONTACT = re.compile(r"@|\+7\d{10}|\b8\d{10}\b")
_PHONE = r"^(\+7[67]\d{9}(;ext=\d{1,6})?|[1-9]\d{2,3})$"
_EMAIL = r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([a-z0-9][a-z0-9-]{0,62}\.)+[a-z]{2,63}$"
_REGIONS = frozenset(region.value for region in Region)
_WEIGHTS = ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))


def right_text(text: str) -> str:
    """
    Return a text without hidden characters, with a letter, and without contact details.
    """
    if not text.isprintable() or not _LETTER.search(text) or _CONTACT.search(text):
        raise ValueError
    return text


def right_number(digits: str) -> str:
    """
    Return an identifier whose control digit is right.
    """
    control = 10
    for weights in _WEIGHTS:
        control = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11
        if control < 10:
            break
    if control != int(digits[11]):
        raise ValueError
    return digits


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
    last = term.until or start + relativedelta(years=term.years, months=term.months, days=term.days)
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
        in_order = in_order and included <= suspended
    if ended is not None:
        in_order = in_order and included <= ended and (reissued is None or reissued <= ended)
    if excluded is not None:
        in_order = in_order and included <= excluded
    out, status = entry.status is Status.EXCLUDED, entry.status
    if not (
        in_order
        and (out or (ended is not None) is (status is Status.TERMINATED))
        and (out or (suspended is not None) is (status is Status.SUSPENDED))
        and out is (excluded is not None)
        and out is (entry.exclusion_basis is not None)
        and (ended is None) is (entry.termination_ground is None)
    ):
        raise ValueError


# pydantic -------------------------------------------------------------------------------------------

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    AfterValidator(right_text),
]
Day = Annotated[date, AfterValidator(right_day)]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}[0-9]{8}$"), AfterValidator(right_number)]
Length = Annotated[int, Field(ge=0, strict=True)]
_CONFIG = ConfigDict(frozen=True, extra="forbid", strict=False, revalidate_instances="never")


class PydanticTerm(BaseModel):
    """
    A term.
    """

    model_config = _CONFIG
    years: Length = 0
    months: Length = 0
    days: Length = 0
    until: Day | None = None
    open_ended: Annotated[bool, Field(strict=True)] = False

    @model_validator(mode="after")
    def _one(self) -> Self:
        right_term(self)
        return self


class PydanticLicence(BaseModel):
    """
    A licence.
    """

    model_config = _CONFIG
    issued_on: Day
    term: PydanticTerm
    number: Text | None = None


class PydanticEntry(BaseModel):
    """
    An entry.
    """

    model_config = _CONFIG
    name: Text
    identifier: Number
    address: Text
    conditions: Annotated[frozenset[ServiceCondition], Field(min_length=1)]
    categories: Annotated[frozenset[RecipientCategory], Field(min_length=1)]
    capacity: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    phones: tuple[Annotated[str, StringConstraints(pattern=_PHONE)], ...] = ()
    emails: tuple[Annotated[str, StringConstraints(pattern=_EMAIL)], ...] = ()
    licence: PydanticLicence
    reissued_on: Day | None = None
    included_on: Day
    terminated_on: Day | None = None
    exclusion_basis: Text | None = None
    id: UUID
    status: Status = Status.ACTIVE
    kato: Annotated[str, StringConstraints(pattern=r"^\d{9}$"), AfterValidator(right_region)] | None = (
        None
    )
    suspended_on: Day | None = None
    termination_ground: str | None = None
    excluded_on: Day | None = None

    @model_validator(mode="after")
    def _lawful(self) -> Self:
        lawful(self)
        return self


# msgspec --------------------------------------------------------------------------------------------

ShortText = Annotated[str, Meta(min_length=1, max_length=4000)]


class MsgspecTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    A term.
    """

    years: Annotated[int, Meta(ge=0)] = 0
    months: Annotated[int, Meta(ge=0)] = 0
    days: Annotated[int, Meta(ge=0)] = 0
    until: date | None = None
    open_ended: bool = False

    def __post_init__(self) -> None:
        """
        Require one form.
        """
        right_term(self)


class MsgspecLicence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    A licence.
    """

    issued_on: date
    term: MsgspecTerm
    number: ShortText | None = None

    def __post_init__(self) -> None:
        """
        Require a plausible day.
        """
        right_day(self.issued_on)


class MsgspecEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    An entry.
    """

    name: ShortText
    identifier: Annotated[str, Meta(pattern=r"^[0-9]{12}$")]
    address: ShortText
    conditions: Annotated[frozenset[ServiceCondition], Meta(min_length=1)]
    categories: Annotated[frozenset[RecipientCategory], Meta(min_length=1)]
    capacity: Annotated[int, Meta(ge=1, le=1_000_000)]
    phones: tuple[Annotated[str, Meta(pattern=_PHONE)], ...] = ()
    emails: tuple[Annotated[str, Meta(pattern=_EMAIL)], ...] = ()
    licence: MsgspecLicence
    reissued_on: date | None = None
    included_on: date
    terminated_on: date | None = None
    exclusion_basis: ShortText | None = None
    id: UUID
    status: Status = Status.ACTIVE
    kato: Annotated[str, Meta(pattern=r"^\d{9}$")] | None = None
    suspended_on: date | None = None
    termination_ground: str | None = None
    excluded_on: date | None = None

    def __post_init__(self) -> None:
        """
        Check what the types do not.
        """
        right_text(self.name)
        right_text(self.address)
        right_number(self.identifier)
        right_day(self.included_on)
        if self.kato is not None:
            right_region(self.kato)
        lawful(self)


# What all refuse ------------------------------------------------------------------------------------

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
    {"exclusion_basis": "Бұйрық"}, {"colour": "red"},
)  # fmt: skip


def refused(plain: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """
    Yield plain data of an entry with one wrong value each.
    """
    return ({**plain, **change} for change in _CHANGES)
