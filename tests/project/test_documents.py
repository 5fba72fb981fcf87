"""
The documents cannot lie: generated parts are current, examples run, links lead to pages.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner

from kz_social_registry.cli import cli
from tools.drawings import drawn
from tools.generated_documents import DOCUMENTS, GENERATED, ROOT, generated_parts, regenerated
from tools.law_page import PRINTED, printed

COMMAND: Final = "kz-social-registry"

README: Final = ROOT / "README.md"
PAGES: Final = [document for document in DOCUMENTS if document != README]


class TestGeneratedParts:
    """
    Tables between marks, and drawings.
    """

    def test_are_current(self) -> None:
        """
        Every document equals itself with its generated parts made anew.
        """
        outdated = [d.name for d in DOCUMENTS if (text := d.read_text("utf-8")) != regenerated(text)]
        outdated += [] if PRINTED.read_text("utf-8") == printed() else [PRINTED.name]
        outdated += [path.name for path, text in drawn() if path.read_text("utf-8") != text]
        assert outdated == []  # `python tests/tools/generated_documents.py` writes them

    def test_are_all_used(self) -> None:
        """
        Every generated part is in exactly one document.
        """
        found = [name for d in DOCUMENTS for name in generated_parts(d.read_text("utf-8"))]
        assert sorted(found) == sorted(GENERATED)

    def test_give_each_public_name_a_meaning(self) -> None:
        """
        Every public name has a docstring, or a comment that begins with `#:`.
        """
        assert [row for row in GENERATED["reference"]().splitlines() if row.endswith("|  |")] == []


_BLOCK: Final = re.compile(r"^```(?P<kind>\w+)\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)
_STATUS: Final = re.compile(r"# status (\d)$")


def _blocks(document: Path) -> Iterator[tuple[str, str, int]]:
    """
    Yield the kind, the code and the first line of each fenced block.
    """
    text = document.read_text("utf-8")
    for block in _BLOCK.finditer(text):
        yield block["kind"], block["code"], text.count("\n", 0, block.start()) + 1


def _run(line: str) -> str:
    """
    Run a command and return its output.

    The command must end with the status that a comment on the line states, or with 0.
    """
    stated = _STATUS.search(line)
    arguments = shlex.split(line, comments=True)[1:]
    result = CliRunner().invoke(cli, arguments, prog_name=COMMAND)
    assert result.exit_code == int(stated[1] if stated else 0), result.output
    return result.output


class TestBlocks:
    """
    Fenced blocks of code.
    """

    @pytest.mark.parametrize("document", PAGES, ids=lambda path: path.name)
    def test_run(self, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Blocks run from top to bottom; a `text` block after commands is their output.
        """
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("KZ_REGISTRY_STORE", raising=False)
        names: dict[str, Any] = {"__name__": document.stem}
        printed = None
        for kind, code, line in _blocks(document):
            expected, printed = printed, None
            if kind == "python":
                place = "\n" * line + code  # so that a traceback names the document's own line
                exec(compile(place, document, "exec"), names)  # noqa: S102  # our own documents
            elif kind == "sh" and code.startswith(COMMAND):
                printed = "".join(map(_run, code.splitlines()))
            elif kind == "text" and expected is not None:
                assert code == expected

    def test_of_the_readme_are_one_command_each(self) -> None:
        """
        The README sets up and runs the program with one command, and the tests with another.
        """
        kinds = [kind for kind, _, _ in _blocks(README)]
        commands = [code for kind, code, _ in _blocks(README) if kind == "sh"]
        assert kinds == ["sh", "sh", *["python"] * 4]
        assert [code.count("\n") for code in commands] == [1, 1]

    def test_of_the_readme_run_one_after_another(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        The Python examples run in the folder in which the commands left their files.
        """
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("KZ_REGISTRY_STORE", raising=False)
        feed = ROOT / "examples" / "data" / "notices.jsonl"
        _run(f"{COMMAND} receive {feed} --keep-in . # status 1")
        code = "".join(code for kind, code, _ in _blocks(README) if kind == "python")
        exec(code, {})  # noqa: S102  # our own document


_LINK: Final = re.compile(r"\]\((?!https?:)(?P<path>[^)#\s]*)(?:#(?P<anchor>[^)]*))?\)")
_HEADING: Final = re.compile(r"^#+ (.*)$", re.MULTILINE)


def _anchors(document: Path) -> set[str]:
    headings = _HEADING.findall(_BLOCK.sub("", document.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _is_broken(document: Path, link: re.Match[str]) -> bool:
    target = document.parent / link["path"] if link["path"] else document
    if not target.is_file():
        return True
    return link["anchor"] is not None and link["anchor"] not in _anchors(target)


def test_links_lead_somewhere() -> None:
    """
    Every link between the documents names an existing file and a heading in it.
    """
    links = [(d, link) for d in DOCUMENTS for link in _LINK.finditer(d.read_text("utf-8"))]
    broken = [f"{document.name}: {link[0]}" for document, link in links if _is_broken(document, link)]
    assert broken == []


def test_every_page_is_in_the_index() -> None:
    """
    The index links to the pages of its folder and the indexes of languages, those to their pages.
    """
    docs = ROOT / "docs"
    for index in (docs / "index.md", *docs.glob("*/index.md")):
        linked = {link["path"] for link in _LINK.finditer(index.read_text("utf-8"))}
        pages = {*index.parent.glob("*.md"), *index.parent.glob("*/index.md")} - {index}
        assert {f"{page.relative_to(index.parent)}" for page in pages} <= linked
