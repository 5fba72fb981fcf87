"""
The site of the documentation: the pages of this folder, with the public modules from their docstrings.

`python -m sphinx -W docs build/site` builds it. The pages stay plain Markdown: the navigation is
taken from the table of `index.md`, and the public modules from `reference.md`, which has all of them.
"""

import inspect
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Final

DOCS: Final = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent / "src"))

from kz_social_registry import __version__  # noqa: E402  # the path comes first

project = "kz-social-registry"
author = "The kz-social-registry authors"
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_static_path = ["static"]
html_title = f"{project} {version}"
html_copy_source = html_show_sphinx = html_show_copyright = False
myst_heading_anchors = 4
autodoc_member_order = "bysource"
autodoc_typehints = "description"
napoleon_google_docstring = True
# The lines of the source in the Rules leave some out, with "…".
suppress_warnings = ["misc.highlighting_failure"]

_ROW: Final = re.compile(r"^\| (?P<caption>[a-z][^|]*) \| (?P<pages>.*) \|$", re.MULTILINE)
_PAGE: Final = re.compile(r"\]\((?P<page>[\w/-]+)\.md\)")
_SECTION: Final = re.compile(
    r"^## (kz_social_registry[\w.]*)\n\n.*?\n\n\|.*?(?=^## |^<!-- end)", re.MULTILINE | re.DOTALL
)


def _navigation(index: str) -> str:
    """
    Return the trees of contents: one for each row of the table in the index, and for each language.
    """
    trees = {
        row["caption"].capitalize(): [page["page"] for page in _PAGE.finditer(row["pages"])]
        for row in _ROW.finditer(index)
    }
    for folder, caption in (("kk", "Қазақша"), ("ru", "По-русски")):
        own = _PAGE.finditer((DOCS / folder / "index.md").read_text("utf-8"))
        trees[caption] = [f"{folder}/index", *(f"{folder}/{page['page']}" for page in own)]
    head = "```{toctree}\n:hidden:\n:caption:"
    return "\n\n".join("\n".join([f"{head} {name}\n", *pages, "```"]) for name, pages in trees.items())


_shown: set[int] = set()


def _module(section: re.Match[str]) -> str:
    """
    Return the docstrings of a public module in place of the table of its names.

    A class that several modules export is described in the first of them.
    """
    name = section[1]
    public = import_module(name)
    values = {one: getattr(public, one) for one in sorted(public.__all__)}
    new = [n for n, v in values.items() if not inspect.ismodule(v) and id(v) not in _shown]
    _shown.update(id(values[one]) for one in new)
    lines = [f"## {name}", "", "```{eval-rst}", f".. automodule:: {name}", "   :no-members:", ""]
    for one in new:
        value = values[one]
        kind = "class" if inspect.isclass(value) else "function" if inspect.isroutine(value) else "data"
        lines += [f".. auto{kind}:: {name}.{one}", *(["   :members:"] if kind == "class" else []), ""]
    again = ", ".join(f"`{one}`" for one in sorted(values.keys() - set(new)))
    return "\n".join([*lines, "```", "", f"Also: {again}.\n" if again else ""]) + "\n"


def _prepare(_app: Any, page: str, source: list[str]) -> None:  # noqa: ANN401  # Sphinx may be absent
    """
    Complete a page for the site: the navigation and the modules.
    """
    if page == "index":
        source[0] += "\n" + _navigation(source[0])
    if page == "reference":
        source[0] = _SECTION.sub(_module, source[0])


def _language(_app: Any, page: str, _template: str, context: dict[str, Any], _tree: Any) -> None:  # noqa: ANN401  # likewise
    """
    Name the language of a page in a folder of its own, for readers who listen and for hyphenation.
    """
    if page.startswith(("kk/", "ru/")):
        context["language"] = page[:2]


def _literal(*event: Any) -> None:  # noqa: ANN401  # Sphinx passes six values
    """
    Turn `names` of a docstring into literals, as reStructuredText writes them.
    """
    lines: list[str] = event[-1]
    lines[:] = [re.sub(r"(?<![`:])`([^`]+)`(?![`_])", r"``\1``", line) for line in lines]


def setup(app: Any) -> None:  # noqa: ANN401  # likewise
    """
    Connect the functions of this file.
    """
    app.connect("source-read", _prepare)
    app.connect("html-page-context", _language)
    app.connect("autodoc-process-docstring", _literal)
