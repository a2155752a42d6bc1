"""What bodies decide: the types of decisions over time and by body, against what was recommended, and how diverse.

An item's type is the first, in the codebook's order, of the decisions its own body made at the meeting. An item of
minutes without any is kept, as `none recorded`: left out, it would make every other share too large.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from referat.analysis.case_appearances import own_types
from referat.analysis.intervals import with_share
from referat.analysis.membership import among, has_label, standing_for
from referat.schema.decision_types import FAMILIES, FAMILY_OF, LABELS, NONE_RECORDED, POINT_OUTCOME_OF, POINT_OUTCOMES

TYPES = (*LABELS, NONE_RECORDED)


def classified(items: pd.DataFrame, meetings: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per item of minutes: `body`, `date`, `year`, `quarter` (Q1 to Q4), `decision_type`, `family`."""
    minutes = meetings.loc[meetings["kind"] == "minutes", ["meeting_id", "body", "date"]]
    columns = ["item_id", "meeting_id", "case_number", "closed", "standing"]
    rows = items[columns].merge(minutes, on="meeting_id").join(own_types(decisions), on="item_id")
    kinds = rows["decision_type"].fillna(NONE_RECORDED)
    return rows.assign(
        year=rows["date"].dt.year.astype("Int64"),
        quarter="Q" + rows["date"].dt.quarter.astype("str"),
        decision_type=kinds,
        family=standing_for(kinds, FAMILY_OF),
    )


def shares(classified: pd.DataFrame, by: list[str], kind: str = "decision_type") -> pd.DataFrame:
    """Return one row per group and type: `count` out of the group's `items`, with the Wilson 95 % interval.

    Types that do not occur in a group are there too: none of so many items has an interval of its own.

    Parameters
    ----------
    classified
        As `classified` returns it.
    by
        The columns of the group, `["year"]`, `["body"]`, `["quarter"]`, ...
    kind
        `decision_type`, or `family` for the seven groups of types.
    """
    kinds = list(FAMILIES) if kind == "family" else list(TYPES)
    table = classified.groupby([*by, kind]).size().unstack(kind, fill_value=0).reindex(columns=kinds, fill_value=0)
    counts = table.reset_index().melt(by, var_name=kind, value_name="count")
    counts = counts.sort_values(by, kind="stable", ignore_index=True)
    counts["items"] = counts.groupby(by)["count"].transform("sum")
    return with_share(counts, "count", "items")


def diversity(classified: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return one row per group: `decisions`, how many `types`, and their `diversity`.

    Diversity is the Shannon entropy of the types divided by the entropy of all the codebook's types in equal parts:
    0 is one type only, 1 all types equally often. Items with no decision recorded do not count.
    """
    decided = classified[classified["decision_type"] != NONE_RECORDED]
    counts = decided.groupby([*by, "decision_type"]).size().unstack("decision_type", fill_value=0)
    table = counts.to_numpy(dtype=float)
    rows = counts.index.to_frame(index=False).assign(
        decisions=table.sum(axis=1).astype(int), types=(table > 0).sum(axis=1)
    )
    parts = table / table.sum(axis=1, keepdims=True)
    entropy = -(parts * np.log(np.where(parts > 0, parts, 1.0))).sum(axis=1)
    return rows.assign(diversity=entropy / np.log(len(LABELS)))


def fates(recommendations: pd.DataFrame, outcomes: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per recommended point with what became of it: `item_id`, `position`, `fate`, `basis`.

    Where a decision names the point, its own outcome counts (`basis` is `point`), else that of the item as a whole
    (`item`). A point is `followed` if it was approved, recommended onwards, noted or carried out by an appointment;
    `changed` if something else was decided, or if a decision on the whole both approved and rejected; `put off` if
    postponed, withdrawn or referred; `neither yes nor no` if it was only discussed, informed of or agreed about.
    """
    columns = ["decision_id", "item_id", "decision_type", "decision_types", "is_earlier"]
    own = decisions.loc[~decisions["is_earlier"], columns]
    named = outcomes[among(outcomes["decision_id"], own["decision_id"]) & outcomes["recommendation"].notna()]
    named = named.drop_duplicates(["item_id", "recommendation"], keep="last")
    points = recommendations[["item_id", "position"]].merge(
        named[["item_id", "recommendation", "decision_type"]],
        left_on=["item_id", "position"],
        right_on=["item_id", "recommendation"],
        how="left",
    )
    basis = pd.Series("item", index=points.index, dtype="str").mask(points["decision_type"].notna(), "point")
    whole = points["item_id"].map(_whole_fates(own)).astype("str")
    fate = standing_for(points["decision_type"], POINT_OUTCOME_OF).fillna(whole).fillna(NONE_RECORDED)
    return points[["item_id", "position"]].assign(fate=fate, basis=basis.mask(fate == NONE_RECORDED, NONE_RECORDED))


def _whole_fates(own: pd.DataFrame) -> pd.Series:
    """Return what each item's own decision did with its points as a whole, by item id."""
    fate = standing_for(own_types(own), POINT_OUTCOME_OF)
    no, yes = (own.loc[has_label(own["decision_types"], label), "item_id"] for label in ("rejected", "approved"))
    return fate.mask(fate.index.isin(set(no) & set(yes)), "changed")


def fate_shares(fates: pd.DataFrame) -> pd.DataFrame:
    """Return one row per entry of `POINT_OUTCOMES`: `count` out of all `points`, with the Wilson 95 % interval."""
    counts = fates["fate"].value_counts().reindex(list(POINT_OUTCOMES), fill_value=0)
    rows = pd.DataFrame({"fate": list(POINT_OUTCOMES), "count": counts.to_numpy(), "points": len(fates)})
    return with_share(rows, "count", "points")
