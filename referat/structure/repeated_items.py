"""Where agenda items begin in a text of no known layout: at numbered headings, or where what an item has comes again.

An item has one case number, one decision of its own, one summary. Where one of them comes a second time, the next item
has begun. The line on which it begins is the title above, if most of the items have one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from referat.facts.dates import first_date
from referat.structure.item_headings import ItemHeadingScorer, is_announced, is_marked_title, item_headings
from referat.structure.lettered_items import lettered_titles
from referat.structure.line_classifier import LineMark
from referat.structure.number_sequence import best_number_sequence
from referat.structure.repeated_headings import untitled
from referat.structure.section_headings import heading_key, weak_headings
from referat.structure.text_lines import Text
from referat.structure.title_outcomes import ends_in_outcome

_MOST_TITLE_LINES = 3
_LONGEST_TITLE = 200
_TITLE_ENDS = ".,;:!"
"""What ends a sentence or a lead-in, and no title."""

_MOST = 0.6
"""So many of the items have a title above, or none has one: what repeats is the layout, what does not is text."""

_OPENING = frozenset(("summary", "background", "presentation", "recommendation"))
"""Sections with which an item can begin: the heading of one that comes again begins the next item."""

_INSIDE = frozenset(("heading", "decision", "case", "detail", "access"))
"""Kinds of lines that only stand inside items."""


@dataclass(frozen=True, slots=True)
class FoundItems:
    """The headings of a meeting's items, and the line on which each begins; a heading's `evidence` says why."""

    headings: list[LineMark]
    firsts: list[int]


def find_items(text: Text, marks: list[LineMark], listed: Mapping[int, str], on: date | None) -> FoundItems:
    """Return the items of a meeting held on a day; `listed` are the titles that the contents give, by number."""
    numbered = item_headings(text, marks, listed)
    inside = [mark for mark in marks if is_inside(mark)]
    titles = [untitled(mark) for mark in marks if mark.kind == "title"] or lettered_titles(text, marks)
    if len(titles) > len(numbered):
        return FoundItems(titles, [mark.index for mark in titles])
    lost = _with_lost_numbers(marks)
    if len(lost) > len(numbered) and not any(mark.section == "decision" for mark in inside):
        return _at_their_numbers([_without_number(mark) for mark in lost], "a list whose numbers were lost")
    if not any(mark.section for mark in inside):
        numbered = _longest_chain(text, marks, listed)
    elif not _vouched(numbered, inside):
        numbered = []
    first = numbered[0].index if numbered else len(text.lines)
    before = [mark for mark in inside if mark.index < first]
    if numbered and len(_openers(text, marks, before, on)) < 2:
        before = []  # what comes once above the first number is the rest of an item that the text was cut from
    above = _repeated(text, marks, before, on) if before else _NONE
    below = _at_their_numbers(numbered, "a number that rises")
    return FoundItems(above.headings + below.headings, above.firsts + below.firsts)


_NONE = FoundItems([], [])


def is_inside(mark: LineMark) -> bool:
    """Tell whether a line stands inside an item only: a heading, a decision, a case number."""
    if mark.groups.get("by") == "day":
        return False  # a body and its day can as well be words of a text
    return mark.kind in _INSIDE and heading_key(mark.groups.get("heading", "")) not in weak_headings()


def _at_their_numbers(headings: list[LineMark], evidence: str) -> FoundItems:
    told = [replace(mark, groups={**mark.groups, "evidence": evidence}) for mark in headings]
    return FoundItems(told, [mark.index for mark in told])


def _with_lost_numbers(marks: list[LineMark]) -> list[LineMark]:
    """Return the entries of a list that a page numbers itself: where its numbers are lost, all are written "1."."""
    ones = [mark for mark in marks if mark.kind == "item" and mark.groups["number"] == "1" and mark.groups.get("title")]
    return ones if len(ones) > 2 else []


def _without_number(mark: LineMark) -> LineMark:
    return replace(mark, groups={name: value for name, value in mark.groups.items() if name != "number"})


def _longest_chain(text: Text, marks: list[LineMark], listed: Mapping[int, str]) -> list[LineMark]:
    """Return the headings whose numbers rise, of a text without headings of sections: there numbers have to do."""
    scorer = ItemHeadingScorer(text, marks, listed)
    weighed = [(mark, scorer.weight(mark)) for mark in marks if mark.kind == "item"]
    return best_number_sequence(
        [
            (mark, weight + _ALONE + _DECIDED * ends_in_outcome(mark.groups.get("title", "")))
            for mark, weight in weighed
            if weight is not None
        ]
    )


_DECIDED = 2.0
"""A title that ends in an outcome ends in a full stop, as no other title does: that is made up for."""

_ALONE = 2.0
"""So much more a number weighs in a text that marks its items with nothing else."""


def _vouched(numbered: list[LineMark], inside: list[LineMark]) -> bool:
    """Tell whether a heading or a case number stands under most numbered lines, as it does under items.

    Where a text has no such line at all, numbers alone have to do.
    """
    sections = [mark.index for mark in inside if mark.section or mark.kind in ("case", "decision")]
    if not sections:
        return True
    bounds = [*(mark.index for mark in numbered[1:]), max(sections[-1], numbered[-1].index) + 1] if numbered else []
    vouched = sum(
        _says_so_itself(mark) or any(mark.index < at < stop for at in sections)
        for mark, stop in zip(numbered, bounds, strict=True)
    )
    return vouched * 2 > len(numbered) or vouched * 2 == len(numbered) > 1


def _says_so_itself(mark: LineMark) -> bool:
    """Tell whether a numbered line is an item's by its own words: "Sag nr. 3", or "3. Salg af grund - Lukket"."""
    return is_announced(mark) or "access" in mark.groups or is_marked_title(mark.groups.get("title", ""))


def _repeated(text: Text, marks: list[LineMark], inside: list[LineMark], on: date | None) -> FoundItems:
    """Return the items that begin where a part that each has comes again."""
    openers = _openers(text, marks, inside, on)
    header_end = _header_end(text, marks, openers[0].index)
    floors = [header_end, *(mark.index + 1 for mark in openers[:-1])]
    by_index = {mark.index: mark for mark in marks}
    titles = [_title_above(text, by_index, mark.index, floor) for mark, floor in zip(openers, floors, strict=True)]
    if len(openers) == 1:
        titles = [_first_title(text, by_index, header_end, openers[0].index)]
    elif sum(title is not None for title in titles[1:]) < _MOST * len(titles[1:]):
        titles = [None for _ in titles]
    headings = [_heading(text, mark, title) for mark, title in zip(openers, titles, strict=True)]
    return FoundItems(headings, [mark.index for mark in headings])


def _heading(text: Text, opener: LineMark, title: int | None) -> LineMark:
    if title is None:
        return LineMark(opener.index, "untitled", {"evidence": f"`{text.bare[opener.index]}`, which comes again"})
    below = f"a title above `{text.bare[opener.index]}`"
    return LineMark(title, "item", {"title": text.bare[title], "evidence": below})


def _openers(text: Text, marks: list[LineMark], inside: list[LineMark], on: date | None) -> list[LineMark]:
    """Return the first mark of each item: that which comes again, or must come before what has come."""
    by_index = {mark.index: mark for mark in marks}
    openers: list[LineMark] = []
    seen: dict[str, LineMark] = {}
    for mark in _with_headings_joined(text, inside):
        key = _key(mark, on)
        titled = "decision" in seen and key in _OPENING and _title_above(text, by_index, mark.index, 0) is not None
        if not openers or titled or _opens(mark, key, seen):
            openers.append(mark)
            seen = {}
        seen[key] = mark
    return openers


def _with_headings_joined(text: Text, inside: list[LineMark]) -> list[LineMark]:
    """Return the marks with the two headings of one decision as one: "Beslutning", and below it who and when."""
    joined: list[LineMark] = []
    for mark in inside:
        above = joined[-1] if joined else None
        if above is not None and _heads(text, above, mark):
            joined[-1] = replace(mark, index=above.index, lines=mark.index - above.index + mark.lines)
        else:
            joined.append(mark)
    return joined


def _heads(text: Text, above: LineMark, mark: LineMark) -> bool:
    together = above.section == mark.section == "decision" and above.kind == "heading" and not above.groups.get("rest")
    return together and text.next_filled(above.index + above.lines, mark.index) == mark.index


def _key(mark: LineMark, on: date | None) -> str:
    """Return which part of an item a line begins: `case`, `decision` for its own, else the heading's section."""
    if mark.kind in ("case", "detail"):
        return "case"
    if mark.section == "decision":
        return "decision" if is_of_meeting(mark, on) else "earlier"
    return mark.section or mark.kind


def is_of_meeting(mark: LineMark, on: date | None) -> bool:
    """Tell whether the heading of a decision may be of a meeting held on a day: it names that day, or none."""
    day = first_date(mark.groups.get("date", ""))
    return day is None or on is None or day == on


def _opens(mark: LineMark, key: str, seen: Mapping[str, LineMark]) -> bool:
    if key == "case":
        last = seen.get("case")
        return seen.keys() - {"case", "access"} != set() or (last is not None and mark.index > last.index + 2)
    if key == "decision":
        return "decision" in seen
    return key in _OPENING and (
        (key in seen and _is_same(mark, seen[key])) or (_is_summary(mark) and "decision" in seen)
    )


def _is_same(mark: LineMark, other: LineMark) -> bool:
    return heading_key(mark.groups.get("heading", "")) == heading_key(other.groups.get("heading", ""))


def _is_summary(mark: LineMark) -> bool:
    """Tell whether a heading is "Resume", which comes first in its item wherever it is written."""
    return heading_key(mark.groups.get("heading", "")).startswith(("resum", "sagsresum"))


def _header_end(text: Text, marks: Iterable[LineMark], stop: int) -> int:
    """Return the line after the last line of the header that is known for what it is."""
    known = [mark for mark in marks if mark.index < stop and not is_inside(mark) and mark.kind not in ("item", "group")]
    if not known:
        return 0
    last = known[-1]
    below = text.next_filled(last.index + 1, stop)
    waits = not last.groups.get("value") and last.kind not in ("meeting", "contents", "body_name", "document")
    return below + 1 if waits and below == last.index + 1 else last.index + 1


def _title_above(text: Text, marks: Mapping[int, LineMark], opener: int, floor: int) -> int | None:
    """Return the first line of the title that stands alone above the first part of an item."""
    last = text.filled_above(opener, floor)
    first = last
    while first > floor and text.bare[first - 1] and first - 1 not in marks:
        first -= 1
    if last < 0 or not _is_title(text, marks, first, last) or _is_first_below(text, marks, first):
        return None
    return first


def _first_title(text: Text, marks: Mapping[int, LineMark], floor: int, opener: int) -> int | None:
    """Return the title of a page's only item: the first line below the header that can be one."""
    first = text.next_filled(floor, opener)
    while first < opener:
        last = first
        while last + 1 < opener and text.bare[last + 1] and last + 1 not in marks:
            last += 1
        if _is_title(text, marks, first, last):
            return first
        first = text.next_filled(last + 1, opener)
    return None


def _is_title(text: Text, marks: Mapping[int, LineMark], first: int, last: int) -> bool:
    lines = text.bare[first : last + 1]
    if len(lines) > _MOST_TITLE_LINES or sum(map(len, lines)) > _LONGEST_TITLE or first in marks:
        return False
    return (
        lines[-1][-1] not in _TITLE_ENDS
        and (lines[0][0].isupper() or not lines[0][0].isalpha())
        and lines[0][0] not in "-•*"
    )


def _is_first_below(text: Text, marks: Mapping[int, LineMark], index: int) -> bool:
    """Tell whether a line is the first under a heading: what stands there is the section's text."""
    above = text.filled_above(index, 0)
    return (
        above in marks
        and is_inside(marks[above])
        and bool(marks[above].section)
        and not marks[above].groups.get("rest")
    )
