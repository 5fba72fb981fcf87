"""
The vocabulary of the rules: the law, closed lists, columns, texts, faults and checks.

This module itself has what most packages need: values that compare, and names that are imported late.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module
from operator import attrgetter
from typing import Any

import attrs


class Value:
    """
    A record that equals another one of its class with equal attributes, and shows its attributes.

    attrs would compile these methods for each class, which takes half of the time to make it. So
    records inherit them, and are made with `eq=False` and `repr=False`.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        kind: Any = type(self)
        read = _compared(kind)
        return bool(read(self) == read(other))

    def __hash__(self) -> int:
        kind: Any = type(self)
        return hash(_compared(kind)(self))

    def __repr__(self) -> str:
        kind: Any = type(self)
        shown = [f"{a.name}={getattr(self, a.name)!r}" for a in attrs.fields(kind) if a.repr]
        name = kind.__qualname__.rpartition(">.")[2]  # of a class inside a function, too
        return f"{name}({', '.join(shown)})"


@cache
def _compared(kind: type) -> Callable[[object], object]:
    """
    Return the function that reads the attributes of a record which count when it is compared.
    """
    return attrgetter(*(a.name for a in attrs.fields(kind) if a.eq))


def lazy(
    package: str, names: Mapping[str, str], modules: Iterable[str] = (), *, after: str = "base"
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """
    Return `__getattr__` and `__dir__` of a package that imports a name when it is first asked for.

    `names` has the names of each module of the library. Each of `modules` is exported itself. The
    module `after` is imported before any of them (PEP 562).
    """
    homes = {name: module for module, listed in names.items() for name in listed.split()}
    whole = {module.rpartition(".")[2]: module for module in modules}

    def get(name: str) -> object:
        home = homes.get(name) or whole.get(name)
        if home is None:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        _, module = (import_module(f"kz_social_registry.{one}") for one in (after, home))
        value = module if name in whole else getattr(module, name)
        setattr(sys.modules[package], name, value)  # from now on it is found without this function
        return value

    return get, lambda: sorted({*vars(sys.modules[package]), *homes, *whole})
