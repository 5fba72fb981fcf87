"""
`datapackage.json`: the description of a publication as a Frictionless Data Package.

It names each file with its SHA-256. It names each column of the table with its titles in three
languages and the clause that requires it.
"""

import json
from collections.abc import Iterable
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final

from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import PUBLICITY, RULES
from kz_social_registry.form.description import FIELDS, Kind
from kz_social_registry.form.publishing.folder import CATALOGUE
from kz_social_registry.form.publishing.imprint import LEGAL_BASIS, TITLE, Imprint, by_language
from kz_social_registry.serialization.cell_text import WITHHELD

_MEDIA: Final = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".html": "text/html",
}
#: The Table Schema type for each kind of column.
_TYPES: Final[dict[Kind, dict[str, Any]]] = {
    Kind.TEXT: {"type": "string"},
    Kind.NUMBER: {"type": "integer"},
    Kind.DAY: {"type": "date", "format": "%d.%m.%Y"},
}


def write_catalogue(folder: Path, names: Iterable[str], imprint: Imprint, count: int) -> None:
    """
    Write the description of a finished publication into its folder.
    """
    resources = [_resource(folder / name, imprint, count) for name in names]
    package = {
        "profile": "data-package",
        "name": "kz-social-services-register",
        "title": TITLE[imprint.language],
        "titles": by_language(TITLE.__getitem__),
        "custodian": by_language(imprint.custodian.__getitem__),
        "contributors": [{"title": imprint.custodian[imprint.language], "role": "publisher"}],
        "legal_basis": {
            **by_language(LEGAL_BASIS.__getitem__),
            "edition": RULES.reference,
            "clause": by_language(PUBLICITY.cite),
        },
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
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    resource: dict[str, Any] = {
        "name": path.name.replace(".", "-"),
        "path": path.name,
        "format": path.suffix[1:],
        "mediatype": _MEDIA[path.suffix],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
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


def table_schema(imprint: Imprint) -> dict[str, Any]:
    """
    Return the Table Schema of the published form.

    A field's name is its heading in the file, as the specification requires; its `code` is the same in
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
        "titles": by_language(column.heading),
        "code": column.value,
    }
    if column.clause:
        field["clause"] = by_language(column.clause.cite)
    if column is Column.IDENTIFIER:
        field["constraints"] = {"pattern": "[0-9]{12}"}
    return field
