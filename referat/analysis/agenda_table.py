"""The agenda as one wide table: a row per item with its meeting, matter, decision and recommendation.

Most questions are one `groupby` on it. Keys are those of the tables, so that every row leads back to them.
"""

from __future__ import annotations

import pandas as pd

from referat.analysis.body_terms import across_terms
from referat.analysis.meeting_items import CLOSED_TITLE
from referat.analysis.membership import looked_up
from referat.schema.decision_types import FAMILY_OF, LABELS

_OF_MEETINGS = ["meeting_id", "municipality", "body", "date", "status"]
_OF_ITEMS = ["item_id", "label", "title", "case_number", "matter_id", "round", "return_kind"]
_MARKS = ["closed", "standing", "minuted", "source", "line_start"]

COLUMNS = [
    *("item_id", "meeting_id", "municipality", "body", "date", "year", "status", "label", "title", "case_number"),
    *("matter_id", "matter_title", "round", "return_kind", "decision_type", "family", "decision"),
    *("recommendation", "recommended_by", "closed", "standing", "minuted", "source", "line_start"),
]


def agenda(
    items: pd.DataFrame,
    meetings: pd.DataFrame,
    decisions: pd.DataFrame,
    recommendations: pd.DataFrame,
    matters: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row per item of every meeting, in the order of the meetings, with the columns of `COLUMNS`.

    `body` is one name per body over its terms. `decision_type` is the first, in the codebook's order, of the decisions
    of the item's own body, `decision` their texts and `family` the group of the type. `recommendation` joins the points
    recommended, and `recommended_by` names who recommends, in the spelling used most (`og` and `&` are one). All are
    missing where the minutes have none. Of a closed item title and recommendation are withheld, and of a matter with
    a closed item its title.
    """
    rows = items[[*_OF_ITEMS, *_MARKS, "meeting_id", "position"]].merge(
        across_terms(meetings)[[*_OF_MEETINGS, "start_time"]], on="meeting_id", how="left"
    )
    rows = rows.sort_values(["date", "start_time", "meeting_id", "position"], ignore_index=True)
    closed = rows["closed"].fillna(False).astype(bool)
    rows["year"] = rows["date"].dt.year.astype("Int64")
    rows["title"] = rows["title"].mask(closed, CLOSED_TITLE)
    titles = matters.set_index("matter_id")
    shown = titles["title"].mask(titles["closed"].fillna(False).astype(bool), CLOSED_TITLE)
    rows["matter_title"] = looked_up(rows["matter_id"], shown)
    for frame in (_decided(decisions), _recommended(recommendations)):
        rows = rows.join(frame, on="item_id")
    rows["recommendation"] = rows["recommendation"].mask(closed)
    return rows[COLUMNS]


def _decided(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return by item id the type of its own body's decisions, its family, and their texts in order."""
    made_here = decisions[~decisions["is_earlier"]].sort_values(["item_id", "position"])
    rank = made_here["decision_type"].map({label: place for place, label in enumerate(LABELS)}).astype("Int64")
    first = rank.groupby(made_here["item_id"]).min().map(dict(enumerate(LABELS))).astype("str")
    texts = _joined(made_here, "text", "\n")
    return pd.DataFrame({"decision_type": first, "family": first.map(FAMILY_OF).astype("str"), "decision": texts})


def _recommended(recommendations: pd.DataFrame) -> pd.DataFrame:
    """Return by item id the points recommended, in order, and who recommends them."""
    points = recommendations.sort_values(["item_id", "position"])
    proposers = points.assign(proposer=normal_proposer(points["proposer"])).drop_duplicates(["item_id", "proposer"])
    return pd.DataFrame(
        {"recommendation": _joined(points, "text", "\n"), "recommended_by": _joined(proposers, "proposer", "; ")}
    )


def _joined(rows: pd.DataFrame, column: str, between: str) -> pd.Series:
    """Return by item id the texts of a column that are not missing, joined."""
    texts = rows.dropna(subset=column)
    if texts.empty:
        return pd.Series(index=pd.Index([], dtype="str", name="item_id"), dtype="str")
    return texts.groupby("item_id")[column].agg(between.join).astype("str")


def normal_proposer(proposer: pd.Series) -> pd.Series:
    """Return who recommends in the most frequent of the spellings that differ only in case, blanks, `og` and `&`."""
    keys = proposer.str.casefold().str.replace("&", " og ", regex=False).str.split().str.join(" ")
    counts = pd.DataFrame({"key": keys, "name": proposer}).value_counts().reset_index()
    counts = counts.sort_values(["count", "name"], ascending=[False, True])
    return looked_up(keys, counts.drop_duplicates("key").set_index("key")["name"]).astype("str")
