"""
A feed in a file: read it, keep what was rejected beside it.

The rejects file has one object a line: the line of the feed, the faults, and the notice as it came. It
can be mended and received like a feed. A rejects file that is there already is never overwritten, for
somebody may be mending it.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from filecmp import cmp
from itertools import chain, count
from pathlib import Path
from typing import IO

from attrs import frozen

from kz_social_registry.errors import Fault
from kz_social_registry.intake import LONGEST_LINE, Outcome, Verdict, outcomes
from kz_social_registry.law import Language
from kz_social_registry.registry import Registry


@frozen(kw_only=True)
class FeedReceipt:
    """
    What became of a feed in a file.
    """

    accepted: int
    known: int
    rejected: int
    #: Where the rejected notices are kept; None if there are none.
    rejects: Path | None = None


def receive_file(
    registry: Registry,
    feed: Path,
    *,
    language: Language = "en",
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> FeedReceipt:
    """
    Record the notices of a file; `progress` is told the bytes read after each notice.

    Raises:
        OSError: the file cannot be read, or the rejects cannot be written.
        StoreError: the store failed; notices up to the last full batch are recorded.
    """
    counts = dict.fromkeys(Verdict, 0)
    with feed.open("rb") as file, _rejects_beside(feed) as (rejects, keep):
        for outcome in outcomes(registry, _lines(file), dry_run=dry_run):
            counts[outcome.verdict] += 1
            if outcome.error:
                rejects.write(_reject(outcome, outcome.error.faults, language))
            progress(file.tell())
        rejected = counts[Verdict.REJECTED]
        kept = keep() if rejected and not dry_run else None
    return FeedReceipt(
        accepted=counts[Verdict.ACCEPTED],
        known=counts[Verdict.KNOWN],
        rejected=rejected,
        rejects=kept,
    )


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """
    Yield lines, of an endless one no more than shows that it is too long.
    """
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)


def _reject(outcome: Outcome, faults: Iterable[Fault], language: Language) -> str:
    told = [
        {"code": fault.code.value, "path": fault.path, "message": fault.describe(language)}
        for fault in faults
    ]
    line = {"line": outcome.line, "faults": told, "rejected": outcome.raw}
    return json.dumps(line, ensure_ascii=False) + "\n"


@contextmanager
def _rejects_beside(feed: Path) -> Iterator[tuple[IO[str], Callable[[], Path]]]:
    """
    Lend a file for rejects, and what keeps it under a name of its own; else it is gone at the end.

    It holds personal data, so nobody but its owner reads it. A lone surrogate, which UTF-8 does not
    have, is written as JSON's own escape.
    """
    fresh = feed.with_name(f".{feed.name}.{os.getpid()}")

    def keep() -> Path:
        file.flush()
        kept = _free_name(feed, fresh)
        fresh.replace(kept)
        return kept

    try:
        with fresh.open("w", encoding="utf-8", errors="backslashreplace") as file:
            fresh.chmod(0o600)
            yield file, keep
    finally:
        fresh.unlink(missing_ok=True)


def _free_name(feed: Path, fresh: Path) -> Path:
    """
    Return a name that is free, or that of a file with the same content.
    """
    marks = chain([".rejects"], (f".rejects-{number}" for number in count(2)))
    paths = (feed.with_name(f"{feed.stem}{mark}{feed.suffix}") for mark in marks)
    return next(path for path in paths if not path.exists() or cmp(path, fresh, shallow=False))
