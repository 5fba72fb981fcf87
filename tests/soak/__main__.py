"""
The soak suite, run on demand: `python tests/soak contention|kills|size|portal [--store ADDRESS] …`.

It takes minutes to an hour, prints what it measured, and ends with an error if a promise was broken.
"""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from time import perf_counter
from typing import Final

import psycopg

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(1, str(Path(__file__).parents[2] / "examples" / "portal"))

from kz_social_registry import Registry
from kz_social_registry.registry.answers.audit import verify
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage import is_server, open_store
from soak.contention import COMMITS, PROCESSES, contend
from soak.crashes import killed_bulk, killed_openings, killed_server_openings, killed_singles
from soak.measures import counts, grow, point_questions
from support.portals import crowd

_SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
#: A larger register is verified by the command `verify`, which takes some milliseconds an entry.
_VERIFIED: Final = 100_000


def contention(address: str) -> None:
    """
    Eight processes make 2,000 commits each to the same 200 providers.
    """
    rate = contend(address)
    print(f"{PROCESSES} × {COMMITS} commits: nothing lost or doubled, {rate:.0f} a second")  # noqa: T201


def kills(address: str, times: int, seed: int) -> None:
    """
    Kill processes at random moments of single commits, of bulk loads, and of making a register.
    """
    random = Random(seed)  # noqa: S311  # when
    opener: Callable[[], Store] = partial(open_store, address)
    third = times // 3
    killed_singles(opener, [random.randrange(60) for _ in range(third)])
    print(f"{third} kills among single commits: sound")  # noqa: T201
    killed_bulk(opener, [random.randrange(6) for _ in range(third)])
    print(f"{third} kills among bulk loads: sound")  # noqa: T201
    if is_server(address):
        left: list[object] = [*killed_server_openings(address, times - 2 * third, random)]
    else:
        path = Path(mkdtemp()) / "register.db"
        left = [*killed_openings(path, times - 2 * third, random)]
    print(f"{len(left)} kills while a register is made: sound; left: {Counter(left)}")  # noqa: T201


def size(address: str, largest: int, kinds: int | None) -> None:
    """
    Load more and more providers, and time every question at each size; verify all but the largest.
    """
    store = open_store(address)
    loaded, seconds = 0, 0.0
    for step in (step for step in _SIZES if step <= largest):
        seconds += grow(store, loaded, step, kinds)
        loaded = step
        if is_server(address):
            with psycopg.connect(address, autocommit=True) as admin:
                admin.execute("VACUUM (ANALYZE)")  # which the server does by itself a minute later
        print(f"\n{loaded} entries, loaded in {seconds:.0f} s")  # noqa: T201
        for name, taken in (*point_questions(store, loaded), *counts(store)):
            print(f"  {name:<36} {taken * 1000:10.3f} ms", flush=True)  # noqa: T201
        if loaded <= _VERIFIED:
            begun = perf_counter()
            assert verify(store)
            print(f"  verified in {perf_counter() - begun:.0f} s", flush=True)  # noqa: T201
    store.close()


def portal(address: str) -> None:
    """
    300 requests from 16 threads to the example portal, while its staff record 40 acts.
    """
    with open_store(address) as store:
        begun = perf_counter()
        taken = sorted(crowd(Registry(store), requests=300, acts=40))
    seconds, middle, slow = perf_counter() - begun, taken[150] * 1000, taken[285] * 1000
    print(f"300 requests, 40 acts: {seconds:.1f} s; median {middle:.0f} ms, 95 % {slow:.0f} ms")  # noqa: T201


def main() -> None:
    """
    Run what the command line asks for.
    """
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("contention", "kills", "size", "portal"))
    parser.add_argument("--store", help="where; by default a new file")
    parser.add_argument("--times", type=int, default=200, help="kills")
    parser.add_argument("--seed", type=int, default=205)
    parser.add_argument("--largest", type=int, default=_SIZES[-1], help="entries")
    parser.add_argument("--kinds", type=int, help="of entries; by default drawn by lot")
    asked = parser.parse_args()
    address = asked.store or str(Path(mkdtemp(prefix="kz-registry-")) / "register.db")
    if asked.what == "contention":
        contention(address)
    elif asked.what == "kills":
        kills(address, asked.times, asked.seed)
    elif asked.what == "portal":
        portal(address)
    else:
        size(address, asked.largest, asked.kinds)


if __name__ == "__main__":
    main()
