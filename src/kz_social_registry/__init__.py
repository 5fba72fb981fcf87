"""
Kazakhstan's register of organisations that provide special social services.

A pure-Python domain library of Order No 205 (Rules as amended by Order No 106 of 2025). This module
exports what programs construct, catch and ask with. The other public modules are `storage` with its
three stores, `feed`, `form`, `testing`, `registry` and `domain.acts`; everything else may move. A name
is imported when it is first asked for.
"""

from typing import TYPE_CHECKING

from kz_social_registry.base import lazy

if TYPE_CHECKING:
    from kz_social_registry.base.columns import Column
    from kz_social_registry.base.errors import (
        Cause,
        Conflict,
        Erased,
        Fault,
        InvalidValue,
        MissingExtra,
        NotFound,
        RegistryError,
        StoreError,
        UnlawfulAct,
    )
    from kz_social_registry.base.law import LANGUAGES, Language
    from kz_social_registry.base.vocabulary import (
        ActKind,
        RecipientCategory,
        Region,
        ReissueGround,
        ServiceCondition,
        Status,
        SuccessionKind,
        TerminationGround,
        View,
        Withholding,
    )
    from kz_social_registry.domain import acts, lifecycle
    from kz_social_registry.domain.entry import RegistryEntry
    from kz_social_registry.domain.publication import Publication, PublicEntry
    from kz_social_registry.domain.row import Withheld
    from kz_social_registry.domain.search import Criteria
    from kz_social_registry.domain.standing import Reason, Standing
    from kz_social_registry.domain.values.identifiers import Bin, Identifier, Iin
    from kz_social_registry.domain.values.terms import Term
    from kz_social_registry.registry.facade import Registry
    from kz_social_registry.registry.reader import RegistryReader
    from kz_social_registry.serialization.codec import from_plain, to_plain
else:
    # Pydantic must find its methods in the classes of the domain, which know no framework.
    __getattr__, __dir__ = lazy(
        __name__,
        {
            "base.columns": "Column",
            "base.errors": "Cause Conflict Erased Fault InvalidValue MissingExtra NotFound "
            "RegistryError StoreError UnlawfulAct",
            "base.law": "LANGUAGES Language",
            "base.vocabulary": "ActKind RecipientCategory Region ReissueGround ServiceCondition Status "
            "SuccessionKind TerminationGround View Withholding",
            "domain.entry": "RegistryEntry",
            "domain.publication": "Publication PublicEntry",
            "domain.row": "Withheld",
            "domain.search": "Criteria",
            "domain.standing": "Reason Standing",
            "domain.values.identifiers": "Bin Identifier Iin",
            "domain.values.terms": "Term",
            "registry.facade": "Registry",
            "registry.reader": "RegistryReader",
            "serialization.codec": "from_plain to_plain",
        },
        modules=("domain.acts", "domain.lifecycle"),
        after="serialization.boundary",
    )

#: The version of the package; its metadata are made from this line.
__version__ = "0.1.0"

__all__ = [
    "LANGUAGES", "ActKind", "Bin", "Cause", "Column", "Conflict", "Criteria", "Erased", "Fault",
    "Identifier", "Iin", "InvalidValue", "Language", "MissingExtra", "NotFound", "PublicEntry",
    "Publication", "Reason", "RecipientCategory", "Region", "Registry", "RegistryEntry",
    "RegistryError", "RegistryReader", "ReissueGround", "ServiceCondition", "Standing", "Status",
    "StoreError", "SuccessionKind", "Term", "TerminationGround", "UnlawfulAct", "View", "Withheld",
    "Withholding", "__version__", "acts", "from_plain", "lifecycle", "to_plain",
]  # fmt: skip
