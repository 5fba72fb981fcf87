"""
Measure the library against its peers, and print one table.

    pip install '.[bench]' && python tests/benchmarks

Groups can be named: `values recording asking asking-server files programs`. With `--sizes 1000,10000`
registers grow to other sizes; with `--write` the tables and pictures of docs/performance.md are
written. The exit status is 1 if a bar is not reached, and the last lines name it.

`--sizes 1000000` measures only the questions, whose work grows with the register: `asking` on SQLite
and `asking-server` on PostgreSQL. On SQLite it takes some 20 minutes of an idle processor. It needs
3 GB of the disk of the current directory, which are free again in the end. Standard error shows how
far it is. Such a register is verified once, not three times.

Work of this process is measured in its CPU time, work of a server or a disk in wall time. Rounds are
interleaved in a shuffled sequence. Each figure is a median of at least seven rounds.
"""

import argparse
import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # this folder is there already

import asking
import files
import programs
import recording
import values
from engines import MOST_IN_MEMORY
from growth import picture
from measuring import Measured, note, shown, table

_PACKAGES = ("attrs", "cattrs", "pydantic", "msgspec", "eventsourcing", "python-statemachine",
             "psycopg", "openpyxl", "python-calamine", "XlsxWriter")  # fmt: skip
_PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
_BEGIN, _END = "<!-- measured -->", "<!-- /measured -->"


def main() -> int:
    """
    Measure the groups that were asked for.
    """
    asked = _arguments()
    chosen = asked.groups
    lines: list[Measured] = []
    parts = [_machine()]
    for name in chosen:
        note(name)
        part, found = _GROUPS[name](asked)
        lines += found
        parts.append(part)
        print(part, end="\n\n", flush=True)  # noqa: T201  # a report
    note("done")
    if asked.write:
        _write("\n\n".join(parts))
    broken = [line for line in lines if not line.holds]
    for line in broken:
        print(f"not reached: {line.what}, {line.ratio:.3g} (bar {line.bar:g})")  # noqa: T201  # as above
    return bool(broken)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tests/benchmarks")
    parser.add_argument("groups", nargs="*", choices=[*_GROUPS, []], metavar="GROUP")
    parser.add_argument("--sizes", type=_sizes, default=(1_000, 10_000, 100_000))
    parser.add_argument("--count", type=int, default=5_000, help="entries, notices and rows in a round")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    asked = parser.parse_args()
    large = max(asked.sizes) > MOST_IN_MEMORY
    asked.groups = asked.groups or (_GROWING if large else list(_GROUPS))
    if asked.write and set(asked.groups) != set(_GROUPS):
        parser.error("--write needs all groups")
    return asked


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in text.split(","))


def _machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python} on {platform.system()} {platform.machine()}; {packages}."


# Each group returns its part of the page, and the lines whose bars count.
Group = Callable[[argparse.Namespace], tuple[str, list[Measured]]]


def _plain(measure: Callable[[int], Iterable[Measured]]) -> Group:
    def group(asked: argparse.Namespace) -> tuple[str, list[Measured]]:
        lines = list(measure(asked.count))
        return table(lines), lines

    return group


def _values(_: int) -> Iterator[Measured]:
    yield from values.entries()
    yield from values.lives()


def _recording(count: int) -> Iterator[Measured]:
    yield from recording.verbs()
    yield from recording.bulk(count)
    yield from recording.server()


def _asking(engine: str, sized: Callable[[tuple[int, ...]], Iterable[asking.Size]]) -> Group:
    def group(asked: argparse.Namespace) -> tuple[str, list[Measured]]:
        found = list(sized(asked.sizes))
        parts = [f"{engine}, {size.entries:,} entries:\n\n{table(size.lines)}" for size in found]
        if asked.write:
            _draw(engine, found)
        return "\n\n".join(parts), [line for size in found for line in size.lines]

    return group


def _draw(engine: str, found: list[asking.Size]) -> None:
    """
    Draw how the questions of a register grow, next to the page.
    """
    growth = {
        line.what: [(size.entries, sorted(other.ours)[len(other.ours) // 2])
                    for size in found for other in size.lines if other.what == line.what]
        for line in found[0].lines
    }  # fmt: skip
    folder = _PAGE.parent / "pictures"
    (folder / f"growth-{engine.lower()}.svg").write_text(
        picture(engine, growth, shown), encoding="utf-8"
    )


def _programs(asked: argparse.Namespace) -> tuple[str, list[Measured]]:
    lines = list(programs.measured())
    sizes = asked.sizes[:2]
    heads = [f"{size:,} entries" for size in sizes]
    rows = [f"| {' | '.join(row)} |" for row in programs.memory(sizes)]
    head = f"| peak memory, MB | {' | '.join(heads)} |\n|{'---|' * (len(heads) + 1)}"
    return f"{table(lines)}\n\n{head}\n" + "\n".join(rows), lines


_GROUPS: dict[str, Group] = {
    "values": _plain(_values),
    "recording": _plain(_recording),
    "asking": _asking("SQLite", asking.on_sqlite),
    "asking-server": _asking("PostgreSQL", asking.on_postgres),
    "files": _plain(files.measured),
    "programs": _programs,
}
#: The groups that a large register is measured with.
_GROWING = ["asking", "asking-server"]


def _write(text: str) -> None:
    """
    Write the tables into the page, between its marks.
    """
    page = _PAGE.read_text(encoding="utf-8")
    before, rest = page.split(_BEGIN)
    _, after = rest.split(_END)
    _PAGE.write_text(f"{before}{_BEGIN}\n{text}\n{_END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
