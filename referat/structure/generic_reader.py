"""Build the tree of minutes of unknown layout; repeated parts show where the items begin.

This reader runs only if the layouts leave lines unexplained. Its tree is used only if it explains more lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from datetime import date
from functools import cache
from itertools import pairwise

import regex as re

from referat.facts.dates import first_date
from referat.facts.names import names
from referat.structure.document_tree import Document, Node, leaf
from referat.structure.item_builder import first_lines, titles_stand_above
from referat.structure.item_headings import is_announced
from referat.structure.layout_rules import GENERIC, layout
from referat.structure.lettered_items import heads_group, lettered_titles
from referat.structure.line_classifier import LineMark, classify_lines
from referat.structure.multiline_merge import merge_multiline_marks
from referat.structure.repeated_headings import with_repeated_headings
from referat.structure.repeated_items import find_items, is_inside
from referat.structure.section_headings import heading_key
from referat.structure.text_lines import Text, bare
from referat.structure.tree_builder import MeetingBuilder
from referat.vocabulary import any_of, fold, load

_HEADER = frozenset(
    ("date", "start_time", "end_time", "location", "attendees", "absentees", "information", "contents", "meeting")
) | {"body", "body_name", "document", "group"}
_HOURS = ("meeting", "date")
_HOUR = re.compile(r"(?i)\bkl(?:\.|okken)?\s?\d")
_PEOPLE = frozenset(("attendees", "absentees"))
_PLACED = frozenset(("section", "case", "detail", "access", "heading", "history_heading", "history_entry"))
"""Kinds of leaves to which lines inside items belong."""


class GenericReader:
    """The classified lines of a text of unknown layout, which are normalized, and the tree built from them."""

    def __init__(self, text: Text) -> None:
        self.text = text
        marks = _without_subpoints(merge_multiline_marks(self.text, classify_lines(self.text, layout(GENERIC))))
        marks = with_repeated_headings(self.text, _by_place(self.text, _with_groups(self.text, marks)))
        self.marks = _with_names(self.text, _with_places(self.text, marks))
        self.on = _meeting_day(self.marks)

    def tree(self) -> Document | None:
        """Return the tree; None if the text has no item, or no body, date or decision."""
        builder = _GenericMeetingBuilder(self.text, self.marks, self.on)
        named = any(mark.kind in ("meeting", "body", "body_name", "date") for mark in self.marks)
        decided = any(mark.section == "decision" for mark in self.marks)
        if not builder.items or not (named or decided or len(builder.items) > 1):
            return None
        root = Node("document", 1)
        start = builder.start
        if start > 0:
            root.children.append(leaf("preamble", self.text, 0, start))
        root.children.append(builder.node())
        return Document(root, self.text.separator, GENERIC)

    def unexplained(self, document: Document) -> int:
        """Return the number of lines and facts that a tree leaves unexplained.

        Counted are headings, decisions and case numbers that the tree has as text of another part; numbered items that
        it lacks; meetings without body or date; lists of people and the heading with the hour that are in no header.
        """
        leaves = {leaf.first - 1: leaf for leaf in document.root.leaves() if leaf.lines}
        inside = [mark for mark in self.marks if is_inside(mark) and (mark.section or mark.kind == "case")]
        unplaced = sum(not _is_placed(leaves.get(mark.index), mark, self.on) for mark in inside)
        meetings = document.root.of("meeting")
        unnamed = sum(not _has(meeting, what) for meeting in meetings for what in ("body", "date"))
        unlisted = int(self._lists_people() and not _names_people(meetings))
        unlisted += self._says_hour() and not any(map(_has_hour, meetings))
        return unplaced + self._missing_items(meetings, leaves) + unnamed + unlisted + 2 * (not meetings)

    def _says_hour(self) -> bool:
        """Return whether the meeting's heading or its date has the hour behind it."""
        values = (mark.groups.get("time") or mark.groups.get("value", "") for mark in self.marks if mark.kind in _HOURS)
        return any(map(_HOUR.search, values))

    def _missing_items(self, meetings: list[Node], leaves: Mapping[int, Node]) -> int:
        """Return the number of numbered items, and of groups of items, that the meetings lack."""
        items = find_items(self.text, self.marks, {}, self.on).headings
        if not items:
            return 0
        numbers = {item.groups.get("number") for meeting in meetings for item in meeting.of("item")}
        firsts = {item.first - 1 for meeting in meetings for item in meeting.of("item")}
        missing = sum("number" in mark.groups and mark.groups["number"] not in numbers for mark in items)
        missing += sum(_is_unnumbered(mark) and mark.index not in firsts for mark in items)
        groups = [mark for mark in self.marks if mark.kind == "group" and mark.index > items[0].index]
        return missing + sum(not _is_group(leaves, mark) for mark in groups)

    def _lists_people(self) -> bool:
        return any(mark.kind in _PEOPLE for mark in self.marks)


def _has_hour(meeting: Node) -> bool:
    """Return whether a header or the heading of a meeting has an hour."""
    labels = [node for header in meeting.of("header") for node in header.children]
    timed = (node for node in labels if node.kind in _HOURS)
    return (
        "time" in meeting.groups
        or any(node.kind == "start_time" for node in labels)
        or any(_HOUR.search(line) for node in timed for line in node.lines)
    )


def _is_group(leaves: Mapping[int, Node], mark: LineMark) -> bool:
    return mark.index in leaves and leaves[mark.index].kind == "group"


def _names_people(meetings: list[Node]) -> bool:
    """Return whether a header of the meetings has a list of people."""
    return any(
        node.kind in _PEOPLE for meeting in meetings for header in meeting.of("header") for node in header.children
    )


def _is_placed(leaf: Node | None, mark: LineMark, on: date | None) -> bool:
    """Return whether a line begins a part of the tree that such a line can begin."""
    if leaf is None or leaf.kind not in _PLACED:
        return False
    return "decided" not in mark.groups or leaf.groups.get("section") == "decision"


def _is_unnumbered(mark: LineMark) -> bool:
    return mark.kind == "item" and "number" not in mark.groups


def _has(meeting: Node, what: str) -> bool:
    kinds = {"body": ("body", "body_name"), "date": ("date", "start_time")}[what]
    labels = (node for header in meeting.of("header") for node in header.children if node.kind in kinds)
    return what in meeting.groups or any(node.groups.get("value") or any(map(bare, node.body)) for node in labels)


def _without_subpoints(marks: list[LineMark]) -> list[LineMark]:
    """Return the marks without numbers such as "2.1", unless all items have such numbers, of one meeting."""
    meetings = {mark.groups.get("of_meeting") for mark in marks if mark.kind == "item"}
    return marks if len(meetings) == 1 else [mark for mark in marks if "of_meeting" not in mark.groups]


def _with_groups(text: Text, marks: list[LineMark]) -> list[LineMark]:
    """Return the marks with the headings of groups of items: "Orienteringer:" or "2. Temaer" directly above an item."""
    numbered = {mark.index for mark in marks if mark.kind == "item"}
    by_groups = bool(lettered_titles(text, marks))
    return [
        LineMark(mark.index, "group", {"heading": text.bare[mark.index]})
        if (by_groups and heads_group(text, mark)) or _is_above_items(text, mark, numbered)
        else mark
        for mark in marks
    ]


def _is_above_items(text: Text, mark: LineMark, numbered: Container[int]) -> bool:
    """Return whether the heading of a decision is directly above an item's number: it states a purpose."""
    heads = mark.kind == "heading" and mark.section == "decision" and text.bare[mark.index].endswith(":")
    return heads and text.next_filled(mark.index + 1, len(text.lines)) in numbered


def _by_place(text: Text, marks: list[LineMark]) -> list[LineMark]:
    """Return the marks reclassified by their position: above the first line of an item, or below it."""
    marks = _without_name_of_document(text, _with_meeting_first(text, _with_agenda_named(text, marks)))
    marks = _without_column_head(marks)
    numbered = next((mark.index for mark in marks if mark.kind == "item"), len(text.lines))
    first = next((mark.index for mark in marks if is_inside(mark)), numbered)
    placed = [_above(mark) if mark.index < first else _below(mark, text.bare[mark.index]) for mark in marks]
    return [mark for mark in placed if mark.kind != "body_name" or mark.index < first]


def _without_column_head(marks: list[LineMark]) -> list[LineMark]:
    """Return the marks with the only heading of a decision as that of a column, if all items are numbered below it."""
    heads = [mark for mark in marks if mark.section == "decision"]
    first = next((mark for mark in marks if mark.kind == "item"), None)
    if len(heads) != 1 or first is None or heads[0].index > first.index or first.groups.get("number") != "1":
        return marks
    is_of_table = sum(mark.kind == "item" for mark in marks) >= _FEWEST_ROWS and marks[0] is not heads[0]
    return [LineMark(mark.index, "contents", {}) if is_of_table and mark is heads[0] else mark for mark in marks]


_FEWEST_ROWS = 3
"""Fewest items of minutes that are a table whose columns were written one below the other."""


def _without_name_of_document(text: Text, marks: list[LineMark]) -> list[LineMark]:
    """Return the marks with "Beslutninger" on the first line as the document's name: who met and when follows."""
    first = text.next_filled(0, len(text.lines))
    heads = (
        len(marks) > 1 and marks[0].index == first and marks[0].section == "decision" and "rest" not in marks[0].groups
    )
    if not heads or marks[1].kind not in _HEADER or text.next_filled(first + 1, len(text.lines)) != marks[1].index:
        return marks
    return [LineMark(first, "document", {"document": "referat"}), *marks[1:]]


def _with_agenda_named(text: Text, marks: list[LineMark]) -> list[LineMark]:
    """Return the marks with "Dagsorden" on the first line as the document's name, if all that follows are titles."""
    first = marks[0] if marks else None
    if first is None or first.kind != "contents" or not text.bare[first.index].casefold().startswith("dagsorden"):
        return marks
    items = {mark.index for mark in marks if mark.kind == "item"}
    below = [at for at in text.filled if items and at >= min(items)]
    follows_header = len(marks) > 1 and marks[1].kind in _HEADER and first.index == text.filled[0]
    if not follows_header or not below or not items.issuperset(below):
        return marks
    return [LineMark(first.index, "document", {"document": "dagsorden"}), *marks[1:]]


def _with_meeting_first(text: Text, marks: list[LineMark]) -> list[LineMark]:
    """Return the marks with "Byrådets møde den 3. maj 2021" on the first line as the meeting's heading."""
    first = marks[0] if marks else None
    if first is None or first.kind != "decision" or first.index != text.next_filled(0, len(text.lines)):
        return marks
    heads = {"body", "date"} <= first.groups.keys() and not first.groups.get("rest") and len(marks) > 1
    if not heads or (marks[1].kind not in _HEADER and "s møde" not in text.bare[first.index]):
        return marks
    return [LineMark(first.index, "meeting", first.groups), *marks[1:]]


def _above(mark: LineMark) -> LineMark:
    """Return a mark of the header: "Referat" is the kind of document there, not the heading of a decision."""
    if mark.kind == "heading" and fold(mark.groups.get("heading", "")).rstrip(":") == "referat":
        return LineMark(mark.index, "document", {"document": "referat"})
    return mark


def _below(mark: LineMark, line: str) -> LineMark:
    """Return a mark below the header: a body and its date head a decision there, and "Indhold" a section."""
    if mark.kind == "contents" and heading_key(line) == "indhold":
        return LineMark(mark.index, "heading", {"section": "other", "heading": line}, "other")
    if mark.kind == "meeting" and "document" not in mark.groups and {"body", "date"} <= mark.groups.keys():
        return LineMark(mark.index, "decision", {**mark.groups, "by": "day"}, "decision")
    return mark


def _meeting_day(marks: list[LineMark]) -> date | None:
    """Return the first date in the header, or else the most frequent date in headings of decisions."""
    for mark in marks:
        if mark.kind in _HEADER and (day := first_date(mark.groups.get("date") or mark.groups.get("value") or "")):
            return day
    days = (first_date(mark.groups.get("date", "")) for mark in marks if mark.kind == "decision")
    most = Counter(day for day in days if day).most_common(1)
    return most[0][0] if most else None


def _with_places(text: Text, marks: list[LineMark]) -> list[LineMark]:
    """Return the marks, with the location on the line below the meeting's heading if no label gives one."""
    header = [mark for mark in marks if mark.kind in _HEADER]
    if not header or any(mark.kind == "location" for mark in header):
        return marks
    known = {mark.index for mark in marks}
    for mark in header:
        below = text.next_filled(mark.index + 1, len(text.lines))
        is_free = mark.kind in ("meeting", "date") and below < len(text.lines) and below not in known
        if is_free and _place().search(text.bare[below]):
            place = LineMark(below, "location", {"value": text.bare[below]})
            return sorted([*marks, place], key=lambda each: each.index)
    return marks


def _with_names(text: Text, marks: list[LineMark]) -> list[LineMark]:
    """Return the marks, with names on lines of their own in a header without a label for attendees."""
    header = [mark for mark in marks if mark.kind in _HEADER]
    if not header or any(mark.kind == "attendees" for mark in header):
        return marks
    by_index = {mark.index for mark in marks}
    stop = next((mark.index for mark in marks if is_inside(mark) or mark.kind in ("item", "contents")), 0)
    at = 0
    while at < stop:
        end = at
        while end < stop and end not in by_index and _is_bare_name(text.bare[end]):
            end += 1
        if end - at >= _FEWEST_NAMES and not _is_under_absentees(marks, at):
            named = LineMark(at, "attendees", {"value": text.bare[at]})
            return sorted([*marks, named], key=lambda mark: mark.index)
        at = max(end, at + 1)
    return marks


_FEWEST_NAMES = 3
"""Fewest consecutive lines of one name each that are taken for attendees."""


def _is_bare_name(line: str) -> bool:
    people = names(line)
    return len(people) == 1 and " " in line and _BEHIND_NAME.fullmatch(line.removeprefix(people[0].name)) is not None


_BEHIND_NAME = re.compile(r"(?:\s*\([^()]*\))*(?:\s+[-–]\s+(?:Deltog|Til stede|Mødt|Afbud|Fraværende))?[.,; ]*")
"""What can follow a name that has a line of its own: "Anne Holm (direktør) - Deltog"."""


def _is_under_absentees(marks: list[LineMark], at: int) -> bool:
    """Return whether a line is under a label of absentees."""
    above = [mark for mark in marks if mark.index < at]
    return bool(above) and above[-1].kind == "absentees"


@cache
def _place() -> re.Pattern[str]:
    """Return the pattern of a location: a word for a place, or a postal code before the name of a town."""
    return re.compile(
        rf"(?:{any_of(load('lines')['places']['words'])})(?:en|et|s)?\b|,\s*\d{{4}}\s+(?-i:\p{{Lu}})", re.I
    )


class _GenericMeetingBuilder(MeetingBuilder):
    """Build the one meeting of a text whose header labels and items can be anywhere."""

    def __init__(self, text: Text, marks: list[LineMark], on: date | None) -> None:
        self.on = on
        super().__init__(text, marks, 0, len(text.lines), layout(GENERIC))
        labels = [mark.index for mark in self._between(0, self.items_at) if mark.kind in _HEADER]
        self.start = min([*labels[:1], self.items_at])

    def find_items(self) -> tuple[list[LineMark], list[int]]:
        """Return the headings of the items, and the line on which each begins."""
        starts = find_items(self.text, self.marks, self.titles, self.on)
        announced = [mark for mark in starts.headings if "number" in mark.groups and is_announced(mark)]
        bare_numbers = [mark for mark in announced if not mark.groups.get("title")]
        if len(bare_numbers) * 2 > len(starts.headings) and titles_stand_above(self.text, bare_numbers, self.marks):
            return starts.headings, first_lines(self.text, starts.headings, self.marks, 0, above=True)
        return starts.headings, starts.firsts

    def _opening(self) -> dict[str, str]:
        """Return the groups of all headings of the meeting; the first one wins."""
        opening: dict[str, str] = {}
        for mark in self._between(self.start, self.items_at):
            if mark.kind in ("meeting", "document"):
                opening = {**mark.groups, **opening}
        return opening

    def _above_items(self) -> list[Node]:
        """Return the nodes above the items: header nodes, and contents between them."""
        labels = self._with_list(self._labels(self.start, self.items_at))
        bounds = [*(mark.index for mark in labels[1:]), self.items_at]
        first = labels[0].index if labels else self.items_at
        nodes = [Node("header", self.start + 1)]
        if self.start < first:
            nodes[-1].children.append(leaf("unplaced", self.text, self.start, first))
        for mark, stop in zip(labels, bounds, strict=False):
            listed = mark.kind in ("contents", "item")
            kind = "contents" if listed else mark.kind
            part = leaf(kind, self.text, mark.index, stop, mark, heading_lines=int(mark.kind != "item"))
            if listed:
                nodes += [part, Node("header", stop + 1)]
            else:
                nodes[-1].children.append(part)
        return [node for node in nodes if node.kind == "contents" or node.children]

    def _with_list(self, labels: list[LineMark]) -> list[LineMark]:
        """Return the labels with the first line of contents without a heading: two numbered titles or more."""
        inside = self._between(self.start, self.items_at)
        numbered = [above for above, below in pairwise(inside) if _is_listed_title(above) and _is_listed_title(below)]
        if not numbered or any(mark.kind == "contents" for mark in labels):
            return labels
        return sorted([*labels, numbered[0]], key=lambda mark: mark.index)

    def _labels(self, start: int, end: int) -> list[LineMark]:
        """Return the marks of the header's labels, without marks that are the value of the label above."""
        labels = [mark for mark in self._between(start, end) if mark.kind in _HEADER]
        values = {mark.index for label, mark in pairwise(labels) if self._is_value(label, mark)}
        return [mark for mark in labels if mark.index not in values]


def _is_listed_title(mark: LineMark) -> bool:
    return mark.kind == "item" and bool(mark.groups.get("title"))
