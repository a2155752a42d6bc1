"""Items with their meeting: the rows from which every analysis of items starts."""

from __future__ import annotations

import pandas as pd

from referat.analysis.body_terms import held
from referat.analysis.membership import mapped
from referat.schema.decision_types import LABELS

CLOSED_TITLE = "(closed item)"
"""Replaces the title of a closed item, which no analysis repeats."""

_RANK = {name: rank for rank, name in enumerate(LABELS)}


def items_with_meeting(items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the minuted items of held meetings with `body`, `date`, `start_time`, `year` and `quarter`.

    `quarter` is its first day. Items that only an agenda has, and meetings that were not held, are left out: their
    outcome is unknown, which is not the same as undecided.
    """
    columns = ["meeting_id", "body", "date", "start_time"]
    rows = items[items["minuted"]].merge(held(meetings)[columns], on="meeting_id")
    quarter = rows["date"].dt.to_period("Q").dt.start_time.astype("datetime64[us]")
    return rows.assign(year=rows["date"].dt.year.astype("Int64"), quarter=quarter)


def without_fixtures(items: pd.DataFrame) -> pd.DataFrame:
    """Return the items that are not fixtures of the agenda."""
    return items[~items["standing"]].reset_index(drop=True)


def own_types(decisions: pd.DataFrame) -> pd.Series:
    """Return each item's decision type by item id: of its own body's decisions, the first in the codebook's order."""
    return own_ranks(decisions).map(dict(enumerate(LABELS))).astype("str").rename("decision_type")


def own_ranks(decisions: pd.DataFrame) -> pd.Series:
    """Return the rank of each item's decision type in the codebook's order."""
    made_here = decisions.loc[~decisions["is_earlier"], ["item_id", "decision_type"]]
    ranks = mapped(made_here["decision_type"], _RANK, "Int64")
    return ranks.groupby(made_here["item_id"], sort=False).min().rename("rank")
