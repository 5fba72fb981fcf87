"""
Values ⇄ plain data ⇄ canonical JSON.

Plain data are what JSON has: texts, whole numbers, true and false, lists and objects. Codes stand for
words, ISO 8601 for days and moments, column numbers for columns; what is absent is left out. The names
are those of notices and of the form's columns, so contact details stand flat.

The way back reports every fault with its path. It checks nothing itself that a constructor checks.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, get_args, get_origin
from uuid import UUID

from attrs import NOTHING, Attribute, evolve, fields, has
from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn

from kz_social_registry.acts import ACTS, Act
from kz_social_registry.checks import assemble, unknown_code, wrong_type
from kz_social_registry.columns import NUMBERED, Column
from kz_social_registry.contacts import Contacts
from kz_social_registry.errors import Fault, InvalidValue
from kz_social_registry.identifiers import Bin, Identifier, Iin, identifier
from kz_social_registry.messages import Code
from kz_social_registry.publication import COLUMNS, Cell, PublicEntry, Withheld, rebuilt
from kz_social_registry.terms import Term
from kz_social_registry.timeline import Annul, Content, Erase
from kz_social_registry.vocabulary import RecipientCategory, ServiceCondition, Withholding
from kz_social_registry.words import AnyWord, Word, in_order

Plain = Any
Attributes = Mapping[str, "Attribute[Any]"]
Hook = Callable[[Any, Any], Any]
Value = TypeVar("Value")

#: What the plain form calls an annulment, among acts.
ANNUL: Final = "annul"
_CONTENTS: Final[dict[type, str]] = {
    **{kind: name.value for name, kind in ACTS.items()},
    Annul: ANNUL,
    Erase: "erase",
}
_ALL: Final = "all"
#: What may be shown of a name that is not ours; anything else may be a value that slipped.
_NAME: Final = re.compile(r"[a-z_]{1,40}", re.ASCII)


def to_plain(value: object) -> Plain:
    """
    Return any value of the library as plain data.

    >>> from kz_social_registry.terms import Term
    >>> to_plain(Term(years=3))
    {'years': 3}
    """
    return _CONVERTER.unstructure(value)


def from_plain(kind: type[Value] | UnionType, data: Plain) -> Value:
    """
    Return the value of that kind that plain data describe.

    Raises:
        InvalidValue: with every fault and its path.

    >>> from kz_social_registry.terms import Term
    >>> from_plain(Term, {"years": 3}).label("en")
    '3 years'
    """
    return _CONVERTER.structure(data, kind)  # type: ignore[arg-type]  # cattrs takes unions too


def canonical(data: Plain) -> bytes:
    """
    Return plain data as JSON bytes: one value, one text, in every process.
    """
    return json.dumps(
        data, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()


# Plain data out -------------------------------------------------------------------------------------


def _class_out(kind: type) -> Callable[[Any], Plain]:
    plain: Callable[[Any], Plain] = make_dict_unstructure_fn(
        kind, _CONVERTER, _cattrs_omit_if_default=True
    )
    name = _CONTENTS.get(kind)
    if name is not None:
        return lambda value: {"act": name, **_flat(plain(value))}
    return lambda value: _flat(plain(value))


def _flat(data: dict[str, Plain]) -> dict[str, Plain]:
    contacts = data.pop("contacts", {})
    return {**data, **contacts}


def _words_out(words: frozenset[Word]) -> Plain:
    numbers = words and isinstance(next(iter(words)), Column)
    return [word.rank + 1 if numbers else word.value for word in in_order(words)]


# Values in ------------------------------------------------------------------------------------------


def _as_it_is(data: Plain, _: object) -> Plain:
    """
    Leave the data to the constructor, which checks them.
    """
    return data


def _day_in(data: Plain, _: object) -> date:
    try:
        day = date.fromisoformat(data)
        if day.isoformat() == data:  # not 20250412, nor 2025-W15-6
            return day
    except (TypeError, ValueError):
        pass
    raise InvalidValue(Fault(Code.NOT_A_DAY, value=data))


def _moment_in(data: Plain, _: object) -> datetime:
    try:
        moment = datetime.fromisoformat(data)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (OverflowError, TypeError, ValueError):
        pass
    raise InvalidValue(Fault(Code.NOT_A_MOMENT, value=data))


def _uuid_in(data: Plain, _: object) -> UUID:
    try:
        return UUID(data)
    except (AttributeError, TypeError, ValueError):
        raise InvalidValue(*wrong_type(data, "UUID")) from None


def _bytes_in(data: Plain, _: object) -> bytes:
    try:
        return bytes.fromhex(data)
    except (TypeError, ValueError):
        raise InvalidValue(*wrong_type(data, "hexadecimal digits")) from None


def _word_in(data: Plain, kind: type[AnyWord]) -> AnyWord:
    word = kind.of(data)
    if word is None:
        raise InvalidValue(*unknown_code(data, kind))
    return word


def _columns_in(data: Plain, _: object) -> Plain:
    if data == _ALL:  # in words, not in a list: a natural person's consent must have the list
        return None
    if not isinstance(data, list):
        raise InvalidValue(*wrong_type(data, f'"{_ALL}" or list of column numbers'))
    strangers = [i for i, n in enumerate(data) if type(n) is not int or n not in NUMBERED]
    if strangers:
        allowed = (f"{min(NUMBERED)} … {max(NUMBERED)}",)
        raise InvalidValue(
            *(Fault(Code.UNKNOWN_CODE, f"[{i}]", value=data[i], allowed=allowed) for i in strangers)
        )
    return frozenset([NUMBERED[number] for number in data])


def _parsed_by(parse: Callable[[str], Value]) -> Hook:
    return lambda data, _: parse(data)


def _list_in(data: Plain, kind: Any) -> Plain:  # noqa: ANN401  # any annotation
    if not isinstance(data, list):
        return data  # the constructor says what it wants
    values: list[Any] = []
    faults: list[Fault] = []
    for index, item in enumerate(data):
        try:
            values.append(_CONVERTER.structure(item, get_args(kind)[0]))
        except InvalidValue as error:
            faults += error.under(f"[{index}]").faults
    if faults:
        raise InvalidValue(*faults)
    return tuple(values)


def _class_in(kind: type) -> Callable[[Plain, Any], Any]:
    attributes = {attribute.name: attribute for attribute in fields(kind) if attribute.init}
    hooks = {name: _CONVERTER.get_structure_hook(a.type) for name, a in attributes.items()}
    #: The constructor takes the others as they are.
    hooked = [(n, hook, attributes[n].type) for n, hook in hooks.items() if hook is not _as_it_is]
    names = frozenset(attributes)
    if grouped := "contacts" in names:  # contact details stand flat in plain data
        names = names - {"contacts"} | set(_CONTACTS)
    act = _CONTENTS.get(kind)

    def structure(data: Plain, _: object) -> Any:  # noqa: ANN401  # whatever kind it was made for
        if not isinstance(data, (dict, Mapping)):  # a dict is told at once
            raise InvalidValue(*wrong_type(data, "object"))
        if act and data.get("act") == act:
            data = {key: value for key, value in data.items() if key != "act"}
        if names.issuperset(data):
            values = _grouped(data) if grouped else {**data}
            try:  # mostly all is well, and there is nothing to explain
                for name, hook, wanted in hooked:
                    if name in values:
                        values[name] = hook(values[name], wanted)
                return kind(**values)
            except (InvalidValue, TypeError):
                pass
        own = _grouped(data) if grouped else data
        strangers = [key for key in data if key not in names]
        allowed = [*filter(names.__contains__, attributes), *(_CONTACTS if grouped else ())]
        return _explained(kind, own, attributes, hooks, _unexpected(strangers, allowed))

    return structure


def _explained(
    kind: type,
    data: Mapping[str, Plain],
    attributes: Attributes,
    hooks: Mapping[str, Hook],
    unexpected: list[Fault],
) -> Any:  # noqa: ANN401  # whatever kind it is
    """
    Make the value once more, slowly, and tell of every fault on the way.
    """
    faults = [*_missing(data, attributes), *unexpected]
    values = dict.fromkeys((fault.path for fault in faults if fault.code is Code.MISSING), None)
    for name, attribute in attributes.items():
        if name not in data:
            continue
        try:
            values[name] = hooks[name](data[name], attribute.type)
        except InvalidValue as error:
            faults += error.under(name).faults
            values[name] = data[name]
    try:
        return assemble(kind, values, tuple(faults))
    except InvalidValue as error:
        raise InvalidValue(*map(_flat_path, error.faults)) from None


def _flat_path(fault: Fault) -> Fault:
    return evolve(fault, path=fault.path.removeprefix("contacts."))


_CONTACTS: Final = tuple(attribute.name for attribute in fields(Contacts))


def _grouped(data: Mapping[str, Plain]) -> dict[str, Plain]:
    own = {**data}
    own["contacts"] = {name: own.pop(name) for name in _CONTACTS if name in data}
    return own


def _missing(data: Mapping[str, Plain], attributes: Attributes) -> list[Fault]:
    return [
        Fault(Code.MISSING, name)
        for name, attribute in attributes.items()
        if attribute.default is NOTHING and name not in data
    ]


def _unexpected(strangers: Iterable[object], allowed: Iterable[str]) -> list[Fault]:
    shown = (key if isinstance(key, str) and _NAME.fullmatch(key) else "?" for key in strangers)
    return [Fault(Code.UNEXPECTED, key, allowed=allowed) for key in shown]


def _one_of(kinds: Mapping[str, type]) -> Hook:
    def structure(data: Plain, _: object) -> Any:  # noqa: ANN401  # an act or an annulment
        if not isinstance(data, Mapping):
            raise InvalidValue(*wrong_type(data, "object"))
        if "act" not in data:
            raise InvalidValue(Fault(Code.MISSING, "act"))
        name = data["act"]
        if not isinstance(name, str) or name not in kinds:
            raise InvalidValue(Fault(Code.UNKNOWN_CODE, "act", value=name, allowed=kinds))
        return _CONVERTER.structure(data, kinds[name])

    return structure


def _row_in(data: Plain, _: object) -> PublicEntry:
    if not isinstance(data, Mapping):
        raise InvalidValue(*wrong_type(data, "object"))
    try:
        public_id = _uuid_in(data.get("id"), UUID)
    except InvalidValue as error:
        raise error.under("id") from None
    return rebuilt(public_id, {column.value: _cell_in(column, data.get(column)) for column in COLUMNS})


#: How the cells of the published form are read that plain data cannot hold as they are.
_CELLS_IN: Final[dict[Column, Callable[[Plain], Cell]]] = {
    Column.IDENTIFIER: identifier,
    Column.CONDITIONS: lambda codes: tuple(_word_in(c, ServiceCondition) for c in codes),
    Column.CATEGORIES: lambda codes: tuple(_word_in(c, RecipientCategory) for c in codes),
    Column.PHONES: tuple,
    Column.EMAILS: tuple,
    Column.LICENCE_TERM: lambda data: from_plain(Term, data),
    Column.CONTRACT_TERM: lambda data: from_plain(Term, data),
    **{column: lambda data: _day_in(data, date) for column in COLUMNS if column.endswith("_on")},
}


def _cells_in(data: Plain, _: object) -> dict[Column, Cell]:
    return {column: _cell_in(column, data[column]) for column in COLUMNS if column in data}


def _cell_in(column: Column, data: Plain) -> Cell:
    cell: Cell = data
    if isinstance(data, Mapping) and "withheld" in data:
        return Withheld(_word_in(data["withheld"], Withholding))
    if data is None:
        return None
    return _CELLS_IN[column](cell) if column in _CELLS_IN else cell


# The one converter ----------------------------------------------------------------------------------


def _is_a(collection: type) -> Callable[[Any], bool]:
    return lambda kind: kind is collection or get_origin(kind) is collection


def _is_checked_by_constructor(kind: Any) -> bool:  # noqa: ANN401  # any annotation
    """
    Whether a constructor takes the data as they are, checks them, and converts texts and lists.
    """
    if get_origin(kind) is UnionType:
        return all(map(_is_checked_by_constructor, get_args(kind)))
    return kind in (str, int, bool, Bin, Iin, NoneType) or get_origin(kind) is frozenset


_OUT: Final[tuple[tuple[type, Callable[[Any], Plain]], ...]] = (
    (date, date.isoformat),
    (datetime, datetime.isoformat),
    (UUID, str),
    (bytes, bytes.hex),
    (Bin, str.__str__),
    (Iin, str.__str__),
    (Word, attrgetter("value")),
    (Withheld, lambda cell: {"withheld": cell.reason.value}),
)
_IN: Final[tuple[tuple[type, Hook], ...]] = (
    (str, _as_it_is),
    (int, _as_it_is),
    (bool, _as_it_is),
    (Word, _word_in),
    (date, _day_in),
    (datetime, _moment_in),
    (UUID, _uuid_in),
    (bytes, _bytes_in),
    (Bin, _parsed_by(Bin)),
    (Iin, _parsed_by(Iin)),
    (PublicEntry, _row_in),
)
#: Annotations that are no classes.
_IN_OTHERS: Final[tuple[tuple[tuple[Any, ...], Hook], ...]] = (
    ((Identifier,), _parsed_by(identifier)),
    ((tuple[str, ...],), _as_it_is),
    ((Act,), _one_of({name.value: kind for name, kind in ACTS.items()})),
    ((Content,), _one_of({name: kind for kind, name in _CONTENTS.items()})),
    ((frozenset[Column], frozenset[Column] | None), _columns_in),
    ((dict[Column, Cell],), _cells_in),
)


def _converter() -> Converter:
    converter = Converter()
    converter.register_unstructure_hook_factory(has, _class_out)
    converter.register_unstructure_hook_func(_is_a(frozenset), _words_out)
    converter.register_unstructure_hook_func(_is_a(tuple), lambda values: [*map(to_plain, values)])
    for kind, to_text in _OUT:
        converter.register_unstructure_hook(kind, to_text)
    converter.register_structure_hook_func(_is_checked_by_constructor, _as_it_is)
    converter.register_structure_hook_func(_is_a(tuple), _list_in)
    converter.register_structure_hook_factory(has, _class_in)
    for kind, structure in _IN:
        converter.register_structure_hook(kind, structure)
    for kinds, structure in _IN_OTHERS:
        converter.register_structure_hook_func(kinds.__contains__, structure)
    return converter


_CONVERTER: Final = _converter()
