"""
Entries in pydantic and msgspec, with the refusals of the library's own.

The models are as fast as their packages allow: the packages' own checks where there is one, and one
function for the rules between values. They build the same values: days, sets, tidy texts, numbers of
two kinds, and the last day of the licence.
"""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

import msgspec
from msgspec import Meta
from msgspec.structs import force_setattr
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from rules import (
    Category,
    Condition,
    Ground,
    Kind,
    Status,
    iso,
    lawful,
    right_day,
    right_number,
    right_region,
    right_term,
    right_text,
)

_PHONE = r"^(\+7[67][0-9]{9}(;ext=[0-9]{1,6})?|[1-9][0-9]{2,3})$"
_EMAIL = r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([a-z0-9][a-z0-9-]{0,62}\.)+[a-z]{2,63}$"

# pydantic -------------------------------------------------------------------------------------------

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    AfterValidator(right_text),
]
Day = Annotated[date, BeforeValidator(iso), AfterValidator(right_day)]
Columns = Annotated[frozenset[Annotated[int, Field(ge=2, le=17, strict=True)]], Field(min_length=1)]
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


class PydanticContract(BaseModel):
    """
    A contract.
    """

    model_config = _CONFIG
    signed_on: Day
    term: PydanticTerm


class PydanticConsent(BaseModel):
    """
    A consent.
    """

    model_config = _CONFIG
    columns: Columns
    given_on: Day
    until: Day | None = None
    counts_from: Day | None = None


class PydanticSuccession(BaseModel):
    """
    A succession.
    """

    model_config = _CONFIG
    kind: Kind
    predecessors: Annotated[tuple[UUID, ...], Field(min_length=1)]


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
    phones: tuple[Annotated[str, StringConstraints(pattern=_PHONE)], ...] = ()
    emails: tuple[Annotated[str, StringConstraints(pattern=_EMAIL)], ...] = ()
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


class MsgspecContract(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    A contract.
    """

    signed_on: date
    term: MsgspecTerm


class MsgspecConsent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    A consent.
    """

    columns: Annotated[frozenset[Annotated[int, Meta(ge=2, le=17)]], Meta(min_length=1)]
    given_on: date
    until: date | None = None
    counts_from: date | None = None


class MsgspecSuccession(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    A succession.
    """

    kind: Kind
    predecessors: Annotated[tuple[UUID, ...], Meta(min_length=1)]


class MsgspecEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    An entry.
    """

    name: ShortText
    identifier: Annotated[str, Meta(pattern=r"^[0-9]{12}$")]
    address: ShortText
    conditions: Annotated[frozenset[Condition], Meta(min_length=1)]
    categories: Annotated[frozenset[Category], Meta(min_length=1)]
    capacity: Annotated[int, Meta(ge=1, le=1_000_000)]
    phones: tuple[Annotated[str, Meta(pattern=_PHONE)], ...] = ()
    emails: tuple[Annotated[str, Meta(pattern=_EMAIL)], ...] = ()
    licence: MsgspecLicence
    reissued_on: date | None = None
    contract: MsgspecContract | None = None
    included_on: date
    terminated_on: date | None = None
    exclusion_basis: ShortText | None = None
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
        force_setattr(self, "name", right_text(self.name))
        force_setattr(self, "address", right_text(self.address))
        force_setattr(self, "identifier", right_number(self.identifier))
        right_day(self.included_on)
        if self.kato is not None:
            right_region(self.kato)
        lawful(self)
