"""Convert one meeting of the tree to rows: header, table of contents, items, and contradictions between them.

Facts that need the whole corpus (one spelling per person, standing matters, matters, resolved references) are in
`referat.corpus`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import count, islice, pairwise

import regex as re

from referat.facts.body_names import body_key, is_question_box, joint_bodies
from referat.facts.dates import end_of_span, first_date, last_day, time_of_day, weekday
from referat.facts.document_kinds import document_kind, is_closed_part, why_not_held
from referat.facts.names import ListedPerson, attendees
from referat.facts.paragraphs import clean, clean_heading, paragraphs
from referat.formats.source_files import Source
from referat.records.header_lines import LETTERHEAD, is_of_item, unread_runs
from referat.records.item_reader import ItemNumber, ItemReader, MeetingContext
from referat.records.joint_meetings import part_of_body
from referat.records.meeting_identity import identify_meeting, meeting_id
from referat.records.page_address import PageAddress, page_address
from referat.records.people_lists import label_of, name_list, people_once, present_once
from referat.records.rows import Row, Rows
from referat.schema.registry import AGENDA_KINDS
from referat.structure.document_tree import Document, Node
from referat.structure.layout_rules import GENERIC, LAST_RESORT
from referat.structure.table_of_contents import Entry, contents_entries, match_entries_to_items
from referat.structure.text_lines import bare
from referat.vocabulary import fold, load

_PEOPLE = ("attendees", "absentees")
_TIMED = frozenset(("date", "start_time", "end_time"))
_DIGIT = re.compile(r"\d")
_SENTENCES = re.compile(r"\p{Ll}{4,}\.\s+\p{Lu}.{10,}\.$")
"""A title that goes on in a sentence: what was said can be in it."""

_HOUR = re.compile(r"\bkl\.?\s?\d")

_CALLED = {True: "closed", False: "open"}
_NEAR_TOP = 5
"""A line with only the municipality's name is the letterhead if it is among this many lines above the first item."""


def meeting_rows(document: Document, source: Source) -> Iterator[Rows]:
    """Yield the rows of each meeting of a document."""
    meetings = document.root.of("meeting")
    numbers, letterhead = count(1), _letterhead(line for node in document.root.of("preamble") for line in node.lines)
    for meeting in meetings:
        reader = _MeetingReader(meeting, source, document.layout, next(numbers), letterhead)
        bodies = joint_bodies(reader.body or "", reader.notices())
        if bodies:
            yield from _joint_rows(reader, bodies, numbers)
        else:
            yield reader.leave_out() if is_question_box(reader.body or "") else reader.read()
    for node in document.root.of("preamble"):
        if meetings and any(bare(line) for line in node.lines):
            yield _preamble_rows(node, source, document.layout)


def _joint_rows(reader: _MeetingReader, bodies: Sequence[str], numbers: Iterator[int]) -> Iterator[Rows]:
    """Yield the meeting of each body of a joint meeting; a problem of all of them is reported once."""
    reported: list[Row] = []
    for at, body in enumerate(bodies):
        others = tuple(other for other in bodies if other != body)
        rows = reader.of_body(body, others, next(numbers) if at else reader.number).read()
        rows.tables["problems"] = [row for row in rows.tables["problems"] if row not in reported]
        reported += rows.tables["problems"]
        yield rows


def _letterhead(lines: Iterable[str]) -> str | None:
    """Return the municipality from a line near the top that has only its name: "Engby Kommune"."""
    named = (LETTERHEAD.fullmatch(clean(line)) for line in filter(bare, lines))
    return next((match["name"] for match in islice(named, _NEAR_TOP) if match), None)


def _preamble_rows(node: Node, source: Source, layout: str) -> Rows:
    """Return a problem: the text above the first meeting of a document."""
    rows = Rows(source.path, source.sha256)
    code = "text_before_items" if layout in (LAST_RESORT, GENERIC) else "unplaced_header_line"
    first = next(at for at, line in enumerate(node.lines, node.first) if bare(line))
    text = "\n".join(clean(line) for line in node.lines if bare(line))
    rows.add_problem(code, first, last=node.last, text=text)
    return rows


def _fields(labels: Iterable[Node]) -> dict[str, Node]:
    """Return the last label of each kind; of those for a day or hour, the last one with digits, if any has some.

    Of names of bodies on lines of their own, the first one is the meeting's.
    """
    fields: dict[str, Node] = {}
    for label in labels:
        if label.kind == "body_name" and label.kind in fields:
            continue
        lost_digits = label.kind in _TIMED and label.kind in fields and not any(map(_DIGIT.search, label.lines))
        if not lost_digits:
            fields[label.kind] = label
    return fields


class _MeetingReader:
    """Reads one meeting of a source: its header, its table of contents, its items."""

    def __init__(self, node: Node, source: Source, layout: str, number: int = 1, letterhead: str | None = None) -> None:
        self.node, self.source, self.layout, self.number = node, source, layout, number
        self.rows = Rows(source.path, source.sha256)
        self.fields = _fields(child for header in node.of("header") for child in header.children)
        self.page = self._page()
        self.who = identify_meeting(node, self.value, source.path)
        self.id, self.body, self.date = self.who.id, self.who.body, self.who.on
        self.letterhead = letterhead
        self.others: tuple[str, ...] = ()
        self.members: list[str] = []
        self.kind = document_kind(node.groups.get("document", ""))
        not_held = None if self._is_minuted() else why_not_held(self.notices())
        self.status = "expected" if self.kind in AGENDA_KINDS else "held"
        self.notice = ""
        if not_held:
            self.status, self.notice = not_held

    def of_body(self, body: str, others: tuple[str, ...], number: int) -> _MeetingReader:
        """Return the reader of one body's part of a joint meeting."""
        node = part_of_body(self.node, body, others)
        node.groups = {name: text for name, text in node.groups.items() if name != "body"} | {"body": body}
        reader = _MeetingReader(node, self.source, self.layout, number, self.letterhead)
        reader.body, reader.others = body, others
        reader.id = meeting_id(body, self.date, self.source.path)
        return reader

    def leave_out(self) -> Rows:
        """Return only a problem: a portal's list of citizens' questions is not a meeting."""
        self.rows.add_problem("question_box", self.node.first, text=self.body)
        return self.rows

    def read(self) -> Rows:
        """Return the meeting's rows."""
        self._check_identity()
        self._check_header()
        recorded = self._attendance()
        self._meeting(recorded)
        toc_entries = self._contents()
        context, taken = self.context(), set[str]()
        for position, item in enumerate(self.node.of("item"), 1):
            entry = toc_entries.get(_listed_as(item, position))
            ItemReader(item, context, item_number(item, position, taken), entry, bool(toc_entries)).read()
        self._check_access()
        numbered = (row for row in self.rows.tables["items"] if (row["label"] or "")[:1].isdecimal())
        self._check_numbers([row["number"] for row in numbered if row["number"] is not None])
        self._check_decided()
        return self.rows

    def context(self) -> MeetingContext:
        """Return the facts about the meeting that item readers need."""
        minuted, closed = self.kind not in AGENDA_KINDS, is_closed_part(self.node.groups.get("document", ""))
        last = last_day(self.value("date") or "", self.date) if self.date else None
        return MeetingContext(
            self.id, self.body, self.date, tuple(self.members), self.rows, minuted, last, self.others, closed
        )

    def value(self, kind: str) -> str | None:
        """Return the text of a header label: from its line, or from the lines below it."""
        node = self.fields.get(kind)
        if node is None:
            return self.page.body if kind == "body" else None
        lines = [node.groups.get("value", ""), *node.body]
        return next(iter(paragraphs(lines)), None) if not clean(lines[0]) else clean(lines[0])

    def _page(self) -> PageAddress:
        """Return the parts of the page's address, if the page holds one item; an unnumbered item gets its number."""
        items = self.node.of("item")
        page = page_address(self.source.url) if len(items) == 1 else PageAddress()
        if page.number and "number" not in items[0].groups:
            items[0].groups["number"] = page.number
        return page

    def _meeting(self, recorded: bool) -> None:
        when = self.value("date") or ""
        self._check_date(when)
        municipality = self._letterhead()
        self.rows.add("documents", meeting_id=self.id, kind=self.kind, released=self._released(), **self._source())
        self.rows.add(
            "meetings",
            meeting_id=self.id,
            municipality=municipality,
            municipality_evidence=f"{municipality} Kommune" if municipality else None,
            body=self.body,
            body_key=body_key(self.body or "") or None,
            date=self.date,
            start_time=self._start_time(when),
            end_time=self._end_time(when),
            location=self.value("location") or self._place_with_date(),
            kind="agenda" if self.kind in AGENDA_KINDS else "minutes",
            status=self.status,
            is_extraordinary=self._is_extraordinary(),
            joint_with=", ".join(self.others) or None,
            attendance_recorded=recorded,
            layout=self.layout,
            **self._source(),
        )

    def _start_time(self, when: str) -> str | None:
        """Return the start time from its label, the date line or the heading."""
        place = self.node.groups.get("location", "")  # "i Store Sal kl. 10-12"
        behind_place = place if _HOUR.search(place) else ""
        sources = (self.value("start_time") or "", when, self.node.groups.get("time", ""), behind_place)
        return next((time for text in sources if (time := time_of_day(text))), None)

    def _source(self) -> Row:
        """Return the cells that identify the document of the meeting."""
        path, groups = self.source.path, self.node.groups
        return {
            "document_id": document_id(path, self.number),
            "source": path,
            "source_sha256": self.source.sha256,
            "reader": self.source.reader,
            "portal_id": groups.get("portal_id"),
            "url": groups.get("url") or self.source.url,
            "line_start": self.node.first or None,
            "line_end": self.node.last or None,
        }

    def _released(self) -> date | None:
        return first_date(self.node.groups.get("released", ""))

    def _is_minuted(self) -> bool:
        """Return whether the document has more than one item, or any decision: then the meeting was held."""
        items = self.node.of("item")
        return len(items) > 1 or any(
            node.groups.get("section") == "decision" for item in items for node in item.of("section")
        )

    def notices(self) -> list[str]:
        """Return the texts that can say that the meeting was not held: lines above the first item, and titles."""
        header = [clean(line) for node in self.node.of("header") for leaf in node.leaves() for line in leaf.lines]
        titles = [clean(item.groups["title"]) for item in self.node.of("item")]
        return [*filter(None, (self.node.groups.get("notice", ""), *header, *titles))]

    def _letterhead(self) -> str | None:
        """Return the municipality from the heading, or a letterhead in the header or above it."""
        if self.who.municipality:
            return self.who.municipality
        lines = (line for node in self.node.of("header") for leaf in node.leaves() for line in leaf.lines)
        return _letterhead(lines) or self.letterhead

    def _end_time(self, when: str) -> str | None:
        """Return the end time from the header (as a label or a time span), or from a line at the end of the minutes."""
        labelled = time_of_day(self.value("end_time") or "")
        span = end_of_span(self.value("start_time") or "") or end_of_span(when)
        return labelled or span or time_of_day(self.node.groups.get("ended", ""))

    def _place_with_date(self) -> str | None:
        """Return the place from a line with the date or the hour ("Den 9. januar 2020 kl. 13:00 i Store Sal")."""
        nodes = filter(None, (self.fields.get("date"), self.fields.get("start_time")))
        return next((place for node in nodes if (place := clean(node.groups.get("location", "")))), None)

    def _check_identity(self) -> None:
        """Report an unknown layout, a missing body or date, and an identity taken from decision headings."""
        line = self.node.first
        if self.layout in (LAST_RESORT, GENERIC):
            self.rows.add_problem("layout_unknown", line)
        if self.who.evidence:
            self.rows.add_problem("meeting_told_by_decisions", line, detail=self.who.evidence)
        missing = [name for name, value in (("body", self.body), ("date", self.date)) if not value]
        if missing:
            self.rows.add_problem("meeting_not_named", line, detail=" and ".join(missing))

    def _check_header(self) -> None:
        self._check_repaired_headings()
        if self.source.reader != "portal":
            for part in (leaf for header in self.node.of("header") for leaf in header.children):
                self._check_unread(part)
            for part in self.node.of("contents"):
                self._check_contents(part)

    def _check_repaired_headings(self) -> None:
        """Report the headings outside sections whose spelling was corrected."""
        for leaf in self.node.leaves():
            if leaf.corrected_to and leaf.kind != "section":
                heading = leaf.lines[0] if leaf.lines else ""
                self.rows.add_problem("heading_repaired", leaf.first, detail=leaf.corrected_to, text=clean(heading))

    def _check_contents(self, part: Node) -> None:
        """Report lines of the contents that are not contents but unread items: a number alone, or headings of items."""
        lines = part.lines[part.heading_lines :]
        if is_of_item(lines) or ("number" in part.groups and not contents_entries(part.body, part.first + 1)):
            text = "\n".join(clean(line) for line in lines if bare(line))
            self.rows.add_problem("item_above_items", part.first, last=part.last, text=text)

    def _check_unread(self, part: Node) -> None:
        """Report the lines of a part of the header that are in no table; those of an item are an error."""
        people = attendees(name_list(part)) if part.kind in _PEOPLE else []
        for first, last in unread_runs(part, people):
            lines = part.lines[first - part.first : last - part.first + 1]
            if self.notice and clean(" ".join(lines)) == self.notice:
                continue
            code = "item_above_items" if is_of_item(lines) else "unplaced_header_line"
            text = "\n".join(clean(line) for line in lines if bare(line))
            self.rows.add_problem(code, first, last=last, text=text)

    def _is_extraordinary(self) -> bool:
        """Return whether the document calls the meeting extraordinary.

        It does so in the heading, the header, or a line with the date in the first item. Other lines may mention
        another extraordinary meeting.
        """
        header = (line for node in self.node.of("header") for leaf in node.leaves() for line in leaf.lines)
        first = (line for node in self.node.of("item")[:1] for leaf in node.leaves() for line in leaf.lines)
        lines = (*self.node.groups.values(), *header, *(line for line in first if first_date(line) == self.date))
        return any("ekstraordinær" in line.casefold() for line in lines)

    def _check_date(self, when: str) -> None:
        node = self.fields.get("date")
        date_line_day, day = first_date(when), weekday(when)
        heading = self.node.groups.get("date")
        if heading and first_date(heading) is None:
            self.rows.add_problem("date_disagrees", self.node.first, detail=f"{heading}, which is no day", text=when)
        if date_line_day is not None and date_line_day != self.date:
            self.rows.add_problem(
                "date_disagrees",
                node.first if node else None,
                detail=f"{self.date}, the date line {date_line_day}",
                text=when,
            )
        elif day is not None and self.date is not None and self.date.weekday() != day:
            names = load("dates")["weekdays"]
            detail = f"{self.date} was a {names[str(self.date.weekday())][0]}, not a {names[str(day)][0]}"
            self.rows.add_problem("weekday_disagrees", node.first if node else None, detail=detail, text=when)

    def _attendance(self) -> bool:
        nodes = self._people_lists()
        named = people_once(present_once([self._people(node) for node in nodes]))
        self.members = [person.name for person in named]
        attended = named if self.status == "held" else [person for person in named if person.status != "present"]
        first, last = (nodes[0].first, nodes[-1].last) if nodes else (0, 0)
        self.rows.add_each(
            "attendance", attended, meeting_id=self.id, line_start=first or None, line_end=max(first, last) or None
        )
        if self.status != "held":
            self._check_not_held([person.name for person in named if person.status == "present"])
        elif not named:
            self.rows.add_problem("attendance_missing", self.node.first)
        return bool(attended)

    def _check_not_held(self, listed: list[str]) -> None:
        """Report that the meeting was not held, and the members listed in its header."""
        if self.notice:
            self.rows.add_problem("meeting_not_held", self.node.first, detail=self.status, text=self.notice)
        if listed:
            self.rows.add_problem("members_not_attending", self.node.first, detail=self.status, text=", ".join(listed))

    def _people(self, node: Node) -> list[ListedPerson]:
        names = name_list(node)
        people = attendees(names)
        named = fold(names.removeprefix(label_of(node))).rstrip(".")
        says_something = any(letter.isalpha() for letter in named) and named not in load("people")["nobody"]
        if says_something and not people:
            self.rows.add_problem("unknown_attendee", node.first, detail=f"`{node.kind}`", text=names)
        return people

    def _people_lists(self) -> list[Node]:
        """Return the header's lists of people, those present first; each kind of absence can have a list."""
        lists = [node for header in self.node.of("header") for node in header.children if node.kind in _PEOPLE]
        return sorted(lists, key=lambda node: _PEOPLE.index(node.kind))

    def _contents(self) -> dict[int, Entry]:
        """Return the table-of-contents entry of each item, by item number."""
        toc_entries = [
            entry for node in self.node.of("contents") for entry in contents_entries(node.body, node.first + 1)
        ]
        last = 0
        for entry in toc_entries:
            if entry.page is not None and entry.page < last:
                self.rows.add_problem("page_number_falls", entry.line, detail=str(entry.page), text=entry.title)
            last = entry.page or last
        numbers = [_listed_as(item, position) for position, item in enumerate(self.node.of("item"), 1)]
        titles = dict(zip(numbers, (clean_heading(item.groups["title"]) for item in self.node.of("item")), strict=True))
        entry_of_number = match_entries_to_items(toc_entries, titles)
        items = {entry_of_number[number] for number in entry_of_number.keys() & titles.keys()}
        for entry in toc_entries:
            if titles and entry not in items:
                self.rows.add_problem("contents_without_item", entry.line, text=entry.title)
        return entry_of_number

    def _check_access(self) -> None:
        """Report items that the portal calls closed and the title does not, or the reverse.

        One problem covers the meeting where the portal calls every item closed, as the portal of one municipality does.
        """
        portal_marks = [item.groups.get("portal_says") for item in self.node.of("item")]
        rows = zip(self.rows.tables["items"], portal_marks, strict=True)
        wrong = [row for row, access in rows if access == _CALLED[not row["closed"]]]
        if len(wrong) > 1 and set(portal_marks) == {"closed"}:
            self.rows.add_problem("closed_mark_disagrees", self.node.first, detail="every item closed")
            return
        for row in wrong:
            called = _CALLED[not row["closed"]]
            self.rows.add_problem(
                "closed_mark_disagrees", row["line_start"], detail=f"the item {called}", text=row["title"]
            )

    def _check_decided(self) -> None:
        """Report items with text but no decision, and minutes in which no item has a decision."""
        if self.kind in AGENDA_KINDS or self.status != "held":
            return
        decided = {row["item_id"] for row in self.rows.tables["decisions"]}
        undecided = self._open_items(self._with_text() - decided)
        if undecided and not decided:
            self.rows.add_problem("minutes_without_decisions", self.node.first, text=self.body)
            return
        for row in undecided:
            if not row["standing"]:
                self.rows.add_problem("item_without_decision", row["line_start"], text=row["title"])

    def _with_text(self) -> set[str]:
        """Return the ids of items with text; a title that holds sentences is text, too."""
        sections, items = self.rows.tables["sections"], self.rows.tables["items"]
        in_sections = {row["item_id"] for row in sections if row["text"] and row["section"] != "attachments"}
        return in_sections | {row["item_id"] for row in items if _SENTENCES.search(row["title"] or "")}

    def _open_items(self, ids: set[str]) -> list[Row]:
        return [row for row in self.rows.tables["items"] if row["item_id"] in ids and not row["closed"]]

    def _check_numbers(self, numbers: list[int]) -> None:
        if not self.node.of("item"):
            self.rows.add_problem("meeting_without_items", self.node.first)
        if not numbers:
            return
        if min(numbers) > 1 and self.kind in ("minutes", "agenda", "corrected_minutes"):
            self.rows.add_problem("first_number_not_one", self.node.first, detail=str(min(numbers)))
        rising = [number for at, number in enumerate(numbers) if number <= min(numbers[at:])]
        for missing in sorted(set(range(min(numbers), max(rising))) - set(numbers)):
            self.rows.add_problem("item_number_gap", self.node.first, detail=str(missing))
        self._check_falling()

    def _check_falling(self) -> None:
        """Report items whose number is lower than that of the item before them."""
        plain = [row for row in self.rows.tables["items"] if row["number"] is not None and row["label"].isdecimal()]
        for before, row in pairwise(plain):
            if row["number"] < before["number"]:
                detail = f"{row['label']} follows {before['label']}"
                self.rows.add_problem("item_number_falls", row["line_start"], detail=detail, text=row["title"])


def item_number(node: Node, position: int, taken: set[str]) -> ItemNumber:
    """Return an item's number and its key in ids: `3a` as written, `p4` by position, `2-2` if repeated."""
    number = _number(node)
    label = (node.groups.get("label") or node.groups.get("number") or "").strip(" .:")
    part = _NO_LABEL.sub("-", label).strip("-") or f"p{position}"
    key, again = part, 1
    while key in taken:
        again += 1
        key = f"{part}-{again}"
    taken.add(key)
    return ItemNumber(position, number, label or None, key, again)


def _listed_as(node: Node, position: int) -> int:
    """Return the number under which the contents list an item; without a plain one, its position, negative."""
    number, label = _number(node), node.groups.get("label", "1").strip(" .:")
    return number if number and label.isdecimal() else -position


def _number(node: Node) -> int | None:
    digits = _DIGITS.search(node.groups.get("number", ""))
    return int(digits[0]) if digits else None


_DIGITS = re.compile(r"\d+")
_NO_LABEL = re.compile(r"[^\p{L}\p{N}.]+")


def document_id(source: str, number: int) -> str:
    """Return the id of a document: the path of its file, with `#2` for the second meeting in the file.

    A path that contains `#` always gets a number, so that ids are unique.
    """
    return source if number == 1 and "#" not in source else f"{source}#{number}"
