"""
The application: both sides of the portal over one store.
"""

from collections.abc import Mapping

import public_side
import staff_side
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, RedirectResponse
from guard import Guard
from pages import FOLDER, page
from published import Published
from starlette.exceptions import HTTPException

from kz_social_registry import LANGUAGES, NotFound, Registry, RegistryError, StoreError


def make_app(registry: Registry, *, staff: Mapping[str, str], secret: str) -> FastAPI:
    """
    Return the portal of a register, with the staff's names and passwords and the key of sessions.
    """
    # FastAPI's own pages of documentation load scripts from another site.
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.registry = registry
    app.state.published = Published(registry)
    app.state.guard = Guard(staff, secret)
    for kind in (HTTPException, RequestValidationError, RegistryError):
        app.add_exception_handler(kind, _failed)
    app.get("/")(lambda: RedirectResponse(f"/{LANGUAGES[0]}/"))
    app.get("/style.css")(lambda: FileResponse(FOLDER / "style.css"))
    app.include_router(staff_side.router)
    app.include_router(public_side.router)
    return app


def _failed(request: Request, error: Exception) -> Response:
    first = request.url.path.split("/")[1]
    language = first if first in LANGUAGES else LANGUAGES[0]
    if getattr(error, "headers", None):  # to the page of signing in
        return Response(status_code=error.status_code, headers=error.headers)
    if isinstance(error, RegistryError):
        status = {NotFound: 404, StoreError: 503}.get(type(error), 400)
        lines = error.describe(language).splitlines()
    else:
        status, lines = getattr(error, "status_code", 404), []
    return page(request, "error", language, status=status, lines=lines)
