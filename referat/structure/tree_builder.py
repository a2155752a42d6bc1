"""Build the document tree: a document has meetings; a meeting has a header, contents and items.

The tree groups lines; it does not interpret them.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise

from referat.structure.document_tree import Document, Node, leaf
from referat.structure.item_builder import first_lines, item_node, titles_stand_above, titles_stand_below
from referat.structure.item_headings import item_headings
from referat.structure.layout_rules import Layout
from referat.structure.line_classifier import LineMark
from referat.structure.multiline_merge import merge_multiline_marks
from referat.structure.table_of_contents import contents_entries, contents_entry
from referat.structure.text_lines import Text
from referat.structure.web_links import is_page_link

_HEADER_LINES = 12
"""Number of lines after the heading of a meeting within which its first label must come."""

_SIGNATURE = 3
"""Most lines of a signature: name, title, day."""

_LABELS = frozenset(("date", "start_time", "end_time", "location", "attendees", "absentees", "information", "contents"))
_HEADER = _LABELS | {"meeting", "body", "body_name"}
_LISTS = frozenset(("contents", "group", "item"))
"""Kinds of lines between header and items: contents with a heading, or items listed in advance."""

_DATED = frozenset(("date", "start_time"))
_VALUES = {"location": "location", "date": "date", "start_time": "date", "end_time": "date", "information": "date"}
"""The kind that the value of a label can look like: "Lokale 3" below "Sted", a date below "Sluttidspunkt"."""


def build_tree(text: Text, layout: Layout, marks: list[LineMark]) -> Document:
    """Return the document tree of a text that follows the layout; without meetings if it does not."""
    marks = merge_multiline_marks(text, marks)
    root = Node("document", 1)
    starts = _starts(text, marks, layout)
    bounds = [*starts, len(text.lines)]
    if bounds[0] > 0:
        root.children.append(leaf("preamble", text, 0, bounds[0]))
    for start, end in zip(starts, bounds[1:], strict=True):
        root.children.append(MeetingBuilder(text, _between(marks, start, end), start, end, layout).node())
    return Document(root, text.separator, layout.name)


def _between(marks: list[LineMark], start: int, end: int) -> list[LineMark]:
    """Return the marks from line `start` to before line `end`."""
    return marks[bisect_left(marks, start, key=_index) : bisect_left(marks, end, key=_index)]


def _index(mark: LineMark) -> int:
    return mark.index


def _starts(text: Text, marks: list[LineMark], layout: Layout) -> list[int]:
    """Return the lines on which meetings begin: at a heading, at the first label, or anywhere."""
    if layout.starts == "heading":
        return [mark.index for n, mark in enumerate(marks) if mark.kind == "meeting" and _opens_meeting(n, marks)]
    items = item_headings(text, marks, {})
    if not items:
        return []
    header = [mark for mark in marks if mark.index < items[0].index and mark.kind in _HEADER]
    if layout.starts == "label" and not any(m.kind in _DATED or "date" in m.groups for m in header):
        return []
    if header:
        return [header[0].index]
    return first_lines(text, items[:1], marks, 0, _above(text, items, marks, layout))


def _above(text: Text, items: list[LineMark], marks: list[LineMark], layout: Layout) -> bool:
    if layout.title == "above":
        return not titles_stand_below(text, items, marks)
    return layout.title == "either" and titles_stand_above(text, items, marks)


def _opens_meeting(position: int, marks: list[LineMark]) -> bool:
    """Return whether a heading opens a meeting; an attachment can be titled alike, but has no labels below."""
    following = marks[position + 1 : position + 2]
    return any(m.kind in _HEADER - {"meeting"} and m.index <= marks[position].index + _HEADER_LINES for m in following)


def _with_cases_above(
    text: Text, headings: list[LineMark], firsts: list[int], marks: list[LineMark]
) -> tuple[list[LineMark], list[int]]:
    """Return headings and first lines of items, with the case numbers that are above most of the headings."""
    cases = {mark.index: mark for mark in marks if mark.kind == "case" and mark.lines == 1}
    floors = [0, *(first + 1 for first in firsts)]
    above = [cases.get(text.filled_above(first, floor)) for first, floor in zip(firsts, floors, strict=False)]
    if not above or above[0] is None or sum(mark is not None for mark in above) * 2 <= len(firsts):
        return headings, firsts  # the number above the first item cannot belong to another item
    headings = [
        replace(heading, groups={**heading.groups, "case": case.groups["number"]}) if case else heading
        for heading, case in zip(headings, above, strict=True)
    ]
    return headings, [case.index if case else first for first, case in zip(firsts, above, strict=True)]


def _is_listed(mark: LineMark) -> bool:
    return mark.kind != "item" or "form" in mark.groups


class MeetingBuilder:
    """Builds the node of one meeting from its lines and its table of contents."""

    def __init__(self, text: Text, marks: list[LineMark], start: int, end: int, layout: Layout) -> None:
        self.text, self.marks, self.start, self.end, self.layout = text, marks, start, end, layout
        self.indexes = [mark.index for mark in marks]
        contents_at = next((mark.index for mark in marks if mark.kind == "contents"), None)
        self.titles = {} if contents_at is None else self._contents_titles(contents_at)
        headings, firsts = self.find_items()
        self.items, self.firsts = _with_cases_above(text, headings, firsts, marks)
        self.groups = self._groups()
        self.items_at = min([end, *self.firsts[:1], *(mark.index for mark in self.groups.values())])
        lists = (m.index for m in self._between(start, self.items_at) if m.kind in _LISTS and _is_listed(m))
        self.header_end = next(lists, self.items_at)
        self.header_resumes = self._header_after_contents()

    def find_items(self) -> tuple[list[LineMark], list[int]]:
        """Return the headings of the items, and the line on which each begins."""
        headings = item_headings(self.text, self.marks, self.titles, self.end)
        above = _above(self.text, headings, self.marks, self.layout)
        return headings, first_lines(self.text, headings, self.marks, self.start, above)

    def _between(self, start: int, end: int) -> list[LineMark]:
        return self.marks[bisect_left(self.indexes, start) : bisect_left(self.indexes, end)]

    def _contents_titles(self, contents_at: int) -> dict[int, str]:
        headings = (m.index for m in self.marks if m.kind == "item" and m.index > contents_at and not self._has_dots(m))
        stop = next(headings, self.end)
        return {
            entry.number: entry.title
            for entry in contents_entries(self.text.bare[contents_at + 1 : stop], contents_at + 2)
        }

    def _has_dots(self, mark: LineMark) -> bool:
        return contents_entry(self.text.bare[mark.index]) is not None

    def node(self) -> Node:
        """Return the meeting's node: header, contents, items."""
        meeting = Node("meeting", self.start + 1, groups=self._opening() | self._ended())
        meeting.children.extend(self._above_items())
        closed = self._closed_in_contents()
        access = ""
        end = self._end_of_items()
        bounds = [*self.firsts, end]
        for heading, (first, stop) in zip(self.items, pairwise(bounds), strict=True):
            if group := self.groups.get(first):
                meeting.children.append(leaf("group", self.text, group.index, first, group))
                access = group.groups.get("access", "")
            item = self._item(heading, first, self.groups[stop].index if stop in self.groups else stop)
            mark_of_group = access or closed.get(item.groups.get("number", ""), "")
            meeting.children.append(item)
            item.groups |= {"access": mark_of_group} if mark_of_group and "access" not in item.groups else {}
        if end < self.end:
            signed = any(mark.kind == "information" for mark in self._between(end, end + 1))
            meeting.children.append(leaf("information" if signed else "end_time", self.text, end, self.end))
        return meeting

    def _end_of_items(self) -> int:
        """Return the line after the last item: the line "Mødet sluttede kl. 17" and a signature are no part of it."""
        last = self.text.filled_above(self.end, self.items_at + 1)
        ends = self._outline()[-1:]
        if ends and ends[0].kind == "end_time" and ends[0].index == last:
            return last
        return self._signature() or self.end

    def _signature(self) -> int | None:
        """Return the line "Referent:" near the end, under which is who wrote the minutes and when.

        It is below all items: a label above one is of a second header.
        """
        signed = next((mark.index for mark in reversed(self.marks) if mark.kind == "information"), -1)
        if signed <= max([self.items_at, *self.firsts]) or self.text.bare[signed - 1]:
            return None
        below = [at for at in self.text.filled if signed < at < self.end and not is_page_link(self.text.bare[at])]
        return signed if len(below) <= _SIGNATURE else None

    def _opening(self) -> dict[str, str]:
        """Return the groups of the meeting's heading."""
        above = self._between(self.start, self.header_end)
        return next((dict(mark.groups) for mark in above if mark.kind == "meeting"), {})

    def _above_items(self) -> list[Node]:
        """Return the nodes of header and contents; lists of people can follow contents without items."""
        header = self._header(self.start, self.header_end)
        if self.header_end == self.items_at:
            return [header]
        mark = next((m for m in self.marks if m.index == self.header_end), None)
        headed = int(mark is not None and mark.kind == "contents")
        contents = leaf("contents", self.text, self.header_end, self.header_resumes, mark, heading_lines=headed)
        second_header = (
            [self._header(self.header_resumes, self.items_at)] if self.header_resumes < self.items_at else []
        )
        return [header, contents, *second_header]

    def _header_after_contents(self) -> int:
        """Return the line of lists of people after contents without items; else the line of the first item."""
        below = self._between(self.header_end, self.items_at)
        people = next((mark for mark in below if mark.kind in ("attendees", "absentees")), None)
        if people is None or any(mark.kind == "item" and mark.index < people.index for mark in below):
            return self.items_at
        return people.index

    def _ended(self) -> dict[str, str]:
        """Return the end time in the last line of its kind among the items ("Mødet sluttede kl. 17")."""
        ends = [
            mark
            for mark, below in pairwise([*self._outline(), None])
            if mark and mark.kind == "end_time" and (below is None or below.kind == "item")
        ]
        return {"ended": ends[-1].groups.get("value", "").rstrip(". ")} if ends else {}

    def _outline(self) -> list[LineMark]:
        """Return the marks below the header that begin items and sections, and those of an end time."""
        kinds = ("item", "end_time")
        inside = (mark for mark in self.marks if mark.index > self.items_at)
        return [mark for mark in inside if mark.kind in kinds or mark.section not in ("", "attachments")]

    def _item(self, heading: LineMark, first: int, end: int) -> Node:
        inside = self._between(first, end)
        label = heading.groups.get("label", heading.groups.get("number", ""))
        listed = self.titles.get(int(label), "") if label.isdecimal() else ""
        return item_node(self.text, first, heading, inside, end, listed)

    def _groups(self) -> dict[int, LineMark]:
        """Return the headings of groups of items ("Lukkede punkter"), by the line of the first item."""
        firsts = set(self.firsts)
        below = ((self.text.next_filled(m.index + 1, self.end), m) for m in self.marks if m.kind == "group")
        return {first: mark for first, mark in below if first in firsts}

    def _closed_in_contents(self) -> dict[str, str]:
        """Return the access marks of groups in the contents, by the number of the item."""
        access_marks: dict[str, str] = {}
        access = ""
        for mark in self._between(self.start, self.items_at):
            access = mark.groups.get("access", "") if mark.kind == "group" else access
            if mark.kind == "item" and access:
                access_marks[mark.groups["number"]] = access
        return access_marks

    def _labels(self, start: int, end: int) -> list[LineMark]:
        """Return the marks of a header's labels, without marks that are the value of the label above ("Lokale 3")."""
        labels = [mark for mark in self._between(start, end) if mark.kind in _HEADER]
        values = {mark.index for label, mark in pairwise(labels) if self._is_value(label, mark)}
        return [mark for mark in labels if mark.index not in values]

    def _is_value(self, label: LineMark, mark: LineMark) -> bool:
        """Return whether a line that looks like a label is the value of the label above: a place, or a date."""
        wanted = _VALUES.get(label.kind)
        bare_label = mark.kind == wanted and not label.groups.get("value") and label.index < mark.index
        if label.kind == "information" and mark.groups.get("value") != self.text.bare[mark.index]:
            return False  # "Mødedato: 3. maj 2021" below "Bemærkninger:" is a label of its own
        return bare_label and self.text.next_filled(label.index + 1, mark.index) == mark.index

    def _header(self, start: int, end: int) -> Node:
        labels = self._labels(start, end)
        bounds = [mark.index for mark in labels] + [end]
        header = Node("header", start + 1)
        if start < bounds[0]:  # a title above a number that is not an item's
            header.children.append(leaf("unplaced", self.text, start, bounds[0]))
        for mark, stop in zip(labels, bounds[1:], strict=True):
            header.children.append(leaf(mark.kind, self.text, mark.index, stop, mark, heading_lines=1))
        return header
