"""Executed notebooks to pages, each one file that loads nothing: to read, with its code, and the index of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from nbconvert import HTMLExporter
from nbformat import NotebookNode

from referat import __version__
from referat.language import current, say
from referat.report.cell_outputs import output_html
from referat.report.notebook_summary import Summary

_TEMPLATES = Path(__file__).parent / "templates"
_STYLE = (_TEMPLATES / "page" / "style.css").read_text(encoding="utf-8")


BRIEF = "05_management_report"
"""The notebook for those who read no other: its page comes first, is laid out to be printed, and is a PDF as well."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A notebook of the report: its name, its executed cells, what the index says of it, and if PDFs can be made."""

    name: str
    notebook: NotebookNode
    summary: Summary
    is_printed: bool = False

    @property
    def reading(self) -> str:
        """The page without code."""
        return f"{self.name}.html"

    @property
    def analyst(self) -> str:
        """The page with code."""
        return f"{self.name}.code.html"

    @property
    def brief(self) -> bool:
        """Whether it is laid out to be printed on two pages."""
        return self.name == BRIEF

    @property
    def pdf(self) -> str:
        """The page as PDF, if there is one."""
        return f"{self.name}.pdf" if self.brief and self.is_printed else ""


def reading_page(leaf: Leaf, leaves: list[Leaf], corpus: str) -> str:
    """Return a notebook as a page for those who want the answer."""
    return _page(leaf, leaves, corpus, code=False)


def analyst_page(leaf: Leaf, leaves: list[Leaf], corpus: str) -> str:
    """Return a notebook as a page for those who want to see how the answer was computed."""
    return _page(leaf, leaves, corpus, code=True)


def _page(leaf: Leaf, leaves: list[Leaf], corpus: str, *, code: bool) -> str:
    context = {"leaf": leaf, "leaves": leaves, "corpus": corpus, "code": code, **_common()}
    html, _ = _exporter().from_notebook_node(leaf.notebook, resources={"report": context})
    return str(html)


def _common() -> dict[str, Any]:
    """Return what all pages need: the style, the words, and which language they are in."""
    return {"style": _STYLE, "version": __version__, "say": say, "language": current().code}


@cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(
        template_name="page",
        extra_template_basedirs=[str(_TEMPLATES)],
        filters={"output_html": output_html},
        exclude_anchor_links=True,
    )


def index_page(leaves: list[Leaf], corpus: str) -> str:
    """Return the first page: each notebook's title, answer and figure, and what the report is about."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("overview.html.j2")
    return template.render(leaves=leaves, corpus=corpus, **_common())
