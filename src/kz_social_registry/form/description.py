"""
The one description of the form's seventeen columns for files: how to read and how to write each.

`base.columns` has numbers, clauses, headings and groups. This module adds the reader of a column's
cells, its type, its width and its part of the printed form, and other headings that occur in files.
CSV, XLSX, HTML, JSON, the table schema and the import all follow it.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from typing import Final

from attrs import evolve, field, frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column, ColumnGroup
from kz_social_registry.base.fields import field_name
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.base.text import fold
from kz_social_registry.base.vocabulary import ReissueGround, TerminationGround
from kz_social_registry.form.cells.choices import read_consent, read_region, read_word
from kz_social_registry.form.cells.contacts import read_emails, read_telephones
from kz_social_registry.form.cells.days import read_day, read_term
from kz_social_registry.form.cells.notes import Reader, certain
from kz_social_registry.form.cells.numbers import read_count, read_identifier, read_text
from kz_social_registry.form.cells.wordings import WORD_READERS, read_categories, read_conditions


class Kind(StrEnum):
    """
    The type of a column's cells in a spreadsheet.
    """

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"


@frozen
class Field:
    """
    A column of the form in files.
    """

    column: Column
    #: The reader of cells that are not empty; None for the row number, which is not read.
    read: Reader | None
    kind: Kind = field(default=Kind.TEXT, kw_only=True)
    #: The width in a spreadsheet, in characters.
    width: int = field(kw_only=True)
    #: The part of the printed form, from 1: the Appendix has columns 1–6, 7–12 and 13–17.
    part: int = field(kw_only=True)
    #: The column of the day on which a term in this column starts.
    starts: Column | None = field(default=None, kw_only=True)
    #: Whether few values occur in many cells, so that they are read once and remembered.
    repeats: bool = field(default=True, kw_only=True)


FIELDS: Final = {
    one.column: one
    for one in (
        Field(Column.NUMBER, None, kind=Kind.NUMBER, width=6, part=1),
        Field(Column.NAME, read_text, width=30, part=1, repeats=False),
        Field(Column.IDENTIFIER, read_identifier, width=19, part=1, repeats=False),
        Field(Column.ADDRESS, read_text, width=28, part=1, repeats=False),
        Field(Column.CONDITIONS, read_conditions, width=16, part=1),
        Field(Column.CATEGORIES, read_categories, width=32, part=1),
        Field(Column.CAPACITY, read_count, kind=Kind.NUMBER, width=12, part=2),
        Field(Column.PHONES, read_telephones, width=14, part=2, repeats=False),
        Field(Column.EMAILS, read_emails, width=24, part=2, repeats=False),
        Field(Column.LICENCE_ISSUED_ON, read_day, kind=Kind.DAY, width=14, part=2),
        Field(Column.LICENCE_TERM, read_term, width=14, part=2, starts=Column.LICENCE_ISSUED_ON),
        Field(Column.REISSUED_ON, read_day, kind=Kind.DAY, width=14, part=2),
        Field(Column.CONTRACT_SIGNED_ON, read_day, kind=Kind.DAY, width=14, part=3),
        Field(Column.CONTRACT_TERM, read_term, width=14, part=3, starts=Column.CONTRACT_SIGNED_ON),
        Field(Column.INCLUDED_ON, read_day, kind=Kind.DAY, width=14, part=3),
        Field(Column.TERMINATED_ON, read_day, kind=Kind.DAY, width=14, part=3),
        Field(Column.EXCLUSION_BASIS, read_text, width=20, part=3, repeats=False),
    )
}


@frozen(kw_only=True)
class Dictionary:
    """
    Answers to the questions about a form, given once for this file and the next ones.
    """

    #: The column of each heading, by its key; None for a heading that is to be left unread.
    headings: Mapping[str, Column | None] = field(factory=dict)
    #: By column, the words of each wording.
    words: Mapping[Column, Mapping[str, tuple[Word, ...]]] = field(factory=dict)

    def fields(self) -> Mapping[Column, Field]:
        """
        Return the description of the columns, with readers that know the answers.
        """
        more = {
            column: evolve(FIELDS[column], read=certain(WORD_READERS[column].also(answers)))
            for column, answers in self.words.items()
        }
        return {**FIELDS, **more}


#: The columns of free text.
TEXTS: Final = frozenset((Column.NAME, Column.ADDRESS, Column.EXCLUSION_BASIS))
#: Other headings that occur in files; a heading of a group may stand before them.
OTHER_HEADINGS: Final = {
    Column.NUMBER: "№ р/с; р/с; р/с №; № п/п; п/п; N",
    Column.NAME: (
        "Атауы; Ұйым атауы; Ұйымның толық атауы; Наименование; Название организации; Полное "
        "наименование организации; Наименование поставщика; Наименование поставщика услуг; Поставщик; "
        "Организация; Қызмет көрсетуші; Қызмет берушінің атауы; Name; Organisation; Organization name"
    ),
    Column.IDENTIFIER: (
        "БСН; БИН; БСН/ЖСН; БИН/ИИН; ИИН/БИН; ЖСН/БСН; BIN; BIN/IIN; Бизнес сәйкестендіру нөмірі "
        "(БСН); Бизнес-идентификационный номер (БИН); Business identification number (BIN)"
    ),
    Column.ADDRESS: (
        "Мекен-жайы; Мекенжай; Заңды мекенжайы; Ұйымның мекенжайы; Орналасқан жері; Юридический адрес; "
        "Адрес организации; Место нахождения; Местонахождение; Legal address"
    ),
    Column.CONDITIONS: (
        "Қызмет көрсету шарттары; Қызмет көрсету шарты (стационар, жартылай стационар, үйде, уақытша "
        "болу жағдайында); Условие оказания услуг; Условия оказания услуги; Условия предоставления "
        "услуг; Форма оказания услуг; Вид условий; Қызмет көрсету жағдайы; Қызмет көрсету түрі; "
        "Conditions of service"
    ),
    Column.CATEGORIES: (
        "Қызмет алушылар санаттары; Қызмет алушылардың санаты; Категории получателей услуг; Категория "
        "услугополучателей; Категории услугополучателей; Категории получателей; Категория получателей; "
        "Контингент; Алушылар санаты; Қызмет алушы санаты; Categories of recipients"
    ),
    Column.CAPACITY: (
        "Жалпы қуаттылығы; Ұйымның қуаттылығы; Общая мощность; Мощность организации; Мощность; "
        "Количество мест; Кол-во мест; Число мест; Количество койко-мест; Койко-места; Число коек; "
        "Количество коек; Количество мест/коек; Проектная мощность; Плановая мощность; Қуаттылығы; "
        "Қуаты; Орын саны; Орындар саны; Төсек саны; Төсек-орын саны; Жобалық қуаттылығы; Capacity; "
        "Total capacity of the organisation; Number of places; Number of beds"
    ),
    Column.PHONES: (
        "Телефондар; Телефоны; Телефон нөмірі; Номер телефона; Номера телефонов; Тел.; Контактный "
        "телефон; Контактные телефоны; Контактный номер; Байланыс телефоны; Байланыс телефондары; "
        "Байланыс нөмірі; Телефоны организации; Phone; Contact telephone"
    ),
    Column.EMAILS: (
        "Электорндық пошта мекенжайы; Электрондық поштасы; Электрондық пошта; Электронная почта; Эл. "
        "почта; Адрес эл. почты; Почта; Эл. адрес; Электронный адрес; Эл. пошта; Пошта; E-mail; Email"
    ),
    Column.LICENCE_ISSUED_ON: (
        "Лицензияның берілген күні; Лицензия берілген күн; Лицензия күні; Дата выдачи лицензии; Дата "
        "лицензии; Дата получения лицензии; Licence issue date"
    ),
    Column.LICENCE_TERM: (
        "Қолдану мерзімі; Қолданылу мерзімі; Лицензияның қолданылу мерзімі; Срок действия; Лицензия "
        "мерзімі; Срок лицензии; Term of the licence"
    ),
    Column.REISSUED_ON: (
        "Лицензияны қайта рәсімдеу күні; Лицензияны қайта ресімдеу күні; Лицензияның қайта ресімдеу "
        "күні; Қайта рәсімдеу күні; Дата переоформления; Reissue date"
    ),
    Column.CONTRACT_SIGNED_ON: (
        "Қол қойылған күні; Дата подписания; Дата утверждения; Дата договора; Дата заключения "
        "договора; Дата подписания договора; Дата заключения; Шарттың бекітілген күні; Шарт жасалған "
        "күн; Шарттың жасалған күні; Шартқа қол қойылған күн; Шарттың күні; Келісімшарт күні; Date "
        "signed; Date of the contract"
    ),
    Column.CONTRACT_TERM: (
        "Шарттың мерзімі; Келісімшарт мерзімі; Келісім шарт мерзімі; Срок действия договора; Term of "
        "the contract"
    ),
    Column.INCLUDED_ON: (
        "Тіркелімге енгізілген күні; Тіркелімге енгізу күні; Тізілімге енгізілген күні; Регистрге "
        "енгізілген күні; Енгізу күні; Дата включения в регистр; Дата включения в реестр; Дата "
        "внесения; Дата внесения в регистр; Дата внесения в реестр; Дата занесения в регистр; "
        "Inclusion date; Date of entry in the register"
    ),
    Column.TERMINATED_ON: (
        "Лицензия қолданысының тоқтатылған күні; Лицензияның тоқтатылған күні; Дата прекращения "
        "лицензии; Дата прекращения действия; Termination date"
    ),
    Column.EXCLUSION_BASIS: (
        "Шығару негізі; Тіркелімнен шығару негізі; Основание исключения; Основание исключения из "
        "регистра; Основание для исключения; Основание снятия с учета; Grounds for exclusion"
    ),
}
#: Headings that are read where the column has no other.
SECOND_HEADINGS: Final = {
    Column.ADDRESS: (
        "Фактический адрес; Фактическое местонахождение; Адрес фактического местонахождения; Место "
        "оказания услуг; Нақты мекенжайы; Нақты орналасқан жері; Қызмет көрсету орны; Actual address"
    ),
    Column.CAPACITY: "Фактическая мощность; Нақты қуаттылығы",
    Column.PHONES: "Мобильный телефон; Сотовый телефон; Ұялы телефон",
}
#: The columns that a file may lack; they are then not compared with the register.
MAY_LACK: Final = frozenset((
    Column.REISSUED_ON, Column.CONTRACT_SIGNED_ON, Column.CONTRACT_TERM, Column.TERMINATED_ON,
    Column.EXCLUSION_BASIS,
))  # fmt: skip
#: Other names of the groups. «Қызмет көрсету шарты» also means the condition; its sub-heading decides.
_GROUPS: Final = {
    ColumnGroup.CONTACTS: "Байланыс деректері; Байланыс; Контакты; Контактная информация",
    ColumnGroup.LICENSING: "Лицензия; Licence; License",
    ColumnGroup.CONTRACT: (
        "Қызмет көрсету шарты; Қызмет көрсету келісімшарты; Келісімшарт; Келісім шарт; Договор; "
        "Договор об оказании услуг; Contract"
    ),
}
#: Sub-headings that are known only under their group.
_UNDER_GROUP: Final = {
    Column.LICENCE_ISSUED_ON: "Күні; Дата; Date",
    Column.LICENCE_TERM: "Мерзімі; Срок; Term",
    Column.CONTRACT_SIGNED_ON: "Күні; Дата; Date",
    Column.CONTRACT_TERM: "Мерзімі; Срок; Term; Срок действия; Қолдану мерзімі",
    Column.EMAILS: "Мекенжайы; Адрес; Address; Пошта; Почта",
}


def heading_key(text: str) -> str:
    """
    Return the letters and digits of a heading, folded, without the spaces between them.

    >>> heading_key("П о ш т а  мекен-жайы") == heading_key("Пошта мекенжайы")
    True
    """
    return fold(text.replace("№", "no")).replace(" ", "")  # «№» alone is a heading, too


def _keys() -> dict[str, Column]:
    keys: dict[str, Column] = {}
    for column, headings in OTHER_HEADINGS.items():
        own = (*column.labels.values(), *headings.split(";"))
        keys |= {heading_key(text): column for text in own}
        if column.group:
            groups = (*column.group.labels.values(), *_GROUPS[column.group].split(";"))
            inner = (*own, *filter(None, _UNDER_GROUP.get(column, "").split(";")))
            keys |= {heading_key(group + text): column for group in groups for text in inner}
    return keys


#: The column of every known heading, alone or after its group's.
HEADINGS: Final = _keys()
#: The column of every heading that yields to another one of its column.
SECOND: Final = {
    heading_key(text): column for column, all_ in SECOND_HEADINGS.items() for text in all_.split(";")
}


@frozen
class Extra:
    """
    A column that the form does not have.

    Its cells supply for one row what an option supplies for all rows.
    """

    name: str
    read: Reader
    #: Its headings besides the name of the field.
    headings: str
    kind: Kind = Kind.TEXT


CONSENT: Final = "consent"
CONSENT_DAY: Final = "consent.given_on"
TERMINATION_GROUND: Final = "termination_ground"
REISSUE_GROUND: Final = "reissue_ground"
EXCLUDED_ON: Final = "excluded_on"
#: The columns whose cells tell the region of the address, by its code or by name.
REGIONS: Final = ("kato", "region")
_EXTRAS: Final = (
    Extra(
        CONSENT, read_consent,
        "Келісімі; Жариялауға келісім; Жариялауға келісімі; Согласие на публикацию; Согласие "
        "поставщика; Consent to publication",
    ),
    Extra(
        CONSENT_DAY, read_day,
        "Келісім күні; Келісім берілген күн; Дата согласия; День согласия; Дата дачи согласия; Date of "
        "consent; Consent date", Kind.DAY,
    ),
    Extra(
        TERMINATION_GROUND, partial(read_word, TerminationGround),
        "Лицензияны тоқтату негізі; Основание прекращения лицензии; Основание прекращения действия "
        "лицензии; Termination ground",
    ),
    Extra(
        REISSUE_GROUND, partial(read_word, ReissueGround),
        "Лицензияны қайта рәсімдеу негізі; Қайта ресімдеу негізі; Основание переоформления лицензии; "
        "Reissue ground",
    ),
    Extra(
        EXCLUDED_ON, read_day,
        "Шығарылған күн; Шығару күні; Тіркелімнен шығарылған күні; День исключения; Дата исключения из "
        "регистра; Exclusion date; Day of exclusion", Kind.DAY,
    ),
    Extra(REGIONS[0], read_region, "КАТО; ӘАОЖ; KATO; Код региона"),
    Extra(
        REGIONS[1], read_region,
        "Өңір атауы; Облыс; Облыс атауы; Облысы; Аймақ; Облыс, қала; Область; Наименование региона; "
        "Наименование области; Область, город; Регион (область); Region name",
    ),
)  # fmt: skip
#: The column of every heading that the form does not have, by its letters and digits.
EXTRAS: Final = {
    heading_key(text): one
    for one in _EXTRAS
    for text in (
        one.name,
        *(field_name(one.name, language) for language in LANGUAGES),
        *one.headings.split(";"),
    )
}
#: The heading of a rejects file's column of reasons, which is not read.
REASON: Final = {"kk": "Қабылданбау себебі", "ru": "Причина отклонения", "en": "Reason for rejection"}
REASONS: Final = frozenset(map(heading_key, REASON.values()))
