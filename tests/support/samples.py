"""
Samples that tests share: a provider, the issue of its licence, its entry, and days in its life.

`kz_social_registry.testing.samples` invents many providers; these samples are one provider, spelt out.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from kz_social_registry.domain.acts import Act, Issue, issue_of
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.values.terms import Term

#: The provider of every sample, a legal person.
BIN: Final = "940140000385"
#: Another legal person.
OTHER_BIN: Final = "950341000052"
#: A joint enterprise.
JOINT_BIN: Final = "180360000014"
#: A natural person.
IIN: Final = "791028302728"
#: The id of the sample entry.
ENTRY_ID: Final = UUID(int=1)

#: The day on which the licence is issued, two days before the provider is included.
ISSUED: Final = date(2025, 4, 20)
#: The day from which the provider is in the register.
INCLUDED: Final = date(2025, 4, 22)
#: A day within the term of the licence.
LATER: Final = date(2025, 9, 1)
#: The last day on which the licence has effect.
LAST: Final = date(2028, 4, 20)


def issue_values(**changes: Any) -> dict[str, Any]:
    """
    Return the keyword arguments of `issue_of` and `Registry.issue` for the sample licence.

    The changes replace or add arguments.
    """
    values: dict[str, Any] = {
        "on": INCLUDED,
        "identifier": BIN,
        "name": "«Мейірім» орталығы",
        "address": "Астана қаласы",
        "conditions": {"at_home"},
        "categories": {"elderly"},
        "capacity": 40,
        "licence_issued_on": ISSUED,
        "licence_term": Term(years=3),
    }
    return values | changes


def an_issue(**changes: Any) -> Issue:
    """
    Return the issue of the sample licence, with other values for some arguments.
    """
    return issue_of(**issue_values(**{"entry_id": ENTRY_ID, **changes}))


def an_entry(*acts: Act, **changes: Any) -> RegistryEntry:
    """
    Return the sample entry after the acts; the changes are values of its issue.
    """
    entry = apply(None, an_issue(**changes))
    for act in acts:
        entry = apply(entry, act)
    return entry


def still_clock(moment: datetime = datetime(2030, 1, 1, tzinfo=UTC)) -> Callable[[], datetime]:
    """
    Return a clock that always shows the same moment.
    """
    return lambda: moment
