"""
The words and examples of the schemas: descriptions in English, titles in Kazakh and Russian.
"""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ServiceCondition, Withholding
from kz_social_registry.domain.acts import issue_of
from kz_social_registry.domain.row import Withheld
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage.memory import MemoryStore

#: The title of each annotated schema in English, Kazakh and Russian.
TITLES: Final = {
    "publication": (
        "A publication of the register: register.json",
        "Тіркелімнің жарияланымы",
        "Публикация регистра",
    ),
    "row": ("A row of a publication", "Жарияланымның жолы", "Строка публикации"),
    "page": (
        "A page of the entries found, for staff",
        "Табылған жазбалардың беті, қызметкерлер үшін",
        "Страница найденных записей, для сотрудников",
    ),
    "standing": (
        "Whether a provider was in the register with a licence in force on a day, and why not",
        "Өнім берушінің белгілі бір күнгі жай-күйі",
        "Состояние поставщика на день",
    ),
    "fault": ("A fault of a value, an act or a file", "Қате", "Ошибка"),
    "term": ("A term: a length, a last day, or open-ended", "Мерзім", "Срок"),
    "bin": (
        "A business identification number",
        "Бизнес-сәйкестендіру нөмірі (БСН)",
        "Бизнес-идентификационный номер (БИН)",
    ),
    "iin": (
        "An individual identification number",
        "Жеке сәйкестендіру нөмірі (ЖСН)",
        "Индивидуальный идентификационный номер (ИИН)",
    ),
    "withheld": (
        "A cell that the provider does not consent to publish",
        "Жарияланбайтын ұяшық",
        "Ячейка, которая не публикуется",
    ),
}
#: What each member that is no column means, in English, Kazakh and Russian.
MEMBERS: Final = {
    "id": (
        "The entry's id, the same in every answer",
        "Жазбаның сәйкестендіргіші",
        "Идентификатор записи",
    ),
    "entry_id": (
        "The id of that day's entry",
        "Жазбаның сәйкестендіргіші",
        "Идентификатор записи",
    ),
    "on": (
        "The day that the answer is about",
        "Мәліметтер берілген күн",
        "День, на который даны сведения",
    ),
    "published_on": ("The day of publication", "Жарияланған күні", "Дата публикации"),
    "view": ("The entries that it covers", "Қамтылған жазбалар", "Состав записей"),
    "edition": ("The edition of the Rules on that day", "Қағидалардың редакциясы", "Редакция Правил"),
    "entries": ("The entries, in order", "Жазбалар", "Записи"),
    "next": ("The beginning of the next page", "Келесі беттің басы", "Начало следующей страницы"),
    "total": (
        "The number of entries on all pages",
        "Барлық беттегі жазбалар саны",
        "Число записей на всех страницах",
    ),
    "name_key": (
        "The folded name of the page's last entry",
        "Соңғы жазбаның реттеу кілті",
        "Ключ сортировки последней записи",
    ),
    "in_register": ("Whether it was in the register", "Тіркелімге енгізілген", "Включен в регистр"),
    "in_force": ("Whether its licence was in force", "Лицензия қолданыста", "Лицензия действует"),
    "reasons": ("The conditions that fail", "Орындалмаған шарттар", "Невыполненные условия"),
    "faults": ("The faults of the question", "Сұрақтың қателері", "Ошибки вопроса"),
    "activity_may_go_on": (
        "Whether a licence is no longer needed",
        "Қызметті лицензиясыз жалғастыруға болады",
        "Деятельность можно продолжать без лицензии",
    ),
    "code": ("The code of the fault", "Қатенің коды", "Код ошибки"),
    "path": ("The place of the value, by names and indexes", "Мәннің орны", "Место значения"),
    "allowed": ("The accepted codes, or a limit", "Рұқсат етілген мәндер", "Допустимые значения"),
    "clause": ("The rule, if it is not the code's own", "Норма", "Норма"),
    "cause": ("The fact in the way, and the status", "Кедергі болған факт", "Факт, который мешает"),
    "fact": ("The number of the fact", "Фактінің нөмірі", "Номер факта"),
    "fact_act": ("The act of the fact", "Фактінің әрекеті", "Действие факта"),
    "fact_on": ("The day on which it takes effect", "Күшіне енген күні", "Дата действия"),
    "since": ("The first day of the status", "Мәртебенің алғашқы күні", "Первый день статуса"),
    "act": ("The legal act", "Құқықтық акт", "Правовой акт"),
    "reference": ("The act's number and date", "Актінің нөмірі мен күні", "Номер и дата акта"),
    "kk": ("The act's name in Kazakh citations", "Қазақша атауы", "Название по-казахски"),
    "ru": ("The act's name in Russian citations", "Орысша атауы", "Название по-русски"),
    "en": ("The act's name in English citations", "Ағылшынша атауы", "Название по-английски"),
    "article": ("The article", "Бап", "Статья"),
    "paragraph": ("The paragraph", "Тармақ", "Пункт"),
    "point": ("The point", "Тармақша", "Подпункт"),
    "reading": ("The choice of the library", "Кітапхананың таңдауы", "Выбор библиотеки"),
    "years": ("Whole years", "Жыл", "Лет"),
    "months": ("Whole months", "Ай", "Месяцев"),
    "days": ("Days", "Күн", "Дней"),
    "until": ("The last day, inclusive", "Соңғы күні", "Последний день"),
    "open_ended": ("No end", "Мерзімсіз", "Бессрочно"),
    "withheld": ("The reason why it is withheld", "Жарияланбау себебі", "Почему не публикуется"),
    "licence": ("The licence", "Лицензия", "Лицензия"),
    "issued_on": ("The day of issue", "Берілген күні", "Дата выдачи"),
    "term": ("The term", "Мерзімі", "Срок действия"),
    "number": ("The number", "Нөмірі", "Номер"),
    "contract": ("The contract", "Шарт", "Договор"),
    "signed_on": ("The day of signing", "Қол қойылған күні", "Дата подписания"),
    "consent": ("The consent to publication", "Жариялауға келісім", "Согласие на публикацию"),
    "columns": ("The numbers of the columns", "Бағандардың нөмірлері", "Номера граф"),
    "given_on": ("The day on which it was given", "Берілген күні", "Дата согласия"),
    "counts_from": ("The day from which it counts", "Күшіне енген күні", "Действует с"),
    "kato": ("The address code KATO", "ӘАОЖ коды", "Код КАТО"),
    "status": ("The recorded status", "Мәртебесі", "Статус"),
    "succession": ("The entries that it continues", "Құқық мирасқорлығы", "Правопреемство"),
    "kind": ("The kind of succession", "Түрі", "Вид"),
    "predecessors": ("The ids of those entries", "Алдыңғы жазбалар", "Предшествующие записи"),
    "suspended_on": ("The first day of a suspension", "Тоқтатыла тұрған күні", "Приостановлена с"),
    "suspended_until": (
        "The day until which it is suspended",
        "Тоқтатыла тұру мерзімі",
        "Приостановлена до",
    ),
    "termination_ground": ("The ground of termination", "Тоқтату негізі", "Основание прекращения"),
    "excluded_on": ("The day of exclusion", "Шығарылған күні", "Дата исключения"),
}


def annotated(node: Any) -> Any:
    """
    Return a schema with a description and titles for each member that an object may have.
    """
    if isinstance(node, list):
        return [*map(annotated, node)]
    if not isinstance(node, dict):
        return node
    found = {key: annotated(value) for key, value in node.items()}
    if "properties" in found:
        found["properties"] = {
            name: _words(name) | member for name, member in found["properties"].items()
        }
    return found


def _words(name: str) -> dict[str, Any]:
    column = Column.of(name)
    if column and column is not Column.NUMBER:
        clause = f" ({column.clause.cite('en')})" if column.clause else ""
        english, kazakh, russian = (
            f"{column.heading('en')}{clause}", column.heading("kk"), column.heading("ru"),
        )  # fmt: skip
    else:
        english, kazakh, russian = MEMBERS[name]
    return {"description": english, "titles": {"kk": kazakh, "ru": russian}}


def examples() -> dict[str, list[Any]]:
    """
    Return examples of each value, from a register of two providers.
    """
    day = date(2026, 1, 15)
    registry = Registry(MemoryStore(), lambda: datetime(2026, 1, 15, 6, tzinfo=UTC))
    providers = [("«Мейірім» ЖШС", "250140998011", None), ("ТОО «Забота»", "250140998031", [2, 5, 6])]
    for number, (name, identifier, columns) in enumerate(providers, 1):
        issue = issue_of(
            on=date(2025, 5, 12), identifier=identifier, name=name, capacity=40,
            address="Астана қаласы, Абай даңғылы, 12", conditions={"at_home"}, categories={"elderly"},
            phones=["+77172003654"], emails=["info@example.kz"], licence_issued_on=date(2025, 5, 8),
            licence_term=Term(years=3), entry_id=UUID(int=number),
        )  # fmt: skip
        registry.record(issue.entry_id, issue)
        registry.give_consent(issue.entry_id, on=date(2025, 5, 12), columns=columns)
    publication = registry.public(on=day, published_on=day)
    asked = [("250140998011", day), ("250140998031", date(2025, 5, 1)), ("25014099801", day)]
    return {
        "publication": [publication],
        "row": [*publication],
        "page": [registry.search(on=day, limit=1, total=True)],
        "standing": [*registry.standings(asked)],
        "fault": [
            Fault(Code.CONTROL_DIGIT, "identifier"),
            Fault(Code.UNKNOWN_CODE, "conditions", allowed=ServiceCondition),
        ],
        "term": [Term(years=3), Term(until=date(2028, 5, 8)), Term(open_ended=True)],
        "bin": [Bin("250140998011")],
        "iin": [Iin("791028302728")],
        "withheld": [Withheld(Withholding.OUTSIDE_CONSENT)],
    }
