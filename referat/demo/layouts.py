"""From a meeting's model to the lines of its minutes, in four layouts, noting which lines say what."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from referat.demo.model import Attendee, Decision, Item, Meeting, Section, dashed, spoken, weekday
from referat.demo.outcomes import repeated
from referat.demo.words import load

Span = tuple[int, int]
"""First and last line, from 1; the last one is the last with text."""

_PAGE = 2400
"""So many characters of text fill a page."""


@dataclass(slots=True)
class Sheet:
    """Lines being written: blocks parted by blank lines, each telling where it came to stand."""

    lines: list[str] = field(default_factory=lambda: ["", ""])

    def put(self, *blocks: str) -> Span:
        """Write blocks, each followed by a blank line, and return the lines from the first to the last of them."""
        first = len(self.lines) + 1
        for block in blocks:
            self.lines += block.split("\n")
            self.lines.append("")
        return first, len(self.lines) - 1


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a meeting: the text, the pages given in the contents, and the lines of each item and decision."""

    text: str
    pages: list[int]
    items: list[Span]
    decisions: list[list[tuple[Decision, Span]]]


def render(meeting: Meeting) -> Minutes:
    """Return the minutes of a meeting in its layout."""
    layout = load("layouts")[meeting.layout]
    bodies = [_Writer(meeting, layout, number, item) for number, item in enumerate(meeting.items, 1)]
    pages = _pages(meeting.items)
    sheet = Sheet()
    _header(sheet, meeting, layout)
    sheet.put(
        "Indholdsfortegnelse",
        "\n".join(f"{i.listed}.....\t{page}" for i, page in zip(meeting.items, pages, strict=True)),
    )
    items = [writer.write(sheet) for writer in bodies]
    return Minutes("\n".join(sheet.lines), pages, items, [writer.decisions for writer in bodies])


def _header(sheet: Sheet, meeting: Meeting, layout: dict[str, Any]) -> None:
    day = meeting.sitting.day
    sheet.put(
        f"REFERAT {meeting.sitting.body} d. {dashed(day)}",
        f"Mødedato {weekday(day)} d. {spoken(day)} kl. {meeting.start}",
        f"Mødested {meeting.place}",
    )
    if meeting.attendees is not None:
        line = "Mødedeltagere " + ", ".join(_named(one, layout) for one in meeting.attendees)
        width = meeting.wrap or layout.get("wrap")
        sheet.put("\n".join(textwrap.wrap(line, width, break_on_hyphens=False)) if width else line)


def _named(attendee: Attendee, layout: dict[str, Any]) -> str:
    return f"{attendee.name} ({attendee.person.role})" if shows_role(attendee, layout) else attendee.name


def shows_role(attendee: Attendee, layout: dict[str, Any]) -> bool:
    """Tell whether the header gives the person's role: in one layout, that of the one who takes the minutes."""
    return bool(layout["roles"]) and attendee.person.role == "sekretær"


def _pages(items: Iterable[Item]) -> list[int]:
    pages, page = [], 3
    for item in items:
        pages.append(page)
        length = sum(len(block) for section in item.sections for block in section.blocks)
        page += 1 + length // _PAGE
    return pages


class _Writer:
    """Writes one item and notes where its decisions stand."""

    def __init__(self, meeting: Meeting, layout: dict[str, Any], number: int, item: Item):
        self._layout = layout
        self._number = number
        self._item = item
        self._sections = {section.kind: section for section in item.sections}
        self._is_board = meeting.sitting.key == "board"
        self.decisions: list[tuple[Decision, Span]] = []

    def write(self, sheet: Sheet) -> Span:
        """Write the item and return its lines."""
        span = sheet.put(f"Punkt {self._number}: {self._item.heading}")
        if self._item.case_number:
            span = (span[0], sheet.put(self._item.case_number)[1])
        if self._item.closed:
            for decision in self._item.decisions:
                self._note(decision, sheet.put(*decision.blocks))
        else:
            for part in self._layout["order"]:
                self._part(part)(sheet, part)
        return span[0], len(sheet.lines) - 1

    def _part(self, part: str) -> Callable[[Sheet, str], None]:
        special: dict[str, Callable[[Sheet, str], None]] = {
            "title": self._title,
            "recommendation": self._recommendation,
            "decisions": self._decisions,
            "history": self._history,
            "attachments": self._attachments,
        }
        return special.get(part, self._section)

    def _note(self, decision: Decision, span: Span) -> None:
        self.decisions.append((decision, span))

    def _heading(self, part: str) -> str:
        return str(self._layout["headings"][part])

    def _section(self, sheet: Sheet, part: str) -> None:
        found: Section | None = self._sections.get(part)
        if found is not None:
            sheet.put(self._heading(part), *found.blocks)

    def _title(self, sheet: Sheet, part: str) -> None:
        if self._layout["title_repeated"]:
            sheet.put(self._item.title)

    def _recommendation(self, sheet: Sheet, part: str) -> None:
        proposal = self._item.proposal
        if proposal is None:
            return
        points = list(proposal.points)
        if proposal.numbered:
            points = [f"{number}. {point}" for number, point in enumerate(points, 1)]
            points = points if self._layout["gap"] else ["\n".join(points)]
        sheet.put(self._heading(part), *([proposal.intro] if proposal.intro else []), *points)

    def _decisions(self, sheet: Sheet, part: str) -> None:
        """Write this meeting's decision; the board's earlier ones follow under headings of the same form."""
        earlier = self._item.earlier[::-1] if self._is_board else ()
        for decision in (*self._item.decisions, *earlier):
            names = {"body": decision.body, "upper": decision.body.upper(), "date": dashed(decision.day)}
            sheet.put(self._layout["decision"].format_map(names))
            self._note(decision, sheet.put(*decision.blocks))

    def _history(self, sheet: Sheet, part: str) -> None:
        if not self._item.earlier:
            return
        sheet.put(self._heading(part))
        for decision in self._item.earlier:
            sheet.put(repeated(decision))
            self._note(decision, sheet.put(*decision.blocks))

    def _attachments(self, sheet: Sheet, part: str) -> None:
        if self._item.attachments:
            sheet.put(self._heading(part), *self._item.attachments)
