"""Headings that are in no vocabulary: they repeat under each item, or the markup makes them headings.

They end the section above them. In minutes without a heading for decisions, the one with outcomes below it is the
heading of decisions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import regex as re

from referat.facts.names import names
from referat.structure.line_classifier import LineMark
from referat.structure.section_headings import LONGEST, SENTENCE_ENDS, heading_key
from referat.structure.text_lines import Text
from referat.structure.title_outcomes import is_outcome
from referat.vocabulary import load

_MOST_WORDS = 7
"""Most words of a section heading."""

_LABELLED = re.compile(r"(?P<heading>\p{Lu}[\p{L} /-]{2,40}):\s+(?P<rest>\S.*)")
_NOT_DECIDING = frozenset(("recommendation", "attachments", "history", "overview", "legal", "finances", "timeline"))
"""The text under a heading of these sections is never a decision."""

_LEVEL = re.compile(r"\s*(?:[-•]\s*)?(?P<marks>#{1,6})\s")
_BOLD = re.compile(r"\s*(?:\*\*|__)(?=\S).{1,200}?(?:\*\*:?|__:?)\s*")
_DECIDING_SHARE = 0.5
"""Share of a heading's texts that must begin with an outcome, if its words do not name a decision."""

_BOLD_LEVEL = 7
"""A line all in bold is a heading below all others."""


class Heading(NamedTuple):
    """A possible heading: its index, its words, and the text after it on the same line."""

    at: int
    heading: str
    rest: str


def level(line: str) -> int:
    """Return the level of a heading in the markup: 1 for the highest, 0 for a line without one."""
    if marks := _LEVEL.match(line):
        return len(marks["marks"])
    return _BOLD_LEVEL if line[:4].lstrip()[:2] in ("**", "__") and _BOLD.fullmatch(line) else 0


def with_repeated_headings(text: Text, marks: list[LineMark]) -> list[LineMark]:
    """Return the marks with those of headings that repeat under each item or are headings in the markup."""
    by_heading = _repeated(text, marks)
    if not any(mark.section == "decision" for mark in marks) and not _is_agenda(marks):
        marks, by_heading = _with_deciding(text, marks, by_heading)
    unknown = [LineMark(*_as_mark(each, "other")) for places in by_heading.values() for each in places if not each.rest]
    marks = _merged(marks, unknown)
    return _merged(marks, _by_level(text, marks))


def _merged(marks: list[LineMark], others: Iterable[LineMark]) -> list[LineMark]:
    """Return the marks with others, which replace those of the same line."""
    by_index = {mark.index: mark for mark in marks} | {mark.index: mark for mark in others}
    return [by_index[index] for index in sorted(by_index)]


def _as_mark(each: Heading, section: str) -> tuple[int, str, dict[str, str], str]:
    groups = {"section": section, "heading": each.heading}
    return each.at, "heading", groups | ({"rest": each.rest} if each.rest else {}), section


def _is_agenda(marks: list[LineMark]) -> bool:
    names = {mark.groups["document"].casefold() for mark in marks if "document" in mark.groups}
    return bool(names) and not any("referat" in name or "protokol" in name for name in names)


def _repeated(text: Text, marks: list[LineMark]) -> dict[str, list[Heading]]:
    """Return the unmarked lines that look like headings and repeat, but not within one item."""
    marked = {mark.index for mark in marks}
    places: defaultdict[str, list[Heading]] = defaultdict(list)
    for index in text.filled:
        if index not in marked and (heading := _heading(text, index)):
            places[heading_key(heading.heading)].append(heading)
    repeated = {key: at for key, at in places.items() if len(at) > 1 and not _is_person(at[0].heading)}
    bounds = _bounds(marks, repeated)
    return {key: at for key, at in repeated.items() if _is_apart(key, at, bounds)}


def _is_person(line: str) -> bool:
    """Return whether a line is the name of a person, who can be listed in the header and in an item."""
    people = names(line)
    return len(people) == 1 and " " in people[0].name and not line.isupper() and (line == people[0].name or "(" in line)


def _bounds(marks: list[LineMark], repeated: Mapping[str, list[Heading]]) -> list[tuple[int, str]]:
    """Return what separates items: numbers, headings of sections, and other repeated lines."""
    parting = [(mark.index, "") for mark in marks if mark.kind in ("item", "decision", "case") or mark.section]
    return sorted(parting + [(each.at, key) for key, places in repeated.items() for each in places])


def _is_apart(key: str, places: list[Heading], bounds: list[tuple[int, str]]) -> bool:
    """Return whether something that separates items is between all occurrences of a line."""
    return all(
        any(above.at < at < below.at and other != key for at, other in bounds) for above, below in pairwise(places)
    )


def _heading(text: Text, index: int) -> Heading | None:
    """Return a line as a heading, if it looks like one: short, with text below or behind its colon."""
    line = text.bare[index]
    if labelled := _LABELLED.fullmatch(line):
        heading, rest = labelled["heading"], labelled["rest"]
    else:
        heading, rest = line, ""
        below = text.next_filled(index + 1, len(text.lines))
        if len(line) > LONGEST or line[-1] in SENTENCE_ENDS or below == len(text.lines):
            return None
    words = heading.split()
    is_short = len(words) <= _MOST_WORDS and heading[0].isupper() and not any(map(str.isdigit, heading))
    if not is_short or words[0].casefold().rstrip(":") in _no_headings() or is_outcome(heading):
        return None
    return Heading(index, heading, rest)


@cache
def _no_headings() -> frozenset[str]:
    """Return the first words of lines that repeat inside decisions: absences and votes."""
    return frozenset(load("lines")["inside_decisions"]["first"])


def is_about_people(line: str) -> bool:
    """Return whether a line begins with a label such as "Stedfortrædere:", which says who took part in a decision."""
    first = line.split(None, 1)[0]
    return first.endswith(":") and first[:-1].casefold() in _no_headings()


def _with_deciding(
    text: Text, marks: list[LineMark], by_heading: dict[str, list[Heading]]
) -> tuple[list[LineMark], dict[str, list[Heading]]]:
    """Return the marks with the headings over outcomes as headings of decisions, and the other headings."""
    known: defaultdict[str, list[Heading]] = defaultdict(list)
    for mark in marks:
        if mark.kind == "heading" and mark.section not in _NOT_DECIDING:
            heading = mark.groups.get("heading", text.bare[mark.index])
            known[heading_key(heading)].append(Heading(mark.index, heading, mark.groups.get("rest", "")))
    candidates = by_heading | {key: places for key, places in known.items() if len(places) > 1}
    shares = {key: _outcome_share(text, marks, places) for key, places in candidates.items()}
    named = load("lines")["deciding"]["words"]
    deciding = max(shares, key=lambda key: (key in named, shares[key], key in by_heading), default=None)
    if deciding is None or (shares[deciding] <= _DECIDING_SHARE and deciding not in named):
        return marks, by_heading
    decisions = [LineMark(*_as_mark(each, "decision")) for each in candidates[deciding]]
    for mark in decisions:
        mark.groups = {**mark.groups, "decided": deciding}
    return _merged(marks, decisions), {key: places for key, places in by_heading.items() if key != deciding}


def _outcome_share(text: Text, marks: list[LineMark], places: list[Heading]) -> float:
    """Return the share of a heading's occurrences whose text begins with an outcome."""
    marked = {mark.index for mark in marks}
    decided = 0
    for each in places:
        below = text.next_filled(each.at + 1, len(text.lines))
        is_text = below < len(text.lines) and below not in marked
        first = each.rest or (text.bare[below] if is_text else "")
        decided += bool(first) and is_outcome(first)
    return decided / len(places)


def _by_level(text: Text, marks: list[LineMark]) -> list[LineMark]:
    """Return marks of the headings in the markup, from the level of a decision's heading up to that of items.

    Headings of the level above those of decisions are titles of items if these have no numbers.
    """
    levels = {index: level(text.lines[index]) for index in text.filled}
    decisions = [mark.index for mark in marks if mark.section == "decision" and levels.get(mark.index)]
    if not decisions:
        return []
    deciding = Counter(levels[at] for at in decisions).most_common(1)[0][0]
    marked = {mark.index: mark for mark in marks}
    title_level = _title_level(levels, decisions, deciding)
    first = next((at for at, each in levels.items() if each == title_level), len(text.lines))
    headings = [at for at, each in levels.items() if at > first and title_level < each <= deciding and at not in marked]
    titles = [
        at for at, each in levels.items() if each == title_level and at not in marked and at >= first and title_level
    ]
    return [LineMark(*_as_mark(Heading(at, text.bare[at], ""), "other")) for at in headings] + [
        LineMark(at, "title", {"title": text.bare[at], "form": "number"}) for at in titles
    ]


def _title_level(levels: Mapping[int, int], decisions: list[int], deciding: int) -> int:
    """Return the level with one heading above each decision; 0 if there is none."""
    for each in range(deciding - 1, 0, -1):
        places = [at for at, other in levels.items() if other == each]
        above = {max((at for at in places if at < decision), default=-1) for decision in decisions} - {-1}
        if len(above) == len(decisions) and (len(above) > 1 or len(places) == 1):
            return each
    return 0


def untitled(mark: LineMark) -> LineMark:
    """Return the heading of an item without a number, from a title in the markup."""
    return replace(mark, kind="item", groups={**mark.groups, "evidence": "a heading of the level of titles"})
