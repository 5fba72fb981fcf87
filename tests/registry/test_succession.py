"""
Successions: reorganisations, persons whose IIN changed, and predecessors that the register checks.
"""

from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from attrs import evolve

from kz_social_registry import Registry, RegistryEntry, acts
from kz_social_registry.base.errors import InvalidValue, StoreError, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import SuccessionKind
from kz_social_registry.domain.acts import Succession
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.standing import Reason
from kz_social_registry.domain.values.identifiers import Iin
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.feed import receive
from kz_social_registry.registry import Commit
from kz_social_registry.registry.flaws import FlawKind
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from support.refusals import refused
from support.samples import BIN, IIN, INCLUDED, LATER, OTHER_BIN, an_entry, issue_values, still_clock
from support.tampering import found

THIRD_BIN: Final = "961141000023"
NEW_IIN: Final = "061211600012"
#: The grounds of a natural person's reissue.
PERSONAL: Final = ("person_renamed", "sole_trader_changed", "other_law")


def merger(*ids: UUID, kind: SuccessionKind = SuccessionKind.MERGER) -> Succession:
    """
    Return a succession, by default a merger.
    """
    return Succession(kind=kind, predecessors=ids)


def found_in(error: Any) -> list[tuple[object, str]]:
    """
    Return code and path of each fault.
    """
    return [(fault.code, fault.path) for fault in error.faults]


class _Interrupted(SQLiteStore):
    """
    A store in which somebody else acts between the checks and the commit of an act.
    """

    meanwhile: Any = None
    error: Any = None

    def commit(self, *commits: Commit) -> None:
        """
        Let the other one act, and commit.
        """
        if self.meanwhile:
            self.error = refused(self.meanwhile, StoreError)
        super().commit(*commits)


@pytest.fixture
def registry() -> Registry:
    """
    Return an empty registry.
    """
    return Registry(MemoryStore(), still_clock())


def issued(registry: Registry, **changes: Any) -> RegistryEntry:
    """
    Issue the sample licence, with other values.
    """
    return registry.issue(**issue_values(**changes))


class TestReorganisation:
    """
    Law on Permits, art. 34: it runs through reissue.
    """

    def test_a_merger_is_recorded_completely(self, registry: Registry) -> None:
        """
        A + B → C: A is reissued to C, names B, and B ends; C is linked to both.
        """
        first, second = issued(registry), issued(registry, identifier=OTHER_BIN)
        merged = registry.reissue(
            first, on=LATER, ground="reorganised", new_identifier=THIRD_BIN,
            succession=merger(second.id),
        )  # fmt: skip
        registry.terminate(second, on=LATER, ground="ceased")
        assert (merged.identifier, merged.id) == (THIRD_BIN, first.id)
        assert merged.succession == merger(second.id)
        assert registry.predecessors(first) == (second.id,)
        assert registry.successors(second) == (first.id,)

    def test_a_bare_reorganisation_stays_lawful(self, registry: Registry) -> None:
        """
        A reissue need not say who else took part, and keeps what an earlier one said.
        """
        first, second = issued(registry), issued(registry, identifier=OTHER_BIN)
        bare = registry.reissue(first, on=LATER, ground="reorganised", new_identifier=THIRD_BIN)
        assert bare.succession is None
        told = {"ground": "reorganised", "succession": merger(second.id)}
        registry.reissue(first, on=LATER, **told)  # type: ignore[arg-type]  # as said
        assert registry.reissue(first, on=LATER, ground="reorganised").succession is not None

    def test_an_earlier_predecessor_is_not_forgotten(self, registry: Registry) -> None:
        """
        A provider licensed again that takes part in a merger continues both entries.
        """
        old = issued(registry)
        registry.exclude(old, on=LATER, basis="өтініш")
        other = issued(registry, identifier=OTHER_BIN)
        again = issued(registry, on=LATER)
        registry.reissue(again, on=LATER, ground="reorganised", succession=merger(other.id))
        assert registry.predecessors(again) == (old.id, other.id)

    @pytest.mark.parametrize("ground", ["name_or_location", "other_law"])
    def test_other_grounds_carry_no_succession(self, ground: Any) -> None:
        """
        Only a reorganisation has other parties.
        """
        error = refused(lambda: acts.Reissue(on=LATER, ground=ground, succession=merger(uuid4())))
        assert found_in(error) == [(Code.CHANGE_NEEDS_GROUND, "succession")]

    def test_two_at_the_same_time_make_no_cycle(self, tmp_path: Path) -> None:
        """
        While a succession is checked and recorded, nobody else records another one.
        """
        path = tmp_path / "register.db"
        with _Interrupted(path) as store, SQLiteStore(path, wait=0.01) as theirs:
            first, second = issued(Registry(store)), issued(Registry(store), identifier=OTHER_BIN)
            told = {"on": LATER, "ground": "reorganised"}
            store.meanwhile = lambda: Registry(theirs).reissue(
                second, **told, succession=merger(first.id)
            )
            Registry(store).reissue(first, **told, succession=merger(second.id))
            assert found_in(store.error) == [(Code.LOCKED, "store")]
            assert Registry(store).verify()

    @pytest.mark.parametrize("kind", ["licensed_again", "restored"])
    def test_it_has_a_kind_of_reorganisation(self, kind: Any) -> None:
        """
        A new licence and a restored one are no reorganisations, nor is a text.
        """
        told = merger(uuid4(), kind=SuccessionKind(kind))
        for value, code, path in (
            (told, Code.UNKNOWN_CODE, "succession.kind"),
            ("merger", Code.WRONG_TYPE, "succession"),
        ):
            make: Any = {"on": LATER, "ground": "reorganised", "succession": value}
            assert found_in(refused(lambda m=make: acts.Reissue(**m))) == [(code, path)]


class TestNewIin:
    """
    A natural person whose IIN changed stays the same person.
    """

    @pytest.fixture
    def person(self, registry: Registry) -> RegistryEntry:
        """
        Return a natural person's entry, with a consent that was signed before.
        """
        given = acts.GivenConsent(columns=[2, 3], given_on=date(2025, 4, 1))
        return issued(registry, identifier=IIN, consent=given)

    @pytest.mark.parametrize("ground", PERSONAL)
    def test_the_consent_stays(self, registry: Registry, person: RegistryEntry, ground: Any) -> None:
        """
        The row of each day has the number of that day, and is public on both days.
        """
        after = registry.reissue(person, on=LATER, ground=ground, new_identifier=NEW_IIN)
        assert (after.identifier, after.consent) == (Iin(NEW_IIN), person.consent)
        shown = [
            [row.identifier for row in registry.public(on=day, published_on=LATER)]
            for day in (INCLUDED, LATER)
        ]
        assert shown == [[IIN], [NEW_IIN]]
        assert registry.withdraw_consent(person, on=LATER).consent is None

    def test_both_numbers_find_the_person(self, registry: Registry, person: RegistryEntry) -> None:
        """
        The licence did not pass to anybody.
        """
        registry.reissue(person, on=LATER, ground="person_renamed", new_identifier=NEW_IIN)
        for number in (IIN, NEW_IIN):
            for day in (INCLUDED, LATER):
                answer = registry.standing(number, on=day)
                assert (bool(answer), answer.reasons) == (True, ())
            assert registry.standing(number, on=INCLUDED - ONE_DAY).reasons == (
                Reason.NOT_YET_INCLUDED,
            )

    def test_a_notice_finds_the_person_by_either_number(
        self, registry: Registry, person: RegistryEntry
    ) -> None:
        """
        A withdrawal by the earlier number reaches the entry.
        """
        registry.reissue(person, on=LATER, ground="person_renamed", new_identifier=NEW_IIN)
        notices = [
            {"notice": "1", "act": "amend", "on": "2025-09-02", "identifier": IIN, "capacity": 3},
            {"notice": "2", "act": "withdraw_consent", "on": "2025-09-02", "identifier": NEW_IIN},
        ]
        assert receive(registry, notices).accepted == 2
        after = registry.get(person, on=date(2025, 9, 2))
        assert after
        assert (after.capacity, after.consent) == (3, None)

    def test_a_number_that_was_corrected_finds_nobody(self, registry: Registry) -> None:
        """
        A mistyped IIN was never the person's, so a withdrawal by it reaches no other entry.
        """
        wrong = issued(registry, identifier=IIN, consent=acts.GivenConsent(columns=[2]))
        right = acts.issue_of(**issue_values(entry_id=wrong.id, identifier=NEW_IIN))
        registry.correct(wrong, 1, right, reason="қате")
        registry.give_consent(wrong, on=INCLUDED, columns=[2])
        own = issued(registry, identifier=IIN, consent=acts.GivenConsent(columns=[2]))
        notice = {"notice": "1", "act": "withdraw_consent", "on": "2025-09-02", "identifier": IIN}
        assert receive(registry, [notice]).accepted == 1
        entries = [registry.get(entry, on=date(2025, 9, 2)) for entry in (wrong, own)]
        assert [entry and entry.consent is None for entry in entries] == [False, True]

    def test_a_late_new_number_leaves_the_consent_where_it_was(
        self, registry: Registry, person: RegistryEntry
    ) -> None:
        """
        A change recorded after a consent of a later day makes it nobody else's.
        """
        registry.give_consent(person, on=date(2025, 10, 1), columns=[2])
        registry.reissue(person, on=LATER, ground="person_renamed", new_identifier=NEW_IIN)
        assert registry.standing(NEW_IIN, on=LATER)

    def test_one_number_has_one_entry(self, registry: Registry, person: RegistryEntry) -> None:
        """
        Law 4: the new IIN may not be that of another entry in the register.
        """
        issued(registry, identifier=NEW_IIN)
        with pytest.raises(UnlawfulAct) as caught:
            registry.reissue(person, on=LATER, ground="person_renamed", new_identifier=NEW_IIN)
        assert caught.value.faults[0].code is Code.ALREADY_IN_REGISTER

    def test_a_person_stays_natural_or_legal(self) -> None:
        """
        An IIN never follows a BIN, nor a BIN an IIN.
        """
        act = acts.Reissue(on=LATER, ground="other_law", new_identifier=IIN)  # type: ignore[arg-type]  # plain values
        faults = refused(lambda: apply(an_entry(), act), UnlawfulAct)
        assert found_in(faults) == [(Code.IS_AN_IIN, "new_identifier")]
        act = acts.Reissue(on=LATER, ground="reorganised", new_identifier=BIN)  # type: ignore[arg-type]  # plain values
        faults = refused(lambda: apply(an_entry(identifier=IIN), act), UnlawfulAct)
        assert found_in(faults) == [(Code.GROUND_FOR_OTHERS, "ground")]
        for ground, number in (("reorganised", IIN), ("person_renamed", BIN)):
            told: Any = {"on": LATER, "ground": ground, "new_identifier": number}
            error = refused(lambda t=told: acts.Reissue(**t), InvalidValue)
            assert found_in(error) == [(Code.CHANGE_NEEDS_GROUND, "new_identifier")]


class TestPredecessors:
    """
    The entries that a succession names are looked up in the register.
    """

    def test_an_unknown_entry_is_refused(self, registry: Registry) -> None:
        """
        Each unknown entry has a fault, and nothing is recorded.
        """
        known = issued(registry, identifier=OTHER_BIN)
        told = merger(uuid4(), known.id, uuid4())
        error = refused(lambda: issued(registry, succession=told), UnlawfulAct)
        paths = ["succession.predecessors[0]", "succession.predecessors[2]"]
        assert found_in(error) == [(Code.UNKNOWN_PREDECESSOR, path) for path in paths]
        assert not registry.standing(BIN, on=LATER).in_register

    def test_an_entry_is_named_once(self) -> None:
        """
        The same entry twice is a fault of the value.
        """
        twice = uuid4()
        assert found_in(refused(lambda: merger(twice, twice))) == [
            (Code.PREDECESSOR_TWICE, "predecessors")
        ]

    def test_no_entry_comes_before_itself(self, registry: Registry) -> None:
        """
        A reissue names neither its own entry, nor one that follows from it, near or far.
        """
        first = issued(registry)
        second = issued(registry, identifier=OTHER_BIN, succession=merger(first.id))
        third = issued(registry, identifier=THIRD_BIN, succession=merger(second.id))
        for entry, code, path in (
            (first, Code.PREDECESSOR, "succession.predecessors"),
            (second, Code.PREDECESSOR_CYCLE, "succession.predecessors[0]"),
            (third, Code.PREDECESSOR_CYCLE, "succession.predecessors[0]"),
        ):
            told = merger(entry.id)
            error = refused(
                lambda t=told: registry.reissue(first, on=LATER, ground="reorganised", succession=t),
                UnlawfulAct,
            )
            assert found_in(error) == [(code, path)]

    def test_a_succession_that_was_annulled_makes_no_cycle(self, registry: Registry) -> None:
        """
        Only what is in effect counts, and two ways to one entry are no cycle.
        """
        first, second = issued(registry), issued(registry, identifier=OTHER_BIN)
        third = issued(registry, identifier=THIRD_BIN, succession=merger(first.id, second.id))
        registry.reissue(second, on=LATER, ground="reorganised", succession=merger(first.id))
        assert registry.predecessors(third) == (first.id, second.id)
        fourth = issued(registry, identifier=IIN, succession=merger(third.id))
        assert registry.successors(third) == (fourth.id,)
        registry.annul(second, 2, reason="қате")
        told = registry.reissue(first, on=LATER, ground="reorganised", succession=merger(second.id))
        assert told.succession == merger(second.id)

    @pytest.mark.parametrize("kind", ["licensed_again", "restored"])
    def test_the_same_provider_returns_only_after_exclusion(
        self, registry: Registry, kind: str
    ) -> None:
        """
        Both kinds need an excluded entry of the same number, not another's or one in the register.
        """
        other = issued(registry, identifier=OTHER_BIN)
        told = merger(other.id, kind=SuccessionKind(kind))
        error = refused(lambda: issued(registry, succession=told), UnlawfulAct)
        assert found_in(error) == [(Code.PREDECESSOR_REMAINS, "succession.predecessors[0]")]
        registry.exclude(other, on=LATER, basis="өтініш")
        error = refused(lambda: issued(registry, on=LATER, succession=told), UnlawfulAct)
        assert found_in(error) == [(Code.PREDECESSOR_REMAINS, "succession.predecessors[0]")]
        again = issued(registry, on=LATER, identifier=OTHER_BIN, succession=told)
        assert again.succession == told

    def test_an_erased_entry_is_a_predecessor_without_its_own(self, registry: Registry) -> None:
        """
        An erased entry still exists; nothing is known of the entries before it.
        """
        old = issued(registry, identifier=IIN)
        registry.exclude(old, on=LATER, basis="өтініш")
        registry.erase(old, basis="өтініш")
        told = merger(old.id, kind=SuccessionKind.MERGER)
        assert issued(registry, succession=told).succession == told

    def test_a_damaged_entry_with_predecessors_is_found(self, registry: Registry) -> None:
        """
        Its predecessors cannot be read, which hides no other flaw.
        """
        first = issued(registry)
        issued(registry, identifier=OTHER_BIN, succession=merger(first.id))
        flaws = found(registry.store, lambda records: (evolve(records[0], payload=b"{"), *records[1:]))
        assert flaws == {FlawKind.BROKEN_CHAIN}
