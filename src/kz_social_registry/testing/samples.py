"""
Invented providers whose acts are sealed into commits, for the store kit.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from attrs import define, field

from kz_social_registry.domain.acts import Act, Issue, issue_of
from kz_social_registry.domain.timeline import Content, Fact, segments
from kz_social_registry.domain.values.identifiers import Bin, Iin, control_digit
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.ports import Commit
from kz_social_registry.registry.records import NO_DIGEST, Record, seal

MOMENT: Final = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
#: The day on which a life begins by default.
START: Final = date(2025, 4, 22)
#: The number of an invented natural person.
IIN: Final = Iin("800101300006")


def bin_of(serial: int) -> Bin:
    """
    Return an invented BIN, a different one for each serial number below 250 000.
    """
    year, number = 25 - serial // 10_000, serial % 10_000
    heads = (f"{year:02}0140{number:04}{spare}" for spare in range(10))
    pairs = ((head, control_digit(head)) for head in heads)
    return next(Bin(f"{head}{control}") for head, control in pairs if control is not None)


def issue(serial: int, *, on: date = START, **values: Any) -> Issue:  # noqa: ANN401  # as `issue_of` takes them
    """
    Return the issue of an invented provider's licence; `values` replace its arguments.
    """
    invented: dict[str, Any] = {
        "on": on,
        "identifier": bin_of(serial),
        "name": f"«Қамқорлық {serial}» орталығы",
        "address": f"Астана қ., Бейбітшілік к-сі, {serial}",
        "conditions": ["at_home"],
        "categories": ["elderly"],
        "capacity": 10 + serial % 90,
        "licence_issued_on": on - timedelta(days=2),
        "licence_term": Term(years=3),
        "kato": "710000000",
    }
    return issue_of(**(invented | values))


@define
class Life:
    """
    One entry's facts so far; each call of `then` returns the commit of the next ones.
    """

    entry_id: UUID = field(factory=uuid4)
    facts: list[Fact] = field(factory=list)
    records: list[Record] = field(factory=list)

    def then(self, *contents: Content, notice: str | None = None) -> Commit:
        """
        Return the commit of further contents, which must be lawful.

        `notice` is the id of the notice that brings the last of them.
        """
        after = len(self.facts)
        for index, content in enumerate(contents, 1):
            self._add(content, notice if index == len(contents) else None)
        return Commit(
            entry_id=self.entry_id,
            after=after,
            records=tuple(self.records[after:]),
            segments=segments(self.facts),
            names=tuple(name for fact in self.facts[after:] for name in fact.names),
        )

    def _add(self, content: Content, notice: str | None) -> None:
        number = len(self.facts) + 1
        fact = Fact(
            entry_id=self.entry_id,
            number=number,
            place=number,
            content=content,
            recorded_at=MOMENT + timedelta(microseconds=number),
            notice=notice,
        )
        previous = self.records[-1].digest if self.records else NO_DIGEST
        self.facts.append(fact)
        self.records.append(seal(fact, previous=previous, notice=notice and {"notice": notice}))


def begin(issue: Issue, *acts: Act, notice: str | None = None) -> tuple[Life, Commit]:
    """
    Return the life that begins with an issue and its acts, and its first commit.
    """
    life = Life(issue.entry_id)
    return life, life.then(issue, *acts, notice=notice)
