"""
A portal of the register: a public side for everybody, and a staff side for those who sign in.

    pip install '.[xlsx,html]' fastapi uvicorn
    python examples/portal

The settings are variables of the environment:

- PORTAL_STORE: the register, as a path or as `postgresql://…`; by default the file `register.db`;
- PORTAL_STAFF: names and passwords of the staff, as `aigul:secret bolat:other`;
- PORTAL_SECRET: the key of sessions, which several processes must share; by default a new one;
- PORTAL_PORT: by default 8000.
"""

import os
import secrets

import uvicorn
from app import make_app

from kz_social_registry import Registry
from kz_social_registry.storage import open_store


def main() -> None:
    """
    Serve the portal until it is stopped.
    """
    staff = os.environ.get("PORTAL_STAFF") or f"registrar:{secrets.token_urlsafe(12)}"
    if "PORTAL_STAFF" not in os.environ:
        print(f"staff: {staff}")
    members = dict(member.split(":", 1) for member in staff.split())
    secret = os.environ.get("PORTAL_SECRET") or secrets.token_urlsafe(32)
    with open_store(os.environ.get("PORTAL_STORE") or "register.db") as store:
        app = make_app(Registry(store), staff=members, secret=secret)
        # No access log: addresses of staff pages hold what was searched for.
        uvicorn.run(app, port=int(os.environ.get("PORTAL_PORT") or 8000), access_log=False)


if __name__ == "__main__":
    main()
