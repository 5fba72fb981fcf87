"""
The extract: a statement about one provider on one day, on paper or as JSON.

It names the day that it is about, the moment of knowledge, the edition of the Order, and the head of
the entry's chain of facts. With these anybody who has the register can check later whether both agree.
It shows the whole entry, so it is for the provider and for staff, not for the public.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from attrs import field, frozen

from kz_social_registry.base import Value, validation
from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import InvalidValue, UnlawfulAct
from kz_social_registry.base.law import REGISTER_TIME, RULES, Language, edition
from kz_social_registry.base.vocabulary import ActKind
from kz_social_registry.domain import timeline
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.row import COLUMNS
from kz_social_registry.domain.standing import Standing, of_provider
from kz_social_registry.domain.timeline import Fact
from kz_social_registry.domain.values.identifiers import Identifier, identifier
from kz_social_registry.registry.records import LAG, Record, broken, unseal
from kz_social_registry.serialization.cell_text import internal_cells


class ExtractWord(Word):
    """
    The fixed words of an extract.
    """

    TITLE = "title", None
    ON = "on", None
    KNOWN = "known", None
    EDITION = "edition", None
    ENTRY = "entry", None
    STANDING = "standing", None
    HISTORY = "history", None
    PROOF = "proof", None


class Agreement(Word):
    """
    Whether an extract and the register still agree.
    """

    AGREES = "agrees", None
    SUPERSEDED = "superseded", None
    DISAGREES = "disagrees", None


@frozen(kw_only=True, eq=False, repr=False)
class Step(Value):
    """
    One act of the history in brief.
    """

    on: date
    act: ActKind


@frozen(kw_only=True, eq=False, repr=False)
class Extract(validation.Checked):
    """
    A statement about one provider on one day, as known at a moment.

    Raises:
        InvalidValue: there is no entry, no number of a fact, or the moment has no time zone.
    """

    CHECKS: ClassVar = {
        "known": validation.moment,
        "standing": validation.instance(Standing, "object"),
        "entry": validation.instance(RegistryEntry, "object"),
        "number": validation.count,
    }

    on: date
    known: datetime
    #: The edition of the Rules on that day, by its name in data.
    edition: str
    standing: Standing
    #: The entry on that day.
    entry: RegistryEntry = field(repr=False)
    #: The acts up to that day, as known then, in order of effect.
    history: tuple[Step, ...] = field(repr=False)
    #: The entry's last fact as known then, and its digest.
    number: int
    digest: bytes = field(repr=False)

    @property
    def entry_id(self) -> UUID:
        """
        The entry that it is about.
        """
        return self.entry.id

    def text(self, language: Language) -> str:
        """
        Return the extract as a person reads it.
        """
        return "".join(f"{line}\n" for line in _lines(self, language))


def extracted(provider: Identifier, on: date, facts: Sequence[Fact], known: datetime) -> Extract:
    """
    Return the extract that follows from the facts of one entry.
    """
    answer = of_provider(provider, on, [timeline.segments(facts)])
    return Extract(
        on=on,
        known=known,
        edition=edition(RULES, on).reference,
        standing=answer,
        entry=answer.entry,  # type: ignore[arg-type]  # the check refuses None
        history=steps(facts, on),
        number=facts[-1].number,
        digest=facts[-1].digest,
    )


def agreement(
    extract: Extract, records: Sequence[Record], answer: Callable[..., Standing], *, now: datetime
) -> Agreement:
    """
    Return whether an extract and the records of its entry still agree.

    `answer` returns the present standing of a provider on a day.

    Raises:
        Erased: the entry's data are gone.
    """
    if not _was_right(extract, records, now=now):
        return Agreement.DISAGREES
    present = answer(extract.standing.identifier, on=extract.on)
    same = (present, present.entry) == (extract.standing, extract.entry)
    history = steps([*map(unseal, records)], extract.on) if same else ()
    return Agreement.AGREES if history == extract.history else Agreement.SUPERSEDED


def _was_right(extract: Extract, records: Sequence[Record], *, now: datetime) -> bool:
    """
    Return whether an extract was right at its moment of knowledge.
    """
    shown, known = records[: extract.number], extract.known
    if len(shown) < extract.number or any(broken(shown)) or shown[-1].recorded_at > known:
        return False
    try:
        provider = identifier(extract.standing.identifier)
        then = extracted(provider, extract.on, [*map(unseal, shown)], known)
    except (InvalidValue, UnlawfulAct):  # no entry yet, or half of a correction: never extracted
        return False
    return then == extract and known <= max(now + LAG, records[-1].recorded_at)


def steps(facts: Sequence[Fact], on: date) -> tuple[Step, ...]:
    """
    Return the acts of one entry that are in effect on a day, in order of effect.
    """
    acts = [act for _, act in timeline.in_effect(facts) if act.on <= on]
    return tuple(Step(on=act.on, act=act.kind) for act in acts)


def shown_moment(moment: datetime) -> str:
    """
    Return a moment as a person reads it, in the time of Kazakhstan.
    """
    return f"{moment.astimezone(REGISTER_TIME):%d.%m.%Y %H:%M:%S} (UTC+5)"


def _lines(extract: Extract, language: Language) -> list[str]:
    def word(term: ExtractWord) -> str:
        return term.label(language)

    cells = zip(COLUMNS, internal_cells(extract.entry, language), strict=True)
    return [
        word(ExtractWord.TITLE),
        "",
        f"{word(ExtractWord.ON)}: {extract.on:%d.%m.%Y}",
        f"{word(ExtractWord.KNOWN)}: {shown_moment(extract.known)}",
        f"{word(ExtractWord.EDITION)}: {edition(RULES, extract.on).names[language]}",
        "",
        f"{word(ExtractWord.ENTRY)}: {extract.entry_id}",
        *(f"  {column.number}. {column.heading(language)}: {cell or '–'}" for column, cell in cells),
        "",
        f"{word(ExtractWord.STANDING)}:",
        *(f"  {line}" for line in extract.standing.describe(language).splitlines()),
        "",
        f"{word(ExtractWord.HISTORY)}:",
        *(f"  {step.on:%d.%m.%Y} {step.act.label(language)}" for step in extract.history),
        "",
        f"{word(ExtractWord.PROOF)}: {extract.number}, {extract.digest.hex()}",
    ]
