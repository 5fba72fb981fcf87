"""
Warnings about the values of an entry.
"""

from datetime import date
from typing import Any

import pytest

from kz_social_registry.base.fault_codes import WarningCode
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.values.identifiers import control_digit
from kz_social_registry.domain.values.parts import Contract
from kz_social_registry.domain.values.terms import Term
from support.samples import IIN, INCLUDED, ISSUED, LAST, an_entry


def _number(eleven: str) -> str:
    return f"{eleven}{control_digit(eleven)}"


def _contract(**term: Any) -> Contract:
    return Contract(signed_on=INCLUDED, term=Term(**term))


#: Values of an issue, and the codes and paths of their warnings.
CASES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({}, []),
    ({"identifier": IIN}, []),
    ({"identifier": _number("94134000038")}, [("odd_month", "identifier")]),
    ({"identifier": _number("94017000038")}, [("odd_attribute", "identifier")]),
    ({"identifier": _number("79023030272")}, [("odd_month", "identifier")]),  # 30 February
    ({"identifier": _number("30010150027")}, [("born_later", "identifier")]),
    ({"identifier": _number("30010130027")}, []),  # born in 1930
    ({"identifier": _number("25042250027")}, []),  # born on the day of inclusion
    ({"licence_issued_on": date(2024, 12, 31)}, [("before_licensing", "licence.issued_on")]),
    ({"licence_issued_on": date(2025, 1, 1)}, []),
    ({"licence_term": Term(months=36)}, []),
    ({"licence_term": Term(until=LAST)}, []),
    ({"licence_term": Term(years=10)}, [("unusual_term", "licence.term")]),
    ({"licence_term": Term(open_ended=True)}, [("unusual_term", "licence.term")]),
    ({"contract": _contract(years=2)}, []),
    ({"contract": _contract(until=LAST)}, []),
    ({"contract": _contract(years=30)}, [("contract_outlives_licence", "contract.term")]),
    ({"contract": _contract(open_ended=True)}, [("contract_outlives_licence", "contract.term")]),
    (
        {
            "identifier": _number("94138400039"),
            "licence_issued_on": date(1995, 2, 1),
            "licence_term": Term(open_ended=True),
            "contract": _contract(years=30),
        },
        [
            ("odd_month", "identifier"),
            ("odd_attribute", "identifier"),
            ("before_licensing", "licence.issued_on"),
            ("unusual_term", "licence.term"),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("values", "expected"), CASES)
def test_unusual_values_are_accepted_with_warnings(
    values: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """
    Law on Permits, Appendix 1, para. 88: a licence is valid for three years. Other terms are accepted.

    Assumption "licensing since" and assumption "contract within licence" are for warnings, too.
    """
    entry: RegistryEntry = an_entry(**values)
    assert [(fault.code.value, fault.path) for fault in entry.warnings] == expected
    assert {type(fault.code) for fault in entry.warnings} <= {WarningCode}


def test_each_has_a_sentence_in_three_languages() -> None:
    """
    A sentence names neither a code nor the value.
    """
    entry = an_entry(identifier=_number("30010150027"), licence_issued_on=ISSUED.replace(year=2024))
    for fault in entry.warnings:
        sentences = {fault.describe(language) for language in LANGUAGES}
        assert len(sentences) == len(LANGUAGES)
        assert not any(fault.code.value in one or "3001015" in one for one in sentences)
