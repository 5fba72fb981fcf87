"""
Rows of a store on disk: the columns by which segments are found, and what is said of damage.
"""

from datetime import date
from uuid import UUID

from kz_social_registry.base.errors import StoreError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import TerminationGround
from kz_social_registry.domain.acts import Exclude, GiveConsent, Terminate
from kz_social_registry.domain.timeline import Segment
from kz_social_registry.registry.flaws import FlawKind
from kz_social_registry.storage.sql import rows
from kz_social_registry.storage.sql.stored import digest_of, write_entry
from support.refusals import faults_of
from support.samples import ENTRY_ID, INCLUDED, LATER, an_entry

UNTIL = date(2026, 1, 1)


def test_a_segment_is_found_by_its_columns() -> None:
    """
    Days are texts that sort as days do; an end that is not known is after all others.
    """
    plain = an_entry()
    consented = an_entry(GiveConsent(on=INCLUDED, until=UNTIL))
    ended = an_entry(
        Terminate(on=LATER, ground=TerminationGround.VOLUNTARY), Exclude(on=LATER, basis="№ 5")
    )
    found = [
        rows.segment_values(Segment(INCLUDED, until, entry))[:12]
        for entry, until in ((plain, None), (consented, LATER), (ended, None))
    ]
    licensed = ("71", 4, 16, 40, "2028-04-20")
    assert found == [
        ("2025-04-22", "forever", "940140000385", True, "active", *licensed, "forever", "forever"),
        (
            "2025-04-22",
            "2025-09-01",
            "940140000385",
            True,
            "active",
            *licensed,
            "2025-04-22",
            "2026-01-01",
        ),
        ("2025-04-22", "forever", "940140000385", False, "excluded", *licensed, "forever", "forever"),
    ]


def test_days_of_rows() -> None:
    """
    No day at all is before all days, and no end is after them.
    """
    assert (rows.start_text(None), rows.start_text(LATER), rows.end_text(LATER)) == (
        "",
        *("2025-09-01",) * 2,
    )
    assert (rows.end_day("2025-09-01"), rows.end_day(rows.end_text(None))) == (LATER, None)


def test_a_segment_is_read_with_its_days() -> None:
    """
    A row that is asked for with its days has both of them.
    """
    entry = an_entry()
    data = write_entry(entry)
    row = (str(ENTRY_ID), "2025-04-22", "2025-09-01", data, digest_of(data))
    assert rows.dated_segment(row) == Segment(INCLUDED, LATER, entry)


def test_damage_is_of_the_store() -> None:
    """
    A segment of another entry, with a wrong day or wrong data, and a record without a day are damage.
    """
    data = write_entry(an_entry())
    days = ("2025-04-22", "forever")
    segments = (
        (str(UUID(int=2)), *days, data, digest_of(data)),
        (str(ENTRY_ID), "x", "forever", data, digest_of(data)),
        (str(ENTRY_ID), *days, data, b""),
    )
    calls = [lambda row=row: rows.dated_segment(row) for row in segments]
    record = (str(ENTRY_ID), 1, 1, "x", *(None,) * 6)
    found = [faults_of(call, StoreError) for call in (*calls, lambda: rows.record_of(record))]
    assert found == [[(Code.DAMAGED, "store")]] * 4


def test_a_flaw_names_its_entry_in_ascii() -> None:
    """
    An entry's id that somebody wrote into a file is shown, whatever its letters.
    """
    found = [rows.flawed(FlawKind.MISPLACED, *entry).entry_id for entry in (("Ү",), ())]
    assert found == ["\\u04ae", ""]
