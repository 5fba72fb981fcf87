"""
The values of a row: columns 2 to 17 of the form.
"""

from datetime import date

from kz_social_registry.base.columns import Column
from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition
from kz_social_registry.domain.row import COLUMNS, values_of
from kz_social_registry.domain.values.terms import Term
from support.samples import an_entry


def test_a_row_has_both_cells_of_a_contract() -> None:
    """
    Rules, para. 5(10): the day of signing and the term; without a contract both are empty.
    """
    signed = an_entry(contract_signed_on=date(2025, 4, 21), contract_term=Term(years=1))
    cells = (Column.CONTRACT_SIGNED_ON, Column.CONTRACT_TERM)
    found = [
        [dict(zip(COLUMNS, values_of(entry), strict=True))[cell] for cell in cells]
        for entry in (signed, an_entry())
    ]
    assert found == [[date(2025, 4, 21), Term(years=1)], [None, None]]


def test_the_words_of_a_cell_are_in_the_order_of_the_form() -> None:
    """
    Conditions and categories are sets; a row lists them in one order.
    """
    entry = an_entry(conditions=[*ServiceCondition][::-1], categories=[*RecipientCategory][::-1])
    assert values_of(entry)[3:5] == (tuple(ServiceCondition), tuple(RecipientCategory))
