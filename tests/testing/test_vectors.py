"""
The vectors: made by a model of the law, frozen in files, and true of the library.
"""

import ast
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kz_social_registry import to_plain
from kz_social_registry.base import assumptions, law
from kz_social_registry.base.assumptions import Assumption
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import Clause
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.publication import admit
from kz_social_registry.domain.row import COLUMNS, Withheld
from kz_social_registry.domain.standing import of_entry
from kz_social_registry.testing import VECTORS, LawBroken
from kz_social_registry.testing.lifecycles.rules import cited
from kz_social_registry.testing.lifecycles.subjects import act_of
from kz_social_registry.testing.vectors import read
from support import law_vectors

Plain = dict[str, Any]
FOLDER = law_vectors.FOLDER
SCENARIOS: list[Plain] = read("scenarios.json")["scenarios"]

#: The codes with which the lifecycle, the timeline and the register refuse acts; then malformed ones.
CODES = {
    "not_allowed", "day_order", "after_expiry", "expiry_day", "ground_for_others", "is_an_iin",
    "joint_enterprise", "predecessor", "consent_lists_columns", "no_contract", "no_consent",
    "already_in_register", "unknown_provider", "unknown_notice", "not_annullable", "notice_conflict",
    "consent_of_another", "unknown_predecessor",
    "missing", "not_a_day", "control_digit", "unknown_code", "out_of_range",
}  # fmt: skip


def test_the_files_are_those_of_the_model() -> None:
    """
    Nobody edits them; the model makes them anew.
    """
    made = law_vectors.files()
    assert {
        name: (FOLDER / name).read_text("utf-8") == text for name, text in made.items()
    } == dict.fromkeys(made, True)


def test_the_model_imports_nothing_of_the_library() -> None:
    """
    So an error of the library cannot be an error of the vectors.
    """
    for path in Path(law_vectors.__file__).parent.glob("law_*.py"):
        imported = [
            getattr(node, "module", None) or node.names[0].name
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, (ast.Import, ast.ImportFrom))
        ]
        assert [name for name in imported if "kz_social" in str(name)] == [], path.name


def test_the_files_obey_the_schema_and_their_limits() -> None:
    """
    At most 500 scenarios, of different titles, and a matrix under 300 kB.
    """
    schema = json.loads((FOLDER / "schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    for name in law_vectors.files():
        assert [error.message[:200] for error in validator.iter_errors(read(name))] == []
    titles = [one["title"] for one in SCENARIOS]
    assert len(set(titles)) == len(titles) <= 500
    assert (FOLDER / "matrix.json").stat().st_size < 300_000


def test_they_cover_every_refusal() -> None:
    """
    Each code appears, and is a code of the library.
    """
    register = [step for one in read("register.json")["scenarios"] for step in one["notices"]]
    codes = {code for one in (*SCENARIOS, *register) for code in one["outcome"].get("refused", ())}
    assert codes == CODES
    assert {code for code in CODES if Code.of(code) is None} == set()


def test_every_outcome_has_its_basis() -> None:
    """
    A clause as the library cites it, or an assumption by its name; scenarios with one are marked.
    """
    known = {cited(one) for one in vars(assumptions).values() if isinstance(one, Assumption)}
    clauses = [one for one in vars(law).values() if isinstance(one, Clause)]
    known |= {str(one) for one in (*clauses, *law.ITEM.values(), *law.CESSATION_GROUND.values())}
    known |= {cited(None)}
    for one in SCENARIOS:
        bases = one["outcome"]["basis"]
        assert {*bases} <= known, bases
        assert one.get("assumption", False) is any("assumption" in basis for basis in bases)


def test_standings_and_public_rows_are_those_of_the_library() -> None:
    """
    The answers about the day of a scenario.
    """
    for one in SCENARIOS:
        if "day" not in one:
            continue
        entry, day = None, date.fromisoformat(one["day"])
        for act in one["acts"]:
            entry = apply(entry, act_of(act))
        assert entry
        answer = to_plain(of_entry(entry.identifier, day, entry))
        assert {key: answer[key] for key in one["standing"]} == one["standing"], one["title"]
        row = admit(entry, on=day, latest=entry, published_on=day)
        shown = row and [
            n for n, column in enumerate(COLUMNS, 2) if not isinstance(row.cell(column), Withheld)
        ]
        assert shown == one["public"], one["title"]


def test_a_vector_is_called_with_a_lifecycle() -> None:
    """
    It raises for a wrong one; `check_lifecycle` calls all of them with ours.
    """

    def forgetful(entry: Any, act: Any) -> Any:
        return entry or apply(entry, act)

    vector = next(one for one in VECTORS if one.__name__ == "suspended: resume")
    vector(apply)
    with pytest.raises(LawBroken) as caught:
        vector(forgetful)
    assert (caught.value.law, caught.value.day) == ("suspension", "2025-05-12")
