"""The page of the management report from tables: the full report, or a list for a corpus of few meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment

from referat.analysis.body_terms import body_labels
from referat.figures.palette import family_css
from referat.language import Language
from referat.report.management.attendance_section import attendance_section
from referat.report.management.closed_section import closed_section
from referat.report.management.decided_section import decided_section
from referat.report.management.headline_section import opening
from referat.report.management.management_frames import ManagementFrames, named_rows
from referat.report.management.owed_section import owed_section
from referat.report.management.returned_section import returned_section
from referat.report.management.small_corpus import FEWEST_MEETINGS, columns, read_meetings
from referat.report.notebook_summary import Summary
from referat.tables.frames import Tables

LIMITS = ("good", "unminuted", "earlier", "closed", "unlisted", "misread")
OWED_ROWS, RETURNED_ROWS = 8, 6
"""Rows that fit on two pages if no other section needs the room; tested with the longest names."""
_STYLE = Path(__file__).parents[1] / "templates" / "management.css"


def management_sections(
    tables: Tables, frames: ManagementFrames, language: Language, since: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the data of the template: a dictionary per section, `small` if there are too few meetings.

    Parameters
    ----------
    tables
        The tables of the corpus.
    frames
        As `management_frames` returns them.
    language
        The language of the page.
    since
        What has changed since the last report, if there was one.
    """
    small = len(tables.meetings) < FEWEST_MEETINGS
    attended = attendance_section(frames, _body_ids(tables), language)
    owed_rows, returned_rows = _rows_on_paper(since, attended)
    sections: dict[str, Any] = {
        "small": small,
        "nothing": frames.appearances.empty,
        "since": since,
        "owed": owed_section(frames, language, owed_rows),
        "returned": returned_section(frames, language, returned_rows),
    }
    if small:
        return sections | {
            "meetings": read_meetings(tables, language),
            "columns": columns(language),
            "counted": language.some(len(tables.meetings), "meeting"),
            "limits": _limits(LIMITS[:3], language),
        }
    return sections | {
        "opening": opening(frames, language),
        "closed": closed_section(frames, language),
        "decided": decided_section(frames, language),
        "attended": attended,
        "limits": _limits(LIMITS, language),
    }


def _rows_on_paper(since: Mapping[str, Any] | None, attended: Mapping[str, Any]) -> tuple[int, int]:
    """Return how many rows of owed and of returned matters fit on two pages with the other sections."""
    changes = len(since["groups"]) if since else 0
    return OWED_ROWS - changes, RETURNED_ROWS - (changes + 1) // 2 - (2 if attended["rows"] else 0)


def management_summary(sections: Mapping[str, Any], language: Language) -> Summary:
    """Return the report's entry in the index: its title, and its findings as points."""
    if sections["small"]:
        lead = language.say("report.small_lead", len(sections["meetings"]), meetings=sections["counted"])
        return Summary(language.say("report.small_title"), lead, (lead,), "")
    opening = sections["opening"]
    points = tuple(finding["text"] for finding in opening["findings"])
    return Summary(language.say("report.title"), opening["lead"], points, "")


def management_page(environment: Environment, common: Mapping[str, Any], sections: Mapping[str, Any], leaf: Any) -> str:
    """Return the page as HTML; `common` has the variables that all pages share."""
    style = str(common["style"]) + family_css() + _STYLE.read_text(encoding="utf-8")
    page = environment.get_template("management.html.j2")
    return page.render({**common, "style": style}, leaf=leaf, **sections)


def _limits(names: Sequence[str], language: Language) -> list[tuple[str, str]]:
    return [(language.say(f"report.limit_{name}"), language.say(f"report.limit_{name}_why")) for name in names]


def _body_ids(tables: Tables) -> dict[str, str]:
    """Return the id of each body's page by its name."""
    labels = body_labels(tables.meetings)
    return {row.body: "/".join(filter(None, (row.municipality, row.body_key))) for row in named_rows(labels)}
