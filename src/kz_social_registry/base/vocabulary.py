"""
The closed lists of the register, with Kazakh, Russian and English labels.

Programs, files and stores rely on the codes, which never change. Labels may be corrected at any time.
In Kazakh the service condition and the service contract have the same name («қызмет көрсету шарты»), so
identify words by code, never by label.
"""

from typing import Final

from kz_social_registry.base.assumptions import BOTH_DAYS, END_OF_CONTRACT, FINAL_EXCLUSION, OWN_CONSENT
from kz_social_registry.base.codelist import AnyWord, Word
from kz_social_registry.base.law import (
    CESSATION_GROUND,
    CONTENT,
    CORRECTION,
    FORMATION,
    ITEM,
    PUBLICITY,
    REGISTER,
    REISSUE,
    REISSUE_GROUND,
    REORGANISATION,
    SUSPENSION,
    TERMINATION,
)


class ServiceCondition(Word):
    """
    The four conditions of service (Rules, para. 5(4)).
    """

    INPATIENT = "inpatient", ITEM[4]
    SEMI_INPATIENT = "semi_inpatient", ITEM[4]
    AT_HOME = "at_home", ITEM[4]
    TEMPORARY_STAY = "temporary_stay", ITEM[4]


class RecipientCategory(Word):
    """
    The nine categories of recipients, in the Order's own sequence (Rules, para. 5(5)).
    """

    CHILDREN_PSYCHONEUROLOGICAL = "children_psychoneurological", ITEM[5]
    CHILDREN_MUSCULOSKELETAL = "children_musculoskeletal", ITEM[5]
    ADULTS_PSYCHONEUROLOGICAL = "adults_psychoneurological", ITEM[5]
    DISABILITY_GROUP_1_2 = "disability_group_1_2", ITEM[5]
    ELDERLY = "elderly", ITEM[5]
    HOMELESS = "homeless", ITEM[5]
    RELEASED_OR_PROBATION = "released_or_probation", ITEM[5]
    DOMESTIC_VIOLENCE_VICTIMS = "domestic_violence_victims", ITEM[5]
    TRAFFICKING_VICTIMS = "trafficking_victims", ITEM[5]


class TerminationGround(Word):
    """
    The eight grounds on which a licence ceases (Law on Permits, art. 35(1)).
    """

    EXPIRED = "expired", CESSATION_GROUND[1]
    PERFORMED = "performed", CESSATION_GROUND[2]
    REVOKED = "revoked", CESSATION_GROUND[3]
    CEASED = "ceased", CESSATION_GROUND[4]
    VOLUNTARY = "voluntary", CESSATION_GROUND[5]
    DELICENSED = "delicensed", CESSATION_GROUND[6]
    NOT_SUBJECT = "not_subject", CESSATION_GROUND[7]
    OTHER_LAW = "other_law", CESSATION_GROUND[8]


class ReissueGround(Word):
    """
    The seven grounds of reissue (Law on Permits, art. 33(1)).
    """

    PERSON_RENAMED = "person_renamed", REISSUE_GROUND[1]
    SOLE_TRADER_CHANGED = "sole_trader_changed", REISSUE_GROUND[2]
    REORGANISED = "reorganised", REISSUE_GROUND[3]
    NAME_OR_LOCATION = "name_or_location", REISSUE_GROUND[4]
    ALIENATED = "alienated", REISSUE_GROUND[5]
    OBJECT_ADDRESS = "object_address", REISSUE_GROUND[6]
    OTHER_LAW = "other_law", REISSUE_GROUND[7]


#: Grounds for licences of class 2 (Law on Permits, art. 33(1)(5)–(6)); the register refuses them.
OTHER_LICENCES: Final = frozenset((ReissueGround.ALIENATED, ReissueGround.OBJECT_ADDRESS))


class SuccessionKind(Word):
    """
    The reason why an entry continues another: a new licence, a restored one, or a reorganisation.
    """

    LICENSED_AGAIN = "licensed_again", FINAL_EXCLUSION
    MERGER = "merger", REORGANISATION
    TRANSFORMATION = "transformation", REORGANISATION
    ACCESSION = "accession", REORGANISATION
    SPIN_OFF = "spin_off", REORGANISATION
    DIVISION = "division", REORGANISATION
    RESTORED = "restored", FINAL_EXCLUSION


#: Law on Permits, art. 34: the ways of reorganisation.
REORGANISATIONS: Final = tuple(kind for kind in SuccessionKind if kind.clause is REORGANISATION)


class Status(Word):
    """
    The recorded status of an entry; expiry is not a status, since it follows from the day.
    """

    ACTIVE = "active", FORMATION
    SUSPENDED = "suspended", SUSPENSION
    TERMINATED = "terminated", TERMINATION
    EXCLUDED = "excluded", ITEM[13]


class ActKind(Word):
    """
    The kind of an act.
    """

    ISSUE = "issue", FORMATION
    REISSUE = "reissue", REISSUE
    SIGN_CONTRACT = "sign_contract", ITEM[10]
    END_CONTRACT = "end_contract", END_OF_CONTRACT
    AMEND = "amend", CONTENT
    SUSPEND = "suspend", SUSPENSION
    RESUME = "resume", SUSPENSION
    TERMINATE = "terminate", TERMINATION
    EXCLUDE = "exclude", ITEM[13]
    GIVE_CONSENT = "give_consent", PUBLICITY
    WITHDRAW_CONSENT = "withdraw_consent", PUBLICITY


class FactAct(Word):
    """
    The acts on earlier facts: annulment, correction, and erasure with all the entry's data.
    """

    ANNUL = "annul", CORRECTION
    CORRECT = "correct", CORRECTION
    ERASE = "erase", None


class Withholding(Word):
    """
    The reason why the public does not see an entry, or a column of it.
    """

    OUTSIDE_CONSENT = "outside_consent", PUBLICITY
    CONSENT_NARROWED = "consent_narrowed", PUBLICITY
    NO_CONSENT = "no_consent", BOTH_DAYS
    CONSENT_WITHDRAWN = "consent_withdrawn", PUBLICITY
    CONSENT_LAPSED = "consent_lapsed", PUBLICITY
    CONSENT_TO_COME = "consent_to_come", PUBLICITY
    PASSED_ON = "passed_on", OWN_CONSENT
    NOT_INCLUDED = "not_included", ITEM[11]
    EXCLUDED = "excluded", ITEM[13]


class View(Word):
    """
    The entries that a publication covers.
    """

    CURRENT = "current", REGISTER
    FULL = "full", REGISTER


class Region(Word):
    """
    The twenty regions, by the first two digits of the address code KATO.
    """

    ABAI = "10", None
    AKMOLA = "11", None
    AKTOBE = "15", None
    ALMATY_REGION = "19", None
    ATYRAU = "23", None
    WEST_KAZAKHSTAN = "27", None
    ZHAMBYL = "31", None
    ZHETISU = "33", None
    KARAGANDA = "35", None
    KOSTANAY = "39", None
    KYZYLORDA = "43", None
    MANGYSTAU = "47", None
    PAVLODAR = "55", None
    NORTH_KAZAKHSTAN = "59", None
    TURKISTAN = "61", None
    ULYTAU = "62", None
    EAST_KAZAKHSTAN = "63", None
    ASTANA = "71", None
    ALMATY = "75", None
    SHYMKENT = "79", None


def offered(kind: type[AnyWord]) -> tuple[AnyWord, ...]:
    """
    Return the words of a list that can be chosen for this licence.

    >>> ReissueGround.ALIENATED in offered(ReissueGround)
    False
    """
    return tuple(word for word in kind if word not in OTHER_LICENCES)
