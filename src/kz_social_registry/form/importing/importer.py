"""
The import of the official form: the file is read once, planned as a whole, then recorded.

Rows are recorded in batches, each row wholly or not at all.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from attrs import evolve

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, RegistryError, StoreError, UnlawfulAct
from kz_social_registry.base.law import Language
from kz_social_registry.base.vocabulary import ActKind
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.form.description import CONSENT, Dictionary
from kz_social_registry.form.importing.batches import recorded
from kz_social_registry.form.importing.branches import with_branches
from kz_social_registry.form.importing.plan import Guards, RowOutcome, plan_row, rejected, survey_of
from kz_social_registry.form.importing.questions import questions_of
from kz_social_registry.form.importing.report import FormReport, report_on
from kz_social_registry.form.importing.row_acts import Change, Supplied
from kz_social_registry.form.reading.rows import Progress, read_form
from kz_social_registry.registry.facade import Registry


def import_form(
    registry: Registry,
    path: Path,
    *,
    supplied: Supplied | None = None,
    guards: Guards | None = None,
    sheet: str | None = None,
    branches: bool = False,
    part: bool = False,
    dictionary: Dictionary | None = None,
    by: str | None = None,
    dry_run: bool = False,
    language: Language = "en",
    keep_in: Path | None = None,
    progress: Progress = lambda *_: None,
) -> FormReport:
    """
    Record a form; keep rejected rows and findings next to its file, or in the folder `keep_in`.

    Without `supplied`, differences are only reported. With `branches`, several rows of one provider
    become one entry; without it they are rejected. A `part` of the register lacks no entries. A
    `dry_run` tries everything and records nothing. Its report has a guard that would stop the file,
    and the open questions, whose answers make the `dictionary` of the next run.
    `progress` takes how much is done, and of how much: first while the file is read, then of its rows.

    Raises:
        FormError: the file is not the form, or a guard stops it; nothing was recorded.
        OSError: the file cannot be read.
        StoreError: the store failed; rows up to the last full batch are recorded.
    """
    supplied = supplied or Supplied(amended_on=registry.today())
    form = with_branches(read_form(path, sheet, progress, dictionary), combine=branches)
    planned = [plan_row(row, registry, supplied) for row in form.rows]
    survey = survey_of(planned, form, registry, supplied, part=part)
    if (refusal := survey.refusal(guards)) and not dry_run:
        raise refusal
    record = _recorder(registry, supplied, by)
    outcomes = recorded(registry, planned, record, None if dry_run else progress)
    questions = questions_of(form, dictionary) if dry_run else None
    return report_on(outcomes, form, survey, language, keep_in, questions, refusal)


#: The column at fault where an act as a whole is refused, or its day or ground.
_MAIN: Final[dict[ActKind, str]] = {
    ActKind.GIVE_CONSENT: CONSENT,
    ActKind.REISSUE: Column.REISSUED_ON,
    ActKind.SIGN_CONTRACT: Column.CONTRACT_SIGNED_ON,
    ActKind.END_CONTRACT: Column.CONTRACT_SIGNED_ON,
    ActKind.TERMINATE: Column.TERMINATED_ON,
    ActKind.EXCLUDE: Column.EXCLUSION_BASIS,
}
_OF_FACT: Final = re.compile(r"facts\[(\d+)\]\.?")


def _at_column(fault: Fault, change: Change) -> Fault:
    """
    Map a fault of one of a change's acts to the column of the form that is to blame.
    """
    of_fact = _OF_FACT.match(fault.path)  # without it, the fault is the last act's
    number = int(of_fact[1]) if of_fact else change.known + len(change.acts)
    path = fault.path[of_fact.end() if of_fact else 0 :]
    new = number > change.known
    main = _MAIN.get(change.acts[number - change.known - 1].kind) if new else None
    return evolve(fault, path=Column.of(path) or main or path)


def _recorder(
    registry: Registry, supplied: Supplied, by: str | None
) -> Callable[[RowOutcome], RowOutcome]:
    """
    Return the function that records a row; it plans the row again if its entry has changed since.
    """
    #: Providers of rows that were recorded.
    changed: set[Identifier | None] = set()

    def record(planned: RowOutcome) -> RowOutcome:
        row = planned.row
        provider = row.values.get(Column.IDENTIFIER)
        if provider in changed:
            planned = plan_row(row, registry, supplied)
        while change := planned.change:
            try:
                _commit(registry, change, supplied, by)
            except StoreError:
                raise
            except RegistryError as error:
                again = plan_row(row, registry, supplied)
                if again.change and again.change.known == change.known:
                    return rejected(row, error, is_known=planned.is_known)
                planned = again
            else:
                changed.add(provider)
                break
        return planned

    return record


def _commit(registry: Registry, change: Change, supplied: Supplied, by: str | None) -> None:
    known = change.known
    if change.replaces:
        (act,) = change.acts
        reason = supplied.reason
        registry.correct(change.entry_id, change.replaces, act, reason=reason, by=by, expect=known)
        return
    try:
        registry.record(change.entry_id, *change.acts, by=by, expect=known)
    except UnlawfulAct as error:
        raise UnlawfulAct(*(_at_column(fault, change) for fault in error.faults)) from None
