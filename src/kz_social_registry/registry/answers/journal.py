"""
The journal of an entry: for each fact who recorded it and when, on which paper, and what it changed.

A fact's changes are those of the entry on the fact's own day, as known before it and with it. A
correction is an annulment and its replacement: its changes stand at the replacement. For staff.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from attrs import field, frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import UnlawfulAct
from kz_social_registry.base.fields import FieldName, field_name
from kz_social_registry.base.law import Language
from kz_social_registry.base.validation import Private
from kz_social_registry.domain import timeline
from kz_social_registry.domain.acts import WithdrawConsent
from kz_social_registry.domain.row import Explanation, Revision
from kz_social_registry.domain.timeline import Annul, Erase, Fact
from kz_social_registry.registry.answers.extract import shown_moment
from kz_social_registry.serialization.cell_text import cell_text


class JournalWord(Word):
    """
    The fixed words of a journal.
    """

    RECORDED = "recorded", None
    ANNULLED = "annulled", None
    REPEATED = "repeated", None
    ANNULMENT = "annulment", None
    ERASURE = "erasure", None


@frozen(kw_only=True, eq=False, repr=False)
class JournalLine(Private):
    """
    A fact with what it changed.
    """

    fact: Fact
    #: The cells on its day that differ, as known before it and with it.
    columns: tuple[Revision, ...] = field(default=(), repr=False)
    #: The number of the fact that annuls it.
    annulled_by: int | None = None
    #: Whether it only repeats an earlier withdrawal of the consent.
    is_repeated: bool = False

    @property
    def recorded_at(self) -> datetime:
        """
        The moment of recording.
        """
        return self.fact.recorded_at

    @property
    def recorded_by(self) -> str | None:
        """
        The recorder, as the caller said.
        """
        return self.fact.recorded_by

    @property
    def document(self) -> str | None:
        """
        The document that the act names.
        """
        return getattr(self.fact.content, "document", None)

    @property
    def reason(self) -> str | None:
        """
        The reason of an annulment, the basis of an exclusion or an erasure, or the ground of an act.
        """
        names = ("reason", "basis", "ground")
        return next(filter(None, (getattr(self.fact.content, name, None) for name in names)), None)

    def describe(self, language: Language) -> str:
        """
        Return the line in words, with one more line for the document, the reason and each column.
        """
        marks = [f"{JournalWord.RECORDED.label(language)} {shown_moment(self.recorded_at)}"]
        marks += [self.recorded_by] if self.recorded_by else []
        if self.annulled_by:
            marks.append(JournalWord.ANNULLED.label(language).format(self.annulled_by))
        marks += [JournalWord.REPEATED.label(language)] if self.is_repeated else []
        head = f"{self.fact.number:>4}. {_happened(self.fact, language)} ({'; '.join(marks)})"
        return "\n".join([head, *(f"      {detail}" for detail in self._details(language))])

    def _details(self, language: Language) -> Iterator[str]:
        if self.document:
            yield f"{FieldName.DOCUMENT.label(language)}: {self.document}"
        if reason := self.reason:
            shown = reason.label(language) if isinstance(reason, Word) else reason
            yield f"{FieldName.BASIS.label(language)}: {shown}"
        for one in self.columns:
            if shown := shown_revision(one, language):
                yield shown


def shown_revision(one: Revision, language: Language) -> str:
    """
    Return a changed cell in words; nothing for a new cell that is empty.
    """
    then, now = (cell_text(one.column, cell, language) for cell in (one.then, one.now))
    values = now if one.then is None else f"{then or '–'} → {now or '–'}"
    return f"{one.column.number}. {field_name(one.column.value, language)}: {values}" if values else ""


def _happened(fact: Fact, language: Language) -> str:
    content = fact.content
    if isinstance(content, Erase):
        return JournalWord.ERASURE.label(language)
    if isinstance(content, Annul):
        return JournalWord.ANNULMENT.label(language).format(content.of)
    return f"{content.on:%d.%m.%Y} {content.kind.label(language)}"


def journal(facts: Sequence[Fact]) -> Iterator[JournalLine]:
    """
    Yield a line for each fact of an entry, in the order of recording.
    """
    annulled = {fact.content.of: fact.number for fact in facts if isinstance(fact.content, Annul)}
    counting = {fact.number for fact, _ in timeline.in_effect(facts)}
    for index, fact in enumerate(facts):
        by = annulled.get(fact.number)
        withdrawn = isinstance(fact.content, WithdrawConsent) and by is None
        yield JournalLine(
            fact=fact,
            columns=_columns(facts, index),
            annulled_by=by,
            is_repeated=withdrawn and fact.number not in counting,
        )


def _columns(facts: Sequence[Fact], index: int) -> tuple[Revision, ...]:
    """
    Return the columns that a fact changed on its day; an annulment that is replaced changes none.
    """
    fact, later = facts[index], facts[index + 1 : index + 2]
    is_replaced = isinstance(fact.content, Annul) and any(map(_replaces, later))
    day = fact.on
    if isinstance(fact.content, Annul):
        day = next(one.on for one in facts if one.number == fact.content.of)
    if day is None or is_replaced:
        return ()
    before = facts[: index - 1 if _replaces(fact) else index]
    with suppress(UnlawfulAct):  # of several acts in one commit the first ones may not be lawful alone
        then, now = (timeline.at(known, on=day) for known in (before, facts[: index + 1]))
        return Explanation(then, now).columns
    return ()


def _replaces(fact: Fact) -> bool:
    return fact.place != fact.number
