"""
An entry as a row of the form: its cell in each column, and how two rows of one entry differ.

The tables say which attribute of an entry, and of each act, a column holds. Nothing else in the library
repeats that.
"""

from collections.abc import Mapping
from datetime import date
from operator import attrgetter
from typing import Final

from attrs import field, frozen

from kz_social_registry.base import Value
from kz_social_registry.base.codelist import Labelled, in_order
from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import Language
from kz_social_registry.base.validation import Private
from kz_social_registry.base.vocabulary import ActKind, RecipientCategory, ServiceCondition, Withholding
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.values.terms import Term

#: The text of a withheld cell.
WITHHELD: Final[Mapping[Language, str]] = {
    "kk": "жарияланбайды",
    "ru": "не публикуется",
    "en": "withheld",
}


@frozen(eq=False, repr=False)
class Withheld(Labelled, Value):
    """
    A cell whose value is outside the provider's consent.

    It prints the word of the form.
    """

    reason: Withholding

    def label(self, language: Language) -> str:
        """
        Return the word that the form shows in the cell.
        """
        return WITHHELD[language]


Cell = (
    str | int | date | Term | tuple[str, ...]
    | tuple[ServiceCondition, ...] | tuple[RecipientCategory, ...] | Withheld | None
)  # fmt: skip


#: The columns that hold values of an entry; column 1 counts the rows.
COLUMNS: Final = tuple(Column)[1:]

#: The path of each column's attribute in an entry, in the sequence of the form.
PATHS: Final[Mapping[Column, str]] = {
    Column.NAME: "name",
    Column.IDENTIFIER: "identifier",
    Column.ADDRESS: "address",
    Column.CONDITIONS: "conditions",
    Column.CATEGORIES: "categories",
    Column.CAPACITY: "capacity",
    Column.PHONES: "contacts.phones",
    Column.EMAILS: "contacts.emails",
    Column.LICENCE_ISSUED_ON: "licence.issued_on",
    Column.LICENCE_TERM: "licence.term",
    Column.REISSUED_ON: "reissued_on",
    Column.CONTRACT_SIGNED_ON: "contract.signed_on",
    Column.CONTRACT_TERM: "contract.term",
    Column.INCLUDED_ON: "included_on",
    Column.TERMINATED_ON: "terminated_on",
    Column.EXCLUSION_BASIS: "exclusion_basis",
}

#: The path of the attribute in each act that sets a column. Acts that are missing here set none.
PATHS_OF_ACT: Final[Mapping[ActKind, Mapping[Column, str]]] = {
    ActKind.ISSUE: {
        **{column: path for column, path in PATHS.items() if column.number < Column.INCLUDED_ON.number},
        Column.INCLUDED_ON: "on",
    },
    ActKind.REISSUE: {
        Column.NAME: "name",
        Column.IDENTIFIER: "new_identifier",
        Column.ADDRESS: "address",
        Column.REISSUED_ON: "on",
    },
    ActKind.SIGN_CONTRACT: {Column.CONTRACT_SIGNED_ON: "on", Column.CONTRACT_TERM: "term"},
    ActKind.AMEND: {
        Column.ADDRESS: "address",
        Column.CONDITIONS: "conditions",
        Column.CATEGORIES: "categories",
        Column.CAPACITY: "capacity",
        Column.PHONES: "phones",
        Column.EMAILS: "emails",
    },
    ActKind.TERMINATE: {Column.TERMINATED_ON: "on"},
    ActKind.EXCLUDE: {Column.EXCLUSION_BASIS: "basis"},
}

#: The name that each act gives to an attribute of the entry: a verb's parameter, a notice's member.
NAMES_IN_ACT: Final[Mapping[ActKind, Mapping[str, str]]] = {
    **{
        kind: {PATHS[column]: name for column, name in paths.items()}
        for kind, paths in PATHS_OF_ACT.items()
    },
    ActKind.SUSPEND: {"suspended_on": "on", "suspended_until": "until"},
    ActKind.EXCLUDE: {"excluded_on": "on", "exclusion_basis": "basis"},
    ActKind.GIVE_CONSENT: {"consent.counts_from": "on", "consent.until": "until"},
}
#: The parameter of `Registry.issue` for each path in the act.
PARAMETERS_OF_ISSUE: Final[Mapping[str, str]] = {
    **{
        path: "on" if column is Column.INCLUDED_ON else column.value
        for column, path in PATHS_OF_ACT[ActKind.ISSUE].items()
    },
    "licence.number": "licence_number",
}

_VALUES: Final = attrgetter(*PATHS.values())
#: Without a contract, the attribute `contract` itself is the None of both its cells.
_VALUES_WITHOUT_CONTRACT: Final = attrgetter(
    *("contract" if path.startswith("contract.") else path for path in PATHS.values())
)


def values_of(entry: RegistryEntry) -> tuple[Cell, ...]:
    """
    Return the entry's values for columns 2 to 17, whatever its consent: not for the public.
    """
    values = (_VALUES if entry.contract else _VALUES_WITHOUT_CONTRACT)(entry)
    return tuple([in_order(value) if type(value) is frozenset else value for value in values])


@frozen(eq=False, repr=False)
class Revision(Private):
    """
    A column with its cell as known at an earlier moment and at a later one.
    """

    column: Column
    then: Cell = field(repr=False)
    now: Cell = field(repr=False)


@frozen(eq=False, repr=False)
class Explanation(Private):
    """
    An entry on one day, as known at two moments.
    """

    then: RegistryEntry | None
    now: RegistryEntry | None

    @property
    def columns(self) -> tuple[Revision, ...]:
        """
        The columns that differ. Status and suspension have no column: compare the entries for those.
        """
        nothing = (None,) * len(COLUMNS)
        then, now = (values_of(entry) if entry else nothing for entry in (self.then, self.now))
        both = zip(COLUMNS, then, now, strict=True)
        return tuple(Revision(column, old, new) for column, old, new in both if old != new)
