"""
The layout of the page in a real browser: paper, phone, dark, and accessibility.

axe-core comes with the test extra; KZ_REGISTRY_AXE names another copy.
"""

import os
import re
from importlib.resources import files
from pathlib import Path

import pytest

from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import LANGUAGES, Language
from support.pages import NAMES, Open

#: Where the cells of each column begin and how wide they are: headings, numbers and rows.
_PLACES = """[...Array(17).keys()].map(column => {
    const cells = [...document.querySelectorAll(".whole .c" + (column + 1))];
    return cells.filter(cell => cell.colSpan === 1).map(cell => {
        const box = cell.getBoundingClientRect();
        return [Math.round(box.left), Math.round(box.width)];
    });
})"""
#: Whether nothing lies over cells.
_UPPERMOST = """cells => cells.map(cell => {
    const box = cell.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return cell.contains(top);
})"""
#: The words of headings that are wider than their place.
_BROKEN = """(() => {
    const pen = document.createElement("canvas").getContext("2d");
    const wider = (text, style, room) => {
        pen.font = style.font;
        return text.split(/\\s+|(?<=-)/).filter(word => pen.measureText(word).width > room);
    };
    const inner = (cell, style) =>
        cell.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const heads = [...document.querySelectorAll(".whole thead th")].flatMap(cell => {
        const style = getComputedStyle(cell), hidden = cell.closest("thead").clientWidth < 2;
        return hidden ? [] : wider(cell.textContent, style, inner(cell, style));
    });
    const labels = [...document.querySelectorAll(".whole tbody tr:first-child > *")].flatMap(cell => {
        const style = getComputedStyle(cell, "::before");
        const room = parseFloat(getComputedStyle(cell).gridTemplateColumns);
        return style.content === "none" ? [] : wider(style.content.slice(1, -1), style, room);
    });
    return [...heads, ...labels];
})()"""


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [
        ("kk", "light", 1440),
        ("ru", "dark", 390),
    ],
)
def test_no_rule_of_accessibility_is_broken(
    open_page: Open, language: Language, scheme: str, width: int
) -> None:
    """
    axe-core finds nothing, on a desktop and on a phone, in light and in dark, in each language.
    """
    size = {"width": width, "height": 844}
    opened = open_page(language, color_scheme=scheme, viewport=size, bypass_csp=True)
    own = str(files("axe_playwright_python").joinpath("axe.min.js"))
    axe = Path(os.environ.get("KZ_REGISTRY_AXE", own))
    opened.page.add_script_tag(content=axe.read_text("utf-8"))

    found = opened.page.evaluate("axe.run()")

    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert len(found["passes"]) > 20


class TestViews:
    """
    Paper, phone and dark.
    """

    @pytest.mark.parametrize("scripts", [True, False])
    def test_paper_has_three_parts_as_in_the_appendix(self, open_page: Open, *, scripts: bool) -> None:
        """
        Columns 1 to 6, 7 to 12 and 13 to 17, each part on pages of its own, with scripts and without.
        """
        opened = open_page(java_script_enabled=scripts)
        opened.to_paper()
        parts = opened.page.locator("table.part:visible").all()
        numbers = [part.locator(".numbers td").all_inner_texts() for part in parts]

        assert numbers == [[str(n) for n in range(*span)] for span in ((1, 7), (7, 13), (13, 18))]
        assert not opened.page.locator("table.whole").is_visible()
        assert opened.page.locator(".continued").first.inner_text() == "кестенің жалғасы"
        assert [part.locator("tbody tr").count() for part in parts] == [len(NAMES)] * 3

    @pytest.mark.parametrize("scripts", [True, False])
    def test_paper_takes_a_page_for_each_part(self, open_page: Open, *, scripts: bool) -> None:
        """
        Chromium prints each part and the charts on a page of its own; then the parts are gone.
        """
        opened = open_page(java_script_enabled=scripts)
        pdf = opened.page.pdf(prefer_css_page_size=True)

        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 3 + 1
        assert opened.page.locator(".paper").count() == (0 if scripts else 1)

    def test_paper_has_the_table_where_its_parts_could_not_be_made(self, open_page: Open) -> None:
        """
        A browser that does not say that it prints, or does not understand the script, prints the table.
        """
        opened = open_page()
        opened.page.emulate_media(media="print")

        assert opened.shown() == list(NAMES)

    def test_a_screen_has_each_cell_once(self, open_page: Open) -> None:
        """
        Rows are laid out only when they come into view: a large register opens and is filtered quickly.
        """
        opened = open_page()
        row = opened.page.locator(".whole tbody tr").first

        assert opened.page.locator("tbody td, tbody th").count() == 17 * len(NAMES)
        assert row.evaluate("row => getComputedStyle(row).contentVisibility") == "auto"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_laptop_shows_what_people_look_for(self, open_page: Open, language: Language) -> None:
        """
        At 1366 pixels the name, the address, the service, the capacity and the telephone are in view.
        """
        opened = open_page(language, viewport={"width": 1366, "height": 768})
        edges = opened.page.locator(".whole .numbers .c2, .whole .numbers .c8").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect()).flatMap(box => [box.left, box.right])"
        )
        inner = opened.page.locator(".scroll").evaluate(
            "one => one.getBoundingClientRect().left + one.clientWidth"
        )
        top = opened.page.locator(".whole tbody tr").first.evaluate(
            "row => row.getBoundingClientRect().top"
        )

        assert edges == sorted(edges)
        assert edges[-1] <= inner + 2
        assert top < 768 * 0.6

    def test_headings_stay_over_their_columns(self, open_page: Open) -> None:
        """
        Scrolled aside, the name stays at the left with its heading and its number, over all others.
        """
        opened = open_page("ru", viewport={"width": 1280, "height": 900})
        opened.page.evaluate("document.querySelector('.scroll').scrollLeft = 700")
        places = opened.page.evaluate(_PLACES)
        left = opened.page.locator(".scroll").bounding_box()

        assert [len(set(map(tuple, column))) for column in places] == [1] * 17
        assert left is not None
        assert abs(places[1][0][0] - left["x"]) <= 1
        names = opened.page.locator(".whole .c2")
        assert names.evaluate_all(_UPPERMOST) == [True] * (2 + len(NAMES))

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_heading_breaks_inside_a_word(self, open_page: Open, language: Language) -> None:
        """
        Neither those of the table nor those of the cards; and a telephone stays on one line.
        """
        page = open_page(language).page
        numbers = page.locator(".whole [href^='tel:']")
        for width in (320, 500, 1280):
            page.set_viewport_size({"width": width, "height": 900})

            assert page.evaluate(_BROKEN) == []
            lines = numbers.evaluate_all("all => all.map(one => one.getClientRects().length)")
            assert set(lines) == {1}

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_heading_breaks_in_wide_letters(self, open_page: Open, language: Language) -> None:
        """
        The headings fit their places in every family of fonts.
        """
        page = open_page(language, bypass_csp=True).page
        broken = {}
        for family in ("sans-serif", "serif", "monospace", "DejaVu Sans", "Liberation Sans"):
            page.add_style_tag(content=f"body {{ font-family: {family} !important; }}")
            for width in (500, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                broken[width, family] = page.evaluate(_BROKEN)

        assert {place: words for place, words in broken.items() if words} == {}

    def test_a_phone_shows_cards_without_scrolling_aside(self, open_page: Open) -> None:
        """
        Each row is a card, each cell has its heading, nothing is wider than the screen.
        """
        opened = open_page(viewport={"width": 360, "height": 740})
        wide = opened.page.evaluate("document.documentElement.scrollWidth")
        label = opened.page.evaluate(
            "getComputedStyle(document.querySelector('.whole tbody .c4'), '::before').content"
        )

        assert (wide <= 360, label) == (True, f'"{Column.ADDRESS.heading("kk")}"')

    def test_dark_is_dark(self, open_page: Open) -> None:
        """
        The page follows the reader's scheme.
        """
        colours = [
            open_page(color_scheme=scheme).page.evaluate(
                "getComputedStyle(document.body).backgroundColor"
            )
            for scheme in ("light", "dark")
        ]

        assert colours == ["rgb(255, 255, 255)", "rgb(20, 24, 29)"]
