"""
Who may post what: sign-in, sessions, and the refusal of forged and cross-site requests.
"""

import hmac
import time
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qs

from fastapi import HTTPException, Request

COOKIE: Final = "session"
SECONDS: Final = 8 * 3600  # of a session: a working day
MOST: Final = 100_000  # bytes of a form

Fields = dict[str, list[str]]


class Guard:
    """
    The staff and the key of their sessions. A session is a signed cookie, so that processes share it.
    """

    def __init__(self, staff: Mapping[str, str], secret: str) -> None:
        self._staff = staff
        self._key = secret.encode()

    def sign_in(self, name: str, password: str) -> str | None:
        right = self._staff.get(name, "")
        if not (right and hmac.compare_digest(right.encode(), password.encode())):
            return None
        session = f"{int(time.time()) + SECONDS}.{name.encode().hex()}"
        return f"{session}.{self._signed(session)}"

    def _signed(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), "sha256").hexdigest()

    def member(self, request: Request) -> str | None:
        session, _, signature = request.cookies.get(COOKIE, "").rpartition(".")
        if not hmac.compare_digest(self._signed(session).encode(), signature.encode()):
            return None
        until, _, name = session.partition(".")
        return bytes.fromhex(name).decode() if int(until) > time.time() else None

    def token(self, request: Request) -> str:
        """
        Return the token that each form of a session carries; other sites cannot know it.
        """
        return self._signed(f"form of {request.cookies.get(COOKIE, '')}")


async def posted(request: Request) -> Fields:
    """
    Return the fields of a form that was posted from our own page.
    """
    if request.headers.get("origin") != str(request.base_url).rstrip("/"):
        raise HTTPException(403)
    if int(request.headers.get("content-length") or MOST + 1) > MOST:
        raise HTTPException(413)
    body = await request.body()
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    (token,) = fields.pop("token", [""])[:1]
    if not hmac.compare_digest(token.encode(), request.app.state.guard.token(request).encode()):
        raise HTTPException(403)
    return fields
