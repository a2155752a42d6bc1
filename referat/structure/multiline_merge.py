"""Merge marks that span several lines: a case number split at a hyphen, a history entry with three labels."""

from __future__ import annotations

from dataclasses import replace

import regex as re

from referat.structure.line_classifier import LineMark
from referat.structure.text_lines import Text

_REST = re.compile(r"\d{1,7}\p{L}?")
_TRIPLE = ("body", "date", "point")
_DAY_AND_PLACE = ("date", "location")


def merge_multiline_marks(text: Text, marks: list[LineMark]) -> list[LineMark]:
    """Return the marks with those that belong together merged."""
    merged: list[LineMark] = []
    passed = -1
    for position, mark in enumerate(marks):
        if mark.index <= passed:
            continue
        if mark.kind == "case":
            mark = _whole_number(text, mark)
        elif mark.kind == "body":
            mark = _history_entry(text, marks[position : position + len(_TRIPLE)])
        elif mark.kind == "decision" and "date" not in mark.groups and "rest" not in mark.groups:
            mark = _with_labels(text, mark, marks[position + 1 : position + 1 + len(_DAY_AND_PLACE)])
        passed = mark.index + mark.lines - 1
        merged.append(mark)
    return merged


def _with_labels(text: Text, decision: LineMark, below: list[LineMark]) -> LineMark:
    """Return the heading of a decision with the labels directly below it: "Dato: 7. marts 2017", "Sted: Rådhuset"."""
    last = decision
    for mark, kind in zip(below, _DAY_AND_PLACE, strict=False):
        is_below = text.next_filled(last.index + last.lines, len(text.lines)) == mark.index
        if mark.kind != kind or not mark.groups.get("value") or not is_below:
            break
        last = mark
        if kind == "date":
            decision = replace(decision, groups={**decision.groups, "date": mark.groups["value"]})
    return replace(decision, lines=last.index - decision.index + last.lines)


def _whole_number(text: Text, mark: LineMark) -> LineMark:
    """Return a case number that ends in a hyphen with its continuation from the next line with text."""
    if not mark.groups["number"].endswith("-"):
        return mark
    below = text.next_filled(mark.index + 1, len(text.lines))
    rest = text.bare[below] if below < len(text.lines) else ""
    if not _REST.fullmatch(rest):
        return replace(mark, groups={**mark.groups, "number": mark.groups["number"].rstrip("-")})
    number = mark.groups["number"] + rest
    return replace(mark, groups={**mark.groups, "number": number}, lines=below - mark.index + 1)


def _history_entry(text: Text, marks: list[LineMark]) -> LineMark:
    """Return the labels body, date and item number as one history entry, or the first label unchanged."""
    labels: dict[str, str] = {}
    last = marks[0]
    for mark, kind in zip(marks, _TRIPLE, strict=False):
        if mark.kind != kind:
            break
        below = text.next_filled(mark.index + 1, len(text.lines))
        value = mark.groups.get("value") or (text.bare[below] if below < len(text.lines) else "")
        labels[kind] = value
        last = mark if mark.groups.get("value") else replace(mark, index=below)
    if tuple(labels) != _TRIPLE:
        return marks[0]
    entry = {"body": labels["body"], "date": labels["date"]}
    return LineMark(marks[0].index, "history_entry", entry, lines=last.index - marks[0].index + 1)
