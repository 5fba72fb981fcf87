"""
English prose of the project: docstrings, comments and documents, each text with its place.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from inspect import cleandoc
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from support.source import FunctionNode

ROOT: Final = Path(__file__).parents[2]
#: The folders that hold Python files.
_CODE: Final = ("src", "tests", "examples")
_DOCUMENTED: Final = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)

#: A line that is no prose: a doctest, the row of a table, a part of a drawing.
_LAID_OUT: Final = re.compile(r"\s*(>>>|\.\.\.|\|)|\S.* {2,}\S|.*[─│├└┌▼→←]{2}")
#: A block of lines of the source.
_QUOTED: Final = re.compile(r"^```py\n.*?^```$", re.DOTALL | re.MULTILINE)
#: A line that opens a new paragraph: an item of a list, or a name with its explanation.
_OPENING: Final = re.compile(r"\s*([-*•]|\d+[.)]|\(\d+\)|[\w.*`]+:(?= |$))")
_END_OF_SENTENCE: Final = re.compile(r"""[.!?][)"»”']*\s+(?=[A-Z`"(«“*])""")


class Passage(NamedTuple):
    """
    A text of prose, and the file and line where it begins.
    """

    path: str
    line: int
    text: str

    def place(self, offset: int = 0) -> str:
        """
        Return the file and line of a character of the text.
        """
        return f"{self.path}:{self.line + self.text.count(chr(10), 0, offset)}"


def python_files() -> list[Path]:
    """
    Return every Python file of the project.
    """
    return sorted(path for folder in _CODE for path in (ROOT / folder).rglob("*.py"))


def documents() -> Iterator[Passage]:
    """
    Yield every document in Markdown, without the lines that it quotes from the source.
    """
    folders = ((ROOT / folder).rglob("*.md") for folder in ("docs", "tests"))
    for path in sorted([*ROOT.glob("*.md"), *chain.from_iterable(folders)]):
        text = _QUOTED.sub(lambda block: "\n" * block[0].count("\n"), path.read_text("utf-8"))
        yield Passage(_relative(path), 1, text)


@cache
def docstrings() -> tuple[Passage, ...]:
    """
    Return every docstring, from its first line of text and without its indentation.
    """
    return tuple(chain.from_iterable(map(_docstrings, python_files())))


def _docstrings(path: Path) -> Iterator[Passage]:
    for node in _documented(ast.parse(path.read_text("utf-8"))):
        if text := ast.get_docstring(node, clean=False):
            blank = len(text[: len(text) - len(text.lstrip())].splitlines()) - 1
            yield Passage(_relative(path), node.body[0].lineno + max(blank, 0), cleandoc(text))


def _documented(node: ast.AST) -> Iterator[ast.Module | ast.ClassDef | FunctionNode]:
    """
    Yield the modules, classes and functions of a tree; no expression holds one.
    """
    if isinstance(node, _DOCUMENTED):
        yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt | ast.excepthandler | ast.match_case):
            yield from _documented(child)


def comments() -> Iterator[Passage]:
    """
    Yield every comment; comments on successive lines are one text.
    """
    for path in python_files():
        lines: list[str] = []
        first = 0
        for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
            if token.type != tokenize.COMMENT:
                continue
            line = token.start[0]
            if lines and line != first + len(lines):
                yield Passage(_relative(path), first, "\n".join(lines))
                lines = []
            first = first if lines else line
            lines.append(token.string.lstrip("#: "))
        if lines:
            yield Passage(_relative(path), first, "\n".join(lines))


def sentences(passage: Passage) -> Iterator[tuple[str, str]]:
    """
    Yield the sentences of a docstring with their places; code, tables and drawings are left out.
    """
    for paragraph in _paragraphs(passage):
        start = 0
        for end in (*(m.end() for m in _END_OF_SENTENCE.finditer(paragraph.text)), len(paragraph.text)):
            yield paragraph.place(start), paragraph.text[start:end].strip()
            start = end


def words(sentence: str) -> int:
    """
    Return the number of words of a sentence.
    """
    return sum(any(map(str.isalnum, word)) for word in sentence.split())


def _paragraphs(passage: Passage) -> Iterator[Passage]:
    lines: list[str] = []
    for index, line in enumerate([*passage.text.splitlines(), ""]):
        apart = not line.strip() or bool(_LAID_OUT.match(line))
        if lines and (apart or _OPENING.match(line)):
            yield Passage(passage.path, passage.line + index - len(lines), "\n".join(lines))
            lines = []
        if not apart:
            lines.append(line)


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
