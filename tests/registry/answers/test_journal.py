"""
The journal of an entry.
"""

from datetime import date, timedelta

from attrs import evolve

from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.base.vocabulary import ReissueGround, TerminationGround
from kz_social_registry.domain.acts import Amend
from kz_social_registry.registry.answers.journal import journal
from kz_social_registry.registry.facade import Registry
from support.registers import LATER, Clock, issued


def test_each_line_says_what_changed(registry: Registry, clock: Clock) -> None:
    """
    A correction is one change, from the wrong value to the right one; an annulment restores.
    """
    entry = issued(registry)
    start = clock.now
    registry.amend(entry, on=LATER, capacity=60, by="А. Бекова", document="№ 12")
    clock.turn(hours=1)
    registry.correct(entry, 2, Amend(on=LATER, capacity=50), reason="қате жазылған")
    registry.suspend(entry, on=LATER)
    registry.annul(entry, 5, reason="басқа өнім беруші")
    registry.annul(entry, 4, reason="құжат жоқ")
    registry.reissue(entry, on=LATER, ground=ReissueGround.NAME_OR_LOCATION, name="«Үміт» орталығы")
    registry.terminate(entry, on=LATER, ground=TerminationGround.VOLUNTARY)
    registry.exclude(entry, on=LATER, basis="№ 7 бұйрық")
    lines = registry.journal(entry)
    changes = [[(one.column, one.then, one.now) for one in line.columns] for line in lines]
    assert len(changes[0]) == 11
    assert {then for _, then, _ in changes[0]} == {None}
    assert changes[1:7] == [
        [(Column.CAPACITY, 40, 60)], [], [(Column.CAPACITY, 60, 50)], [], [],
        [(Column.CAPACITY, 50, 40)],
    ]  # fmt: skip
    assert changes[7:] == [
        [
            (Column.NAME, "«Мейірім» орталығы", "«Үміт» орталығы"),
            (Column.REISSUED_ON, None, LATER),
        ],
        [(Column.TERMINATED_ON, None, LATER)],
        [(Column.EXCLUSION_BASIS, None, "№ 7 бұйрық")],
    ]
    assert [line.annulled_by for line in lines] == [None, 3, None, 7, 6, *[None] * 5]
    assert [(one.recorded_at, one.recorded_by, one.document) for one in lines[1:3]] == [
        (start, "А. Бекова", "№ 12"), (start + timedelta(hours=1), None, None),
    ]  # fmt: skip
    assert [line.reason for line in lines] == [
        None, None, "қате жазылған", None, None, "басқа өнім беруші", "құжат жоқ",
        ReissueGround.NAME_OR_LOCATION, TerminationGround.VOLUNTARY, "№ 7 бұйрық",
    ]  # fmt: skip
    assert registry.journal(entry, known=start) == tuple(journal(registry.history(entry)[:2]))


def test_a_line_is_told_in_words(registry: Registry) -> None:
    """
    Columns and grounds have their names in the language; `→` stands between the two values.
    """
    entry = issued(registry)
    registry.reissue(
        entry, on=LATER, ground=ReissueGround.NAME_OR_LOCATION, name="«Үміт»", document="№ 12"
    )
    issue, line = registry.journal(entry)
    for language in LANGUAGES:
        _, document, ground, name, _ = line.describe(language).split("\n")
        assert document.endswith(": № 12")
        assert ground.endswith(f": {ReissueGround.NAME_OR_LOCATION.label(language)}")
        label = Column.NAME.label(language)
        assert name == f"      2. {label}: «Мейірім» орталығы → «Үміт»"
        numbers = [text.split(".")[0].strip() for text in issue.describe(language).split("\n")]
        assert numbers == [*"12345678", "10", "11", "15"]


def test_acts_that_are_lawful_only_together_show_no_columns(registry: Registry) -> None:
    """
    Of facts of one commit the first may need the second.
    """
    entry = issued(registry)
    registry.suspend(entry, on=date(2025, 6, 1))
    registry.resume(entry, on=date(2025, 7, 1))
    issue, suspend, resume = registry.history(entry)
    facts = [issue, evolve(resume, number=2, place=2), evolve(suspend, number=3, place=3)]
    assert [line.columns for line in journal(facts)][1:] == [(), ()]
