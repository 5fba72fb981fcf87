"""
Generated pages for looking up: fault codes, commands, schemas and vectors.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from inspect import getdoc
from typing import Any, Final

from click.testing import CliRunner

from kz_social_registry.base.fault_codes import lists
from kz_social_registry.cli import cli
from kz_social_registry.testing.vectors import read

PROGRAM: Final = "kz-social-registry"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """
    Return a table in Markdown.
    """
    lines = [list(head), ["---"] * len(list(head)), *map(list, rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def faults() -> str:
    """
    Return every fault code with its clause and its sentence in three languages.
    """
    parts = []
    for codes in lists():
        rows = (
            (f"`{code}`", str(code.clause or "–"), *(_cell(code.label(n)) for n in ("kk", "ru", "en")))
            for code in codes
        )
        summary = (getdoc(codes) or "").partition("\n\n")[0]
        head = f"## {codes.__name__}\n\n{' '.join(summary.split())}"
        parts.append(f"{head}\n\n{table(('code', 'source', 'kk', 'ru', 'en'), rows)}")
    return "\n\n".join(parts)


def command_line() -> str:
    """
    Return the help of the program and of every command, as it is printed.
    """
    return "\n\n".join(f"## {' '.join([PROGRAM, *name])}\n\n{_help(*name)}" for name in _names())


def _names() -> Iterator[tuple[str, ...]]:
    yield ()
    yield from ((name,) for name in cli.commands)


def _help(*name: str) -> str:
    arguments = [*name, "--help", "--lang", "en"]
    printed = CliRunner().invoke(cli, arguments, prog_name=PROGRAM, env={"COLUMNS": "80"}).output
    return f"```text\n{printed.strip()}\n```"


def schemas() -> str:
    """
    Return the shipped schemas: the name, what it describes, and its members.
    """
    folder = files("kz_social_registry.serialization").joinpath("schemas")
    found = sorted(
        (one for one in folder.iterdir() if one.name.endswith(".json")), key=lambda f: f.name
    )
    rows = ((one.name.removesuffix(".json"), json.loads(one.read_text("utf-8"))) for one in found)
    return table(
        ("schema", "describes", "members that it must have", "may have"),
        ((f"`{name}`", schema["title"], *_members(schema)) for name, schema in rows),
    )


def _members(schema: dict[str, Any]) -> tuple[str, ...]:
    must = schema.get("required", [])
    may = [member for member in schema.get("properties", {}) if member not in must]
    return tuple(", ".join(f"`{one}`" for one in members) or "–" for members in (must, may))


def vectors() -> str:
    """
    Return the stories of the vectors of the lifecycle, with the outcome of the last act of each.
    """
    rows = (
        (_cell(one["title"]), _outcome(one["outcome"]), _cell("; ".join(one["outcome"]["basis"])))
        for one in read("scenarios.json")["scenarios"]
    )
    return table(("story", "outcome of its last act", "rests on"), rows)


def _outcome(outcome: dict[str, Any]) -> str:
    if "refused" in outcome:
        return f"refused: {', '.join(f'`{code}`' for code in outcome['refused'])}"
    return f"accepted, `{outcome['accepted']['status']}`"


def register_vectors() -> str:
    """
    Return the stories of a register with the outcomes of their notices.
    """
    rows = (
        (_cell(one["title"]), _counted(one["notices"]), str(len(one["standings"])))
        for one in read("register.json")["scenarios"]
    )
    return table(("story", "its notices", "questions"), rows)


def _counted(notices: list[dict[str, Any]]) -> str:
    outcomes = Counter("accepted" if "accepted" in n["outcome"] else "refused" for n in notices)
    return ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
