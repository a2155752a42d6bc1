"""The frames of the management report; each analysis is run once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from referat.analysis import attendance_rates, change_tests, closed_shares, decision_mix, owed_answers, put_off_items
from referat.analysis import matter_appearances as appearances_of
from referat.analysis.body_terms import held
from referat.analysis.headline_numbers import headline_numbers, headline_quarters, share_rows
from referat.analysis.year_comparison import Years, two_years
from referat.tables.frames import Tables


@dataclass(frozen=True)
class ManagementFrames:
    """The frames that the sections of the report show.

    Attributes
    ----------
    years
        The two years that are compared; None if no held meeting has a date.
    owed
        As `owed_answers.owed` returns it.
    appearances, returns
        As `matter_appearances` returns them.
    items
        The items that are not fixtures.
    quarters
        The p-chart of closed items by quarter.
    classified
        As `decision_mix.classified` returns it.
    bodies
        As `attendance_rates.body_rates` returns it.
    attended
        Number of persons `present` and `known`, by meeting.
    bodies_p_value
        The p-value of a test that all bodies have the same attendance.
    numbers, number_quarters
        As `headline_numbers` returns them; empty if `years` is None.
    """

    years: Years | None
    owed: pd.DataFrame
    appearances: pd.DataFrame
    returns: pd.DataFrame
    items: pd.DataFrame
    quarters: pd.DataFrame
    closed_p_value: float
    classified: pd.DataFrame
    bodies: pd.DataFrame
    attended: pd.DataFrame
    bodies_p_value: float
    unlisted: int
    numbers: pd.DataFrame
    number_quarters: pd.DataFrame


def named_rows(frame: pd.DataFrame) -> list[Any]:
    """Return the rows of a frame as named tuples."""
    return list(frame.itertuples())


def management_frames(tables: Tables) -> ManagementFrames:
    """Return the frames of a corpus."""
    meetings, items, decisions = tables.meetings, tables.items, tables.decisions
    years = two_years(meetings)
    owed = owed_answers.owed(tables.matters, items, meetings)
    appearances = appearances_of.appearances(items, meetings, decisions, tables.matters)
    returns = appearances_of.returns(appearances)
    substantive = closed_shares.substantive(items, meetings)
    grid = attendance_rates.grid(meetings, tables.attendance, items, tables.item_attendance)
    known = attendance_rates.known_attendance(grid)
    shares = share_rows(substantive, put_off_items.put_off_items(items, meetings, decisions), known)
    nothing = pd.DataFrame()
    return ManagementFrames(
        years=years,
        owed=owed,
        appearances=appearances,
        returns=returns,
        items=substantive,
        quarters=closed_shares.p_chart(closed_shares.shares(substantive, ["quarter"])),
        closed_p_value=change_tests.change_over_periods(substantive),
        classified=decision_mix.classified(items, meetings, decisions),
        bodies=attendance_rates.body_rates(grid),
        attended=known.groupby("meeting_id").agg(present=("present", "sum"), known=("present", "size")),
        bodies_p_value=change_tests.difference_between(known, hits="present"),
        unlisted=int((~held(meetings)["attendance_recorded"]).sum()),
        numbers=nothing if years is None else headline_numbers(owed, returns, shares, years),
        number_quarters=nothing if years is None else headline_quarters(owed, returns, shares),
    )
