"""Convert the agenda portal's JSON to the same document tree as a text.

The response is written as lines in the order of the portal's page: heading, labels, and the text of each item. Row line
numbers and `show` refer to these lines.

The portal answers `GET /api/agenda/dagsorden/{id}` with one meeting. The text of an item is HTML. Its headings of the
first rank are the portal's own and are trusted; headings inside a decision belong to the text of the decision.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from referat.facts.case_numbers import case_numbers
from referat.facts.paragraphs import clean
from referat.formats import UnreadableError
from referat.formats.html_blocks import Block, blocks
from referat.structure.document_tree import Document, Node
from referat.structure.layout_rules import layout
from referat.structure.line_classifier import LineMark, classify_lines
from referat.structure.section_builder import sections
from referat.structure.section_headings import heading_key, headings
from referat.structure.section_starts import is_title
from referat.structure.text_lines import Text

_OWN_HEADING = "h3"
"""The tag of the portal's own headings."""

_LONGEST_NUMBER = 4
"""Most digits of an item number."""

_PARTED_BY = frozenset(("u",))
"""The portal underlines the first line of each history entry."""


_AWAY = 2
"""The portal's type of attendance for people it lists as absent from an item."""


_DANISH_TIME = ZoneInfo("Europe/Copenhagen")
_UNNAMED = "(uden navn)"
"""The line of an attachment without a name."""


class NotAMeetingError(Exception):
    """Raised for JSON that is not a meeting of the portal; the message says what is missing."""


def build_portal_tree(text: str) -> Document:
    """Return the document tree of a meeting's JSON."""
    answer = _answer(text)
    root = Node("document", 1, children=[_meeting(answer)])
    _number_lines(root, 1)
    return Document(root, "\n", "portal")


def _number_lines(node: Node, line: int) -> int:
    """Set the first line of a node and its children; return the line after its last."""
    node.first = line
    for child in node.children:
        line = _number_lines(child, line)
    return line + len(node.lines)


def _answer(text: str) -> dict[str, Any]:
    try:
        answer = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:  # a number with a million digits is a ValueError
        raise NotAMeetingError(f"it is no JSON ({error})") from None
    if not isinstance(answer, dict):
        raise NotAMeetingError("it is no object")
    for name, kind in (("Udvalg", dict), ("Moede", dict), ("Dagsordenpunkter", list)):
        if not isinstance(answer.get(name), kind):
            raise NotAMeetingError(f"it has no `{name}`")
    return answer


def _text(record: dict[str, Any], *names: str) -> str:
    return next((clean(_as_text(record[name])) for name in names if record.get(name)), "")


def _as_text(value: Any) -> str:
    """Return a value as text; unpaired surrogates are replaced."""
    return str(value).encode(errors="replace").decode()


def _objects(whole: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the objects in a list, ignoring other values."""
    values = whole.get(name)
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _meeting(answer: dict[str, Any]) -> Node:
    meeting, body = answer["Moede"], _text(answer["Udvalg"], "Navn")
    begins = _moment(_text(meeting, "MeetingBeginUtc", "Dato"))
    if begins is None or not body:
        raise NotAMeetingError("it names no body or no date")
    groups = {"body": body, "date": begins.date().isoformat(), "document": _document(answer)} | _traces(answer)
    node = Node(
        "meeting", 0, groups=groups, children=[_header(meeting, begins, f"{groups['document'].upper()} {body}")]
    )
    for point in sorted(_objects(answer, "Dagsordenpunkter"), key=_order):
        node.children.append(_item(point, begins.date()))
    _close(node.of("item"))
    return node


def _traces(answer: dict[str, Any]) -> dict[str, str]:
    """Return the portal ids, addresses and remarks of the meeting that are present."""
    meeting = answer["Moede"]
    released = _moment(_text(meeting, "ReleasedDate"))
    traces = {
        "portal_id": _text(answer, "Id"),
        "url": _text(answer, "Link", "Url"),
        "released": released.date().isoformat() if released else "",
        "notice": ". ".join(filter(None, (_text(meeting, "Navn"), _text(meeting, "Description")))),
    }
    return {name: value for name, value in traces.items() if value}


def _close(items: list[Node]) -> None:
    """Mark items as closed where the portal calls them closed and others open.

    Whether the portal uses the mark at all is decided for the whole corpus.
    """
    if any(item.groups.get("portal_says") == "open" for item in items):
        for item in items:
            item.groups |= {"access": "lukket"} if item.groups.get("portal_says") == "closed" else {}


def _moment(text: str) -> datetime | None:
    """Return a timestamp in Danish time; without an offset it is taken as Danish time."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(_DANISH_TIME) if moment.tzinfo else moment
    except (ValueError, OverflowError):  # no timestamp, or one beyond the largest date
        return None


def _document(answer: dict[str, Any]) -> str:
    """Return the kind of document in the words of a heading; the portal calls most minutes `Dagsorden`."""
    meeting = answer["Moede"]
    name = _text(meeting, "Navn").casefold()
    minutes = "referat" in name or bool(meeting.get("Afsluttet"))
    if meeting.get("IsSupplementaryAgenda") or answer.get("TillaegsDagsorden"):
        return "tillægsreferat" if minutes else "tillægsdagsorden"
    if minutes:
        return name if "referat" in name else "ekstraordinær referat" if "ekstraordinær" in name else "referat"
    return name or "dagsorden"


_HEADER_LABELS = {"date": "Mødedato", "end_time": "Mødet slut", "location": "Mødested", "attendees": "Mødedeltagere"}


def _header(meeting: dict[str, Any], begins: datetime, title: str) -> Node:
    ends = _moment(_text(meeting, "MeetingEndUtc"))
    people = _objects(meeting, "Moededeltagere")
    fields = {
        "date": [f"{begins:%d-%m-%Y} kl. {begins:%H:%M}"],
        "end_time": [f"kl. {ends:%H:%M}"] if ends else [],
        "location": [_text(meeting, "Sted")],
        "attendees": [_text(p, "Name") for p in people if not p.get("Absent") and not p.get("ParticipationCancelled")],
    }
    header = Node("header", 0)
    header.children.append(Node("title", 0, [f"{title} d. {begins:%d-%m-%Y}", ""], heading_lines=2))
    header.children += [_field(kind, _HEADER_LABELS[kind], lines) for kind, lines in fields.items() if any(lines)]
    for label, flag in (("Afbud", "ParticipationCancelled"), ("Fraværende", "Absent")):
        away = [_text(p, "Name") for p in people if p.get(flag)]
        if away:
            header.children.append(_field("absentees", label, away, {"label": label}))
    return header


def _field(kind: str, label: str, lines: list[str], groups: dict[str, str] | None = None) -> Node:
    """Return a header field: its label, its lines, and a blank line."""
    return Node(kind, 0, [label, *lines, ""], groups=groups or {}, heading_lines=1)


def _order(point: dict[str, Any]) -> tuple[int, int]:
    sorting = point.get("Sorting")
    return (sorting if isinstance(sorting, int) else 0, _number(point))


def _place(file: dict[str, Any]) -> int:
    order = file.get("Order")
    return order if isinstance(order, int) else 0


def _number(point: dict[str, Any]) -> int:
    """Return the integer in an item's number; 0 where it has none."""
    digits = "".join(c for c in _text(point, "Number", "Punktnummer") if c.isdecimal())
    return int(digits) if 0 < len(digits) <= _LONGEST_NUMBER else 0


def _item(point: dict[str, Any], on: date) -> Node:
    title = _text(point, "Caption", "Navn")
    number = _number(point)
    item = Node("item", 0, groups={"title": title} | ({"number": str(number)} if number else {}))
    item.groups |= _item_traces(point)
    away = [p for p in _objects(point, "ExternalAgendaItemAttendees") if p.get("AttendanceType") == _AWAY]
    item.groups["portal_lists_away"] = "; ".join(_text(p, "Name") for p in away)
    label = item.groups.get("label", "")
    heading = f"Punkt {label}: {title}" if label else title
    item.children.append(Node("heading", 0, [heading, ""], groups={"number": label}, heading_lines=2))
    case = _text(point, "CaseNumber", "SagsNummer")
    if case:
        first, *_ = case_numbers(case) or [case]
        item.children.append(Node("case", 0, [case, ""], groups={"number": first}, heading_lines=2))
    for html in filter(None, map(_field_html, _objects(point, "Felter"))):
        item.children += _sections(html, title)
    item.children += _separate_decision(point, item)
    files = sorted(_objects(point, "Bilag"), key=_place)
    if files:
        item.children.append(_attachments(files))
    if access := _access_line(item):
        item.groups["access"] = access
    return item


def _access_line(item: Node) -> str:
    """Return the access mark that is alone on the first line of an item's text ("Lukket"); otherwise nothing."""
    leaves = (leaf for node in item.of("section") for leaf in node.leaves())
    texts = (text for leaf in leaves for line in leaf.lines[leaf.heading_lines :] if (text := clean(line)))
    mark = classify_lines(Text.of([next(texts, ""), ""]), layout("portal"))
    return mark[0].groups.get("access", "") if mark and mark[0].kind == "access" else ""


def _field_html(field: dict[str, Any]) -> str:
    """Return a field's HTML, and its plain text where that has more; a field name that is a heading comes first."""
    html, plain = (_as_text(field[name]) if field.get(name) else "" for name in ("Html", "Tekst"))
    parts = [html] if html else []
    if plain.strip() and not _repeats(plain, html):
        parts.append("".join(f"<p>{escape(line)}</p>" for line in plain.splitlines()))
    name = _text(field, "Navn")
    if parts and f"<{_OWN_HEADING}" not in html and heading_key(name) in headings():
        parts.insert(0, f"<{_OWN_HEADING}>{escape(name)}</{_OWN_HEADING}>")
    return "".join(parts)


def _repeats(plain: str, html: str) -> bool:
    """Return whether a page contains the letters of a text."""
    return _letters(_plain(plain)) in _letters(_plain(html))


def _plain(html: str) -> str:
    return " ".join(block.text for block in _blocks(html))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _separate_decision(point: dict[str, Any], item: Node) -> list[Node]:
    """Return the decision from the portal's separate field, unless the text already has it."""
    decision = _as_text(point["ItemDecision"]) if isinstance(point.get("ItemDecision"), str) else ""
    decided = "".join(
        line for node in item.of("section") if node.groups.get("section") == "decision" for line in node.lines
    )
    if not _letters(_plain(decision)) or _letters(_plain(decision)) in _letters(decided):
        return []
    return _sections(f"<{_OWN_HEADING}>Beslutning</{_OWN_HEADING}><span>{decision}</span>", item.groups["title"])


def _attachments(files: list[dict[str, Any]]) -> Node:
    """Return the section of attachments: one line each, with the portal's facts about the file."""
    facts = [
        {"title": _text(file, "Navn"), "portal_id": _text(file, "Id"), "url": _text(file, "Link", "Url")}
        for file in files
    ]
    groups = {"section": "attachments", "heading": "Bilag", "files": json.dumps(facts)}
    lines = ["Bilag", *(fact["title"] or _UNNAMED for fact in facts), ""]
    return Node("section", 0, lines, groups=groups, heading_lines=1)


def _item_traces(point: dict[str, Any]) -> dict[str, str]:
    """Return the item's number as written, its access and its portal id, where present."""
    traces = {
        "label": _text(point, "Number", "Punktnummer"),
        "portal_says": _access(point.get("IsOpen")) if "IsOpen" in point else "",
        "portal_id": _text(point, "Id"),
        "url": _text(point, "Link", "Url"),
    }
    return {name: value for name, value in traces.items() if value}


def _access(is_open: Any) -> str:
    """Return the portal's access mark; any value other than true or missing counts as closed."""
    if is_open is None:
        return ""
    return "open" if is_open is True or str(is_open).casefold() in ("true", "1") else "closed"


def _sections(html: str, title: str) -> list[Node]:
    """Return the sections of an item's HTML; every heading of the portal opens one."""
    html_blocks = _blocks(html)
    text = Text.of([line for block in html_blocks for line in (block.text, "")])
    marks = {mark.index: mark for mark in classify_lines(text, layout("portal"))}
    for index, block in zip(range(0, len(text.lines), 2), html_blocks, strict=True):
        if (
            block.tag == _OWN_HEADING
            and not (index in marks and marks[index].section)
            and not is_title(block.text, (title, title))
        ):
            marks[index] = LineMark(index, "heading", {"section": "other", "heading": block.text}, "other")
    opening = [mark for index, mark in sorted(marks.items()) if _opens(mark, html_blocks[index // 2])]
    return sections(text, 0, len(text.lines), opening, (title, title))


def _blocks(html: str) -> list[Block]:
    try:
        return list(blocks(html, also=_PARTED_BY, headed_by=_OWN_HEADING))
    except UnreadableError as error:
        raise NotAMeetingError(str(error)) from None


def _opens(mark: LineMark, block: Block) -> bool:
    """Return whether a block opens a section. Only the portal's headings open decisions; none opens attachments."""
    if mark.kind == "history_entry":
        return True
    section = mark.section or mark.kind
    in_decision = headings().get(heading_key(block.under)) == "decision"
    by_portal = block.tag == _OWN_HEADING
    return section != "attachments" and (by_portal or (not in_decision and section != "decision"))
