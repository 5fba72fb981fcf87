"""
The act that forms an entry, and its construction from flat values.
"""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from attrs import fields

from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import (
    RecipientCategory,
    ServiceCondition,
    SuccessionKind,
)
from kz_social_registry.domain.acts import (
    Amend,
    Exclude,
    Issue,
    issue_of,
)
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.domain.values.identifiers import Bin
from kz_social_registry.domain.values.parts import Contract, Licence, Succession
from kz_social_registry.domain.values.terms import Term
from support.refusals import faults_of

ON = date(2025, 4, 22)
ISSUED = date(2025, 4, 20)
ENTRY_ID = UUID(int=1)
FLAT: dict[str, Any] = {
    "on": ON,
    "identifier": "940140000385",
    "name": "«Шапағат» орталығы",
    "address": "Астана қ., Сығанақ к., 5",
    "conditions": ["at_home"],
    "categories": ["elderly"],
    "capacity": 40,
    "licence_issued_on": ISSUED,
    "licence_term": Term(years=3),
    "entry_id": ENTRY_ID,
}


class TestIssue:
    """
    An entry is formed.
    """

    def test_flat_values_are_grouped(self) -> None:
        """
        Flat values construct the same act as grouped values.
        """
        flat = issue_of(
            **FLAT,
            phones=["1415"],
            emails=["a@example.kz"],
            licence_number="KZ31",
            contract_signed_on=ISSUED,
            contract_term=Term(years=1),
        )
        assert flat == Issue(
            on=ON,
            entry_id=ENTRY_ID,
            identifier=Bin("940140000385"),
            name="«Шапағат» орталығы",
            address="Астана қ., Сығанақ к., 5",
            conditions=frozenset({ServiceCondition.AT_HOME}),
            categories=frozenset({RecipientCategory.ELDERLY}),
            capacity=40,
            contacts=Contacts(phones=("1415",), emails=("a@example.kz",)),
            licence=Licence(issued_on=ISSUED, term=Term(years=3), number="KZ31"),
            contract=Contract(signed_on=ISSUED, term=Term(years=1)),
        )

    def test_a_new_id_for_each(self) -> None:
        """
        Without an id an issue gets a random one, each time another.
        """
        flat = {key: value for key, value in FLAT.items() if key != "entry_id"}
        ids = [issue_of(**flat).entry_id for _ in range(2)]
        assert (ids[0] != ids[1], {entry_id.version for entry_id in ids}) == (True, {4})

    def test_nothing_given(self) -> None:
        """
        An issue without values reports every required value.
        """
        nothing: Any = {}
        assert faults_of(lambda: issue_of(**nothing)) == [
            (Code.MISSING, path)
            for path in (
                "on", "identifier", "name", "address", "conditions", "categories", "capacity",
                "licence_issued_on", "licence_term",
            )
        ]  # fmt: skip

    def test_what_is_missing_and_what_is_wrong(self) -> None:
        """
        An absent value is missing; a value of None is present.
        """
        half: Any = {key: value for key, value in FLAT.items() if key not in {"licence_term", "name"}}
        wrong = {**half, "address": None, "licence_issued_on": "x"}
        assert faults_of(lambda: issue_of(**wrong)) == [
            (Code.MISSING, "name"), (Code.MISSING, "licence_term"),
            (Code.WRONG_TYPE, "licence_issued_on"), (Code.WRONG_TYPE, "address"),
        ]  # fmt: skip

    def test_no_text_hides_a_character(self) -> None:
        """
        An act refuses texts with hidden characters, and contacts that look like others.
        """
        hidden = {
            "name": "Үміт\u200c",
            "address": "\u2800",
            "document": "№\ufe0f 5",
            "phones": ["8 727"],
            "emails": ["info@examplе.kz"],
            "licence_number": "KZ\U000e0041",
        }
        assert faults_of(lambda: issue_of(**{**FLAT, **hidden})) == [
            (Code.TELEPHONE, "phones[0]"), (Code.EMAIL, "emails[0]"),
            (Code.CONTROL_CHARACTER, "licence_number"), (Code.CONTROL_CHARACTER, "name"),
            (Code.EMPTY, "address"), (Code.CONTROL_CHARACTER, "document"),
        ]  # fmt: skip
        emails = ["1@example.kz", "info@examplе.kz", "2@a\u1160.kz"]
        assert faults_of(lambda: Amend(on=ON, emails=emails, phones=["1414", "8 (727)"])) == [
            (Code.TELEPHONE, "phones[1]"), (Code.EMAIL, "emails[1]"), (Code.EMAIL, "emails[2]"),
        ]  # fmt: skip
        assert faults_of(lambda: Exclude(on=ON, basis="№ 7\u200d")) == [
            (Code.CONTROL_CHARACTER, "basis")
        ]

    def test_every_fault_at_once(self) -> None:
        """
        Faults in contact details and licence are reported together with those of the entry.
        """
        wrong = {**FLAT, "phones": ["x"], "licence_term": 3, "capacity": 0, "kato": "13"}
        assert faults_of(lambda: issue_of(**wrong)) == [
            (Code.TELEPHONE, "phones[0]"),
            (Code.WRONG_TYPE, "licence_term"),
            (Code.OUT_OF_RANGE, "capacity"),
            (Code.KATO, "kato"),
        ]

    @pytest.mark.parametrize(
        ("half", "missing"),
        [
            ({"contract_signed_on": ISSUED}, "contract_term"),
            ({"contract_term": Term(years=1)}, "contract_signed_on"),
        ],
    )
    def test_half_a_contract(self, half: dict[str, Any], missing: str) -> None:
        """
        A contract has both a day and a term.
        """
        assert faults_of(lambda: issue_of(**FLAT, **half)) == [(Code.MISSING, missing)]

    @pytest.mark.parametrize(
        ("values", "path"),
        [
            ({"licence_issued_on": date(2025, 4, 23)}, "licence_issued_on"),
            ({"licence_term": Term(days=1)}, "on"),
            ({"reissued_on": date(2025, 4, 23)}, "reissued_on"),
            ({"reissued_on": date(2025, 4, 19)}, "licence_issued_on"),
            (
                {"contract_signed_on": date(2025, 4, 23), "contract_term": Term(years=1)},
                "contract_signed_on",
            ),
        ],
    )
    def test_days_in_order(self, values: dict[str, Any], path: str) -> None:
        """
        Earlier reissue and contract precede inclusion; inclusion is within the term.
        """
        assert faults_of(lambda: issue_of(**{**FLAT, **values})) == [(Code.DAY_ORDER, path)]

    def test_same_day(self) -> None:
        """
        Issue, reissue, contract and inclusion may fall on one day.
        """
        same = dict.fromkeys(("on", "licence_issued_on", "reissued_on", "contract_signed_on"), ON)
        assert issue_of(**{**FLAT, **same, "contract_term": Term(years=1)}).reissued_on == ON

    def test_none_succeeds_itself(self) -> None:
        """
        An entry is not its own predecessor.
        """
        own = Succession(kind=SuccessionKind.MERGER, predecessors=(UUID(int=2), ENTRY_ID))
        place = "succession.predecessors"
        assert faults_of(lambda: issue_of(**FLAT, succession=own)) == [(Code.PREDECESSOR, place)]

    def test_succession(self) -> None:
        """
        An entry may continue other entries.
        """
        other = Succession(kind=SuccessionKind.MERGER, predecessors=(UUID(int=2),))
        assert issue_of(**FLAT, succession=other).succession == other

    @pytest.mark.parametrize(
        ("name", "value"), [("entry_id", "1"), ("succession", "x"), ("contacts", None), ("kato", 5)]
    )
    def test_wrong_types(self, name: str, value: object) -> None:
        """
        The values that only an issue has are checked.
        """
        issue = issue_of(**FLAT)
        values: dict[str, Any] = {one.name: getattr(issue, one.name) for one in fields(Issue)}
        assert faults_of(lambda: Issue(**values | {name: value})) == [(Code.WRONG_TYPE, name)]
