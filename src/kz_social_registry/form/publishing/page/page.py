"""
The form as one HTML page; the only module that needs Jinja2 (extra `html`).

The page is complete without scripts and fetches nothing. It contains its style and its script, and its
content security policy forbids everything else. The form is printed in three parts, as in the Appendix.
These parts are inside `noscript`, so a browser with scripts has each cell once until it prints.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from importlib.resources import files
from json import dumps
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Final
from urllib.parse import quote

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, MissingExtra
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import PUBLICITY, Language
from kz_social_registry.base.text import FOLDED
from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain.publication import PublicEntry
from kz_social_registry.domain.row import WITHHELD, Cell, Withheld
from kz_social_registry.form.description import FIELDS
from kz_social_registry.form.publishing.csv_json import AddRow, row_values
from kz_social_registry.form.publishing.heading_rows import heading_rows
from kz_social_registry.form.publishing.imprint import TITLE, Imprint
from kz_social_registry.serialization.cell_text import SEPARATOR, cell_text, telephones_text

try:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup, escape
except ModuleNotFoundError:
    raise MissingExtra(Fault(Code.MISSING_EXTRA, allowed=("kz-social-registry[html]",))) from None

# fmt: off


class PageWord(Word):
    """
    The texts of the page around the form.
    """

    ON = "on", None, "Мәліметтер мына күнгі жағдай бойынша", "По состоянию на", "As of"
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
    NOTHING = (
        "nothing", None, "Ештеңе табылмады. Сөздің бір бөлігін ғана теріп көріңіз.",
        "Ничего не найдено. Попробуйте ввести только часть слова.",
        "Nothing was found. Try a part of a word.",
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

#: The columns of each printed part, as in the Appendix.
_PARTS: Final = tuple(
    tuple(column for column in Column if FIELDS[column].part == part) for part in (1, 2, 3)
)
#: Marks the places of the rows in the rendered template.
_ROWS: Final = "\x00rows\x00"


@contextmanager
def page_file(path: Path, imprint: Imprint) -> Iterator[AddRow]:
    """
    Open a page, and yield the function that writes a row.

    The rows of the printed parts and of the table are collected in temporary files.
    """
    with ExitStack() as stack:
        collected = [stack.enter_context(TemporaryFile("w+", encoding="utf-8")) for _ in range(4)]
        count = 0

        def add(number: int, row: PublicEntry) -> None:
            nonlocal count
            count = number
            pairs = zip(Column, row_values(number, row), strict=True)
            cells = [_cell(column, value, imprint.language) for column, value in pairs]
            for file, part in zip(collected, _PARTS, strict=False):
                file.write(_row("tr", (cells[column.rank][1] for column in part)))
            collected[-1].write(_row('tr role="row"', (cell for cell, _ in cells)))

        yield add
        page = _page(imprint, count)
        with path.open("w", encoding="utf-8", newline="") as file:
            _assemble(file, page, collected)


def _assemble(file: IO[str], page: str, collected: Sequence[IO[str]]) -> None:
    before, *texts = page.split(_ROWS)
    file.write(before)
    for rows, text in zip(collected, texts, strict=True):
        rows.seek(0)
        copyfileobj(rows, file)
        file.write(text)


def _cell(column: Column, value: Cell, language: Language) -> tuple[str, str]:
    """
    Return a cell of the table and of a printed part; the name is the header of its row.

    On the screen it states its role, which a table loses when it is shown as cards.
    """
    tag, role = ("th", "rowheader") if column is Column.NAME else ("td", "cell")
    scope = ' scope="row"' if column is Column.NAME else ""
    withheld = isinstance(value, Withheld)
    classes = f"c{column.number} withheld" if withheld else f"c{column.number}"
    end = f">{_content(column, value, language)}</{tag}>"
    paper = f"<{tag}{scope}" + (' class="withheld"' if withheld else "") + end
    return f'<{tag}{scope} role="{role}" class="{classes}"{end}', paper


def _content(column: Column, value: Cell, language: Language) -> str:
    """
    Return a cell's content; telephones and e-mail addresses are links.
    """
    if column in _LINKS and isinstance(value, tuple):
        link = _LINKS[column]
        # One element, because the cells of a card are laid out in two columns.
        return f"<span>{SEPARATOR.join(link(one, language) for one in value)}</span>" if value else ""
    return str(escape(cell_text(column, value, language)))


def _telephone(stored: str, language: Language) -> str:
    """
    Return a link to a telephone, in the spelling of the register, which is that of RFC 3966.

    >>> _telephone("+77273574284;ext=241", "ru")
    '<a href="tel:+77273574284;ext=241">+7 7273574284</a> (вн. 241)'
    """
    number, bracket, extension = telephones_text([stored], language).partition(" (")
    return f'<a href="tel:{escape(stored)}">{escape(number)}</a>{bracket}{escape(extension)}'


def _email(address: str, _: Language) -> str:
    """
    Return a link to an e-mail address, after RFC 6068; the line may break before the domain.

    >>> _email("a&b@example.kz", "ru")
    '<a href="mailto:a%26b@example.kz">a&amp;b<wbr>@example.kz</a>'
    """
    local, _at, domain = address.rpartition("@")
    return f'<a href="mailto:{quote(address, safe="@")}">{escape(local)}<wbr>@{escape(domain)}</a>'


_LINKS: Final[dict[Column, Callable[[str, Language], str]]] = {
    Column.PHONES: _telephone,
    Column.EMAILS: _email,
}


def _row(tag: str, cells: Iterable[str]) -> str:
    return f"<{tag}>{''.join(cells)}</tr>\n"


def _page(imprint: Imprint, count: int) -> str:
    environment = Environment(
        loader=PackageLoader("kz_social_registry.form.publishing.page", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    language = imprint.language
    style = _asset("page.css") + _columns_style(language)
    script = f"const FOLDED = {dumps(FOLDED, ensure_ascii=False)};\n{_asset('page.js')}"
    words = {word.value: word.label(language) for word in PageWord}
    words["consent"] = words["consent"].format(word=WITHHELD[language])
    return environment.get_template("page.html").render(
        language=language,
        title=TITLE[language],
        words=words,
        clause=PUBLICITY.cite(language),
        imprint=imprint,
        custodian=imprint.custodian[language],
        basis=imprint.edition.names[language],
        caption=imprint.caption(language),
        view="" if imprint.view is View.CURRENT else imprint.view.label(language),
        count=count,
        headings=heading_rows(Column, language),
        parts=[(heading_rows(part, language), part) for part in _PARTS],
        rows=_ROWS,
        style=Markup(style),  # noqa: S704  # our own file
        script=Markup(script),  # noqa: S704  # our own file
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _columns_style(language: Language) -> str:
    """
    Return the style of the columns: their places in a row, and their headings in the cards of a phone.
    """
    places, labels = [], []
    for column in Column:
        if column is not Column.NAME:  # it has its own place, and heads the card without a label
            label = dumps(column.heading(language), ensure_ascii=False)
            places.append(f".c{column.number} {{ grid-column: {column.number}; }}\n")
            labels.append(f".whole .c{column.number}::before {{ content: {label}; }}\n")
    return (
        f"@media screen and (min-width: 48.01rem) {{\n{''.join(places)}}}\n"
        f"@media screen and (max-width: 48rem) {{\n{''.join(labels)}}}\n"
    )


def _asset(name: str) -> str:
    return files("kz_social_registry.form.publishing.page").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
