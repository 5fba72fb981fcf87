"""
References in the documents to code and tests: each exists, and calls happen in the order described.
"""

import importlib
import inspect
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import CodeType
from typing import Any, Final

import pytest

from kz_social_registry.base import law
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.feed.file import receive_file
from kz_social_registry.form.publishing.publish import publish
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage.memory import MemoryStore
from support.order_text import order, rules
from support.source import MODULES
from tools.citations import ASSUMPTIONS, CLAUSES, in_source, in_tests, in_words
from tools.generated_documents import DOCUMENTS, ROOT
from tools.law_page import NOTES, TRANSLATION, number, of_other_acts, of_the_rules

ARCHITECTURE: Final = ROOT / "docs" / "architecture.md"
RULES: Final = ROOT / "docs" / "rules.md"
WITH_REFERENCES: Final = (ARCHITECTURE, RULES, ROOT / "docs" / "not-promised.md")

_PACKAGES: Final = "|".join({name.partition(".")[0] for name in MODULES if not name.startswith("__")})
_REFERENCE: Final = re.compile(rf"`((?:{_PACKAGES})(?:\.\w+)+)`")
_FULL_NAME: Final = re.compile(r"`kz_social_registry\.(\w+(?:\.\w+)*)`")
_PATH: Final = re.compile(r"`(?:python |pytest )?((?:tests|docs|src)/[\w/.-]+)[^`]*`")


def _text(document: Path) -> str:
    return document.read_text("utf-8")


def _found(reference: str) -> Any:
    """
    Return the module, or the object in a module, that a reference names, or None.
    """
    parts = reference.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(["kz_social_registry", *parts[:length]]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            annotated = any(name in vars(k).get("__annotations__", {}) for k in _classes(found))
            found = getattr(found, name, name if annotated else None)
        return found
    return None


def _classes(holder: object) -> tuple[type, ...]:
    return holder.__mro__ if isinstance(holder, type) else ()


class TestReferences:
    """
    Names of code, tests and files.
    """

    @pytest.mark.parametrize("document", WITH_REFERENCES, ids=lambda path: path.name)
    def test_name_existing_code(self, document: Path) -> None:
        """
        Every dotted name that begins with a package of the library exists.
        """
        references = _REFERENCE.findall(_text(document))
        assert references
        assert [reference for reference in references if _found(reference) is None] == []

    def test_name_existing_code_in_full(self) -> None:
        """
        Every dotted name that begins with the library's own name exists, in all documents.
        """
        references = [(d.name, name) for d in DOCUMENTS for name in _FULL_NAME.findall(_text(d))]
        assert references
        assert [(document, name) for document, name in references if _found(name) is None] == []

    def test_name_existing_files(self) -> None:
        """
        Every path of a test, a tool or a folder of the project exists.
        """
        named = [(d.name, path) for d in DOCUMENTS for path in _PATH.findall(_text(d))]
        assert named
        assert [(name, path) for name, path in named if not (ROOT / path).exists()] == []


class TestCitations:
    """
    Clauses and assumptions, where the source cites them and tests name them.
    """

    def test_every_clause_exists(self) -> None:
        """
        The source and the tests cite no clause and no assumption that is not a constant.
        """
        known = {*map(str, CLAUSES), *(one.name for one in ASSUMPTIONS)}
        cited = {**in_source(), **in_tests()}
        assert {what: places for what, places in cited.items() if what not in known} == {}

    def test_every_clause_has_lines_tests_and_vectors(self) -> None:
        """
        A clause that lacks one of them is listed with the reason; no reason is listed in vain.
        """
        sections = [*of_the_rules(), *of_other_acts()]
        chapeau = "Rules, para. 2"  # it says nothing but its points
        lacking = {
            "lines": {one.title for one in sections if not one.lines},
            "tests": {one.title for one in sections if not one.tests},
            "vectors": {one.title for one in sections if not one.outcomes},
        }
        listed = {what: {chapeau, *reasons} for what, reasons in NOTES["without"].items()}
        assert lacking == listed
        assert {one.title for one in sections} == {chapeau, *map(str, CLAUSES)}

    def test_every_assumption_is_cited_and_tested(self) -> None:
        """
        Every assumption is named by the code that rests on it, and by a test.
        """
        names = {one.name for one in ASSUMPTIONS}
        assert names - (in_source().keys() & in_tests().keys()) == set()

    def test_every_assumption_rests_on_clauses_and_has_a_reason(self) -> None:
        """
        The page of the law has each assumption at its clauses, or among those of no clause.
        """
        notes = NOTES["assumption"]
        assert notes.keys() == {one.name for one in ASSUMPTIONS}
        named = {clause for note in notes.values() for clause in note["on"]}
        assert named <= set(map(str, CLAUSES))
        assert {tuple(note) for note in notes.values()} == {("on", "en", "kk", "ru")}
        assert {
            language for note in notes.values() for language in LANGUAGES if not note[language]
        } == set()

    def test_the_rules_have_the_paragraphs_of_the_order(self) -> None:
        """
        The Kazakh text has the paragraphs and points that are clauses of the Rules, and no others.
        """
        clauses = {(one.paragraph, one.point) for one in CLAUSES if one.act is law.RULES}
        assert clauses | {(2, None)} == set(rules())  # paragraph 2 says nothing but its points

    def test_every_paragraph_is_translated(self) -> None:
        """
        The translation has the paragraphs and points of the Order and of the Rules, and no others.
        """
        assert [*TRANSLATION["order"]] == [number(*at) for at in order()]
        assert [*TRANSLATION["rules"]] == [number(*at) for at in rules()]

    def test_ranges_and_lists_are_expanded(self) -> None:
        """
        A citation may name several articles, and several points.
        """
        text = 'Civil Code, arts 173 and 174; Rules, para. 5(2)–(4); by assumption "one\n    entry"'
        assert [what for _, what in in_words(text)] == [
            "one entry", "Civil Code, art. 173", "Civil Code, art. 174",
            "Rules, para. 5(2)", "Rules, para. 5(3)", "Rules, para. 5(4)",
        ]  # fmt: skip


# The order of calls -----------------------------------------------------------------------------------

_ITEM: Final = re.compile(r"^\d+\. `([\w.]+)`", re.MULTILINE)
_NUMBER: Final = "250140998011"
_DAY: Final = date(2025, 4, 24)


def _described(beginning: str) -> list[str]:
    """
    Return the functions of the numbered list that follows a line of the architecture.
    """
    _, _, rest = _text(ARCHITECTURE).partition(f"\n{beginning}\n\n")
    return _ITEM.findall(rest.partition("\n\n")[0])


def _code(reference: str) -> CodeType:
    code: CodeType = inspect.unwrap(_found(reference)).__code__
    return code


def _called(functions: list[str], run: Callable[[], object]) -> list[str]:
    """
    Return those of the functions that a run calls, in the order of their first calls.
    """
    names = {_code(function): function for function in functions}
    called: dict[str, None] = {}

    def profile(frame: Any, event: str, _: object) -> None:
        if event == "call" and frame.f_code in names:
            called.setdefault(names[frame.f_code])

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        run()
    finally:
        sys.setprofile(before)
    return list(called)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """
    Return a file with an issue and a consent.
    """
    issue = {
        "notice": "1", "act": "issue", "on": "2025-04-24", "identifier": _NUMBER,
        "name": "«Мейірім» ЖШС", "address": "Астана қаласы", "conditions": ["at_home"],
        "categories": ["elderly"], "capacity": 40,
        "licence": {"issued_on": "2025-04-20", "term": {"years": 3}},
    }  # fmt: skip
    consent = {"notice": "2", "act": "give_consent", "on": "2025-04-24", "identifier": _NUMBER}
    path = tmp_path / "feed.jsonl"
    path.write_text("\n".join(map(json.dumps, (issue, consent))), "utf-8")
    return path


@pytest.fixture
def registry(feed: Path) -> Registry:
    """
    Return a register that received the feed.
    """
    registry = Registry(MemoryStore())
    receive_file(registry, feed)
    return registry


class TestOrderOfCalls:
    """
    The numbered lists of the architecture.
    """

    def test_of_a_notice(self, feed: Path) -> None:
        """
        Receiving a file calls the functions in the order described.
        """
        described = _described(
            "From a line of a file to a fact in a store. "
            "A test receives a notice and compares the order of these calls."
        )
        assert described
        assert _called(described, lambda: receive_file(Registry(MemoryStore()), feed)) == described

    def test_of_a_question(self, registry: Registry) -> None:
        """
        A question about the present knowledge looks up one segment.
        """
        described = _described("`standing`, about what is known now:")
        assert described
        assert _called(described, lambda: registry.standing(_NUMBER, on=_DAY)) == described

    def test_of_a_question_about_past_knowledge(self, registry: Registry) -> None:
        """
        A question with `known` folds the facts.
        """
        described = _described("`standing` with `known`, about what was known at a moment in the past:")
        now = datetime.now(UTC)
        assert described
        assert _called(described, lambda: registry.standing(_NUMBER, on=_DAY, known=now)) == described

    def test_of_many_questions(self, registry: Registry) -> None:
        """
        Questions in bulk read one picture of the register.
        """
        described = _described("`standings`, about many providers and days:")
        assert described
        assert _called(described, lambda: [*registry.standings([(_NUMBER, _DAY)])]) == described

    def test_of_a_publication(self, registry: Registry, tmp_path: Path) -> None:
        """
        A publication passes the gate before it is written.
        """

        def run() -> None:
            rows = registry.public(on=_DAY, published_on=_DAY)
            publish(
                tmp_path / "public", rows, on=_DAY, published_on=_DAY, language="kk", formats=["csv"]
            )

        described = _described("A publication:")
        assert described
        assert _called(described, run) == described
