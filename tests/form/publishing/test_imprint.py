"""
The imprint of a publication: the edition of its day, and the words above the printed form.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.form.publishing.imprint import Imprint
from kz_social_registry.form.publishing.publish import publish
from support.publications import public_rows

#: The last day of the edition whose text is not known, and the first day of Order No 106.
EARLIER, LATER = date(2025, 4, 17), date(2025, 4, 18)
UNKNOWN: dict[Language, str] = {
    "kk": "мәтіні мұнда белгісіз",
    "ru": "текст здесь неизвестен",
    "en": "not known here",
}
FORM: dict[Language, str] = {"kk": "Нысан", "ru": "Форма", "en": "Form"}


def _published(folder: Path, on: date, language: Language) -> dict[str, str]:
    """
    Return the texts of a publication that name the edition of the Rules.
    """
    publish(folder, public_rows(), on=on, published_on=LATER, language=language)
    catalogue = json.loads((folder / "datapackage.json").read_text("utf-8"))["legal_basis"]
    register = json.loads((folder / "register.json").read_text("utf-8"))
    book: Any = openpyxl.load_workbook(folder / "register.xlsx")
    sheet = book.worksheets[LANGUAGES.index(language)]
    assert book.active is sheet  # it opens in the language of the publication
    return {
        "page": (folder / "register.html").read_text("utf-8"),
        "catalogue": f"{catalogue[language]} {catalogue['edition']}",
        "register": register["edition"],
        "workbook": sheet.oddHeader.right.text or "",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_publication_names_the_edition_of_its_day(tmp_path: Path, language: Language) -> None:
    """
    No file about an earlier day names Order No 106; page and catalogue say that the text is not known.
    """
    earlier, later = (_published(tmp_path / f"{on}", on, language) for on in (EARLIER, LATER))
    assert [name for name, text in earlier.items() if "№ 106" in text or "No 106" in text] == []
    assert [name for name, text in later.items() if "106" not in text] == []
    assert [UNKNOWN[language] in earlier[name] for name in ("page", "catalogue")] == [True] * 2
    assert "not known here" in earlier["register"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_form_bears_its_caption(tmp_path: Path, language: Language) -> None:
    """
    The words of the Appendix above the form are on the page and in the workbook's printed header.
    """
    texts = _published(tmp_path / "out", LATER, language)
    caption = "\n".join(Imprint(on=LATER, published_on=LATER, language=language).caption(language))
    assert caption.splitlines()[-1] == FORM[language]
    assert f'<p class="caption">{caption}</p>' in texts["page"]
    assert texts["workbook"] == caption


def test_before_its_edition_the_appendix_is_not_named() -> None:
    """
    About an earlier day only the word «Нысан» is certain.
    """
    assert Imprint(on=EARLIER, published_on=LATER, language="kk").caption("kk") == ("Нысан",)
