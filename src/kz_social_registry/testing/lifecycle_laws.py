"""
The laws of the lifecycle as plain asserts, for any implementation.

`check_lifecycle` takes a function like `lifecycle.apply` and checks three laws:

1. An unlawful act raises an error and changes nothing.
2. The days of an entry keep their order.
3. An exclusion is final. A terminated entry can only be excluded, or amended if its licence expired.
   A consent, an amendment or the end of a contract never changes a status.
"""

from collections.abc import Callable
from datetime import date

from kz_social_registry.base.errors import UnlawfulAct
from kz_social_registry.base.vocabulary import ActKind, Status, TerminationGround
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.values.terms import ONE_DAY

Apply = Callable[[RegistryEntry | None, Act], RegistryEntry]

#: Acts that are lawful in every status in the register, and change none.
_ALWAYS = (ActKind.END_CONTRACT, ActKind.GIVE_CONSENT, ActKind.WITHDRAW_CONSENT)
#: Acts that are unlawful once the licence was terminated.
_ENDED = (ActKind.REISSUE, ActKind.SIGN_CONTRACT, ActKind.SUSPEND, ActKind.RESUME, ActKind.TERMINATE)


def check_lifecycle(apply: Apply, *, examples: int = 200) -> None:
    """
    Check that an implementation of the lifecycle keeps laws 1, 2 and 3.

    Raises:
        AssertionError: A law is broken; the message names it.
        MissingExtra: The extra `testing` is not installed.
    """
    from kz_social_registry.testing.strategies import acts, histories  # noqa: PLC0415  # names the extra

    # isort: split
    from hypothesis import HealthCheck, Phase, given, settings, strategies  # noqa: PLC0415  # an extra

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,  # the same verdict every time
        phases=[Phase.generate],  # a whole life takes minutes to shrink, and the law is named anyway
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(histories(), strategies.data())
    def hold(life: list[Act], data: strategies.DataObject) -> None:
        entry = None
        for act in life:
            entry = _lawful(apply, entry, act)
            _check_order(entry)
            _check_step(apply, entry, data.draw(acts(entry)))

    hold()


def _lawful(apply: Apply, entry: RegistryEntry | None, act: Act) -> RegistryEntry:
    try:
        return apply(entry, act)
    except UnlawfulAct as error:
        message = f"a lawful act was refused: {act.kind}"
        raise AssertionError(message) from error


def _check_step(apply: Apply, entry: RegistryEntry, act: Act) -> None:
    before = hash(entry)
    try:
        after = apply(entry, act)
    except UnlawfulAct:
        after = None
    assert hash(entry) == before, "law 1: an act changes nothing of the entry that it was applied to"
    if after is None:
        return
    _check_order(after)
    assert act.on >= entry.included_on, "law 2: nothing happens before inclusion"
    status = entry.status
    if status is Status.EXCLUDED:
        assert act.kind is ActKind.WITHDRAW_CONSENT, "law 3: an exclusion is final"
    if status is Status.TERMINATED:
        assert act.kind not in _ENDED, "law 2: no such act after termination"
        expired = entry.termination_ground is TerminationGround.EXPIRED
        stays = act.kind in _ALWAYS or (act.kind is ActKind.AMEND and expired)
        assert stays or after.status is Status.EXCLUDED, "law 3: termination leads only to exclusion"
    if act.kind in (*_ALWAYS, ActKind.AMEND):
        assert after.status is status, "law 3: consent, contract and amendment change no status"


def _check_order(entry: RegistryEntry) -> None:
    """
    Check law 2: issued ≤ included, terminated ≤ excluded; reissued and terminated within the term.
    """
    last = entry.licence.valid_until or date.max - ONE_DAY
    ended, excluded = entry.terminated_on, entry.excluded_on
    assert entry.licence.issued_on <= entry.included_on <= last, "law 2: issued, included, last day"
    reissued = entry.reissued_on or entry.licence.issued_on
    assert entry.licence.issued_on <= reissued <= last, "law 2: issued, reissued, last day"
    assert ended is None or entry.included_on <= ended <= last + ONE_DAY, "law 2: included, terminated"
    assert ended is None or reissued <= ended, "law 2: reissued, terminated"
    assert excluded is None or (ended or entry.included_on) <= excluded, "law 2: terminated, excluded"
