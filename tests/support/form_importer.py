"""
Imports of the form in tests: an importer of rows, and the parts of its report that tests compare.
"""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from kz_social_registry.base.law import Language
from kz_social_registry.base.vocabulary import ReissueGround, TerminationGround
from kz_social_registry.form import FormReport, Guards, Supplied, Treatment, import_form
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage.memory import MemoryStore
from support.form_samples import BINS, save_csv

TODAY: Final = date(2026, 1, 15)
AMEND, REISSUE, CORRECT = (frozenset({treatment}) for treatment in Treatment)
#: Values that an operator supplies for columns 12, 16 and 17.
SUPPLIED: Final[dict[str, Any]] = {
    "ground": TerminationGround.VOLUNTARY,
    "reissue_ground": ReissueGround.NAME_OR_LOCATION,
    "excluded_on": date(2026, 1, 10),
}


def clock() -> datetime:
    """
    Return the morning of the day of the import.
    """
    return datetime(2026, 1, 15, 6, tzinfo=UTC)


def a_registry() -> Registry:
    """
    Return an empty register.
    """
    return Registry(MemoryStore(), clock)


class Importer:
    """
    Imports rows into one register, each time from a file of the same name.
    """

    def __init__(self, registry: Registry, folder: Path) -> None:
        self.registry = registry
        self.path = folder / "form.csv"

    def __call__(
        self, *rows: Sequence[str], guards: Guards | None = None, dry_run: bool = False, **supplied: Any
    ) -> FormReport:
        """
        Import rows under the official headings.
        """
        save_csv(self.path, rows)
        return self.again(guards=guards, dry_run=dry_run, **supplied)

    def again(
        self,
        guards: Guards | None = None,
        *,
        dry_run: bool = False,
        keep_in: Path | None = None,
        branches: bool = False,
        part: bool = False,
        **supplied: Any,
    ) -> FormReport:
        """
        Import the file as it is.
        """
        return import_form(
            self.registry, self.path, guards=guards, by="operator", dry_run=dry_run,
            supplied=Supplied(amended_on=TODAY, **supplied), language="kk", keep_in=keep_in,
            branches=branches, part=part,
        )  # fmt: skip

    def entry(self, provider: str = BINS[0]) -> Any:
        """
        Return the provider's entry today.
        """
        return self.registry.standing(provider, on=TODAY).entry


def verdicts(report: FormReport) -> dict[str, int]:
    """
    Return how many rows have each outcome.
    """
    return {verdict.value: count for verdict, count in report.verdicts.items()}


def stopped(report: FormReport) -> list[tuple[str, str]]:
    """
    Return the code and the cell of each finding that stopped a row.
    """
    return [(finding.fault.code.value, finding.address.cell) for finding in report.first]


def kept(report: FormReport) -> list[dict[str, Any]]:
    """
    Return the lines of the file of findings.
    """
    assert report.findings
    return [json.loads(line) for line in report.findings.read_text("utf-8").splitlines()]


def import_file(
    path: Path, registry: Registry | None = None, language: Language = "kk", *, branches: bool = False
) -> FormReport:
    """
    Import a file, by default into an empty register, with the grounds that the operator supplies.
    """
    supplied = Supplied(
        amended_on=TODAY, ground=SUPPLIED["ground"], reissue_ground=SUPPLIED["reissue_ground"]
    )
    return import_form(
        registry or a_registry(), path, supplied=supplied, language=language, branches=branches
    )
