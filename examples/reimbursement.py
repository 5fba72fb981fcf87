"""
A ministry's month of services: which of them meet the condition for payment, and why the others do not.

    python examples/reimbursement.py

The register answers whether the provider stood in it with a licence in force. That this is a condition
for payment is an assumption of the library, and no promise that somebody pays.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kz_social_registry import Registry
from kz_social_registry.feed import receive
from kz_social_registry.storage.memory import MemoryStore

DATA = Path(__file__).parent / "data"


def monthly(registry: Registry, services: Path) -> tuple[Counter[str], list[dict[str, str]]]:
    """
    Return the amount for each provider, and the services that do not meet the condition.
    """
    rows = list(csv.DictReader(services.read_text(encoding="utf-8").splitlines()))
    amounts, others = Counter[str](), []
    for row, standing in zip(rows, registry.standings(pairs(rows)), strict=True):
        if standing:
            amounts[row["provider_bin"]] += int(row["amount"])
        else:
            others.append({"service": row["service"], "why": standing.describe("ru")})
    return amounts, others


def pairs(rows: Iterable[dict[str, str]]) -> Iterator[tuple[str, Any]]:
    """
    Yield provider and day of each service; a day that cannot be read stays a text, for the answer.
    """
    for row in rows:
        try:
            yield row["provider_bin"], date.fromisoformat(row["day"])
        except ValueError:
            yield row["provider_bin"], row["day"]


def main() -> None:
    """
    Print the month.
    """
    registry = Registry(MemoryStore())
    receive(registry, (DATA / "notices.jsonl").read_bytes().splitlines())
    amounts, others = monthly(registry, DATA / "services.csv")
    for provider, amount in amounts.items():
        print(f"{provider}: {amount}")
    for other in others:
        print(f"service {other['service']}: {'; '.join(other['why'].splitlines())}")


if __name__ == "__main__":
    main()
