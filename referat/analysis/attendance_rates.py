"""Attendance: three states (present, away, unknown), rates, arrivals, departures, and absences from single items.

A person is *expected* at a body's meetings from the first to the last meeting whose minutes name the person as a
member: in the header, except as a substitute, or as absent from an item. At such a meeting the person is `unknown` if
the minutes have no list of attendees, `present` if the list has the person, and `away` otherwise. A person who is
absent from more than half of the items according to the decisions is away, whatever the header states.
"""

from __future__ import annotations

import pandas as pd

from referat.analysis.body_terms import across_terms, held
from referat.analysis.intervals import FEWEST, group_intervals, with_share

GONE_AFTER = 3
"""Number of latest meetings with a list, without the member's name, after which the member has left."""

_ABSENCES = ("absent", "excused")


def _absences(item_attendance: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Return one row per meeting and person absent from some of its items: `items_away` out of `items`."""
    away = item_attendance.loc[item_attendance["status"].isin(_ABSENCES), ["item_id", "person"]].drop_duplicates()
    with_meeting = away.merge(items[["item_id", "meeting_id"]], on="item_id")
    counted = with_meeting.groupby(["meeting_id", "person"], as_index=False).agg(items_away=("item_id", "size"))
    sizes = items.groupby("meeting_id", as_index=False).agg(items=("item_id", "size"))
    return counted.merge(sizes, on="meeting_id")


def spans(
    meetings: pd.DataFrame, attendance: pd.DataFrame, items: pd.DataFrame, item_attendance: pd.DataFrame
) -> pd.DataFrame:
    """Return one row per body and member: the first and the last day on which the minutes name the person."""
    header = attendance.loc[attendance["status"] != "substitute", ["meeting_id", "person"]]
    named = pd.concat([header, _absences(item_attendance, items)[["meeting_id", "person"]]])
    dated = named.merge(across_terms(meetings)[["meeting_id", "body", "date"]], on="meeting_id")
    return dated.groupby(["body", "person"], as_index=False).agg(first_seen=("date", "min"), last_seen=("date", "max"))


def grid(
    meetings: pd.DataFrame, attendance: pd.DataFrame, items: pd.DataFrame, item_attendance: pd.DataFrame
) -> pd.DataFrame:
    """Return one row per person and meeting at which the person is expected, with the `state`.

    Columns: `body`, `person`, `meeting_id`, `date`, `year`, `state`, `items_away` (number of items) and `by_items`
    (away only according to the decisions; the header has the person as present).
    """
    members = spans(meetings, attendance, items, item_attendance)
    met = held(meetings)[["body", "meeting_id", "date", "attendance_recorded"]]
    expected = members.merge(met, on="body")
    expected = expected[expected["date"].between(expected["first_seen"], expected["last_seen"])]
    there = attendance.loc[attendance["status"].isin(["present", "substitute"]), ["meeting_id", "person"]]
    rows = expected.merge(there.drop_duplicates().assign(named=True), on=["meeting_id", "person"], how="left")
    rows = rows.merge(_absences(item_attendance, items), on=["meeting_id", "person"], how="left")
    return _with_state(rows).sort_values(["body", "date", "meeting_id", "person"], ignore_index=True)


def _with_state(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the state, from the header (`named`) and from the items (`items_away` of `items`)."""
    in_header = rows["named"].notna()
    mostly_away = (rows["items_away"] * 2 > rows["items"]).fillna(False).astype(bool)
    listed = rows["attendance_recorded"]
    state = pd.Series("away", index=rows.index, dtype="str").mask(in_header & ~mostly_away, "present")
    return rows.assign(
        year=rows["date"].dt.year.astype("Int64"),
        state=state.mask(~listed, "unknown"),
        items_away=rows["items_away"].fillna(0).astype("Int64"),
        by_items=in_header & mostly_away & listed,
    )[["body", "person", "meeting_id", "date", "year", "state", "items_away", "by_items"]]


def known_attendance(grid: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the grid whose state is known, with `present` (bool)."""
    known = grid[grid["state"] != "unknown"].reset_index(drop=True)
    return known.assign(present=known["state"] == "present")


def rates(grid: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return one row per group: `expected` meetings, `present`, `unknown`, and the share present of the known ones.

    Parameters
    ----------
    grid
        As `grid` returns it.
    by
        The columns to group by: `["body", "person", "year"]`, `["body", "year"]`, ...
    """
    counted = (
        grid.assign(
            present=grid["state"] == "present", known=grid["state"] != "unknown", unknown=grid["state"] == "unknown"
        )
        .groupby(by, as_index=False)
        .agg(expected=("state", "size"), known=("known", "sum"), present=("present", "sum"), unknown=("unknown", "sum"))
    )
    return with_share(counted, "present", "known")


def body_rates(grid: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """Return `rates` per body, lowest first, with `low` and `high` from a bootstrap over meetings.

    Attendances of one meeting depend on each other (a holiday, a snowstorm), so the bootstrap draws meetings.
    """
    per_meeting = known_attendance(grid).groupby(["body", "meeting_id"])["present"]
    limits = group_intervals(per_meeting.agg(["sum", "size"]).reset_index(), "body", "sum", "size", seed)
    rows = rates(grid, ["body"]).drop(columns=["low", "high"]).join(limits, on="body")
    return rows.sort_values(["share", "body"], ignore_index=True)


def seats_per_meeting(grid: pd.DataFrame, attendance: pd.DataFrame) -> pd.DataFrame:
    """Return one row per meeting with a list of attendees: `body`, `meeting_id`, `seats` and `filled` seats.

    A meeting has as many seats as persons are expected. Each member or substitute who is present fills one, up to the
    number of seats. This is a rate of the body, not of a person.
    """
    known = known_attendance(grid)
    grouped = known.groupby(["body", "meeting_id"], as_index=False)
    meetings = grouped.agg(seats=("person", "size"), present=("present", "sum"))
    stand_ins = attendance.loc[attendance["status"] == "substitute", ["meeting_id", "person"]].drop_duplicates()
    members = known[["meeting_id", "person"]].assign(member=True)
    stand_ins = stand_ins.merge(members, on=["meeting_id", "person"], how="left")
    extra = stand_ins[stand_ins["member"].isna()].groupby("meeting_id").size()
    filled = meetings.pop("present") + meetings["meeting_id"].map(extra).fillna(0).astype(int)
    return meetings.assign(filled=filled.clip(upper=meetings["seats"]))


def seats_filled(seats_per_meeting: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """Return one row per body: `meetings`, `seats`, `filled` seats, their share, and its limits over meetings."""
    counted = seats_per_meeting.groupby("body", as_index=False).agg(
        meetings=("meeting_id", "size"), seats=("seats", "sum"), filled=("filled", "sum")
    )
    limits = group_intervals(seats_per_meeting, "body", "filled", "seats", seed)
    rows = with_share(counted, "filled", "seats").drop(columns=["low", "high"]).join(limits, on="body")
    return rows.sort_values(["share", "body"], ignore_index=True)


def ranked_persons(person_rates: pd.DataFrame) -> pd.DataFrame:
    """Return the persons with at least 20 known meetings, lowest rate first."""
    enough = person_rates[person_rates["known"] >= FEWEST]
    return enough.sort_values(["share", "person"], ignore_index=True)


def movements(spans: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the spans with `arrived` (after the body's first list) and `left` (before its latest lists).

    `missed_since` counts the body's meetings with a list after the person was last named. A person on the first list
    may have been a member before it, and one on one of the latest lists may still be a member.
    """
    met = held(meetings)
    listed = met.loc[met["attendance_recorded"], ["body", "date"]]
    pairs = spans[["body", "person", "last_seen"]].merge(listed, on="body")
    since = pairs[pairs["date"] > pairs["last_seen"]].groupby(["body", "person"], as_index=False)
    missed = since.agg(missed_since=("date", "size"))
    opened = listed.groupby("body", as_index=False).agg(opened=("date", "min"))
    rows = spans.merge(opened, on="body", how="left").merge(missed, on=["body", "person"], how="left")
    rows["missed_since"] = rows["missed_since"].fillna(0).astype("Int64")
    rows["arrived"] = rows["first_seen"] > rows["opened"]
    rows["left"] = (rows["missed_since"] >= GONE_AFTER).astype(bool)
    return rows.drop(columns="opened").sort_values(["body", "first_seen", "person"], ignore_index=True)


def movements_by_year(movements: pd.DataFrame) -> pd.DataFrame:
    """Return one row per body and year: the number of persons who arrived, and of those who were last named."""
    came = movements[movements["arrived"]].assign(year=lambda rows: rows["first_seen"].dt.year, what="arrived")
    went = movements[movements["left"]].assign(year=lambda rows: rows["last_seen"].dt.year, what="left")
    both = pd.concat([came, went])
    counts = both.groupby(["body", "year", "what"]).size().unstack("what", fill_value=0)
    return counts.reindex(columns=["arrived", "left"], fill_value=0).rename_axis(columns=None).reset_index()


def item_absences(items: pd.DataFrame, meetings: pd.DataFrame, item_attendance: pd.DataFrame) -> pd.DataFrame:
    """Return one row per body and person: the `items` and `meetings` for which decisions record an absence.

    `disqualified` counts the items that a person left because of a conflict of interest; it is not an absence.
    `arrived` and `left` count the items during which the person arrived late or left early; the minutes do not state
    how many items that covers.
    """
    places = items[["item_id", "meeting_id"]].merge(across_terms(meetings)[["meeting_id", "body"]], on="meeting_id")
    named = item_attendance[["item_id", "person", "status"]].drop_duplicates().merge(places, on="item_id")
    who = ["body", "person"]
    away = named[named["status"].isin(_ABSENCES)].groupby(who)
    counts = away.agg(items=("item_id", "nunique"), meetings=("meeting_id", "nunique"))
    for status in ("disqualified", "arrived", "left"):
        some = named[named["status"] == status].groupby(who)["item_id"].nunique()
        counts = counts.join(some.rename(status), how="outer")
    counts = counts.fillna(0).astype("Int64").reset_index()
    return counts.sort_values(["items", *who], ascending=[False, True, True], ignore_index=True)
