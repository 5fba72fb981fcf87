"""
Faults of plain data: each one is reported, with its path.
"""

import json
import subprocess
import sys
from datetime import date, datetime
from importlib import import_module
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.codelist import FaultCode
from kz_social_registry.base.errors import (
    InvalidValue,
)
from kz_social_registry.base.fault_codes import (
    Code,
)
from kz_social_registry.base.vocabulary import (
    Status,
)
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.publication import PublicEntry
from kz_social_registry.domain.timeline import Content
from kz_social_registry.domain.values.identifiers import Bin, Identifier, Iin
from kz_social_registry.domain.values.parts import Consent
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.serialization.codec import from_plain
from support.plain_values import ISSUE, ON, entry_data
from support.refusals import faults_of
from support.source import MODULES, PACKAGE

WRONG: list[tuple[dict[str, Any], list[tuple[Code, str]]]] = [
    ({"on": "22.04.2025"}, [(Code.NOT_A_DAY, "on")]),
    ({"on": "2025-02-30"}, [(Code.NOT_A_DAY, "on")]),
    ({"on": "20250412"}, [(Code.NOT_A_DAY, "on")]),
    ({"on": "2025-W15-6"}, [(Code.NOT_A_DAY, "on")]),
    ({"on": "２０２５-04-12"}, [(Code.NOT_A_DAY, "on")]),
    ({"on": "2025-04-22T00:00:00"}, [(Code.NOT_A_DAY, "on")]),
    ({"on": "2025-04-21T19:00:00Z"}, [(Code.NOT_A_DAY, "on")]),  # the next day in Kazakhstan
    ({"on": None}, [(Code.NOT_A_DAY, "on")]),
    ({"on": 20250412}, [(Code.NOT_A_DAY, "on")]),
    ({"on": "1991-12-15"}, [(Code.IMPLAUSIBLE_DAY, "on")]),
    ({"entry_id": "x"}, [(Code.WRONG_TYPE, "entry_id")]),
    ({"entry_id": 1}, [(Code.WRONG_TYPE, "entry_id")]),
    ({"name": ["x"]}, [(Code.WRONG_TYPE, "name")]),
    ({"identifier": 940140000385}, [(Code.WRONG_TYPE, "identifier")]),
    ({"identifier": "940140000386"}, [(Code.CONTROL_DIGIT, "identifier")]),
    ({"conditions": "at_home"}, [(Code.WRONG_TYPE, "conditions")]),
    ({"conditions": ["home"]}, [(Code.UNKNOWN_CODE, "conditions")]),
    ({"conditions": []}, [(Code.EMPTY, "conditions")]),
    ({"capacity": "40"}, [(Code.WRONG_TYPE, "capacity")]),
    ({"capacity": 40.0}, [(Code.WRONG_TYPE, "capacity")]),
    ({"phones": "1415"}, [(Code.WRONG_TYPE, "phones")]),
    ({"phones": ["1415", "x"]}, [(Code.TELEPHONE, "phones[1]")]),
    (
        {"phones": [{}], "emails": ["x", None]},
        [
            (Code.WRONG_TYPE, "phones[0]"),
            (Code.EMAIL, "emails[0]"),
            (Code.WRONG_TYPE, "emails[1]"),
        ],
    ),
    ({"licence": "KZ31"}, [(Code.WRONG_TYPE, "licence")]),
    ({"licence": {}}, [(Code.MISSING, "licence.issued_on"), (Code.MISSING, "licence.term")]),
    (
        {"licence": {"issued_on": "2025-04-20", "term": {"years": "3"}}},
        [(Code.WRONG_TYPE, "licence.term.years")],
    ),
    (
        {"licence": {"issued_on": "2025-04-20", "term": {}}},
        [(Code.TERM_SHAPE, "licence.term")],
    ),
    (
        {"licence": {"issued_on": "2025-04-20", "term": {"years": 3}, "valid_until": "2028-04-20"}},
        [(Code.UNEXPECTED, "licence.valid_until")],
    ),
    (
        {"contract": {"signed_on": "x"}},
        [
            (Code.MISSING, "contract.term"),
            (Code.NOT_A_DAY, "contract.signed_on"),
        ],
    ),
    (
        {"succession": {"kind": "sale", "predecessors": ["x", 5]}},
        [
            (Code.UNKNOWN_CODE, "succession.kind"),
            (Code.WRONG_TYPE, "succession.predecessors[0]"),
            (Code.WRONG_TYPE, "succession.predecessors[1]"),
        ],
    ),
    (
        {"succession": {"kind": "merger", "predecessors": "x"}},
        [
            (Code.WRONG_TYPE, "succession.predecessors"),
        ],
    ),
    ({"kato": "13"}, [(Code.KATO, "kato")]),
    ({"colour": "red"}, [(Code.UNEXPECTED, "colour")]),
    ({"contacts": {}}, [(Code.UNEXPECTED, "contacts")]),
    ({"reissued_on": "2025-04-23"}, [(Code.DAY_ORDER, "reissued_on")]),
]


class TestFaults:
    """
    `from_plain` reports every fault with its path.
    """

    @pytest.mark.parametrize(("values", "faults"), WRONG)
    def test_wrong_value(self, values: dict[str, Any], faults: list[tuple[Code, str]]) -> None:
        """
        A wrong value is reported with its code and its path in the data.
        """
        assert faults_of(lambda: from_plain(Act, {**ISSUE, **values})) == faults

    @pytest.mark.parametrize("name", sorted(set(ISSUE) - {"act"}))
    @pytest.mark.parametrize(
        "value", [None, True, 5, 2.5, "", "x", [], [[]], [{}], {}, {"x": 1}, [None]]
    )
    def test_any_junk_anywhere(self, name: str, value: object) -> None:
        """
        Any JSON in the place of a value gives an issue or a fault of that value.
        """
        found = {name}
        try:
            from_plain(Act, {**ISSUE, name: value})
        except InvalidValue as error:
            found = {fault.path.partition(".")[0].partition("[")[0] for fault in error.faults}
        assert found == {name}

    @pytest.mark.parametrize(
        "data",
        [
            {"act": "amend", "conditions": [["x"]]},
            {"act": "amend", "categories": [{}]},
            {"act": "give_consent", "columns": [[2]]},
            {"act": "give_consent", "columns": [{}]},
            {"act": "reissue", "ground": [[]]},
            {"act": "terminate", "ground": {}},
            {"act": "reissue", "ground": "reorganised", "new_identifier": [[]]},
        ],
    )
    def test_junk_in_later_acts(self, data: dict[str, Any]) -> None:
        """
        Lists and objects inside lists are faults.
        """
        (name,) = set(data) - {"act"} - ({"ground"} if len(data) == 3 else set())
        paths = {
            path.partition("[")[0]
            for _, path in faults_of(lambda: from_plain(Act, {"on": "2025-04-22", **data}))
        }
        assert paths == {name}

    def test_missing(self) -> None:
        """
        Every missing value is reported.
        """
        missing = [path for _, path in faults_of(lambda: from_plain(Act, {"act": "issue"}))]
        assert sorted(missing) == [
            "address",
            "capacity",
            "categories",
            "conditions",
            "entry_id",
            "identifier",
            "licence",
            "name",
            "on",
        ]

    @pytest.mark.parametrize("name", ["Сәуле Ахметова", "", "a" * 41, "colour ", "Colour", "ｃ"])
    def test_strange_names_are_not_shown(self, name: str) -> None:
        """
        A name that does not look like a field is not shown: it may be a misplaced value.
        """
        assert faults_of(lambda: from_plain(Act, {**ISSUE, name: 1})) == [(Code.UNEXPECTED, "?")]
        assert faults_of(lambda: from_plain(Term, {"years": 1, name: 1})) == [(Code.UNEXPECTED, "?")]

    def test_allowed_names(self) -> None:
        """
        The fault of an unexpected field lists the allowed names, contact details flat.
        """
        with pytest.raises(InvalidValue) as caught:
            from_plain(Act, {**ISSUE, "colour": 1})
        assert set(caught.value.faults[0].allowed) == {*ISSUE, "consent"} - {"act"}

    @pytest.mark.parametrize(
        ("data", "faults"),
        [
            ([], [(Code.WRONG_TYPE, "")]),
            (None, [(Code.WRONG_TYPE, "")]),
            ("issue", [(Code.WRONG_TYPE, "")]),
            ({}, [(Code.MISSING, "act")]),
            ({"act": "dance"}, [(Code.UNKNOWN_CODE, "act")]),
            ({"act": None}, [(Code.UNKNOWN_CODE, "act")]),
            ({"act": []}, [(Code.UNKNOWN_CODE, "act")]),
            ({"act": "suspend"}, [(Code.MISSING, "on")]),
            ({"act": "suspend", "on": "2025-04-22", "ground": "x"}, [(Code.UNEXPECTED, "ground")]),
            (
                {"act": "annul", "of": 0, "reason": ""},
                [(Code.OUT_OF_RANGE, "of"), (Code.EMPTY, "reason")],
            ),
        ],
    )
    def test_acts(self, data: object, faults: list[tuple[Code, str]]) -> None:
        """
        An act is an object that names its kind, and has the fields of that kind and no others.
        """
        assert faults_of(lambda: from_plain(Content, data)) == faults

    @pytest.mark.parametrize(
        ("columns", "faults"),
        [
            ([2, 18, 0], [(Code.UNKNOWN_CODE, "columns[1]"), (Code.UNKNOWN_CODE, "columns[2]")]),
            ([True, "2", 2.0], [(Code.UNKNOWN_CODE, f"columns[{place}]") for place in range(3)]),
            ([], [(Code.EMPTY, "columns")]),
            ("ALL", [(Code.WRONG_TYPE, "columns")]),
            (None, [(Code.WRONG_TYPE, "columns")]),
            ({"2": True}, [(Code.WRONG_TYPE, "columns")]),
        ],
    )
    def test_columns(self, columns: object, faults: list[tuple[Code, str]]) -> None:
        """
        Columns are "all" or a list of numbers from 1 to 17, and an empty list is neither.
        """
        data = {"act": "give_consent", "on": "2025-04-22", "columns": columns}
        assert faults_of(lambda: from_plain(Act, data)) == faults

    def test_consent_lists_its_columns(self) -> None:
        """
        A consent in an entry lists its columns; "all" is refused.
        """
        assert faults_of(lambda: from_plain(Consent, {"columns": "all", "given_on": "2025-04-22"})) == [
            (Code.WRONG_TYPE, "columns")
        ]

    @pytest.mark.parametrize(
        ("kind", "data", "code"),
        [
            (date, "0002-11-30x", Code.NOT_A_DAY),
            (date, ON, Code.NOT_A_DAY),
            (datetime, "2025-04-22", Code.NOT_A_MOMENT),
            (datetime, "2025-04-22T09:30:00", Code.NOT_A_MOMENT),
            (datetime, "yesterday", Code.NOT_A_MOMENT),
            (datetime, 5, Code.NOT_A_MOMENT),
            (datetime, "0001-01-01T00:00:00+05:00", Code.NOT_A_MOMENT),
            (UUID, "x", Code.WRONG_TYPE),
            (UUID, 5, Code.WRONG_TYPE),
            (UUID, None, Code.WRONG_TYPE),
            (bytes, "xyz", Code.WRONG_TYPE),
            (bytes, 5, Code.WRONG_TYPE),
            (Status, "expired", Code.UNKNOWN_CODE),
            (Status, 5, Code.UNKNOWN_CODE),
            (Status, [], Code.UNKNOWN_CODE),
            (Bin, "940140000386", Code.CONTROL_DIGIT),
            (Bin, "061211600012", Code.IS_AN_IIN),
            (Iin, "940140000385", Code.IS_A_BIN),
            (Identifier, "94", Code.NOT_TWELVE_DIGITS),
            (Term, 3, Code.WRONG_TYPE),
            (Term, [], Code.WRONG_TYPE),
            (RegistryEntry, None, Code.WRONG_TYPE),
            (PublicEntry, 5, Code.WRONG_TYPE),
        ],
    )
    def test_single_values(self, kind: Any, data: object, code: Code) -> None:
        """
        A value of another kind than the wanted one is refused.
        """
        assert faults_of(lambda: from_plain(kind, data)) == [(code, "")]

    def test_public_row(self) -> None:
        """
        Plain data that are not a public row are refused.
        """
        assert "id" in {path for _, path in faults_of(lambda: from_plain(PublicEntry, {"id": "x"}))}

    def test_entry_rules(self) -> None:
        """
        The rules of the entry hold for plain data as for values.
        """
        assert faults_of(lambda: from_plain(RegistryEntry, entry_data(status="terminated"))) == [
            (Code.STATUS_MISMATCH, "terminated_on")
        ]

    def test_everything_at_once(self) -> None:
        """
        Faults of form and of content are reported together.
        """
        data = {**ISSUE, "on": "x", "capacity": 0, "phones": ["x"], "colour": 1, "licence": {"term": 5}}
        del data["name"]
        assert set(faults_of(lambda: from_plain(Act, data))) == {
            (Code.NOT_A_DAY, "on"),
            (Code.OUT_OF_RANGE, "capacity"),
            (Code.TELEPHONE, "phones[0]"),
            (Code.UNEXPECTED, "colour"),
            (Code.MISSING, "licence.issued_on"),
            (Code.WRONG_TYPE, "licence.term"),
            (Code.MISSING, "name"),
        }

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from([*ISSUE, "ground", "of", "columns"]), inner, max_size=4
                )
            ),
        )
    )
    def test_nothing_else_is_ever_raised(self, data: object) -> None:
        """
        Any JSON gives an act or `InvalidValue`, and no other error.
        """
        for kind in ("issue", "amend", "give_consent", "reissue", "annul"):
            sent = {**data, "act": kind, "on": "2025-04-22"} if isinstance(data, dict) else data
            try:
                act: object = from_plain(Content, sent)
            except InvalidValue as error:
                act = error.faults
            assert act


_IN_A_FRESH_PROCESS: Final = """
import json, sys
from kz_social_registry import Fault, from_plain, to_plain
for code in json.load(sys.stdin):
    assert to_plain(from_plain(Fault, {"code": code, "path": ""}))["code"] == code
"""


def test_every_code_is_known_whatever_was_imported() -> None:
    """
    A process that has imported the package alone reads a fault of any list, such as `cut_off`.
    """
    for module in MODULES:  # a list that only one module knows would be a subclass now
        import_module(f"{PACKAGE}.{module}")
    codes = [code.value for kind in FaultCode.__subclasses__() for code in kind]
    assert {"cut_off", "binary_feed", "unusual_term"} <= {*codes}
    command = [sys.executable, "-c", _IN_A_FRESH_PROCESS]
    subprocess.run(command, input=json.dumps(codes).encode(), check=True)  # noqa: S603  # our own code


@pytest.mark.parametrize("years", [True, 1.0, "1", [1]])
def test_a_term_that_is_remembered_lets_no_other_type_pass(years: object) -> None:
    """
    `true` and 1.0 equal 1 in Python, and are no number of years.
    """
    assert from_plain(Term, {"years": 1}) == Term(years=1)
    assert faults_of(lambda: from_plain(Term, {"years": years})) == [(Code.WRONG_TYPE, "years")]
