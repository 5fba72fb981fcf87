"""
Hypothesis strategies: invented identifiers, entries, acts and whole lawful lives.

Identifiers have correct control digits and belong to real persons only by chance.
Names consist of common words. The module needs the extra `testing`.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, Final

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, InvalidValue, MissingExtra, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.text import tidy
from kz_social_registry.base.vocabulary import (
    ActKind,
    RecipientCategory,
    Region,
    ReissueGround,
    ServiceCondition,
    TerminationGround,
)
from kz_social_registry.domain.acts import (
    Act,
    Amend,
    EndContract,
    Exclude,
    GiveConsent,
    GivenConsent,
    Issue,
    Reissue,
    Resume,
    SignContract,
    Suspend,
    Terminate,
    WithdrawConsent,
)
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import AFTER_EXPIRY, TRANSITIONS, apply
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.domain.values.identifiers import Bin, Identifier, Iin, control_digit
from kz_social_registry.domain.values.parts import Contract, Licence
from kz_social_registry.domain.values.public_text import public_text
from kz_social_registry.domain.values.terms import ONE_DAY, Term

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import DrawFn, SearchStrategy
except ImportError as error:
    raise MissingExtra(Fault(Code.MISSING_EXTRA, allowed=("kz-social-registry[testing]",))) from error

__all__ = [
    "FIRST_DAY", "LAST_DAY", "acts", "bins", "days", "emails", "entries", "histories", "identifiers",
    "iins", "issues", "katos", "telephones", "terms", "texts",
]  # fmt: skip

#: The earliest day of an act that is drawn.
FIRST_DAY: Final = date(2024, 1, 1)
#: The latest day of an act that is drawn.
LAST_DAY: Final = date(2030, 12, 31)
#: The longest life that `histories` draws, in acts.
LONGEST_LIFE: Final = 12

_WORDS: Final = (
    "Қамқорлық", "Мейірім", "Өмір", "Ұлағат", "Үміт", "Шапағат", "Һәм", "Ізгілік", "орталығы",
    "центр", "Надежда", "Ёлка", "Доверие", "дом", "помощи", "КММ", "ТОО", "«Жанұя»", "№ 7", "Care",
)  # fmt: skip
#: All characters of a text: letters of several alphabets, digits, signs, combining marks.
_CHARACTERS: Final = st.characters(exclude_categories=("C", "Z"), include_characters=" ")


def days(first: date = FIRST_DAY, last: date = LAST_DAY) -> SearchStrategy[date]:
    """
    Return days between two days, both inclusive.
    """
    return st.dates(first, max(first, last))


def texts(longest: int = 60) -> SearchStrategy[str]:
    """
    Return tidied texts for a name or an address: mostly words, sometimes any characters.
    """
    words = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(" ".join)
    anything = st.text(_CHARACTERS, min_size=1, max_size=longest).map(tidy)
    return st.one_of(words, words, anything.filter(lambda text: not public_text(text)))


def _numbered(head: SearchStrategy[str], kind: Callable[[str], Any]) -> SearchStrategy[Any]:
    """
    Return identifiers from eleven digits, where those have a control digit.
    """
    digits = head.map(lambda eleven: (eleven, control_digit(eleven)))
    return digits.filter(lambda pair: pair[1] is not None).map(lambda pair: kind(f"{pair[0]}{pair[1]}"))


def _serial(length: int) -> SearchStrategy[str]:
    return st.integers(0, 10**length - 1).map(f"{{:0{length}}}".format)


def bins(types: str = "4456") -> SearchStrategy[Bin]:
    """
    Return BINs; `types` are the fifth digits to choose from, 6 being joint enterprises.
    """
    year_and_month = st.dates(date(1991, 12, 1), date(2025, 12, 31)).map("{:%y%m}".format)
    head = st.tuples(year_and_month, st.sampled_from(types), st.sampled_from("0012"), _serial(5))
    return _numbered(head.map("".join), Bin)


def iins() -> SearchStrategy[Iin]:
    """
    Return IINs of persons born in the nineteen-hundreds.
    """
    birth = st.dates(date(1940, 1, 1), date(1999, 12, 31)).map("{:%y%m%d}".format)
    head = st.tuples(birth, st.sampled_from("34"), _serial(4))
    return _numbered(head.map("".join), Iin)


def identifiers() -> SearchStrategy[Identifier]:
    """
    Return BINs, and sometimes an IIN.
    """
    return st.one_of(bins(), bins(), bins(), iins())


def terms(start: date = LAST_DAY) -> SearchStrategy[Term]:
    """
    Return terms of every form, for a licence or a contract that begins on `start`.
    """
    return st.one_of(
        st.just(Term(years=3)),
        st.builds(Term, years=st.integers(1, 5)),
        st.builds(Term, months=st.integers(1, 30), days=st.integers(0, 500)),
        days(start, start + timedelta(days=2000)).map(lambda day: Term(until=day)),
        st.just(Term(open_ended=True)),
    )


def katos() -> SearchStrategy[str]:
    """
    Return codes of the address classifier KATO.
    """
    return st.tuples(st.sampled_from([region.value for region in Region]), _serial(7)).map("".join)


def telephones() -> SearchStrategy[tuple[str, ...]]:
    """
    Return tuples of telephone numbers in the form of the register.
    """
    number = st.tuples(st.sampled_from(("+7701", "+7747", "+7717")), _serial(7)).map("".join)
    return st.lists(number, max_size=2, unique=True).map(tuple)


def emails() -> SearchStrategy[tuple[str, ...]]:
    """
    Return tuples of e-mail addresses in the form of the register.
    """
    address = st.from_regex(r"[a-z][a-z0-9]{0,9}@example\.kz", fullmatch=True)
    return st.lists(address, max_size=2, unique=True).map(tuple)


def _some(kind: Any) -> SearchStrategy[Any]:  # noqa: ANN401  # a list of words
    return st.frozensets(st.sampled_from(tuple(kind)), min_size=1)


capacities: Final = st.integers(1, 500)
documents: Final = st.none() | texts(20)


@st.composite
def issues(
    draw: DrawFn,
    identifier: SearchStrategy[Identifier] | None = None,
    first: date = FIRST_DAY,
    last: date = LAST_DAY,
) -> Issue:
    """
    Return issues of licences with an inclusion between two days.
    """
    included = draw(days(first, last))
    issued = included - timedelta(days=draw(st.integers(0, 60)))
    fitting = terms(included).filter(lambda term: (term.last_day(issued) or included) >= included)
    licence = Licence(issued_on=issued, term=draw(fitting), number=draw(st.none() | texts(12)))
    before = days(issued, included)
    reissued = draw(st.none() | before)
    signed = draw(st.none() | before)
    provider = draw(identifiers() if identifier is None else identifier)
    scope = _some(Column) if isinstance(provider, Iin) else st.none() | _some(Column)
    consent = st.builds(GivenConsent, columns=scope, **_consent_days(included))
    return Issue(
        on=included,
        entry_id=draw(st.uuids(version=4)),
        name=draw(texts()),
        identifier=provider,
        address=draw(texts()),
        conditions=draw(_some(ServiceCondition)),
        categories=draw(_some(RecipientCategory)),
        capacity=draw(capacities),
        contacts=Contacts(phones=draw(telephones()), emails=draw(emails())),
        licence=licence,
        reissued_on=reissued,
        contract=Contract(signed_on=signed, term=draw(terms(signed))) if signed else None,
        consent=draw(st.none() | consent),
        kato=draw(st.none() | katos()),
        document=draw(documents),
    )


def _latest(entry: RegistryEntry) -> date:
    """
    Return the last day that the entry holds.
    """
    signed = entry.contract and entry.contract.signed_on
    given = entry.consent and entry.consent.counts_from
    held = (
        entry.included_on, entry.reissued_on, entry.suspended_on, entry.terminated_on,
        entry.excluded_on, signed, given,
    )  # fmt: skip
    return max(day for day in held if day)


#: Acts that end a life; they are drawn less often, or lives would be short.
_FINAL: Final = (ActKind.TERMINATE, ActKind.EXCLUDE)


@st.composite
def acts(draw: DrawFn, entry: RegistryEntry | None = None, *, since: date | None = None) -> Act:
    """
    Return acts for an entry, or issues without one; most of them are lawful.

    They take effect on `since` or later; the default is the last day that the entry holds.
    """
    if entry is None:
        return draw(issues())
    kinds: list[ActKind] = [
        step.act
        for step in TRANSITIONS
        for _ in range(1 if step.act in _FINAL else 3)
        if step.source is entry.status
        if (entry.consent or step.act is not ActKind.WITHDRAW_CONSENT)
        and (entry.contract or step.act is not ActKind.END_CONTRACT)
    ]
    any_kind = not kinds or draw(st.integers(0, 9)) == 0
    kind = draw(st.sampled_from(list(_ACTS) if any_kind else kinds))
    day = draw(_day(entry, kind, since or _latest(entry)))
    return draw(_ACTS[kind](entry, day))


@st.composite
def _day(draw: DrawFn, entry: RegistryEntry, kind: ActKind, since: date) -> date:
    """
    Return days soon after `since`, mostly within the term if the act needs a licence in force.
    """
    soon = since + timedelta(days=draw(st.integers(0, 3) | st.integers(0, 400)))
    last = entry.licence.valid_until
    over = last is not None and kind not in AFTER_EXPIRY and since <= last < soon
    return last if last is not None and over else soon


def _reissues(entry: RegistryEntry, day: date) -> SearchStrategy[Act]:
    natural = isinstance(entry.identifier, Iin)
    renamed = ReissueGround.PERSON_RENAMED if natural else ReissueGround.NAME_OR_LOCATION
    simple = st.builds(
        Reissue, on=st.just(day), ground=st.sampled_from((renamed, ReissueGround.OTHER_LAW)),
        name=texts(), licence_number=st.none() | texts(12), document=documents,
        new_identifier=st.none() | iins() if natural else st.none(),
    )  # fmt: skip
    passing = st.builds(
        Reissue, on=st.just(day), ground=st.just(ReissueGround.REORGANISED), name=st.none() | texts(),
        address=st.none() | texts(), kato=st.none() | katos(), new_identifier=st.none() | bins("45"),
    )  # fmt: skip
    return simple if natural else simple | passing


def _amendments(_: RegistryEntry, day: date) -> SearchStrategy[Act]:
    values = {
        "address": texts(), "kato": katos(), "conditions": _some(ServiceCondition),
        "categories": _some(RecipientCategory), "capacity": capacities, "phones": telephones(),
        "emails": emails(),
    }  # fmt: skip
    changes = st.fixed_dictionaries({}, optional=values).filter(bool)
    return changes.map(lambda changed: Amend(on=day, **changed))


def _terminations(entry: RegistryEntry, day: date) -> SearchStrategy[Act]:
    last = entry.licence.valid_until or day
    expired = st.builds(
        Terminate, on=st.just(last + ONE_DAY), ground=st.just(TerminationGround.EXPIRED)
    )
    grounds = [ground for ground in TerminationGround if ground is not TerminationGround.EXPIRED]
    others = st.builds(Terminate, on=st.just(day), ground=st.sampled_from(grounds), document=documents)
    return expired if last < day else others


def _consents(_: RegistryEntry, day: date) -> SearchStrategy[Act]:
    scope = st.none() | _some(Column)
    return st.builds(GiveConsent, on=st.just(day), columns=scope, **_consent_days(day))


def _consent_days(on: date) -> dict[str, SearchStrategy[date | None]]:
    """
    Return the day of signing and the end of a consent that counts from a day.
    """
    return {"given_on": _before(on), "until": st.none() | days(on, on + timedelta(days=800))}


def _before(on: date) -> SearchStrategy[date | None]:
    """
    Return days of signing before the day of an act, or None.
    """
    return st.none() | days(on - timedelta(days=60), on)


def _contracts(_: RegistryEntry, day: date) -> SearchStrategy[Act]:
    return st.builds(
        SignContract, on=st.just(day), term=terms(day), signed_on=_before(day), document=documents
    )


def _suspensions(_: RegistryEntry, day: date) -> SearchStrategy[Act]:
    until = st.none() | days(day, day + timedelta(days=200))
    return st.builds(Suspend, on=st.just(day), until=until, document=documents)


def _plain(act: Callable[..., Act], **values: SearchStrategy[Any]) -> Any:  # noqa: ANN401  # as `_ACTS`
    return lambda _, day: st.builds(act, on=st.just(day), document=documents, **values)


_ACTS: Final[dict[ActKind, Callable[[RegistryEntry, date], SearchStrategy[Act]]]] = {
    ActKind.REISSUE: _reissues,
    ActKind.SIGN_CONTRACT: _contracts,
    ActKind.END_CONTRACT: _plain(EndContract),
    ActKind.AMEND: _amendments,
    ActKind.SUSPEND: _suspensions,
    ActKind.RESUME: _plain(Resume),
    ActKind.TERMINATE: _terminations,
    ActKind.EXCLUDE: _plain(Exclude, basis=texts()),
    ActKind.GIVE_CONSENT: _consents,
    ActKind.WITHDRAW_CONSENT: _plain(WithdrawConsent),
}


@st.composite
def histories(
    draw: DrawFn,
    identifier: SearchStrategy[Identifier] | None = None,
    *,
    longest: int = LONGEST_LIFE,
) -> list[Act]:
    """
    Return the acts of one lawful life in the order of their days; the first is an issue.
    """
    life: list[Act] = [draw(issues(identifier))]
    entry = apply(None, life[0])
    for _ in range(draw(st.integers(0, longest - 1))):
        act = draw(acts(entry, since=life[-1].on))
        if act.on >= life[-1].on:
            with suppress(InvalidValue, UnlawfulAct):  # most acts that are drawn are lawful
                entry = apply(entry, act)
                life.append(act)
    return life


@st.composite
def entries(draw: DrawFn) -> RegistryEntry:
    """
    Return entries at any moment of a lawful life.
    """
    entry = None
    for act in draw(histories(longest=6)):
        entry = apply(entry, act)
    assert entry is not None  # for type checkers: a life begins with an issue
    return entry
