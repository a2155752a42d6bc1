"""Pictures of what was read, and of how right it is."""

from __future__ import annotations

import pandas as pd

from referat.figures import basic_charts, house_style
from referat.language import name, number, say, some

_SEVERITY_COLOURS = {"error": house_style.RED, "warning": house_style.ORANGE, "note": house_style.GREY}


def meetings(by_year: pd.DataFrame, top: int = 20) -> house_style.Picture:
    """Draw how many meetings of each body and year were read, the `top` bodies by name and the rest together."""
    rest = say("figures.all_others")
    rows = house_style.top_and_rest(by_year, "body", "meetings", top, rest)
    table = rows.groupby(["body", "year"])["meetings"].sum().unstack("year")
    order = table.sum(axis=1).sort_values(ascending=False, kind="stable").index
    ordered = table.loc[[*order[order != rest], *order[order == rest]]]
    named = rows.loc[rows["body"] != rest, "meetings"]
    counts = {"n": number(by_year["meetings"].sum()), "bodies": some(by_year["body"].nunique(), "body")}
    return basic_charts.matrix(
        ordered,
        title=say("read.title"),
        caption=say("read.caption", **counts),
        alt=say("read.alt", **counts),
        darkest=max(float(named.max()), 1.0) if len(named) else 1.0,
    )


def completeness(rows: pd.DataFrame) -> house_style.Picture:
    """Draw how complete the tables are."""
    return basic_charts.dots(
        rows.assign(name=rows["measure"].map(name)),
        "name",
        ("count", "n"),
        title=say("completeness.title"),
        caption=say("completeness.caption", cut=basic_charts.CUT),
        cut=True,
    )


def accuracy(by_field: pd.DataFrame, top: int = 40) -> house_style.Picture:
    """Draw how often the reader is right, field by field of each sort of minutes, the least sure first in each."""
    rows = by_field.sort_values(["minutes", "share"], kind="stable", ignore_index=True)
    fields, minutes = rows["field"].map(name).str.replace("_", " "), rows["minutes"].map(name)
    first = minutes != minutes.shift()
    return basic_charts.dots(
        rows.assign(name=fields.mask(first, minutes + ": " + fields)),
        "name",
        ("right", "fields"),
        title=say("accuracy_by_field.title"),
        caption=say("accuracy_by_field.caption"),
        top=top,
    )


def problems(by_code: pd.DataFrame, top: int = 25) -> house_style.Picture:
    """Draw the problems by code, coloured by how bad they are."""
    return basic_charts.counts(
        by_code.assign(name=by_code["severity"].map(name) + ": " + by_code["code"]),
        "name",
        "problems",
        title=say("problems.title"),
        caption=say("problems.caption", n=number(by_code["problems"].sum())),
        colours=[_SEVERITY_COLOURS.get(severity, house_style.GREY) for severity in by_code["severity"]],
        top=top,
        what="problem",
    )
