"""
Makes `examples/data/notices.jsonl`: an invented licensing system's feed, the same bytes every time.

    python tests/make_feed.py

It tells of every kind of act and of every way a licence ends. Among its notices are some that must be
rejected, each for a reason of its own.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from kz_social_registry.domain.values.terms import ONE_DAY, Term
from support.feed_story import JOINT, PROVIDERS, Plain, Story, bin_of, digest, one_of, working
from support.feed_words import MARRIED

FEED: Final = Path(__file__).parents[2] / "examples" / "data" / "notices.jsonl"


def _goes_on(story: Story) -> None:
    story.day = working(story.day + timedelta(digest("late", story.number) % 320))
    story.begin()
    changes: list[Plain] = [
        {}, {}, {}, {}, {"phones": story.phones(1)}, {"emails": story.emails(1)},
        {"capacity": sum(places for _, places in story.branches()) + 15},
        {"address": story.address(1)}, {"categories": list(story.profile.categories)},
        {"conditions": list(story.profile.conditions)},
    ]  # fmt: skip
    if change := one_of(changes, "amend", story.number):
        story.later(20, 60).tell("amend", **change)


def _is_suspended(story: Story) -> None:
    story.begin().later().tell("suspend", document=story.document())


def _resumes(story: Story) -> None:
    _is_suspended(story)
    story.later(15, 60).tell("resume", document=story.document())


def _is_renamed(story: Story) -> None:
    story.begin().later()
    number = f"SSS-{story.day.year}-{story.number:05}-R"
    story.tell("reissue", ground="name_or_location", name=story.new_name(), licence_number=number)


def _marries(story: Story) -> None:
    story.begin().later().tell("reissue", ground="person_renamed", name=MARRIED)


def _moves(story: Story) -> None:
    story.begin().later().tell("reissue", ground="name_or_location", address=story.address("new"))
    story.later().tell("reissue", ground="name_or_location", name=story.new_name())


def _trades_elsewhere(story: Story) -> None:
    story.begin().later().tell("reissue", ground="sole_trader_changed", address=story.address("new"))


def _is_reissued_by_law(story: Story) -> None:
    story.begin().later().tell("reissue", ground="other_law", document=story.document())


def _is_reorganised(story: Story) -> None:
    successor = bin_of(story.number + 500)
    story.begin().later()
    story.tell("reissue", ground="reorganised", new_identifier=successor, name=story.new_name())
    story.identifier = successor
    story.later().tell("amend", phones=story.phones("merged"))


def _terminated(ground: str) -> Callable[[Story], None]:
    def tell(story: Story) -> None:
        story.begin().later().tell("terminate", ground=ground, document=story.document())

    return tell


def _excluded(ground: str) -> Callable[[Story], None]:
    def tell(story: Story) -> None:
        _terminated(ground)(story)
        story.exclude()

    return tell


def _is_revoked(story: Story) -> None:
    _is_suspended(story)
    story.later(20, 60).tell("terminate", ground="revoked", document=story.document())
    story.exclude()


def _expires(story: Story) -> None:
    story.begin(term={"years": 1})
    last = Term(years=1).last_day(story.issued_on)
    assert last
    story.day = last + ONE_DAY
    story.tell("terminate", ground="expired")
    story.exclude()


def _is_overdue(story: Story) -> None:
    story.begin(term={"until": "2026-06-30"})


def _is_struck_off(story: Story) -> None:
    story.begin().exclude("asked")


def _comes_back(story: Story) -> None:
    _excluded("voluntary")(story)
    story.later().begin()


def _withdraws(story: Story) -> None:
    story.begin(consent="all").later().tell("withdraw_consent", document=story.document())


def _narrows(story: Story) -> None:
    story.begin(consent="all").later().consent([2, 3, 4, 5, 6, 7])


def _withdraws_at_last(story: Story) -> None:
    story.begin(consent="all").later().tell("terminate", ground="ceased")
    story.exclude().later().tell("withdraw_consent")


def _annulled(act: str, **content: Any) -> Callable[[Story], None]:
    def tell(story: Story) -> None:
        mistake = story.begin().later().tell(act, **content)
        reason = {
            "kk": "қате: бұйрық басқа өнім берушіге қатысты",
            "ru": "ошибка: приказ относится к другому поставщику",
        }
        story.later(1, 9).send("annul", of=mistake, reason=reason[story.language])

    return tell


def _is_told_late(story: Story) -> None:
    happened = story.begin().later().day
    story.later(30, 60).tell("amend", on=happened, phones=story.phones(1))


def _ends_its_contract(story: Story) -> None:
    story.begin().contract().later().tell("end_contract", document=story.document("contract"))


#: How many providers take which turn; all others go on.
_TURNS: Final[tuple[tuple[int, Callable[[Story], None]], ...]] = (
    (5, _is_suspended), (10, _resumes), (8, _is_renamed), (4, _moves), (2, _is_reissued_by_law),
    (3, _is_reorganised), (4, _terminated("voluntary")), (1, _terminated("delicensed")),
    (2, _terminated("not_subject")), (8, _excluded("voluntary")), (3, _excluded("ceased")),
    (1, _excluded("performed")), (1, _excluded("other_law")), (3, _is_revoked), (6, _expires),
    (3, _is_overdue), (3, _is_struck_off), (4, _comes_back), (5, _withdraws), (4, _narrows),
    (1, _withdraws_at_last), (3, _annulled("terminate", ground="voluntary")),
    (1, _annulled("suspend")), (2, _is_told_late), (2, _ends_its_contract),
)  # fmt: skip


def _turns() -> Iterator[Callable[[Story], None]]:
    for times, turn in _TURNS:
        yield from [turn] * times


def _stories() -> Iterator[Story]:
    legal = sorted(range(1, JOINT), key=lambda number: digest("turn", number))
    turns = dict(zip(legal, _turns(), strict=False))
    turns |= {PROVIDERS: _marries, PROVIDERS - 1: _trades_elsewhere, JOINT: _trades_elsewhere}
    taken: set[str] = set()
    for number in range(1, PROVIDERS + 1):
        story = Story(number, taken)
        turns.get(number, _goes_on)(story)
        yield story


# What is wrong with some notices ----------------------------------------------------------------------


#: The codes of what is wrong, in the order of the feed.
WRONG: Final = (
    "not_json", "unknown_code", "control_digit", "missing", "unexpected", "not_a_day", "not_allowed",
    "unknown_provider", "notice_conflict", "consent_lists_columns", "ground_never_here",
    "already_in_register", "telephone", "day_order",
)  # fmt: skip


def _mistakes(issue: Plain, person: Plain) -> dict[str, Plain]:
    """
    Return the wrong notices by the code of their fault.

    `issue` is that of a provider whose licence stays in force, `person` that of a natural person.
    """
    number = issue["identifier"]
    suspend = {"act": "suspend", "on": "2026-06-01", "identifier": number}
    stranger = {**issue, "identifier": bin_of(990)}
    return {
        "not_json": suspend,
        "unknown_code": {**suspend, "act": "pause"},
        "control_digit": {**stranger, "identifier": f"{number[:-1]}{(int(number[-1]) + 1) % 10}"},
        "missing": {**suspend, "act": "terminate"},
        "unexpected": {**suspend, "comment": "2 ай"},
        "not_a_day": {**suspend, "on": "2026-06-31"},
        "not_allowed": {**suspend, "act": "resume"},
        "unknown_provider": {**suspend, "identifier": bin_of(991)},
        "notice_conflict": {**issue, "capacity": issue["capacity"] + 100},
        "consent_lists_columns": {
            "act": "give_consent",
            "on": "2026-06-01",
            "identifier": person["identifier"],
            "columns": "all",
        },
        "ground_never_here": {**suspend, "act": "reissue", "ground": "alienated"},
        "already_in_register": {**issue, "on": "2026-06-01"},
        "telephone": {**stranger, "phones": ["телефоны жоқ"]},
        "day_order": {**stranger, "on": "2025-04-18"},
    }


def _wrong(stories: list[Story]) -> Iterator[tuple[date, str]]:
    ordinary = next(story for story in stories if len(story.notices) == 1)
    found = _mistakes(ordinary.notices[0][1], stories[-1].notices[0][1])
    for number, code in enumerate(WRONG, 1):
        content = found[code]
        notice_id = content["notice"] if code == "notice_conflict" else f"R-{number:02}"
        line = _line({**content, "notice": notice_id})
        yield date(2026, 6, 1) + timedelta(weeks=number), line[:-9] if code == "not_json" else line


def _line(notice: Plain) -> str:
    return json.dumps({"notice": notice["notice"], **notice}, ensure_ascii=False)


def feed() -> str:
    """
    Return the whole feed, in the order in which the notices were sent.
    """
    stories = list(_stories())
    sent = [(day, _line(notice)) for story in stories for day, notice in story.notices]
    in_order = sorted([*sent, *_wrong(stories)], key=lambda line: line[0])
    return "".join(f"{line}\n" for _, line in in_order)


if __name__ == "__main__":
    FEED.write_text(feed(), encoding="utf-8", newline="\n")
