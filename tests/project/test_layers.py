"""
The layers of the source: which package may import which, and in which order inside each package.
"""

import sys
from collections.abc import Iterator
from itertools import chain
from typing import Final

from support.source import MODULES, PACKAGE, imports, own_imports

#: Packages import only packages further left; those side by side do not import each other.
ORDER: Final = "base < domain < serialization < registry < storage feed form < cli testing"

#: The same order inside each package. Every module and folder has its place here.
INSIDE: Final = {
    "base": (
        "law text < assumptions < codelist < columns fault_codes vocabulary < fields < errors "
        "< validation"
    ),
    "base.fault_codes": "cells feeds form_files general stores warnings",
    "cli": "output < usage < options < acts audit bulk importing inspect publish stores",
    "domain": (
        "values < entry < row search < issue publication < acts < lifecycle < timeline < standing"
    ),
    "domain.values": "contacts identifiers regions terms < parts public_text < warnings",
    "feed": "lines < notices < file",
    "form": (
        "findings safety < cells < description < posted publishing reading < act_form importing "
        "< recording"
    ),
    "form.cells": "notes < contacts moments wordings < days < choices numbers",
    "form.importing": "branches questions row_acts < plan < batches report < importer",
    "form.publishing": (
        "heading_rows imprint < catalogue csv_json < folder internal page workbook < publish"
    ),
    "form.publishing.page": "page",
    "form.recording": "effects table < recorder",
    "form.reading": (
        "header < delimited remarks < binary < ordinary < archive < workbook < opening < rows "
        "< services"
    ),
    "registry": ("flaws records < ports < answers arguments recorder < reader < facade"),
    "registry.answers": "audit due extract public_diff public_rows standings < journal",
    "serialization": "cell_text files scalars schemas < contacts < converter < codec < boundary",
    "storage": "batches transfer < memory sql < postgres sqlite",
    "storage.postgres": "schema < server < connections rows < store",
    "storage.sql": "connections stored < rows < queries < relational",
    "storage.sqlite": "connections schema < file < store",
    "testing": (
        "draws from_type samples vectors < lifecycles promises register_vectors "
        "< store_kit strategies wrong"
    ),
    "testing.draws": "values < cells lives < registers",
    "testing.lifecycles": "rules subjects < lives < walk < laws",
    "testing.promises": "looking < batches commits processes questions threads",
    "testing.strategies": "machine types",
}

CORE: Final = {"attrs", "cattrs", "dateutil"}
#: One optional dependency = the one place that imports it: modules of this name, or that begin with it.
OPTIONAL: Final = {
    "click": ("cli",),
    "rich": ("cli",),
    "hypothesis": ("testing.from_type", "testing.strategies"),
    "psycopg": ("storage.postgres",),
    "psycopg_pool": ("storage.postgres",),
    "python_calamine": ("form.reading.workbook",),
    "xlsxwriter": ("form.publishing.workbook",),
    "jinja2": ("form.publishing.page",),
    "markupsafe": ("form.publishing.page",),
    "pydantic_core": ("serialization.boundary",),
}


def _ranks(line: str) -> dict[str, int]:
    return {name: rank for rank, names in enumerate(line.split(" < ")) for name in names.split()}


def _against(package: str, order: str) -> Iterator[str]:
    """
    Yield the imports between the parts of a package that go against its order.
    """
    prefix = f"{package}." if package else ""
    ranks = _ranks(order)
    for module in MODULES:
        mine = module.removeprefix(prefix).partition(".")[0]
        if not module.startswith(prefix) or mine not in ranks:
            continue
        for other in own_imports(module):
            theirs = other.removeprefix(prefix).partition(".")[0]
            inside = other.startswith(prefix) and theirs != mine
            if inside and ranks.get(theirs, -1 if prefix else len(ranks)) >= ranks[mine]:
                yield f"{module} imports {other}"


def _parts(package: str) -> set[str]:
    """
    Return the modules and folders directly inside a package.
    """
    prefix = f"{package}." if package else ""
    inner = (m.removeprefix(prefix).partition(".")[0] for m in MODULES if m.startswith(prefix))
    return {name for name in inner if not name.startswith("__")}


def test_packages_import_in_one_order() -> None:
    """
    No package imports one to its right, or one of its own rank.
    """
    assert sorted(_against("", ORDER)) == []


def test_modules_import_in_one_order() -> None:
    """
    The same holds inside each package.
    """
    against = chain.from_iterable(_against(package, order) for package, order in INSIDE.items())
    assert sorted(against) == []


def test_every_module_has_its_place() -> None:
    """
    The orders name every module and folder once, and nothing else.
    """
    stated = {"": ORDER, **INSIDE}
    packages = {"", *(m for m, path in MODULES.items() if path.name == "__init__.py" and _parts(m))}
    named = {package: sorted(order.replace("<", " ").split()) for package, order in stated.items()}
    assert named == {package: sorted(_parts(package)) for package in packages - {"__init__"}}


def test_folders_have_at_most_ten_modules() -> None:
    """
    A folder has one purpose, and at most ten modules and folders.
    """
    assert {p: len(_parts(p)) for p in ("", *INSIDE) if len(_parts(p)) > 10} == {}


def test_imports_are_absolute() -> None:
    """
    An import states the full name of its source.
    """
    assert [m for m in MODULES if any(source.startswith(".") for source, _ in imports(m))] == []


def _foreign_imports(module: str) -> set[str]:
    tops = {source.partition(".")[0] for source, _ in imports(module)}
    return tops - sys.stdlib_module_names - {PACKAGE}


def test_dependencies_have_one_place() -> None:
    """
    Beyond the three core dependencies, each optional one is imported in its own place only.
    """
    strangers = [
        (module, name)
        for module in MODULES
        for name in sorted(_foreign_imports(module) - CORE)
        if not module.startswith(OPTIONAL.get(name, ("-",)))
    ]
    assert strangers == []


def test_every_core_dependency_is_needed() -> None:
    """
    The library imports each of its three dependencies.
    """
    assert set(chain.from_iterable(map(_foreign_imports, MODULES))) & CORE == CORE
