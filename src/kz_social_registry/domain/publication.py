"""
The gate between the register and the public.

Rules, para. 7: the register is publicly available "with the supplier's consent". So a row becomes
public only through `admit`, and `PublicEntry` can be made nowhere else; every writer of public data
takes only that type. To read the module, begin with `admit`: the other functions sort its rows or
explain them.

The gate asks for consent on two days: the day that the publication describes, and the day on which it
is made. An old day published again therefore does not show data whose consent was withdrawn since. Both
consents must come from the supplier in the row. If the licence has passed to another supplier since,
that one can only consent for itself.

Without consent there is no row. If the consent lists columns, a row shows those listed on both days.
Every other cell is `Withheld`, whether the entry has a value there or not, so that an empty cell
reveals nothing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, Final, NoReturn, TypeVar
from uuid import UUID

from attrs import evolve, field, frozen

from kz_social_registry.base import Value
from kz_social_registry.base.codelist import Word, in_order
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.text import kazakh_key
from kz_social_registry.base.validation import wrong_type
from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition, View, Withholding
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.row import COLUMNS, Cell, Withheld, values_of
from kz_social_registry.domain.search import (
    Criteria,
    Facets,
    Rows,
    bits,
    facets,
    folded_text,
    has_words,
)
from kz_social_registry.domain.values.identifiers import Identifier, Iin
from kz_social_registry.domain.values.parts import Consent
from kz_social_registry.domain.values.terms import Term

AnyCell = TypeVar("AnyCell")


@frozen(kw_only=True, eq=False)
class PublicEntry(Value):
    """
    A row of the published form: columns 2 to 17 by their codes, each a value or `Withheld`.

    Only the gate makes rows; the constructor raises `TypeError`.
    """

    #: The entry's random id, the same in every publication.
    id: UUID
    name: str | Withheld
    identifier: Identifier | Withheld
    address: str | Withheld
    conditions: tuple[ServiceCondition, ...] | Withheld
    categories: tuple[RecipientCategory, ...] | Withheld
    capacity: int | Withheld
    phones: tuple[str, ...] | Withheld
    emails: tuple[str, ...] | Withheld
    licence_issued_on: date | Withheld
    licence_term: Term | Withheld
    reissued_on: date | Withheld | None
    contract_signed_on: date | Withheld | None
    contract_term: Term | Withheld | None
    included_on: date | Withheld
    terminated_on: date | Withheld | None
    exclusion_basis: str | Withheld | None

    def __init__(self, *_: object, **__: object) -> NoReturn:
        message = "a PublicEntry is made by the gate alone: ask for a publication"
        raise TypeError(message)

    def __repr__(self) -> str:
        return f"<PublicEntry {self.id}>"

    def cell(self, column: Column) -> Cell:
        """
        Return the row's cell in a column of the form, 2 to 17.

        Raises:
            InvalidValue: the column is not one of them; column 1 counts the rows of a publication.
        """
        try:
            return getattr(self, column)  # type: ignore[no-any-return]  # attributes are column codes
        except AttributeError:
            fault = Fault(Code.UNKNOWN_CODE, "column", value=column, allowed=COLUMNS)
            raise InvalidValue(fault) from None


def admit(
    entry: RegistryEntry, *, on: date, latest: RegistryEntry | None, published_on: date
) -> PublicEntry | None:
    """
    Return the entry's public row, or None without consent on both days.

    `entry` is the entry on the day `on`, which the publication describes; `latest` is the same entry on
    the day of publication. An excluded entry has a row only if the consent covers column 17, since its
    row in the full view would reveal the exclusion.
    """
    # Assumption "both days"; by assumption "natural persons" an IIN is a column like the others here.
    then = _scope(entry.consent, on)
    same = latest if latest and _of_one_supplier(latest, entry) else None
    now = _scope(same.consent if same else None, published_on)
    if not then or not now:
        return None
    both = then & now
    if not entry.in_register and Column.EXCLUSION_BASIS not in both:
        return None
    shown = {
        name: value if column in both else _WITHHELD[column in then]
        for name, column, value in zip(_NAMES, COLUMNS, values_of(entry), strict=True)
    }
    return _made(entry.id, shown)


def rebuilt(public_id: UUID, cells: Mapping[str, Any]) -> PublicEntry:
    """
    Return a row of an earlier publication from its cells by column code; it passed the gate then.
    """
    return _made(public_id, cells)


def gated(rows: Iterable[PublicEntry]) -> Iterator[PublicEntry]:
    """
    Yield the rows after checking that the gate made each of them.

    Raises:
        InvalidValue: a row is not a `PublicEntry`.
    """
    for number, row in enumerate(rows):
        if type(row) is not PublicEntry:
            raise InvalidValue(*wrong_type(row, PublicEntry.__name__)).under(f"rows[{number}]")
        yield row


def _gated(rows: Iterable[PublicEntry]) -> tuple[PublicEntry, ...]:
    return tuple(gated(rows))


def _made(public_id: UUID, cells: Mapping[str, Any]) -> PublicEntry:
    row = object.__new__(PublicEntry)
    row.__attrs_init__(id=public_id, **cells)  # type: ignore[attr-defined]  # attrs adds it to a class with __init__
    return row


def _of_one_supplier(latest: RegistryEntry, entry: RegistryEntry) -> bool:
    """
    Return whether one supplier holds an entry on both days; a natural person may have changed its IIN.
    """
    both = latest.identifier, entry.identifier
    return both[0] == both[1] or all(isinstance(number, Iin) for number in both)


def _scope(consent: Consent | None, day: date) -> frozenset[Column]:
    return consent.columns if consent and consent.covers(day) else frozenset()


_NAMES: Final = tuple(column.value for column in COLUMNS)
#: The withheld cell, by whether the consent covers the column on the day described.
_WITHHELD: Final = {
    False: Withheld(Withholding.OUTSIDE_CONSENT),
    True: Withheld(Withholding.CONSENT_NARROWED),
}


def arrange(rows: Iterable[PublicEntry]) -> Iterator[PublicEntry]:
    """
    Yield rows in the order of a publication; they must come sorted by the names of their entries.

    The order is by published name, identifier and day of inclusion; rows without a name come last. Only
    those rows, and the rows of one name at a time, are held in memory.
    """
    nameless: list[PublicEntry] = []
    for _, same in groupby(_named(rows, nameless), key=_name_key):
        one, *more = same
        yield from sorted([one, *more], key=sort_key) if more else [one]
    yield from sorted(nameless, key=sort_key)


def _named(rows: Iterable[PublicEntry], nameless: list[PublicEntry]) -> Iterator[PublicEntry]:
    """
    Yield the rows with a name; move the others to a list, since their position hints at the name.
    """
    for row in rows:
        if isinstance(row.name, Withheld):
            nameless.append(row)
        else:
            yield row


def _name_key(row: PublicEntry) -> str:
    return kazakh_key(str(row.name))


def sort_key(row: PublicEntry) -> tuple[bool, str, str, str, str]:
    """
    Return the sort key of a row in a publication; it uses published cells only.
    """
    nameless = isinstance(row.name, Withheld)
    shown = (row.identifier, row.included_on)
    identifier, included = ("" if isinstance(value, Withheld) else str(value) for value in shown)
    return nameless, _name_key(row), identifier, included, str(row.id)


@frozen(eq=False, repr=False)
class Hidden(Value):
    """
    A reason why the public does not see an entry, or some of its columns.
    """

    reason: Withholding
    #: The columns that are withheld; empty if the whole row is hidden.
    columns: tuple[Column, ...] = ()


def why_hidden(
    entry: RegistryEntry | None,
    *,
    on: date,
    latest: RegistryEntry | None,
    published_on: date,
    view: View = View.CURRENT,
) -> tuple[Hidden, ...]:
    """
    Return the reasons why a publication does not show an entry or some columns; empty if it shows all.

    The answer is for staff and for the provider itself, since a reason reveals that the entry exists.
    """
    if entry is None:
        return (Hidden(Withholding.NOT_INCLUDED),)
    if view is View.CURRENT and not entry.in_register:
        return (Hidden(Withholding.EXCLUDED),)
    row = admit(entry, on=on, latest=latest, published_on=published_on)
    if row is None:
        return tuple(_why_no_row(entry, on, latest, published_on))
    cells = [(column, row.cell(column)) for column in COLUMNS]
    withheld = [(column, cell.reason) for column, cell in cells if isinstance(cell, Withheld)]
    reasons = in_order({reason for _, reason in withheld})
    return tuple(
        Hidden(reason, tuple(column for column, why in withheld if why is reason)) for reason in reasons
    )


def _why_no_row(
    entry: RegistryEntry, on: date, latest: RegistryEntry | None, published_on: date
) -> Iterator[Hidden]:
    """
    Yield the reasons why an entry has no row: changes between the day described and the publication.
    """
    if entry.consent is None or not entry.consent.covers(on):
        yield Hidden(Withholding.NO_CONSENT)
    elif latest is None or published_on < entry.consent.counts_from:
        yield Hidden(Withholding.CONSENT_TO_COME)
    elif not _of_one_supplier(latest, entry):
        yield Hidden(Withholding.PASSED_ON)
    elif latest.consent is None:
        yield Hidden(Withholding.CONSENT_WITHDRAWN)
    elif not latest.consent.covers(published_on):
        yield Hidden(Withholding.CONSENT_LAPSED)
    else:
        column = Column.EXCLUSION_BASIS
        yield Hidden(Withholding.EXCLUDED)
        yield Hidden(_WITHHELD[column in entry.consent.columns].reason, (column,))


def shown(cell: AnyCell | Withheld, otherwise: AnyCell) -> AnyCell:
    """
    Return a cell that is shown, or another value for one that is withheld.
    """
    return otherwise if isinstance(cell, Withheld) else cell


def _has_one(cell: tuple[Word, ...] | Withheld, words: frozenset[Word] | None) -> bool:
    return words is None or not words.isdisjoint(shown(cell, ()))


def row_kind(row: PublicEntry) -> tuple[int, int, str, int, int]:
    """
    Return a row as `facets` counts it; what is withheld counts nowhere, and no region is published.
    """
    both = bits(shown(row.conditions, ())), bits(shown(row.categories, ()))
    return *both, "", 1, shown(row.capacity, 0)


@frozen(kw_only=True, eq=False)
class Publication(Rows[PublicEntry], Value):
    """
    The public rows of the register: they describe one day and are published on another.

    It is a sequence of its rows, and answers by itself what the public asks. A withheld cell matches
    nothing, and counts nowhere.
    """

    #: The day that the publication describes.
    on: date
    #: The day on which the publication is made.
    published_on: date
    view: View = View.CURRENT
    entries: tuple[PublicEntry, ...] = field(default=(), repr=False, converter=_gated)

    def search(
        self, *, text: str | None = None,
        conditions: Collection[ServiceCondition | str] | None = None,
        categories: Collection[RecipientCategory | str] | None = None,
    ) -> tuple[PublicEntry, ...]:  # fmt: skip
        """
        Return the rows that show all that is asked, in order; `Criteria` has the rules.

        Raises:
            InvalidValue: with every criterion that is wrong.
        """
        asked = Criteria(text=text, conditions=conditions, categories=categories)
        if asked.nothing:
            return ()
        found: Iterable[PublicEntry] = self.entries
        if words := asked.words:
            both = zip(self.entries, self._texts, strict=True)
            found = (row for row, folded in both if has_words(folded, words))
        return tuple(
            row
            for row in found
            if _has_one(row.conditions, asked.conditions) and _has_one(row.categories, asked.categories)
        )

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        return tuple(folded_text(shown(row.name, ""), shown(row.address, "")) for row in self.entries)

    def facets(self, rows: Iterable[PublicEntry] | None = None) -> Facets:
        """
        Return how many rows there are, with the capacity that they show, by condition and category.

        `rows` are some rows to count instead of all, as `search` finds them.

        Raises:
            InvalidValue: a row is not a `PublicEntry`.
        """
        counted = self.entries if rows is None else gated(rows)
        return evolve(facets(map(row_kind, counted)), regions={})

    def __repr__(self) -> str:
        rows = f"{len(self)} row" if len(self) == 1 else f"{len(self)} rows"
        return f"<Publication {self.on}: {rows}>"
