"""
`standing`, `show`, `history`, `extract` and `stats`: questions to the register; for staff.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import Any, cast

import click

from kz_social_registry.base.law import Language
from kz_social_registry.cli.options import (
    DAY,
    Command,
    FilePath,
    bin_argument,
    json_option,
    known_option,
    on_option,
    read_json,
    with_registry,
)
from kz_social_registry.cli.output import Phrase, leave, print_json
from kz_social_registry.domain.acts import WithdrawConsent
from kz_social_registry.domain.row import COLUMNS
from kz_social_registry.domain.search import Count
from kz_social_registry.domain.standing import Standing
from kz_social_registry.domain.timeline import Annul, Erase, Fact, in_effect
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.registry.extract import Agreement, Extract, shown_moment
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization.cell_text import internal_cells
from kz_social_registry.serialization.codec import from_plain, to_plain


def _with_standing(command: Command) -> Command:
    """
    Add BIN, `--on`, `--known` and `--json` to a command, and pass the provider's standing to it.
    """

    @bin_argument
    @on_option
    @known_option
    @json_option
    @with_registry
    @wraps(command)
    def answered(
        provider: Identifier,
        *,
        registry: Registry,
        on: date | None,
        known: datetime | None,
        **given: object,
    ) -> None:
        command(registry.standing(provider, on=on, known=known), **given)

    return cast("Command", answered)


@click.command()
@_with_standing
def standing(answer: Standing, *, as_json: bool, language: Language) -> None:
    """
    Say whether the provider may be reimbursed for a service on a day, and why not.

    As JSON it has the provider's whole entry: for staff.
    """
    if as_json:
        print_json({"may_be_reimbursed": bool(answer), **to_plain(answer)})
    else:
        click.echo(f"{answer.on:%d.%m.%Y}\n{answer.describe(language)}")


@click.command()
@_with_standing
def show(answer: Standing, *, as_json: bool, language: Language) -> None:
    """
    Show the provider's whole entry as it stands on a day; for staff, not for the public.
    """
    entry = answer.entry
    if entry is None:
        leave(Phrase.NO_ENTRY.label(language))
    if as_json:
        print_json(to_plain(entry))
        return
    click.echo(f"{entry.id}: {entry.status.label(language)}")
    for column, cell in zip(COLUMNS, internal_cells(entry, language), strict=True):
        click.echo(f"{column.number:>2}. {column.heading(language)}: {cell or '–'}")


@click.command()
@bin_argument
@click.option("--on", type=DAY, help="Only what was in effect by this day.")
@known_option
@json_option
@with_registry
def history(
    provider: Identifier,
    *,
    registry: Registry,
    on: date | None,
    known: datetime | None,
    as_json: bool,
    language: Language,
) -> None:
    """
    Show the facts of the provider's entries, with both clocks; for staff, not for the public.
    """
    mentioning = registry.store.entries_mentioning(provider)
    histories = [registry.history(entry_id, known=known) for entry_id in mentioning]
    if not any(histories):
        leave(Phrase.NO_ENTRY.label(language))
    if as_json:
        facts_by = (fact for fact in chain.from_iterable(histories) if _is_by(fact, on))
        print_json({"facts": [*map(to_plain, facts_by)]})
        return
    for facts in filter(None, histories):
        click.echo(f"{facts[0].entry_id}")
        idle = dict(_idle(facts))
        for fact in facts:
            if _is_by(fact, on):
                click.echo(_line(fact, idle.get(fact.number), language))


def _idle(facts: Sequence[Fact]) -> Iterator[tuple[int, Phrase]]:
    """
    Yield the numbers of the facts that do not count, with the reason.
    """
    annulled = {fact.content.of for fact in facts if isinstance(fact.content, Annul)}
    counting = {fact.number for fact, _ in in_effect(facts)}
    for fact in facts:
        if fact.number in annulled:
            yield fact.number, Phrase.ANNULLED
        elif isinstance(fact.content, WithdrawConsent) and fact.number not in counting:
            yield fact.number, Phrase.REPEATED


def _is_by(fact: Fact, on: date | None) -> bool:
    """
    Return whether a fact was in effect by a day, if one is given; annulments and erasures have no day.
    """
    return on is None or fact.on is None or fact.on <= on


def _line(fact: Fact, idle: Phrase | None, language: Language) -> str:
    """
    Return a fact as one line: its number, day and act, and when it was recorded.
    """
    content = fact.content
    if isinstance(content, Erase):
        happened = Phrase.ERASURE.label(language)
    elif isinstance(content, Annul):
        happened = Phrase.ANNULMENT.label(language).format(content.of)
    else:
        happened = f"{content.on:%d.%m.%Y} {content.kind.label(language)}"
    marks = [f"{Phrase.RECORDED.label(language)} {shown_moment(fact.recorded_at)}"]
    marks += [fact.recorded_by] if fact.recorded_by else []
    marks += [idle.label(language)] if idle else []
    return f"{fact.number:>4}. {happened} ({'; '.join(marks)})"


@click.command()
@bin_argument
@on_option
@known_option
@click.option(
    "--check",
    type=FilePath(exists=True, dir_okay=False),
    help="Say whether this extract (JSON) and the register still agree, instead of making one.",
)
@json_option
@with_registry
def extract(
    provider: Identifier,
    *,
    on: date | None,
    known: datetime | None,
    check: Path | None,
    as_json: bool,
    registry: Registry,
    language: Language,
) -> None:
    """
    Print what the register says of the provider on a day, with what proves it; not for the public.
    """
    if check:
        answer = registry.check_extract(_extract_of(provider, check, language))
        if as_json:
            print_json({"agreement": answer.value})
        else:
            click.echo(answer.label(language))
        raise SystemExit(0 if answer is Agreement.AGREES else 1)
    made = registry.extract(provider, on=on, known=known)
    if as_json:
        print_json(to_plain(made))
    else:
        click.echo(made.text(language), nl=False)


def _extract_of(provider: Identifier, file: Path, language: Language) -> Extract:
    """
    Return the extract in a file; it must be about the provider in the command.
    """
    made = from_plain(Extract, read_json(file, "extract --json"))
    if made.standing.identifier != provider:
        raise click.BadParameter(Phrase.OF_ANOTHER.label(language), param_hint="--check")
    return made


@click.command()
@on_option
@json_option
@with_registry
def stats(*, registry: Registry, on: date | None, as_json: bool, language: Language) -> None:
    """
    Count what is in the register on a day, with its capacity, by condition, category and region.
    """
    day = on or registry.today()
    found = registry.facets(on=day)
    lists: dict[str, Mapping[Any, Count]] = {
        "conditions": found.conditions,
        "categories": found.categories,
        "regions": found.regions,
    }
    if as_json:
        plain = {name: {str(w): _plain(c) for w, c in counts.items()} for name, counts in lists.items()}
        print_json({"on": day.isoformat(), "total": _plain(found.total), **plain})
        return
    total = (f"{day:%d.%m.%Y}", found.total.entries, found.total.capacity)
    click.echo(Phrase.TOTAL.label(language).format(*total))
    for counts in lists.values():
        click.echo()
        for word, count in counts.items():
            click.echo(f"{count.entries:>7} {count.capacity:>9}  {word.label(language)}")


def _plain(count: Count) -> dict[str, int]:
    return {"entries": count.entries, "capacity": count.capacity}
