"""
One act, or an annulment, of a provider: the entries that it concerns, and its effect on each.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from attrs import field, frozen

from kz_social_registry.base.errors import Fault, NotFound
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.fields import FieldName
from kz_social_registry.base.law import Language
from kz_social_registry.base.vocabulary import FactAct
from kz_social_registry.domain import timeline
from kz_social_registry.domain.acts import Act, Issue
from kz_social_registry.domain.row import PATHS_OF_ACT, Explanation
from kz_social_registry.domain.timeline import Annul
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.form.act_form import ActField, act_fields, act_texts
from kz_social_registry.form.cells.choices import ALL
from kz_social_registry.registry.answers.journal import shown_revision
from kz_social_registry.registry.facade import Registry


@frozen(kw_only=True)
class Effect:
    """
    An entry without an act and with it, on the day of the act.
    """

    content: Act | Annul
    entry_id: UUID
    #: How many facts the entry had before the act.
    known: int
    #: The entry then and now; `repr` shows no values, which may be personal data.
    explanation: Explanation = field(repr=False)

    def lines(self, language: Language) -> Iterator[str]:
        """
        Yield the act with the provider's name, its own values, and what it changes, then and now.
        """
        act, then, now = self.content, self.explanation.then, self.explanation.now
        kind = FactAct.ANNUL if isinstance(act, Annul) else act.kind
        day = f"{act.on:%d.%m.%Y} " if isinstance(act, Act) else ""
        named = now or then
        yield f"{day}{kind.label(language)}: {named.name if named else '–'}"
        paths = {} if isinstance(act, Annul) else PATHS_OF_ACT.get(act.kind, {})
        for one in act_fields(kind):
            texts = _said(act, one, language)
            if texts and one.name != "on" and one.name not in {*paths, *paths.values()}:
                yield f"    {one.label(language)}: {', '.join(texts)}"
        statuses = [one.status.label(language) if one else "–" for one in (then, now)]
        if statuses[0] != statuses[1]:
            yield f"    {FieldName.STATUS.label(language)}: {' → '.join(statuses)}"
        if then and now and then.kato and not now.kato:
            yield f"    {FieldName.KATO.label(language)}: {then.kato} → –"
        shown = (shown_revision(one, language) for one in self.explanation.columns)
        yield from (f"    {line}" for line in shown if line)


def _said(content: Act | Annul, one: ActField, language: Language) -> list[str]:
    if isinstance(content, Annul):
        return [str(getattr(content, one.name))]
    words = {word.value: word.label(language) for word in one.choices} | {ALL["en"]: ALL[language]}
    return [words.get(text, text) for text in act_texts(content, language).get(one.name, ())]


def entries_of(registry: Registry, content: Act | Annul, provider: Identifier) -> tuple[UUID, ...]:
    """
    Return the entries that an act of a provider concerns; for an annulment, its latest one.

    Raises:
        NotFound: the provider has no such entry.
    """
    if isinstance(content, Issue):
        return (content.entry_id,)
    if not isinstance(content, Annul):
        return registry.addressees(content, provider)
    answer = registry.standing(provider).entry
    found = [answer.id] if answer else [*registry.mentioning(provider)]
    if not found:
        raise NotFound(Fault(Code.UNKNOWN_PROVIDER, "identifier"))
    return (found[-1],)


def perform(
    registry: Registry, content: Act | Annul, entries: Iterable[UUID],
    *, by: str | None = None, expect: int | None = None,
) -> tuple[Effect, ...]:  # fmt: skip
    """
    Record an act for all its entries, or for none, and return its effects.

    Raises:
        RegistryError: as for `Registry.record` and `Registry.annul`.
    """
    with registry.batch():
        return tuple(_performed(registry, content, one, by, expect) for one in entries)


def _performed(
    registry: Registry, content: Act | Annul, entry_id: UUID, by: str | None, expect: int | None
) -> Effect:
    before = () if isinstance(content, Issue) else registry.history(entry_id)
    if isinstance(content, Annul):
        after = registry.annul(entry_id, content.of, reason=content.reason, by=by, expect=expect)
        day = next(fact.on for fact in before if fact.number == content.of)
        now = timeline.at(after, on=day or date.max)
    else:
        now, day = registry.record(entry_id, content, by=by, expect=expect), content.on
    then = timeline.at(before, on=day or date.max)
    return Effect(
        content=content, entry_id=entry_id, known=len(before), explanation=Explanation(then, now)
    )
