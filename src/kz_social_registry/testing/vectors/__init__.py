"""
Vectors of the lifecycle: JSON files for any language, and README.md that explains them.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read(name: str) -> Any:  # noqa: ANN401  # JSON
    """
    Return the content of a file of vectors.
    """
    return json.loads(files(__name__).joinpath(name).read_text("utf-8"))
