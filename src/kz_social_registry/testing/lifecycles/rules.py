"""
The laws of the lifecycle by name, and the law that a wrong outcome breaks.
"""

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen

from kz_social_registry.base import assumptions, law
from kz_social_registry.base.assumptions import Assumption, Basis

Plain = Mapping[str, Any]


@frozen
class Rule:
    """
    One law: its name, its statement, and its clause or assumption.
    """

    name: str
    statement: str
    basis: Basis | None
    #: The keys of a state without which nobody can see whether the law is kept.
    keys: tuple[str, ...] = ()
    #: The acts that are lawful by it.
    acts: tuple[str, ...] = ()
    #: The statuses in which it forbids acts.
    statuses: tuple[str, ...] = ()
    #: The fault codes of its refusals.
    codes: tuple[str, ...] = ()

    @property
    def clause(self) -> str:
        """
        The citation of its clause, or the name of the assumption.
        """
        return cited(self.basis)


def cited(basis: Basis | None) -> str:
    """
    Return a citation; an assumption is never cited as a clause.
    """
    if isinstance(basis, Assumption):
        return f'{basis} "{basis.name}"'
    return str(basis) if basis else "principle of the library"


_CONTRACT: Final = ("contract",)
_CONSENT: Final = ("consent",)

RULES: Final = {
    rule.name: rule
    for rule in (
        Rule("issue", "an entry begins with the issue of a licence, and only once", law.FORMATION,
             acts=("issue",)),
        Rule("unchanged", "a refused act changes nothing, and an act alters no earlier state", None),
        Rule("nothing_else", "a lawful act changes its own values, and nothing else", None),
        Rule("inclusion", "no act takes effect before the inclusion", None),
        Rule("order", "no day of the end precedes another day of the entry", None),
        Rule("suspension", "a suspended licence has no effect until it is resumed", law.SUSPENSION,
             acts=("suspend", "resume"), statuses=("active", "suspended")),
        Rule("term", "after its term a licence has no effect", assumptions.AFTER_TERM,
             codes=("after_expiry",)),
        Rule("expiry", "a licence expires on the day after its last day", assumptions.DAY_AFTER,
             codes=("expiry_day",)),
        Rule("termination", "a terminated licence has no effect again", law.TERMINATION,
             acts=("terminate",), statuses=("terminated",)),
        Rule("exclusion", "an exclusion is final", assumptions.FINAL_EXCLUSION, acts=("exclude",),
             statuses=("excluded",)),
        Rule("reissue", "a licence is reissued, suspended or not", law.REISSUE, acts=("reissue",)),
        Rule("first_term", "a reissue keeps the day of issue and the term", assumptions.SAME_TERM,
             ("licence", "licence.term")),
        Rule("succession", "no entry succeeds itself", None, codes=("predecessor",)),
        Rule("grounds", "each kind of provider has its grounds of reissue", law.REISSUE,
             codes=("ground_for_others",)),
        Rule("passing", "by reorganisation a licence passes to a legal person, and to no other",
             law.REORGANISATION, ("identifier",), codes=("is_an_iin", "joint_enterprise")),
        Rule("own_consent", "a consent ends on the day before the licence passes",
             assumptions.OWN_CONSENT, _CONSENT),
        Rule("contract", "a contract has its day of signing and its term", law.ITEM[10], _CONTRACT,
             acts=("sign_contract",)),
        Rule("contract_end", "a contract that exists ends in every status in the register",
             assumptions.END_OF_CONTRACT, _CONTRACT, acts=("end_contract",), codes=("no_contract",)),
        Rule("amendment", "data are amended while the entry is alive", law.CONTENT, acts=("amend",)),
        Rule("consent", "a consent is given at any time, and covers its columns", law.PUBLICITY,
             (*_CONSENT, "consent.columns"), acts=("give_consent",)),
        Rule("consent_days", "a consent counts from its act until its last day",
             assumptions.DAYS_OF_CONSENT, _CONSENT),
        Rule("consent_list", "a natural person's consent lists the columns", law.CONSENT_CONTENT,
             codes=("consent_lists_columns",)),
        Rule("withdrawal", "a consent is withdrawn at any time", law.CONSENT_WITHDRAWAL, _CONSENT,
             acts=("withdraw_consent",), codes=("no_consent",)),
    )
}  # fmt: skip

_OF_CODE: Final = {code: rule for rule in RULES.values() for code in rule.codes}
_OF_STATUS: Final = {status: rule for rule in RULES.values() for status in rule.statuses}
_OF_ACT: Final = {act: rule.name for rule in RULES.values() for act in rule.acts}
_OWN: Final = {
    "reissue": (
        "reissued_on", "identifier", "name", "address", "kato", "licence.number", "succession",
    ),
    "sign_contract": ("contract",),
    "end_contract": ("contract",),
    "amend": ("address", "kato", "conditions", "categories", "capacity", "phones", "emails"),
    "suspend": ("suspended_on", "suspended_until"),
    "resume": ("suspended_on", "suspended_until"),
    "terminate": ("terminated_on", "termination_ground", "suspended_on", "suspended_until"),
    "exclude": ("excluded_on", "exclusion_basis"),
    "give_consent": ("consent",),
    "withdraw_consent": ("consent",),
}  # fmt: skip


def rule_of_refusal(before: Plain, act: Plain, codes: tuple[str, ...]) -> Rule:
    """
    Return the law by which an act must be refused.
    """
    if not before or act["act"] == "issue":
        return RULES["issue"]
    if "not_allowed" in codes:
        return _OF_STATUS[before["status"]]
    if act["on"] < before["included_on"]:
        return RULES["inclusion"]
    return next((_OF_CODE[code] for code in codes if code in _OF_CODE), RULES["order"])


def rule_of_acceptance(before: Plain, act: Plain, codes: tuple[str, ...]) -> Rule:
    """
    Return the law by which an act must be accepted, though it is refused with codes.
    """
    if before and "day_order" in codes:
        return RULES["inclusion" if act["on"] == before["included_on"] else "order"]
    named = (_OF_CODE[code] for code in codes if before and code in _OF_CODE)
    return next(named, rule_of_effect(before, act))


def rule_of_effect(before: Plain, act: Plain, path: str = "status") -> Rule:
    """
    Return the law by which an act must be accepted, and change or keep the value at a path.
    """
    kind, top = act["act"], path.partition(".")[0]
    own = ("status", *_OWN.get(kind, (path,)))
    if top in ("status", "identifier", "consent") and _passes(before, act):
        name = "own_consent" if top == "consent" else "passing"
    elif kind == "reissue" and path in ("licence.term", "licence.issued_on"):
        name = "first_term"
    elif kind == "give_consent" and path in _DAYS:
        name = "consent_days"
    elif path not in own and top not in own:
        name = "nothing_else"
    else:
        expires = act.get("ground") == "expired" and top not in _OWN["resume"]
        name = "expiry" if expires else _OF_ACT[kind]
    return RULES[name]


def rules_of_effect(before: Plain, act: Plain) -> set[str]:
    """
    Return the names of the laws whose situations are reached if an act is accepted rightly.
    """
    paths = ["status", *(path for path in _WATCHED if path in before or act["act"] == "give_consent")]
    return {"nothing_else", *(rule_of_effect(before, act, path).name for path in paths)}


#: Paths that have a law of their own after some acts.
_WATCHED: Final = ("consent", "consent.until", "licence.term")
_DAYS: Final = ("consent.given_on", "consent.until", "consent.counts_from")


def _passes(before: Plain, act: Plain) -> bool:
    """
    Return whether a reissue passes the licence to another legal person.
    """
    successor = act.get("new_identifier")
    return act.get("ground") == "reorganised" and successor not in (None, before.get("identifier"))
