"""One body over its terms: a council that is renamed with every election is the same council."""

from __future__ import annotations

import pandas as pd

from referat.facts.body_names import without_term


def across_terms(meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the meetings with each body under its name without the years of its term.

    Only a range of years at the very end goes: `Byråd 2018-2021` and `Byråd 2022-2025` are `Byråd`, `Råd 2022` stays.
    Matters, routes, returns and attendance are followed by this name; tables keep the name as it is written.
    """
    names = pd.Series(meetings["body"].dropna().unique(), dtype="str")
    lasting = {name: without_term(name) for name in names}
    return meetings.assign(body=meetings["body"].map(lasting).astype("str"))


def days_met_since(body: pd.Series, day: pd.Series, meetings: pd.DataFrame) -> pd.Series:
    """Return for each body and day on how many days the body met after it."""
    held = across_terms(meetings)[["body", "date"]].drop_duplicates().sort_values(["body", "date"])
    held["later"] = held[::-1].groupby("body").cumcount()
    asked = pd.DataFrame({"body": body.to_numpy(), "date": day.to_numpy()})
    found = asked.merge(held, on=["body", "date"], how="left")["later"].astype("Int64")
    return found.set_axis(body.index)
