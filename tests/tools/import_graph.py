"""
The packages and modules of the library in layers, computed from their imports.
"""

from graphlib import TopologicalSorter

from support.source import MODULES, own_imports


def imports_inside(package: str) -> dict[str, set[str]]:
    """
    Return the modules and folders directly inside a package, each with those that it imports.

    The empty name is the library itself; its own `__init__` and `__main__` are left out.
    """
    prefix = f"{package}." if package else ""
    found: dict[str, set[str]] = {}
    for module in MODULES:
        name = _inside(prefix, module)
        if name:
            others = {_inside(prefix, other) for other in own_imports(module)}
            found.setdefault(name, set()).update(others - {"", name})
    return found


def _inside(prefix: str, module: str) -> str:
    """
    Return the first part of a module's name after a prefix; "" if the module is not inside.
    """
    name = module.removeprefix(prefix).partition(".")[0] if module.startswith(prefix) else ""
    return "" if name.startswith("__") else name


def layers(package: str) -> list[list[str]]:
    """
    Return the modules and folders of a package in layers; each imports only from earlier ones.

    Raises:
        graphlib.CycleError: two of them import each other.
    """
    sorter = TopologicalSorter(imports_inside(package))
    sorter.prepare()
    found = []
    while sorter.is_active():
        layer = sorted(sorter.get_ready())
        sorter.done(*layer)
        found.append(layer)
    return found
