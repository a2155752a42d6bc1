"""Appearances of matters before bodies: what came back, what goes on in stages, what recurs by the calendar.

An *appearance* is a matter before a body on a day, whatever its number of items on that day. A matter *came back* only
if the tables call a round `reconsidered`: the round before it ended early, or its decision was changed. A next stage,
the next of a periodic series and a case number used for another thing are no return.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from referat.analysis.body_terms import last_days
from referat.analysis.meeting_items import CLOSED_TITLE, items_with_meeting, own_ranks, without_fixtures
from referat.analysis.membership import looked_up
from referat.analysis.repeated_deferrals import repeated_deferrals
from referat.schema.decision_types import FAMILY_OF, LABELS, REFUSING
from referat.schema.registry import STOPS

LATE_AFTER = 0.5
"""Fraction of a period after the due day from which the next issue of a series is late."""
SHORTEST_PERIOD = 75
"""Shortest period in days; closer appearances are one issue of the series on its way through the bodies."""

_TITLES = 3
"""Most titles given for a case number with several matters."""

CATEGORIES = ("fixture", "once", "route", "stage", "periodic", "unclear", "came back")
"""Categories of matters; each matter has the last one that applies, `came back` before `periodic`."""


def appearances(
    items: pd.DataFrame, meetings: pd.DataFrame, decisions: pd.DataFrame, matters: pd.DataFrame
) -> pd.DataFrame:
    """Return one row per matter, body and day, in chronological order per matter; fixtures are left out.

    Columns: `matter_id`, `municipality`, `case_number`, `kind` (substantive, periodic), `body`, `date`, `meeting_id`,
    `item_id` (the first of that day), `title` (withheld if the item is closed), `closed`, `round`, `return_kind`;
    `decision_type` and `evidence` (its words), both missing if no decision is recorded; `stopped` (put off, sent back,
    withdrawn or rejected that day); `deferred_on`, `deferred_as` (a decision type) and `deferred_words` if the item
    repeats that the body put it off at a meeting that was not read.
    """
    rows = without_fixtures(items_with_meeting(items, meetings))
    rows = rows.merge(matters.loc[matters["kind"] != "fixture", ["matter_id", "kind"]], on="matter_id")
    rows = rows.join(own_ranks(decisions), on="item_id")
    rows["title"] = rows["title"].mask(rows["closed"], CLOSED_TITLE)
    rows["stopped"] = rows["next_step"].isin(STOPS)
    rows = rows.sort_values(["date", "start_time", "meeting_id", "position"])
    grouped = rows.groupby(["matter_id", "body", "date"], sort=False)
    first = ["municipality", "case_number", "kind", "meeting_id", "item_id", "title", "round", "return_kind"]
    columns = {name: (name, "first") for name in first} | {"closed": ("closed", "all"), "rank": ("rank", "min")}
    columns |= {"stopped": ("stopped", "any"), "next_step_words": ("next_step_words", "first")}
    days = grouped.agg(**columns).reset_index()
    days["stopped"] |= days["rank"].isin([LABELS.index(label) for label in REFUSING])
    stop_words = days.pop("next_step_words").where(days["stopped"] & ~days["rank"].isin(_STOPPING)).mask(days["closed"])
    days["decision_type"] = days.pop("rank").map(dict(enumerate(LABELS))).astype("str")
    made_here = decisions.loc[~decisions["is_earlier"]].drop_duplicates("item_id")
    days["evidence"] = (
        looked_up(days["item_id"], made_here.set_index("item_id")["evidence"]).mask(days["closed"]).astype("str")
    )
    days["evidence"] = stop_words.fillna(days["evidence"]).astype("str")
    keys, deferred = ["matter_id", "body", "date"], ["deferred_on", "deferred_as", "deferred_words"]
    repeated = repeated_deferrals(rows, meetings, decisions).drop_duplicates(keys, keep="last")[[*keys, *deferred]]
    days = days.merge(repeated, on=keys, how="left")
    days["deferred_words"] = days["deferred_words"].mask(days["closed"])
    return days.sort_values("matter_id", kind="stable", ignore_index=True)


_STOPPING = [rank for rank, label in enumerate(LABELS) if FAMILY_OF[label] in ("put off or sent on", "rejected")]
"""Types whose own evidence states that the matter was stopped."""


def returns(appearances: pd.DataFrame, kind: str = "reconsidered") -> pd.DataFrame:
    """Return one row per round that took a matter up again, at its first return before a body, latest first.

    Columns: `matter_id`, `case_number`, `title`, `body`, `previous` (the day the body had it before), `date`, `days`
    between, `was_stopped` and `decision_type` (of this appearance). If the matter was stopped in between, `stopped_by`,
    `stopped_on`, `stopped_as` (a decision type) and `words` are those of the body that stopped it last; otherwise those
    of the decision that is changed.

    Parameters
    ----------
    appearances
        As `appearances` returns them.
    kind
        `reconsidered` for what came back, `stage` for next stages, `periodic`, `unclear`.
    """
    rows = appearances.reset_index(drop=True)
    rows["previous"] = rows.groupby(["matter_id", "body"])["date"].shift()
    before = rows[["body", "date", "decision_type", "evidence", "stopped"]].reindex(_what_stopped(rows))
    rows[["stopped_by", "stopped_on", "stopped_as", "words", "was_stopped"]] = before.set_axis(rows.index)
    unread = rows["deferred_on"].notna() & ~(rows["stopped_on"] > rows["deferred_on"])
    for column, deferral in _DEFERRALS.items():
        rows[column] = rows[column].mask(unread, rows[deferral])
    rows["was_stopped"] = rows["was_stopped"].fillna(False).astype(bool) | unread
    again = rows[rows["return_kind"] == kind].drop_duplicates(["matter_id", "round"])
    again = again.assign(days=(again["date"] - again["previous"]).dt.days.astype("Int64"))
    columns = ["matter_id", "case_number", "title", "body", "previous", "date", "days"]
    columns += ["was_stopped", "stopped_by", "stopped_on", "stopped_as", "words", "decision_type"]
    return again.sort_values(["date", "matter_id"], ascending=[False, True], ignore_index=True)[columns]


def _what_stopped(rows: pd.DataFrame) -> pd.Series:
    """Return for each appearance the position of the one that stopped the matter before it, or that it changes."""
    places = pd.Series(np.arange(len(rows), dtype=float))
    matter, body = rows["matter_id"], rows["body"]
    stop = places.where(rows["stopped"]).groupby(matter).shift().groupby(matter).ffill()
    same_body = places.groupby([matter, body]).shift()
    stopped_there = rows["stopped"].reindex(same_body).fillna(False).to_numpy(dtype=bool)
    since = stop.where(~(stop < same_body) & ~stopped_there)
    return since.fillna(same_body).fillna(places.groupby(matter).shift())


_DEFERRALS = {
    "previous": "deferred_on",
    "stopped_by": "body",
    "stopped_on": "deferred_on",
    "stopped_as": "deferred_as",
    "words": "deferred_words",
}


def matter_categories(appearances: pd.DataFrame, matters: pd.DataFrame) -> pd.DataFrame:
    """Return one row per category (see `CATEGORIES`): `category` and the number of its `matters`.

    `once` appeared at one meeting, `route` before several bodies but before none again, `stage` again for its next
    stage, `unclear` again for an unclear reason, `periodic` in a series; `came back` was reconsidered at least once.
    """
    grouped = appearances.groupby("matter_id")
    rows = grouped.agg(bodies=("body", "nunique"), kind=("kind", "first"))
    has = {
        kind: _matters_with(appearances, kind).reindex(rows.index, fill_value=False)
        for kind in ("stage", "reconsidered", "unclear")
    }
    category = np.select(
        [has["reconsidered"], rows["kind"] == "periodic", has["stage"], has["unclear"], rows["bodies"] > 1],
        ["came back", "periodic", "stage", "unclear", "route"],
        "once",
    )
    counts = pd.Series(category, dtype="str").value_counts().reindex(list(CATEGORIES), fill_value=0)
    counts["fixture"] = int((matters["kind"] == "fixture").sum())
    return pd.DataFrame({"category": list(CATEGORIES), "matters": counts.to_numpy(dtype=int)})


def _matters_with(appearances: pd.DataFrame, kind: str) -> pd.Series:
    return (appearances["return_kind"] == kind).groupby(appearances["matter_id"]).any()


def most_returning(appearances: pd.DataFrame) -> pd.DataFrame:
    """Return one row per matter that came back, named by its latest return; most `returns` (rounds) first.

    Columns: `matter_id`, `case_number` and `title` (of its latest return), `first_seen`, `last_seen`, `times`
    (appearances), `bodies`, `returns`, `last_decision_type` and `mixed`. A mixed matter has returns that may be of
    different things (umbrella numbers): it comes last, and no sentence names it.
    """
    again = appearances[appearances["return_kind"] == "reconsidered"].drop_duplicates(["matter_id", "round"])
    rows = appearances[appearances["matter_id"].isin(again["matter_id"])]
    result = rows.groupby("matter_id").agg(
        first_seen=("date", "min"),
        last_seen=("date", "max"),
        times=("date", "size"),
        bodies=("body", "nunique"),
        last_decision_type=("decision_type", "last"),
    )
    latest = again.sort_values("date", kind="stable").drop_duplicates("matter_id", keep="last").set_index("matter_id")
    result = latest[["case_number", "title"]].join(result)
    result["returns"] = again.groupby("matter_id").size()
    unclear = appearances.loc[appearances["return_kind"] == "unclear", "matter_id"]
    result["mixed"] = result.index.isin(unclear)
    order = ["mixed", "returns", "times", "matter_id"]
    return result.reset_index().sort_values(order, ascending=[True, False, False, True], ignore_index=True)


def numbers_only(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of matters in which closed items show only their case number and counts."""
    closed = rows["title"] == CLOSED_TITLE
    shown = {"case_number", "title", "times", "returns"}
    return rows.assign(**{column: rows[column].mask(closed) for column in rows.columns if column not in shown})


def periodic_series(appearances: pd.DataFrame, links: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per periodic series with its period, and whether its next issue is late.

    Matters joined by periodic links, and the appearances of a periodic matter, are one series. Its days are those
    before its most frequent body, 75 days or more apart. Columns: `series` (from 1), `title` (latest), `body`,
    `issues`, `first_seen`, `last_seen`, `period_days` (median gap), `due` (one period after the last), `late` (the body
    has met more than half a period after that day; false below three issues, because one gap is no habit).
    """
    rows = _with_series(appearances, links)
    counts = rows.groupby(["series", "body"]).agg(times=("date", "nunique"), since=("date", "min")).reset_index()
    counts = counts.sort_values(["series", "times", "since"], ascending=[True, False, True])
    rows = rows.merge(counts.drop_duplicates("series")[["series", "body"]], on=["series", "body"])
    rows = rows.sort_values(["series", "date"]).drop_duplicates(["series", "date"])
    gap = rows.groupby("series")["date"].diff().dt.days
    issues = rows[gap.isna() | (gap >= SHORTEST_PERIOD)].copy()
    issues["gap"] = issues.groupby("series")["date"].diff().dt.days
    result = issues.groupby("series").agg(
        title=("title", "last"),
        body=("body", "last"),
        issues=("date", "size"),
        first_seen=("date", "min"),
        last_seen=("date", "max"),
        period_days=("gap", "median"),
    )
    result = result[result["issues"] > 1]
    period = pd.to_timedelta(result["period_days"], unit="D")
    result["due"] = (result["last_seen"] + period).dt.normalize().astype("datetime64[us]")
    observed = looked_up(result["body"], last_days(meetings))
    result["late"] = (observed > result["last_seen"] + (1 + LATE_AFTER) * period).fillna(False).astype(bool)
    result["late"] &= result["issues"] > 2
    result = result.sort_values(["late", "last_seen"], ascending=[False, True]).reset_index(drop=True)
    numbered: pd.DataFrame = result.assign(series=np.arange(1, len(result) + 1))
    return numbered


def _with_series(appearances: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return the appearances of periodic series with the number of their series."""
    from scipy.sparse import coo_array  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

    codes, ids = pd.factorize(appearances["matter_id"])
    of_item = pd.Series(codes, index=appearances["item_id"])
    pairs = links.loc[links["kind"] == "periodic", ["item_id", "earlier_item_id"]]
    later, earlier = of_item.reindex(pairs["item_id"]).to_numpy(), of_item.reindex(pairs["earlier_item_id"]).to_numpy()
    both = ~(np.isnan(later.astype(float)) | np.isnan(earlier.astype(float)))
    later, earlier = later[both].astype(int), earlier[both].astype(int)
    graph = coo_array((np.ones(len(later)), (later, earlier)), shape=(len(ids), len(ids)))
    labels = connected_components(graph, directed=False)[1] if len(ids) else np.array([], dtype=int)
    in_series = np.zeros(len(ids), dtype=bool)
    in_series[later] = in_series[earlier] = True
    in_series |= (
        pd.Series(in_series)
        .set_axis(ids)
        .index.isin(
            appearances.loc[
                (appearances["kind"] == "periodic") | (appearances["return_kind"] == "periodic"), "matter_id"
            ]
        )
    )
    kept = in_series[codes]
    return appearances[kept].assign(series=labels[codes[kept]])


def shared_numbers(items: pd.DataFrame, matters: pd.DataFrame) -> pd.DataFrame:
    """Return one row per case number that several matters use.

    Columns: `municipality`, `case_number`, `matters`, `items`, `titles` (of up to three open items). Fixtures are left
    out. A number with several matters does not show how often one of them came back.
    """
    substantive = matters.loc[matters["kind"] != "fixture", "matter_id"]
    rows = items[items["case_number"].notna() & ~items["standing"] & items["matter_id"].isin(substantive)]
    keys = [rows["municipality"].fillna(""), rows["case_number"]]
    count = rows.groupby(keys)["matter_id"].transform("nunique")
    rows = rows[count > 1].assign(municipality=lambda shared: shared["municipality"].fillna(""))
    grouped = rows.groupby(["municipality", "case_number"], as_index=False)
    result = grouped.agg(matters=("matter_id", "nunique"), items=("item_id", "size"))
    open_titles = rows[~rows["closed"]].drop_duplicates(["municipality", "case_number", "title"])
    keys = [open_titles["municipality"], open_titles["case_number"]]
    first = open_titles[open_titles.groupby(keys).cumcount() < _TITLES]
    result["titles"] = pd.Series(pd.NA, index=result.index, dtype="str")
    if len(first):
        titles = first.groupby(["municipality", "case_number"])["title"].agg(" / ".join).rename("titles")
        result = result.drop(columns="titles").join(titles, on=["municipality", "case_number"])
    result["municipality"] = result["municipality"].astype("str")
    result["municipality"] = result["municipality"].mask(result["municipality"] == "")
    return result.sort_values(["matters", "items", "case_number"], ascending=[False, False, True], ignore_index=True)
