"""The findings of the management report: one paragraph a question, its first words bold; frames in, text out."""

from __future__ import annotations

import pandas as pd

from referat.analysis import accuracy
from referat.findings import matter_findings, notebook_answers
from referat.findings.notebook_answers import FEW
from referat.findings.sentence_parts import between
from referat.language import day, name, number, percent, say, some


def finding(question: str, *sentences: str) -> str:
    """Return a paragraph that begins with the question it answers."""
    return " ".join([f"**{say(f'management.{question}')}**", *filter(None, sentences)])


def recurring(categories: pd.DataFrame, most_returning: pd.DataFrame, returns: pd.DataFrame, *more: str) -> str:
    """Say how many matters came back, and which one most often."""
    return finding("recurring", matter_findings.came_back(categories, most_returning, returns), *more)


def decided(families: pd.DataFrame, *more: str) -> str:
    """Say what is decided, from the shares of families in one group of all items."""
    items = int(families["items"].iloc[0]) if len(families) else 0
    if items < FEW:
        return finding("decided", say("management.too_few_items", items, items=some(items, "item"), few=FEW), *more)
    shares = {row["family"].replace(" ", "_"): percent(row["share"]) for row in families.to_dict("records")}
    return finding("decided", say("management.families", items=some(items, "item"), **shares), *more)


def waiting(owed: pd.DataFrame) -> str:
    """Say for how many matters no later decision was found, and which has waited longest."""
    return finding("waiting", matter_findings.owed(owed))


def closed(overall: pd.DataFrame, chart: pd.DataFrame, p_value: float, *more: str) -> str:
    """Say how much happens behind closed doors, and whether that changed."""
    return finding("closed", notebook_answers.closed(overall, chart, p_value), *more)


def attendance(known: pd.DataFrame, meetings: pd.DataFrame, *more: str) -> str:
    """Say how well meetings are attended, from the rows of the grid of which it is known."""
    if known.empty:
        return finding("attendance", say("attendance.nothing"), notebook_answers.unlisted(meetings))
    return finding("attendance", notebook_answers.kept(known), *more, notebook_answers.unlisted(meetings))


def sure(meetings: pd.DataFrame, items: pd.DataFrame, lines: pd.DataFrame, problems: pd.DataFrame) -> str:
    """Say what was read, how much of it was placed, what the reader reports and how often it is right."""
    if meetings.empty:
        return finding("sure", say("coverage.nothing"))
    read = notebook_answers.read(meetings, items)
    return finding("sure", read, placed(lines), notebook_answers.reported(problems), right(accuracy.never_seen()))


def placed(lines: pd.DataFrame) -> str:
    """Say what share of the sources' lines was placed, and how many meetings came without lines."""
    row = lines.iloc[0]
    if not row["lines"]:
        return say("coverage.no_lines")
    total = some(row["lines"], "line")
    whole = row["placed"] == row["lines"]
    text = say("coverage.all_placed", lines=total) if whole else _partly(row, total)
    without = int(row["without_lines"])
    return f"{text} {say('coverage.partly', without, meetings=some(without, 'meeting'))}" if without else text


def _partly(row: pd.Series, total: str) -> str:
    """Say what share of lines was placed and how many were not."""
    left = row["lines"] - row["placed"]
    return say("coverage.placed", left, share=percent(row["share"]), lines=total, left=number(left))


def right(never_seen: pd.DataFrame) -> str:
    """Say how often the reader is right on minutes that nobody who wrote it had seen."""
    types = never_seen[never_seen["field"] == "decision_type"]
    if types.empty:
        return say("accuracy.unmeasured")
    row = types.sort_values("fields").iloc[-1]
    parts = {"fields": number(row["fields"]), "kind": name(row["minutes"]), "day": day(row["measured"])}
    sentences = [say("accuracy.measured", share=between(row), **parts)]
    others = never_seen[never_seen["minutes"].str.startswith("other_publishers")]
    counts = others.groupby("field")[["right", "fields"]].sum().to_dict("index")
    if {"documents_accepted", "items"} <= set(counts):
        accepted, items = counts["documents_accepted"], counts["items"]
        documents = f"{number(accepted['right'])}/{number(accepted['fields'])}"
        share = percent(items["right"] / items["fields"])
        sentences.append(say("accuracy.layouts", documents=documents, share=share, items=some(items["fields"], "item")))
    return " ".join(sentences)
