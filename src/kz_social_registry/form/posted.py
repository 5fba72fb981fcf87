"""
Acts from texts, as a browser posts them or a person types them.

The readers are those of the form's cells: days as dd.mm.yyyy or ISO, numbers as people write them,
words by code or label. An empty text is an absent value. All faults are reported, each at its field.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, Final, cast
from uuid import UUID

from attrs import NOTHING
from attrs import fields as attributes

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code, Problem
from kz_social_registry.base.text import tidy
from kz_social_registry.base.validation import assemble, checked, word, word_of, wrong_type
from kz_social_registry.base.vocabulary import (
    ActKind,
    FactAct,
    ReissueGround,
    SuccessionKind,
    TerminationGround,
)
from kz_social_registry.domain.acts import ACTS, Act, GiveConsent, GivenConsent, Succession, issue_of
from kz_social_registry.domain.row import PARAMETERS_OF_ISSUE
from kz_social_registry.domain.timeline import Annul
from kz_social_registry.form.cells.choices import EVERY, read_columns, read_word, separated
from kz_social_registry.form.cells.days import read_day, read_term
from kz_social_registry.form.cells.notes import Notes, Reader, is_present, refuse
from kz_social_registry.form.cells.numbers import read_count, read_identifier, read_text
from kz_social_registry.form.description import FIELDS
from kz_social_registry.serialization.scalars import each

#: The kinds of what can be recorded of an entry by itself.
Kind = ActKind | FactAct
KINDS: Final[tuple[Kind, ...]] = (*ActKind, FactAct.ANNUL)


def _read_ids(text: str, _: Notes) -> tuple[UUID, ...]:
    try:
        return tuple(map(UUID, separated(text)))
    except ValueError:
        raise InvalidValue(*wrong_type(text, "UUID")) from None


#: The readers of parameters that are no columns of the form.
_READERS: Final[Mapping[str, Reader]] = {
    **{column.value: field.read for column, field in FIELDS.items() if field.read},
    "on": read_day,
    "signed_on": read_day,
    "given_on": read_day,
    "until": read_day,
    "term": read_term,
    "basis": read_text,
    "new_identifier": read_identifier,
    "entry_id": lambda text, notes: _read_ids(text, notes)[0],
    "of": read_count,
    "columns": read_columns,
    "kind": partial(read_word, SuccessionKind),
    "predecessors": _read_ids,
}
_MADE: Final[Mapping[Word, type[Any]]] = dict([*ACTS.items(), (FactAct.ANNUL, Annul)])
#: The grounds of the acts that have one.
GROUNDS: Final[Mapping[Kind, type[Word]]] = {
    ActKind.REISSUE: ReissueGround,
    ActKind.TERMINATE: TerminationGround,
}
#: Parameters that take several values.
LISTS: Final = frozenset(("conditions", "categories", "phones", "emails", "columns", "predecessors"))
#: Parameters with parts, which are posted as `consent.columns`.
PARTS: Final[Mapping[str, type[Any]]] = {"consent": GivenConsent, "succession": Succession}
#: The parameters of the day on which a term starts, the first that is given.
_STARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "licence_term": ("licence_issued_on",),
    "contract_term": ("contract_signed_on",),
    "term": ("signed_on", "on"),
}


def act_from_texts(kind: ActKind | str, fields: Mapping[str, Any]) -> Act:
    """
    Return the act that the fields of a form describe, by the parameters of its verb.

    A field is a text or a list of texts; other values, such as days, are taken as they are. The fields
    of a part are named `consent.columns`, `succession.kind`. A consent names its columns by codes or
    numbers, or `all`: none at all is a fault.

    Raises:
        InvalidValue: with every fault, at the name of its field, as `by_field` returns them.

    >>> act_from_texts("suspend", {"on": "01.03.2026", "until": "", "document": "№ 7"}).on
    datetime.date(2026, 3, 1)
    """
    act: Act = content_from_texts(checked(word_of(ActKind, kind), word(ActKind), "act"), fields)
    return act


def content_from_texts(kind: Kind, fields: Mapping[str, Any]) -> Any:  # noqa: ANN401  # an act, or an annulment
    """
    Return the act or the annulment that the fields of a form describe.

    Raises:
        InvalidValue: as for `act_from_texts`.
    """
    given: dict[str, Any] = {}
    for name, value in fields.items():
        part, _, inner = name.partition(".")
        if inner and part in PARTS:
            given.setdefault(part, {})[inner] = value
        else:
            given[name] = value
    grounds = {"ground": partial(read_word, GROUNDS[kind])} if kind in GROUNDS else {}
    maker = issue_of if kind is ActKind.ISSUE else _MADE[kind]
    try:
        return _Posted(given, parameters(kind), {**_READERS, **grounds}).made(maker)
    except InvalidValue as error:
        error.of_fields = True
        raise


def parameters(kind: Kind) -> tuple[str, ...]:
    """
    Return the parameters of an act's verb that the act is made of.
    """
    names = _attributes(_MADE[kind])
    if kind is not ActKind.ISSUE:
        return names
    own = (name for name in names if name not in ("contacts", "licence", "contract"))
    return tuple(dict.fromkeys((*PARAMETERS_OF_ISSUE.values(), *own)))


def _attributes(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in attributes(kind))


class _Posted:
    """
    The values of one act, or of a part of it, and the faults of their texts.
    """

    def __init__(
        self, given: Mapping[str, Any], names: tuple[str, ...], readers: Mapping[str, Reader]
    ) -> None:
        self._readers = readers
        self.values: dict[str, Any] = {}
        self.faults = [
            Fault(Code.UNEXPECTED, name, allowed=names) for name in given if name not in names
        ]
        #: The first day in the text of a term, by the term's name.
        self._starts: dict[str, date] = {}
        for name in names:
            if name in given:
                try:
                    self._add(name, given[name])
                except InvalidValue as error:
                    self.faults += error.under(name).faults
                    self.values[name] = given[name]  # the constructor is to find no other fault in it
        for name, start in self._starts.items():
            named = [self.values[day] for day in _STARTS[name] if day in self.values]
            if named and isinstance(named[0], date) and named[0] != start:
                self.faults.append(Fault(Problem.TERM_START, name))

    def _add(self, name: str, value: Any) -> None:  # noqa: ANN401  # a text, or any other value
        if name in PARTS and isinstance(value, Mapping):
            if any(map(_items, value.values())):
                kind = PARTS[name]
                self.values[name] = _Posted(value, _attributes(kind), _READERS).made(kind)
            return
        items = _items(value)
        several = name in LISTS
        if len(items) > 1 and not several:
            raise InvalidValue(Fault(Code.DUPLICATE))
        is_indexed = several and len(items) > 1
        found = each(self._read, ((f"[{i}]" * is_indexed, name, item) for i, item in items))
        flat = [one for item in found for one in (item if isinstance(item, tuple) else (item,))]
        if flat := [one for one in flat if one is not None]:
            self.values[name] = (None if flat == [EVERY] else flat) if several else flat[0]

    def _read(self, name: str, item: Any) -> Any:  # noqa: ANN401  # as above
        if not isinstance(item, str):
            return item
        notes, text = Notes(), item.strip()
        if name not in self._readers:
            return tidy(text)
        if not is_present(text, notes):  # in a form to fill in, an empty field says that
            refuse(Problem.NO_VALUE)
        value = self._readers[name](text, notes)
        if notes.start:
            self._starts[name] = notes.start
        return value

    def made(self, maker: Callable[..., Any]) -> Any:  # noqa: ANN401  # an act, or a part of it
        """
        Return the act or the part.

        Raises:
            InvalidValue: with the faults of the texts, and those that the constructor adds.
        """
        required = [*_required(maker)]
        missing = [name for name in required if name not in self.values]
        faults = [Fault(Code.MISSING, name) for name in missing]
        return assemble(maker, dict.fromkeys(missing) | self.values, (*self.faults, *faults))


def _required(maker: Callable[..., Any]) -> Iterator[str]:
    """
    Yield the names that must be given; `issue_of` reports its own.
    """
    if maker is not issue_of:
        yield from (one.name for one in attributes(cast("type[Any]", maker)) if one.default is NOTHING)
    if maker in (GiveConsent, GivenConsent):
        # Rules, para. 7: no consent, no publication. A form without a tick is no consent to all.
        yield "columns"


def _items(value: object) -> list[tuple[int, Any]]:
    several = isinstance(value, (list, tuple, set, frozenset))
    given = cast("Iterable[Any]", value) if several else (value,)
    return [
        (index, one)
        for index, one in enumerate(given)
        if one is not None and not (isinstance(one, str) and not one.strip())
    ]
