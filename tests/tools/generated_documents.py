"""
The generated parts of the documents: tables and lists between marks, made from the code.

`python tests/tools/generated_documents.py` writes them into README and docs.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from importlib import import_module
from inspect import getdoc, isclass, isfunction, ismodule
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Final

from attrs import NOTHING, fields
from click import Argument

sys.path.insert(0, str(Path(__file__).parents[1]))

from kz_social_registry.base import law, vocabulary
from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.vocabulary import ActKind, FactAct
from kz_social_registry.cli import cli
from kz_social_registry.domain.acts import ACTS
from kz_social_registry.domain.lifecycle import AFTER_EXPIRY, TRANSITIONS, Transition
from kz_social_registry.domain.row import PARAMETERS_OF_ISSUE, PATHS_OF_ACT
from kz_social_registry.domain.standing import Reason
from kz_social_registry.domain.timeline import Annul
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.feed.notices import CORRECT
from project.test_public_names import PUBLIC
from support.forgeries import FORGERIES
from support.source import PACKAGE, comment
from tools import drawings, generated_reference, law_page
from tools.citations import ASSUMPTIONS, in_source
from tools.generated_reference import table
from tools.import_graph import layers

ROOT: Final = Path(__file__).parents[2]
DOCUMENTS: Final = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


# The law ----------------------------------------------------------------------------------------------


def transitions() -> str:
    """
    Return the lifecycle as a table.
    """
    rows = ((_source(s), f"`{s.act}`", f"`{s.target}`", str(s.clause)) for s in TRANSITIONS)
    return table(("from", "act", "to", "clause"), rows)


def _source(step: Transition) -> str:
    status = f"`{step.source}`" if step.source else "–"
    return f"{status}, on the ground `{step.ground}`" if step.ground else status


def after_expiry() -> str:
    """
    Return the acts that are lawful after the term.
    """
    return f"{_codes(AFTER_EXPIRY)}."


def words_of(kind: type[Word]) -> Callable[[], str]:
    """
    Return the function that makes the table of a closed list.
    """

    def labels() -> str:
        rows = ((f"`{w}`", w.label("kk"), w.label("ru"), w.label("en")) for w in kind)
        return table(("code", "kk", "ru", "en"), rows)

    return labels


def columns() -> str:
    """
    Return the columns of the form with their headings.
    """
    rows = (
        (str(c.number), f"`{c}`", c.heading("kk"), c.heading("ru"), c.heading("en")) for c in Column
    )
    return table(("no", "code", "kk", "ru", "en"), rows)


def assumptions() -> str:
    """
    Return the assumptions, and the code that rests on each.
    """
    rows = ((one.name, one.label("en"), _codes(in_source()[one.name])) for one in ASSUMPTIONS)
    return table(("policy", "our reading", "place"), rows)


def editions() -> str:
    """
    Return the editions of the Rules and of the Social Code's article, with their first days.
    """
    rows = (("–" if one.since == date.min else f"{one.since}", one.names["en"]) for one in law.EDITIONS)
    return table(("since", "edition"), rows)


# Feed and command line --------------------------------------------------------------------------------


def notices() -> str:
    """
    Return the members that a notice of each act must and may have, apart from `notice` and `act`.
    """
    kinds: list[tuple[str, type]] = [*ACTS.items(), (FactAct.ANNUL, Annul)]
    rows = [(f"`{name}`", *_fields(kind)) for name, kind in kinds]
    must, may = _fields(Annul)
    return table(
        ("act", "must say", "may say"), [*rows, (f"`{CORRECT}`", f"{must}, `replacement`", may)]
    )


def _fields(kind: type) -> tuple[str, str]:
    minted = "entry_id"  # by the registry, never by a notice
    contacts = [attribute.name for attribute in fields(Contacts)]
    must = [a.name for a in fields(kind) if a.default is NOTHING and a.name != minted]
    may = [a.name for a in fields(kind) if a.default is not NOTHING]
    may = [name for field in may for name in (contacts if field == "contacts" else [field])]
    return _codes(must), _codes(may)


def parameters() -> str:
    """
    Return the parameter of each act that sets a column, with its path in a notice and the column.
    """
    rows = []
    for kind, paths in PATHS_OF_ACT.items():
        names = PARAMETERS_OF_ISSUE if kind is ActKind.ISSUE else {}
        for column, path in paths.items():
            notice = path.removeprefix("contacts.")
            name = names.get(path, path)
            row = (f"`{kind}`", f"`{name}`", f"`{notice}`", f"{column.number}. {column.heading('en')}")
            rows.append(row)
    return table(("act", "parameter", "notice", "column"), rows)


def commands() -> str:
    """
    Return the commands with their help.
    """
    rows = []
    for name, command in sorted(cli.commands.items()):
        arguments = [
            p.metavar or str(p.name).upper() for p in command.params if isinstance(p, Argument)
        ]
        help_text = " ".join((command.help or "").split())
        rows.append((f"`{' '.join((name, *arguments))}`", help_text))
    return table(("command", "what it does"), rows)


# The source -------------------------------------------------------------------------------------------


def modules() -> str:
    """
    Return the modules of each package in reading order: a module imports only those left of an arrow.
    """
    rows = []
    for package in (name for layer in layers("") for name in layer):
        order = " → ".join(map(_codes, layers(package)))
        rows.append((f"`{package}`", order))
    return table(("package", "modules and folders"), rows)


def reference() -> str:
    """
    Return the exported names of each public module with the first sentence about each.

    The methods of a class stand after the class, in the first module that exports it.
    """
    parts = []
    shown: set[int] = set()
    for name in (f"{PACKAGE}.{public}".rstrip(".") for public in PUBLIC):
        module = import_module(name)
        rows = [row for public in module.__all__ for row in _of_name(module, public, shown)]
        parts.append(f"## {name}\n\n{_summary(module)}\n\n{table(('name', 'meaning'), rows)}")
    return "\n\n".join(parts)


def _of_name(module: ModuleType, name: str, shown: set[int]) -> Iterator[tuple[str, str]]:
    value = getattr(module, name)
    documented = isclass(value) or isfunction(value) or ismodule(value)
    yield f"`{name}`", _summary(value) if documented else comment(name)
    if isclass(value) and id(value) not in shown:
        shown.add(id(value))
        for member, method in vars(value).items():
            if not member.startswith("_") and isinstance(method, FunctionType | classmethod | property):
                yield f"`{name}.{member}`", _summary(method)


def _summary(documented: object) -> str:
    """
    Return the first sentence of a docstring, on one line.
    """
    text = " ".join((getdoc(documented) or "").partition("\n\n")[0].split())
    return re.split(r"(?<=[\w)`]\.)\s(?=[A-Z`])", text)[0].replace("|", "\\|")


# The documents ----------------------------------------------------------------------------------------

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


def forgeries() -> str:
    """
    Return what was changed in the tables of a store, where, and the flaw that reports it.
    """
    engines = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
    rows = (
        (
            forgery.what,
            " and ".join(name for engine, name in engines.items() if forgery.is_for(engine)),
            f"`{forgery.found}`: {forgery.found.label('en')}",
        )
        for forgery in FORGERIES
    )
    return table(("forgery", "tried on", "found as"), rows)


#: The function that makes each generated part, by the name between its marks.
GENERATED: Final[dict[str, Callable[[], str]]] = {
    **law_page.PARTS,
    "assumptions": assumptions,
    "editions": editions,
    "transitions": transitions,
    "after expiry": after_expiry,
    "notices": notices,
    "parameters": parameters,
    "commands": commands,
    "modules": modules,
    "reference": reference,
    "forgeries": forgeries,
    "faults": generated_reference.faults,
    "command line": generated_reference.command_line,
    "schemas": generated_reference.schemas,
    "vectors": generated_reference.vectors,
    "vectors of a register": generated_reference.register_vectors,
    "Column": columns,
    **{kind.__name__: words_of(kind) for kind in GLOSSARY},
}
_GENERATED: Final = re.compile(r"<!-- begin: (?P<name>[\w ]+) -->\n.*?<!-- end -->", re.DOTALL)


def generated_parts(text: str) -> Iterator[str]:
    """
    Yield the name of each generated part of a document.
    """
    return (part["name"] for part in _GENERATED.finditer(text))


def regenerated(text: str) -> str:
    """
    Return a document with its generated parts made anew.
    """
    return _GENERATED.sub(
        lambda part: f"<!-- begin: {part['name']} -->\n{GENERATED[part['name']]()}\n<!-- end -->", text
    )


if __name__ == "__main__":
    for document in DOCUMENTS:
        document.write_text(regenerated(document.read_text("utf-8")), "utf-8")
    law_page.PRINTED.write_text(law_page.printed(), "utf-8")
    for drawing, text in drawings.drawn():
        drawing.write_text(text, "utf-8")
