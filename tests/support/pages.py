"""
A published page in a headless browser.

It needs Chromium (`apt-get install chromium`), or its path in KZ_REGISTRY_CHROMIUM.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.vocabulary import ServiceCondition, Withholding
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.publication import PublicEntry, rebuilt
from kz_social_registry.domain.row import COLUMNS, Withheld, values_of
from kz_social_registry.form.publishing.publish import publish
from kz_social_registry.testing.samples import issue

DAY = date(2026, 1, 15)
NAMES = ("«Қамқорлық» орталығы", "ТОО «Үміт»", '<b onclick="x()">Өмір & К</b>', "Дом «Нәзір Ёлка»")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def _row(number: int, name: str) -> PublicEntry:
    entry = apply(None, issue(number, name=name, address=f"Астана қ., Абай даңғылы, {number}"))
    cells: dict[str, Any] = dict(zip((c.value for c in COLUMNS), values_of(entry), strict=True))
    cells |= {"phones": ("+77273574284;ext=241", "1414"), "emails": ("info&co@example.kz",)}
    if number == 2:
        withheld = ("identifier", "phones", "emails")
        cells |= {c: Withheld(Withholding.OUTSIDE_CONSENT) for c in withheld}
    if number == 3:
        cells |= {"phones": (), "emails": (), "conditions": (ServiceCondition.INPATIENT,)}
    if number == 4:
        cells |= {"capacity": Withheld(Withholding.OUTSIDE_CONSENT)}
    return rebuilt(UUID(int=number), cells)


def chromium() -> str:
    """
    Return the path of Chromium.
    """
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = os.environ.get("KZ_REGISTRY_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert path, "Chromium is needed: apt-get install chromium, or name it in KZ_REGISTRY_CHROMIUM"
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """
    Yield a headless Chromium.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    Return a folder with a page in each language.
    """
    folder = tmp_path_factory.mktemp("pages")
    for language in LANGUAGES:
        rows = [_row(number, name) for number, name in enumerate(NAMES, 1)]
        publish(folder / language, rows, on=DAY, published_on=DAY, language=language, formats=("html",))
    return folder


class Opened:
    """
    A page in the browser, with its console messages and requests.
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

        A row has no inner text before the browser draws it, as it does when the row is in view.
        """
        names = self.page.locator("table.whole tbody th:visible").all_text_contents()
        return [text.strip() for text in names]

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
    Yield the function that opens a page in a new window.
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
