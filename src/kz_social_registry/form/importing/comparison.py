"""
How a row compares with the register: the entry that it is about, and the columns that differ.
"""

from collections.abc import Sequence
from typing import Any, Final

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.vocabulary import ActKind
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.row import COLUMNS, PATHS_OF_ACT, Cell, values_of
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.form.reading.rows import Values

CONTRACT: Final = tuple(PATHS_OF_ACT[ActKind.SIGN_CONTRACT])
_REQUIRED: Final = (
    Column.NAME, Column.IDENTIFIER, Column.ADDRESS, Column.CONDITIONS, Column.CATEGORIES,
    Column.CAPACITY, Column.LICENCE_ISSUED_ON, Column.LICENCE_TERM, Column.INCLUDED_ON,
)  # fmt: skip
#: Columns in which an entry has a list, empty if the row has nothing.
_LISTS: Final = (Column.PHONES, Column.EMAILS)


def lacking(values: Values) -> list[Column]:
    """
    Return the required columns that a row lacks; a contract has both of its columns or none.
    """
    contract = CONTRACT if any(column in values for column in CONTRACT) else ()
    return [column for column in (*_REQUIRED, *contract) if column not in values]


def matching(
    entries: Sequence[RegistryEntry], provider: Identifier, values: Values
) -> RegistryEntry | None:
    """
    Return the entry that a row is about: included on the row's day, or else the one in the register.
    """
    own = [entry for entry in entries if entry.identifier == provider]
    included = values.get(Column.INCLUDED_ON)
    for entry in own:
        if entry.included_on == included:
            return entry
    if Column.EXCLUSION_BASIS in values:
        return None
    return next((entry for entry in own if entry.in_register), None)


def value_of(values: Values, column: Column) -> Any:  # noqa: ANN401  # whatever the column holds
    """
    Return a row's value of a column, as an entry would have it.
    """
    return values.get(column, () if column in _LISTS else None)


def differences(entry: RegistryEntry, values: Values) -> dict[Column, Cell]:
    """
    Return the columns in which a row differs from an entry, each with the entry's value.
    """
    return {
        column: ours
        for column, ours in zip(COLUMNS, values_of(entry), strict=True)
        if (theirs := value_of(values, column)) != ours and not _same_term(column, ours, theirs, entry)
    }


def _same_term(column: Column, ours: Cell, theirs: Cell, entry: RegistryEntry) -> bool:
    """
    Whether two terms end on the same day, such as a length and a last day.
    """
    if not isinstance(ours, Term) or not isinstance(theirs, Term):
        return False
    contract = column is Column.CONTRACT_TERM and entry.contract
    start = contract.signed_on if contract else entry.licence.issued_on
    try:
        return ours.last_day(start) == theirs.last_day(start)
    except InvalidValue:
        return False
