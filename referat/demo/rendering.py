"""Render a meeting as a file: minutes or agenda, as text in the portal's layout or as the portal's JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from referat.demo.meeting_plan import BODIES, HeldMeeting, Item
from referat.demo.town import spoken

_PORTAL_SINCE = 2023
"""First year in which the culture committee's minutes are JSON of the portal."""
_WEEKDAYS = ("Mandag", "Tirsdag", "Onsdag", "Torsdag", "Fredag", "Lørdag", "Søndag")


def form(meeting: HeldMeeting) -> str:
    """Return `json` for minutes of the culture committee from 2023 on, else `txt`."""
    return "json" if meeting.sitting.key == "culture" and meeting.sitting.day.year >= _PORTAL_SINCE else "txt"


def text(meeting: HeldMeeting, kind: str = "REFERAT", items: Sequence[tuple[int, Item]] | None = None) -> str:
    """Return the meeting as text: its minutes, or a `DAGSORDEN` or `TILLÆGSDAGSORDEN` of some items."""
    numbered = list(enumerate(meeting.items, 1)) if items is None else items
    return "\n\n".join(["", *_blocks(meeting, kind, numbered)]) + "\n"


def _blocks(meeting: HeldMeeting, kind: str, items: Sequence[tuple[int, Item]]) -> Iterator[str]:
    sitting, day = meeting.sitting, meeting.sitting.day
    body = BODIES[sitting.key]
    extra = " (ekstraordinært møde)" if sitting.kind == "extraordinary" else ""
    yield f"{kind} {sitting.body} d. {day:%d-%m-%Y}"
    yield f"Mødedato {_WEEKDAYS[day.weekday()]} d. {spoken(day)} kl. {body['start']}"
    yield f"Mødested {body['place']}{extra}"
    if kind == "REFERAT" and meeting.present:
        yield "Mødedeltagere " + ", ".join(one.name for one in meeting.present)
    if sitting.kind == "cancelled":
        yield "AFLYST - mødet er aflyst på grund af sygdom"
    if kind == "REFERAT" and items:
        yield "Indholdsfortegnelse"
        yield "\n".join(f"{item.title}.....\t{number + 2}" for number, item in items)
    for number, item in items:
        yield f"Punkt {number}: {item.title}"
        yield item.case_number
        yield from _parts(meeting, item, decided=kind == "REFERAT")


def _parts(meeting: HeldMeeting, item: Item, *, decided: bool) -> Iterator[str]:
    sitting = meeting.sitting
    if item.closed:
        yield from [item.decision] if decided else []
        return
    on_day = f" {sitting.body} den {sitting.day:%d-%m-%Y}" if sitting.key == "board" else ""
    if decided and item.decision:
        yield f"Beslutning{on_day}"
        yield item.decision
    for heading, block in item.sections:
        yield heading
        yield block
    if item.points:
        yield "Indstilling"
        yield from proposal(item)
    if item.attachments:
        yield "Bilag"
        yield from item.attachments


def proposal(item: Item) -> list[str]:
    """Return the paragraphs of the recommendation."""
    if len(item.points) == 1:
        return [f"Forvaltningen indstiller, at {item.points[0]}."]
    points = [f"{number}. {point}." for number, point in enumerate(item.points, 1)]
    return ["Forvaltningen indstiller, at", *points]


def portal_json(meeting: HeldMeeting) -> str:
    """Return the minutes as the portal's JSON."""
    sitting = meeting.sitting
    start = datetime.fromisoformat(f"{sitting.day} {BODIES[sitting.key]['start']}")
    answer = {
        "Udvalg": {"Navn": sitting.body},
        "Moede": {
            "Navn": "Referat",
            "Afsluttet": True,
            "MeetingBeginUtc": start.replace(tzinfo=ZoneInfo("Europe/Copenhagen")).isoformat(),
            "Sted": BODIES[sitting.key]["place"],
            "Moededeltagere": [{"Name": one.name} for one in meeting.present],
        },
        "Dagsordenpunkter": [_point(number, item) for number, item in enumerate(meeting.items, 1)],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _point(number: int, item: Item) -> dict[str, Any]:
    return {
        "Number": str(number),
        "Sorting": number,
        "Caption": item.title,
        "CaseNumber": item.case_number,
        "IsOpen": not item.closed,
        "Felter": [{"Navn": "", "Html": "".join(_html(item))}],
        "Bilag": [{"Navn": title, "Order": order} for order, title in enumerate(item.attachments)],
    }


def _html(item: Item) -> Iterator[str]:
    decision = item.decision.split("\n\n") if item.decision else []
    parts = [("Beslutning", decision), *((heading, [block]) for heading, block in item.sections)]
    for heading, blocks in [*parts, ("Indstilling", proposal(item) if item.points else [])]:
        if blocks:
            yield f"<h3>{heading}</h3>" + "".join(f"<p>{escape(block)}</p>" for block in blocks)


FORMS: dict[str, Callable[[HeldMeeting], str]] = {"txt": text, "json": portal_json}
