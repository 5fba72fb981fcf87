"""
The rules between values that the peers need, as fast as Python can check them.
"""

from datetime import date, timedelta
from enum import StrEnum
from operator import mul
from typing import Any, TypeVar

from dateutil.relativedelta import relativedelta

from kz_social_registry.base import validation, vocabulary
from kz_social_registry.base.codelist import Word
from kz_social_registry.base.text import tidy
from kz_social_registry.domain.values.public_text import as_public_text, published

AnyValue = TypeVar("AnyValue")

EARLIEST, LATEST = date(1991, 12, 16), date(2200, 12, 31)
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
    found = as_public_text(text)
    if published(found):
        raise ValueError
    return found


def right_line(text: str) -> str:
    """
    Return a tidy text without hidden characters, with a letter.
    """
    text = tidy(text)
    if validation.text(text):
        raise ValueError
    return text


def once(values: tuple[AnyValue, ...]) -> tuple[AnyValue, ...]:
    """
    Return values in their order, each once.
    """
    return values if len(values) < 2 else tuple(dict.fromkeys(values))  # one has no repeat


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


def right_day(day: date) -> None:
    """
    Require a day in the range of plausible ones.
    """
    if not EARLIEST <= day <= LATEST:
        raise ValueError


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
        try:
            last = start.replace(start.year + term.years + years, month + 1) + timedelta(term.days)
        except ValueError:  # the month lacks that date
            last = start + relativedelta(years=term.years, months=term.months, days=term.days)
    if not start <= last <= LATEST:
        raise ValueError
    return last


def right_consent(consent: Any) -> None:
    """
    Require the order of a consent's days.
    """
    given, until = consent.given_on, consent.until
    counts = consent.counts_from or given
    if not (given <= counts and (until is None or counts <= until)):
        raise ValueError


def right_succession(succession: Any) -> None:
    """
    Require each predecessor once.
    """
    if len(set(succession.predecessors)) < len(succession.predecessors):
        raise ValueError


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
