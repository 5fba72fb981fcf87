"""
Erasure of an entry through the recorder.
"""

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kz_social_registry.base.errors import (
    Erased,
    NotFound,
    UnlawfulAct,
)
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.domain.acts import Exclude
from kz_social_registry.domain.timeline import Annul, Content, Erase
from kz_social_registry.feed.notices import receive
from kz_social_registry.registry.ports import Store
from kz_social_registry.registry.recorder import Draft, erase, record
from kz_social_registry.storage.sqlite import SQLiteStore
from support.notices import OTHER, PERSON, a_notice, an_issue, counts, received
from support.recording import CLOCK, ON, SUSPEND, an_entry
from support.refusals import faults_of


class TestErasure:
    """
    Only a natural person's entry that is not in the register can be erased, once.
    """

    EXCLUDE = Exclude(on=ON, basis="өтініш")

    def draft(self, entry_id: UUID) -> Draft:
        """
        Return the draft of an erasure.
        """
        return Draft(entry=entry_id, contents=(Erase(basis="№ 5"),))

    @pytest.mark.parametrize(
        ("identifier", "contents"),
        [
            (PERSON, ()),
            (OTHER, (EXCLUDE,)),
            # Excluded from tomorrow on, the person is in the register today.
            (PERSON, (Exclude(on=date(2026, 1, 16), basis="өтініш"),)),
        ],
    )
    def test_what_must_stay_is_not_erased(
        self, store: Store, identifier: str, contents: tuple[Content, ...]
    ) -> None:
        """
        The erasure of a legal person's entry, or of one that is in the register, is refused.
        """
        entry_id = an_entry(store, identifier)
        for content in contents:
            record(store, CLOCK, Draft(entry=entry_id, contents=(content,)))
        before = store.records(entry_id)
        assert faults_of(lambda: erase(store, CLOCK, self.draft(entry_id)), UnlawfulAct) == [
            (Code.NOT_ERASABLE, "entry")
        ]
        assert store.records(entry_id) == before

    @pytest.mark.parametrize("content", [EXCLUDE, Annul(of=1, reason="қате")])
    def test_what_left_the_register_is_erased_once(self, store: Store, content: Content) -> None:
        """
        Erasure of an excluded or annulled entry removes payloads and salts and keeps the chain.
        """
        entry_id = an_entry(store, PERSON)
        record(store, CLOCK, Draft(entry=entry_id, contents=(content,)))
        digests = [kept.digest for kept in store.records(entry_id)]
        erase(store, CLOCK, self.draft(entry_id))
        *old, last = store.records(entry_id)
        assert [(kept.payload, kept.salt, kept.digest) for kept in old] == [
            (None, None, digest) for digest in digests
        ]
        assert last.payload is not None
        assert faults_of(lambda: erase(store, CLOCK, self.draft(entry_id)), Erased) == [
            (Code.ERASED, "")
        ]

    def test_what_is_not_there_is_not_erased(self, store: Store) -> None:
        """
        The erasure of an unknown entry is refused.
        """
        assert faults_of(lambda: erase(store, CLOCK, self.draft(uuid4())), NotFound) == [
            (Code.UNKNOWN_ENTRY, "entry")
        ]

    def test_nothing_follows_an_erasure(self, store: Store) -> None:
        """
        An act of an erased entry is refused.
        """
        registry = received(
            store, an_issue(identifier=PERSON),
            a_notice("N-2", "exclude", identifier=PERSON, basis="өтініш"),
        )  # fmt: skip
        (entry_id,) = store.entries_mentioning(PERSON)
        registry.erase(entry_id, basis="№ 5")
        draft = Draft(entry=entry_id, contents=(SUSPEND,))
        assert faults_of(lambda: record(store, CLOCK, draft), Erased) == [(Code.ERASED, "")]


def test_a_notices_id_goes_with_the_erasure(tmp_path: Path) -> None:
    """
    An erased notice id leaves no trace in the files, and its notice is still known.
    """
    first = an_issue(f"L-{PERSON}", identifier=PERSON)
    with SQLiteStore(tmp_path / "register.db") as store:
        leave = a_notice(f"{PERSON}/2", "exclude", identifier=PERSON, basis="өтініш")
        registry = received(store, first, leave)
        (entry_id,) = store.entries_mentioning(PERSON)
        assert [fact.notice for fact in registry.history(entry_id)] == [f"L-{PERSON}", f"{PERSON}/2"]
        registry.erase(entry_id, basis="№ 5")
        files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert PERSON.encode() not in files
        assert counts(receive(registry, [first])) == (0, 1, 0)
        assert registry.verify()
