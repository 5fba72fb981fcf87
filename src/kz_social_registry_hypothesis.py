"""
The entry point of Hypothesis: strategies for the public types of `kz_social_registry`.

Hypothesis runs `register` in every program that imports it. So this module stands outside the package,
which takes as long to import as Hypothesis. A package that is imported later runs `register` itself.
"""

import sys
from enum import Enum
from importlib import import_module
from typing import Any

_MODULES = ("kz_social_registry", "kz_social_registry.domain.acts", "kz_social_registry.registry")


def register() -> None:
    """
    Register strategies for `st.from_type`, if the package was imported.
    """
    if _MODULES[0] not in sys.modules:
        return
    from hypothesis.strategies import register_type_strategy  # noqa: PLC0415  # it imports this module

    for module in map(import_module, _MODULES):
        for value in map(vars(module).get, module.__all__):
            if isinstance(value, type) and not issubclass(value, Enum):
                register_type_strategy(value, _strategy)


def _strategy(kind: type) -> Any:  # noqa: ANN401  # Hypothesis may not be installed
    """
    Return the strategy of a type; Hypothesis finds one by itself for the types of few programs.
    """
    types = import_module("kz_social_registry.testing.strategies.types").TYPES
    return types.get(kind, NotImplemented)
