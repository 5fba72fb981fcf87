"""
The SQLite file: whose it is, its version, and damage.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from kz_social_registry import Registry
from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import Fault, StoreError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.registry.answers.audit import FlawKind, verify
from kz_social_registry.storage.sqlite import SQLiteStore, file
from kz_social_registry.storage.sqlite.schema import VERSION
from kz_social_registry.testing.samples import START, begin, bin_of, issue
from support.refusals import code_of, refused


def _refusal(path: Path) -> Word | None:
    return code_of(lambda: SQLiteStore(path).close())


def _rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        return connection.execute(query).fetchall()


def _change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


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
        assert _refusal(path) is Code.STORE_FAILED
        assert _rows(path, "SELECT name FROM sqlite_schema WHERE name = 'more'") == []
        assert _rows(path, "PRAGMA user_version") == [(VERSION,)]


class TestOpening:
    """
    A file that is not a register is refused, and left as it was.
    """

    @pytest.mark.parametrize("content", [b"hello", b"SQLite format 3\0" + bytes(84)])
    def test_a_file_of_something_else(self, tmp_path: Path, content: bytes) -> None:
        """
        A file that is not a database, or of no known kind, is refused untouched.
        """
        path = tmp_path / "notes.txt"
        path.write_bytes(content)
        assert _refusal(path) is Code.NOT_A_REGISTER
        assert path.read_bytes() == content
        assert list(tmp_path.iterdir()) == [path]

    def test_a_database_of_something_else(self, tmp_path: Path) -> None:
        """
        A database of another program is refused untouched.
        """
        path = tmp_path / "other.db"
        _change(path, "CREATE TABLE t (x)")
        before = path.read_bytes()
        assert _refusal(path) is Code.NOT_A_REGISTER
        assert path.read_bytes() == before

    def test_a_newer_register(self, path: Path) -> None:
        """
        A register of a newer library is refused untouched, also while only its log says so.
        """
        before = path.read_bytes()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA user_version = {VERSION + 1}")
            assert path.read_bytes() == before
            assert _refusal(path) is Code.NEWER_SCHEMA
        before = path.read_bytes()
        assert _refusal(path) is Code.NEWER_SCHEMA
        assert path.read_bytes() == before

    @pytest.mark.parametrize("name", ["", "no/register.db", "a" * 300], ids=["folder", "none", "long"])
    def test_no_file_can_be_made(self, tmp_path: Path, name: str) -> None:
        """
        A folder is not a file, folders are not made on the way, and a name may be too long.
        """
        assert _refusal(tmp_path / name) is Code.STORE_FAILED
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
        A register that another one writes to can be opened and read; a second writer gets `locked`.
        """
        with SQLiteStore(path) as writer, writer.batch():
            writer.commit(begin(issue(2))[1])
            with SQLiteStore(path, wait=0.01) as other:
                assert len(other.changes()) == 1
                assert code_of(lambda: other.commit(begin(issue(3))[1])) is Code.LOCKED

    def test_a_file_in_another_mode_is_waited_for(self, path: Path) -> None:
        """
        Whoever opens a register while somebody reads it in another mode waits as a writer does.
        """
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM facts").fetchone()
        assert code_of(lambda: SQLiteStore(path, wait=0.05)) is Code.LOCKED
        release = Thread(target=lambda: (sleep(0.2), other.close()))
        release.start()
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            file.prepare(connection, 5)  # where SQLite itself does not wait, as when two begin at once
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        release.join()


def break_a_rule(path: Path) -> None:
    """
    Put an empty cell where the schema allows none: only SQLite's own check finds it.
    """
    strict, lax = "place INTEGER NOT NULL", "place INTEGER"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = replace(sql, ?, ?)", (strict, lax))
        connection.execute("PRAGMA writable_schema = RESET")
        connection.execute("UPDATE facts SET place = NULL")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = replace(sql, ?, ?)", (lax, strict))


def _code_of_verify(path: Path) -> Word | None:
    def check() -> None:
        with SQLiteStore(path) as store:
            verify(store)

    return code_of(check)


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

    def test_overwritten_pages(self, damaged: Path) -> None:
        """
        Pages that something else wrote over are found by verifying, and nothing else is written.
        """
        content = bytearray(damaged.read_bytes())
        content[3 * 4096 : 9 * 4096] = b"\xa5" * (6 * 4096)
        damaged.write_bytes(content)
        assert _code_of_verify(damaged) is Code.DAMAGED
        assert damaged.read_bytes() == content

    def test_a_schema_that_is_not_text(self, path: Path) -> None:
        """
        A schema that was overwritten is reported as damaged, even where it is not a text any more.
        """
        content = path.read_bytes().replace(b"tablefactsfacts", b"table\xff\xfe\xfd\xfc\xfbfacts")
        path.write_bytes(content.replace(b"CREATE TABLE facts", b"CREATE CHAIR facts"))
        assert _refusal(path) is Code.DAMAGED

    def test_a_file_that_breaks_its_schema(self, path: Path, tmp_path: Path) -> None:
        """
        It is reported as damaged before anything of it is used, and is not passed on as a backup.
        """
        break_a_rule(path)
        assert _code_of_verify(path) is Code.DAMAGED
        with SQLiteStore(path) as store:
            assert code_of(lambda: store.backup(tmp_path / "copy.db")) is Code.DAMAGED
        assert not (tmp_path / "copy.db").exists()

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE facts SET entry = 'x'",
            "UPDATE facts SET recorded_at = 'x'",
            "UPDATE segments SET entry = 'x', data = x'00'",
            "UPDATE segments SET data = substr(data, 1, length(data) - 5)",
        ],
    )
    def test_a_row_that_cannot_be_read(self, path: Path, statement: str) -> None:
        """
        The error says that the store is damaged, and neither it nor its cause shows a value.
        """
        _change(path, statement)
        with SQLiteStore(path) as store:
            registry = Registry(store)

            def ask() -> Sequence[object]:
                return store.changes(), registry.standing(bin_of(1), on=START)

            error = refused(ask, StoreError)
        assert error.faults == (Fault(Code.DAMAGED, "store"),)
        assert error.__cause__ is None
        assert error.__suppress_context__

    def test_columns_that_entries_are_found_by_are_verified(self, path: Path) -> None:
        """
        Every entry with an altered column is reported as unreadable.
        """
        changes = (
            "UPDATE segments SET name_key = 'x' WHERE entry = ?",
            "UPDATE segments SET folded = ' x' WHERE entry = ?",
            "UPDATE segments SET capacity = 1 WHERE entry = ?",
            "UPDATE segments SET status = 'excluded' WHERE entry = ?",
            "UPDATE segments SET consent_from = '2020-01-01' WHERE entry = ?",
            "UPDATE segments SET data = x'FF' WHERE entry = ?",
            "DELETE FROM names WHERE entry = ?",
            "UPDATE facts SET recorded_at = 'x' WHERE entry = ?",
            "UPDATE facts SET recorded_at = CAST(x'FF' AS TEXT) WHERE entry = ?",
            "",
        )
        acts = [issue(serial) for serial in range(2, 2 + len(changes))]
        altered = {change: str(act.entry_id) for change, act in zip(changes, acts, strict=True)}
        with SQLiteStore(path) as store:
            store.commit(*(begin(act)[1] for act in acts))
            sound = altered.pop("")
            with closing(sqlite3.connect(path)) as connection, connection:
                for change, entry in altered.items():
                    connection.execute(change, (entry,))
            kinds = (FlawKind.UNREADABLE, FlawKind.FOREIGN_NAME)
            found = {flaw.entry_id for flaw in verify(store).flaws if flaw.finding in kinds}
        assert [change for change, entry in altered.items() if entry not in found] == []
        assert sound not in found

    def test_a_name_of_what_is_not_an_entry(self, path: Path) -> None:
        """
        Whoever asks by a name that leads to no id is given damage, not an error of Python.
        """
        for change in ("UPDATE names SET entry = 'қ'", "UPDATE names SET entry = CAST(x'FF' AS TEXT)"):
            _change(path, change)
            with SQLiteStore(path) as store:
                assert code_of(partial(store.entries_mentioning, bin_of(1))) is Code.DAMAGED

    def test_a_damaged_timeline(self, path: Path) -> None:
        """
        Whoever asks in bulk is given damage for days, data, an owner or a number that cannot be right.
        """
        changes = (
            ["UPDATE segments SET starts = 'x'"], ["UPDATE segments SET data = x'FF'"],
            ["UPDATE segments SET entry = 'x'", "UPDATE names SET entry = 'x'"],
            ["UPDATE segments SET identifier = '94014'"],
        )  # fmt: skip
        for number, change in enumerate(changes):
            damaged = path.with_name(f"{number}.db")
            with SQLiteStore(path) as store:
                store.backup(damaged)
            _change(damaged, *change)
            with SQLiteStore(damaged) as store:
                found = code_of(partial(list, Registry(store).periods()))
            assert found is Code.DAMAGED, change

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE facts SET entry = CAST(x'FF' AS TEXT)",
            "UPDATE segments SET entry = CAST(x'FF' AS TEXT)",
            "UPDATE names SET entry = 'қ'",
            "UPDATE names SET entry = CAST(x'FF' AS TEXT)",
        ],
    )
    def test_an_id_that_is_not_an_id_is_verified(self, path: Path, statement: str) -> None:
        """
        Rows under a text that cannot be the id of an entry are reported as unreadable.
        """
        _change(path, statement)
        with SQLiteStore(path) as store:
            found = {flaw.finding for flaw in verify(store).flaws}
            assert found & {FlawKind.UNREADABLE, FlawKind.FOREIGN_NAME}

    def test_segments_without_facts_are_found(self, path: Path) -> None:
        """
        A segment that belongs to no fact is a history of its own, and not a sound one.
        """
        _change(path, "DELETE FROM facts")
        with SQLiteStore(path) as store:
            assert [len(history.segments) for history in store.histories()] == [1, 0]
            assert not verify(store)
