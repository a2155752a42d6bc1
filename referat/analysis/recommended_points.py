"""Recommended points against decisions; each distinct point counts once.

A point travels with its case from body to body, so the same words are under several items. They count once per case,
with the decision of the last body. "Som X indstiller" is replaced by what X was recommended to do. What a point asks
for counts as following it: sending a proposal to a committee follows a point that asks for it.
"""

from __future__ import annotations

import pandas as pd
import regex as re

from referat.analysis.meeting_items import items_with_meeting, own_types, without_fixtures
from referat.analysis.membership import among, has_label, mapped
from referat.schema.decision_types import NONE_RECORDED, POINT_OUTCOME_OF, POINT_OUTCOMES

_AS_ANOTHER = (
    r"(?i)^\W*(?:\p{L}+\s+)*?som\s+[^.]{2,60}?\s+"
    r"(?:indstiller|anbefaler|har indstillet|har anbefalet|foreslår)\b"
)
_ASKS_TO_SEND = (
    r"(?i)\b(?:sendes|oversendes|henvises|fremsendes|videresendes|udsendes)\b.{0,80}?"
    r"\b(?:\p{L}*udvalg\p{L}*|høring|budget\p{L}*|\p{L}*råd\p{L}*|til behandling)"
)
_ASKS_TO_PUT_OFF = r"(?i)\b(?:udsættes|udskydes|genoptages|tages af)\b"
_ASKS_TO_REFUSE = (
    r"(?i)\b(?:afslås|afvises|(?:meddeles|gives)\s+(?:der\s+)?afslag|imødekommes\s+ikke|"
    r"ikke\s+imødekommes|ikke\s+godkendes)\b"
)
_ASKS_TO_DISCUSS = r"(?i)\b(?:drøftes|drøfter|drøftelse)\b"
_ASKS_FOR = {
    "referred": (_ASKS_TO_SEND, ("put off",)),
    "postponed": (_ASKS_TO_PUT_OFF, ("put off",)),
    "refused": (_ASKS_TO_REFUSE, ("rejected",)),
    "discussed": (_ASKS_TO_DISCUSS, ("neither yes nor no",)),
}
"""What a point can ask for, its words, and the outcomes that fulfil it."""


def point_outcomes(
    items: pd.DataFrame,
    meetings: pd.DataFrame,
    recommendations: pd.DataFrame,
    outcomes: pd.DataFrame,
    decisions: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row per distinct recommended point, with its outcome at the last meeting that had it.

    Columns: `item_id`, `position`, `matter_id`, `body`, `date`, `text`, `times` (items with the point), `outcome` (one
    of `POINT_OUTCOMES`), `basis` (`point` if the decision names the point, else `item`, or `none recorded`). A decision
    that names the point takes precedence over one on the whole item. A point is `followed` if it was approved,
    recommended onwards, noted or carried out by an appointment, or if the decision is what it asks for; `changed` if
    something else was decided, or if a decision on the whole both approved and rejected; `put off` if postponed,
    withdrawn or referred; `neither yes nor no` if only discussed, informed of or agreed about.
    """
    placed = without_fixtures(items_with_meeting(items, meetings))
    columns = ["item_id", "meeting_id", "matter_id", "body", "date", "start_time", "case_number", "municipality"]
    points = recommendations[["item_id", "position", "text"]].merge(placed[columns], on="item_id")
    points = points.sort_values(["date", "start_time", "meeting_id", "item_id", "position"], ignore_index=True)
    points = _resolved(points)
    points["outcome"], points["basis"] = _outcomes(points, outcomes, decisions)
    case = points["case_number"].fillna(points["matter_id"]) + "|" + points["municipality"].fillna("")
    words = points["text"].str.casefold().str.replace(r"[\W_]+", " ", regex=True).str.strip()
    keys = [case, words]
    points["times"] = points.groupby(keys)["item_id"].transform("nunique")
    decided = points["outcome"] != NONE_RECORDED
    # the last item with a recorded outcome counts, else the last item
    last = points.assign(decided=decided, case=case, words=words).sort_values(["decided"], kind="stable")
    result = last.drop_duplicates(["case", "words"], keep="last").sort_index(ignore_index=True)
    return result[["item_id", "position", "matter_id", "body", "date", "text", "times", "outcome", "basis"]]


def _resolved(points: pd.DataFrame) -> pd.DataFrame:
    """Leave out the points that only state "som X indstiller" if the same case has the points of X."""
    text = pd.Series(points["text"], dtype="object")
    only_refers = text.map(_refers_to_another).astype(bool)
    has_others = (~only_refers).groupby(points["matter_id"]).transform("any")
    return points[~(only_refers & has_others)].reset_index(drop=True)


def _refers_to_another(text: object) -> bool:
    return isinstance(text, str) and len(text) < 120 and re.search(_AS_ANOTHER, text) is not None


def _outcomes(points: pd.DataFrame, outcomes: pd.DataFrame, decisions: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the outcome of each point and its basis."""
    columns = ["decision_id", "item_id", "decision_type", "decision_types", "is_earlier"]
    made_here = decisions.loc[~decisions["is_earlier"], columns]
    named = outcomes[among(outcomes["decision_id"], made_here["decision_id"]) & outcomes["recommendation"].notna()]
    named = named.drop_duplicates(["item_id", "recommendation"], keep="last")
    joined = points[["item_id", "position", "text"]].merge(
        named[["item_id", "recommendation", "decision_type"]],
        left_on=["item_id", "position"],
        right_on=["item_id", "recommendation"],
        how="left",
    )
    basis = pd.Series("item", index=points.index, dtype="str").mask(joined["decision_type"].notna(), "point")
    whole = points["item_id"].map(_whole_outcomes(made_here)).astype("str")
    outcome = mapped(joined["decision_type"], POINT_OUTCOME_OF).fillna(whole).fillna(NONE_RECORDED)
    for pattern, as_asked in _ASKS_FOR.values():
        candidates = outcome.isin(as_asked)
        asks = points.loc[candidates, "text"].map(lambda text, pattern=pattern: _matches(pattern, text)).astype(bool)
        outcome = outcome.mask(asks.reindex(points.index, fill_value=False), "followed")
    return outcome, basis.mask(outcome == NONE_RECORDED, NONE_RECORDED)


def _matches(pattern: str, text: object) -> bool:
    return isinstance(text, str) and re.search(pattern, text) is not None


def _whole_outcomes(made_here: pd.DataFrame) -> pd.Series:
    """Return the outcome of each item's points as a whole, by item id."""
    outcome = mapped(own_types(made_here), POINT_OUTCOME_OF)
    no, yes = (
        made_here.loc[has_label(made_here["decision_types"], label), "item_id"] for label in ("rejected", "approved")
    )
    return outcome.mask(outcome.index.isin(set(no) & set(yes)), "changed")


def outcome_shares(point_outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return one row per entry of `POINT_OUTCOMES`: `count` out of all `points`, with an interval over whole cases.

    Points of one case are decided together, so the bootstrap draws cases. The limits are missing for one case.
    """
    from referat.analysis.intervals import cluster_shares

    return cluster_shares(point_outcomes, "outcome", list(POINT_OUTCOMES), "matter_id", "points")
