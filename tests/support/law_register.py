"""
A small model of a register with two clocks, over the model of the law.

A fact is an act with the moment of recording. A correction strikes a fact out and puts another in its
place. A fact is accepted if every act of the timeline is lawful after the acts before it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from attrs import define, field

from support import law_model as model

Plain = dict[str, Any]
Refusal = tuple[str, str]


@define
class Fact:
    """
    An act or an annulment, as recorded.
    """

    number: int
    place: int
    at: str
    act: Plain | None = None
    #: The number of the fact that it strikes out.
    of: int | None = None


Facts = list[Fact]


def in_effect(facts: Facts, known: str) -> list[Fact]:
    """
    Return the facts that count as known at a moment, in the order of effect.
    """
    seen = [fact for fact in facts if fact.at <= known]
    struck = {fact.of for fact in seen}
    counting = [fact for fact in seen if fact.act and fact.number not in struck]
    return sorted(counting, key=lambda fact: (fact.act and fact.act["on"], fact.place))


def fold(facts: Facts, known: str = "9", on: str = "9") -> tuple[model.State, list[Refusal]]:
    """
    Return the state on a day as known at a moment, and the reasons against the first unlawful act.

    A second withdrawal of a consent changes nothing (Law on Personal Data, art. 8(7)).
    """
    state: model.State = None
    withdrawn = False
    for fact in in_effect(facts, known):
        one = fact.act or {}
        if one["on"] > on:
            break
        if one["act"] == "withdraw_consent" and withdrawn:
            continue
        withdrawn = one["act"] == "withdraw_consent" or (withdrawn and one["act"] != "give_consent")
        if state is None and one["act"] != "issue":
            return None, [("day_order", model.PRINCIPLE)]
        if reasons := model.reasons(state, one):
            return state, reasons
        state = model.after(state, one)
    return state, []


def suppliers(facts: Facts) -> dict[int, str]:
    """
    Return who gave each consent, by the number of its fact.
    """
    holder, found = "", {}
    for fact in in_effect(facts, "9"):
        one = fact.act or {}
        number = one.get("new_identifier", "")
        if one["act"] == "issue":
            holder = one["identifier"]
        elif number and model.kind_of(number) != "natural":
            holder = number
        if one["act"] == "give_consent" or "consent" in one:
            found[fact.number] = holder
    return found


#: Codes of refusals that concern the register as a whole, with their bases.
BASES: Final = {
    "already_in_register": model.assumed("one entry"),
    "unknown_provider": model.PRINCIPLE,
    "unknown_notice": model.PRINCIPLE,
    "not_annullable": model.PRINCIPLE,
    "notice_conflict": model.PRINCIPLE,
    "consent_of_another": model.assumed("consent of one supplier"),
}


#: The conditions of the form (Order No 205), and the keys that an act cannot do without.
_CONDITIONS: Final = ("inpatient", "semi_inpatient", "at_home", "temporary_stay")
_NEEDED: Final = {
    "issue": ("name", "address", "conditions", "categories", "capacity", "licence"),
    "terminate": ("ground",),
    "exclude": ("basis",),
}


def has_control_digit(number: str) -> bool:
    """
    Return whether the last digit of a number checks the others: two rows of weights, modulo 11.
    """
    digits = [int(digit) for digit in number]
    for weights in (range(1, 12), (*range(3, 12), 1, 2)):
        rest = sum(map(int.__mul__, digits, weights)) % 11
        if rest < 10:
            return rest == digits[11]
    return False


def malformed(notice: Plain) -> Iterator[str]:
    """
    Yield the codes of what is wrong with a notice by itself.
    """
    kind = notice["act"]
    if kind not in (*model.KINDS, "annul", "correct"):
        yield "unknown_code"
        return
    if any(key not in notice for key in _NEEDED.get(kind, ())):
        yield "missing"
    try:
        date.fromisoformat(notice.get("on", "2025-01-01"))
    except ValueError:
        yield "not_a_day"
    if not has_control_digit(notice.get("identifier", "940140000385")):
        yield "control_digit"
    if not {*notice.get("conditions", ())} <= {*_CONDITIONS}:
        yield "unknown_code"
    if notice.get("capacity", 1) < 1:
        yield "out_of_range"


class RefusedError(Exception):
    """
    A notice is refused; its argument lists the reasons.
    """


def _refuse(code: str) -> RefusedError:
    return RefusedError([(code, BASES[code])])


@define
class Register:
    """
    The facts of every entry, and what each notice brought.
    """

    entries: list[Facts] = field(factory=list)
    notices: dict[str, tuple[Plain, int, int]] = field(factory=dict)

    def receive(self, at: str, notice: Plain) -> list[Refusal]:
        """
        Record a notice; return the reasons why it is refused.
        """
        name = notice["notice"]
        if name in self.notices:
            return [] if self.notices[name][0] == notice else [("notice_conflict", model.PRINCIPLE)]
        if codes := [*dict.fromkeys(malformed(notice))]:
            return [(code, model.PRINCIPLE) for code in codes]
        # A predecessor is named by its entry, and a feed cannot name one that is not there.
        if notice["act"] == "issue" and "succession" in notice:
            return [("unknown_predecessor", model.PRINCIPLE)]
        content = {key: value for key, value in notice.items() if key not in ("notice", "identifier")}
        try:
            index, facts = self._facts(at, notice, content)
            self._check(index, facts)
        except RefusedError as error:
            return list(error.args[0])
        before = self.entries[index] if index < len(self.entries) else []
        self.entries[index : index + 1] = [[*before, *facts]]
        self.notices[name] = (notice, index, facts[-1].number)
        return []

    def _facts(self, at: str, notice: Plain, content: Plain) -> tuple[int, Facts]:
        if notice["act"] in ("annul", "correct"):
            if notice["of"] not in self.notices:
                raise _refuse("unknown_notice")
            _, index, number = self.notices[notice["of"]]
            if number not in {fact.number for fact in in_effect(self.entries[index], "9")}:
                raise _refuse("not_annullable")
            replaced = notice.get("replacement")
        elif notice["act"] == "issue":
            index, number, replaced = len(self.entries), None, None
            content |= {"entry_id": f"E{index}", "identifier": notice["identifier"]}
        else:
            index, number, replaced = self._addressee(notice), None, None
        facts = self.entries[index] if index < len(self.entries) else []
        count = len(facts) + 1
        if number is None:
            return index, [Fact(count, count, at, content)]
        annul = Fact(count, count, at, of=number)
        place = next(fact.place for fact in facts if fact.number == number)
        if replaced and replaced["act"] == "issue":
            replaced = {"entry_id": f"E{index}", **replaced}
        return index, [annul, *([Fact(count + 1, place, at, replaced)] if replaced else [])]

    def _addressee(self, notice: Plain) -> int:
        found = [
            (state["status"] != "excluded", state["included_on"], index)
            for index, state in self.states(notice["identifier"], notice["on"])
        ]
        consent = notice["act"] in ("give_consent", "withdraw_consent")
        if not found or not (max(found)[0] or consent):
            raise _refuse("unknown_provider")
        return max(found)[2]

    def states(self, number: str, on: str, known: str = "9") -> Iterator[tuple[int, Plain]]:
        """
        Yield the states of a provider's entries on a day as known at a moment.
        """
        for index, facts in enumerate(self.entries):
            state, _ = fold(facts, known, on)
            if state and state["identifier"] == number:
                yield index, state

    def _check(self, index: int, more: Facts) -> None:
        known = [*self.entries, []]
        before, after = known[index], [*known[index], *more]
        _, reasons = fold(after)
        if reasons:
            raise RefusedError(reasons)
        now = suppliers(after)
        if any(now.get(number, who) != who for number, who in suppliers(before).items()):
            raise _refuse("consent_of_another")
        others = [facts for number, facts in enumerate(self.entries) if number != index]
        days = {fact.act["on"] for facts in (*others, after) for fact in facts if fact.act}
        for day in days:
            mine, _ = fold(after, on=day)
            theirs = [fold(facts, on=day)[0] for facts in others]
            if any(_both(mine, other) for other in theirs):
                raise _refuse("already_in_register")

    def standing(self, number: str, on: str, known: str = "9") -> Plain:
        """
        Return the standing of a provider on a day as known at a moment.
        """
        found = [state for _, state in self.states(number, on, known)]
        if found:
            return model.standing(max(found, key=lambda one: one["status"] != "excluded"), on)
        reason, in_force = self._mentions(number, on, known)
        return {"in_register": False, "in_force": in_force, "reasons": [reason]}

    def _mentions(self, number: str, on: str, known: str) -> tuple[str, bool]:
        """
        Return the reason of a provider without an entry; its licence has effect from the issue on.
        """
        for facts in self.entries:
            for fact in in_effect(facts, known):
                one = fact.act or {}
                if number in (one.get("identifier"), one.get("new_identifier")):
                    early = one["act"] == "issue" and one["licence"]["issued_on"] <= on < one["on"]
                    return "passed_on" if one["on"] <= on else "not_yet_included", early
        return "unknown", False

    def public(self, on: str, published_on: str) -> list[list[int]]:
        """
        Return the columns of each row that the public sees of a day: the consents of both days.
        """
        rows = []
        for facts in self.entries:
            then, now = fold(facts, on=on)[0], fold(facts, on=published_on)[0]
            same = then and now and then["identifier"] == now["identifier"]
            both = [model.public_columns(then, on), model.public_columns(now, published_on)]
            if same and then and then["status"] != "excluded" and None not in both:
                first, second = (set(columns or ()) for columns in both)
                rows.append(sorted(first & second))
        return sorted(rows)


def _both(one: model.State, other: model.State) -> bool:
    """
    Return whether both are in the register under one number.
    """
    if not one or not other or "excluded" in (one["status"], other["status"]):
        return False
    return bool(one["identifier"] == other["identifier"])
