"""
Where the source and the tests cite a clause of an act, or an assumption of the library.

The source cites by a constant of `base.law` or `base.assumptions`, or in words in a comment or a
docstring: `Rules, para. 5(8)`, `Civil Code, arts 173 and 174`, `assumption "term unchanged"`. A test
cites in words in its docstring, or in that of its class or file. `art. 35(1)(1)–(8)` is eight points.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from kz_social_registry.base import assumptions, law
from kz_social_registry.base.assumptions import Assumption
from kz_social_registry.base.law import Clause, LegalAct
from support.prose import ROOT
from support.source import MODULES, FunctionNode, nodes, text, tree

Places = Mapping[str, list[str]]

ASSUMPTIONS: Final = [one for one in vars(assumptions).values() if isinstance(one, Assumption)]
_ACTS: Final = [act for act in vars(law).values() if isinstance(act, LegalAct)]
#: Citations and names of assumptions, by their constants as the source writes them.
_CONSTANTS: Final[dict[str, str]] = {
    **{name: str(one) for name, one in vars(law).items() if isinstance(one, Clause)},
    **{name: one.name for name, one in vars(assumptions).items() if isinstance(one, Assumption)},
}
_POINTS: Final[dict[str, Clause]] = {
    f"{name}[{point}]": clause
    for name, clauses in vars(law).items()
    if isinstance(clauses, dict)
    for point, clause in clauses.items()
    if isinstance(clause, Clause)
}


def _order(clause: Clause) -> tuple[int, ...]:
    numbers = (clause.article or 0, clause.paragraph or 0, clause.point or 0)
    return (_ACTS.index(clause.act), *numbers)


#: Every clause, in the order of the acts and their numbers.
CLAUSES: Final = sorted(
    {*_POINTS.values(), *(one for one in vars(law).values() if isinstance(one, Clause))}, key=_order
)

_NUMBER: Final = r"\d+(?:\(\d+\))*(?:–\(\d+\))?"
_CITATION: Final = re.compile(
    rf"({'|'.join(act.en for act in _ACTS)}),\s+(para|art)(?:\.|s)\s+"
    rf"({_NUMBER}(?:(?:,| and)\s+{_NUMBER})*)".replace(" on ", r"\s+on\s+")
)
_ASSUMPTION: Final = re.compile(r"[Aa]ssumption\s+\"([\w\s]+)\"")
_COMMENT: Final = re.compile(r"^(\s*)#:? ?", re.MULTILINE)


def in_words(prose: str) -> Iterator[tuple[int, str]]:
    """
    Yield the position and the clause or assumption of each citation in a text.
    """
    for found in _ASSUMPTION.finditer(prose):
        yield found.start(), " ".join(found[1].split())
    for found in _CITATION.finditer(prose):
        act = " ".join(found[1].split())
        for number in re.findall(_NUMBER, found[3]):
            for one in _expanded(number):
                yield found.start(), f"{act}, {found[2]}. {one}"


def _expanded(number: str) -> Iterable[str]:
    """
    Return the numbers of a range of points, or the number alone.
    """
    head, dash, last = number.partition("–")
    if not dash:
        return [number]
    outer, _, first = head[:-1].rpartition("(")
    return [f"{outer}({point})" for point in range(int(first), int(last[1:-1]) + 1)]


# The source -------------------------------------------------------------------------------------------


def _definitions(body: Iterable[ast.stmt], prefix: str) -> Iterator[tuple[int, int, str]]:
    """
    Yield the first and the last line and the name of each definition, inner ones after outer ones.
    """
    for node in body:
        if isinstance(node, ast.ClassDef | FunctionNode):
            names = [node.name]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
        else:
            names = []
        for name in names:
            yield node.lineno, node.end_lineno or node.lineno, f"{prefix}.{name}"
            if isinstance(node, ast.ClassDef):
                yield from _definitions(node.body, f"{prefix}.{name}")


@cache
def place(module: str, line: int) -> str:
    """
    Return the innermost definition at a line of a module; a comment belongs to the code below it.
    """
    lines = text(module).splitlines()
    while lines[line - 1].lstrip().startswith("#") and line < len(lines):
        line += 1
    around = [
        name for first, last, name in _definitions(tree(module).body, module) if first <= line <= last
    ]
    return around[-1] if around else module


def _by_constants(module: str) -> Iterator[tuple[int, str]]:
    imported = {
        alias.asname or alias.name
        for node in nodes(module)
        if isinstance(node, ast.ImportFrom)
        and str(node.module).endswith(("base.law", "base.assumptions"))
        for alias in node.names
    }
    for node in nodes(module):
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
            name = ast.unparse(node).removeprefix("law.")
            known = isinstance(node, ast.Name) is (name in imported) or "[" in name
            if known and (cited := _CONSTANTS.get(name) or _POINTS.get(name)):
                yield node.lineno, str(cited)


@cache
def in_module(module: str) -> list[tuple[int, str]]:
    """
    Return the lines of a module that cite, each with the clause or assumption.
    """
    prose = _COMMENT.sub(r"\1", text(module))
    cited = [(prose.count("\n", 0, at) + 1, what) for at, what in in_words(prose)]
    if module == "base.law":  # there only assumptions are cited, not the clauses themselves
        cited = [(line, what) for line, what in cited if what in {one.name for one in ASSUMPTIONS}]
    else:
        cited += _by_constants(module)
    return [] if module == "base.assumptions" else sorted({*cited})


@cache
def in_source() -> Places:
    """
    Return the places of the source where each clause and each assumption is cited.
    """
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for module in MODULES:
        for line, what in in_module(module):
            places[what][place(module, line)] = None
    return {what: merged(found) for what, found in places.items()}


def merged(places: Iterable[str]) -> list[str]:
    """
    Name a class once if several of its attributes are among the places.
    """
    found = list(places)
    outer = [place.rpartition(".")[0] for place in found]
    merged = (out if outer.count(out) > 1 and out.split(".")[-1][:1].isupper() else place
              for place, out in zip(found, outer, strict=True))  # fmt: skip
    return list(dict.fromkeys(merged))


# The tests --------------------------------------------------------------------------------------------


def _documented(path: Path) -> Iterator[tuple[str, str]]:
    """
    Yield the name and the docstring of a test file, its classes and its tests.
    """
    name = path.relative_to(ROOT).as_posix()
    holders: list[tuple[str, Any]] = [(name, ast.parse(path.read_text("utf-8")))]
    for prefix, holder in holders:
        yield prefix, ast.get_docstring(holder) or ""
        holders.extend((f"{prefix}::{node.name}", node) for node in holder.body if _is_test(node))


def _is_test(node: ast.stmt) -> bool:
    return isinstance(node, ast.ClassDef) or (
        isinstance(node, FunctionNode) and node.name.startswith("test_")
    )


@cache
def in_tests() -> Places:
    """
    Return the tests that name each clause and each assumption.
    """
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for path in sorted(ROOT.glob("tests/*/**/test_*.py")):
        for name, docstring in _documented(path):
            for _, what in in_words(docstring):
                places[what][name] = None
    return {what: list(found) for what, found in places.items()}
