"""The answers on recurring cases as sentences, computed from the analyses' frames: frames in, text out."""

from __future__ import annotations

import pandas as pd

from referat.analysis.prose import count, day, escape, listed, number, sentence, some

FEW = 20
"""The time that matters take is not told from fewer of them."""

_CAUSES = {
    "settled": "after a decision that had settled the matter",
    "postponed": "after it had been postponed",
    "referred": "after it had been referred",
    "continued": "after nothing of the kind",
}


def kinds(kinds: pd.DataFrame) -> str:
    """Say how many cases are fixtures, came up once, travelled and came back."""
    counts = kinds.set_index("kind")["cases"]
    total = int(counts.sum())
    if not total:
        return "No case numbers were read, so no case can be followed."
    fixtures = "1 is a fixture" if counts["standing"] == 1 else f"{count(counts['standing'])} are fixtures"
    return (
        f"Of {some(total, 'case number')}, {fixtures} of the agenda. Of the "
        f"{some(total - counts['standing'], 'matter')} left, {count(counts['once'])} came up once, "
        f"{count(counts['route'])} went through several bodies but never twice before the same one, and "
        f"{count(counts['return'])} came back to a body that had had them."
    )


def returns(returns: pd.DataFrame, most_returning: pd.DataFrame) -> str:
    """Say what brought matters back, and which one came back most often."""
    if returns.empty:
        return "No matter came before the same body twice."
    counts = returns["brought_back_by"].value_counts()
    parts = listed(f"{number(counts[name])} {words}" for name, words in _CAUSES.items() if name in counts)
    row = most_returning.iloc[0]
    times = some(row["times"], "appearance")
    return (
        f"There {'was' if len(returns) == 1 else 'were'} {some(len(returns), 'return')}: {parts}. The matter "
        f"that returned most is {escape(row['case_number'])}, {escape(row['title'])}: {times} from "
        f"{day(row['first_seen'])} to {day(row['last_seen'])}."
    )


def ways(paths: pd.DataFrame, steps: pd.DataFrame) -> str:
    """Say which way matters take most often, and how often the next body followed the one before."""
    if paths.empty:
        return "No matter went from one body to another."
    path = paths.iloc[0]
    verdicts = steps["verdict"].value_counts()
    told = int(verdicts.sum())
    words = [f"followed {number(verdicts.get('followed', 0))} times"]
    words += [
        f"{said} {number(verdicts[name])}"
        for name, said in (("reversed", "reversed"), ("put off", "put off"))
        if name in verdicts
    ]
    return (
        f"The way taken most often is {escape(path['path'])}: {some(path['routes'], 'route')}, a median of "
        f"{path['median_days']:.0f} days. Of {some(told, 'step')} from a body to the next on which both said a word, "
        f"the first body was {listed(words)}."
    )


def settlement(settlements: pd.DataFrame, median: float) -> str:
    """Say how many matters are settled, and how long that took."""
    if settlements.empty:
        return "There are no matters whose settlement could be followed."
    settled = settlements["settled"]
    at_once = int((settled & (settlements["days"] == 0)).sum())
    share = f"{sentence(count(settled.sum()))[:-1]} of {some(len(settlements), 'matter')} had been settled"
    return (
        f"{share}, {count(at_once)} on the day they were first seen; {_median(len(settlements), median)}. Matters "
        "older than the corpus count from the day it first shows them, so that true times are longer."
    )


def _median(matters: int, median: float) -> str:
    """Say by when half of the matters were settled."""
    if matters < FEW:
        return f"fewer than {FEW} matters are too few to say how long they take"
    if pd.isna(median):
        return "more than half were open at the end, so that there is no median time"
    return "half were settled " + ("at once" if median == 0 else f"by day {median:.0f}") + " (Kaplan-Meier)"


def postponed(postponed: pd.DataFrame) -> str:
    """Say what became of postponed items."""
    if postponed.empty:
        return "No postponed items were found."
    back = int(postponed["back_on"].notna().sum())
    waiting = int((postponed["back_on"].isna() & (postponed["met_since"] > 0)).sum())
    after = f", after a median of {postponed['days'].median():.0f} days" if back else ""
    others = f"; {number(waiting)} did not, although the body has met since" if waiting else ""
    return f"Of {some(len(postponed), 'postponed item')}, {count(back)} came back{after}{others}."


def renumbered(series: pd.DataFrame) -> str:
    """Say how many matters returned under a new number."""
    if series.empty:
        return "No matter was found to return under a new case number."
    found = series["series"].nunique()
    return sentence(
        f"{some(len(series), 'case')} belong to {number(found)} series of matters that return under new case numbers, "
        "as far as like titles before the same body tell"
    )
