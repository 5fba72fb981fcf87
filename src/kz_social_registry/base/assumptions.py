"""
The assumptions of the library: its choices where the law is silent or can be read in two ways.

A fault that rests on an assumption says so where others name a clause. Each assumption is one constant
here, and its sentences are in `assumptions.json`. The documents list them all.
"""

from typing import Final

from attrs import frozen

from kz_social_registry.base import Value
from kz_social_registry.base.law import Clause, Language
from kz_social_registry.base.text import texts_beside

_WORDS: Final[dict[Language, str]] = {
    "kk": "кітапхананың болжамы",
    "ru": "допущение библиотеки",
    "en": "assumption of the library",
}


@frozen(eq=False, repr=False)
class Assumption(Value):
    """
    A choice of the library, which no clause states.

    >>> ONE_ENTRY.cite("en")
    'assumption of the library'
    >>> SAME_TERM.label("ru")
    'При переоформлении срок лицензии не начинается заново.'
    """

    #: Its name in the documents.
    name: str

    def label(self, language: Language) -> str:
        """
        Return the choice in words, as whole sentences.
        """
        return str(texts_beside(__name__)["Assumption"][self.name][language])

    def cite(self, language: Language) -> str:
        """
        Return the words that stand in the place of a citation.
        """
        return _WORDS[language]

    def __str__(self) -> str:
        return self.cite("en")


#: The source of a rule: a clause, or an assumption.
Basis = Clause | Assumption

ONE_ENTRY: Final = Assumption("one entry")
FINAL_EXCLUSION: Final = Assumption("exclusion is final")
EXCLUSION_WITHOUT_TERMINATION: Final = Assumption("exclusion without termination")
PRIMARY_DATE: Final = Assumption("primary date")
LATEST_REISSUE: Final = Assumption("latest reissue")
SAME_TERM: Final = Assumption("term unchanged")
SHORT_MONTH: Final = Assumption("missing date")
WORKING_DAYS: Final = Assumption("working days")
DAY_AFTER: Final = Assumption("expiry")
AFTER_TERM: Final = Assumption("after expiry")
LICENSING_SINCE: Final = Assumption("licensing since")
CONTRACT_WITHIN_LICENCE: Final = Assumption("contract within licence")
END_OF_CONTRACT: Final = Assumption("end of a contract")
OWN_CONSENT: Final = Assumption("consent of one supplier")
WITHDRAWN_TWICE: Final = Assumption("withdrawn twice")
WITHDRAWN_BY_NUMBER: Final = Assumption("withdrawn by number")
NATURAL_PERSONS: Final = Assumption("natural persons")
DAYS_OF_CONSENT: Final = Assumption("days of consent")
BOTH_DAYS: Final = Assumption("both days")
PAYMENT: Final = Assumption("condition of payment")
JOINT_ENTERPRISE: Final = Assumption("joint enterprise")
EDITION_DAY: Final = Assumption("first day of an edition")
ONE_ZONE: Final = Assumption("one zone")
PLAUSIBLE_DAYS: Final = Assumption("plausible days")
PLAUSIBLE_SIZES: Final = Assumption("plausible sizes")
CODE_OF_ADDRESS: Final = Assumption("code of an address")
LABELS: Final = Assumption("labels")
