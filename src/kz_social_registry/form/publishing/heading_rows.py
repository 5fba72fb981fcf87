"""
The two rows of headings over the form's table, for the page and the workbook.
"""

from collections.abc import Iterable

from attrs import frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column


@frozen(kw_only=True)
class Heading:
    """
    A heading of the table, and the columns and rows that it spans.
    """

    word: Word
    #: The number of its first column.
    number: int
    columns: int = 1
    rows: int = 1


def heading_rows(columns: Iterable[Column]) -> tuple[list[Heading], list[Heading]]:
    """
    Return the two rows of headings of some columns: groups and single headings, then those in groups.
    """
    upper, lower = list[Heading](), list[Heading]()
    for column in columns:
        number, group = column.number, column.group
        if group is None:
            upper.append(Heading(word=column, number=number, rows=2))
        else:
            lower.append(Heading(word=column, number=number))
            if Column.at(number - 1).group is not group:
                upper.append(Heading(word=group, number=number, columns=2))
    return upper, lower
