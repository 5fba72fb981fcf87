"""
The two rows of headings over the form's table, for the page and the workbook.
"""

from collections.abc import Iterable

from attrs import frozen

from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import Language


@frozen(kw_only=True)
class Heading:
    """
    A heading of the table, and the columns and rows that it spans.
    """

    text: str
    #: The number of its first column.
    number: int
    columns: int = 1
    rows: int = 1


def heading_rows(columns: Iterable[Column], language: Language) -> tuple[list[Heading], list[Heading]]:
    """
    Return the two rows of headings of some columns: groups and single headings, then those in groups.
    """
    upper, lower = list[Heading](), list[Heading]()
    for column in columns:
        text, number, group = column.label(language), column.number, column.group
        if group is None:
            upper.append(Heading(text=text, number=number, rows=2))
        else:
            lower.append(Heading(text=text, number=number))
            if Column.at(number - 1).group is not group:
                upper.append(Heading(text=group.label(language), number=number, columns=2))
    return upper, lower
