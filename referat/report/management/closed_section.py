"""Closed items: a column per quarter, and a sentence on whether the share changed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from referat.analysis.change_tests import SIGNIFICANT
from referat.analysis.closed_shares import matters_closed, overall
from referat.analysis.intervals import FEWEST
from referat.language import Language
from referat.report.management.headline_section import value
from referat.report.management.management_frames import ManagementFrames, named_rows
from referat.report.pages.page_addresses import search_url

QUARTERS = 12
TREND_FROM = 3
"""Fewest quarters of a trend."""


def closed_section(frames: ManagementFrames, language: Language) -> dict[str, Any]:
    """Return the `title` (what the columns show), `matters`, and the `columns`."""
    rows, chart = frames.items, frames.quarters
    total = len(rows)
    hits = int(rows["closed"].sum())
    key = ("report.closed_title" if hits else "closed.none" if total else "closed.nothing", total)
    parts = {"closed": language.count(hits), "items": language.some(total, "item")}
    shown = chart.sort_values("quarter").tail(QUARTERS)
    most = float(shown.loc[shown["items"] >= FEWEST, "share"].max()) if (shown["items"] >= FEWEST).any() else 0.0
    return {
        "count": hits,
        "total": total,
        "title": language.say(
            *key, share=value(hits, total, language), limits=_limits(rows, language) if hits else "", **parts
        ),
        "change": _change(frames, language) if hits else "",
        "matters": _matters(rows, language) if hits else "",
        "columns": [_column(row, most, language) for row in named_rows(shown)] if most and len(shown) > 1 else [],
        "unusual": bool(_unusual(shown).any()),
        "centre": f"{min(100 * hits / total / most, 100):.1f}" if most else "",
        "centre_text": value(hits, total, language) if total else "",
    }


def _matters(rows: pd.DataFrame, language: Language) -> str:
    row = matters_closed(rows).iloc[0]
    parts = {"matters": language.some(row["matters"], "matter"), "either": language.number(row["either"])}
    return language.say("closed.matters", row["either"], **parts)


def _limits(rows: pd.DataFrame, language: Language) -> str:
    """Return the interval of the share over whole meetings, if there are enough items."""
    row = overall(rows).iloc[0]
    if len(rows) < FEWEST or not row["cluster_low"] < row["cluster_high"]:
        return ""
    low, high = language.percents(row["cluster_low"], row["cluster_high"])
    return language.say("report.closed_limits", low=low, high=high)


def _change(frames: ManagementFrames, language: Language) -> str:
    """Return a sentence on whether the share changed, by the rules of the chart and the test over whole meetings."""
    chart = frames.quarters
    if len(chart) < TREND_FROM or chart["items"].sum() < FEWEST:
        return ""
    unusual = [language.quarter(first) for first in chart.loc[_unusual(chart), "quarter"]]
    if unusual:
        return language.say("report.closed_unusual", len(unusual), quarters=language.listed(unusual))
    changed = pd.notna(frames.closed_p_value) and frames.closed_p_value < SIGNIFICANT
    return language.say("report.closed_changed" if changed else "report.closed_same")


def _unusual(chart: pd.DataFrame) -> pd.Series:
    """Return the quarters that are unusual by the rules of the chart; none if there are few items."""
    return chart["signal"].notna() & (chart["items"] >= FEWEST)


def _column(row: Any, most: float, language: Language) -> dict[str, Any]:
    last = row.quarter + pd.offsets.QuarterEnd(1)
    days = {"from": f"{row.quarter:%Y-%m-%d}", "to": f"{last:%Y-%m-%d}"}
    of = language.say("figures.of", hit=language.number(row.closed), n=language.number(row.items))
    return {
        "height": f"{100 * row.share / most:.1f}" if row.items >= FEWEST else "0",
        "label": value(row.closed, row.items, language) if row.items >= FEWEST else of,
        "title": f"{language.quarter(row.quarter)}: {of}",
        "quarter": f"{row.quarter.quarter}.",
        "year": str(row.quarter.year),
        "unusual": pd.notna(row.signal) and row.items >= FEWEST,
        "url": search_url(closed="yes", kind="counted", **days),
    }
