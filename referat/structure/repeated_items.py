"""Find agenda items in a text of unknown layout: by numbered headings, or by parts of an item that repeat.

An item has one case number, one decision of its own, one summary. A second one begins the next item. The item begins on
the line of the title above, if most items have one.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, zip_longest

from referat.facts.dates import first_date
from referat.facts.titles import is_standing
from referat.structure.item_headings import ItemHeadingScorer, is_announced, is_lettered, is_marked_title, item_headings
from referat.structure.lettered_items import lettered_titles
from referat.structure.line_classifier import LineMark
from referat.structure.number_sequence import best_number_sequence
from referat.structure.repeated_headings import is_about_people, untitled
from referat.structure.section_headings import heading_key, weak_headings
from referat.structure.text_lines import Text
from referat.structure.title_outcomes import ends_in_outcome, split_outcome

_MOST_TITLE_LINES = 3
_LONGEST_TITLE = 200
"""Most characters of a title without a number."""
_TITLE_ENDS = ".,;:!"
"""Characters at the end of a sentence or an introduction, but not of a title."""

_NAMING = ("meeting", "body", "body_name", "attendees")
"""Kinds of lines that show that a text is minutes."""

_FEWEST_PARAGRAPHS = 3
"""Fewest numbered paragraphs of minutes without headings."""

_TITLED_SHARE = 0.6
"""Share of items that must have a title above; below it, the lines above are text, not titles."""

_FIRST_SECTIONS = frozenset(("summary", "background", "presentation", "recommendation"))
"""Sections that can come first in an item: a repeated heading begins the next item."""

_OF_ANY_TEXT = frozenset(("other", "attachments"))
"""Sections whose headings do not show that items have headings: "Bilag/bemærkninger"."""

_INSIDE = frozenset(("heading", "decision", "case", "detail", "access"))
"""Kinds of lines that occur only inside items."""


@dataclass(frozen=True, slots=True)
class ItemStarts:
    """The headings of a meeting's items, and the line on which each begins; their group `evidence` is the reason."""

    headings: list[LineMark]
    firsts: list[int]


def find_items(text: Text, marks: list[LineMark], listed: Mapping[int, str], on: date | None) -> ItemStarts:
    """Return the items of a meeting on a date; `listed` are the titles in the table of contents, by number."""
    numbered = _without_points(marks, item_headings(text, marks, listed))
    inside = [mark for mark in marks if is_inside(mark)]
    titles = [untitled(mark) for mark in marks if mark.kind == "title"] or lettered_titles(text, marks)
    if len(titles) > len(numbered):
        return _with_numbers_above(text, marks, titles)
    lost = _with_lost_numbers(marks)
    decided = [mark.index for mark in inside if mark.section == "decision"]
    if len(lost) > len(numbered) and (_are_all_decided(lost, decided) if decided else len(lost) > 2):
        return _items_by_numbers([_without_number(mark) for mark in lost], "a list whose numbers were lost")
    numbered = _without_lists(text, marks, numbered, _best_sequence(text, marks, listed))
    before = _inside_above(text, marks, numbered, on)
    above = _items_by_repeats(text, marks, before, on) if before else _NONE
    below = _items_by_numbers(numbered, "a number that rises")
    return ItemStarts(above.headings + below.headings, above.firsts + below.firsts)


_NONE = ItemStarts([], [])


def _without_lists(
    text: Text, marks: list[LineMark], numbered: list[LineMark], longest: list[LineMark]
) -> list[LineMark]:
    """Return the numbered headings, or the longest sequence of numbers where that is an agenda; no points of lists."""
    inside = [mark for mark in marks if is_inside(mark)]
    if not any(mark.section for mark in inside):
        return max(longest, numbered, _numbered_paragraphs(text, marks), key=len)
    decided = sum(ends_in_outcome(mark.groups.get("title", "")) for mark in longest)
    if len(longest) > len(numbered) and (decided * 2 > len(longest) or _is_whole_agenda(text, longest, inside)):
        return longest
    is_agenda = _are_confirmed(numbered, inside) or _is_whole_agenda(text, numbered, inside)
    return numbered if is_agenda else []


def _numbered_paragraphs(text: Text, marks: list[LineMark]) -> list[LineMark]:
    """Return the numbered lines of minutes without headings that count from 1 without a gap and have text below."""
    if not any(mark.kind in _NAMING for mark in marks):
        return []
    numbered = [mark for mark in marks if mark.kind == "item" and mark.groups.get("title") and not is_lettered(mark)]
    starts = [at for at, mark in enumerate(numbered) if mark.groups["number"] == "1"]
    longest = max((_counted(numbered[at:]) for at in starts), key=len, default=[])
    return longest if len(longest) >= _FEWEST_PARAGRAPHS and _have_text(text, longest) else []


def _counted(numbered: list[LineMark]) -> list[LineMark]:
    """Return the first lines that count 1, 2, 3; a list inside begins with 1 again."""
    counted: list[LineMark] = []
    for mark in numbered:
        if int(mark.groups["number"]) == len(counted) + 1:
            counted.append(mark)
    return counted


def _without_points(marks: list[LineMark], numbered: list[LineMark]) -> list[LineMark]:
    """Return the headings without points of lists: "2." follows a "1." that is none, and heads no section."""
    chosen = {mark.index for mark in numbered}
    lines = [mark for mark in marks if (mark.kind == "item" and "form" in mark.groups) or mark.section]
    above: LineMark | None = None
    for mark, below in zip_longest(lines, lines[1:]):
        heads = below is not None and below.section != ""
        if mark.section:
            continue
        if not heads and above is not None and mark.index in chosen and _is_next_point(above, mark, chosen):
            chosen.remove(mark.index)
        above = mark
    return [mark for mark in numbered if mark.index in chosen]


def _is_next_point(above: LineMark, mark: LineMark, chosen: Container[int]) -> bool:
    """Return whether the number above is one less, and its line heads no item."""
    return above.index not in chosen and int(mark.groups["number"]) == int(above.groups["number"]) + 1


def _with_numbers_above(text: Text, marks: list[LineMark], titles: list[LineMark]) -> ItemStarts:
    """Return items with titles, and the numbers above them if all have one: "Punkt 1" above "## Budget"."""
    alone = {mark.index: mark for mark in marks if mark.kind == "item" and not mark.groups.get("title")}
    above = [alone.get(text.filled_above(title.index, 0)) for title in titles]
    numbers = [mark for mark in above if mark is not None]
    if len(numbers) < len(titles):
        return ItemStarts(titles, [mark.index for mark in titles])
    headings = [
        replace(title, groups={**title.groups, "number": mark.groups["number"]})
        for title, mark in zip(titles, numbers, strict=True)
    ]
    return ItemStarts(headings, [mark.index for mark in numbers])


def is_inside(mark: LineMark) -> bool:
    """Return whether a line occurs only inside items: a heading, a decision, a case number."""
    if mark.groups.get("by") == "day":
        return False  # a body and its date can also be words of a text
    return mark.kind in _INSIDE and heading_key(mark.groups.get("heading", "")) not in weak_headings()


def _inside_above(text: Text, marks: list[LineMark], numbered: list[LineMark], on: date | None) -> list[LineMark]:
    """Return the lines of items above the first numbered heading; all of them if no heading is numbered."""
    first = numbered[0].index if numbered else len(text.lines)
    above = [mark for mark in marks if is_inside(mark) and mark.index < first]
    if numbered and len(_first_parts(text, marks, above, on)) < 2:
        return []  # a part that occurs once above the first number is the end of an item that was cut off
    return above


def _items_by_numbers(headings: list[LineMark], evidence: str) -> ItemStarts:
    headings_with_evidence = [replace(mark, groups={**mark.groups, "evidence": evidence}) for mark in headings]
    return ItemStarts(headings_with_evidence, [mark.index for mark in headings_with_evidence])


def _with_lost_numbers(marks: list[LineMark]) -> list[LineMark]:
    """Return the entries of an automatically numbered list whose numbers were lost: most are "1.".

    A title begins with a capital; "1. sagen drøftes" is a point of a recommendation.
    """
    titled = [mark for mark in marks if mark.kind == "item" and mark.groups.get("title", "")[:1].isupper()]
    ones = [mark for mark in titled if mark.groups["number"] == "1"]
    return ones if len(ones) > 1 and len(ones) * 2 > len(titled) else []


def _are_all_decided(ones: list[LineMark], decided: list[int]) -> bool:
    """Return whether a decision follows each entry before the next one."""
    bounds = [*(mark.index for mark in ones[1:]), decided[-1] + 1]
    return all(any(mark.index < at < stop for at in decided) for mark, stop in zip(ones, bounds, strict=True))


def _without_number(mark: LineMark) -> LineMark:
    return replace(mark, groups={name: value for name, value in mark.groups.items() if name != "number"})


def _best_sequence(text: Text, marks: list[LineMark], listed: Mapping[int, str]) -> list[LineMark]:
    """Return the best number sequence of a text without section headings, where numbers are the only evidence."""
    scorer = ItemHeadingScorer(text, marks, listed)
    weights = [(mark, scorer.weight(mark)) for mark in marks if mark.kind == "item"]
    plain = [
        (
            mark,
            weight + _ONLY_EVIDENCE + _DECIDED * ends_in_outcome(mark.groups.get("title", "")) + _bracket(text, mark),
        )
        for mark, weight in weights
        if weight is not None and not is_lettered(mark)
    ]
    return _without_points(marks, best_number_sequence(plain))


def _bracket(text: Text, mark: LineMark) -> float:
    """Return the weight of a bracket or dash behind a number, which marks it as well as a full stop: "3) Budget"."""
    return 1.0 if text.bare[mark.index].lstrip("0123456789 ").startswith((")", "-", "–")) else 0.0


_DECIDED = 2.0
"""Additional weight of a title that ends in an outcome. It ends in a full stop, which counts against other titles."""

_ONLY_EVIDENCE = 2.0
"""Additional weight of a number in a text without other marks of items."""


def _are_confirmed(numbered: list[LineMark], inside: list[LineMark]) -> bool:
    """Return whether most numbered lines have a heading or a case number below, as items have.

    In a text without any such line, and with unknown headings only, numbers are the only evidence.
    """
    sections = [mark.index for mark in inside if mark.section or mark.kind in ("case", "decision")]
    if all(mark.section in _OF_ANY_TEXT for mark in inside):
        return True
    bounds = [*(mark.index for mark in numbered[1:]), max(sections[-1], numbered[-1].index) + 1] if numbered else []
    confirmed = sum(
        _marks_itself(mark) or any(mark.index < at < stop for at in sections)
        for mark, stop in zip(numbered, bounds, strict=True)
    )
    return confirmed * 2 > len(numbered) or confirmed * 2 == len(numbered) > 1


def _is_whole_agenda(text: Text, numbered: list[LineMark], inside: list[LineMark]) -> bool:
    """Return whether numbers from 1 without a gap, above all headings, are an agenda.

    One of their titles is that of a standing item, and each has a blank line above; without those, two titles must be,
    and text must be below most titles. Most items have their text without a heading. A heading directly above the first
    number heads a group of items.
    """
    numbers = [int(mark.groups["number"]) for mark in numbered]
    if not numbers or numbers != list(range(1, len(numbers) + 1)) or not _is_above(text, numbered[0], inside[0]):
        return False
    spaced = all(mark.index == 0 or not text.bare[mark.index - 1] for mark in numbered)
    standing = sum(is_standing(split_outcome(mark.groups.get("title", ""))[0]) for mark in numbered)
    return standing > 0 if spaced else standing > 1 and _have_text(text, numbered)


def _is_above(text: Text, first: LineMark, heading: LineMark) -> bool:
    """Return whether the first number is above the first heading, or directly below that of a group."""
    if heading.section in ("decision", "recommendation", "attachments"):
        return first.index < heading.index
    return first.index <= heading.index or text.next_filled(heading.index + 1, first.index) == first.index


def _have_text(text: Text, numbered: list[LineMark]) -> bool:
    """Return whether text is below most titles, or behind them, which entries of contents do not have."""
    titles_only = sum(
        text.next_filled(mark.index + 1, len(text.lines)) == below.index and ". " not in mark.groups["title"]
        for mark, below in pairwise(numbered)
    )
    return titles_only * 2 < len(numbered)


def _marks_itself(mark: LineMark) -> bool:
    """Return whether the words of a numbered line mark it as an item: "Sag nr. 3", "3. Salg af grund - Lukket"."""
    return is_announced(mark) or "access" in mark.groups or is_marked_title(mark.groups.get("title", ""))


def _items_by_repeats(text: Text, marks: list[LineMark], inside: list[LineMark], on: date | None) -> ItemStarts:
    """Return the items that begin where a part of an item repeats."""
    by_index = {mark.index: mark for mark in marks}
    first_parts = _first_parts(text, marks, inside, on)
    header_end = _header_end(text, marks, first_parts[0].index)
    titles = _titles_above(text, by_index, first_parts, header_end)
    if len(first_parts) == 1:
        titles = [_first_title(text, by_index, header_end, first_parts[0].index)]
    elif sum(title is not None for title in titles[1:]) < _TITLED_SHARE * len(titles[1:]):
        titles = [None for _ in titles]
    headings = [_heading(text, mark, title) for mark, title in zip(first_parts, titles, strict=True)]
    return ItemStarts(headings, [mark.index for mark in headings])


def _titles_above(
    text: Text, marks: Mapping[int, LineMark], first_parts: list[LineMark], header_end: int
) -> list[int | None]:
    """Return the first line of the title above the first part of each item, or None."""
    floors = [header_end, *(mark.index + 1 for mark in first_parts[:-1])]
    return [_title_above(text, marks, mark.index, floor) for mark, floor in zip(first_parts, floors, strict=False)]


def _heading(text: Text, first_part: LineMark, title: int | None) -> LineMark:
    if title is None:
        return LineMark(
            first_part.index, "untitled", {"evidence": f"`{text.bare[first_part.index]}`, which comes again"}
        )
    below = f"a title above `{text.bare[first_part.index]}`"
    return LineMark(title, "item", {"title": text.bare[title], "evidence": below})


def _first_parts(text: Text, marks: list[LineMark], inside: list[LineMark], on: date | None) -> list[LineMark]:
    """Return the first mark of each item, which is a summary or a decision: whichever has more titles above."""
    joined = _with_headings_joined(text, inside)
    by_index = {mark.index: mark for mark in marks}
    orders = [_parts_in_order(text, by_index, joined, on, decided_last=last) for last in (True, False)]
    titled = [sum(title is not None for title in _titles_above(text, by_index, order, 0)[1:]) for order in orders]
    return orders[titled[1] > titled[0]]


def _parts_in_order(
    text: Text, by_index: Mapping[int, LineMark], inside: list[LineMark], on: date | None, *, decided_last: bool
) -> list[LineMark]:
    """Return the first mark of each item: a mark that repeats, or that must come before the marks seen so far.

    With `decided_last`, a summary below a decision is of the next item.
    """
    first_parts: list[LineMark] = []
    seen: dict[str, LineMark] = {}
    for mark in inside:
        key = _part_of_item(mark, on)
        titled = (
            "decision" in seen and key in _FIRST_SECTIONS and _title_above(text, by_index, mark.index, 0) is not None
        )
        if not first_parts or titled or _opens(mark, key, seen, decided_last=decided_last):
            first_parts.append(mark)
            seen = {}
        seen[key] = mark
    return first_parts


def _with_headings_joined(text: Text, inside: list[LineMark]) -> list[LineMark]:
    """Return the marks with the two headings of one decision merged: "Beslutning", then body and date."""
    joined: list[LineMark] = []
    for mark in inside:
        above = joined[-1] if joined else None
        if above is not None and _is_one_heading(text, above, mark):
            joined[-1] = replace(mark, index=above.index, lines=mark.index - above.index + mark.lines)
        else:
            joined.append(mark)
    return joined


def _is_one_heading(text: Text, above: LineMark, mark: LineMark) -> bool:
    together = above.section == mark.section == "decision" and above.kind == "heading" and not above.groups.get("rest")
    return together and text.next_filled(above.index + above.lines, mark.index) == mark.index


def _part_of_item(mark: LineMark, on: date | None) -> str:
    """Return the part of an item that a line begins: `case`, `decision`, `earlier`, or the section of the heading."""
    if mark.kind in ("case", "detail"):
        return "case"
    if mark.section == "decision":
        return "decision" if is_of_meeting(mark, on) else "earlier"
    return mark.section or mark.kind


def is_of_meeting(mark: LineMark, on: date | None) -> bool:
    """Return whether the heading of a decision fits a meeting on a date: it has that date, or none."""
    day = first_date(mark.groups.get("date", ""))
    return day is None or on is None or day == on


def _opens(mark: LineMark, key: str, seen: Mapping[str, LineMark], *, decided_last: bool) -> bool:
    if key == "access":
        return "decision" in seen
    if key == "case":
        last = seen.get("case")
        return seen.keys() - {"case", "access"} != set() or (last is not None and mark.index > last.index + 2)
    if key == "decision":
        return "decision" in seen and not _is_dated_again(seen["decision"], mark)
    return key in _FIRST_SECTIONS and (
        (key in seen and _is_same(mark, seen[key])) or (decided_last and _is_summary(mark) and "decision" in seen)
    )


def _is_dated_again(above: LineMark, mark: LineMark) -> bool:
    """Return whether a decision's heading with a date follows one without: "Beslutning", text, "Byrådet den 3. maj"."""
    return above.kind == "heading" and "rest" not in above.groups and mark.kind == "decision" and "date" in mark.groups


def _is_same(mark: LineMark, other: LineMark) -> bool:
    return heading_key(mark.groups.get("heading", "")) == heading_key(other.groups.get("heading", ""))


def _is_summary(mark: LineMark) -> bool:
    """Return whether a heading is one like "Resume" or "Beslutningstema", which come first in their items."""
    return mark.section == "summary"


def _header_end(text: Text, marks: Iterable[LineMark], stop: int) -> int:
    """Return the line after the last classified line of the header."""
    known = [mark for mark in marks if mark.index < stop and not is_inside(mark) and mark.kind not in ("item", "group")]
    if not known:
        return 0
    last = known[-1]
    below = text.next_filled(last.index + 1, stop)
    waits = not last.groups.get("value") and last.kind not in ("meeting", "contents", "body_name", "document")
    return below + 1 if waits and below == last.index + 1 else last.index + 1


def _title_above(text: Text, marks: Mapping[int, LineMark], first_part: int, floor: int) -> int | None:
    """Return the first line of the title directly above the first part of an item, or None."""
    last = text.filled_above(first_part, floor)
    first = last
    while first > floor and text.bare[first - 1] and first - 1 not in marks:
        first -= 1
    if last < 0 or not _is_title(text, marks, first, last) or _is_first_below(text, marks, first):
        return None
    return first


def _first_title(text: Text, marks: Mapping[int, LineMark], floor: int, first_part: int) -> int | None:
    """Return the title of the only item of a page: the first possible line below the header, or None."""
    first = text.next_filled(floor, first_part)
    while first < first_part:
        last = first
        while last + 1 < first_part and text.bare[last + 1] and last + 1 not in marks:
            last += 1
        if _is_title(text, marks, first, last):
            return first
        if all(text.bare[first:first_part]) and _is_title(text, marks, first, first):
            return first  # a page without blank lines
        first = text.next_filled(last + 1, first_part)
    return None


def _is_title(text: Text, marks: Mapping[int, LineMark], first: int, last: int) -> bool:
    lines = text.bare[first : last + 1]
    if len(lines) > _MOST_TITLE_LINES or sum(map(len, lines)) > _LONGEST_TITLE or first in marks:
        return False
    if is_about_people(lines[0]):
        return False
    return (
        lines[-1][-1] not in _TITLE_ENDS
        and (lines[0][0].isupper() or not lines[0][0].isalpha())
        and lines[0][0] not in "-•*"
    )


def _is_first_below(text: Text, marks: Mapping[int, LineMark], index: int) -> bool:
    """Return whether a line is the first one under a heading, and so is text of that section.

    A heading of attachments can be empty: a blank line ends it.
    """
    above = text.filled_above(index, 0)
    if above not in marks or not is_inside(marks[above]) or marks[above].groups.get("rest"):
        return False
    return bool(marks[above].section) and not (marks[above].section == "attachments" and index > above + 1)
