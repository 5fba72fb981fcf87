"""
`datapackage.json`: what a publication is, as a Frictionless Data Package.

It names each file with its SHA-256, and each column of the table with titles in three languages and the
clause that asks for it.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import LANGUAGES, PUBLICITY, RULES, Clause
from kz_social_registry.form.description import FIELDS, Kind
from kz_social_registry.form.publishing.folder import CATALOGUE
from kz_social_registry.form.publishing.imprint import LEGAL_BASIS, TITLE, Imprint, told
from kz_social_registry.serialization.cell_text import WITHHELD

_CHUNK: Final = 1 << 20
_MEDIA: Final = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".html": "text/html",
}
#: Table Schema types by what a column is to a spreadsheet.
_TYPES: Final[dict[Kind, dict[str, Any]]] = {
    Kind.TEXT: {"type": "string"},
    Kind.NUMBER: {"type": "integer"},
    Kind.DAY: {"type": "date", "format": "%d.%m.%Y"},
}


def write_catalogue(folder: Path, names: Iterable[str], imprint: Imprint, count: int) -> None:
    """
    Describe the files of a finished publication beside them.
    """
    resources = [_resource(folder / name, imprint, count) for name in names]
    package = {
        "profile": "data-package",
        "name": "kz-social-services-register",
        "title": TITLE[imprint.language],
        "titles": told(TITLE),
        "custodian": told(imprint.custodian),
        "contributors": [{"title": imprint.custodian[imprint.language], "role": "publisher"}],
        "legal_basis": {**told(LEGAL_BASIS), "edition": RULES.reference, "clause": _cited(PUBLICITY)},
        "licenses": [{"name": imprint.licence}],
        "on": imprint.on.isoformat(),
        "published_on": imprint.published_on.isoformat(),
        "view": imprint.view.value,
        "language": imprint.language,
        "count": count,
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (folder / CATALOGUE).write_text(text, encoding="utf-8", newline="")


def _resource(path: Path, imprint: Imprint, count: int) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": path.name.replace(".", "-"),
        "path": path.name,
        "format": path.suffix[1:],
        "mediatype": _MEDIA[path.suffix],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_digest(path)}",
    }
    if path.suffix != ".csv":
        return resource | {"profile": "data-resource", "type": "file"}
    return resource | {
        "profile": "tabular-data-resource",
        "type": "table",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "rows": count,
        "schema": table_schema(imprint),
    }


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def table_schema(imprint: Imprint) -> dict[str, Any]:
    """
    Return the Table Schema of the published form.

    A field's name is its heading in the file, as the specification has it; `code` stays the same in
    every language. A withheld cell is a missing value.
    """
    return {
        "fields": [_field(column, imprint) for column in Column],
        "missingValues": ["", WITHHELD[imprint.language]],
    }


def _field(column: Column, imprint: Imprint) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.heading(imprint.language),
        **_TYPES[FIELDS[column].kind],
        "title": column.heading(imprint.language),
        "titles": {language: column.heading(language) for language in LANGUAGES},
        "code": column.value,
    }
    if column.clause:
        field["clause"] = _cited(column.clause)
    if column is Column.IDENTIFIER:
        field["constraints"] = {"pattern": "[0-9]{12}"}
    return field


def _cited(clause: Clause) -> dict[str, str]:
    return {language: clause.cite(language) for language in LANGUAGES}
