"""The page that lists reports, latest first, with what was new in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from referat import __version__
from referat.language import Language

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report in the list: the name of its folder, its time (UTC), and what was new in it, one line each."""

    name: str
    made: datetime
    news: Sequence[str]


def report_list(reports: Sequence[ListedReport], language: Language) -> str:
    """Return the page as HTML; the reports are in the given order."""
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True)
    style = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    page = environment.get_template("report_list.html.j2")
    return page.render(reports=reports, language=language, style=style, version=__version__)
