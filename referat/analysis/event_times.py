"""Time until something happens to a matter: Kaplan-Meier estimates with late entry and censoring.

Matters without the event at the end of the minutes are neither left out nor counted as done: they count as long as they
were observed. A matter whose number is older than the minutes enters on the day it is first seen, at its age since the
end of the year of its number (late entry). Otherwise the estimate would be too long: old matters that ended before the
minutes begin are never seen.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from referat.analysis.body_terms import held, last_days
from referat.analysis.membership import looked_up

_NORMAL_95 = 1.959964
FEWEST_AT_RISK = 10
"""A curve ends where fewer matters are still observed."""


def times_to_settlement(appearances: pd.DataFrame, matters: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per substantive matter: `entry`, `days` and `happened` (it is settled).

    A matter is settled on the day of its last appearance if its state in the tables is settled. Others are observed up
    to the last meeting of the body that had them last. Matters settled at their only appearance take no time and are
    left out.
    """
    rows = _lives(appearances[appearances["kind"] == "substantive"], meetings)
    rows["happened"] = looked_up(rows["matter_id"], matters.set_index("matter_id")["state"]) == "settled"
    rows = rows[~(rows["happened"] & (rows["times"] == 1))]
    end = rows["last"].where(rows["happened"], rows["observed"])
    return _timed(rows, end)


def times_to_return(appearances: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per substantive matter: `entry`, `days` and `happened` (it came back)."""
    rows = _lives(appearances[appearances["kind"] == "substantive"], meetings)
    back = appearances[appearances["return_kind"] == "reconsidered"].groupby("matter_id")["date"].min()
    came_back = looked_up(rows["matter_id"], back)
    rows["happened"] = came_back.notna()
    return _timed(rows, came_back.fillna(rows["observed"]))


def _lives(appearances: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the first and last day, appearances, end of observation and origin of each matter."""
    rows = appearances.groupby("matter_id", as_index=False).agg(
        municipality=("municipality", "first"),
        case_number=("case_number", "first"),
        first=("date", "min"),
        last=("date", "max"),
        times=("date", "size"),
        body=("body", "last"),
    )
    rows["observed"] = looked_up(rows["body"], last_days(meetings)).clip(lower=rows["last"])
    met = held(meetings)
    first_days = met["date"].groupby(met["municipality"].fillna("")).min()
    begun = looked_up(rows["municipality"].fillna(""), first_days)
    year = pd.to_numeric(rows["case_number"].str.extract(r"^(\d\d)[/-]")[0], errors="coerce") + 2000
    known = year.where(year < begun.dt.year)
    ended = pd.to_datetime(pd.DataFrame({"year": known.fillna(2000), "month": 12, "day": 31}))
    rows["origin"] = ended.astype(rows["first"].dtype).where(known.notna(), rows["first"])
    return rows


def _timed(rows: pd.DataFrame, end: pd.Series) -> pd.DataFrame:
    timed = rows.assign(
        entry=(rows["first"] - rows["origin"]).dt.days.clip(lower=0), days=(end - rows["origin"]).dt.days.clip(lower=0)
    )
    return timed[["matter_id", "entry", "days", "happened"]].reset_index(drop=True)


def survival(times: pd.DataFrame) -> pd.DataFrame:
    """Return the Kaplan-Meier curve: `days`, the share without the event (`open`), 95 % limits, and `at_risk`.

    The limits are those of the complementary log-log transformation, which stay between 0 and 1.
    """
    from statsmodels.duration.survfunc import SurvfuncRight

    rows = times[times["days"] > times["entry"]]
    columns = ("days", "open", "low", "high", "at_risk")
    if rows.empty or not rows["happened"].any():
        return pd.DataFrame({name: pd.Series(dtype=float) for name in columns})
    entry = rows["entry"].to_numpy(float)
    curve = SurvfuncRight(
        rows["days"].to_numpy(float), rows["happened"].to_numpy(int), entry=entry if entry.any() else None
    )
    share, error = curve.surv_prob, curve.surv_prob_se
    inside = (share > 0) & (share < 1)
    spread = np.zeros_like(share)
    spread[inside] = _NORMAL_95 * error[inside] / (share[inside] * np.log(share[inside]))
    low, high = (np.where(inside, share ** np.exp(sign * spread), share) for sign in (-1, 1))
    return pd.DataFrame({"days": curve.surv_times, "open": share, "low": low, "high": high, "at_risk": curve.n_risk})


def share_within(times: pd.DataFrame, days: int) -> tuple[float, float, float]:
    """Return the share with the event within some days, with limits.

    They are missing if too few matters were observed that long.
    """
    followed = (times["entry"] < days) & (times["days"] >= days)
    if followed.sum() < FEWEST_AT_RISK:
        return float("nan"), float("nan"), float("nan")
    curve = survival(times)
    before = curve[(curve["days"] <= days) & (curve["at_risk"] >= FEWEST_AT_RISK)]
    if before.empty:
        return 0.0, 0.0, 0.0
    row = before.iloc[-1]
    return float(1 - row["open"]), float(1 - row["high"]), float(1 - row["low"])


def median_days(curve: pd.DataFrame) -> float:
    """Return the day by which half have the event; missing if the curve does not fall that far."""
    below = curve.loc[(curve["open"] <= 0.5) & (curve["at_risk"] >= FEWEST_AT_RISK), "days"]
    return float(below.iloc[0]) if len(below) else float("nan")
