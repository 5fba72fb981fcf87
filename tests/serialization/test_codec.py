"""
Values to plain data and back: round trips, errors and canonical bytes.
"""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.codelist import FaultCode
from kz_social_registry.base.errors import (
    Conflict,
    Fault,
    InvalidValue,
    RegistryError,
    UnlawfulAct,
)
from kz_social_registry.base.fault_codes import (
    Code,
)
from kz_social_registry.base.law import EARLIEST_DAY
from kz_social_registry.base.vocabulary import (
    RecipientCategory,
    ServiceCondition,
)
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.row import Revision, Withheld
from kz_social_registry.domain.search import Facets
from kz_social_registry.domain.standing import Standing, of_entry
from kz_social_registry.feed.notices import Outcome, Receipt, Verdict, receive
from kz_social_registry.registry.answers.public_diff import ChangedRow
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization.codec import canonical, from_plain, to_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing import strategies as draws
from support.plain_values import (
    CODES,
    ERRORS,
    HIDDEN,
    ISSUE,
    VALUES,
    entry_data,
    leaves,
    shown,
    spoilt,
    through_json,
)
from support.refusals import faults_of


@pytest.mark.parametrize(("kind", "values"), VALUES, ids=lambda value: getattr(value, "__name__", ""))
@given(data=st.data())
def test_round_trip(kind: Any, values: st.SearchStrategy[Any], data: st.DataObject) -> None:
    """
    Law 10: a value that went through JSON is itself again, of its own type, and writes the same bytes.

    Plain data are lists and objects of texts, whole numbers, true, false and null: no subclass of them.
    """
    value = data.draw(values)
    plain = to_plain(value)
    again: Any = from_plain(kind, through_json(plain))
    assert (again, type(again), canonical(to_plain(again))) == (value, type(value), canonical(plain))
    assert {type(leaf) for leaf in leaves(plain)} - {str, int, bool, type(None)} == set()


@pytest.mark.parametrize(("kind", "values"), VALUES, ids=lambda value: getattr(value, "__name__", ""))
@given(data=st.data())
def test_junk_is_reported_and_not_shown(
    kind: Any, values: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    """
    Plain data with any change give a value that round-trips, or faults that do not show the data.
    """
    plain = data.draw(spoilt(to_plain(data.draw(values))))
    message, value, again = "", None, None
    try:
        value = from_plain(kind, plain)
        again = from_plain(kind, through_json(to_plain(value)))
    except InvalidValue as error:
        message = "".join(shown(error))
    assert (again, HIDDEN in message) == (value, False)


@given(draws.histories())
def test_acts_by_their_own_class(life: list[Act]) -> None:
    """
    An act can also be read as its own class.
    """
    assert [from_plain(type(act), to_plain(act)) for act in life] == life


@given(draws.entries(), draws.days())
def test_identifiers_are_made_again(entry: RegistryEntry, on: date) -> None:
    """
    The identifier of a standing that was read is a BIN or an IIN again.
    """
    answer = from_plain(Standing, to_plain(of_entry(entry.identifier, on, entry)))
    assert type(answer.identifier) is type(entry.identifier)


class TestErrors:
    """
    Errors as plain data: codes and paths, never the value.
    """

    def test_a_fault_keeps_its_value_to_itself(self) -> None:
        """
        Neither the plain data of a fault nor the fault read from them have the value.
        """
        plain = to_plain(Fault(Code.EMPTY, "name", value="құпия"))
        assert plain == {"code": "empty", "path": "name"}
        assert faults_of(lambda: from_plain(Fault, {**plain, "value": "құпия"})) == [
            (Code.UNEXPECTED, "value")
        ]

    @pytest.mark.parametrize("kind", ERRORS)
    @pytest.mark.parametrize("codes", CODES)
    def test_an_error_is_its_kind_and_its_faults(
        self, kind: type[RegistryError], codes: type[FaultCode]
    ) -> None:
        """
        An error is read as its own class, with codes of any list.
        """
        faults = (Fault(code, "name", value="құпия", allowed=("1", "2", "3")) for code in codes)
        error = kind(Fault(Code.STALE, "expect"), *faults)
        plain = to_plain(error)
        again = from_plain(RegistryError, through_json(plain))
        assert (type(again), again.faults, to_plain(again)) == (kind, error.faults, plain)
        assert {type(fault.code) for fault in again.faults} == {Code, codes}

    def test_a_receipt_goes_through_json(self) -> None:
        """
        A receipt with rejects goes through JSON unchanged.
        """
        receipt = receive(Registry(MemoryStore()), [{**ISSUE, "notice": "N-1"}, "{", {"notice": 5}])
        again = from_plain(Receipt, through_json(to_plain(receipt)))
        assert (again, len(again.rejects)) == (receipt, 3)

    def test_outcomes_differ_by_their_errors(self) -> None:
        """
        Outcomes with different errors or faults are different.
        """
        errors = [
            None,
            Conflict(Fault(Code.STALE)),
            UnlawfulAct(Fault(Code.STALE)),
            Conflict(Fault(Code.STALE, "expect")),
        ]
        outcomes = [Outcome(line=1, verdict=Verdict.REJECTED, raw="{", error=error) for error in errors]
        again = [from_plain(Outcome, through_json(to_plain(one))) for one in outcomes]
        assert (again, len({*outcomes, *again})) == (outcomes, len(errors))

    @pytest.mark.parametrize(
        ("kind", "data", "faults"),
        [
            (RegistryError, 5, [(Code.WRONG_TYPE, "")]),
            (RegistryError, {}, [(Code.UNKNOWN_CODE, "error")]),
            (RegistryError, {"error": "KeyError", "faults": []}, [(Code.UNKNOWN_CODE, "error")]),
            (RegistryError, {"error": []}, [(Code.UNKNOWN_CODE, "error")]),
            (RegistryError, {"error": "Erased"}, [(Code.MISSING, "faults")]),
            (RegistryError, {"error": "Erased", "faults": []}, [(Code.MISSING, "faults")]),
            (RegistryError, {"error": "Erased", "faults": 5}, [(Code.WRONG_TYPE, "faults")]),
            (RegistryError, {"error": "Erased", "faults": [5]}, [(Code.WRONG_TYPE, "faults[0]")]),
            (
                RegistryError,
                {"error": "Erased", "faults": [{"code": "x"}]},
                [(Code.UNKNOWN_CODE, "faults[0].code")],
            ),
            (Fault, {"code": "at_home"}, [(Code.UNKNOWN_CODE, "code")]),  # a word, and no fault's
            (Verdict, "x", [(Code.UNKNOWN_CODE, "")]),
            (Verdict, [], [(Code.UNKNOWN_CODE, "")]),
            (Withheld, 5, [(Code.WRONG_TYPE, "")]),
            (Withheld, {}, [(Code.UNKNOWN_CODE, "withheld")]),
            (Revision, 5, [(Code.WRONG_TYPE, "")]),
            (Revision, {"then": 5}, [(Code.UNKNOWN_CODE, "column")]),
            (Revision, {"column": "number"}, [(Code.UNKNOWN_CODE, "column")]),
            (
                Revision,
                {"column": "capacity", "then": "5", "now": [5]},
                [(Code.WRONG_TYPE, "then"), (Code.WRONG_TYPE, "now")],
            ),
            (
                Fault,
                {"code": "empty", "path": 5, "allowed": 5, "clause": {"act": {}, "article": True}},
                [
                    (Code.WRONG_TYPE, "path"),
                    (Code.WRONG_TYPE, "allowed"),
                    *((Code.MISSING, f"clause.act.{name}") for name in ("reference", "kk", "ru", "en")),
                    (Code.WRONG_TYPE, "clause.article"),
                ],
            ),
            (Fault, {"code": "empty", "allowed": ["x", 5]}, [(Code.WRONG_TYPE, "allowed[1]")]),
            (
                ChangedRow,
                {"id": 5, "cells": {"name": 5, "phones": ["1414", 5], "included_on": None}},
                [
                    (Code.WRONG_TYPE, "id"),
                    (Code.WRONG_TYPE, "cells.name"),
                    (Code.WRONG_TYPE, "cells.phones[1]"),
                    (Code.MISSING, "cells.included_on"),
                ],
            ),
            (
                Facets,
                {"total": 5, "conditions": {"home": 5}, "categories": [], "regions": {"71": {}}},
                [
                    (Code.WRONG_TYPE, "total"),
                    (Code.UNKNOWN_CODE, "conditions"),
                    (Code.WRONG_TYPE, "categories"),
                    (Code.MISSING, "regions.71.entries"),
                    (Code.MISSING, "regions.71.capacity"),
                ],
            ),
        ],
        ids=str,
    )
    def test_other_data_than_errors_are_refused(
        self, kind: Any, data: object, faults: list[tuple[Code, str]]
    ) -> None:
        """
        Plain data that are not an error are reported with their path.
        """
        assert faults_of(lambda: from_plain(kind, data)) == faults


class TestCanonical:
    """
    Canonical JSON: one text for one value.
    """

    def test_bytes(self) -> None:
        """
        Canonical JSON is UTF-8 with sorted keys and no spaces.
        """
        assert canonical({"б": [1, True, None], "a": "қ"}) == '{"a":"қ","б":[1,true,null]}'.encode()

    @given(st.dictionaries(st.text(max_size=3), st.integers(), max_size=6))
    def test_order_of_keys_makes_no_difference(self, data: dict[str, int]) -> None:
        """
        The order of the keys does not matter.
        """
        assert canonical(dict(reversed(data.items()))) == canonical(data)

    @pytest.mark.parametrize("number", [float("nan"), float("inf")])
    def test_no_numbers_that_json_lacks(self, number: float) -> None:
        """
        Numbers that JSON lacks are refused.
        """
        with pytest.raises(ValueError, match="JSON"):
            canonical({"x": number})

    def test_the_same_in_every_process(self) -> None:
        """
        An entry with full sets has the same bytes with every hash seed.
        """
        program = (
            "import sys, json\n"
            "from kz_social_registry.serialization.codec import canonical, from_plain, to_plain\n"
            "from kz_social_registry.domain.entry import RegistryEntry\n"
            "entry = from_plain(RegistryEntry, json.loads(sys.argv[1]))\n"
            "sys.stdout.buffer.write(canonical(to_plain(entry)) + repr(to_plain(entry)).encode())\n"
        )
        sets = {
            "conditions": [word.value for word in ServiceCondition],
            "categories": [word.value for word in RecipientCategory],
            "consent": {"columns": list(range(1, 18)), "given_on": "2025-04-22"},
        }
        command = [sys.executable, "-c", program, json.dumps(entry_data(**sets))]
        written = {
            subprocess.run(  # noqa: S603  # our own program
                command,
                env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
                capture_output=True,
                check=True,
            ).stdout
            for seed in ("0", "1", "314159")
        }
        assert len(written) == 1


def test_terms_of_acts_stay_with_their_constructors() -> None:
    """
    `from_plain` refuses whatever the constructor refuses.
    """
    data = {"act": "terminate", "on": str(EARLIEST_DAY - timedelta(days=1)), "ground": "voluntary"}
    assert faults_of(lambda: from_plain(Act, data)) == [(Code.IMPLAUSIBLE_DAY, "on")]
