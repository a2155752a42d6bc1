"""Identify a meeting's body and date from its heading, its header labels or, in a fragment, its decision headings."""

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
    """A meeting's id, body and date, where known; `evidence` quotes the decision headings they were taken from.

    `municipality` is the one that the heading names before the body: "Engby Kommune, Byrådet".
    """

    id: str
    body: str | None
    on: date | None
    evidence: str = ""
    municipality: str | None = None


_BEFORE_BODY = re.compile(r"(?P<name>\p{Lu}[\p{L}-]+(?:[ -]\p{Lu}[\p{L}-]+)?) [Kk]ommune\b(?:\s*[,:–-])?\s+(?=\p{Lu})")


def identify_meeting(meeting: Node, value: Callable[[str], str | None], source: str) -> Identity:
    """Return the identity of a meeting.

    `value` returns the text of a header label, `source` is the path of the file. A meeting without body or date takes
    its id from the file name.
    """
    named = clean(meeting.groups.get("body", ""))
    municipality = _BEFORE_BODY.match(named)
    heading, label = _full_name(named[municipality.end() if municipality else 0 :]), value("body")
    fuller = bool(label and heading and label.startswith(heading))  # "Byrådet 2022-2025" for the heading's "Byrådet"
    body = (label if fuller else heading) or label or _full_name(value("body_name") or "") or None
    on = first_date(meeting.groups.get("date", "")) or first_date(value("date") or value("start_time") or "")
    evidence = ""
    if not body or not on:
        body, on, evidence = _from_decisions(meeting, body, on)
    return Identity(meeting_id(body, on, source), body, on, evidence, municipality["name"] if municipality else None)


def meeting_id(body: str | None, on: date | None, source: str) -> str:
    """Return the id of a meeting: `direktionen-2022-08-22`, or the path of the file as a slug."""
    return f"{slug(body)}-{on}" if body and on else slug(str(PurePosixPath(source).with_suffix("")))


def _full_name(body: str) -> str:
    """Return the full name of a body: "Stiftsrådet" for "stiftsrådsmøde" or "i stiftsrådet"."""
    for ending, definite in (
        ("råds", "rådet"),
        ("udvalgs", "udvalget"),
        ("bestyrelses", "bestyrelsen"),
        ("nævns", "nævnet"),
        ("kommissions", "kommissionen"),
    ):
        body = body[: -len(ending)] + definite if body.casefold().endswith(ending) else body
    return body[:1].upper() + body[1:]


def _from_decisions(meeting: Node, body: str | None, on: date | None) -> tuple[str | None, date | None, str]:
    """Return body, date and evidence, completed from the decision heading that most items share."""
    last = [heading for item in meeting.of("item") if (heading := _last_decision(item, on))]
    most = Counter((fold(name), day) for name, day in last).most_common(1)
    if not most or most[0][1] * 2 <= len(last):
        return _from_own_agenda(meeting, body, on)
    name, day = next(heading for heading in last if (fold(heading[0]), heading[1]) == most[0][0])
    return body or name, on or day, f"{name}, {day}"


def _from_own_agenda(meeting: Node, body: str | None, on: date | None) -> tuple[str | None, date | None, str]:
    """Add what the first item states about the meeting: "Dagsordenen til ØU den 3. maj 2022"."""
    first = (clean(line) for item in meeting.of("item")[:1] for leaf in item.leaves() for line in leaf.lines)
    match = next((match for line in first if (match := _own_agenda().search(line))), None)
    day = first_date(match["date"]) if match else None
    if match is None or day is None or on not in (None, day):
        return _from_sentences(meeting, body, on)
    name = load("documents")["short_bodies"].get(match["body"], match["body"])
    return body or name, day, f"{name}, {day}"


def _from_sentences(meeting: Node, body: str | None, on: date | None) -> tuple[str | None, date | None, str]:
    """Add the one full name of the body that decides.

    If "Lokaludvalget godkendte" is a decision, and "Elmeby Lokaludvalg" the only such name, that is the body.
    """
    lines = [clean(line) for item in meeting.of("item") for leaf in item.leaves() for line in leaf.lines if bare(line)]
    if body is None and on and (scheduled := _from_schedules(lines, on)):
        return scheduled, on, f"{scheduled}, {on}"
    kinds = {match["kind"] for line in lines if (match := _DECIDES.match(line))}
    if body or len(kinds) != 1:
        return body, on, ""
    whole = re.compile(rf"(?:\p{{Lu}}[\p{{L}}-]+\s){{1,4}}(?i:{kinds.pop()})(?!\p{{L}})")
    full_names = {match[0] for line in lines for match in whole.finditer(line)}
    name = full_names.pop() if len(full_names) == 1 else None
    return name, on, f"{name}, {on}" if name else ""


def _from_schedules(lines: list[str], on: date) -> str | None:
    """Return the one body that lines such as "Teknikudvalget den 9. september 2019" name with the meeting's date."""
    dated = (match for line in lines if (match := _SCHEDULED.fullmatch(line)))
    bodies = {match["body"] for match in dated if first_date(match["date"]) == on}
    return bodies.pop() if len(bodies) == 1 else None


_SCHEDULED = re.compile(
    r"(?:Fraværende i )?(?P<body>\p{Lu}[\p{L} ,&-]{2,60}?(?:udvalget|rådet|bestyrelsen|direktionen))"
    r"(?:,| den| d\.| [-–])+ ?(?P<date>\d.{5,20}?):?"
)

_DECIDES = re.compile(
    r"(?P<kind>\p{Lu}\p{Ll}+(?:udvalg|råd))et\s(?:godkend|beslutted|vedtog|drøfted|tog|tiltrådt|anbefal|udsatte|afvis)"
)


@cache
def _own_agenda() -> re.Pattern[str]:
    """Return the pattern of a sentence by which a body approves the agenda of its own meeting."""
    short = any_of(load("documents")["short_bodies"])
    body = rf"{short}|\p{{Lu}}[\p{{L}}-]*(?:udvalget|rådet|bestyrelsen)"
    before = r"\b[Gg]odkendelse af dagsorden(?:en)? (?:til|for) (?:mødet i )?"
    return re.compile(rf"{before}(?P<body>{body})(?: (?:den|d\.)|,)? (?P<date>\d.{{5,20}})")


def _last_decision(item: Node, on: date | None) -> tuple[str, date] | None:
    """Return body and date of the item's latest decision whose heading has both; with `on`, only of that date."""
    decisions = [
        node for node in item.of("section") if node.groups.get("section") == "decision" or "date" in node.groups
    ]
    if decisions and not _has_body_and_date(decisions[-1]) and any(bare(line) for line in decisions[-1].body):
        return None  # the item's own decision has no body: those above it were made by others
    named = [
        (clean(node.groups["body"]), first_date(node.groups["date"]))
        for node in item.of("section")
        if _has_body_and_date(node)
    ]
    dated = [(body, day) for body, day in named if day is not None and on in (None, day)]
    latest = max((day for _, day in dated), default=None)
    return next((heading for heading in reversed(dated) if heading[1] == latest), None)


def _has_body_and_date(node: Node) -> bool:
    return "body" in node.groups and "date" in node.groups
