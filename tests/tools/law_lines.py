"""
The lines of the source that implement a clause: those that cite it, and the code that they are about.
"""

import ast
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

from support.prose import Passage, sentences
from support.source import MODULES, FunctionNode, nodes, text
from tools.citations import in_module, in_words, place

#: An extract has at most so many lines.
_LONGEST: Final = 14
#: A table or a statement of more lines is not shown whole: only the part that cites.
_LONG: Final = 8

#: Lines with Kazakh and Russian words are labels.
_LABEL: Final = re.compile("[а-яё]")

_Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


class Extract(NamedTuple):
    """
    A piece of the source: the definition that it is in, and its lines.
    """

    place: str
    text: str
    #: Whether it belongs to the rules themselves, not to their labels, verbs or files.
    is_rule: bool


@cache
def extracts() -> Mapping[str, list[Extract]]:
    """
    Return the extracts for each clause and each assumption, those of the domain first.
    """
    spans: dict[str, dict[tuple[str, str], dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for module in sorted(MODULES, key=lambda name: not name.startswith("domain.")):
        for line, what in in_module(module):
            spans[what][module, place(module, line)] |= _lines(module, line, what)
    return {
        what: [
            Extract(name, _shortened(lines), _is_rule(module, lines))
            for (module, name), lines in found.items()
        ]
        for what, found in spans.items()
    }


def _is_rule(module: str, lines: Mapping[int, str]) -> bool:
    if any(map(_LABEL.search, lines.values())):
        return False
    comments = (line.strip() for line in lines.values())
    return module.startswith("domain.") or any(line.startswith("# ") for line in comments)


def _shortened(lines: Mapping[int, str]) -> str:
    """
    Return lines without their common indentation, with a mark for those that are left out at the end.
    """
    shown = textwrap.dedent("\n".join(lines[number] for number in sorted(lines)[:_LONGEST]))
    return shown + ("\n…" if len(lines) > _LONGEST else "")


def _lines(module: str, line: int, what: str) -> dict[int, str]:
    """
    Return the lines to be shown for a citation at a line, by their numbers.
    """
    source = text(module).splitlines()
    holder = _documented(module, line)
    if isinstance(holder, ast.Module):
        return dict(enumerate(_sentences(holder, what), start=line))
    if holder is not None:
        return {n: source[n - 1] for n in _of_definition(holder) if source[n - 1].strip()}
    first = line
    while source[line - 1].lstrip().startswith("#"):
        line += 1
    while source[first - 2].lstrip().startswith("#") and source[first - 1].lstrip().startswith("#"):
        first -= 1
    node = _about(module, line, is_comment=first < line)
    first = min(first, node.lineno)
    return {n: source[n - 1] for n in range(first, (node.end_lineno or line) + 1)}


def _sentences(module: ast.Module, what: str) -> Iterator[str]:
    """
    Yield the lines of the sentences of a module's docstring that cite.
    """
    for _, sentence in sentences(Passage("", 1, ast.get_docstring(module) or "")):
        if what in {cited for _, cited in in_words(sentence)}:
            yield from textwrap.wrap(f"# {' '.join(sentence.split())}", 96, subsequent_indent="# ")


def _documented(module: str, line: int) -> ast.Module | _Definition | None:
    """
    Return the module, class or function of which the docstring has a line.
    """
    for node in nodes(module):
        if isinstance(node, ast.Module | _Definition) and ast.get_docstring(node):
            written = node.body[0]
            if written.lineno <= line <= (written.end_lineno or line):
                return node
    return None


def _of_definition(node: _Definition) -> Iterator[int]:
    """
    Yield the lines of a function without its docstring, or the first line and the fields of a class.
    """
    first = node.body[0]
    yield from range(node.lineno, first.lineno)
    for part in node.body[1:]:
        if isinstance(node, FunctionNode) or (
            isinstance(part, ast.AnnAssign) and "ClassVar" not in ast.unparse(part.annotation)
        ):
            yield from range(part.lineno, (part.end_lineno or part.lineno) + 1)


def _about(module: str, line: int, *, is_comment: bool) -> ast.stmt | ast.expr:
    """
    Return the code that a comment is about, or the largest short piece of code that has a line.
    """
    found = [node for node in nodes(module) if isinstance(node, ast.stmt | ast.expr)]
    if is_comment:
        found = [node for node in found if node.lineno == line]
    else:
        found = [node for node in found if node.lineno <= line <= (node.end_lineno or line)]
        found = [node for node in found if _length(node) <= _LONG] or found[-1:]
    return max(found, key=_length)


def _length(node: ast.stmt | ast.expr) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
