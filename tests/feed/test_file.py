"""
Feeds in files: rejects next to them, and memory that stays flat.
"""

import json
import os
import tracemalloc
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from attrs import evolve

from kz_social_registry import Registry
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code, FeedCode
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.feed.file import FeedReceipt, receive_file
from kz_social_registry.feed.lines import LONGEST_LINE
from kz_social_registry.feed.notices import receive
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from support.command_line import as_nobody, no_more_than
from support.notices import HOUSE, Plain, a_notice, an_issue, picture, received, write_feed

#: One notice that is accepted and two that are not.
MIXED: Final[tuple[Plain | str, ...]] = (
    an_issue(),
    a_notice("N-2", "resume"),
    '{"notice": "N-3", "act": "suspend"',
)


#: Lines that can never be accepted.
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
    Return an empty register.
    """
    return Registry(MemoryStore())


class TestRejects:
    """
    Rejected notices are written into a file next to the feed, to be corrected and received again.
    """

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_is_kept_with_its_line_and_its_faults(
        self, registry: Registry, tmp_path: Path, language: Language
    ) -> None:
        """
        A line has the notice as it came, and its faults in the chosen language.
        """
        path = write_feed(tmp_path / "licences.jsonl", ["", *MIXED])
        receipt = receive_file(registry, path, language=language)
        kept = tmp_path / "licences.rejects.jsonl"
        assert receipt == FeedReceipt(accepted=1, known=0, rejected=2, rejects=kept)
        assert lines_of(kept) == [
            {
                "line": 3,
                "rejected": MIXED[1],
                "faults": [fault_of(1, language)],
            },
            {"line": 4, "rejected": f"{MIXED[2]}\n", "faults": [fault_of(2, language)]},
        ]

    @pytest.mark.parametrize("link", [True, False])
    def test_only_its_owner_can_read_the_file(
        self, registry: Registry, tmp_path: Path, *, link: bool
    ) -> None:
        """
        It holds personal data; a file or link that a stranger put there in advance gets none of it.
        """
        stranger = tmp_path / "stranger"
        stranger.write_text("")
        waiting = tmp_path / f".feed.rejects.{os.getpid()}"
        waiting.symlink_to(stranger) if link else waiting.write_text("")
        receipt = receive_file(registry, write_feed(tmp_path / "feed.jsonl", MIXED))
        assert receipt.rejects
        assert receipt.rejects.stat().st_mode & 0o777 == 0o600
        assert (stranger.read_text(), waiting.read_text()) == ("", "")

    def test_a_feed_may_have_the_longest_name(self, registry: Registry, tmp_path: Path) -> None:
        """
        The name of the unfinished file is never too long.
        """
        feed = tmp_path / f"{'ү' * 120}.jsonl"  # 246 of 255 bytes
        receipt = receive_file(registry, write_feed(feed, MIXED))
        assert receipt.rejects

    def test_a_feed_without_rejects_leaves_nothing(self, registry: Registry, tmp_path: Path) -> None:
        """
        No file is written.
        """
        path = write_feed(tmp_path / "feed.jsonl", [an_issue()])
        assert receive_file(registry, path).rejects is None
        assert [*tmp_path.glob("*feed*"), *tmp_path.glob(".*")] == [path]

    def test_a_dry_run_writes_them_and_records_nothing(
        self, registry: Registry, tmp_path: Path
    ) -> None:
        """
        A dry run writes the same rejects, in the place of an earlier one's, and records nothing.
        """
        path = write_feed(tmp_path / "feed.jsonl", MIXED)
        kept, rejects = tmp_path / "feed.dry-run.jsonl", tmp_path / "feed.rejects.jsonl"
        kept.write_text("those of an earlier dry run")
        trial = receive_file(registry, path, dry_run=True)
        assert trial == FeedReceipt(accepted=1, known=0, rejected=2, rejects=kept)
        assert (picture(registry.store), rejects.exists()) == ([], False)
        assert receive_file(registry, path) == evolve(trial, rejects=rejects)
        assert kept.read_bytes() == rejects.read_bytes()

    def test_they_can_be_corrected_and_received_again(self, registry: Registry, tmp_path: Path) -> None:
        """
        A corrected line is accepted; the others are rejected again.
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

    def test_uncorrected_they_stay_as_they_are(self, registry: Registry, tmp_path: Path) -> None:
        """
        The content and the name of the file stay the same, however often it is received.
        """
        path = tmp_path / "feed.jsonl"
        path.write_bytes(b"\xef\xbb\xbf" + b"\n".join(NO_NOTICES))
        kept = receive_file(registry, path).rejects
        assert kept
        before = kept.read_bytes()
        again = [receive_file(registry, kept) for _ in range(3)]
        assert {(one.rejected, one.rejects) for one in again} == {(len(NO_NOTICES), kept)}
        assert (kept.read_bytes(), len([*tmp_path.glob("*feed*")])) == (before, 2)

    def test_rejects_inside_rejects_are_read(self, registry: Registry, tmp_path: Path) -> None:
        """
        The innermost notice is read, and reported with the line of its first feed.
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

    def test_an_existing_file_is_never_overwritten(self, registry: Registry, tmp_path: Path) -> None:
        """
        Somebody may be correcting it: other rejects get another name.
        """
        path = write_feed(tmp_path / "feed.jsonl", MIXED)
        mine = tmp_path / "feed.rejects.jsonl"
        mine.write_text("half corrected")
        names = []
        for more in ([], [a_notice("N-4", "resume")], [a_notice("N-5", "resume")]):
            rejects = receive_file(registry, write_feed(path, [*MIXED, *more])).rejects
            names.append(rejects and rejects.name)
        assert names == ["feed.rejects-2.jsonl", "feed.rejects-3.jsonl", "feed.rejects-4.jsonl"]
        assert mine.read_text() == "half corrected"

    def test_the_same_rejects_are_kept_once(self, registry: Registry, tmp_path: Path) -> None:
        """
        A feed received again leaves no second file with the same content.
        """
        path = write_feed(tmp_path / "feed.jsonl", MIXED)
        receipts = [receive_file(registry, path) for _ in range(3)]
        assert {receipt.rejects for receipt in receipts} == {tmp_path / "feed.rejects.jsonl"}
        assert len([*tmp_path.glob("*feed*")]) == 2

    @pytest.mark.parametrize("raw", [b'{"notice": "\xff\xfe"}', b'{"notice": "N", "act": "\\ud800"}'])
    def test_what_utf_8_cannot_hold_is_escaped(
        self, registry: Registry, tmp_path: Path, raw: bytes
    ) -> None:
        """
        Bytes that are not a text and lone surrogates are escapes in the file.
        """
        path = tmp_path / "feed.jsonl"
        path.write_bytes(raw)
        (line,) = lines_of(receive_file(registry, path).rejects)
        assert line["rejected"] in ('{"notice": "\\xff\\xfe"}', {"notice": "N", "act": "\ud800"})

    def test_an_endless_line_is_cut(self, registry: Registry, tmp_path: Path) -> None:
        """
        Its beginning is kept, the next line is read, and received again it is the same.
        """
        endless = '{"name": "' + "қ" * 2 * LONGEST_LINE
        path = write_feed(tmp_path / "feed.jsonl", [endless, an_issue(), endless])
        receipt = receive_file(registry, path)
        first = lines_of(receipt.rejects)
        second = lines_of(receive_file(registry, receipt.rejects or path).rejects)

        found = [(line["line"], line["faults"][0]["code"]) for line in first]
        assert (receipt.accepted, found) == (1, [(1, Code.TOO_LONG), (3, Code.TOO_LONG)])
        assert [line["rejected"] for line in first] == [line["rejected"] for line in second]
        assert max(len(line["rejected"]) for line in first) < 1001

    def test_an_unreadable_file_keeps_its_name(self, registry: Registry) -> None:
        """
        A file of another user is not compared: the same rejects get another name.
        """
        with TemporaryDirectory() as name:
            path = write_feed(Path(name, "feed.jsonl"), MIXED)
            path.with_name("feed.rejects.jsonl").touch(0)
            path.parent.chmod(0o777)
            with as_nobody():
                receipt = receive_file(registry, path)
        kept = path.with_name("feed.rejects-2.jsonl")
        assert receipt == FeedReceipt(accepted=1, known=0, rejected=2, rejects=kept)

    def test_a_failure_leaves_no_file(
        self, registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        An interrupted command leaves no unfinished file.
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
    The folder of the rejects file, and feeds whose rejects cannot be written.
    """

    def test_a_folder_may_be_named(self, registry: Registry, tmp_path: Path) -> None:
        """
        The rejects file has the same name there.
        """
        path = write_feed(tmp_path / "feed.jsonl", MIXED)
        folder = tmp_path / "kept"
        folder.mkdir()
        receipts = [receive_file(registry, path, keep_in=folder) for _ in range(2)]
        assert {receipt.rejects for receipt in receipts} == {folder / "feed.rejects.jsonl"}
        assert [*tmp_path.glob("*feed*")] == [path]

    def test_good_notices_are_recorded_if_rejects_cannot_be_written(
        self, registry: Registry, tmp_path: Path
    ) -> None:
        """
        The receipt has the system's error and the usual counts.
        """
        path = write_feed(tmp_path / "feed.jsonl", [*MIXED, a_notice("N-4", "suspend")])
        receipt = receive_file(registry, path, keep_in=tmp_path / "no such folder")
        assert receipt == FeedReceipt(accepted=2, known=0, rejected=2, unkept=receipt.unkept)
        assert isinstance(receipt.unkept, FileNotFoundError)

    def test_without_rejects_no_folder_is_needed(self, registry: Registry, tmp_path: Path) -> None:
        """
        The folder is used only if a notice is rejected.
        """
        path = write_feed(tmp_path / "feed.jsonl", [an_issue()])
        receipt = receive_file(registry, path, keep_in=tmp_path / "no such folder")
        assert receipt == FeedReceipt(accepted=1, known=0, rejected=0)

    @pytest.mark.parametrize("length", [10, 5_000, 100_000])
    def test_a_full_disk_leaves_no_unfinished_file(
        self, registry: Registry, tmp_path: Path, length: int
    ) -> None:
        """
        The good notices are recorded, whether writing the rejects fails early or at their end.
        """
        path = write_feed(tmp_path / "feed.jsonl", [*[{"name": "x" * length}] * 3, an_issue()])
        with no_more_than(50):
            receipt = receive_file(registry, path)
        assert receipt == FeedReceipt(accepted=1, known=0, rejected=3, unkept=receipt.unkept)
        assert receipt.unkept
        assert [*tmp_path.glob("*feed*"), *tmp_path.glob(".*")] == [path]


def fault_of(number: int, language: Language) -> Plain:
    """
    Return the fault of a notice of `MIXED` as a rejects file has it.
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
        Progress is reported in bytes for each line, never goes back, and ends with the file's size.
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
    def test_a_binary_file_is_refused_as_a_whole(
        self, registry: Registry, tmp_path: Path, content: bytes
    ) -> None:
        """
        A workbook is a form: nothing is received, and no rejects are written.
        """
        path = tmp_path / "old.xlsx"
        path.write_bytes(content + json.dumps(an_issue()).encode())
        with pytest.raises(InvalidValue) as caught:
            receive_file(registry, path)
        assert caught.value.faults == (Fault(FeedCode.BINARY_FEED, "old.xlsx"),)
        assert ([*tmp_path.iterdir()], [*registry.changes()]) == ([path], [])

    @pytest.mark.parametrize("first", ["", "{}\n"], ids=["long", "short"])
    def test_a_damaged_line_is_rejected_alone(
        self, registry: Registry, tmp_path: Path, first: str
    ) -> None:
        """
        A NUL byte after the first line is damage of one line, however short the first line is.
        """
        issue, amend = json.dumps(an_issue()), json.dumps(a_notice("N-2", "amend", capacity=41))
        begin = f"{first}\0\0\n{issue}" if first else f"{issue}\n\0\0"
        path = tmp_path / "feed.jsonl"
        path.write_text(f"{begin}\n{amend}\n", encoding="utf-8")
        assert receive_file(registry, path).accepted == 2

    def test_a_missing_feed_raises_the_error_of_the_system(
        self, registry: Registry, tmp_path: Path
    ) -> None:
        """
        The error of opening it is raised.
        """
        with pytest.raises(FileNotFoundError):
            receive_file(registry, tmp_path / "feed.jsonl")

    def test_memory_does_not_grow_with_the_feed(self, tmp_path: Path) -> None:
        """
        Six times as many notices, known and rejected, need no more memory.
        """

        def endless() -> Iterator[Plain]:
            while True:
                yield an_issue()
                yield {"name": "х" * 300}

        with SQLiteStore(tmp_path / "register.db") as store:
            registry = received(store, an_issue())
            peaks = []
            for count in (1_000, 6_000):
                path = write_feed(tmp_path / "feed.jsonl", islice(endless(), count))
                tracemalloc.start()
                receive_file(registry, path)
                peaks.append(tracemalloc.get_traced_memory()[1])
                tracemalloc.stop()
        assert peaks[1] < 1.25 * peaks[0]
