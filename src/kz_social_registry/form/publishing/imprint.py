"""
The imprint of a publication: its days, title, legal basis and custodian.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from attrs import field, frozen

from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.vocabulary import View

#: The title of the register, by the Appendix and the Rules (ru **регистр**, not «реестр»).
TITLE: Final[Mapping[Language, str]] = {
    "kk": "Арнаулы әлеуметтік қызметтер көрсететін ұйымдардың тіркелімі",
    "ru": "Регистр организаций, предоставляющих специальные социальные услуги",
    "en": "Register of organisations providing special social services",
}
#: The Order and the edition of its Rules.
LEGAL_BASIS: Final[Mapping[Language, str]] = {
    "kk": "Қазақстан Республикасы Еңбек және халықты әлеуметтік қорғау министрінің 2023 жылғы "
    "6 маусымдағы № 205 бұйрығы (2025 жылғы 7 сәуірдегі № 106 бұйрығының редакциясында)",
    "ru": "Приказ Министра труда и социальной защиты населения Республики Казахстан от 6 июня "
    "2023 года № 205 (в редакции приказа от 7 апреля 2025 года № 106)",
    "en": "Order of the Minister of Labour and Social Protection of the Population of the Republic of "
    "Kazakhstan No 205 of 6 June 2023 (as amended by Order No 106 of 7 April 2025)",
}
#: Who keeps the register, unless the publisher says otherwise.
CUSTODIAN: Final[Mapping[Language, str]] = {
    "kk": "Қазақстан Республикасы Еңбек және халықты әлеуметтік қорғау министрлігі",
    "ru": "Министерство труда и социальной защиты населения Республики Казахстан",
    "en": "Ministry of Labour and Social Protection of the Population of the Republic of Kazakhstan",
}
#: The Open Definition's name for "the publisher has not said under which licence".
NO_LICENCE: Final = "notspecified"


@frozen(kw_only=True)
class Imprint:
    """
    The day that a publication describes, the day on which it is made, and its custodian.
    """

    on: date
    published_on: date
    #: The language of headings and labels; a workbook has all three.
    language: Language
    view: View = View.CURRENT
    custodian: Mapping[Language, str] = field(factory=lambda: CUSTODIAN, repr=False)
    #: The licence under which the data may be used, by its Open Definition or SPDX name.
    licence: str = NO_LICENCE


def by_language(text: Callable[[Language], str]) -> dict[str, str]:
    """
    Return a text in each language.
    """
    return {language: text(language) for language in LANGUAGES}
