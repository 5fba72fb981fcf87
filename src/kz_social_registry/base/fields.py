"""
The names of fields for people: what a fault's path is called in Kazakh, Russian or English.

The columns of the form name themselves, unless their heading needs that of a group. This list has the
other parameters of acts, the attributes of an entry and the members of notices.
"""

import re
from typing import Final

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column, ColumnGroup
from kz_social_registry.base.law import Language

# Each member is a row of a table; a formatter would put every cell on a line of its own.
# fmt: off


class FieldName(Word):
    """
    The name of a field that is no column of the form, or of a column where it stands alone.
    """

    ACT = "act", None, "Әрекет", "Действие", "Act"
    AFTER = "after", None, "Қай орыннан кейін", "После какой позиции", "After"
    BASE = "base", None, "Бастапқы жарияланым", "Исходная публикация", "First publication"
    BASIS = "basis", None, "Негізі", "Основание", "Basis"
    BY = "by", None, "Жазған адам", "Кто вносит запись", "Recorder"
    CAPACITY_FROM = "capacity_from", None, "Ең аз қуаттылық", "Наименьшая мощность", "Least capacity"
    CAPACITY_TO = "capacity_to", None, "Ең көп қуаттылық", "Наибольшая мощность", "Greatest capacity"
    CHECKPOINT = "checkpoint", None, "Бақылау нүктесі", "Контрольная точка", "Checkpoint"
    CLOCK = "clock", None, "Сағат", "Часы", "Clock"
    COLUMN = "column", None, "Баған", "Графа", "Column"
    COLUMNS = "columns", None, "Келісім бағандары", "Графы согласия", "Columns of the consent"
    CONSENT = "consent", None, "Келісім", "Согласие", "Consent"
    CONTRACT_SIGNED_ON = (
        "contract_signed_on", None, "Шартқа қол қойылған күн", "Дата подписания договора",
        "Date when the contract was signed",
    )
    COUNTS_FROM = (
        "counts_from", None, "Келісім күшіне енетін күн", "Первый день согласия",
        "First day of the consent",
    )
    CRITERIA = "criteria", None, "Іздеу шарттары", "Условия поиска", "Criteria"
    DAYS = "days", None, "Күн саны", "Число дней", "Days"
    DOCUMENT = "document", None, "Құжат", "Документ", "Document"
    ENTRY = "entry", None, "Жазба", "Запись", "Entry"
    ENTRY_ID = "entry_id", None, "Жазба идентификаторы", "Идентификатор записи", "Id of the entry"
    ERROR = "error", None, "Қате түрі", "Вид ошибки", "Kind of error"
    EXCLUDED_ON = "excluded_on", None, "Шығарылған күні", "Дата исключения", "Date of exclusion"
    EXPECT = "expect", None, "Күтілетін факт саны", "Ожидаемое число фактов", "Expected number of facts"
    EXPIRES_BEFORE = (
        "expires_before", None, "Мерзімі осы күнге дейін аяқталады", "Срок истекает до",
        "Expires before",
    )
    EXTRACT = "extract", None, "Үзінді көшірме", "Выписка", "Extract"
    FACTS = "facts", None, "Факт", "Факт", "Fact"
    FAULTS = "faults", None, "Қателер", "Ошибки", "Faults"
    FORMATS = "formats", None, "Пішімдер", "Форматы", "Formats"
    GIVEN_ON = (
        "given_on", None, "Келісімге қол қойылған күн", "Дата подписания согласия",
        "Date when the consent was signed",
    )
    GROUND = "ground", None, "Негізі", "Основание", "Ground"
    ID = "id", None, "Идентификатор", "Идентификатор", "Id"
    IDENTIFIER = "identifier", None, "БСН немесе ЖСН", "БИН или ИИН", "BIN or IIN"
    INCLUDED_ON = (
        "included_on", None, "Тіркелімге енгізілген күні", "Дата включения в регистр",
        "Date of inclusion",
    )
    ISSUED_ON = "issued_on", None, "Берілген күні", "Дата выдачи", "Date of issue"
    KATO = "kato", None, "ӘАОЖ коды", "Код КАТО", "KATO code"
    KIND = "kind", None, "Түрі", "Вид", "Kind"
    KNOWN = "known", None, "Деректер белгілі болған сәт", "Когда это было известно", "Known at"
    KNOWN_NOW = "known_now", None, "Кейін белгілі болған сәт", "Когда стало известно", "Known later at"
    KNOWN_THEN = (
        "known_then", None, "Бұрын белгілі болған сәт", "Когда было известно", "Known earlier at",
    )
    LICENCE = "licence", None, "Лицензия", "Лицензия", "Licence"
    LICENCE_ISSUED_ON = (
        "licence_issued_on", None, "Лицензияның берілген күні", "Дата выдачи лицензии",
        "Licence issue date",
    )
    LICENCE_NUMBER = (
        "licence_number", None, "Лицензияның нөмірі", "Номер лицензии", "Licence number",
    )
    LIMIT = "limit", None, "Ең көп жол саны", "Наибольшее число строк", "Most rows"
    LINES = "lines", None, "Жол", "Строка", "Line"
    MONTHS = "months", None, "Ай саны", "Число месяцев", "Months"
    NEW_IDENTIFIER = (
        "new_identifier", None, "Жаңа БСН немесе ЖСН", "Новый БИН или ИИН", "New BIN or IIN",
    )
    NOTICE = "notice", None, "Хабарлама нөмірі", "Номер уведомления", "Id of the notice"
    NUMBER = "number", None, "Фактінің нөмірі", "Номер факта", "Number of the fact"
    OF = "of", None, "Күші жойылатын факт", "Отменяемый факт", "Annulled fact"
    ON = "on", None, "Күні", "Дата", "Date"
    OPEN_ENDED = "open_ended", None, "Мерзімсіз", "Бессрочно", "Open-ended"
    PREDECESSORS = "predecessors", None, "Бұрынғы жазба", "Прежняя запись", "Earlier entry"
    PUBLISHED_ON = "published_on", None, "Жариялау күні", "День публикации", "Day of publishing"
    REASON = "reason", None, "Себебі", "Причина", "Reason"
    REASONS = "reasons", None, "Себептер", "Причины", "Reasons"
    RECORDED_AT = "recorded_at", None, "Жазылған сәті", "Момент записи", "Moment of recording"
    RECORDED_BY = "recorded_by", None, "Жазған адам", "Кто внес запись", "Recorded by"
    REGIONS = "regions", None, "Өңірлер", "Регионы", "Regions"
    REPLACEMENT = "replacement", None, "Дұрыс әрекет", "Верное действие", "Replacement"
    REISSUE_GROUND = (
        "reissue_ground", None, "Қайта рәсімдеу негізі", "Основание переоформления",
        "Ground of reissue",
    )
    ROWS = "rows", None, "Жол", "Строка", "Row"
    SIGNED_ON = "signed_on", None, "Қол қойылған күн", "Дата подписания", "Date of signing"
    STANDING = "standing", None, "Жай-күйі", "Состояние", "Standing"
    STATUS = "status", None, "Мәртебесі", "Статус", "Status"
    STATUSES = "statuses", None, "Мәртебелер", "Статусы", "Statuses"
    SUCCESSION = "succession", None, "Құқықтық мирасқорлық", "Правопреемство", "Succession"
    SUSPENDED_ON = (
        "suspended_on", None, "Тоқтатыла тұрған күні", "Дата приостановления", "Date of suspension",
    )
    SUSPENDED_UNTIL = (
        "suspended_until", None, "Тоқтата тұрудың соңғы күні", "Последний день приостановления",
        "Last day of the suspension",
    )
    TERM = "term", None, "Мерзімі", "Срок", "Term"
    TERMINATION_GROUND = (
        "termination_ground", None, "Тоқтату негізі", "Основание прекращения", "Ground of termination",
    )
    TEXT = "text", None, "Іздеу мәтіні", "Текст поиска", "Search text"
    UNTIL = "until", None, "Соңғы күні", "Последний день", "Last day"
    VALID_UNTIL = (
        "valid_until", None, "Лицензия мерзімінің соңғы күні", "Последний день срока лицензии",
        "Last day of the licence",
    )
    VIEW = "view", None, "Көрініс", "Вид регистра", "View"
    WITHHELD = "withheld", None, "Жарияланбау себебі", "Почему не публикуется", "Reason for withholding"
    WITHIN = "within", None, "Қанша уақыт ішінде", "В течение какого срока", "Within"
    YEARS = "years", None, "Жыл саны", "Число лет", "Years"


# fmt: on

_STEP: Final = re.compile(r"(\w*)((?:\[\d+\])*)(?:\.|$)")
#: Parts of an entry whose members have names of their own.
_GROUPS: Final = frozenset(("contacts", "licence", "contract"))
#: The register itself; the messages about it name it.
_STORE: Final = "store"
#: Items that have numbers of their own; others are counted from 1.
_NUMBERED: Final = frozenset(("facts",))


def field_name(path: str, language: Language) -> str:
    """
    Return the name of the field at a path; a name that the library does not know stands in quotes.

    >>> field_name("contacts.phones[1]", "ru"), field_name("consent.until", "en")
    ('Телефон 2', 'Consent, last day')
    """
    names: list[str] = []
    rest, group = path if path != _STORE else "", ""
    while rest:
        step = _STEP.match(rest)
        name = step[1] if step else ""
        word = _word(f"{group}_{name}") or _word(name)
        if step is None or (name and word is None):
            return ", ".join([*names, quoted(rest, language)])
        rest = rest[step.end() :]
        group = name if name in _GROUPS else ""
        # A group goes without saying before a member, and so does the act of a fact.
        if not (group and rest) and not (names and name == "act"):
            label = word.label(language) if word else "№"
            numbers = [str(int(n) + (name not in _NUMBERED)) for n in re.findall(r"\d+", step[2])]
            names.append(" ".join([_lowered(label) if names else label, *numbers]))
    return ", ".join(names)


def _word(name: str) -> Word | None:
    return FieldName.of(name) or Column.of(name) or ColumnGroup.of(name)


def _lowered(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def quoted(text: str, language: Language) -> str:
    """
    Return a text that is not of the language in its quotation marks.
    """
    return f'"{text}"' if language == "en" else f"«{text}»"
