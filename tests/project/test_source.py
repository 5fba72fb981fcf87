"""
Rules for the source itself: what only one module may do, and what every module owes its reader.
"""

import ast
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from support.prose import ROOT
from support.source import MODULES, FunctionNode, calls, functions, imports, tree

LONGEST_MODULE: Final = 400
LONGEST_FUNCTION: Final = 40
#: Nine functions of ten are no longer than this many lines.
LONGEST_OF_MOST: Final = 16


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


def _ways_to_public_rows(module: str) -> set[str]:
    """
    Return the calls of a module that make a `PublicEntry`, with its constructor or without.
    """
    found = [node for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    named = {ast.unparse(node.func).rpartition(".")[2] for node in found}
    bypassed = {
        ast.unparse(argument).rpartition(".")[2]
        for node in found
        if isinstance(node.func, ast.Attribute) and node.func.attr == "__new__"
        for argument in node.args
    }
    return (named & {"PublicEntry", "__attrs_init__"}) | (bypassed & {"PublicEntry"})


def test_public_rows_are_made_by_the_gate_alone() -> None:
    """
    Only the gate makes a `PublicEntry`.
    """
    makers = {module: ways for module in MODULES if (ways := _ways_to_public_rows(module))}
    assert makers == {"domain.publication": {"PublicEntry", "__attrs_init__"}}


def test_who_rebuilds_public_rows() -> None:
    """
    Only the codec and the public diff rebuild rows that were published before.
    """
    rebuilding = [module for module in MODULES if "rebuilt" in calls(module)]
    assert rebuilding == ["registry.answers.public_diff", "serialization.converter"]


def test_only_one_module_asks_the_time() -> None:
    """
    The clock is a port: every other module is given the moment and the day.
    """
    clocks = {f"{kind}.{name}" for kind in ("date", "datetime") for name in ("now", "today", "utcnow")}
    asking = [
        module
        for module in MODULES
        if clocks & {ast.unparse(n) for n in ast.walk(tree(module)) if isinstance(n, ast.Attribute)}
        or {("time", "time"), ("time", "")} & set(imports(module))
    ]
    assert asking == ["registry.ports"]


def test_acts_of_law_stand_in_one_module() -> None:
    """
    Legal acts are constants of `law` and nowhere else.
    """
    assert [module for module in MODULES if "LegalAct" in calls(module)] == ["base.law"]


def test_docstrings() -> None:
    """
    Every module and every public class, function and method has a docstring.
    """
    named = [
        (f"{module}:{name}", node)
        for module in MODULES
        for name, node in [("", tree(module)), *_public(tree(module).body)]
    ]
    assert [name for name, node in named if not ast.get_docstring(node)] == []


def test_modules_are_short() -> None:
    """
    No module is longer than 400 lines.
    """
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_functions_are_short() -> None:
    """
    No function is longer than 40 lines.
    """
    long = [
        f"{module}:{function.name}"
        for module in MODULES
        for function in functions(module)
        if _lines(function) > LONGEST_FUNCTION
    ]
    assert long == []


def test_most_functions_are_shorter() -> None:
    """
    Nine functions of ten have at most 16 lines, not counting their docstrings.
    """
    lengths = sorted(
        _lines(function) - (_lines(function.body[0]) if ast.get_docstring(function) else 0)
        for module in MODULES
        for function in functions(module)
    )
    assert lengths[len(lengths) * 9 // 10] <= LONGEST_OF_MOST


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_test_files_are_short() -> None:
    """
    No test file is longer than 400 lines.
    """
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in (ROOT / "tests").rglob("*.py")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_benchmarks_and_soak_tests_import_what_there_is() -> None:
    """
    The gate does not run them, so a name that they import could go unnoticed.
    """
    programs = [
        path for name in ("benchmarks", "soak") for path in (ROOT / "tests" / name).glob("*.py")
    ]
    found = [
        (str(node.module), alias.name)
        for path in programs
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("kz_social_registry")
        for alias in node.names
    ]
    assert len(found) > 40
    assert [each for each in found if not hasattr(import_module(each[0]), each[1])] == []
