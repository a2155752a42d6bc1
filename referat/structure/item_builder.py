"""Build the node of an agenda item: title, case number and other marks next to it, sections."""

from __future__ import annotations

import regex as re

from referat.facts.access_marks import split_mark
from referat.facts.case_numbers import split_case_number
from referat.structure.document_tree import Node, leaf
from referat.structure.item_headings import begins_point
from referat.structure.line_classifier import LineMark
from referat.structure.section_builder import sections
from referat.structure.table_of_contents import are_titles_alike
from referat.structure.text_lines import Text, bare
from referat.structure.web_links import without_link
from referat.vocabulary import fold

_MARKS_OF_ITEM = frozenset(("case", "access", "detail", "group"))
"""Kinds of lines between an item's title and its text; some pages repeat the name of the group under each title."""

_PRESENTER = ("ved ", "v/")
_WRAPPED_LENGTH = 50
"""Shortest line, in characters, of a title that wraps."""

_LIST_ENTRY = re.compile(r"(?:\p{Ll}[.)]|[-•*–])\s")
"""Beginning of an entry of a list below a title: "a. Kalkning"."""

_LEAD_INS = (":", ";")
"""Ends of lines that lead in a list and are not part of a title above them."""

_TWIN_LINES = 2
"""Most lines from a number up to the line that has the same number with the title."""

_MOST_LINES = 4
"""Most lines of a title that a case number or heading directly below confirms."""


def first_lines(text: Text, headings: list[LineMark], marks: list[LineMark], floor: int, above: bool) -> list[int]:
    """Return the line on which each item begins: the line of its number or one above it, not before line `floor`.

    A number can be repeated ("Pkt. 42 Budget", then "Pkt. 42"). With `above`, the title is above the number.
    """
    by_index = {mark.index: mark for mark in marks}
    firsts: list[int] = []
    for heading in headings:
        twin = _twin_above(text, heading, by_index, floor)
        if twin is not None:
            firsts.append(twin)
        elif above and not heading.groups.get("title"):
            firsts.append(_title_above(text, heading.index, floor, by_index))
        else:
            firsts.append(heading.index)
        floor = heading.index + 1
    return firsts


def _twin_above(text: Text, heading: LineMark, marks: dict[int, LineMark], floor: int) -> int | None:
    """Return the line above that has the same number; the names of files can be between."""
    at = heading.index
    for _ in range(_TWIN_LINES):
        at = text.filled_above(at, floor)
        if at < 0 or (at in marks and marks[at].kind != "detail"):
            break
    return at if at in marks and _is_twin(marks[at], heading) else None


def _is_twin(one: LineMark, other: LineMark) -> bool:
    """Return whether two headings repeat the same number; the second can lack a title, or one can be cut short.

    Titles that are only similar belong to two items: as one, the second title would be lost.
    """
    if "form" not in other.groups or one.groups.get("number") != other.groups["number"]:
        return False
    title, again = (fold(heading.groups.get("title") or "") for heading in (one, other))
    return title.startswith(again) or bool(title and again.startswith(title))


def titles_stand_above(text: Text, headings: list[LineMark], marks: list[LineMark]) -> bool:
    """Return whether titles are above their numbers: if a mark directly follows most numbers, they must be."""
    bare_numbers = [mark for mark in headings if not mark.groups.get("title")]
    by_index = {mark.index for mark in marks}
    followed = sum(text.next_filled(mark.index + 1, len(text.lines)) in by_index for mark in bare_numbers)
    return followed * 2 > len(bare_numbers)


def titles_stand_below(text: Text, headings: list[LineMark], marks: list[LineMark]) -> bool:
    """Return whether a title is directly below most numbers, which have a blank line above."""
    bare_numbers = [mark.index for mark in headings if not mark.groups.get("title")]
    by_index = {mark.index for mark in marks}
    below = [
        at
        for at in bare_numbers
        if not text.bare[at - 1] and text.next_filled(at + 1, at + 2) == at + 1 and at + 1 not in by_index
    ]
    titled = [at for at in below if at + 1 < len(text.bare) and not text.bare[at + 1].endswith((".", ":"))]
    return len(titled) * 2 > len(bare_numbers)


def _title_above(text: Text, index: int, floor: int, marks: dict[int, LineMark]) -> int:
    last = text.filled_above(index, floor)
    first = last
    while first >= max(floor, 0) and first not in marks and text.bare[first] and last - first < _MOST_LINES:
        first -= 1
    return first + 1 if first < last else index


def item_node(text: Text, start: int, heading: LineMark, marks: list[LineMark], end: int, listed: str) -> Node:
    """Return the node of an item that begins on line `start`; `heading` holds its number.

    `listed` is the item's title in the table of contents.
    """
    by_index = {mark.index: mark for mark in marks}
    body_at, title = (start, "") if heading.kind == "untitled" else _title(text, start, heading, by_index, end, listed)
    access = heading.groups.get("access")
    if "form" in heading.groups and not access:
        name, access = split_mark(without_link(title))
        title = name or title
    names = ("number", "label", "case", "evidence")
    groups = {key: heading.groups[key] for key in names if key in heading.groups}
    item = Node("item", start + 1, groups=groups | {"title": title})
    item.children.append(leaf("heading", text, start, body_at, heading, heading_lines=body_at - start))
    while (mark := by_index.get(body_at)) and mark.kind in _MARKS_OF_ITEM:
        after = text.next_filled(body_at + mark.lines, end)
        item.children.append(leaf(mark.kind, text, body_at, after, mark, heading_lines=mark.lines))
        access = mark.groups.get("access", access)
        body_at = after
    item.children.extend(sections(text, body_at, end, marks, (title, listed)))
    access = access or next((node.groups["access"] for node in item.of("section") if "access" in node.groups), None)
    item.groups |= {"access": access} if access else {}
    if "case" not in groups and not item.of("case"):
        item.groups["title"], case = split_case_number(title)
        item.groups |= {"case": case} if case else {}
    return item


def _title(
    text: Text, start: int, heading: LineMark, marks: dict[int, LineMark], end: int, listed: str
) -> tuple[int, str]:
    """Return the line where the item's body begins, and its title, joined from its lines across a page break, too."""
    above = [] if start in marks else text.bare[start : heading.index]
    parts, index = [*above, bare(heading.groups.get("title", ""))], heading.index + 1
    if not any(parts):
        index = text.next_filled(index, end)
    stop = index if above else _last_line(text, index, end, marks, heading)
    parts += text.bare[index:stop]
    index = text.next_filled(stop, end)
    title = " ".join(part for part in parts if part)
    if index < end and index not in marks and not above and _continues(text, index, marks, end, title, listed):
        title = f"{title} {text.bare[index]}"
        index = text.next_filled(index + 1, end)
    return index, title


def _last_line(text: Text, start: int, end: int, marks: dict[int, LineMark], heading: LineMark) -> int:
    """Return the line where the heading ends: the first blank line or mark.

    In some layouts the text follows directly under a bare number. There all lines are the title only if none of them
    ends a sentence and a mark is directly below; otherwise only lines that continue the one before.
    """
    stop = start
    ends = _LEAD_INS if "evidence" in heading.groups else ()
    while stop < end and text.bare[stop] and stop not in marks and not _is_sentence(text, stop):
        if text.bare[stop].endswith(ends):
            break
        stop += 1
    title = heading.groups.get("title", "")
    if title and stop > start and "form" in heading.groups and are_titles_alike(text.bare[start], title):
        return start
    if "form" not in heading.groups or _is_all_title(text.bare[start:stop], marks.get(text.next_filled(stop, end))):
        return stop
    first = start if title else start + 1
    return next((n for n in range(first, stop) if not _is_wrapped(text, n)), min(first, stop))


def _is_sentence(text: Text, index: int) -> bool:
    """Return whether a line below a short title is a sentence: no title wraps there or ends with a full stop."""
    line, above = text.bare[index], text.bare[index - 1]
    return 0 < len(above) < _WRAPPED_LENGTH and line[0].isupper() and line.endswith(".")


def _is_wrapped(text: Text, index: int) -> bool:
    """Return whether a line continues the title above; "ved" under a short line names the presenter."""
    line = text.bare[index]
    if _LIST_ENTRY.match(line):
        return False
    presents = line.startswith(_PRESENTER) and len(text.bare[index - 1]) < _WRAPPED_LENGTH
    return line[0].islower() and not presents


def _is_all_title(below: list[str], following: LineMark | None) -> bool:
    if following is None or any(map(_is_no_title, below)):
        return False
    return len(below) <= (_MOST_LINES if following.kind in _MARKS_OF_ITEM else 2)


def _is_no_title(line: str) -> bool:
    """Return whether a line is a sentence, an entry of a list, or what was decided."""
    return line.endswith((".", ":", "?")) or _LIST_ENTRY.match(line) is not None or begins_point(line)


def _continues(text: Text, index: int, marks: dict[int, LineMark], end: int, title: str, listed: str) -> bool:
    """Return whether the paragraph after a heading is the rest of its title.

    It is if the case number follows, or if the table of contents has it.
    """
    paragraph = text.bare[index]
    if fold(f"{title} {paragraph}") == fold(listed):
        return True
    following = marks.get(text.next_filled(index + 1, end))
    is_mark = following is not None and following.kind in _MARKS_OF_ITEM
    return is_mark and not are_titles_alike(paragraph, title) and not are_titles_alike(paragraph, listed)
