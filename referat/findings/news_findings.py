"""What is new since an earlier build, as short lines: meetings, items, and changed matters."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from referat.analysis.body_terms import across_terms
from referat.analysis.build_differences import BuildDifferences
from referat.language import Language

_NAMED = 5
"""Most meetings or matters named in a line; the others are counted."""


def whats_new(differences: BuildDifferences, language: Language) -> list[str]:
    """Return a line for each kind of difference.

    Closed matters are counted, never named.
    """
    meetings = differences.meetings
    lines = []
    if len(meetings):
        named = language.some(len(meetings), "meeting")
        lines.append(language.say("news.meetings", meetings=named, names=_first(_meeting_names(meetings, language))))
    for key, rows in (("news.items", differences.items), ("news.matters", differences.new_matters)):
        if len(rows):
            lines.append(language.say(key, count=language.number(len(rows))))
    for key, rows in (("news.settled", differences.settled), ("news.owed", differences.newly_owed)):
        if len(rows):
            titles = rows.loc[~rows["closed"].fillna(False).astype(bool), "title"].dropna()
            lines.append(language.say(key, count=language.number(len(rows)), names=_first(titles)).rstrip(". "))
    return lines


def _meeting_names(meetings: pd.DataFrame, language: Language) -> list[str]:
    rows = across_terms(meetings).sort_values(["date", "meeting_id"], ascending=[False, True])
    return [
        f"{body if isinstance(body, str) else language.say('pages.no_bodies')} {language.day(day)}"
        for body, day in zip(rows["body"], rows["date"], strict=True)
    ]


def _first(texts: Iterable[str]) -> str:
    names = list(texts)
    return "; ".join(names[:_NAMED]) + (f" (+{len(names) - _NAMED})" if len(names) > _NAMED else "")
