"""
Warnings about the values of an entry: unusual ones, which no rule forbids.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta

from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import WarningCode
from kz_social_registry.base.law import LICENCE_YEARS, LICENSED_SINCE
from kz_social_registry.domain.values.identifiers import Identifier, Iin
from kz_social_registry.domain.values.parts import Contract, Licence
from kz_social_registry.domain.values.terms import Term

_USUAL: Final = Term(years=LICENCE_YEARS)
_THREE_YEARS: Final = relativedelta(years=LICENCE_YEARS)


def warnings_of(
    identifier: Identifier, licence: Licence, contract: Contract | None, included_on: date
) -> Iterator[Fault]:
    """
    Yield the warnings about an entry's values, in the sequence of the form.
    """
    yield from (fault.under("identifier") for fault in identifier.warnings)
    if isinstance(identifier, Iin) and (born := identifier.born_on) and born > included_on:
        yield Fault(WarningCode.BORN_LATER, "identifier")
    # Assumption "licensing since": an earlier day is unusual, and never refused.
    if licence.issued_on < LICENSED_SINCE:
        yield Fault(WarningCode.BEFORE_LICENSING, "licence.issued_on")
    # Law on Permits, Appendix 1, para. 88: the licence is "valid for 3 years".
    if licence.term != _USUAL and licence.valid_until != licence.issued_on + _THREE_YEARS:
        yield Fault(WarningCode.UNUSUAL_TERM, "licence.term")
    if contract and _outlives(contract.valid_until, licence.valid_until):
        yield Fault(WarningCode.CONTRACT_OUTLIVES_LICENCE, "contract.term")


def _outlives(last: date | None, other: date | None) -> bool:
    """
    Whether one last day is later than another; None is no end at all.
    """
    return other is not None and (last is None or last > other)
