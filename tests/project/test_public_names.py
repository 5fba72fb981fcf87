"""
The public API: its names are pinned here, and the documents and examples use nothing else.
"""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PACKAGE: Final = "kz_social_registry"

#: The public modules and their names. A name leaves this list with a new major version only.
PUBLIC: Final = {
    "": """
        ActKind Bin Cause Column Conflict Criteria Erased Fault Identifier Iin InvalidValue LANGUAGES
        Language MissingExtra NotFound PublicEntry Publication Reason RecipientCategory Region
        Registry RegistryEntry RegistryError RegistryReader ReissueGround ServiceCondition
        Standing Status StoreError SuccessionKind Term TerminationGround UnlawfulAct View
        Withheld Withholding __version__ acts from_plain lifecycle to_plain
    """,
    "domain.acts": """
        ACTS Act Amend Consent Contract Exclude GiveConsent Issue Licence Reissue Resume
        EndContract GivenConsent SignContract Succession Suspend Terminate WithdrawConsent issue_of
    """,
    "feed": "FeedReceipt Outcome Receipt Verdict receive receive_file",
    "form": """
        ActField COLUMNS CellAddress Dictionary FORMATS Finding FormError FormReport Guards RowVerdict
        Severity
        Supplied Treatment act_fields act_from_texts act_texts available_formats cell_text fold headings
        import_form internal_cells publish read_dictionary read_publication
        record_acts schema write_internal_form
    """,
    "registry": """
        Agreement Change Checkpoint Clock Commit Criteria Cursor Diff Due DueReason Extract
        Facets Fact Flaw FlawKind History JournalLine Notice Page Period Record Registry RegistryEntry
        RegistryReader Segment Snapshot Store Timelines Verification apply_diff system_clock
    """,
    "storage": "export is_server load open_store",
    "storage.memory": "MemoryStore",
    "storage.postgres": "PostgresStore",
    "storage.sqlite": "SQLiteStore",
    "testing": """
        DURABLE LAWS PROMISES LawBroken Lifecycle LifecycleMachine Refused VECTORS WRONG
        REGISTER_VECTORS RegisterService WrongLifecycle check_lifecycle check_store
    """,
    "testing.strategies": """
        FIRST_DAY LAST_DAY acts bins cells consents contacts contracts criteria days emails entries
        facts histories identifiers iins issues katos licences notices public_entries publications
        registers standings successions telephones terms texts unlawful_acts
    """,
}


def _module(name: str) -> str:
    return f"{PACKAGE}.{name}".rstrip(".")


def test_public_names_are_pinned() -> None:
    """
    Each public module exports the names of the list and no others.
    """
    exported = {name: import_module(_module(name)).__all__ for name in PUBLIC}
    assert {name: sorted(names) for name, names in exported.items()} == {
        name: sorted(names.split()) for name, names in PUBLIC.items()
    }


def test_public_names_exist() -> None:
    """
    Each exported name is listed and there, also where it is imported when first asked for.
    """
    missing = [
        f"{name}.{one}"
        for name in PUBLIC
        for one in PUBLIC[name].split()
        if one not in dir(import_module(_module(name)))
        or not hasattr(import_module(_module(name)), one)
    ]
    assert missing == []


def test_unknown_names_are_refused() -> None:
    """
    A module that imports its names late still refuses one that it does not have.
    """
    assert [name for name in PUBLIC if hasattr(import_module(_module(name)), "no_such_name")] == []


def _programs() -> Iterator[tuple[str, str]]:
    """
    Yield the examples, and every Python block of the documents.
    """
    for path in sorted((ROOT / "examples").rglob("*.py")):
        yield path.name, path.read_text("utf-8")
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        blocks = re.findall(r"(?ms)^```python\n(.*?)^```$", path.read_text("utf-8"))
        yield from ((path.name, block) for block in blocks)


def _imported(program: str) -> Iterator[tuple[str, str]]:
    """
    Yield the imports of a program from the library: the module, and the name or "".
    """
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((str(node.module), alias.name) for alias in node.names)


def test_programs_use_public_names_only() -> None:
    """
    Examples and documents import nothing but public names.
    """
    public = {_module(name): {"", *names.split()} for name, names in PUBLIC.items()}
    strange = [
        f"{where}: {module} {name}"
        for where, program in _programs()
        for module, name in _imported(program)
        if module.partition(".")[0] == PACKAGE
        if name not in public.get(module, ()) and f"{module}.{name}" not in public
    ]
    assert strange == []
