"""
The source of the library: its modules as syntax trees, their imports and calls, and its classes.
"""

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import kz_social_registry
from kz_social_registry.base.errors import MissingExtra

PACKAGE: Final = "kz_social_registry"
SOURCE: Final = Path(kz_social_registry.__file__).parent

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


#: Every module of the library by its dotted name below the package.
MODULES: Final = {_name(path): path for path in sorted(SOURCE.rglob("*.py"))}


@cache
def classes() -> tuple[type, ...]:
    """
    Return the classes of all modules but the package `testing`, which has invented data.
    """
    found: list[type] = []
    for module in MODULES:
        if module.partition(".")[0] not in ("__main__", "testing"):
            with suppress(MissingExtra):
                names: dict[str, Any] = vars(import_module(f"{PACKAGE}.{module}"))
                here = (one for one in names.values() if isinstance(one, type))
                found += (one for one in here if one.__module__ == f"{PACKAGE}.{module}")
    return tuple(found)


@cache
def text(module: str) -> str:
    """
    Return the text of a module.
    """
    return MODULES[module].read_text("utf-8")


@cache
def tree(module: str) -> ast.Module:
    """
    Return the syntax tree of a module.
    """
    return ast.parse(text(module))


@cache
def nodes(module: str) -> tuple[ast.AST, ...]:
    """
    Return the nodes of the syntax tree of a module.
    """
    return tuple(ast.walk(tree(module)))


def imports(module: str) -> Iterator[tuple[str, str]]:
    """
    Yield the imports of a module, inside functions too: the source's full name, and the name or "".
    """
    for node in nodes(module):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (("." * node.level + (node.module or ""), alias.name) for alias in node.names)


def own_imports(module: str) -> set[str]:
    """
    Return the modules of the library that a module imports.
    """
    found = set()
    for source, name in imports(module):
        if source == PACKAGE or source.startswith(f"{PACKAGE}."):
            inner = source.removeprefix(PACKAGE).removeprefix(".")
            dotted = ".".join(filter(None, (inner, name)))
            found.add(dotted if dotted in MODULES else inner or "__init__")
    return found


def functions(module: str) -> Iterator[FunctionNode]:
    """
    Yield the functions and methods of a module.
    """
    return (node for node in nodes(module) if isinstance(node, FunctionNode))


def calls(module: str) -> set[str]:
    """
    Return the names of the functions that a module calls, without the objects before them.
    """
    called = (node.func for node in nodes(module) if isinstance(node, ast.Call))
    return {
        function.attr if isinstance(function, ast.Attribute) else function.id
        for function in called
        if isinstance(function, ast.Attribute | ast.Name)
    }


def comment(name: str) -> str:
    """
    Return the `#:` comment above a constant, from the module that defines it.
    """
    pattern = re.compile(rf"((?:^#: .*\n)+){name}\b", re.MULTILINE)
    found = (
        match for module in MODULES if name in text(module) for match in pattern.finditer(text(module))
    )
    first = next(found, None)
    return " ".join(first[1].replace("#:", "").split()) if first else ""
