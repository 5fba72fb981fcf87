"""
Pages: templates in three languages, and the headers that every answer has.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kz_social_registry import LANGUAGES, Column, Language, Withheld
from kz_social_registry.form import cell_text

FOLDER: Final = Path(__file__).parent
#: The portal's own words, each in Kazakh, Russian and English.
WORDS: Final = json.loads((FOLDER / "words.json").read_text("utf-8"))
TEMPLATES: Final = Environment(
    loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip
#: Nothing of other sites is loaded, no site may frame the pages, and no address goes to another site.
#: With `no-referrer` a browser would also hide the origin of our own forms.
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


TEMPLATES.filters["cell"] = lambda row, column, language: cell_text(
    Column(column), row.cell(Column(column)), language
)
TEMPLATES.tests["shown"] = lambda row, column: not isinstance(row.cell(Column(column)), Withheld)


def page(
    request: Request, name: str, language: Language, *, status: int = 200, **values: Any
) -> HTMLResponse:
    """
    Return a page that nobody may keep: for staff, and for errors.
    """
    place = LANGUAGES.index(language)
    words = {key: texts[place] for key, texts in WORDS.items()}
    languages = list(zip(LANGUAGES, WORDS["language"], strict=True))
    rest = str(request.url).removeprefix(str(request.base_url)).partition("/")[2]
    text = TEMPLATES.get_template(f"{name}.html").render(
        values, language=language, languages=languages, words=words, rest=rest, url=request.url,
        status=status, token=request.app.state.guard.token(request),
    )  # fmt: skip
    return HTMLResponse(text, status, HEADERS | {"Cache-Control": "no-store"})


def public_page(request: Request, name: str, language: Language, **values: Any) -> Response:
    """
    Return a page that caches may keep; its tag is the digest of the page, which is all public.
    """
    found = page(request, name, language, **values)
    tag = f'"{sha256(found.body).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "public, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    found.headers.update(headers)
    return found
