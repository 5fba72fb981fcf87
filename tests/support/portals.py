"""
The example portal on a port of this machine, and a member of its staff who has signed in.
"""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Thread
from time import perf_counter, sleep
from typing import Final
from urllib.parse import urlencode

import httpx2
import uvicorn
from app import make_app

from kz_social_registry import Column, Registry
from kz_social_registry.domain.acts import GiveConsent
from kz_social_registry.testing.samples import issue
from support.twins import MARK

MEMBER: Final = "aigul"
PASSWORD: Final = "of these tests"  # noqa: S105  # of no other portal
#: The public pages; the files are found on theirs.
PUBLIC: Final = ("/", "/capacity", "/changes", "/files")


@contextmanager
def served(registry: Registry) -> Iterator[str]:
    """
    Serve the portal of a register; yield its address.
    """
    app = make_app(registry, staff={MEMBER: PASSWORD}, secret="of these tests")  # noqa: S106  # as above
    config = uvicorn.Config(app, port=0, log_level="error", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


class Member:
    """
    A member of the staff, with a browser that sends its cookie, its origin and the forms' token.
    """

    def __init__(self, client: httpx2.Client) -> None:
        self.client = client
        self.client.headers["Origin"] = str(client.base_url).rstrip("/")
        self.token = ""
        self.token = self._token("/ru/staff/sign-in")
        self.post("/ru/staff/sign-in", name=MEMBER, password=PASSWORD)
        self.token = self._token("/ru/staff")

    def _token(self, path: str) -> str:
        found = re.search(r'name="token" value="(\w+)"', self.client.get(path).text)
        assert found
        return found[1]

    def post(self, path: str, **fields: str | list[str]) -> httpx2.Response:
        """
        Post a form.
        """
        content = urlencode({"token": self.token, **fields}, doseq=True)
        return self.client.post(path, content=content)


def public_pages(client: httpx2.Client, *languages: str) -> dict[str, bytes]:
    """
    Return all that the public can read in some languages, by its path: pages and files.
    """
    found: dict[str, bytes] = {}
    waiting = [f"/{language}{path}" for language in languages for path in PUBLIC]
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        assert answer.status_code == 200, path
        found[path] = answer.content
        links = re.findall(r'href="(/\w\w/(?:provider|files)/[^"]+)"', answer.text)
        waiting += {*links} - {*found, *waiting}
    return found


def crowd(registry: Registry, *, requests: int, acts: int, threads: int = 16) -> list[float]:
    """
    Ask the portal from many threads while acts are recorded; return the seconds of each request.

    Every request is answered, every act is recorded once, and nobody reads what is withheld.
    """
    shown, hidden = issue(1, name="«Мейірім» ЖШС", address=MARK), issue(2, name=MARK)
    registry.record(
        shown.entry_id, shown, GiveConsent(on=shown.on, columns=[Column.NAME, Column.CAPACITY])
    )
    registry.record(hidden.entry_id, hidden)
    staff = f"/ru/staff/{shown.entry_id}"
    public = ("/kk/?text=мейірім", f"/ru/provider/{shown.entry_id}", "/en/capacity", "/kk/changes")
    with served(registry) as address, httpx2.Client(base_url=address, timeout=60) as client:
        member = Member(client)

        def ask(number: int) -> float:
            path = (*public, staff)[number % 5]
            begun = perf_counter()
            answer = client.get(path)
            assert answer.status_code == 200
            assert path == staff or MARK not in answer.text
            return perf_counter() - begun

        def record(number: int) -> None:
            fields = {"on": "01.06.2026", "capacity": f"{100 + number}"}
            answer = member.post(f"{staff}/amend?expect={2 + number}", **fields)
            assert answer.status_code == 303

        with ThreadPoolExecutor(threads) as readers, ThreadPoolExecutor(1) as writer:
            recorded = writer.map(record, range(acts))
            taken = [*readers.map(ask, range(requests))]
            assert len([*recorded]) == acts
        assert f"<dd>{99 + acts}</dd>" in client.get(public[1]).text
    assert len(registry.history(shown.entry_id)) == 2 + acts
    assert registry.verify()
    return taken
