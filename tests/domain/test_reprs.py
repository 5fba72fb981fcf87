"""
Representations: readable, and without personal data in any value that holds an entry.
"""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given

from kz_social_registry.base.vocabulary import TerminationGround
from kz_social_registry.domain.acts import Act, GiveConsent, Issue, Reissue, SignContract, Terminate
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.publication import Publication, admit
from kz_social_registry.domain.row import Explanation
from kz_social_registry.domain.search import Cursor, Page
from kz_social_registry.domain.standing import of_entry
from kz_social_registry.domain.timeline import Annul, Erase, Fact, Segment
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.recorder import Draft
from kz_social_registry.registry.records import NO_DIGEST, seal
from kz_social_registry.testing.strategies import entries, histories
from support.samples import ENTRY_ID, INCLUDED, LATER, an_entry, an_issue

NOW = datetime(2026, 1, 15, tzinfo=UTC)


def _fact(content: Any) -> Fact:
    return Fact(entry_id=ENTRY_ID, number=1, place=1, content=content, recorded_at=NOW)


def _values_with(entry: RegistryEntry) -> list[object]:
    """
    Return a value of every public class that holds an entry or a row of one.
    """
    day = entry.consent.given_on if entry.consent else entry.included_on
    row = admit(entry, on=day, latest=entry, published_on=day)
    rows = (row,) if row else ()
    cursor = Cursor.of(entry)
    return [
        entry,
        entry.contacts,
        entry.licence,
        entry.succession,
        Segment(day, None, entry),
        of_entry(entry.identifier, day, entry),
        Explanation(None, entry),
        *Explanation(None, entry).columns,
        Page(entries=(entry,), next=cursor, total=1),
        *rows,
        Publication(on=day, published_on=day, entries=rows),
    ]


def _personal(entry: RegistryEntry | Issue) -> set[str]:
    contacts = entry.contacts
    shown = {str(entry.identifier), entry.name, entry.address, *contacts.phones, *contacts.emails}
    return {text for text in shown if len(text) > 3}  # shorter ones occur in words by chance


@given(entries())
def test_no_value_with_an_entry_shows_personal_data(entry: RegistryEntry) -> None:
    """
    No representation shows a name, an address, an identifier, a telephone or an e-mail address.
    """
    shown = "\n".join(map(repr, _values_with(entry)))
    assert [text for text in _personal(entry) if text in shown] == []


@given(histories(longest=5))
def test_no_act_or_record_shows_personal_data(life: list[Act]) -> None:
    """
    The same holds for acts, and for facts, drafts and records of them.
    """
    facts = [_fact(act) for act in life]
    records = [seal(fact, previous=NO_DIGEST) for fact in facts]
    draft = Draft(entry=ENTRY_ID, contents=tuple(life))
    shown = "\n".join(map(repr, (*life, *facts, *records, draft)))
    holders = {act.new_identifier for act in life if isinstance(act, Reissue)} - {None}
    assert isinstance(life[0], Issue)
    assert [text for text in (*_personal(life[0]), *map(str, holders)) if text in shown] == []


def test_terms() -> None:
    """
    A term shows only the values that it has.
    """
    terms = (
        Term(years=3),
        Term(years=1, months=6),
        Term(until=date(2028, 4, 20)),
        Term(open_ended=True),
    )
    assert [*map(repr, terms)] == [
        "Term(years=3)",
        "Term(years=1, months=6)",
        "Term(until=2028-04-20)",
        "Term(open_ended=True)",
    ]


def test_facts() -> None:
    """
    A fact shows its number and the kind of its content, with the day or the annulled fact.
    """
    contents = (an_issue(), Annul(of=1, reason="қате"), Erase(basis="№ 5"))
    assert [repr(_fact(content)) for content in contents] == [
        "Fact(1, issue, on=2025-04-22)",
        "Fact(1, annul, of=1)",
        "Fact(1, erase)",
    ]


def test_entries_and_standings() -> None:
    """
    An entry shows its id and status, a standing the day and the reasons.
    """
    entry = an_entry()
    ended = an_entry(Terminate(on=INCLUDED, ground=TerminationGround.VOLUNTARY))
    assert [repr(entry), *(repr(of_entry(one.identifier, LATER, one)) for one in (entry, ended))] == [
        f"<RegistryEntry {ENTRY_ID}: active>",
        "<Standing 2025-09-01: in register, in force>",
        "<Standing 2025-09-01: terminated>",
    ]


def test_publications() -> None:
    """
    A publication shows its day and its number of rows, a row its id.
    """
    entry = an_entry(GiveConsent(on=INCLUDED))
    row = admit(entry, on=LATER, latest=entry, published_on=LATER)
    assert row
    shown = [Publication(on=LATER, published_on=LATER, entries=rows) for rows in ((), (row,))]
    assert [*map(repr, shown), repr(row)] == [
        "<Publication 2025-09-01: 0 rows>",
        "<Publication 2025-09-01: 1 row>",
        f"<PublicEntry {ENTRY_ID}>",
    ]


def test_acts() -> None:
    """
    An act shows its own term.
    """
    assert "term=Term(years=1)" in repr(SignContract(on=LATER, term=Term(years=1)))
