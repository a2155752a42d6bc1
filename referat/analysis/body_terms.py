"""One body over its terms and spellings, within its municipality; and which meetings were held."""

from __future__ import annotations

import pandas as pd

from referat.facts.body_names import body_key, without_term


def across_terms(meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the meetings with one name per body, whatever its spelling and the years of its term.

    Two meetings are of one body if `municipality` and `body_key` agree. The name is the latest spelling without the
    years of the term; where the meetings are of several municipalities, the municipality is put behind it, so that
    bodies of two municipalities never share a name.
    """
    keys = body_keys(meetings)
    town = meetings["municipality"].fillna("")
    names = pd.DataFrame({"town": town, "key": keys, "body": meetings["body"], "date": meetings["date"]})
    latest = (
        names.dropna(subset="body").sort_values("date", kind="stable").drop_duplicates(["town", "key"], keep="last")
    )
    latest["label"] = latest["body"].map(without_term)
    if town.nunique() > 1:
        latest["label"] += (" (" + latest["town"] + ")").where(latest["town"] != "", "")
    labels = names[["town", "key"]].merge(latest[["town", "key", "label"]], on=["town", "key"], how="left")["label"]
    return meetings.assign(body=labels.set_axis(meetings.index).astype("str"))


def body_keys(meetings: pd.DataFrame) -> pd.Series:
    """Return the `body_key` of each meeting, made from its body where the table has none."""
    return meetings["body_key"].fillna(_keys(meetings["body"]))


def _keys(bodies: pd.Series) -> pd.Series:
    names = bodies.dropna().unique()
    return bodies.map(dict(zip(names, map(body_key, names), strict=True))).astype("str")


def held(meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the meetings that were held and of which minutes were read, each body under one name."""
    return across_terms(meetings[(meetings["kind"] == "minutes") & (meetings["status"] == "held")])


def body_labels(meetings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per body: `municipality` (empty where unknown), `body_key` and its name `body`."""
    rows = held(meetings)
    labels = pd.DataFrame(
        {"municipality": rows["municipality"].fillna(""), "body_key": body_keys(rows), "body": rows["body"]}
    )
    return labels.dropna().drop_duplicates(["municipality", "body_key"], ignore_index=True)


def named_as_met(municipality: pd.Series, body: pd.Series, meetings: pd.DataFrame) -> pd.Series:
    """Return for names of bodies, as minutes write them, the name in `held`; missing if there is none."""
    rows = pd.DataFrame({"municipality": municipality.fillna(""), "body_key": _keys(body)})
    labels = rows.merge(body_labels(meetings), on=["municipality", "body_key"], how="left")["body"]
    return labels.set_axis(body.index).astype("str")


def days_met_since(body: pd.Series, day: pd.Series, meetings: pd.DataFrame) -> pd.Series:
    """Return for each body, named as in `held`, and day on how many later days the body met."""
    days = held(meetings)[["body", "date"]].dropna().drop_duplicates().sort_values("date")
    days["later"] = days[::-1].groupby("body").cumcount()[::-1] + 1
    asked = pd.DataFrame({"body": body.astype("str").to_numpy(), "date": pd.to_datetime(day.to_numpy())})
    asked = asked.astype({"body": "str"}).assign(place=range(len(asked)))
    asked = asked.dropna().sort_values("date")
    days["date"] = days["date"].astype(asked["date"].dtype)
    joined = pd.merge_asof(asked, days, on="date", by="body", direction="forward", allow_exact_matches=False)
    known = joined["body"].isin(days["body"])
    later = joined["later"].fillna(0).where(known).astype("Int64")
    return (
        pd.Series(later.to_numpy(), index=joined["place"])
        .reindex(range(len(body)))
        .set_axis(body.index)
        .astype("Int64")
    )


def last_days(meetings: pd.DataFrame) -> pd.Series:
    """Return the last day on which each body met, by its name: observation ends there."""
    return held(meetings).groupby("body")["date"].max()
