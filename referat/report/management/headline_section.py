"""The opening of the report: up to five findings in a sentence each, and four tiles."""

from __future__ import annotations

from typing import Any

import pandas as pd

from referat.analysis.change_tests import SIGNIFICANT
from referat.analysis.headline_numbers import SHARES
from referat.analysis.intervals import FEWEST
from referat.language import Language
from referat.report.management.management_frames import ManagementFrames, named_rows
from referat.schema.decision_types import NONE_RECORDED

DECIMALS_FROM = 100
"""Fewest observations of a share with decimals; below it, they are chance."""
TILES = ("owed", "came_back", "closed", "put_off")
ANCHORS = {"owed": "owed", "came_back": "returned", "closed": "closed", "put_off": "decided", "attended": "attended"}
"""The section of the page for each measure."""
QUARTERS = 12
"""Number of latest quarters shown as bars."""


def opening(frames: ManagementFrames, language: Language) -> dict[str, Any]:
    """Return the `lead` (the two years that are compared, or why not), the `findings` and the `tiles`."""
    if frames.years is None:
        return {"lead": "", "findings": [], "tiles": []}
    rows = [row for row in named_rows(frames.numbers) if _is_worth_saying(row, frames)]
    return {
        "lead": _lead(frames, language),
        "findings": [{"text": _sentence(row, language), "anchor": ANCHORS[row.measure]} for row in rows],
        "tiles": [_tile(row, frames, language) for row in rows if row.measure in TILES],
    }


def sentences(frames: ManagementFrames, language: Language) -> list[str]:
    """Return the lead and the findings as sentences."""
    parts = opening(frames, language)
    if not parts["lead"]:
        return [language.say("pages.no_meetings")]
    return [parts["lead"], *(finding["text"] for finding in parts["findings"])]


def _is_worth_saying(row: Any, frames: ManagementFrames) -> bool:
    """Return whether a measure has anything to count; attendance of few is in no sentence.

    Without any recorded decision, zero items put off is no finding.
    """
    if row.measure not in SHARES:
        return True
    if row.measure == "put_off" and (frames.classified["decision_type"] == NONE_RECORDED).all():
        return False
    return bool(row.of >= FEWEST if row.measure == "attended" else row.of)


def _lead(frames: ManagementFrames, language: Language) -> str:
    years = frames.years
    assert years is not None
    if years.is_short:
        return language.say("report.lead_short", first=language.day(years.begins), day=language.day(years.last))
    if years.reason == "begins":
        why = language.say("report.begins", day=language.day(years.begins))
    elif years.reason == "uneven":
        now, then = language.number(years.meetings_latest), language.some(years.meetings_before, "meeting")
        why = language.say("report.uneven", now=now, then=then)
    else:
        why = language.say("report.compared")
    text = language.say("report.lead", day=language.day(years.last), why=why)
    tested = frames.numbers["p_value"].dropna()
    return f"{text} {language.say('report.chance')}" if (tested >= SIGNIFICANT).any() else text


def value(hits: int, of: Any, language: Language) -> str:
    """Return a number for a tile: a count, a share, or a count of a total if the rows are few."""
    if pd.isna(of):
        return language.number(hits)
    if of < FEWEST:
        return language.say("figures.of", hit=language.number(hits), n=language.number(of))
    return language.percentage(hits / of) if of < DECIMALS_FROM else language.percent(hits / of)


def _sentence(row: Any, language: Language) -> str:
    if row.measure == "owed" and not row.hits:
        return language.say("report.finding_owed_none") + "."
    is_share = not pd.isna(row.of) and row.of >= FEWEST
    text = language.say(f"report.finding_{row.measure}", 2 if is_share else row.hits, value=_subject(row, language))
    return f"{text[:1].upper()}{text[1:]}{_before(row, language)}{_chance(row, language)}."


def _subject(row: Any, language: Language) -> str:
    """Return the subject of the sentence: `20 matters`, `5.8% of the items`, `2 of 4 items`."""
    if pd.isna(row.of):
        return language.some(row.hits, "matter")
    noun = "attendance" if row.measure == "attended" else "item"
    if row.of < FEWEST:
        return language.say("years.count_of", hits=language.count(row.hits), all=language.some(row.of, noun))
    key = "of_members" if row.measure == "attended" else "of_items"
    return language.say(f"report.{key}", share=value(row.hits, row.of, language))


def _before(row: Any, language: Language) -> str:
    if pd.isna(row.hits_before):
        return ""
    if row.measure == "owed":
        if row.hits == 1:
            return language.say("report.it_was_owed_then" if row.hits_before else "report.it_was_not_owed_then")
        return language.say("report.owed_then", row.hits_before, value=language.count(row.hits_before))
    before, now = value(row.hits_before, row.of_before, language), value(row.hits, row.of, language)
    return language.say("report.same" if before == now else "report.before", value=before)


def _chance(row: Any, language: Language) -> str:
    """Return the clause for a difference of more than chance; the lead states once that the others are not."""
    return language.say("report.more_than_chance") if row.p_value < SIGNIFICANT else ""


def _tile(row: Any, frames: ManagementFrames, language: Language) -> dict[str, Any]:
    before = language.say("report.tile_no_year")
    if not pd.isna(row.hits_before):
        key = "tile_owed_then" if row.measure == "owed" else "tile_before"
        before = language.say(f"report.{key}", value=value(row.hits_before, row.of_before, language))
    bars = _bars(frames.number_quarters[frames.number_quarters["measure"] == row.measure], language)
    return {
        "number": value(row.hits, row.of, language),
        "text": language.say(f"report.tile_{row.measure}", row.hits),
        "before": before,
        "anchor": ANCHORS[row.measure],
        "bars": bars,
        "ends": [bars[0]["quarter"], bars[-1]["quarter"]] if len(bars) > 1 else [],
    }


def _bars(quarters: pd.DataFrame, language: Language) -> list[dict[str, str]]:
    """Return the latest quarters as bars: `height` in percent of the highest, and `title`."""
    rows = quarters.sort_values("quarter").tail(QUARTERS)
    sizes = rows["hits"].astype(float) / rows["of"].fillna(1).astype(float)
    most = sizes.max() or 1.0
    return [
        {
            "height": f"{max(100 * size / most, 2):.0f}",
            "quarter": language.say("report.quarter", quarter=row.quarter.quarter, year=row.quarter.year),
            "title": f"{language.quarter(row.quarter)}: {value(row.hits, row.of, language)}",
        }
        for row, size in zip(named_rows(rows), sizes, strict=True)
    ]
