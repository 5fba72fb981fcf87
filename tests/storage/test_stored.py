"""
Entries as stores wrote them: what is read without checks equals what the constructor makes.
"""

from datetime import date

import pytest
from attrs import fields
from hypothesis import given

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import StoreError
from kz_social_registry.base.validation import Checked
from kz_social_registry.domain.acts import GiveConsent, SignContract
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.values.terms import Term
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


def test_the_form_of_a_stored_entry_is_frozen() -> None:
    """
    Registers hold entries in this form; another one needs a step that makes all segments anew.
    """
    entry = an_entry(
        SignContract(on=date(2025, 5, 2), term=Term(months=6)),
        GiveConsent(on=date(2025, 5, 3), columns={Column.NAME, Column.PHONES}),
        phones=["+77172743654"],
        emails=["a@example.kz"],
    )

    assert write_entry(entry).decode() == (
        '["«Мейірім» орталығы","940140000385","Астана қаласы",4,16,40,'
        '[["+77172743654"],["a@example.kz"]],["2025-04-20",[3,0,0,null,false],null,"2028-04-20"],null,'
        '["2025-05-02",[0,6,0,null,false],"2025-11-02"],"2025-04-22",null,null,'
        '"00000000-0000-0000-0000-000000000001","active",[130,"2025-05-03",null,"2025-05-03"],'
        "null,null,null,null,null,null]"
    )
    assert digest_of("«Үй»".encode()).hex() == "fb87a18a4b4bbe6f"


def test_an_unknown_attribute_is_damaged() -> None:
    """
    Data of another version are not read in part.
    """
    for data in (b'{"more":1}', write_entry(an_entry())[:-1] + b",1]"):
        with pytest.raises(StoreError):
            entry_of((data, digest_of(data)))
