"""
Explanations: what was believed of an entry then, and what is known now, column by column.
"""

from attrs import field, frozen

from kz_social_registry.columns import Column
from kz_social_registry.entry import RegistryEntry
from kz_social_registry.publication import COLUMNS, Cell, values_of


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
