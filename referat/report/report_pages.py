"""All pages of a report by file name: the index, two pages per notebook, and pages of matters, bodies and meetings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from referat import load
from referat.language import Language
from referat.report.corpus_head import corpus_head
from referat.report.management.management_frames import management_frames
from referat.report.management.management_page import management_sections, management_summary
from referat.report.management.since_section import report_note, since_section
from referat.report.notebook_execution import ExecutedNotebook
from referat.report.notebook_files import BRIEF
from referat.report.notebook_summary import summary
from referat.report.page_rendering import Leaf, PageRenderer
from referat.report.pages import thread_pages
from referat.report.report_staging import ReportPages
from referat.tables.frames import Tables


def report_pages(
    data: Path,
    runs: list[ExecutedNotebook],
    language: Language,
    manifest: Mapping[str, Any],
    last: Mapping[str, Any],
    since: Path | None,
    *,
    is_printed: bool,
) -> ReportPages:
    """Return the pages of a report.

    Parameters
    ----------
    data
        The folder of the tables that the notebooks read.
    runs
        The notebooks with their outputs, the management report first.
    language
        The language of the pages.
    manifest
        The manifest of the built tables, or empty.
    last
        The record of the last report, or empty; see `report_staging.last_record`.
    since
        The tables of an earlier build, with which the report is compared instead of the last one.
    is_printed
        Whether the management report links to a PDF.
    """
    tables = load(data)
    frames = management_frames(tables)
    note = report_note(tables, frames)
    earlier = _note_of(load(since)) if since else earlier_note(last, note)
    head = corpus_head(tables, language, manifest)
    changes = since_section(earlier, tables, frames, language) if earlier else None
    sections = management_sections(tables, frames, language, changes)
    leaves = [_leaf(run, sections, language, is_printed=is_printed) for run in runs]
    renderer = PageRenderer(leaves, head, language)
    pages = {"index.html": renderer.index(small=sections["small"] and any(leaf.brief for leaf in leaves))}
    for leaf in leaves:
        pages[leaf.reading] = renderer.management(leaf, sections) if leaf.brief else renderer.reading(leaf)
        pages[leaf.analyst] = renderer.analyst(leaf)
    encoded = {name: page.encode() for name, page in pages.items()}
    return ReportPages(encoded | thread_pages(tables, language, head), note, earlier)


def _note_of(tables: Tables) -> dict[str, Any]:
    """Return the note of a report on the tables of an earlier build."""
    return report_note(tables, management_frames(tables))


def earlier_note(last: Mapping[str, Any], note: Mapping[str, Any]) -> dict[str, Any]:
    """Return the note for comparison: of the last report if its data are older, else the one it was compared with.

    A report on other bodies is not compared.
    """
    for earlier in (last.get("note", {}), last.get("earlier", {})):
        if earlier and earlier["day"] < note["day"] and set(earlier["bodies"]) & set(note["bodies"]):
            return dict(earlier)
    return {}


def _leaf(run: ExecutedNotebook, sections: Mapping[str, Any], language: Language, *, is_printed: bool) -> Leaf:
    brief = run.name == BRIEF
    text = management_summary(sections, language) if brief else summary(run.notebook, language)
    return Leaf(run.name, run.notebook, text, brief, is_printed, run.failures)
