"""Pictures of what was read."""

from __future__ import annotations

import pandas as pd

from referat.figures import shares, style

_SEVERITY_COLOURS = {"error": style.RED, "warning": style.ORANGE, "note": style.GREY}


def meetings(by_year: pd.DataFrame, top: int = 20) -> style.Picture:
    """Draw how many meetings of each body and year were read, the `top` bodies by name and the rest together."""
    rows = style.top_and_rest(by_year, "body", "meetings", top)
    table = rows.groupby(["body", "year"])["meetings"].sum().unstack("year")
    order = table.sum(axis=1).sort_values(ascending=False, kind="stable").index
    ordered = table.loc[[*order[order != "all others"], *order[order == "all others"]]]
    total = int(by_year["meetings"].sum())
    return shares.matrix(
        ordered,
        title="Meetings read, by body and year",
        caption=f"Number of meetings; n = {total:,} meetings of {by_year['body'].nunique():,} bodies.",
        alt=f"Table of {total:,} meetings by body and year, shaded by number.",
    )


def completeness(rows: pd.DataFrame) -> style.Picture:
    """Draw how complete the tables are."""
    return shares.dots(
        rows,
        "measure",
        ("count", "n"),
        title="How complete are the tables?",
        caption="Share in percent with Wilson 95 % interval; what is counted, out of what, stands at the right.",
    )


def problems(by_code: pd.DataFrame, top: int = 25) -> style.Picture:
    """Draw the problems by code, coloured by how bad they are."""
    named = by_code.assign(name=by_code["severity"] + ": " + by_code["code"])
    return shares.counts(
        named,
        "name",
        "problems",
        title="Problems the reader reported, by severity and code",
        caption=f"Number of problems; n = {int(by_code['problems'].sum()):,}. Errors red, warnings orange, notes grey.",
        colours=[_SEVERITY_COLOURS.get(severity, style.GREY) for severity in by_code["severity"]],
        top=top,
        what="problems",
    )
