"""Render executed notebooks as self-contained pages: one to read, one with code, and the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from referat import __version__
from referat.language import Language
from referat.report.cell_outputs import code_html, markdown_html, output_html
from referat.report.corpus_head import CorpusHead
from referat.report.management.management_page import management_page
from referat.report.notebook_files import Notebook
from referat.report.notebook_summary import Summary

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A notebook of the report: name, executed cells, summary, and whether a PDF is made."""

    name: str
    notebook: Notebook
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


@cache
def _environment(code: str) -> Environment:
    """Return the environment of the templates in a language; it compiles each template once."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    filters = {"output_html": partial(output_html, language=Language(code)), "markdown_html": markdown_html}
    environment.filters |= filters | {"code_html": code_html}
    return environment


class PageRenderer:
    """Renders the pages of a report's notebooks with a common head, phrases and style."""

    def __init__(self, leaves: list[Leaf], head: CorpusHead, language: Language) -> None:
        self._environment = _environment(language.code)
        self._common: dict[str, Any] = {
            "style": (_TEMPLATES / "style.css").read_text(encoding="utf-8"),
            "version": __version__,
            "say": language.say,
            "some": language.some,
            "language": language.code,
            "head": head,
            "leaves": leaves,
        }

    def reading(self, leaf: Leaf) -> str:
        """Return the page of a notebook without code."""
        return self._page(leaf, code=False)

    def analyst(self, leaf: Leaf) -> str:
        """Return the page of a notebook with code."""
        return self._page(leaf, code=True)

    def management(self, leaf: Leaf, sections: Mapping[str, Any]) -> str:
        """Return the management report as a page of its own."""
        return management_page(self._environment, self._common, sections, leaf)

    def _page(self, leaf: Leaf, *, code: bool) -> str:
        return self._environment.get_template("notebook.html.j2").render(self._common, leaf=leaf, code=code)

    def index(self, *, small: bool = False) -> str:
        """Return the first page: title, answer and figure of each notebook, and the subject of the report.

        For a `small` corpus only titles are given, because the answers only say that there is too little.
        """
        return self._environment.get_template("overview.html.j2").render(self._common, small=small)
