"""
Corrections: `annul` and `correct` name the notice that brought the act.
"""

import pytest

from kz_social_registry.base.fault_codes import Code
from kz_social_registry.feed.notices import receive
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage.memory import MemoryStore
from support.notices import (
    DAY,
    HOUSE,
    OTHER,
    Plain,
    a_notice,
    an_issue,
    as_replacement,
    faults,
    picture,
    received,
)

CORRECT: Plain = {"notice": "N-5", "act": "correct", "of": "N-2", "reason": "қате"}
#: Contents of faulty annulments and corrections, with the codes and paths of their faults.
_WRONG: tuple[tuple[Plain, *tuple[tuple[Code, str], ...]], ...] = (
    ({}, (Code.MISSING, "of"), (Code.MISSING, "reason")),
    ({"reason": "қате"}, (Code.MISSING, "of")),
    ({"of": "N-2"}, (Code.MISSING, "reason")),
    ({"of": "N-2", "reason": " "}, (Code.EMPTY, "reason")),
    ({"of": "N-9", "reason": "қате"}, (Code.UNKNOWN_NOTICE, "of")),
    ({"of": 2, "reason": "қате"}, (Code.UNKNOWN_NOTICE, "of")),
    ({"of": "\ud800", "reason": "қате"}, (Code.UNKNOWN_NOTICE, "of")),
    ({"of": "N-2", "reason": "қате", "on": "2025-09-01"}, (Code.UNEXPECTED, "on")),
    ({"of": "N-4", "reason": "қате"}, (Code.NOT_ANNULLABLE, "of")),
)
#: Faulty replacements, with the code and path of their fault.
_WRONG_REPLACEMENTS: tuple[tuple[object, Code, str], ...] = (
    (None, Code.WRONG_TYPE, "replacement"),
    ([], Code.WRONG_TYPE, "replacement"),
    ({}, Code.MISSING, "replacement.act"),
    ({"act": "annul", "of": 1, "reason": "қате"}, Code.UNKNOWN_CODE, "replacement.act"),
    ({"act": "suspend"}, Code.MISSING, "replacement.on"),
    (as_replacement(an_issue(capacity=0)), Code.OUT_OF_RANGE, "replacement.capacity"),
    (an_issue(), Code.UNEXPECTED, "replacement.notice"),
    (as_replacement(an_issue(entry_id="…")), Code.UNEXPECTED, "replacement.entry_id"),
)


@pytest.fixture
def store() -> Store:
    """
    Return an empty store in memory.
    """
    return MemoryStore()


class TestCorrection:
    """
    The register after a correction is as if the error had never been recorded.
    """

    def test_an_annulment_strikes_out_the_act_of_a_notice(self, store: Store) -> None:
        """
        The provider is in force again.
        """
        registry = received(
            store,
            an_issue(),
            a_notice("N-2", "suspend"),
            {"notice": "N-3", "act": "annul", "of": "N-2", "reason": "қате"},
        )
        assert registry.standing(HOUSE, on=DAY)

    def test_a_correction_puts_another_act_in_its_place(self, store: Store) -> None:
        """
        The replacement needs no address; answers for earlier moments of knowledge stay.
        """
        registry = received(store, an_issue(), a_notice("N-2", "amend", capacity=400))
        replacement = as_replacement(a_notice("", "amend", capacity=44))
        correct = {"notice": "N-3", "act": "correct", "of": "N-2", "reason": "қате"}
        receive(registry, [{**correct, "replacement": replacement}])
        (entry_id,) = store.entries_mentioning(HOUSE)
        moment = registry.history(entry_id)[1].recorded_at
        then, now = (registry.get(entry_id, on=DAY, known=known) for known in (moment, None))
        assert (then and then.capacity, now and now.capacity) == (400, 44)

    def test_an_issue_is_corrected_too(self, store: Store) -> None:
        """
        The entry keeps its id, even if the identifier was wrong.
        """
        registry = received(store, an_issue())
        (entry_id,) = store.entries_mentioning(HOUSE)
        correct = {"notice": "N-2", "act": "correct", "of": "N-1", "reason": "қате"}
        right = as_replacement(an_issue(identifier=OTHER, capacity=14))
        assert receive(registry, [{**correct, "replacement": right}]).accepted == 1
        entry = registry.by_identifier(OTHER, on=DAY)
        assert entry
        assert (entry.id, entry.capacity) == (entry_id, 14)
        assert registry.by_identifier(HOUSE, on=DAY) is None

    def test_a_corrected_issue_still_names_its_predecessor(self, store: Store) -> None:
        """
        A corrected name does not make the provider new to the register.
        """
        second = an_issue("N-3", on="2025-07-01")
        registry = received(
            store,
            an_issue(),
            a_notice("N-2", "exclude", "2025-06-01", basis="өтініш"),
            second,
            {"notice": "N-4", "act": "correct", "of": "N-3", "reason": "қате",
             "replacement": as_replacement({**second, "capacity": 7})},
        )  # fmt: skip
        old, new = store.entries_mentioning(HOUSE)
        assert registry.predecessors(new) == (old,)

    def test_a_correction_can_be_corrected(self, store: Store) -> None:
        """
        Its own notice names the replacement.
        """
        correct: Plain = {"act": "correct", "reason": "қате"}
        first, second = (as_replacement(a_notice("", "amend", capacity=n)) for n in (44, 45))
        registry = received(
            store,
            an_issue(),
            a_notice("N-2", "amend", capacity=400),
            {"notice": "N-3", **correct, "of": "N-2", "replacement": first},
            {"notice": "N-4", **correct, "of": "N-3", "replacement": second},
        )
        entry = registry.by_identifier(HOUSE, on=DAY)
        assert entry
        assert entry.capacity == 45

    def test_every_fault_is_reported(self, store: Store) -> None:
        """
        A faulty annulment or correction is rejected with each code and path, and changes nothing.
        """
        registry = received(
            store,
            an_issue(),
            a_notice("N-2", "suspend"),
            a_notice("N-3", "amend", capacity=1),
            {"notice": "N-4", "act": "annul", "of": "N-3", "reason": "қате"},
        )
        before = picture(store)
        replacement = {"replacement": {"act": "suspend", "on": f"{DAY}"}}
        expected = {}
        found = {}
        for more, *wanted in _WRONG:
            for act in ({"act": "annul"}, {"act": "correct", **replacement}):
                notice = {"notice": "N-5", **act, **more}
                expected[str(notice)] = wanted
                found[str(notice)] = [fault[1:] for fault in faults(receive(registry, [notice]))]

        assert found == expected
        assert picture(store) == before

    def test_later_acts_that_need_it_must_be_annulled_first(self, store: Store) -> None:
        """
        An issue is not annulled before a suspension of it; the fault names the suspension.
        """
        registry = received(store, an_issue(), a_notice("N-2", "suspend"))
        annul = {"notice": "N-3", "act": "annul", "of": "N-1", "reason": "қате"}
        assert faults(receive(registry, [annul])) == [(1, Code.NOT_ALLOWED, "facts[2].act")]

    def test_a_faulty_replacement_is_reported_with_its_path(self, store: Store) -> None:
        """
        The faults of a replacement have its name before their path; it must not be missing.
        """
        registry = received(store, an_issue(), a_notice("N-2", "suspend"))

        missing = faults(receive(registry, [CORRECT]))
        found = [
            faults(receive(registry, [{**CORRECT, "replacement": replacement}]))
            for replacement, *_ in _WRONG_REPLACEMENTS
        ]

        assert missing == [(1, Code.MISSING, "replacement")]
        assert found == [[(1, code, path)] for _, code, path in _WRONG_REPLACEMENTS]
