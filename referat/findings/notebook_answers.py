"""The answers of the notebooks as sentences, computed from frames of the analyses.

Without enough data a sentence says so. Text from minutes is escaped for Markdown.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from referat.analysis.attendance_rates import ranked_persons
from referat.analysis.body_terms import held
from referat.analysis.change_tests import SIGNIFICANT
from referat.analysis.intervals import FEWEST, cluster_interval
from referat.findings.sentence_parts import between, escape
from referat.language import ENGLISH, Language, sentence
from referat.schema.decision_types import NONE_RECORDED

QUARTERS = 3
"""Fewest quarters for a statement about a trend."""


def read(meetings: pd.DataFrame, items: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State what was read, and the period."""
    if meetings.empty:
        return language.say("coverage.nothing")
    bodies = meetings["body"].nunique()
    return language.say(
        "coverage.read",
        len(meetings),
        meetings=language.some(len(meetings), "meeting"),
        bodies=language.some(bodies, "body") if bodies else language.say("coverage.unnamed", len(meetings)),
        items=language.some(len(items), "item"),
        files=language.some(meetings["source"].nunique(), "file"),
        period=language.period(meetings["date"].min(), meetings["date"].max()),
    )


def coverage(
    meetings: pd.DataFrame,
    items: pd.DataFrame,
    completeness: pd.DataFrame,
    problems: pd.DataFrame,
    *,
    language: Language = ENGLISH,
) -> str:
    """State what was read, how complete it is, and what could not be read."""
    if meetings.empty:
        return language.say("coverage.nothing")
    known = completeness[completeness["n"] >= FEWEST].to_dict("records")
    shares = language.listed(
        language.say(f"coverage.{row['measure']}", share=language.percent(row["share"])) for row in known
    )
    return " ".join(
        [
            read(meetings, items, language=language),
            *([sentence(shares)] if known else []),
            reported(problems, language=language),
        ]
    )


def reported(problems: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State how many problems the reader reported."""
    counts = problems["severity"].value_counts()
    met = [language.some(counts.get(severity, 0), severity) for severity in ("error", "warning", "note")]
    return language.say("coverage.reported", problems=language.listed(met))


def attendance(
    grid: pd.DataFrame, meetings: pd.DataFrame, movements: pd.DataFrame, *, language: Language = ENGLISH
) -> str:
    """State the rate of attendance, unknown attendance, and the number of arrivals and departures."""
    known = grid[grid["state"] != "unknown"]
    if known.empty:
        missing = "" if held(meetings)["attendance_recorded"].all() else unlisted(meetings, language=language)
        return f"{language.say('attendance.nothing')} {missing}".strip()
    parts = [
        kept(known, language=language),
        unlisted(meetings, language=language),
        _overruled(int(grid["by_items"].sum()), language=language),
        _moved(movements, language=language),
    ]
    return " ".join(filter(None, parts))


def _moved(movements: pd.DataFrame, *, language: Language) -> str:
    """State how many memberships began and ended; empty if none did."""
    if not (movements["arrived"] | movements["left"]).any():
        return ""
    moved = {name: language.some(movements[name].sum(), "membership") for name in ("arrived", "left")}
    return sentence(language.say("attendance.moved", **moved))


def kept(known: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State how many of the known expected attendances were kept; without a share if there are few."""
    present = int((known["state"] == "present").sum())
    if len(known) == 1:
        return language.say(
            "attendance.kept_few", 1, kept=language.say("attendance.was_kept" if present else "attendance.was_not_kept")
        )
    if len(known) < FEWEST:
        return sentence(
            language.say("attendance.kept_few", kept=language.count(present), expected=language.number(len(known)))
        )
    return language.say(
        "attendance.kept",
        share=_of_meetings(known, language=language),
        expected=language.number(len(known)),
        persons=language.some(known["person"].nunique(), "person"),
        bodies=language.some(known["body"].nunique(), "body"),
    )


def _of_meetings(known: pd.DataFrame, *, language: Language) -> str:
    """Return the share present with its interval over whole meetings, where there are several."""
    meetings = known.assign(present=known["state"] == "present").groupby("meeting_id")["present"].agg(["sum", "size"])
    return _share_of(meetings["sum"], meetings["size"], language=language)


def _share_of(counts: pd.Series, totals: pd.Series, *, language: Language) -> str:
    """Return a share with its interval over whole meetings, if there are several of them."""
    low, high = cluster_interval(counts, totals)
    return between({"share": counts.sum() / totals.sum(), "low": low, "high": high}, language=language)


def seats(seats_per_meeting: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State the share of seats that was filled, including substitutes."""
    filled, seats = seats_per_meeting["filled"], seats_per_meeting["seats"]
    if seats.sum() < FEWEST:
        return ""
    share = _share_of(filled, seats, language=language)
    return language.say("attendance.seats", share=share, seats=language.number(seats.sum()))


def bodies_differ(body_rates: pd.DataFrame, p_value: float, *, language: Language = ENGLISH) -> str:
    """State the bodies with lowest and highest attendance, if bodies differ significantly."""
    large = body_rates[body_rates["known"] >= FEWEST].sort_values(["share", "body"])
    if len(large) < 2 or pd.isna(p_value):
        return ""
    if p_value >= SIGNIFICANT:
        return language.say("attendance.bodies_alike")
    least, best = large.iloc[0], large.iloc[-1]
    return language.say(
        "attendance.bodies_differ",
        least=escape(least["body"]),
        share=between(least, language=language),
        best=escape(best["body"]),
        best_share=between(best, language=language),
    )


def persons_differ(person_rates: pd.DataFrame, body: str, p_value: float, *, language: Language = ENGLISH) -> str:
    """State the member with lowest attendance of those with enough meetings, if members differ significantly."""
    ranked = ranked_persons(person_rates)
    if len(ranked) < 2 or pd.isna(p_value):
        return ""
    if p_value >= SIGNIFICANT:
        return language.say("attendance.persons_alike", body=escape(body))
    parts = {"person": escape(ranked["person"].iloc[0]), "share": between(ranked.iloc[0], language=language)}
    return language.say("attendance.persons_differ", body=escape(body), few=FEWEST, **parts)


def unlisted(meetings: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State how many held meetings have no list of attendees; empty if no meeting was held."""
    lists = held(meetings)["attendance_recorded"]
    without = int((~lists).sum())
    if lists.empty:
        return ""
    if not without:
        return language.say("attendance.all_listed", len(lists), meetings=language.some(len(lists), "meeting"))
    return language.say(
        "attendance.unlisted", without, without=language.some(without, "meeting"), of=language.number(len(lists))
    )


def _overruled(attendances: int, *, language: Language) -> str:
    """State how many attendances of the header the decisions contradict."""
    if not attendances:
        return ""
    return language.say("attendance.overruled", attendances, attendances=language.some(attendances, "attendance"))


def closed(overall: pd.DataFrame, chart: pd.DataFrame, p_value: float, *, language: Language = ENGLISH) -> str:
    """State the share of closed items, and whether it changed."""
    if overall.empty:
        return language.say("closed.nothing")
    row = overall.iloc[0]
    items = language.some(row["items"], "item")
    if not row["closed"]:
        return language.say("closed.none", row["items"], items=items)
    counts = {"closed": sentence(language.number(row["closed"]))[:-1], "items": items}
    if row["items"] < FEWEST:
        return language.say("closed.share_few", row["closed"], **counts)
    share, low, high = language.percents(row["share"], row["cluster_low"], row["cluster_high"])
    drawn = language.say("closed.drawn", low=low, high=high) if row["cluster_low"] < row["cluster_high"] else ""
    first = language.say("closed.share", row["closed"], share=share, drawn=drawn, **counts)
    return f"{first} {sentence(closed_change(chart, p_value, language=language))}"


def closed_change(chart: pd.DataFrame, p_value: float, *, language: Language = ENGLISH) -> str:
    """State whether the share changed over the quarters, by a test over whole meetings; the chart says when.

    The rules of the chart by themselves are no second test, so that chance has one occasion only.
    """
    items = chart["items"].sum()
    if len(chart) < QUARTERS or items < FEWEST:
        few = {"items": language.some(items, "item"), "quarters": language.some(len(chart), "quarter")}
        return language.say("closed.too_few", items, **few)
    quarters = language.number(len(chart))
    if pd.isna(p_value) or p_value >= SIGNIFICANT:
        return language.say("closed.no_change", quarters=quarters)
    signals = [language.quarter(first) for first in chart.loc[chart["signal"].notna(), "quarter"]]
    if not signals:
        return language.say("closed.change", quarters=quarters)
    return language.say("closed.change_at", len(signals), quarters=quarters, names=language.listed(signals))


def matters_closed(matters_closed: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State how many matters were closed at least once."""
    row = matters_closed.iloc[0]
    if not row["either"]:
        return ""
    return language.say(
        "closed.matters",
        row["either"],
        matters=language.some(row["matters"], "matter"),
        either=language.number(row["either"]),
    )


def published(published: pd.DataFrame, open_and_closed: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State for how many closed items a decision is published, and how many matters are both closed and open."""
    both = len(open_and_closed)
    sentences = [sentence(language.say("closed.both", both, matters=language.some(both, "matter")))] if both else []
    counts = published[published["closed"]].set_index("measure").to_dict("index")
    if counts:
        row = counts["decision published"]
        if row["n"] >= FEWEST:
            stated = counts["outcome stated"]
            parts = {
                "published": language.number(row["count"]),
                "closed": language.some(row["n"], "closed item"),
                "stated": language.number(stated["count"]),
                "share": between(pd.Series(stated), language=language),
            }
            sentences.insert(0, language.say("closed.published", **parts))
        else:
            closed_items = language.some(row["n"], "closed item")
            sentences.insert(
                0, language.say("closed.published_few", published=language.count(row["count"]), closed=closed_items)
            )
    return " ".join(sentences)


def decision_types(overall: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State the most frequent types and the share without a decision, from shares over all items in one group."""
    items = int(overall["items"].max())
    if not items:
        return language.say("types.nothing")
    rows = overall.sort_values("count", ascending=False, kind="stable").to_dict("records")
    if items < FEWEST:
        return _few_decision_types(rows, items, language=language)
    none = next(row for row in rows if row["decision_type"] == NONE_RECORDED)
    if none["count"] == items:
        return language.say("types.none_recorded", items=language.some(items, "item"))
    recorded = [row for row in rows if row["count"] and row["decision_type"] != NONE_RECORDED]
    most = language.listed(
        f"{language.name(row['decision_type'])} {between(row, language=language)}" for row in recorded[:3]
    )
    unrecorded = language.say("types.unrecorded", share=between(none, language=language)) if none["count"] else ""
    return language.say("types.most", items=language.some(items, "item"), most=most, unrecorded=unrecorded)


def _few_decision_types(rows: list[dict[Hashable, Any]], items: int, *, language: Language) -> str:
    """State how often each type occurs, where there are too few items for shares."""
    counts = [(language.name(row["decision_type"]), row["count"]) for row in rows if row["count"]]
    most = language.listed(word if items == 1 else f"{word} ({language.number(times)})" for word, times in counts)
    return language.say("types.few", items, items=language.some(items, "item"), most=most)


def mix_changed(changed: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State which families of decisions changed their share over the years; empty if this cannot be tested."""
    if changed.empty:
        return ""
    names = [language.name(family) for family in changed.loc[changed["changed"], "family"]]
    families = [language.say("types.family", name=name) for name in names]
    if not families:
        return language.say("types.no_change")
    return language.say("types.changed", len(families), families=language.listed(families))


def diversity(by_body: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State which bodies have the most uniform and the most diverse outcomes."""
    large = by_body[by_body["decisions"] >= FEWEST].sort_values("diversity", kind="stable")
    if len(large) < 2:
        return language.say("types.too_few_bodies", few=FEWEST)
    low, high = large.iloc[0], large.iloc[-1]
    return language.say("types.diversity", alike=escape(low["body"]), diverse=escape(high["body"]), few=FEWEST)


def point_outcomes(outcome_shares: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State the outcomes of recommended points."""
    points = int(outcome_shares["points"].iloc[0])
    if not points:
        return language.say("types.no_points")
    if points < FEWEST:
        return language.say("types.too_few_points", points, points=language.some(points, "recommended point"))
    shown = outcome_shares[(outcome_shares["count"] > 0) | (outcome_shares["outcome"] == "followed")]
    outcomes = [
        language.say(f"types.outcome_{row['outcome'].replace(' ', '_')}", share=between(row, language=language))
        for row in shown.to_dict("records")
    ]
    some = language.some(points, "recommended point")
    return language.say("types.outcomes", points=some, outcomes=language.listed(outcomes))
