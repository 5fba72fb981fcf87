"""
Standing: whether a provider was in the register with a licence in force on a day.

Both conditions follow from the provider's timelines. Each condition that fails is a coded reason. An
unknown provider is an answer, not an error.

A standing neither promises nor denies payment. Persons with a disability and old people choose a
provider from the register (Social Code, art. 141(3)). The procedure of payment is set by an order
(Social Code, art. 142(2)). The Rules, para. 2(2) speak of services on the basis of a licence. That both
conditions are needed for payment is the assumption "condition of payment".
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from attrs import field, frozen

from kz_social_registry.base import Value, law, validation
from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.validation import NO_FAULTS, Faults
from kz_social_registry.base.vocabulary import TerminationGround
from kz_social_registry.domain.entry import RegistryEntry, unchecked
from kz_social_registry.domain.timeline import Segment, held_by
from kz_social_registry.domain.values.identifiers import Identifier, Iin, as_identifier, identified


class Reason(Word):
    """
    A reason why a provider was not in the register, or its licence not in force, on a day.
    """

    UNKNOWN = "unknown", law.REGISTER
    NOT_YET_INCLUDED = "not_yet_included", law.ITEM[11]
    PASSED_ON = "passed_on", law.REORGANISATION
    EXCLUDED = "excluded", law.ITEM[13]
    EXPIRED = "expired", TerminationGround.EXPIRED.clause
    SUSPENDED = "suspended", law.SUSPENSION
    TERMINATED = "terminated", law.TERMINATION
    INVALID = "invalid", None


class Remark(Word):
    """
    A remark that a standing adds to its reasons.
    """

    HOLDS = "holds", None
    DOES_NOT_HOLD = "does_not_hold", None
    ACTIVITY_MAY_GO_ON = "activity_may_go_on", law.AFTER_CESSATION


@frozen(kw_only=True, eq=False)
class Standing(Value):
    """
    The answer for one provider and one day; true if in the register with a licence in force.
    """

    #: A text, as given, only where `faults` says that it is no identifier.
    identifier: Identifier | str = field(repr=False)
    #: A text, as given, only where `faults` says that it is no day.
    on: date | str
    in_register: bool
    in_force: bool
    #: The conditions that fail; empty if none does.
    reasons: tuple[Reason, ...]
    #: The faults of the question, if the reason is `invalid`.
    faults: tuple[Fault, ...] = ()
    #: Whether a licence is no longer needed (Law on Permits, art. 35(3)).
    activity_may_go_on: bool = False
    #: The id of the entry on that day; None if the provider has no entry then.
    entry_id: UUID | None = None
    #: That entry. It is private: neither compared nor in plain data, and not restored from them.
    entry: RegistryEntry | None = field(default=None, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        faults, reasons = self.faults, self.reasons
        wrong = NO_FAULTS if faults else _wrong(self.identifier, self.on)
        if (faults or reasons) and (Reason.INVALID in reasons) is not bool(faults):
            wrong = (*wrong, Fault(Code.UNEXPECTED if faults else Code.MISSING, "faults"))
        if wrong:
            raise InvalidValue(*wrong)
        if not faults:  # as nearly always
            return
        for name in {fault.path for fault in faults} & {"identifier", "on"}:
            object.__setattr__(self, name, str(getattr(self, name)))  # plain data have only texts

    def __repr__(self) -> str:
        if self.faults:  # the texts as given may be anything
            return f"<Standing: {Reason.INVALID}>"
        return f"<Standing {self.on}: {', '.join(self.reasons) or 'in register, in force'}>"

    def __bool__(self) -> bool:
        return self.in_register and self.in_force

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """
        The answer as a word, and the Law's addition to it; none to an invalid question.

        After termination the activity is forbidden, unless the activity or the provider no longer needs
        a licence (Law on Permits, art. 35(3)).
        """
        if self.faults:
            return ()
        answer = Remark.HOLDS if self else Remark.DOES_NOT_HOLD
        return (answer, Remark.ACTIVITY_MAY_GO_ON) if self.activity_may_go_on else (answer,)

    def describe(self, language: law.Language) -> str:
        """
        Return the answer, its reasons and the Law's addition, one a line, with their clauses.
        """
        words: tuple[Word, ...] = (*self.remarks[:1], *self.reasons, *self.remarks[1:])
        lines = [
            f"{word.label(language)} ({word.clause.cite(language)})"
            if word.clause
            else word.label(language)
            for word in words
        ]
        return "\n".join([*lines, *(fault.describe(language) for fault in self.faults)])


def _wrong(provider: object, on: object) -> Faults:
    number, day = identified(provider), validation.day(on)
    if not number and not day:  # as nearly always
        return NO_FAULTS
    return (
        *(fault.under("identifier") for fault in number),
        *(fault.under("on") for fault in day),
    )


def invalid(provider: Identifier | str, on: date) -> Standing:
    """
    Return the answer to a question with a wrong identifier or day.
    """
    return Standing(
        identifier=as_identifier(provider),
        on=on,
        in_register=False,
        in_force=False,
        reasons=(Reason.INVALID,),
        faults=_wrong(as_identifier(provider), on),
    )


def on_another_day(answer: Standing, day: date) -> Standing:
    """
    Return an answer that is the same on another plausible day.
    """
    return unchecked(
        Standing,
        (
            answer.identifier,
            day,
            answer.in_register,
            answer.in_force,
            answer.reasons,
            answer.faults,
            answer.activity_may_go_on,
            answer.entry_id,
            answer.entry,
        ),
    )


def of_entry(identifier: Identifier, on: date, entry: RegistryEntry) -> Standing:
    """
    Return the standing of a provider from its entry on the day.
    """
    # Rules, para. 2(1): organisations "registered as suppliers".
    in_register = entry.in_register
    # Rules, para. 2(2): services "on the basis of a licence".
    in_force = entry.in_force(on)
    return Standing(
        identifier=identifier,
        on=on,
        in_register=in_register,
        in_force=in_force,
        reasons=() if in_register and in_force else tuple(_reasons(entry, on)),
        activity_may_go_on=entry.termination_ground in _LICENCE_NO_LONGER_NEEDED,
        entry_id=entry.id,
        entry=entry,
    )


#: Law on Permits, art. 35(3): after these grounds the activity may go on.
_LICENCE_NO_LONGER_NEEDED: Final = (TerminationGround.DELICENSED, TerminationGround.NOT_SUBJECT)


def _reasons(entry: RegistryEntry, on: date) -> Iterator[Reason]:
    ground = entry.termination_ground
    if not entry.in_register:
        yield Reason.EXCLUDED
    if entry.past_term(on) and ground in (None, TerminationGround.EXPIRED):
        yield Reason.EXPIRED
    if entry.suspended_on is not None:
        yield Reason.SUSPENDED
    if ground is not None:
        yield Reason.TERMINATED


def of_provider(identifier: Identifier, on: date, timelines: Iterable[Sequence[Segment]]) -> Standing:
    """
    Return the standing of a provider from the timelines of all entries that mention it.
    """
    begun, coming = [], []
    for timeline in timelines:
        own = held_by(identifier, timeline)
        if own and own[0].starts <= on:
            begun.append(next(segment.entry for segment in timeline if segment.covers(on)))
        elif own:  # its licence may be in force before inclusion, but not while another provider has it
            first = own[0]
            coming.append((first.starts, first is timeline[0] and first.entry.in_force(on)))
    absent = partial(Standing, identifier=identifier, on=on, in_register=False)
    held = [e for e in begun if e.identifier == identifier or isinstance(identifier, Iin)]
    if held:  # an entry in the register comes first, then the latest excluded one
        latest = max(held, key=lambda one: (one.in_register, one.excluded_on or one.included_on))
        return of_entry(identifier, on, latest)
    if begun:
        other = begun[-1]
        return absent(in_force=False, reasons=(Reason.PASSED_ON,), entry_id=other.id, entry=other)
    if coming:
        _, in_force = min(coming)
        return absent(in_force=in_force, reasons=(Reason.NOT_YET_INCLUDED,))
    return absent(in_force=False, reasons=(Reason.UNKNOWN,))
