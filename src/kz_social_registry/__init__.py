"""
Kazakhstan's register of organisations that provide special social services.

A pure-Python domain library of Order No 205 (Rules as amended by Order No 106 of 2025). The names here
are those that most programs need; each module of the package has more, in the order of its layers.
"""

from kz_social_registry.columns import Column
from kz_social_registry.entry import RegistryEntry
from kz_social_registry.identifiers import Bin, Iin
from kz_social_registry.registry import Registry
from kz_social_registry.terms import Term
from kz_social_registry.vocabulary import (
    RecipientCategory,
    ReissueGround,
    ServiceCondition,
    Status,
    TerminationGround,
)

__all__ = [
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
