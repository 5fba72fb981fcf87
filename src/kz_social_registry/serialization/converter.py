"""
The converter between values and plain data: how each kind of value is written and read.

`codec` imports this module when the first value is written or read. It leaves to the constructors
whatever they check.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache, partial, reduce
from operator import attrgetter, or_
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin
from uuid import UUID

from attrs import NOTHING, fields, has
from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn, override

from kz_social_registry.base.codelist import Word, in_order
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, InvalidValue, RegistryError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.validation import NO_FAULTS, Checked, assemble
from kz_social_registry.base.vocabulary import FactAct, Withholding
from kz_social_registry.domain.acts import ACTS, Act
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.publication import PublicEntry, rebuilt
from kz_social_registry.domain.row import COLUMNS, Cell, Revision, Withheld
from kz_social_registry.domain.timeline import Annul, Content, Erase
from kz_social_registry.domain.values.identifiers import Bin, Identifier, Iin, as_identifier, identifier
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.serialization import contacts, scalars
from kz_social_registry.serialization.scalars import Hook, Plain, each, exactly, fields_of

#: What the hooks of some kinds do as well. A register has few different terms.
_AROUND: Final[Mapping[type, Callable[[Hook], Hook]]] = {
    Term: partial(scalars.remembered, size=256),
    Fault: scalars.worded,
}

_CONTENTS: Final[dict[type, Word]] = {
    **{kind: name for name, kind in ACTS.items()},
    Annul: FactAct.ANNUL,
    Erase: FactAct.ERASE,
}
#: A member of plain data that is not read: it names the kind, or, with any value, is derived.
_UNREAD: Final[Mapping[type, tuple[str, Word | None]]] = {
    RegistryEntry: ("warnings", None),
    **{kind: ("act", word) for kind, word in _CONTENTS.items()},
}


# Plain data out -------------------------------------------------------------------------------------


def _class_out(kind: type) -> Callable[[Any], Plain]:
    # An attribute that equality ignores is not written: the value that a fault is about, say.
    own: dict[str, Any] = {a.name: override(omit=True) for a in fields(kind) if not a.eq}
    grouped = any(a.name == contacts.NAME for a in fields(kind))
    if grouped:  # absent contact details leave nothing, and comparing them takes longer
        own[contacts.NAME] = override(omit_if_default=False)
    plain: Callable[[Any], Plain] = make_dict_unstructure_fn(
        kind, CONVERTER, _cattrs_omit_if_default=True, **own
    )
    act = {"act": _CONTENTS[kind].value} if kind in _CONTENTS else {}
    if act or grouped:
        return lambda value: contacts.flat({**act, **plain(value)})
    return plain


def _error_out(error: RegistryError) -> Plain:
    return {"error": type(error).__name__, "faults": CONVERTER.unstructure(error.faults)}


def _words_out(words: frozenset[Word]) -> Plain:
    return [*_codes(words)]


@lru_cache(maxsize=1024)  # a register has few different sets
def _codes(words: frozenset[Word]) -> tuple[str | int, ...]:
    numbers = words and isinstance(next(iter(words)), Column)
    return tuple([word.rank + 1 if numbers else word.value for word in in_order(words)])


# Values in ------------------------------------------------------------------------------------------


_TEXT: Final = exactly(str, "text")
_LIST: Final = exactly(list, "list")


def _list_in(data: Plain, kind: Any) -> tuple[Any, ...]:  # noqa: ANN401  # any annotation
    items = enumerate(_LIST(data, kind))
    wanted = get_args(kind)[0]
    return tuple(each(CONVERTER.structure, ((f"[{index}]", item, wanted) for index, item in items)))


def _mapping_in(data: Plain, kind: Any) -> dict[Any, Any]:  # noqa: ANN401  # any annotation
    names, values = get_args(kind)
    keys = each(CONVERTER.structure, (("", name, names) for name in fields_of(data)))
    found = each(CONVERTER.structure, ((name, data[name], values) for name in keys))
    return dict(zip(keys, found, strict=True))


def _class_in(kind: type) -> Callable[[Plain, Any], Any]:
    attributes = {a.name: a for a in fields(kind) if a.init and a.eq}
    required = tuple(name for name, a in attributes.items() if a.default is NOTHING)
    checked, grouped = issubclass(kind, Checked), contacts.NAME in attributes
    unread, expected = _UNREAD.get(kind, ("", None))
    names = contacts.flat_names(attributes)
    #: The constructor of a checked record takes the others unchanged.
    hooked = _hooked(names, required, [
        (name, CONVERTER.get_structure_hook(a.type), a.type)
        for name, a in attributes.items()
        if name != contacts.NAME and not (checked and _is_checked_by_constructor(a.type))
    ])  # fmt: skip

    def structure(data: Plain, _: object) -> Any:  # noqa: ANN401  # whatever kind it was made for
        values = data.copy() if type(data) is dict else {**fields_of(data)}
        faults = NO_FAULTS
        if unread and unread in values and expected in (None, values[unread]):
            del values[unread]
        try:
            found = hooked(tuple(values))
        except InvalidValue as error:
            faults = error.faults
            values = {name: value for name, value in values.items() if name in names}
            found = [hook for hook in hooked(names) if hook[0] in values]
        if grouped:
            faults += contacts.group(values)
        for name, hook, wanted in found:
            try:
                values[name] = hook(values[name], wanted)
            except InvalidValue as error:
                faults += error.under(name).faults
        if faults:
            if not checked:  # its constructor relies on right values
                raise InvalidValue(*faults)
            values = dict.fromkeys(required) | values
            return assemble(kind, values, faults)
        return kind(**values)

    return _AROUND[kind](structure) if kind in _AROUND else structure


#: The name of an attribute, its hook and its type.
_Hooked = tuple[str, Hook, Any]


def _hooked(
    names: tuple[str, ...], required: tuple[str, ...], hooks: list[_Hooked]
) -> Callable[[tuple[str, ...]], list[_Hooked]]:
    """
    Return the function that finds the hooks for the names of an object, which nearly always repeat.
    """

    @lru_cache(maxsize=256)
    def hooked(given: tuple[str, ...]) -> list[_Hooked]:
        faults = [Fault(Code.MISSING, name) for name in required if name not in given]
        strangers = [scalars.shown_name(name) for name in given if name not in names]
        faults += [Fault(Code.UNEXPECTED, name, allowed=names) for name in strangers]
        if faults:  # which are not remembered
            raise InvalidValue(*faults)
        return [hook for hook in hooks if hook[0] in given]

    return hooked


def _is_union_of_records(kind: Any) -> bool:  # noqa: ANN401  # any annotation
    return get_origin(kind) is UnionType and sum(map(has, get_args(kind))) > 1


def _is_optional(kind: Any) -> bool:  # noqa: ANN401  # any annotation
    return get_origin(kind) is UnionType and NoneType in get_args(kind)


def _optional_in(kind: Any) -> Hook:  # noqa: ANN401  # any annotation
    """
    Return a hook that finds the hook of the other kinds once, not for each value as cattrs does.
    """
    wanted = reduce(or_, (one for one in get_args(kind) if one is not NoneType))
    hook = CONVERTER.get_structure_hook(wanted)
    return lambda data, _: None if data is None else hook(data, wanted)


def _union_in(kind: Any) -> Hook:  # noqa: ANN401  # any annotation
    """
    Return a hook that reads an object as the record with which it shares the most names.
    """
    names = {one: frozenset(a.name for a in fields(one)) for one in get_args(kind)}

    def structure(data: Plain, _: object) -> Any:  # noqa: ANN401  # whichever record it is
        given = fields_of(data)
        return CONVERTER.structure(data, max(names, key=lambda one: len(names[one] & given.keys())))

    return structure


def _one_of(kinds: Mapping[Any, type]) -> Hook:
    def structure(data: Plain, _: object) -> Any:  # noqa: ANN401  # an act or an annulment
        if "act" not in fields_of(data):
            raise InvalidValue(Fault(Code.MISSING, "act"))
        name = data["act"]
        if not isinstance(name, str) or name not in kinds:
            raise InvalidValue(Fault(Code.UNKNOWN_CODE, "act", value=name, allowed=kinds))
        return hook_of(kinds[name])(data, kinds[name])

    return structure


def _error_in(data: Plain, _: object) -> RegistryError:
    name, faults = fields_of(data).get("error"), data.get("faults")
    kinds = {kind.__name__: kind for kind in RegistryError.__subclasses__()}
    if not isinstance(name, str) or name not in kinds:
        raise InvalidValue(Fault(Code.UNKNOWN_CODE, "error", value=name, allowed=sorted(kinds)))
    if not faults:  # an error has at least one
        raise InvalidValue(Fault(Code.MISSING, "faults"))
    (found,) = each(CONVERTER.structure, [("faults", faults, tuple[Fault, ...])])
    return kinds[name](*found)


def _cell_in(data: Plain, column: str) -> Cell:
    shown, hook, may_be_empty = _CELLS[column]
    if data is None:
        if may_be_empty:
            return None
        raise InvalidValue(Fault(Code.MISSING))
    if isinstance(data, Mapping) and "withheld" in data:
        return _withheld_in(data, Withheld)
    cell: Cell = hook(data, shown)
    return cell


def _cells_in(data: Plain, _: object) -> dict[Column, Cell]:
    given = fields_of(data)
    columns = [column for column in COLUMNS if column in given]
    cells = each(_cell_in, ((column, given[column], column) for column in columns))
    return dict(zip(columns, cells, strict=True))


def _row_in(data: Plain, _: object) -> PublicEntry:
    given = fields_of(data)
    parts = ("id", *COLUMNS)
    public_id, *cells = each(_part_in, ((name, given.get(name), name) for name in parts))
    return rebuilt(public_id, dict(zip(_CELLS, cells, strict=True)))


def _part_in(data: Plain, name: str) -> UUID | Cell:
    return scalars.uuid_in(data, UUID) if name == "id" else _cell_in(data, name)


def _revision_in(data: Plain, _: object) -> Revision:
    column = scalars.word_at("column", data, Column)
    if column not in COLUMNS:
        raise InvalidValue(Fault(Code.UNKNOWN_CODE, "column", value=column, allowed=COLUMNS))
    then, now = each(_believed_in, ((name, data.get(name), column) for name in ("then", "now")))
    return Revision(column, then, now)


def _believed_in(data: Plain, column: Column) -> Cell:
    return None if data is None else _cell_in(data, column)  # the column was empty then


def _withheld_in(data: Plain, _: object) -> Withheld:
    return Withheld(scalars.word_at("withheld", data, Withholding))


# The one converter ----------------------------------------------------------------------------------


def _is_a(collection: type) -> Callable[[Any], bool]:
    return lambda kind: kind is collection or get_origin(kind) is collection


def _is_checked_by_constructor(kind: Any) -> bool:  # noqa: ANN401  # any annotation
    """
    Return whether a checked record converts and checks such data itself.
    """
    if get_origin(kind) is UnionType:
        return all(map(_is_checked_by_constructor, get_args(kind)))
    if get_origin(kind) is frozenset:
        return Column not in get_args(kind)
    return kind in (str, int, bool, Bin, Iin, NoneType, tuple[str, ...])


_OUT: Final[tuple[tuple[type, Callable[[Any], Plain]], ...]] = (
    (date, scalars.day_text),
    (datetime, datetime.isoformat),
    (UUID, scalars.id_text),
    (bytes, bytes.hex),
    (Bin, str.__str__),
    (Iin, str.__str__),
    (StrEnum, attrgetter("value")),
    (RegistryError, _error_out),
    (Withheld, lambda cell: {"withheld": cell.reason.value}),
)
_IN: Final[tuple[tuple[type, Hook], ...]] = (
    (str, _TEXT),
    (int, exactly(int, "whole number")),
    (bool, exactly(bool, "true or false")),
    (float, scalars.number_in),
    (StrEnum, scalars.enum_in),
    (Word, scalars.word_in),
    (RegistryError, _error_in),
    (Revision, _revision_in),
    (Withheld, _withheld_in),
    (date, scalars.day_in),
    (datetime, scalars.moment_in),
    (UUID, scalars.uuid_in),
    (bytes, scalars.bytes_in),
    (Bin, lambda data, _: Bin(data)),
    (Iin, lambda data, _: Iin(data)),
    (PublicEntry, _row_in),
)
#: Annotations that are not classes.
_IN_OTHERS: Final[tuple[tuple[tuple[Any, ...], Hook], ...]] = (
    ((Identifier,), lambda data, _: identifier(data)),
    # A wrong question keeps its texts; the answer's constructor checks the others.
    ((Identifier | str,), lambda data, _: as_identifier(_TEXT(data, str))),
    ((date | str,), scalars.day_or_text_in),
    ((Act,), _one_of(ACTS)),
    ((Content,), _one_of({name: kind for kind, name in _CONTENTS.items()})),
    ((frozenset[Column], frozenset[Column] | None), scalars.columns_in),
    ((dict[Column, Cell],), _cells_in),
)


def _converter() -> Converter:
    converter = Converter()
    converter.register_unstructure_hook_factory(has, _class_out)
    converter.register_unstructure_hook_func(_is_a(frozenset), _words_out)
    converter.register_unstructure_hook_func(
        _is_a(tuple), lambda values: [*map(converter.unstructure, values)]
    )
    converter.register_unstructure_hook_func(
        (tuple[str, ...],).__contains__, lambda texts: [*map(str, texts)]
    )
    for kind, to_text in _OUT:
        converter.register_unstructure_hook(kind, to_text)
    converter.register_structure_hook_func(_is_a(tuple), _list_in)
    converter.register_structure_hook_func(
        _is_a(frozenset), lambda data, kind: frozenset(_list_in(data, kind))
    )
    converter.register_structure_hook_func(_is_a(Mapping), _mapping_in)
    converter.register_structure_hook_factory(_is_union_of_records, _union_in)
    converter.register_structure_hook_factory(_is_optional, _optional_in)
    converter.register_structure_hook_factory(has, _class_in)
    for kind, structure in _IN:
        converter.register_structure_hook(kind, structure)
    for kinds, structure in _IN_OTHERS:
        converter.register_structure_hook_func(kinds.__contains__, structure)
    return converter


CONVERTER: Final = _converter()
hook_of: Final = lru_cache(maxsize=256)(CONVERTER.get_structure_hook)


def _cell_hook(kinds: Any) -> tuple[Any, Hook, bool]:  # noqa: ANN401  # any annotation
    """
    Return the type of a cell that is shown, its hook, and whether the cell may be empty.
    """
    shown = reduce(or_, (kind for kind in get_args(kinds) if kind not in (Withheld, NoneType)))
    return shown, CONVERTER.get_structure_hook(shown), NoneType in get_args(kinds)


_CELLS: Final = {a.name: _cell_hook(a.type) for a in fields(PublicEntry) if a.name in COLUMNS}
