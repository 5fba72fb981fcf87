"""
The public feed: what changed from one publication to the next.

`diff` compares two publications, and `apply_diff` turns the earlier one into the later. A diff carries
new values only. An entry that is no longer public is named by its public id alone: it left the
register, or it was retracted, which says nothing more. Positions of the internal feed never appear.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from attrs import field, frozen

from kz_social_registry.base import Value
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Conflict, Fault
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain.publication import Publication, PublicEntry, rebuilt, sort_key
from kz_social_registry.domain.row import COLUMNS, Cell
from kz_social_registry.serialization.boundary import serve
from kz_social_registry.serialization.codec import fingerprint


@frozen(kw_only=True, eq=False, repr=False)
class ChangedRow(Value):
    """
    A row that both publications have: the cells that differ, as they are now.
    """

    id: UUID
    cells: dict[Column, Cell] = field(repr=False)


@frozen(kw_only=True, eq=False, repr=False)
class Diff(Value):
    """
    The changes that turn one publication into another.
    """

    #: SHA-256 of the canonical JSON of the earlier publication, to which the diff applies.
    base: str
    #: The later publication's own data.
    on: date
    published_on: date
    view: View
    included: tuple[PublicEntry, ...] = ()
    changed: tuple[ChangedRow, ...] = ()
    #: Public ids of entries that left the register.
    left: tuple[UUID, ...] = ()
    #: Public ids of entries that are no longer public.
    retracted: tuple[UUID, ...] = ()


serve(Diff, "diff")


def diff(earlier: Publication, later: Publication, *, left: Iterable[UUID] = ()) -> Diff:
    """
    Return the diff that turns the earlier publication into the later one.

    `left` names entries of which the public may know that they left the register. Every other entry
    that is gone is retracted, without a reason.
    """
    before = {row.id: row for row in earlier}
    after = {row.id: row for row in later}
    known_left = set(left)
    gone = sorted(before.keys() - after.keys())
    both = ((before[id_], row) for id_, row in after.items() if id_ in before)
    return Diff(
        base=fingerprint(earlier),
        on=later.on,
        published_on=later.published_on,
        view=later.view,
        included=tuple(row for row in later if row.id not in before),
        changed=tuple(_changed(old, new) for old, new in both if old != new),
        left=tuple(id_ for id_ in gone if id_ in known_left),
        retracted=tuple(id_ for id_ in gone if id_ not in known_left),
    )


def _changed(old: PublicEntry, new: PublicEntry) -> ChangedRow:
    cells = ((column, old.cell(column), new.cell(column)) for column in COLUMNS)
    return ChangedRow(id=new.id, cells={column: now for column, then, now in cells if then != now})


def apply_diff(difference: Diff, earlier: Publication) -> Publication:
    """
    Return the later publication, from the earlier one and the diff.

    Raises:
        Conflict: the diff was made from another publication.
    """
    if difference.base != fingerprint(earlier):
        raise Conflict(Fault(Code.OTHER_BASE, "base"))
    rows = {row.id: row for row in earlier}
    for gone in (*difference.left, *difference.retracted):
        del rows[gone]
    for change in difference.changed:
        row = rows[change.id]
        cells = {column.value: change.cells.get(column, row.cell(column)) for column in COLUMNS}
        rows[row.id] = rebuilt(row.id, cells)
    rows |= {row.id: row for row in difference.included}
    return Publication(
        on=difference.on,
        published_on=difference.published_on,
        view=difference.view,
        entries=tuple(sorted(rows.values(), key=sort_key)),
    )
