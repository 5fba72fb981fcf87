"""
The page of the form in a real browser: filter, print, phone, dark, accessibility, nothing from outside.

It needs Chromium (`apt-get install chromium`), or its path in KZ_REGISTRY_CHROMIUM. axe-core comes with
the test extra; KZ_REGISTRY_AXE names another copy, from npm for instance.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.text import FOLDED, fold
from kz_social_registry.base.vocabulary import Withholding
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.publication import PublicEntry, rebuilt
from kz_social_registry.domain.row import COLUMNS, Withheld, values_of
from kz_social_registry.form.publishing.publish import publish
from kz_social_registry.testing.samples import issue
from support.form_samples import BINS

DAY = date(2026, 1, 15)
NAMES = ("«Қамқорлық» орталығы", "ТОО «Үміт»", '<b onclick="x()">Өмір & К</b>', "Дом «Нәзір Ёлка»")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


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


def _row(number: int, name: str) -> PublicEntry:
    entry = apply(None, issue(number, name=name, address=f"Астана қ., Абай даңғылы, {number}"))
    cells: dict[str, Any] = dict(zip((c.value for c in COLUMNS), values_of(entry), strict=True))
    cells |= {"phones": ("+77273574284;ext=241", "1414"), "emails": ("info&co@example.kz",)}
    if number == 2:
        withheld = ("identifier", "phones", "emails")
        cells |= {c: Withheld(Withholding.OUTSIDE_CONSENT) for c in withheld}
    if number == 3:
        cells |= {"phones": (), "emails": ()}
    return rebuilt(UUID(int=number), cells)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """
    Lend a headless Chromium.
    """
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = os.environ.get("KZ_REGISTRY_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert path, "Chromium is needed: apt-get install chromium, or name it in KZ_REGISTRY_CHROMIUM"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    Lend a folder with a page in each language.
    """
    folder = tmp_path_factory.mktemp("pages")
    for language in LANGUAGES:
        rows = [_row(number, name) for number, name in enumerate(NAMES, 1)]
        publish(folder / language, rows, on=DAY, published_on=DAY, language=language, formats=("html",))
    return folder


class Opened:
    """
    A page in the browser, with everything it said and asked for.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    def shown(self) -> list[str]:
        """
        Return the names of the rows that are shown.
        """
        return [
            text.strip() for text in self.page.locator("table.whole tbody th:visible").all_inner_texts()
        ]

    def to_paper(self) -> None:
        """
        Show the page as it is when it is printed.
        """
        self.page.emulate_media(media="print")
        self.page.evaluate("dispatchEvent(new Event('beforeprint'))")

    def filter(self, text: str) -> list[str]:
        """
        Type into the filter, and return the names of the rows that are left.
        """
        self.page.fill("#filter", text)
        self.page.dispatch_event("form", "submit")
        return self.shown()


Open = Callable[..., Opened]


@pytest.fixture
def open_page(browser: Browser, folder: Path) -> Iterator[Open]:
    """
    Lend what opens a page in a fresh window.
    """
    contexts = []

    def open_(language: Language = "kk", **options: Any) -> Opened:
        contexts.append(browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options}))
        opened = Opened(contexts[-1].new_page())
        opened.page.goto((folder / language / "register.html").as_uri())
        return opened

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", LANGUAGES)
class TestPage:
    """
    The page in each language.
    """

    def test_is_whole_and_asks_for_nothing(self, open_page: Open, language: Language) -> None:
        """
        All rows are there, the console is silent, and the page itself is the only request.
        """
        opened = open_page(language)

        assert (opened.shown(), opened.said, len(opened.asked)) == (list(NAMES), [], 1)
        assert opened.page.get_attribute("html", "lang") == language

    def test_is_complete_without_scripts(self, open_page: Open, language: Language) -> None:
        """
        Without JavaScript the filter is hidden and everything else is there.
        """
        opened = open_page(language, java_script_enabled=False)

        assert (opened.shown(), opened.page.locator("#filter").is_visible()) == (list(NAMES), False)


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [
        ("kk", "light", 1440),
        ("kk", "dark", 390),
        ("ru", "dark", 1440),
        ("en", "light", 390),
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


class TestFilter:
    """
    The filter, which works offline.
    """

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("қамқорлық", [NAMES[0]]), ("КАМКОРЛЫК", [NAMES[0]]), ("умит", [NAMES[1]]),
            ("елка", [NAMES[3]]), ("камкoрлык", [NAMES[0]]), ("нəзир", [NAMES[3]]),
            ("Kамкор", [NAMES[0]]), ("«омир»", [NAMES[2]]), ("дом абай", [NAMES[3]]),
            ("жоқ мұндай", []),
            ("", list(NAMES)), ("   ", list(NAMES)),
        ],
    )  # fmt: skip
    def test_folds_letters_as_the_library_does(
        self, open_page: Open, text: str, names: list[str]
    ) -> None:
        """
        Case, look-alikes, Kazakh letters and quotes do not matter; every word must be there.
        """
        assert open_page().filter(text) == names

    def test_folds_texts_as_the_library_does(self, folder: Path, browser: Browser) -> None:
        """
        JavaScript and Python fold every letter of the table and random texts alike.
        """
        page = (folder / "kk" / "register.html").read_text("utf-8")
        start, end = page.index("const FOLDED"), page.index("  const form = ")
        code = page[start:end].replace("(() => {", "return (() => {", 1)
        letters = [*FOLDED, *FOLDED.values(), *map(str.upper, FOLDED)]
        chance = Random(13)  # noqa: S311  # no secrets
        other = "ßΣςÉŁﬁ½٣ⅣАБЯЪ«»\"'-_., \u00a0\n№ǅе\u0308"
        texts = [*letters, *other]
        texts += ["".join(chance.choices([*letters, *other], k=12)) for _ in range(400)]

        opened = browser.new_page()
        found = opened.evaluate(f"texts => {{ {code} return texts.map(fold); }})(); }}", texts)
        opened.close()

        assert dict(zip(texts, found, strict=True)) == {text: fold(text) for text in texts}

    def test_finds_a_number_and_tells_how_many(self, open_page: Open) -> None:
        """
        What is found is counted aloud, for those who do not see the table.
        """
        opened = open_page("ru")
        number = opened.page.inner_text("table.whole tbody tr:first-child .c3")

        assert (opened.filter(number), opened.page.inner_text("output")) == (
            [NAMES[0]],
            "Найдено: 1 из 4",
        )

    def test_finds_while_one_types(self, open_page: Open) -> None:
        """
        Nothing has to be submitted.
        """
        opened = open_page()
        opened.page.type("#filter", "Өмір")
        expect(opened.page.locator("output")).not_to_be_empty()

        assert opened.shown() == [NAMES[2]]

    @pytest.mark.parametrize(
        ("language", "told"),
        [
            ("kk", "Ештеңе табылмады. Сөздің бір бөлігін ғана теріп көріңіз."),
            ("ru", "Ничего не найдено. Попробуйте ввести только часть слова."),
            ("en", "Nothing was found. Try a part of a word."),
        ],
    )
    def test_says_that_nothing_is_found(self, open_page: Open, language: Language, told: str) -> None:
        """
        An empty table is told in words.
        """
        opened = open_page(language)

        assert (opened.filter("жоқ мұндай"), opened.page.inner_text("output")) == ([], told)

    def test_holds_on_paper_too(self, open_page: Open) -> None:
        """
        What is filtered out is not printed either, and a row keeps its number in the margin.
        """
        opened = open_page()
        opened.filter("умит")
        opened.to_paper()
        rows = opened.page.locator("table.part tbody tr:visible")

        assert (rows.count(), rows.first.locator("td").first.inner_text()) == (3, "2")
        assert rows.last.evaluate("row => getComputedStyle(row).counterIncrement") == "row 2"


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
    def test_paper_takes_three_pages_or_more(self, open_page: Open, *, scripts: bool) -> None:
        """
        Chromium prints each part on a page of its own, and the parts are gone when it has.
        """
        opened = open_page(java_script_enabled=scripts)
        pdf = opened.page.pdf(prefer_css_page_size=True)

        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 3
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
    @pytest.mark.parametrize("width", [320, 360, 500, 768, 1280])
    def test_no_heading_breaks_inside_a_word(
        self, open_page: Open, language: Language, width: int
    ) -> None:
        """
        Neither those of the table nor those of the cards; and a telephone stays on one line.
        """
        opened = open_page(language, viewport={"width": width, "height": 900})
        numbers = opened.page.locator(".whole [href^='tel:']")

        assert opened.page.evaluate(_BROKEN) == []
        assert set(numbers.evaluate_all("all => all.map(one => one.getClientRects().length)")) == {1}

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


class TestContent:
    """
    What stands in the page.
    """

    def test_a_name_is_text_whatever_it_holds(self, open_page: Open) -> None:
        """
        Markup in a name is shown, not run.
        """
        opened = open_page()

        assert (opened.page.locator("b").count(), opened.shown()[2]) == (0, NAMES[2])

    def test_a_withheld_cell_says_so(self, open_page: Open, folder: Path) -> None:
        """
        The word stands in the cell; the page has nothing of the value.
        """
        row = open_page("ru").page.locator("table.whole tbody tr:nth-child(2)")
        page = (folder / "ru" / "register.html").read_text("utf-8")

        assert row.locator(".withheld").all_inner_texts() == ["не публикуется"] * 3
        assert (row.locator("a").count(), BINS[1] in page) == (0, False)

    def test_contacts_can_be_followed(self, open_page: Open) -> None:
        """
        Telephones and e-mail addresses that are shown are links; without any, the cell is empty.
        """
        row = open_page("ru").page.locator("table.whole tbody tr:nth-child(1)")
        cells = [row.locator(column) for column in (".c8", ".c9")]
        links = row.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        empty = open_page("ru").page.locator("table.whole tbody tr:nth-child(3)").locator(".c8, .c9")

        assert links == ["tel:+77273574284;ext=241", "tel:1414", "mailto:info%26co@example.kz"]
        assert [cell.inner_text() for cell in cells] == [
            "+7 7273574284 (вн. 241); 1414", "info&co@example.kz",
        ]  # fmt: skip
        assert empty.evaluate_all("all => all.map(one => one.innerHTML)") == ["", ""]

    def test_its_own_policy_forbids_everything_else(self, open_page: Open) -> None:
        """
        A script that is not the page's own does not run.
        """
        opened = open_page()
        opened.page.evaluate(
            "const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
            "document.body.append(s)"
        )

        assert opened.page.evaluate("window.ran === undefined")
