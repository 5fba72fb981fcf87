"""
The shipped laws of the lifecycle fail for each broken implementation.
"""

from datetime import date

import pytest
from attrs import evolve

from kz_social_registry.base.errors import Fault, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ActKind, Status
from kz_social_registry.domain.acts import Act, Amend, Exclude
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.testing.lifecycle_laws import Apply, check_lifecycle


def resurrecting(entry: RegistryEntry | None, act: Act) -> RegistryEntry:
    """
    Let an excluded entry be amended.
    """
    if entry and entry.status is Status.EXCLUDED and act.kind is not ActKind.ISSUE:
        return entry
    return apply(entry, act)


def reviving(entry: RegistryEntry | None, act: Act) -> RegistryEntry:
    """
    Let a terminated licence be reissued.
    """
    if entry and entry.status is Status.TERMINATED and not isinstance(act, Exclude):
        return entry
    return apply(entry, act)


def amending(entry: RegistryEntry | None, act: Act) -> RegistryEntry:
    """
    Let a licence be amended on whatever ground it was terminated.
    """
    if entry and entry.status is Status.TERMINATED and isinstance(act, Amend):
        return entry
    return apply(entry, act)


def promoting(entry: RegistryEntry | None, act: Act) -> RegistryEntry:
    """
    Let an amendment end a suspension.
    """
    after = apply(entry, act)
    suspended = after.status is Status.SUSPENDED and isinstance(act, Amend)
    ended = {"status": Status.ACTIVE, "suspended_on": None, "suspended_until": None}
    return evolve(after, **ended) if suspended else after


def refusing(entry: RegistryEntry | None, act: Act) -> RegistryEntry:
    """
    Refuse everything.
    """
    raise UnlawfulAct(Fault(Code.NOT_ALLOWED, f"{act.kind}{entry}"))


def mutating(entry: RegistryEntry | None, act: Act) -> RegistryEntry:
    """
    Change the given entry, although it is frozen.
    """
    after = apply(entry, act)
    if entry:
        object.__setattr__(entry, "capacity", entry.capacity + 1)
    return after


@pytest.mark.parametrize("broken", [resurrecting, reviving, amending, promoting, mutating, refusing])
def test_a_lifecycle_that_breaks_a_law_is_caught(broken: Apply) -> None:
    """
    Each of them fails with a message that names the law.
    """
    with pytest.raises(AssertionError, match="law"):
        check_lifecycle(broken)


def test_order_of_days_is_checked_in_every_entry() -> None:
    """
    An entry whose licence was issued after its inclusion fails law 2.
    """

    def disordered(entry: RegistryEntry | None, act: Act) -> RegistryEntry:
        after = apply(entry, act)
        object.__setattr__(after, "included_on", date(1999, 1, 1))
        return after

    with pytest.raises(AssertionError, match="law 2"):
        check_lifecycle(disordered)
