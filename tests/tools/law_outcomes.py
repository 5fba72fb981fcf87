"""
The vectors that hold a clause, with their outcomes in words.

A vector holds the clauses on which its outcome rests, the items of the register that its act changes,
and the ground that its act names. A few clauses have a condition of their own.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from kz_social_registry import UnlawfulAct
from kz_social_registry.base import law
from kz_social_registry.base.columns import Column
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.fields import field_name
from kz_social_registry.base.vocabulary import (
    ActKind,
    FactAct,
    ReissueGround,
    Status,
    TerminationGround,
)
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.row import PATHS
from kz_social_registry.domain.standing import Reason
from kz_social_registry.testing.lifecycles.subjects import act_of
from kz_social_registry.testing.vectors import read
from support import law_model

Plain = Mapping[str, Any]


class Outcome(NamedTuple):
    """
    Vectors with the same outcome: their acts, the outcome in words, and their titles.
    """

    acts: tuple[str, ...]
    words: str
    titles: tuple[str, ...]


class _Vector(NamedTuple):
    title: str
    act: Plain
    #: The clauses and assumptions that it holds.
    holds: frozenset[str]
    words: str
    #: The standing of the provider, and the row that the public sees, in words.
    standing: str = ""
    public: str = ""


_GROUNDS: Final = {
    "terminate": TerminationGround,
    "reissue": ReissueGround,
}
_ITEMS: Final = {path: str(column.clause) for column, path in PATHS.items() if column.clause}

#: Clauses that a scenario holds on a condition: the scenario, the entry before the last act, the act.
_CONDITIONS: Final[Mapping[str, Callable[[Plain, Plain, Plain], bool]]] = {
    str(law.REGISTER): lambda one, _, act: act["act"] == "exclude" and "day" in one,
    str(law.PROVIDERS): lambda one, _, act: act["act"] in ("suspend", "terminate") and "day" in one,
    str(law.SOURCE): lambda _, __, act: act["act"] == "issue" and "contract" in act,
    str(law.DUTY_TO_REISSUE): lambda _, before, act: (
        act["act"] == "reissue" and before.get("status") == "suspended"
    ),
    str(law.AFTER_CESSATION): lambda _, __, act: act.get("ground") in ("delicensed", "not_subject"),
    str(law.WITHOUT_LIMIT): lambda one, _, __: one["title"].startswith("a licence without a term"),
    str(law.TERM_START): lambda one, _, __: one["title"].startswith("a licence for three years"),
    str(law.TERM_END): lambda one, _, __: one["title"].startswith("a licence of "),
    str(law.IDENTIFIERS): lambda one, _, __: "is_an_iin" in one["outcome"].get("refused", ()),
}
#: Clauses about effect: the outcomes that hold them say whether the licence is in force.
_OF_STANDING: Final = {
    str(one)
    for one in (
        law.REGISTER, law.PROVIDERS, law.EXPIRY, law.AFTER_CESSATION, law.SUSPENSION,
        law.DUTY_TO_REISSUE, law.TERM_START, law.TERM_END, law.WITHOUT_LIMIT,
    )
}  # fmt: skip
#: Clauses about publicity: the outcomes that hold them say what the public sees.
_OF_PUBLICITY: Final = {*map(str, (law.PUBLICITY, law.CONSENT_CONTENT, law.CONSENT_WITHDRAWAL))}


def outcomes(clause: str, assumed: Iterable[str]) -> list[Outcome]:
    """
    Return the outcomes that hold a clause, or one of the assumptions that rest on it.
    """
    names = {clause, *(law_model.assumed(name) for name in assumed)}
    groups: dict[str, list[_Vector]] = defaultdict(list)
    for vector in _vectors():
        if vector.holds & names:
            standing = vector.standing if clause in _OF_STANDING else ""
            public = vector.public if clause in _OF_PUBLICITY else ""
            groups[vector.words + standing + public].append(vector)
    return [
        Outcome(
            tuple(dict.fromkeys(_named(vector.act) for vector in group)),
            words,
            tuple(vector.title for vector in group),
        )
        for words, group in groups.items()
    ]


def _named(act: Plain) -> str:
    kind = act["act"]
    words = FactAct(kind) if kind in {*FactAct} else ActKind(kind)
    return str(words.label("en"))


@cache
def _vectors() -> tuple[_Vector, ...]:
    return (*_scenarios(), *_of_registers())


def _scenarios() -> Iterator[_Vector]:
    for one in read("scenarios.json")["scenarios"]:
        act, before = one["acts"][-1], _before(one["acts"])
        after = one["outcome"].get("accepted")
        changed = [] if after is None else [*_changed(before, after)]
        items = {item for path, item in _ITEMS.items() if {*path.split(".")} & {*changed}}
        grounds = _GROUNDS.get(act["act"]) if after else None
        holds = {*one["outcome"]["basis"], *items}
        holds |= {name for name, suits in _CONDITIONS.items() if suits(one, before, act)}
        holds |= {str(grounds(act["ground"]).clause)} if grounds else set()
        words = _refused(one["acts"]) if after is None else _accepted(one, before, changed)
        yield _Vector(one["title"], act, frozenset(holds), words, _standing(one), _public(one))


def _before(acts: list[Plain]) -> Plain:
    state: law_model.State = None
    for act in acts[:-1]:
        state = law_model.after(state, dict(act))
    return state or {}


def _changed(before: Plain, after: Plain) -> Iterator[str]:
    """
    Yield the keys whose value an act changed.
    """
    names = [name for name in {**before, **after} if name not in ("id", "status")]
    yield from (name for name in names if before.get(name) != after.get(name))


def _accepted(one: Plain, before: Plain, changed: list[str]) -> str:
    """
    Return the entry after an act in words: its status, its new and its lost values.
    """
    after = one["outcome"]["accepted"]
    words = [f"accepted: the entry is {Status(after['status']).label('en')}"]
    new = [name for name in changed if name in after]
    if not before:
        words += ["all items are new"]
    elif new:
        words += [f"new: {_fields(new)}"]
    if gone := [name for name in changed if name not in after]:
        words += [f"gone: {_fields(gone)}"]
    return "; ".join(words)


def _fields(names: Iterable[str]) -> str:
    return ", ".join(field_name(name, "en") for name in names)


def _standing(one: Plain) -> str:
    if "day" not in one:
        return ""
    reasons = (Reason(reason).label("en") for reason in one["standing"]["reasons"])
    return "; " + (", ".join(reasons) or "in the register, with a licence in force")


def _public(one: Plain) -> str:
    if "day" not in one:
        return ""
    public = one["public"]
    if public is None:
        return "; the public sees no row"
    columns = f"columns {', '.join(map(str, public))}" if public else "a row without values"
    return f"; the public sees {'every column' if len(public) == len(Column) - 1 else columns}"


def _refused(acts: list[Plain]) -> str:
    entry = None
    for act in acts[:-1]:
        entry = apply(entry, act_of(act))
    try:
        apply(entry, act_of(acts[-1]))
    except UnlawfulAct as error:
        return "refused: " + "; ".join(_sentence(fault.message("en")) for fault in error.faults)
    raise AssertionError(acts)  # tests compare each vector with the library


def _sentence(message: str) -> str:
    """
    Return a message without the list of what is possible instead.
    """
    return re.sub(r"; (possible|first needed): .*?(?= \([^()]*\)$|$)", "", message)


def _of_registers() -> Iterator[_Vector]:
    for one in read("register.json")["scenarios"]:
        for step in one["notices"]:
            act, refused = step["notice"], step["outcome"].get("refused", ())
            corrects = act["act"] in {*FactAct}
            if not refused and not corrects:
                continue
            messages = "; ".join(_sentence(Code(code).label("en")) for code in refused)
            holds = {*step["outcome"].get("basis", ()), *([str(law.CORRECTION)] if corrects else ())}
            words = f"refused: {messages}" if refused else "accepted; other facts stay as they were"
            yield _Vector(one["title"], act, frozenset(holds), words)
