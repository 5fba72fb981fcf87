"""
The promises of a release: parameters, codes, members of the schemas, options and vectors.

`python tests/tools/promises.py` writes them into `tests/data/promised.json`; do so when you release. A
test compares the file with the code, so nothing that was promised is lost unseen.
"""

import json
import sys
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from importlib import import_module
from inspect import isclass, isfunction, signature
from pathlib import Path
from typing import Any, Final

from attrs import has
from click import Command, Group

sys.path.insert(0, str(Path(__file__).parents[1]))

from kz_social_registry.base.columns import Column
from kz_social_registry.base.fault_codes import lists
from kz_social_registry.base.vocabulary import FactAct, View
from kz_social_registry.cli import cli
from kz_social_registry.domain.standing import Remark
from kz_social_registry.registry import DueReason, FlawKind
from kz_social_registry.serialization.schemas import NAMES, schema
from kz_social_registry.testing.vectors import read
from project.test_public_names import PUBLIC
from support.prose import ROOT
from tools.generated_documents import GLOSSARY

PROMISED: Final = ROOT / "tests" / "data" / "promised.json"
#: The statements of a vector. The assumption on which it rests may become a clause.
_STATED: Final = (
    "acts",
    "outcome",
    "day",
    "standing",
    "public",
    "notices",
    "standings",
    "publications",
)

Promises = Mapping[str, Mapping[str, Any]]


def now(acts: Collection[str] | None = None) -> Promises:
    """
    Return what the code promises today; of the matrix, only the columns of some acts if they are named.
    """
    matrix = read("matrix.json")
    named = [act for act in matrix["acts"] if acts is None or act in acts]
    return {
        "parameters": dict(_parameters()),
        "codes": {
            kind.__name__: sorted(word.value for word in kind)
            for kind in (*lists(), *GLOSSARY, Column, View, FactAct, Remark, DueReason, FlawKind)
        },
        "schemas": {name: dict(_members(schema(name))) for name in NAMES},
        "commands": dict(_commands(cli, "kz-social-registry")),
        "vectors": {
            **dict(_stories()),
            **dict(_rows(matrix, named)),
        },
        "matrix": {"acts": named},
    }


def lost(promised: Any, today: Any, path: str = "") -> Iterator[str]:  # JSON
    """
    Yield the path of each promise that is kept no longer; whatever was added is welcome.
    """
    if isinstance(promised, dict) and isinstance(today, dict):
        for name, value in promised.items():
            yield from lost(value, today.get(name), f"{path}/{name}")
    elif isinstance(promised, list) and isinstance(today, list):
        yield from (f"{path}/{one}" for one in promised if one not in today)
    elif promised != today:
        yield path


def _parameters() -> Iterator[tuple[str, list[str]]]:
    """
    Yield the public functions, records and methods, each with the names of its parameters.
    """
    for name, value in _public():
        if isfunction(value) or (isclass(value) and has(value)):
            yield name, [one for one in signature(value).parameters if one != "self"]


def _public() -> Iterator[tuple[str, object]]:
    for module, names in PUBLIC.items():
        where = f"kz_social_registry.{module}".rstrip(".")
        for name in names.split():
            value = getattr(import_module(where), name)
            yield f"{where}.{name}", value
            kinds = reversed(value.__mro__) if isclass(value) else ()  # inherited methods, too
            methods = {one: method for kind in kinds for one, method in vars(kind).items()}.items()
            yield from ((f"{where}.{name}.{one}", m) for one, m in methods if not one.startswith("_"))


def _members(node: Any, path: str = "") -> Iterator[tuple[str, str]]:  # JSON
    """
    Yield the members of a schema by their paths, each with its type.
    """
    if isinstance(node, list):
        for index, one in enumerate(node):
            # An alternative is found by the act that it is for, wherever it stands.
            act = one.get("properties", {}).get("act", {}).get("const", index)
            yield from _members(one, f"{path}[{act}]")
    elif isinstance(node, dict):
        for name, one in node.get("properties", {}).items():
            yield f"{path}.{name}", _type(one)
            yield from _members(one, f"{path}.{name}")
        for key in ("items", "oneOf", "anyOf", "additionalProperties"):
            yield from _members(node.get(key), f"{path}/{key}" if key in node else path)


def _type(member: Mapping[str, Any]) -> str:
    alternatives = member.get("anyOf", member.get("oneOf"))
    if alternatives:
        return " or ".join(dict.fromkeys(map(_type, alternatives)))
    found = (member.get(key) for key in ("type", "format", "const"))
    return " ".join(str(one) for one in found if one is not None) or "code"


def _commands(command: Command, name: str) -> Iterator[tuple[str, list[str]]]:
    named = [one.opts for one in command.params if one.param_type_name == "option"]
    yield name, sorted(option for options in named for option in options)
    if isinstance(command, Group):
        for inner, one in command.commands.items():
            yield from _commands(one, f"{name} {inner}")


def _stories() -> Iterator[tuple[str, str]]:
    for name in ("scenarios", "register"):
        for one in read(f"{name}.json")["scenarios"]:
            yield f"{name}: {one['title']}", _digest([one.get(key) for key in _STATED])


def _rows(matrix: Mapping[str, Any], acts: Collection[str]) -> Iterator[tuple[str, str]]:
    for row in matrix["rows"]:
        state = matrix["states"][row["state"]]
        outcomes = zip(matrix["acts"].items(), row["outcomes"], strict=True)
        kept = [
            (act, None if index is None else matrix["outcomes"][index])
            for (name, act), index in outcomes
            if name in acts
        ]
        title = f"{state['provider']}: {state['situation']}, {row['day']}"
        yield title, _digest([state, matrix["days"][row["day"]], kept])


def _digest(value: object) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]


if __name__ == "__main__":
    text = json.dumps(now(), ensure_ascii=False, indent=1, sort_keys=True)
    PROMISED.write_text(text + "\n", "utf-8")
