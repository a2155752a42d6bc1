"""Decisions by year: the share of each family of decisions among items that are not fixtures."""

from __future__ import annotations

from typing import Any

from referat.analysis.decision_mix import shares
from referat.analysis.intervals import FEWEST
from referat.language import Language
from referat.report.management.headline_section import value
from referat.report.management.management_frames import ManagementFrames, named_rows
from referat.report.pages.page_addresses import search_url
from referat.schema.decision_types import FAMILIES

YEARS = 5
"""Number of latest years shown."""


def decided_section(frames: ManagementFrames, language: Language) -> dict[str, Any]:
    """Return the `years` with their items, and a row per family with a cell per year."""
    classified = frames.classified.dropna(subset="year")
    by_year = shares(classified, ["year"], "family")
    by_year = by_year[by_year["year"] > by_year["year"].max() - YEARS] if len(by_year) else by_year
    years = sorted(by_year["year"].unique())
    counts = {(row.family, row.year): row for row in named_rows(by_year)}
    rows = [
        {
            "family": family,
            "name": language.name(family),
            "cells": [_cell(counts[family, year], language) for year in years],
        }
        for family in FAMILIES
        if any(counts[family, year].count for year in years)
    ]
    items = [language.some(next(r.items for r in named_rows(by_year) if r.year == year), "item") for year in years]
    return {
        "total": len(classified),
        "few": FEWEST,
        "years": list(zip(map(str, years), items, strict=True)),
        "rows": rows,
    }


def _cell(row: Any, language: Language) -> dict[str, str]:
    of = language.say("figures.of", hit=language.number(row.count), n=language.number(row.items))
    return {
        "text": value(row.count, row.items, language),
        "title": of,
        "width": f"{100 * row.count / row.items:.1f}",
        "url": search_url(year=str(row.year), type=f"family:{row.family}", kind="counted") if row.count else "",
    }
