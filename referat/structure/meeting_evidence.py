"""Decide whether a tree is of a meeting: other texts have numbered titles and headings of decisions, too."""

from __future__ import annotations

from functools import cache

import regex as re

from referat.facts.decisions.decision_classifier import classify_decision
from referat.structure.document_tree import Document, Node
from referat.structure.text_lines import bare
from referat.vocabulary import any_of, contains_any, fold, load

_NAMING_LINES = 3
"""Number of lines at the top of a text that can say what it is: below a logo and the name of the municipality."""

_WHEN = frozenset(("date", "start_time"))
_WHO_OR_WHERE = frozenset(("body", "body_name", "attendees", "absentees", "location"))

_FEWEST_OUTCOMES = 2
"""Without any heading of a decision, a single sentence such as "Planen er vedtaget" can be part of any text."""

_DECISION_STEMS = ("beslut", "vedtag", "referat")
"""Parts of headings that only minutes have; "Konklusion" and "Afgørelse" head parts of other texts, too."""

_VAGUE = frozenset(("other", "decided", "informed"))
"""Decision types of sentences that any text can have: "Kontrakten tildeles", "Beboerne orienteres"."""


def is_of_meeting(document: Document) -> bool:
    """Return whether a tree is of a meeting: its header names one, or its items have decisions.

    A text that calls itself something else ("Handlingsplan for ...") needs a header that calls it minutes or agenda, or
    a heading that says who decided when.
    """
    meetings = document.root.of("meeting")
    above = _lines_above_items(document)
    items = [item for meeting in meetings for item in meeting.of("item")]
    decisions = [part for item in items for part in _decisions(item)]
    if any(_is_called_minutes(meeting) for meeting in meetings) or any("date" in part.groups for part in decisions):
        return True
    if name_of_other_kind(above or _first_lines(document), alone=not above):
        return False
    if any(map(_names_meeting, meetings)) or any(map(_names_minutes, above)) or _has_headings(decisions):
        return True
    return any(map(_is_numbered_case, items)) or (_are_numbered_once(items) and _has_outcomes(decisions))


def name_of_other_kind(lines: list[str], *, alone: bool = False) -> str:
    """Return the line among the first ones that names a kind of text other than minutes; "" without one.

    With `alone`, the line is only the word: "Handlingsplan for klima" can be the title of an item, "NOTAT" cannot.
    """
    return next((line for line in lines[:_NAMING_LINES] if _other_kind(alone).match(line)), "")


@cache
def _other_kind(alone: bool) -> re.Pattern[str]:
    words = load("documents")["others"]
    beginnings = "" if alone else rf"|(?:\p{{L}}+s\s)?(?:{any_of(words['beginnings'])})\b"
    return re.compile(rf"(?i)(?:{any_of(words['alone'])})\W*$" + beginnings)


def _lines_above_items(document: Document) -> list[str]:
    """Return the filled lines above the first item, without those of contents."""
    lines = []
    for leaf in document.root.leaves():
        if leaf.kind not in ("preamble", "contents"):
            break
        lines += leaf.lines if leaf.kind == "preamble" else []
    headers = [header for meeting in document.root.of("meeting") for header in meeting.of("header")]
    lines += [line for header in headers for leaf in header.leaves() for line in leaf.lines]
    return [line for line in map(bare, lines) if line]


def _first_lines(document: Document) -> list[str]:
    return [line for leaf in document.root.leaves() for line in map(bare, leaf.lines) if line][:_NAMING_LINES]


def _is_called_minutes(meeting: Node) -> bool:
    return "document" in meeting.groups or "document" in _header_kinds(meeting)


def _names_meeting(meeting: Node) -> bool:
    """Return whether a header says who met when, or who met where."""
    kinds = _header_kinds(meeting)
    return {"body", "date"} <= meeting.groups.keys() or bool(kinds & _WHEN and kinds & _WHO_OR_WHERE)


def _header_kinds(meeting: Node) -> set[str]:
    return {part.kind for header in meeting.of("header") for part in header.children}


@cache
def _document_words() -> re.Pattern[str]:
    words = load("documents")
    return re.compile(rf"(?i)\b\p{{L}}*(?:{any_of([*words['agenda'], *words['minutes']])})\b")


def _names_minutes(line: str) -> bool:
    return _document_words().search(line) is not None


def _decisions(item: Node) -> list[Node]:
    return [part for part in item.of("section") if part.groups.get("section") == "decision"]


def _has_headings(decisions: list[Node]) -> bool:
    headings = [fold(part.groups["heading"]) for part in decisions if "heading" in part.groups]
    return any(contains_any(heading, _DECISION_STEMS) for heading in headings) or len(headings) > 1


def _is_numbered_case(item: Node) -> bool:
    return "number" in item.groups and ("case" in item.groups or bool(item.of("case")))


def _are_numbered_once(items: list[Node]) -> bool:
    """Return whether no number repeats; those of chapters and the lists in them do."""
    labels = [item.groups["label"] for item in items if "label" in item.groups]
    return len(labels) == len(set(labels))


def _has_outcomes(decisions: list[Node]) -> bool:
    """Return whether several sentences without a heading say what was decided."""
    outcomes = sum(classify_decision(" ".join(part.body)).decision_type not in _VAGUE for part in decisions)
    return outcomes >= _FEWEST_OUTCOMES and outcomes * 2 >= len(decisions)
