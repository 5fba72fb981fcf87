"""
Opening a file: its content decides its kind, not its name.
"""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Refusal
from kz_social_registry.form.findings import FormError
from kz_social_registry.form.reading.delimited import Tables, chunks, open_text

#: The first bytes, from which the kind of file is seen.
_SNIFFED: Final = 65_536
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def open_tables(path: Path) -> AbstractContextManager[Tables]:
    """
    Open the tables of a CSV or XLSX file.

    Raises:
        FormError: the file is neither, or exceeds a limit.
        MissingExtra: it is XLSX, and the extra `xlsx` is not installed.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_SNIFFED)
    if head.startswith(_OLE):
        locked = any(_ENCRYPTED in chunk for chunk in chunks(path))
        raise FormError(Fault(Refusal.PASSWORD if locked else Refusal.OLD_WORKBOOK))
    if head.startswith(_ZIP):
        from kz_social_registry.form.reading.workbook import open_workbook  # noqa: PLC0415  # an extra

        return open_workbook(path)
    return open_text(path, head)
