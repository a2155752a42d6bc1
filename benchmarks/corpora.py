"""The demo's minutes in the formats that are read: as text, as the portal's JSON, and as PDF."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from referat.demo import corpus
from referat.demo.layouts import render
from referat.demo.model import Decision, Item, Meeting
from referat.demo.outcomes import repeated
from referat.demo.words import load

sys.path.append(str(Path(__file__).parents[1] / "tests"))

import paper

SEED = 2014


def write(folder: Path, meetings: int, form: str) -> None:
    """Write so many meetings into a folder, a file each."""
    ending, contents = FORMS[form]
    folder.mkdir(parents=True, exist_ok=True)
    for meeting in corpus(meetings, SEED):
        (folder / f"{meeting.id}.{ending}").write_bytes(contents(meeting))


def _text(meeting: Meeting) -> bytes:
    return render(meeting).text.encode()


def _pdf(meeting: Meeting) -> bytes:
    return bytes(paper.typeset(render(meeting).text))


def _json(meeting: Meeting) -> bytes:
    """Return a meeting as the agenda portal answers it."""
    attendees = [{"Name": one.name} for one in meeting.attendees or ()]
    answer = {
        "Udvalg": {"Navn": meeting.sitting.body},
        "Moede": {
            "Navn": "Referat",
            "Afsluttet": True,
            "MeetingBeginUtc": f"{meeting.sitting.day}T{meeting.start}:00+01:00",
            "Sted": meeting.place,
            "Moededeltagere": attendees,
        },
        "Dagsordenpunkter": [_point(number, item) for number, item in enumerate(meeting.items, 1)],
    }
    return json.dumps(answer, ensure_ascii=False).encode()


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
    """Yield the parts of an item's text, each below a heading as the portal ranks them."""
    headings = load("layouts")["committee"]["headings"]
    yield from _headed("Beslutning", [block for decision in item.decisions for block in decision.blocks])
    for section in item.sections:
        yield from _headed(headings.get(section.kind, "Sagsfremstilling"), section.blocks)
    if item.proposal:
        intro = [item.proposal.intro] if item.proposal.intro else []
        yield from _headed("Indstilling", [*intro, *item.proposal.points])
    yield from _headed("Sagens forløb", [block for one in item.earlier for block in _again(one)])


def _again(decision: Decision) -> list[str]:
    return [repeated(decision), *decision.blocks]


def _headed(heading: str, blocks: Any) -> Iterator[str]:
    if blocks:
        yield f"<h3>{heading}</h3>"
        yield from (f"<p>{escape(block).replace(chr(10), '<br>')}</p>" for block in blocks)


FORMS: dict[str, tuple[str, Callable[[Meeting], bytes]]] = {
    "text": ("txt", _text),
    "json": ("json", _json),
    "pdf": ("pdf", _pdf),
}
