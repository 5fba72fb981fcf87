"""
A walk through histories: each outcome of a lifecycle is compared with the lawful one.

A wrong outcome raises `LawBroken` with the shortest history that shows it.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from copy import deepcopy
from typing import Final

from attrs import Factory, define, frozen

from kz_social_registry.base.errors import RegistryError
from kz_social_registry.testing.lifecycles import rules
from kz_social_registry.testing.lifecycles.lives import lawful
from kz_social_registry.testing.lifecycles.rules import RULES, Rule
from kz_social_registry.testing.lifecycles.subjects import (
    AlteredError,
    Lifecycle,
    Picture,
    Plain,
    Refused,
    codes_of,
    picture,
    values_of,
)
from kz_social_registry.testing.vectors import read

Seen = Plain | None


class LawBroken(AssertionError):  # the verdict of the kit
    """
    A law that a lifecycle breaks, or whose situations it never reached.

    `law` is its name and `clause` its clause or assumption. `act` is the last act of the shortest
    history, and `day` its day; `expected` and `got` are the outcomes. `notices` is that history as
    notices of a feed.
    """

    def __init__(
        self, rule: Rule, act: Seen = None, expected: Seen = None, got: Seen = None, remark: str = ""
    ) -> None:
        super().__init__(rule.name)
        self.rule, self.law, self.clause = rule, rule.name, rule.clause
        self.act, self.day, self.expected, self.got = act, act and act["on"], expected, got
        self.notices, self.remark = list[Plain](), remark

    def __str__(self) -> str:
        lines = [f"law {self.law}: {self.rule.statement} ({self.clause})"]
        if self.act:
            outcomes = f"expected {_text(self.expected)}, got {_text(self.got)}"
            lines += [f"{self.act['act']} on {self.day}: {outcomes}"]
            lines += ["the shortest history, as notices:", *map(_text, self.notices)]
        return "\n".join([*lines, *filter(None, [self.remark])])


def _text(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False)


@frozen
class Expected:
    """
    The lawful outcome of an act.
    """

    #: The state after it.
    state: Plain | None
    #: The codes with one of which it is refused; empty if it is accepted.
    codes: tuple[str, ...] = ()
    #: The clause or the assumption, if a vector names it.
    clause: str = ""
    #: Whether a refusal for another reason is wrong.
    exact: bool = True


Step = tuple[Plain, Expected]


@define
class Walk:
    """
    One check of a lifecycle.
    """

    subject: Lifecycle
    #: The paths of the values that its states have.
    shown: set[str] = Factory(set)
    #: The names of the laws whose situations were reached.
    reached: set[str] = Factory(set)
    _done: list[Plain] = Factory(list)
    _before: Picture = Factory(dict)

    def perform(self, steps: Iterable[Step]) -> LawBroken | None:
        """
        Perform a history from the beginning; return its first breach.
        """
        self.subject.reset()
        self._done, self._before = [], {}
        return next(filter(None, (self.step(*step) for step in steps)), None)

    def attempt(self, acts: Iterable[Plain], tries: Iterable[Step]) -> Iterator[LawBroken]:
        """
        Perform each act that is tried after the acts before, and yield its breach.

        A refused act changes nothing, so the next one is tried at once.
        """
        before, ready = list(steps(acts)), False
        for one in tries:
            found = (None if ready else self.perform(before)) or self.step(*one)
            ready = bool(one[1].codes) and found is None
            if found:
                yield found

    def step(self, act: Plain, expected: Expected) -> LawBroken | None:
        """
        Perform one act and compare its outcome; the act joins the history.
        """
        self._done.append(act)
        error = self._error(act)
        after = self._before if expected.codes else picture(expected.state)
        found = self._outcome(act, expected, error) or self._difference(act, expected, after)
        if found is None:
            self._note(act, expected)
            self._before = after
        return found

    def _error(self, act: Plain) -> Exception | None:
        try:
            self.subject.do(deepcopy(act))
        except Exception as error:  # noqa: BLE001  # every outcome is compared
            return error
        return None

    def _outcome(self, act: Plain, expected: Expected, error: Exception | None) -> LawBroken | None:
        """
        Return the breach if an act is accepted or refused wrongly, or for a reason that does not hold.
        """
        codes = codes_of(error) if isinstance(error, (Refused, RegistryError)) else None
        if codes is not None:
            if expected.codes and ({*codes} <= {*expected.codes} or not expected.exact):
                return None
            got: Plain = {"refused": [*codes]}
        elif error is not None:
            got = {"raised": type(error).__name__}
        elif not expected.codes:
            return None
        else:
            got = {"accepted": True}
        if isinstance(error, AlteredError):
            rule = RULES["unchanged"]
        elif expected.codes:
            rule = rules.rule_of_refusal(self._before, act, expected.codes)
        else:
            rule = rules.rule_of_acceptance(self._before, act, codes or ())
        right = {"refused": [*expected.codes]} if expected.codes else {"accepted": True}
        found = LawBroken(rule, act, right, got)
        found.clause, found.__cause__ = expected.clause or rule.clause, error
        return found

    def _difference(self, act: Plain, expected: Expected, after: Picture) -> LawBroken | None:
        state = self.subject.state()
        seen = picture(state)
        self.shown |= PATHS & seen.keys()
        wrong = {path for path in ("status", *self.shown) if seen.get(path) != after.get(path)}
        if wrong:
            path = "status" if "status" in wrong else min(wrong)
            effect = rules.rule_of_effect(self._before, act, path)
            rule = RULES["unchanged"] if expected.codes else effect
            right, got = ({path: values_of(one).get(path)} for one in (expected.state, state))
            return LawBroken(rule, act, right, got)
        return None

    def _note(self, act: Plain, expected: Expected) -> None:
        if expected.codes:
            self.reached |= {"unchanged", rules.rule_of_refusal(self._before, act, expected.codes).name}
        else:
            self.reached |= rules.rules_of_effect(self._before, act)

    def shortest(self, breach: LawBroken, remark: str = "") -> LawBroken:
        """
        Return the breach of the shortest history like the one performed last, with that history.

        An act is left out if the same law is broken without it.
        """
        history, index = list(self._done), 0
        while index < len(history) - 1:
            found = self.perform(steps(history[:index] + history[index + 1 :]))
            if found and found.rule is breach.rule:
                history, breach, index = list(self._done), found, 0
            else:
                index += 1
        breach.notices, breach.remark = [*notices(history)], remark
        return breach


def shown_by(subject: Lifecycle) -> set[str]:
    """
    Return the paths of the values that the states of a lifecycle have, whatever its outcomes are.
    """
    shown = set[str]()
    for acts in EVERY_VALUE:
        subject.reset()
        for act in acts:
            with suppress(Exception):
                subject.do(deepcopy(act))
                shown |= PATHS & values_of(subject.state()).keys()
    return shown


def steps(acts: Iterable[Plain]) -> Iterator[Step]:
    """
    Yield acts with the outcomes that the library gives them.
    """
    entry = None
    for act in acts:
        entry, codes, state = lawful(entry, act)
        yield act, Expected(state, codes, exact=False)


def notices(history: Iterable[Plain]) -> Iterator[Plain]:
    """
    Yield the acts of one entry as notices, addressed by the number that the provider has.
    """
    entry = None
    for number, act in enumerate(history, 1):
        content = {key: value for key, value in act.items() if key != "entry_id"}
        later = act["act"] != "issue"
        address: Plain = {"identifier": str(entry.identifier)} if entry and later else {}
        yield {"notice": f"N-{number}", **address, **content}
        entry, _, _ = lawful(entry, act)


#: Two lives in which every value of a state appears, mostly by two acts, since one of them may lose it.
EVERY_VALUE: Final[list[list[Plain]]] = read("every_value.json")
#: The paths of all values that a state may have.
PATHS: Final = frozenset(
    path for acts in EVERY_VALUE for _, expected in steps(acts) for path in values_of(expected.state)
)
