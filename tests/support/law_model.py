"""
A small model of the lifecycle, written from the law in plain data; it imports nothing of the library.

`reasons` lists every reason why an act is unlawful, `after` gives the state after a lawful one. A
reason has a code and its basis: a clause, or the name of an assumption.
"""

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

Plain = dict[str, Any]
State = Plain | None

ALL_COLUMNS: Final = list(range(1, 18))
#: The basis of an outcome that follows from the nature of an entry alone.
PRINCIPLE: Final = "principle of the library"


def assumed(name: str) -> str:
    """
    Return the basis of a rule that the law does not state.
    """
    return f'assumption of the library "{name}"'


def day_after(day: str, days: int = 1) -> str:
    """
    Return the day so many days later.
    """
    return str(date.fromisoformat(day) + timedelta(days=days))


def last_day(issued: str, term: Mapping[str, Any]) -> str | None:
    """
    Return the last day of a term, inclusive (Civil Code, arts 173 and 174); None without an end.

    A month without the date ends on its last day; for 29 February that is an assumption.
    """
    if "until" in term:
        return str(term["until"])
    if term.get("open_ended"):
        return None
    start = date.fromisoformat(issued)
    months = start.month - 1 + 12 * term.get("years", 0) + term.get("months", 0)
    year, month = start.year + months // 12, months % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return day_after(str(date(year, month, day)), term.get("days", 0))


def last_of(state: Plain) -> str | None:
    """
    Return the last day of the licence of a state.
    """
    return last_day(state["licence"]["issued_on"], state["licence"]["term"])


def kind_of(number: str) -> str:
    """
    Return whose number it is: the fifth digit of a BIN is 4, 5 or 6, and 6 is joint enterprise.
    """
    return {"4": "legal", "5": "legal", "6": "joint"}.get(number[4], "natural")


#: Law on Permits, art. 33(1): who may have a licence reissued on which ground.
GROUNDS: Final = {
    "natural": ("person_renamed", "sole_trader_changed", "other_law"),
    "legal": ("reorganised", "name_or_location", "other_law"),
    "joint": ("sole_trader_changed", "name_or_location", "other_law"),
}
#: Acts that need a licence with effect.
_NEED_EFFECT: Final = ("reissue", "sign_contract", "suspend", "resume")


def reasons(state: State, act: Plain) -> list[tuple[str, str]]:
    """
    Return the code and the basis of every reason against a well-formed act.
    """
    if state is None or act["act"] == "issue":
        formed = state is None and act["act"] == "issue"
        return [] if formed else [("not_allowed", "Rules, para. 4")]
    return [*_by_status(state, act), *_by_day(state, act), *_by_content(state, act)]


def _by_status(state: Plain, act: Plain) -> Iterator[tuple[str, str]]:
    kind, status = act["act"], state["status"]
    if status == "excluded" and kind != "withdraw_consent":
        yield "not_allowed", assumed("exclusion is final")
    elif status == "terminated" and kind in (*_NEED_EFFECT, "terminate"):
        yield "not_allowed", "Rules, para. 6"
    elif status == "terminated" and kind == "amend" and state["termination_ground"] != "expired":
        yield "not_allowed", assumed("after expiry")
    elif kind in {"suspended": ("sign_contract", "suspend"), "active": ("resume",)}.get(status, ()):
        yield "not_allowed", "Law on Permits, art. 45"


def _by_day(state: Plain, act: Plain) -> Iterator[tuple[str, str]]:
    kind, on, last = act["act"], act["on"], last_of(state)
    late = last is not None and on > last
    if on < state["included_on"]:
        yield "day_order", PRINCIPLE
    if late and kind in _NEED_EFFECT:
        yield "after_expiry", assumed("after expiry")
    if kind == "terminate":
        first = last and day_after(last)
        if (act["ground"] == "expired" and on != first) or (act["ground"] != "expired" and late):
            yield "expiry_day", assumed("expiry")
        signed = state.get("contract", {}).get("signed_on")
        if any(day and day > on for day in (state.get("reissued_on"), signed)):
            yield "day_order", PRINCIPLE
    if kind == "exclude" and on < state.get("terminated_on", on):
        yield "day_order", PRINCIPLE


def _by_content(state: Plain, act: Plain) -> Iterator[tuple[str, str]]:
    holder = kind_of(state["identifier"])
    if act["act"] == "reissue":
        yield from _by_reissue(state, act, holder)
    elif act["act"] == "give_consent" and holder == "natural" and "columns" not in act:
        yield "consent_lists_columns", "Law on Personal Data, art. 8(4)"
    elif act["act"] == "end_contract" and "contract" not in state:
        yield "no_contract", assumed("end of a contract")
    elif act["act"] == "withdraw_consent" and "consent" not in state:
        yield "no_consent", "Rules, para. 7"


def _by_reissue(state: Plain, act: Plain, holder: str) -> Iterator[tuple[str, str]]:
    new = act.get("new_identifier")
    if act["ground"] not in GROUNDS[holder]:
        joint = assumed("joint enterprise")
        yield "ground_for_others", joint if holder == "joint" else "Law on Permits, art. 33(1)"
    if new and kind_of(new) == "natural" and holder != "natural":
        yield "is_an_iin", "Law on Permits, art. 34"
    if new and kind_of(new) == "joint":
        yield "joint_enterprise", "Law on Permits, art. 34"
    if state["id"] in act.get("succession", {}).get("predecessors", ()):
        yield "predecessor", PRINCIPLE


#: Law on Permits, art. 35(1): the grounds on which a licence ceases, in their order.
TERMINATION_GROUNDS: Final = (
    "expired", "performed", "revoked", "ceased", "voluntary", "delicensed", "not_subject", "other_law",
)  # fmt: skip
_BASES: Final = {
    "issue": "Rules, para. 4",
    "reissue": "Law on Permits, art. 33(1)",
    "sign_contract": "Rules, para. 5(10)",
    "end_contract": assumed("end of a contract"),
    "amend": "Rules, para. 5",
    "suspend": "Law on Permits, art. 45",
    "resume": "Law on Permits, art. 45",
    "exclude": "Rules, para. 5(13)",
    "give_consent": "Rules, para. 7",
    "withdraw_consent": "Law on Personal Data, art. 8(7)",
}
#: Every kind of act.
KINDS: Final = ("terminate", *_BASES)


def bases(state: State, act: Plain) -> Iterator[str]:
    """
    Yield the clauses and assumptions on which a lawful act and its effect rest.
    """
    kind = act["act"]
    if kind == "terminate":
        yield f"Law on Permits, art. 35(1)({TERMINATION_GROUNDS.index(act['ground']) + 1})"
        if act["ground"] == "expired":
            yield assumed("expiry")
        return
    if kind == "reissue" and state:
        yield from _bases_of_reissue(state, act)
    elif kind == "exclude" and state and state["status"] != "terminated":
        yield assumed("exclusion without termination")
    elif kind == "amend" and state and state["status"] == "terminated":
        yield assumed("after expiry")
    else:
        yield _BASES[kind]
    if kind == "give_consent" or "consent" in act:
        yield assumed("days of consent")


def _bases_of_reissue(state: Plain, act: Plain) -> Iterator[str]:
    new = act.get("new_identifier", state["identifier"])
    passes = new != state["identifier"] and kind_of(new) != "natural"
    yield "Law on Permits, art. 34" if passes else _BASES["reissue"]
    yield assumed("term unchanged")
    if passes and "consent" in state:
        yield assumed("consent of one supplier")
    if kind_of(state["identifier"]) == "joint" and act["ground"] != "other_law":
        yield assumed("joint enterprise")


def is_clipped(licence: Plain) -> bool:
    """
    Return whether a term of years that begins on 29 February ends on the 28th.
    """
    last = last_day(licence["issued_on"], licence["term"])
    return licence["issued_on"].endswith("-02-29") and (last or "").endswith("-02-28")


def after(state: State, act: Plain) -> Plain:
    """
    Return the state after a lawful act.
    """
    if state is None:
        return _issued(act)
    new = {**state, "status": _STATUS.get(act["act"], state["status"]), **_changes(state, act)}
    return {key: value for key, value in new.items() if value not in (None, [])}


_STATUS: Final = {
    "suspend": "suspended",
    "resume": "active",
    "terminate": "terminated",
    "exclude": "excluded",
}
_OF_ISSUE: Final = (
    "name", "identifier", "address", "conditions", "categories", "capacity", "phones", "emails",
    "licence", "reissued_on", "contract", "kato", "succession",
)  # fmt: skip


def _issued(act: Plain) -> Plain:
    own = {key: act[key] for key in _OF_ISSUE if key in act}
    given = {"consent": _consent(act["consent"], act["on"])} if "consent" in act else {}
    return {"id": act["entry_id"], "status": "active", "included_on": act["on"], **own, **given}


def _consent(given: Plain, on: str) -> Plain:
    """
    Return a consent: the columns listed or all, from the day of its act until its end, inclusive.
    """
    until = {"until": given["until"]} if "until" in given else {}
    columns = given.get("columns", ALL_COLUMNS)
    return {"columns": columns, "given_on": given.get("given_on", on), **until, "counts_from": on}


def _changes(state: Plain, act: Plain) -> Plain:
    on, ended = act["on"], {"suspended_on": None, "suspended_until": None}
    match act["act"]:
        case "reissue":
            return _reissued(state, act)
        case "sign_contract":
            return {"contract": {"signed_on": act.get("signed_on", on), "term": act["term"]}}
        case "end_contract":
            return {"contract": None}
        case "amend":
            changed = {key: act[key] for key in act if key not in ("act", "on", "document")}
            return changed | _placed(state, act)
        case "suspend":
            return {"suspended_on": on, "suspended_until": act.get("until")}
        case "resume":
            return ended
        case "terminate":
            return {"terminated_on": on, "termination_ground": act["ground"], **ended}
        case "exclude":
            return {"excluded_on": on, "exclusion_basis": act["basis"]}
        case "give_consent":
            return {"consent": _consent(act, on)}
        case _:
            return {"consent": None}


def _reissued(state: Plain, act: Plain) -> Plain:
    named = {key: act[key] for key in ("name", "succession") if key in act}
    changes = {"reissued_on": act["on"], **named, **_placed(state, act)}
    if "licence_number" in act:
        changes["licence"] = {**state["licence"], "number": act["licence_number"]}
    new = act.get("new_identifier", state["identifier"])
    if new == state["identifier"]:
        return changes
    changes["identifier"] = new
    if kind_of(new) != "natural" and "consent" in state:  # another supplier; its consent is its own
        changes["consent"] = _ended(state["consent"], day_after(act["on"], -1))
    return changes


def _placed(state: Plain, act: Plain) -> Plain:
    """
    Return the address and its code, which is unknown of a new address without one.
    """
    code = {"kato": None} if act.get("address", state["address"]) != state["address"] else {}
    return {**code, **{key: act[key] for key in ("address", "kato") if key in act}}


def _ended(consent: Plain, last: str) -> Plain | None:
    if consent["counts_from"] > last:
        return None
    return {**consent, "until": min(last, consent.get("until", last))}


# Answers ----------------------------------------------------------------------------------------------


def standing(state: State, on: str) -> Plain:
    """
    Return whether a provider is in the register with a licence in force on a day, and why not.
    """
    if state is None:
        return {"in_register": False, "in_force": False, "reasons": ["unknown"]}
    last, ground = last_of(state), state.get("termination_ground")
    over = last is not None and on > last
    found = {
        "excluded": state["status"] == "excluded",
        "expired": over and ground in (None, "expired"),
        "suspended": "suspended_on" in state,
        "terminated": ground is not None,
    }
    return {
        "in_register": not found["excluded"],
        "in_force": not (over or found["suspended"] or found["terminated"]),
        "reasons": [reason for reason, holds in found.items() if holds],
    }


def public_columns(state: State, on: str) -> list[int] | None:
    """
    Return the columns that the public sees on a day published on that day; None without a row.
    """
    consent = (state or {}).get("consent")
    if state is None or consent is None:
        return None
    if not consent["counts_from"] <= on <= consent.get("until", on):
        return None
    columns = [column for column in consent["columns"] if column > 1]
    return None if state["status"] == "excluded" and 17 not in columns else columns
