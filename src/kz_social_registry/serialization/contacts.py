"""
Contact details stand flat in plain data, under the names of notices and of the form's columns.
"""

from collections.abc import Iterable
from typing import Any, Final

from attrs import evolve, fields

from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.serialization.scalars import Plain

#: The attribute whose own attributes stand in its place.
NAME: Final = "contacts"
_INNER: Final = tuple(attribute.name for attribute in fields(Contacts))


def flat_names(attributes: Iterable[str]) -> tuple[str, ...]:
    """
    Return the names that plain data have for the attributes of a record, contact details at the end.
    """
    own = tuple(attributes)
    rest = tuple(name for name in own if name != NAME)
    return rest if len(rest) == len(own) else (*rest, *_INNER)


def flat(data: dict[str, Plain]) -> dict[str, Plain]:
    """
    Return plain data of a record with its contact details flat.
    """
    inner = data.pop(NAME, {})
    return {**data, **inner}


def group(values: dict[Any, Plain]) -> None:
    """
    Undo `flat`.
    """
    values[NAME] = {name: values.pop(name) for name in _INNER if name in values}


def contacts_in(data: dict[str, Plain], _: object) -> Contacts:
    """
    Return the contact details of a group; the constructor checks them.
    """
    return Contacts(**data)


def flat_error(error: InvalidValue) -> InvalidValue:
    """
    Return an error with the paths that its faults have in flat data.
    """
    faults = (evolve(fault, path=fault.path.removeprefix(f"{NAME}.")) for fault in error.faults)
    return InvalidValue(*faults)
