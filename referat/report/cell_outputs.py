"""What a cell shows, as HTML that is safe to read: text from minutes stays text, and nothing is loaded or run."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import mistune
import nh3
import regex as re
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from referat.language import say

_TABLE = {"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td", "style"}
_BLOCKS = {"div", "p", "ul", "ol", "li", "dl", "dt", "dd", "h2", "h3", "h4", "pre", "hr"}
_WORDS = {"span", "b", "strong", "i", "em", "small", "sub", "sup", "code", "br"}
_TAGS = _TABLE | _BLOCKS | _WORDS
_ATTRIBUTES = {"class", "id", "colspan", "rowspan", "scope", "style", "title", "lang"}


def output_html(output: NotebookNode) -> str:
    """Return one output of a cell as HTML; of several forms of it the richest that a page can show."""
    if output.output_type == "stream":
        return f'<pre class="{escape(output.name)}">{escape(_printable(output.text))}</pre>'
    data = output.get("data", {})
    for form, html in _FORMS.items():
        if form in data:
            return html(_printable(data[form]), output.metadata.get(form, {}).get("alt"))
    return ""


def _printable(text: str) -> str:
    """Return a text without colour codes and other control characters, which a terminal obeys and a page shows."""
    return re.sub(r"[^\P{Cc}\n\t]", "", strip_ansi(text))


def markdown_html(text: str) -> str:
    """Return computed Markdown as HTML; a link or picture in it becomes its text, and HTML in it is shown as text."""
    return str(_markdown(text))


def table_html(html: str) -> str:
    """Return HTML with what a table is made of, and nothing else: no scripts, handlers, links or pictures."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"*": _ATTRIBUTES},
        clean_content_tags={"script"},
        url_schemes=set(),
        link_rel=None,
        generic_attribute_prefixes=set(),
    )


class _NoLinks(mistune.HTMLRenderer):
    """Markdown without a way out of the page."""

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return text

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return text


_markdown = mistune.create_markdown(renderer=_NoLinks(escape=True), plugins=["table"])


def _shown_table(html: str, alt: str | None) -> str:
    label = escape(alt or say("pages.table"))
    return f'<div class="table" role="region" tabindex="0" aria-label="{label}">{table_html(html)}</div>'


def _picture(form: str) -> Callable[[str, str | None], str]:
    def html(base64: str, alt: str | None) -> str:
        data, said = escape("".join(base64.split())), escape(alt or say("pages.figure"))
        return f'<figure tabindex="0"><img src="data:{form};base64,{data}" alt="{said}"></figure>'

    return html


_FORMS: dict[str, Callable[[str, str | None], str]] = {
    "text/html": _shown_table,
    "text/markdown": lambda text, alt: markdown_html(text),
    "image/png": _picture("image/png"),
    "text/plain": lambda text, alt: f"<pre>{escape(text)}</pre>",
}
