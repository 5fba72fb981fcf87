"""
The SQLite file: schema versions, files that are no registers or are damaged, backups, and erasure.
"""

import os
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from attrs import evolve

from kz_social_registry import Registry
from kz_social_registry.base.errors import Fault, InvalidValue, StoreError
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.domain.search import Criteria
from kz_social_registry.domain.values.identifiers import Iin, control_digit
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.registry.audit import FlawKind, verify
from kz_social_registry.storage.sqlite import SQLiteStore, file
from kz_social_registry.storage.sqlite.schema import VERSION
from kz_social_registry.testing.samples import START, begin, issue

_LATER = date(2026, 6, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """
    Return the path of a register with one entry, closed.
    """
    path = tmp_path / "register.db"
    with SQLiteStore(path) as store:
        store.commit(begin(issue(1))[1])
    return path


def _refusal(path: Path) -> str:
    with pytest.raises(StoreError) as caught:
        SQLiteStore(path).close()
    return caught.value.faults[0].code


def _rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        return connection.execute(query).fetchall()


class TestMigration:
    """
    A register of an earlier version is brought up to date when it is opened; the tests invent one.
    """

    def _is_newer_by(self, monkeypatch: pytest.MonkeyPatch, *statements: str) -> None:
        monkeypatch.setattr(file, "STEPS", (statements,))
        monkeypatch.setattr(file, "VERSION", VERSION + 1)

    def test_each_step_is_taken_once(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        The steps between the file's version and the present one are taken, and facts stay.
        """
        before = _rows(path, "SELECT * FROM facts")
        self._is_newer_by(monkeypatch, "CREATE TABLE more (x)", "INSERT INTO more VALUES (1)")
        for _ in range(2):
            SQLiteStore(path).close()
        assert _rows(path, "SELECT * FROM more") == [(1,)]
        assert _rows(path, "SELECT * FROM facts") == before
        assert _rows(path, "PRAGMA user_version") == [(VERSION + 1,)]

    def test_a_step_that_fails_changes_nothing(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A migration that cannot be completed leaves the register at its version.
        """
        self._is_newer_by(monkeypatch, "CREATE TABLE more (x)", "DROP TABLE nowhere")
        assert _refusal(path) == Code.STORE_FAILED
        assert _rows(path, "SELECT name FROM sqlite_schema WHERE name = 'more'") == []
        assert _rows(path, "PRAGMA user_version") == [(VERSION,)]


class TestOpening:
    """
    A file that is not a register is refused, and left as it was.
    """

    @pytest.mark.parametrize("content", [b"hello", b"SQLite format 3\0" + bytes(84)])
    def test_a_file_of_something_else(self, tmp_path: Path, content: bytes) -> None:
        """
        A file that is no database, or of no known kind, is refused untouched.
        """
        path = tmp_path / "notes.txt"
        path.write_bytes(content)
        assert _refusal(path) == Code.NOT_A_REGISTER
        assert path.read_bytes() == content
        assert list(tmp_path.iterdir()) == [path]

    def test_a_database_of_something_else(self, tmp_path: Path) -> None:
        """
        A database of another program is refused untouched.
        """
        path = tmp_path / "other.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE t (x)")
        before = path.read_bytes()
        assert _refusal(path) == Code.NOT_A_REGISTER
        assert path.read_bytes() == before

    def test_a_newer_register(self, path: Path) -> None:
        """
        A register of a newer library is refused untouched.
        """
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        before = path.read_bytes()
        assert _refusal(path) == Code.NEWER_SCHEMA
        assert path.read_bytes() == before

    def test_a_newer_register_whose_header_is_behind(self, path: Path) -> None:
        """
        The version is read through the write-ahead log: the file's own header may be older.
        """
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("BEGIN")
            connection.execute(f"PRAGMA user_version = {VERSION + 1}")
            connection.execute("COMMIT")
            assert _refusal(path) == Code.NEWER_SCHEMA

    def test_a_folder(self, tmp_path: Path) -> None:
        """
        A folder is no file to keep a register in.
        """
        assert _refusal(tmp_path) == Code.STORE_FAILED

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        """
        Folders are not made on the way.
        """
        assert _refusal(tmp_path / "no" / "register.db") == Code.STORE_FAILED
        assert list(tmp_path.iterdir()) == []

    def test_an_empty_file_becomes_a_register(self, tmp_path: Path) -> None:
        """
        An empty file, as made by a tool for temporary files, is taken.
        """
        path = tmp_path / "register.db"
        path.touch()
        SQLiteStore(path).close()
        assert _rows(path, "PRAGMA user_version") == [(VERSION,)]

    def test_a_register_that_others_are_just_making(
        self, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Its file may be empty when it is looked at, and have a log a moment later: it is not damaged.
        """
        new = tmp_path / "new.db"
        new.touch()
        exists = Path.exists

        def made_meanwhile(asked: Path) -> bool:
            if asked.name.endswith("-wal"):
                new.write_bytes(path.read_bytes())
                asked.write_bytes(b"begun")
            return exists(asked)

        monkeypatch.setattr(Path, "exists", made_meanwhile)
        with SQLiteStore(new) as store:
            assert len(store.changes()) == 1

    def test_opening_needs_no_lock(self, path: Path) -> None:
        """
        A register can be opened and read while another one writes to it.
        """
        with SQLiteStore(path) as writer, writer.batch():
            writer.commit(begin(issue(2))[1])
            seen: list[int] = []

            def read() -> None:
                with SQLiteStore(path, wait=0.0) as reader:
                    seen.append(len(reader.changes()))

            thread = Thread(target=read)
            thread.start()
            thread.join()
        assert seen == [1]

    def test_a_second_writer_waits_no_longer_than_it_was_told(self, path: Path) -> None:
        """
        A writer that cannot get its turn gets `locked`.
        """
        with SQLiteStore(path) as writer, writer.batch():
            codes: list[object] = []

            def write() -> None:
                with SQLiteStore(path, wait=0.01) as other:
                    try:
                        other.commit(begin(issue(2))[1])
                    except StoreError as error:
                        codes.append(error.faults[0].code)

            thread = Thread(target=write)
            thread.start()
            thread.join()
        assert codes == [Code.LOCKED]


class TestDamage:
    """
    A damaged file gives a clear error, and nothing makes it worse.
    """

    @pytest.fixture
    def damaged(self, path: Path) -> Path:
        """
        Return a larger register, to be damaged by the test.
        """
        with SQLiteStore(path) as store:
            store.commit(*(begin(issue(serial))[1] for serial in range(2, 60)))
        return path

    def test_a_truncated_file(self, damaged: Path) -> None:
        """
        A file that was cut off is reported as damaged, in opening it or in verifying.
        """
        os.truncate(damaged, damaged.stat().st_size // 2)
        before = damaged.read_bytes()
        assert _code_of_verify(damaged) == Code.DAMAGED
        assert damaged.read_bytes() == before

    def test_overwritten_pages(self, damaged: Path) -> None:
        """
        Pages that something else wrote over are found by verifying, and nothing else is written.
        """
        content = bytearray(damaged.read_bytes())
        content[3 * 4096 : 9 * 4096] = b"\xa5" * (6 * 4096)
        damaged.write_bytes(content)
        assert _code_of_verify(damaged) == Code.DAMAGED
        assert damaged.read_bytes() == content

    def test_a_schema_that_is_no_text(self, path: Path) -> None:
        """
        A schema that was overwritten is reported as damaged, even where it is not a text any more.
        """
        content = path.read_bytes().replace(b"tablefactsfacts", b"table\xff\xfe\xfd\xfc\xfbfacts")
        path.write_bytes(content.replace(b"CREATE TABLE facts", b"CREATE CHAIR facts"))
        assert _refusal(path) == Code.DAMAGED

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE facts SET entry = 'x'",
            "UPDATE facts SET recorded_at = 'x'",
        ],
    )
    def test_a_record_that_cannot_be_read(self, path: Path, statement: str) -> None:
        """
        The error says that the store is damaged, and does not show the value.
        """
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(statement)
        with SQLiteStore(path) as store, pytest.raises(StoreError) as caught:
            store.changes()
        assert caught.value.faults == (Fault(Code.DAMAGED, "store"),)
        assert caught.value.__cause__ is None

    def test_an_entry_whose_id_is_none(self, path: Path) -> None:
        """
        A question by its number reports the damage as well.
        """
        (number,) = _rows(path, "SELECT identifier FROM segments")[0]
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE segments SET entry = 'x', data = x'00'")
        with SQLiteStore(path) as store, pytest.raises(StoreError) as caught:
            Registry(store).standing(str(number), on=_LATER)
        assert caught.value.faults == (Fault(Code.DAMAGED, "store"),)

    def test_what_breaks_the_schema(self, path: Path) -> None:
        """
        A file that breaks its own schema is reported as damaged before anything of it is used.
        """
        _break_a_rule(path)
        assert _code_of_verify(path) == Code.DAMAGED

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE segments SET name_key = 'x' WHERE rowid = 1",
            "UPDATE segments SET folded = ' x' WHERE rowid = 1",
            "UPDATE segments SET capacity = 1 WHERE rowid = 1",
            "UPDATE segments SET status = 'excluded' WHERE rowid = 1",
            "UPDATE segments SET consent_from = '2020-01-01' WHERE rowid = 1",
            "UPDATE segments SET data = x'FF' WHERE rowid = 1",
            "DELETE FROM names WHERE name = (SELECT min(name) FROM names)",
            "UPDATE facts SET recorded_at = 'x' WHERE position = 1",
            "UPDATE facts SET recorded_at = CAST(x'FF' AS TEXT) WHERE position = 1",
            "UPDATE facts SET entry = CAST(x'FF' AS TEXT) WHERE position = 1",
            "UPDATE segments SET entry = CAST(x'FF' AS TEXT) WHERE rowid = 1",
            "UPDATE names SET entry = 'қ'",
            "UPDATE names SET entry = CAST(x'FF' AS TEXT)",
        ],
    )
    def test_what_entries_are_found_by_is_verified(self, path: Path, statement: str) -> None:
        """
        Whatever is altered of what entries are found by, verifying says that it does not agree.
        """
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(statement)
        with SQLiteStore(path) as store:
            assert FlawKind.UNREADABLE in [flaw.finding for flaw in verify(store).flaws]

    def test_segments_without_facts_are_found(self, path: Path) -> None:
        """
        A segment that belongs to no fact is a history of its own, and no sound one.
        """
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("DELETE FROM facts")
        with SQLiteStore(path) as store:
            assert [len(history.segments) for history in store.histories()] == [1]
            assert not verify(store)


def _break_a_rule(path: Path) -> None:
    """
    Put an empty cell where the schema allows none: only SQLite's own check finds it.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        strict, lax = "place INTEGER NOT NULL", "place INTEGER"
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = replace(sql, ?, ?)", (strict, lax))
        connection.execute("PRAGMA writable_schema = RESET")
        connection.execute("UPDATE facts SET place = NULL")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = replace(sql, ?, ?)", (lax, strict))


def _code_of_verify(path: Path) -> str:
    with pytest.raises(StoreError) as caught, SQLiteStore(path) as store:
        verify(store)
    return caught.value.faults[0].code


class TestBackup:
    """
    A copy of a register in use.
    """

    def test_a_backup_is_a_register(self, path: Path, tmp_path: Path) -> None:
        """
        A copy opens like any register, has the same facts, and verifies.
        """
        copy = tmp_path / "copy.db"
        with SQLiteStore(path) as store:
            store.backup(copy)
            with SQLiteStore(copy) as opened:
                assert opened.changes() == store.changes()
                assert verify(opened)

    def test_a_backup_is_taken_while_others_write(self, path: Path, tmp_path: Path) -> None:
        """
        A batch under way is not in the copy, and does not wait for it.
        """
        copy = tmp_path / "copy.db"
        with SQLiteStore(path) as writer, SQLiteStore(path) as store, writer.batch():
            writer.commit(begin(issue(2))[1])
            store.backup(copy)
        with SQLiteStore(copy) as opened:
            assert len(opened.changes()) == 1

    def test_nothing_is_overwritten(self, path: Path, tmp_path: Path) -> None:
        """
        A file that is there already is left alone, and nothing remains of the attempt.
        """
        copy = tmp_path / "copy.db"
        copy.write_text("ours")
        with SQLiteStore(path) as store, pytest.raises(StoreError) as caught:
            store.backup(copy)
        assert str(caught.value.faults[0].code) == StoreCode.FILE_EXISTS
        assert copy.read_text() == "ours"
        assert list(tmp_path.glob("*.part")) == []

    def test_a_folder_that_is_not_there(self, path: Path, tmp_path: Path) -> None:
        """
        A copy that cannot be written is an error of the store.
        """
        with SQLiteStore(path) as store, pytest.raises(StoreError):
            store.backup(tmp_path / "no" / "copy.db")

    def test_a_damaged_register_is_not_passed_on(self, path: Path, tmp_path: Path) -> None:
        """
        A copy that SQLite itself finds damaged does not appear under its name.
        """
        _break_a_rule(path)
        with pytest.raises(StoreError) as caught, SQLiteStore(path) as store:
            store.backup(tmp_path / "copy.db")
        assert caught.value.faults[0].code is Code.DAMAGED
        assert not (tmp_path / "copy.db").exists()


def test_nothing_of_what_was_erased_remains_in_the_file(tmp_path: Path) -> None:
    """
    After an erasure no byte of the entry's texts is in the file or in its log.
    """
    path = tmp_path / "register.db"
    natural = Iin(f"80010130000{control_digit('80010130000')}")
    act = issue(1, identifier=natural, name="Айтбаева Сәуле", address="Көкшетау")
    with SQLiteStore(path) as store:
        registry = Registry(store)
        registry.record(act.entry_id, act)
        registry.exclude(act.entry_id, on=START + ONE_DAY, basis="қайтыс болды")
        with registry.batch():
            registry.erase(act.entry_id, basis="өтініш")
        left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    texts = (natural, "Айтбаева", "аитбаева", "айтбаева", "Көкшетау", "қайтыс болды")
    assert [text for text in texts if text.encode() in left] == []


def test_erasure_that_a_reader_holds_up_is_told(tmp_path: Path) -> None:
    """
    While somebody reads an old snapshot the log cannot be emptied: the caller must repeat.
    """
    path = tmp_path / "register.db"
    life, first = begin(issue(1))
    with SQLiteStore(path, wait=0.05) as store, SQLiteStore(path) as reader:
        store.commit(first)
        with reader.snapshot(_LATER) as snapshot:
            next(snapshot.entries)
            with pytest.raises(StoreError) as caught:
                store.commit(evolve(first, after=1, records=(), segments=(), names=(), erases=True))
        assert caught.value.faults[0].code is StoreCode.TRACES_LEFT
        assert store.records(life.entry_id)[0].payload is None


def test_search_checks_its_values_first() -> None:
    """
    A wrong criterion never reaches the database.
    """
    with pytest.raises(InvalidValue):
        Criteria(capacity_from="1 OR 1=1")  # type: ignore[arg-type]  # wrong on purpose
