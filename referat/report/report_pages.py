"""All pages of a report by file name: the index, two pages per notebook, and pages of matters, bodies and meetings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from referat.language import Language
from referat.report.corpus_head import corpus_head
from referat.report.management.management_frames import ManagementFrames
from referat.report.management.management_page import management_sections, management_summary
from referat.report.management.since_section import since_section
from referat.report.notebook_execution import ExecutedNotebook
from referat.report.notebook_files import BRIEF
from referat.report.notebook_summary import summary
from referat.report.page_rendering import Leaf, PageRenderer
from referat.report.pages import thread_pages
from referat.report.report_pdf import NoConverterError, converter
from referat.tables.frames import Tables


def report_pages(
    runs: list[ExecutedNotebook],
    tables: Tables,
    language: Language,
    manifest: Mapping[str, Any],
    frames: ManagementFrames,
    since: Mapping[str, Any],
) -> dict[str, bytes]:
    """Return the pages by the names of their files, and the management report as PDF where that can be made.

    Parameters
    ----------
    runs
        The notebooks with their outputs, the management report first.
    tables
        The tables that they read.
    language
        The language of the pages.
    manifest
        That of the built tables, or empty.
    frames
        As `management_frames` returns them for these tables.
    since
        The note of an earlier report, or empty.
    """
    head = corpus_head(tables, language, manifest)
    pdf = _converter([run.name for run in runs])
    changes = since_section(since, tables, frames, language) if since else None
    sections = management_sections(tables, frames, language, changes)
    leaves = [_leaf(run, sections, language, is_printed=pdf is not None) for run in runs]
    renderer = PageRenderer(leaves, head, language)
    pages = {"index.html": renderer.index(small=sections["small"] and any(leaf.brief for leaf in leaves))}
    for leaf in leaves:
        pages[leaf.reading] = renderer.management(leaf, sections) if leaf.brief else renderer.reading(leaf)
        pages[leaf.analyst] = renderer.analyst(leaf)
    printed = {leaf.pdf: pdf(pages[leaf.reading]) for leaf in leaves if pdf and leaf.pdf}
    return {name: page.encode() for name, page in pages.items()} | printed | thread_pages(tables, language, head)


def _leaf(run: ExecutedNotebook, sections: Mapping[str, Any], language: Language, *, is_printed: bool) -> Leaf:
    brief = run.name == BRIEF
    text = management_summary(sections, language) if brief else summary(run.notebook, language)
    return Leaf(run.name, run.notebook, text, brief, is_printed, run.failures)


def _converter(names: list[str]) -> Callable[[str], bytes] | None:
    """Return the PDF converter; None, after a message, if there is none or no management report."""
    if BRIEF not in names:
        return None
    try:
        return converter()
    except NoConverterError as error:
        print(f"referat: {error}", file=sys.stderr)
        return None
