"""
`standing`, `show` and `history`: what the register says of one provider; for staff.
"""

import json
from datetime import date

import click

from kz_social_registry.cli.common import (
    Phrase,
    bin_argument,
    on_option,
    open_registry,
    with_store,
)
from kz_social_registry.codec import to_plain
from kz_social_registry.forms.cells import internal_cells
from kz_social_registry.identifiers import Identifier
from kz_social_registry.law import REGISTER_TIME, Language
from kz_social_registry.publication import COLUMNS
from kz_social_registry.timeline import Annul, Fact


@click.command()
@bin_argument
@on_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_store
def standing(
    provider: Identifier, *, on: date | None, as_json: bool, store: str, language: Language
) -> None:
    """
    Say whether the provider may be reimbursed for a service on a day, and why not.
    """
    with open_registry(store, language) as registry:
        answer = registry.standing(provider, on=on)
    if as_json:
        plain = {"may_be_reimbursed": bool(answer), **to_plain(answer)}
        click.echo(json.dumps(plain, ensure_ascii=False))
    else:
        click.echo(f"{answer.on:%d.%m.%Y}\n{answer.describe(language)}")


@click.command()
@bin_argument
@on_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_store
def show(
    provider: Identifier, *, on: date | None, as_json: bool, store: str, language: Language
) -> None:
    """
    Show the provider's whole entry as it stands on a day; for staff, not for the public.
    """
    with open_registry(store, language) as registry:
        entry = registry.standing(provider, on=on).entry
    if entry is None:
        click.echo(Phrase.NO_ENTRY.label(language), err=True)
        raise SystemExit(1)
    if as_json:
        click.echo(json.dumps(to_plain(entry), ensure_ascii=False))
        return
    click.echo(f"{entry.id}: {entry.status.label(language)}")
    for column, cell in zip(COLUMNS, internal_cells(entry, language), strict=True):
        click.echo(f"{column.number:>2}. {column.heading(language)}: {cell or '–'}")


@click.command()
@bin_argument
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a fact.")
@with_store
def history(provider: Identifier, *, as_json: bool, store: str, language: Language) -> None:
    """
    Show every fact recorded of the provider's entries; for staff, not for the public.
    """
    with open_registry(store, language) as registry:
        histories = [registry.history(entry_id) for entry_id in registry.store.naming(provider)]
    if not histories:
        click.echo(Phrase.NO_ENTRY.label(language), err=True)
        raise SystemExit(1)
    for facts in histories:
        annulled = {fact.content.of for fact in facts if isinstance(fact.content, Annul)}
        if not as_json:
            click.echo(f"{facts[0].entry_id}")
        for fact in facts:
            line = json.dumps(to_plain(fact), ensure_ascii=False)
            click.echo(line if as_json else _told(fact, annulled, language))


def _told(fact: Fact, annulled: set[int], language: Language) -> str:
    """
    Tell of a fact on one line: its number, what happened on which day, and when it was recorded.
    """
    content = fact.content
    if isinstance(content, Annul):
        happened = Phrase.ANNULMENT.label(language).format(content.of)
    else:
        happened = f"{content.on:%d.%m.%Y} {content.kind.label(language)}"
    moment = fact.recorded_at.astimezone(REGISTER_TIME)
    marks = [f"{Phrase.RECORDED.label(language)} {moment:%d.%m.%Y %H:%M:%S}"]
    marks += [fact.recorded_by] if fact.recorded_by else []
    marks += [Phrase.ANNULLED.label(language)] if fact.number in annulled else []
    return f"{fact.number:>4}. {happened} ({'; '.join(marks)})"
