"""
Law 7 with marks: no representation, error or log shows a value of a private entry.
"""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest

from kz_social_registry import Registry, from_plain, to_plain
from kz_social_registry.base.errors import RegistryError
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.domain.acts import (
    Act,
    Amend,
    Exclude,
    GiveConsent,
    Issue,
    Reissue,
    Resume,
    SignContract,
    Suspend,
    Terminate,
    WithdrawConsent,
)
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.issue import issue_of
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.feed.notices import receive
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.postgres import PostgresStore
from kz_social_registry.storage.sqlite import SQLiteStore
from support.samples import ENTRY_ID, IIN, INCLUDED, LATER, issue_values, still_clock

#: A text in every private field; the values that cannot hold it have figures that nothing else has.
MARK: Final = "құпиябелгі"
PRIVATE: Final[dict[str, Any]] = {
    "identifier": IIN,
    "name": f"{MARK} аты",
    "address": f"{MARK} мекенжайы",
    "capacity": 987_651,
    "phones": ["+77019876543"],
    "emails": ["qupiya-belgi@example.kz"],
    "licence_number": f"{MARK} нөмірі",
    "document": f"{MARK} құжаты",
    "kato": "710987651",
}
MARKS: Final = (MARK, IIN, "987651", "9876543", "qupiya-belgi", "710987651")


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def registry(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Registry]:
    """
    Yield a register with one private entry of a natural person, in each store.
    """
    store: Store = MemoryStore()
    if request.param == "sqlite":
        store = SQLiteStore(tmp_path / "r.db")
    elif request.param == "postgres":
        store = PostgresStore(request.getfixturevalue("take_database")())
    with closing(store):
        found = Registry(store, still_clock())
        found.issue(**issue_values(entry_id=ENTRY_ID, **PRIVATE))
        yield found


def _shown(error: BaseException) -> Iterator[str]:
    """
    Yield all that a program shows of an error by itself: its text, its messages, its traceback.
    """
    yield from (str(error), repr(error), "".join(traceback.format_exception(error)))
    if isinstance(error, RegistryError):
        for language in LANGUAGES:
            yield error.describe(language)
            yield from (fault.describe(language) for fault in error.faults)
        yield from map(repr, error.faults)


def _clean(texts: Iterator[str]) -> bool:
    return not [mark for text in texts for mark in MARKS if mark in text]


def _acts() -> list[Act]:
    """
    Return acts of every kind with marks, of which most are unlawful in most states.
    """
    days = (date(2020, 1, 1), INCLUDED, LATER, LATER + timedelta(days=4000))
    paper = f"{MARK} құжаты"
    return [
        act
        for on in days
        for act in (
            Reissue(
                on=on, ground="name_or_location", name=f"{MARK} 2", address=f"{MARK} 3", document=paper
            ),
            Reissue(on=on, ground="reorganised", new_identifier="940140000385", document=paper),
            Amend(
                on=on, address=f"{MARK} 4", capacity=987_651, phones=["+77019876543"], document=paper
            ),
            SignContract(on=on, term=Term(years=1), document=paper),
            Suspend(on=on, document=paper),
            Resume(on=on, document=paper),
            Terminate(on=on, ground="voluntary", document=paper),
            Exclude(on=on, basis=f"{MARK} негізі", document=paper),
            GiveConsent(on=on, columns=["name"], document=paper),
            WithdrawConsent(on=on, document=paper),
        )
    ]


def _failures(calls: Iterator[Callable[[], object]]) -> list[BaseException]:
    found: list[BaseException] = []
    for call in calls:
        try:
            call()
        except RegistryError as error:
            found.append(error)
    return found


def test_acts_and_entries_show_nothing() -> None:
    """
    Neither an act, nor an entry, nor the refusal of an act on it.
    """
    issue: Issue = issue_of(**issue_values(entry_id=ENTRY_ID, **PRIVATE))
    entry = apply(None, issue)
    failures = _failures((lambda act=act: apply(entry, act)) for act in [issue, *_acts()])
    assert len(failures) > 10
    assert _clean(map(repr, [issue, entry, entry.licence, entry.contacts, *_acts()]))
    assert all(_clean(_shown(error)) for error in failures)


def test_no_verb_or_question_shows_anything(
    registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    """
    Refused acts, wrong questions, histories, standings and publications.
    """
    caplog.set_level(logging.DEBUG)
    calls: list[Callable[[], object]] = [
        *((lambda act=act: registry.record(ENTRY_ID, act)) for act in _acts()),
        lambda: registry.issue(**issue_values(**PRIVATE)),
        lambda: registry.correct(ENTRY_ID, 9, _acts()[0], reason=f"{MARK} себебі"),
        lambda: registry.annul(ENTRY_ID, 9, reason=f"{MARK} себебі"),
        lambda: registry.get(UUID(int=9), on=LATER),
        lambda: registry.get(ENTRY_ID, on=date(1900, 1, 1)),
    ]
    failures = _failures(iter(calls))
    shown = [
        registry, registry.store, *registry.history(ENTRY_ID), registry.standing(IIN, on=LATER),
        registry.public(on=LATER), *registry.found(on=LATER), registry.verify(),
        *registry.timeline(ENTRY_ID), *registry.changes(),
        *registry.allowed(ENTRY_ID),
        registry.why_hidden(ENTRY_ID, on=LATER), registry.checkpoint(),
        *registry.due(on=LATER, within=timedelta(9999)),
    ]  # fmt: skip
    assert len(failures) > 10
    assert all(_clean(_shown(error)) for error in failures)
    assert [one for one in shown if not _clean(iter([repr(one)]))] == []
    assert _clean(iter([caplog.text]))


def test_no_fault_of_a_value_shows_it(registry: Registry) -> None:
    """
    A wrong value in any place of an entry or a notice is reported without it and the others.
    """
    for wrong in (None, 5, [], {}, f"{MARK} \x07", f"{MARK}\ud800", MARK * 999, IIN):
        _check_faults(registry, wrong)


def _check_faults(registry: Registry, wrong: object) -> None:
    plain = to_plain(next(iter(registry.found(on=LATER))))
    failures = _failures(
        (lambda name=name: from_plain(RegistryEntry, {**plain, name: wrong})) for name in plain
    )
    notice = {**to_plain(_acts()[2]), "notice": f"{MARK} хабарламасы", "identifier": IIN}
    receipt = receive(registry, [{**notice, name: wrong} for name in notice])
    rejects = [reject.error for reject in receipt.rejects if reject.error]
    assert len(failures) > 5
    assert len(rejects) > 3
    assert all(_clean(_shown(error)) for error in [*failures, *rejects])
