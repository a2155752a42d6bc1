"""Lines to a document tree in which every line of the source stands in exactly one node.

The tree says which lines belong together, not what they mean: a document holds meetings, a meeting holds a header,
contents and items, an item holds its heading, its case number and its sections. The leaves tile the source, so joining
their lines gives the source back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from referat.layout import Layout
from referat.lines import Mark, bare, contents_entry, scan, split
from referat.words import fold

_ALIKE = 85
"""How near, of 100, two spellings of one title are; contents and headings differ by slips and cuts."""

_HEADER_LINES = 12
"""Within so many lines after a meeting's heading its first label must come."""

_PROSE = 160
"""A line of so many characters is running text, not the title of an attachment."""

_HEADER = frozenset(
    ("date", "start_time", "end_time", "location", "attendees", "absentees", "information", "contents", "name")
)


@dataclass(slots=True)
class Node:
    """A part of a document: its kind, its first line (from 1), and either its own lines or the nodes below it.

    `found` holds what the line that opens the node says (a title, a date, a section's name); `heading_lines` counts the
    lines that only open it; `repaired` is the word a misspelt heading was taken for.
    """

    kind: str
    first: int
    lines: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)
    heading_lines: int = 0
    repaired: str | None = None

    @property
    def body(self) -> list[str]:
        """The node's own lines without those that only open it."""
        return self.lines[self.heading_lines :]

    @property
    def last(self) -> int:
        """The last line of the node that is not blank (its first line, if all are); 0 where there are no lines."""
        if not self.first:
            return 0
        if self.children:
            return max(child.last for child in self.children)
        filled = [n for n, line in enumerate(self.lines) if bare(line)]
        return self.first + (filled[-1] if filled else 0)

    def leaves(self) -> Iterator[Node]:
        """Yield the nodes that own lines, in order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def of(self, kind: str) -> list[Node]:
        """Return the nodes of a kind directly below this one."""
        return [child for child in self.children if child.kind == kind]


@dataclass(frozen=True, slots=True)
class Document:
    """A source's tree, and the separator that joins its lines to the source again."""

    root: Node
    separator: str
    layout: str

    def text(self) -> str:
        """Return the source, put together again from the lines of the tree."""
        return self.separator.join(line for leaf in self.root.leaves() for line in leaf.lines)


def grow(text: str, layout: Layout) -> Document:
    """Return the document tree of a text that follows the layout."""
    lines, separator = split(text)
    marks = list(scan(lines, layout))
    starts = [mark for mark in marks if mark.kind == "meeting" and _opens_meeting(mark, marks)]
    root = Node("document", 1)
    bounds = [mark.index for mark in starts] + [len(lines)]
    if bounds[0] > 0:
        root.children.append(_leaf("preamble", lines, 0, bounds[0]))
    for start, end in zip(starts, bounds[1:], strict=True):
        inside = [mark for mark in marks if start.index < mark.index < end]
        root.children.append(_meeting(lines, start, inside, end))
    return Document(root, separator, layout.name)


def _leaf(kind: str, lines: list[str], start: int, end: int, mark: Mark | None = None, heading_lines: int = 0) -> Node:
    found, repaired = (mark.found, mark.repaired) if mark else ({}, None)
    return Node(kind, start + 1, lines[start:end], found=dict(found), heading_lines=heading_lines, repaired=repaired)


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
        meeting.children.append(_leaf("contents", lines, header_end, items_at, heading_lines=1))
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
        header.children.append(_leaf(mark.kind, lines, mark.index, stop, mark, heading_lines=1))
    return header


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents, wrapped lines joined: a title, and the page it gives."""

    title: str
    page: int | None
    line: int


def entries(contents: list[str], first: int) -> list[Entry]:
    """Return the entries of the contents' lines, of which the first is line `first`."""
    found: list[Entry] = []
    pending: list[str] = []
    for number, line in enumerate(contents, first):
        text = bare(line)
        entry = contents_entry(line) if text else None
        if entry is None:
            pending = [*pending, text] if text else pending
            continue
        title = " ".join([*pending, entry["title"]]).strip()
        found.append(Entry(title, int(entry["page"]) if "page" in entry else None, number))
        pending = []
    return found


def _contents_titles(lines: list[str], contents_at: int | None, marks: list[Mark], end: int) -> list[str]:
    if contents_at is None:
        return []
    stop = next((m.index for m in marks if m.kind == "item" and m.index > contents_at and not _has_dots(m, lines)), end)
    return [entry.title for entry in entries(lines[contents_at + 1 : stop], contents_at + 2)]


def _has_dots(mark: Mark, lines: list[str]) -> bool:
    return contents_entry(lines[mark.index]) is not None


def alike(one: str, other: str) -> bool:
    """Tell whether two titles are the same but for a slip of spelling, a full stop, or a cut."""
    a, b = fold(one).rstrip("."), fold(other).rstrip(".")
    shorter, longer = sorted((a, b), key=len)
    return fuzz.ratio(a, b) >= _ALIKE or (len(shorter) >= 12 and longer.startswith(shorter))


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
    listed = titles[number - 1] if number <= len(titles) else ""
    by_index = {mark.index: mark for mark in marks}
    body_at, title = _title(lines, heading, by_index, end, listed)
    item = Node("item", heading.index + 1, found={"number": heading.found["number"], "title": title})
    item.children.append(
        _leaf("heading", lines, heading.index, body_at, heading, heading_lines=body_at - heading.index)
    )
    case = by_index.get(body_at)
    if case and case.kind == "case":
        after = _next_filled(lines, body_at + 1, end)
        item.children.append(_leaf("case", lines, body_at, after, case, heading_lines=1))
        body_at = after
    item.children.extend(sections(lines, body_at, end, marks, (title, listed)))
    return item


def _next_filled(lines: list[str], start: int, end: int) -> int:
    return next((index for index in range(start, end) if bare(lines[index])), end)


def _title(lines: list[str], heading: Mark, marks: dict[int, Mark], end: int, listed: str) -> tuple[int, str]:
    """Return where the item's body begins, and its title: the heading's lines joined, across a page break too."""
    parts, index = [bare(heading.found["title"])], heading.index + 1
    while index < end and bare(lines[index]) and index not in marks:
        parts.append(bare(lines[index]))
        index += 1
    index = _next_filled(lines, index, end)
    if index < end and index not in marks and _continues(lines, index, marks, end, " ".join(parts), listed):
        parts.append(bare(lines[index]))
        index = _next_filled(lines, index + 1, end)
    return index, " ".join(part for part in parts if part)


def _continues(lines: list[str], index: int, marks: dict[int, Mark], end: int, title: str, listed: str) -> bool:
    """Tell whether the paragraph after a heading is the rest of its title: the case number follows, or contents say so."""
    text = bare(lines[index])
    if fold(f"{title} {text}") == fold(listed):
        return True
    following = marks.get(_next_filled(lines, index + 1, end))
    return following is not None and following.kind == "case" and not alike(text, title) and not alike(text, listed)


def sections(lines: list[str], start: int, end: int, marks: list[Mark], titles: tuple[str, str]) -> list[Node]:
    """Return the sections between two lines of an item, opened by the marks; `titles` are the item's own and its listed one."""
    openers = [m for m in marks if m.index >= start and m.kind in ("heading", "decision")]
    openers = _real_openers(lines, _once_decided(openers), start, end)
    found: list[Node] = []
    first = openers[0].index if openers else end
    if start < first:
        found.extend(_unheaded(lines, start, first, titles))
    bounds = [mark.index for mark in openers] + [end]
    for position, (mark, stop) in enumerate(zip(openers, bounds[1:], strict=True)):
        leads = position == 0 and start == mark.index and len(openers) > 1
        if leads and mark.found.get("section") == "attachments":
            found.extend(_leading_attachments(lines, mark, stop, titles))
        else:
            found.append(_section(lines, mark, stop, marks))
    return found


def _once_decided(openers: list[Mark]) -> list[Mark]:
    """Return the headings without later ones of decisions that name no day: those are words of the text before them."""
    plain = [mark for mark in openers if mark.found.get("section") == "decision"]
    return [mark for mark in openers if mark not in plain[1:]]


def _real_openers(lines: list[str], openers: list[Mark], start: int, end: int) -> list[Mark]:
    """Return the headings that are some: titles of attachments can look like one ("Tidsplan"), and so can prose.

    After the last list of attachments only a decision that the item lacks, or a heading with prose under it, is one.
    A heading of attachments with prose under it, and another such heading below, opens no list.
    """
    lists = [n for n, mark in enumerate(openers) if mark.found.get("section") == "attachments"]
    if not lists or (lists == [0] and openers[0].index == start):
        return openers
    bounds = [mark.index for mark in openers] + [end]
    prose = [_has_prose(lines[mark.index + 1 : stop]) for mark, stop in zip(openers, bounds[1:], strict=True)]
    decided = any(_is_decision(mark) for mark in openers[: lists[-1]])
    real = [
        replace(m, found=m.found | {"section": "other"}) if n in lists[:-1] and prose[n] else m
        for n, m in enumerate(openers)
    ]
    before, after = real[: lists[-1] + 1], range(lists[-1] + 1, len(openers))
    return before + [real[n] for n in after if (not decided if _is_decision(real[n]) else prose[n])]


def _is_decision(mark: Mark) -> bool:
    return mark.kind == "decision" or mark.found.get("section") == "decision"


def _has_prose(lines: list[str]) -> bool:
    return any(len(text) >= _PROSE or text.endswith((".", ":")) for text in map(bare, lines) if text)


def _section(lines: list[str], mark: Mark, end: int, marks: list[Mark]) -> Node:
    kind = "decision" if mark.kind == "decision" else mark.found["section"]
    if kind != "history":
        node = _leaf("section", lines, mark.index, end, mark, heading_lines=1)
        node.found["section"] = kind
        node.found.setdefault("heading", bare(lines[mark.index]))
        return node
    inner = [m for m in marks if mark.index < m.index < end and m.kind == "history_entry"]
    bounds = [m.index for m in inner] + [end]
    node = Node(
        "section", mark.index + 1, found={"section": kind, "heading": bare(lines[mark.index])}, repaired=mark.repaired
    )
    node.children.append(_leaf("history_heading", lines, mark.index, bounds[0], heading_lines=1))
    for entry, stop in zip(inner, bounds[1:], strict=True):
        node.children.append(_leaf("history_entry", lines, entry.index, stop, entry, heading_lines=1))
    return node


def _unheaded(lines: list[str], start: int, end: int, titles: tuple[str, str]) -> list[Node]:
    """Return what stands between case number and first heading: the title repeated, as the oldest layout does, and text."""
    after = _next_filled(lines, start + 1, end)
    if not _is_title(lines[start], titles):
        return [_leaf("section", lines, start, end)]
    repeat = _leaf("repeated_title", lines, start, after, heading_lines=1)
    return [repeat, _leaf("section", lines, after, end)] if after < end else [repeat]


def _leading_attachments(lines: list[str], mark: Mark, end: int, titles: tuple[str, str]) -> list[Node]:
    """Return attachments that come first; in the oldest layout the item's title, repeated, ends their list."""
    repeats = [index for index in range(mark.index + 1, end) if _is_title(lines[index], titles)]
    stop = repeats[-1] if repeats else end
    node = _leaf("section", lines, mark.index, stop, mark, heading_lines=1)
    return [node, *(_unheaded(lines, stop, end, titles) if repeats else ())]


def _is_title(line: str, titles: tuple[str, str]) -> bool:
    text = bare(line)
    return bool(text) and any(title and alike(text, title) and len(text) <= len(title) * 1.3 for title in titles)
