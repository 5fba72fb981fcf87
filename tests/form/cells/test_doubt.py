"""
Values that somebody marked as doubtful.
"""

from typing import Final

from kz_social_registry.base.columns import Column
from kz_social_registry.form.description import FIELDS
from support.form_samples import read, refused

#: Cells that are read without a finding that matters here.
CERTAIN: Final = {
    Column.IDENTIFIER: "940140000385",
    Column.CONDITIONS: "на дому, стационар",
    Column.CATEGORIES: "бездомные; престарелые",
    Column.CAPACITY: "40",
    Column.PHONES: "8 (7172) 74-36-54",
    Column.EMAILS: "info@example.kz",
    Column.LICENCE_ISSUED_ON: "10 апреля 2025 года",
    Column.LICENCE_TERM: "до 20.04.2028",
    Column.CONTRACT_TERM: "бессрочно",
    Column.INCLUDED_ON: "22.04.2025",
}
MARKS: Final = (
    "{}?", "?{}", "{} ?", "{} (?)", "({}??)", "{}, ?", "{} - ?", "{}？", "~{}", "≈ {}", "> {}", "{} ±",
)  # fmt: skip


def test_a_doubtful_value_is_refused() -> None:
    """
    A question mark, or a sign for "about", is never left out in silence, whatever the column.
    """
    for column, text in CERTAIN.items():
        reader = FIELDS[column].read
        assert reader
        assert read(reader, text)[0]
        marks = MARKS[:4] if column is Column.EMAILS else MARKS
        taken = [mark for mark in marks if not refused(reader, mark.format(text))]
        assert taken == [], column


def test_the_finding_says_that_there_is_doubt() -> None:
    """
    A value that is clear apart from the mark has a code of its own; a letter that was lost has not.
    """
    for column in (Column.CONDITIONS, Column.LICENCE_ISSUED_ON, Column.LICENCE_TERM):
        reader = FIELDS[column].read
        assert reader
        assert refused(reader, CERTAIN[column] + "?") == ["doubtful"]
    conditions = FIELDS[Column.CONDITIONS].read
    assert conditions
    assert refused(conditions, "?йде") == ["unknown_wording"]
