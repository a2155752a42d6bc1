"""The answers on recurring cases as sentences, computed from the analyses' frames: frames in, text out."""

from __future__ import annotations

import pandas as pd

from referat.analysis.case_appearances import CLOSED_TITLE
from referat.findings.sentence_parts import escape
from referat.language import count, day, listed, number, say, sentence, some

FEW = 20
"""The time that matters take is not told from fewer of them."""

_CAUSES = ("settled", "postponed", "referred", "continued")


def kinds(kinds: pd.DataFrame) -> str:
    """Say how many cases are fixtures, came up once, travelled and came back."""
    counts = kinds.set_index("kind")["cases"]
    total = int(counts.sum())
    if not total:
        return say("cases.no_numbers")
    fixtures = say("cases.fixtures", counts["standing"], count=count(counts["standing"]))
    left = {kind: count(counts[kind]) for kind in ("once", "route", "return")}
    matters = some(total - counts["standing"], "matter")
    return say(
        "cases.kinds",
        numbers=some(total, "case number"),
        fixtures=fixtures,
        matters=matters,
        back=left.pop("return"),
        **left,
    )


def returns(returns: pd.DataFrame, most_returning: pd.DataFrame) -> str:
    """Say what brought matters back, and which one came back most often."""
    if returns.empty:
        return say("cases.no_returns")
    return f"{causes(returns)} {most(most_returning)}"


def causes(returns: pd.DataFrame) -> str:
    """Say how many returns there were, and after what."""
    counts = returns["brought_back_by"].value_counts()
    parts = listed(say(f"cases.after_{cause}", count=number(counts[cause])) for cause in _CAUSES if cause in counts)
    return say("cases.returns", len(returns), returns=some(len(returns), "return"), causes=parts)


def most(most_returning: pd.DataFrame) -> str:
    """Say which matter came back most often."""
    row = most_returning.iloc[0]
    seen = {"case": escape(row["case_number"]), "times": some(row["times"], "appearance")}
    if row["title"] == CLOSED_TITLE:
        return say("cases.most_closed", **seen)
    return say(
        "cases.most",
        **seen,
        title=escape(row["title"]),
        first=day(row["first_seen"]),
        last=day(row["last_seen"]),
    )


def ways(paths: pd.DataFrame, steps: pd.DataFrame) -> str:
    """Say which way matters take most often, and how often the next body followed the one before."""
    if paths.empty:
        return say("cases.no_ways")
    path = paths.iloc[0]
    way = say(
        "cases.way",
        path=escape(path["path"]),
        routes=some(path["routes"], "route"),
        days=some(round(path["median_days"]), "day"),
    )
    verdicts = steps["verdict"].value_counts()
    counts = {"followed": number(verdicts.get("followed", 0))}
    words = [say("cases.followed", **counts)]
    words += [
        say(f"cases.{verdict.replace(' ', '_')}", count=number(verdicts[verdict]))
        for verdict in ("reversed", "put off")
        if verdict in verdicts
    ]
    return f"{way} {say('cases.steps', steps=some(int(verdicts.sum()), 'step'), verdicts=listed(words))}"


def settlement(settlements: pd.DataFrame, median: float) -> str:
    """Say how many matters are settled, and how long that took."""
    if settlements.empty:
        return say("cases.no_settlement")
    settled = settlements["settled"]
    parts = {
        "settled": sentence(count(settled.sum()))[:-1],
        "matters": some(len(settlements), "matter"),
        "at_once": count((settled & (settlements["days"] == 0)).sum()),
    }
    return say("cases.settled", **parts, median=median_time(len(settlements), median))


def median_time(matters: int, median: float) -> str:
    """Say by when half of the matters were settled."""
    if matters < FEW:
        return say("cases.too_few_matters", few=FEW)
    if pd.isna(median):
        return say("cases.no_median")
    return say("cases.median_at_once") if median == 0 else say("cases.median", day=number(median))


def postponed(postponed: pd.DataFrame) -> str:
    """Say what became of postponed items."""
    if postponed.empty:
        return say("cases.no_postponed")
    back = int(postponed["back_on"].notna().sum())
    waiting = int((postponed["back_on"].isna() & (postponed["met_since"] > 0)).sum())
    after = say("cases.back_after", days=some(round(postponed["days"].median()), "day")) if back else ""
    others = say("cases.not_back", waiting, waiting=number(waiting)) if waiting else ""
    items = some(len(postponed), "postponed item")
    return say("cases.postponed", back, items=items, back=count(back), after=after, others=others)


def renumbered(series: pd.DataFrame) -> str:
    """Say how many matters returned under a new number."""
    if series.empty:
        return say("cases.no_series")
    found = some(series["series"].nunique(), "series")
    return sentence(say("cases.series", len(series), cases=some(len(series), "case"), series=found))
