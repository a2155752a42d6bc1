"""Matters that council members raise themselves: their number, their outcome, and their duration."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

import pandas as pd

from referat.analysis.meeting_items import without_fixtures


@cache
def _title_pattern() -> str:
    words = tomllib.loads(files(__package__).joinpath("initiatives.toml").read_text(encoding="utf-8"))
    contains, begins, members = (_any_of(words[key]) for key in ("contains", "begins", "members"))
    return rf"(?i)(?<!\w)(?:{contains})|^\W*(?:{begins})\s+(?:{members})(?!\w)"


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)


def is_initiative(items: pd.DataFrame) -> pd.Series:
    """Return whether each title states that a council member raised the matter; False for a missing title."""
    return items["title"].str.contains(_title_pattern(), regex=True, na=False).astype(bool)


def initiatives(items: pd.DataFrame, appearances: pd.DataFrame, matters: pd.DataFrame) -> pd.DataFrame:
    """Return one row per matter with an open item that is an initiative, in chronological order.

    Columns: `matter_id`, `case_number`, `title` (of the first such item), `body` (of the first appearance),
    `first_seen`, `last_seen`, `days` between, `times` (appearances), `decision_type` (the last, missing if none is
    recorded), `state`. Only titles are searched: an initiative with an ordinary title is not recognized.
    """
    open_items = without_fixtures(items[~items["closed"]])
    marked = open_items[is_initiative(open_items)].drop_duplicates("matter_id")
    rows = appearances[appearances["matter_id"].isin(marked["matter_id"])]
    result = rows.groupby("matter_id").agg(
        case_number=("case_number", "last"),
        body=("body", "first"),
        first_seen=("date", "min"),
        last_seen=("date", "max"),
        times=("date", "size"),
        decision_type=("decision_type", "last"),
    )
    result["days"] = (result["last_seen"] - result["first_seen"]).dt.days
    result = result.join(marked.set_index("matter_id")["title"]).join(matters.set_index("matter_id")["state"])
    columns = ["matter_id", "case_number", "title", "body", "first_seen", "last_seen", "days", "times"]
    ordered = result.reset_index().sort_values(["first_seen", "matter_id"], ignore_index=True)
    return ordered[[*columns, "decision_type", "state"]]
