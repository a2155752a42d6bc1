"""Items with letters, or numbered below their group: "B. Cykelsti til skolen", "2.1 Sygefravær"."""

from __future__ import annotations

from itertools import pairwise

import regex as re

from referat.structure.line_classifier import LineMark
from referat.structure.text_lines import Text

_HEADING = re.compile(
    r"(?:(?P<letter>\p{L})[.)]|(?P<group>\d{1,2})\.(?P<point>\d{1,2})\.?)\s+(?P<title>\p{Lu}.{2,120}[^.,;:])"
)
_FEWEST = 2
"""Fewest headings that are a sequence."""


def lettered_titles(text: Text, marks: list[LineMark]) -> list[LineMark]:
    """Return the titles after consecutive letters or two-part numbers, if each has a decision."""
    decided = [mark.index for mark in marks if mark.section == "decision"]
    headings = _headings(text, marks)
    for kind in ("letter", "group"):
        chain = _chain([each for each in headings if each[1][kind]])
        if len(chain) >= _FEWEST and _are_decided(chain, decided):
            sign = "letter" if kind == "letter" else "number of two parts"
            return _titles(chain, f"a {sign} that rises, with a decision below")
    return []


def heads_group(text: Text, mark: LineMark) -> bool:
    """Return whether a numbered line is the heading of items numbered below it: "2. Temaer" of "2.1 Sygefravær"."""
    below = text.next_filled(mark.index + 1, len(text.lines))
    match = _HEADING.fullmatch(text.bare[below]) if mark.kind == "item" and below < len(text.lines) else None
    return match is not None and match["group"] == mark.groups.get("number") and match["point"] == "1"


def _headings(text: Text, marks: list[LineMark]) -> list[tuple[int, re.Match[str]]]:
    """Return the lines with a letter or a two-part number that have no other classification."""
    others = {mark.index for mark in marks if mark.kind != "item"}
    matches = ((index, _HEADING.fullmatch(text.bare[index])) for index in text.filled if index not in others)
    return [(index, match) for index, match in matches if match]


def _are_decided(chain: list[tuple[int, re.Match[str]]], decided: list[int]) -> bool:
    """Return whether a decision follows each heading before the next one; the last heading needs none."""
    return all(any(index < at < stop for at in decided) for (index, _), (stop, _) in pairwise(chain))


def _titles(chain: list[tuple[int, re.Match[str]]], evidence: str) -> list[LineMark]:
    """Return the headings as titles of items."""
    return [
        LineMark(index, "item", {"title": match["title"], "form": "number", "evidence": evidence})
        for index, match in chain
    ]


def _chain(headings: list[tuple[int, re.Match[str]]]) -> list[tuple[int, re.Match[str]]]:
    """Return the headings, if each follows the one before: B after A, 1.2 after 1.1, 2.1 after 1.3."""
    follow = all(_follows(above, below) for (_, above), (_, below) in pairwise(headings))
    return headings if follow else []


def _follows(above: re.Match[str], below: re.Match[str]) -> bool:
    if above["letter"]:
        return ord(below["letter"]) - ord(above["letter"]) == 1
    group, point = int(below["group"]) - int(above["group"]), int(below["point"]) - int(above["point"])
    return (group == 0 and point == 1) or (group >= 1 and int(below["point"]) == 1)
