"""
The forms of all acts as a browser posts them: right fields, and wrong ones.
"""

from typing import Any, Final
from uuid import UUID

from kz_social_registry.base.fault_codes import Code, Problem

OTHER: Final = "00000000-0000-4000-8000-000000000007"
#: Right fields of each act, as a browser posts them.
RIGHT: Final[dict[str, dict[str, Any]]] = {
    "issue": {
        "on": "12.05.2025", "identifier": "9401 4000 0385", "name": " «Мейірім» ЖШС ",
        "address": "Астана, Абай даңғылы, 12", "conditions": ["at_home", "стационар"],
        "categories": "elderly", "capacity": "1 200", "phones": ["8 (7172) 31-62-14", ""],
        "emails": "info@example.kz", "licence_issued_on": "2025-05-10", "licence_term": "3 года",
        "licence_number": "SSS-1", "reissued_on": "", "contract_signed_on": "10.05.2025",
        "contract_term": "1 жыл",
        "kato": "710000000", "document": "№ 5", "entry_id": OTHER, "consent.columns": ["2", "3"],
        "consent.given_on": "01.05.2025", "consent.until": "31.12.2025",
        "succession.kind": "licensed_again", "succession.predecessors": [str(UUID(int=3))],
    },
    "reissue": {
        "on": "12.05.2025", "ground": "reorganised", "name": "«Қамқор» ЖШС", "address": "", "kato": "",
        "new_identifier": "950341000052", "licence_number": "SSS-2", "document": "",
        "succession.kind": "merger", "succession.predecessors": OTHER,
    },
    "sign_contract": {
        "on": "12.05.2025", "signed_on": "10.05.2025", "term": "с 10.05.2025 по 31.12.2025",
        "document": "",
    },
    "end_contract": {"on": "12.05.2025", "document": "№ 5"},
    "amend": {
        "on": "12.05.2025", "address": "Астана", "kato": "710000000", "conditions": ["1", "3"],
        "categories": ["жертвы бытового насилия"], "capacity": "12 мест", "phones": "+77172003654",
        "emails": ["info@example.kz"], "document": "",
    },
    "suspend": {"on": "12.05.2025", "until": "12.06.2025", "document": "№ 5"},
    "resume": {"on": "12.05.2025", "document": "№ 5"},
    "terminate": {"on": "12.05.2025", "ground": "Лишение (отзыв) лицензии", "document": ""},
    "exclude": {"on": "12.05.2025", "basis": "лицензиаттың өтініші", "document": ""},
    "give_consent": {
        "on": "12.05.2025", "columns": "all", "given_on": "01.05.2025", "until": "", "document": "",
    },
    "withdraw_consent": {"on": "12.05.2025", "document": ""},
}  # fmt: skip
#: Wrong texts of every field, and the codes of their faults; an act has those that it takes.
WRONG: Final[dict[str, list[tuple[Any, Any]]]] = {
    "on": [("31.02.2025", Problem.NO_SUCH_DAY), ("", Code.MISSING), ("1/2/2025", "ambiguous_day")],
    "identifier": [("940140000386", Code.CONTROL_DIGIT), ("12", Code.NOT_TWELVE_DIGITS)],
    "new_identifier": [("940140000386", Code.CONTROL_DIGIT)],
    "name": [("тел. 87017654321", Code.TELEPHONE_IN_TEXT), ("a\x00b", Code.CONTROL_CHARACTER)],
    "address": [("info@example.kz", Code.EMAIL_IN_TEXT), ("а" * 4002, Problem.CELL_TOO_LONG)],
    "basis": [("  ", Code.MISSING), ("не публикуется", Problem.WITHHELD)],
    "conditions": [(["at_home", "на луне"], Problem.UNKNOWN_WORDING)],
    "categories": [("все", Problem.UNKNOWN_WORDING)],
    "capacity": [("много", "not_a_number"), ("0", "out_of_range"), ("1, 2", "several_numbers")],
    "phones": [(["+77172003654", "", "31-62-14"], Problem.AREA_CODE_MISSING)],
    "emails": [("info.kz", Code.EMAIL)],
    "licence_issued_on": [("10.05.25", Problem.SHORT_YEAR), ("31.12.1890", Code.IMPLAUSIBLE_DAY)],
    "licence_term": [("3", Problem.TERM_WITHOUT_UNIT), ("с 01.05.2025 по 01.05.2028", "term_start")],
    "contract_signed_on": [("позже", Problem.UNREADABLE_DAY)],
    "contract_term": [("долго", Problem.NOT_A_TERM)],
    "reissued_on": [("01.05.2025 и 02.05.2025", Problem.SEVERAL_DAYS)],
    "term": [("с 11.05.2025 по 31.12.2025", Problem.TERM_START), ("", Code.MISSING)],
    "signed_on": [("45787", Problem.NUMBER_FOR_DAY)],
    "given_on": [("завтра", Problem.UNREADABLE_DAY)],
    "until": [("завтра", Problem.UNREADABLE_DAY)],
    "ground": [("каприз", Problem.UNKNOWN_WORDING), ("", Code.MISSING)],
    "columns": [(["2", "18"], Problem.UNKNOWN_WORDING), ([], Code.MISSING)],
    "kato": [("99", Code.KATO)],
    "document": [("\u202e", Code.CONTROL_CHARACTER), (["№ 1", "№ 2"], Code.DUPLICATE)],
    "licence_number": [("а" * 4001, Code.TOO_LONG)],
    "entry_id": [("7", Code.WRONG_TYPE)],
    "consent.columns": [("", Code.MISSING)],
    "consent.given_on": [("завтра", Problem.UNREADABLE_DAY)],
    "consent.until": [("завтра", Problem.UNREADABLE_DAY)],
    "succession.kind": [("дружба", Problem.UNKNOWN_WORDING)],
    "succession.predecessors": [([OTHER, "x y"], Code.WRONG_TYPE)],
    "nickname": [("x", Code.UNEXPECTED)],
}  # fmt: skip
