"""
`datapackage.json`: the description of a publication as a Frictionless Data Package.

It names each file with its SHA-256. It names each column of the table with its titles in three
languages and the clause that requires it. By its own digest we recognise a catalogue that we wrote.
"""

import json
from collections.abc import Iterable
from hashlib import file_digest, sha256
from pathlib import Path
from stat import S_ISREG
from typing import Any, Final

from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import PUBLICITY
from kz_social_registry.domain.row import WITHHELD
from kz_social_registry.form.description import FIELDS, LISTS, Kind
from kz_social_registry.form.publishing.imprint import TITLE, Imprint, by_language

#: The file that lists the other files of a publication.
CATALOGUE: Final = "datapackage.json"
_LARGEST_CATALOGUE: Final = 1 << 20
_MEDIA: Final = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".html": "text/html",
}
#: The names of all files that a publication may have.
_FILES: Final = {
    CATALOGUE, "publication.schema.json", "diff.json", "diff.schema.json",
    *(f"register{suffix}" for suffix in _MEDIA),
}  # fmt: skip
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
            **by_language(imprint.edition.names.__getitem__),
            "edition": imprint.edition.reference,
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
    (folder / CATALOGUE).write_bytes(_sealed(package))


def _sealed(package: dict[str, Any]) -> bytes:
    """
    Return the text of a package with a last member, the digest of the text without it.
    """
    digest = sha256(_text(package)).hexdigest()
    return _text(package | {"hash": f"sha256:{digest}"})


def _text(package: dict[str, Any]) -> bytes:
    return f"{json.dumps(package, ensure_ascii=False, indent=1)}\n".encode()


def is_publication(folder: Path) -> bool:
    """
    Whether all files in a folder are those of a publication that we wrote, and nobody changed them.

    Files may be missing, and an empty folder will do.

    Raises:
        OSError: a file or the folder cannot be read.
    """
    found = list(folder.iterdir())
    if not all(path.name in _FILES and S_ISREG(path.lstat().st_mode) for path in found):
        return False
    listed = _listed(folder / CATALOGUE) if found else {}
    return all(_digest(path) == listed.get(path.name) for path in found)


def _listed(catalogue: Path) -> dict[str, str]:
    """
    Return the digests of a publication's files, its catalogue too; none if we did not write it so.
    """
    try:
        with catalogue.open("rb") as file:
            content = file.read(_LARGEST_CATALOGUE)
        package = json.loads(content)
        del package["hash"]
        if content != _sealed(package):
            return {}
        digests = {resource["path"]: resource["hash"] for resource in package["resources"]}
    except (FileNotFoundError, KeyError, RecursionError, TypeError, ValueError):
        return {}
    return {**digests, CATALOGUE: f"sha256:{sha256(content).hexdigest()}"}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{file_digest(file, 'sha256').hexdigest()}"


def _resource(path: Path, imprint: Imprint, count: int) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": path.name.replace(".", "-"),
        "path": path.name,
        "format": path.suffix[1:],
        "mediatype": _MEDIA[path.suffix],
        "bytes": path.stat().st_size,
        "hash": _digest(path),
    }
    table = _TABLES.get(path.suffix)
    if table is None:
        return resource | {"profile": "data-resource", "type": "file"}
    head = {"profile": "tabular-data-resource", "type": "table", "encoding": "utf-8"}
    return resource | head | {"rows": count, **table(imprint)}


def _form_table(imprint: Imprint) -> dict[str, Any]:
    dialect = {"delimiter": ",", "lineTerminator": "\r\n"}
    return {"dialect": dialect, "schema": table_schema(imprint)}


def _flat_table(imprint: Imprint) -> dict[str, Any]:
    """
    Return the members about the flat rows: fields by their codes, ISO days, lists, and null.
    """
    columns = [
        _field(column, imprint) | {"name": column.value, "format": "default"} for column in Column
    ]
    for column in LISTS:
        columns[column.rank]["type"] = "array"
    key = {"name": "id", "type": "string", "format": "uuid"}
    provider = {"name": "provider", "type": "string", "constraints": {"pattern": "(BIN|IIN) [0-9]{12}"}}
    return {"schema": {"fields": [key, *columns, provider, {"name": "withheld", "type": "array"}]}}


#: The members about each file that is a table.
_TABLES: Final = {".csv": _form_table, ".jsonl": _flat_table}


def table_schema(imprint: Imprint) -> dict[str, Any]:
    """
    Return the Table Schema of the published form.

    A field's name is its heading in the file, as the specification requires; its `code` is the same in
    every language. A withheld cell is a missing value.
    """
    fields = [_field(column, imprint) for column in Column]
    return {"fields": fields, "missingValues": ["", WITHHELD[imprint.language]]}


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
