"""
The parts of an entry: licence, contract, consent, succession and KATO code.
"""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.columns import Column
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import (
    Region,
    SuccessionKind,
)
from kz_social_registry.domain.values.parts import Consent, Contract, Licence, Succession, kato
from kz_social_registry.domain.values.terms import Term
from support.refusals import faults_of

ENTRY_ID = UUID(int=1)
ISSUED = date(2025, 4, 20)
INCLUDED = date(2025, 4, 22)
LICENCE = Licence(issued_on=ISSUED, term=Term(years=3))
LAST_DAY = date(2028, 4, 20)


class TestLicence:
    """
    The licence of an entry, and the contract, which is constructed alike.
    """

    @pytest.mark.parametrize("term", [Term(years=3), Term(until=LAST_DAY)])
    def test_valid_until(self, term: Term) -> None:
        """
        A licence computes its last day.
        """
        assert Licence(issued_on=ISSUED, term=term).valid_until == LAST_DAY

    def test_contract_valid_until(self) -> None:
        """
        A contract computes its last day.
        """
        assert Contract(signed_on=ISSUED, term=Term(months=1)).valid_until == date(2025, 5, 20)

    @pytest.mark.parametrize(
        ("values", "faults"),
        [
            (
                {"issued_on": "x", "term": 3, "number": ""},
                [
                    (Code.WRONG_TYPE, "issued_on"),
                    (Code.WRONG_TYPE, "term"),
                    (Code.EMPTY, "number"),
                ],
            ),
            (
                {"issued_on": date(1980, 1, 1), "term": Term(years=3)},
                [(Code.IMPLAUSIBLE_DAY, "issued_on")],
            ),
        ],
    )
    def test_wrong_licence(self, values: Any, faults: list[tuple[Code, str]]) -> None:
        """
        Every wrong value of a licence is reported.
        """
        assert faults_of(lambda: Licence(**values)) == faults

    def test_wrong_contract(self) -> None:
        """
        Every wrong value of a contract is reported.
        """
        wrong: dict[str, Any] = {"signed_on": "x", "term": 3}
        assert faults_of(lambda: Contract(**wrong)) == [
            (Code.WRONG_TYPE, "signed_on"),
            (Code.WRONG_TYPE, "term"),
        ]

    @pytest.mark.parametrize("term", [Term(years=500), Term(until=date(2025, 4, 19))])
    def test_term_out_of_range(self, term: Term) -> None:
        """
        A term that ends too late, or before it begins, is refused.
        """
        codes = [
            [code for code, _ in faults_of(lambda: Licence(issued_on=ISSUED, term=term))],
            [code for code, _ in faults_of(lambda: Contract(signed_on=ISSUED, term=term))],
        ]
        assert codes == [[Code.TERM_OUT_OF_RANGE]] * 2

    def test_evolve_computes_anew(self) -> None:
        """
        A licence with another term has another last day.
        """
        assert evolve(LICENCE, term=Term(years=1)).valid_until == date(2026, 4, 20)


class TestConsent:
    """
    Consent to publication.
    """

    @pytest.mark.parametrize(
        ("until", "day", "covered"),
        [
            (None, date(2025, 4, 21), False),
            (None, INCLUDED, True),
            (None, date(2199, 1, 1), True),
            (date(2025, 12, 31), date(2025, 12, 31), True),
            (date(2025, 12, 31), date(2026, 1, 1), False),
            (INCLUDED, INCLUDED, True),
        ],
    )
    def test_covers(self, until: date | None, day: date, covered: bool) -> None:  # noqa: FBT001  # a row of the table
        """
        The day of giving counts, and so does the last day.

        That is the assumption "days of consent".
        """
        consent = Consent(columns=[Column.NAME], given_on=INCLUDED, until=until)
        assert consent.covers(day) is covered

    def test_columns_by_code(self) -> None:
        """
        Columns may be given by their codes.
        """
        consent = Consent(columns=["name", "phones"], given_on=INCLUDED)  # type: ignore[list-item]  # codes are welcome
        assert consent.columns == {Column.NAME, Column.PHONES}

    @pytest.mark.parametrize(
        ("values", "faults"),
        [
            (
                {"columns": [], "given_on": None, "until": 5},
                [
                    (Code.EMPTY, "columns"),
                    (Code.WRONG_TYPE, "given_on"),
                    (Code.WRONG_TYPE, "until"),
                ],
            ),
            ({"columns": ["colour"], "given_on": INCLUDED}, [(Code.UNKNOWN_CODE, "columns")]),
            ({"columns": "name", "given_on": INCLUDED}, [(Code.WRONG_TYPE, "columns")]),
            (
                {"columns": ["name"], "given_on": INCLUDED, "until": ISSUED},
                [(Code.DAY_ORDER, "counts_from")],
            ),
        ],
    )
    def test_wrong(self, values: Any, faults: list[tuple[Code, str]]) -> None:
        """
        A consent has columns and a day, and no earlier end.
        """
        assert faults_of(lambda: Consent(**values)) == faults


class TestSuccession:
    """
    The earlier entries that an entry continues.
    """

    def test_list_of_ids(self) -> None:
        """
        The kind may be given by its code, predecessors as a list; they are kept as word and tuple.
        """
        found = Succession(kind="merger", predecessors=[ENTRY_ID])
        assert (found.kind, found.predecessors) == (SuccessionKind.MERGER, (ENTRY_ID,))

    @pytest.mark.parametrize(
        ("values", "faults"),
        [
            (
                {"kind": "sale", "predecessors": "x"},
                [(Code.UNKNOWN_CODE, "kind"), (Code.WRONG_TYPE, "predecessors")],
            ),
            (
                {"kind": SuccessionKind.MERGER, "predecessors": ()},
                [(Code.EMPTY, "predecessors")],
            ),
            (
                {"kind": SuccessionKind.MERGER, "predecessors": (str(ENTRY_ID),)},
                [(Code.WRONG_TYPE, "predecessors")],
            ),
        ],
    )
    def test_wrong(self, values: Any, faults: list[tuple[Code, str]]) -> None:
        """
        A succession has a kind and at least one entry id.
        """
        assert faults_of(lambda: Succession(**values)) == faults


class TestKato:
    """
    Codes of the address classifier.
    """

    def test_every_region(self) -> None:
        """
        Nine digits that begin with a region are a code.
        """
        assert [region for region in Region if kato(f"{region.value}1410000")] == []

    def test_refused(self) -> None:
        """
        Only nine ASCII digits of a region are a code.
        """
        values = ("", "71", "7100000000", "130000000", "71000000x", "７１0000000")
        codes = [[fault.code for fault in kato(value)] for value in values]
        assert codes == [[Code.KATO]] * len(values)

    @given(st.from_regex(r"[0-9]{9}", fullmatch=True))
    def test_region_decides(self, digits: str) -> None:
        """
        The first two of nine digits decide.
        """
        assert (kato(digits) == ()) is (digits[:2] in {region.value for region in Region})
