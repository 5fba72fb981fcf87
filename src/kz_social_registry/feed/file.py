"""
A feed in a file: read it, keep what was rejected beside it.

The rejects file has one object a line: the line of the feed, the faults, and the notice as it came. It
can be mended and received like a feed.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import Final

from attrs import field, frozen

from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes.feeds import FeedCode
from kz_social_registry.base.law import Language
from kz_social_registry.feed.lines import LONGEST_LINE
from kz_social_registry.feed.notices import Outcome, Verdict, outcomes
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization.files import sidecar_file

#: How a workbook begins, new or old. Other binary files have NUL bytes from the beginning on; a text
#: that has one only behind its first line was damaged there, and that line alone is rejected.
_MARKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_HEAD: Final = 512


@frozen(kw_only=True)
class FeedReceipt:
    """
    What became of a feed in a file.
    """

    accepted: int
    known: int
    rejected: int
    #: Where the rejected notices are kept; None if there are none, or if they cannot be kept.
    rejects: Path | None = None
    #: Why they cannot be kept; the feed still has them.
    unkept: OSError | None = field(default=None, repr=False)


def receive_file(
    registry: Registry,
    feed: Path,
    *,
    language: Language = "en",
    dry_run: bool = False,
    keep_in: Path | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> FeedReceipt:
    """
    Record the notices of a file; `progress` is told with each line how many bytes were read.

    What is rejected is kept beside the file, or in the folder `keep_in`, and of a pipe in the present
    folder. Where it cannot be kept the receipt tells why, and the rest of the feed is recorded all the
    same. With `dry_run` everything is tried and nothing recorded, but rejects are kept.

    Raises:
        InvalidValue: it is no text.
        OSError: the file cannot be read.
        StoreError: the store failed; notices up to the last full batch are recorded.
    """
    counts = dict.fromkeys(Verdict, 0)
    with feed.open("rb") as file, sidecar_file(feed, "rejects", feed.suffix, folder=keep_in) as rejects:
        if _is_binary(file.peek(_HEAD)[:_HEAD]):
            raise InvalidValue(Fault(FeedCode.BINARY_FEED, feed.name))
        for outcome in outcomes(registry, _lines(file, progress), dry_run=dry_run):
            counts[outcome.verdict] += 1
            if outcome.error:
                rejects.write(_reject(outcome, outcome.error.faults, language))
    return FeedReceipt(
        accepted=counts[Verdict.ACCEPTED],
        known=counts[Verdict.KNOWN],
        rejected=counts[Verdict.REJECTED],
        rejects=rejects.path,
        unkept=rejects.failure,
    )


def _is_binary(head: bytes) -> bool:
    return head.startswith(_MARKS) or b"\0" in head.partition(b"\n")[0]


def _lines(file: BufferedReader, progress: Callable[[int], None]) -> Iterator[bytes]:
    """
    Yield lines, of an endless one no more than shows that it is too long; a pipe cannot tell its place.
    """
    read, begins = 0, True
    while piece := file.readline(LONGEST_LINE + 1):
        read += len(piece)
        progress(read)
        if begins:
            yield piece
        begins = piece.endswith(b"\n")


def _reject(outcome: Outcome, faults: Iterable[Fault], language: Language) -> str:
    told = [
        {"code": fault.code.value, "path": fault.path, "message": fault.describe(language)}
        for fault in faults
    ]
    line = {"line": outcome.line, "faults": told, "rejected": outcome.raw}
    return json.dumps(line, ensure_ascii=False) + "\n"
