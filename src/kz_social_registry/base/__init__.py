"""
The vocabulary of the rules: the law, closed lists, columns, texts, faults and checks.

The function of this module serves the packages that import their public names late.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module


def lazy(
    package: str, names: Mapping[str, str], modules: Iterable[str] = ()
) -> Callable[[str], object]:
    """
    Return the `__getattr__` of a package that imports a module when a name from it is first asked for.

    `names` has the names of each module of the library. Each of `modules` is exported itself (PEP 562).
    """
    homes = {name: module for module, listed in names.items() for name in listed.split()}
    whole = {module.rpartition(".")[2]: module for module in modules}

    def get(name: str) -> object:
        home = homes.get(name) or whole.get(name)
        if home is None:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        module = import_module(f"kz_social_registry.{home}")
        value = module if name in whole else getattr(module, name)
        setattr(sys.modules[package], name, value)  # from now on it is found without this function
        return value

    return get
