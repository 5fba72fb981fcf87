"""
The stories of the vectors: acts as a lawyer would tell them, and the day that a question is about.

A story has no outcome; the model of the law gives it.
"""

from collections.abc import Iterator
from typing import Any, Final

from attrs import frozen

from support.law_model import TERMINATION_GROUNDS

Plain = dict[str, Any]

ISSUED: Final = "2025-05-10"
INCLUDED: Final = "2025-05-12"
NEXT: Final = "2025-05-13"
LATER: Final = "2025-09-01"
LAST: Final = "2028-05-10"
PAST: Final = "2028-05-11"
PAST_2: Final = "2028-05-12"

ENTRY: Final = "00000000-0000-4000-8000-000000000001"
FORMER: Final = "00000000-0000-4000-8000-000000000002"
LEGAL: Final = "940140000385"
OTHER: Final = "950341000052"
JOINT: Final = "180360000014"
PERSON: Final = "791028302728"
NEW_IIN: Final = "061211600012"
HOLDERS: Final = {"legal": LEGAL, "joint": JOINT, "natural": PERSON}

REISSUE_GROUNDS: Final = (
    "person_renamed", "sole_trader_changed", "reorganised", "name_or_location", "other_law",
)  # fmt: skip


@frozen
class Story:
    """
    A title, the acts of one entry, and the day of a question about it, if there is one.
    """

    title: str
    acts: tuple[Plain, ...]
    day: str | None = None


def act(kind: str, on: str = LATER, **values: Any) -> Plain:
    """
    Return an act as plain data.
    """
    return {"act": kind, "on": on, **values}


def issue(on: str = INCLUDED, **changes: Any) -> Plain:
    """
    Return the issue of a licence for three years.
    """
    licence = {"issued_on": ISSUED, "term": {"years": 3}}
    values = {
        "entry_id": ENTRY, "identifier": LEGAL, "name": "«Мейірім» орталығы",
        "address": "Астана қ., Абай даңғылы, 1-үй", "conditions": ["at_home"],
        "categories": ["elderly"], "capacity": 40, "licence": licence,
    }  # fmt: skip
    return act("issue", on, **{**values, **changes})


def lasting(term: Plain, issued: str = ISSUED, on: str = INCLUDED) -> Plain:
    """
    Return the issue of a licence with another term.
    """
    return issue(on, licence={"issued_on": issued, "term": term})


CONTRACT: Final = {"signed_on": "2025-05-11", "term": {"years": 1}}
#: An issue with a contract and a consent to columns 2 and 3.
FULL: Final = issue(contract=CONTRACT, consent={"columns": [2, 3]})
#: An issue with every value that an entry can have.
WHOLE: Final = issue(
    contract=CONTRACT, consent={"columns": [2, 3], "until": "2027-05-11"}, kato="710000000",
    phones=["+77172000001"], emails=["info@example.kz"],
    licence={"issued_on": ISSUED, "term": {"years": 3}, "number": "KZ1"},
    succession={"kind": "merger", "predecessors": [FORMER]},
)  # fmt: skip

#: One act of every kind with the fewest demands.
KINDS: Final = {
    "issue": issue(LATER, identifier=OTHER, entry_id=FORMER),
    "reissue": act("reissue", ground="other_law"),
    "sign_contract": act("sign_contract", term={"years": 1}),
    "end_contract": act("end_contract"),
    "amend": act("amend", capacity=41),
    "suspend": act("suspend"),
    "resume": act("resume"),
    "terminate": act("terminate", ground="voluntary"),
    "exclude": act("exclude", basis="өтініш"),
    "give_consent": act("give_consent", columns=[2, 5]),
    "withdraw_consent": act("withdraw_consent"),
}
_SUSPEND: Final = act("suspend", INCLUDED)
_VOLUNTARY: Final = act("terminate", INCLUDED, ground="voluntary")
_EXPIRED: Final = act("terminate", PAST, ground="expired")
_EXCLUDE: Final = act("exclude", INCLUDED, basis="өтініш")
#: The lives that lead to each situation, without the issue.
SITUATIONS: Final = {
    "active": (),
    "suspended": (_SUSPEND,),
    "terminated": (_VOLUNTARY,),
    "expired": (_EXPIRED,),
    "excluded": (_EXCLUDE,),
    "terminated and excluded": (_VOLUNTARY, _EXCLUDE),
}


def passing(on: str = LATER, to: str = OTHER, **more: Any) -> Plain:
    """
    Return a reissue by which the licence passes to another person.
    """
    return act("reissue", on, ground="reorganised", new_identifier=to, **more)


def give(on: str = INCLUDED, **values: Any) -> Plain:
    """
    Return a consent.
    """
    return act("give_consent", on, **values)


def withdraw(on: str = LATER) -> Plain:
    """
    Return a withdrawal of consent.
    """
    return act("withdraw_consent", on)


def stories() -> Iterator[Story]:
    """
    Yield every story of one entry.
    """
    yield from _formation()
    yield from _by_status()
    yield from _grounds()
    yield from _terms()
    yield from _consents()
    yield from _passing()
    yield from _suspensions()
    yield from _one_day()
    yield from _late()
    yield from _changes()
    yield from _whole()


def _formation() -> Iterator[Story]:
    yield Story("a licence is issued, so the provider is in the register", (issue(),), INCLUDED)
    yield Story("an application brings a consent and a contract", (FULL,), INCLUDED)
    signed = issue(consent={"given_on": "2025-05-01", "until": LATER})
    yield Story("a consent signed with the application counts from the inclusion", (signed,), INCLUDED)
    yield Story("a consent of the application ends", (signed,), "2025-09-02")
    person = issue(identifier=PERSON, consent={"columns": [2, 5]})
    yield Story("a natural person is a provider, with an IIN", (person,), INCLUDED)
    again = issue(
        succession={"kind": "licensed_again", "predecessors": [FORMER]}, reissued_on=ISSUED,
    )  # fmt: skip
    yield Story("a provider licensed again names its former entry", (again,), INCLUDED)
    yield Story("a licence is issued twice for one entry", (issue(), issue(LATER)))
    for kind, one in KINDS.items():
        if kind != "issue":
            yield Story(f"before any licence is issued: {kind}", (one,))


def _by_status() -> Iterator[Story]:
    for situation, life in SITUATIONS.items():
        for kind, one in KINDS.items():
            on = "2028-06-01" if situation == "expired" else LATER
            final = {**one, "on": on} if kind != "issue" else issue(LATER)
            asked = None if kind == "issue" else on
            yield Story(f"{situation}: {kind}", (FULL, *life, final), asked)
    bare = (("end_contract", "no contract"), ("withdraw_consent", "no consent"))
    for kind, lack in bare:
        for situation, life in SITUATIONS.items():
            on = "2028-06-01" if situation == "expired" else LATER
            yield Story(f"{situation}, with {lack}: {kind}", (issue(), *life, act(kind, on)))


def _whole() -> Iterator[Story]:
    yield Story("an entry has every value from its issue", (WHOLE,), INCLUDED)
    for situation, kinds in _LAWFUL.items():
        for kind in kinds.split():
            acts = (WHOLE, *SITUATIONS[situation], KINDS[kind])
            yield Story(f"an entry with every value, {situation}: {kind}", acts, LATER)


#: The lawful acts of some situations.
_LAWFUL: Final = {
    "active": "reissue sign_contract end_contract amend suspend exclude give_consent withdraw_consent",
    "suspended": "reissue amend resume terminate exclude give_consent",
    "terminated": "end_contract exclude give_consent",
    "excluded": "withdraw_consent",
}


def _grounds() -> Iterator[Story]:
    for holder, number in HOLDERS.items():
        for ground in REISSUE_GROUNDS:
            reissue = act("reissue", ground=ground, name="Жаңа атау")
            whose = "joint enterprise" if holder == "joint" else f"{holder} person"
            yield Story(f"a {whose}'s licence is reissued: {ground}",
                        (issue(identifier=number), reissue), LATER)  # fmt: skip
    for ground in TERMINATION_GROUNDS:
        on = PAST if ground == "expired" else LATER
        end = act("terminate", on, ground=ground)
        yield Story(f"a licence ceases: {ground}", (FULL, end), on)
        yield Story(f"a suspended licence ceases: {ground}", (FULL, _SUSPEND, end), on)


def _terms() -> Iterator[Story]:
    for name, day in (("on the last day of the term", LAST), ("on the day after the term", PAST)):
        yield Story(f"a licence {name}", (issue(),), day)
        for kind in ("reissue", "sign_contract", "suspend", "amend", "give_consent", "exclude"):
            yield Story(f"{kind} {name}", (FULL, {**KINDS[kind], "on": day}), day)
        resumed = (FULL, act("suspend", LAST), act("resume", day))
        yield Story(f"a suspended licence is resumed {name}", resumed, day)
    for day in (LAST, PAST, PAST_2):
        for ground in ("expired", "revoked"):
            end = act("terminate", day, ground=ground)
            yield Story(f"a licence for three years ends on {day}: {ground}", (issue(), end), day)
    for term, issued, last, past in _TERMS:
        licence = lasting(term, issued, issued)
        text = " and ".join(f"{unit} {value}" for unit, value in term.items())
        yield Story(f"a licence of {issued}, {text}: reissued on the last day",
                    (licence, act("reissue", last, ground="other_law")), last)  # fmt: skip
        yield Story(f"a licence of {issued}, {text}: reissued on the day after",
                    (licence, act("reissue", past, ground="other_law")))  # fmt: skip
    open_ended = lasting({"open_ended": True})
    yield Story("a licence without a term does not expire",
                (open_ended, act("terminate", LATER, ground="expired")))  # fmt: skip
    yield Story("a licence without a term is in force for ever", (open_ended,), "2099-01-01")
    amended = (FULL, _EXPIRED, act("amend", PAST_2, phones=["+77172000009"]))
    yield Story("the contacts of an expired entry change", amended, PAST_2)


#: Terms, the day of issue, the last day and the day after it.
_TERMS: Final[tuple[tuple[Plain, str, str, str], ...]] = (
    ({"years": 1}, "2027-03-01", "2028-03-01", "2028-03-02"),
    ({"years": 3}, "2028-02-29", "2031-02-28", "2031-03-01"),
    ({"years": 4}, "2028-02-29", "2032-02-29", "2032-03-01"),
    ({"months": 1}, "2026-01-31", "2026-02-28", "2026-03-01"),
    ({"months": 6}, "2025-08-31", "2026-02-28", "2026-03-01"),
    ({"days": 30}, "2025-12-15", "2026-01-14", "2026-01-15"),
    ({"months": 1, "days": 1}, "2026-01-31", "2026-03-01", "2026-03-02"),
    ({"until": "2026-12-31"}, "2026-01-01", "2026-12-31", "2027-01-01"),
)


def _consents() -> Iterator[Story]:
    given = give(columns=[2, 3, 7], until=LATER)
    for day in (INCLUDED, LATER, "2025-09-02"):
        yield Story(f"a consent to three columns until {LATER}, on {day}", (issue(), given), day)
    yield Story("a legal person consents to everything", (issue(), give()), INCLUDED)
    yield Story("without a consent nothing is published", (issue(),), LATER)
    yield Story("another consent narrows the first", (issue(), give(), give(LATER, columns=[2])), LATER)
    wider = (issue(), give(columns=[2]), give(LATER, columns=[5, 7]))
    yield Story("another consent replaces the first, it does not add to it", wider, LATER)
    longer = (issue(), given, give(LATER, columns=[2, 3, 7]))
    yield Story("another consent has no end", longer, "2026-01-01")
    late = (issue(), give(LATER, given_on="2025-08-01", columns=[2]))
    yield Story("a consent signed earlier counts from its own act", late, LATER)
    yield Story("a consent is withdrawn", (issue(), give(), withdraw()), LATER)
    yield Story("a lapsed consent is withdrawn", (issue(), given, withdraw("2026-01-01")), "2026-01-01")
    back = (issue(), give(), withdraw(), give("2025-10-01", columns=[2]))
    yield Story("a consent is given again after its withdrawal", back, "2025-10-01")
    yield Story("a consent is withdrawn twice", (issue(), give(), withdraw(), withdraw("2025-10-01")))
    person = issue(identifier=PERSON)
    yield Story("a natural person consents without a list", (person, give()))
    yield Story("a natural person lists columns", (person, give(columns=[2, 5])), INCLUDED)
    joint = issue(identifier=JOINT)
    yield Story("a joint enterprise consents without a list", (joint, give()), INCLUDED)
    for columns in ([2, 3], [2, 17]):
        out = (issue(), give(columns=columns), act("exclude", LATER, basis="өтініш"))
        yield Story(
            f"an excluded entry with a consent to columns {columns[0]} and {columns[1]}", out, LATER
        )
    after = (FULL, act("exclude", LATER, basis="өтініш"), withdraw("2025-10-01"))
    yield Story("a consent is withdrawn after the exclusion", after, "2025-10-01")
    ended = (FULL, act("terminate", LATER, ground="voluntary"), give("2025-10-01"))
    yield Story("a consent is given after the termination", ended, "2025-10-01")
    expired = (FULL, _EXPIRED, give(PAST_2, columns=[2, 16]))
    yield Story("a consent is given after the expiry", expired, PAST_2)


def _passing() -> Iterator[Story]:
    yield Story("a licence passes to another legal person", (FULL, passing()), LATER)
    yield Story("the former supplier's consent counts until the day before", (FULL, passing()), NEXT)
    same = (FULL, passing(INCLUDED))
    yield Story(
        "a licence passes on the day of inclusion, so the consent never counted", same, INCLUDED
    )
    short = issue(consent={"columns": [2], "until": NEXT})
    yield Story("a consent that ended before the licence passed", (short, passing()), LATER)
    yield Story("the new supplier gives its own consent",
                (FULL, passing(), give(LATER, columns=[2, 9])), LATER)  # fmt: skip
    late = (FULL, passing(), withdraw("2025-10-01"))
    yield Story("a consent that ended with the passing is withdrawn late", late, "2025-10-01")
    yield Story("a reorganisation keeps the supplier", (FULL, passing(to=LEGAL)), LATER)
    keeps = (FULL, act("reissue", ground="reorganised"))
    yield Story("a reorganisation names no other person", keeps, LATER)
    yield Story("a licence passes to a joint enterprise", (FULL, passing(to=JOINT)))
    to_person = act("reissue", ground="other_law", new_identifier=NEW_IIN)
    yield Story("a legal person's licence passes to a natural person", (FULL, to_person))
    person = issue(identifier=PERSON, consent={"columns": [2, 3]})
    yield Story("a natural person has a new IIN and stays the same supplier",
                (person, to_person), LATER)  # fmt: skip
    merger = {"kind": "merger", "predecessors": [FORMER]}
    yield Story("a merger names the other entry", (FULL, passing(succession=merger)), LATER)
    own = {"kind": "merger", "predecessors": [ENTRY]}
    yield Story("an entry does not succeed itself", (FULL, passing(succession=own)))
    twice = (FULL, passing(), passing("2025-10-01", to=LEGAL))
    yield Story("a licence passes on and back; the consent does not come back", twice, "2025-10-01")
    held = (FULL, _SUSPEND, passing())
    yield Story("a suspended licence passes to another legal person", held, LATER)


def _suspensions() -> Iterator[Story]:
    ending = act("suspend", NEXT, until=LATER)
    yield Story("a licence is suspended for a time", (FULL, ending), NEXT)
    yield Story("a suspension does not end by itself", (FULL, ending), "2025-09-02")
    reissued = (FULL, ending, act("reissue", ground="name_or_location", name="Жаңа атау"))
    yield Story("a suspended licence is reissued and stays suspended", reissued, LATER)
    yield Story("a suspended licence is resumed", (FULL, ending, act("resume")), LATER)
    again = (FULL, ending, act("resume"), act("suspend", "2025-10-01"))
    yield Story("a licence is suspended again, without a last day", again, "2025-10-01")
    out = (FULL, ending, act("exclude", basis="өтініш"))
    yield Story("a suspended provider is excluded", out, LATER)
    yield Story("a suspended licence is past its term", (FULL, ending), PAST)
    yield Story("a suspended licence expires", (FULL, ending, _EXPIRED), PAST)


def _one_day() -> Iterator[Story]:
    sign = act("sign_contract", INCLUDED, term={"months": 6})
    for title, *acts in (
        ("suspended and resumed", _SUSPEND, act("resume", INCLUDED)),
        ("given and withdrawn", give(), withdraw(INCLUDED)),
        ("given, withdrawn and given to other columns", give(), withdraw(INCLUDED), give(columns=[5])),
        ("terminated and excluded", _VOLUNTARY, _EXCLUDE),
        ("a contract signed and ended", sign, act("end_contract", INCLUDED)),
        ("excluded before it is terminated", _EXCLUDE, _VOLUNTARY),
        ("passed on, then consented", passing(INCLUDED), give(columns=[2])),
        ("consented, then passed on", give(columns=[2]), passing(INCLUDED)),
        ("excluded and withdrawn", give(), _EXCLUDE, withdraw(INCLUDED)),
        ("reissued and terminated", act("reissue", INCLUDED, ground="other_law"), _VOLUNTARY),
    ):
        story = (issue(), *acts)
        for count in range(2, len(story)):
            yield Story(f"all on one day: {title}, act {count}", story[:count])
        yield Story(f"all on one day: {title}", story, INCLUDED)


def _late() -> Iterator[Story]:
    ended = act("terminate", "2025-10-01", ground="voluntary")
    out = act("exclude", LATER, basis="өтініш")
    yield Story("recorded late: an exclusion before the termination", (issue(), ended, out))
    reissued = act("reissue", "2025-10-01", ground="other_law")
    earlier = act("terminate", LATER, ground="voluntary")
    yield Story("recorded late: a termination before a reissue", (issue(), reissued, earlier))
    signed = act("sign_contract", "2025-10-01", term={"years": 1})
    yield Story("recorded late: a termination before a contract", (issue(), signed, earlier))
    for kind, one in KINDS.items():
        if kind not in ("issue", "resume"):
            yield Story(f"on the day before the inclusion: {kind}", (FULL, {**one, "on": "2025-05-11"}))


def _changes() -> Iterator[Story]:
    whole = issue(phones=["+77172000001"], emails=["info@example.kz"], kato="710000000")
    for name, value in (
        ("address", "Алматы қ., Сәтбаев к-сі, 7"), ("kato", "750000000"),
        ("conditions", ["inpatient", "temporary_stay"]), ("categories", ["homeless"]),
        ("capacity", 12), ("phones", ["1414"]), ("phones", []), ("emails", ["a@example.kz"]),
        ("emails", []),
    ):  # fmt: skip
        one = act("amend", **{name: value})
        text = ", ".join(value) if isinstance(value, list) else value
        yield Story(f"new {name}: {text or 'none'}", (whole, one), LATER)
    again = act("amend", address=whole["address"], capacity=9)
    yield Story("the same address keeps its code", (whole, again), LATER)
    both = act("amend", phones=["1414"], capacity=9)
    yield Story("telephones and capacity change together", (whole, both), LATER)
    first = act("reissue", NEXT, ground="name_or_location", name="Жаңа атау", licence_number="KZ7")
    second = act("reissue", LATER, ground="other_law")
    yield Story("two reissues: the latest day counts, the name stays", (whole, first, second), LATER)
    moved = act("reissue", ground="name_or_location", address="Алматы қ.", kato="750000000")
    yield Story("a reissue for a new location", (whole, moved), LATER)
    signed = act("sign_contract", LATER, signed_on="2025-08-20", term={"months": 6})
    yield Story("a contract signed before its act", (whole, signed), LATER)
    yield Story("another contract replaces the first", (FULL, signed), LATER)
    early = act("sign_contract", INCLUDED, signed_on="2025-05-01", term={"years": 1})
    yield Story("a contract signed before the inclusion", (issue(), early), INCLUDED)
