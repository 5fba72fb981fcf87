"""
Law 12: `verify` finds altered, inserted, moved, dropped and rewritten records.

An erasure leaves the rest provable.
"""

from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from attrs import evolve

from kz_social_registry.base.errors import InvalidValue, StoreError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition
from kz_social_registry.domain.timeline import Segment
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.answers.audit import Checkpoint, Flaw, FlawKind, checkpoint, verify
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import History, Store
from kz_social_registry.registry.records import (
    _LASTING,
    NO_DIGEST,
    Record,
    _digest,
    broken,
    digest_of_notice,
    seal,
    unseal,
)
from kz_social_registry.serialization.codec import from_plain, to_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from support.refusals import only_fault
from support.samples import still_clock
from support.tampering import Tampered, found

LATER = date(2025, 9, 1)
CLOCK = still_clock(datetime(2026, 1, 1, tzinfo=UTC))


def _ending_earlier(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """
    Return segments of which the last one's licence ends on a day that does not follow from its term.
    """
    last = segments[-1]
    licence = evolve(last.entry.licence)
    object.__setattr__(licence, "valid_until", LATER)
    return (*segments[:-1], evolve(last, entry=evolve(last.entry, licence=licence)))


def filled(store: Store, identifier: str = "940140000385") -> UUID:
    """
    Record a short life and return the entry's id.
    """
    registry = Registry(store, CLOCK)
    entry = registry.issue(
        on=date(2025, 4, 22),
        identifier=identifier,
        name="«Мейірім» орталығы",
        address="Астана қаласы",
        conditions={ServiceCondition.AT_HOME},
        categories={RecipientCategory.ELDERLY},
        capacity=40,
        licence_issued_on=date(2025, 4, 20),
        licence_term=Term(years=3),
    )
    registry.give_consent(entry.id, on=date(2025, 4, 22), columns=[2, 3])
    registry.amend(entry.id, on=LATER, capacity=41)
    return entry.id


def _sealed_anew(record: Record, payload: bytes, previous: bytes = NO_DIGEST) -> Record:
    """
    Return the record with another payload and a correct seal.
    """
    commitment = sha256((record.salt or b"") + payload).digest()
    changed = evolve(record, payload=payload, commitment=commitment)
    return evolve(changed, digest=_digest(previous, _LASTING(changed)))


class TestChain:
    """
    The chain of one entry's records.
    """

    @pytest.mark.parametrize(
        "change",
        [
            {"place": 9},
            {"recorded_at": datetime(2020, 1, 1, tzinfo=UTC)},
            {"notice_key": b"1" * 32},
            {"notice_digest": b"1" * 32},
            {"payload": b"{}"},
            {"salt": b"0" * 16},
            {"payload": None},
            {"salt": None},
            {"payload": b"{}", "salt": None},
            {"commitment": b"2" * 32},
            {"digest": b"3" * 32},
            {"entry_id": uuid4()},
            {"number": 7},
        ],
        ids="+".join,
    )
    def test_every_altered_part_of_a_fact_is_found(
        self, store: Store, change: dict[str, object]
    ) -> None:
        """
        A change to any part of a record breaks the chain.
        """
        filled(store)
        altered = found(store, lambda r: (r[0], evolve(r[1], **change), r[2]))  # type: ignore[arg-type]
        assert FlawKind.BROKEN_CHAIN in altered

    def test_a_moment_that_goes_back_is_found(self, store: Store) -> None:
        """
        A record with an earlier moment than the one before it breaks the chain, correct seal or not.
        """
        facts = [unseal(record) for record in store.records(filled(store))]
        early = evolve(facts[2], recorded_at=datetime(2025, 12, 31, tzinfo=UTC))
        before = store.records(facts[0].entry_id)[1].digest
        assert found(store, lambda r: (*r[:2], seal(early, previous=before))) == {FlawKind.BROKEN_CHAIN}

    @pytest.mark.parametrize(
        "payload", [b"{", b"[]", b'{"by": null}', b"\xff", b'{"content": 5, "by": 5}']
    )
    def test_a_sealed_fact_that_cannot_be_read_is_found(self, store: Store, payload: bytes) -> None:
        """
        An unreadable payload is a flaw; `unseal` raises an error that quotes nothing of it.
        """
        damaged = _sealed_anew(store.records(filled(store))[0], payload)
        assert found(store, lambda _: (damaged,)) == {FlawKind.UNLAWFUL}
        with pytest.raises(StoreError) as caught:
            unseal(damaged)
        assert [(fault.code, fault.path) for fault in caught.value.faults] == [(Code.DAMAGED, "store")]
        assert caught.value.__context__ is None

    def test_the_digest_of_a_notice_belongs_to_its_fact(self, store: Store) -> None:
        """
        A record with the notice digest of another fact cannot be unsealed.
        """
        record = store.records(filled(store))[0]
        fault = only_fault(lambda: unseal(evolve(record, notice_key=b"1" * 32)), StoreError)
        assert (fault.code, fault.path) == (Code.DAMAGED, "store")

    def test_moved_inserted_and_missing_facts_are_found(self, store: Store) -> None:
        """
        Records that are dropped, doubled or swapped break the chain.
        """
        filled(store)
        moved = found(store, lambda r: (r[0], r[2], r[1]))
        inserted = found(store, lambda r: (r[0], r[1], r[1], r[2]))
        missing = found(store, lambda r: (r[0], r[2]))
        assert moved == inserted == missing == {FlawKind.BROKEN_CHAIN}

    def test_a_segment_that_does_not_follow_is_found(self, store: Store) -> None:
        """
        Segments that do not follow from the facts are a flaw, also if only a term's last day differs.
        """
        filled(store)
        for changed in (lambda segments: segments[:1], _ending_earlier):
            tampered = Tampered(
                store, lambda one, make=changed: evolve(one, segments=make(one.segments))
            )
            flaws = verify(tampered).flaws  # type: ignore[arg-type]  # enough of a store
            assert [flaw.finding for flaw in flaws] == [FlawKind.FOREIGN_SEGMENT]

    def test_a_chain_of_unlawful_facts_is_found(self, store: Store) -> None:
        """
        Facts with correct seals that make no lawful timeline are a flaw.
        """
        entry_id = filled(store)
        facts = [unseal(record) for record in store.records(entry_id)]
        wrong = seal(evolve(facts[1], number=1, place=1), previous=NO_DIGEST)
        assert found(store, lambda _: (wrong,)) == {FlawKind.UNLAWFUL}

    def test_the_salt_keeps_equal_facts_apart(self) -> None:
        """
        The same content has another commitment each time, so nobody finds a number by trying.
        """
        store = MemoryStore()
        record = store.records(filled(store))[0]
        again = seal(unseal(record), previous=NO_DIGEST)
        assert (again.payload, again.commitment == record.commitment) == (record.payload, False)
        assert digest_of_notice({"a": 1}, b"1") != digest_of_notice({"a": 1}, b"2")


class TestCheckpoint:
    """
    Flaws that only an earlier checkpoint finds.
    """

    def test_a_dropped_tail_is_found(self, store: Store) -> None:
        """
        A flaw names the entry and the fact that are gone.
        """
        entry_id = filled(store)
        earlier = from_plain(Checkpoint, to_plain(checkpoint(store, CLOCK())))
        tampered = Tampered(store, lambda history: evolve(history, records=history.records[:2]))
        flaws = verify(tampered, earlier).flaws  # type: ignore[arg-type]  # enough of a store
        assert Flaw(FlawKind.DROPPED, str(entry_id), 3) in flaws

    def test_a_rewritten_chain_is_found(self, store: Store) -> None:
        """
        A chain that was sealed again is consistent, but differs from the checkpoint.
        """
        entry_id = filled(store)
        earlier = checkpoint(store, CLOCK())

        def rewritten(history: History) -> History:
            facts, records = [unseal(record) for record in history.records], []
            previous = NO_DIGEST
            for fact in facts:
                records.append(seal(fact, previous=previous))
                previous = records[-1].digest
            return evolve(history, records=tuple(records))

        tampered = Tampered(store, rewritten)
        flaws = verify(tampered, earlier).flaws  # type: ignore[arg-type]  # enough of a store
        assert flaws == (Flaw(FlawKind.REWRITTEN, str(entry_id), 3),)

    def test_a_whole_entry_that_is_gone_is_found(self, store: Store) -> None:
        """
        The checkpoint still names an entry of which the store keeps nothing.
        """
        entry_id = filled(store)
        flaws = verify(MemoryStore(), checkpoint(store, CLOCK())).flaws
        assert flaws == (Flaw(FlawKind.DROPPED, str(entry_id), 3),)

    def test_a_printed_value_is_enough_to_know(self, store: Store) -> None:
        """
        The printed value agrees while every chain continues; that of another register does not.
        """
        filled(store)
        printed = str(checkpoint(store, CLOCK()))
        filled(store, "950341000052")
        assert verify(store, printed)
        moment = "2026-01-01T00:00:00.000000Z"
        for text in (f"3:{moment}:{'0' * 64}", f"{'9' * 19}:{moment}:{'0' * 64}"):
            assert [f.finding for f in verify(store, text).flaws] == [FlawKind.OTHER_REGISTER]

    @pytest.mark.parametrize(
        "given",
        [
            "",
            "sha",
            "3:00",
            "9" * 5000 + ":00",
            f"3:{'0' * 64}",
            b"",
            {},
            *(
                f"{start}.000000Z:{'0' * 64}"
                for start in (
                    "9" * 5000 + ":2026-01-01T00:00:00",
                    "٣:2026-01-01T00:00:00",
                    "3:2026-02-30T00:00:00",
                )
            ),
        ],
    )
    def test_other_values_than_checkpoints_are_refused(self, given: Any) -> None:
        """
        A value that is not a checkpoint is refused before the register is read.
        """
        with pytest.raises(InvalidValue) as caught:
            verify(MemoryStore(), given)
        assert [(fault.code, fault.path) for fault in caught.value.faults] == [
            (Code.WRONG_TYPE, "checkpoint")
        ]


def test_nothing_of_an_erased_entry_remains_in_the_files(tmp_path: Path) -> None:
    """
    Neither the database nor another file in its folder has a trace of the person.
    """
    path = tmp_path / "register.db"
    with SQLiteStore(path) as store:
        registry = Registry(store, CLOCK)
        entry_id = filled(store, "791028302728")
        registry.reissue(entry_id, on=LATER, ground="person_renamed", name="Ғайыпбек")  # type: ignore[arg-type]
        registry.exclude(entry_id, on=LATER, basis="өтініш")
        traces = (b"791028302728", "Ғайыпбек".encode(), "Астана қаласы".encode())
        before = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        registry.erase(entry_id, basis="сұрау")
        after = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert [trace in before for trace in traces] == [True, True, True]
    assert [trace in after for trace in traces] == [False, False, False]


def test_erasure_inside_a_batch_is_thorough_too(tmp_path: Path) -> None:
    """
    The files are scrubbed when the batch ends.
    """
    path = tmp_path / "register.db"
    with SQLiteStore(path) as store:
        registry = Registry(store, CLOCK)
        entry_id = filled(store, "791028302728")
        with registry.batch():
            registry.exclude(entry_id, on=LATER, basis="өтініш")
            registry.erase(entry_id, basis="сұрау")
        after = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert (b"791028302728" in after, bool(verify(store))) == (False, True)


class TestErasure:
    """
    An entry has no data if and only if its last fact is an erasure.
    """

    @pytest.fixture
    def entry_id(self, store: Store) -> UUID:
        """
        Return the entry of a natural person who left the register.
        """
        entry_id = filled(store, "791028302728")
        Registry(store, CLOCK).exclude(entry_id, on=LATER, basis="өтініш")
        return entry_id

    @pytest.mark.parametrize("wiped", [{0}, {3}, {0, 1, 2}, {0, 1, 2, 3}], ids=str)
    def test_data_that_are_gone_without_an_erasure_are_missed(
        self, store: Store, entry_id: UUID, wiped: set[int]
    ) -> None:
        """
        Missing data without an erasure are a flaw, for one fact or all, with or without segments.
        """
        records = tuple(
            evolve(record, payload=None, salt=None) if index in wiped else record
            for index, record in enumerate(store.records(entry_id))
        )
        tampered = Tampered(store, lambda history: evolve(history, records=records, segments=()))
        flaws = verify(tampered).flaws  # type: ignore[arg-type]  # enough of a store
        assert flaws == (Flaw(FlawKind.UNERASED, str(entry_id)),)

    @pytest.mark.parametrize("restored", [{0}, {0, 1, 2, 3}], ids=str)
    def test_data_that_are_back_after_an_erasure_are_found(
        self, store: Store, entry_id: UUID, restored: set[int]
    ) -> None:
        """
        Data restored from a backup are a flaw although the chain fits; the erasure is reported.
        """
        before = store.records(entry_id)
        (history,) = store.histories()
        Registry(store, CLOCK).erase(entry_id, basis="сұрау")
        erased = store.records(entry_id)
        assert verify(store)
        records = tuple(before[i] if i in restored else record for i, record in enumerate(erased))
        tampered = Tampered(store, lambda _: evolve(history, records=records))
        verification = verify(tampered, checkpoint(store, CLOCK()))  # type: ignore[arg-type]  # enough of a store
        assert verification.flaws == (Flaw(FlawKind.UNERASED, str(entry_id)),)
        assert [erasure.basis for erasure in verification.erasures] == ["сұрау"]

    def test_one_that_overtakes_the_verification_is_no_flaw(self, store: Store, entry_id: UUID) -> None:
        """
        A history read just before the erasure is not a flaw, although no name finds its entry now.
        """
        before = list(store.histories())
        Registry(store, CLOCK).erase(entry_id, basis="сұрау")
        overtaken = Tampered(store, lambda _: before[0])
        assert verify(overtaken)  # type: ignore[arg-type]  # enough of a store

    def test_nothing_follows_an_erasure(self, store: Store, entry_id: UUID) -> None:
        """
        A fact after an erasure is a flaw, even if its seal is correct.
        """
        fact = unseal(store.records(entry_id)[-1])
        Registry(store, CLOCK).erase(entry_id, basis="сұрау")
        last = store.records(entry_id)[-1]
        more = seal(evolve(fact, number=last.number + 1, place=9), previous=last.digest)
        assert found(store, lambda records: (*records, more)) == {FlawKind.UNERASED}


def test_a_broken_chain_names_each_fact_that_does_not_fit() -> None:
    """
    `broken` yields the altered record, and after a dropped one every record with a wrong number.
    """
    store = MemoryStore()
    one, two, three = store.records(filled(store))
    assert list(broken([one, evolve(two, payload=b"{}"), three])) == [2]
    assert list(broken([two, three])) == [2, 3]
