"""
`stats`: the register of a day in numbers; for staff.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import click

from kz_social_registry.cli.common import (
    Phrase,
    json_option,
    on_option,
    print_json,
    with_store,
)
from kz_social_registry.cli.opening import open_registry
from kz_social_registry.law import Language
from kz_social_registry.search import Count


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
