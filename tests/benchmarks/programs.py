"""
Programs: importing the library, the command line, and the memory of long walks.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator

from asking import load
from engines import in_memory, room_for
from measuring import Measured, compared, rounds_of

from kz_social_registry.storage.sqlite import SQLiteStore
from soak.providers import bin_of

ROUNDS = 11
_DEPENDENCIES = "import attrs, cattrs, dateutil.relativedelta"
#: The package imports a name when it is first asked for, so its names are measured, too.
_NAMES = "from kz_social_registry import Registry, RegistryEntry, RecipientCategory, Standing, Term"


def measured() -> Iterator[Measured]:
    """
    Measure whole programs: their CPU time, less that of a Python that does nothing.
    """
    with in_memory() as folder:
        path = folder / "register.db"
        with SQLiteStore(path) as store:
            load(store, 0, 100)
        standing = ["-m", "kz_social_registry", "standing", str(bin_of(1)), "--store", str(path)]
        nothing, library, names, dependencies, command, needed = rounds_of(
            _program("-c", ""),
            _program("-c", "import kz_social_registry"),
            _program("-c", _NAMES),
            _program("-c", _DEPENDENCIES),
            _program(*standing),
            _program("-c", f"{_DEPENDENCIES}, click, rich.console, rich.table, sqlite3"),
            rounds=ROUNDS,
            clock=_children,
        )
    pair = _without(nothing, library, dependencies)
    yield compared("`import kz_social_registry`", "its dependencies", pair, 1.8)
    pair = _without(nothing, names, dependencies)
    yield compared("`from kz_social_registry import Registry, …`", "its dependencies", pair, 1.8)
    pair = _without(nothing, command, needed)
    yield compared("`kz-social-registry standing`", "importing these, click, rich, sqlite3", pair, 1.5)


def _program(*arguments: str) -> Callable[[], object]:
    # An installer compiles what it installs; the first round does so here.
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, check=False, env=compiled, stdout=subprocess.DEVNULL)  # noqa: S603  # ourselves


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _without(nothing: tuple[float, ...], *others: tuple[float, ...]) -> list[tuple[float, ...]]:
    """
    Return times less the least time of a program that does nothing.
    """
    least = min(nothing)
    return [tuple(time - least for time in times) for times in others]


_WALKS = {
    "publish as CSV": "publish({path!r}, 'csv')",
    "publish as XLSX": "publish({path!r}, 'xlsx')",
    "verify": "verify({path!r})",
}
_SCRIPT = """
from datetime import date
from pathlib import Path
from kz_social_registry import Registry
from kz_social_registry.form import publish as write
from kz_social_registry.storage.sqlite import SQLiteStore

def publish(path, kind):
    day = date(2026, 6, 1)
    with SQLiteStore(path) as store:
        rows = Registry(store).public_rows(on=day, published_on=day)
        folder = Path(path).with_suffix(".out")
        write(folder, rows, on=day, published_on=day, language="kk", formats=[kind])

def verify(path):
    with SQLiteStore(path) as store:
        Registry(store).verify()

{work}
lines = Path("/proc/self/status").read_text().splitlines()
print(next(line.split()[1] for line in lines if line.startswith("VmHWM:")))
"""


def memory(sizes: tuple[int, ...]) -> Iterator[tuple[str, ...]]:
    """
    Yield rows of a table: the peak memory in megabytes of a walk through registers of two sizes.
    """
    peaks: dict[str, list[str]] = {name: [] for name in _WALKS}
    for size in sizes:
        with room_for(size) as folder:
            path = folder / "register.db"
            with SQLiteStore(path) as store:
                load(store, 0, size)
            for name, work in _WALKS.items():
                peaks[name].append(_peak(work.format(path=str(path))))
    for name, found in peaks.items():
        yield name, *found


def _peak(work: str) -> str:
    script = _SCRIPT.format(work=work)
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)  # noqa: S603  # ourselves
    return f"{int(done.stdout) / 1024:.0f}"
