"""
Every fault code of the library: the lists, and a function that finds a code in any of them.

No code is in two lists. A module has the codes and clauses of its lists. The JSON file of the same name
has their sentences in three languages; it is read when a sentence is first needed.

The codec imports all lists, so a fault in plain data has the same meaning in every process, whatever
was imported before.
"""

from typing import Final

from kz_social_registry.base.codelist import FaultCode
from kz_social_registry.base.fault_codes.cells import Problem, Repair
from kz_social_registry.base.fault_codes.feeds import FeedCode
from kz_social_registry.base.fault_codes.form_files import Note, Refusal
from kz_social_registry.base.fault_codes.general import Code
from kz_social_registry.base.fault_codes.stores import StoreCode, TransferCode
from kz_social_registry.base.fault_codes.warnings import WarningCode

__all__ = [
    "LISTS",
    "Code",
    "FeedCode",
    "Note",
    "Problem",
    "Refusal",
    "Repair",
    "StoreCode",
    "TransferCode",
    "WarningCode",
    "find",
]

LISTS: Final[tuple[type[FaultCode], ...]] = (
    Code,
    StoreCode,
    TransferCode,
    FeedCode,
    Note,
    Refusal,
    Problem,
    Repair,
    WarningCode,
)


def find(code: object) -> FaultCode | None:
    """
    Return the fault code with that code from any list, or None.

    >>> find("cut_off")
    <TransferCode.CUT_OFF: 'cut_off'>
    """
    return next(filter(None, (codes.of(code) for codes in LISTS)), None)
