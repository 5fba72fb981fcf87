"""
The public side: search, a provider's page, capacity, changes and files, from the publication alone.
"""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from pages import HEADERS, public_page
from published import Edition

from kz_social_registry import Language, RecipientCategory, ServiceCondition
from kz_social_registry.form import COLUMNS

ROWS: Final = 20  # of a page
LISTS: Final = {"conditions": ServiceCondition, "categories": RecipientCategory}

router = APIRouter(prefix="/{language}")


def _latest(request: Request) -> Edition:
    return request.app.state.published.latest()


Latest = Annotated[Edition, Depends(_latest)]
Codes = Annotated[list[str], Query(default_factory=list)]


@router.get("/")
def search(
    request: Request, language: Language, edition: Latest, conditions: Codes, categories: Codes,
    text: str = "", page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:  # fmt: skip
    words = {"conditions": conditions, "categories": categories}
    found = edition.publication.search(text=text, **words)
    return public_page(
        request, "search", language, publication=edition.publication, lists=LISTS, words_asked=words,
        text=text, found=len(found), rows=found[(page - 1) * ROWS : page * ROWS],
        page=page, last=max(1, -(-len(found) // ROWS)),
    )  # fmt: skip


@router.get("/provider/{entry_id}")
def provider(request: Request, language: Language, edition: Latest, entry_id: UUID) -> Response:
    row = edition.rows.get(entry_id)
    if row is None:
        raise HTTPException(404)
    return public_page(request, "provider", language, row=row, columns=COLUMNS)


@router.get("/capacity")
def capacity(request: Request, language: Language, edition: Latest) -> Response:
    return public_page(request, "capacity", language, publication=edition.publication)


@router.get("/changes")
def changes(request: Request, language: Language, edition: Latest) -> Response:
    return public_page(request, "changes", language, changes=edition.changes, rows=edition.rows)


@router.get("/files")
def files(request: Request, language: Language, edition: Latest) -> Response:
    made, written = edition.publication, edition.files(language)
    return public_page(request, "files", language, publication=made, files=written)


@router.get("/files/{name}")
def file(language: Language, edition: Latest, name: str) -> Response:
    content = edition.files(language).get(name)
    if content is None:
        raise HTTPException(404)
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)
