"""
The imprint of a publication: its days, title, legal basis and custodian.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from attrs import field, frozen

from kz_social_registry.base.law import LANGUAGES, RULES, Edition, Language, edition
from kz_social_registry.base.text import texts_beside
from kz_social_registry.base.vocabulary import View

_TEXTS: Final = texts_beside(__name__)
#: The title of the register, by the Appendix and the Rules (ru **регистр**, not «реестр»).
TITLE: Final[Mapping[Language, str]] = _TEXTS["title"]
#: The name of each language in itself.
LANGUAGE_NAMES: Final[Mapping[Language, str]] = _TEXTS["language_names"]
#: Who keeps the register, unless the publisher says otherwise.
CUSTODIAN: Final[Mapping[Language, str]] = _TEXTS["custodian"]
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

        The Russian and English words are reconstructed (assumption "labels").
        """
        named = ("appendix", "form") if self.edition.is_implemented else ("form",)
        return tuple(_TEXTS[one][language] for one in named)


def by_language(text: Callable[[Language], str]) -> dict[str, str]:
    """
    Return a text in each language.
    """
    return {language: text(language) for language in LANGUAGES}
