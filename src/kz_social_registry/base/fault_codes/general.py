"""
The faults of values, acts, facts and stores: code and clause.

A message never contains the value. Values are personal data, or may be if a column of a form was
shifted. `{allowed}` is replaced by the accepted values.
"""

from collections.abc import Mapping
from typing import Final

from kz_social_registry.base.assumptions import AFTER_TERM, DAY_AFTER, ONE_ENTRY, OWN_CONSENT
from kz_social_registry.base.codelist import FaultCode
from kz_social_registry.base.law import (
    CONSENT_CONTENT,
    IDENTIFIERS,
    ITEM,
    PUBLICITY,
    REISSUE,
    REORGANISATION,
    Language,
)


class Code(FaultCode):
    """
    The code of a fault; its label is the message.
    """

    # Plain data -----------------------------------------------------------------------------
    NOT_JSON = "not_json", None
    WRONG_TYPE = "wrong_type", None
    MISSING = "missing", None
    UNEXPECTED = "unexpected", None
    UNKNOWN_CODE = "unknown_code", None
    NOT_A_DAY = "not_a_day", None
    IMPLAUSIBLE_DAY = "implausible_day", None
    NOT_A_MOMENT = "not_a_moment", None
    EMPTY = "empty", None
    TOO_LONG = "too_long", None
    IIN_IN_TEXT = "iin_in_text", None
    TELEPHONE_IN_TEXT = "telephone_in_text", None
    EMAIL_IN_TEXT = "email_in_text", None
    CONTROL_CHARACTER = "control_character", None
    OUT_OF_RANGE = "out_of_range", None
    DUPLICATE = "duplicate", None

    # Values of the field --------------------------------------------------------------------
    NOT_TWELVE_DIGITS = "not_twelve_digits", None
    CONTROL_DIGIT = "control_digit", None
    IS_AN_IIN = "is_an_iin", IDENTIFIERS
    IS_A_BIN = "is_a_bin", IDENTIFIERS
    TERM_SHAPE = "term_shape", None
    TERM_OUT_OF_RANGE = "term_out_of_range", None
    TELEPHONE = "telephone", ITEM[7]
    EMAIL = "email", ITEM[7]
    KATO = "kato", None
    DAY_ORDER = "day_order", None
    STATUS_MISMATCH = "status_mismatch", None
    CONSENT_LISTS_COLUMNS = "consent_lists_columns", CONSENT_CONTENT

    # Acts -----------------------------------------------------------------------------------
    NOTHING_TO_CHANGE = "nothing_to_change", None
    GROUND_NEVER_HERE = "ground_never_here", REISSUE
    GROUND_FOR_OTHERS = "ground_for_others", REISSUE
    CHANGE_NEEDS_GROUND = "change_needs_ground", REISSUE
    JOINT_ENTERPRISE = "joint_enterprise", REORGANISATION
    NOT_ALLOWED = "not_allowed", None
    AFTER_EXPIRY = "after_expiry", AFTER_TERM
    EXPIRY_DAY = "expiry_day", DAY_AFTER
    NO_CONTRACT = "no_contract", None
    NO_CONSENT = "no_consent", PUBLICITY
    CONSENT_OF_ANOTHER = "consent_of_another", OWN_CONSENT
    ALREADY_IN_REGISTER = "already_in_register", ONE_ENTRY
    PREDECESSOR_TWICE = "predecessor_twice", None
    UNKNOWN_PREDECESSOR = "unknown_predecessor", None
    PREDECESSOR_CYCLE = "predecessor_cycle", None
    PREDECESSOR_REMAINS = "predecessor_remains", None
    PREDECESSOR = "predecessor", None
    ONE_ADDRESSEE = "one_addressee", None

    # Facts ----------------------------------------------------------------------------------
    NOT_ANNULLABLE = "not_annullable", None
    UNKNOWN_ENTRY = "unknown_entry", None
    UNKNOWN_PROVIDER = "unknown_provider", None
    UNKNOWN_NOTICE = "unknown_notice", None
    STALE = "stale", None
    RECORDED_AHEAD = "recorded_ahead", None
    NOTICE_CONFLICT = "notice_conflict", None
    NOT_ERASABLE = "not_erasable", None
    OTHER_BASE = "other_base", None
    ERASED = "erased", None

    # Stores ---------------------------------------------------------------------------------
    NOT_A_REGISTER = "not_a_register", None
    READ_ONLY = "read_only", None
    LOCKED = "locked", None
    NEWER_SCHEMA = "newer_schema", None
    DAMAGED = "damaged", None
    STORE_FAILED = "store_failed", None
    NOT_PRINTED_JSON = "not_printed_json", None
    MISSING_EXTRA = "missing_extra", None


#: The names of types in messages about a wrong type, by their English names in checks.
EXPECTED: Final[Mapping[str, Mapping[Language, str]]] = {
    "Term": {"kk": "мерзім", "ru": "срок", "en": "term"},
    "UUID": {"kk": "жазба идентификаторы", "ru": "идентификатор записи", "en": "id of an entry"},
    "Contacts": {"kk": "байланыс мәліметтері", "ru": "контактные данные", "en": "contact details"},
    "Licence": {"kk": "лицензия", "ru": "лицензия", "en": "licence"},
    "Contract": {"kk": "келісім шарт", "ru": "договор на оказание услуг", "en": "contract"},
    "Consent": {"kk": "келісім", "ru": "согласие", "en": "consent"},
    "GivenConsent": {"kk": "келісім", "ru": "согласие", "en": "consent"},
    "Succession": {"kk": "құқықтық мирасқорлық", "ru": "правопреемство", "en": "succession"},
    "PublicEntry": {"kk": "жарияланым жолы", "ru": "строка публикации", "en": "row of a publication"},
    "Extract": {"kk": "тіркелімнен үзінді көшірме", "ru": "выписка из регистра", "en": "extract"},
    "Criteria": {"kk": "іздеу шарттары", "ru": "условия поиска", "en": "criteria of a search"},
    "View": {"kk": "тіркелім көрінісі", "ru": "вид регистра", "en": "view of the register"},
    "text": {"kk": "мәтін", "ru": "текст"},
    "date": {"kk": "күн", "ru": "дата"},
    "whole number": {"kk": "бүтін сан", "ru": "целое число"},
    "number": {"kk": "сан", "ru": "число"},
    "true or false": {"kk": "«true» немесе «false»", "ru": "«true» или «false»"},
    "act": {"kk": "әрекет", "ru": "действие"},
    "object": {"kk": "JSON объектісі", "ru": "объект JSON"},
    "list": {"kk": "тізім", "ru": "список"},
    "list of codes": {"kk": "кодтар тізімі", "ru": "список кодов"},
    '"all" or list of column numbers': {
        "kk": "«all» немесе баған нөмірлерінің тізімі",
        "ru": "«all» или список номеров граф",
    },
    "list of entry ids": {
        "kk": "жазбалар идентификаторларының тізімі",
        "ru": "список идентификаторов записей",
    },
    "BIN": {"kk": "БСН", "ru": "БИН"},
    "BIN or IIN": {"kk": "БСН немесе ЖСН", "ru": "БИН или ИИН"},
    "hexadecimal digits": {"kk": "он алтылық цифрлар", "ru": "шестнадцатеричные цифры"},
    "end of a page": {"kk": "бет соңының белгісі", "ru": "метка конца страницы"},
    "checkpoint as it was printed": {
        "kk": "басып шығарылған бақылау нүктесі",
        "ru": "контрольная точка в напечатанном виде",
    },
    "publication": {"kk": "жарияланым", "ru": "публикация"},
}
