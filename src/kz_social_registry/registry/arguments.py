"""
The arguments of questions and verbs: each is checked, and its fault names the parameter.
"""

from datetime import datetime
from uuid import UUID

from kz_social_registry.base import validation
from kz_social_registry.base.errors import RegistryError
from kz_social_registry.base.validation import checked, instance, word_of
from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import Criteria
from kz_social_registry.domain.values.identifiers import Identifier, as_identifier, identified

#: Questions and verbs take an entry, or its id alone.
EntryOrId = RegistryEntry | UUID


def id_of(entry: EntryOrId) -> UUID:
    """
    Return the id of an entry, or the id as given; whether that is one is for a check to say.
    """
    return entry.id if isinstance(entry, RegistryEntry) else entry


def entry_id(entry: EntryOrId) -> UUID:
    """
    Return the id of an entry, or an id.
    """
    return checked(id_of(entry), instance(UUID), "entry")


def moment(known: datetime | None, path: str = "known") -> datetime | None:
    """
    Return a moment of knowledge; None is now.
    """
    return None if known is None else checked(known, validation.moment, path)


def view(code: View | str) -> View:
    """
    Return a view, also from its code.
    """
    return checked(word_of(View, code), instance(View), "view")


def criteria(wanted: Criteria | None) -> Criteria:
    """
    Return criteria; None matches what is in the register.
    """
    return Criteria() if wanted is None else checked(wanted, instance(Criteria), "criteria")


def identifier(digits: Identifier | str) -> Identifier:
    """
    Return an identifier, also from its digits.
    """
    return checked(as_identifier(digits), identified, "identifier")


class naming:  # noqa: N801  # a context manager, named as those made of functions; they cost more
    """
    Name the faults of acts as a form does, where a part has several fields.

    The verbs have `number` for the fact to annul; a notice has its own name for it.
    """

    def __init__(self, *, number: bool) -> None:
        self._names = {"of": "number"} if number else {}

    def __enter__(self) -> None:
        """
        Begin the block.
        """

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """
        Rename the faults of the library's error.
        """
        if isinstance(error, RegistryError):
            error.of_fields = True
            error.args = tuple(fault.renamed(self._names) for fault in error.faults)
