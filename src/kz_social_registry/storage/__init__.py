"""
From an address to a store: a path is an SQLite file, `postgresql://…` a PostgreSQL database.

Few programs move a whole register, so `export` and `load` are imported when they are first asked for.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kz_social_registry.base import lazy
from kz_social_registry.base.fault_codes import StoreCode
from kz_social_registry.base.text import pattern
from kz_social_registry.registry.ports import Store, refusal
from kz_social_registry.storage.sqlite import SQLiteStore

if TYPE_CHECKING:
    from kz_social_registry.storage.transfer import export, load
else:
    __getattr__, __dir__ = lazy(__name__, {"storage.transfer": "export load"})

__all__ = ["export", "is_server", "load", "open_store"]

_SERVER: Final = ("postgresql://", "postgres://")
#: The beginning of an address that is no path: a scheme, `:memory:`, or a keyword of libpq. As a path,
#: it would make a file with the password in its name.
_NO_PATH: Final = pattern(
    r"[a-z][a-z0-9+.-]+:|:|(.*\s)?(host|hostaddr|port|dbname|user|password|passfile|service|options)\s*=",
    re.IGNORECASE | re.DOTALL,
)


def is_server(address: str) -> bool:
    """
    Whether the address names a database on a server, and not a file.
    """
    return address.startswith(_SERVER)


def open_store(address: str, *, new: bool = True) -> Store:
    """
    Open the register at an address, or make a `new` one.

    Raises:
        StoreError: it cannot be opened, is not a register, or does not exist and is not to be made.
        MissingExtra: a server is named, and the extra `postgres` is not installed.
    """
    if is_server(address):
        from kz_social_registry.storage.postgres import PostgresStore  # noqa: PLC0415  # an extra

        return PostgresStore(address, new=new)
    return open_file(address, new=new)


def open_file(path: str, *, new: bool = True) -> SQLiteStore:
    """
    Open the register in an SQLite file, or make a `new` one.

    Raises:
        StoreError: it cannot be opened, is not a register, or does not exist and is not to be made; or
            the address is not a path.
    """
    if not path.strip() or _NO_PATH().match(path):
        raise refusal(StoreCode.BAD_ADDRESS)
    if not new and not Path(path).exists():
        raise refusal(StoreCode.NO_REGISTER)
    return SQLiteStore(path)
