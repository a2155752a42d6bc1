"""One name per body across its terms and spellings, within its municipality; and which meetings were held."""

from __future__ import annotations

import numpy as np
import pandas as pd

from referat.facts.body_names import body_key, without_term


def across_terms(meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the meetings with one name per body, independent of its spelling and the years of its term.

    Two meetings are of one body if `municipality` and `body_key` agree. The name is the latest spelling without the
    years of the term. If the meetings are from several municipalities, the municipality is appended to the name, so
    that bodies of two municipalities never share one.
    """
    towns, keys, names = (
        cells.tolist() for cells in (meetings["municipality"].fillna(""), body_keys(meetings), meetings["body"])
    )
    in_time = np.argsort(meetings["date"].to_numpy(), kind="stable")  # meetings without a date are last
    latest = {(towns[row], keys[row]): names[row] for row in in_time if not pd.isna(names[row])}
    is_one_town = len(set(towns)) == 1
    labels = {
        (town, key): without_term(name) + ("" if is_one_town or not town else f" ({town})")
        for (town, key), name in latest.items()
    }
    return meetings.assign(body=pd.array([labels.get(body) for body in zip(towns, keys, strict=True)], dtype="str"))


def body_keys(meetings: pd.DataFrame) -> pd.Series:
    """Return the `body_key` of each meeting; it is derived from `body` if the table lacks the column."""
    return meetings["body_key"].fillna(_keys(meetings["body"]))


def _keys(bodies: pd.Series) -> pd.Series:
    names = bodies.dropna().unique()
    return bodies.map(dict(zip(names, map(body_key, names), strict=True))).astype("str")


def held(meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the meetings that were held and have minutes, with one name per body."""
    return across_terms(meetings[is_held(meetings)])


def is_held(meetings: pd.DataFrame) -> pd.Series:
    """Return for each meeting whether it was held and its minutes were read."""
    return (meetings["kind"] == "minutes") & (meetings["status"] == "held")


def body_labels(meetings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per body: `municipality` (empty where unknown), `body_key` and its name `body`."""
    rows = held(meetings)
    labels = pd.DataFrame(
        {"municipality": rows["municipality"].fillna(""), "body_key": body_keys(rows), "body": rows["body"]}
    )
    return labels.dropna().drop_duplicates(["municipality", "body_key"], ignore_index=True)


def named_as_met(municipality: pd.Series, body: pd.Series, meetings: pd.DataFrame) -> pd.Series:
    """Return the name in `held` for names of bodies as minutes write them; missing if there is none."""
    rows = pd.DataFrame({"municipality": municipality.fillna(""), "body_key": _keys(body)})
    labels = rows.merge(body_labels(meetings), on=["municipality", "body_key"], how="left")["body"]
    return labels.set_axis(body.index).astype("str")


def days_met_since(body: pd.Series, day: pd.Series, meetings: pd.DataFrame) -> pd.Series:
    """Return the number of days after a given day on which each body met; bodies are named as in `held`."""
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
    """Return the last day on which each body met, by name; observation ends on that day."""
    return held(meetings).groupby("body")["date"].max()
