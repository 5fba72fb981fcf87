"""
The form as one HTML page; the only module that needs Jinja2 (extra `html`).

The page is complete without scripts and fetches nothing. It contains its style and its script, and its
content security policy forbids everything else. A text that differs by language is there three times,
and the style hides two of them. The form is printed in three parts, as in the Appendix. These parts are
inside `noscript`, so a browser with scripts has each cell once until it prints.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache, partial
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
from kz_social_registry.base.law import LANGUAGES, PUBLICITY, Language
from kz_social_registry.base.text import FOLDED, texts_beside
from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain.publication import PublicEntry, row_kind, shown
from kz_social_registry.domain.row import WITHHELD, Cell, Withheld
from kz_social_registry.domain.search import Facets, facets
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.form.description import FIELDS
from kz_social_registry.form.publishing.csv_json import AddRow, row_values
from kz_social_registry.form.publishing.heading_rows import heading_rows
from kz_social_registry.form.publishing.imprint import LANGUAGE_NAMES, TITLE, Imprint, by_language
from kz_social_registry.serialization.cell_text import SEPARATOR, cell_text, telephones_text

try:
    from jinja2 import Environment, PackageLoader, StrictUndefined, Template
    from markupsafe import Markup, escape
except ModuleNotFoundError:
    raise MissingExtra(Fault(Code.MISSING_EXTRA, allowed=("kz-social-registry[html]",))) from None


#: The texts of the page around the form.
WORDS: Final[Mapping[str, Mapping[Language, str]]] = texts_beside(__name__)
#: A text in every language.
Texts = Callable[[Language], str] | Mapping[Language, str] | Word
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
        kinds = Counter[tuple[int, int, str, int, int]]()

        def add(number: int, row: PublicEntry) -> None:
            kinds[row_kind(row)] += 1
            cells = [_cell(*pair) for pair in zip(Column, row_values(number, row), strict=True)]
            for file, part in zip(collected, _PARTS, strict=False):
                file.write(_row("tr", (cells[column.rank][1] for column in part)))
            words = " ".join([*shown(row.conditions, ()), *shown(row.categories, ())])
            collected[-1].write(
                _row(f'tr role="row" data-words="{words}"', (cell for cell, _ in cells))
            )

        yield add
        counts = facets(
            (*kind, rows, rows * one[-1]) for one, rows in kinds.items() for kind in [one[:3]]
        )
        page = _page(imprint, counts)
        with path.open("w", encoding="utf-8", newline="") as file:
            _assemble(file, page, collected)


def _assemble(file: IO[str], page: str, collected: Sequence[IO[str]]) -> None:
    before, *texts = page.split(_ROWS)
    file.write(before)
    for rows, text in zip(collected, texts, strict=True):
        rows.seek(0)
        copyfileobj(rows, file)
        file.write(text)


def _cell(column: Column, value: Cell) -> tuple[str, str]:
    """
    Return a cell of the table and of a printed part; the name is the header of its row.

    On the screen it states its role, which a table loses when it is shown as cards.
    """
    tag, role = ("th", "rowheader") if column is Column.NAME else ("td", "cell")
    scope = ' scope="row"' if column is Column.NAME else ""
    withheld = isinstance(value, Withheld)
    classes = f"c{column.number} withheld" if withheld else f"c{column.number}"
    end = f">{_content(column, value)}</{tag}>"
    paper = f"<{tag}{scope}" + (' class="withheld"' if withheld else "") + end
    return f'<{tag}{scope} role="{role}" class="{classes}"{end}', paper


def _content(column: Column, value: Cell) -> str:
    if not isinstance(value, (Withheld, Term, tuple)):
        return escape(cell_text(column, value, "kk"))  # the same in every language
    if column not in _LINKS or not isinstance(value, tuple):
        return _each(partial(cell_text, column, value))
    # One element, because the cells of a card are laid out in two columns.
    return f"<span>{SEPARATOR.join(map(_LINKS[column], value))}</span>" if value else ""


def _each(text: Texts, between: str = "") -> Markup:
    """
    Return a text in every language, each in an element of its own, or once where it is always the same.

    >>> from kz_social_registry.base.vocabulary import ServiceCondition
    >>> _each(ServiceCondition.AT_HOME)
    Markup('<span lang="kk">үйде</span><span lang="ru">на дому</span><span lang="en">at home</span>')
    >>> _each({"kk": "№ 5", "ru": "№ 5", "en": "№ 5"})
    Markup('№ 5')
    """
    texts = _texts(text)
    if len({*texts.values()}) == 1:
        return escape(texts["kk"])
    spans = [Markup('<span lang="{}">{}</span>').format(*pair) for pair in texts.items()]
    return escape(between).join(spans)


def _data(text: Texts, prefix: str = "") -> Markup:
    pairs = _texts(text).items()
    return Markup().join(Markup(' data-{}{}="{}"').format(prefix, *pair) for pair in pairs)


def _quoted(text: str) -> Markup:
    return Markup(dumps(text, ensure_ascii=False))  # noqa: S704  # a heading, as a text of CSS


def _texts(text: Texts) -> dict[str, str]:
    if isinstance(text, Word):
        return by_language(text.label)
    return by_language(text.__getitem__ if isinstance(text, Mapping) else text)


def _telephone(stored: str) -> str:
    """
    Return a link to a telephone, in the spelling of the register, which is that of RFC 3966.

    >>> _telephone("+77273574284")
    '<a href="tel:+77273574284">+7 7273574284</a>'
    """
    number, bracket, _ = telephones_text([stored], "kk").partition(" (")
    extension = _each(lambda language: telephones_text([stored], language).removeprefix(number))
    return f'<a href="tel:{escape(stored)}">{escape(number)}</a>{extension if bracket else ""}'


def _email(address: str) -> str:
    """
    Return a link to an e-mail address, after RFC 6068; the line may break before the domain.

    >>> _email("a&b@example.kz")
    '<a href="mailto:a%26b@example.kz">a&amp;b<wbr>@example.kz</a>'
    """
    local, _, domain = address.rpartition("@")
    return f'<a href="mailto:{quote(address, safe="@")}">{escape(local)}<wbr>@{escape(domain)}</a>'


_LINKS: Final[dict[Column, Callable[[str], str]]] = {Column.PHONES: _telephone, Column.EMAILS: _email}


def _row(tag: str, cells: Iterable[str]) -> str:
    return f"<{tag}>{''.join(cells)}</tr>\n"


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("kz_social_registry.form.publishing.page", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"each": _each, "data": _data, "text": _quoted}
    return environment.get_template(name)


def _page(imprint: Imprint, counts: Facets) -> str:
    style = f"{_template('page.css').render(columns=Column, languages=LANGUAGES)}\n"
    script = f"const FOLDED = {dumps(FOLDED, ensure_ascii=False)};\n{_asset('page.js')}"
    return _template("page.html").render(
        language=imprint.language,
        languages=LANGUAGE_NAMES,
        titles=TITLE,
        words=WORDS,
        columns=Column,
        consent=_consent,
        imprint=imprint,
        view=None if imprint.view is View.CURRENT else imprint.view,
        facets=counts,
        headings=heading_rows(Column),
        parts=[(heading_rows(part), part) for part in _PARTS],
        rows=_ROWS,
        style=Markup(style),  # noqa: S704  # our own file
        script=Markup(script),  # noqa: S704  # our own file
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _consent(language: Language) -> str:
    sentence = WORDS["consent"][language].format(word=WITHHELD[language])
    return f"{sentence} ({PUBLICITY.cite(language)})."


def _asset(name: str) -> str:
    return files("kz_social_registry.form.publishing.page").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
