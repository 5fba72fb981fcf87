"""
`register.jsonl`: flat rows, which programs for tables read without options.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pandas as pd
import polars as pl
import pytest
from frictionless import Package
from pyarrow.json import read_json

from kz_social_registry.base.columns import Column
from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition, Withholding
from kz_social_registry.domain.publication import PublicEntry, rebuilt
from kz_social_registry.domain.row import COLUMNS, Withheld
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.form.publishing.csv_json import flat_row
from kz_social_registry.form.publishing.publish import publish
from kz_social_registry.testing.samples import bin_of

DAY = date(2026, 1, 15)
_HIDDEN = Withheld(Withholding.OUTSIDE_CONSENT)
#: A row that shows all columns.
_SHOWN: dict[str, Any] = {
    "name": "«Үміт» ҚҚ", "identifier": Bin("050140998017"), "address": "Астана",
    "conditions": (ServiceCondition.AT_HOME,), "categories": (RecipientCategory.ELDERLY,),
    "capacity": 40, "phones": ("+77172743654",), "emails": (), "licence_issued_on": date(2025, 4, 20),
    "licence_term": Term(years=1, months=6), "reissued_on": None, "contract_signed_on": None,
    "contract_term": None, "included_on": date(2025, 4, 22), "terminated_on": None,
    "exclusion_basis": None,
}  # fmt: skip


def _row(number: int, *hidden: str, **cells: Any) -> PublicEntry:
    return rebuilt(UUID(int=number), _SHOWN | cells | dict.fromkeys(hidden, _HIDDEN))


def _published(folder: Path, rows: list[PublicEntry]) -> Path:
    publish(folder, rows, on=DAY, published_on=DAY, language="kk", formats=("jsonl",))
    return folder / "register.jsonl"


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (Term(years=1, months=6), "P1Y6M"), (Term(days=10), "P10D"),
        (Term(open_ended=True), "open_ended"),
        (Term(until=date(2028, 4, 20)), "until 2028-04-20"), (None, None), (_HIDDEN, None),
    ],
)  # fmt: skip
def test_a_row_is_flat(term: Term | Withheld | None, text: str | None) -> None:
    """
    A row has its id, seventeen columns by their codes, the provider, and the codes that are withheld.
    """
    row = flat_row(7, _row(1, "name", "phones", contract_term=term))

    assert list(row) == ["id", *(column.value for column in Column), "provider", "withheld"]
    assert row == {
        "id": str(UUID(int=1)), "number": 7, "name": None, "identifier": "050140998017",
        "address": "Астана", "conditions": ["at_home"], "categories": ["elderly"], "capacity": 40,
        "phones": None, "emails": [], "licence_issued_on": "2025-04-20", "licence_term": "P1Y6M",
        "reissued_on": None, "contract_signed_on": None, "contract_term": text,
        "included_on": "2025-04-22", "terminated_on": None, "exclusion_basis": None,
        "provider": "BIN 050140998017",
        "withheld": ["name", "phones", *(["contract_term"] if term is _HIDDEN else [])],
    }  # fmt: skip


def test_the_provider_is_the_identifier_with_its_kind() -> None:
    """
    A natural person has an IIN; a row that withholds the identifier withholds the provider.
    """
    assert flat_row(1, _row(1, identifier=Iin("791028302728")))["provider"] == "IIN 791028302728"
    assert flat_row(1, _row(1, "identifier"))["provider"] is None


def test_programs_for_tables_read_it_without_options(tmp_path: Path) -> None:
    """
    Columns that the first thousand rows withhold or lack have their types, and nothing is lost.
    """
    columns = [column.value for column in COLUMNS]
    hidden = [_row(number, *columns) for number in range(1, 1001)]
    late = [
        _row(1001),
        _row(1002, "name", emails=("info@example.kz",), exclusion_basis="таратылды", reissued_on=DAY),
    ]
    path = _published(tmp_path / "out", [*hidden, *late, _row(1003, identifier=Bin(bin_of(1)))])

    frame, table = pl.read_ndjson(path).sort("number"), read_json(path)
    assert (frame.shape, table.num_rows) == ((1003, 20), 1003)
    assert frame["number"].to_list() == list(range(1, 1004))
    assert frame["name"].null_count() == 1001
    assert frame["withheld"].list.len().sum() == 1000 * 16 + 1
    assert frame["identifier"].to_list()[999:] == [None, *["050140998017"] * 2, bin_of(1)]
    assert pd.read_json(path, lines=True).sort_values("number")["provider"].to_list()[1000:] == [
        *["BIN 050140998017"] * 2, f"BIN {bin_of(1)}",
    ]  # fmt: skip
    assert frame["conditions"].to_list()[999:1001] == [None, ["at_home"]]
    assert table.column("emails").to_pylist().count(["info@example.kz"]) == 1
    assert table.schema.field("capacity").type == "int64"


def test_the_data_package_describes_it(tmp_path: Path) -> None:
    """
    An independent program finds that the file is as described; each field has titles and clause.
    """
    path = _published(tmp_path / "out", [_row(1), _row(2, "name", "emails", reissued_on=DAY)])
    package = json.loads((path.parent / "datapackage.json").read_bytes())
    (resource,) = package["resources"]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}

    assert Package(str(path.parent / "datapackage.json")).validate().valid
    assert list(fields) == list(flat_row(1, _row(1)))
    assert {name: field["type"] for name, field in fields.items() if field["type"] != "string"} == {
        "number": "integer", "capacity": "integer", "withheld": "array", "conditions": "array",
        "categories": "array", "phones": "array", "emails": "array", "licence_issued_on": "date",
        "reissued_on": "date", "contract_signed_on": "date", "included_on": "date",
        "terminated_on": "date",
    }  # fmt: skip
    assert fields["capacity"]["titles"]["ru"] == "Общая мощность организации"
