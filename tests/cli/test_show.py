"""
`show`: what an entry has beyond the columns of the form.
"""

from pathlib import Path

import pytest

from kz_social_registry.storage.sqlite import SQLiteStore
from support.command_line import Command
from support.notices import HOUSE, OTHER, a_notice, an_issue, received


def test_an_entry_shows_what_the_form_has_no_columns_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """
    The licence number, the code of the address, and the consent with its days, if there is one.
    """
    run = Command(capsys, tmp_path / "register.db")
    consent = {"columns": [5, 2], "given_on": "2025-04-10", "until": "2027-01-31"}
    licence = {"issued_on": "2025-04-20", "term": {"years": 3}, "number": "KZ1"}
    with SQLiteStore(tmp_path / "register.db") as store:
        received(
            store,
            an_issue(kato="710000000", consent=consent, licence=licence),
            an_issue("N-2", identifier=OTHER),
            a_notice("N-3", "give_consent", "2025-08-01", identifier=OTHER, columns="all"),
        )

    shown = [run("show", one, "--on", "1.9.2025", "--lang", "ru").lines[-6:] for one in (HOUSE, OTHER)]
    before = run("show", OTHER, "--on", "1.7.2025", "--lang", "ru").lines[-3:]

    assert [[line.rpartition(": ")[2] for line in lines] for lines in (*shown, before)] == [
        ["KZ1", "710000000", "2, 5", "10.04.2025", "22.04.2025", "31.01.2027"],
        ["–", "–", "1–17", "01.08.2025", "01.08.2025", "–"],
        ["–", "–", "–"],
    ]
