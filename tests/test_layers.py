"""
The order of the source: who may import whom, and what every module owes its reader.
"""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

import pytest

import kz_social_registry

PACKAGE: Final = "kz_social_registry"
SOURCE: Final = Path(kz_social_registry.__file__).parent

#: Imports go only to earlier lines; modules on one line do not know each other. A new module is not
#: done until it has its place here. `forms.cells` stands low because the extract is worded as the form.
LAYERS: Final = """
law
words
vocabulary columns messages forms.messages forms.refusals schemas
errors text forms.imprint forms.safety
checks forms.notes forms.findings forms.inflection storage.codes
identifiers terms contacts forms.folders
entry plain_values forms.days forms.plain_cells forms.contact_cells forms.wordings
acts forms.description
lifecycle forms.header
timeline
publication standing
explain
forms.cells codec
extract publication_feed proof feed_lines forms.catalogue forms.text_files
search clock forms.tables forms.pages forms.internal schemas.model
protocols forms.workbooks
audit recording forms.opening forms.files
forms.reading
storage storage.rows transfer form_changes
storage.tallies storage.connections
storage.queries storage.sqlite_schema storage.postgres_schema
storage.sqlite_file
storage.relational storage.postgres_server
storage.postgres_rows
storage.memory storage.sqlite storage.postgres
storage.opening
questions
registry
intake form_intake kept
feeds form_files forms
cli.failures
cli.arguments
cli.common cli.opening
cli.feed cli.proof cli.public cli.questions cli.counts cli.stores cli.forms
cli testing.strategies testing.lives testing.promises testing.promises.looking
testing.promises.batches testing.promises.commits testing.promises.lending testing.promises.processes
testing.promises.questions testing.promises.threads
testing.kit testing.laws
testing
__init__ __main__
"""
RANKS: Final = {
    name: rank for rank, line in enumerate(LAYERS.strip().splitlines()) for name in line.split()
}

CORE: Final = {"attrs", "cattrs", "dateutil"}
#: One optional dependency = one place that imports it: modules of this name, or that begin with it.
OPTIONAL: Final = {
    "click": "cli",
    "rich": "cli",
    "hypothesis": "testing",
    "psycopg": "storage.postgres",
    "openpyxl": "forms.workbooks",
    "jinja2": "forms.pages",
    "markupsafe": "forms.pages",
}

LONGEST_MODULE: Final = 400
LONGEST_FUNCTION: Final = 40

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


MODULES: Final = {_name(path): path for path in sorted(SOURCE.rglob("*.py"))}

each_module = pytest.mark.parametrize("module", MODULES)


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def _imports(module: str) -> Iterator[tuple[str, str]]:
    """
    Yield what a module imports, wherever in it: the module's full name, and a name from it or nothing.
    """
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (("." * node.level + (node.module or ""), alias.name) for alias in node.names)


def _own_imports(module: str) -> set[str]:
    """
    Return which of our modules a module imports.
    """
    found = set()
    for source, name in _imports(module):
        if source == PACKAGE or source.startswith(f"{PACKAGE}."):
            inner = source.removeprefix(PACKAGE).removeprefix(".")
            dotted = ".".join(filter(None, (inner, name)))
            found.add(dotted if dotted in MODULES else inner or "__init__")
    return found


def _foreign_imports(module: str) -> set[str]:
    tops = {source.partition(".")[0] for source, _ in _imports(module)}
    return tops - sys.stdlib_module_names - {PACKAGE}


def _functions(tree: ast.AST) -> Iterator[FunctionNode]:
    return (node for node in ast.walk(tree) if isinstance(node, FunctionNode))


def _calls(module: str) -> set[str]:
    """
    Return the names of what a module calls, without the objects before them.
    """
    called = (node.func for node in ast.walk(_tree(module)) if isinstance(node, ast.Call))
    return {
        function.attr if isinstance(function, ast.Attribute) else function.id
        for function in called
        if isinstance(function, ast.Attribute | ast.Name)
    }


def _public(
    body: list[ast.stmt], prefix: str = ""
) -> Iterator[tuple[str, ast.ClassDef | FunctionNode]]:
    """
    Yield the public classes, functions and methods of a module, by their dotted names.
    """
    for node in body:
        if isinstance(node, ast.ClassDef | FunctionNode) and not node.name.startswith("_"):
            yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, f"{prefix}{node.name}.")


def test_every_module_has_its_place() -> None:
    """
    The list of layers names every module once, and nothing else.
    """
    assert sorted(LAYERS.split()) == sorted(MODULES)


@each_module
def test_imports_go_downwards(module: str) -> None:
    """
    A module imports from earlier lines only.
    """
    upwards = {
        other for other in _own_imports(module) if RANKS.get(other, -1) >= RANKS.get(module, len(RANKS))
    }
    assert upwards == set()


@each_module
def test_imports_are_absolute(module: str) -> None:
    """
    An import says in full where it comes from.
    """
    assert [source for source, _ in _imports(module) if source.startswith(".")] == []


@each_module
def test_dependencies(module: str) -> None:
    """
    Beyond the three core dependencies, each optional one has its own place.
    """
    strangers = {
        name
        for name in _foreign_imports(module) - CORE
        if not module.startswith(OPTIONAL.get(name, "-"))
    }
    assert strangers == set()


def test_every_core_dependency_is_needed() -> None:
    """
    The library imports each of its three dependencies.
    """
    imported = set(chain.from_iterable(map(_foreign_imports, MODULES)))
    assert imported & CORE == CORE


@each_module
def test_public_rows_are_made_by_the_gate_alone(module: str) -> None:
    """
    No module but the gate makes a `PublicEntry`, or goes behind its constructor.
    """
    calls = [node for node in ast.walk(_tree(module)) if isinstance(node, ast.Call)]
    named = {ast.unparse(node.func).rpartition(".")[2] for node in calls}
    behind = {
        ast.unparse(argument).rpartition(".")[2]
        for node in calls
        if isinstance(node.func, ast.Attribute) and node.func.attr == "__new__"
        for argument in node.args
    }
    ways = (named & {"PublicEntry", "__attrs_init__"}) | (behind & {"PublicEntry"})
    assert ways == ({"PublicEntry", "__attrs_init__"} if module == "publication" else set())


def test_who_rebuilds_public_rows() -> None:
    """
    Rows that were published before come back through the codec and the public feed, nowhere else.
    """
    rebuilding = [module for module in MODULES if "rebuilt" in _calls(module)]
    assert rebuilding == ["codec", "publication_feed"]


def test_only_one_module_asks_the_time() -> None:
    """
    The clock is a port: everything else is told the moment and the day.
    """
    clocks = {f"{kind}.{name}" for kind in ("date", "datetime") for name in ("now", "today", "utcnow")}
    asking = [
        module
        for module in MODULES
        if clocks & {ast.unparse(n) for n in ast.walk(_tree(module)) if isinstance(n, ast.Attribute)}
        or {("time", "time"), ("time", "")} & set(_imports(module))
    ]
    assert asking == ["clock"]


def test_acts_of_law_stand_in_one_module() -> None:
    """
    Legal acts are constants of `law` and nowhere else.
    """
    assert [module for module in MODULES if "LegalAct" in _calls(module)] == ["law"]


def test_public_names() -> None:
    """
    The package gives out these names, sorted, and each is there.
    """
    assert kz_social_registry.__all__ == [
        "Bin",
        "Column",
        "Iin",
        "RecipientCategory",
        "Registry",
        "RegistryEntry",
        "ReissueGround",
        "ServiceCondition",
        "Status",
        "Term",
        "TerminationGround",
    ]
    assert [name for name in kz_social_registry.__all__ if not hasattr(kz_social_registry, name)] == []


@each_module
def test_docstrings(module: str) -> None:
    """
    Every module and every public class, function and method says what it is.
    """
    tree = _tree(module)
    named = [("", tree), *_public(tree.body)]
    assert [name for name, node in named if not ast.get_docstring(node)] == []


@each_module
def test_modules_are_short(module: str) -> None:
    """
    No module is longer than 400 lines.
    """
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@each_module
def test_functions_are_short(module: str) -> None:
    """
    No function is longer than 40 lines.
    """
    long = {
        function.name
        for function in _functions(_tree(module))
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION
    }
    assert long == set()
