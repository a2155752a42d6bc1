"""All pages of a report by file name: the index, two pages per notebook, and pages of matters, bodies and meetings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from referat.language import Language
from referat.report.corpus_head import corpus_head
from referat.report.notebook_execution import ExecutedNotebook
from referat.report.notebook_files import BRIEF
from referat.report.notebook_summary import summary
from referat.report.page_rendering import Leaf, PageRenderer
from referat.report.pages import thread_pages
from referat.report.report_pdf import NoConverterError, converter
from referat.tables.frames import Tables


def report_pages(
    runs: list[ExecutedNotebook], tables: Tables, language: Language, manifest: Mapping[str, Any]
) -> dict[str, bytes]:
    """Return the pages by file name, and the management report as PDF if possible."""
    head = corpus_head(tables, language, manifest)
    pdf = _converter([run.name for run in runs])
    leaves = [
        Leaf(run.name, run.notebook, summary(run.notebook, language), run.name == BRIEF, pdf is not None, run.failures)
        for run in runs
    ]
    renderer = PageRenderer(leaves, head, language)
    pages = {"index.html": renderer.index()}
    for leaf in leaves:
        pages[leaf.reading] = renderer.reading(leaf)
        pages[leaf.analyst] = renderer.analyst(leaf)
    printed = {leaf.pdf: pdf(pages[leaf.reading]) for leaf in leaves if pdf and leaf.pdf}
    return {name: page.encode() for name, page in pages.items()} | printed | thread_pages(tables, language, head)


def _converter(names: list[str]) -> Callable[[str], bytes] | None:
    """Return the PDF converter; None, after a message, if there is none or no management report."""
    if BRIEF not in names:
        return None
    try:
        return converter()
    except NoConverterError as error:
        print(f"referat: {error}", file=sys.stderr)
        return None
