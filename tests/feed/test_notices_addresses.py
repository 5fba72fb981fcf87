"""
The entries of a notice: by id, by number on the day of the act, and those of a withdrawn consent.

A withdrawal by number is the assumption "withdrawn by number".
"""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

import pytest

from kz_social_registry.base.errors import Fault, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import Status, View
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.feed.notices import receive
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage.memory import MemoryStore
from support.notices import (
    DAY,
    HOUSE,
    OTHER,
    PERSON,
    a_notice,
    an_issue,
    counts,
    faults,
    received,
)

#: A provider that was excluded and licensed again, with a consent each time.
LICENSED_AGAIN: Final = (
    an_issue("N-1"),
    a_notice("N-2", "give_consent", "2025-05-01", columns="all"),
    a_notice("N-3", "exclude", "2025-06-01", basis="өтініш"),
    an_issue("N-4", on="2025-07-01"),
    a_notice("N-5", "give_consent", "2025-07-01", columns="all"),
)


@pytest.fixture
def store() -> Store:
    """
    Return an empty store in memory.
    """
    return MemoryStore()


class Stubborn(Registry):
    """
    A registry in which one entry takes no act.
    """

    entry_id: UUID

    def record(self, entry_id: UUID, act: Act, *more: Act, **recording: Any) -> RegistryEntry:
        """
        Refuse the acts of that entry.
        """
        if entry_id == self.entry_id:
            raise UnlawfulAct(Fault(Code.NO_CONSENT))
        return super().record(entry_id, act, *more, **recording)


class TestAddress:
    """
    An act finds its entry by `entry`, or by the provider's `identifier` on its day.
    """

    def test_an_entry_is_found_by_its_id(self, store: Store) -> None:
        """
        A notice that names the entry needs no identifier.
        """
        registry = received(store, an_issue())
        entry = registry.by_identifier(HOUSE, on=DAY)
        assert entry
        receive(registry, [a_notice("N-2", "suspend", entry=str(entry.id))])
        after = registry.get(entry.id, on=DAY)
        assert after
        assert after.status is Status.SUSPENDED

    def test_a_provider_is_found_on_the_day_of_the_act(self, store: Store) -> None:
        """
        Of two entries of a provider, each act reaches the one that was in the register on its day.
        """
        registry = received(
            store,
            an_issue("N-1"),
            a_notice("N-2", "exclude", "2025-06-01", basis="өтініш"),
            an_issue("N-3", on="2025-07-01"),
            a_notice("N-4", "amend", "2025-05-01", capacity=50),
            a_notice("N-5", "amend", "2025-08-01", capacity=60),
        )
        days = (date(2025, 5, 1), date(2025, 8, 1))
        entries = [registry.by_identifier(HOUSE, on=day) for day in days]
        assert [entry and entry.capacity for entry in entries] == [50, 60]

    def test_consent_reaches_the_latest_entry_of_an_excluded_provider(self, store: Store) -> None:
        """
        A consent is withdrawn even after exclusion, by the identifier alone.
        """
        registry = received(
            store,
            an_issue("N-1"),
            a_notice("N-2", "give_consent", "2025-05-01", columns="all"),
            a_notice("N-3", "exclude", "2025-06-01", basis="өтініш"),
            a_notice("N-4", "withdraw_consent", "2025-07-01"),
        )
        answer = registry.standing(HOUSE, on=DAY)
        assert answer.entry
        assert answer.entry.consent is None

    def test_consent_ignores_an_entry_whose_issue_was_annulled(self, store: Store) -> None:
        """
        Such an entry is not the provider's latest.
        """
        registry = received(
            store,
            an_issue("N-1"),
            a_notice("N-2", "give_consent", "2025-05-01", columns="all"),
            a_notice("N-3", "exclude", "2025-06-01", basis="өтініш"),
            an_issue("N-4", on="2025-07-01"),
            {"notice": "N-5", "act": "annul", "of": "N-4", "reason": "қате"},
            a_notice("N-6", "withdraw_consent", "2025-08-01"),
        )
        answer = registry.standing(HOUSE, on=DAY)
        assert answer.entry
        assert answer.entry.consent is None

    def test_consent_for_a_licence_that_passed_on_is_the_others(self, store: Store) -> None:
        """
        After a reorganisation the old number gives and withdraws no consent for the new person.
        """
        passed = a_notice("N-2", "reissue", "2025-06-01", ground="reorganised", new_identifier=OTHER)
        consent = a_notice("N-3", "give_consent", identifier=OTHER, columns="all")
        registry = received(store, an_issue(), passed, consent)
        receipt = receive(registry, [a_notice("N-4", "withdraw_consent")])
        assert faults(receipt) == [(1, Code.UNKNOWN_PROVIDER, "identifier")]

    @pytest.mark.parametrize("act", ["give_consent", "withdraw_consent"])
    def test_nobody_consents_for_a_licence_that_is_anothers_yet(self, store: Store, act: str) -> None:
        """
        Para. 7: the later holder of a licence has no say for days on which another held it.
        """
        consent = a_notice("N-2", "give_consent", "2025-04-22", columns="all")
        passed = a_notice("N-3", "reissue", "2025-06-01", ground="reorganised", new_identifier=OTHER)
        registry = received(store, an_issue(), consent, passed)
        columns = {"columns": "all"} if act == "give_consent" else {}
        receipt = receive(registry, [a_notice("N-4", act, "2025-05-01", identifier=OTHER, **columns)])
        assert faults(receipt) == [(1, Code.UNKNOWN_PROVIDER, "identifier")]

    def test_a_withdrawal_reaches_the_entry_that_the_provider_had_by_then(self, store: Store) -> None:
        """
        An entry that is formed later has no consent yet.
        """
        registry = received(
            store,
            an_issue("N-1"),
            a_notice("N-2", "give_consent", "2025-05-01", columns="all"),
            a_notice("N-3", "exclude", "2025-06-01", basis="өтініш"),
            an_issue("N-4", on="2025-08-01"),
            a_notice("N-5", "withdraw_consent", "2025-07-01"),
        )
        answer = registry.standing(HOUSE, on=date(2025, 7, 1))
        assert answer.entry
        assert answer.entry.consent is None

    @pytest.mark.parametrize("again", [True, False], ids=["consents again", "does not"])
    def test_a_provider_withdraws_all_that_it_consented_to(self, store: Store, again: bool) -> None:  # noqa: FBT001  # a case
        """
        Para. 7: an excluded entry of a provider licensed again is no longer public either.
        """
        story = [
            an_issue("N-1", identifier=PERSON),
            a_notice("N-2", "give_consent", "2025-05-01", identifier=PERSON, columns=[2, 3, 8]),
            a_notice("N-3", "exclude", "2025-06-01", identifier=PERSON, basis="өтініш"),
            an_issue("N-4", on="2025-07-01", identifier=PERSON),
            a_notice("N-5", "give_consent", "2025-07-01", identifier=PERSON, columns=[2]),
            a_notice("N-6", "withdraw_consent", "2025-08-01", identifier=PERSON),
        ]
        registry = received(store, *(n for n in story if again or n["notice"] != "N-5"))
        days = [date(2025, 5, 10), date(2025, 7, 10), DAY]
        rows = [registry.public(on=day, published_on=DAY, view=View.FULL) for day in days]
        assert [len(publication) for publication in rows] == [0, 0, 0]

    def test_a_late_withdrawal_counts_from_its_own_day(self, store: Store) -> None:
        """
        By number it reaches every entry, also one whose consent was withdrawn on a later day.
        """
        registry = received(store, *LICENSED_AGAIN)
        earlier, later = store.entries_mentioning(HOUSE)
        registry.withdraw_consent(earlier, on=date(2025, 9, 1))
        for notice, day in (("N-6", "2025-08-01"), ("N-7", "2025-07-15")):
            receipt = receive(registry, [a_notice(notice, "withdraw_consent", day)])
            assert counts(receipt) == (1, 0, 0)
            before = date.fromisoformat(day) - timedelta(days=1)
            for entry_id in (earlier, later):
                on_both = [registry.get(entry_id, on=on) for on in (before, date.fromisoformat(day))]
                assert [bool(entry and entry.consent) for entry in on_both] == [True, False]
        assert [len(registry.history(entry_id)) for entry_id in (earlier, later)] == [6, 4]
        assert registry.verify()

    def test_a_withdrawal_by_number_reaches_withdrawn_consents_too(self, store: Store) -> None:
        """
        If that other withdrawal is annulled, the consent does not come back for any entry.
        """
        registry = received(store, *LICENSED_AGAIN)
        earlier, later = store.entries_mentioning(HOUSE)
        notices = (
            a_notice("N-6", "withdraw_consent", "2025-08-01", entry=str(later)),
            a_notice("N-7", "withdraw_consent", "2025-09-01"),
            {"notice": "N-8", "act": "annul", "of": "N-6", "reason": "басқа жазба туралы"},
        )
        for notice in notices:
            assert counts(receive(registry, [notice])) == (1, 0, 0)
        for entry_id in (earlier, later):
            entry = registry.get(entry_id, on=date(2025, 9, 1))
            assert entry
            assert entry.consent is None

    def test_a_consent_of_an_earlier_holder_is_not_withdrawn_by_number(self, store: Store) -> None:
        """
        It has ended already; the provider's own consent is withdrawn.
        """
        other = an_issue("N-10", identifier=OTHER)
        registry = received(
            store,
            *LICENSED_AGAIN[:3],
            other,
            a_notice("N-11", "give_consent", "2025-07-01", identifier=OTHER, columns="all"),
            a_notice(
                "N-12", "reissue", "2025-07-01",
                identifier=OTHER, ground="reorganised", new_identifier=HOUSE,
            ),
        )  # fmt: skip
        receipt = receive(registry, [a_notice("N-13", "withdraw_consent", "2025-08-01")])
        assert counts(receipt) == (1, 0, 0), faults(receipt)
        earlier, passed = store.entries_mentioning(HOUSE)
        entry = registry.get(earlier, on=date(2025, 8, 1))
        assert entry
        assert entry.consent is None
        assert len(registry.history(passed)) == 3

    def test_a_withdrawal_that_one_entry_refuses_is_rejected_whole(self, store: Store) -> None:
        """
        Nothing is recorded and the notice is not remembered, so it may come again, corrected.
        """
        received(store, *LICENSED_AGAIN)
        earlier, later = store.entries_mentioning(HOUSE)
        registry = Stubborn(store)
        registry.entry_id = earlier
        receipt = receive(registry, [a_notice("N-6", "withdraw_consent", "2025-08-01")])
        assert (counts(receipt), faults(receipt)) == ((0, 0, 1), [(1, Code.NO_CONSENT, "")])
        assert [len(registry.history(entry_id)) for entry_id in (earlier, later)] == [3, 2]
        assert store.notice("N-6") is None

    def test_other_acts_need_a_provider_that_is_in_the_register(self, store: Store) -> None:
        """
        Only consent reaches an excluded provider by its identifier.
        """
        registry = received(store, an_issue(), a_notice("N-2", "exclude", "2025-06-01", basis="өтініш"))
        receipt = receive(registry, [a_notice("N-3", "suspend")])
        assert faults(receipt) == [(1, Code.UNKNOWN_PROVIDER, "identifier")]

    def test_an_erased_entry_is_reported_as_such(self, store: Store) -> None:
        """
        Notices of an erased entry are known for good; new ones are refused.
        """
        consent = a_notice("N-2", "give_consent", identifier=PERSON, columns=[2])
        issue = an_issue(identifier=PERSON)
        registry = received(
            store, issue, consent, a_notice("N-3", "exclude", identifier=PERSON, basis="өтініш")
        )
        (entry_id,) = store.entries_mentioning(PERSON)
        registry.erase(entry_id, basis="№ 5")
        act = a_notice("N-4", "suspend", entry=str(entry_id))
        annul = {"notice": "N-5", "act": "annul", "of": "N-2", "reason": "қате"}
        by_number = a_notice("N-6", "suspend", identifier=PERSON)
        receipt = receive(registry, [issue, {**consent, "columns": [3]}, act, annul, by_number])
        assert counts(receipt) == (0, 2, 3)
        assert [code for _, code, _ in faults(receipt)] == [
            Code.ERASED, Code.ERASED, Code.UNKNOWN_PROVIDER,
        ]  # fmt: skip
