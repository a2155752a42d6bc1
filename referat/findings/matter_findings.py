"""Sentences about matters: what recurs, who owes an answer, the route taken and its duration.

Without enough data a sentence says so or is empty.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from referat.analysis.event_times import share_within
from referat.analysis.intervals import FEWEST, with_share
from referat.analysis.meeting_items import CLOSED_TITLE
from referat.findings.sentence_parts import between, escape
from referat.language import ENGLISH, Language, sentence
from referat.schema.decision_types import FAMILY_OF

FEWEST_WAYS = 5
"""Fewest rounds for the most frequent route to be named."""
YEAR = 365
"""Days within which the share of returns is given."""


def matter_name(title: Any, case_number: Any, *, language: Language = ENGLISH) -> str:
    """Return the name of a matter in a sentence: title and case number; of a closed one only the number."""
    closed, has_number = title == CLOSED_TITLE or pd.isna(title), pd.notna(case_number)
    if closed:
        key = "closed_matter" if has_number else "closed_without_number"
        return language.say(f"matters.{key}", case=escape(case_number))
    return language.say(
        "matters.open_matter" if has_number else "matters.without_number",
        title=escape(title),
        case=escape(case_number),
    )


def categories(matter_categories: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State how many matters there are of each category."""
    counts = matter_categories.set_index("category")["matters"]
    total = int(counts.sum() - counts["fixture"])
    if total < 2:
        return language.say("matters.one" if total else "matters.none")
    kinds = [
        language.say(f"matters.kind_{key.removeprefix('came ')}", count=language.number(counts[key]))
        for key in ("once", "route", "stage", "periodic", "unclear", "came back")
        if counts[key]
    ]
    return language.say("matters.categories", matters=language.some(total, "matter"), kinds=language.listed(kinds))


def came_back(
    matter_categories: pd.DataFrame,
    most_returning: pd.DataFrame,
    returns: pd.DataFrame,
    *,
    language: Language = ENGLISH,
) -> str:
    """State how many matters came back, and which one most often, or last; empty without matters."""
    counts = matter_categories.set_index("category")["matters"]
    total, back = int(counts.sum() - counts["fixture"]), int(counts["came back"])
    if not total:
        return ""
    matters = language.some(total, "matter")
    if not back:
        return language.say("matters.none_back", total, matters=matters)
    share = ""
    if total >= FEWEST:
        row = with_share(pd.DataFrame({"back": [back], "all": [total]}), "back", "all").iloc[0]
        share = language.say("matters.back_share", share=between(row, language=language))
    first = language.say("matters.back", back, back=sentence(language.number(back))[:-1], matters=matters, share=share)
    return f"{first} {most_or_latest(most_returning, returns, language=language)}".strip()


def most_or_latest(most_returning: pd.DataFrame, returns: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State which open matter came back most often; if none did more than once, which one came back last."""
    named = most_returning[~most_returning["mixed"] & (most_returning["title"] != CLOSED_TITLE)]
    if len(named) and named["returns"].iloc[0] > 1:
        row = named.iloc[0]
        others = int((named["returns"] == row["returns"]).sum()) - 1
        parts = {
            "matter": matter_name(row["title"], row["case_number"], language=language),
            "times": language.some(row["returns"], "time"),
        }
        if others:
            return language.say("matters.most_tied", others, others=language.number(others), **parts)
        return language.say(
            "matters.most", first=language.day(row["first_seen"]), last=language.day(row["last_seen"]), **parts
        )
    mixed = most_returning.loc[most_returning["mixed"], "matter_id"]
    clear = returns[~returns["matter_id"].isin(mixed) & (returns["title"] != CLOSED_TITLE)]
    if clear.empty:
        return ""
    latest = clear.iloc[0]
    matter = matter_name(latest["title"], latest["case_number"], language=language)
    return language.say("matters.latest", matter=matter, body=escape(latest["body"]), date=language.day(latest["date"]))


def within_year(times: pd.DataFrame, matters: int, *, language: Language = ENGLISH) -> str:
    """State the share of matters that come back within a year, if enough were followed that long."""
    shares = share_within(times, YEAR)
    if matters < FEWEST or pd.isna(shares[0]) or not shares[0]:
        return ""
    share, low, high = language.percents(*shares)
    return language.say("matters.within_year", share=share, low=low, high=high)


def periodic(series: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State how many series recur by the calendar, and which one is late."""
    if series.empty:
        return ""
    late = series[series["late"]].sort_values("due")
    words = ""
    if len(late):
        row = late.iloc[0]
        words = language.say(
            "matters.late",
            len(late),
            late=language.number(len(late)),
            title=escape(row["title"]),
            due=language.day(row["due"]),
        )
    return language.say("matters.periodic", len(series), series=language.some(len(series), "series"), late=words)


def shared_numbers(shared: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State how many case numbers contain several matters."""
    if shared.empty:
        return ""
    return language.say("matters.shared", len(shared), numbers=language.some(len(shared), "case number"))


def owed(owed: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State for how many matters no later decision was found, and which one has waited longest."""
    near = int(owed["near_end"].sum())
    waiting = owed[~owed["near_end"]]
    if waiting.empty:
        return (
            language.say("matters.only_near_end", near, matters=language.number(near))
            if near
            else language.say("matters.no_owed")
        )
    parts = [
        language.say("matters.owed", len(waiting), matters=language.some(len(waiting), "matter")),
        _longest(waiting.iloc[0], language=language),
    ]
    if near:
        parts.append(language.say("matters.near_end", near, matters=language.number(near)))
    return " ".join(parts)


def _longest(row: pd.Series, *, language: Language) -> str:
    """State what was announced longest ago, who owes it, and how often the body has met since."""
    body = row["body"] if pd.notna(row["body"]) else row["owed_by"]
    owes = (
        language.name(f"owed by {row['owed_by']}")
        if row["owed_by"] in ("administration", "committee")
        else row["owed_by"]
    )
    met_body = body if row["owed_by"] in ("administration", "committee") else row["owed_by"]
    met = row["met_since"]
    times = (
        language.say("matters.met_times", met, times=language.number(met))
        if pd.notna(met) and met
        else language.say("matters.not_met")
    )
    return language.say(
        "matters.owed_longest",
        matter=matter_name(row["title"], row["case_number"], language=language),
        body=escape(body),
        since=language.day(row["since"]),
        who=escape(owes),
        met_body=escape(met_body),
        met=times,
    )


def put_off(put_off: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State how many items were postponed, and what became of them; empty if no meeting has a day to count from."""
    if put_off.empty:
        return language.say("matters.no_put_off")
    if put_off["date"].isna().all():
        return ""
    if len(put_off) == 1:
        return language.say("matters.put_off", 1, fate=_only_outcome(put_off.iloc[0], language=language))
    back = put_off["back_on"].notna()
    waiting = int((~back & (put_off["met_since"] > 0).fillna(False)).sum())
    days = round(float(put_off["days"].astype(float).median())) if back.sum() >= FEWEST else 0
    after = language.say("matters.back_after", days=language.some(days, "day")) if days else ""
    others = language.say("matters.others", waiting, waiting=language.number(waiting)) if waiting else ""
    items = language.some(len(put_off), "item")
    return language.say(
        "matters.put_off", len(put_off), items=items, back=language.count(back.sum()), after=after, others=others
    )


def _only_outcome(row: pd.Series, *, language: Language) -> str:
    """State what became of the only postponed item."""
    if pd.notna(row["back_on"]):
        if not row["days"]:
            return language.say("matters.came_back_same_day")
        return language.say("matters.came_back_after", days=language.some(row["days"], "day"))
    return language.say(
        "matters.not_back_met" if pd.notna(row["met_since"]) and row["met_since"] else "matters.not_back"
    )


def ways(paths: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State the most frequent route of matters, and the median duration; empty if none passes several bodies."""
    if paths.empty:
        return ""
    if paths["rounds"].iloc[0] < FEWEST_WAYS:
        return language.say("matters.no_way", few=FEWEST_WAYS)
    row = paths.iloc[0]
    parts = {"path": escape(row["path"]), "rounds": language.some(row["rounds"], "route")}
    if not row["median_days"]:
        return language.say("matters.way_same_day", **parts)
    return language.say("matters.way", days=language.some(round(row["median_days"]), "day"), **parts)


def throughput(throughput: pd.DataFrame, p_value: float, *, language: Language = ENGLISH) -> str:
    """State where the slowest rounds begin, if first bodies differ significantly."""
    large = throughput[throughput["rounds"] >= FEWEST]
    if len(large) < 2 or pd.isna(p_value):
        return ""
    if p_value >= 0.05:
        return language.say("matters.no_slowest")
    slow, fast = large.iloc[0], large.iloc[-1]
    return language.say(
        "matters.slowest",
        slow=escape(slow["first_body"]),
        slow_days=language.some(round(slow["median_days"]), "day"),
        fast=escape(fast["first_body"]),
        fast_days=language.some(round(fast["median_days"]), "day"),
    )


def announced(announced_and_taken: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State how many rounds followed the announced route, and how many skipped a body."""
    rounds = len(announced_and_taken)
    if not rounds:
        return language.say("matters.no_announced")
    outcomes = announced_and_taken["outcome"].value_counts()
    as_announced = int(outcomes.get("as announced", 0))
    if rounds == 1:
        words = language.say("matters.went_announced" if as_announced else "matters.went_otherwise")
        return language.say("matters.as_announced", 1, as_announced=words)
    parts = {"as_announced": language.count(as_announced), "skipped": language.count(outcomes.get("skipped", 0))}
    return language.say("matters.as_announced", rounds, rounds=language.some(rounds, "route"), **parts)


def settled(times: pd.DataFrame, median: float, *, language: Language = ENGLISH) -> str:
    """State within how many days half of the matters were settled."""
    if len(times) < FEWEST:
        return language.say("matters.settled_few")
    if pd.isna(median):
        return language.say("matters.settled_no_median")
    return language.say("matters.settled", days=language.some(median, "day"))


def initiatives(initiatives: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State how many matters council members proposed, and what became of them."""
    total = len(initiatives)
    if not total:
        return language.say("matters.no_initiatives")
    families = initiatives["decision_type"].map(FAMILY_OF)
    if total == 1:
        last = initiatives["decision_type"].iloc[0]
        words = language.say("matters.initiative_last", decision=language.name(last)) if pd.notna(last) else ""
        return language.say("matters.initiatives", 1, last=words)
    adopted, rejected = int(families.isin(["adopted", "recommended"]).sum()), int((families == "rejected").sum())
    parts = {
        "adopted": language.count(adopted),
        "rejected": language.count(rejected),
        "other": language.count(total - adopted - rejected),
    }
    return language.say("matters.initiatives", total, matters=language.some(total, "matter"), **parts)


def returning(returning_items: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State how many agenda items had come back, and how many came for a next stage."""
    if len(returning_items) < FEWEST:
        return ""
    back, stage = returning_items["came_back"].sum(), returning_items["stage"].sum()
    items = language.some(len(returning_items), "item")
    return language.say("matters.returning", items=items, back=language.count(back), stage=language.count(stage))
