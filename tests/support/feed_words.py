"""
Names, services and places of the invented providers in the example feed.

Towns and area codes are real; no provider is.
"""

from typing import Final, NamedTuple

from kz_social_registry.base.vocabulary import Region


class Town(NamedTuple):
    """
    A town, and how to reach it.
    """

    region: Region
    kk: str
    ru: str
    #: As it stands before a Russian noun.
    adjective: str
    #: The telephone area code.
    area: str


# fmt: off
TOWNS: Final = (
    Town(Region.ABAI, "Семей", "Семей", "Семейский", "7222"),
    Town(Region.AKMOLA, "Көкшетау", "Кокшетау", "Кокшетауский", "7162"),
    Town(Region.AKTOBE, "Ақтөбе", "Актобе", "Актюбинский", "7132"),
    Town(Region.ALMATY_REGION, "Қонаев", "Конаев", "Конаевский", "72772"),
    Town(Region.ATYRAU, "Атырау", "Атырау", "Атырауский", "7122"),
    Town(Region.WEST_KAZAKHSTAN, "Орал", "Уральск", "Уральский", "7112"),
    Town(Region.ZHAMBYL, "Тараз", "Тараз", "Таразский", "7262"),
    Town(Region.ZHETISU, "Талдықорған", "Талдыкорган", "Талдыкорганский", "7282"),
    Town(Region.KARAGANDA, "Қарағанды", "Караганда", "Карагандинский", "7212"),
    Town(Region.KOSTANAY, "Қостанай", "Костанай", "Костанайский", "7142"),
    Town(Region.KYZYLORDA, "Қызылорда", "Кызылорда", "Кызылординский", "7242"),
    Town(Region.MANGYSTAU, "Ақтау", "Актау", "Актауский", "7292"),
    Town(Region.PAVLODAR, "Павлодар", "Павлодар", "Павлодарский", "7182"),
    Town(Region.NORTH_KAZAKHSTAN, "Петропавл", "Петропавловск", "Петропавловский", "7152"),
    Town(Region.TURKISTAN, "Түркістан", "Туркестан", "Туркестанский", "72533"),
    Town(Region.ULYTAU, "Жезқазған", "Жезказган", "Жезказганский", "7102"),
    Town(Region.EAST_KAZAKHSTAN, "Өскемен", "Усть-Каменогорск", "Усть-Каменогорский", "7232"),
    Town(Region.ASTANA, "Астана", "Астана", "Астанинский", "7172"),
    Town(Region.ALMATY, "Алматы", "Алматы", "Алматинский", "727"),
    Town(Region.SHYMKENT, "Шымкент", "Шымкент", "Шымкентский", "7252"),
    # From here on towns that are no centres of their regions; their notices name no KATO code.
    Town(Region.AKMOLA, "Степногор", "Степногорск", "Степногорский", "71645"),
    Town(Region.KARAGANDA, "Теміртау", "Темиртау", "Темиртауский", "7213"),
    Town(Region.KOSTANAY, "Рудный", "Рудный", "Рудненский", "71431"),
    Town(Region.MANGYSTAU, "Жаңаөзен", "Жанаозен", "Жанаозенский", "72934"),
    Town(Region.PAVLODAR, "Екібастұз", "Экибастуз", "Экибастузский", "7187"),
    Town(Region.TURKISTAN, "Кентау", "Кентау", "Кентауский", "72536"),
    Town(Region.EAST_KAZAKHSTAN, "Риддер", "Риддер", "Риддерский", "72336"),
)
CENTRES: Final = 20
CITIES: Final = (Region.ASTANA, Region.ALMATY, Region.SHYMKENT)
STREETS: Final = {
    "kk": (
        "Абай көшесі", "Бейбітшілік көшесі", "Желтоқсан көшесі", "Достық көшесі", "Жамбыл көшесі",
        "Қаныш Сәтбаев көшесі", "Мұхтар Әуезов көшесі", "Шоқан Уәлиханов көшесі", "Тәуелсіздік даңғылы",
        "Ыбырай Алтынсарин көшесі", "Ахмет Байтұрсынұлы көшесі", "Бауыржан Момышұлы даңғылы",
    ),
    "ru": (
        "ул. Абая", "ул. Бейбитшилик", "ул. Желтоксан", "ул. Достык", "ул. Жамбыла",
        "ул. Каныша Сатпаева", "ул. Мухтара Ауэзова", "ул. Чокана Валиханова", "пр. Тауелсиздик",
        "ул. Ыбырая Алтынсарина", "ул. Ахмета Байтурсынулы", "пр. Бауыржана Момышулы",
    ),
}
WORDS: Final = {
    "kk": (
        "Мейірім", "Қамқорлық", "Шапағат", "Үміт", "Ақниет", "Жанашыр", "Аялы алақан", "Шуақ",
        "Жылы жүрек", "Сенім", "Рақым", "Қайырым", "Нұрлы күн", "Аманат", "Ізгілік", "Асыл тірек",
        "Жан жылуы", "Береке", "Тірек", "Айналайын",
    ),
    "ru": (
        "Забота", "Надежда", "Милосердие", "Доверие", "Теплый дом", "Опора", "Участие", "Родник",
        "Добрые руки", "Шанс", "Вера", "Мейірім", "Шапағат", "Свет в окне", "Радуга", "Причал",
        "Возрождение", "Содействие", "Новый день", "Благо",
    ),
}


class Profile(NamedTuple):
    """
    A kind of provider: what it may offer to whom, and patterns of its name by language.
    """

    conditions: tuple[str, ...]
    categories: tuple[str, ...]
    names: dict[str, tuple[str, ...]]


PROFILES: Final = (
    Profile(("inpatient", "temporary_stay"), ("elderly", "disability_group_1_2"), {
        "kk": (
            "«{town} қарттар мен мүгедектігі бар адамдарға арналған арнаулы әлеуметтік қызметтер "
            "көрсету орталығы» КММ", "«{word} қарттар үйі» ЖШС", "«{word} пансионаты» ЖШС",
        ),
        "ru": (
            "КГУ «{town} центр оказания специальных социальных услуг для престарелых и лиц с "
            "инвалидностью»", "ТОО «Пансионат «{word}»»", "ТОО «Дом престарелых «{word}»»",
        ),
    }),
    Profile(("inpatient",), ("adults_psychoneurological", "disability_group_1_2"), {
        "kk": (
            "«{town} психоневрологиялық аурулары бар адамдарға арналған арнаулы әлеуметтік қызметтер "
            "көрсету орталығы» КММ", "«{word} арнаулы әлеуметтік қызметтер көрсету орталығы» ЖШС",
        ),
        "ru": (
            "КГУ «{town} центр оказания специальных социальных услуг для лиц с психоневрологическими "
            "заболеваниями»", "ТОО «Центр специальных социальных услуг «{word}»»",
        ),
    }),
    Profile(
        ("semi_inpatient", "at_home"), ("children_psychoneurological", "children_musculoskeletal"), {
        "kk": (
            "«{town} мүгедектігі бар балаларды оңалту орталығы» КМҚК",
            "«{word} балаларды оңалту орталығы» ЖШС",
            "«{word}» мүгедектігі бар балалар ата-аналарының қоғамдық бірлестігі",
        ),
        "ru": (
            "КГКП «{town} реабилитационный центр для детей с инвалидностью»",
            "ТОО «Детский реабилитационный центр «{word}»»",
            "ОО родителей детей с инвалидностью «{word}»",
        ),
    }),
    Profile(("at_home", "semi_inpatient"), ("elderly", "disability_group_1_2"), {
        "kk": (
            "«{town} үйде әлеуметтік қызмет көрсету орталығы» КММ", "«{word}» қоғамдық қоры",
            "«{word}» мүгедектігі бар адамдардың қоғамдық бірлестігі", "«{word}» ЖШС",
        ),
        "ru": (
            "КГУ «{town} центр социального обслуживания на дому»", "Общественный фонд «{word}»",
            "ОО «Общество лиц с инвалидностью «{word}»»", "ТОО «{word}»",
        ),
    }),
    Profile(("temporary_stay", "semi_inpatient"), ("homeless", "released_or_probation"), {
        "kk": (
            "«{town} белгілі бір тұрғылықты жері жоқ адамдарға арналған әлеуметтік бейімдеу "
            "орталығы» КММ", "«{word} әлеуметтік бейімдеу орталығы» жеке мекемесі",
        ),
        "ru": (
            "КГУ «{town} центр социальной адаптации для лиц без определенного места жительства»",
            "Частное учреждение «Ночлежный дом «{word}»»",
        ),
    }),
    Profile(("temporary_stay",), ("domestic_violence_victims", "trafficking_victims"), {
        "kk": (
            "«{town} дағдарыс орталығы» КММ", "«{word} дағдарыс орталығы» қоғамдық қоры",
            "«{word} шелтері» қоғамдық қоры",
        ),
        "ru": (
            "КГУ «{town} кризисный центр»", "Общественный фонд «Кризисный центр «{word}»»",
            "ОО «Шелтер «{word}»»",
        ),
    }),
)
# fmt: on

AT_HOME: Final = PROFILES[3]
#: Of victims; such a provider does not consent to the publication of its address.
SHELTER: Final = PROFILES[5]
#: Each as often as it is likely to occur.
LIKELY_PROFILES: Final = tuple(PROFILES[kind] for kind in (0, 0, 1, 2, 2, 3, 3, 3, 4, 5))

#: Sole traders, each with the language of the name; none of them lives.
PEOPLE: Final = (
    ("ЖК Әлібекова Гүлнұр", "kk"),
    ("ИП Самойленко Ирина", "ru"),
    ("ЖК Досжанов Ербол", "kk"),
    ("ИП Ким Алексей", "ru"),
)
#: The first of them under her new family name.
MARRIED: Final = "ЖК Сейтқали Гүлнұр"
