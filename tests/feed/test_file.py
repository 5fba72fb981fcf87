"""
Feeds in files: what was rejected is kept beside them, memory stays flat, and a crash harms nothing.
"""

import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

import pytest

from kz_social_registry import Registry
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code, FeedCode
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.feed.file import FeedReceipt, receive_file
from kz_social_registry.feed.lines import LONGEST_LINE
from kz_social_registry.feed.notices import receive
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from support.command_line import as_nobody
from support.make_feed import feed
from support.notices import HOUSE, Plain, a_notice, an_issue, picture, received, write_feed

#: One notice that is accepted and two that are not.
MIXED: Final[tuple[Plain | str, ...]] = (
    an_issue(),
    a_notice("N-2", "resume"),
    '{"notice": "N-3", "act": "suspend"',
)


#: Lines of a feed that can never be accepted.
NO_NOTICES: Final = (
    b'{"notice": "N-1", "act": "suspend"',
    '{"notice": "Қ-9"}'.encode("cp1251", "replace") + b"\xca\xff",
    b'"N-9"',
    b'"{\\"notice\\": 1}"',
    b"null",
    b"5",
    b"[[]]",
    b"NaN",
    b'{"notice": "N", "act": "\\ud800"}',
    b'{"notice": "N", "notice": "M"}',
    b"[" * 100_000,
    b"\x00",
    b'{"line": 1, "faults": [], "rejected": "\\"x"}',
    json.dumps(a_notice("N-2", "resume")).encode(),
)


def lines_of(path: Path | None) -> list[Plain]:
    """
    Return the objects of a file of JSON Lines.
    """
    assert path
    return [json.loads(line) for line in path.read_bytes().splitlines()]


@pytest.fixture
def registry() -> Registry:
    """
    Lend an empty register.
    """
    return Registry(MemoryStore())


class TestRejects:
    """
    What was rejected is kept beside the feed, to be mended and received again.
    """

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_is_kept_with_its_line_and_its_faults(
        self, registry: Registry, tmp_path: Path, language: Language
    ) -> None:
        """
        A line of the file has the notice as it came, and says what is wrong in the chosen language.
        """
        path = write_feed(tmp_path / "licences.jsonl", ["", *MIXED])
        receipt = receive_file(registry, path, language=language)
        kept = tmp_path / "licences.rejects.jsonl"
        assert receipt == FeedReceipt(accepted=1, known=0, rejected=2, rejects=kept)
        assert lines_of(kept) == [
            {
                "line": 3,
                "rejected": MIXED[1],
                "faults": [told(1, language)],
            },
            {"line": 4, "rejected": f"{MIXED[2]}\n", "faults": [told(2, language)]},
        ]

    def test_only_its_owner_can_read_the_file(self, registry: Registry, tmp_path: Path) -> None:
        """
        It holds personal data.
        """
        receipt = receive_file(registry, write_feed(tmp_path / "feed.jsonl", MIXED))
        assert receipt.rejects
        assert receipt.rejects.stat().st_mode & 0o777 == 0o600

    @pytest.mark.parametrize("link", [True, False])
    def test_nobody_can_wait_for_it_with_a_file_of_its_own(
        self, registry: Registry, tmp_path: Path, *, link: bool
    ) -> None:
        """
        What a stranger laid beside the feed beforehand gets nothing of it.
        """
        stranger = tmp_path / "stranger"
        stranger.write_text("")
        waiting = tmp_path / f".feed.rejects.{os.getpid()}"
        waiting.symlink_to(stranger) if link else waiting.write_text("")
        receipt = receive_file(registry, write_feed(tmp_path / "feed.jsonl", MIXED))
        assert receipt.rejects
        assert receipt.rejects.stat().st_mode & 0o777 == 0o600
        assert (stranger.read_text(), waiting.read_text()) == ("", "")

    def test_it_is_kept_of_a_feed_with_the_longest_name(
        self, registry: Registry, tmp_path: Path
    ) -> None:
        """
        Where its own name is possible, the unfinished file's is.
        """
        feed = tmp_path / f"{'ү' * 120}.jsonl"  # 246 of 255 bytes
        receipt = receive_file(registry, write_feed(feed, MIXED))
        assert receipt.rejects

    def test_a_feed_accepted_whole_leaves_nothing(self, registry: Registry, tmp_path: Path) -> None:
        """
        A feed that is accepted whole leaves nothing beside it.
        """
        path = write_feed(tmp_path / "feed.jsonl", [an_issue()])
        assert receive_file(registry, path).rejects is None
        assert [*tmp_path.glob("*feed*"), *tmp_path.glob(".*")] == [path]

    def test_a_trial_keeps_them_and_records_nothing(self, registry: Registry, tmp_path: Path) -> None:
        """
        A dry run keeps what would be rejected, as the real thing does, and leaves the register alone.
        """
        path = write_feed(tmp_path / "feed.jsonl", MIXED)
        trial = receive_file(registry, path, dry_run=True)
        kept = tmp_path / "feed.rejects.jsonl"
        assert trial == FeedReceipt(accepted=1, known=0, rejected=2, rejects=kept)
        assert picture(registry.store) == []
        assert receive_file(registry, path) == trial

    def test_it_can_be_mended_and_received_again(self, registry: Registry, tmp_path: Path) -> None:
        """
        A mended line is accepted inside its wrapping; what was not mended is rejected again.
        """
        kept = receive_file(registry, write_feed(tmp_path / "feed.jsonl", MIXED)).rejects
        first, second = lines_of(kept)
        second["rejected"] += f', "on": "2025-09-01", "identifier": "{HOUSE}"}}'
        assert kept
        again = receive_file(registry, write_feed(kept, [first, second]))
        assert again == FeedReceipt(
            accepted=1, known=0, rejected=1, rejects=tmp_path / "feed.rejects-2.jsonl"
        )
        assert lines_of(again.rejects) == [first]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_unmended_it_stays_as_it_is(
        self, registry: Registry, tmp_path: Path, language: Language
    ) -> None:
        """
        However often it is received, its content and its name are the same.
        """
        path = tmp_path / "feed.jsonl"
        path.write_bytes(b"\xef\xbb\xbf" + b"\n".join(NO_NOTICES))
        kept = receive_file(registry, path, language=language).rejects
        assert kept
        before = kept.read_bytes()
        again = [receive_file(registry, kept, language=language) for _ in range(3)]
        assert {(one.rejected, one.rejects) for one in again} == {(len(NO_NOTICES), kept)}
        assert (kept.read_bytes(), len([*tmp_path.glob("*feed*")])) == (before, 2)

    def test_what_was_wrapped_again_and_again_is_unwrapped(
        self, registry: Registry, tmp_path: Path
    ) -> None:
        """
        Whatever a rejects file went through, the notice inside is read, and told by its first line.
        """
        wrapped: Plain = {"line": 9, "faults": [], "rejected": json.dumps(an_issue())}
        for _ in range(3):
            wrapped = {"line": 1, "faults": [], "rejected": json.dumps(wrapped)}
        faulty = {"line": 1, "faults": [], "rejected": {"line": 7, "faults": [], "rejected": "{"}}
        odd = [{"line": line, "faults": [], "rejected": 5} for line in ("7", None, -1, True)]
        path = write_feed(tmp_path / "feed.jsonl", [wrapped, faulty, *odd])
        receipt = receive_file(registry, path)
        found = [(line["line"], line["rejected"]) for line in lines_of(receipt.rejects)]
        assert (receipt.accepted, found) == (1, [(7, "{"), (3, 5), (4, 5), (5, 5), (6, 5)])

    def test_an_endless_line_is_kept_by_its_beginning(self, registry: Registry, tmp_path: Path) -> None:
        """
        So received again it is neither endless nor wrapped once more.
        """
        path = write_feed(tmp_path / "feed.jsonl", ['{"name": "' + "қ" * LONGEST_LINE])
        kept = receive_file(registry, path).rejects
        (first,), (second,) = lines_of(kept), lines_of(receive_file(registry, kept or path).rejects)
        assert (first["rejected"], len(first["rejected"]) < 1001) == (second["rejected"], True)

    def test_one_that_is_there_is_never_overwritten(self, registry: Registry, tmp_path: Path) -> None:
        """
        Somebody may be mending it: other rejects get a name of their own.
        """
        path = write_feed(tmp_path / "feed.jsonl", MIXED)
        mine = tmp_path / "feed.rejects.jsonl"
        mine.write_text("half mended")
        names = []
        for more in ([], [a_notice("N-4", "resume")], [a_notice("N-5", "resume")]):
            rejects = receive_file(registry, write_feed(path, [*MIXED, *more])).rejects
            names.append(rejects and rejects.name)
        assert names == ["feed.rejects-2.jsonl", "feed.rejects-3.jsonl", "feed.rejects-4.jsonl"]
        assert mine.read_text() == "half mended"

    def test_the_same_rejects_are_kept_once(self, registry: Registry, tmp_path: Path) -> None:
        """
        A feed that is received again leaves no second file with the same content.
        """
        path = write_feed(tmp_path / "feed.jsonl", MIXED)
        receipts = [receive_file(registry, path) for _ in range(3)]
        assert {receipt.rejects for receipt in receipts} == {tmp_path / "feed.rejects.jsonl"}
        assert len([*tmp_path.glob("*feed*")]) == 2

    @pytest.mark.parametrize("raw", [b'{"notice": "\xff\xfe"}', b'{"notice": "N", "act": "\\ud800"}'])
    def test_what_utf_8_cannot_hold_is_kept_all_the_same(
        self, registry: Registry, tmp_path: Path, raw: bytes
    ) -> None:
        """
        Bytes that are no text and lone surrogates stand in the file as escapes.
        """
        path = tmp_path / "feed.jsonl"
        path.write_bytes(raw)
        (line,) = lines_of(receive_file(registry, path).rejects)
        assert line["rejected"] in ('{"notice": "\\xff\\xfe"}', {"notice": "N", "act": "\ud800"})

    def test_an_endless_line_is_cut(self, registry: Registry, tmp_path: Path) -> None:
        """
        A line longer than any notice is told, and the next line is read.
        """
        endless = "x" * (3 * LONGEST_LINE)
        path = write_feed(tmp_path / "feed.jsonl", [endless, an_issue(), endless])
        receipt = receive_file(registry, path)
        found = [(line["line"], line["faults"][0]["code"]) for line in lines_of(receipt.rejects)]
        assert (receipt.accepted, found) == (1, [(1, Code.TOO_LONG), (3, Code.TOO_LONG)])

    def test_one_that_we_may_not_read_is_not_ours(self, registry: Registry) -> None:
        """
        A file of somebody else keeps its name: even the same rejects get one of their own.
        """
        with TemporaryDirectory() as name:
            path = write_feed(Path(name, "feed.jsonl"), MIXED)
            receive_file(registry, path, dry_run=True)
            path.with_name("feed.rejects.jsonl").chmod(0)
            path.parent.chmod(0o777)
            with as_nobody():
                receipt = receive_file(registry, path)
        kept = path.with_name("feed.rejects-2.jsonl")
        assert receipt == FeedReceipt(accepted=1, known=0, rejected=2, rejects=kept)

    def test_a_failure_leaves_no_file_behind(
        self, registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        If the work is broken off, nothing half done lies beside the feed.
        """
        monkeypatch.setattr("kz_social_registry.feed.notices.BATCH", 1)
        path = write_feed(tmp_path / "feed.jsonl", MIXED)

        def stop(read: int) -> None:
            if read == path.stat().st_size:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            receive_file(registry, path, progress=stop)
        assert [*tmp_path.glob("*feed*"), *tmp_path.glob(".*")] == [path]


class TestKeeping:
    """
    Where rejects are kept, and what happens where they cannot be.
    """

    def test_a_folder_may_be_named(self, registry: Registry, tmp_path: Path) -> None:
        """
        Rejects go there under the name that they would have beside the feed.
        """
        path = write_feed(tmp_path / "feed.jsonl", MIXED)
        folder = tmp_path / "kept"
        folder.mkdir()
        receipts = [receive_file(registry, path, keep_in=folder) for _ in range(2)]
        assert {receipt.rejects for receipt in receipts} == {folder / "feed.rejects.jsonl"}
        assert [*tmp_path.glob("*feed*")] == [path]

    def test_where_they_cannot_be_kept_the_good_is_recorded(
        self, registry: Registry, tmp_path: Path
    ) -> None:
        """
        The receipt has the system's reason, and counts what it counts anywhere else.
        """
        path = write_feed(tmp_path / "feed.jsonl", [*MIXED, a_notice("N-4", "suspend")])
        receipt = receive_file(registry, path, keep_in=tmp_path / "no such folder")
        assert receipt == FeedReceipt(accepted=2, known=0, rejected=2, unkept=receipt.unkept)
        assert isinstance(receipt.unkept, FileNotFoundError)

    def test_where_nothing_is_rejected_no_place_is_needed(
        self, registry: Registry, tmp_path: Path
    ) -> None:
        """
        A feed that is accepted whole asks nothing of the folder.
        """
        path = write_feed(tmp_path / "feed.jsonl", [an_issue()])
        receipt = receive_file(registry, path, keep_in=tmp_path / "no such folder")
        assert receipt == FeedReceipt(accepted=1, known=0, rejected=0)

    @pytest.mark.parametrize("length", [10, 5_000, 100_000])
    def test_where_the_space_ends_the_good_is_recorded_and_nothing_is_left(
        self, registry: Registry, tmp_path: Path, length: int
    ) -> None:
        """
        Whether the rejects break off while they are written or at their end, half of them are not kept.
        """
        path = write_feed(tmp_path / "feed.jsonl", [*[{"name": "x" * length}] * 3, an_issue()])
        with no_more_than(50):
            receipt = receive_file(registry, path)
        assert receipt == FeedReceipt(accepted=1, known=0, rejected=3, unkept=receipt.unkept)
        assert receipt.unkept
        assert [*tmp_path.glob("*feed*"), *tmp_path.glob(".*")] == [path]


@contextmanager
def no_more_than(size: int) -> Iterator[None]:
    """
    Let no file grow past a size, in bytes, for a while: as on a full disk.
    """
    soft, hard = getrlimit(RLIMIT_FSIZE)
    setrlimit(RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        setrlimit(RLIMIT_FSIZE, (soft, hard))


def told(number: int, language: Language) -> Plain:
    """
    Return the fault of a notice of `MIXED` as a rejects file tells it.
    """
    (reject,) = receive(received(MemoryStore(), MIXED[0]), [MIXED[number]]).rejects
    assert reject.error
    (fault,) = reject.error.faults
    return {"code": fault.code, "path": fault.path, "message": fault.describe(language)}


class TestReading:
    """
    A feed is read once, from its beginning to its end, line by line.
    """

    def test_progress_reaches_the_end_of_the_file(self, registry: Registry, tmp_path: Path) -> None:
        """
        Progress is told in bytes with each line, never goes back, and ends with the file.
        """
        path = write_feed(tmp_path / "feed.jsonl", [an_issue(), *({} for _ in range(1200))])
        heard: list[int] = []
        receive_file(registry, path, progress=heard.append)
        assert heard == sorted(heard)
        assert (len(heard), heard[-1]) == (1201, path.stat().st_size)

    @pytest.mark.parametrize(
        "content",
        [b"PK\x03\x04" + b"{}\n" * 9, b"\xd0\xcf\x11\xe0{}\n", b"\0", "{}\n".encode("utf-16-be")],
        ids=["xlsx", "xls", "nul", "utf-16"],
    )
    def test_what_is_no_text_is_refused_as_a_whole(
        self, registry: Registry, tmp_path: Path, content: bytes
    ) -> None:
        """
        A workbook is a form, of which nothing is received and no lines are kept as rejects.
        """
        path = tmp_path / "old.xlsx"
        path.write_bytes(content + json.dumps(an_issue()).encode())
        with pytest.raises(InvalidValue) as caught:
            receive_file(registry, path)
        assert caught.value.faults == (Fault(FeedCode.BINARY_FEED, "old.xlsx"),)
        assert ([*tmp_path.iterdir()], [*registry.changes()]) == ([path], [])

    @pytest.mark.parametrize("first", ["", "{}\n"], ids=["long", "short"])
    def test_a_byte_that_is_no_text_further_on_stops_its_line_alone(
        self, registry: Registry, tmp_path: Path, first: str
    ) -> None:
        """
        A file of which a part was damaged is a feed all the same, however short its first line is.
        """
        issue, amend = json.dumps(an_issue()), json.dumps(a_notice("N-2", "amend", capacity=41))
        begin = f"{first}\0\0\n{issue}" if first else f"{issue}\n\0\0"
        path = tmp_path / "feed.jsonl"
        path.write_text(f"{begin}\n{amend}\n", encoding="utf-8")
        assert receive_file(registry, path).accepted == 2

    def test_a_feed_that_is_not_there_raises(self, registry: Registry, tmp_path: Path) -> None:
        """
        A file that cannot be opened raises what the system says.
        """
        with pytest.raises(FileNotFoundError):
            receive_file(registry, tmp_path / "feed.jsonl")

    def test_memory_does_not_grow_with_the_feed(self, tmp_path: Path) -> None:
        """
        Ten times as many notices, known and rejected, need no more memory.
        """

        def endless() -> Iterator[Plain]:
            while True:
                yield an_issue()
                yield {"name": "х" * 300}

        with SQLiteStore(tmp_path / "register.db") as store:
            registry = received(store, an_issue())
            peaks = []
            for count in (2_000, 20_000):
                path = write_feed(tmp_path / "feed.jsonl", islice(endless(), count))
                tracemalloc.start()
                receive_file(registry, path)
                peaks.append(tracemalloc.get_traced_memory()[1])
                tracemalloc.stop()
        assert peaks[1] < 1.25 * peaks[0]


#: Receives a feed in small transactions, so that a crash meets many of them.
RECEIVER: Final = """
import sys
from pathlib import Path
from kz_social_registry import Registry
from kz_social_registry.feed import notices
from kz_social_registry.feed.file import receive_file
from kz_social_registry.storage.sqlite import SQLiteStore
notices.BATCH = 7
receive_file(Registry(SQLiteStore(sys.argv[1])), Path(sys.argv[2]))
"""


class TestCrash:
    """
    Law 13: a crash at any moment leaves the register as before or after, never between.
    """

    @pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9])
    def test_what_was_killed_is_finished_by_receiving_again(self, tmp_path: Path, share: float) -> None:
        """
        Killed at some moment and received again, a feed gives the register of one that was not.
        """
        path = tmp_path / "feed.jsonl"
        path.write_text("".join(feed().splitlines(keepends=True)[:400]))
        began = monotonic()
        kill_after(None, tmp_path / "whole.db", path)
        whole = monotonic() - began
        kill_after(share * whole, tmp_path / "killed.db", path)
        with SQLiteStore(tmp_path / "whole.db") as one, SQLiteStore(tmp_path / "killed.db") as other:
            registry = Registry(other)
            assert registry.verify()
            receive_file(registry, path)
            assert registry.verify()
            assert picture(other) == picture(one)


def kill_after(seconds: float | None, store: Path, path: Path) -> None:
    """
    Receive a feed in a process of its own, and kill that after some time.
    """
    command = [sys.executable, "-c", RECEIVER, str(store), str(path)]
    receiver = subprocess.Popen(command)  # noqa: S603  # ourselves
    with suppress(subprocess.TimeoutExpired):
        receiver.wait(seconds)
    receiver.kill()
    receiver.wait()
