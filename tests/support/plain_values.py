"""
Values of every kind as plain data: strategies that draw them, and helpers that spoil them.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from traceback import format_exception
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from kz_social_registry.base.codelist import FaultCode
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import (
    Conflict,
    Erased,
    Fault,
    InvalidValue,
    MissingExtra,
    NotFound,
    StoreError,
    UnlawfulAct,
)
from kz_social_registry.base.fault_codes import (
    Code,
    FeedCode,
    Note,
    Problem,
    Refusal,
    Repair,
    StoreCode,
    TransferCode,
)
from kz_social_registry.base.law import PUBLICITY
from kz_social_registry.base.vocabulary import (
    ActKind,
    RecipientCategory,
    Region,
    ServiceCondition,
    Status,
    Withholding,
)
from kz_social_registry.domain.acts import Act, Issue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.publication import Publication, PublicEntry
from kz_social_registry.domain.row import COLUMNS, Explanation, Revision, Withheld
from kz_social_registry.domain.search import Count, Facets
from kz_social_registry.domain.standing import Standing
from kz_social_registry.domain.timeline import Annul, Content, Fact, Possibility, Segment, segments
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.domain.values.identifiers import Bin, Identifier, Iin
from kz_social_registry.domain.values.parts import Consent, Contract, Licence, Succession
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.feed.notices import Outcome, Receipt, Verdict
from kz_social_registry.form.findings import FormError
from kz_social_registry.registry.answers.audit import Checkpoint, Head
from kz_social_registry.registry.answers.public_diff import ChangedRow, Diff, diff
from kz_social_registry.registry.records import Record, seal
from kz_social_registry.testing import strategies as draws

#: The lists of faults' codes, from every layer, and the errors that carry them.
CODES: list[type[FaultCode]] = [
    Code, StoreCode, TransferCode, FeedCode, Repair, Problem, Note, Refusal,
]  # fmt: skip
ERRORS = [
    InvalidValue, UnlawfulAct, NotFound, Conflict, Erased, StoreError, MissingExtra, FormError,
]  # fmt: skip
ENTRY_ID = UUID(int=1)
ON = date(2025, 4, 22)

#: A notice's act as the licensing system writes it.
ISSUE: dict[str, Any] = {
    "act": "issue",
    "on": "2025-04-22",
    "document": "№ 314",
    "entry_id": str(ENTRY_ID),
    "name": "«Шапағат» орталығы",
    "identifier": "940140000385",
    "address": "Астана қ., Сығанақ к., 5",
    "kato": "710000000",
    "conditions": ["inpatient", "at_home"],
    "categories": ["elderly", "homeless"],
    "capacity": 40,
    "phones": ["+77013141592"],
    "emails": ["info@example.kz"],
    "licence": {"issued_on": "2025-04-20", "term": {"years": 3}, "number": "KZ31"},
    "reissued_on": "2025-04-21",
    "contract": {"signed_on": "2025-04-21", "term": {"until": "2026-12-31"}},
    "succession": {"kind": "merger", "predecessors": [str(UUID(int=2))]},
}

moments = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # the strategy adds the zone
annulments = st.builds(Annul, of=st.integers(1, 1000), reason=draws.texts())


@st.composite
def facts(draw: st.DrawFn) -> list[Fact]:
    """
    Facts of one lawful life, as recorded.
    """
    life = draw(draws.histories(longest=6))
    assert isinstance(life[0], Issue)
    return [
        Fact(
            entry_id=life[0].entry_id,
            number=number,
            place=number,
            content=act,
            recorded_at=draw(moments),
            recorded_by=draw(st.none() | draws.texts()),
            notice=draw(st.none() | draws.texts()),
            digest=draw(st.binary(max_size=32)),
        )
        for number, act in enumerate(life, 1)
    ]


rows = draws.public_entries

#: A fault as the library tells it: the value that it is about is no part of it.
faults_told = st.builds(
    Fault,
    st.sampled_from([code for codes in CODES for code in codes]),
    st.sampled_from(["", "name", "contacts.phones[1]"]),
    value=st.text(),
    allowed=st.lists(st.sampled_from(["x", "y"])).map(tuple),
)
reasons = st.sampled_from(Withholding)


@st.composite
def revisions(draw: st.DrawFn) -> Revision:
    """
    A column of which something else was believed once; or nothing at all.
    """
    column, one, other = draw(st.sampled_from(COLUMNS)), draw(rows()), draw(rows())
    return Revision(column, draw(st.sampled_from([None, one.cell(column)])), other.cell(column))


publications = st.builds(
    Publication,
    on=draws.days(),
    published_on=draws.days(),
    entries=st.lists(rows(), max_size=2, unique_by=lambda row: row.id).map(tuple),
)


def changed_row(row: PublicEntry, columns: set[Column]) -> ChangedRow:
    """
    Return the change that sets some columns of a row.
    """
    return ChangedRow(id=row.id, cells={column: row.cell(column) for column in columns})


#: Every kind of value that the library hands out, with what draws it.
VALUES: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (RegistryEntry, draws.entries()),
    (Act, draws.histories(longest=4).map(lambda life: life[-1])),
    (Content, annulments),
    (Annul, annulments),
    (Fact, facts().map(lambda found: found[-1])),
    (Segment, facts().map(lambda found: segments(found)[-1])),
    (Standing, draws.standings()),
    (PublicEntry, rows()),
    (Publication, publications),
    (ChangedRow, st.builds(changed_row, rows(), st.sets(st.sampled_from(COLUMNS), min_size=1))),
    (Diff, st.builds(diff, publications, publications)),
    (Withheld, st.builds(Withheld, reasons)),
    (Fault, faults_told),
    (Revision, revisions()),
    (
        Possibility,
        st.builds(
            Possibility,
            st.sampled_from(ActKind),
            st.none() | st.just(PUBLICITY),
            st.lists(faults_told).map(tuple),
        ),
    ),
    (
        Explanation,
        st.builds(Explanation, st.none() | draws.entries(), st.none() | draws.entries()),
    ),
    (Term, draws.terms()),
    (Contacts, draws.contacts()),
    (Licence, draws.licences()),
    (Contract, draws.contracts()),
    (Consent, draws.consents()),
    (Succession, draws.successions()),
    (ServiceCondition, st.sampled_from(ServiceCondition)),
    (Status, st.sampled_from(Status)),
    (Identifier, draws.identifiers()),
    (Bin, draws.bins()),
    (Iin, draws.iins()),
    (date, draws.days()),
    (datetime, moments),
    (UUID, st.uuids()),
    (bytes, st.binary()),
]


outcomes = st.builds(
    Outcome,
    line=st.integers(1, 9),
    verdict=st.sampled_from(Verdict),
    raw=st.none() | st.text() | st.dictionaries(st.text(), st.integers() | st.lists(st.text())),
    error=st.none()
    | st.builds(
        lambda kind, faults: kind(*faults),
        st.sampled_from(ERRORS),
        st.lists(faults_told, min_size=1, max_size=3),
    ),
)
counts = st.builds(Count, st.integers(0, 9), st.integers(0, 9))
VALUES += [
    (Outcome, outcomes),
    (
        Receipt,
        st.builds(
            Receipt,
            accepted=st.integers(0, 9),
            known=st.integers(0, 9),
            rejected=st.integers(0, 9),
            rejects=st.lists(outcomes, max_size=2).map(tuple),
        ),
    ),
    (
        Facets,
        st.builds(
            Facets,
            total=counts,
            conditions=st.dictionaries(st.sampled_from(ServiceCondition), counts),
            categories=st.dictionaries(st.sampled_from(RecipientCategory), counts),
            regions=st.dictionaries(st.sampled_from(Region), counts),
        ),
    ),
    (
        Checkpoint,
        st.builds(
            Checkpoint,
            st.integers(0, 9),
            moments,
            st.lists(st.builds(Head, st.uuids(), st.integers(1, 9), st.binary())).map(tuple),
        ),
    ),
    (Record, facts().map(lambda found: seal(found[-1], previous=b""))),
]


#: What JSON may hold in the place of anything; among it what nobody must see.
HIDDEN = "Сәуле 061211600012"
JUNK = [
    None, True, 0, -1, 10**30, 2.5, "", HIDDEN, "2025-04-22", "all", "x", [], [[]], [None], [HIDDEN],
    {}, {HIDDEN: 1}, {"withheld": HIDDEN}, {"act": HIDDEN}, {"years": 3},
]  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn, plain: Any) -> Any:
    """
    Plain data in which something somewhere is junk, is gone, or has another name.
    """
    if isinstance(plain, dict) and plain and draw(st.booleans()):
        name = draw(st.sampled_from(sorted(plain)))
        rest = {key: value for key, value in plain.items() if key != name}
        kept = draw(spoilt(plain[name]))
        return draw(st.sampled_from([rest, {**rest, HIDDEN: kept}, {**rest, name: kept}]))
    if isinstance(plain, list) and plain and draw(st.booleans()):
        place = draw(st.integers(0, len(plain) - 1))
        return [*plain[:place], draw(spoilt(plain[place])), *plain[place + 1 :]]
    return draw(st.sampled_from(JUNK))


def shown(error: BaseException | None) -> Iterator[str]:
    """
    Yield every text that an error shows, with its causes and contexts.
    """
    if error:
        yield from (str(error), repr(error), *format_exception(error))
        yield from shown(error.__cause__)
        yield from shown(error.__context__)


def through_json(data: Any) -> Any:
    """
    Return plain data after they were written and read as JSON.
    """
    return json.loads(json.dumps(data, allow_nan=False))


def leaves(data: Any) -> Iterator[Any]:
    """
    Yield the single values in plain data; every name in them is a text.
    """
    if isinstance(data, dict):
        assert all(type(key) is str for key in data)
        for value in data.values():
            yield from leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from leaves(value)
    else:
        yield data


def entry_data(**values: Any) -> dict[str, Any]:
    """
    Return the plain data of an entry, with other values for some names.
    """
    skipped = ("act", "on", "document", "entry_id")
    same = {key: value for key, value in ISSUE.items() if key not in skipped}
    return {**same, "id": str(ENTRY_ID), "included_on": "2025-04-22", **values}


#: Values of an issue, and the faults they make.
