"""Lines to a document tree: a document holds meetings, a meeting holds a header, contents and items.

The tree says which lines belong together, not what they mean.
"""

from __future__ import annotations

from referat.contents import alike, entries
from referat.layout import Layout
from referat.lines import Mark, bare, contents_entry, scan, split
from referat.nodes import Document, Node, leaf, next_filled
from referat.sections import sections
from referat.words import fold

_HEADER_LINES = 12
"""Within so many lines after a meeting's heading its first label must come."""

_HEADER = frozenset(
    ("date", "start_time", "end_time", "location", "attendees", "absentees", "information", "contents", "name")
)


def grow(text: str, layout: Layout) -> Document:
    """Return the document tree of a text that follows the layout."""
    lines, separator = split(text)
    marks = list(scan(lines, layout))
    starts = [mark for mark in marks if mark.kind == "meeting" and _opens_meeting(mark, marks)]
    root = Node("document", 1)
    bounds = [mark.index for mark in starts] + [len(lines)]
    if bounds[0] > 0:
        root.children.append(leaf("preamble", lines, 0, bounds[0]))
    for start, end in zip(starts, bounds[1:], strict=True):
        inside = [mark for mark in marks if start.index < mark.index < end]
        root.children.append(_meeting(lines, start, inside, end))
    return Document(root, separator, layout.name)


def _opens_meeting(mark: Mark, marks: list[Mark]) -> bool:
    """Tell a meeting's heading from an attachment titled like one: labels follow a heading at once."""
    near = (m for m in marks if mark.index < m.index <= mark.index + _HEADER_LINES)
    return next(near, mark).kind in _HEADER


def _meeting(lines: list[str], start: Mark, marks: list[Mark], end: int) -> Node:
    contents_at = next((mark.index for mark in marks if mark.kind == "contents"), None)
    titles = _contents_titles(lines, contents_at, marks, end)
    items = _item_headings(lines, marks, titles)
    items_at = items[0].index if items else end
    header_end = contents_at if contents_at is not None and contents_at < items_at else items_at
    meeting = Node("meeting", start.index + 1, found=dict(start.found))
    meeting.children.append(_header(lines, start, [m for m in marks if m.index < header_end], header_end))
    if header_end < items_at:
        meeting.children.append(leaf("contents", lines, header_end, items_at, heading_lines=1))
    bounds = [mark.index for mark in items] + [end]
    for heading, stop in zip(items, bounds[1:], strict=True):
        inside = [mark for mark in marks if heading.index < mark.index < stop]
        meeting.children.append(_item(lines, heading, inside, stop, titles))
    return meeting


def _header(lines: list[str], start: Mark, marks: list[Mark], end: int) -> Node:
    labels = [start, *(mark for mark in marks if mark.kind in _HEADER)]
    bounds = [mark.index for mark in labels] + [end]
    header = Node("header", start.index + 1)
    for mark, stop in zip(labels, bounds[1:], strict=True):
        header.children.append(leaf(mark.kind, lines, mark.index, stop, mark, heading_lines=1))
    return header


def _contents_titles(lines: list[str], contents_at: int | None, marks: list[Mark], end: int) -> list[str]:
    if contents_at is None:
        return []
    stop = next((m.index for m in marks if m.kind == "item" and m.index > contents_at and not _has_dots(m, lines)), end)
    return [entry.title for entry in entries(lines[contents_at + 1 : stop], contents_at + 2)]


def _has_dots(mark: Mark, lines: list[str]) -> bool:
    return contents_entry(lines[mark.index]) is not None


def _item_headings(lines: list[str], marks: list[Mark], titles: list[str]) -> list[Mark]:
    """Return the marks that open items, without lines that only look like it ("Punkt 2: Anbefales.").

    A heading is vouched for by a case number under it or by its title in the contents. One that nothing vouches for
    must be the next in number, and no vouched heading of the same number may follow.
    """
    candidates = [m for m in marks if m.kind == "item" and not _has_dots(m, lines)]
    vouched = {m.index for m in candidates if _is_vouched(m, lines, marks, titles)}
    accepted: list[Mark] = []
    last = 0
    for mark in candidates:
        number = int(mark.found["number"])
        better_follows = any(
            m.index > mark.index and m.index in vouched and m.found["number"] == mark.found["number"]
            for m in candidates
        )
        next_in_line = number == last + 1 and (not titles or number <= len(titles)) and not better_follows
        repeats = bool(accepted) and number == last and alike(mark.found["title"], accepted[-1].found["title"])
        if (mark.index in vouched and not repeats) or next_in_line or (not accepted and not better_follows):
            accepted.append(mark)
            last = number
    return accepted


def _is_vouched(mark: Mark, lines: list[str], marks: list[Mark], titles: list[str]) -> bool:
    number = int(mark.found["number"])
    if 0 < number <= len(titles) and alike(mark.found["title"], titles[number - 1]):
        return True
    following = next((m for m in marks if m.index > mark.index), None)
    if following is None or following.kind != "case":
        return False
    return not any(bare(line) for line in lines[mark.index + 1 : following.index])


def _item(lines: list[str], heading: Mark, marks: list[Mark], end: int, titles: list[str]) -> Node:
    number = int(heading.found["number"])
    listed = titles[number - 1] if 0 < number <= len(titles) else ""
    by_index = {mark.index: mark for mark in marks}
    body_at, title = _title(lines, heading, by_index, end, listed)
    item = Node("item", heading.index + 1, found={"number": heading.found["number"], "title": title})
    item.children.append(leaf("heading", lines, heading.index, body_at, heading, heading_lines=body_at - heading.index))
    case = by_index.get(body_at)
    if case and case.kind == "case":
        after = next_filled(lines, body_at + 1, end)
        item.children.append(leaf("case", lines, body_at, after, case, heading_lines=1))
        body_at = after
    item.children.extend(sections(lines, body_at, end, marks, (title, listed)))
    return item


def _title(lines: list[str], heading: Mark, marks: dict[int, Mark], end: int, listed: str) -> tuple[int, str]:
    """Return where the item's body begins, and its title: the heading's lines joined, across a page break too."""
    parts, index = [bare(heading.found["title"])], heading.index + 1
    while index < end and bare(lines[index]) and index not in marks:
        parts.append(bare(lines[index]))
        index += 1
    index = next_filled(lines, index, end)
    if index < end and index not in marks and _continues(lines, index, marks, end, " ".join(parts), listed):
        parts.append(bare(lines[index]))
        index = next_filled(lines, index + 1, end)
    return index, " ".join(part for part in parts if part)


def _continues(lines: list[str], index: int, marks: dict[int, Mark], end: int, title: str, listed: str) -> bool:
    """Tell whether the paragraph after a heading is the rest of its title.

    It is where the case number follows, or where the contents say so.
    """
    text = bare(lines[index])
    if fold(f"{title} {text}") == fold(listed):
        return True
    following = marks.get(next_filled(lines, index + 1, end))
    return following is not None and following.kind == "case" and not alike(text, title) and not alike(text, listed)
