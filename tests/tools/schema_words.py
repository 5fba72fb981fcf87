"""
The words and examples of the schemas: descriptions in English, titles in Kazakh and Russian.
"""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from attrs import evolve

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ServiceCondition, Withholding
from kz_social_registry.domain.acts import issue_of
from kz_social_registry.domain.row import Withheld
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.answers.journal import JournalLine
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
    "facets": (
        "Numbers of entries, by condition, category and region",
        "Жазбалар саны: шарттар, санаттар және өңірлер бойынша",
        "Число записей по условиям, категориям и регионам",
    ),
    "diff": (
        "The changes from one publication to another: diff.json",
        "Екі жарияланым арасындағы өзгерістер",
        "Изменения между двумя публикациями",
    ),
    "journal": (
        "The journal of an entry, for staff: each fact, and what it changed",
        "Жазба журналы, қызметкерлер үшін: әр факт және ол өзгерткен деректер",
        "Журнал записи, для сотрудников: каждый факт и что он изменил",
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
    "facets.total": ("All entries", "Барлығы", "Всего"),
    "facets.conditions": ("By service condition", "Қызмет көрсету шарттары бойынша", "По условиям"),
    "facets.categories": ("By recipient category", "Санаттар бойынша", "По категориям"),
    "facets.regions": ("By region; empty for a publication", "Өңірлер бойынша", "По регионам"),
    "total.entries": ("The number of entries", "Жазбалар саны", "Число записей"),
    "conditions.entries": ("The number of entries", "Жазбалар саны", "Число записей"),
    "categories.entries": ("The number of entries", "Жазбалар саны", "Число записей"),
    "regions.entries": ("The number of entries", "Жазбалар саны", "Число записей"),
    "base": (
        "SHA-256 of the earlier publication",
        "Бұрынғы жарияланымның SHA-256 мәні",
        "SHA-256 прежней публикации",
    ),
    "included": ("New rows", "Жаңа жолдар", "Новые строки"),
    "changed": ("Changed rows", "Өзгерген жолдар", "Измененные строки"),
    "cells": ("The new cells", "Жаңа ұяшықтар", "Новые ячейки"),
    "left": ("Ids of entries that left the register", "Шығарылған жазбалар", "Исключенные записи"),
    "retracted": (
        "Ids of entries that are no longer public",
        "Енді жарияланбайтын жазбалар",
        "Больше не публикуемые записи",
    ),
    "journal.fact": ("The fact as recorded", "Жазылған факт", "Факт, как он записан"),
    "journal.columns": ("The columns that it changed", "Өзгерген бағандар", "Измененные графы"),
    "annulled_by": (
        "The number of the fact that strikes it out",
        "Күшін жойған факт",
        "Каким фактом отменен",
    ),
    "is_repeated": (
        "Whether it only repeats a withdrawal of the consent",
        "Қайталанған",
        "Повторный отзыв",
    ),
    "column": ("The column", "Баған", "Графа"),
    "then": ("The cell before", "Бұрынғы мән", "Было"),
    "now": ("The cell after", "Жаңа мән", "Стало"),
    "fact.entry_id": ("The id of the entry", "Жазбаның сәйкестендіргіші", "Идентификатор записи"),
    "place": ("The number that orders facts of one day", "Реттік орны", "Порядковое место"),
    "content": ("The act, or the annulment", "Мазмұны", "Содержание"),
    "recorded_at": ("The moment of recording", "Жазылған сәті", "Момент записи"),
    "recorded_by": ("The recorder", "Жазған адам", "Кто внес запись"),
    "notice": ("The id of the notice that brought it", "Хабарлама нөмірі", "Номер уведомления"),
    "digest": ("The digest of the chain of facts", "Тізбек хеші", "Хеш цепочки фактов"),
    "content.act": ("The kind of act", "Әрекет түрі", "Вид действия"),
    "content.on": ("The day on which it takes effect", "Күні", "Дата"),
    "content.entry_id": ("The id of the new entry", "Жаңа жазбаның идентификаторы", "Новая запись"),
    "document": ("The document that it rests on", "Құжат", "Документ"),
    "ground": ("The ground", "Негізі", "Основание"),
    "basis": ("The basis", "Негізі", "Основание"),
    "new_identifier": ("The new BIN or IIN", "Жаңа БСН немесе ЖСН", "Новый БИН или ИИН"),
    "licence_number": ("The number of the licence", "Лицензияның нөмірі", "Номер лицензии"),
    "of": ("The number of the annulled fact", "Күші жойылған факт", "Отмененный факт"),
    "reason": ("The reason", "Себебі", "Причина"),
    "excluded_on": ("The day of exclusion", "Шығарылған күні", "Дата исключения"),
}


def annotated(node: Any, holder: str) -> Any:
    """
    Return a schema with a description and titles for each member that an object may have.

    The holder is the name of the schema, or of the member that the node is.
    """
    if isinstance(node, list):
        return [annotated(one, holder) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: annotated(value, holder) for key, value in node.items() if key != "properties"}
    if "properties" in node:
        found["properties"] = {
            name: _words(name, holder) | annotated(member, name)
            for name, member in node["properties"].items()
        }
    return {key: found[key] for key in node}


def _words(name: str, holder: str) -> dict[str, Any]:
    own = MEMBERS.get(f"{holder}.{name}")
    column = None if own else Column.of(name)
    if column and column is not Column.NUMBER:
        clause = f" ({column.clause.cite('en')})" if column.clause else ""
        english, kazakh, russian = (
            f"{column.heading('en')}{clause}", column.heading("kk"), column.heading("ru"),
        )  # fmt: skip
    else:
        english, kazakh, russian = own or MEMBERS[name]
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
    corrected = issue.entry_id  # of the second provider
    registry.amend(corrected, on=date(2025, 6, 1), capacity=400, by="А. Бекова", document="№ 7")
    registry.annul(corrected, 3, reason="қате терілген", by="А. Бекова")
    publication = registry.public(on=day, published_on=day)
    earlier = registry.public(on=date(2025, 5, 1), published_on=day)
    asked = [("250140998011", day), ("250140998031", date(2025, 5, 1)), ("25014099801", day)]
    return {
        "publication": [publication],
        "row": [*publication],
        "facets": [registry.facets(on=day), publication.facets()],
        "diff": [registry.public_diff(earlier, on=day, published_on=day)],
        "journal": [tuple(map(_still, registry.journal(corrected)))],
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


def _still(line: JournalLine) -> JournalLine:
    """
    Return a line whose digest is the same in every run.
    """
    return evolve(line, fact=evolve(line.fact, digest=bytes(32)))
