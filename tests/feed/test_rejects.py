"""
A rejects file is JSON that any program reads, and holds each notice as it came.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from kz_social_registry.feed.file import FeedReceipt, receive_file
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage.memory import MemoryStore
from support.notices import an_issue

#: Values as JSON writes them, which a program may lose or change on the way.
VALUES = (
    "1e400", "-1e400", "1e-400", "1E999999999999999999999", "12345678901234567890.5", "0.1e1", "0.10",
    "-0.0", "0e9", "9" * 5000, "9" * 400, "NaN", "-Infinity", "1.", "01", '{"x": 1, "x": 2}',
    '"\\ud800"', '"\\u0000"', "[" * 5000, "[" * 980 + "]" * 980, '"\u2028"', "",
)  # fmt: skip


def _no_constant(name: str) -> None:
    pytest.fail(f"{name} is not JSON")


def _received(path: Path, registry: Registry | None = None) -> FeedReceipt:
    return receive_file(registry or Registry(MemoryStore()), path, language="ru")


def _lines(path: Path) -> list[dict[str, Any]]:
    text = path.read_text("utf-8")
    return [json.loads(line, parse_constant=_no_constant) for line in text.split("\n") if line]


@pytest.mark.parametrize(
    "value", VALUES, ids=lambda value: value[:20].encode("unicode_escape").decode()
)
class TestRejects:
    """
    A value that cannot be written again as it was is kept in its line, as a text.
    """

    def test_nothing_of_a_notice_is_lost(self, tmp_path: Path, value: str) -> None:
        """
        The notice in the rejects file is the line itself, or equal to it digit by digit.
        """
        line = f'{{"notice": "N-1", "of": {value}}}'
        feed = tmp_path / "feed.jsonl"
        feed.write_bytes(f"{line}\n".encode())
        receipt = _received(feed)
        assert (receipt.accepted, receipt.rejected) == (0, 1)
        assert receipt.rejects
        (kept,) = _lines(receipt.rejects)
        rejected = kept["rejected"]
        if isinstance(rejected, str):
            assert rejected == f"{line}\n"
        else:
            number = {"parse_float": lambda text: text.lower(), "parse_int": str}
            exact, again = json.loads(line, **number), json.loads(json.dumps(rejected), **number)
            assert exact == again or float(exact["of"]) == float(again["of"])

    def test_it_is_corrected_and_received(self, tmp_path: Path, value: str) -> None:
        """
        Correcting the value in the text is enough, and the notice is recorded.
        """
        line = json.dumps(an_issue(capacity="?"), ensure_ascii=False).replace('"?"', value)
        feed = tmp_path / "feed.jsonl"
        feed.write_bytes(f"{line}\n".encode())
        receipt = _received(feed)
        assert receipt.rejects
        (kept,) = _lines(receipt.rejects)
        if isinstance(kept["rejected"], str):
            kept["rejected"] = kept["rejected"].replace(f'"capacity": {value}', '"capacity": 40')
        else:
            kept["rejected"]["capacity"] = 40
        receipt.rejects.write_text(json.dumps(kept), "utf-8")
        again = _received(receipt.rejects)
        assert (again.accepted, again.rejected) == (1, 0)
