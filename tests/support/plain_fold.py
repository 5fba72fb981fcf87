"""
An entry on a day, folded from its acts without the library's own lifecycle.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from kz_social_registry.domain.acts import Act

_STATUSES = {
    "suspend": "suspended",
    "resume": "active",
    "terminate": "terminated",
    "exclude": "excluded",
}
_REPLACED = ("name", "address", "kato", "conditions", "categories", "capacity")


def plain_fold(acts: Iterable[Act], on: date) -> dict[str, Any] | None:
    """
    Return some values of an entry after the acts in effect by a day; None before its issue.
    """
    found: dict[str, Any] | None = None
    until: date | None = None  # the last day of consent
    for act in acts:
        if act.on > on:
            break
        kind = str(act.kind)
        if kind == "issue":
            found = {
                "identifier": str(act.identifier),  # type: ignore[attr-defined]  # of an issue
                "status": "active",
                "consent": False,
            }
            given = getattr(act, "consent", None)
            until = given and (given.until or date.max)
        assert found is not None
        found |= {
            name: getattr(act, name) for name in _REPLACED if getattr(act, name, None) is not None
        }
        found["status"] = _STATUSES.get(kind, found["status"])
        number = getattr(act, "new_identifier", None)
        found["identifier"] = str(number or found["identifier"])
        # Another legal person takes over; a natural person with a new number stays the same person.
        passed = number is not None and str(getattr(act, "ground", "")) == "reorganised"
        if kind == "give_consent":
            until = getattr(act, "until", None) or date.max
        elif kind == "withdraw_consent" or passed:
            until = None
        found["consent"] = until is not None and on <= until
    return found


def shown(entry: Any, on: date, like: dict[str, Any]) -> dict[str, Any]:
    """
    Return the same values of an entry as the library has it.
    """
    plain = {name: getattr(entry, name) for name in like if name not in ("status", "consent")}
    return plain | {
        "identifier": str(entry.identifier),
        "status": str(entry.status),
        "consent": entry.consent is not None
        and entry.consent.counts_from <= on <= (entry.consent.until or date.max),
    }
