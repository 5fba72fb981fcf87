"""
The page of the law: each clause with its text, the lines that implement it, assumptions and vectors.

The same sections make the parts of `docs/rules.md`, and `docs/rules-print.html` for printing.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from attrs import frozen
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kz_social_registry.base import law
from kz_social_registry.base.assumptions import Assumption
from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import Clause, Language
from kz_social_registry.base.vocabulary import ReissueGround, TerminationGround
from support import order_text
from support.prose import ROOT
from support.source import comment
from tools.citations import ASSUMPTIONS, CLAUSES, in_tests, merged
from tools.law_lines import Extract, extracts
from tools.law_outcomes import Outcome, outcomes

#: The page for printing.
PRINTED: Final = ROOT / "docs" / "rules-print.html"


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "tests" / "data" / name).read_text("utf-8"))


#: Our translation of the Order, by the numbers of its paragraphs.
TRANSLATION: Final = _data("order-205.en.toml")
#: Why a clause is without lines, tests or vectors, and on which clauses an assumption rests.
NOTES: Final = _data("law_page.toml")
#: An outcome names so many vectors and acts; the others are counted.
_NAMED: Final = 4
#: So many lines of code are not folded.
_FEW: Final = 10
#: A clause shows so many outcomes in Markdown; the others are counted, and printed.
_ROWS: Final = 8


@frozen(kw_only=True)
class Section:
    """
    One clause as the page shows it.
    """

    title: str
    kazakh: str
    english: str
    #: The lines that implement it.
    lines: tuple[Extract, ...] = ()
    #: Other places that cite it: labels, verbs, files.
    others: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    #: Reasons why something is missing.
    without: tuple[str, ...] = ()

    @property
    def is_brief(self) -> bool:
        """
        Whether the library has the clause only as a word of a closed list.
        """
        listed = self.kazakh and not self.title.startswith(law.RULES.en)
        return bool(listed and self.lines) and not any(one.is_rule for one in self.lines)


def choice(assumption: Assumption) -> str:
    """
    Return the sentence of an assumption with its reason.
    """
    return f"{assumption.label('en')} Reason: {reason(assumption, 'en')}"


def reason(assumption: Assumption, language: Language) -> str:
    """
    Return the reason for an assumption.
    """
    found: str = NOTES["assumption"][assumption.name][language]
    return found


def assumptions(language: Language) -> Callable[[], str]:
    """
    Return the function that makes the table of the assumptions for lawyers, by the clauses.
    """
    head = {
        "kk": ("норма", "болжам", "себебі"), "ru": ("норма", "допущение", "почему"),
        "en": ("clause", "assumption", "reason"),
    }  # fmt: skip

    def rests_on(one: Assumption) -> list[Clause]:
        return [clause for clause in CLAUSES if str(clause) in NOTES["assumption"][one.name]["on"]]

    def place(one: Assumption) -> tuple[int, ...]:
        return tuple(map(CLAUSES.index, rests_on(one))) or (len(CLAUSES),)

    def part() -> str:
        rows = (
            (
                "; ".join(c.cite(language) for c in rests_on(one)) or "–",
                one.label(language),
                reason(one, language),
            )
            for one in sorted(ASSUMPTIONS, key=place)
        )
        return _table(
            head[language], ((clause[:1].upper() + clause[1:], *rest) for clause, *rest in rows)
        )

    return part


def number(paragraph: int, point: int | None) -> str:
    """
    Return the number of a paragraph or of a point as a citation has it.
    """
    return f"{paragraph}({point})" if point else f"{paragraph}"


# The sections -----------------------------------------------------------------------------------------


@cache
def of_the_order() -> tuple[Section, ...]:
    """
    Return the paragraphs of the Order itself, which approves the Rules.
    """
    return tuple(
        Section(
            title=f"Order, para. {number(*at)}", kazakh=text,
            english=TRANSLATION["order"][number(*at)], without=(NOTES["order"][number(*at)],),
        )
        for at, text in order_text.order().items()
    )  # fmt: skip


@cache
def of_the_rules() -> tuple[Section, ...]:
    """
    Return the paragraphs and points of the Rules.
    """
    clauses = {(one.paragraph, one.point): one for one in CLAUSES if one.act is law.RULES}
    found = []
    for at, text in order_text.rules().items():
        english = TRANSLATION["rules"][number(*at)]
        clause = clauses.get(at)  # paragraph 2 says nothing but its points
        title = f"Rules, para. {number(*at)}"
        found += [
            _section(clause, text, english) if clause
            else Section(title=title, kazakh=text, english=english)
        ]  # fmt: skip
    return tuple(found)


@cache
def of_other_acts() -> tuple[Section, ...]:
    """
    Return the clauses of other acts that the library cites.
    """
    words = {word.clause: word for kind in (TerminationGround, ReissueGround) for word in kind}
    return tuple(
        _section(one, words[one].label("kk"), words[one].label("en"))
        if one in words
        else _section(one, "", comment(next(n for n, value in vars(law).items() if value is one)))
        for one in CLAUSES
        if one.act is not law.RULES
    )


def _section(clause: Clause, kazakh: str, english: str) -> Section:
    name = str(clause)
    found = extracts().get(name, [])
    lines = [one for one in found if one.is_rule] or found
    shown = {one.place for one in lines}
    assumed = [one for one in ASSUMPTIONS if name in NOTES["assumption"][one.name]["on"]]
    return Section(
        title=name,
        kazakh=kazakh,
        english=english,
        lines=tuple(lines),
        others=tuple(merged(one.place for one in found if one.place not in shown)),
        tests=tuple(in_tests().get(name, ())),
        assumptions=tuple(assumed),
        outcomes=tuple(outcomes(name, [one.name for one in assumed])),
        without=tuple(_without(name)),
    )


def _without(clause: str) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for what, known in NOTES["without"].items():
        if clause in known:
            reasons.setdefault(known[clause], []).append(f"no {what}")
    yield from (f"{', '.join(what)}: {reason}" for reason, what in reasons.items())


def of_no_clause() -> tuple[Assumption, ...]:
    """
    Return the assumptions that rest on no clause.
    """
    return tuple(one for one in ASSUMPTIONS if not NOTES["assumption"][one.name]["on"])


def form() -> Iterator[tuple[str, str, str, str]]:
    """
    Yield the columns of the form: number, printed heading, our English heading and the item.
    """
    for column in Column:
        heading = column.label("kk")
        printed, _ = order_text.DEVIATIONS.get(heading, (heading, ""))
        yield str(column.number), printed, column.heading("en"), str(column.clause or "–")


# Markdown ---------------------------------------------------------------------------------------------


def _order() -> str:
    rows = ((one.title, one.kazakh, one.english, one.without[0]) for one in of_the_order())
    return _table(("paragraph", "text", "translation", "why no lines"), rows)


def _markdown(sections: Callable[[], Iterable[Section]]) -> Callable[[], str]:
    def part() -> str:
        shown: dict[Extract, str] = {}
        groups = groupby(sections(), lambda one: one.is_brief)
        return "\n\n".join(
            paragraph
            for brief, group in groups
            for paragraph in (_brief(group) if brief else _full(group, shown))
        )

    return part


def _full(sections: Iterable[Section], shown: dict[Extract, str]) -> Iterator[str]:
    for section in sections:
        yield from _paragraphs(section, shown)


def _paragraphs(section: Section, shown: dict[Extract, str]) -> Iterator[str]:
    yield f"### {section.title}"
    yield f"> {section.kazakh}  \n> *{section.english}*" if section.kazakh else section.english
    if section.lines:
        yield _code(section, shown)
    cited = f"Cited also by {_codes(section.others)}. " if section.others else ""
    if section.tests:
        yield f"{cited}Tests: {_codes(section.tests)}."
    notes = [f"**Assumption “{one.name}”**: {choice(one)}" for one in section.assumptions]
    notes += [f"**Listed**: {one}" for one in section.without]
    if notes:
        yield "\n".join(f"- {note}" for note in notes)
    if section.outcomes:
        rows = ((acts(one), one.words, titles(one)) for one in section.outcomes[:_ROWS])
        yield _table(("act", "outcome", "vectors"), rows) + _more(section.outcomes)


def _code(section: Section, shown: dict[Extract, str]) -> str:
    """
    Return the lines of a clause, folded unless they are few; lines of an earlier clause only once.
    """
    parts = (
        f"# {one.place}: as under {shown[one]}" if one in shown else f"# {one.place}\n{one.text}"
        for one in section.lines
    )
    block = "```py\n" + "\n\n".join(parts) + "\n```"
    for one in section.lines:
        shown.setdefault(one, section.title)
    if block.count("\n") <= _FEW:
        return block
    return f"<details><summary>The lines</summary>\n\n{block}\n\n</details>"


def _more(found: tuple[Outcome, ...]) -> str:
    rest = found[_ROWS:]
    count = sum(len(one.titles) for one in rest)
    return f"\n| … | {len(rest)} other outcomes | {count} vectors |" if rest else ""


def _brief(sections: Iterable[Section]) -> Iterator[str]:
    """
    Yield a table of clauses that the library has as a word of a closed list.
    """
    rows = (
        (
            one.title, f"{one.kazakh} *({one.english})*", _codes([_place(one)]),
            "<br>".join(f"{acts(out)}: {out.words}" for out in one.outcomes), _codes(one.tests),
        )
        for one in sections
    )  # fmt: skip
    yield _table(("clause", "text", "line", "outcomes", "tests"), rows)


def _place(section: Section) -> str:
    return section.lines[0].place


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), ["---"] * len(list(head)), *map(list, rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def acts(outcome: Outcome) -> str:
    """
    Return the acts of an outcome.
    """
    return _counted(outcome.acts, ", ", "acts")


def titles(outcome: Outcome) -> str:
    """
    Return the titles of the vectors with an outcome.
    """
    return _counted(outcome.titles, "; ", "vectors")


def _counted(words: tuple[str, ...], joint: str, things: str) -> str:
    more = len(words) - _NAMED
    if more <= 1:
        return joint.join(words)
    return f"{joint.join(words[:_NAMED])} and {more} other {things}"


def _form() -> str:
    return _table(("no", "printed", "English", "item"), form())


def _of_no_clause() -> str:
    return "\n".join(f"- **“{one.name}”**: {choice(one)}" for one in of_no_clause())


#: The function that makes each part of the page in Markdown, by its name.
PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "order": _order,
    "rules": _markdown(of_the_rules),
    "form": _form,
    "related acts": _markdown(of_other_acts),
    "other assumptions": _of_no_clause,
    "assumptions in Kazakh": assumptions("kk"),
    "assumptions in Russian": assumptions("ru"),
}


# Printing ---------------------------------------------------------------------------------------------


def printed() -> str:
    """
    Return the page for printing, in HTML.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    parts = {
        "The Order": of_the_order(), "The Rules": of_the_rules(), "Other acts": of_other_acts(),
    }  # fmt: skip
    return environment.get_template("law_page.html.jinja").render(
        parts=parts, form=form(), editions=law.EDITIONS, acts=acts, titles=titles,
        others=of_no_clause(), choice=choice, reason=reason, reference=law.RULES.reference,
    ).rstrip("\n") + "\n"  # fmt: skip
