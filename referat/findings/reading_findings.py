"""What of the sources was placed, and how often the reader is right, as sentences; frames in, text out."""

from __future__ import annotations

import pandas as pd

from referat.findings.sentence_parts import between
from referat.language import day, name, number, percent, say, some


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
