"""Postponements at meetings whose minutes were not read, as a later item of the same body states them."""

from __future__ import annotations

import pandas as pd

from referat.analysis.body_terms import named_as_met
from referat.facts.next_steps import next_step
from referat.schema.registry import PUT_OFF_WAYS


def repeated_deferrals(rows: pd.DataFrame, meetings: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the items that state how their body put the matter off at a meeting that was not read.

    `rows` are as `items_with_meeting` returns them. Added columns: `deferred_on`, `way` (one of `PUT_OFF_WAYS`),
    `deferred_as` (the type of that decision) and `deferred_words`. There is one row per matter and day of deferral.
    """
    repeated = decisions.loc[decisions["is_earlier"] & decisions["decided_on"].notna(), list(_REPEATED)]
    pairs = rows.merge(repeated.rename(columns=_REPEATED), on="item_id")
    same_body = named_as_met(pairs["municipality"], pairs.pop("decided_by"), meetings) == pairs["body"]
    pairs = pairs[same_body & (pairs["deferred_on"] < pairs["date"])]
    days_read = rows[["matter_id", "date"]].drop_duplicates().rename(columns={"date": "deferred_on"})
    pairs = pairs.merge(days_read, on=["matter_id", "deferred_on"], how="left", indicator="read")
    pairs = pairs[pairs.pop("read") == "left_only"].sort_values(["date", "item_id"])
    types = pairs.pop("types").str.split("|").map(frozenset)
    steps = [next_step(text, labels) for text, labels in zip(pairs.pop("text"), types, strict=True)]
    named = [(step.kind, step.words) if step else (None, None) for step in steps]
    pairs[["way", "deferred_words"]] = pd.DataFrame(named, pairs.index, ["way", "deferred_words"], "str")
    put_off = pairs[pairs["way"].isin(PUT_OFF_WAYS)]
    return put_off.drop_duplicates(["matter_id", "deferred_on"], ignore_index=True)


_REPEATED = {
    "item_id": "item_id",
    "body": "decided_by",
    "decided_on": "deferred_on",
    "decision_type": "deferred_as",
    "decision_types": "types",
    "text": "text",
}
