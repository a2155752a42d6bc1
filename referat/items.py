"""One agenda item of the tree to rows: its heading and case number, its sections, and what each of them holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from referat.contents import Entry
from referat.facts.access import closes
from referat.facts.attendance import Away, item_attendance
from referat.facts.case_numbers import case_year
from referat.facts.dates import first_date
from referat.facts.decision_types import rule_on
from referat.facts.names import same_person
from referat.facts.outcomes import outcomes
from referat.facts.paragraphs import clean, marker
from referat.facts.recommendations import points
from referat.facts.references import may_refer, postponed_to, references
from referat.facts.titles import is_closed, is_standing, title_key, without_open_mark
from referat.facts.votes import votes
from referat.identity import same_body
from referat.nodes import Node
from referat.rows import Rows, text_of
from referat.words import fold


@dataclass(frozen=True, slots=True)
class Meeting:
    """What an item's reader must know of its meeting: id, body, day, people of the header, and the rows to add to."""

    id: str
    body: str | None
    on: date | None
    members: tuple[str, ...]
    rows: Rows


class ItemReader:
    """Reads one agenda item: its heading, its case, its sections and what they hold."""

    def __init__(self, node: Node, meeting: Meeting, number: int, occurrence: int, listed: dict[int, Entry]) -> None:
        self.node, self.meeting, self.rows = node, meeting, meeting.rows
        self.number = number
        self.id = f"{meeting.id}:{number}" + ("" if occurrence == 1 else chr(ord("a") + occurrence - 1))
        self.title = clean(node.found["title"])
        self.entry = listed.get(number)
        self.contents_given = bool(listed)
        self.closed = is_closed(self.title) or closes(node.found.get("access", ""))
        self.on = meeting.on
        self.labels: list[str] = []
        self.told: list[Away] = []
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
        case = next((node.found["number"] for node in self.node.of("case")), self.node.found.get("case"))
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
            standing=is_standing(self.title, self.meeting.body or ""),
            line_start=self.node.first or None,
            line_end=self.node.last or None,
        )
        self._check_item(case)

    def _check_item(self, case: str | None) -> None:
        line = self.node.first
        if case is None:
            self.rows.doubt("case_number_missing", line, text=self.title)
        elif self.on and (case_year(case) or 0) > self.on.year:
            self.rows.doubt("case_year_after_meeting", line, text=case)
        if self.entry is None and self.contents_given:
            self.rows.doubt("item_not_in_contents", line, text=self.title)
        elif self.entry and fold(self.entry.title).rstrip(".") != fold(self.title).rstrip("."):
            self.rows.doubt("contents_title_differs", line, detail=self.entry.title, text=self.title)

    def _section(self, node: Node, position: int) -> None:
        below = [line for leaf in node.leaves() for line in leaf.lines][1:]
        text = text_of(below if node.children else node.body)
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
        if self.on is None:
            return
        for leaf in node.leaves():
            for offset, line in enumerate(leaf.body, leaf.heading_lines - ("rest" in leaf.found)):
                if may_refer(line):
                    found = references(clean(line), self.on, self.meeting.body or "")
                    at = leaf.first + offset if leaf.first else None
                    self.rows.add_each("references", found, item_id=self.id, line_start=at)

    def _recommendations(self, nodes: list[Node]) -> None:
        found = [point for node in nodes for point in points(node.body)]
        self.rows.add_each("recommendations", found, item_id=self.id)
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
        self.rows.add_each("item_attendance", self.told, item_id=self.id)
        self._check_away()

    def _check_away(self) -> None:
        """Note whom the portal lists as absent without a word of it in the decision; the decision's words count."""
        listed = filter(None, self.node.found.get("portal_lists_away", "").split("; "))
        unsaid = [name for name in listed if not any(same_person(name, away.name) for away in self.told)]
        if unsaid:
            self.rows.doubt("attendance_disagrees", self.node.first, detail=", ".join(unsaid), text=self.title)

    def _decision_nodes(self, node: Node) -> list[Node]:
        if self._kind(node) == "decision":
            return [node]
        return node.of("history_entry")

    def _decision(self, node: Node, text: str, position: int) -> None:
        decided_on = first_date(node.found.get("date", "")) or (None if node.kind == "history_entry" else self.on)
        body = self._body(node.found.get("body"))
        is_earlier = self._is_earlier(node, body, decided_on)
        if decided_on and self.on and decided_on > self.on and node.kind != "history_entry":
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
            postponed_to=self._postponed_to(text, decided_on) if ruling.decision_type == "postponed" else None,
            line_start=node.first or None,
            line_end=node.last or None,
        )
        if not is_earlier:
            self.told += item_attendance(text, self.meeting.members)
            self._outcomes(decision_id, text)
            self.rows.add_each("votes", votes(text), decision_id=decision_id, item_id=self.id)

    def _postponed_to(self, text: str, decided_on: date | None) -> date | None:
        day = decided_on or self.on
        return postponed_to(text, day) if day else None

    def _body(self, written: str | None) -> str | None:
        """Return the body that decided: the meeting's own name where it is the same but for case, ending and years."""
        own = self.meeting.body
        if written is None or (own and same_body(written, own)):
            return own
        return clean(written)

    def _is_earlier(self, node: Node, body: str | None, decided_on: date | None) -> bool:
        """Tell whether a decision is repeated from another meeting; where this one is not known, only history is."""
        own = self.meeting
        return node.kind == "history_entry" or (own.on not in (None, decided_on)) or (own.body not in (None, body))

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


def _attachment(line: str) -> str | None:
    text = clean(line)
    mark = marker(text)
    return text[mark.end() :] if mark and mark["bullet"] else text or None
