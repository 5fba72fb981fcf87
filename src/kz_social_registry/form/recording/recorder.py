"""
The recording of a file of acts, each row wholly or not at all.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve

from kz_social_registry.base.errors import Conflict, InvalidValue, NotFound, UnlawfulAct
from kz_social_registry.base.law import Language
from kz_social_registry.domain.acts import Act, Issue
from kz_social_registry.domain.timeline import Annul, in_effect
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.form.findings import Severity
from kz_social_registry.form.importing.batches import recorded
from kz_social_registry.form.importing.plan import RowOutcome, RowVerdict, Survey
from kz_social_registry.form.importing.report import FormReport, report_on
from kz_social_registry.form.reading.rows import FormRow, Progress
from kz_social_registry.form.recording.effects import entries_of, perform
from kz_social_registry.form.recording.table import CONTENT, PLACES, PROVIDER, read_acts
from kz_social_registry.registry.facade import Registry


def record_acts(
    registry: Registry,
    path: Path,
    *,
    by: str | None = None,
    dry_run: bool = False,
    language: Language = "en",
    keep_in: Path | None = None,
    progress: Progress = lambda *_: None,
) -> FormReport:
    """
    Record a file of acts, one a row; keep rejected rows and findings as `import_form` does.

    An act that the register has in effect, equal in every value, is unchanged: a file may come again.
    A `dry_run` tries everything and records nothing.

    Raises:
        FormError: the file is no table of acts; nothing was recorded.
        OSError: the file cannot be read.
        StoreError: the store failed; rows up to the last full batch are recorded.
    """
    form = read_acts(path, progress)
    record = partial(_outcome, registry, by)
    outcomes = recorded(registry, form.rows, record, None if dry_run else progress)
    unreadable = sum(row.is_rejected for row in form.rows)
    survey = Survey(rows=len(form.rows), unreadable=unreadable)
    return report_on(outcomes, form, survey, language, keep_in, () if dry_run else None)


def _outcome(registry: Registry, by: str | None, row: FormRow) -> RowOutcome:
    if row.is_rejected:
        return RowOutcome(row=row, verdict=RowVerdict.REJECTED, findings=row.findings)
    content, provider = row.values[CONTENT], row.values[PROVIDER]
    done = RowOutcome(row=row, verdict=RowVerdict.ACCEPTED)
    try:
        if any(_is_same(content, one) for one in _known(registry, provider)):
            return evolve(done, verdict=RowVerdict.UNCHANGED, is_known=True)
        perform(registry, content, entries_of(registry, content, provider), by=by)
    except (Conflict, InvalidValue, NotFound, UnlawfulAct) as error:
        faults = (fault.renamed({"number": "of"}) for fault in error.faults)  # of an annulled fact
        found = [row.finding(Severity.REJECTED, fault, row.values[PLACES]) for fault in faults]
        return RowOutcome(row=row, verdict=RowVerdict.REJECTED, findings=tuple(found))
    return done


def _known(registry: Registry, provider: Identifier) -> Iterator[Any]:
    """
    Yield the acts in effect of all entries of a provider, and the annulments.
    """
    for entry_id in registry.mentioning(provider):
        facts = registry.history(entry_id)
        yield from (act for _, act in in_effect(facts))
        yield from (fact.content for fact in facts if isinstance(fact.content, Annul))


def _is_same(content: Act | Annul, known: Act | Annul) -> bool:
    """
    Return whether a row repeats a known act.

    The id and the excluded predecessor of an issue come from the register, not from a row.
    """
    if isinstance(content, Issue) and isinstance(known, Issue):
        succession = content.succession or known.succession
        content = evolve(content, entry_id=known.entry_id, succession=succession)
    return content == known
