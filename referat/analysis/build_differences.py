"""Differences between two builds of the same minutes: what is new, and what has been settled.

Ids of meetings and items are stable. The id of a matter is that of its first item and changes if an earlier item is
added, so matters are compared by their items.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

_UNFINISHED = ("owed", "cut_off", "open")
"""States of matters that wait for something."""


@dataclass(frozen=True, slots=True)
class BuildDifferences:
    """What the later build has and the earlier one lacks; each frame has the columns of its table.

    Attributes
    ----------
    meetings
        Meetings with minutes that had none in the earlier build.
    items
        Items of minutes that the earlier build lacks.
    new_matters
        Matters, without fixtures of the agenda, none of whose items was in the earlier build.
    settled
        Matters that were owed, cut off or open, and are settled.
    newly_owed
        Matters that are owed and were not in the earlier build.
    """

    meetings: pd.DataFrame
    items: pd.DataFrame
    new_matters: pd.DataFrame
    settled: pd.DataFrame
    newly_owed: pd.DataFrame


@dataclass(frozen=True, slots=True)
class ChangedStates:
    """Ids of matters: waiting ones that are now `settled`, and those `newly_owed` or `no_longer_owed`."""

    settled: set[str]
    newly_owed: set[str]
    no_longer_owed: set[str]


def changed_states(now: pd.Series, before: pd.Series) -> ChangedStates:
    """Return the matters whose state changed between two builds; both are by matter id of the later build."""
    states = pd.DataFrame({"now": now, "before": before})
    settled = (states["now"] == "settled") & states["before"].isin(_UNFINISHED)
    was_owed, is_owed = states["before"] == "owed", states["now"] == "owed"
    masks = (settled, is_owed & ~was_owed, was_owed & ~is_owed & ~settled)
    return ChangedStates(*(set(states.index[mask]) for mask in masks))


def build_differences(
    meetings: pd.DataFrame,
    items: pd.DataFrame,
    matters: pd.DataFrame,
    *,
    earlier_meetings: pd.DataFrame,
    earlier_items: pd.DataFrame,
    earlier_matters: pd.DataFrame,
) -> BuildDifferences:
    """Return the differences between the tables of two builds; the earlier tables can be empty."""
    minuted_before = earlier_items.loc[earlier_items["minuted"], "item_id"]
    had_minutes = earlier_meetings.loc[earlier_meetings["kind"] == "minutes", "meeting_id"]
    states = matters.set_index("matter_id")["state"]
    changed = changed_states(states, _earlier_states(items, earlier_items, earlier_matters))
    is_known = matters["matter_id"].isin(items.loc[items["item_id"].isin(earlier_items["item_id"]), "matter_id"])
    return BuildDifferences(
        meetings[(meetings["kind"] == "minutes") & ~meetings["meeting_id"].isin(had_minutes)],
        items[items["minuted"] & ~items["item_id"].isin(minuted_before)],
        matters[~is_known & (matters["kind"] != "fixture")],
        matters[matters["matter_id"].isin(changed.settled)],
        matters[matters["matter_id"].isin(changed.newly_owed)],
    )


def _earlier_states(items: pd.DataFrame, earlier_items: pd.DataFrame, earlier_matters: pd.DataFrame) -> pd.Series:
    """Return the state of each matter in the earlier build, by matter id; of joined matters, the waiting one."""
    states = earlier_matters.set_index("matter_id")["state"]
    shared = items[["item_id", "matter_id"]].merge(
        earlier_items[["item_id", "matter_id"]], on="item_id", suffixes=("", "_before")
    )
    shared["state"] = shared["matter_id_before"].map(states)
    shared["rank"] = shared["state"].map({state: rank for rank, state in enumerate([*_UNFINISHED, "settled"])})
    return shared.sort_values("rank", kind="stable").drop_duplicates("matter_id").set_index("matter_id")["state"]
