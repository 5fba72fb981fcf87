"""
Every fault code of the library: the lists, and a function that finds a code in any of them.

No code is in two lists. A module has the codes and clauses of its lists. The JSON file of the same name
has their sentences in three languages; it is read when a sentence is first needed.

A list is imported when it is first asked for. A code in plain data is looked for in all of them, so it
has the same meaning in every process, whatever was imported before.
"""

from typing import TYPE_CHECKING

from kz_social_registry.base import lazy
from kz_social_registry.base.codelist import FaultCode

if TYPE_CHECKING:
    from kz_social_registry.base.fault_codes.cells import Problem, Repair
    from kz_social_registry.base.fault_codes.feeds import FeedCode
    from kz_social_registry.base.fault_codes.form_files import Note, Refusal
    from kz_social_registry.base.fault_codes.general import Code
    from kz_social_registry.base.fault_codes.stores import StoreCode, TransferCode
    from kz_social_registry.base.fault_codes.warnings import WarningCode
else:
    __getattr__, __dir__ = lazy(
        __name__,
        {
            "base.fault_codes.cells": "Problem Repair",
            "base.fault_codes.feeds": "FeedCode",
            "base.fault_codes.form_files": "Note Refusal",
            "base.fault_codes.general": "Code",
            "base.fault_codes.stores": "StoreCode TransferCode",
            "base.fault_codes.warnings": "WarningCode",
        },
    )

__all__ = [
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
    "lists",
]


def lists() -> tuple[type[FaultCode], ...]:
    """
    Return all lists.
    """
    from kz_social_registry.base import fault_codes as own  # noqa: PLC0415  # its names are imported late

    return (
        own.Code, own.StoreCode, own.TransferCode, own.FeedCode, own.Note, own.Refusal, own.Problem,
        own.Repair, own.WarningCode,
    )  # fmt: skip


def find(code: object) -> FaultCode | None:
    """
    Return the fault code with that code from any list, or None.

    >>> find("cut_off")
    <TransferCode.CUT_OFF: 'cut_off'>
    """
    return next(filter(None, (codes.of(code) for codes in lists())), None)
