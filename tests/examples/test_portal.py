"""
The example portal: what staff record is public with consent alone, and nobody else can record.
"""

import html
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import cycle
from pathlib import Path
from typing import Final
from uuid import UUID

import httpx2
import pytest
from app import make_app
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect

from kz_social_registry import LANGUAGES, Column, InvalidValue, Registry
from kz_social_registry.domain.acts import GiveConsent
from kz_social_registry.domain.timeline import Annul
from kz_social_registry.form import act_from_texts
from kz_social_registry.registry import Store
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing.samples import bin_of, issue
from support.forms import RIGHT, WRONG
from support.portals import MEMBER, PASSWORD, Member, crowd, public_pages, served
from support.samples import still_clock
from support.twins import MARK, twins

DAY: Final = date(2026, 6, 1)
CLOCK: Final = still_clock(datetime(2026, 6, 1, 7, tzinfo=UTC))
NAME: Final = "«Мейірім» ЖШС"
#: A form as it is posted; the address is not in the scope of the consent.
ISSUE: Final = {
    "on": "12.05.2025", "identifier": bin_of(1), "name": NAME, "address": f"{MARK} көшесі, 7",
    "conditions": ["at_home"], "categories": ["elderly"], "capacity": "40",
    "licence_issued_on": "10.05.2025", "licence_term": "3 года",
}  # fmt: skip
NEW: Final = "/ru/staff/00000000-0000-4000-8000-000000000001/issue?expect=0"
ENTRY: Final = NEW.removesuffix("/issue?expect=0")
#: A field and the sentence at it.
_FAULT: Final = re.compile(r'<span class="fault" id="(.+)-fault">(.+)</span>')


@pytest.fixture
def registry() -> Registry:
    """
    Return an empty register on a day in June.
    """
    return Registry(MemoryStore(), CLOCK)


@pytest.fixture
def address(registry: Registry) -> Iterator[str]:
    """
    Yield the address of its portal.
    """
    with served(registry) as address:
        yield address


@pytest.fixture
def member(address: str) -> Iterator[Member]:
    """
    Yield a member of the staff who has signed in.
    """
    with closing(httpx2.Client(base_url=address, timeout=60)) as client:
        yield Member(client)


def _searched(page: Page, address: str) -> str:
    """
    Return the number of providers that the public finds by the name.
    """
    page.goto(f"{address}/kk/")
    page.fill("#text", "мейирим")
    page.click("main button")
    return page.inner_text("#found")


def test_consent_decides_what_the_public_sees(
    browser: Browser, registry: Registry, address: str
) -> None:
    """
    A licence is issued, the consent is given and withdrawn; the public finds the provider in between.
    """
    page, public = browser.new_page(), browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    for one in (page, public):
        one.on("pageerror", lambda error: said.append(str(error)))
        one.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/ru/staff")
    page.fill("#name", MEMBER)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.click("text=выдача лицензии")
    for field in ("on", "identifier", "name", "address", "capacity", "licence_issued_on"):
        page.fill(f"#{field}", str(ISSUE[field]))
    page.fill("#licence_term", "навсегда")
    page.check("[value=at_home]")
    page.check("[value=elderly]")
    page.click("main button")
    expect(page.locator("#licence_term-fault")).to_be_visible()
    assert page.input_value("#name") == NAME
    assert len(registry.search()) == 0
    page.fill("#licence_term", "3 года")
    page.click("main button")
    assert page.inner_text("h1") == NAME
    assert _searched(public, address) == "0"

    page.click("a.button[href$=give_consent]")
    for column in ("name", "conditions"):
        page.check(f"[value={column}]")
    page.click("main button")
    assert _searched(public, address) == "1"
    public.click("article a")
    assert public.inner_text("h1") == NAME
    assert "жарияланбайды" in public.inner_text("main")
    for path in ("/kk/", "/kk/changes", "/kk/capacity", f"/en/provider/{registry.search()[0].id}"):
        public.goto(f"{address}{path}")
        assert MARK not in public.content()

    page.click("a.button[href$=withdraw_consent]")
    page.click("main button")
    assert _searched(public, address) == "0"
    assert public.goto(f"{address}/kk/provider/{registry.search()[0].id}").status == 404
    assert said == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


def test_every_wrong_field_has_its_sentence() -> None:
    """
    Each wrong field of each act is answered at the field, in the page's language; nothing is recorded.
    """
    registry = Registry(MemoryStore(), CLOCK)
    known = issue(1)
    registry.record(known.entry_id, known)
    member = Member(TestClient(make_app(registry, staff={MEMBER: PASSWORD}, secret="x")))  # noqa: S106
    languages = cycle(LANGUAGES)
    for kind, right in RIGHT.items():
        for field, text in ((f, text) for f in right.keys() - {"entry_id"} for text, _ in WRONG[f]):
            language, fields = next(languages), {**right, field: text}
            with pytest.raises(InvalidValue) as caught:
                act_from_texts(kind, fields)
            entry_id, facts = (UUID(int=5), 0) if kind == "issue" else (known.entry_id, 1)
            answer = member.post(f"/{language}/staff/{entry_id}/{kind}?expect={facts}", **fields)
            shown = _FAULT.findall(html.unescape(answer.text))
            (sentence,) = caught.value.by_field(language)[field]
            assert (answer.status_code, shown) == (422, [(field, sentence)]), (kind, text)
    assert len([*registry.changes()]) == 1


def test_what_is_hidden_changes_no_public_byte() -> None:
    """
    Two registers that differ only in hidden data have equal public pages and files, with equal headers.
    """
    apps = [make_app(one, staff={}, secret="") for one in twins(3)]
    found = [public_pages(TestClient(app), "kk", "ru") for app in apps]
    tags = [TestClient(app).get("/kk/capacity").headers["etag"] for app in apps]
    assert found[0] == found[1]
    assert tags[0] == tags[1]
    assert len(found[0]) > 2 * 9
    assert all(MARK.encode() not in content for content in found[1].values())


def test_a_page_that_has_not_changed_is_not_sent_again(registry: Registry) -> None:
    """
    A cache that has the page is answered with its tag; a new public row changes the tag.
    """
    client = TestClient(make_app(registry, staff={}, secret=""))
    tag = client.get("/kk/").headers["etag"]
    assert client.get("/kk/", headers={"If-None-Match": tag}).status_code == 304
    shown = issue(1)
    registry.record(shown.entry_id, shown, GiveConsent(on=shown.on, columns=[Column.NAME]))
    client.app.state.published.renew()  # type: ignore[attr-defined]  # any ASGI application
    assert client.get("/kk/", headers={"If-None-Match": tag}).status_code == 200


def test_forged_requests_record_nothing(registry: Registry, address: str, member: Member) -> None:
    """
    Without a session, the portal's origin and the token of the form, nothing is recorded.
    """
    cookie = member.client.cookies["session"]
    token = member.token
    until, name, signature = cookie.split(".")
    forged = ".".join((str(int(until) + 1), name, signature))
    cases: list[tuple[dict[str, str], dict[str, str], int]] = [
        ({}, {"token": token}, 303),  # to the page of signing in
        ({"Origin": "https://example.org", "Cookie": f"session={cookie}"}, {"token": token}, 403),
        ({"Origin": "null", "Cookie": f"session={cookie}"}, {"token": token}, 403),
        ({"Origin": address, "Cookie": f"session={cookie}"}, {}, 403),
        ({"Origin": address, "Cookie": f"session={cookie}"}, {"token": token[::-1]}, 403),
        ({"Origin": address, "Cookie": f"session={forged}"}, {"token": token}, 303),
        ({"Origin": address, "Cookie": f"session={cookie}"}, {"token": "x" * 100_000}, 413),
    ]
    with httpx2.Client(base_url=address) as stranger:
        answers = [stranger.post(NEW, headers=head, data=ISSUE | more) for head, more, _ in cases]
        assert [answer.status_code for answer in answers] == [status for *_, status in cases]
        assert stranger.get("/ru/staff").headers["location"] == "/ru/staff/sign-in"
        assert stranger.get(ENTRY).status_code == 303
    assert len(registry.search()) == 0
    assert member.post(NEW, **ISSUE).status_code == 303
    assert len(registry.search()) == 1


def test_staff_correct_and_annul_what_they_saw(registry: Registry, member: Member) -> None:
    """
    An act on an entry that others changed meanwhile is refused; facts are corrected and annulled.
    """
    member.post(NEW, **ISSUE)
    assert member.post(NEW, **ISSUE).status_code == 409  # the form was sent twice
    amended = {"on": "01.06.2026", "capacity": "50"}
    assert member.post(f"{ENTRY}/amend?expect=1", **amended).status_code == 303
    late = member.post(f"{ENTRY}/amend?expect=1", **(amended | {"capacity": "60"}))
    assert (late.status_code, 'value="60"' in late.text) == (409, True)

    form = member.client.get(f"{ENTRY}/amend?corrects=2").text
    assert 'value="50"' in form
    path = f"{ENTRY}/amend?expect=2&corrects=2"
    assert member.post(path, **amended).status_code == 422  # without a reason
    assert member.post(path, reason="опечатка", **(amended | {"capacity": "55"})).status_code == 303
    assert registry.search()[0].capacity == 55
    assert member.post(f"{ENTRY}/annul/4?expect=4", reason="ошибка").status_code == 303
    facts = registry.history(registry.search()[0])
    assert [isinstance(fact.content, Annul) for fact in facts] == [False, False, True, False, True]
    assert {fact.recorded_by for fact in facts} == {MEMBER}
    shown = member.client.get(ENTRY).text
    assert "опечатка" in shown
    assert member.client.get(f"{ENTRY}/amend?corrects=9").status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_wrong_questions_are_pages(registry: Registry, language: str) -> None:
    """
    A wrong address or question is answered with a page, whose status says what is wrong.
    """
    registry.record(act.entry_id, act) if (act := issue(1)) else None
    client = TestClient(make_app(registry, staff={MEMBER: PASSWORD}, secret="x"))  # noqa: S106
    statuses = {
        "/xx/": 404, f"/{language}/nowhere": 404, f"/{language}/?page=0": 404,
        f"/{language}/?conditions=zzz": 400, f"/{language}/?text=%00": 400,
        f"/{language}/provider/{act.entry_id}": 404, f"/{language}/files/secret": 404,
    }  # fmt: skip
    answers = {path: client.get(path) for path in statuses}
    assert {path: answer.status_code for path, answer in answers.items()} == statuses
    assert all("<h1>" in answer.text for answer in answers.values())
    assert act.name not in "".join(answer.text for answer in answers.values())


def test_many_threads_ask_while_staff_record(store: Store) -> None:
    """
    Every request is answered while acts are recorded, in every store; the soak suite has a crowd.
    """
    crowd(Registry(store, CLOCK), requests=40, acts=5)


def test_the_portal_is_small() -> None:
    """
    It has at most five hundred lines of Python.
    """
    folder = Path(__file__).parents[2] / "examples" / "portal"
    assert sum(len(file.read_text("utf-8").splitlines()) for file in folder.glob("*.py")) <= 500
