"""
The region of an address, as far as its text leaves no doubt.

A part of an address counts if it begins with the name of a region, or of a city with a region of its
own, or of a region's centre. An address that names two regions has none here.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

from kz_social_registry.base.text import fold, pattern
from kz_social_registry.base.vocabulary import Region

#: Other spellings of regions.
_SPELLINGS: Final = {
    Region.ZHETISU: ("жетысу",), Region.ABAI: ("абайская",), Region.ULYTAU: ("улытауская",),
    Region.KYZYLORDA: ("кзылординская",),
}  # fmt: skip
#: Abbreviations of the three long names, in Russian and in Kazakh.
_SHORT: Final = {
    "зко": Region.WEST_KAZAKHSTAN, "бқо": Region.WEST_KAZAKHSTAN, "ско": Region.NORTH_KAZAKHSTAN,
    "сқо": Region.NORTH_KAZAKHSTAN, "вко": Region.EAST_KAZAKHSTAN, "шқо": Region.EAST_KAZAKHSTAN,
}  # fmt: skip
#: The cities that have a region of their own, and the centres of the others, with former names.
_CITIES: Final = {
    Region.ABAI: "Семей", Region.AKMOLA: "Көкшетау;Кокчетав", Region.AKTOBE: "Ақтөбе",
    Region.ALMATY_REGION: "Қонаев;Капшагай;Қапшағай", Region.ATYRAU: "Атырау",
    Region.WEST_KAZAKHSTAN: "Орал;Уральск", Region.ZHAMBYL: "Тараз",
    Region.ZHETISU: "Талдықорған;Талдыкурган", Region.KARAGANDA: "Қарағанды;Караганда",
    Region.KOSTANAY: "Қостанай;Кустанай", Region.KYZYLORDA: "Қызылорда;Кзылорда",
    Region.MANGYSTAU: "Ақтау", Region.PAVLODAR: "Павлодар",
    Region.NORTH_KAZAKHSTAN: "Петропавл;Петропавловск", Region.TURKISTAN: "Түркістан;Туркестан",
    Region.ULYTAU: "Жезқазған;Джезказган", Region.EAST_KAZAKHSTAN: "Өскемен;Усть-Каменогорск",
    Region.ASTANA: "Астана;Нұр-Сұлтан", Region.ALMATY: "Алматы;Алма-Ата",
    Region.SHYMKENT: "Шымкент;Чимкент",
}  # fmt: skip
_COUNTRY: Final = {
    *map(fold, ("Қазақстан", "Казахстан", "Қазақстан Республикасы", "Республика Казахстан", "ҚР", "РК"))
}


@cache
def _beginnings() -> dict[str, Region]:
    return {fold(text): region for text, region in _names()}


def _names() -> Iterator[tuple[str, Region]]:
    yield from _SHORT.items()
    for region in Region:
        for city in _CITIES[region].split(";"):
            yield from ((f"{city} қаласы", region), (f"город {city}", region), (f"г {city}", region))
        kk, ru = region.label("kk").removesuffix(" облысы"), region.label("ru")
        if kk == region.label("kk"):
            continue  # a city
        adjective = ru.removesuffix("ая область")
        own = _SPELLINGS.get(region, ())
        for name in (kk, f"{adjective}ая", f"{adjective}ой", *own):
            yield from ((f"{name} {word}", region) for word in ("облысы", "область", "области", "обл"))
            yield from ((f"{word} {name}", region) for word in ("область", "обл"))


@cache
def _city_of() -> dict[str, Region]:
    return {fold(city): region for region, cities in _CITIES.items() for city in cities.split(";")}


#: The abbreviation of «қаласы»; a plain «к.» means a street as often.
_CITY: Final = pattern(r"\s[қҚ](?:\.|\s*(?=[,;]|$))")
_SEPARATORS: Final = pattern("[,;]")
#: A region comes before the street, so it is among the first parts.
_MOST_PARTS: Final = 5
_MOST_WORDS: Final = 3
_POSTAL_CODE: Final = 6


def region_of(address: str) -> Region | None:
    """
    Return the region of an address, or None where it is not certain.

    >>> region_of("010000, г. Астана, район Алматы, ул. Карагандинская, 5")
    <Region.ASTANA: '71'>
    >>> region_of("Абай көшесі, 7")
    """
    texts = _SEPARATORS().split(_CITY().sub(" қаласы ", address), _MOST_PARTS)[:_MOST_PARTS]
    parts = [part for part in map(_words, texts) if part]
    beginnings = _beginnings()
    found = {
        beginnings.get(" ".join(part[:count])) for part in parts for count in range(1, _MOST_WORDS + 1)
    }
    if len(parts) > 1 and not parts[1][0].isdigit():  # «Достық, 5» is a street
        found.add(_city_of().get(" ".join(parts[0])))
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _words(part: str) -> list[str]:
    words = fold(part).split()
    if words and words[0].isdigit() and len(words[0]) >= _POSTAL_CODE:
        del words[0]
    return [] if " ".join(words) in _COUNTRY else words
