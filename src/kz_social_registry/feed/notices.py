"""
Record the notices of a licensing system, each exactly once.

A notice is an act as a JSON object, one a line. Its id, `notice`, makes it idempotent. The same id with
the same content is already known; with other content it is refused. Only accepted notices are
remembered, so a rejected one may come again, corrected. A notice of an expiry that the register has
recorded by itself is already known, too. A faulty notice never stops the others.

Notices are recorded in batches, each in one transaction. After a crash the register is as before a
batch or after it, and receiving the feed again completes the work.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
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
from kz_social_registry.base.vocabulary import ActKind, FactAct, TerminationGround
from kz_social_registry.domain.acts import Act, Terminate
from kz_social_registry.domain.timeline import Annul
from kz_social_registry.feed.lines import LONGEST_LINE, Raw, parsed
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import after_commits, on_trial
from kz_social_registry.registry.recorder import Notice
from kz_social_registry.registry.records import Record, digest_of_notice
from kz_social_registry.serialization.codec import from_plain

#: An act of the feed: an annulment with its replacement.
CORRECT: Final = FactAct.CORRECT
#: Notices in one transaction: enough for speed, few enough for other writers to get their turn.
BATCH: Final = 500
#: The characters that an outcome keeps of an endless line, enough to recognise it.
_BEGINNING: Final = 1000


class Verdict(StrEnum):
    """
    The result for one notice.
    """

    ACCEPTED = "accepted"
    KNOWN = "known"
    REJECTED = "rejected"


def _fault_key(error: RegistryError | None) -> tuple[object, ...]:
    return (type(error), *(error.faults if error else ()))


@frozen(kw_only=True)
class Outcome:
    """
    The result for one notice of a feed, with its error.
    """

    #: The line of the feed, from 1. For a line of a rejects file it is the line of the first feed.
    line: int
    verdict: Verdict
    #: The notice as plain data. If it is not JSON, the text or object as it came, shortened if endless.
    #: None for a notice that a dry run would accept, so that memory does not grow with the feed.
    raw: Any = field(repr=False)
    #: The reason of a rejection. Outcomes compare its type and its faults.
    error: RegistryError | None = field(default=None, repr=False, eq=_fault_key)


@frozen(kw_only=True)
class Receipt:
    """
    The result for a whole feed.
    """

    accepted: int
    known: int
    rejected: int
    #: The rejected notices, in the order of the feed.
    rejects: tuple[Outcome, ...] = field(default=(), repr=False)


def receive(registry: Registry, notices: Iterable[Raw], *, dry_run: bool = False) -> Receipt:
    """
    Record a feed of notices: lines of JSON, or mappings.

    With `dry_run` all notices are tried and none is recorded.

    Raises:
        StoreError: the store failed; the notices of the batches before are recorded.
    """
    counts = dict.fromkeys(Verdict, 0)
    rejects = []
    for outcome in outcomes(registry, notices, dry_run=dry_run):
        counts[outcome.verdict] += 1
        if outcome.error:
            rejects.append(outcome)
    return Receipt(**counts, rejects=tuple(rejects))


def outcomes(registry: Registry, notices: Iterable[Raw], *, dry_run: bool = False) -> Iterator[Outcome]:
    """
    Yield the outcome of each notice as soon as its batch is durable; memory stays flat.

    A dry run yields after it has rolled back all notices, and keeps the rejected ones until then.
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
    Return the outcomes of a dry run. It is no generator: acts of a caller in between would be lost.
    """
    found: list[Outcome] = []
    with on_trial(registry.store):
        for number, raw in lines:
            outcome = _outcome(registry, number, raw)
            found.append(outcome if outcome.error else evolve(outcome, raw=None))
    return found


def _is_blank(raw: Raw) -> bool:
    return isinstance(raw, (str, bytes)) and not raw.strip()


def _outcome(registry: Registry, line: int, raw: Raw) -> Outcome:
    content: Any = raw
    try:
        content = parsed(raw)
        while _is_reject(content):
            first, content = content["line"], content["rejected"]
            line = first if type(first) is int and first > 0 else line
            if isinstance(content, str):
                content = parsed(content)
        verdict = _received(registry, content)
    except StoreError:
        raise
    except RegistryError as found:
        error = found.with_traceback(None)  # its frames would keep every notice in memory
        error.__context__ = None
    else:
        return Outcome(line=line, verdict=verdict, raw=content)
    if isinstance(content, (str, bytes)) and len(content) > LONGEST_LINE:
        content = content[:_BEGINNING]
    if isinstance(content, bytes):
        content = content.decode("utf-8-sig", errors="backslashreplace")
    return Outcome(line=line, verdict=Verdict.REJECTED, raw=content, error=error)


def _is_reject(content: object) -> bool:
    return isinstance(content, dict) and content.keys() == {"line", "faults", "rejected"}


def _received(registry: Registry, content: Any) -> Verdict:  # noqa: ANN401  # plain data
    if not isinstance(content, dict):
        raise InvalidValue(*validation.wrong_type(content, "object"))
    if "notice" not in content:
        raise InvalidValue(Fault(Code.MISSING, "notice"))
    id_ = validation.checked(content["notice"], validation.text, "notice")
    notice = Notice(str(id_), content)
    if _is_known(registry, notice):
        return Verdict.KNOWN
    try:
        _perform(registry, notice)
    except (Conflict, UnlawfulAct):  # another process may have recorded the same notice meanwhile
        if not (_is_known(registry, notice) or _is_swept(registry, notice)):
            raise
        return Verdict.KNOWN
    return Verdict.ACCEPTED


def _is_swept(registry: Registry, notice: Notice) -> bool:
    """
    Return whether a refused notice states an expiry that the register has recorded by itself.
    """
    data = {**notice.content}
    del data["notice"]
    if data.get("act") != ActKind.TERMINATE:
        return False
    address = {key: data.pop(key) for key in ("entry", "identifier") if key in data}
    act = _later_act(data, address)
    expiry = (act.on, TerminationGround.EXPIRED)
    entry_id = _addressees(registry, act, address)[0]
    entry = registry.get(entry_id, on=act.on)
    own = (fact.content for fact in registry.history(entry_id) if fact.notice is None)
    return (
        entry is not None
        and (entry.terminated_on, entry.termination_ground) == expiry
        and any(isinstance(one, Terminate) and (one.on, one.ground) == expiry for one in own)
        and isinstance(act, Terminate)
        and act.ground is TerminationGround.EXPIRED
    )


def _is_known(registry: Registry, notice: Notice) -> bool:
    record = registry.store.notice(notice.id)
    if record is None:
        return False
    if record.salt:  # an erased entry has none: the content of its notices cannot be compared
        try:
            same = digest_of_notice(notice.content, record.salt) == record.notice_digest
        except (TypeError, ValueError):  # content that canonical JSON cannot hold was never accepted
            same = False
        if not same:
            raise Conflict(Fault(Code.NOTICE_CONFLICT, "notice"))
    return True


def _perform(registry: Registry, notice: Notice) -> None:
    data = {**notice.content}
    del data["notice"]
    if data.get("act") == FactAct.ANNUL:
        record, annul = _struck_out(registry, data)
        registry.annul(record.entry_id, record.number, reason=annul.reason, notice=notice)
    elif data.get("act") == CORRECT:
        _correct(registry, data, notice)
    elif data.get("act") == ActKind.ISSUE:
        entry_id = uuid4()
        registry.record(entry_id, _issue(data, entry_id), notice=notice)
    else:
        address = {key: data.pop(key) for key in ("entry", "identifier") if key in data}
        act = _later_act(data, address)
        entry_id, *others = _addressees(registry, act, address)
        with registry.batch() if others else nullcontext():  # all or none
            registry.record(entry_id, act, notice=notice)
            for other in others:
                registry.record(other, act)


def _issue(data: Mapping[str, Any], entry_id: UUID) -> Act:
    """
    Return the issue that plain data describe; its notice must not state the id of the new entry.
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
    if fault.code is Code.UNEXPECTED and "." not in fault.path:
        return evolve(fault, allowed=("notice", "entry", "identifier", *fault.allowed))
    if fault.code is Code.UNKNOWN_CODE and fault.path == "act":
        return evolve(fault, allowed=(*fault.allowed, FactAct.ANNUL, CORRECT))
    return fault


def _addressees(registry: Registry, act: Act, address: Mapping[str, Any]) -> tuple[UUID, ...]:
    if "entry" not in address:
        return registry.addressees(act, address["identifier"])
    try:
        return (from_plain(UUID, address["entry"]),)
    except InvalidValue as error:
        raise error.under("entry") from None


def _correct(registry: Registry, data: Mapping[str, Any], notice: Notice) -> None:
    """
    Replace the act that a notice brought by another one, which needs no address.
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
    """
    Return the record of the notice that an annulment names, and the annulment.
    """
    of = data.get("of")
    given = {key: value for key, value in data.items() if key != "act"}
    # A notice names another notice, the annulment of a fact its number: any number checks the rest.
    annul = from_plain(Annul, {**given, "of": 1} if "of" in given else given)
    record = None if validation.text(of) else registry.store.notice(str(of))
    if record is None:
        raise NotFound(Fault(Code.UNKNOWN_NOTICE, "of"))
    return record, annul
