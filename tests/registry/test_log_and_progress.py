"""
The log holds no personal data; long work reports how much is done.
"""

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kz_social_registry.base.errors import Conflict, Fault
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.form import publish
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Commit
from kz_social_registry.storage import export, load
from kz_social_registry.storage.memory import MemoryStore
from support.registers import BIN, IIN, INCLUDED, LATER, OTHER, Clock, issued

#: A text of personal data, in every place of the register.
MARK = "құпиябелгі"


class _Busy(MemoryStore):
    """
    A store to which somebody else always writes first.
    """

    others = 0

    def commit(self, *commits: Commit) -> None:
        """
        Commit at the second try.
        """
        self.others += 1
        if self.others % 2:
            raise Conflict(Fault(Code.STALE))
        super().commit(*commits)


def test_retries_sweeps_and_erasures_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    """
    Without the names, numbers, reasons and recorders that are in the register.
    """
    caplog.set_level(logging.DEBUG, "kz_social_registry")
    registry = Registry(_Busy(), Clock())
    entry = issued(registry, IIN, name=f"«{MARK}»", address=f"{MARK}, 1", by=MARK)
    registry.sweep(on=date(2029, 1, 1), by=MARK)
    registry.exclude(entry, on=date(2029, 2, 1), basis=MARK, by=MARK)
    registry._clock.turn(days=2000)  # type: ignore[attr-defined]  # the test's clock
    registry.store.others = 1  # type: ignore[attr-defined]  # an erasure is not tried again
    registry.erase(entry, basis=MARK, by=MARK)
    assert {(one.name, one.levelname) for one in caplog.records} == {("kz_social_registry", "INFO")}
    told = [one.getMessage() for one in caplog.records]
    assert told.count("licences past their term terminated: 1") == 1
    assert told[-1] == "the data of an entry were erased"
    assert told[0] == "others wrote to the entry meanwhile; it is recorded again"
    assert MARK not in caplog.text
    assert IIN not in caplog.text


def test_warnings_do_not_appear_by_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    """
    A program that sets up no logging sees nothing on its standard error.
    """
    issued(Registry(_Busy(), Clock()))
    assert capsys.readouterr().err == ""


def test_long_work_reports_its_progress(tmp_path: Path) -> None:
    """
    It counts entries, rows or facts up to the last one.
    """
    registry = Registry(MemoryStore(), Clock())
    for number in (BIN, OTHER):
        registry.give_consent(issued(registry, number), on=INCLUDED)
    rows = registry.public(on=LATER, published_on=LATER)
    works: list[tuple[Callable[[Callable[[int], None]], object], list[int]]] = [
        (lambda progress: registry.verify(progress=progress), [1, 2]),
        (lambda progress: registry.public(on=LATER, published_on=LATER, progress=progress), [1, 2]),
        (lambda progress: [*registry.periods(progress=progress)], [1, 2]),
        (lambda progress: load(MemoryStore(), export(registry.store), progress=progress), [4]),
        (
            lambda progress: publish(
                tmp_path / "p", rows, on=LATER, published_on=LATER, language="kk", formats=["csv"],
                progress=progress,
            ),
            [1, 2],
        ),
    ]  # fmt: skip
    for work, expected in works:
        done: list[int] = []
        work(done.append)
        assert done == expected
