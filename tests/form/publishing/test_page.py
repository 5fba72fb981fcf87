"""
The page of the form in a real browser: complete, searchable, and with nothing from outside.
"""

from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, expect

from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.text import FOLDED, fold
from kz_social_registry.base.vocabulary import ServiceCondition
from kz_social_registry.form.publishing.imprint import TITLE
from support.form_samples import BINS
from support.pages import NAMES, Open, Opened


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


class TestLanguages:
    """
    The three languages of one file.
    """

    @pytest.mark.parametrize("scripts", [True, False])
    def test_each_can_be_chosen(self, open_page: Open, *, scripts: bool) -> None:
        """
        With scripts and without, the page shows the texts of one language; the rows stay.
        """
        opened = open_page("kk", java_script_enabled=scripts)
        titles = {}
        for language in ("en", "ru", "kk"):
            opened.page.check(f"#{language}")
            titles[language] = opened.page.inner_text("h1")
            others = opened.page.locator(f"main [lang]:not([lang={language}]):visible")
            assert others.count() == 2  # the names of the languages
            assert opened.shown() == list(NAMES)

        assert (titles, len(opened.asked)) == (TITLE, 1)

    def test_an_address_may_name_it(self, browser: Browser, folder: Path) -> None:
        """
        The fragment `#ru` chooses the language of the page, its title and its lists.
        """
        opened = browser.new_page()
        opened.goto((folder / "kk" / "register.html").as_uri() + "#ru")
        found = opened.get_attribute("html", "lang"), opened.title(), opened.inner_text("#condition")
        opened.close()

        assert found[:2] == ("ru", TITLE["ru"])
        assert found[2].splitlines() == ["любые", *(one.label("ru") for one in ServiceCondition)]


class TestNumbers:
    """
    Lists to choose from, numbers and charts: they know only what the rows show.
    """

    def chart(self, opened: Opened) -> dict[str, tuple[str, int]]:
        """
        Return the number and the width of each bar.
        """
        bars = opened.page.locator(".chart li").evaluate_all(
            "all => all.map(one => [one.dataset.word, one.querySelector('.number').textContent, "
            "Number(one.querySelector('rect').getAttribute('width'))])"
        )
        return {word: (number, int(width)) for word, number, width in bars}

    @pytest.mark.parametrize("scripts", [True, False])
    def test_charts_count_the_rows(self, open_page: Open, *, scripts: bool) -> None:
        """
        Three rows at home, of which one does not show its places, and one inpatient.
        """
        opened = open_page(java_script_enabled=scripts)
        bars = self.chart(opened)
        numbers = [opened.page.inner_text(place) for place in ("#entries", "#capacity")]

        assert {word: bar for word, bar in bars.items() if bar[1]} == {
            "at_home": ("23 (3)", 100), "inpatient": ("13 (1)", 56), "elderly": ("36 (4)", 100),
        }  # fmt: skip
        assert (numbers, len(bars)) == (["4", "36"], 4 + 9)

    def test_lists_choose_rows_and_everything_follows(self, open_page: Open) -> None:
        """
        A condition, a category and a text together; charts keep their scale.
        """
        opened = open_page("ru")
        found = []
        for condition, category in (("inpatient", ""), ("at_home", "elderly"), ("", "homeless")):
            opened.page.select_option("#condition", condition)
            opened.page.select_option("#category", category)
            numbers = [opened.page.inner_text(place) for place in ("#entries", "#capacity")]
            found.append((opened.shown(), *numbers))

        assert found == [
            ([NAMES[2]], "1 / 4", "13 / 36"),
            ([NAMES[0], NAMES[1], NAMES[3]], "3 / 4", "23 / 36"),
            ([], "0 / 4", "0 / 36"),
        ]
        opened.page.select_option("#category", "")
        opened.page.select_option("#condition", "at_home")
        assert opened.filter("умит") == [NAMES[1]]
        bars = self.chart(opened)
        assert (bars["at_home"], bars["inpatient"]) == (("12 (1)", 52), ("0 (0)", 0))

    def test_a_withheld_cell_is_not_found(self, open_page: Open) -> None:
        """
        Neither its word, in any language, nor its value.
        """
        opened = open_page("ru")

        assert (opened.filter("не публикуется"), opened.filter("жарияланбайды")) == ([], [])
        assert opened.filter(BINS[1]) == []


class TestFilter:
    """
    The filter, which works offline.
    """

    def test_folds_letters_as_the_library_does(self, open_page: Open) -> None:
        """
        Case, look-alikes, Kazakh letters and quotes do not matter; every word must be there.
        """
        expected = {
            "қамқорлық": [NAMES[0]], "КАМКОРЛЫК": [NAMES[0]], "умит": [NAMES[1]],
            "елка": [NAMES[3]], "камкoрлык": [NAMES[0]], "нəзир": [NAMES[3]],
            "Kамкор": [NAMES[0]], "«омир»": [NAMES[2]], "дом абай": [NAMES[3]],
            "жоқ мұндай": [], "%": [], " № ": [],
            "": list(NAMES), "   ": list(NAMES),
        }  # fmt: skip
        opened = open_page()

        assert {text: opened.filter(text) for text in expected} == expected

    def test_folds_texts_as_the_library_does(self, folder: Path, browser: Browser) -> None:
        """
        JavaScript and Python fold every letter of the table and random texts alike.
        """
        page = (folder / "kk" / "register.html").read_text("utf-8")
        start, end = page.index("const FOLDED"), page.index("  const form = ")
        code = page[start:end].replace("(() => {", "return (() => {", 1)
        letters = [*FOLDED, *FOLDED.values(), *map(str.upper, FOLDED)]
        chance = Random(13)  # noqa: S311  # no secrets
        other = "ßΣςÉŁﬁ½٣ⅣАБЯЪ«»\"'-_., \u00a0\n№ǅе\u0308\u0301İıẞй\u00ad™"
        texts = [*letters, *other]
        texts += ["".join(chance.choices([*letters, *other], k=12)) for _ in range(400)]

        opened = browser.new_page()
        found = opened.evaluate(f"texts => {{ {code} return texts.map(fold); }})(); }}", texts)
        opened.close()

        assert dict(zip(texts, found, strict=True)) == {text: fold(text) for text in texts}

    def test_counts_the_rows_found(self, open_page: Open) -> None:
        """
        The count is in the page's status, which screen readers announce.
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
        expect(opened.page.locator("table.whole tbody th:visible")).to_have_count(1)

        assert opened.shown() == [NAMES[2]]

    @pytest.mark.parametrize(
        ("language", "message"),
        [
            ("kk", "Ештеңе табылмады. Сөздің бір бөлігін ғана теріп көріңіз."),
            ("ru", "Ничего не найдено. Попробуйте ввести только часть слова."),
            ("en", "Nothing was found. Try a part of a word."),
        ],
    )
    def test_says_that_nothing_is_found(
        self, open_page: Open, language: Language, message: str
    ) -> None:
        """
        The status says so in words.
        """
        opened = open_page(language)

        assert (opened.filter("жоқ мұндай"), opened.page.inner_text("output")) == ([], message)

    def test_holds_on_paper_too(self, open_page: Open) -> None:
        """
        Hidden rows are not printed either, and a row keeps its number in the margin.
        """
        opened = open_page()
        opened.filter("умит")
        opened.to_paper()
        rows = opened.page.locator("table.part tbody tr:visible")

        assert (rows.count(), rows.first.locator("td").first.inner_text()) == (3, "2")
        assert rows.last.evaluate("row => getComputedStyle(row).counterIncrement") == "row 2"


class TestContent:
    """
    The content of the page.
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
