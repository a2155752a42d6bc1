"""One document to rows of the tables: what the nodes of the tree say, with the lines they say it on.

What needs the whole corpus (one spelling per person, standing matters, cases, references found) is in `referat.corpus`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import regex as re

from referat.facts.attendance import item_attendance
from referat.facts.case_numbers import case_year
from referat.facts.dates import first_date, time_of_day, weekday
from referat.facts.decision_types import rule_on
from referat.facts.names import attendees
from referat.facts.outcomes import outcomes
from referat.facts.paragraphs import clean, marker, paragraphs
from referat.facts.recommendations import Point, points
from referat.facts.references import postponed_to, references
from referat.facts.titles import is_closed, is_standing, title_key, without_open_mark
from referat.facts.votes import votes
from referat.lines import bare
from referat.problems import problem
from referat.sources import Source
from referat.tree import Document, Entry, Node, entries
from referat.words import fold, load

Row = dict[str, Any]

_KINDS = {"dagsorden": "agenda", "tillægsdagsorden": "supplementary", "tillægsreferat": "supplementary"}
_SLUG = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "u", "é": "e"})


@dataclass(slots=True)
class Rows:
    """The rows of every table that one meeting gives, or the problems of a file that holds none."""

    source: str
    sha256: str
    tables: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, **cells: Any) -> None:
        """Add a row to a table."""
        self.tables[table].append(cells)

    def doubt(self, code: str, line: int | None = None, *, detail: str = "", text: str | None = None) -> None:
        """Add a row to the table of problems."""
        self.tables["problems"].append(problem(code, self.source, line or None, detail=detail, text=text))


def slug(text: str) -> str:
    """Return the text as a part of an id: `Klima- og Miljøudvalget` is `klima-og-miljoeudvalget`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text).translate(_SLUG)).strip("-")


def rows_of(document: Document, source: Source) -> Iterator[Rows]:
    """Yield the rows of each meeting of a document."""
    meetings = document.root.of("meeting")
    for meeting in meetings:
        yield _Meeting(meeting, source, document.layout).read()
    for node in document.root.of("preamble"):
        if meetings and any(bare(line) for line in node.lines):
            rows = Rows(source.path, source.sha256)
            rows.doubt("unplaced_header_line", node.last, text=clean(node.lines[node.last - node.first]))
            yield rows


def text_of(lines: Sequence[str]) -> str | None:
    """Return the lines as a text of paragraphs with a blank line between, or nothing if they are all blank."""
    return "\n\n".join(paragraphs(lines)) or None


class _Meeting:
    """Reads one meeting of a source: its header, its contents, its items."""

    def __init__(self, node: Node, source: Source, layout: str) -> None:
        self.node, self.source, self.layout = node, source, layout
        self.rows = Rows(source.path, source.sha256)
        self.fields = {child.kind: child for header in node.of("header") for child in header.children}
        self.body = clean(node.found["body"])
        self.date = first_date(node.found["date"])
        self.id = f"{slug(self.body)}-{self.date}"
        self.members: list[str] = []

    def read(self) -> Rows:
        """Return the meeting's rows."""
        if self.date is None:
            self.rows.doubt("not_minutes", self.node.first, text=self.node.found["date"])
            return self.rows
        recorded = self._attendance()
        self._meeting(recorded)
        listed = self._contents()
        seen: dict[int, int] = {}
        for item in self.node.of("item"):
            number = int(item.found["number"])
            seen[number] = seen.get(number, 0) + 1
            _Item(item, self, number, seen[number], listed).read()
        self._check_numbers(list(seen), listed)
        return self.rows

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
        document = self.node.found.get("document", "").casefold()
        self.rows.add(
            "meetings",
            meeting_id=self.id,
            body=self.body,
            date=self.date,
            start_time=time_of_day(self.value("start_time") or "") or time_of_day(when),
            end_time=time_of_day(self.value("end_time") or ""),
            location=self.value("location"),
            kind=_KINDS.get(document, "minutes"),
            is_extraordinary=self._is_extraordinary(),
            attendance_recorded=recorded,
            reader=self.source.reader,
            layout=self.layout,
            source=self.source.path,
            source_sha256=self.source.sha256,
            line_start=self.node.first or None,
            line_end=self.node.last or None,
        )

    def _is_extraordinary(self) -> bool:
        said = [" ".join(self.node.found.values())]
        first_items = self.node.of("item")[:1]
        said += [line for item in first_items for leaf in item.leaves() for line in leaf.lines]
        return any("ekstraordinær" in line.casefold() for line in said)

    def _check_date(self, when: str) -> None:
        node = self.fields.get("date")
        said, day = first_date(when), weekday(when)
        if said is not None and said != self.date:
            self.rows.doubt(
                "date_disagrees", node.first if node else None, detail=f"{self.date}, the date line {said}", text=when
            )
        elif day is not None and self.date is not None and self.date.weekday() != day:
            names = load("dates")["weekdays"]
            detail = f"{self.date} was a {names[str(self.date.weekday())][0]}, not a {names[str(day)][0]}"
            self.rows.doubt("weekday_disagrees", node.first if node else None, detail=detail, text=when)

    def _attendance(self) -> bool:
        found = []
        for kind in ("attendees", "absentees"):
            node = self.fields.get(kind)
            if node is not None:
                label = f"{node.found['label']}: " if "label" in node.found else ""
                found += attendees(label + _name_list(node.found.get("value", ""), node.body))
        for position, person in enumerate(found, 1):
            self.rows.add(
                "attendance",
                meeting_id=self.id,
                position=position,
                person=person.name,
                name=person.name,
                role=person.role,
                party=person.party,
                status=person.status,
            )
        self.members = [person.name for person in found]
        if not found:
            self.rows.doubt("attendance_missing", self.node.first)
        return bool(found)

    def _contents(self) -> dict[int, Entry]:
        listed = [entry for node in self.node.of("contents") for entry in entries(node.body, node.first + 1)]
        last = 0
        for entry in listed:
            if entry.page is not None and entry.page < last:
                self.rows.doubt("page_number_falls", entry.line, detail=str(entry.page), text=entry.title)
            last = entry.page or last
        return dict(enumerate(listed, 1))

    def _check_numbers(self, numbers: list[int], listed: dict[int, Entry]) -> None:
        if not numbers:
            self.rows.doubt("meeting_without_items", self.node.first)
            return
        for missing in sorted(set(range(min(numbers), max(numbers))) - set(numbers)):
            self.rows.doubt("item_number_gap", self.node.first, detail=str(missing))
        for number, entry in listed.items():
            if number > max(numbers):
                self.rows.doubt("contents_without_item", entry.line, text=entry.title)


class _Item:
    """Reads one agenda item: its heading, its case, its sections and what they hold."""

    def __init__(self, node: Node, meeting: _Meeting, number: int, occurrence: int, listed: dict[int, Entry]) -> None:
        self.node, self.meeting, self.rows = node, meeting, meeting.rows
        self.number = number
        self.id = f"{meeting.id}:{number}" + ("" if occurrence == 1 else chr(ord("a") + occurrence - 1))
        self.title = clean(node.found["title"])
        self.entry = listed.get(number)
        self.contents_given = bool(listed)
        self.closed = is_closed(self.title)
        self.on = meeting.date or date.min
        if occurrence > 1:
            self.rows.doubt("item_number_repeated", node.first, detail=str(number), text=self.title)

    def read(self) -> None:
        """Add the item's rows."""
        self._item()
        sections = self.node.of("section")
        for position, section in enumerate(sections, 1):
            self._section(section, position)
        self._recommendations([s for s in sections if s.found.get("section") == "recommendation"])
        self._attachments([s for s in sections if s.found.get("section") == "attachments"])
        self._decisions(sections)

    def _item(self) -> None:
        case = next((node.found["number"] for node in self.node.of("case")), None)
        title = without_open_mark(self.title) or None
        self.rows.add(
            "items",
            item_id=self.id,
            meeting_id=self.meeting.id,
            number=self.number,
            title=title,
            title_key=title_key(title or ""),
            toc_title=clean(self.entry.title) if self.entry else None,
            toc_page=self.entry.page if self.entry else None,
            case_number=case,
            case_year=case_year(case) if case else None,
            closed=self.closed,
            standing=is_standing(self.title, self.meeting.body),
            line_start=self.node.first or None,
            line_end=self.node.last or None,
        )
        self._check_item(case)

    def _check_item(self, case: str | None) -> None:
        line = self.node.first
        if case is None:
            self.rows.doubt("case_number_missing", line, text=self.title)
        elif (case_year(case) or 0) > self.on.year:
            self.rows.doubt("case_year_after_meeting", line, text=case)
        if self.entry is None and self.contents_given:
            self.rows.doubt("item_not_in_contents", line, text=self.title)
        elif self.entry and fold(self.entry.title) != fold(self.title):
            self.rows.doubt("contents_title_differs", line, detail=self.entry.title, text=self.title)

    def _section(self, node: Node, position: int) -> None:
        lines = [line for leaf in node.leaves() for line in leaf.lines][1 if "heading" in node.found else 0 :]
        text = text_of(lines)
        self.rows.add(
            "sections",
            item_id=self.id,
            position=position,
            section=self._kind(node),
            heading=clean(node.found["heading"]) if "heading" in node.found else None,
            text=text,
            line_start=node.first or None,
            line_end=node.last or None,
        )
        if node.repaired:
            self.rows.doubt("heading_repaired", node.first, detail=node.repaired, text=node.found["heading"])
        if "heading" not in node.found and not self.closed:
            self.rows.doubt("unheaded_text", node.first, text=text)
        self._references(node)

    def _kind(self, node: Node) -> str:
        """Return what a section is; text straight under a closed item's case number is its decision."""
        return node.found.get("section") or ("decision" if self.closed else "other")

    def _references(self, node: Node) -> None:
        for leaf in node.leaves():
            for offset, line in enumerate(leaf.body, leaf.heading_lines):
                for reference in references(clean(line), self.on):
                    self.rows.add(
                        "references",
                        item_id=self.id,
                        kind=reference.kind,
                        text=reference.text,
                        body=reference.body,
                        date=reference.date,
                        case_number=reference.case_number,
                        meeting_id=None,
                        direction=reference.direction,
                        line_start=leaf.first + offset if leaf.first else None,
                    )

    def _recommendations(self, nodes: list[Node]) -> None:
        found: list[Point] = [point for node in nodes for point in points(node.body)]
        for position, point in enumerate(found, 1):
            self.rows.add(
                "recommendations",
                item_id=self.id,
                position=position,
                label=point.label,
                text=point.text,
                proposer=point.proposer,
            )
        self.labels = [point.label or str(position) for position, point in enumerate(found, 1)]

    def _attachments(self, nodes: list[Node]) -> None:
        titles = [_attachment(line) for node in nodes for line in node.body]
        for position, title in enumerate((title for title in titles if title), 1):
            self.rows.add("attachments", item_id=self.id, position=position, title=title)

    def _decisions(self, sections: list[Node]) -> None:
        taken = [leaf for node in sections for leaf in self._decision_nodes(node)]
        found = [(leaf, text) for leaf in taken if (text := text_of(leaf.body))]
        for position, (leaf, text) in enumerate(found, 1):
            self._decision(leaf, text, position)

    def _decision_nodes(self, node: Node) -> list[Node]:
        if self._kind(node) == "decision":
            return [node]
        return node.of("history_entry")

    def _decision(self, node: Node, text: str, position: int) -> None:
        decided_on = first_date(node.found.get("date", "")) or (None if node.kind == "history_entry" else self.on)
        body = self._body(node.found.get("body"))
        is_earlier = decided_on != self.on or body != self.meeting.body or node.kind == "history_entry"
        if decided_on and decided_on > self.on:
            self.rows.doubt(
                "decision_after_meeting", node.first, detail=str(decided_on), text=node.found.get("heading")
            )
        ruling = rule_on(text)
        decision_id = f"{self.id}:{position}"
        self.rows.add(
            "decisions",
            decision_id=decision_id,
            item_id=self.id,
            meeting_id=self.meeting.id,
            position=position,
            body=body,
            decided_on=decided_on,
            is_earlier=is_earlier,
            decision_type=ruling.decision_type,
            decision_types="|".join(ruling.decision_types),
            evidence=ruling.evidence,
            rule=ruling.rule,
            text=text,
            postponed_to=postponed_to(text, decided_on or self.on) if ruling.decision_type == "postponed" else None,
            line_start=node.first or None,
            line_end=node.last or None,
        )
        if not is_earlier:
            self._attendance(text)
            self._outcomes(decision_id, text)
            self._votes(decision_id, text)

    def _body(self, written: str | None) -> str:
        """Return the body that decided: the meeting's own name where it is the same but for case and year range."""
        own = self.meeting.body
        if written is None or fold(written) == fold(own) or fold(own).startswith(f"{fold(written)} 20"):
            return own
        return clean(written)

    def _attendance(self, text: str) -> None:
        position = len([row for row in self.rows.tables["item_attendance"] if row["item_id"] == self.id])
        for person in item_attendance(text, self.meeting.members):
            position += 1
            self.rows.add(
                "item_attendance",
                item_id=self.id,
                position=position,
                person=person.name,
                name=person.name,
                party=person.party,
                status=person.status,
                text=person.text,
            )

    def _outcomes(self, decision_id: str, text: str) -> None:
        for position, outcome in enumerate(outcomes(text), 1):
            self.rows.add(
                "outcomes",
                decision_id=decision_id,
                item_id=self.id,
                position=position,
                label=outcome.label,
                recommendation=self.labels.index(outcome.label) + 1 if outcome.label in self.labels else None,
                decision_type=outcome.decision_type,
                text=outcome.text,
            )

    def _votes(self, decision_id: str, text: str) -> None:
        for position, vote in enumerate(votes(text), 1):
            self.rows.add(
                "votes",
                decision_id=decision_id,
                item_id=self.id,
                position=position,
                option=vote.option,
                count=vote.count,
                party=vote.party,
                person=vote.person,
                text=vote.text,
            )


def _attachment(line: str) -> str | None:
    text = clean(line)
    mark = marker(text)
    return text[mark.end() :] if mark and mark["bullet"] else text or None


def _name_list(value: str, below: Sequence[str]) -> str:
    """Return a list of names as one line, for names too wrap at line ends; one name a line stays so.

    One name a line is written only under a label that stands alone, and then needs no commas.
    """
    lines = [text for line in (value, *below) if (text := clean(line))]
    if not clean(value) and not any("," in line for line in lines):
        return "\n".join(lines)
    return re.sub(r"(?<=\p{L}-) (?=\p{Lu})", "", " ".join(lines))
