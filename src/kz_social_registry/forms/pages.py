"""
The form as one HTML page; the one module that needs Jinja2 (extra `html`).

The page is whole without scripts and fetches nothing: style and script stand in it, and its own policy
forbids everything else. On paper the form comes in three parts, as in the Appendix.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Final

from attrs import frozen

from kz_social_registry.columns import Column
from kz_social_registry.errors import Fault, MissingExtra
from kz_social_registry.forms.cells import row_cells
from kz_social_registry.forms.description import FIELDS
from kz_social_registry.forms.imprint import LEGAL_BASIS, TITLE, Imprint
from kz_social_registry.forms.safety import WITHHELD
from kz_social_registry.forms.text_files import AddRow
from kz_social_registry.law import PUBLICITY, Language
from kz_social_registry.messages import Code
from kz_social_registry.publication import COLUMNS, PublicEntry, Withheld
from kz_social_registry.vocabulary import View
from kz_social_registry.words import Word

try:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup, escape
except ModuleNotFoundError:
    raise MissingExtra(Fault(Code.MISSING_EXTRA, allowed=("kz-social-registry[html]",))) from None

# fmt: off


class PageWord(Word):
    """
    What the page says besides the form.
    """

    ON = "on", None, "Мәліметтер мына күнгі жағдай бойынша", "Сведения на дату", "As of"
    PUBLISHED_ON = "published_on", None, "Жарияланған күні", "Дата публикации", "Published on"
    CUSTODIAN = "custodian", None, "Тіркелімді жүргізуші", "Держатель регистра", "Custodian"
    BASIS = "basis", None, "Құқықтық негізі", "Правовое основание", "Legal basis"
    COUNT = "count", None, "Жазбалар саны", "Число записей", "Entries"
    FILTER = (
        "filter", None, "Атауы, БСН немесе мекенжайы бойынша іздеу",
        "Поиск по наименованию, БИН или адресу", "Filter by name, BIN or address",
    )
    FOUND = (
        "found", None, "Табылғаны: {found} / {all}", "Найдено: {found} из {all}",
        "Found: {found} of {all}",
    )
    TABLE = "table", None, "Тіркелім кестесі", "Таблица регистра", "The register's table"
    CONTINUED = (
        "continued", None, "кестенің жалғасы", "продолжение таблицы", "table, continued",
    )
    EMPTY = (
        "empty", None, "Жарияланған жазба жоқ.", "Опубликованных записей нет.",
        "There are no published entries.",
    )
    SKIP = "skip", None, "Кестеге өту", "Перейти к таблице", "Skip to the table"
    CONSENT = (
        "consent", PUBLICITY,
        "Мәліметтер өнім берушінің келісімімен жарияланады; келісім болмаса, «{word}» деп жазылады",
        "Сведения публикуются с согласия поставщика; где согласия нет, стоит «{word}»",
        "Data are published with the provider's consent; where there is none, it says “{word}”",
    )


# fmt: on

#: How many columns each printed part has, as in the Appendix.
_PARTS: Final = tuple(
    tuple(column for column in Column if FIELDS[column].part == part) for part in (1, 2, 3)
)
#: The template's own text for "the rows go here".
_ROWS: Final = "\x00rows {}\x00"


@frozen(kw_only=True)
class _Heading:
    """
    A heading of the table: how many columns and rows it spans.
    """

    text: str
    columns: int = 1
    rows: int = 1


@contextmanager
def page_file(path: Path, imprint: Imprint) -> Iterator[AddRow]:
    """
    Lend what writes rows into a page. The table's rows and those of its printed parts wait in files.
    """
    with ExitStack() as stack:
        waiting = [stack.enter_context(TemporaryFile("w+", encoding="utf-8")) for _ in range(4)]
        count = 0

        def add(number: int, row: PublicEntry) -> None:
            nonlocal count
            count = number
            cells = _cells(number, row, imprint.language)
            waiting[0].write(_row(cells.values()))
            for file, part in zip(waiting[1:], _PARTS, strict=True):
                file.write(_row([cells[column] for column in part]))

        yield add
        page = _page(imprint, count)
        with path.open("w", encoding="utf-8", newline="") as file:
            _assemble(file, page, waiting)


def _assemble(file: IO[str], page: str, waiting: Sequence[IO[str]]) -> None:
    """
    Write the page with the waiting rows in their places.
    """
    for index, rows in enumerate(waiting):
        before, page = page.split(_ROWS.format(index), 1)
        file.write(before)
        rows.seek(0)
        copyfileobj(rows, file)
    file.write(page)


def _cells(number: int, row: PublicEntry, language: Language) -> dict[Column, str]:
    """
    Return the row's cells in HTML: the name heads the row, a withheld cell says that it is.
    """
    texts = row_cells(number, row, language)
    values = (number, *map(row.cell, COLUMNS))
    return {
        column: _cell(column, text, language, withheld=isinstance(value, Withheld))
        for column, text, value in zip(Column, texts, values, strict=True)
    }


def _cell(column: Column, text: str, language: Language, *, withheld: bool) -> str:
    tag = 'th scope="row" role="rowheader"' if column is Column.NAME else 'td role="cell"'
    mark = " withheld" if withheld else ""
    label = escape(column.heading(language))
    inner = f"<span>{escape(text)}</span>" if text else ""
    return f'<{tag} class="c{column.number}{mark}" data-label="{label}">{inner}</{tag[:2]}>'


def _row(cells: Iterable[str]) -> str:
    return f'<tr role="row">{"".join(cells)}</tr>\n'


def _page(imprint: Imprint, count: int) -> str:
    environment = Environment(
        loader=PackageLoader("kz_social_registry.forms", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    language = imprint.language
    style, script = (_asset(name) for name in ("page.css", "page.js"))
    words = {word.value: word.label(language) for word in PageWord}
    words["consent"] = words["consent"].format(word=WITHHELD[language])
    return environment.get_template("page.html").render(
        language=language,
        title=TITLE[language],
        words=words,
        clause=PUBLICITY.cite(language),
        imprint=imprint,
        custodian=imprint.custodian[language],
        basis=LEGAL_BASIS[language],
        view="" if imprint.view is View.CURRENT else imprint.view.label(language),
        count=count,
        headings=_headings(tuple(Column), language),
        parts=[(_headings(part, language), part) for part in _PARTS],
        rows=_ROWS,
        style=Markup(style),  # noqa: S704  # our own file
        script=Markup(script),  # noqa: S704  # our own file
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _asset(name: str) -> str:
    return files("kz_social_registry.forms").joinpath("page", name).read_text("utf-8")


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _headings(columns: tuple[Column, ...], language: Language) -> tuple[list[_Heading], list[_Heading]]:
    """
    Return the two rows of headings over some columns: groups and single ones, then those under groups.
    """
    upper: list[_Heading] = []
    for column in columns:
        first = Column.at(max(column.number - 1, 1))
        if column.group is None:
            upper.append(_Heading(text=column.label(language), rows=2))
        elif first.group is not column.group:
            upper.append(_Heading(text=column.group.label(language), columns=2))
    lower = [_Heading(text=column.label(language)) for column in columns if column.group]
    return upper, lower
