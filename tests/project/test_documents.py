"""
The documents cannot lie: examples run, tables come from the code, links lead somewhere.

    python tests/test_documents.py        writes the tables and the diagram anew
"""

import importlib
import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import NOTHING, fields
from click import Argument
from click.testing import CliRunner

from kz_social_registry.base import law, vocabulary
from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import Clause
from kz_social_registry.cli import cli
from kz_social_registry.domain.acts import ACTS
from kz_social_registry.domain.lifecycle import AFTER_EXPIRY, TRANSITIONS, Transition
from kz_social_registry.domain.standing import Reason
from kz_social_registry.domain.timeline import Annul
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.feed.notices import CORRECT
from kz_social_registry.serialization.codec import ANNUL

ROOT: Final = Path(__file__).parents[2]
DOCUMENTS: Final = sorted([ROOT / "README.md", *ROOT.glob("docs/*.md")])
COMMAND: Final = "kz-social-registry"

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


# What the code says -----------------------------------------------------------------------------------


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), ["---"] * len(list(head)), *map(list, rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def transitions() -> str:
    """
    Return the lifecycle as a table.
    """
    rows = ((_source(s), f"`{s.act}`", f"`{s.target}`", str(s.clause)) for s in TRANSITIONS)
    return _table(("from", "act", "to", "clause"), rows)


def _source(step: Transition) -> str:
    status = f"`{step.source}`" if step.source else "–"
    return f"{status}, on the ground `{step.ground}`" if step.ground else status


def diagram() -> str:
    """
    Return the lifecycle as a Mermaid diagram; a status that leads to no other is an end.
    """
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in TRANSITIONS:
        arrows.setdefault((step.source or "[*]", step.target), []).append(
            f"{step.act} ({step.ground})" if step.ground else step.act
        )
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {source} --> {target}: {', '.join(a)}" for (source, target), a in arrows.items()]
    left = {step.source for step in TRANSITIONS if step.source is not step.target}
    lines += [f"    {status} --> [*]" for status in vocabulary.Status if status not in left]
    return "\n".join([*lines, "```"])


def after_expiry() -> str:
    """
    Return the acts that are lawful after the term.
    """
    return f"{_codes(AFTER_EXPIRY)}."


def notices() -> str:
    """
    Return what a notice of each act must and may say, besides `notice` and `act`.
    """
    kinds: list[tuple[str, type]] = [*ACTS.items(), (ANNUL, Annul)]
    rows = [(f"`{name}`", *_fields(kind)) for name, kind in kinds]
    must, may = _fields(Annul)
    return _table(
        ("act", "must say", "may say"), [*rows, (f"`{CORRECT}`", f"{must}, `replacement`", may)]
    )


def _fields(kind: type) -> tuple[str, str]:
    minted = "entry_id"  # by the registry, never by a notice
    contacts = [attribute.name for attribute in fields(Contacts)]
    must = [a.name for a in fields(kind) if a.default is NOTHING and a.name != minted]
    may = [a.name for a in fields(kind) if a.default is not NOTHING]
    may = [name for field in may for name in (contacts if field == "contacts" else [field])]
    return _codes(must), _codes(may)


def commands() -> str:
    """
    Return the commands, as their help tells of them.
    """
    rows = []
    for name, command in sorted(cli.commands.items()):
        arguments = [
            p.metavar or str(p.name).upper() for p in command.params if isinstance(p, Argument)
        ]
        told = " ".join((command.help or "").split())
        rows.append((f"`{' '.join((name, *arguments))}`", told))
    return _table(("command", "what it does"), rows)


def words_of(kind: type[Word]) -> Callable[[], str]:
    """
    Return what makes the table of a closed list.
    """

    def table() -> str:
        rows = ((f"`{w}`", w.label("kk"), w.label("ru"), w.label("en")) for w in kind)
        return _table(("code", "kk", "ru", "en"), rows)

    return table


def columns() -> str:
    """
    Return the columns of the form, with their headings.
    """
    rows = (
        (str(c.number), f"`{c}`", c.heading("kk"), c.heading("ru"), c.heading("en")) for c in Column
    )
    return _table(("no", "code", "kk", "ru", "en"), rows)


GLOSSARY: Final = (
    vocabulary.ServiceCondition,
    vocabulary.RecipientCategory,
    vocabulary.Status,
    vocabulary.ActKind,
    vocabulary.TerminationGround,
    vocabulary.ReissueGround,
    vocabulary.SuccessionKind,
    Reason,
    vocabulary.Withholding,
    vocabulary.Region,
)

#: What makes each generated part, by the name between its marks.
PARTS: Final[dict[str, Callable[[], str]]] = {
    "transitions": transitions,
    "diagram": diagram,
    "after expiry": after_expiry,
    "notices": notices,
    "commands": commands,
    "Column": columns,
    **{kind.__name__: words_of(kind) for kind in GLOSSARY},
}
_PART: Final = re.compile(r"<!-- begin: (?P<name>[\w ]+) -->\n.*?<!-- end -->", re.DOTALL)


def _anew(text: str) -> str:
    return _PART.sub(
        lambda part: f"<!-- begin: {part['name']} -->\n{PARTS[part['name']]()}\n<!-- end -->", text
    )


class TestGeneratedParts:
    """
    Tables and diagram between marks.
    """

    @each_document
    def test_are_what_the_code_says(self, document: Path) -> None:
        """
        Every part between marks is what its generator makes of the code.
        """
        text = document.read_text("utf-8")
        assert text == _anew(text)

    def test_are_all_used(self) -> None:
        """
        Every generated part stands in some document, once.
        """
        found = [part["name"] for d in DOCUMENTS for part in _PART.finditer(d.read_text("utf-8"))]
        assert sorted(found) == sorted(PARTS)


# What the documents say -------------------------------------------------------------------------------

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
    Run a command, which must end with the status that the line says, or 0; return its output.
    """
    said = _STATUS.search(line)
    arguments = shlex.split(line, comments=True)[1:]
    result = CliRunner().invoke(cli, arguments, prog_name=COMMAND)
    assert result.exit_code == int(said[1] if said else 0), result.output
    return result.output


class TestBlocks:
    """
    Fenced blocks of code.
    """

    @each_document
    def test_run(self, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Blocks run from top to bottom; a `text` block behind commands is what they print.
        """
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("KZ_REGISTRY_STORE", raising=False)
        names: dict[str, Any] = {"__name__": document.stem}
        printed = None
        for kind, code, line in _blocks(document):
            before, printed = printed, None
            if kind == "python":
                place = "\n" * line + code  # so that a traceback names the document's own line
                exec(compile(place, document, "exec"), names)  # noqa: S102  # our own documents
            elif kind == "sh" and code.startswith(COMMAND):
                printed = "".join(map(_run, code.splitlines()))
            elif kind == "text" and before is not None:
                assert code == before

    def test_of_the_readme_are_one_command_each(self) -> None:
        """
        The README sets up and runs the program with one command, and the tests with another.
        """
        kinds = [kind for kind, _, _ in _blocks(ROOT / "README.md")]
        commands = [code for kind, code, _ in _blocks(ROOT / "README.md") if kind == "sh"]
        assert kinds == ["sh", "sh", "python"]
        assert [code.count("\n") for code in commands] == [1, 1]

    def test_of_the_readme_run_one_after_another(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        The example in Python does not meet what the commands before it have left in the folder.
        """
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("KZ_REGISTRY_STORE", raising=False)
        feed = ROOT / "examples" / "data" / "notices.jsonl"
        _run(f"{COMMAND} receive {feed} --keep-in . # status 1")
        (code,) = [code for kind, code, _ in _blocks(ROOT / "README.md") if kind == "python"]
        exec(code, {})  # noqa: S102  # our own document


_LINK: Final = re.compile(r"\]\((?!https?:)(?P<path>[^)#\s]*)(?:#(?P<anchor>[^)]*))?\)")
_HEADING: Final = re.compile(r"^#+ (.*)$", re.MULTILINE)


def _anchors(document: Path) -> set[str]:
    headings = _HEADING.findall(_BLOCK.sub("", document.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@each_document
def test_links_lead_somewhere(document: Path) -> None:
    """
    Every link between the documents names a file that is there, and a heading in it.
    """
    for link in _LINK.finditer(document.read_text("utf-8")):
        target = (document.parent / link["path"]).resolve() if link["path"] else document
        assert target.is_file(), link[0]
        assert link["anchor"] is None or link["anchor"] in _anchors(target), link[0]


def test_every_page_is_in_the_index() -> None:
    """
    The index of the documentation links to every other page.
    """
    index = ROOT / "docs" / "index.md"
    linked = {link["path"] for link in _LINK.finditer(index.read_text("utf-8"))}
    assert linked == {path.name for path in ROOT.glob("docs/*.md")} - {index.name}


# Paragraph → code → test ------------------------------------------------------------------------------

_RULES: Final = (ROOT / "docs" / "rules.md", ROOT / "docs" / "not-promised.md")
_REFERENCE: Final = re.compile(r"`([a-z_]+(?:\.\w+)+)`")
_TEST: Final = re.compile(r"`(tests/\S+\.py)`")


def _rows(document: Path) -> Iterator[str]:
    return (line for line in document.read_text("utf-8").splitlines() if line.startswith("|"))


def _annotations(holder: object) -> dict[str, Any]:
    return getattr(holder, "__annotations__", {})


def _resolves(reference: str) -> bool:
    """
    Whether a reference names a module of the library, or something in one.
    """
    parts = reference.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(["kz_social_registry", *parts[:length]]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            kinds = getattr(found, "__mro__", (found,))  # an attribute may be a base's
            if not hasattr(found, name) and not any(name in _annotations(kind) for kind in kinds):
                return False
            found = getattr(found, name, None)
        return True
    return False


@pytest.mark.parametrize("document", _RULES, ids=lambda path: path.name)
def test_references_resolve(document: Path) -> None:
    """
    Every code reference in the tables of the Rules and of the policies names what is there.
    """
    references = [r for row in _rows(document) for r in _REFERENCE.findall(_TEST.sub("", row))]
    assert references
    assert [reference for reference in references if not _resolves(reference)] == []


def test_every_clause_is_in_the_table() -> None:
    """
    The table of the Rules names every clause that `law` has a name for.
    """
    named = {name for name, value in vars(law).items() if isinstance(value, Clause)}
    told = {r for row in _rows(_RULES[0]) for r in _REFERENCE.findall(row)}
    assert {f"base.law.{name}" for name in named} - told == set()


def test_named_tests_exist() -> None:
    """
    Every test file that the table of the Rules names is there.
    """
    named = {path for row in _rows(_RULES[0]) for path in _TEST.findall(row)}
    assert named
    assert sorted(path for path in named if not (ROOT / path).is_file()) == []


def test_every_paragraph_is_in_the_table() -> None:
    """
    The table of the Rules has a row for each paragraph, and for each item of the fifth.
    """
    first = {row.split("|")[1].strip() for row in _rows(_RULES[0])}
    items = {f"5({point})" for point in range(1, 14)}
    assert {"1", "2(1)", "2(2)", "2(3)", "3", "4", "6", "7"} | items <= first


if __name__ == "__main__":
    for document in DOCUMENTS:
        document.write_text(_anew(document.read_text("utf-8")), "utf-8")
