"""
The values of the library in pydantic models, and in what FastAPI takes and serves.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator
from pydantic import BaseModel, TypeAdapter, ValidationError

from kz_social_registry import (
    Bin,
    Column,
    Criteria,
    Fault,
    Iin,
    InvalidValue,
    Publication,
    PublicEntry,
    RecipientCategory,
    Region,
    RegistryEntry,
    ReissueGround,
    ServiceCondition,
    Standing,
    Status,
    Term,
    TerminationGround,
    View,
    Withheld,
    from_plain,
    to_plain,
)
from kz_social_registry.domain.acts import Issue
from kz_social_registry.domain.search import Facets, Page
from kz_social_registry.domain.timeline import Fact
from kz_social_registry.registry import Diff, JournalLine
from tools.schema_words import examples

EXAMPLES = examples()
SERVED = {
    Bin: "bin", Iin: "iin", Term: "term", Withheld: "withheld", PublicEntry: "row",
    Publication: "publication", Standing: "standing", Fault: "fault", Facets: "facets", Diff: "diff",
}  # fmt: skip
LISTS = (
    ServiceCondition, RecipientCategory, TerminationGround, ReissueGround, Status, View, Region, Column,
)  # fmt: skip


def _values() -> Iterator[tuple[type, Any]]:
    yield from ((kind, value) for kind, name in SERVED.items() for value in EXAMPLES[name])
    yield from ((kind, next(iter(kind))) for kind in LISTS)


@pytest.mark.parametrize(("kind", "value"), [*_values()])
def test_pydantic_takes_and_serves(kind: Any, value: Any) -> None:
    """
    A value is taken as it is and from its plain data, served as those, and has their JSON Schema.
    """
    adapter = TypeAdapter(kind)
    plain = to_plain(value)
    served = json.loads(adapter.dump_json(value))

    assert adapter.validate_python(value) is value
    assert adapter.validate_python(plain) == adapter.validate_json(json.dumps(plain)) == value
    assert (served, adapter.dump_python(value)) == (plain, value)
    assert type(adapter.validate_python(plain)) is kind
    Draft202012Validator(adapter.json_schema()).validate(served)
    assert not Draft202012Validator(adapter.json_schema()).is_valid(["junk"])


@pytest.mark.parametrize("kind", [*SERVED, *LISTS])
@pytest.mark.parametrize("junk", [None, True, 7, 1.5, "junk", [], ["x"], {}, {"x": 1}])
def test_junk_is_refused_with_our_faults(kind: Any, junk: Any) -> None:
    """
    Pydantic reports the faults that `from_plain` reports: code, place, sentence; never the value.
    """
    with pytest.raises(InvalidValue) as ours:
        from_plain(kind, junk)
    with pytest.raises(ValidationError) as theirs:
        TypeAdapter(kind).validate_python(junk)

    faults, errors = ours.value.faults, theirs.value.errors()
    places = [f.path.replace("[", ".").replace("]", "").lstrip(".") for f in faults]
    alone = [evolve(f, path="") for f in faults]
    assert [".".join(map(str, e["loc"])) for e in errors] == places
    assert [(e["type"], e["msg"]) for e in errors] == [(f.code.value, f.describe("en")) for f in alone]
    assert [(e["ctx"]["ru"], e["input"]) for e in errors] == [(f.describe("ru"), None) for f in alone]


@pytest.mark.parametrize(
    "kind", [RegistryEntry, Issue, Criteria, Page, Fact, JournalLine, list[RegistryEntry]]
)
def test_private_values_are_refused(kind: Any) -> None:
    """
    A model or a response with a private value is an error of the program, with a sentence.
    """
    message = r"call to_plain\(value\) on purpose, or serve rows of Registry.public\(\)"
    with pytest.raises(TypeError, match=message):
        TypeAdapter(kind)
    with pytest.raises(TypeError, match=message):
        FastAPI().get("/")(_returning(kind))


def _returning(kind: Any) -> Any:
    def serve() -> Any:
        return None

    serve.__annotations__["return"] = kind
    return serve


class Question(BaseModel):
    """
    A model of a program that embeds the library.
    """

    identifier: Bin | Iin
    term: Term
    conditions: set[ServiceCondition]
    places: dict[RecipientCategory, int] = {}


class Answer(BaseModel):
    """
    The answer to it.
    """

    question: Question
    standing: Standing
    found: list[PublicEntry]


@pytest.fixture(scope="module")
def client() -> TestClient:
    """
    Return the client of a program that takes and serves the values.
    """
    app = FastAPI()

    @app.post("/ask")
    def ask(question: Question) -> Answer:
        (row, *_), (standing, *_) = EXAMPLES["row"], EXAMPLES["standing"]
        return Answer(question=question, standing=standing, found=[row])

    @app.get("/publication")
    def publication(condition: ServiceCondition | None = None) -> Publication:
        whole: Publication = EXAMPLES["publication"][0]
        rows = whole.search(conditions=[condition] if condition else None)
        return Publication(on=whole.on, published_on=whole.published_on, entries=rows)

    return TestClient(app)


def test_fastapi_takes_and_serves(client: TestClient) -> None:
    """
    A posted question comes back, and the response is read back into values.
    """
    question = {
        "identifier": "250140998011", "term": {"years": 3}, "conditions": ["at_home"],
        "places": {"elderly": 5},
    }  # fmt: skip
    asked = client.post("/ask", json=question)
    shown = client.get("/publication", params={"condition": "at_home"})

    assert (asked.status_code, asked.json()["question"]) == (200, question)
    assert Answer.model_validate_json(asked.text).found == [EXAMPLES["row"][0]]
    assert from_plain(Publication, shown.json()) == EXAMPLES["publication"][0]
    assert "entry" not in asked.json()["standing"]
    assert client.get("/openapi.json").status_code == 200


def test_fastapi_refuses_junk_with_our_sentences(client: TestClient) -> None:
    """
    A 422 names every faulty member, with a sentence in each language and without the value.
    """
    wrong = {"identifier": "x", "term": {"years": -1, "until": "x"}, "conditions": ["home"]}
    left = client.post("/ask", json=wrong)
    errors = {tuple(error["loc"][1:]): error for error in left.json()["detail"]}

    assert left.status_code == 422
    assert {loc for loc in errors if loc[0] != "identifier"} == {
        ("term", "years"), ("term", "until"), ("conditions", 0),
    }  # fmt: skip
    of_identifier = {loc[1] for loc in errors if loc[0] == "identifier"}
    assert of_identifier == {"function-plain[Bin()]", "function-plain[Iin()]"}
    assert errors["conditions", 0]["ctx"].keys() == {"kk", "ru", "en"}
    assert errors["term", "until"]["type"] == "not_a_day"
    assert client.get("/publication", params={"condition": "home"}).status_code == 422


def test_pydantic_is_not_imported_before_it_asks() -> None:
    """
    The library works without pydantic.
    """
    code = "import sys, kz_social_registry; sys.exit('pydantic_core' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
