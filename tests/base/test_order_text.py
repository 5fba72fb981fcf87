"""
Kazakh labels and headings against the text of Order No 205, which binds.
"""

from datetime import date

import pytest

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column, ColumnGroup
from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition
from kz_social_registry.form.publishing.imprint import TITLE, Imprint
from kz_social_registry.form.publishing.page.page import WORDS
from support.order_text import DEVIATIONS, ORDER, is_printed, is_quoted, order, rules

#: The lists of which every Kazakh label quotes the Order.
QUOTING: list[type[Word]] = [Column, ColumnGroup, ServiceCondition, RecipientCategory]
#: Other Kazakh texts that quote the Order.
IMPRINT = Imprint(on=date(2025, 4, 18), published_on=date(2025, 4, 18), language="kk")
TEXTS = [TITLE["kk"], WORDS["continued"]["kk"], *IMPRINT.caption("kk")]


@pytest.mark.parametrize("kind", QUOTING)
def test_labels_are_in_the_order(kind: type[Word]) -> None:
    """
    Every Kazakh label of the form and of its closed lists is in the Order.
    """
    assert [word for word in kind if not is_quoted(word.label("kk"))] == []


@pytest.mark.parametrize("text", TEXTS)
def test_other_texts_are_in_the_order(text: str) -> None:
    """
    The title of the form, its caption and the words above its further parts are in the Order.
    """
    assert is_quoted(text)


def test_every_deviation_is_needed() -> None:
    """
    A declared deviation is a label that the Order does not have, and the Order has what is declared.
    """
    labels = {word.label("kk") for kind in QUOTING for word in kind}
    assert labels >= DEVIATIONS.keys()
    assert [label for label in DEVIATIONS if is_printed(label) or not is_quoted(label)] == []


def test_other_words_are_not_found() -> None:
    """
    A word with one other letter, and words in another order, are not in the Order.
    """
    assert is_printed("Қызмет алушылар санаты")
    assert [t for t in ("Қызмет алушылар саналы", "санаты алушылар Қызмет") if is_printed(t)] == []


def test_paragraphs_of_the_rules() -> None:
    """
    The Rules have seven paragraphs; the second has three points, the fifth thirteen.
    """
    points = [(2, point) for point in range(1, 4)], [(5, point) for point in range(1, 14)]
    assert [*rules()] == [
        (1, None), (2, None), *points[0], (3, None), (4, None), (5, None), *points[1],
        (6, None), (7, None),
    ]  # fmt: skip


def test_legible_texts_have_the_printed_letters() -> None:
    """
    Only links are moved, each within its paragraph: no letter is lost, and none is added.
    """
    printed = "".join(ORDER.split())
    for start, texts in (("БҰЙЫРАМЫН:", order()), ("Жалпыережелер", rules())):
        at = printed.index(start) + len(start)
        for (paragraph, point), text in texts.items():
            letters = f"{point})" if point else f"{paragraph}."
            letters += "".join(text.split())
            at = printed.index(letters[:2], at)
            assert sorted(printed[at : at + len(letters)]) == sorted(letters)
            at += len(letters)


def test_links_stand_in_their_gaps() -> None:
    """
    The printer moved the text of a link to the end of its line.
    """
    assert "осы бұйрықтың 1-қосымшасына сәйкес бекітілсін." in order()[1, None]
    assert "тармақтың 1) және 2) тармақшаларында көзделген" in order()[3, 3]
    assert "136-бабының 2-тармағына сәйкес әзірленді" in rules()[1, None]
    assert "(бұдан әрі – портал) – Кодекске сәйкес" in rules()[2, 3]
    assert "Қағидаларға қосымшаға сәйкес нысан бойынша" in rules()[4, None]
