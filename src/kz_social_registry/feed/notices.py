"""
Intake: notices of a licensing system into a register, each exactly once.

A notice is an act as a JSON object, one a line. Its `notice` makes it idempotent: the same id with the
same content is already known, with other content it is refused. Only accepted notices are remembered,
so a rejected one may come again, mended. Whatever is wrong with one notice never holds up the others.

Notices are recorded in batches, each in one transaction: after a crash the register is as before a
batch or after it, and reading the feed again finishes the work.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext, suppress
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Any, Final
from uuid import UUID, uuid4

from attrs import evolve, field, frozen

from kz_social_registry.base import validation
from kz_social_registry.base.errors import (
    Conflict,
    Fault,
    InvalidValue,
    NotFound,
    RegistryError,
    StoreError,
    UnlawfulAct,
)
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ActKind
from kz_social_registry.domain.acts import Act, GiveConsent, WithdrawConsent
from kz_social_registry.domain.timeline import Annul, Fact, consenting
from kz_social_registry.domain.values.identifiers import identifier as identifier_of
from kz_social_registry.feed.lines import LONGEST_LINE, Raw, parsed
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.recorder import Notice
from kz_social_registry.registry.records import Record, digest_of_notice
from kz_social_registry.registry.store_faults import after_commits
from kz_social_registry.serialization.codec import ANNUL, from_plain

#: An act of the feed: an annulment with its replacement.
CORRECT: Final = "correct"
#: Notices a transaction: enough for speed, few enough for others to get a turn.
BATCH: Final = 500
#: How much is kept of what is longer, enough to know it by.
_BEGINNING: Final = 1000


class Verdict(StrEnum):
    """
    What became of a notice.
    """

    ACCEPTED = "accepted"
    KNOWN = "known"
    REJECTED = "rejected"


def _told(error: RegistryError | None) -> tuple[object, ...]:
    return (type(error), *(error.faults if error else ()))


@frozen(kw_only=True)
class Outcome:
    """
    What became of one notice of a feed, and why.
    """

    #: The line of the feed, from 1; of a line of a rejects file, the one that it has from its feed.
    line: int
    verdict: Verdict
    #: The notice: plain data, or where it is none the text or the object as it came; of an endless text
    #: the beginning. Of what a dry run would accept it is None, so that memory does not grow with it.
    raw: Any = field(repr=False)
    #: Why it was rejected; outcomes are equal if their errors are of one kind and tell the same faults.
    error: RegistryError | None = field(default=None, repr=False, eq=_told)


@frozen(kw_only=True)
class Receipt:
    """
    What became of a feed.
    """

    accepted: int
    known: int
    rejected: int
    #: What was rejected, in the order of the feed.
    rejects: tuple[Outcome, ...] = field(default=(), repr=False)


def receive(registry: Registry, notices: Iterable[Raw], *, dry_run: bool = False) -> Receipt:
    """
    Record a feed of notices: lines of JSON, or the objects themselves.

    With `dry_run` everything is tried and nothing recorded.

    Raises:
        StoreError: the store failed; notices up to the last full batch are recorded.
    """
    counts = dict.fromkeys(Verdict, 0)
    rejects = []
    for outcome in outcomes(registry, notices, dry_run=dry_run):
        counts[outcome.verdict] += 1
        if outcome.error:
            rejects.append(outcome)
    return Receipt(**{verdict.value: n for verdict, n in counts.items()}, rejects=tuple(rejects))


class _DryRunOverError(Exception):
    """
    Takes back all that a dry run recorded.
    """


def outcomes(registry: Registry, notices: Iterable[Raw], *, dry_run: bool = False) -> Iterator[Outcome]:
    """
    Yield what becomes of each notice, as soon as its batch is durable; memory stays flat.

    A dry run yields when it has taken everything back; until then it holds what was rejected.
    """
    lines = ((number, raw) for number, raw in enumerate(notices, 1) if not _is_blank(raw))
    if dry_run:
        yield from _tried(registry, lines)
        return
    earlier = False
    while chunk := list(islice(lines, BATCH)):
        with after_commits(earlier), registry.batch():
            found = [_outcome(registry, number, raw) for number, raw in chunk]
        earlier = earlier or any(one.verdict is Verdict.ACCEPTED for one in found)
        yield from found


def _tried(registry: Registry, lines: Iterable[tuple[int, Raw]]) -> list[Outcome]:
    """
    Return what would become of each notice. Nobody gets a turn inside: it would be taken back, too.
    """
    found: list[Outcome] = []
    with suppress(_DryRunOverError), registry.batch():
        for number, raw in lines:
            outcome = _outcome(registry, number, raw)
            found.append(outcome if outcome.error else evolve(outcome, raw=None))
        raise _DryRunOverError
    return found


def _is_blank(raw: Raw) -> bool:
    return isinstance(raw, (str, bytes)) and not raw.strip()


def _outcome(registry: Registry, line: int, raw: Raw) -> Outcome:
    content: Any = raw
    try:
        content = parsed(raw)
        while _is_reject(content):
            line, content = _line(content, line), content["rejected"]
            if isinstance(content, str):
                content = parsed(content)
        verdict = _received(registry, content)
    except StoreError:
        raise
    except RegistryError as found:
        error = found.with_traceback(None)  # its frames would hold every notice until the next gc
        error.__context__ = None
    except RecursionError:
        error = InvalidValue(Fault(Code.NOT_JSON))
    else:
        return Outcome(line=line, verdict=verdict, raw=content)
    if isinstance(content, (str, bytes)) and len(content) > LONGEST_LINE:
        content = content[:_BEGINNING]
    if isinstance(content, bytes):
        content = content.decode("utf-8-sig", errors="backslashreplace")
    return Outcome(line=line, verdict=Verdict.REJECTED, raw=content, error=error)


def _is_reject(content: object) -> bool:
    """
    Whether this is a line of a rejects file, with the notice inside, mended or not.
    """
    return isinstance(content, Mapping) and content.keys() == {"line", "faults", "rejected"}


def _line(reject: Mapping[str, Any], line: int) -> int:
    """
    Return the line of the feed that a reject came from, or where it stands itself.
    """
    known = reject["line"]
    return known if type(known) is int and known > 0 else line


def _received(registry: Registry, content: Any) -> Verdict:  # noqa: ANN401  # plain data
    if not isinstance(content, Mapping):
        raise InvalidValue(*validation.wrong_type(content, "object"))
    notice = Notice(_id(content), content)
    if _is_known(registry, notice):
        return Verdict.KNOWN
    try:
        _perform(registry, notice)
    except (Conflict, UnlawfulAct):  # another process received the same notice at the same time
        if not _is_known(registry, notice):
            raise
        return Verdict.KNOWN
    return Verdict.ACCEPTED


def _id(content: Mapping[str, Any]) -> str:
    if "notice" not in content:
        raise InvalidValue(Fault(Code.MISSING, "notice"))
    return str(validation.checked(content["notice"], validation.text, "notice"))


def _is_known(registry: Registry, notice: Notice) -> bool:
    record = registry.store.notice(notice.id)
    if record is None:
        return False
    # Once an entry is erased its salts are gone, and there is nothing left to compare with.
    if record.salt and not _is_content_of(record, record.salt, notice.content):
        raise Conflict(Fault(Code.NOTICE_CONFLICT, "notice"))
    return True


def _is_content_of(record: Record, salt: bytes, content: Any) -> bool:  # noqa: ANN401  # plain data
    try:
        return digest_of_notice(content, salt) == record.notice_digest
    except (TypeError, ValueError):  # what canonical JSON cannot hold was never accepted
        return False


def _perform(registry: Registry, notice: Notice) -> None:
    data = {key: value for key, value in notice.content.items() if key != "notice"}
    if data.get("act") == ANNUL:
        _annul(registry, data, notice)
    elif data.get("act") == CORRECT:
        _correct(registry, data, notice)
    elif data.get("act") == ActKind.ISSUE:
        entry_id = uuid4()
        registry.record(entry_id, _issue(data, entry_id), notice=notice)
    else:
        address = {key: data.pop(key) for key in ("entry", "identifier") if key in data}
        act = _later_act(data, address)
        entry_id, *others = _addressees(registry, act, address)
        with registry.batch() if others else nullcontext():  # all of them or none
            registry.record(entry_id, act, notice=notice)
            for other in others:
                registry.record(other, act)


def _issue(data: Mapping[str, Any], entry_id: UUID) -> Act:
    """
    An issue says nothing of the entry's id: the registry mints it.
    """
    if "entry_id" in data:
        raise InvalidValue(Fault(Code.UNEXPECTED, "entry_id"))
    return from_plain(Act, {**data, "entry_id": str(entry_id)})


def _later_act(data: Mapping[str, Any], address: Mapping[str, Any]) -> Act:
    faults = () if len(address) == 1 else (Fault(Code.ONE_ADDRESSEE),)
    try:
        act: Act = from_plain(Act, data)
    except InvalidValue as error:
        raise InvalidValue(*faults, *map(_in_notice, error.faults)) from None
    if faults:
        raise InvalidValue(*faults)
    return act


def _in_notice(fault: Fault) -> Fault:
    """
    Tell of what a notice allows beyond an act.
    """
    if fault.code is Code.UNEXPECTED and "." not in fault.path:
        return evolve(fault, allowed=("notice", "entry", "identifier", *fault.allowed))
    if fault.code is Code.UNKNOWN_CODE and fault.path == "act":
        return evolve(fault, allowed=(*fault.allowed, ANNUL, CORRECT))
    return fault


def _addressees(registry: Registry, act: Act, address: Mapping[str, Any]) -> list[UUID]:
    """
    Return the entries that an act is about: one, but all whose consent a provider withdraws.

    Consent is the provider's own (Rules, para. 7): withdrawn by its number, it does not go on for an
    entry that was excluded before the provider was licensed again, or when another withdrawal of it is
    annulled.
    """
    found = _addressee(registry, act, address)
    if "entry" in address or not isinstance(act, WithdrawConsent):
        return [found]
    provider = identifier_of(address["identifier"])
    own = [
        id_
        for id_ in registry.store.entries_mentioning(provider)
        if (entry := registry.get(id_, on=act.on))
        and entry.identifier == provider
        and provider in consenting(_by(act.on, registry.history(id_))).values()
    ]
    return sorted(own, key=lambda id_: id_ != found) or [found]


def _by(on: date, facts: Iterable[Fact]) -> Iterator[Fact]:
    """
    Yield the facts of what took effect by a day, and annulments.
    """
    return (fact for fact in facts if fact.on is None or fact.on <= on)


def _addressee(registry: Registry, act: Act, address: Mapping[str, Any]) -> UUID:
    """
    Return the entry that an act is about: by its id, or as the provider's in the register on its day.

    Consent is also given and withdrawn by a provider that is in the register no more: then it is about
    the entry that it had last by that day. What has passed to another, or is another's yet, is not its.
    """
    if "entry" in address:
        try:
            return from_plain(UUID, address["entry"])
        except InvalidValue as error:
            raise error.under("entry") from None
    try:
        provider = identifier_of(address["identifier"])
    except InvalidValue as error:
        raise error.under("identifier") from None
    answer = registry.standing(provider, on=act.on)
    reached = answer.in_register or isinstance(act, (GiveConsent, WithdrawConsent))
    if reached and answer.entry and answer.entry.identifier == provider:
        return answer.entry.id
    raise NotFound(Fault(Code.UNKNOWN_PROVIDER, "identifier"))


def _annul(registry: Registry, data: Mapping[str, Any], notice: Notice) -> None:
    """
    An annulment names the notice that brought the act, where a fact names its number.
    """
    record, annul = _struck_out(registry, data)
    registry.annul(record.entry_id, record.number, reason=annul.reason, notice=notice)


def _correct(registry: Registry, data: Mapping[str, Any], notice: Notice) -> None:
    """
    A correction is an annulment with a replacement: another act, which needs no address.
    """
    if "replacement" not in data:
        raise InvalidValue(Fault(Code.MISSING, "replacement"))
    rest = {key: value for key, value in data.items() if key != "replacement"}
    record, annul = _struck_out(registry, rest)
    plain = data["replacement"]
    issues = isinstance(plain, Mapping) and plain.get("act") == ActKind.ISSUE
    try:
        act = _issue(plain, record.entry_id) if issues else from_plain(Act, plain)
    except InvalidValue as error:
        raise error.under("replacement") from None
    registry.correct(record.entry_id, record.number, act, reason=annul.reason, notice=notice)


def _struck_out(registry: Registry, data: Mapping[str, Any]) -> tuple[Record, Annul]:
    of = data.get("of")
    given = {key: value for key, value in data.items() if key != "act"}
    annul = from_plain(Annul, {**given, "of": 1} if "of" in given else given)
    record = None if validation.text(of) else registry.store.notice(str(of))
    if record is None:
        raise NotFound(Fault(Code.UNKNOWN_NOTICE, "of"))
    return record, annul
