"""
The fields in which people type an act: their names, labels and choices for a page, and an act's texts.

`act_from_texts` takes what is posted from such a page.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from attrs import fields, frozen

from kz_social_registry.base.codelist import Labelled, Word, in_order
from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.fields import field_name
from kz_social_registry.base.law import Language
from kz_social_registry.base.validation import checked, word, word_of
from kz_social_registry.base.vocabulary import (
    ActKind,
    FactAct,
    RecipientCategory,
    ServiceCondition,
    SuccessionKind,
    offered,
)
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.row import COLUMNS, NAMES_IN_ACT, PARAMETERS_OF_ISSUE
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.form.posted import GROUNDS, LISTS, PARTS, Kind, content_from_texts, parameters
from kz_social_registry.form.safety import marked

#: The words of a field, by the last part of its name.
_CHOICES: Final[dict[str, tuple[Word, ...]]] = {
    "conditions": tuple(ServiceCondition),
    "categories": tuple(RecipientCategory),
    "columns": COLUMNS,
    "kind": tuple(SuccessionKind),
}
#: Fields in which a text such as "–" may be a value; it is marked, since it else stands for none.
_MARKED: Final = frozenset(("name", "address", "basis"))
#: The place of each parameter of `Registry.issue` in its act.
_PATHS: Final = {name: path for path, name in PARAMETERS_OF_ISSUE.items()}


@frozen
class ActField(Labelled):
    """
    A field of the form of an act, by the name of the verb's parameter.
    """

    #: The name, as `phones`, or `consent.until` for a part of a parameter.
    name: str
    #: Whether the act cannot be recorded without it.
    required: bool = False
    #: The words to choose from; empty where people type.
    choices: tuple[Word, ...] = ()
    #: The attribute of the entry that has the day, as `included_on`; its name says more.
    attribute: str = ""

    @property
    def many(self) -> bool:
        """
        Whether it takes several values.
        """
        return _last(self.name) in LISTS

    @property
    def is_day(self) -> bool:
        """
        Whether it takes a day.
        """
        return _last(self.name) in ("on", "until") or self.name.endswith("_on")

    def label(self, language: Language) -> str:
        """
        Return the name of the field in a language.
        """
        return field_name(self.attribute or self.name, language)


def act_fields(kind: Kind | str) -> tuple[ActField, ...]:
    """
    Return the fields of an act, or of an annulment, in their order on a page.

    >>> [(field.name, field.required) for field in act_fields("suspend")]
    [('on', True), ('until', False), ('document', False)]
    """
    act = (
        FactAct.ANNUL
        if kind == FactAct.ANNUL
        else checked(word_of(ActKind, kind), word(ActKind), "act")
    )
    names = sorted(_names(act), key=lambda name: (name != "on", name == "document"))
    required = _required(act)
    choices = {**_CHOICES, "ground": offered(GROUNDS[act]) if act in GROUNDS else ()}
    paths = NAMES_IN_ACT.get(act, {}) if isinstance(act, ActKind) else {}
    attributes = {name: _last(path) for path, name in paths.items()}
    day = "" if "signed_on" in names else attributes.get("on", "")  # which is the contract's day
    return tuple(
        ActField(name, name in required, choices.get(_last(name), ()), day if name == "on" else "")
        for name in names
    )


def _names(act: Kind) -> Iterator[str]:
    for name in parameters(act):
        if name in PARTS:
            yield from (f"{name}.{part.name}" for part in fields(PARTS[name]))
        elif name != "entry_id":  # which nobody types
            yield name


def _required(act: Kind) -> frozenset[str]:
    try:
        content_from_texts(act, {})
    except InvalidValue as error:
        return frozenset(fault.path for fault in error.faults if fault.code is Code.MISSING)
    raise AssertionError  # pragma: no cover  # every act has a day, an annulment a reason


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def act_texts(act: Act, language: Language) -> dict[str, list[str]]:
    """
    Return the texts of an act by its fields, to be corrected on a page.

    `act_from_texts` makes an equal act of them.

    >>> from kz_social_registry import acts
    >>> act_texts(acts.Suspend(on=date(2026, 3, 1)), "kk")
    {'on': ['01.03.2026']}
    """
    is_issue = act.kind is ActKind.ISSUE
    names = [*_names(act.kind), *["entry_id"] * is_issue]
    both = ((name, _PATHS.get(name, name) if is_issue else name) for name in names)
    found = ((name, [*_texts(act, path, language)]) for name, path in both)
    return {name: texts for name, texts in found if texts}


def _texts(act: Act, path: str, language: Language) -> Iterator[str]:
    holder: Any = None
    value: Any = act
    for step in path.split("."):
        holder, value = value, None if value is None else getattr(value, step)
    if value is None and holder is not None and _last(path) == "columns":
        yield "all"
    elif value is not None:
        items = in_order(value) if isinstance(value, frozenset) else value
        texts = [_text(one, language) for one in (items if isinstance(items, tuple) else (items,))]
        yield from map(marked, texts) if path in _MARKED else texts


def _text(value: object, language: Language) -> str:
    if isinstance(value, date):
        return f"{value.day:02}.{value.month:02}.{value.year:04}"
    return value.label(language) if isinstance(value, Term) else str(value)
