"""
The seventeen columns of the official form (Appendix to the Rules), in one description.

Headings have the correct spelling, not that of the source («Электорндық»). The Russian headings are
reconstructed (assumption "labels").
"""

from typing import Final

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.law import ITEM, Language


class ColumnGroup(Word):
    """
    A heading above several columns.
    """

    CONTACTS = "contacts", ITEM[7]
    LICENSING = "licensing", ITEM[8]
    CONTRACT = "contract", ITEM[10]


class Column(Word):
    """
    A column of the form; its code is the name of the value in plain data.
    """

    NUMBER = "number", None
    NAME = "name", ITEM[1]
    IDENTIFIER = "identifier", ITEM[2]
    ADDRESS = "address", ITEM[3]
    CONDITIONS = "conditions", ITEM[4]
    CATEGORIES = "categories", ITEM[5]
    CAPACITY = "capacity", ITEM[6]
    PHONES = "phones", ITEM[7]
    EMAILS = "emails", ITEM[7]
    LICENCE_ISSUED_ON = "licence_issued_on", ITEM[8]
    LICENCE_TERM = "licence_term", ITEM[8]
    REISSUED_ON = "reissued_on", ITEM[9]
    CONTRACT_SIGNED_ON = "contract_signed_on", ITEM[10]
    CONTRACT_TERM = "contract_term", ITEM[10]
    INCLUDED_ON = "included_on", ITEM[11]
    TERMINATED_ON = "terminated_on", ITEM[12]
    EXCLUSION_BASIS = "exclusion_basis", ITEM[13]

    @classmethod
    def at(cls, number: int) -> "Column":
        """
        Return the column with a number in the form, 1 to 17.

        Raises:
            KeyError: there is no such column.

        >>> Column.at(3).value
        'identifier'
        """
        return NUMBERED[number]

    @property
    def number(self) -> int:
        """
        The column's number in the form, from 1.
        """
        return self.rank + 1

    @property
    def group(self) -> ColumnGroup | None:
        """
        The heading above the column and its neighbours, or None.
        """
        return _GROUPS.get(self)

    def heading(self, language: Language) -> str:
        """
        Return the column's full heading on one line, with its group first.

        >>> Column.PHONES.heading("en")
        'Contact details: Telephone'
        """
        label = self.label(language)
        return f"{self.group.label(language)}: {label}" if self.group else label


#: The columns by their numbers.
NUMBERED: Final = {column.number: column for column in Column}

_GROUPS: Final = {
    Column.PHONES: ColumnGroup.CONTACTS,
    Column.EMAILS: ColumnGroup.CONTACTS,
    Column.LICENCE_ISSUED_ON: ColumnGroup.LICENSING,
    Column.LICENCE_TERM: ColumnGroup.LICENSING,
    Column.CONTRACT_SIGNED_ON: ColumnGroup.CONTRACT,
    Column.CONTRACT_TERM: ColumnGroup.CONTRACT,
}
