"""
The imprint of a publication: its days, title, legal basis and custodian.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from attrs import field, frozen

from kz_social_registry.base.law import LANGUAGES, RULES, Edition, Language, edition
from kz_social_registry.base.vocabulary import View

#: The title of the register, by the Appendix and the Rules (ru **регистр**, not «реестр»).
TITLE: Final[Mapping[Language, str]] = {
    "kk": "Арнаулы әлеуметтік қызметтер көрсететін ұйымдардың тіркелімі",
    "ru": "Регистр организаций, предоставляющих специальные социальные услуги",
    "en": "Register of organisations providing special social services",
}
#: The name of each language in itself.
LANGUAGE_NAMES: Final[Mapping[Language, str]] = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
#: What the Appendix prints above the form. The Russian and English words are reconstructed (assumption
#: "labels").
_APPENDIX: Final[Mapping[Language, str]] = {
    "kk": "Қазақстан Республикасы Еңбек және халықты әлеуметтік қорғау министрі 2025 жылғы "
    "7 сәуірдегі № 106 Қағидаларға қосымша",
    "ru": "Приложение к Правилам, Министр труда и социальной защиты населения Республики Казахстан, "
    "7 апреля 2025 года № 106",
    "en": "Appendix to the Rules, Minister of Labour and Social Protection of the Population of the "
    "Republic of Kazakhstan, 7 April 2025, No 106",
}
_FORM: Final[Mapping[Language, str]] = {"kk": "Нысан", "ru": "Форма", "en": "Form"}
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

    @property
    def edition(self) -> Edition:
        """
        The edition of the Rules on the day that the publication describes.
        """
        return edition(RULES, self.on)

    def caption(self, language: Language) -> tuple[str, ...]:
        """
        Return the lines above the printed form; the Appendix is named only where its edition is known.
        """
        named = (_APPENDIX[language],) if self.edition.is_implemented else ()
        return (*named, _FORM[language])


def by_language(text: Callable[[Language], str]) -> dict[str, str]:
    """
    Return a text in each language.
    """
    return {language: text(language) for language in LANGUAGES}
