"""
The pictures of README: the published page and the example portal in English, photographed in Chromium.

`python tests/tools/pictures.py` receives the example feed, publishes it, serves the portal and writes
both pictures into `docs/pictures`. Look at them before you commit them.
"""

import shutil
import sys
import tempfile
import threading
from pathlib import Path
from typing import Final

import uvicorn
from playwright.sync_api import Page, sync_playwright

ROOT: Final = Path(__file__).parents[2]
PICTURES: Final = ROOT / "docs" / "pictures"
PORT: Final = 8123
sys.path.insert(0, str(ROOT / "examples" / "portal"))

from app import make_app  # noqa: E402  # the portal is a folder of scripts

from kz_social_registry import Registry  # noqa: E402  # likewise
from kz_social_registry.feed import receive_file  # noqa: E402  # likewise
from kz_social_registry.form import publish  # noqa: E402  # likewise
from kz_social_registry.storage.sqlite import SQLiteStore  # noqa: E402  # likewise


def published(registry: Registry, folder: Path) -> str:
    """
    Publish the register, and return the address of the page.
    """
    rows = registry.public()
    publish(
        folder, rows, on=rows.on, published_on=rows.published_on, language="en", formats=["csv", "html"]
    )
    return (folder / "register.html").as_uri()


def served(registry: Registry) -> uvicorn.Server:
    """
    Serve the portal in a thread, and return the server once it answers.
    """
    app = make_app(registry, staff={"registrar": "secret"}, secret="secret")  # noqa: S106  # for a picture
    server = uvicorn.Server(uvicorn.Config(app, port=PORT, log_level="warning"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        pass
    return server


def photograph(page: Page, address: str, name: str) -> None:
    """
    Write the picture of a page.
    """
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / name)


def main() -> None:
    """
    Write both pictures.
    """
    with tempfile.TemporaryDirectory() as scratch, SQLiteStore(Path(scratch) / "register.db") as store:
        registry = Registry(store)
        feed = shutil.copy(ROOT / "examples" / "data" / "notices.jsonl", scratch)
        receive_file(registry, Path(feed))
        server = served(registry)
        with sync_playwright() as browsers:
            browser = browsers.chromium.launch(executable_path=shutil.which("chromium"))
            page = browser.new_page(viewport={"width": 1100, "height": 700})
            photograph(page, published(registry, Path(scratch) / "published"), "published-en.png")
            photograph(page, f"http://127.0.0.1:{PORT}/en/", "portal-en.png")
            browser.close()
        server.should_exit = True


if __name__ == "__main__":
    main()
