"""
The region of an address as people write it: only where it is certain.
"""

from collections.abc import Iterator

import pytest

from kz_social_registry.base.vocabulary import Region
from kz_social_registry.domain.values import regions
from kz_social_registry.domain.values.regions import region_of

#: Addresses, by region; some were copied as organisations wrote them.
CERTAIN = {
    Region.ASTANA: [
        "Астана қ., Женіс даңғылы 15 «А»",
        "г.Астана, район Сарыарка улица Маскеу 23",
        "010000, г. Астана, район Алматы, ул. Карагандинская, 5",
        "АСТАНА ҚАЛАСЫ, Алматы ауданы",
        "Нұр-Сұлтан қ. Мәңгілік Ел көшесі, 20",
        "Астана, пр. Кабанбай батыра, 53",
        "Астана қ., Алматы к., 5",
        "Казахстан, а, б, в, г. Астана",
        "010000 г. Астана",
    ],
    Region.AKMOLA: ["г. Кокчетав", "Акмолинской обл", "обл. Акмолинская", "Ақмола область"],
    Region.ALMATY: [
        "Алма-Ата, ул. Абая",
        "Республика Казахстан, г. Алматы, ул. Макатаева",
        "Алматы қ., Айналмалы көшесі, 69А",
    ],
    Region.SHYMKENT: ["город Шымкент Абайский район", "Шымкент қ"],
    Region.ATYRAU: [
        "060000, г. Атырау, улица Айтеке би, 77",
        "Атырауской области, Индерский район",
        "Қазақстан Республикасы, Атырау, Сәтпаев к-сі",
    ],
    Region.KARAGANDA: [
        "Қарағанды облысы, Қарағанды қ. Құрылысшылар да",
        "РК, г.Караганды, ул.Бытовая,20 А",
    ],
    Region.WEST_KAZAKHSTAN: [
        "Батыс Қазақстан облысы, Орал қ. строитель 20",
        "ЗКО, г. Уральск",
        "БҚО, Орал қ.",
        "ЗКО Бурлинский район",
    ],
    Region.EAST_KAZAKHSTAN: ["Восточно - Казахстанская обл., г. Усть-Каменогорск", "ШҚО, Риддер"],
    Region.ALMATY_REGION: [
        "040429, Алматинская область, Енбекшиказахский район",
        "село Астана, Алматинская обл.",
    ],
    Region.ABAI: ["область Абай, г. Семей", "Абай облысы, Абай ауданы"],
    Region.ZHETISU: [
        "обл. Жетысу, г. Текели",
        "Талдықорған қаласы, Майстрюк көшесі, 2А",
        "область Жетысу",
        "Жетысу области",
    ],
    Region.ULYTAU: ["Улытауская область", "ҰЛЫТАУ ОБЛЫСЫ", "город Джезказган"],
    Region.KOSTANAY: ["Кустанай, пр. Абая", "Костанайской области, 5"],
    Region.NORTH_KAZAKHSTAN: ["ско", "Казахстан, Солтүстік Қазақстан обл., Петропавл"],
    Region.KYZYLORDA: ["Қызылорда облысы, Жаңақорған ауданы, Манап а."],
    Region.TURKISTAN: ["г. Туркестан, пр. Б. Саттарханова, 31"],
}
#: Streets named like regions, villages, contradictions, and texts without a region.
UNCERTAIN = (
    "Сәтпаев к., 2",
    "Абай даңғылы, 5",
    "Алматы к., 5",
    "Астана, 5",
    "ул. Карагандинская, 7",
    "",
    "г,Каскелен, ул.Аубай Байгазиева, 35Б",
    "Kazakhstan , Uralsk, N.Nazarbayev Ave., 215,.",
    "5",
    "Казахстан",
    "Алматинская область, г. Алматы",
    "Туркестанская область, г. Шымкент",
    "район Астана, 12",
    "село Павлодар",
    "а, б, в, г, д, Астана қаласы",
)


@pytest.fixture(autouse=True)
def _names_are_made_anew() -> Iterator[None]:
    """
    Forget the names of regions, so that every test reads the table.
    """
    regions._beginnings.cache_clear()
    yield
    regions._beginnings.cache_clear()


@pytest.mark.parametrize("region", Region)
def test_its_own_labels_are_certain(region: Region) -> None:
    """
    The names of the twenty regions in Kazakh and Russian.
    """
    assert {region_of(f"{region.label(language)}, Абай, 1") for language in ("kk", "ru")} == {region}


def test_a_certain_region_is_found() -> None:
    """
    With a postal code, the country, abbreviations, cases and other letters.
    """
    found = {address: region_of(address) for addresses in CERTAIN.values() for address in addresses}
    assert found == {address: region for region, addresses in CERTAIN.items() for address in addresses}


def test_nothing_is_guessed() -> None:
    """
    A street is no region, and two regions are none.
    """
    assert {address: region_of(address) for address in UNCERTAIN} == dict.fromkeys(UNCERTAIN)
