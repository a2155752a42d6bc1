"""Executed notebooks to pages, each one file that loads nothing: to read, with its code, and the index of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from nbconvert import HTMLExporter
from nbformat import NotebookNode

from referat import __version__
from referat.language import Language
from referat.report.cell_outputs import output_html
from referat.report.corpus_head import CorpusHead
from referat.report.notebook_summary import Summary

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A notebook of the report: its name, its executed cells, what the index says of it, and if PDFs can be made."""

    name: str
    notebook: NotebookNode
    summary: Summary
    brief: bool = False
    is_printed: bool = False
    failures: list[str] = field(default_factory=list)

    @property
    def reading(self) -> str:
        """The page without code."""
        return f"{self.name}.html"

    @property
    def analyst(self) -> str:
        """The page with code."""
        return f"{self.name}.code.html"

    @property
    def pdf(self) -> str:
        """The page as PDF, if there is one."""
        return f"{self.name}.pdf" if self.brief and self.is_printed else ""


class PageRenderer:
    """Renders the pages of a report's notebooks, which share their head, their words and their style."""

    def __init__(self, leaves: list[Leaf], head: CorpusHead, language: Language) -> None:
        self._language = language
        self._common = {
            "style": (_TEMPLATES / "page" / "style.css").read_text(encoding="utf-8"),
            "version": __version__,
            "say": language.say,
            "some": language.some,
            "language": language.code,
            "head": head,
            "leaves": leaves,
        }

    def reading(self, leaf: Leaf) -> str:
        """Return a notebook as a page for those who want the answer."""
        return self._page(leaf, code=False)

    def analyst(self, leaf: Leaf) -> str:
        """Return a notebook as a page for those who want to see how the answer was computed."""
        return self._page(leaf, code=True)

    def _page(self, leaf: Leaf, *, code: bool) -> str:
        context: dict[str, Any] = {"leaf": leaf, "code": code, **self._common}
        html, _ = self._exporter.from_notebook_node(leaf.notebook, resources={"report": context})
        return str(html)

    @cached_property
    def _exporter(self) -> HTMLExporter:
        return HTMLExporter(
            template_name="page",
            extra_template_basedirs=[str(_TEMPLATES)],
            filters={"output_html": partial(output_html, language=self._language)},
            exclude_anchor_links=True,
        )

    def index(self) -> str:
        """Return the first page: each notebook's title, answer and figure, and what the report is about."""
        environment = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        return environment.get_template("overview.html.j2").render(self._common)
