"""Convert one agenda item of the tree to rows: heading, case number, sections and the facts in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from referat.facts.access_marks import closes
from referat.facts.announced_route import announced_bodies
from referat.facts.attendance.item_absences import AttendanceChange, attendance_changes
from referat.facts.body_names import body_key, meets_jointly, same_body
from referat.facts.case_numbers import case_numbers, case_year
from referat.facts.dates import first_date
from referat.facts.decisions.decision_classifier import classify_decision
from referat.facts.decisions.point_outcomes import outcomes
from referat.facts.item_features import FEATURES, item_features
from referat.facts.names import same_person
from referat.facts.paragraphs import clean_heading, marker
from referat.facts.recommendations import points
from referat.facts.references import Reference, may_refer, postponed_to, references
from referat.facts.titles import is_closed, is_standing, title_key, without_label, without_lead_in, without_open_mark
from referat.facts.votes import votes
from referat.records.rows import Row, Rows
from referat.records.section_text import SectionText, SectionTexts
from referat.structure.document_tree import Node
from referat.structure.line_classifier import is_body
from referat.structure.section_headings import doubtful_heading
from referat.structure.table_of_contents import Entry, are_titles_alike
from referat.structure.text_lines import bare
from referat.vocabulary import fold, slug

_SHORT = 80
"""Lines with this many characters or more are not headings."""


@dataclass(frozen=True, slots=True)
class MeetingContext:
    """Facts about the meeting that item readers need: id, body, date, people in the header, and the rows to add to.

    `minuted` is whether the document holds minutes; `last` is the last day of a meeting over several days;
    `others` are the other bodies of a joint meeting; `closed` is whether the document has only closed items.
    """

    id: str
    body: str | None
    on: date | None
    members: tuple[str, ...]
    rows: Rows
    minuted: bool = True
    last: date | None = None
    others: tuple[str, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class ItemNumber:
    """An item's place on the agenda: position, number, label as written, key in ids, and its count if repeated."""

    position: int
    number: int | None
    label: str | None
    key: str
    occurrence: int = 1


class ItemReader:
    """Reads one agenda item: heading, case numbers, sections and their facts."""

    def __init__(
        self, node: Node, meeting: MeetingContext, number: ItemNumber, entry: Entry | None, listed: bool
    ) -> None:
        self.node, self.meeting, self.rows = node, meeting, meeting.rows
        self.number = number
        self.id = f"{meeting.id}:{number.key}"
        self.title = without_lead_in(without_label(clean_heading(node.groups["title"])))
        self.entry, self.contents_given = entry, listed
        self.closed = meeting.closed or is_closed(self.title) or closes(node.groups.get("access", ""))
        self.on = meeting.on
        self.decides = self.decides_undated = False
        self.first_decision = len(self.rows.tables["decisions"])
        self.labels: list[str] = []
        self.attendance_changes: list[AttendanceChange] = []
        if number.occurrence > 1:
            self.rows.add_problem("item_number_repeated", node.first, detail=number.label or "", text=self.title)

    def read(self) -> None:
        """Add the rows of the item."""
        self._item()
        sections = [SectionText.of(node, self._kind(node)) for node in self.node.of("section")]
        for position, section in enumerate(sections, 1):
            self._section(section, position)
        self._further_cases()
        self._recommendations([s.parts[0] for s in sections if s.kind == "recommendation"])
        self._attachments([s.parts[0] for s in sections if s.kind == "attachments"])
        self._decisions(self._counted_once([part for section in sections for part in section.decisions]))
        self._route([s for s in sections if s.kind == "procedure"])
        self._features(sections)

    def _route(self, procedures: list[SectionText]) -> None:
        """Add the bodies that the item will pass through, each once."""
        named = {body: section for section in procedures for body in announced_bodies(section.text or "")}
        for position, (body, section) in enumerate(named.items(), 1):
            lines = {"line_start": section.node.first or None, "line_end": section.node.last or None}
            names = {"body": body, "body_key": body_key(body)}
            self.rows.add("announced_route", item_id=self.id, position=position, **names, **lines)

    def _features(self, sections: list[SectionText]) -> None:
        """Add the features used to link items to the row of the item."""
        made = self.rows.tables["decisions"][self.first_decision :]
        texts = {
            kind: [s.text for s in sections if s.kind == kind and s.text]
            for kind in ("procedure", "recommendation", "presentation")
        }
        features = item_features(
            self.title,
            [(row["text"], row["decision_types"].split("|")) for row in made if not row["is_earlier"]],
            texts["procedure"],
            texts["recommendation"],
            [
                (row["text"], row["decision_types"].split("|"), row["decided_on"])
                for row in made
                if row["is_earlier"] and row["body"] == self.meeting.body
            ],
            texts["presentation"],
        )
        self.rows.tables["items"][-1] |= {name: getattr(features, name) for name in FEATURES}

    def _item(self) -> None:
        case = next((node.groups["number"] for node in self.node.of("case")), self.node.groups.get("case"))
        year = case_year(case) if case else None
        title = without_open_mark(self.title) or None
        self.rows.add(
            "items",
            item_id=self.id,
            meeting_id=self.meeting.id,
            source=self.rows.source,
            position=self.number.position,
            number=self.number.number,
            label=self.number.label,
            title=title,
            title_key=title_key(title or ""),
            toc_title=clean_heading(self.entry.title) if self.entry else None,
            toc_page=self.entry.page if self.entry else None,
            case_number=case,
            case_year=year,
            closed=self.closed,
            standing=is_standing(self.title, self.meeting.body or ""),
            minuted=self.meeting.minuted,
            portal_id=self.node.groups.get("portal_id"),
            url=self.node.groups.get("url"),
            portal_says=self.node.groups.get("portal_says"),
            line_start=self.node.first or None,
            line_end=self.node.last or None,
        )
        self._check_item(case, year)

    def _further_cases(self) -> None:
        """Add the item's further case numbers, on the line of the first one or below it, as references to cases."""
        added = {self.rows.tables["items"][-1]["case_number"]}
        for node in self.node.of("case"):
            line = node.first or None
            numbers = case_numbers(clean_heading(node.lines[0]) if node.lines else "")
            for number in dict.fromkeys(number for number in numbers if number not in added):
                added.add(number)
                mention = Reference("case", number, case_number=number)
                self.rows.add_each(
                    "references", [mention], item_id=self.id, body_key=None, line_start=line, line_end=line
                )

    def _check_item(self, case: str | None, year: int | None) -> None:
        line = self.node.first
        if case is None:
            self.rows.add_problem("case_number_missing", line, text=self.title)
        elif self.on and (year or 0) > self.on.year:
            self.rows.add_problem("case_year_after_meeting", line, text=case)
        if self.entry is None and self.contents_given:
            self.rows.add_problem("item_not_in_contents", line, text=self.title)
        elif self.entry and not _is_same_title(self.entry.title, self.title):
            self.rows.add_problem("contents_title_differs", line, detail=self.entry.title, text=self.title)

    def _section(self, section: SectionText, position: int) -> None:
        node, text = section.node, section.text
        self.rows.add(
            "sections",
            item_id=self.id,
            position=position,
            section=section.kind,
            heading=clean_heading(node.groups["heading"]) if "heading" in node.groups else None,
            text=text,
            line_start=node.first or None,
            line_end=node.last or None,
        )
        if node.corrected_to:
            self.rows.add_problem("heading_repaired", node.first, detail=node.corrected_to, text=node.groups["heading"])
        self._check_headings([part.leaf for part in section.parts])
        if "heading" not in node.groups and not self.closed:
            self.rows.add_problem("unheaded_text", node.first, text=text)
        for part in section.parts:
            if part.text:
                self._references(part)

    def _check_headings(self, leaves: list[Node]) -> None:
        """Report lines within text that may be misspelt headings; they are read as text."""
        for leaf in leaves:
            for at, (above, line) in enumerate(pairwise(leaf.lines), leaf.first + 1):
                if above and line and len(line) < _SHORT and (heading := doubtful_heading(above, line)):
                    self.rows.add_problem(
                        "heading_doubtful", at if leaf.first else None, detail=heading, text=bare(line)
                    )

    def _kind(self, node: Node) -> str:
        """Return the kind of a section; text directly under a closed item's case number is its decision."""
        return node.groups.get("section") or ("decision" if self.closed else "other")

    def _references(self, part: SectionTexts) -> None:
        if self.on is None:
            return
        for position in may_refer(part.lines):
            line = part.line(position)
            for reference in references(part.lines[position], self.on, self.meeting.body or ""):
                key = body_key(reference.body or "") or None
                self.rows.add_each(
                    "references", [reference], item_id=self.id, body_key=key, line_start=line, line_end=line
                )

    def _recommendations(self, parts: list[SectionTexts]) -> None:
        recommended = [point for part in parts for point in points(part.paragraphs)]
        lines = lines_of([part.leaf for part in parts])
        self.rows.add_each("recommendations", recommended, item_id=self.id, **lines)
        self.labels = [point.label or str(position) for position, point in enumerate(recommended, 1)]

    def _attachments(self, parts: list[SectionTexts]) -> None:
        attachments = [attachment for part in parts for attachment in _listed(part)]
        for position, attachment in enumerate(attachments, 1):
            self.rows.add("attachments", item_id=self.id, position=position, **attachment)

    def _decisions(self, parts: list[SectionTexts]) -> None:
        decided = [(part.leaf, part.text) for part in parts if part.text]
        for position, (leaf, text) in enumerate(decided, 1):
            self._decision(leaf, text, position)
        self.rows.add_each(
            "item_attendance", self.attendance_changes, item_id=self.id, **lines_of([leaf for leaf, _ in decided])
        )
        self._check_days([leaf for leaf, _ in decided])
        self._check_away()

    def _counted_once(self, parts: list[SectionTexts]) -> list[SectionTexts]:
        """Return the decisions without history entries that repeat a decision of this meeting."""
        parts = self._without_proposals(parts)
        made = [part for part in parts if part.leaf.kind != "history_entry" and part.text]
        self.decides = any(self._is_own_day(part.leaf) for part in made)
        self.decides_undated = any("date" not in part.leaf.groups for part in made)
        return [part for part in parts if part in made or not (self.decides and self._is_own_entry(part.leaf))]

    def _without_proposals(self, parts: list[SectionTexts]) -> list[SectionTexts]:
        """Return the decisions without text under a plain "Beslutning", if a dated decision of this meeting follows."""
        headed = (part.leaf for part in parts if part.leaf.kind != "history_entry" and part.text)
        is_dated = any("date" in leaf.groups and self._is_own_day(leaf) for leaf in headed)
        return [part for part in parts if not _is_plain(part.leaf)] if is_dated else parts

    def _is_own_day(self, node: Node) -> bool:
        """Return whether a decision's heading has the meeting's body and date, or leaves them out."""
        day = first_date(node.groups.get("date", ""))
        return day in (None, self.on) and self._body(node.groups.get("body")) == self.meeting.body

    def _is_own_entry(self, node: Node) -> bool:
        return node.kind == "history_entry" and self.on is not None and "date" in node.groups and self._is_own_day(node)

    def _check_days(self, nodes: list[Node]) -> None:
        """Report an item where all decisions of the body are dated before the meeting."""
        made = self.rows.tables["decisions"][-len(nodes) :] if nodes else []
        own_decisions = [
            (node, row["decided_on"])
            for node, row in zip(nodes, made, strict=True)
            if node.kind != "history_entry" and row["body"] == self.meeting.body
        ]
        if (
            own_decisions
            and all(row["is_earlier"] for row in made)
            and self.on
            and all(day < self.on for _, day in own_decisions)
        ):
            node, day = own_decisions[-1]
            self.rows.add_problem(
                "decision_before_meeting", node.first, detail=str(day), text=node.groups.get("heading")
            )

    def _check_away(self) -> None:
        """Report people whom only the portal lists as absent; the text of the decision takes precedence."""
        portal_names = filter(None, self.node.groups.get("portal_lists_away", "").split("; "))
        unmentioned = [
            name for name in portal_names if not any(same_person(name, away.name) for away in self.attendance_changes)
        ]
        if unmentioned:
            self.rows.add_problem(
                "attendance_disagrees", self.node.first, detail=", ".join(unmentioned), text=self.title
            )

    def _decision(self, node: Node, text: str, position: int) -> None:
        decided_on = first_date(node.groups.get("date", "")) or (None if node.kind == "history_entry" else self.on)
        body = self._body(node.groups.get("body"))
        is_earlier = self._is_earlier(node, body, decided_on)
        is_joint = body is not None and meets_jointly(body, self.meeting.body or "")
        body = body if is_earlier or is_joint else (self.meeting.body or body)
        if decided_on and self.on and decided_on > (self.meeting.last or self.on) and node.kind != "history_entry":
            self.rows.add_problem(
                "decision_after_meeting", node.first, detail=str(decided_on), text=node.groups.get("heading")
            )
        ruling = classify_decision(text, self.meeting.body)
        decision_id = f"{self.id}:{position}"
        self.rows.add(
            "decisions",
            decision_id=decision_id,
            item_id=self.id,
            meeting_id=self.meeting.id,
            position=position,
            body=body,
            body_key=body_key(body or "") or None,
            decided_on=decided_on,
            is_earlier=is_earlier,
            decision_type=ruling.decision_type,
            decision_types="|".join(ruling.decision_types),
            evidence=ruling.evidence,
            evidence_start=ruling.start,
            evidence_end=ruling.end,
            rule=ruling.rule,
            text=text,
            postponed_to=self._postponed_to(text, decided_on) if ruling.decision_type == "postponed" else None,
            line_start=node.first or None,
            line_end=node.last or None,
        )
        if not is_earlier:
            self.attendance_changes += attendance_changes(text, self.meeting.members)
            lines = lines_of([node])
            self._outcomes(decision_id, text, lines)
            self.rows.add_each("votes", votes(text), decision_id=decision_id, item_id=self.id, **lines)

    def _postponed_to(self, text: str, decided_on: date | None) -> date | None:
        day = decided_on or self.on
        return postponed_to(text, day) if day else None

    def _body(self, heading_body: str | None) -> str | None:
        """Return the body that decided: the meeting's own name where both differ only in case, ending or years."""
        meeting_body = self.meeting.body
        if heading_body is None or (meeting_body and same_body(heading_body, meeting_body)):
            return meeting_body
        if self.meeting.others and meets_jointly(meeting_body or "", heading_body):
            return meeting_body
        return clean_heading(heading_body)

    def _is_earlier(self, node: Node, body: str | None, decided_on: date | None) -> bool:
        """Return whether a decision is repeated from another meeting.

        If the meeting is unknown, only history entries are. A decision of the meeting's day belongs to the meeting,
        however the body is spelt, if the item has no other.
        """
        meeting = self.meeting
        if node.kind == "history_entry":
            return not self._is_own_entry(node)
        if meeting.on is None and "date" in node.groups and self.decides_undated:
            return True
        is_own_day = meeting.on is None or (
            decided_on is not None and meeting.on <= decided_on <= (meeting.last or meeting.on)
        )
        is_own_body = meeting.body in (None, body) or (body is not None and meets_jointly(body, meeting.body or ""))
        return not (is_own_day and (is_own_body or (meeting.on is not None and self._is_own_name(body))))

    def _is_own_name(self, body: str | None) -> bool:
        """Return whether a name can be the meeting's body: misspelt, as initials, or with some of its words."""
        if body is None or self.decides or any(same_body(body, other) for other in self.meeting.others):
            return False
        of_meeting = self.meeting.body or ""
        return not is_body(body) or are_titles_alike(body, of_meeting) or _is_shortened(body, of_meeting)

    def _outcomes(self, decision_id: str, text: str, lines: dict[str, int | None]) -> None:
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
                **lines,
            )


def _is_shortened(body: str, whole: str) -> bool:
    """Return whether a name of a committee has some of the words of another: "Udvalget for Børn" of "... og Unge"."""
    few, many = (set(slug(name).split("-")) for name in (body, whole))
    return len(few) > 1 and few < many


def lines_of(nodes: list[Node]) -> dict[str, int | None]:
    """Return the cells with the first and last line of the nodes."""
    first, last = (nodes[0].first, nodes[-1].last) if nodes else (0, 0)
    return {"line_start": first or None, "line_end": max(first, last) or None}


def _listed(part: SectionTexts) -> Iterator[Row]:
    """Yield the attachments of a list: one per line, with the portal's facts about its file."""
    lines = [(line, part.line(at)) for at, line in enumerate(part.lines) if line]
    files = json.loads(part.leaf.groups["files"]) if "files" in part.leaf.groups else [{}] * len(lines)
    for (title, line), file in zip(lines, files, strict=True):
        facts = {name: file.get(name) or None for name in ("portal_id", "url")}
        name = file["title"] if "title" in file else _without_bullet(title)
        yield {"title": name or None, **facts, "line_start": line, "line_end": line}


def _is_plain(node: Node) -> bool:
    """Return whether a leaf is the text under a heading "Beslutning" that names neither body nor day."""
    groups = node.groups
    return node.kind == "section" and "heading" in groups and not {"body", "date", "rest"} & groups.keys()


def _is_same_title(title: str, other: str) -> bool:
    return title == other or fold(title).rstrip(".") == fold(other).rstrip(".")


def _without_bullet(text: str) -> str:
    mark = marker(text)
    return text[mark.end() :] if mark and mark["bullet"] else text
