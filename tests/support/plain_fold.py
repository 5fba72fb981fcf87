"""
An entry on a day, folded from its acts by hand: the library's own lifecycle has no part in it.

Each rule is written here once more, from the Order and the laws, as plainly as possible. An entry is a
dictionary, and the days are counted with the calendar of the standard library.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.values.identifiers import Bin, Iin

State = dict[str, Any]
ONE_DAY: Final = timedelta(days=1)
ALL_COLUMNS: Final = frozenset(range(1, 18))


class RefusedError(Exception):
    """
    The acts are not lawful together.
    """


#: The acts that leave a status as it is.
_STAYING: Final = {
    "active": (
        "reissue", "sign_contract", "end_contract", "amend", "give_consent", "withdraw_consent",
    ),
    "suspended": ("reissue", "end_contract", "amend", "give_consent", "withdraw_consent"),
    "terminated": ("end_contract", "amend", "give_consent", "withdraw_consent"),
    "excluded": ("withdraw_consent",),
}  # fmt: skip
#: The acts that lead from a status to another one.
_LEADING: Final = {
    "active": {"suspend": "suspended", "terminate": "terminated", "exclude": "excluded"},
    "suspended": {"resume": "active", "terminate": "terminated", "exclude": "excluded"},
    "terminated": {"exclude": "excluded"},
    "excluded": {},
}
#: The acts that need a licence within its term.
_IN_TERM: Final = ("reissue", "sign_contract", "suspend", "resume")
_NOT_SUSPENDED: Final = {"suspended_on": None, "suspended_until": None}


def plain_fold(acts: Iterable[Act], on: date) -> State | None:
    """
    Return an entry after the acts in effect by a day, which are in order; None before its issue.

    Raises:
        RefusedError: an act does not follow from those before it.
    """
    state: State | None = None
    for act in acts:
        if act.on <= on:
            state = _after(state, act)
    return state


def possible(state: State | None) -> list[str]:
    """
    Return the kinds of acts that a status allows.
    """
    if state is None:
        return ["issue"]
    kinds = [*_STAYING[state["status"]], *_LEADING[state["status"]]]
    by_expiry = state["termination_ground"] in (None, "expired")
    return [kind for kind in kinds if kind != "amend" or by_expiry]


def past_term(state: State, on: date) -> bool:
    """
    Whether the licence's term is over on a day.
    """
    return bool(state["valid_until"]) and on > state["valid_until"]


def in_force(state: State, on: date) -> bool:
    """
    Whether the licence of an entry in the register has effect on a day.
    """
    return state["status"] == "active" and not past_term(state, on)


def consents(state: State, on: date) -> bool:
    """
    Whether the provider's consent counts on a day.
    """
    _, _, counts_from, until = state["consent"] or (None, None, date.max, None)
    return bool(counts_from <= on <= (until or date.max))


def _after(state: State | None, act: Any) -> State:
    kind = str(act.kind)
    if kind not in possible(state):
        raise RefusedError
    if state is None:
        return _issued(act)
    if act.on < state["included_on"] or (kind in _IN_TERM and past_term(state, act.on)):
        raise RefusedError
    status = _LEADING[state["status"]].get(kind, state["status"])
    return state | _CHANGES[kind](state, act) | {"status": status}


def _issued(act: Any) -> State:
    licence, contract = act.licence, act.contract
    return {
        **dict.fromkeys(("terminated_on", "termination_ground", "excluded_on", "exclusion_basis")),
        **_NOT_SUSPENDED,
        **{name: getattr(act, name) for name in _SAME},
        "id": act.entry_id,
        "identifier": act.identifier,
        "phones": act.contacts.phones,
        "emails": act.contacts.emails,
        "issued_on": licence.issued_on,
        "term": licence.term,
        "licence_number": licence.number,
        "valid_until": last_day(licence.term, licence.issued_on),
        "contract": contract and _contract(contract.signed_on, contract.term),
        "consent": act.consent and _consent(act.consent, act.on),
        "included_on": act.on,
        "status": "active",
    }


_SAME: Final = (
    "name", "address", "kato", "conditions", "categories", "capacity", "reissued_on", "succession",
)  # fmt: skip


def last_day(term: Any, start: date) -> date | None:
    """
    Return the last day of a term: the same date of its last month, or that month's last day.
    """
    if term.open_ended or term.until:
        return term.until  # type: ignore[no-any-return]  # a day, or None
    year, month = divmod(start.year * 12 + start.month - 1 + term.years * 12 + term.months, 12)
    day = min(start.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) + timedelta(days=term.days)


def _contract(signed_on: date, term: Any) -> tuple[Any, ...]:
    return signed_on, term, last_day(term, signed_on)


def _consent(given: Any, on: date) -> tuple[Any, ...]:
    columns = ALL_COLUMNS if given.columns is None else frozenset(c.rank + 1 for c in given.columns)
    return columns, given.given_on or on, on, given.until


def _reissued(state: State, act: Any) -> State:
    number, natural = act.new_identifier, isinstance(act.new_identifier, Iin)
    was_natural = isinstance(state["identifier"], Iin)
    trades_alone = was_natural or state["identifier"][4] == "6"  # or jointly with others
    grounds = ["other_law", "sole_trader_changed" if trades_alone else "reorganised"]
    grounds.append("person_renamed" if was_natural else "name_or_location")
    wrong = number and (natural is not was_natural or (not natural and number[4] == "6"))
    own = act.succession and state["id"] in act.succession.predecessors
    if str(act.ground) not in grounds or wrong or own:
        raise RefusedError
    changes: State = {"reissued_on": act.on, **_given(act, "name", "succession"), **_placed(state, act)}
    if number:
        changes["identifier"] = number
    if isinstance(number, Bin) and number != state["identifier"]:
        changes["consent"] = _ended(state["consent"], act.on)
    return changes | _given(act, "licence_number")


def _ended(consent: Any, on: date) -> Any:
    """
    End a consent on the day before another supplier takes over, who has not consented.
    """
    if consent is None or consent[2] >= on:
        return None
    return *consent[:3], min(consent[3] or date.max, on - ONE_DAY)


def _placed(state: State, act: Any) -> State:
    """
    Return the address and its code, which is unknown of a new address without one.
    """
    code = {} if act.address in (None, state["address"]) else {"kato": None}
    return code | _given(act, "address", "kato")


def _given(act: Any, *names: str) -> State:
    return {name: getattr(act, name) for name in names if getattr(act, name) is not None}


def _terminated(state: State, act: Any) -> State:
    # A licence ends by expiry on the day after its term, and by nothing else then or later.
    ends = state["valid_until"] + ONE_DAY if state["valid_until"] else date.max
    if act.on > ends or (act.on == ends) is not (str(act.ground) == "expired"):
        raise RefusedError
    return {"terminated_on": act.on, "termination_ground": str(act.ground), **_NOT_SUSPENDED}


def _contract_ended(state: State, _: Any) -> State:
    if state["contract"] is None:
        raise RefusedError
    return {"contract": None}


def _consented(state: State, act: Any) -> State:
    if act.columns is None and isinstance(state["identifier"], Iin):  # which lists the columns
        raise RefusedError
    return {"consent": _consent(act, act.on)}


def _withdrawn(state: State, _: Any) -> State:
    if state["consent"] is None:
        raise RefusedError
    return {"consent": None}


_AMENDED: Final = ("conditions", "categories", "capacity", "phones", "emails")
_CHANGES: Final[dict[str, Any]] = {
    "reissue": _reissued,
    "sign_contract": lambda _, act: {"contract": _contract(act.signed_on or act.on, act.term)},
    "end_contract": _contract_ended,
    "amend": lambda state, act: _given(act, *_AMENDED) | _placed(state, act),
    "suspend": lambda _, act: {"suspended_on": act.on, "suspended_until": act.until},
    "resume": lambda *_: _NOT_SUSPENDED,
    "terminate": _terminated,
    "exclude": lambda _, act: {"excluded_on": act.on, "exclusion_basis": act.basis},
    "give_consent": _consented,
    "withdraw_consent": _withdrawn,
}


def shown(entry: Any) -> State | None:
    """
    Return the same dictionary of an entry as the library has it; None for none.
    """
    if entry is None:
        return None
    licence, contract, consent = entry.licence, entry.contract, entry.consent
    names = ("id", "included_on", *_NOT_SUSPENDED, "terminated_on", "excluded_on", "exclusion_basis")
    return {
        **{name: getattr(entry, name) for name in (*_SAME, *names)},
        "identifier": entry.identifier,
        "status": str(entry.status),
        "termination_ground": entry.termination_ground and str(entry.termination_ground),
        "phones": entry.contacts.phones,
        "emails": entry.contacts.emails,
        "issued_on": licence.issued_on,
        "term": licence.term,
        "licence_number": licence.number,
        "valid_until": licence.valid_until,
        "contract": contract and (contract.signed_on, contract.term, contract.valid_until),
        "consent": consent and (
            frozenset(column.rank + 1 for column in consent.columns),
            consent.given_on, consent.counts_from, consent.until,
        ),
    }  # fmt: skip
