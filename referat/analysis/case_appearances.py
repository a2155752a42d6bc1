"""Appearances of cases before bodies, and which of the cases are matters rather than fixtures of the agenda.

An *appearance* is a case before a body on a day, however many items of that day carry its number; a body is the same
over its terms, whatever years stand behind its name. A case is *standing*
if most of its appearances are fixtures by the items table, or if it is on more than half of a body's agendas over a
life of at least a year there; what is left are *matters*, whose routes and returns mean something.
"""

from __future__ import annotations

import pandas as pd

from referat.analysis.body_terms import across_terms
from referat.analysis.membership import among, standing_for
from referat.schema.decision_types import LABELS

LIFE_DAYS = 365
"""A fixture outlives the yearly round; the budget is on most agendas too, but never for more than ten months."""
LIFE_TIMES = 5
"""Fewer appearances than this are no habit."""

CLOSED_TITLE = "(closed item)"
"""Stands for the title of a closed item, which no analysis repeats."""

_OF_ITEMS = [
    "item_id",
    "meeting_id",
    "number",
    "title",
    "title_key",
    "case_number",
    "case_year",
    "closed",
    "standing",
]
_RANK = {name: rank for rank, name in enumerate(LABELS)}


def own_types(decisions: pd.DataFrame) -> pd.Series:
    """Return each item's decision type by item id: of the body's own decisions the first in the codebook's order."""
    return _own_ranks(decisions).map(dict(enumerate(LABELS))).astype("str").rename("decision_type")


def _own_ranks(decisions: pd.DataFrame) -> pd.Series:
    """Return the place of each item's decision type in the codebook's order."""
    own = decisions.loc[~decisions["is_earlier"], ["item_id", "decision_type"]]
    ranks = standing_for(own["decision_type"], _RANK, "Int64")
    return ranks.groupby(own["item_id"], sort=False).min().rename("rank")


def appearances(items: pd.DataFrame, meetings: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per case number, body and day, each case's in the order of time.

    Columns: `case_number`, `case_year`, `body`, `date`, `meeting_id`, `item_id` (the first of that day), `title`,
    `title_key` (both withheld where the item is closed), `closed`, `standing` (all its items are fixtures),
    `decision_type` (missing where none is recorded). Items without a case number cannot be followed and are left out.
    """
    rows = items.loc[items["case_number"].notna(), _OF_ITEMS].merge(
        across_terms(meetings)[["meeting_id", "body", "date", "start_time"]], on="meeting_id"
    )
    rows = rows.join(_own_ranks(decisions), on="item_id")
    rows["title"] = rows["title"].mask(rows["closed"], CLOSED_TITLE)
    rows["title_key"] = rows["title_key"].mask(rows["closed"])
    ordered = rows.sort_values(["date", "start_time", "meeting_id", "number"])
    grouped = ordered.groupby(["case_number", "body", "date"], sort=False)
    first = grouped.agg(
        case_year=("case_year", "first"),
        meeting_id=("meeting_id", "first"),
        item_id=("item_id", "first"),
        title=("title", "first"),
        title_key=("title_key", "first"),
        closed=("closed", "all"),
        standing=("standing", "all"),
        rank=("rank", "min"),
    ).reset_index()
    first["decision_type"] = first.pop("rank").map(dict(enumerate(LABELS))).astype("str")
    return first.sort_values("case_number", kind="stable", ignore_index=True)


def agenda_shares(appearances: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per case and body: `times` it appeared, of `held` days on which the body met over its `days`."""
    lives = appearances.groupby(["case_number", "body"], as_index=False).agg(
        times=("date", "size"), first=("date", "min"), last=("date", "max")
    )
    days = across_terms(meetings)[["body", "date"]].drop_duplicates().sort_values(["body", "date"], ignore_index=True)
    days["place"] = days.groupby("body").cumcount()
    starts = lives.merge(days, left_on=["body", "first"], right_on=["body", "date"], how="left")["place"]
    ends = lives.merge(days, left_on=["body", "last"], right_on=["body", "date"], how="left")["place"]
    held = ends - starts + 1
    return lives.assign(held=held, share=lives["times"] / held, days=(lives["last"] - lives["first"]).dt.days)


def standing_cases(appearances: pd.DataFrame, meetings: pd.DataFrame) -> pd.Series:
    """Return for each case number why it is standing, `words` or `habit`, or missing if it is a matter."""
    by_words = appearances.groupby("case_number")["standing"].mean() > 0.5
    shares = agenda_shares(appearances, meetings)
    habit = shares[(shares["share"] > 0.5) & (shares["days"] >= LIFE_DAYS) & (shares["times"] >= LIFE_TIMES)]
    why = pd.Series(pd.NA, index=by_words.index, dtype="str", name="standing_by")
    why[by_words.index.isin(habit["case_number"])] = "habit"
    return why.mask(by_words, "words")


def matters(appearances: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the appearances of matters: without standing cases, and without days on which a matter was a fixture."""
    why = standing_cases(appearances, meetings)
    standing = among(appearances["case_number"], why[why.notna()].index.to_series())
    return appearances[~standing & ~appearances["standing"]].reset_index(drop=True)


def kinds(appearances: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return how many case numbers are of each kind: `kind` (standing, once, route, return), `cases`.

    `once` are matters seen a single time, `route` those seen more than once but never twice before the same body;
    `return` came before one again.
    """
    rows = matters(appearances, meetings).groupby("case_number").agg(times=("date", "size"), bodies=("body", "nunique"))
    counts = {
        "standing": int(appearances["case_number"].nunique()) - len(rows),
        "once": int((rows["times"] == 1).sum()),
        "route": int(((rows["times"] > 1) & (rows["times"] == rows["bodies"])).sum()),
        "return": int((rows["times"] > rows["bodies"]).sum()),
    }
    return pd.DataFrame({"kind": list(counts), "cases": list(counts.values())})


def most_returning(matters: pd.DataFrame) -> pd.DataFrame:
    """Return one row per matter that came before a body again: number, latest title, first, last, times, last decision.

    `again` counts the appearances before a body that had had the matter already; most of them first.
    """
    rows = matters.groupby("case_number", as_index=False).agg(
        first_seen=("date", "min"), last_seen=("date", "max"), times=("date", "size"), bodies=("body", "nunique")
    )
    latest = matters.drop_duplicates("case_number", keep="last")[["case_number", "title", "decision_type"]]
    rows = rows.merge(latest.rename(columns={"decision_type": "last_decision_type"}), on="case_number")
    rows["again"] = rows["times"] - rows["bodies"]
    ordered = rows.sort_values(["again", "times", "case_number"], ascending=[False, False, True], ignore_index=True)
    columns = ["case_number", "title", "first_seen", "last_seen", "times", "bodies", "again", "last_decision_type"]
    return ordered.loc[ordered["again"] > 0, columns]


def numbers_only(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of cases such that of closed items nothing is told but the case number and how often it was seen."""
    closed = rows["title"] == CLOSED_TITLE
    told = {"case_number", "title", "times"}
    return rows.assign(**{column: rows[column].mask(closed) for column in rows.columns if column not in told})


def ages(appearances: pd.DataFrame) -> pd.DataFrame:
    """Return how many appearances there are by the age of the case: year of the meeting less the year in its number.

    A number whose year lies after the meeting is a slip of the minutes, reported as a problem, and left out.
    """
    years = pd.to_datetime(appearances["date"]).dt.year.astype("Int64")
    age = (years - appearances["case_year"].astype("Int64")).dropna()
    counts = age[age >= 0].value_counts().sort_index()
    return pd.DataFrame({"age": pd.Series(counts.index, dtype="Int64"), "appearances": counts.to_numpy(dtype=int)})


def fixtures(appearances: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per standing case, most appearances first, with the latest title and why it is one."""
    why = standing_cases(appearances, meetings).dropna()
    rows = appearances[appearances["case_number"].isin(why.index)]
    found = rows.groupby("case_number", as_index=False).agg(
        title=("title", "last"), times=("date", "size"), bodies=("body", "nunique")
    )
    found["standing_by"] = found["case_number"].map(why)
    return found.sort_values(["times", "case_number"], ascending=[False, True], ignore_index=True)
