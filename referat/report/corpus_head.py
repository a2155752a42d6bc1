"""The head of every page: municipality, bodies, number of meetings and items, period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from referat.analysis.body_terms import across_terms, held
from referat.language import Language
from referat.tables.frames import Tables, unread_sources


@dataclass(frozen=True, slots=True)
class CorpusHead:
    """The head of all pages.

    Attributes
    ----------
    text
        A line about the minutes: municipality, bodies, period, day of the data.
    unread
        Number of files that could not be read.
    demo
        Whether the municipality is a fictional one.
    """

    text: str
    unread: int
    demo: bool


def corpus_head(tables: Tables, language: Language, manifest: Mapping[str, Any]) -> CorpusHead:
    """Return the head of a corpus; `manifest` is that of the built tables, or empty."""
    return CorpusHead(_described(tables, language), unread_sources(tables.problems), bool(manifest.get("demo")))


def _described(tables: Tables, language: Language) -> str:
    meetings = tables.meetings
    if meetings.empty:
        return language.say("pages.no_meetings")
    line = language.say(
        "pages.corpus",
        bodies=_bodies(across_terms(meetings)["body"], language),
        meetings=language.some(len(meetings), "meeting"),
        items=language.some(len(tables["items"]), "item"),
        period=language.period(meetings["date"].min(), meetings["date"].max()),
    )
    owners = list(meetings.get("municipality", pd.Series(dtype="str")).dropna().unique())
    return f"{_municipalities(owners, language)}{line}{_day_of_data(tables, language)}"


def _municipalities(names: list[str], language: Language) -> str:
    if not names:
        return ""
    shown = names if len(names) < 4 else [*names[:2], language.say("pages.other_municipalities", count=len(names) - 2)]
    return f"{language.listed(shown)} · "


def _bodies(body: pd.Series, language: Language) -> str:
    """Name the bodies by number of meetings; if there are more than three, the others are counted."""
    names = [str(name) for name in body.value_counts(sort=True).index]
    if len(names) > 3:
        names = [*names[:2], language.say("pages.other_bodies", count=language.number(len(names) - 2))]
    return language.listed(names) if names else language.say("pages.no_bodies")


def _day_of_data(tables: Tables, language: Language) -> str:
    """State the date of the last held meeting with minutes, the end of the data."""
    days = held(tables.meetings)["date"].dropna()
    return "" if days.empty else " " + language.say("pages.released", day=language.day(days.max()))
