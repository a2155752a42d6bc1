"""One meeting of the tree to rows: its header, its contents, and what they contradict.

What needs the whole corpus (one spelling per person, standing matters, cases, references found) is in `referat.corpus`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

import regex as re

from referat.facts.body_names import body_key, is_question_box
from referat.facts.dates import end_of_span, first_date, last_day, time_of_day, weekday
from referat.facts.document_kinds import document_kind, why_not_held
from referat.facts.names import Named, attendees
from referat.facts.paragraphs import clean, clean_heading, paragraphs
from referat.formats.source_files import Source
from referat.records.item_reader import ItemNumber, ItemReader, MeetingContext
from referat.records.meeting_identity import identify_meeting
from referat.records.rows import Row, Rows
from referat.schema.registry import AGENDA_KINDS
from referat.structure.document_tree import Document, Node
from referat.structure.layout_rules import GENERIC, LAST_RESORT
from referat.structure.table_of_contents import Entry, entries, match_entries_to_items
from referat.structure.text_lines import bare
from referat.vocabulary import fold, load

_PEOPLE = ("attendees", "absentees")
_A_LIST = 3
"""So many lines with a name each are one name a line, and a comma in one parts the name from its role."""

_CALLED = {True: "closed", False: "open"}
_LETTERHEAD = 5
"""Within so many lines above the first item a line of its own that names the municipality is its letterhead."""


def meeting_rows(document: Document, source: Source) -> Iterator[Rows]:
    """Yield the rows of each meeting of a document."""
    meetings = document.root.of("meeting")
    for number, meeting in enumerate(meetings, 1):
        reader = _MeetingReader(meeting, source, document.layout, number)
        yield reader.leave_out() if is_question_box(reader.body or "") else reader.read()
    for node in document.root.of("preamble"):
        if meetings and any(bare(line) for line in node.lines):
            rows = Rows(source.path, source.sha256)
            code = "text_before_items" if document.layout in (LAST_RESORT, GENERIC) else "unplaced_header_line"
            rows.doubt(code, node.last, text=clean(node.lines[node.last - node.first]))
            yield rows


class _MeetingReader:
    """Reads one meeting of a source: its header, its contents, its items."""

    def __init__(self, node: Node, source: Source, layout: str, number: int = 1) -> None:
        self.node, self.source, self.layout, self.number = node, source, layout, number
        self.rows = Rows(source.path, source.sha256)
        self.fields = {child.kind: child for header in node.of("header") for child in header.children}
        self.who = identify_meeting(node, self.value, source.path)
        self.id, self.body, self.date = self.who.id, self.who.body, self.who.on
        self.members: list[str] = []
        self.kind = document_kind(node.found.get("document", ""))
        not_held = None if self._is_minuted() else why_not_held(self._notices())
        self.status = "expected" if self.kind in AGENDA_KINDS else "held"
        self.notice = ""
        if not_held:
            self.status, self.notice = not_held

    def leave_out(self) -> Rows:
        """Return no rows but the problem that says why: a portal's list of citizens' questions is no meeting."""
        self.rows.doubt("question_box", self.node.first, text=self.body)
        return self.rows

    def read(self) -> Rows:
        """Return the meeting's rows."""
        self._check_identity()
        self._check_header()
        recorded = self._attendance()
        self._meeting(recorded)
        listed = self._contents()
        context, taken = self.context(), set[str]()
        for position, item in enumerate(self.node.of("item"), 1):
            ItemReader(item, context, item_number(item, position, taken), listed).read()
        self._check_access()
        self._check_numbers([row["number"] for row in self.rows.tables["items"] if row["number"] is not None])
        self._check_decided()
        return self.rows

    def context(self) -> MeetingContext:
        """Return what the readers of the items must know of the meeting."""
        minuted = self.kind not in AGENDA_KINDS
        last = last_day(self.value("date") or "", self.date) if self.date else None
        return MeetingContext(self.id, self.body, self.date, tuple(self.members), self.rows, minuted, last)

    def value(self, kind: str) -> str | None:
        """Return what stands after a label of the header: on its line, or on the lines below it."""
        node = self.fields.get(kind)
        if node is None:
            return None
        lines = [node.found.get("value", ""), *node.body]
        return next(iter(paragraphs(lines)), None) if not clean(lines[0]) else clean(lines[0])

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
            attendance_recorded=recorded,
            layout=self.layout,
            **self._source(),
        )

    def _start_time(self, when: str) -> str | None:
        """Return when the meeting began: as a label, the day's line or the heading says."""
        told = (self.value("start_time") or "", when, self.node.found.get("time", ""))
        return next((time for text in told if (time := time_of_day(text))), None)

    def _source(self) -> Row:
        """Return the cells that say which document tells of the meeting."""
        path, found = self.source.path, self.node.found
        return {
            "document_id": document_id(path, self.number),
            "source": path,
            "source_sha256": self.source.sha256,
            "reader": self.source.reader,
            "portal_id": found.get("portal_id"),
            "url": found.get("url"),
            "line_start": self.node.first or None,
            "line_end": self.node.last or None,
        }

    def _released(self) -> date | None:
        return first_date(self.node.found.get("released", ""))

    def _is_minuted(self) -> bool:
        """Tell whether the document minutes more than one item, or holds any decision: then the meeting was held."""
        items = self.node.of("item")
        return len(items) > 1 or any(
            node.found.get("section") == "decision" for item in items for node in item.of("section")
        )

    def _notices(self) -> list[str]:
        """Return the texts that can say that the meeting was not held: all above the first item, and its title."""
        header = [clean(line) for part in self.node.of("header") for leaf in part.leaves() for line in leaf.lines]
        titles = [clean(item.found["title"]) for item in self.node.of("item")]
        return [*filter(None, (self.node.found.get("notice", ""), *header, *titles))]

    def _letterhead(self) -> str | None:
        """Return the municipality that a line of its own at the top names: "Engby Kommune"."""
        lines = [line for part in self.node.of("header") for leaf in part.leaves() for line in leaf.lines]
        named = (_MUNICIPALITY.fullmatch(clean(line)) for line in filter(bare, lines))
        return next((match["name"] for match in islice(named, _LETTERHEAD) if match), None)

    def _end_time(self, when: str) -> str | None:
        """Return when the meeting ended: as its header says, by a span of time too, else as a line at its end says."""
        said = time_of_day(self.value("end_time") or "")
        span = end_of_span(self.value("start_time") or "") or end_of_span(when)
        return said or span or time_of_day(self.node.found.get("ended", ""))

    def _place_with_date(self) -> str | None:
        """Return the place where date and place stand in one line ("Den 9. januar 2020 kl. 13:00 i Store Sal")."""
        node = self.fields.get("date")
        return clean(node.found.get("location", "")) or None if node else None

    def _check_identity(self) -> None:
        """Say what of the meeting is not told, or told only by its decisions."""
        line = self.node.first
        if self.layout in (LAST_RESORT, GENERIC):
            self.rows.doubt("layout_unknown", line)
        if self.who.told:
            self.rows.doubt("meeting_told_by_decisions", line, detail=self.who.told)
        missing = [name for name, known in (("body", self.body), ("date", self.date)) if not known]
        if missing:
            self.rows.doubt("meeting_not_named", line, detail=" and ".join(missing))

    def _check_header(self) -> None:
        for leaf in self.node.leaves():
            if leaf.repaired and leaf.kind != "section":
                told = leaf.lines[0] if leaf.lines else ""
                self.rows.doubt("heading_repaired", leaf.first, detail=leaf.repaired, text=clean(told))
        node = self.fields.get("unplaced")
        if node and any(bare(line) for line in node.lines):
            self.rows.doubt("unplaced_header_line", node.last, text=clean(node.lines[node.last - node.first]))

    def _is_extraordinary(self) -> bool:
        """Tell whether its header, or its first item beside its date, calls the meeting so; not one it speaks of."""
        header = (line for part in self.node.of("header") for leaf in part.leaves() for line in leaf.lines)
        first = (line for part in self.node.of("item")[:1] for leaf in part.leaves() for line in leaf.lines)
        said = (*self.node.found.values(), *header, *(line for line in first if first_date(line) == self.date))
        return any("ekstraordinær" in line.casefold() for line in said)

    def _check_date(self, when: str) -> None:
        node = self.fields.get("date")
        said, day = first_date(when), weekday(when)
        heading = self.node.found.get("date")
        if heading and first_date(heading) is None:
            self.rows.doubt("date_disagrees", self.node.first, detail=f"{heading}, which is no day", text=when)
        if said is not None and said != self.date:
            self.rows.doubt(
                "date_disagrees", node.first if node else None, detail=f"{self.date}, the date line {said}", text=when
            )
        elif day is not None and self.date is not None and self.date.weekday() != day:
            names = load("dates")["weekdays"]
            detail = f"{self.date} was a {names[str(self.date.weekday())][0]}, not a {names[str(day)][0]}"
            self.rows.doubt("weekday_disagrees", node.first if node else None, detail=detail, text=when)

    def _attendance(self) -> bool:
        nodes = self._people_lists()
        named = _once([person for node in nodes for person in self._people(node)])
        self.members = [person.name for person in named]
        attended = named if self.status == "held" else [person for person in named if person.status != "present"]
        first, last = (nodes[0].first, nodes[-1].last) if nodes else (0, 0)
        self.rows.add_each(
            "attendance", attended, meeting_id=self.id, line_start=first or None, line_end=max(first, last) or None
        )
        if self.status != "held":
            self._check_not_held([person.name for person in named if person.status == "present"])
        elif not named:
            self.rows.doubt("attendance_missing", self.node.first)
        return bool(attended)

    def _check_not_held(self, listed: list[str]) -> None:
        """Say why nobody counts as present, and who is named as a member."""
        if self.notice:
            self.rows.doubt("meeting_not_held", self.node.first, detail=self.status, text=self.notice)
        if listed:
            self.rows.doubt("members_not_attending", self.node.first, detail=self.status, text=", ".join(listed))

    def _people(self, node: Node) -> list[Named]:
        written = _name_list(node)
        people = attendees(written)
        named = fold(written.removeprefix(f"{node.found.get('label', '')}: ")).rstrip(".")
        says_something = any(letter.isalpha() for letter in named) and named not in load("people")["nobody"]
        if says_something and not people:
            self.rows.doubt("unknown_attendee", node.first, detail=f"`{node.kind}`", text=written)
        return people

    def _people_lists(self) -> list[Node]:
        """Return the header's lists of people, those present first; there can be one for each kind of absence."""
        lists = [node for header in self.node.of("header") for node in header.children if node.kind in _PEOPLE]
        return sorted(lists, key=lambda node: _PEOPLE.index(node.kind))

    def _contents(self) -> dict[int, Entry]:
        """Return what the contents list of each item."""
        listed = [entry for node in self.node.of("contents") for entry in entries(node.body, node.first + 1)]
        last = 0
        for entry in listed:
            if entry.page is not None and entry.page < last:
                self.rows.doubt("page_number_falls", entry.line, detail=str(entry.page), text=entry.title)
            last = entry.page or last
        numbers = [_number(item) or -position for position, item in enumerate(self.node.of("item"), 1)]
        titles = dict(zip(numbers, (clean_heading(item.found["title"]) for item in self.node.of("item")), strict=True))
        found = match_entries_to_items(listed, titles)
        items = {found[number] for number in found.keys() & titles.keys()}
        for entry in listed:
            if titles and entry not in items:
                self.rows.doubt("contents_without_item", entry.line, text=entry.title)
        return found

    def _check_access(self) -> None:
        """Note where the portal's own mark of a closed item contradicts the title, once if it does so throughout.

        One municipality's portal calls every item closed.
        """
        said = [item.found.get("portal_says") for item in self.node.of("item")]
        rows = zip(self.rows.tables["items"], said, strict=True)
        wrong = [row for row, access in rows if access == _CALLED[not row["closed"]]]
        if len(wrong) > 1 and set(said) == {"closed"}:
            self.rows.doubt("closed_mark_disagrees", self.node.first, detail="every item closed")
            return
        for row in wrong:
            called = _CALLED[not row["closed"]]
            self.rows.doubt("closed_mark_disagrees", row["line_start"], detail=f"the item {called}", text=row["title"])

    def _check_decided(self) -> None:
        """Note items of minutes that have text and no decision, and minutes in which no item has one."""
        if self.kind in AGENDA_KINDS or self.status != "held":
            return
        tables = self.rows.tables
        told = {row["item_id"] for row in tables["sections"] if row["text"] and row["section"] != "attachments"}
        decided = {row["item_id"] for row in tables["decisions"]}
        lost = [row for row in tables["items"] if row["item_id"] in told - decided and not row["closed"]]
        lost = [row for row in lost if not row["standing"]] if decided else lost
        if lost and not decided:
            self.rows.doubt("minutes_without_decisions", self.node.first, text=self.body)
            return
        for row in lost:
            self.rows.doubt("item_without_decision", row["line_start"], text=row["title"])

    def _check_numbers(self, numbers: list[int]) -> None:
        if not self.node.of("item"):
            self.rows.doubt("meeting_without_items", self.node.first)
        if not numbers:
            return
        if min(numbers) > 1 and self.kind in ("minutes", "agenda", "corrected_minutes"):
            self.rows.doubt("first_number_not_one", self.node.first, detail=str(min(numbers)))
        for missing in sorted(set(range(min(numbers), max(numbers))) - set(numbers)):
            self.rows.doubt("item_number_gap", self.node.first, detail=str(missing))


def item_number(node: Node, position: int, taken: set[str]) -> ItemNumber:
    """Return an item's number and its part of the id: as written, `3a`; without one its position, `p4`; `2-2` again."""
    number = _number(node)
    label = (node.found.get("label") or node.found.get("number") or "").strip(" .:")
    part = _NO_LABEL.sub("-", label).strip("-") or f"p{position}"
    key, again = part, 1
    while key in taken:
        again += 1
        key = f"{part}-{again}"
    taken.add(key)
    return ItemNumber(position, number, label or None, key, again)


def _number(node: Node) -> int | None:
    digits = re.search(r"\d+", node.found.get("number", ""))
    return int(digits[0]) if digits else None


_NO_LABEL = re.compile(r"[^\p{L}\p{N}.]+")
_MUNICIPALITY = re.compile(
    r"(?:(?:Referat|Dagsorden)\s*[-–,:|]?\s*)?(?P<name>\p{Lu}[\p{L}-]+(?:[ -]\p{Lu}[\p{L}-]+)?) [Kk]ommune"
    r"(?:\s*[-–,:|]\s*(?:Referat|Dagsorden))?"
)
"""A line that says no more than whose minutes these are."""


def document_id(source: str, number: int) -> str:
    """Return the id of the document that is the meeting `number` in a file: its path, and `#2` for the second.

    A path that holds such a mark itself carries its number always, so that no two ids are equal.
    """
    return source if number == 1 and "#" not in source else f"{source}#{number}"


def _once(people: list[Named]) -> list[Named]:
    """Return the people, those listed as present and as away as well once: away, which is what counts."""
    away = {person.name: person for person in people if person.status in ("absent", "excused")}
    twice = {
        person.name
        for person in people
        if person.status == "present" and person.name in away and _may_be_one(person, away[person.name])
    }
    if not twice:
        return people
    return [
        replace(person, status=away[person.name].status) if person.name in twice else person
        for person in people
        if person.name not in twice or person.status == "present"
    ]


def _may_be_one(person: Named, other: Named) -> bool:
    """Tell whether two of one name can be one person: namesakes of two parties cannot."""
    return None in (person.party, other.party) or person.party == other.party


def _name_list(node: Node) -> str:
    """Return a list of names as one line under its label, for names too wrap at line ends; one name a line stays so.

    One name a line is written under a label that stands alone, without commas; or in so many lines that none has two.
    """
    label = f"{node.found['label']}: " if "label" in node.found else ""
    value = clean(node.found.get("value", ""))
    lines = [text for line in (value, *node.body) if (text := clean(line))]
    bare_names = not value and not any("," in line for line in lines)
    one_each = [len(attendees(line)) for line in lines]
    noted = len(lines) > 1 and set(one_each) == {1} and all("," in line or "(" in line for line in lines)
    if bare_names or noted or (len(lines) >= _A_LIST and max(one_each) < 2):
        return label + "\n".join(lines)
    return label + _WRAPPED_NAME.sub("", " ".join(lines))


_WRAPPED_NAME = re.compile(r"(?<=\p{L}-) (?=\p{Lu})")
