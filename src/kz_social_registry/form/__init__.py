"""
The official form: reading, importing and publishing it.

A name is imported when it is first asked for: programs that only publish do not load the reader.
"""

from typing import TYPE_CHECKING

from kz_social_registry.base import lazy

if TYPE_CHECKING:
    from kz_social_registry.base.text import fold
    from kz_social_registry.domain.row import COLUMNS
    from kz_social_registry.form.act_form import ActField, act_fields, act_texts
    from kz_social_registry.form.description import Dictionary
    from kz_social_registry.form.findings import CellAddress, Finding, FormError, Severity
    from kz_social_registry.form.importing.importer import import_form
    from kz_social_registry.form.importing.plan import Guards, RowVerdict
    from kz_social_registry.form.importing.questions import read_dictionary
    from kz_social_registry.form.importing.report import FormReport
    from kz_social_registry.form.importing.row_acts import Supplied, Treatment
    from kz_social_registry.form.posted import act_from_texts
    from kz_social_registry.form.publishing.csv_json import read_publication
    from kz_social_registry.form.publishing.internal import write_internal_form
    from kz_social_registry.form.publishing.publish import FORMATS, available_formats, publish
    from kz_social_registry.form.recording.recorder import record_acts
    from kz_social_registry.serialization.cell_text import cell_text, headings, internal_cells
    from kz_social_registry.serialization.schemas import schema
else:
    __getattr__, __dir__ = lazy(
        __name__,
        {
            "base.text": "fold",
            "domain.row": "COLUMNS",
            "form.act_form": "ActField act_fields act_texts",
            "form.description": "Dictionary",
            "form.findings": "CellAddress Finding FormError Severity",
            "form.importing.importer": "import_form",
            "form.importing.plan": "Guards RowVerdict",
            "form.importing.questions": "read_dictionary",
            "form.importing.report": "FormReport",
            "form.importing.row_acts": "Supplied Treatment",
            "form.posted": "act_from_texts",
            "form.publishing.csv_json": "read_publication",
            "form.publishing.internal": "write_internal_form",
            "form.publishing.publish": "FORMATS available_formats publish",
            "form.recording.recorder": "record_acts",
            "serialization.cell_text": "cell_text headings internal_cells",
            "serialization.schemas": "schema",
        },
    )

__all__ = [
    "COLUMNS", "FORMATS", "ActField", "CellAddress", "Dictionary", "Finding", "FormError",
    "FormReport", "Guards", "RowVerdict", "Severity", "Supplied", "Treatment", "act_fields",
    "act_from_texts", "act_texts", "available_formats", "cell_text", "fold", "headings",
    "import_form", "internal_cells", "publish", "read_dictionary", "read_publication",
    "record_acts", "schema", "write_internal_form",
]  # fmt: skip
