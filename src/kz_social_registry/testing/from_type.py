"""
The entry point of Hypothesis: strategies for the public types of the library.

Hypothesis runs `register` in every program that imports it, so the strategies themselves are imported
when one of the types is asked for.
"""

from enum import Enum
from functools import partial
from importlib import import_module
from typing import Any

_ROOT = "kz_social_registry"
_MODULES = (_ROOT, *(f"{_ROOT}.{name}" for name in ("domain.acts", "feed", "form", "registry")))


def register() -> None:
    """
    Register strategies for `st.from_type`.
    """
    from hypothesis.strategies import register_type_strategy  # noqa: PLC0415  # it imports this module

    for module in map(import_module, _MODULES):
        for value in map(partial(getattr, module), module.__all__):
            if isinstance(value, type) and not issubclass(value, Enum):
                register_type_strategy(value, _strategy)


def _strategy(kind: type) -> Any:  # noqa: ANN401  # Hypothesis may not be installed
    """
    Return the strategy of a type; Hypothesis finds one by itself for the types of few programs.
    """
    types = import_module("kz_social_registry.testing.strategies.types").TYPES
    return types.get(kind, NotImplemented)
