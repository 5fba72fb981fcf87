"""
The promises of `docs/compatibility.md`, as the last release made them.
"""

import json

from tools.promises import PROMISED, lost, now


def test_nothing_that_was_promised_is_lost() -> None:
    """
    Codes, members, options and the outcomes of vectors are as they were; there may be more of them.
    """
    promised = json.loads(PROMISED.read_text("utf-8"))
    assert all(promised.values())
    assert [*lost(promised, now(promised["matrix"]["acts"]))] == []


def test_a_loss_is_found() -> None:
    """
    A name that is gone and a type or an outcome that is another are lost, and an addition is not.
    """
    promised = {"codes": {"A": ["x", "y"]}, "schemas": {"s": {".a": "string", ".b": "integer"}}}
    today = {"codes": {"A": ["y", "z"]}, "schemas": {"s": {".a": "array", ".c": "string"}}}
    assert [*lost(promised, today)] == ["/codes/A/x", "/schemas/s/.a", "/schemas/s/.b"]
    assert [*lost(promised, {**promised, "codes": {"A": ["y", "x", "z"], "B": []}})] == []
