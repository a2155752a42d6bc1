"""Attendance: the bodies, lowest rate first, if they differ by more than chance; otherwise a sentence."""

from __future__ import annotations

from typing import Any

import pandas as pd

from referat.analysis.change_tests import SIGNIFICANT
from referat.analysis.intervals import FEWEST, cluster_interval
from referat.findings.sentence_parts import between
from referat.language import Language
from referat.report.management.management_frames import ManagementFrames, named_rows
from referat.report.pages.page_addresses import body_url

SHOWN = 6
"""Number of bodies on paper: those with the lowest rates."""


def attendance_section(frames: ManagementFrames, body_ids: dict[str, str], language: Language) -> dict[str, Any]:
    """Return a `text`, and `rows` of bodies with the `axis` if they differ; without data the text says so.

    `body_ids` maps the name of a body to the id of its page.
    """
    bodies = frames.bodies[frames.bodies["known"] > 0]
    known, present = int(bodies["known"].sum()), int(bodies["present"].sum())
    if known < FEWEST:
        return {"text": language.say("report.attendance_unknown"), "rows": []}
    low, high = cluster_interval(frames.attended["present"], frames.attended["known"])
    share = between({"share": present / known, "low": low, "high": high}, language=language)
    large = bodies[bodies["known"] >= FEWEST]
    differ = len(large) > 1 and pd.notna(frames.bodies_p_value) and frames.bodies_p_value < SIGNIFICANT
    text = language.say(
        "report.attendance", share=share, present=language.number(present), known=language.number(known)
    )
    if not differ:
        alike = language.say("report.attendance_alike") if len(large) > 1 else ""
        return {"text": f"{text} {alike}".strip(), "rows": []}
    low = _axis_begin(float(large["share"].min()))
    return {
        "text": f"{text} {language.say('report.attendance_differ')}",
        "low": language.percentage(low / 100),
        "high": language.percentage(1),
        "rows": [_row(row, low, body_ids, language) for row in named_rows(large)],
        "shown": SHOWN,
        "others": max(len(large) - SHOWN, 0),
    }


def _axis_begin(lowest: float) -> int:
    """Return the percentage at which the axis begins: the multiple of ten below the lowest share."""
    return max(int(lowest * 10) * 10 - (10 if lowest * 10 % 1 < 0.1 else 0), 0)


def _row(row: Any, low: int, body_ids: dict[str, str], language: Language) -> dict[str, Any]:
    known = language.say("figures.of", hit=language.number(row.present), n=language.number(row.known))
    return {
        "name": row.body,
        "url": body_url(body_ids[row.body]) if row.body in body_ids else "",
        "place": f"{2 + 96 * (100 * row.share - low) / (100 - low):.1f}",
        "share": language.percent(row.share),
        "known": known,
    }
