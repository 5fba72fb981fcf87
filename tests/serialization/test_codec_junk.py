"""
Junk of every type of JSON in the place of every value: a fault, and never another error.
"""

from importlib import import_module
from typing import Any

import pytest
from attrs import NOTHING, fields, has

from kz_social_registry.base.assumptions import ONE_ENTRY
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import PERMITS, PUBLICITY
from kz_social_registry.domain.row import Explanation, Revision, Withheld
from kz_social_registry.domain.timeline import Possibility
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.answers.audit import Head
from kz_social_registry.serialization.codec import from_plain, to_plain
from kz_social_registry.serialization.contacts import flat_names
from support.plain_values import HIDDEN
from support.refusals import faults_of

MODULES = ["", ".domain.acts", ".feed", ".form", ".registry"]
#: Reports of work on this machine, with paths and errors of its files, and open readings.
NOT_DATA = {"Dictionary", "FeedReceipt", "FormReport", "Snapshot", "Timelines"}
#: Names in plain data instead of an attribute's; a term without a length is a fault of the whole.
OTHER_NAMES: dict[Any, set[str]] = {Withheld: {"withheld"}, Term: {""}}
#: Every type of JSON, alone and inside the others.
JSON: list[Any] = [
    None, True, False, 0, -1, 10**30, 2.5, "", HIDDEN, [], [HIDDEN], [None], [[]], [{}], {},
    {HIDDEN: 1}, {"act": {}}, {"name": True},
]  # fmt: skip


def kinds() -> dict[str, Any]:
    """
    Return the records that public modules export or return, by name.
    """
    modules = [import_module(f"kz_social_registry{name}") for name in MODULES]
    exported = {name: getattr(module, name) for module in modules for name in module.__all__}
    returned = {kind.__name__: kind for kind in (Possibility, Explanation, Revision, Head)}
    every = (exported | returned).items()
    return {name: kind for name, kind in every if has(kind) and name not in NOT_DATA}


@pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
def test_junk_is_a_fault_of_its_attribute(kind: Any) -> None:
    """
    A record of nothing but one junk value lacks the others, and reports the junk at its place.
    """
    names = flat_names([a.name for a in fields(kind) if a.init and a.eq])
    needed = {a.name for a in fields(kind) if a.default is NOTHING} | OTHER_NAMES.get(kind, set())
    for junk in JSON:
        assert isinstance(junk, dict) or roots(kind, junk) <= {""}
        for name in names:
            assert roots(kind, {name: junk}) <= {name, *needed}


def roots(kind: Any, plain: Any) -> set[str]:
    """
    Return the first names of the paths of all faults; none of them shows the data.
    """
    try:
        from_plain(kind, plain)
    except InvalidValue as error:
        found = {fault.path.partition(".")[0].partition("[")[0] for fault in error.faults}
        return found | ({HIDDEN} if HIDDEN in f"{error} {error!r}" else set())
    return set()


@pytest.mark.parametrize(
    ("basis", "faults"),
    [
        (True, [(Code.WRONG_TYPE, "clause")]),
        (5, [(Code.WRONG_TYPE, "clause")]),
        (2.5, [(Code.WRONG_TYPE, "clause")]),
        ("x", [(Code.WRONG_TYPE, "clause")]),
        ([], [(Code.WRONG_TYPE, "clause")]),
        ({}, [(Code.MISSING, "clause.act")]),
        ({"x": 1}, [(Code.MISSING, "clause.act"), (Code.UNEXPECTED, "clause.x")]),
        ({"name": "x", "reading": "x"}, [(Code.UNEXPECTED, "clause.reading")]),
        ({"name": 1}, [(Code.WRONG_TYPE, "clause.name")]),
        ({"act": [], "paragraph": 7}, [(Code.WRONG_TYPE, "clause.act")]),
        ({"act": to_plain(PERMITS), "article": True}, [(Code.WRONG_TYPE, "clause.article")]),
    ],
    ids=str,
)
def test_the_basis_of_a_rule(basis: Any, faults: list[tuple[Code, str]]) -> None:
    """
    Junk in the place of a clause or an assumption is a fault of the one that it resembles.
    """
    for kind, plain in ((Possibility, {"act": "issue"}), (Fault, {"code": "empty"})):
        assert faults_of(lambda: from_plain(kind, {**plain, "clause": basis})) == faults  # noqa: B023  # called at once


def test_a_basis_is_read_again() -> None:
    """
    A clause, an assumption and the absence of both are read as themselves.
    """
    faults = [Fault(Code.EMPTY, clause=clause) for clause in (PUBLICITY, ONE_ENTRY, None)]
    assert [from_plain(Fault, to_plain(fault)).clause for fault in faults] == [f.clause for f in faults]
