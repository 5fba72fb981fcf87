"""
`standing`, `show`, `history`, `extract` and `stats`: questions to the register; for staff.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import click
from attrs import asdict

from kz_social_registry.base.columns import Column
from kz_social_registry.cli import options, output
from kz_social_registry.cli.usage import command, option
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.row import COLUMNS, PATHS
from kz_social_registry.domain.search import Count, Facets
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.registry import answers
from kz_social_registry.registry.reader import RegistryReader
from kz_social_registry.serialization.cell_text import internal_cells
from kz_social_registry.serialization.codec import from_plain, to_plain


@command()
@options.bin_argument
@options.on_option
@options.known_option
@option("--quiet", is_flag=True)
@options.with_registry
def standing(provider: Identifier, *, registry: RegistryReader, quiet: bool, **clocks: Any) -> None:  # noqa: ANN401  # on, known
    """
    Say whether the provider was in the register with a licence in force on a day, and why not.

    As JSON it has the entry's id; `show` has the entry.
    """
    answer = registry.standing(provider, **clocks)
    if quiet:
        raise SystemExit(0 if answer else 1)
    if output.is_json():
        output.print_json({"holds": bool(answer), **to_plain(answer)})
    else:
        click.echo(output.folded(f"{answer.on:%d.%m.%Y}\n{answer.describe(output.run_language())}"))


@command()
@options.bin_argument
@options.on_option
@options.known_option
@options.with_registry
def show(provider: Identifier, *, registry: RegistryReader, **clocks: Any) -> None:  # noqa: ANN401  # on, known
    """
    Show the provider's whole entry as it stands on a day; for staff, not for the public.
    """
    entry = registry.standing(provider, **clocks).entry
    if entry is None:
        output.leave(output.phrase("no_entry"))
    from kz_social_registry.base.fields import field_name  # noqa: PLC0415  # most questions need none

    language = output.run_language()
    lines = [f"{entry.id}: {entry.status.label(language)}"]
    for column, cell in zip(COLUMNS, internal_cells(entry, language), strict=True):
        lines.append(output.folded(f"{column.number:>2}. {column.heading(language)}: {cell or '–'}"))
        warnings = (one.message(language) for one in entry.warnings if one.path == PATHS[column])
        lines += [output.folded(f"    {output.phrase('warning')}: {text}") for text in warnings]
    lines += [
        output.folded(f"    {field_name(path, language)}: {text}")
        for path, text in _beyond_the_form(entry)
    ]
    plain = to_plain(entry) | ({"warnings": to_plain(entry.warnings)} if entry.warnings else {})
    output.print_answer(plain, "\n".join(lines))


def _beyond_the_form(entry: RegistryEntry) -> Iterator[tuple[str, str]]:
    """
    Yield what the form has no columns for, by the paths of the entry.
    """
    yield "licence.number", entry.licence.number or "–"
    yield "kato", entry.kato or "–"
    consent = entry.consent
    numbers = sorted(column.number for column in consent.columns) if consent else ()
    is_all = len(numbers) == len(Column)
    yield "consent.columns", f"1–{len(Column)}" if is_all else ", ".join(map(str, numbers)) or "–"
    if consent:
        yield "consent.given_on", f"{consent.given_on:%d.%m.%Y}"
        yield "consent.counts_from", f"{consent.counts_from:%d.%m.%Y}"
        yield "consent.until", f"{consent.until:%d.%m.%Y}" if consent.until else "–"


@command()
@options.bin_argument
@option("--on", type=options.DAY)
@options.known_option
@options.with_registry
def history(
    provider: Identifier, *, registry: RegistryReader, on: date | None, known: datetime | None
) -> None:
    """
    Show the facts of the provider's entries, with both clocks; for staff, not for the public.
    """
    journals = {
        id_: [
            line
            for line in answers.journal.journal(facts)
            if not (on and line.fact.on) or line.fact.on <= on  # an annulment has no day
        ]
        for id_ in registry.mentioning(provider)
        if (facts := registry.history(id_, known=known))
    }
    if not journals:
        output.leave(output.phrase("no_entry"))
    lines = [*chain.from_iterable(journals.values())]
    plain = {"facts": [to_plain(line.fact) for line in lines], "journal": [*map(_plain_line, lines)]}
    text = ((str(id_), *map(_text, journal)) for id_, journal in journals.items())
    output.print_answer(plain, "\n".join(chain.from_iterable(text)))


def _plain_line(line: "answers.journal.JournalLine") -> dict[str, Any]:
    fact, document, reason = line.fact, line.document, line.reason
    plain = {"entry_id": str(fact.entry_id), "number": fact.number, **to_plain(line)}
    del plain["fact"]
    return plain | {"document": document, "reason": reason}


def _text(line: "answers.journal.JournalLine") -> str:
    head, *details = line.describe(output.run_language()).split("\n")
    return "\n".join((output.folded(head), *(output.folded(detail, 8) for detail in details)))


@command()
@options.bin_argument
@options.on_option
@options.known_option
@option("--check", type=options.FILE)
@options.with_registry
def extract(provider: Identifier, check: Path | None, registry: RegistryReader, **clocks: Any) -> None:  # noqa: ANN401  # on, known
    """
    Print what the register says of the provider on a day, with what proves it; not for the public.
    """
    if check:
        earlier = from_plain(answers.extract.Extract, options.read_json(check, "extract --json"))
        if earlier.standing.identifier != provider:  # a misspelt number must not look checked
            raise click.BadParameter(output.phrase("of_another"), param_hint="--check")
        answer = registry.check_extract(earlier)
        output.print_answer({"agreement": answer.value}, answer.label(output.run_language()))
        raise SystemExit(0 if answer is answers.extract.Agreement.AGREES else 1)
    made = registry.extract(provider, **clocks)
    output.print_answer(to_plain(made), made.text(output.run_language()).removesuffix("\n"))


@command()
@options.on_option
@options.with_registry
def stats(*, registry: RegistryReader, on: date | None) -> None:
    """
    Count what is in the register on a day, with its capacity, by condition, category and region.
    """
    from kz_social_registry.base.fields import FieldName  # noqa: PLC0415  # as above

    day, language = on or registry.today(), output.run_language()
    found = registry.facets(on=day)
    total, unplaced = found.total, _without_region(found)
    plain = {"on": day.isoformat(), "total": asdict(total), "without_region": asdict(unplaced)}
    lines = [output.folded(output.phrase("total", f"{day:%d.%m.%Y}", total.entries, total.capacity))]
    titles = {
        "conditions": Column.CONDITIONS, "categories": Column.CATEGORIES, "regions": FieldName.REGION
    }  # fmt: skip
    for name, title in titles.items():
        counts: Mapping[Any, Count] = getattr(found, name)
        plain[name] = {str(word): asdict(count) for word, count in counts.items()}
        lines += [
            "",
            _counted(output.phrase("entries"), output.phrase("capacity"), title.label(language)),
        ]
        lines += [
            _counted(count.entries, count.capacity, word.label(language))
            for word, count in counts.items()
        ]
    lines.append(_counted(unplaced.entries, unplaced.capacity, output.phrase("no_region")))
    output.print_answer(plain, "\n".join(lines))


def _without_region(found: Facets) -> Count:
    """
    Return the entries with neither a KATO code nor an address that names a region.
    """
    counts = found.regions.values()
    return Count(
        found.total.entries - sum(count.entries for count in counts),
        found.total.capacity - sum(count.capacity for count in counts),
    )


def _counted(entries: object, capacity: object, label: str) -> str:
    return output.folded(f"{entries:>7} {capacity:>9}  {label}", 19)
