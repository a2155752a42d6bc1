"""What bodies decide: the types of decisions over time and by body, and how diverse they are; fixtures are left out.

An item's type is the first, in the codebook's order, of the decisions its own body made at the meeting. An item of
minutes without any is kept, as `none recorded`: left out, it would make every other share too large.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from referat.analysis.change_tests import SIGNIFICANT, adjusted, change_over_periods
from referat.analysis.intervals import cluster_shares, with_share
from referat.analysis.meeting_items import items_with_meeting, own_types, without_fixtures
from referat.analysis.membership import standing_for
from referat.schema.decision_types import FAMILIES, FAMILY_OF, LABELS, NONE_RECORDED

TYPES = (*LABELS, NONE_RECORDED)


def classified(
    items: pd.DataFrame, meetings: pd.DataFrame, decisions: pd.DataFrame, *, fixtures: bool = False
) -> pd.DataFrame:
    """Return one row per minuted item: `body`, `date`, `year`, `quarter` (Q1 to Q4), `decision_type`, `family`.

    Fixtures of the agenda are a third of all items and decide nothing: they are left out unless asked for.
    """
    rows = items_with_meeting(items, meetings)
    rows = (rows if fixtures else without_fixtures(rows)).join(own_types(decisions), on="item_id")
    kinds = rows["decision_type"].fillna(NONE_RECORDED)
    columns = ["item_id", "meeting_id", "body", "date", "year", "case_number", "closed", "standing"]
    return rows[columns].assign(
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


def overall(classified: pd.DataFrame) -> pd.DataFrame:
    """Return one row per type: `count` out of all `items`, with an interval of whole meetings."""
    return cluster_shares(classified, "decision_type", list(TYPES), "meeting_id", "items")


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


def families_changed(classified: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """Return one row per family of decisions: the `p_value` that its share is the same in all years, and `changed`.

    Whole meetings change their years within bodies (see `change_tests`). As many families are tested, the p-values are
    adjusted by Holm's method; `changed` means below 0.05. No rows where all items are of one year.
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
