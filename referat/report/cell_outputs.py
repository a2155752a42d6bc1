"""Convert outputs of cells to safe HTML: text from minutes stays text, and nothing is loaded or executed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import mistune
import nh3
import regex as re
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers.python import PythonLexer

from referat.language import Language
from referat.report.pages.page_addresses import is_own_page

_TABLE = {"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td", "style"}
_BLOCKS = {"div", "p", "ul", "ol", "li", "dl", "dt", "dd", "h2", "h3", "h4", "pre", "hr"}
_WORDS = {"span", "b", "strong", "i", "em", "small", "sub", "sup", "code", "br"}
_TAGS = _TABLE | _BLOCKS | _WORDS
_ATTRIBUTES = {"class", "id", "colspan", "rowspan", "scope", "style", "title", "lang"}


_HEAD = re.compile(r"<thead.*?</thead>", re.DOTALL)
_HEAD_CELL = re.compile(r"<th(?=[ >])(?![^>]*scope=)")
"""A header cell without a scope, which screen readers need."""

_TERMINAL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[^\P{Cc}\n\t]")
"""Colour codes and other control characters of terminals."""


def output_html(output: Mapping[str, Any], language: Language) -> str:
    """Return an output of a cell as HTML, in the richest form that a page can show."""
    if output["output_type"] == "stream":
        return f'<pre class="{escape(output["name"])}">{escape(_printable(output["text"]))}</pre>'
    if output["output_type"] == "error":
        return f'<p class="failed">{escape(language.say("pages.failed", error=output["ename"]))}</p>'
    data = output.get("data", {})
    for form, html in _FORMS.items():
        if form in data:
            text = data[form] if form == "image/png" else _printable(data[form])  # letters and digits alone
            return html(text, output["metadata"].get(form, {}).get("alt"), language)
    return ""


def _printable(text: str) -> str:
    return _TERMINAL.sub("", text)


def code_html(source: str) -> str:
    """Return the code of a cell as HTML with syntax highlighting."""
    return str(highlight(source, PythonLexer(), HtmlFormatter(cssclass="highlight")))


def markdown_html(text: str) -> str:
    """Return Markdown as HTML; pictures, external links and HTML in it become text."""
    return str(_markdown(text))


def table_html(html: str) -> str:
    """Return the HTML of a table without scripts, handlers, pictures and external links."""
    clean = nh3.clean(
        html,
        tags=_TAGS | {"a"},
        attributes={"*": _ATTRIBUTES, "a": {"href"}},
        attribute_filter=lambda tag, name, value: value if name != "href" or is_own_page(value) else None,
        clean_content_tags={"script"},
        url_schemes=set(),
        link_rel=None,
        generic_attribute_prefixes=set(),
    )
    with_columns = _HEAD.sub(lambda head: _HEAD_CELL.sub('<th scope="col"', head[0]), clean)
    return _HEAD_CELL.sub('<th scope="row"', with_columns)


class _NoLinks(mistune.HTMLRenderer):
    """A renderer of Markdown without external links and pictures."""

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return f'<a href="{escape(url)}">{text}</a>' if is_own_page(url) else text

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return text


_markdown = mistune.create_markdown(renderer=_NoLinks(escape=True), plugins=["table"])


def _shown_table(html: str, alt: str | None, language: Language) -> str:
    label = escape(alt or language.say("pages.table"))
    return f'<div class="table" role="region" tabindex="0" aria-label="{label}">{table_html(html)}</div>'


def _picture(base64: str, alt: str | None, language: Language) -> str:
    data, label = escape("".join(base64.split())), escape(alt or language.say("pages.figure"))
    name = escape(language.say("pages.figure"))
    return f'<figure tabindex="0" aria-label="{name}"><img src="data:image/png;base64,{data}" alt="{label}"></figure>'


_FORMS: dict[str, Callable[[str, str | None, Language], str]] = {
    "text/html": _shown_table,
    "text/markdown": lambda text, alt, language: markdown_html(text),
    "image/png": _picture,
    "text/plain": lambda text, alt, language: f"<pre>{escape(text)}</pre>",
}
