"""
A state machine of Hypothesis that holds a lifecycle to the laws.

It needs the extra `testing`; `check_lifecycle` checks the same without it, and is the same every time.
"""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.testing.lifecycles.lives import lawful
from kz_social_registry.testing.lifecycles.subjects import Apply, Lifecycle, subject_of
from kz_social_registry.testing.lifecycles.walk import Expected, Walk
from kz_social_registry.testing.strategies import acts, unlawful_acts


class LifecycleMachine(RuleBasedStateMachine):
    """
    Lawful and unlawful acts upon one entry; a subclass makes the lifecycle, and may add rules.

    After each rule the lifecycle has the state that `entry` has. A difference raises `LawBroken`.
    """

    #: The entry as the law has it; None before the issue of the licence.
    entry: RegistryEntry | None = None

    def __init__(self) -> None:
        super().__init__()
        self._walk = Walk(subject_of(self.make_lifecycle()))
        self._walk.perform(())

    def make_lifecycle(self) -> Lifecycle | Apply:
        """
        Return the lifecycle to check: a `Lifecycle`, or a pure function like `lifecycle.apply`.
        """
        raise NotImplementedError

    @rule(data=st.data())
    def act(self, data: Any) -> None:  # noqa: ANN401  # Hypothesis names no type for it
        """
        Perform an act that is lawful in most cases.
        """
        self.perform(data.draw(acts(self.entry)))

    @precondition(lambda machine: machine.entry is not None)
    @rule(data=st.data())
    def unlawful_act(self, data: Any) -> None:  # noqa: ANN401  # likewise
        """
        Perform an unlawful act.
        """
        self.perform(data.draw(unlawful_acts(self.entry))[0])

    def perform(self, act: Act) -> None:
        """
        Perform an act and compare its outcome.

        Raises:
            LawBroken: it is not the lawful one.
        """
        plain: dict[str, Any] = to_plain(act)
        self.entry, codes, state = lawful(self.entry, plain)
        breach = self._walk.step(plain, Expected(state, codes, exact=False))
        if breach:
            raise self._walk.shortest(breach)
