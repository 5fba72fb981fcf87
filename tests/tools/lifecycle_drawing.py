"""
The lifecycle as a drawing in each language, made from `TRANSITIONS` and the labels of the codes.

A status is a card with the acts that it allows. An act that changes the status stands at the edge of
its card, where an arrow leads to the next status: down on the right, up on the left.
"""

from collections.abc import Callable, Iterator
from functools import partial
from textwrap import wrap
from typing import Final
from xml.sax.saxutils import escape

from kz_social_registry.base.fields import field_name
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.vocabulary import Status
from kz_social_registry.domain.lifecycle import TRANSITIONS, Transition

#: The words of the drawing that no code has: its title, the heading of a list, the mark of an end.
WORDS: Final[dict[Language, tuple[str, str, str]]] = {
    "kk": (
        "Жазбаның мәртебелері және оларды өзгертетін әрекеттер",
        "мәртебесі өзгермейді:",
        "түпкілікті",
    ),
    "ru": ("Статусы записи и действия, которые их меняют", "статус не меняется:", "окончательно"),
    "en": ("The statuses of an entry, and the acts that change them", "status unchanged:", "final"),
}
#: The sides of a card, the room for an arrow's way, and the height of a line.
LEFT: Final = 44
RIGHT: Final = 444
LANE: Final = 22
LINE: Final = 20
GAP: Final = 30
WIDTH: Final = RIGHT + 4 * LANE
#: Characters that fit into a card; Cyrillic letters are wider.
FIT: Final[dict[Language, int]] = {"kk": 50, "ru": 50, "en": 57}
#: Colours for a light and a dark page; the drawing has a background of its own on both.
STYLE: Final = (
    "svg{font:14px sans-serif;fill:#1c2430}.sheet{fill:#fff}.card{fill:#eef3fa;stroke:#33507a}"
    ".way{fill:none;stroke:#33507a;stroke-width:1.6}.under{fill:none;stroke:#fff;stroke-width:6}"
    ".head{fill:#33507a}.name{font-weight:bold;font-size:16px}.small{fill:#4a5666}"
    "@media(prefers-color-scheme:dark){svg{fill:#e6ebf2}.sheet{fill:#14181e}"
    ".card{fill:#222b38;stroke:#9db8de}.way{stroke:#9db8de}.under{stroke:#14181e}.head{fill:#9db8de}"
    ".small{fill:#b6c1cf}}"
)


class _Card:
    """
    The lines of one status, and the heights at which its arrows leave.
    """

    def __init__(self, status: Status, top: int, language: Language) -> None:
        self.top = top
        self.middle = top + 18  # the height of the name, where arrows arrive
        self.texts: list[str] = []
        self.exits: dict[Transition, int] = {}
        self._y = top + 24
        _, stays, final = WORDS[language]
        own = [step for step in TRANSITIONS if step.source is status]
        leaving = [step for step in own if step.target is not status]
        self._write(status.label(language), "name")
        if not leaving:
            self.texts[-1] += _text(RIGHT - 14, self._y, final, "small", "end")
        self._y += 6
        acts = ", ".join(_words(step, language) for step in own if step.target is status)
        for line in (stays, *wrap(acts, FIT[language])):
            self._y += LINE
            self._write(line, "small" if line == stays else "")
        # The way to the farthest status begins at the top, so that no two of one card cross.
        for step in sorted(leaving, key=lambda step: -_rank(step.target)):
            self._leave(step, language)
        self.bottom = self._y + 14

    def _write(self, line: str, look: str) -> None:
        self.texts.append(_text(LEFT + 14, self._y, line, look))

    def _leave(self, step: Transition, language: Language) -> None:
        self._y += LINE + 4
        back = _rank(step.target) < _rank(step.source)
        x, anchor = (LEFT + 14, "start") if back else (RIGHT - 14, "end")
        self.texts.append(_text(x, self._y, _words(step, language), "act", anchor))
        self.exits[step] = self._y - 5


def _rank(status: Status | None) -> int:
    return -1 if status is None else list(Status).index(status)


def _words(step: Transition, language: Language) -> str:
    if not step.ground:
        return step.act.label(language)
    ground = f"{field_name('ground', language).lower()}: {step.ground.label(language)}"
    return f"{step.act.label(language)} ({ground})"


def _text(x: float, y: float, words: str, look: str, anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{look}" text-anchor="{anchor}">{escape(words)}</text>'


def _cards(language: Language) -> dict[Status, _Card]:
    cards: dict[Status, _Card] = {}
    top = 66
    for status in Status:
        cards[status] = _Card(status, top, language)
        top = cards[status].bottom + GAP
    return cards


def _head(x: float, y: float, turn: int) -> str:
    """
    Return the head of an arrow, which points at a place.
    """
    return f'<path class="head" d="M0 0l-9 -5v10z" transform="translate({x:g} {y:g}) rotate({turn})"/>'


def _ways(cards: dict[Status, _Card]) -> Iterator[str]:
    """
    Yield the arrows between cards: one way for each status that they lead to.
    """
    exits = [(step, y) for card in cards.values() for step, y in card.exits.items()]
    for status, card in cards.items():
        ways, heads = [], []
        for step, y in exits:
            if step.target is status:
                back = _rank(status) < _rank(step.source)
                edge, away, turn = (LEFT, -1, 0) if back else (RIGHT, 1, 180)
                lane = LEFT - LANE if back else RIGHT + LANE * _rank(status)
                ways.append(f"M{edge + away} {y}H{lane}V{card.middle}H{edge + 8 * away}")
                heads.append(_head(edge, card.middle, turn))
        for look in ("under", "way"):  # a way that crosses another interrupts it, but never itself
            yield from (f'<path class="{look}" d="{way}"/>' for way in ways)
        yield from heads


def _described(language: Language) -> Iterator[str]:
    """
    Yield each step in words, for those who do not see the drawing.
    """
    for step in TRANSITIONS:
        if step.target is not step.source:
            source = f"{step.source.label(language)} → " if step.source else ""
            yield f"{source}{_words(step, language)} → {step.target.label(language)}."


def lifecycle(language: Language) -> str:
    """
    Return the drawing.
    """
    cards = _cards(language)
    height = cards[list(Status)[-1]].bottom + 20
    first = next(step for step in TRANSITIONS if step.source is None)
    middle = (LEFT + RIGHT) / 2
    start = cards[first.target].top
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' width="{WIDTH}" height="{height}" lang="{language}" aria-labelledby="title desc">',
        f'<title id="title">{escape(WORDS[language][0])}</title>',
        f'<desc id="desc">{escape(" ".join(_described(language)))}</desc><style>{STYLE}</style>',
        f'<rect class="sheet" width="{WIDTH}" height="{height}" rx="8"/>',
        f'<circle class="head" cx="{middle:g}" cy="22" r="8"/>',
        f'<path class="way" d="M{middle:g} 22V{start - 8}"/>',
        _head(middle, start, 90),
        _text(middle + 14, 46, _words(first, language), "act"),
    ]
    for card in cards.values():
        thick = 1 if card.exits else 4
        place = f'x="{LEFT}" y="{card.top}" width="{RIGHT - LEFT}" height="{card.bottom - card.top}"'
        parts += [f'<rect class="card" {place} rx="6" stroke-width="{thick}"/>', *card.texts]
    return "\n".join([*parts, *_ways(cards), "</svg>", ""])


#: The function that makes the drawing in each language, by the name of its file.
LIFECYCLES: Final[dict[str, Callable[[], str]]] = {
    f"lifecycle-{language}.svg": partial(lifecycle, language) for language in LANGUAGES
}
