"""One agenda item's lines to its node: its title, its case number and marks beside it, its sections."""

from __future__ import annotations

from referat.facts.access_marks import split_mark
from referat.structure.document_tree import Node, leaf
from referat.structure.line_classifier import LineMark
from referat.structure.section_builder import sections
from referat.structure.table_of_contents import are_titles_alike
from referat.structure.text_lines import Text, bare
from referat.structure.web_links import without_link
from referat.vocabulary import fold

_BESIDE = frozenset(("case", "access", "detail"))
"""Kinds of lines between an item's title and its text."""

_PRESENTS = ("ved ", "v/")
_WRAPS = 50
"""A line of a title that wraps is so long at least."""

_MOST_LINES = 4
"""A title takes up so many lines at most, where a case number or heading straight below vouches for all of them."""


def first_lines(text: Text, headings: list[LineMark], marks: list[LineMark], floor: int, above: bool) -> list[int]:
    """Return the line on which each item begins: that of its number, or one above it, from line `floor` on.

    A number can be told twice ("Pkt. 42 Budget", then "Pkt. 42"), and its title can stand `above` it.
    """
    by_index = {mark.index: mark for mark in marks}
    found: list[int] = []
    for heading in headings:
        twin = text.filled_above(heading.index, floor)
        if twin in by_index and _is_twin(by_index[twin], heading):
            found.append(twin)
        elif above and not heading.groups.get("title"):
            found.append(_title_above(text, heading.index, floor, by_index))
        else:
            found.append(heading.index)
        floor = heading.index + 1
    return found


def _is_twin(one: LineMark, other: LineMark) -> bool:
    """Tell whether two headings tell the same number twice, of which one may be without a title."""
    if "form" not in other.groups or one.groups.get("number") != other.groups["number"]:
        return False
    return not other.groups.get("title") or are_titles_alike(one.groups.get("title", ""), other.groups["title"])


def titles_stand_above(text: Text, headings: list[LineMark], marks: list[LineMark]) -> bool:
    """Tell whether titles stand above their numbers: where a mark follows most numbers at once, they can do so only."""
    bare_numbers = [mark for mark in headings if not mark.groups.get("title")]
    by_index = {mark.index for mark in marks}
    followed = sum(text.next_filled(mark.index + 1, len(text.lines)) in by_index for mark in bare_numbers)
    return followed * 2 > len(bare_numbers)


def titles_stand_below(text: Text, headings: list[LineMark], marks: list[LineMark]) -> bool:
    """Tell whether a title stands straight below most numbers, which have a blank line above."""
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
    """Return the node of an item, which begins on line `start`; `heading` holds its number.

    `listed` is the title that the contents give.
    """
    by_index = {mark.index: mark for mark in marks}
    body_at, title = (start, "") if heading.kind == "untitled" else _title(text, start, heading, by_index, end, listed)
    access = heading.groups.get("access")
    if "form" in heading.groups and not access:
        name, access = split_mark(without_link(title))
        title = name or title
    found = {key: heading.groups[key] for key in ("number", "case", "evidence") if key in heading.groups}
    item = Node("item", start + 1, groups=found | {"title": title})
    item.children.append(leaf("heading", text, start, body_at, heading, heading_lines=body_at - start))
    while (mark := by_index.get(body_at)) and mark.kind in _BESIDE:
        after = text.next_filled(body_at + mark.lines, end)
        item.children.append(leaf(mark.kind, text, body_at, after, mark, heading_lines=mark.lines))
        access = mark.groups.get("access", access)
        body_at = after
    item.children.extend(sections(text, body_at, end, marks, (title, listed)))
    access = access or next((node.groups["access"] for node in item.of("section") if "access" in node.groups), None)
    item.groups |= {"access": access} if access else {}
    return item


def _title(
    text: Text, start: int, heading: LineMark, marks: dict[int, LineMark], end: int, listed: str
) -> tuple[int, str]:
    """Return where the item's body begins, and its title: the heading's lines joined, across a page break too."""
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
    """Return where the lines of a heading end: at a blank line or a mark.

    Under the bare numbers of some layouts text follows at once: there all lines are title only where no sentence ends
    in them and a mark stands straight below; otherwise those that go on the line before.
    """
    stop = start
    while stop < end and text.bare[stop] and stop not in marks:
        stop += 1
    title = heading.groups.get("title", "")
    if title and stop > start and "form" in heading.groups and are_titles_alike(text.bare[start], title):
        return start
    if "form" not in heading.groups or _is_all_title(text.bare[start:stop], marks.get(text.next_filled(stop, end))):
        return stop
    first = start if title else start + 1
    return next((n for n in range(first, stop) if not _is_wrapped(text, n)), min(first, stop))


def _is_wrapped(text: Text, index: int) -> bool:
    """Tell whether a line goes on the title above; "ved" under a short line says who presents the item."""
    line = text.bare[index]
    presents = line.startswith(_PRESENTS) and len(text.bare[index - 1]) < _WRAPS
    return line[0].islower() and not presents


def _is_all_title(below: list[str], following: LineMark | None) -> bool:
    if following is None or any(line.endswith((".", ":")) for line in below):
        return False
    return len(below) <= (_MOST_LINES if following.kind in _BESIDE else 2)


def _continues(text: Text, index: int, marks: dict[int, LineMark], end: int, title: str, listed: str) -> bool:
    """Tell whether the paragraph after a heading is the rest of its title.

    It is where the case number follows, or where the contents say so.
    """
    paragraph = text.bare[index]
    if fold(f"{title} {paragraph}") == fold(listed):
        return True
    following = marks.get(text.next_filled(index + 1, end))
    beside = following is not None and following.kind in _BESIDE
    return beside and not are_titles_alike(paragraph, title) and not are_titles_alike(paragraph, listed)
