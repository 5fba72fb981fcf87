"""
The files of a publication: the official form in every format, in a folder replaced as a whole.

Writers take only rows that passed the gate. They use no clock, so the same rows give the same bytes.
Rows are read once and written into all files as they come, so memory stays flat.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from datetime import date
from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from typing import Final

from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import Language
from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain.publication import PublicEntry, gated
from kz_social_registry.form.publishing.catalogue import write_catalogue
from kz_social_registry.form.publishing.csv_json import AddRow, csv_file, json_file, json_lines_file
from kz_social_registry.form.publishing.folder import replaced_folder
from kz_social_registry.form.publishing.imprint import Imprint
from kz_social_registry.registry.ports import Progress, watched

_Writer = Callable[[Path, Imprint], AbstractContextManager[AddRow]]


def _workbook(path: Path, imprint: Imprint) -> AbstractContextManager[AddRow]:
    from kz_social_registry.form.publishing.workbook import workbook_file  # noqa: PLC0415  # an extra

    return workbook_file(path, imprint)


def _page(path: Path, imprint: Imprint) -> AbstractContextManager[AddRow]:
    from kz_social_registry.form.publishing.page.page import page_file  # noqa: PLC0415  # an extra

    return page_file(path, imprint)


#: Each format's writer, and the optional package that it needs.
_WRITERS: Final[dict[str, tuple[_Writer, str | None]]] = {
    "csv": (csv_file, None),
    "json": (json_file, None),
    "jsonl": (json_lines_file, None),
    "xlsx": (_workbook, "xlsxwriter"),
    "html": (_page, "jinja2"),
}
#: All formats in their order.
FORMATS: Final = tuple(_WRITERS)


def available_formats() -> tuple[str, ...]:
    """
    Return the formats whose packages are installed.
    """
    needed = ((name, package) for name, (_, package) in _WRITERS.items())
    return tuple(name for name, package in needed if package is None or find_spec(package))


def publish(
    directory: str | PathLike[str],
    rows: Iterable[PublicEntry],
    *,
    on: date,
    published_on: date,
    language: Language,
    view: View = View.CURRENT,
    formats: Iterable[str] | None = None,
    progress: Progress = lambda _: None,
) -> int:
    """
    Write a publication in some formats, by default all that are available; return the number of rows.

    Raises:
        InvalidValue: there is no such format, or a row did not pass the gate; nothing is written.
        FormError: the directory holds other files than those of a publication, or changed ones.
        MissingExtra: a format's package is not installed.
        OSError: the directory cannot be written.
    """
    imprint = Imprint(on=on, published_on=published_on, language=language, view=view)
    return publish_as(directory, rows, imprint, formats, progress=progress)


def publish_as(
    directory: str | PathLike[str],
    rows: Iterable[PublicEntry],
    imprint: Imprint,
    formats: Iterable[str] | None = None,
    *,
    extras: Callable[[Path], Iterable[str]] = lambda _: (),
    progress: Progress = lambda _: None,
) -> int:
    """
    Write a publication under an imprint; `extras` may add files to the folder and returns their names.
    """
    named = set(available_formats() if formats is None else formats)
    if named - set(FORMATS):
        raise InvalidValue(Fault(Code.UNKNOWN_CODE, "formats", allowed=FORMATS))
    chosen = [name for name in FORMATS if name in named]
    count = 0
    with replaced_folder(Path(directory)) as folder:
        with ExitStack() as stack:
            files = (_WRITERS[name][0](folder / f"register.{name}", imprint) for name in chosen)
            adders = [stack.enter_context(file) for file in files]
            for count, row in enumerate(watched(gated(rows), progress), 1):
                for add in adders:
                    add(count, row)
        names = [f"register.{name}" for name in chosen]
        write_catalogue(folder, [*names, *extras(folder)], imprint, count)
    return count
