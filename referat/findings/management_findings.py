"""The findings of the management report: one paragraph a question, its first words bold; frames in, text out."""

from __future__ import annotations

import pandas as pd

from referat.analysis.accuracy import by_field, overall
from referat.analysis.case_appearances import CLOSED_TITLE
from referat.findings import case_answers, notebook_answers
from referat.findings.notebook_answers import FEW
from referat.findings.sentence_parts import between, escape
from referat.language import count, day, name, number, percent, say, some


def finding(question: str, *sentences: str) -> str:
    """Return a paragraph that begins with the question it answers."""
    return " ".join([f"**{say(f'management.{question}')}**", *filter(None, sentences)])


def recurring(kinds: pd.DataFrame, returns: pd.DataFrame, most_returning: pd.DataFrame) -> str:
    """Say how many matters keep coming back, after what, and which one did so most."""
    counts = kinds.set_index("kind")["cases"]
    matters = int(counts.sum() - counts["standing"])
    if returns.empty:
        return finding("recurring", say("cases.no_returns") if matters else say("cases.no_numbers"))
    back = {"back": count(counts["return"]), "matters": some(matters, "matter")}
    share = say("management.came_back", counts["return"], share=percent(counts["return"] / matters), **back)
    return finding("recurring", share, case_answers.causes(returns), case_answers.most(most_returning))


def decided(families: pd.DataFrame, followed: pd.DataFrame) -> str:
    """Say what is decided, from the shares of families in one group of all items, and what was only postponed."""
    items = int(families["items"].iloc[0]) if len(families) else 0
    if items < FEW:
        return finding("decided", say("management.too_few_items", items, items=some(items, "item"), few=FEW))
    shares = {row["family"].replace(" ", "_"): percent(row["share"]) for row in families.to_dict("records")}
    said = say("management.families", items=some(items, "item"), **shares)
    return finding("decided", said, case_answers.postponed(followed))


def waiting(settlements: pd.DataFrame, waiting: pd.DataFrame, median: float) -> str:
    """Say how many matters are settled, how long that took and how many wait for what their last decision announced."""
    if settlements.empty:
        return finding("waiting", say("cases.no_settlement"))
    settled = {"settled": count(settlements["settled"].sum()), "matters": some(len(settlements), "matter")}
    said = say("management.settled", **settled, median=case_answers.median_time(len(settlements), median))
    if waiting.empty:
        return finding("waiting", said, say("management.none_waits"))
    return finding("waiting", said, _waits(waiting))


def _waits(waiting: pd.DataFrame) -> str:
    """Say how many matters wait, and which open one has waited longest."""
    many, named = number(len(waiting)), waiting[waiting["title"] != CLOSED_TITLE]
    if named.empty:
        return say("management.closed_waits", len(waiting), waiting=many)
    first = named.iloc[0]
    longest = {"case": escape(first["case_number"]), "since": day(first["since"]), "what": name(first["decision_type"])}
    return say("management.waits", len(waiting), waiting=many, **longest)


def closed(overall: pd.DataFrame, chart: pd.DataFrame, published: pd.DataFrame) -> str:
    """Say how much happens behind closed doors, whether that moved, and for how much of it a decision is published."""
    told = published[published["closed"] & (published["measure"] == "decision published")]
    known = say("management.published", share=percent(told["share"].iloc[0])) if len(told) else ""
    return finding("closed", notebook_answers.closed(overall, chart), known)


def attendance(rates: pd.DataFrame, by_body: pd.DataFrame, meetings: pd.DataFrame) -> str:
    """Say how well meetings are attended, in all and in the body that is attended least."""
    if rates.empty or not rates["known"].iloc[0]:
        return finding("attendance", say("attendance.nothing"), notebook_answers.unlisted(meetings))
    row = rates.iloc[0]
    kept = say("management.kept", share=between(row), expected=number(row["known"]))
    large = by_body[by_body["known"] >= FEW].sort_values(["share", "body"])
    least = ""
    if len(large) > 1:
        least = say("management.least", body=escape(large["body"].iloc[0]), share=between(large.iloc[0]))
    return finding("attendance", kept, least, notebook_answers.unlisted(meetings))


def sure(
    meetings: pd.DataFrame, items: pd.DataFrame, lines: pd.DataFrame, problems: pd.DataFrame, measured: pd.DataFrame
) -> str:
    """Say what was read, how much of it was placed, what the reader reports and how often it is right."""
    if meetings.empty:
        return finding("sure", say("coverage.nothing"))
    return finding(
        "sure",
        notebook_answers.read(meetings, items),
        placed(lines),
        notebook_answers.reported(problems),
        right(measured),
    )


def placed(lines: pd.DataFrame) -> str:
    """Say what share of the sources' lines was placed, and how many meetings came without lines."""
    row = lines.iloc[0]
    if not row["lines"]:
        return say("coverage.no_lines")
    total = some(row["lines"], "line")
    whole = row["placed"] == row["lines"]
    said = say("coverage.all_placed", lines=total) if whole else _partly(row, total)
    without = int(row["without_lines"])
    return f"{said} {say('coverage.partly', without, meetings=some(without, 'meeting'))}" if without else said


def _partly(row: pd.Series, total: str) -> str:
    """Say what share of lines was placed and how many were not."""
    left = row["lines"] - row["placed"]
    return say("coverage.placed", left, share=percent(row["share"]), lines=total, left=number(left))


def right(measured: pd.DataFrame) -> str:
    """Say how often the reader is right, and of what it is least sure."""
    total = overall(measured)
    if total.empty:
        return say("accuracy.unmeasured")
    row, worst = total.iloc[0], by_field(measured).iloc[0]
    fields = {"right": number(row["right"]), "fields": some(row["fields"], "field")}
    least = say("accuracy.least", field=name(worst["field"]).replace("_", " "), share=between(worst))
    return " ".join([say("accuracy.measured", share=between(row), **fields), least, say("accuracy.caveat")])
