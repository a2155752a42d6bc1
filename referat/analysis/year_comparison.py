"""The latest twelve months of minutes against the same months a year before, and whether the two can be compared."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from referat.analysis.body_terms import held
from referat.analysis.change_tests import change_over_periods

SLACK_DAYS = 60
"""Minutes that begin so late in a year still cover it: no body meets in every month."""
UNEVEN = 1.5
"""A year with so many times the meetings of the other is read from other bodies, and says nothing about change."""


@dataclass(frozen=True, slots=True)
class Years:
    """The two years: `before` ends where `latest` begins; `reason` is why they cannot be compared, or empty.

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
        """Return which days lie in the latest twelve months."""
        return (days > self.last - pd.DateOffset(years=1)) & (days <= self.last)

    def before(self, days: pd.Series) -> pd.Series:
        """Return which days lie in the twelve months before."""
        return (days > self.last - pd.DateOffset(years=2)) & (days <= self.last - pd.DateOffset(years=1))


def two_years(meetings: pd.DataFrame) -> Years | None:
    """Return the two years that end with the last held meeting; None where no held meeting has a day."""
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
    """Return the p-value of a test that a share is the same in both years; missing where they cannot be compared.

    `rows` has `meeting_id`, `body`, `date` and `hit` (bool). Whole meetings change their years within bodies (see
    `change_tests`).
    """
    latest, before = years.latest(rows["date"]), years.before(rows["date"])
    if years.reason or not before.any():
        return float("nan")
    return change_over_periods(rows[latest | before].assign(period=latest.astype(int)), "period", "hit")


def count_p_value(latest: int, before: int, years: Years) -> float:
    """Return the p-value of a test that two counts differ only by chance; missing where they cannot be compared.

    Under chance each of the events is as likely to be of a year as that year's share of the meetings (binomial test).
    """
    from scipy.stats import binomtest  # type: ignore[import-untyped]

    meetings = years.meetings_latest + years.meetings_before
    if years.reason or not latest + before or not meetings:
        return float("nan")
    return float(binomtest(latest, latest + before, years.meetings_latest / meetings).pvalue)
