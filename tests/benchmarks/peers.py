"""
Entries in pydantic and msgspec, with the refusals of the library's own.

The models are as fast as their packages allow: the packages' own checks where there is one, and one
function for the rules between values. They build the same values: days, sets, tidy texts, numbers of
two kinds, telephones and addresses in the register's form, each once. A text, telephone or address as
nearly all are is recognised by a pattern. Any other is left to the library's parsers, since there are
no others that know the rules.
"""

import re
from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

import msgspec
from msgspec import Meta
from msgspec.structs import force_setattr
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetPydanticSchema,
    StringConstraints,
    model_validator,
)
from pydantic_core import core_schema
from rules import (
    EARLIEST,
    LATEST,
    Category,
    Condition,
    Ground,
    Kind,
    Status,
    last_day,
    lawful,
    once,
    right_consent,
    right_day,
    right_line,
    right_number,
    right_region,
    right_succession,
    right_term,
    right_text,
)

from kz_social_registry.base.validation import LONGEST_TEXT
from kz_social_registry.domain.values.contacts import email, telephone

#: A text of usual characters that begins with a letter, perhaps after an index, and has single spaces
#: and at most four digits.
_SIGN = r"!#$%&'*+,\-./:;<=>?A-Z\\\]^_`a-z{|}~Ѐ-ӿ«»“”„№‐-―−"
_WORDS = rf"[{_SIGN}]*(?: [{_SIGN}]+)*"
_TEXT = rf'^(?:[01][0-9]{{5}},? )?["«]?[A-Za-zА-я]{_WORDS}(?: [0-9]{{1,4}}{_WORDS})?$'
_PHONE = r"^\+7([67][0-9]{2}|800)[0-9]{7}(;ext=[0-9]{1,6})?$"
_EMAIL = r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*@([a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,63}$"

SHORT_EMAIL = 64

# pydantic -------------------------------------------------------------------------------------------


def _usual_or(pattern: str, parse: Any, most: int) -> Any:
    """
    Return the type of a text that matches a pattern, or else is parsed.
    """
    usual = Annotated[str, StringConstraints(pattern=pattern, max_length=most)]
    return Annotated[usual | Annotated[str, AfterValidator(parse)], Field(union_mode="left_to_right")]


Text = _usual_or(_TEXT, right_text, LONGEST_TEXT)
Phones = Annotated[tuple[_usual_or(_PHONE, telephone, 20), ...], AfterValidator(once)]
Emails = Annotated[tuple[_usual_or(_EMAIL, email, SHORT_EMAIL), ...], AfterValidator(once)]
#: ISO 8601 in ten characters; of other texts pydantic would read seconds or moments.
_DAY = core_schema.chain_schema([
    core_schema.str_schema(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", strict=True),
    core_schema.date_schema(ge=EARLIEST, le=LATEST),
])  # fmt: skip
Day = Annotated[date, GetPydanticSchema(lambda _source, _handler: _DAY)]
Columns = Annotated[frozenset[Annotated[int, Field(ge=1, le=17, strict=True)]], Field(min_length=1)]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$"), AfterValidator(right_number)]
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
    number: Annotated[str, AfterValidator(right_line)] | None = None


class PydanticContract(BaseModel):
    """
    A contract.
    """

    model_config = _CONFIG
    signed_on: Day
    term: PydanticTerm

    @model_validator(mode="after")
    def _ends(self) -> Self:
        last_day(self.term, self.signed_on)
        return self


class PydanticConsent(BaseModel):
    """
    A consent.
    """

    model_config = _CONFIG
    columns: Columns
    given_on: Day
    until: Day | None = None
    counts_from: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        right_consent(self)
        return self


class PydanticSuccession(BaseModel):
    """
    A succession.
    """

    model_config = _CONFIG
    kind: Kind
    predecessors: Annotated[tuple[UUID, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        right_succession(self)
        return self


class PydanticEntry(BaseModel):
    """
    An entry.
    """

    model_config = _CONFIG
    name: Text
    identifier: Number
    address: Text
    conditions: Annotated[frozenset[Condition], Field(min_length=1)]
    categories: Annotated[frozenset[Category], Field(min_length=1)]
    capacity: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    phones: Phones = ()
    emails: Emails = ()
    licence: PydanticLicence
    reissued_on: Day | None = None
    contract: PydanticContract | None = None
    included_on: Day
    terminated_on: Day | None = None
    exclusion_basis: Text | None = None
    id: UUID
    status: Status = Status.ACTIVE
    consent: PydanticConsent | None = None
    kato: (
        Annotated[str, StringConstraints(pattern="^[0-9]{9}$"), AfterValidator(right_region)] | None
    ) = None
    succession: PydanticSuccession | None = None
    suspended_on: Day | None = None
    suspended_until: Day | None = None
    termination_ground: Ground | None = None
    excluded_on: Day | None = None

    @model_validator(mode="after")
    def _lawful(self) -> Self:
        lawful(self)
        return self


# msgspec --------------------------------------------------------------------------------------------

_usual_text, _usual_phone, _usual_email = (
    re.compile(pattern).fullmatch for pattern in (_TEXT, _PHONE, _EMAIL)
)


def _text(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT and _usual_text(text) else right_text(text)


def _phones(texts: tuple[str, ...]) -> tuple[str, ...]:
    return once(tuple([text if _usual_phone(text) else telephone(text) for text in texts]))


def _emails(texts: tuple[str, ...]) -> tuple[str, ...]:
    usual = [text if len(text) <= SHORT_EMAIL and _usual_email(text) else email(text) for text in texts]
    return once(tuple(usual))


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
    number: str | None = None

    def __post_init__(self) -> None:
        """
        Require a plausible day, and tidy the number.
        """
        right_day(self.issued_on)
        if self.number is not None:
            force_setattr(self, "number", right_line(self.number))


class MsgspecContract(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    A contract.
    """

    signed_on: date
    term: MsgspecTerm

    def __post_init__(self) -> None:
        """
        Require a term that ends.
        """
        last_day(self.term, self.signed_on)


class MsgspecConsent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    A consent.
    """

    columns: Annotated[frozenset[Annotated[int, Meta(ge=1, le=17)]], Meta(min_length=1)]
    given_on: date
    until: date | None = None
    counts_from: date | None = None

    def __post_init__(self) -> None:
        """
        Require the order of days.
        """
        right_consent(self)


class MsgspecSuccession(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    A succession.
    """

    kind: Kind
    predecessors: Annotated[tuple[UUID, ...], Meta(min_length=1)]

    def __post_init__(self) -> None:
        """
        Require each predecessor once.
        """
        right_succession(self)


class MsgspecEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    An entry.
    """

    name: str
    identifier: Annotated[str, Meta(pattern=r"^[0-9]{12}$")]
    address: str
    conditions: Annotated[frozenset[Condition], Meta(min_length=1)]
    categories: Annotated[frozenset[Category], Meta(min_length=1)]
    capacity: Annotated[int, Meta(ge=1, le=1_000_000)]
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    licence: MsgspecLicence
    reissued_on: date | None = None
    contract: MsgspecContract | None = None
    included_on: date
    terminated_on: date | None = None
    exclusion_basis: str | None = None
    id: UUID
    status: Status = Status.ACTIVE
    consent: MsgspecConsent | None = None
    kato: Annotated[str, Meta(pattern="^[0-9]{9}$")] | None = None
    succession: MsgspecSuccession | None = None
    suspended_on: date | None = None
    suspended_until: date | None = None
    termination_ground: Ground | None = None
    excluded_on: date | None = None

    def __post_init__(self) -> None:
        """
        Check what the types do not.
        """
        force_setattr(self, "name", _text(self.name))
        force_setattr(self, "address", _text(self.address))
        if self.exclusion_basis is not None:
            force_setattr(self, "exclusion_basis", _text(self.exclusion_basis))
        force_setattr(self, "phones", _phones(self.phones))
        force_setattr(self, "emails", _emails(self.emails))
        force_setattr(self, "identifier", right_number(self.identifier))
        right_day(self.included_on)
        if self.kato is not None:
            right_region(self.kato)
        lawful(self)
