"""
Values to plain data and back.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from traceback import format_exception
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
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
    RegistryError,
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
from kz_social_registry.base.law import EARLIEST_DAY, PUBLICITY
from kz_social_registry.base.vocabulary import (
    ActKind,
    RecipientCategory,
    Region,
    ServiceCondition,
    Status,
    SuccessionKind,
    TerminationGround,
    Withholding,
)
from kz_social_registry.domain.acts import Act, GiveConsent, Issue, Reissue, Terminate
from kz_social_registry.domain.entry import Consent, Contract, Licence, RegistryEntry, Succession
from kz_social_registry.domain.publication import Publication, PublicEntry, admit
from kz_social_registry.domain.row import COLUMNS, Explanation, Revision, Withheld
from kz_social_registry.domain.search import Count, Facets
from kz_social_registry.domain.standing import Standing, of_entry
from kz_social_registry.domain.timeline import Annul, Content, Fact, Possibility, Segment, segments
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.domain.values.identifiers import Bin, Identifier, Iin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.feed.notices import Outcome, Receipt, Verdict, receive
from kz_social_registry.form.findings import FormError
from kz_social_registry.registry.audit import Checkpoint, Head
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.public_diff import ChangedRow, Diff, diff
from kz_social_registry.registry.records import Record, seal
from kz_social_registry.serialization.codec import canonical, from_plain, to_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing import strategies as draws

#: The lists of faults' codes, from every layer, and the errors that carry them.
CODES: list[type[FaultCode]] = [
    Code, StoreCode, TransferCode, FeedCode, Repair, Problem, Note, Refusal,
]  # fmt: skip
ERRORS = [
    InvalidValue, UnlawfulAct, NotFound, Conflict, Erased, StoreError, MissingExtra, FormError,
]  # fmt: skip
ENTRY_ID = UUID(int=1)
ON = date(2025, 4, 12)

#: A notice's act as the licensing system writes it.
ISSUE: dict[str, Any] = {
    "act": "issue",
    "on": "2025-04-12",
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
    "licence": {"issued_on": "2025-04-10", "term": {"years": 3}, "number": "KZ31"},
    "reissued_on": "2025-04-11",
    "contract": {"signed_on": "2025-04-11", "term": {"until": "2026-12-31"}},
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


@st.composite
def rows(draw: st.DrawFn) -> PublicEntry:
    """
    Rows that passed the gate, with columns withheld for either reason.
    """
    entry = draw(draws.entries())
    columns = st.frozensets(st.sampled_from(Column), min_size=1)
    given_on = entry.included_on
    needed = frozenset() if entry.in_register else {Column.EXCLUSION_BASIS}
    then, now = (Consent(columns=draw(columns) | needed, given_on=given_on) for _ in range(2))
    day = given_on + timedelta(days=1)
    values = {name: getattr(entry, name) for name in RegistryEntry.CHECKS}
    row = admit(
        RegistryEntry(**{**values, "consent": then}),
        on=day,
        latest=RegistryEntry(**{**values, "consent": now}),
        published_on=day,
    )
    assert row is not None
    return row


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


def _changed(row: PublicEntry, columns: set[Column]) -> ChangedRow:
    return ChangedRow(id=row.id, cells={column: row.cell(column) for column in columns})


#: Every kind of value that the library hands out, with what draws it.
VALUES: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (RegistryEntry, draws.entries()),
    (Act, draws.histories(longest=4).map(lambda life: life[-1])),
    (Content, annulments),
    (Annul, annulments),
    (Fact, facts().map(lambda found: found[-1])),
    (Segment, facts().map(lambda found: segments(found)[-1])),
    (Standing, st.builds(lambda e, on: of_entry(e.identifier, on, e), draws.entries(), draws.days())),
    (PublicEntry, rows()),
    (Publication, publications),
    (ChangedRow, st.builds(_changed, rows(), st.sets(st.sampled_from(COLUMNS), min_size=1))),
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
    (Contacts, st.builds(Contacts, phones=draws.telephones(), emails=draws.emails())),
    (Licence, draws.entries().map(lambda entry: entry.licence)),
    (Contract, st.builds(Contract, signed_on=draws.days(), term=draws.terms())),
    (
        Consent,
        st.builds(
            Consent,
            columns=st.frozensets(st.sampled_from(Column), min_size=1),
            given_on=draws.days(),
            until=st.none() | st.just(draws.LAST_DAY),
        ),
    ),
    (
        Succession,
        st.builds(
            Succession,
            kind=st.sampled_from(SuccessionKind),
            predecessors=st.lists(st.uuids(), min_size=1, max_size=3).map(tuple),
        ),
    ),
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
            st.lists(st.builds(Head, st.uuids(), st.integers(1, 9), st.binary())).map(tuple),
        ),
    ),
    (Record, facts().map(lambda found: seal(found[-1], previous=b""))),
]


#: What JSON may hold in the place of anything; among it what nobody must see.
HIDDEN = "Сәуле 061211600012"
JUNK = [
    None, True, 0, -1, 10**30, 2.5, "", HIDDEN, "2025-04-12", "all", "x", [], [[]], [None], [HIDDEN],
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


def _shown(error: BaseException | None) -> Iterator[str]:
    """
    Yield all that an error shows of itself and of the errors behind it.
    """
    if error:
        yield from (str(error), repr(error), *format_exception(error))
        yield from _shown(error.__cause__)
        yield from _shown(error.__context__)


def _through_json(data: Any) -> Any:
    return json.loads(json.dumps(data, allow_nan=False))


def _leaves(data: Any) -> Iterator[Any]:
    if isinstance(data, dict):
        assert all(type(key) is str for key in data)
        for value in data.values():
            yield from _leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from _leaves(value)
    else:
        yield data


def _faults(kind: Any, data: Any) -> list[tuple[Code, str]]:
    with pytest.raises(InvalidValue) as caught:
        from_plain(kind, data)
    return [(fault.code, fault.path) for fault in caught.value.faults]


@pytest.mark.parametrize(("kind", "values"), VALUES, ids=lambda value: getattr(value, "__name__", ""))
@given(data=st.data())
def test_round_trip(kind: Any, values: st.SearchStrategy[Any], data: st.DataObject) -> None:
    """
    Law 10: a value that went through JSON is itself again, of its own type, and writes the same bytes.

    Plain data are lists and objects of texts, whole numbers, true, false and null: no subclass of them.
    """
    value = data.draw(values)
    plain = to_plain(value)
    again: Any = from_plain(kind, _through_json(plain))
    assert (again, type(again), canonical(to_plain(again))) == (value, type(value), canonical(plain))
    assert {type(leaf) for leaf in _leaves(plain)} - {str, int, bool, type(None)} == set()


@pytest.mark.parametrize(("kind", "values"), VALUES, ids=lambda value: getattr(value, "__name__", ""))
@given(data=st.data())
def test_junk_is_told_and_not_shown(
    kind: Any, values: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    """
    Whatever JSON puts anywhere: a value that comes back once more, or faults that do not show it.
    """
    plain = data.draw(spoilt(to_plain(data.draw(values))))
    shown, value, again = "", None, None
    try:
        value = from_plain(kind, plain)
        again = from_plain(kind, _through_json(to_plain(value)))
    except InvalidValue as error:
        shown = "".join(_shown(error))
    assert (again, HIDDEN in shown) == (value, False)


@given(draws.histories())
def test_acts_by_their_own_class(life: list[Act]) -> None:
    """
    An act can also be read as the class that it is.
    """
    assert [from_plain(type(act), to_plain(act)) for act in life] == life


@given(draws.entries(), draws.days())
def test_identifiers_are_made_again(entry: RegistryEntry, on: date) -> None:
    """
    The identifier of an answer that was read is a BIN or an IIN, not any text.
    """
    answer = from_plain(Standing, to_plain(of_entry(entry.identifier, on, entry)))
    assert type(answer.identifier) is type(entry.identifier)


class TestErrors:
    """
    What was refused, as plain data: codes and paths, and never the value.
    """

    def test_a_fault_keeps_its_value_to_itself(self) -> None:
        """
        Neither plain data nor what is read from them have the value.
        """
        plain = to_plain(Fault(Code.EMPTY, "name", value="құпия"))
        assert plain == {"code": "empty", "path": "name"}
        assert _faults(Fault, {**plain, "value": "құпия"}) == [(Code.UNEXPECTED, "value")]

    @pytest.mark.parametrize("kind", ERRORS)
    @pytest.mark.parametrize("codes", CODES)
    def test_an_error_is_its_kind_and_its_faults(
        self, kind: type[RegistryError], codes: type[FaultCode]
    ) -> None:
        """
        It comes back as the error that it was, whatever list its codes are of.
        """
        faults = (Fault(code, "name", value="құпия", allowed=("1", "2", "3")) for code in codes)
        error = kind(Fault(Code.STALE, "expect"), *faults)
        plain = to_plain(error)
        again = from_plain(RegistryError, _through_json(plain))
        assert (type(again), again.faults, to_plain(again)) == (kind, error.faults, plain)
        assert {type(fault.code) for fault in again.faults} == {Code, codes}

    def test_a_receipt_goes_through_json(self) -> None:
        """
        What was rejected, and why, is plain data like the rest.
        """
        receipt = receive(Registry(MemoryStore()), [{**ISSUE, "notice": "N-1"}, "{", {"notice": 5}])
        again = from_plain(Receipt, _through_json(to_plain(receipt)))
        assert (again, len(again.rejects)) == (receipt, 3)

    def test_outcomes_differ_by_their_errors(self) -> None:
        """
        Another kind of error, another fault, or none at all: another outcome.
        """
        errors = [
            None,
            Conflict(Fault(Code.STALE)),
            UnlawfulAct(Fault(Code.STALE)),
            Conflict(Fault(Code.STALE, "expect")),
        ]
        told = [Outcome(line=1, verdict=Verdict.REJECTED, raw="{", error=error) for error in errors]
        again = [from_plain(Outcome, _through_json(to_plain(one))) for one in told]
        assert (again, len({*told, *again})) == (told, len(errors))

    @pytest.mark.parametrize(
        ("kind", "data", "faults"),
        [
            (RegistryError, 5, [(Code.WRONG_TYPE, "")]),
            (RegistryError, {}, [(Code.UNKNOWN_CODE, "error")]),
            (RegistryError, {"error": "KeyError", "faults": []}, [(Code.UNKNOWN_CODE, "error")]),
            (RegistryError, {"error": []}, [(Code.UNKNOWN_CODE, "error")]),
            (RegistryError, {"error": "Erased"}, [(Code.MISSING, "faults")]),
            (RegistryError, {"error": "Erased", "faults": []}, [(Code.MISSING, "faults")]),
            (RegistryError, {"error": "Erased", "faults": 5}, [(Code.WRONG_TYPE, "faults")]),
            (RegistryError, {"error": "Erased", "faults": [5]}, [(Code.WRONG_TYPE, "faults[0]")]),
            (
                RegistryError,
                {"error": "Erased", "faults": [{"code": "x"}]},
                [(Code.UNKNOWN_CODE, "faults[0].code")],
            ),
            (Fault, {"code": "at_home"}, [(Code.UNKNOWN_CODE, "code")]),  # a word, and no fault's
            (Verdict, "x", [(Code.UNKNOWN_CODE, "")]),
            (Verdict, [], [(Code.UNKNOWN_CODE, "")]),
            (Withheld, 5, [(Code.WRONG_TYPE, "")]),
            (Withheld, {}, [(Code.UNKNOWN_CODE, "withheld")]),
            (Revision, 5, [(Code.WRONG_TYPE, "")]),
            (Revision, {"then": 5}, [(Code.UNKNOWN_CODE, "column")]),
            (Revision, {"column": "number"}, [(Code.UNKNOWN_CODE, "column")]),
            (
                Revision,
                {"column": "capacity", "then": "5", "now": [5]},
                [(Code.WRONG_TYPE, "then"), (Code.WRONG_TYPE, "now")],
            ),
            (
                Fault,
                {"code": "empty", "path": 5, "allowed": 5, "clause": {"act": {}, "article": True}},
                [
                    (Code.WRONG_TYPE, "path"),
                    (Code.WRONG_TYPE, "allowed"),
                    *((Code.MISSING, f"clause.act.{name}") for name in ("reference", "kk", "ru", "en")),
                    (Code.WRONG_TYPE, "clause.article"),
                ],
            ),
            (Fault, {"code": "empty", "allowed": ["x", 5]}, [(Code.WRONG_TYPE, "allowed[1]")]),
            (
                ChangedRow,
                {"id": 5, "cells": {"name": 5, "phones": ["1414", 5], "included_on": None}},
                [
                    (Code.WRONG_TYPE, "id"),
                    (Code.WRONG_TYPE, "cells.name"),
                    (Code.WRONG_TYPE, "cells.phones[1]"),
                    (Code.MISSING, "cells.included_on"),
                ],
            ),
            (
                Facets,
                {"total": 5, "conditions": {"home": 5}, "categories": [], "regions": {"71": {}}},
                [
                    (Code.WRONG_TYPE, "total"),
                    (Code.UNKNOWN_CODE, "conditions"),
                    (Code.WRONG_TYPE, "categories"),
                    (Code.MISSING, "regions.71.entries"),
                    (Code.MISSING, "regions.71.capacity"),
                ],
            ),
        ],
        ids=str,
    )
    def test_what_is_none_is_told(
        self, kind: Any, data: object, faults: list[tuple[Code, str]]
    ) -> None:
        """
        With its place, as anywhere.
        """
        assert _faults(kind, data) == faults


class TestShapes:
    """
    How plain data look: programs rely on it.
    """

    def test_issue_as_a_notice(self) -> None:
        """
        An issue is written as the licensing system writes it: contact details flat, words in order.
        """
        assert to_plain(from_plain(Act, ISSUE)) == ISSUE

    @given(draws.histories())
    def test_what_is_absent_is_left_out(self, life: list[Act]) -> None:
        """
        The plain form of an act holds no null.
        """
        assert None not in [*_leaves(to_plain(life[-1]))]

    @pytest.mark.parametrize(
        ("columns", "plain"),
        [
            (None, {"act": "give_consent", "on": "2025-04-12"}),
            ([9, 2], {"act": "give_consent", "on": "2025-04-12", "columns": [2, 9]}),
        ],
    )
    def test_columns_are_numbers(self, columns: Any, plain: dict[str, Any]) -> None:
        """
        The columns of a consent are written as numbers in order; all of them by no list at all.
        """
        assert to_plain(GiveConsent(on=ON, columns=columns)) == plain

    @pytest.mark.parametrize(
        "data",
        [
            {"act": "give_consent", "on": "2025-04-12", "columns": "all"},
            {"act": "give_consent", "on": "2025-04-12"},
        ],
    )
    def test_all_columns(self, data: dict[str, Any]) -> None:
        """
        Consent to all columns may be said in words, or by saying nothing.
        """
        assert from_plain(Act, data) == GiveConsent(on=ON)

    @pytest.mark.parametrize(
        ("value", "plain"),
        [
            (ON, "2025-04-12"),
            (datetime(2025, 4, 12, 9, 30, 0, 5, tzinfo=UTC), "2025-04-12T09:30:00.000005+00:00"),
            (ENTRY_ID, "00000000-0000-0000-0000-000000000001"),
            (b"\x00\xff", "00ff"),
            (Bin("940140000385"), "940140000385"),
            (Iin("061211600012"), "061211600012"),
            (TerminationGround.REVOKED, "revoked"),
            (frozenset(ServiceCondition), ["inpatient", "semi_inpatient", "at_home", "temporary_stay"]),
            (frozenset({Column.EMAILS, Column.NAME}), [2, 9]),
            (frozenset(), []),
            ((ON, 5), ["2025-04-12", 5]),
            (None, None),
            (Term(open_ended=True), {"open_ended": True}),
        ],
    )
    def test_single_values(self, value: object, plain: object) -> None:
        """
        Days and moments are ISO 8601, bytes hexadecimal, words codes, sets lists in form order.
        """
        assert to_plain(value) == plain

    def test_withheld_cell(self) -> None:
        """
        A withheld cell is an object that names its reason.
        """
        entry = from_plain(RegistryEntry, _entry(consent={"columns": [2], "given_on": "2025-04-12"}))
        plain = to_plain(admit(entry, on=ON, latest=entry, published_on=ON))
        assert (plain["name"], plain["identifier"]) == (
            "«Шапағат» орталығы",
            {"withheld": "outside_consent"},
        )

    def test_moments_are_read_in_any_zone(self) -> None:
        """
        A moment may come in any zone, and is kept in UTC.
        """
        moment = from_plain(datetime, "2025-04-12T09:30:00+05:00")
        assert (moment, moment.tzinfo) == (
            datetime(2025, 4, 12, 9, 30, tzinfo=timezone(timedelta(hours=5))),
            UTC,
        )


def _entry(**values: Any) -> dict[str, Any]:
    skipped = ("act", "on", "document", "entry_id")
    same = {key: value for key, value in ISSUE.items() if key not in skipped}
    return {**same, "id": str(ENTRY_ID), "included_on": "2025-04-12", **values}


#: Values of an issue, and the faults they make.
WRONG: list[tuple[dict[str, Any], list[tuple[Code, str]]]] = [
    ({"on": "12.04.2025"}, [(Code.NOT_A_DAY, "on")]),
    ({"on": "2025-02-30"}, [(Code.NOT_A_DAY, "on")]),
    ({"on": "20250412"}, [(Code.NOT_A_DAY, "on")]),
    ({"on": "2025-W15-6"}, [(Code.NOT_A_DAY, "on")]),
    ({"on": "２０２５-04-12"}, [(Code.NOT_A_DAY, "on")]),
    ({"on": "2025-04-12T00:00:00"}, [(Code.NOT_A_DAY, "on")]),
    ({"on": None}, [(Code.NOT_A_DAY, "on")]),
    ({"on": 20250412}, [(Code.NOT_A_DAY, "on")]),
    ({"on": "1991-12-15"}, [(Code.IMPLAUSIBLE_DAY, "on")]),
    ({"entry_id": "x"}, [(Code.WRONG_TYPE, "entry_id")]),
    ({"entry_id": 1}, [(Code.WRONG_TYPE, "entry_id")]),
    ({"name": ["x"]}, [(Code.WRONG_TYPE, "name")]),
    ({"identifier": 940140000385}, [(Code.WRONG_TYPE, "identifier")]),
    ({"identifier": "940140000386"}, [(Code.CONTROL_DIGIT, "identifier")]),
    ({"conditions": "at_home"}, [(Code.WRONG_TYPE, "conditions")]),
    ({"conditions": ["home"]}, [(Code.UNKNOWN_CODE, "conditions")]),
    ({"conditions": []}, [(Code.EMPTY, "conditions")]),
    ({"capacity": "40"}, [(Code.WRONG_TYPE, "capacity")]),
    ({"capacity": 40.0}, [(Code.WRONG_TYPE, "capacity")]),
    ({"phones": "1415"}, [(Code.WRONG_TYPE, "phones")]),
    ({"phones": ["1415", "x"]}, [(Code.TELEPHONE, "phones[1]")]),
    (
        {"phones": [{}], "emails": ["x", None]},
        [
            (Code.WRONG_TYPE, "phones[0]"),
            (Code.EMAIL, "emails[0]"),
            (Code.WRONG_TYPE, "emails[1]"),
        ],
    ),
    ({"licence": "KZ31"}, [(Code.WRONG_TYPE, "licence")]),
    ({"licence": {}}, [(Code.MISSING, "licence.issued_on"), (Code.MISSING, "licence.term")]),
    (
        {"licence": {"issued_on": "2025-04-10", "term": {"years": "3"}}},
        [(Code.WRONG_TYPE, "licence.term.years")],
    ),
    (
        {"licence": {"issued_on": "2025-04-10", "term": {}}},
        [(Code.TERM_SHAPE, "licence.term")],
    ),
    (
        {"licence": {"issued_on": "2025-04-10", "term": {"years": 3}, "valid_until": "2028-04-10"}},
        [(Code.UNEXPECTED, "licence.valid_until")],
    ),
    (
        {"contract": {"signed_on": "x"}},
        [
            (Code.MISSING, "contract.term"),
            (Code.NOT_A_DAY, "contract.signed_on"),
        ],
    ),
    (
        {"succession": {"kind": "sale", "predecessors": ["x", 5]}},
        [
            (Code.UNKNOWN_CODE, "succession.kind"),
            (Code.WRONG_TYPE, "succession.predecessors[0]"),
            (Code.WRONG_TYPE, "succession.predecessors[1]"),
        ],
    ),
    (
        {"succession": {"kind": "merger", "predecessors": "x"}},
        [
            (Code.WRONG_TYPE, "succession.predecessors"),
        ],
    ),
    ({"kato": "13"}, [(Code.KATO, "kato")]),
    ({"colour": "red"}, [(Code.UNEXPECTED, "colour")]),
    ({"contacts": {}}, [(Code.UNEXPECTED, "contacts")]),
    ({"reissued_on": "2025-04-13"}, [(Code.DAY_ORDER, "reissued_on")]),
]


class TestFaults:
    """
    The way back reports every fault with its path.
    """

    @pytest.mark.parametrize(("values", "faults"), WRONG)
    def test_wrong_value(self, values: dict[str, Any], faults: list[tuple[Code, str]]) -> None:
        """
        A wrong value is refused by its code at its path in the data as they came.
        """
        assert _faults(Act, {**ISSUE, **values}) == faults

    @pytest.mark.parametrize("name", sorted(set(ISSUE) - {"act"}))
    @pytest.mark.parametrize(
        "value", [None, True, 5, 2.5, "", "x", [], [[]], [{}], {}, {"x": 1}, [None]]
    )
    def test_any_junk_anywhere(self, name: str, value: object) -> None:
        """
        Whatever JSON puts in the place of a value, the answer is an issue or a fault of that value.
        """
        found = {name}
        try:
            from_plain(Act, {**ISSUE, name: value})
        except InvalidValue as error:
            found = {fault.path.partition(".")[0].partition("[")[0] for fault in error.faults}
        assert found == {name}

    @pytest.mark.parametrize(
        "data",
        [
            {"act": "amend", "conditions": [["x"]]},
            {"act": "amend", "categories": [{}]},
            {"act": "give_consent", "columns": [[2]]},
            {"act": "give_consent", "columns": [{}]},
            {"act": "reissue", "ground": [[]]},
            {"act": "terminate", "ground": {}},
            {"act": "reissue", "ground": "reorganised", "new_identifier": [[]]},
        ],
    )
    def test_junk_in_later_acts(self, data: dict[str, Any]) -> None:
        """
        Lists in lists and objects in lists are faults, not crashes.
        """
        (name,) = set(data) - {"act"} - ({"ground"} if len(data) == 3 else set())
        paths = {path.partition("[")[0] for _, path in _faults(Act, {"on": "2025-04-12", **data})}
        assert paths == {name}

    def test_missing(self) -> None:
        """
        Every value that is needed and not there is named.
        """
        missing = [path for _, path in _faults(Act, {"act": "issue"})]
        assert sorted(missing) == [
            "address",
            "capacity",
            "categories",
            "conditions",
            "entry_id",
            "identifier",
            "licence",
            "name",
            "on",
        ]

    @pytest.mark.parametrize("name", ["Сәуле Ахметова", "", "a" * 41, "colour ", "Colour", "ｃ"])
    def test_strange_names_are_not_shown(self, name: str) -> None:
        """
        A field's name that does not look like one may be a value that slipped: it is not repeated.
        """
        assert _faults(Act, {**ISSUE, name: 1}) == [(Code.UNEXPECTED, "?")]

    def test_allowed_names(self) -> None:
        """
        The fault of an unexpected field lists those that there are, contact details flat.
        """
        with pytest.raises(InvalidValue) as caught:
            from_plain(Act, {**ISSUE, "colour": 1})
        assert set(caught.value.faults[0].allowed) == set(ISSUE) - {"act"}

    @pytest.mark.parametrize(
        ("data", "faults"),
        [
            ([], [(Code.WRONG_TYPE, "")]),
            (None, [(Code.WRONG_TYPE, "")]),
            ("issue", [(Code.WRONG_TYPE, "")]),
            ({}, [(Code.MISSING, "act")]),
            ({"act": "dance"}, [(Code.UNKNOWN_CODE, "act")]),
            ({"act": None}, [(Code.UNKNOWN_CODE, "act")]),
            ({"act": []}, [(Code.UNKNOWN_CODE, "act")]),
            ({"act": "suspend"}, [(Code.MISSING, "on")]),
            ({"act": "suspend", "on": "2025-04-12", "ground": "x"}, [(Code.UNEXPECTED, "ground")]),
            (
                {"act": "annul", "of": 0, "reason": ""},
                [(Code.OUT_OF_RANGE, "of"), (Code.EMPTY, "reason")],
            ),
        ],
    )
    def test_acts(self, data: object, faults: list[tuple[Code, str]]) -> None:
        """
        An act is an object that names its kind, and has the fields of that kind and no others.
        """
        assert _faults(Content, data) == faults

    @pytest.mark.parametrize(
        ("columns", "faults"),
        [
            ([2, 18, 0], [(Code.UNKNOWN_CODE, "columns[1]"), (Code.UNKNOWN_CODE, "columns[2]")]),
            ([True, "2", 2.0], [(Code.UNKNOWN_CODE, f"columns[{place}]") for place in range(3)]),
            ([], [(Code.EMPTY, "columns")]),
            ("ALL", [(Code.WRONG_TYPE, "columns")]),
            (None, [(Code.WRONG_TYPE, "columns")]),
            ({"2": True}, [(Code.WRONG_TYPE, "columns")]),
        ],
    )
    def test_columns(self, columns: object, faults: list[tuple[Code, str]]) -> None:
        """
        Columns are "all" or a list of numbers from 1 to 17, and an empty list is neither.
        """
        data = {"act": "give_consent", "on": "2025-04-12", "columns": columns}
        assert _faults(Act, data) == faults

    def test_consent_lists_its_columns(self) -> None:
        """
        A consent as it stands has a list, never "all".
        """
        assert _faults(Consent, {"columns": "all", "given_on": "2025-04-12"}) == [
            (Code.WRONG_TYPE, "columns")
        ]

    @pytest.mark.parametrize(
        ("kind", "data", "code"),
        [
            (date, "0002-11-30x", Code.NOT_A_DAY),
            (date, ON, Code.NOT_A_DAY),
            (datetime, "2025-04-12", Code.NOT_A_MOMENT),
            (datetime, "2025-04-12T09:30:00", Code.NOT_A_MOMENT),
            (datetime, "yesterday", Code.NOT_A_MOMENT),
            (datetime, 5, Code.NOT_A_MOMENT),
            (datetime, "0001-01-01T00:00:00+05:00", Code.NOT_A_MOMENT),
            (UUID, "x", Code.WRONG_TYPE),
            (UUID, 5, Code.WRONG_TYPE),
            (UUID, None, Code.WRONG_TYPE),
            (bytes, "xyz", Code.WRONG_TYPE),
            (bytes, 5, Code.WRONG_TYPE),
            (Status, "expired", Code.UNKNOWN_CODE),
            (Status, 5, Code.UNKNOWN_CODE),
            (Status, [], Code.UNKNOWN_CODE),
            (Bin, "940140000386", Code.CONTROL_DIGIT),
            (Bin, "061211600012", Code.IS_AN_IIN),
            (Iin, "940140000385", Code.IS_A_BIN),
            (Identifier, "94", Code.NOT_TWELVE_DIGITS),
            (Term, 3, Code.WRONG_TYPE),
            (Term, [], Code.WRONG_TYPE),
            (RegistryEntry, None, Code.WRONG_TYPE),
            (PublicEntry, 5, Code.WRONG_TYPE),
        ],
    )
    def test_single_values(self, kind: Any, data: object, code: Code) -> None:
        """
        What is no value of the kind asked for is refused.
        """
        assert _faults(kind, data) == [(code, "")]

    def test_public_row(self) -> None:
        """
        A row that is none is refused as any value is.
        """
        assert "id" in {path for _, path in _faults(PublicEntry, {"id": "x"})}

    def test_entry_rules(self) -> None:
        """
        The rules of the entry hold for plain data as for values.
        """
        assert _faults(RegistryEntry, _entry(status="terminated")) == [
            (Code.STATUS_MISMATCH, "terminated_on")
        ]

    def test_everything_at_once(self) -> None:
        """
        Faults of form and of content are reported together.
        """
        data = {**ISSUE, "on": "x", "capacity": 0, "phones": ["x"], "colour": 1, "licence": {"term": 5}}
        del data["name"]
        assert set(_faults(Act, data)) == {
            (Code.NOT_A_DAY, "on"),
            (Code.OUT_OF_RANGE, "capacity"),
            (Code.TELEPHONE, "phones[0]"),
            (Code.UNEXPECTED, "colour"),
            (Code.MISSING, "licence.issued_on"),
            (Code.WRONG_TYPE, "licence.term"),
            (Code.MISSING, "name"),
        }

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from([*ISSUE, "ground", "of", "columns"]), inner, max_size=4
                )
            ),
        )
    )
    def test_nothing_else_is_ever_raised(self, data: object) -> None:
        """
        Any JSON is an act or faults: no other error comes out of reading it.
        """
        for kind in ("issue", "amend", "give_consent", "reissue", "annul"):
            sent = {**data, "act": kind, "on": "2025-04-12"} if isinstance(data, dict) else data
            try:
                act: object = from_plain(Content, sent)
            except InvalidValue as error:
                act = error.faults
            assert act


class TestCanonical:
    """
    One value, one text.
    """

    def test_bytes(self) -> None:
        """
        Canonical JSON is UTF-8 with sorted keys and no spaces.
        """
        assert canonical({"б": [1, True, None], "a": "қ"}) == '{"a":"қ","б":[1,true,null]}'.encode()

    @given(st.dictionaries(st.text(max_size=3), st.integers(), max_size=6))
    def test_order_of_keys_makes_no_difference(self, data: dict[str, int]) -> None:
        """
        An object is the same whatever order its keys came in.
        """
        assert canonical(dict(reversed(data.items()))) == canonical(data)

    @pytest.mark.parametrize("number", [float("nan"), float("inf")])
    def test_no_numbers_that_json_lacks(self, number: float) -> None:
        """
        What is not JSON is not written as if it were.
        """
        with pytest.raises(ValueError, match="JSON"):
            canonical({"x": number})

    def test_the_same_in_every_process(self) -> None:
        """
        Whatever the hash seed, an entry with whole sets in it gives the same bytes.
        """
        program = (
            "import sys, json\n"
            "from kz_social_registry.serialization.codec import canonical, from_plain, to_plain\n"
            "from kz_social_registry.domain.entry import RegistryEntry\n"
            "entry = from_plain(RegistryEntry, json.loads(sys.argv[1]))\n"
            "sys.stdout.buffer.write(canonical(to_plain(entry)) + repr(to_plain(entry)).encode())\n"
        )
        sets = {
            "conditions": [word.value for word in ServiceCondition],
            "categories": [word.value for word in RecipientCategory],
            "consent": {"columns": list(range(1, 18)), "given_on": "2025-04-12"},
        }
        command = [sys.executable, "-c", program, json.dumps(_entry(**sets))]
        written = {
            subprocess.run(  # noqa: S603  # our own program
                command,
                env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
                capture_output=True,
                check=True,
            ).stdout
            for seed in ("0", "1", "314159")
        }
        assert len(written) == 1


def test_terms_of_acts_stay_with_their_constructors() -> None:
    """
    What a constructor refuses, plain data cannot bring in.
    """
    data = {"act": "terminate", "on": str(EARLIEST_DAY - timedelta(days=1)), "ground": "voluntary"}
    assert _faults(Act, data) == [(Code.IMPLAUSIBLE_DAY, "on")]


@pytest.mark.parametrize(
    ("data", "act"),
    [
        (
            {"act": "terminate", "on": "2025-04-12", "ground": "voluntary"},
            Terminate(on=ON, ground=TerminationGround.VOLUNTARY),
        ),
        (
            {
                "act": "reissue",
                "on": "2025-04-12",
                "ground": "reorganised",
                "new_identifier": "950341000052",
            },
            Reissue(on=ON, ground="reorganised", new_identifier=Bin("950341000052")),  # type: ignore[arg-type]  # a code is welcome
        ),
        ({"act": "annul", "of": 2, "reason": "қате"}, Annul(of=2, reason="қате")),
    ],
)
def test_notices(data: dict[str, Any], act: object) -> None:
    """
    The acts of the feed are read as they are written.
    """
    assert from_plain(Content, data) == act
