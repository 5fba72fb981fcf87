"""
The staff side: the entries, the acts that are possible now, corrections, and the journal.
"""

from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from guard import COOKIE, SECONDS, Fields, posted
from pages import page

from kz_social_registry import ActKind, Conflict, Criteria, InvalidValue, Language, UnlawfulAct
from kz_social_registry.form import COLUMNS, act_fields, act_from_texts, act_texts, internal_cells

router = APIRouter(prefix="/{language}/staff")
Posted = Annotated[Fields, Depends(posted)]


class Desk:
    """
    The registry, and the member of the staff who asks; whoever has not signed in is sent to do so.
    """

    def __init__(self, request: Request, language: Language) -> None:
        self.request, self.language = request, language
        self.registry = request.app.state.registry
        self.by = request.app.state.guard.member(request)
        if self.by is None:
            raise HTTPException(303, headers={"Location": f"/{language}/staff/sign-in"})

    def form(self, kind: ActKind, expect: int, corrects: int, **values: Any) -> Response:
        values |= {"kind": kind, "fields": act_fields(kind), "expect": expect, "corrects": corrects}
        return page(self.request, "act", self.language, **values)

    def recorded(self, entry_id: UUID) -> Response:
        self.request.app.state.published.renew()
        return RedirectResponse(f"/{self.language}/staff/{entry_id}", 303)


Staff = Annotated[Desk, Depends()]


@router.get("/sign-in")
def ask_name(request: Request, language: Language) -> Response:
    return page(request, "sign_in", language, wrong=False)


@router.post("/sign-in")
def sign_in(request: Request, language: Language, fields: Posted) -> Response:
    name, password = (fields.get(field, [""])[0] for field in ("name", "password"))
    session = request.app.state.guard.sign_in(name, password)
    if session is None:
        return page(request, "sign_in", language, wrong=True, status=403)
    answer = RedirectResponse(f"/{language}/staff", 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, session, SECONDS, httponly=True, samesite="strict", secure=secure)
    return answer


@router.post("/sign-out")
def sign_out(language: Language, _: Posted) -> Response:
    answer = RedirectResponse(f"/{language}/", 303)
    answer.delete_cookie(COOKIE)
    return answer


@router.get("")
def entries(desk: Staff, text: str = "", after: str = "") -> Response:
    found = desk.registry.search(Criteria(text=text), after=after or None, limit=20, total=True)
    values = {"found": found, "text": text, "new": uuid4(), "issue": ActKind.ISSUE}
    return page(desk.request, "entries", desk.language, **values)


@router.get("/{entry_id}")
def entry(desk: Staff, entry_id: UUID) -> Response:
    registry, found = desk.registry, desk.registry.get(entry_id)
    cells = internal_cells(found, desk.language) if found else []
    return page(
        desk.request, "entry", desk.language, id=entry_id, entry=found,
        cells=list(zip(COLUMNS, cells, strict=False)),
        standing=found and registry.standing(found.identifier),
        hidden=registry.why_hidden(entry_id), allowed=registry.allowed(entry_id),
        journal=registry.journal(entry_id),
    )  # fmt: skip


@router.get("/{entry_id}/{kind}")
def ask(desk: Staff, entry_id: UUID, kind: ActKind, corrects: int = 0) -> Response:
    is_new = kind is ActKind.ISSUE and not corrects
    facts = () if is_new else desk.registry.history(entry_id)
    texts = {"on": [f"{desk.registry.today():%d.%m.%Y}"]}
    if corrects:
        acts = [f.content for f in facts if f.number == corrects and f.on]
        if not acts or acts[0].kind is not kind:
            raise HTTPException(404)
        texts = act_texts(acts[0], desk.language)
    return desk.form(kind, len(facts), corrects, texts=texts, faults={})


@router.post("/{entry_id}/{kind}")
def record(
    desk: Staff, fields: Posted, entry_id: UUID, kind: ActKind, expect: int, corrects: int = 0
) -> Response:
    texts, noted = dict(fields), {"by": desk.by, "expect": expect}
    (reason,) = fields.pop("reason", [""])[:1]
    if kind is ActKind.ISSUE:
        fields["entry_id"] = [str(entry_id)]
    try:
        act = act_from_texts(kind, fields)
        if corrects:
            desk.registry.correct(entry_id, corrects, act, reason=reason, **noted)
        else:
            desk.registry.record(entry_id, act, **noted)
    except (InvalidValue, UnlawfulAct, Conflict) as error:
        status, faults = 409 if isinstance(error, Conflict) else 422, error.by_field(desk.language)
        return desk.form(kind, expect, corrects, texts=texts, faults=faults, status=status)
    return desk.recorded(entry_id)


@router.post("/{entry_id}/annul/{number}")
def annul(desk: Staff, fields: Posted, entry_id: UUID, number: int, expect: int) -> Response:
    (reason,) = fields.get("reason", [""])[:1]
    desk.registry.annul(entry_id, number, reason=reason, by=desk.by, expect=expect)
    return desk.recorded(entry_id)
