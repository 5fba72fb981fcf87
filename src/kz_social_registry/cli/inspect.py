"""
`standing`, `show`, `history` and `extract`: what the register says of one provider; for staff.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import click

from kz_social_registry.base.law import Language
from kz_social_registry.cli.failures import leave
from kz_social_registry.cli.opening import open_registry
from kz_social_registry.cli.options import (
    DAY,
    FilePath,
    Phrase,
    bin_argument,
    json_option,
    known_option,
    on_option,
    print_json,
    read_json,
    with_store,
)
from kz_social_registry.domain.acts import WithdrawConsent
from kz_social_registry.domain.row import COLUMNS
from kz_social_registry.domain.search import Count
from kz_social_registry.domain.timeline import Annul, Erase, Fact, in_effect
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.registry.extract import Agreement, Extract, shown_moment
from kz_social_registry.serialization.cell_text import internal_cells
from kz_social_registry.serialization.codec import from_plain, to_plain


@click.command()
@bin_argument
@on_option
@known_option
@json_option
@with_store
def standing(
    provider: Identifier,
    *,
    on: date | None,
    known: datetime | None,
    as_json: bool,
    store: str,
    language: Language,
) -> None:
    """
    Say whether the provider may be reimbursed for a service on a day, and why not.

    As JSON it has the provider's whole entry: for staff.
    """
    with open_registry(store) as registry:
        answer = registry.standing(provider, on=on, known=known)
    if as_json:
        print_json({"may_be_reimbursed": bool(answer), **to_plain(answer)})
    else:
        click.echo(f"{answer.on:%d.%m.%Y}\n{answer.describe(language)}")


@click.command()
@bin_argument
@on_option
@known_option
@json_option
@with_store
def show(
    provider: Identifier,
    *,
    on: date | None,
    known: datetime | None,
    as_json: bool,
    store: str,
    language: Language,
) -> None:
    """
    Show the provider's whole entry as it stands on a day; for staff, not for the public.
    """
    with open_registry(store) as registry:
        entry = registry.standing(provider, on=on, known=known).entry
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
@with_store
def history(
    provider: Identifier,
    *,
    on: date | None,
    known: datetime | None,
    as_json: bool,
    store: str,
    language: Language,
) -> None:
    """
    Show the facts of the provider's entries, with both clocks; for staff, not for the public.
    """
    with open_registry(store) as registry:
        named = registry.store.entries_mentioning(provider)
        histories = [registry.history(entry_id, known=known) for entry_id in named]
    if not any(histories):
        leave(Phrase.NO_ENTRY.label(language))
    if as_json:
        told = [to_plain(fact) for fact in chain.from_iterable(histories) if _is_by(fact, on)]
        print_json({"facts": told})
        return
    for facts in filter(None, histories):
        click.echo(f"{facts[0].entry_id}")
        idle = dict(_idle(facts))
        for fact in facts:
            if _is_by(fact, on):
                click.echo(_told(fact, idle.get(fact.number), language))


def _idle(facts: Sequence[Fact]) -> Iterator[tuple[int, Phrase]]:
    """
    Yield the numbers of the acts that do not count, and why.
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
    Whether a fact was in effect by a day, if one is named; annulments and erasures have none.
    """
    return on is None or fact.on is None or fact.on <= on


def _told(fact: Fact, idle: Phrase | None, language: Language) -> str:
    """
    Tell of a fact on one line: its number, what happened on which day, and when it was recorded.
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
@with_store
def extract(
    provider: Identifier,
    *,
    on: date | None,
    known: datetime | None,
    check: Path | None,
    as_json: bool,
    store: str,
    language: Language,
) -> None:
    """
    Print what the register says of the provider on a day, with what proves it; not for the public.
    """
    with open_registry(store) as registry:
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
    Return the extract in a file, which must be that of the provider who was named.
    """
    made = from_plain(Extract, read_json(file, "extract --json"))
    if made.standing.identifier != provider:
        raise click.BadParameter(Phrase.OF_ANOTHER.label(language), param_hint="--check")
    return made


@click.command()
@on_option
@json_option
@with_store
def stats(*, on: date | None, as_json: bool, store: str, language: Language) -> None:
    """
    Count what is in the register on a day, with its capacity, by condition, category and region.
    """
    with open_registry(store) as registry:
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
    told = (f"{day:%d.%m.%Y}", found.total.entries, found.total.capacity)
    click.echo(Phrase.TOTAL.label(language).format(*told))
    for counts in lists.values():
        click.echo()
        for word, count in counts.items():
            click.echo(f"{count.entries:>7} {count.capacity:>9}  {word.label(language)}")


def _plain(count: Count) -> dict[str, int]:
    return {"entries": count.entries, "capacity": count.capacity}
