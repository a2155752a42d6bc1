"""The agenda as one wide table: a row per item with its meeting, matter, decision and recommendation.

Most questions are one `groupby` on it. Its keys are those of the tables, so that every row can be traced to them.
"""

from __future__ import annotations

import pandas as pd
import regex as re

from referat.analysis.body_terms import across_terms, is_held
from referat.analysis.meeting_items import CLOSED_TITLE, own_types
from referat.analysis.membership import looked_up, mapped
from referat.facts.body_names import body_key
from referat.schema.decision_types import FAMILY_OF
from referat.schema.registry import AGENDA, PUT_OFF_WAYS

_OF_MEETINGS = ["meeting_id", "municipality", "body", "date", "kind", "status", "start_time"]
_OF_ITEMS = ["item_id", "meeting_id", "position", "label", "title", "case_number", "matter_id", "round", "return_kind"]
_MARKS = ["closed", "standing", "minuted", "next_step", "source", "line_start", "url"]

_UNIT = re.compile(r"\p{L}+ for ")
"""Beginnings of the names of units: "Center for Veje"."""


def agenda(
    items: pd.DataFrame,
    meetings: pd.DataFrame,
    decisions: pd.DataFrame,
    recommendations: pd.DataFrame,
    matters: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row per item of every meeting, in the order of the meetings.

    The columns are those of `referat.schema.registry.AGENDA`, which describes each. Cells without information are
    missing. Title and recommendation of a closed item are withheld, as is the title of a matter with a closed item.

    Parameters
    ----------
    items, meetings, decisions, recommendations, matters
        The tables of these names.
    """
    rows = items[[*_OF_ITEMS, *_MARKS]].merge(across_terms(meetings)[_OF_MEETINGS], on="meeting_id", how="left")
    rows = rows.sort_values(["date", "start_time", "meeting_id", "position"], ignore_index=True)
    rows["counted"] = rows["minuted"] & is_held(rows) & ~rows["standing"]
    closed = rows["closed"].fillna(False).astype(bool)
    rows["year"] = rows["date"].dt.year.astype("Int64")
    rows["title"] = rows["title"].mask(closed, CLOSED_TITLE)
    rows["put_off"] = rows["next_step"].where(rows["next_step"].isin(PUT_OFF_WAYS))
    titles = matters.set_index("matter_id")
    open_titles = titles["title"].mask(titles["closed"].fillna(False).astype(bool), CLOSED_TITLE)
    rows["matter_state"] = looked_up(rows["matter_id"], titles["state"])
    rows["matter_title"] = looked_up(rows["matter_id"], open_titles)
    for frame in (_decided(decisions), _recommended(recommendations)):
        rows = rows.join(frame, on="item_id")
    rows["recommendation"] = rows["recommendation"].mask(closed)
    return rows[AGENDA.column_names]


def _decided(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the type, the family and the texts of the decisions that each item's own body made, by item id."""
    made_here = decisions[~decisions["is_earlier"]].sort_values(["item_id", "position"])
    types = own_types(made_here)
    return pd.DataFrame(
        {
            "decision_type": types,
            "family": mapped(types, FAMILY_OF),
            "decision": _joined(made_here, "text", "\n"),
        }
    )


def _recommended(recommendations: pd.DataFrame) -> pd.DataFrame:
    """Return the recommended points, in order, and who recommends them, in alphabetical order, by item id."""
    points = recommendations.sort_values(["item_id", "position"])
    names = points.assign(proposer=normal_proposers(points["proposer"]).str.split("; ")).explode("proposer")
    names = names.drop_duplicates(["item_id", "proposer"]).sort_values(["item_id", "proposer"])
    return pd.DataFrame(
        {"recommendation": _joined(points, "text", "\n"), "recommended_by": _joined(names, "proposer", "; ")}
    )


def _joined(rows: pd.DataFrame, column: str, between: str) -> pd.Series:
    """Return the joined texts of a column, without missing ones, by item id."""
    texts: dict[str, list[str]] = {}
    for item_id, text in rows[["item_id", column]].dropna().itertuples(index=False):
        texts.setdefault(item_id, []).append(text)
    index = pd.Index(list(texts), dtype="str", name="item_id")
    return pd.Series([between.join(parts) for parts in texts.values()], index, dtype="str", name=column)


def normal_proposers(proposers: pd.Series) -> pd.Series:
    """Return the proposers in one spelling each; several are joined by semicolons.

    Spellings that differ only in case, blanks, the article of "Administrationen", or `og`, `&` and `- og` are one; the
    most frequent spelling is used. Proposers are separated where the kind of unit is repeated: "Center for Veje og
    Center for Skoler".
    """
    units = {proposer: _units(proposer) for proposer in proposers.value_counts().index}
    spellings: dict[str, str] = {}
    for names in sorted(units.values(), key=len):  # units named alone first, then by frequency
        for name in names:
            spellings.setdefault(_unit_key(name), name)
    return mapped(
        proposers,
        {proposer: "; ".join(spellings[_unit_key(name)] for name in names) for proposer, names in units.items()},
    )


def _units(proposer: str) -> list[str]:
    """Return the units that a proposer names; most proposers are one unit."""
    kind = _UNIT.match(proposer)
    return re.split(rf"(?:,| og| &| samt) (?={re.escape(kind[0])})", proposer) if kind else [proposer]


def _unit_key(unit: str) -> str:
    return body_key(unit.replace("&", " og "))
