"""
The page "Try it" with its parts, and a reader in a headless Chromium who goes through it.

`python tests/tools/try_page.py [FOLDER]` builds the site into `build/site` or another folder. It takes
Pyodide from npm and the library's dependencies from the package index, and builds the wheel of the
library. Then a reader issues, consents, asks and corrects, and nothing is fetched from elsewhere. The
library's checks of its lifecycle and stores, and its vectors, run in the page, too.
Pictures of the page are left in `FOLDER/try-pictures`. Look at them.
"""

import json
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import ConsoleMessage, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.pages import FLAGS, chromium

ROOT: Final = Path(__file__).parents[2]
#: The release of Pyodide whose Python is 3.14, and the files of its package that a page needs.
PYODIDE: Final = "pyodide@314"
FILES: Final = (
    "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json",
)  # fmt: skip
#: Everything comes from the site. The theme of the site has small scripts and styles inside its pages.
POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
    " script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'"
)
NUMBER: Final = "250140998011"
#: Checks of the library under the browser's Python, which has neither threads nor processes.
CHECKS: Final = """
from itertools import count
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing import REGISTER_VECTORS, check_lifecycle, check_store

check_lifecycle(apply)
numbers = count()
for make in (MemoryStore, lambda: SQLiteStore(f"/tmp/{next(numbers)}.db")):
    for vector in REGISTER_VECTORS:
        vector(make)
    check_store(make, lacks=["threads"])
"""
#: Runs them in another Python of the page.
RUN: Final = """async (checks) => {
    const folder = new URL("_static/try/", location);
    const wheels = await (await fetch(new URL("parts.json", folder))).json();
    const { load } = await import(new URL("try.js", folder));
    (await load(wheels)).runPython(checks);
}"""


# The parts --------------------------------------------------------------------------------------------


def run(*command: str | Path) -> None:
    """
    Run a command in the folder of the project.
    """
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603  # commands of this file


def put_pyodide(folder: Path) -> None:
    """
    Fetch Pyodide from npm, and put the files that a page needs into a folder.
    """
    with TemporaryDirectory() as scratch:
        run("npm", "pack", "--silent", "--pack-destination", scratch, PYODIDE)
        (archive,) = Path(scratch).glob("*.tgz")
        with tarfile.open(archive) as package:
            for name in FILES:
                member = package.extractfile(f"package/{name}")
                assert member, name
                (folder / name).write_bytes(member.read())


def put_wheels(folder: Path) -> list[str]:
    """
    Build the wheel of the library, fetch those of its dependencies, and return their names.
    """
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-deps", "--wheel-dir", folder, ".")
    (own,) = folder.glob("kz_social_registry-*.whl")
    asked = ("--python-version", "3.14", "--implementation", "py", "--abi", "none", "--platform", "any")
    run(*pip, "download", *asked, "--only-binary", ":all:", "--dest", folder, own)
    return sorted(wheel.name for wheel in folder.glob("*.whl"))


def build(site: Path) -> None:
    """
    Build the site with the parts of the page.
    """
    run(sys.executable, "-m", "sphinx", "-q", "-W", "docs", site)
    folder = site / "_static" / "try"
    (folder / "pyodide").mkdir(exist_ok=True)
    put_pyodide(folder / "pyodide")
    for old in folder.glob("*.whl"):
        old.unlink()
    (folder / "parts.json").write_text(json.dumps(put_wheels(folder)))


# The reader -------------------------------------------------------------------------------------------


class Handler(SimpleHTTPRequestHandler):
    """
    Files of the site, with the policy that nothing may come from elsewhere.
    """

    def end_headers(self) -> None:
        """
        Add the policy to the headers.
        """
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """
        Say nothing.
        """


@contextmanager
def served(site: Path) -> Iterator[str]:
    """
    Serve the site; yield its address.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def _record(page: Page, message: str) -> None:
    page.click("#try form > button")
    expect(page.locator("#try .try-form [role=status]")).to_have_text(message)


def _ask(page: Page, day: date) -> str:
    page.fill("#day", day.isoformat())
    return page.inner_text("#try .try-answers")


def read(page: Page, address: str) -> None:
    """
    Go through the page as a reader: issue, consent, ask before and after, correct, suspend, withdraw.
    """
    page.goto(f"{address}/try.html")
    page.click("#try > button")
    page.click("#try [value=en]", timeout=300_000)
    today = date.today()  # noqa: DTZ011  # the days of the form are months away
    _record(page, "Recorded.")  # the issue, as proposed: 200 days ago
    assert "No row is published." in page.inner_text("#try .try-answers")
    page.uncheck("#try [name=columns][value=phones]")
    _record(page, "Recorded.")  # the consent: 150 days ago
    assert "not yet included" in _ask(page, today - timedelta(201))
    assert "No row is published." in _ask(page, today - timedelta(160))
    after = _ask(page, today - timedelta(100))
    assert "in the register, licence in force" in after, after
    assert NUMBER in after
    assert "withheld" in after
    page.click("#try .try-journal [value='2']")
    page.fill("#on", (today - timedelta(170)).isoformat())
    _record(page, "The act was not recorded.")  # a correction has a reason
    expect(page.locator("#reason")).to_be_focused()
    page.fill("#reason", "the day was wrong")
    _record(page, "Recorded.")
    assert NUMBER in _ask(page, today - timedelta(160))
    page.select_option("#act", "suspend")
    _record(page, "Recorded.")
    assert "suspended" in _ask(page, today)
    page.select_option("#act", "withdraw_consent")
    _record(page, "Recorded.")
    answer = _ask(page, today - timedelta(100))  # a row needs consent on the day of publishing, too
    assert "No row is published." in answer
    assert NUMBER not in answer


def look(page: Page, folder: Path) -> None:
    """
    Leave pictures of the page in each language, wide and narrow, light and dark; axe finds nothing.
    """
    folder.mkdir(exist_ok=True)
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    for language, width, scheme in (("en", 1366, "light"), ("ru", 390, "dark"), ("kk", 390, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.click(f"#try [value={language}]")
        found = page.evaluate("axe.run('#try')")
        assert found["violations"] == [], [
            (o["id"], o["nodes"][0]["html"]) for o in found["violations"]
        ]
        assert len(found["passes"]) > 10
        page.screenshot(path=folder / f"{language}-{width}-{scheme}.png", full_page=True)


def _errors(said: ConsoleMessage) -> Iterator[str]:
    if said.type == "error" and not said.location["url"].endswith("/favicon.ico"):
        yield f"{said.location['url']}: {said.text}"


def _elsewhere(url: str, address: str) -> Iterator[str]:
    if not url.startswith((f"{address}/", "data:", "blob:")):
        yield url


def try_out(site: Path) -> None:
    """
    Go through the page in Chromium, and refuse every request to another address and every error.
    """
    found: list[str] = []
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(locale="kk-KZ")
        page.on("console", lambda said: found.extend(_errors(said)))
        page.on("pageerror", lambda error: found.append(str(error)))
        page.on("request", lambda asked: found.extend(_elsewhere(asked.url, address)))
        read(page, address)
        look(page, site / "try-pictures")
        page.evaluate(RUN, CHECKS)
        browser.close()
    assert found == [], found


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "site").resolve()
    build(target)
    try_out(target)
