"""
Kazakhstan's register of organisations that provide special social services.

A pure-Python domain library of Order No 205 (Rules as amended by Order No 106 of 2025). The names here
are those that most programs need; each module of the package has more, in the order of its layers.
"""

from kz_social_registry.base.columns import Column
from kz_social_registry.base.vocabulary import (
    RecipientCategory,
    ReissueGround,
    ServiceCondition,
    Status,
    TerminationGround,
)
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.facade import Registry

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
