"""Figures of what was read, and of the accuracy of the reader."""

from __future__ import annotations

import pandas as pd

from referat.figures import basic_charts, house_style, palette
from referat.language import ENGLISH, Language

_SEVERITY_COLOURS = {"error": palette.RED, "warning": palette.ORANGE, "note": palette.GREY}


def meetings(by_year: pd.DataFrame, top: int = 20, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw the number of meetings read per body and year: the `top` bodies by name, and the sum of the others."""
    rest = language.say("figures.all_others")
    rows = house_style.top_and_rest(by_year, "body", "meetings", top, rest)
    table = rows.groupby(["body", "year"])["meetings"].sum().unstack("year")
    order = table.sum(axis=1).sort_values(ascending=False, kind="stable").index
    ordered = table.loc[[*order[order != rest], *order[order == rest]]]
    named = rows.loc[rows["body"] != rest, "meetings"]
    counts = {
        "n": language.number(by_year["meetings"].sum()),
        "meetings": language.some(by_year["meetings"].sum(), "meeting"),
        "bodies": language.some(by_year["body"].nunique(), "body"),
    }
    return basic_charts.matrix(
        ordered,
        title=language.say("read.title"),
        caption=language.say("read.caption", **counts),
        alt=language.say("read.alt", **counts),
        darkest=max(float(named.max()), 1.0) if len(named) else 1.0,
        language=language,
    )


def completeness(rows: pd.DataFrame, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw the completeness of the tables."""
    return basic_charts.dots(
        rows.assign(name=rows["measure"].map(language.name)),
        "name",
        ("count", "n"),
        title=language.say("completeness.title"),
        caption=language.say("completeness.caption", cut=basic_charts.CUT),
        cut=True,
        language=language,
    )


def accuracy(by_field: pd.DataFrame, top: int = 40, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw the accuracy of each field, by kind of minutes, lowest first in each."""
    rows = by_field.sort_values(["minutes", "share"], kind="stable", ignore_index=True)
    fields, minutes = rows["field"].map(language.name).str.replace("_", " "), rows["minutes"].map(language.name)
    first = minutes != minutes.shift()
    return basic_charts.dots(
        rows.assign(name=fields.mask(first, minutes + ": " + fields)),
        "name",
        ("right", "fields"),
        title=language.say("accuracy_by_field.title"),
        caption=language.say("accuracy_by_field.caption"),
        top=top,
        language=language,
    )


def problems(by_code: pd.DataFrame, top: int = 25, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw the number of problems per code, coloured by severity."""
    return basic_charts.counts(
        by_code.assign(name=by_code["severity"].map(language.name) + ": " + by_code["code"].map(language.name)),
        "name",
        "problems",
        title=language.say("problems.title"),
        caption=language.say("problems.caption", n=language.number(by_code["problems"].sum())),
        colours=[_SEVERITY_COLOURS.get(severity, palette.GREY) for severity in by_code["severity"]],
        top=top,
        what="problem",
        language=language,
    )
