"""
Drawings of the documents. Those of the explanations are real runs: each cell is an answer.

`generated_documents.py` writes them into `docs/pictures`, and a test compares them.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from kz_social_registry import Column, Registry, Term, Withheld, acts
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from support.forgeries import CHECKED, FORGERIES, Forgery, fill
from support.samples import still_clock
from tools.lifecycle_drawing import LIFECYCLES
from tools.package_drawing import packages

FOLDER: Final = Path(__file__).parents[2] / "docs" / "pictures"
NUMBER: Final = "250140998011"
BEGIN: Final = date(2025, 5, 12)
#: The first days of the months of the drawings, May 2025 to February 2026.
MONTHS: Final = [date(2025 + (month > 12), (month - 1) % 12 + 1, 1) for month in range(5, 15)]
#: Fill, sign and meaning of an answer: a drawing is read without its colours, too.
YES: Final = ("#bfe3c6", "✓")
SOME: Final = ("#fbe3a6", "½")
NO: Final = ("#f2b8ae", "✗")
NONE: Final = ("#eceff3", "–")
Answer = tuple[str, str]
#: Words on the sheet follow the page, light or dark; those in a box are dark on its light colour.
STYLE: Final = (
    ".sheet{fill:#fff}.words,.inside{fill:#1c2430}"
    "@media(prefers-color-scheme:dark){.sheet{fill:#14181e}.words{fill:#e6ebf2}}"
)


class Sheet:
    """
    An SVG in the making.
    """

    def __init__(self, title: str, width: int, height: int) -> None:
        self.parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
            f' font-family="sans-serif" font-size="12"><title>{escape(title)}</title>',
            f'<style>{STYLE}</style><rect class="sheet" width="{width}" height="{height}" rx="8"/>',
        ]

    def text(self, x: float, y: float, words: str, anchor: str = "start", look: str = "words") -> None:
        """
        Write words at a place.
        """
        place = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}"'
        self.parts.append(f'<text class="{look}" {place}>{escape(words)}</text>')

    def box(self, place: tuple[float, float, float, float], fill: str, words: str = "") -> None:
        """
        Draw a box with words in its middle; its place is left, top, width and height.
        """
        x, y, width, height = place
        self.parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}"'
            ' stroke="#667"/>'
        )
        self.text(x + width / 2, y + height / 2 + 4, words, "middle", "inside")

    def __str__(self) -> str:
        return "\n".join([*self.parts, "</svg>", ""])


def _grid(
    title: str, sides: tuple[str, str], key: dict[Answer, str], answer: Callable[[date, date], Answer]
) -> str:
    """
    Return a grid of answers: a column for each day asked about, a row for each other day, from below.
    """
    sheet = Sheet(title, 640, 470)
    sheet.text(20, 22, title)
    sheet.text(100, 46, f"↑ {sides[1]}   → {sides[0]}")
    for row, other in enumerate(reversed(MONTHS)):
        sheet.text(92, 76 + row * 32, f"{other:%d.%m.%Y}", "end")
        for column, day in enumerate(MONTHS):
            sheet.box((100 + column * 52, 56 + row * 32, 52, 32), *answer(day, other))
    for column, day in enumerate(MONTHS):
        sheet.text(126 + column * 52, 392, f"{day:%m.%Y}", "middle")
    for place, (look, meaning) in enumerate(key.items()):
        sheet.box((100 + place % 2 * 260, 406 + place // 2 * 28, 24, 20), *look)
        sheet.text(132 + place % 2 * 260, 420 + place // 2 * 28, meaning)
    return str(sheet)


class _Clock:
    """
    A clock that is set from act to act.
    """

    def __init__(self) -> None:
        self.now = datetime(2025, 5, 12, 4, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def at(self, day: date) -> None:
        self.now = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def _register() -> tuple[Registry, _Clock, Any]:
    clock = _Clock()
    registry = Registry(MemoryStore(), clock)
    entry = registry.issue(
        on=BEGIN, identifier=NUMBER, name="«Мейірім» ЖШС", address="Астана қаласы",
        conditions={"at_home"}, categories={"elderly"}, capacity=40,
        licence_issued_on=date(2025, 5, 8), licence_term=Term(years=3),
    )  # fmt: skip
    return registry, clock, entry


def two_clocks() -> str:
    """
    Return the standing of a provider for each day, as known on each other day.
    """
    registry, clock, entry = _register()
    clock.at(date(2025, 9, 20))
    registry.suspend(entry, on=date(2025, 8, 15))
    clock.at(date(2025, 11, 20))
    registry.resume(entry, on=date(2025, 11, 20))
    clock.at(date(2026, 1, 15))
    registry.correct(entry, 2, acts.Suspend(on=date(2025, 9, 15)), reason="күні қате жазылған")
    clock.at(date(2026, 2, 20))

    def answer(day: date, known: date) -> Answer:
        moment = datetime(known.year, known.month, known.day, 12, tzinfo=UTC)
        standing = registry.standing(NUMBER, on=day, known=moment)
        return YES if standing else NO if standing.in_register else NONE

    return _grid(
        "Suspended from 15.08, recorded on 20.09; corrected on 15.01 to 15.09; resumed on 20.11.2025",
        ("the day asked about", "the day of knowledge"),
        {YES: "licence in force", NO: "in the register, suspended", NONE: "not in the register"},
        answer,
    )


def consent() -> str:
    """
    Return what the public sees of a provider for each day, published on each other day.
    """
    registry, clock, entry = _register()
    registry.give_consent(entry, on=date(2025, 6, 15), columns=[Column.NAME, Column.ADDRESS])
    registry.withdraw_consent(entry, on=date(2025, 9, 15))
    registry.give_consent(entry, on=date(2025, 11, 15))
    clock.at(date(2026, 2, 20))

    def answer(day: date, published_on: date) -> Answer:
        rows = registry.public(on=day, published_on=published_on)
        withheld = (
            [isinstance(rows[0].cell(column), Withheld) for column in list(Column)[1:]] if rows else []
        )
        return NONE if not rows else SOME if any(withheld) else YES

    return _grid(
        "Consent to two columns from 15.06 until 14.09; to all columns from 15.11.2025",
        ("the day described", "the day of publishing"),
        {YES: "the whole row", SOME: "the row, other columns withheld", NONE: "no row"},
        answer,
    )


class _NeverKeptError(Exception):
    """
    Ends the batch of a forgery, so that the next one begins with the same register.
    """


def _tried() -> Iterator[tuple[Forgery, list[Any], list[Any]]]:
    """
    Yield forgeries, with the flaws that `verify` reports alone and with a checkpoint.
    """
    wanted = (
        "a fact has another payload", "a fact in between is gone", "an entry is gone with all its rows",
        "an entry is recorded anew, rightly sealed",
        "a fact is recorded after the checkpoint under an earlier moment",
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, SQLiteStore(Path(folder) / "register.db") as store:
        fill(store)
        registry = Registry(store, still_clock(CHECKED))
        checkpoint = registry.checkpoint()
        for forgery in (one for what in wanted for one in FORGERIES if one.what == what):
            with suppress(_NeverKeptError), store.batch():
                execute = store._batches.current.connection.execute  # type: ignore[attr-defined]  # inside
                forgery.forge(store, "sqlite", execute)
                alone, compared = registry.verify(), registry.verify(checkpoint)
                yield forgery, [*alone.flaws], [*compared.flaws]
                raise _NeverKeptError


def attack() -> str:
    """
    Return what was tried on a register, and who noticed it.
    """
    sheet = Sheet("What an attacker could try", 860, 250)
    for x, words in ((20, "tried in the database"), (450, "verify"), (640, "verify with a checkpoint")):
        sheet.text(x, 26, words)
    for row, (forgery, *found) in enumerate(_tried()):
        y = 40 + row * 40
        sheet.text(20, y + 20, forgery.what)
        for x, flaws in zip((450, 640), found, strict=True):
            kinds = sorted({str(flaw.finding.value) for flaw in flaws})
            sheet.box((x, y, 180, 30), YES[0] if kinds else NO[0], ", ".join(kinds) or "nothing found")
    return str(sheet)


#: The function that makes each drawing, by the name of its file.
DRAWINGS: Final[dict[str, Callable[[], str]]] = {
    "two-clocks.svg": two_clocks,
    "consent.svg": consent,
    "forgeries.svg": attack,
    **LIFECYCLES,
    "packages.svg": packages,
}


def drawn() -> Iterator[tuple[Path, str]]:
    """
    Yield the file of each drawing with what it should hold.
    """
    for name, draw in DRAWINGS.items():
        yield FOLDER / name, draw()
