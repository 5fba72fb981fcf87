"""
The stories of a register: notices with the moments of their receipt, and questions with two clocks.
"""

from collections.abc import Iterator
from typing import Any, Final

from attrs import frozen

from support.law_stories import (
    FORMER,
    INCLUDED,
    ISSUED,
    LAST,
    LATER,
    LEGAL,
    NEW_IIN,
    NEXT,
    OTHER,
    PAST,
    PERSON,
    Plain,
    act,
    issue,
)  # fmt: skip

SEEN: Final = "2025-05-13T04:00:00+00:00"
MAY: Final = "2025-05-20T04:00:00+00:00"
AUTUMN: Final = "2025-10-01T04:00:00+00:00"
WINTER: Final = "2026-01-10T04:00:00+00:00"


@frozen
class RegisterStory:
    """
    A title, notices with their moments, and questions: a number, a day and a moment of knowledge.
    """

    title: str
    steps: tuple[tuple[str, Plain], ...]
    asks: tuple[tuple[str, str, str], ...] = ()
    #: Days described and days of publishing.
    published: tuple[tuple[str, str], ...] = ()


def opening(name: str = "N-1", **changes: Any) -> Plain:
    """
    Return the notice that a licence was issued.
    """
    plain = issue(**changes)
    del plain["entry_id"]
    return {"notice": name, **plain}


def told(name: str, kind: str, on: str = LATER, number: str = LEGAL, **values: Any) -> Plain:
    """
    Return the notice of a later act.
    """
    return {"notice": name, "identifier": number, **act(kind, on, **values)}


def annulled(name: str, of: str) -> Plain:
    """
    Return the notice that an act was recorded in error.
    """
    return {"notice": name, "act": "annul", "of": of, "reason": "қате енгізілген"}


def corrected(name: str, of: str, replacement: Plain) -> Plain:
    """
    Return the notice that an act was recorded wrongly.
    """
    return {**annulled(name, of), "act": "correct", "replacement": replacement}


_OPEN: Final = (SEEN, opening())
_CONSENTED: Final = (SEEN, opening(consent={"columns": [2, 3]}))
_CLOCKS: Final = tuple(
    (LEGAL, on, known) for on in (LATER, "2025-12-01") for known in (MAY, AUTUMN, WINTER)
)


def register_stories() -> Iterator[RegisterStory]:
    """
    Yield every story of a register.
    """
    yield from _clocks()
    yield from _corrections()
    yield from _orders()
    yield from _providers()
    yield from _publications()
    yield from _malformed()


def _clocks() -> Iterator[RegisterStory]:
    suspend = told("N-2", "suspend")
    yield RegisterStory("a suspension is recorded late", (_OPEN, (AUTUMN, suspend)), _CLOCKS)
    yield RegisterStory("a suspension is recorded ahead", (_OPEN, (MAY, suspend)), _CLOCKS)
    yield RegisterStory(
        "a day before the register knew the provider",
        (_OPEN,),
        ((LEGAL, LATER, "2025-05-01T04:00:00+00:00"), (LEGAL, ISSUED, MAY), (OTHER, LATER, MAY)),
    )
    ended = told("N-2", "terminate", ground="voluntary")
    late = told("N-3", "suspend", "2025-06-01")
    yield RegisterStory(
        "a suspension before a termination that is known already",
        (_OPEN, (AUTUMN, ended), (WINTER, late)),
        _CLOCKS,
    )
    after = told("N-3", "suspend", "2025-10-01")
    yield RegisterStory("a suspension after a termination", (_OPEN, (AUTUMN, ended), (WINTER, after)))
    before = told("N-2", "suspend", "2025-05-11")
    yield RegisterStory("an act before the inclusion", (_OPEN, (MAY, before)))
    reissue = told("N-3", "reissue", "2025-10-01", ground="other_law")
    yield RegisterStory(
        "a termination recorded after a later reissue",
        (_OPEN, (AUTUMN, {**reissue, "notice": "N-2"}), (WINTER, {**ended, "notice": "N-3"})),
    )
    yield RegisterStory("the same notice twice", (_OPEN, (MAY, suspend), (AUTUMN, suspend)), _CLOCKS)
    other = {**suspend, "on": NEXT}
    yield RegisterStory("a notice with the id of another one", (_OPEN, (MAY, suspend), (AUTUMN, other)))


def _corrections() -> Iterator[RegisterStory]:
    ended = told("N-2", "terminate", ground="voluntary")
    right = act("terminate", "2025-10-01", ground="revoked")
    yield RegisterStory(
        "a termination is annulled", (_OPEN, (AUTUMN, ended), (WINTER, annulled("N-3", "N-2"))), _CLOCKS
    )
    yield RegisterStory(
        "the day of a termination is corrected",
        (_OPEN, (AUTUMN, ended), (WINTER, corrected("N-3", "N-2", right))),
        _CLOCKS,
    )
    yield RegisterStory(
        "a correction to an unlawful act",
        (_OPEN, (AUTUMN, ended), (WINTER, corrected("N-3", "N-2", act("resume")))),
        _CLOCKS,
    )
    yield RegisterStory(
        "an act is annulled twice",
        (_OPEN, (MAY, ended), (AUTUMN, annulled("N-3", "N-2")), (WINTER, annulled("N-4", "N-2"))),
    )
    yield RegisterStory("a notice that never came is annulled", (_OPEN, (MAY, annulled("N-2", "N-9"))))
    resumed = told("N-3", "resume", "2025-10-01")
    suspend = told("N-2", "suspend")
    yield RegisterStory(
        "a suspension is annulled although a resumption follows",
        (_OPEN, (MAY, suspend), (AUTUMN, resumed), (WINTER, annulled("N-4", "N-2"))),
    )
    yield RegisterStory(
        "the issue is annulled: the provider was never in the register",
        (_OPEN, (AUTUMN, annulled("N-2", "N-1"))),
        _CLOCKS,
    )
    renamed = {key: value for key, value in issue(name="Жаңа атау").items() if key != "entry_id"}
    yield RegisterStory(
        "the name in the issue is corrected",
        (_OPEN, (AUTUMN, corrected("N-2", "N-1", renamed))),
        _CLOCKS,
    )
    expired = told("N-2", "terminate", PAST, ground="expired")
    longer = issue(licence={"issued_on": ISSUED, "term": {"years": 4}})
    del longer["entry_id"]
    yield RegisterStory(
        "a longer term is corrected although the expiry is known",
        (_OPEN, (AUTUMN, expired), (WINTER, corrected("N-3", "N-1", longer))),
    )


def _orders() -> Iterator[RegisterStory]:
    give, withdraw = told("N-2", "give_consent"), told("N-3", "withdraw_consent")
    yield RegisterStory(
        "given and withdrawn on one day, in the order of recording",
        (_OPEN, (MAY, give), (MAY, withdraw)),
        published=((LATER, LATER),),
    )
    yield RegisterStory("withdrawn before it is given", (_OPEN, (MAY, {**withdraw, "notice": "N-2"})))
    late = told("N-4", "withdraw_consent", "2025-08-01")
    yield RegisterStory(
        "a second withdrawal for an earlier day",
        (_CONSENTED, (MAY, withdraw), (AUTUMN, late)),
        published=((NEXT, NEXT), ("2025-08-15", "2025-08-15")),
    )
    suspend, resume = told("N-2", "suspend"), told("N-3", "resume")
    yield RegisterStory(
        "suspended and resumed on one day", (_OPEN, (MAY, suspend), (MAY, resume)), _CLOCKS
    )
    moved = corrected("N-4", "N-2", act("suspend", LATER, until="2025-12-31"))
    yield RegisterStory(
        "a correction keeps the place of the act on its day",
        (_OPEN, (MAY, suspend), (MAY, resume), (AUTUMN, moved)),
        _CLOCKS,
    )


def _providers() -> Iterator[RegisterStory]:
    yield RegisterStory("an act on a provider that nobody knows", ((MAY, told("N-1", "suspend")),))
    yield RegisterStory(
        "a second licence of a provider in the register", (_OPEN, (MAY, opening("N-2")))
    )
    out = told("N-2", "exclude", basis="өтініш")
    again = opening("N-3", on="2025-10-01", licence={"issued_on": LATER, "term": {"years": 3}})
    steps = (_OPEN, (AUTUMN, out), (WINTER, again))
    yield RegisterStory("an excluded provider is licensed again", steps, _CLOCKS)
    yield RegisterStory(
        "an exclusion is annulled although another entry followed",
        (*steps, (WINTER, annulled("N-4", "N-2"))),
    )
    yield RegisterStory(
        "an act on an excluded provider",
        (_OPEN, (AUTUMN, out), (WINTER, told("N-3", "amend", "2025-10-01", capacity=2))),
    )
    passed = told("N-2", "reissue", ground="reorganised", new_identifier=OTHER)
    asks = tuple((number, on, WINTER) for number in (LEGAL, OTHER) for on in (NEXT, LATER))
    yield RegisterStory("a licence passes to another legal person", (_OPEN, (AUTUMN, passed)), asks)
    yield RegisterStory(
        "an act on the former holder of a licence",
        (_OPEN, (AUTUMN, passed), (WINTER, told("N-3", "suspend", "2025-10-01"))),
    )
    taken = opening("N-2", identifier=OTHER)
    yield RegisterStory(
        "a licence passes to a person in the register",
        (_OPEN, (SEEN, taken), (AUTUMN, {**passed, "notice": "N-3"})),
    )
    person = (SEEN, opening(identifier=PERSON, consent={"columns": [2]}))
    renumbered = told("N-2", "reissue", number=PERSON, ground="other_law", new_identifier=NEW_IIN)
    yield RegisterStory(
        "a natural person has a new IIN", (person, (AUTUMN, renumbered)), ((NEW_IIN, LATER, WINTER),)
    )
    expired = told("N-2", "terminate", PAST, ground="expired")
    yield RegisterStory(
        "an expiry", (_OPEN, (AUTUMN, expired)), ((LEGAL, LAST, WINTER), (LEGAL, PAST, WINTER))
    )


def _publications() -> Iterator[RegisterStory]:
    days = ((NEXT, NEXT), (NEXT, "2025-10-01"), ("2025-10-01", "2025-10-01"))
    gone = told("N-2", "withdraw_consent")
    yield RegisterStory(
        "an old day is published after a withdrawal", (_CONSENTED, (MAY, gone)), published=days
    )
    narrow = told("N-2", "give_consent", columns=[3, 7])
    yield RegisterStory(
        "an old day shows what both consents cover", (_CONSENTED, (MAY, narrow)), published=days
    )
    passed = told("N-2", "reissue", ground="reorganised", new_identifier=OTHER)
    own = told("N-3", "give_consent", "2025-09-15", OTHER, columns=[2])
    yield RegisterStory(
        "the new supplier's consent does not cover the former one's days",
        (_CONSENTED, (MAY, passed), (AUTUMN, own)),
        published=days,
    )
    earlier = told("N-4", "reissue", "2025-09-10", OTHER, ground="reorganised", new_identifier=LEGAL)
    yield RegisterStory(
        "a reissue recorded late makes a consent another's",
        (_CONSENTED, (MAY, passed), (AUTUMN, own), (WINTER, earlier)),
        published=days,
    )
    yield RegisterStory(
        "without a consent there is no row", (_OPEN,), published=((INCLUDED, INCLUDED),)
    )


#: What is wrong with a notice by itself, and the notice. All of it is reported together.
MALFORMED: Final = {
    "a day that is not in the calendar": opening("N-2", on="2025-02-30"),
    "a number with a wrong control digit": opening("N-2", identifier="940140000386"),
    "a condition that the form does not have": opening("N-2", conditions=["at_home", "at_sea"]),
    "a provider without places": opening("N-2", identifier=OTHER, capacity=0),
    "a day and a number of places that are both wrong": opening("N-2", on="2025-02-30", capacity=0),
    "an issue without a name": {key: one for key, one in opening("N-2").items() if key != "name"},
    "a termination without a ground": told("N-2", "terminate"),
    "an exclusion without a basis": told("N-2", "exclude"),
    "an act that the law does not know": told("N-2", "dissolve"),
}


def _malformed() -> Iterator[RegisterStory]:
    """
    Yield the stories of notices that are refused, and then come again, corrected.
    """
    asks = ((LEGAL, NEXT, WINTER), (LEGAL, LATER, WINTER))
    right = (WINTER, told("N-2", "terminate", ground="voluntary"))
    for title, notice in MALFORMED.items():
        yield RegisterStory(title, (_OPEN, (AUTUMN, notice), right), asks)
    stranger = {"kind": "merger", "predecessors": [FORMER]}
    united = opening("N-2", identifier=OTHER, succession=stranger)
    yield RegisterStory("a merger of a provider that nobody knows", (_OPEN, (MAY, united)))
