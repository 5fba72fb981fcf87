"""
Standings in bulk, and the periods of providers.
"""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve

from kz_social_registry.base.law import EARLIEST_DAY, LATEST_DAY
from kz_social_registry.base.vocabulary import ReissueGround, TerminationGround
from kz_social_registry.domain.standing import Reason
from kz_social_registry.domain.timeline import Segment
from kz_social_registry.domain.values.identifiers import Bin, Identifier
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.answers import standings
from kz_social_registry.registry.answers.standings import Period, answers, valid_until
from kz_social_registry.registry.facade import Registry
from support.registers import BIN, IIN, INCLUDED, LAST, OTHER, Clock, issued

#: A natural person's later number.
NEW_IIN = "061211600012"


def _eventful(registry: Registry) -> None:
    """
    Record providers with everything that a standing tells.

    One was suspended, excluded and licensed again. One passed its licence to another. A person has a
    new number, and an issue is annulled.
    """
    first = issued(registry)
    registry.suspend(first, on=date(2025, 6, 1))
    registry.resume(first, on=date(2025, 7, 1))
    registry.terminate(first, on=date(2025, 8, 1), ground=TerminationGround.VOLUNTARY)
    registry.exclude(first, on=date(2025, 9, 1), basis="өтініш")
    issued(registry, on=date(2025, 10, 1), licence_issued_on=date(2025, 9, 15))
    passed = issued(registry, OTHER)
    registry.reissue(
        passed, on=date(2026, 2, 1), ground=ReissueGround.REORGANISED, new_identifier="250140998011"
    )
    person = issued(registry, IIN, licence_term=Term(open_ended=True))
    registry.reissue(
        person, on=date(2026, 3, 1), ground=ReissueGround.OTHER_LAW, new_identifier=NEW_IIN
    )
    mistake = issued(registry, "250140998031")
    registry.annul(mistake, 1, reason="қате")


def _periods(registry: Registry) -> dict[str, list[Period]]:
    found: dict[str, list[Period]] = {}
    for period in registry.periods():
        found.setdefault(str(period.standing.identifier), []).append(period)
    return found


def test_periods_are_those_of_the_law(registry: Registry) -> None:
    """
    Each state of the licence and the register has its days, from the first to the last.
    """
    _eventful(registry)
    found = _periods(registry)
    assert list(found) == sorted([BIN, OTHER, "250140998011", IIN, NEW_IIN])
    assert [
        (one.first_day, one.last_day, one.standing.reasons, bool(one.standing)) for one in found[BIN]
    ] == [
        (EARLIEST_DAY, date(2025, 4, 19), (Reason.NOT_YET_INCLUDED,), False),
        (date(2025, 4, 20), date(2025, 4, 21), (Reason.NOT_YET_INCLUDED,), False),  # licensed already
        (INCLUDED, date(2025, 5, 31), (), True),
        (date(2025, 6, 1), date(2025, 6, 30), (Reason.SUSPENDED,), False),
        (date(2025, 7, 1), date(2025, 7, 31), (), True),
        (date(2025, 8, 1), date(2025, 8, 31), (Reason.TERMINATED,), False),
        (date(2025, 9, 1), date(2025, 9, 30), (Reason.EXCLUDED, Reason.TERMINATED), False),
        (date(2025, 10, 1), date(2028, 9, 15), (), True),
        (date(2028, 9, 16), LATEST_DAY, (Reason.EXPIRED,), False),
    ]
    assert [one.standing.reasons for one in found[OTHER]][-1] == (Reason.PASSED_ON,)
    assert found[OTHER][-1].first_day == date(2026, 2, 1)
    assert [one.licence_valid_until for one in found["250140998011"]] == [None, LAST, LAST]
    assert [bool(one.standing) for one in found[IIN]] == [False, False, True]


def test_bulk_and_single_answers_agree_on_every_day(registry: Registry, clock: Clock) -> None:
    """
    So do the periods: on their first days, on their last days, and with earlier knowledge.
    """
    _eventful(registry)
    then = clock.turn(hours=1)
    clock.turn(hours=1)
    (entry,) = registry.search().entries[:1]
    registry.amend(entry, on=date(2026, 5, 1), capacity=1)
    registry.suspend(entry, on=date(2026, 5, 2))
    found = _periods(registry)
    pairs = []
    for number, periods in found.items():
        assert (periods[0].first_day, periods[-1].last_day) == (EARLIEST_DAY, LATEST_DAY)
        for one, next_ in pairwise(periods):
            assert next_.first_day == one.last_day + timedelta(days=1)
        pairs += [(number, day) for one in periods for day in (one.first_day, one.last_day)]
    pairs += [("250140998031", INCLUDED), *reversed(pairs)]
    for known in (None, then):
        single = [registry.standing(number, on=on, known=known) for number, on in pairs]
        bulk = list(registry.standings(pairs, known=known))
        assert [(one, one.entry) for one in bulk] == [(one, one.entry) for one in single]
    for periods in found.values():
        for one in periods:
            last = registry.standing(one.standing.identifier, on=one.last_day)
            assert evolve(last, on=one.first_day) == one.standing
            assert valid_until(last) == one.licence_valid_until


def test_all_answers_are_of_one_picture(registry: Registry) -> None:
    """
    A fact that is recorded between two answers does not show; inside a batch nothing is left open.
    """
    entry = issued(registry)
    found = registry.standings([(BIN, INCLUDED), (OTHER, INCLUDED), (BIN, LAST)])
    assert bool(next(found))
    issued(registry, OTHER)
    registry.exclude(entry, on=INCLUDED, basis="өтініш")
    assert [one.reasons for one in found] == [(Reason.UNKNOWN,), ()]
    with registry.batch():
        found = registry.standings([(OTHER, INCLUDED), (BIN, INCLUDED)])
        assert bool(next(found))
    assert [one.reasons for one in found] == [(Reason.EXCLUDED,)]


def test_a_provider_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    However many questions there are about it, in whatever way its number is written.

    A run with more providers than are remembered reads some of them again.
    """
    read = []

    def timelines(number: Identifier) -> tuple[tuple[Segment, ...], ...]:
        read.append(number)
        return ()

    wrong: list[Any] = [("94014", LAST), (94014, LAST)]
    pairs = [(BIN, INCLUDED), (Bin(BIN), LAST), *wrong, (OTHER, LAST), (BIN, LAST)]
    found = [one.reasons for one in answers(pairs, timelines)]
    assert found == [
        (Reason.INVALID if str(number) == "94014" else Reason.UNKNOWN,) for number, _ in pairs
    ]
    assert read == [BIN, OTHER]
    monkeypatch.setattr(standings, "_PROVIDERS", 1)
    monkeypatch.setattr(standings, "_DAYS", 1)
    assert [one.reasons for one in answers(pairs, timelines)] == found
    assert read[2:] == [BIN, OTHER, BIN]
