# pyright: reportUnnecessaryTypeIgnoreComment=true
"""
A program of a ministry, for type checkers: it receives, imports, publishes, asks, proves and verifies.

A wrong call carries a comment that ignores its error.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from kz_social_registry import (
    Column,
    Fault,
    NotFound,
    Publication,
    Reason,
    Registry,
    RegistryReader,
    Standing,
    TerminationGround,
    View,
    from_plain,
    to_plain,
)
from kz_social_registry.feed import FeedReceipt, Outcome, Receipt, Verdict, receive, receive_file
from kz_social_registry.form import (
    Finding,
    FormError,
    FormReport,
    Guards,
    RowVerdict,
    Supplied,
    Treatment,
    import_form,
    publish,
    read_dictionary,
    read_publication,
)
from kz_social_registry.registry import (
    Agreement,
    Change,
    Checkpoint,
    Diff,
    Due,
    Extract,
    Flaw,
    Period,
    Verification,
    apply_diff,
)

ON = date(2026, 1, 15)


def take_in(registry: Registry, feed: Path, form: Path) -> list[str]:
    """
    Receive a file of notices, then import a form with every option.
    """
    receipt: FeedReceipt = receive_file(
        registry, feed, language="kk", dry_run=True, keep_in=feed.parent
    )
    report: FormReport = import_form(
        registry,
        form,
        supplied=Supplied(
            treatments=frozenset({Treatment.CORRECT}),
            amended_on=ON,
            ground=TerminationGround.VOLUNTARY,
        ),
        guards=Guards(changed=None, few=5),
        sheet="2026",
        branches=True,
        dictionary=read_dictionary(form.with_suffix(".toml")),
        by="registrar",
        language="ru",
        progress=print,
    )
    refusal: FormError | None = report.refusal
    return [
        f"{receipt.accepted} {receipt.known} {receipt.rejected} {receipt.rejects}",
        str(report.verdicts[RowVerdict.REJECTED]),
        *map(worded, report.first),
        refusal.describe("kk") if refusal else "",
    ]


def worded(finding: Finding) -> str:
    """
    Return a finding with its place.
    """
    return f"{finding.describe('kk')} ({finding.address.row}, {finding.fault.code})"


def rejected(registry: Registry, lines: Iterable[str]) -> dict[int, list[Fault]]:
    """
    Return the faults of rejected notices by line.
    """
    receipt: Receipt = receive(registry, lines)
    outcomes: tuple[Outcome, ...] = receipt.rejects
    return {
        one.line: list(one.error.faults)
        for one in outcomes
        if one.error and one.verdict is Verdict.REJECTED
    }


def payable(reader: RegistryReader, services: Iterable[tuple[str, date]]) -> Iterator[tuple[bool, str]]:
    """
    Yield for each service whether a condition of its payment holds, and why not.
    """
    answers: Iterator[Standing] = reader.standings(services)
    for answer in answers:
        yield bool(answer), "" if answer else answer.describe("kk")
        if Reason.INVALID in answer.reasons:
            print([fault.code for fault in answer.faults])


def covered(reader: RegistryReader) -> dict[str, list[date]]:
    """
    Return the first day of each period of each provider.
    """
    found: dict[str, list[date]] = {}
    period: Period
    for period in reader.periods():
        found.setdefault(str(period.standing.identifier), []).append(period.first_day)
    return found


def proved(reader: RegistryReader, checkpoint: str) -> tuple[Agreement, str]:
    """
    Check an extract after its journey as plain data, and the whole register.
    """
    try:
        extract: Extract = reader.extract("940140000385", on=ON)
    except NotFound as error:
        return Agreement.DISAGREES, error.describe("ru")
    again = from_plain(Extract, to_plain(extract))
    verification: Verification = reader.verify(checkpoint, progress=print)
    flaws: tuple[Flaw, ...] = verification.flaws
    deposited: Checkpoint = reader.checkpoint()
    sound = bool(verification) and bool(reader.verify(deposited))
    found = [flaw.finding.label("kk") for flaw in flaws]
    return reader.check_extract(again), f"{sound}: {found} {again.text('kk')}"


def published(reader: RegistryReader, folder: Path) -> Publication:
    """
    Publish, read the publication again, and bring it up to date with a diff.
    """
    rows = reader.public(on=ON, published_on=ON)
    count: int = publish(
        folder, rows, on=ON, published_on=ON, language="kk", view=View.CURRENT, formats=["csv", "json"]
    )
    earlier: Publication = read_publication(folder / "register.json")
    difference: Diff = reader.public_diff(earlier, on=ON + timedelta(1))
    later: Publication = apply_diff(from_plain(Diff, to_plain(difference)), earlier)
    print(count, len(later), [row.cell(Column.NAME) for row in later])
    return later


def watched(reader: RegistryReader, after: int) -> list[str]:
    """
    Return the work of the coming month, and what was recorded since a position.
    """
    due: tuple[Due, ...] = reader.due(within=timedelta(30))
    changes: Iterator[Change] = reader.changes(after=after)
    return [
        *(f"{one.reason.label('ru')} {one.entry.name}" for one in due),
        *(f"{change.position}" for change in changes),
    ]


def mistakes(registry: Registry, reader: RegistryReader, rows: Publication, folder: Path) -> None:
    """
    Make calls that checkers refuse.
    """
    reader.standings(["940140000385"])  # type: ignore[list-item]  # no day
    reader.check_extract(reader.standing("940140000385"))  # type: ignore[arg-type]  # no extract
    receive_file(registry, folder, language="kz")  # type: ignore[arg-type]  # the code is kk
    receive_file(reader, folder)  # type: ignore[arg-type]  # a reader records nothing
    import_form(registry, folder, sheets="1")  # type: ignore[call-arg]  # misspelt
    publish(folder, reader.found(), on=ON, published_on=ON, language="kk")  # type: ignore[arg-type]  # entries, not rows
    apply_diff(rows, rows)  # type: ignore[arg-type]  # a publication is no diff
    Supplied(ground=TerminationGround.VOLUNTARY)  # type: ignore[call-arg]  # the day is missing
