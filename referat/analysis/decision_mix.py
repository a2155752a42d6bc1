"""Types of decisions over time and by body, and their diversity; fixtures are left out.

An item's type is the first, in the codebook's order, of the decisions that its own body made at the meeting. An item of
minutes without a decision is kept as `none recorded`; without it, every other share would be too large.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from referat.analysis.change_tests import SIGNIFICANT, adjusted, change_over_periods
from referat.analysis.intervals import cluster_shares, with_share
from referat.analysis.meeting_items import items_with_meeting, own_types, without_fixtures
from referat.analysis.membership import mapped
from referat.schema.decision_types import FAMILIES, FAMILY_OF, LABELS, NONE_RECORDED

TYPES = (*LABELS, NONE_RECORDED)


def classified(
    items: pd.DataFrame, meetings: pd.DataFrame, decisions: pd.DataFrame, *, fixtures: bool = False
) -> pd.DataFrame:
    """Return one row per minuted item: `body`, `date`, `year`, `quarter` (Q1 to Q4), `decision_type`, `family`.

    Fixtures of the agenda are a third of all items and decide nothing; they are left out by default.
    """
    rows = items_with_meeting(items, meetings)
    rows = (rows if fixtures else without_fixtures(rows)).join(own_types(decisions), on="item_id")
    kinds = rows["decision_type"].fillna(NONE_RECORDED)
    columns = ["item_id", "meeting_id", "body", "date", "year", "case_number", "closed", "standing"]
    return rows[columns].assign(
        quarter="Q" + rows["date"].dt.quarter.astype("str"),
        decision_type=kinds,
        family=mapped(kinds, FAMILY_OF),
    )


def shares(classified: pd.DataFrame, by: list[str], kind: str = "decision_type") -> pd.DataFrame:
    """Return one row per group and type: `count` out of the group's `items`, with the Wilson 95 % interval.

    Types that do not occur in a group are included: zero of some items has an interval, too.

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


def overall(classified: pd.DataFrame) -> pd.DataFrame:
    """Return one row per type: `count` out of all `items`, with an interval over whole meetings."""
    return cluster_shares(classified, "decision_type", list(TYPES), "meeting_id", "items")


def diversity(classified: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return one row per group: `decisions`, number of `types`, and `diversity` from 0 to 1.

    Diversity is the Shannon entropy of the types divided by its maximum, with all types of the codebook equally
    frequent: 0 is one type only, 1 is all types equally often. Items without a recorded decision do not count.
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


def families_changed(classified: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """Return one row per family of decisions: the `p_value` for an equal share in all years, and `changed`.

    Whole meetings are permuted between years within bodies (see `change_tests`). The p-values are adjusted for the
    number of families by Holm's method; `changed` means below 0.05. There are no rows if all items are of one year.
    """
    if classified["year"].nunique() < 2:
        return pd.DataFrame({"family": [], "p_value": [], "changed": []}).astype({"changed": "bool"})
    rows = []
    for family in FAMILIES:
        marked = classified.assign(hit=classified["family"] == family)
        p_value = change_over_periods(marked, "year", "hit", seed)
        if pd.notna(p_value):
            rows.append((family, p_value))
    table = pd.DataFrame(rows, columns=["family", "p_value"])
    table["p_value"] = adjusted(table["p_value"])
    return table.assign(changed=table["p_value"] < SIGNIFICANT)
