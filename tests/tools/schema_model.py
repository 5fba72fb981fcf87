"""
The schemas, generated from the model: its classes, their types and the limits that they check.

`python tests/tools/schema_model.py FOLDER` writes them into a folder.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin
from uuid import UUID

from attrs import NOTHING, fields, has

sys.path.insert(0, str(Path(__file__).parents[1]))

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import WarningCode, lists
from kz_social_registry.base.validation import LONGEST_TEXT, MOST_PLACES
from kz_social_registry.base.vocabulary import FactAct, Region, Withholding, offered
from kz_social_registry.domain.acts import ACTS, Issue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.publication import Publication, PublicEntry
from kz_social_registry.domain.row import Revision, Withheld
from kz_social_registry.domain.search import Count, Facets, Page
from kz_social_registry.domain.standing import Reason, Standing
from kz_social_registry.domain.timeline import Annul, Erase, Fact
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.domain.values.identifiers import Bin, Identifier, Iin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.answers.extract import Extract
from kz_social_registry.registry.answers.journal import JournalLine
from kz_social_registry.registry.answers.public_diff import ChangedRow, Diff
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.serialization.schemas import NAMES
from tools.schema_words import TITLES, annotated, examples

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
_DAY: Final[Schema] = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
_MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
_UUID: Final[Schema] = {"type": "string", "format": "uuid"}
_HEX: Final[Schema] = {"type": "string", "pattern": "^([0-9a-f]{2})*$"}
_BIN: Final[Schema] = {"type": "string", "pattern": r"^\d{4}[4-9]\d{7}$"}
_IIN: Final[Schema] = {"type": "string", "pattern": r"^\d{4}[0-3]\d{7}$"}
_LENGTH: Final[Schema] = {"type": "integer", "minimum": 0}

#: Types that have a schema of their own.
_PLAIN: Final[dict[Any, Schema]] = {
    str: _TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    date: _DAY,
    datetime: _MOMENT,
    UUID: _UUID,
    bytes: _HEX,
    Bin: _BIN,
    Iin: _IIN,
    NoneType: {"type": "null"},
    Withheld: {
        "type": "object",
        "properties": {
            "withheld": {"enum": [Withholding.OUTSIDE_CONSENT, Withholding.CONSENT_NARROWED]}
        },
        "required": ["withheld"],
        "additionalProperties": False,
    },
    # Civil Code, arts 172, 173: a length, or a last day; or a term without end.
    Term: {
        "type": "object",
        "properties": {
            "years": _LENGTH,
            "months": _LENGTH,
            "days": _LENGTH,
            "until": _DAY,
            "open_ended": {"const": True},
        },
        "minProperties": 1,
        "additionalProperties": False,
        "dependentSchemas": {
            "until": {"maxProperties": 1},
            "open_ended": {"maxProperties": 1},
        },
    },
}
_CAPACITY: Final[Schema] = {"type": "integer", "minimum": 1, "maximum": MOST_PLACES}
_REGIONS: Final = "|".join(region.value for region in Region)
#: What attributes hold, where their type says less.
_NAMED: Final[dict[str, Schema]] = {
    "capacity": _CAPACITY,
    "kato": {"type": "string", "pattern": rf"^({_REGIONS})\d{{7}}$"},
    "phones": {
        "type": "array",
        "items": {"type": "string", "pattern": r"^(\+7[678]\d{9}(;ext=\d{1,6})?|[1-9]\d{2,3})$"},
    },
    "emails": {"type": "array", "items": {"type": "string", "format": "idn-email", "maxLength": 254}},
    "number": {"type": "integer", "minimum": 1},
    "base": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
}
_WRITTEN: Final[Schema] = {"type": "array", "items": _TEXT}
_COLUMNS: Final[Schema] = {
    "type": "array",
    "items": {"type": "integer", "minimum": 1, "maximum": len(Column)},
    "minItems": 1,
    "uniqueItems": True,
}
#: What a fact may hold, with its name.
_CONTENTS: Final = {
    **{act: kind.value for kind, act in ACTS.items()},
    Annul: FactAct.ANNUL,
    Erase: FactAct.ERASE,
}
#: A notice that annuls an act and puts another in its place.
_CORRECT: Final = "correct"
_TITLES: Final = {
    "entry": "An entry of the register, for internal use",
    "notice": "A notice of a licensing system: one line of a feed",
    "extract": "An extract from the register for one provider and one day",
}


#: The values that programs exchange one by one, by the names of their schemas.
KINDS: Final[Mapping[str, Any]] = {
    "publication": Publication, "row": PublicEntry, "page": Page, "standing": Standing, "fault": Fault,
    "term": Term, "bin": Bin, "iin": Iin, "withheld": Withheld, "facets": Facets, "diff": Diff,
    "journal": tuple[JournalLine, ...],
}  # fmt: skip


def generate(name: str) -> Schema:
    """
    Return a schema, made from the model as it is now.
    """
    bodies: Mapping[str, Any] = {
        "entry": _entry,
        "notice": lambda: {"oneOf": list(_notices())},
        "publication": _publication,
        "extract": lambda: _of(Extract),
        "standing": _any_standing,
    }
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:kz-social-registry:{name}",
    }
    if name not in KINDS:
        return {**head, "title": _TITLES[name], **bodies[name]()}
    title, kazakh, russian = TITLES[name]
    body = annotated(bodies[name]() if name in bodies else _of(KINDS[name]), name)
    shown = [*map(to_plain, examples()[name])]
    titles = {"kk": kazakh, "ru": russian}
    return {**head, "title": title, "titles": titles, **body, "examples": shown}


def _entry() -> Schema:
    """
    Return the schema of an entry; `show --json` adds its warnings.
    """
    entry = _of(RegistryEntry)
    warning = {
        "type": "object",
        "properties": {"code": {"enum": [code.value for code in WarningCode]}, "path": _TEXT},
        "required": ["code", "path"],
        "additionalProperties": False,
    }
    return entry | {
        "properties": entry["properties"] | {"warnings": {"type": "array", "items": warning}}
    }


def _of(kind: Any) -> Schema:  # any annotation
    """
    Return the schema of a type.
    """
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind == frozenset[Column]:
        return _COLUMNS
    if kind == frozenset[Column] | None:  # an act may give consent to all of them
        return {"anyOf": [{"const": "all"}, _COLUMNS]}
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (UnionType, Union):
        return {"anyOf": [_of(one) for one in inner]}
    if origin in (frozenset, tuple):
        unique = {"uniqueItems": True, "minItems": 1} if origin is frozenset else {}
        return {"type": "array", "items": _of(inner[0]), **unique}
    if origin is Mapping:
        words, values = inner
        return {"type": "object", "propertyNames": _of(words), "additionalProperties": _of(values)}
    if kind is Word:  # the code of a fault, from one of several lists
        return {"enum": sorted({code.value for codes in lists() for code in codes})}
    if kind in _OWN:
        return _OWN[kind]()
    if has(kind):
        return _record(kind)
    assert issubclass(kind, Word)  # there are no other types in the model
    return {"enum": [word.value for word in offered(kind)]}


def _record(kind: Any) -> Schema:  # any class
    return _kind(_CONTENTS[kind], _object(kind)) if kind in _CONTENTS else _object(kind)


def _object(kind: Any, *, without: tuple[str, ...] = ()) -> Schema:  # any class
    properties: dict[str, Schema] = {}
    required = []
    for attribute in fields(kind):
        if attribute.name in without or not (attribute.init and attribute.eq):
            continue
        if attribute.type is Contacts:
            properties |= {name: _NAMED[name] for name in ("phones", "emails")}
            continue
        properties[attribute.name] = _attribute(kind, attribute.name, attribute.type)
        if attribute.default is NOTHING:
            required.append(attribute.name)
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _attribute(kind: Any, name: str, annotation: Any) -> Schema:  # any class and annotation
    if kind is Count:
        return _LENGTH
    if name not in _NAMED or (
        name == "number" and kind not in (Extract, Fact)
    ):  # a licence's is a text
        return _of(annotation)
    others = [one for one in get_args(annotation) if one in (Withheld, NoneType)]
    return {"anyOf": [_NAMED[name], *map(_of, others)]} if others else _NAMED[name]


def _standing() -> Schema:
    """
    The answer to a right question; `standings` alone answers wrong ones, with their texts.
    """
    body = _object(Standing, without=("faults",))
    reasons = [word.value for word in offered(Reason) if word is not Reason.INVALID]
    body["properties"] |= {
        "identifier": _of(Identifier),
        "on": _DAY,
        "reasons": {"type": "array", "items": {"enum": reasons}},
    }
    return body


def _any_standing() -> Schema:
    """
    The answer to any question; that to a wrong one has its texts.
    """
    body = _object(Standing)
    texts = {"identifier": [_BIN, _IIN], "on": [_DAY]}
    body["properties"] |= {name: {"anyOf": [*own, {"type": "string"}]} for name, own in texts.items()}
    return body


def _changed_row() -> Schema:
    """
    A row's public id, and the cells that differ, by column code.
    """
    cells = _object(PublicEntry, without=("id",))
    return {
        "type": "object",
        "properties": {"id": _UUID, "cells": {**cells, "required": [], "minProperties": 1}},
        "required": ["id", "cells"],
        "additionalProperties": False,
    }


def _revision() -> Schema:
    cells = _changed_row()["properties"]["cells"]["properties"]
    return {"type": "object", "oneOf": [_revised(*cell) for cell in cells.items()]}


def _revised(column: str, cell: Schema) -> Schema:
    """
    A column with its cell before and after; the entry or the value may have been absent.
    """
    cells = {"anyOf": [cell, _PLAIN[NoneType]]}
    return {
        "properties": {"column": {"const": column}, "then": cells, "now": cells},
        "required": ["column", "then", "now"],
        "additionalProperties": False,
    }


def _publication() -> Schema:
    """
    A publication, and in a file also the edition of the Rules.
    """
    body = _object(Publication)
    body["properties"] = {**body["properties"], "edition": _TEXT}
    return body


def _notices() -> Iterator[Schema]:
    for kind, act in ACTS.items():
        body = _act(act)
        if act is not Issue:
            address = {"entry": _UUID, "identifier": {"anyOf": [_BIN, _IIN]}}
            body["properties"] |= address
            body["oneOf"] = [{"required": [name]} for name in address]
        yield _notice(kind.value, body)
    yield _notice(FactAct.ANNUL, _annulment())
    body = _annulment()
    body["properties"]["replacement"] = {
        "oneOf": [_kind(kind.value, _act(act)) for kind, act in ACTS.items()]
    }
    body["required"].append("replacement")
    yield _notice(_CORRECT, body)


def _act(act: Any) -> Schema:  # any class
    """
    An act as a notice says it: the registry mints the entry's id.
    """
    body = _object(act, without=("entry_id",))
    # A notice may write a telephone as people do; the register keeps it in one way.
    body["properties"] |= {
        name: _WRITTEN for name in ("phones", "emails") if name in body["properties"]
    }
    return body


def _annulment() -> Schema:
    """
    An annulment names a notice, where a fact names a number.
    """
    body = _object(Annul)
    body["properties"]["of"] = _TEXT
    return body


def _notice(act: str, body: Schema) -> Schema:
    body = _kind(act, body)
    body["properties"] = {"notice": _TEXT, **body["properties"]}
    body["required"] = ["notice", *body["required"]]
    return body


def _kind(act: str, body: Schema) -> Schema:
    body["properties"] = {"act": {"const": act}, **body["properties"]}
    body["required"] = ["act", *body["required"]]
    return body


#: Records whose plain data are not those of their attributes.
_OWN: Final[Mapping[Any, Callable[[], Schema]]] = {
    ChangedRow: _changed_row,
    Revision: _revision,
    Standing: _standing,
}


def write(folder: Path) -> None:
    """
    Write all schemas into a folder.
    """
    for name in NAMES:
        text = json.dumps(generate(name), ensure_ascii=False, indent=1) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
