"""
Several rows of one provider in one form, which are mostly its branches.

An entry is the whole organisation, with its "total capacity" (Rules, para. 5(6)). No row is taken for
the whole where there are several. They are combined on request, or rejected together, and each names
the others. They may stand anywhere in the file. Below a merged cell, which leaves its other rows empty,
they follow each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from attrs import evolve

from kz_social_registry.base.codelist import Word, in_order
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Code, Note, Problem
from kz_social_registry.domain.row import COLUMNS
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.form.description import EXTRA_FIELDS, LISTS, MAY_LACK, REGIONS, heading_key
from kz_social_registry.form.findings import CellAddress, Finding, Severity
from kz_social_registry.form.reading.rows import Form, FormRow, Values

#: The columns in which branches differ, and those that they share.
_OF_BRANCH: Final = (Column.ADDRESS, Column.CONDITIONS, Column.CATEGORIES, Column.CAPACITY)
_SHARED: Final = (Column.LICENCE_ISSUED_ON, Column.LICENCE_TERM, Column.INCLUDED_ON)
#: A row with a name is a branch if it has so many columns of one; a signature or a sum has fewer.
_FEWEST: Final = 2
#: The columns in which branches need not agree; lists are joined, and regions may be several.
_JOINED: Final = frozenset((*LISTS, *_OF_BRANCH, *REGIONS))
_OF_OTHERS: Final = (Problem.SEVERAL_ROWS, Problem.BRANCH_REJECTED, Problem.BRANCHES_DIFFER)
#: How many other rows a finding names.
_NAMED: Final = 20


def with_branches(form: Form, *, combine: bool) -> Form:
    """
    Combine the rows of a provider that has several, or reject them together.
    """
    rows = form.rows
    marked = {index: [row] for index, row in enumerate(rows)}
    for together in _groups(rows):
        group = [rows[index] for index in together]
        found = _obstacles(group) if combine else _several(group)
        if any(found):
            for index, row, faults in zip(together, group, found, strict=True):
                marked[index] = [evolve(row, findings=(*row.findings, *faults))]
        else:
            for index in together:
                marked[index] = []
            marked[together[0]] = [_combined(group)]
    return evolve(form, rows=tuple(chain.from_iterable(marked.values())))


def is_branch(row: FormRow) -> bool:
    """
    Return whether a row was rejected because of other rows of its provider.
    """
    return any(finding.fault.code in _OF_OTHERS for finding in row.findings)


def _several(group: Sequence[FormRow]) -> list[list[Finding]]:
    """
    Return a finding for each row of a provider, which names the others.
    """
    addresses = list(map(_address, group))
    found = []
    for row, address in zip(group, addresses, strict=True):
        others = [one for one in addresses[: _NAMED + 1] if one != address]
        named = others[:_NAMED] + ["…"] * (len(group) > _NAMED + 1)
        found.append([_finding(row, Problem.SEVERAL_ROWS, Column.IDENTIFIER, named)])
    return found


# Combining ------------------------------------------------------------------------------------------


def _obstacles(group: Sequence[FormRow]) -> list[list[Finding]]:
    """
    Return for each row the findings for which the rows cannot be combined.

    An error of one row leaves the total capacity unknown, so that no row can be recorded.
    """
    differing = [column for column in COLUMNS if column not in _JOINED and _differs(group, column)]
    # What one row says of the consent or of a ground is not said of the others.
    whole = [row.values for row in group if Column.IDENTIFIER in row.values]
    own_to_all = (one for one in EXTRA_FIELDS if one not in _JOINED)
    extra = [one for one in own_to_all if len({values.get(one) for values in whole}) > 1]
    addresses = list(map(_address, group))
    found = []
    for row in group:
        both = (*differing, *extra)
        own = [_finding(row, Problem.BRANCHES_DIFFER, one, addresses[:_NAMED]) for one in both]
        if Column.CAPACITY not in row.values and not row.is_in_capacity_above and not row.is_rejected:
            own.append(_finding(row, Code.MISSING, Column.CAPACITY))
        found.append(own)
    rows = list(zip(group, found, addresses, strict=True))
    faulty = [address for row, own, address in rows if own or row.is_rejected]
    for row, own, _ in rows:
        if faulty and not own and not row.is_rejected:
            own.append(_finding(row, Problem.BRANCH_REJECTED, Column.IDENTIFIER, faulty[:_NAMED]))
    return found


def _differs(group: Sequence[FormRow], column: Column) -> bool:
    """
    Whether rows disagree in a column; a cell of a row without an identifier may be merged.
    """
    values: list[object] = []
    for row in group:
        value = row.values.get(column)
        is_whole = Column.IDENTIFIER in row.values and (column in MAY_LACK or value is not None)
        if (value is not None and column is not Column.NAME) or is_whole:
            values.append(heading_key(str(value)) if column is Column.NAME else value)
    return any(value != values[0] for value in values)


def _combined(group: Sequence[FormRow]) -> FormRow:
    """
    Return one row for a provider's branches: the total capacity, and all that its lists have.
    """
    first = group[0]
    values: Values = {}
    for row in reversed(group):
        values |= row.values
    for region in REGIONS:
        if len({row.values[region] for row in group if region in row.values}) > 1:
            del values[region]
    values[Column.CAPACITY] = sum(row.values.get(Column.CAPACITY, 0) for row in group)
    for column in LISTS:
        listed = dict.fromkeys(chain.from_iterable(row.values.get(column, ()) for row in group))
        if listed:
            is_closed = column in (Column.CONDITIONS, Column.CATEGORIES)
            values[column] = in_order(listed) if is_closed else tuple(listed)
    fault = Fault(Note.BRANCHES, Column.IDENTIFIER, allowed=tuple(map(_address, group)))
    note = first.finding(Severity.NOTED, fault)
    findings = (*chain.from_iterable(row.findings for row in group), note)
    return evolve(first, values=values, findings=findings, branches=tuple(group[1:]))


def _finding(row: FormRow, code: Word, column: str, allowed: Iterable[str] = ()) -> Finding:
    return row.finding(Severity.REJECTED, Fault(code, column, allowed=tuple(allowed)))


# Rows of one provider -------------------------------------------------------------------------------


def _groups(rows: Sequence[FormRow]) -> list[list[int]]:
    """
    Return the indices of the rows of each provider that has several for the same time.
    """
    times: dict[tuple[Identifier, object], list[int]] = defaultdict(list)
    head = above = None
    for index, row in enumerate(rows):
        if not (head and above and _continues(row, above, head)):
            head = row if Column.IDENTIFIER in row.values else None
        above = row
        if head:
            for time in _times(head):
                times[head.values[Column.IDENTIFIER], time].append(index)
    together: dict[Identifier, set[int]] = defaultdict(set)
    for (provider, _), indices in times.items():
        if len(indices) > 1:
            together[provider].update(indices)
    return list(map(sorted, together.values()))


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
    return row.cell(row.header.places.get(column, -1)).strip()  # a file may lack column 1


def _address(row: FormRow) -> str:
    index = row.header.places.get(Column.IDENTIFIER, -1)
    return str(CellAddress(row.header.sheet, row.number, index + 1))
