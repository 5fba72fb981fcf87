"""
The assumptions of the library: its choices where the law is silent or can be read in two ways.

A fault that rests on an assumption says so where others name a clause. Each assumption is one constant
here, and the documents list them all.
"""

from typing import Final

from attrs import frozen

from kz_social_registry.base.law import Clause, Language

_WORDS: Final[dict[Language, str]] = {
    "kk": "кітапхананың болжамы",
    "ru": "допущение библиотеки",
    "en": "assumption of the library",
}


@frozen
class Assumption:
    """
    A choice of the library, which no clause states.

    >>> ONE_ENTRY.cite("en")
    'assumption of the library'
    """

    #: Its name in the documents.
    name: str
    #: The choice.
    reading: str

    def cite(self, language: Language) -> str:
        """
        Return the words that stand in the place of a citation.
        """
        return _WORDS[language]

    def __str__(self) -> str:
        return self.cite("en")


#: The source of a rule: a clause, or an assumption.
Basis = Clause | Assumption

ONE_ENTRY: Final = Assumption(
    "one entry",
    "on any day a provider has at most one entry in the register; the Rules, para. 2(1) call it a list "
    "of organisations",
)
FINAL_EXCLUSION: Final = Assumption(
    "exclusion is final",
    "an excluded entry never comes back; a provider that is licensed again gets a new entry that names "
    "the old one",
)
EXCLUSION_WITHOUT_TERMINATION: Final = Assumption(
    "exclusion without termination",
    "the Order does not require termination before exclusion, so an entry may be excluded with its "
    "licence in force; it needs a basis",
)
PRIMARY_DATE: Final = Assumption(
    "primary date",
    "the date of issue survives every reissue; the Law on Permits, art. 43(4) is about duplicates of "
    "lost paper licences",
)
LATEST_REISSUE: Final = Assumption(
    "latest reissue", "column 12 shows the latest reissue, the history keeps all"
)
SAME_TERM: Final = Assumption("term unchanged", "a reissue does not restart the term")
SHORT_MONTH: Final = Assumption("missing date", "29 February and 3 years end on 28 February")
WORKING_DAYS: Final = Assumption(
    "working days",
    "a term whose last day is not a working day is not prolonged; a caller with a calendar can do it",
)
DAY_AFTER: Final = Assumption("expiry", "column 16 of an expired licence is the day after its last day")
AFTER_TERM: Final = Assumption(
    "after expiry",
    "after the end of its term a licence forms no entry and can only be terminated, or its entry "
    "excluded; contacts and consent can still change, before and after the termination",
)
LICENSING_SINCE: Final = Assumption(
    "licensing since",
    "these services are licensed since 1 January 2025; that is inferred from Law No 72-VIII of 15 "
    "April 2024. An earlier licence is accepted, with a warning",
)
CONTRACT_WITHIN_LICENCE: Final = Assumption(
    "contract within licence",
    "a contract is not expected to run longer than the licence, on the basis of which the services are "
    "provided; a longer one is accepted, with a warning",
)
END_OF_CONTRACT: Final = Assumption(
    "end of a contract",
    "the Rules, para. 5(10) have the date and term of a contract, and say nothing of its end; after an "
    "act `end_contract` columns 13 and 14 are empty",
)
OWN_CONSENT: Final = Assumption(
    "consent of one supplier",
    "consent does not pass with the licence to another person. It counts until the day before. The new "
    "supplier's consent does not cover the earlier days. No act recorded late can turn a supplier's "
    "consent into another's",
)
WITHDRAWN_TWICE: Final = Assumption(
    "withdrawn twice",
    "a consent can be withdrawn twice. It ends on the earlier day, in whatever order the withdrawals "
    "were recorded; if that withdrawal is annulled, it ends on the other day",
)
WITHDRAWN_BY_NUMBER: Final = Assumption(
    "withdrawn by number",
    "a notice of withdrawal that names the provider applies to all entries of the provider on that "
    "day. One that names an entry, as the verbs do, applies to that entry. Neither applies to facts "
    "recorded later: a consent for an earlier day, or an entry that returns to the provider because a "
    "reissue is annulled",
)
NATURAL_PERSONS: Final = Assumption(
    "natural persons",
    "column 3 holds the IIN, which is published only if the consent lists that column",
)
DAYS_OF_CONSENT: Final = Assumption(
    "days of consent",
    "the day of giving counts, the day of withdrawal does not; `until` is inclusive",
)
BOTH_DAYS: Final = Assumption(
    "both days",
    "a publication about an earlier day needs consent on that day and on the day of publishing",
)
PAYMENT: Final = Assumption(
    "condition of payment",
    "a standing states whether a provider was in the register with a licence in force. No clause that "
    "was read makes this a condition of payment: the Social Code, art. 142(2) leaves the procedure to "
    "an order. That is Order No 504 of 28 December 2024, of which only the beginning was available",
)
JOINT_ENTERPRISE: Final = Assumption(
    "joint enterprise",
    "the licence of a joint enterprise is reissued as a sole trader's, or for a new name or location",
)
EDITION_DAY: Final = Assumption(
    "first day of an edition",
    "Order No 106 of 7 April 2025 is in force from 18 April 2025: ten days after the earliest day on "
    "which it could be published",
)
ONE_ZONE: Final = Assumption("one zone", '"today" of the register is the date at UTC+5')
PLAUSIBLE_DAYS: Final = Assumption(
    "plausible days", "days from 16 December 1991 to the end of 2199; others are typing errors"
)
PLAUSIBLE_SIZES: Final = Assumption(
    "plausible sizes", "at most 1 000 000 places, and texts and cells of a form of 4000 characters"
)
LABELS: Final = Assumption(
    "labels", "Russian labels are reconstructed where the official text was not available"
)
