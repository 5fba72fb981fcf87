"""
The seventeen columns of the official form (Appendix to the Rules), in one description.

Headings have the correct spelling, not that of the source («Электорндық»). The Russian headings are
reconstructed (assumption "labels").
"""

from typing import Final

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.law import ITEM, Language

# Each member is a row of a table; a formatter would put every cell on a line of its own.
# fmt: off


class ColumnGroup(Word):
    """
    A heading above several columns.
    """

    CONTACTS = "contacts", ITEM[7], "Байланыс мәліметтері", "Контактные данные", "Contact details"
    LICENSING = "licensing", ITEM[8], "Лицензиялау", "Лицензирование", "Licensing"
    CONTRACT = (
        "contract", ITEM[10],
        "Қызмет көрсету келісім шарты", "Договор на оказание услуг", "Service contract",
    )


class Column(Word):
    """
    A column of the form; its code is the name of the value in plain data.
    """

    NUMBER = "number", None, "№", "№", "No"
    NAME = "name", ITEM[1], "Ұйымның атауы", "Наименование организации", "Name of organisation"
    IDENTIFIER = (
        "identifier", ITEM[2], "Бизнес-сәйкестендіру нөмірі", "Бизнес-идентификационный номер",
        "Business identification number",
    )
    ADDRESS = "address", ITEM[3], "Мекенжайы", "Адрес", "Address"
    CONDITIONS = (
        "conditions", ITEM[4], "Қызмет көрсету шарты", "Условия оказания услуг", "Service conditions",
    )
    CATEGORIES = (
        "categories", ITEM[5],
        "Қызмет алушылар санаты", "Категория получателей услуг", "Recipient categories",
    )
    CAPACITY = (
        "capacity", ITEM[6], "Ұйымның жалпы қуаттылығы", "Общая мощность организации", "Total capacity",
    )
    PHONES = "phones", ITEM[7], "Телефон", "Телефон", "Telephone"
    EMAILS = (
        "emails", ITEM[7], "Электрондық пошта мекенжайы", "Адрес электронной почты", "E-mail address",
    )
    LICENCE_ISSUED_ON = "licence_issued_on", ITEM[8], "Берілген күні", "Дата выдачи", "Date of issue"
    LICENCE_TERM = (
        "licence_term", ITEM[8],
        "Лицензияның қолдану мерзімі", "Срок действия лицензии", "Licence term",
    )
    REISSUED_ON = (
        "reissued_on", ITEM[9],
        "Лицензияның қайта рәсімдеу күні", "Дата переоформления лицензии", "Licence reissue date",
    )
    CONTRACT_SIGNED_ON = (
        "contract_signed_on", ITEM[10],
        "Бекітілген күні", "Дата подписания (утверждения)", "Date signed (approved)",
    )
    CONTRACT_TERM = "contract_term", ITEM[10], "Шарт мерзімі", "Срок договора", "Contract term"
    INCLUDED_ON = "included_on", ITEM[11], "Енгізілген күні", "Дата включения", "Date of inclusion"
    TERMINATED_ON = (
        "terminated_on", ITEM[12], "Лицензияның қолданысы тоқтатылған күні",
        "Дата прекращения действия лицензии", "Licence termination date",
    )
    EXCLUSION_BASIS = (
        "exclusion_basis", ITEM[13],
        "Тіркеуден шығару негізі", "Основание исключения (снятия с учета)", "Basis for exclusion",
    )

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
