"""
A licence, a consent, two questions: the shortest way through the library.

    python examples/first_entry.py
"""

from datetime import date

from kz_social_registry import RecipientCategory, Registry, ServiceCondition, Term, TerminationGround
from kz_social_registry.storage.memory import MemoryStore


def main() -> None:
    """
    Form an entry, publish it, terminate its licence, and ask what was true on which day.
    """
    registry = Registry(MemoryStore())  # SQLiteStore("register.db") keeps it on disk
    entry = registry.issue(
        on=date(2025, 5, 12),
        identifier="250140998011",
        name="«Мейірім арнаулы әлеуметтік қызметтер көрсету орталығы» КММ",
        address="Астана қаласы, Сарыарқа ауданы, Бейбітшілік көшесі, 10-үй",
        conditions={ServiceCondition.AT_HOME},
        categories={RecipientCategory.ELDERLY},
        capacity=40,
        phones=["8 (7172) 00-36-54"],
        emails=["info@example.kz"],
        licence_issued_on=date(2025, 5, 8),
        licence_term=Term(years=3),
    )
    registry.give_consent(entry.id, on=date(2025, 5, 12))
    registry.terminate(entry.id, on=date(2026, 3, 2), ground=TerminationGround.VOLUNTARY)

    for day in (date(2026, 1, 15), date(2026, 3, 2)):
        standing = registry.standing("250140998011", on=day)
        print(f"{day}: {'in force' if standing else 'not in force'}")
        print(standing.describe("kk"))

    for row in registry.public(on=date(2026, 1, 15)):
        print(row.name, row.identifier, row.capacity, sep=" | ")


if __name__ == "__main__":
    main()
