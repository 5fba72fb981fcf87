"""
Contact details stand flat in plain data, under the names of notices and of the form's columns.
"""

from collections.abc import Iterable
from typing import Any, Final

from attrs import fields

from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.validation import NO_FAULTS, Faults
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
    data.update(data.pop(NAME, {}))
    return data


def group(values: dict[Any, Plain]) -> Faults:
    """
    Undo `flat`: take contact details from the values of a record, and add them as one value.

    Return the faults of telephones and addresses, at their paths in flat data.
    """
    phones, emails = values.pop("phones", ()), values.pop("emails", ())
    try:
        values[NAME] = Contacts(phones=phones, emails=emails)
    except InvalidValue as error:
        return error.faults
    return NO_FAULTS
