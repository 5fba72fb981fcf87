"""
The import of a form as a whole.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kz_social_registry.base.errors import Fault, StoreError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import (
    ReissueGround,
    View,
)
from kz_social_registry.domain.row import values_of
from kz_social_registry.form import (
    Supplied,
    import_form,
    write_internal_form,
)
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Commit
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing.strategies import histories
from support.form_importer import (
    AMEND,
    SUPPLIED,
    TODAY,
    Importer,
    clock,
    verdicts,
)
from support.form_samples import BINS, cells, save_csv


class _FullDisk(MemoryStore):
    """
    A store without room for another record.
    """

    def commit(self, *_: Commit) -> None:
        """
        Fail.
        """
        raise StoreError(Fault(Code.STORE_FAILED))


class _BusyStore(MemoryStore):
    """
    A store in which others record just before a batch begins.
    """

    def __init__(self) -> None:
        super().__init__()
        self.others: list[Callable[[], object]] = []

    def batch(self) -> AbstractContextManager[None]:
        """
        Let the others record, then begin.
        """
        while self.others:
            self.others.pop()()
        return super().batch()


class TestRun:
    """
    The import as a whole.
    """

    def test_a_dry_run_records_nothing(self, importer: Importer) -> None:
        """
        Everything is tried in one transaction, which is rolled back.
        """
        report = importer(cells(), cells(identifier=BINS[1], capacity="қырық"), dry_run=True)

        assert (verdicts(report), importer.entry()) == ({"accepted": 1, "rejected": 1}, None)

    def test_progress_counts_the_reading_then_the_recording(
        self, registry: Registry, tmp_path: Path
    ) -> None:
        """
        A text is read in bytes; then its rows are recorded.
        """
        done: list[tuple[int, int]] = []
        path = save_csv(tmp_path / "form.csv", [cells()])

        import_form(registry, path, progress=lambda *more: done.append(more))

        size = path.stat().st_size
        assert done == [(size, size), (1, 1)]

    def test_a_row_is_planned_again_if_others_changed_its_entry(self, tmp_path: Path) -> None:
        """
        Others record an amendment after the form was compared with the register.
        """
        store = _BusyStore()
        importer = Importer(Registry(store, clock), tmp_path)
        importer(cells())
        entry_id = importer.entry().id
        store.others.append(lambda: importer.registry.amend(entry_id, on=TODAY, capacity=41))

        report = importer(cells(capacity="50"), treatments=AMEND)

        assert (verdicts(report), importer.entry().capacity) == ({"applied": 1}, 50)
        assert len(importer.registry.history(entry_id)) == 3

    @pytest.mark.parametrize("basis", ["", "Тараған"])
    def test_a_row_that_others_recorded_meanwhile_is_unchanged(
        self, tmp_path: Path, basis: str
    ) -> None:
        """
        The row is neither rejected nor recorded twice, even if others excluded its provider.
        """
        store = _BusyStore()
        importer = Importer(Registry(store, clock), tmp_path)
        row = cells(exclusion_basis=basis)
        others = Importer(importer.registry, tmp_path / "others")
        others.path.parent.mkdir()
        store.others.append(lambda: others(row, **SUPPLIED))

        report = importer(row, **SUPPLIED)

        assert verdicts(report) == {"unchanged": 1}
        assert len(list(importer.registry.changes())) == (2 if basis else 1)

    def test_a_store_that_fails_stops_the_import(self, tmp_path: Path) -> None:
        """
        A store's failure is not a fault of the row.
        """
        path = save_csv(tmp_path / "form.csv", [cells()])
        registry = Registry(_FullDisk(), clock)

        with pytest.raises(StoreError):
            import_form(registry, path, supplied=Supplied(amended_on=TODAY))

        assert [one.name for one in tmp_path.iterdir()] == ["form.csv"]

    @settings(max_examples=15)
    @given(life=histories(longest=6), times=st.integers(1, 2))
    def test_an_exported_register_is_imported_whole(
        self, tmp_path_factory: pytest.TempPathFactory, life: list[Any], times: int
    ) -> None:
        """
        After any history, another register that imports the internal form shows the same row.
        """
        folder = tmp_path_factory.mktemp("form")
        source, target = (Registry(MemoryStore(), clock) for _ in range(2))
        entry_id = life[0].entry_id
        for act in life:
            source.record(entry_id, act)
        last = max(TODAY, life[-1].on)
        entry = source.get(entry_id, on=last)
        assert entry is not None
        path = folder / "form.csv"
        with source.store.snapshot(last, View.FULL) as snapshot:
            write_internal_form(path, snapshot.entries, "kk")
        supplied = Supplied(
            amended_on=last, ground=entry.termination_ground, excluded_on=entry.excluded_on,
            reissue_ground=ReissueGround.OTHER_LAW,
        )  # fmt: skip

        for _ in range(times):
            import_form(target, path, supplied=supplied)

        (found,) = (
            target.get(id_, on=last) for id_ in target.store.entries_mentioning(entry.identifier)
        )
        assert found is not None
        assert values_of(found) == values_of(entry)
