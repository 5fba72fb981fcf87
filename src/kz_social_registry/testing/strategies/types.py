"""
The strategy of each public type, for `st.from_type`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from kz_social_registry.base import errors
from kz_social_registry.base.errors import Cause, Fault
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ActKind, Status, Withholding
from kz_social_registry.domain.acts import ACTS, GivenConsent, Issue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.publication import Publication, PublicEntry
from kz_social_registry.domain.row import Withheld
from kz_social_registry.domain.search import Criteria
from kz_social_registry.domain.standing import Standing
from kz_social_registry.domain.timeline import Fact
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.parts import Consent, Contract, Licence, Succession
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.feed import Outcome, Receipt, receive
from kz_social_registry.feed.notices import outcomes
from kz_social_registry.form import (
    ActField,
    CellAddress,
    Finding,
    FormError,
    FormReport,
    RowVerdict,
    Severity,
    act_fields,
)
from kz_social_registry.form.importing.plan import Survey
from kz_social_registry.registry import (
    Change,
    Checkpoint,
    Cursor,
    Diff,
    Extract,
    Facets,
    History,
    JournalLine,
    Notice,
    Page,
    Period,
    Record,
    Segment,
    Verification,
)
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.reader import RegistryReader
from kz_social_registry.testing import strategies as s
from kz_social_registry.testing.strategies import lives, received, values

_FAULTS: Final = st.builds(
    Fault,
    st.sampled_from(Code),
    st.sampled_from(("", "name", "contacts.phones[1]")),
    value=st.none() | s.texts(),
)
_CAUSES: Final = st.builds(
    Cause,
    fact=st.integers(1, 20),
    fact_act=st.sampled_from(ActKind),
    fact_on=st.composite(values.a_day)(),
    status=st.none() | st.sampled_from(Status),
)
_ERRORS: Final = (
    errors.RegistryError, errors.InvalidValue, errors.UnlawfulAct, errors.NotFound, errors.Conflict,
    errors.Erased, errors.StoreError, errors.MissingExtra, FormError,
)  # fmt: skip


def _given_consent(draw: DrawFn) -> GivenConsent:
    day = values.a_day(draw)
    return GivenConsent(**values.terms_of_consent(draw, day, values.an_identifier(draw)))


def _error(kind: type[errors.RegistryError]) -> SearchStrategy[errors.RegistryError]:
    return st.lists(_FAULTS, min_size=1, max_size=3).map(lambda faults: kind(*faults))


def _extracts(registry: Registry, entry_id: UUID) -> Iterator[Extract]:
    for segment in registry.timeline(entry_id):
        yield registry.extract(segment.entry.identifier, on=segment.starts)


def _diffs(registry: Registry, entry_id: UUID) -> Iterator[Diff]:
    for segment in registry.timeline(entry_id):
        yield registry.public_diff(registry.public(on=segment.starts, published_on=segment.starts))


#: What a register answers about an entry; one of the answers is drawn.
_ANSWERS: Final[dict[type, Callable[[Registry, UUID], Iterable[Any]]]] = {
    Change: lambda registry, _: registry.changes(),
    Checkpoint: lambda registry, _: [registry.checkpoint()],
    Diff: _diffs,
    Extract: _extracts,
    Facets: lambda registry, _: [registry.facets()],
    History: lambda registry, _: registry.store.histories(),
    JournalLine: lambda registry, entry: registry.journal(entry),
    Page: lambda registry, _: [registry.search()],
    Period: lambda registry, _: registry.periods(),
    Record: lambda registry, entry: registry.store.records(entry),
    Segment: lambda registry, entry: registry.timeline(entry),
    Verification: lambda registry, _: [registry.verify()],
}
_NOTICES: Final = st.builds(
    Notice, st.integers(1, 9999).map("L-{:06}".format), s.notices().flatmap(st.sampled_from)
)

#: A feed: drawn notices, the first of them again, and one that is no notice.
_FEEDS: Final = s.notices().map(lambda notices: [*notices, notices[0], {}])
_ADDRESSES: Final = st.builds(CellAddress, st.just(""), st.integers(1, 5000), st.integers(1, 17))
_FINDINGS: Final = st.builds(
    Finding, severity=st.sampled_from(Severity), fault=_FAULTS, address=_ADDRESSES, raw=s.texts()
)


def _report(draw: DrawFn) -> FormReport:
    verdicts = Counter(draw(st.lists(st.sampled_from(RowVerdict), min_size=1, max_size=9)))
    rejected, differing = verdicts[RowVerdict.REJECTED], verdicts[RowVerdict.DIFFERING]
    known = verdicts.total() - rejected - verdicts[RowVerdict.ACCEPTED]
    missing = draw(st.integers(0, 3))
    survey = Survey(
        rows=verdicts.total(), unreadable=rejected, known=known, differing=differing, missing=missing,
        registered=known + missing,
    )  # fmt: skip
    stopping = st.lists(_FINDINGS, min_size=rejected + differing, max_size=rejected + differing)
    return FormReport(verdicts=verdicts, repaired=0, survey=survey, first=tuple(draw(stopping)))


#: The strategy of each type that a program is given or constructs.
TYPES: Final[dict[type, SearchStrategy[Any]]] = {
    Bin: s.bins(),
    Iin: s.iins(),
    Term: s.terms(),
    Contacts: s.contacts(),
    Licence: s.licences(),
    Contract: s.contracts(),
    Consent: s.consents(),
    GivenConsent: st.composite(_given_consent)(),
    Succession: s.successions(),
    **{kind: st.composite(lives.an_act_of)(kind.kind) for kind in ACTS.values() if kind is not Issue},
    Issue: s.issues(predecessors=lives.STRANGERS),
    RegistryEntry: s.entries(),
    Fact: s.facts().flatmap(st.sampled_from),
    Criteria: s.criteria(),
    Standing: s.standings(),
    PublicEntry: s.public_entries(),
    Publication: s.publications(),
    Withheld: st.builds(Withheld, st.sampled_from(Withholding)),
    Registry: s.registers(),
    RegistryReader: s.registers().map(lambda registry: RegistryReader(registry.store)),
    **{kind: st.composite(received.an_answer)(ask) for kind, ask in _ANSWERS.items()},
    Cursor: s.entries().map(Cursor.of),
    Notice: _NOTICES,
    Outcome: _FEEDS.map(lambda feed: [*outcomes(received.empty(), feed)]).flatmap(st.sampled_from),
    Receipt: _FEEDS.map(lambda feed: receive(received.empty(), feed)),
    ActField: st.sampled_from(ActKind).flatmap(lambda kind: st.sampled_from(act_fields(kind))),
    CellAddress: _ADDRESSES,
    Finding: _FINDINGS,
    FormReport: st.composite(_report)(),
    Fault: _FAULTS,
    Cause: _CAUSES,
    **{kind: _error(kind) for kind in _ERRORS},
}
