"""
Opening a file: its content decides its kind, not its name.
"""

import re
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
#: The beginnings of a web page, of XML, and of a page with its pictures in one file, after marks of an
#: encoding.
_MARKUP: Final = re.compile(rb"[\s\xef\xbb\xbf\xfe\xff]*(?:<[!?a-z]|mime-version:)", re.IGNORECASE)
#: The beginnings of a document to print, and of a text with its layout.
_DOCUMENTS: Final = (b"%PDF-", b"{\\rtf")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def open_tables(path: Path) -> AbstractContextManager[Tables]:
    """
    Open the tables of a CSV file or a workbook.

    Raises:
        FormError: the file is neither, or exceeds a limit.
        MissingExtra: it is a workbook, and the extra `xlsx` is not installed.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_SNIFFED)
    if head.startswith(_OLE) and any(_ENCRYPTED in chunk for chunk in chunks(path)):
        raise FormError(Fault(Refusal.PASSWORD))
    if head.startswith((_OLE, _ZIP)):
        from kz_social_registry.form.reading.workbook import open_workbook  # noqa: PLC0415  # an extra

        return open_workbook(path, is_archive=head.startswith(_ZIP))
    if _MARKUP.match(head.replace(b"\0", b"")):  # which UTF-16 has
        raise FormError(Fault(Refusal.MARKUP))
    if head.startswith(_DOCUMENTS):
        raise FormError(Fault(Refusal.BINARY))
    return open_text(path, head)
