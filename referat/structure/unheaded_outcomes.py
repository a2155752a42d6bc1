"""Find decisions without a heading: parish councils, school boards and older minutes have them below the title."""

from __future__ import annotations

import regex as re

from referat.facts.decisions.decision_classifier import classify_decision
from referat.structure.document_tree import Document, Node
from referat.structure.text_lines import bare
from referat.structure.web_links import is_page_link
from referat.vocabulary import contains_any

_PROPOSES = ("indstil", "foreslå", "bedes")
"""Words of a line with a proposal, not an outcome."""

_LEADS_IN = re.compile(r"\d{1,2}\.\d{1,2}\.?\s|(?:ved|v/)\s|[-•]\s*$")
"""A sub-point of the agenda below the title of an item, or its presenter."""


def take_outcomes(document: Document) -> Document:
    """Convert text without a heading to decisions, in minutes that have no heading of a decision."""
    meetings = document.root.of("meeting")
    sections = [node for meeting in meetings for item in meeting.of("item") for node in item.of("section")]
    headed = any(node.groups.get("section") in ("decision", "history") and _has_text(node) for node in sections)
    agenda = any("dagsorden" in meeting.groups.get("document", "").casefold() for meeting in meetings)
    if not headed and not agenda:
        for meeting in meetings:
            for item in meeting.of("item"):
                _take_outcome(item)
    return document


def _has_text(node: Node) -> bool:
    """Return whether a heading has text; "Beslutning:" above an item only states the purpose of the item."""
    return bool(node.children or node.groups.get("rest")) or any(map(bare, node.body))


def _take_outcome(item: Node) -> None:
    """Split the text of an item without a heading into its introduction and its decision.

    The decision begins with the first line that states an outcome; without one, with the first line that is no
    introduction or proposal.
    """
    children: list[Node] = []
    for node in item.children:
        children += _split_section(node) if node.kind == "section" and "section" not in node.groups else [node]
    item.children[:] = children
    title, colon, outcome = item.groups["title"].rpartition(": ")
    if colon and not item.of("section") and classify_decision(outcome).decision_type != "other":
        item.groups["title"] = title  # "1. Dagsorden: Godkendt"
        item.children.append(Node("section", item.first, groups={"section": "decision", "rest": outcome}))


def _split_section(node: Node) -> list[Node]:
    candidates = [at for at, line in enumerate(node.lines) if _may_be_outcome(bare(line))]
    decided = [at for at in candidates if classify_decision(bare(node.lines[at])).decision_type != "other"]
    if not candidates:
        return [node]
    start = (decided or candidates)[0]
    outcome = Node("section", node.first + start, node.lines[start:], groups={"section": "decision"})
    if start == 0:
        return [outcome]
    return [Node("section", node.first, node.lines[:start]), outcome]


def _may_be_outcome(line: str) -> bool:
    return bool(line) and not (is_page_link(line) or _LEADS_IN.match(line) or contains_any(line, _PROPOSES))
