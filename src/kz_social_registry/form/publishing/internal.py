"""
The internal form: all entries, whatever their consent, for the ministry's staff.

It is the official form as CSV, marked as internal on its first line; another register can import it.
Its rows do not pass the gate, so no command that publishes uses this module.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kz_social_registry.base.law import Language
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.row import values_of
from kz_social_registry.form.publishing.csv_json import csv_line, safe_cells
from kz_social_registry.serialization.cell_text import headings
from kz_social_registry.serialization.files import whole_file

#: The text of the first line.
MARK: Final[dict[Language, str]] = {
    "kk": "Ішкі құжат. Жариялауға болмайды.",
    "ru": "Внутренний документ. Публикации не подлежит.",
    "en": "Internal document. Not for publication.",
}


def write_internal_form(path: Path, entries: Iterable[RegistryEntry], language: Language) -> int:
    """
    Write all entries as the form into a CSV file that its owner alone can read; return their number.

    Raises:
        OSError: the file cannot be written.
    """
    count = 0
    with whole_file(path, encoding="utf-8-sig") as file:
        file.write(csv_line([MARK[language]]))
        file.write(csv_line(headings(language)))
        write = csv.writer(file).writerow
        for count, entry in enumerate(entries, 1):
            write(safe_cells([count, *values_of(entry)], language))
    return count
