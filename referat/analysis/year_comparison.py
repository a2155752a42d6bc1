"""The latest twelve months of minutes and the same months a year before, and whether they can be compared."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from referat.analysis.body_terms import held
from referat.analysis.change_tests import change_over_periods

SLACK_DAYS = 60
"""Days by which minutes can begin late and still cover a year: no body meets in every month."""
UNEVEN = 1.5
"""Ratio of meetings above which two years are not of the same bodies, and cannot be compared."""


@dataclass(frozen=True, slots=True)
class Years:
    """Two consecutive years: `before` ends where `latest` begins.

    Attributes
    ----------
    last
        The last day on which a meeting was held.
    reason
        `begins` if the minutes begin too late, `uneven` if the numbers of meetings differ too much, or empty.
    """

    begins: pd.Timestamp
    last: pd.Timestamp
    meetings_latest: int
    meetings_before: int
    reason: str

    @property
    def is_short(self) -> bool:
        """Whether the minutes span less than one year."""
        return bool(self.begins > self.last - pd.DateOffset(years=1) + pd.Timedelta(days=SLACK_DAYS))

    def latest(self, days: pd.Series) -> pd.Series:
        """Return which days are in the latest twelve months."""
        return (days > self.last - pd.DateOffset(years=1)) & (days <= self.last)

    def before(self, days: pd.Series) -> pd.Series:
        """Return which days are in the twelve months before."""
        return (days > self.last - pd.DateOffset(years=2)) & (days <= self.last - pd.DateOffset(years=1))


def two_years(meetings: pd.DataFrame) -> Years | None:
    """Return the two years that end with the last held meeting; None if no held meeting has a date."""
    days = held(meetings)["date"].dropna()
    if days.empty:
        return None
    begins, last = days.min(), days.max()
    years = Years(begins, last, 0, 0, "")
    latest, before = int(years.latest(days).sum()), int(years.before(days).sum())
    reason = ""
    if begins > last - pd.DateOffset(years=2) + pd.Timedelta(days=SLACK_DAYS):
        reason = "begins"
    elif max(latest, before) > UNEVEN * min(latest, before):
        reason = "uneven"
    return Years(begins, last, latest, before, reason)


def share_p_value(rows: pd.DataFrame, years: Years) -> float:
    """Return the p-value of a test that a share is the same in both years; missing if they cannot be compared.

    `rows` has `meeting_id`, `body`, `date` and `hit` (bool). Whole meetings are permuted between years within bodies
    (see `change_tests`).
    """
    latest, before = years.latest(rows["date"]), years.before(rows["date"])
    if years.reason or not before.any():
        return float("nan")
    return change_over_periods(rows[latest | before].assign(period=latest.astype(int)), "period", "hit")


def count_p_value(latest: int, before: int, years: Years) -> float:
    """Return the p-value of a test that two counts differ only by chance; missing if they cannot be compared.

    Under the null hypothesis each event falls in a year with the probability of that year's share of the meetings
    (binomial test).
    """
    from scipy.stats import binomtest  # type: ignore[import-untyped]

    meetings = years.meetings_latest + years.meetings_before
    if years.reason or not latest + before or not meetings:
        return float("nan")
    return float(binomtest(latest, latest + before, years.meetings_latest / meetings).pvalue)
