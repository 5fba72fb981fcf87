"""
An entry as a row of the form: its cell in each column, and the columns in which two entries differ.
"""

from datetime import date
from typing import Final

from attrs import field, frozen

from kz_social_registry.base.codelist import in_order
from kz_social_registry.base.columns import Column
from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition, Withholding
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.values.terms import Term


@frozen
class Withheld:
    """
    What stands in the place of a value that the consent does not cover.
    """

    reason: Withholding


Cell = (
    str | int | date | Term | tuple[str, ...]
    | tuple[ServiceCondition, ...] | tuple[RecipientCategory, ...] | Withheld | None
)  # fmt: skip


#: The columns that hold values of the entry; the first one counts the rows.
COLUMNS: Final = tuple(Column)[1:]


def values_of(entry: RegistryEntry) -> tuple[Cell, ...]:
    """
    Return what an entry has for each of the columns 2 to 17, whatever its consent; not for the public.
    """
    contract = entry.contract
    return (
        entry.name,
        entry.identifier,
        entry.address,
        in_order(entry.conditions),
        in_order(entry.categories),
        entry.capacity,
        entry.contacts.phones,
        entry.contacts.emails,
        entry.licence.issued_on,
        entry.licence.term,
        entry.reissued_on,
        contract.signed_on if contract else None,
        contract.term if contract else None,
        entry.included_on,
        entry.terminated_on,
        entry.exclusion_basis,
    )


@frozen
class Revision:
    """
    A column of which something else was believed then than is known now.
    """

    column: Column
    then: Cell = field(repr=False)
    now: Cell = field(repr=False)


@frozen
class Explanation:
    """
    What was believed of an entry and a day at one moment, and what is known at another.
    """

    then: RegistryEntry | None
    now: RegistryEntry | None

    @property
    def columns(self) -> tuple[Revision, ...]:
        """
        The columns that differ; status and suspension, which have none, differ in the entries.
        """
        nothing = (None,) * len(COLUMNS)
        then, now = (values_of(entry) if entry else nothing for entry in (self.then, self.now))
        both = zip(COLUMNS, then, now, strict=True)
        return tuple(Revision(column, old, new) for column, old, new in both if old != new)
