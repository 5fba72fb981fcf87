"""
The guards that stop a whole file before anything is recorded.
"""

from collections.abc import Sequence

import pytest

from kz_social_registry.domain.values.identifiers import control_digit
from kz_social_registry.form import (
    FormError,
    Guards,
)
from support.form_importer import (
    Importer,
    stopped,
    verdicts,
)
from support.form_samples import cells
from support.refusals import refused


def _many(count: int, **other: str) -> list[list[str]]:
    """
    Return rows of so many invented providers.
    """
    heads = (f"2501405{serial:04}" for serial in range(10_000))
    numbers = (f"{head}{control_digit(head)}" for head in heads if control_digit(head) is not None)
    return [cells(identifier=next(numbers), **other) for _ in range(count)]


class TestGuards:
    """
    A guard stops a whole file before anything is recorded.
    """

    @staticmethod
    def _refusal(
        importer: Importer, rows: Sequence[Sequence[str]], guards: Guards | None = None
    ) -> str:
        before = list(importer.registry.changes())
        error = refused(lambda: importer(*rows, guards=guards), FormError)
        assert list(importer.registry.changes()) == before
        return error.faults[0].code.value

    def test_too_few_rows(self, importer: Importer) -> None:
        """
        A file that was cut, or is empty, is stopped.
        """
        assert self._refusal(importer, []) == "few_rows"
        assert self._refusal(importer, [cells()], Guards(rows=2)) == "few_rows"
        assert verdicts(importer(guards=Guards(rows=None))) == {}

    def test_columns_that_have_shifted(self, importer: Importer) -> None:
        """
        If most rows cannot be read, their cells are under other headings.
        """
        shifted = [["1", *row[:-1]] for row in _many(12)]

        assert self._refusal(importer, shifted) == "odd_rows"
        assert verdicts(importer(*shifted, guards=Guards(unreadable=None))) == {"rejected": 12}

    @pytest.mark.parametrize(
        "contract", [{}, {"contract_signed_on": "21.04.2025", "contract_term": "1 жыл"}]
    )
    def test_a_column_that_slipped_by_one(self, importer: Importer, contract: dict[str, str]) -> None:
        """
        Wherever a cell is lost or added, the rows lack a required day or cannot be read.
        """
        rows = _many(12, **contract)
        slipped = {}
        for i in range(1, 15):
            slipped["left", i] = [[*row[:i], *row[i + 1 :], ""] for row in rows]
            slipped["right", i] = [[*row[:i], "", *row[i:-1]] for row in rows]

        codes = {at: self._refusal(importer, some) for at, some in slipped.items()}

        assert {at: code for at, code in codes.items() if code != "odd_rows"} == {}

    def test_too_many_changes(self, importer: Importer) -> None:
        """
        A file that differs from the register in every row is stopped.
        """
        importer(*_many(12))
        changed = _many(12, capacity="50")

        assert self._refusal(importer, changed) == "many_changes"
        assert verdicts(importer(*changed, guards=Guards(changed=None))) == {"differing": 12}

    def test_too_many_missing(self, importer: Importer) -> None:
        """
        A file that lacks many of the register's entries is stopped; no entry is ever removed.
        """
        importer(*_many(12))

        assert self._refusal(importer, _many(1)) == "many_missing"
        part = importer.again(part=True)
        assert (part.survey.missing, verdicts(part)) == (0, {"unchanged": 1})
        report = importer(*_many(1), guards=Guards(missing=None))
        assert (verdicts(report), report.survey.missing, report.survey.registered) == (
            {"unchanged": 1},
            11,
            12,
        )

    def test_a_rejects_file_is_a_part_and_misses_nothing(self, importer: Importer) -> None:
        """
        Mended rejects are read although they lack the rest of the register.
        """
        report = importer(*_many(12), cells(capacity="қырық"))
        assert report.rejects
        importer.path.write_text(report.rejects.read_text("utf-8-sig").replace("қырық", "40"), "utf-8")

        assert verdicts(importer.again()) == {"accepted": 1}

    def test_rows_without_an_identifier_are_not_known(self, importer: Importer) -> None:
        """
        They are rejected, and not counted as known.
        """
        report = importer(cells(identifier=""))

        assert (stopped(report), report.survey.known) == ([("missing", "C2")], 0)
