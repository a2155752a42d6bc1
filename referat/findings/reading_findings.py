"""Sentences about the lines that were placed, and about the accuracy of the reader; frames in, text out."""

from __future__ import annotations

import pandas as pd

from referat.findings.sentence_parts import between
from referat.language import ENGLISH, Language


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
