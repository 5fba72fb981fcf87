"""
Was the provider in the register with a licence in force on that day? Questions, with reasons.

    python examples/was_it_in_force.py
"""

from datetime import date
from pathlib import Path

from kz_social_registry import LANGUAGES, Registry
from kz_social_registry.feed import receive
from kz_social_registry.storage.memory import MemoryStore

FEED = Path(__file__).parent / "data" / "notices.jsonl"

#: A provider and the day of a service; all of them are invented.
SERVICES = (
    ("110740992393", date(2026, 9, 1)),
    ("110740992393", date(2025, 5, 6)),  # before the provider was included
    ("041240990891", date(2025, 11, 5)),
    ("041240990891", date(2025, 11, 6)),  # the first day of a suspension
    ("240340992503", date(2026, 6, 30)),
    ("240340992503", date(2026, 7, 1)),  # the day after the term; nobody has terminated the licence
    ("070440993112", date(2025, 10, 2)),  # terminated at the provider's own request
    ("081140992089", date(2025, 12, 25)),  # the activity no longer needs a licence
    ("201040992815", date(2025, 8, 4)),  # excluded
    ("211240990799", date(2025, 9, 24)),  # reorganised: the licence passed to another provider
    ("220340991630", date(2025, 7, 14)),  # terminated by mistake, and the termination annulled
    ("250140998011", date(2025, 6, 1)),  # the register has never heard of it
)


def main() -> None:
    """
    Ask about every service, and say why a condition fails.
    """
    registry = Registry(MemoryStore())
    receive(registry, FEED.read_bytes().splitlines())
    for standing in registry.standings(SERVICES):
        codes = ", ".join(standing.reasons) or "–"
        print(f"{standing.identifier} {standing.on}: {'yes' if standing else 'no'} ({codes})")
        for reason in standing.reasons:
            print("   ", " · ".join(reason.label(language) for language in LANGUAGES))


if __name__ == "__main__":
    main()
