"""
Receive a feed from a file, and write rejected notices into a file next to it.

The rejects file has one object a line: the line of the feed, the faults, and the notice as it came. It
can be corrected and received like a feed.
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
from kz_social_registry.serialization.files import DRY_RUN, sidecar_file

#: The first bytes of a workbook, new or old. Other binary files have a NUL byte in their first line. A
#: text with one further on was damaged there, and only the damaged line is rejected.
_MARKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_HEAD: Final = 512


@frozen(kw_only=True)
class FeedReceipt:
    """
    The result for a feed in a file.
    """

    accepted: int
    known: int
    rejected: int
    #: The file of rejected notices; None if nothing was rejected, or if it cannot be written.
    rejects: Path | None = None
    #: The error in writing that file; the feed still has the notices.
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
    Record the notices of a file; `progress` is called for each line with the bytes read so far.

    Rejects are written next to the file, or into the folder `keep_in`; those of a pipe into the present
    folder. If they cannot be written, the receipt has the error, and the feed is recorded all the same.
    With `dry_run` all notices are tried and none is recorded. Its rejects have a name of their own, and
    replace those of the dry run before.

    Raises:
        InvalidValue: the file is not a text.
        OSError: the file cannot be read.
        StoreError: the store failed; the notices of the batches before are recorded.
    """
    counts = dict.fromkeys(Verdict, 0)
    mark = DRY_RUN if dry_run else "rejects"
    with feed.open("rb") as file, sidecar_file(feed, mark, feed.suffix, folder=keep_in) as rejects:
        if _is_binary(file.peek(_HEAD)[:_HEAD]):
            raise InvalidValue(Fault(FeedCode.BINARY_FEED, feed.name))
        for outcome in outcomes(registry, _lines(file, progress), dry_run=dry_run):
            counts[outcome.verdict] += 1
            if outcome.error:
                rejects.write(_reject(outcome, outcome.error.faults, language))
    return FeedReceipt(**counts, rejects=rejects.path, unkept=rejects.failure)


def _is_binary(head: bytes) -> bool:
    return head.startswith(_MARKS) or b"\0" in head.partition(b"\n")[0]


def _lines(file: BufferedReader, progress: Callable[[int], None]) -> Iterator[bytes]:
    """
    Yield lines; of an endless line only the beginning, which is still too long for a notice.

    Bytes are counted here, because a pipe has no position.
    """
    read, begins = 0, True
    while piece := file.readline(LONGEST_LINE + 1):
        read += len(piece)
        progress(read)
        if begins:
            yield piece
        begins = piece.endswith(b"\n")


def _reject(outcome: Outcome, faults: Iterable[Fault], language: Language) -> str:
    reported = [
        {"code": fault.code.value, "path": fault.path, "message": fault.describe(language)}
        for fault in faults
    ]
    line = {"line": outcome.line, "faults": reported, "rejected": outcome.raw}
    return json.dumps(line, ensure_ascii=False) + "\n"
