"""How long matters take: from the first appearance to the last settling decision, with those still open censored.

A matter is settled on the day of its last settling decision, unless a later one put it off, sent it elsewhere or
recommended it onwards: then it is open again. What is open is censored on the last day of the corpus (right censoring).
Matters that began before the first day of the corpus enter with the day they were first seen (left truncation), so
their times are too short by what is not seen.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from referat.analysis.body_terms import days_met_since
from referat.schema.decision_types import DEFERRING, REFERRING, SETTLING

OPENING = (*DEFERRING, *REFERRING, "recommended")
_NORMAL_95 = 1.959964


def settlements(matters: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Return one row per matter: `first_seen`, `settled_on` (missing while open), `settled`, `days` to then or `until`.

    Parameters
    ----------
    matters
        As `referat.analysis.case_appearances.matters` returns them.
    until
        The last day of the corpus.
    """
    rows = matters.groupby("case_number").agg(title=("title", "last"), first_seen=("date", "min"))
    rows["settled_on"] = _last_day(matters, SETTLING)
    reopened = _last_day(matters, OPENING).reindex(rows.index) > rows["settled_on"]
    rows["settled_on"] = rows["settled_on"].mask(reopened)
    rows["settled"] = rows["settled_on"].notna()
    rows["days"] = (rows["settled_on"].fillna(until) - rows["first_seen"]).dt.days
    return rows.reset_index()


def waiting(matters: pd.DataFrame, settlements: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per open matter whose latest telling decision says that more is to come, the longest wait first.

    That decision put it off, sent it elsewhere or recommended it onwards; it stands in `decision_type`, with `body` and
    `since`. `days` run to the last day of the corpus, and `met_since` is on how many days the body has met since then.
    """
    unsettled = settlements.loc[~settlements["settled"], "case_number"]
    telling = matters[matters["decision_type"].isin(OPENING) & matters["case_number"].isin(unsettled)]
    rows = telling.drop_duplicates("case_number", keep="last").rename(columns={"date": "since"})
    titles = matters.drop_duplicates("case_number", keep="last").set_index("case_number")["title"]
    rows = rows.assign(title=rows["case_number"].map(titles), days=(meetings["date"].max() - rows["since"]).dt.days)
    rows["met_since"] = days_met_since(rows["body"], rows["since"], meetings)
    columns = ["case_number", "title", "body", "decision_type", "since", "days", "met_since"]
    return rows.sort_values(["since", "case_number"], ignore_index=True)[columns]


def _last_day(matters: pd.DataFrame, types: tuple[str, ...]) -> pd.Series:
    """Return each matter's last day with a decision of one of the types."""
    return matters[matters["decision_type"].isin(types)].groupby("case_number")["date"].max()


def survival(settlements: pd.DataFrame) -> pd.DataFrame:
    """Return the Kaplan-Meier curve: `days`, the share still `open` after them, its 95 % limits and how many `at_risk`.

    The limits are those of the complementary log-log, which stay between 0 and 1.
    """
    if settlements.empty or not settlements["settled"].any():
        return pd.DataFrame({name: pd.Series(dtype=float) for name in ("days", "open", "low", "high", "at_risk")})
    from statsmodels.duration.survfunc import SurvfuncRight  # slow to import

    curve = SurvfuncRight(settlements["days"].to_numpy(float), settlements["settled"].to_numpy(int))
    share, error = curve.surv_prob, curve.surv_prob_se
    inside = (share > 0) & (share < 1)
    spread = np.zeros_like(share)
    spread[inside] = _NORMAL_95 * error[inside] / (share[inside] * np.log(share[inside]))
    return pd.DataFrame(
        {
            "days": curve.surv_times,
            "open": share,
            "low": np.where(inside, share ** np.exp(-spread), share),
            "high": np.where(inside, share ** np.exp(spread), share),
            "at_risk": curve.n_risk,
        }
    )


def median_days(curve: pd.DataFrame) -> float:
    """Return the day by which half of the matters are settled, missing where the curve does not fall that far."""
    below = curve.loc[curve["open"] <= 0.5, "days"]
    return float(below.iloc[0]) if len(below) else float("nan")
