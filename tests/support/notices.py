"""
Notices of invented providers, and a picture of a register for comparison.
"""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

from kz_social_registry.base.fault_codes import Code
from kz_social_registry.feed.notices import Raw, Receipt, receive
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Store
from kz_social_registry.registry.records import unseal
from kz_social_registry.serialization.codec import to_plain

Plain = dict[str, Any]

HOUSE: Final = "940140000385"
OTHER: Final = "190140000007"
PERSON: Final = "791028302728"
#: A day on which the licence of `an_issue` is in force.
DAY: Final = date(2025, 9, 1)


def an_issue(notice: str = "N-1", **changes: Any) -> Plain:
    """
    Return the notice that a licence was issued.
    """
    issue = {
        "notice": notice, "act": "issue", "on": "2025-04-22", "identifier": HOUSE,
        "name": "«Мейірім» орталығы", "address": "Астана қаласы, Абай даңғылы, 1-үй",
        "conditions": ["at_home"], "categories": ["elderly"], "capacity": 40,
        "phones": ["+77172000001"], "emails": ["info@example.kz"],
        "licence": {"issued_on": "2025-04-20", "term": {"years": 3}},
    }  # fmt: skip
    return issue | changes


def a_notice(notice: str, act: str, on: str = "2025-09-01", **content: Any) -> Plain:
    """
    Return a notice about a later act; the default is the provider of `an_issue`.
    """
    address = {} if "entry" in content else {"identifier": HOUSE}
    return {"notice": notice, "act": act, "on": on, **address, **content}


def as_replacement(notice: Plain) -> Plain:
    """
    Return a notice as the replacement inside a correction, which needs no address.
    """
    needless = ("notice",) if notice["act"] == "issue" else ("notice", "identifier")
    return {key: value for key, value in notice.items() if key not in needless}


def write_feed(path: Path, notices: Iterable[Plain | str]) -> Path:
    """
    Write notices, or lines as they are, as a feed.
    """
    lines = (n if isinstance(n, str) else json.dumps(n, ensure_ascii=False) for n in notices)
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())
    return path


def picture(store: Store) -> list[list[Plain]]:
    """
    Return every fact and segment of a store without random values and moments.

    The notice that formed an entry stands for its id.
    """
    histories = list(store.histories())
    names = {h.entry_id: str(unseal(h.records[0]).notice) for h in histories}
    found = []
    for history in histories:
        facts = [to_plain(unseal(record)) for record in history.records]
        plain = [{k: v for k, v in fact.items() if k not in _RANDOM} for fact in facts]
        days = [to_plain(segment) for segment in history.segments]
        text = json.dumps([*plain, *days], ensure_ascii=False, sort_keys=True)
        for entry_id, name in names.items():
            text = text.replace(entry_id, name)
        found.append(json.loads(text))
    return sorted(found, key=json.dumps)


_RANDOM: Final = ("recorded_at", "digest")


def faults(receipt: Receipt) -> list[tuple[int, Code, str]]:
    """
    Return the line, code and path of every fault of the rejected notices.
    """
    return [
        (reject.line, fault.code, fault.path)
        for reject in receipt.rejects
        for fault in (reject.error.faults if reject.error else ())
    ]


def counts(receipt: Receipt) -> tuple[int, int, int]:
    """
    Return how many notices were accepted, known and rejected.
    """
    return receipt.accepted, receipt.known, receipt.rejected


def received(store: Store, *notices: Raw) -> Registry:
    """
    Return a registry that accepted all the notices.
    """
    registry = Registry(store)
    receipt = receive(registry, notices)
    assert counts(receipt) == (len(notices), 0, 0), faults(receipt)
    return registry
