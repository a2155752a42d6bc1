"""The findings of the management report: one paragraph per question, beginning in bold."""

from __future__ import annotations

import pandas as pd

from referat.analysis import accuracy
from referat.findings import matter_findings, notebook_answers
from referat.findings.notebook_answers import FEW
from referat.findings.sentence_parts import between
from referat.language import ENGLISH, Language


def finding(question: str, *sentences: str, language: Language = ENGLISH) -> str:
    """Return a paragraph that begins with its question."""
    return " ".join([f"**{language.say(f'management.{question}')}**", *filter(None, sentences)])


def recurring(
    categories: pd.DataFrame,
    most_returning: pd.DataFrame,
    returns: pd.DataFrame,
    *more: str,
    language: Language = ENGLISH,
) -> str:
    """State how many matters came back, and which one most often."""
    return finding(
        "recurring",
        matter_findings.came_back(categories, most_returning, returns, language=language),
        *more,
        language=language,
    )


def decided(families: pd.DataFrame, *more: str, language: Language = ENGLISH) -> str:
    """State the shares of families of decision types, from their shares in one group of all items."""
    items = int(families["items"].iloc[0]) if len(families) else 0
    if items < FEW:
        return finding(
            "decided",
            language.say("management.too_few_items", items, items=language.some(items, "item"), few=FEW),
            *more,
            language=language,
        )
    shares = {row["family"].replace(" ", "_"): language.percent(row["share"]) for row in families.to_dict("records")}
    return finding(
        "decided",
        language.say("management.families", items=language.some(items, "item"), **shares),
        language.say("management.margin", margin=_margin(families, language=language)),
        *more,
        language=language,
    )


def _margin(families: pd.DataFrame, *, language: Language) -> str:
    """Return the largest distance of a share from its limits, in percentage points."""
    distance = pd.concat([families["high"] - families["share"], families["share"] - families["low"]]).max()
    return language.some(max(1, round(100 * float(distance))), "percentage point")


def waiting(owed: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State for how many matters no later decision was found, and which one has waited longest."""
    return finding("waiting", matter_findings.owed(owed, language=language), language=language)


def closed(overall: pd.DataFrame, chart: pd.DataFrame, p_value: float, *more: str, language: Language = ENGLISH) -> str:
    """State the share of closed items, and whether it changed."""
    return finding(
        "closed", notebook_answers.closed(overall, chart, p_value, language=language), *more, language=language
    )


def attendance(known: pd.DataFrame, meetings: pd.DataFrame, *more: str, language: Language = ENGLISH) -> str:
    """State the rate of attendance, from the rows of the grid with known attendance."""
    if known.empty:
        return finding(
            "attendance",
            language.say("attendance.nothing"),
            notebook_answers.unlisted(meetings, language=language),
            language=language,
        )
    return finding(
        "attendance",
        notebook_answers.kept(known, language=language),
        *more,
        notebook_answers.unlisted(meetings, language=language),
        language=language,
    )


def sure(
    meetings: pd.DataFrame,
    items: pd.DataFrame,
    lines: pd.DataFrame,
    problems: pd.DataFrame,
    *,
    language: Language = ENGLISH,
) -> str:
    """State what was read, the share of placed lines, the number of problems and the accuracy."""
    if meetings.empty:
        return finding("sure", language.say("coverage.nothing"), language=language)
    read = notebook_answers.read(meetings, items, language=language)
    return finding(
        "sure",
        read,
        placed(lines, language=language),
        notebook_answers.reported(problems, language=language),
        right(accuracy.never_seen(), language=language),
        language=language,
    )


def placed(lines: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State the share of the sources' lines that was placed, and the number of meetings without lines."""
    row = lines.iloc[0]
    if not row["lines"]:
        return language.say("coverage.no_lines")
    total = language.some(row["lines"], "line")
    whole = row["placed"] == row["lines"]
    text = language.say("coverage.all_placed", lines=total) if whole else _partly(row, total, language=language)
    without = int(row["without_lines"])
    return (
        f"{text} {language.say('coverage.partly', without, meetings=language.some(without, 'meeting'))}"
        if without
        else text
    )


def _partly(row: pd.Series, total: str, *, language: Language) -> str:
    """State the share of placed lines and the number of unplaced ones."""
    left = row["lines"] - row["placed"]
    return language.say(
        "coverage.placed", left, share=language.percent(row["share"]), lines=total, left=language.number(left)
    )


def right(never_seen: pd.DataFrame, *, language: Language = ENGLISH) -> str:
    """State the accuracy on minutes that were not used in development."""
    types = never_seen[never_seen["field"] == "decision_type"]
    if types.empty:
        return language.say("accuracy.unmeasured")
    row = types.sort_values("fields").iloc[-1]
    parts = {
        "fields": language.number(row["fields"]),
        "kind": language.name(row["minutes"]),
        "day": language.day(row["measured"]),
    }
    sentences = [language.say("accuracy.measured", share=between(row, language=language), **parts)]
    others = never_seen[never_seen["minutes"].str.startswith("other_publishers")]
    counts = others.groupby("field")[["right", "fields"]].sum().to_dict("index")
    if {"documents_accepted", "items"} <= set(counts):
        accepted, items = counts["documents_accepted"], counts["items"]
        documents = f"{language.number(accepted['right'])}/{language.number(accepted['fields'])}"
        share = language.percent(items["right"] / items["fields"])
        sentences.append(
            language.say(
                "accuracy.layouts", documents=documents, share=share, items=language.some(items["fields"], "item")
            )
        )
    return " ".join(sentences)
