"""
JSON Schemas (2020-12) of the values that programs exchange.

They are generated from the model and shipped with it; a test compares both.
"""

import json
from importlib.resources import files
from typing import Any, Final

#: The schemas that are shipped.
NAMES: Final = (
    "entry", "notice", "publication", "diff", "extract", "page", "row", "standing", "fault", "term",
    "bin", "iin", "withheld", "facets", "journal",
)  # fmt: skip


def schema(name: str) -> dict[str, Any]:
    """
    Return one of the shipped schemas.

    Raises:
        KeyError: there is no such schema.

    >>> schema("publication")["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
    """
    if name not in NAMES:
        raise KeyError(name)
    found: dict[str, Any] = json.loads(files(__name__).joinpath(f"{name}.json").read_bytes())
    return found
