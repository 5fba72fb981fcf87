"""
Make the vectors: the stories with the outcomes of the model, and the matrix.

`PYTHONPATH=tests python tests/support/law_vectors.py` writes them into the package.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from support import law_model as model
from support.law_register import Register
from support.law_register_stories import register_stories
from support.law_stories import (
    CONTRACT,
    ENTRY,
    FORMER,
    HOLDERS,
    INCLUDED,
    JOINT,
    LAST,
    NEW_IIN,
    NEXT,
    OTHER,
    PAST,
    PAST_2,
    REISSUE_GROUNDS,
    SITUATIONS,
    Story,
    act,
    give,
    issue,
    passing,
    stories,
    withdraw,
)

Plain = dict[str, Any]

FOLDER: Final = Path(__file__).parents[2] / "src/kz_social_registry/testing/vectors"


def scenarios() -> Iterator[Plain]:
    """
    Yield the stories with their outcomes.
    """
    for story in stories():
        state = None
        for one in story.acts[:-1]:
            assert not model.reasons(state, one), (story.title, model.reasons(state, one))
            state = model.after(state, one)
        yield _scenario(story, state)


def _scenario(story: Story, state: model.State) -> Plain:
    last = story.acts[-1]
    found: Plain = {"title": story.title, "acts": list(story.acts)}
    if reasons := model.reasons(state, last):
        codes, bases = ([*dict.fromkeys(part)] for part in zip(*reasons, strict=True))
        found["outcome"] = {"refused": codes, "basis": bases}
        if any("assumption" in basis for basis in bases):
            found["assumption"] = True
        return found
    after = model.after(state, last)
    rests = [*model.bases(state, last)]
    if model.is_clipped(story.acts[0]["licence"]):
        rests += [model.assumed("missing date")]
    found["outcome"] = {"accepted": after, "basis": [*dict.fromkeys(rests)]}
    if any("assumption" in basis for basis in rests):
        found["assumption"] = True
    if story.day:
        found |= {"day": story.day, "standing": model.standing(after, story.day)}
        found["public"] = model.public_columns(after, story.day)
    return found


# The matrix -------------------------------------------------------------------------------------------

_DAY: Final = ""
MATRIX_ACTS: Final[dict[str, Plain]] = {
    "issue": issue(_DAY, entry_id=FORMER, identifier=OTHER),
    **{f"reissue {ground}": act("reissue", _DAY, ground=ground) for ground in REISSUE_GROUNDS},
    "reissue to another BIN": passing(_DAY),
    "reissue to a joint enterprise": passing(_DAY, to=JOINT),
    "reissue to an IIN": act("reissue", _DAY, ground="other_law", new_identifier=NEW_IIN),
    "sign_contract": act("sign_contract", _DAY, term={"years": 1}),
    "end_contract": act("end_contract", _DAY),
    "amend": act("amend", _DAY, capacity=41),
    "suspend": act("suspend", _DAY),
    "resume": act("resume", _DAY),
    **{
        f"terminate {ground}": act("terminate", _DAY, ground=ground)
        for ground in model.TERMINATION_GROUNDS
    },
    "exclude": act("exclude", _DAY, basis="өтініш"),
    "give_consent": give(_DAY),
    "give_consent to two columns": give(_DAY, columns=[2, 5]),
    "withdraw_consent": withdraw(_DAY),
}  # fmt: skip

DAYS: Final = {
    "on inclusion": INCLUDED, "after inclusion": NEXT, "last day": LAST, "one day after": PAST,
    "two days after": PAST_2, "before inclusion": "2025-05-11",
}  # fmt: skip


def _situations(number: str) -> Iterator[tuple[str, list[Plain]]]:
    """
    Yield the acts that lead to each situation.
    """
    whole = {"contract": CONTRACT, "consent": {"columns": [2, 3]}}
    yield "nothing issued", []
    yield "active without contract and consent", [issue(identifier=number, entry_id=ENTRY)]
    for name, life in SITUATIONS.items():
        yield name, [issue(identifier=number, **whole), *life]


def matrix() -> Plain:
    """
    Return every act in every situation on every boundary day, for each kind of provider.
    """
    outcomes: dict[str, int] = {}
    rows, states = [], []
    for holder, number in HOLDERS.items():
        for situation, acts in _situations(number):
            state = None
            for one in acts:
                state = model.after(state, one)
            states.append({"provider": holder, "situation": situation, "acts": acts, "state": state})
            for day, on in DAYS.items():
                if on < max([one["on"] for one in acts], default="") and day != "before inclusion":
                    continue
                found = [_cell(outcomes, state, {**one, "on": on}) for one in MATRIX_ACTS.values()]
                rows.append({"state": len(states) - 1, "day": day, "outcomes": found})
    return {
        "acts": MATRIX_ACTS,
        "days": DAYS,
        "outcomes": [json.loads(text) for text in outcomes],
        "states": states,
        "rows": rows,
    }


def _cell(outcomes: dict[str, int], state: model.State, one: Plain) -> int | None:
    """
    Return the index of an outcome; None for an act that is not well-formed on the day.
    """
    if one["act"] == "issue" and one["on"] > LAST:
        return None
    if reasons := model.reasons(state, one):
        outcome: Plain = {"refused": [*dict.fromkeys(code for code, _ in reasons)]}
    else:
        after, before = model.after(state, one), state or {}
        keys = [*dict.fromkeys([*after, *before])]
        changes = {key: after.get(key) for key in keys if after.get(key) != before.get(key)}
        outcome = {"accepted": changes}
    return outcomes.setdefault(json.dumps(outcome, ensure_ascii=False), len(outcomes))


def register() -> Iterator[Plain]:
    """
    Yield the stories of a register with the outcome of each notice and the answers.
    """
    for story in register_stories():
        kept = Register()
        found: Plain = {"title": story.title, "notices": []}
        bases = []
        for at, notice in story.steps:
            reasons = kept.receive(at, notice)
            codes, basis = (
                ([*dict.fromkeys(part)] for part in zip(*reasons, strict=True)) if reasons else ([], [])
            )
            bases += basis
            outcome: Plain = {"refused": codes, "basis": basis} if reasons else {"accepted": True}
            found["notices"].append({"at": at, "notice": notice, "outcome": outcome})
        if any("assumption" in basis for basis in bases):
            found["assumption"] = True
        found["standings"] = [
            {"identifier": number, "on": on, "known": known, **kept.standing(number, on, known)}
            for number, on, known in story.asks
        ]
        found["publications"] = [
            {"on": on, "published_on": published, "rows": kept.public(on, published)}
            for on, published in story.published
        ]
        yield found


# Files ------------------------------------------------------------------------------------------------


def _lines(items: Iterable[object]) -> str:
    return ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)


def _named(items: Plain) -> str:
    return ",\n".join(f'"{name}": {json.dumps(one, ensure_ascii=False)}' for name, one in items.items())


def files() -> dict[str, str]:
    """
    Return the text of each file, with one item a line.
    """
    table = matrix()
    parts = [f'"{name}": {{\n{_named(table[name])}\n}}' for name in ("acts", "days")]
    parts += [f'"{name}": [\n{_lines(table[name])}\n]' for name in ("outcomes", "states", "rows")]
    return {
        "scenarios.json": f'{{"scenarios": [\n{_lines(scenarios())}\n]}}\n',
        "register.json": f'{{"scenarios": [\n{_lines(register())}\n]}}\n',
        "matrix.json": "{\n" + ",\n".join(parts) + "\n}\n",
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
