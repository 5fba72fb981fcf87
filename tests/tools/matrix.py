"""
Run the tests against the built wheel in many surroundings, one leg after another.

    python tests/tools/matrix.py
    python tests/tools/matrix.py --leg lang-c --leg east tests/base tests/domain

A leg is a Python, its environment variables, and newest or lowest dependencies. Other arguments go to
pytest. One line is printed for each leg; the output of one that fails follows its line. With `--tool`,
only the named tools of the extra `test` are installed: a few tests do not need all of them.
"""

import os
import random
import shutil
import subprocess
import sys
import tomllib
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
#: The variable with the seed of a random order.
SEED: Final = "KZ_REGISTRY_TEST_ORDER"
#: The version of Python that runs this program.
HERE: Final = f"{sys.version_info[0]}.{sys.version_info[1]}"


class Leg(NamedTuple):
    """
    One run of the tests.
    """

    #: What is set in the environment.
    variables: dict[str, str]
    #: The version of Python.
    python: str = HERE
    #: Whether the dependencies have the lowest versions that the project claims.
    lowest: bool = False


LEGS: Final = {
    "west": Leg({"PYTHONHASHSEED": "1", SEED: "random", "TZ": "America/Los_Angeles"}),
    "east": Leg({"PYTHONHASHSEED": "2", SEED: "random", "TZ": "Pacific/Kiritimati"}),
    "lang-c": Leg({"PYTHONHASHSEED": "3", SEED: "random", "LANG": "C", "LC_ALL": "C"}),
    "3.11": Leg({}, "3.11"),
    "3.12": Leg({}, "3.12"),
    "3.13": Leg({}, "3.13"),
    "3.14": Leg({}, "3.14"),
    "lowest": Leg({}, lowest=True),
}


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """
    Put the modules, and the tests of each, into a random order; pytest calls this as a plugin.
    """
    if seed := os.environ.get(SEED):
        drawn = random.Random(seed)  # noqa: S311  # no secret depends on it
        drawn.shuffle(items)
        files = {item.path: drawn.random() for item in items}
        items.sort(key=lambda item: files[item.path])


PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: Final = PROJECT["optional-dependencies"]
#: The extras that users install.
USERS: Final = sorted(EXTRAS.keys() - {"test", "bench", "docs"})


def lowest_versions() -> list[str]:
    """
    Return the lowest version of each dependency that a user installs, as the project claims it.
    """
    claimed = {*PROJECT["dependencies"], *(one for name in USERS for one in EXTRAS[name])}
    return [one.split(",<")[0].replace(">=", "==") for one in sorted(claimed)]


def wanted(wheel: Path, tools: Sequence[str]) -> list[str]:
    """
    Return the requirements of pip: the wheel with all tools of its tests, or with the named ones only.
    """
    if not tools:
        return [f"{wheel}[test]"]
    chosen = [one for one in EXTRAS["test"] if one.split(">=")[0] in tools]
    return [f"{wheel}[{','.join(USERS)}]", *chosen]


def run(*command: str | Path, variables: dict[str, str] | None = None) -> tuple[bool, str]:
    """
    Run a command; return whether it succeeded, and what it printed.
    """
    done = subprocess.run(  # noqa: S603  # our own commands
        command,
        cwd=ROOT,
        env={**os.environ, **(variables or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode == 0, done.stdout.decode(errors="replace")


def found(version: str) -> str | None:
    """
    Return the program of a version of Python, if it is here: on the path or with pyenv.
    """
    if version == HERE:
        return sys.executable
    pyenv = sorted(Path("~/.pyenv/versions").expanduser().glob(f"{version}.*/bin/python"))
    candidates = [*map(str, pyenv), shutil.which(f"python{version}")]
    return next((one for one in candidates if one and run(one, "-c", "")[0]), None)


class Failed(Exception):
    """
    A command failed; the argument is its output.
    """


def must(*command: str | Path) -> None:
    """
    Run a command that must succeed.
    """
    succeeded, output = run(*command)
    if not succeeded:
        raise Failed(output)


def environment(folder: Path, python: str, leg: Leg, tools: Sequence[str]) -> Path:
    """
    Return the Python of an environment with the wheel; legs alike share one.
    """
    home = folder / f"{leg.python}-{'lowest' if leg.lowest else 'newest'}"
    program = home / "bin" / "python"
    if not home.exists():
        asked = wanted(next(folder.glob("*.whl")), tools)
        must(python, "-m", "venv", home)
        versions = lowest_versions() if leg.lowest else []
        # Few modules of the large tools are ever imported: those are compiled when they are.
        must(program, "-m", "pip", "install", "--quiet", "--no-compile", *asked, *versions)
    return program


def outcome(leg: Leg, folder: Path, tools: Sequence[str], asked: Sequence[str]) -> tuple[str, str]:
    """
    Run one leg; return how it ended, and the output if it failed.
    """
    python = found(leg.python)
    if python is None:
        return "skipped: this Python is not here", ""
    variables = {**leg.variables, "PYTHONPATH": str(Path(__file__).parent)}
    variables["PYTHONDONTWRITEBYTECODE"] = ""  # pip compiled nothing
    if leg.variables.get(SEED) == "random":
        variables[SEED] = os.environ.get(SEED) or str(random.randrange(10**6))  # noqa: S311  # likewise
    try:
        program = environment(folder, python, leg, tools)
    except Failed as error:
        return "failed: no environment", str(error)
    options = ("-q", "-p", "no:cacheprovider", "-p", Path(__file__).stem)
    succeeded, output = run(
        program, "-m", "pytest", *options, *(asked or ("-n", "auto")), variables=variables
    )
    last = output.strip().rpartition("\n")[2].strip("= ")
    order = f", order {variables[SEED]}" if SEED in variables else ""
    return f"{'passed' if succeeded else 'failed'}: {last}{order}", "" if succeeded else output


def run_legs(names: Iterable[str], tools: Sequence[str], asked: Sequence[str]) -> bool:
    """
    Build the wheel and run legs; return whether none failed.
    """
    failed = False
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        must(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT)
        for name in names:
            begun = monotonic()
            verdict, output = outcome(LEGS[name], folder, tools, asked)
            print(f"{name:8} {monotonic() - begun:6.0f} s  {verdict}", flush=True)  # noqa: T201
            if output:
                print(output, flush=True)  # noqa: T201
                failed = True
    return not failed


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--leg", action="append", choices=LEGS, help="a leg to run; all by default")
    parser.add_argument("--tool", action="append", default=[], help="a tool to install; all by default")
    chosen, others = parser.parse_known_args()
    sys.exit(not run_legs(chosen.leg or LEGS, chosen.tool, others))
