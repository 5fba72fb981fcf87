"""
The seventeen columns of the official form.
"""

import pytest

from kz_social_registry.base.columns import Column, ColumnGroup
from kz_social_registry.base.law import ITEM, LANGUAGES, Language

#: Number, code, para. 5 item, then the heading in Kazakh, Russian and English.
FORM = [
    (1, "number", None, "№", "№", "No"),
    (2, "name", 1, "Ұйымның атауы", "Наименование организации", "Name of organisation"),
    (
        3,
        "identifier",
        2,
        "Бизнес-сәйкестендіру нөмірі",
        "Бизнес-идентификационный номер",
        "Business identification number",
    ),
    (4, "address", 3, "Мекенжайы", "Адрес", "Address"),
    (5, "conditions", 4, "Қызмет көрсету шарты", "Условия оказания услуг", "Service conditions"),
    (
        6,
        "categories",
        5,
        "Қызмет алушылар санаты",
        "Категория получателей услуг",
        "Recipient categories",
    ),
    (
        7,
        "capacity",
        6,
        "Ұйымның жалпы қуаттылығы",
        "Общая мощность организации",
        "Total capacity",
    ),
    (
        8,
        "phones",
        7,
        "Байланыс мәліметтері: Телефон",
        "Контактные данные: Телефон",
        "Contact details: Telephone",
    ),
    (
        9,
        "emails",
        7,
        "Байланыс мәліметтері: Электрондық пошта мекенжайы",
        "Контактные данные: Адрес электронной почты",
        "Contact details: E-mail address",
    ),
    (
        10,
        "licence_issued_on",
        8,
        "Лицензиялау: Берілген күні",
        "Лицензирование: Дата выдачи",
        "Licensing: Date of issue",
    ),
    (
        11,
        "licence_term",
        8,
        "Лицензиялау: Лицензияның қолдану мерзімі",
        "Лицензирование: Срок действия лицензии",
        "Licensing: Licence term",
    ),
    (
        12,
        "reissued_on",
        9,
        "Лицензияның қайта рәсімдеу күні",
        "Дата переоформления лицензии",
        "Licence reissue date",
    ),
    (
        13,
        "contract_signed_on",
        10,
        "Қызмет көрсету келісім шарты: Бекітілген күні",
        "Договор на оказание услуг: Дата подписания (утверждения)",
        "Service contract: Date signed (approved)",
    ),
    (
        14,
        "contract_term",
        10,
        "Қызмет көрсету келісім шарты: Шарт мерзімі",
        "Договор на оказание услуг: Срок договора",
        "Service contract: Contract term",
    ),
    (15, "included_on", 11, "Енгізілген күні", "Дата включения", "Date of inclusion"),
    (
        16,
        "terminated_on",
        12,
        "Лицензияның қолданысы тоқтатылған күні",
        "Дата прекращения действия лицензии",
        "Licence termination date",
    ),
    (
        17,
        "exclusion_basis",
        13,
        "Тіркеуден шығару негізі",
        "Основание исключения (снятия с учета)",
        "Basis for exclusion",
    ),
]


def test_form() -> None:
    """
    The form has these seventeen columns, in this order, and no others.

    Rules, para. 5(1)–(13).
    """
    form = [
        (
            column.number,
            column.value,
            column.clause and column.clause.point,
            *map(column.heading, LANGUAGES),
        )
        for column in Column
    ]
    assert form == FORM


def test_at_is_the_inverse_of_number() -> None:
    """
    A column is found by its number.
    """
    assert [Column.at(column.number) for column in Column] == [*Column]


@pytest.mark.parametrize("number", [-1, 0, 18, 100])
def test_at_beyond_the_form(number: int) -> None:
    """
    The form has no column with another number.
    """
    with pytest.raises(KeyError):
        Column.at(number)


@pytest.mark.parametrize(
    ("group", "numbers", "item"),
    [
        (ColumnGroup.CONTACTS, [8, 9], 7),
        (ColumnGroup.LICENSING, [10, 11], 8),
        (ColumnGroup.CONTRACT, [13, 14], 10),
    ],
)
def test_groups(group: ColumnGroup, numbers: list[int], item: int) -> None:
    """
    Each of three headings covers two columns, which share one item of paragraph 5.
    """
    columns = [column for column in Column if column.group is group]
    assert [c.number for c in columns] == numbers
    assert {c.clause for c in columns} == {group.clause} == {ITEM[item]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_unique(language: Language) -> None:
    """
    With its group, every heading is unique, although «шарт» has two meanings in Kazakh.
    """
    assert len({column.heading(language) for column in Column}) == len(Column)
