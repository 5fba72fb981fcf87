"""
Entries as stores wrote them: what is read without checks equals what the constructor makes.
"""

import pytest
from attrs import fields
from hypothesis import given

from kz_social_registry.base.errors import StoreError
from kz_social_registry.base.validation import Checked
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.serialization.codec import from_plain, to_plain
from kz_social_registry.storage.sql.rows import entry_of
from kz_social_registry.storage.sql.stored import digest_of, write_entry
from kz_social_registry.testing import strategies
from support.samples import an_entry


def _deep(value: object) -> object:
    """
    Return a record as its types and attributes, also those that do not count in a comparison.
    """
    if isinstance(value, Checked):
        return type(value), {one.name: _deep(getattr(value, one.name)) for one in fields(type(value))}
    return type(value), value


@given(strategies.entries())
def test_an_entry_is_read_as_its_constructor_makes_it(entry: RegistryEntry) -> None:
    """
    Every attribute has the value and the type that the checked way gives it.
    """
    data = write_entry(entry)
    assert _deep(entry_of((data, digest_of(data)))) == _deep(from_plain(RegistryEntry, to_plain(entry)))


@given(strategies.entries())
def test_altered_data_are_damaged(entry: RegistryEntry) -> None:
    """
    Data that are not those of the digest are reported as damaged, though they may make an entry.
    """
    data = write_entry(entry)
    with pytest.raises(StoreError):
        entry_of((data + b" ", digest_of(data)))


def test_an_unknown_attribute_is_damaged() -> None:
    """
    Data of another version are not read in part.
    """
    for data in (b'{"more":1}', write_entry(an_entry())[:-1] + b",1]"):
        with pytest.raises(StoreError):
            entry_of((data, digest_of(data)))
