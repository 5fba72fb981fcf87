"""
Several rows of one provider in one form, which are mostly its branches.

An entry is the whole organisation, with its "total capacity" (Rules, para. 5(6)). No row is taken for
the whole where there are several: all of them are rejected, and each names the others. They may stand
anywhere in the file. Below a merged cell, which leaves its other rows empty, they follow each other.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Problem
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.form.findings import CellAddress, Finding, Severity
from kz_social_registry.form.reading.rows import FormRow

#: The columns in which branches differ, and those that they share.
_OF_BRANCH: Final = (Column.ADDRESS, Column.CONDITIONS, Column.CATEGORIES, Column.CAPACITY)
_SHARED: Final = (Column.LICENCE_ISSUED_ON, Column.LICENCE_TERM, Column.INCLUDED_ON)
#: A row with a name is a branch if it has so many columns of one; a signature or a sum has fewer.
_FEWEST: Final = 2
#: How many other rows a finding names.
_NAMED: Final = 20


def without_branches(rows: Sequence[FormRow]) -> tuple[FormRow, ...]:
    """
    Return the rows of a form; reject those of a provider that has several for the same time.
    """
    marked = list(rows)
    for together in _groups(rows):
        addresses = [_address(rows[index]) for index in together]
        for index, address in zip(together, addresses, strict=True):
            others = [str(one) for one in addresses[: _NAMED + 1] if one != address]
            named = others[:_NAMED] + ["…"] * (len(together) > _NAMED + 1)
            fault = Fault(Problem.SEVERAL_ROWS, Column.IDENTIFIER, allowed=named)
            raw = _cell(rows[index], Column.IDENTIFIER)
            finding = Finding(severity=Severity.REJECTED, fault=fault, address=address, raw=raw)
            marked[index] = evolve(rows[index], findings=(*rows[index].findings, finding))
    return tuple(marked)


def is_branch(row: FormRow) -> bool:
    """
    Return whether a row was rejected because its provider has others.
    """
    return any(finding.fault.code is Problem.SEVERAL_ROWS for finding in row.findings)


def _groups(rows: Sequence[FormRow]) -> Iterator[list[int]]:
    """
    Yield the indices of the rows of each provider that has several for the same time.
    """
    by_provider: dict[Identifier, list[tuple[int, FormRow]]] = defaultdict(list)
    head = above = None
    for index, row in enumerate(rows):
        if not (head and above and _continues(row, above, head)):
            head = row if Column.IDENTIFIER in row.values else None
        above = row
        if head:
            by_provider[head.values[Column.IDENTIFIER]].append((index, head))
    for found in by_provider.values():
        if len(found) > 1:
            times: dict[object, list[int]] = defaultdict(list)
            for index, first in found:
                for time in _times(first):
                    times[time].append(index)
            together = {index for indices in times.values() if len(indices) > 1 for index in indices}
            yield sorted(together)


def _times(row: FormRow) -> Iterator[object]:
    """
    Yield the day of inclusion, and None if the provider is still in the register.

    An excluded row and a later one of the same provider are two entries, one after the other.
    """
    if Column.EXCLUSION_BASIS not in row.values:
        yield None
    yield row.values.get(Column.INCLUDED_ON, "")


def _continues(row: FormRow, above: FormRow, head: FormRow) -> bool:
    """
    Return whether a row without an identifier is the next one below the merged cell of a provider.
    """
    is_next = row.header is above.header and row.number == above.number + 1
    if not is_next or any(map(str.isalnum, _cell(row, Column.IDENTIFIER))):
        return False
    filled = [column for column in _OF_BRANCH if _cell(row, column)]
    if not _cell(row, Column.NAME):
        return filled not in ([], [Column.CAPACITY])  # a capacity alone may be a sum
    unnumbered = _cell(head, Column.NUMBER) and not _cell(row, Column.NUMBER)
    is_shared = unnumbered or not any(_cell(row, column) for column in _SHARED)
    return len(filled) >= _FEWEST and bool(is_shared)


def _cell(row: FormRow, column: Column) -> str:
    columns = row.header.columns
    index = columns.index(column) if column in columns else len(row.raw)  # a file may lack column 1
    return row.raw[index].strip() if index < len(row.raw) else ""


def _address(row: FormRow) -> CellAddress:
    index = row.header.columns.index(Column.IDENTIFIER)
    return CellAddress(row.header.sheet, row.number, index + 1)
