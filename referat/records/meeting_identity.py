"""Which body met, and when: from a heading, from labels, or, in a fragment, from the headings of the decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import PurePosixPath

import regex as re

from referat.facts.dates import first_date
from referat.facts.paragraphs import clean
from referat.structure.document_tree import Node
from referat.structure.text_lines import bare
from referat.vocabulary import any_of, fold, load, slug


@dataclass(frozen=True, slots=True)
class Identity:
    """A meeting's id, its body and its date, as far as they are known; `told` quotes decisions that they come from."""

    id: str
    body: str | None
    on: date | None
    told: str = ""


def identify_meeting(meeting: Node, value: Callable[[str], str | None], source: str) -> Identity:
    """Return who met and when; `value` gives what stands after a label of the header, `source` the file's path.

    Without both, the meeting's id is its file's name.
    """
    heading, label = _full_name(clean(meeting.found.get("body", ""))), value("body")
    fuller = bool(label and heading and label.startswith(heading))  # "Byrådet 2022-2025" for the heading's "Byrådet"
    body = (label if fuller else heading) or label or value("body_name")
    on = first_date(meeting.found.get("date", "")) or first_date(value("date") or value("start_time") or "")
    told = ""
    if not body or not on:
        body, on, told = _from_decisions(meeting, body, on)
    known = f"{slug(body)}-{on}" if body and on else slug(str(PurePosixPath(source).with_suffix("")))
    return Identity(known, body, on, told)


def _full_name(body: str) -> str:
    """Return a body's name as it is called: "Stiftsrådet" of "stiftsrådsmøde" or "i stiftsrådet"."""
    for ending, definite in (
        ("råds", "rådet"),
        ("udvalgs", "udvalget"),
        ("bestyrelses", "bestyrelsen"),
        ("nævns", "nævnet"),
    ):
        body = body.removesuffix(ending) + definite if body.endswith(ending) else body
    return body[:1].upper() + body[1:]


def _from_decisions(meeting: Node, body: str | None, on: date | None) -> tuple[str | None, date | None, str]:
    """Return what is known of the meeting, and what most items say of it in the heading of their last decision."""
    last = [heading for item in meeting.of("item") if (heading := _last_decision(item, on))]
    most = Counter((fold(name), day) for name, day in last).most_common(1)
    if not most or most[0][1] * 2 <= len(last):
        return _from_own_agenda(meeting, body, on)
    name, day = next(heading for heading in last if (fold(heading[0]), heading[1]) == most[0][0])
    return body or name, on or day, f"{name}, {day}"


def _from_own_agenda(meeting: Node, body: str | None, on: date | None) -> tuple[str | None, date | None, str]:
    """Return what is known of the meeting, and what its first item says: "Dagsordenen til ØU den 3. maj 2022"."""
    first = (clean(line) for item in meeting.of("item")[:1] for leaf in item.leaves() for line in leaf.lines)
    match = next((match for line in first if (match := _own_agenda().search(line))), None)
    day = first_date(match["date"]) if match else None
    if match is None or day is None or on not in (None, day):
        return body, on, ""
    name = load("documents")["short_bodies"].get(match["body"], match["body"])
    return body or name, day, f"{name}, {day}"


@cache
def _own_agenda() -> re.Pattern[str]:
    """Return the pattern of a sentence by which a body approves the agenda of its own meeting."""
    short = any_of(load("documents")["short_bodies"])
    body = rf"{short}|\p{{Lu}}[\p{{L}}-]*(?:udvalget|rådet|bestyrelsen)"
    before = r"\b[Gg]odkendelse af dagsorden(?:en)? (?:til|for) (?:mødet i )?"
    return re.compile(rf"{before}(?P<body>{body})(?: (?:den|d\.)|,)? (?P<date>\d.{{5,20}})")


def _last_decision(item: Node, on: date | None) -> tuple[str, date] | None:
    """Return body and day of the item's latest decision whose heading names both; on the day given, if one is."""
    decisions = [node for node in item.of("section") if node.found.get("section") == "decision" or "date" in node.found]
    if decisions and not _tells(decisions[-1]) and any(bare(line) for line in decisions[-1].body):
        return None  # its own decision names nobody: those above it are of others
    named = [(clean(node.found["body"]), first_date(node.found["date"])) for node in item.of("section") if _tells(node)]
    dated = [(body, day) for body, day in named if day is not None and on in (None, day)]
    latest = max((day for _, day in dated), default=None)
    return next((heading for heading in reversed(dated) if heading[1] == latest), None)


def _tells(node: Node) -> bool:
    return "body" in node.found and "date" in node.found
