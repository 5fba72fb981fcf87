"""
The JSON Schemas: generated from the model, and valid for real data.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.feed.notices import CORRECT, Verdict, outcomes
from kz_social_registry.registry.answers.journal import JournalLine
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization import schemas
from kz_social_registry.serialization.codec import from_plain, to_plain
from kz_social_registry.serialization.schemas import NAMES, schema
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing.strategies import entries, histories
from tools import schema_model as model

FEED = Path(__file__).parents[2] / "examples" / "data" / "notices.jsonl"
DAY = date(2026, 6, 1)
#: What a schema cannot know: what is in the register, and what digits and days are to each other.
BEYOND_SCHEMAS = {
    Code.CONTROL_DIGIT, Code.NOT_ALLOWED, Code.UNKNOWN_PROVIDER, Code.NOTICE_CONFLICT, Code.DAY_ORDER,
    Code.CONSENT_LISTS_COLUMNS, Code.ALREADY_IN_REGISTER, Code.TELEPHONE,
}  # fmt: skip


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name), format_checker=FormatChecker())


def _shape(plain: Any) -> Any:
    """
    Return the members and types of plain data, with the codes of acts and columns but no other value.
    """
    if isinstance(plain, dict):
        return frozenset(
            (key, value if key in {"act", "column"} and isinstance(value, str) else _shape(value))
            for key, value in plain.items()
        )
    return frozenset(map(_shape, plain)) if isinstance(plain, list) else type(plain)


def _errors(name: str, plain: Any) -> list[str]:
    return [error.message for error in _validator(name).iter_errors(plain)]


@pytest.fixture(scope="module")
def fed() -> Registry:
    """
    Return a register with the example feed in it.
    """
    registry = Registry(MemoryStore())
    for _ in outcomes(registry, FEED.read_bytes().splitlines()):
        pass
    return registry


@pytest.mark.parametrize("name", NAMES)
class TestShipped:
    """
    The schemas in the package.
    """

    def test_is_what_the_model_gives(self, name: str) -> None:
        """
        The shipped schema equals the one generated from the model.
        """
        assert schema(name) == json.loads(json.dumps(model.generate(name)))

    def test_is_a_schema(self, name: str) -> None:
        """
        Each schema is valid under the draft that it names.
        """
        Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(("name", "kind"), model.KINDS.items())
def test_examples_and_words(name: str, kind: type) -> None:
    """
    Examples are valid and are values; each member is described in three languages.
    """
    shipped = schema(name)
    plain = shipped["examples"]

    assert [_errors(name, one) for one in plain] == [[]] * len(plain)
    assert [to_plain(from_plain(kind, one)) for one in plain] == plain
    assert [*_undescribed(shipped)] == []
    assert _CYRILLIC.search(shipped["titles"]["kk"])
    assert not _CYRILLIC.search(shipped["title"])


_CYRILLIC = re.compile("[А-я]")


def _undescribed(node: Any) -> Iterator[str]:
    """
    Yield the members of objects without words in one of the languages.
    """
    for name, member in node.get("properties", {}).items():
        titles = member.get("titles", {})
        if not (
            _CYRILLIC.search(titles.get("kk", ""))
            and _CYRILLIC.search(titles.get("ru", ""))
            and "description" in member
        ):
            yield name
        yield from _undescribed(member)
    for inner in (*([node["items"]] if "items" in node else ()), *node.get("anyOf", ())):
        yield from _undescribed(inner)


def test_there_is_no_other() -> None:
    """
    Only the shipped names are known.
    """
    with pytest.raises(KeyError):
        schema("../model")


def test_they_are_written_by_one_command(tmp_path: Path) -> None:
    """
    The module, run as a program, writes all schemas byte for byte as they are shipped.
    """
    shipped = Path(schemas.__file__).parent

    command = [sys.executable, model.__file__, str(tmp_path)]
    subprocess.run(command, check=True)  # noqa: S603  # our own module

    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_bytes() for path in shipped.glob("*.json")}


class TestNotice:
    """
    Notices: accepted ones are valid, those of a wrong shape are not.
    """

    def test_the_schema_and_the_intake_agree_on_the_example_feed(self) -> None:
        """
        Accepted notices are valid; so are rejected ones that only a register can refuse.
        """
        registry = Registry(MemoryStore())
        valid = _validator("notice")
        disagree = []
        for outcome in outcomes(registry, FEED.read_bytes().splitlines()):
            if outcome.error and outcome.error.faults[0].code in BEYOND_SCHEMAS:
                continue
            if valid.is_valid(outcome.raw) is not (outcome.verdict is Verdict.ACCEPTED):
                disagree.append((outcome.line, outcome.error))

        assert disagree == []

    @given(histories())
    def test_every_act_as_a_notice_is_valid(self, life: list[Any]) -> None:
        """
        The plain data of any act, with a notice id and an address, are a valid notice.
        """
        address = {"entry": str(life[0].entry_id)}
        for number, act in enumerate(life):
            plain = to_plain(act)
            own = plain.pop("entry_id", None)
            assert (
                _errors("notice", {"notice": f"N-{number}", **({} if own else address), **plain}) == []
            )

    @given(histories())
    def test_every_act_as_a_replacement_is_valid(self, life: list[Any]) -> None:
        """
        A replacement is any act without id and address; other missing parts are found.
        """
        correct = {"notice": "N-1", "act": CORRECT, "of": "N-0", "reason": "қате"}
        for act in life:
            plain = to_plain(act)
            plain.pop("entry_id", None)
            assert _errors("notice", {**correct, "replacement": plain}) == []
        for wrong in ({}, {"replacement": {}}, {"replacement": {**plain, "notice": "N-2"}}):
            assert not _validator("notice").is_valid(correct | wrong)

    @pytest.mark.parametrize(
        "change",
        [
            {"act": "issued"}, {"notice": ""}, {"on": "22.04.2025"}, {"capacity": 0},
            {"capacity": "40"},
            {"conditions": []}, {"conditions": ["home"]}, {"identifier": "94014000038"}, {"entry": "x"},
            {"licence": {"issued_on": "2025-04-20"}}, {"kato": "990000000"},
            {"phones": "8 7172 551400"},
            {"licence": {"issued_on": "2025-04-20", "term": {"years": 3, "until": "2028-04-20"}}},
            {"licence": {"issued_on": "2025-04-20", "term": {}}},
        ],
    )  # fmt: skip
    def test_of_the_wrong_shape_is_invalid(self, change: dict[str, Any]) -> None:
        """
        Unknown codes, other types and missing parts are found without a register.
        """
        right = {
            "notice": "N-1", "act": "issue", "on": "2025-04-22", "identifier": "940140000385",
            "name": "«Үміт» ЖШС", "address": "Астана қ.", "conditions": ["at_home"],
            "categories": ["elderly"], "capacity": 40,
            "licence": {"issued_on": "2025-04-20", "term": {"years": 3}},
        }  # fmt: skip

        assert (_errors("notice", right), bool(_errors("notice", right | change))) == ([], True)


class TestOutputs:
    """
    The output of the library is valid under the schemas.
    """

    @given(entries())
    def test_entries_are_valid(self, entry: RegistryEntry) -> None:
        """
        Every entry is valid, and is read back from the validated data.
        """
        plain = to_plain(entry)

        assert (_errors("entry", plain), from_plain(RegistryEntry, plain)) == ([], entry)

    def test_publications_and_diffs_are_valid(self, fed: Registry) -> None:
        """
        Publications and diffs are valid, with withheld cells, changes and retractions.
        """
        earlier = fed.public(on=DAY - timedelta(days=200), published_on=DAY)
        diff = to_plain(fed.public_diff(earlier, on=DAY, published_on=DAY))

        assert (_errors("publication", to_plain(earlier)), _errors("diff", diff)) == ([], [])
        assert all(diff[part] for part in ("included", "changed", "left"))

    def test_journals_are_valid(self, fed: Registry) -> None:
        """
        Journals with each shape of a line are valid, also annulled and corrected; all are read back.
        """
        with fed.store.snapshot(DAY, View.FULL) as snapshot:
            journals = [fed.journal(entry) for entry in snapshot.entries]
        assert any(line.annulled_by for lines in journals for line in lines)
        shapes: set[Any] = set()
        for lines in journals:
            plain = to_plain(lines)
            assert from_plain(tuple[JournalLine, ...], plain) == lines
            if not (found := set(map(_shape, plain))) <= shapes:
                assert _errors("journal", plain) == []
            shapes |= found

    def test_extracts_are_valid(self, fed: Registry) -> None:
        """
        The extract of every provider is valid.
        """
        with fed.store.snapshot(DAY) as snapshot:
            wrong = [
                _errors("extract", to_plain(fed.extract(entry.identifier, on=DAY)))
                for entry in snapshot.entries
            ]

        assert set(map(tuple, wrong)) == {()}

    @given(entries(), st.sampled_from(["id", "name", "licence", "included_on"]))
    def test_an_entry_without_a_part_is_invalid(self, entry: RegistryEntry, part: str) -> None:
        """
        The schema requires every part that the model requires.
        """
        plain = {key: value for key, value in to_plain(entry).items() if key != part}

        assert _errors("entry", plain) != []
