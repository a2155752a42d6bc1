"""Find decisions without a heading: in minutes of parish councils and school boards they follow the title."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import regex as re

from referat.facts.decisions.decision_classifier import classify_decision
from referat.facts.document_kinds import document_kind
from referat.schema.registry import AGENDA_KINDS
from referat.structure.document_tree import Document, Node
from referat.structure.text_lines import bare
from referat.structure.title_outcomes import split_outcome
from referat.structure.web_links import is_page_link
from referat.vocabulary import any_of, load

_PROPOSES = re.compile(
    r"(?i)\bindstil(?:l|les|ler|lede|ledes|let)\b|^\W*(?:[\p{L}-]+\s)?indstilling\b|indstillingen (?:er|lyder)\b"
    r"|foreslå|bedes|^\s*at\s|^\(.*\)$"
)
"""Words of a line with a proposal, not an outcome: "Det indstilles", "at der lægges", "(Teknisk Udvalg)"."""

_LEADS_IN = re.compile(r"\d{1,2}\.\d{1,2}\.?\s|(?:ved|v/)\s|[-•]\s*$")
"""A sub-point of the agenda below the title of an item, or its presenter."""


def take_outcomes(document: Document) -> Document:
    """Convert text without a heading to decisions, in minutes that have no heading of a decision.

    If fewer items have a heading of any kind than have none, items without one are converted, too.
    """
    meetings = document.root.of("meeting")
    items = [item for meeting in meetings for item in meeting.of("item")]
    headed = [item for item in items if _is_headed(item)]
    decided = any(
        node.groups.get("section") in ("decision", "history") and _has_text(node)
        for item in items
        for node in item.of("section")
    )
    if any(document_kind(meeting.groups.get("document", "")) in AGENDA_KINDS for meeting in meetings) or (
        decided and len(headed) * 2 >= len(items)
    ):
        return document
    for item in items:
        if not decided or item not in headed:
            _take_outcome(item)
    return document


def _is_headed(item: Node) -> bool:
    """Return whether a heading of a section is in the item."""
    return any("section" in node.groups for node in item.of("section"))


def _has_text(node: Node) -> bool:
    """Return whether a heading has text; "Beslutning:" above an item only states the purpose of the item."""
    return bool(node.children or node.groups.get("rest")) or any(map(bare, node.body))


def _take_outcome(item: Node) -> None:
    """Split the text of an item without a heading into its introduction and its decision.

    The decision begins with the outcome at the end of the title, or the first line that states one; without any, with
    the first line that is no introduction or proposal. Above headings, text that states no outcome is a summary.
    """
    title, outcome = split_outcome(item.groups["title"])
    texts = [node for node in item.of("section") if "section" not in node.groups]
    if outcome and len(texts) == len(item.of("section")):
        item.groups["title"] = title  # "1. Dagsorden: Godkendt"
        if texts:
            texts[0].groups |= {"section": "decision", "rest": outcome}
        else:
            item.children.append(Node("section", item.first, groups={"section": "decision", "rest": outcome}))
        return
    children: list[Node] = []
    for node in item.children:
        children += _split_section(node, headed=_is_headed(item)) if _may_hold_outcome(node) else [node]
    item.children[:] = children


def _may_hold_outcome(node: Node) -> bool:
    """Return whether a part of an item is text without a heading, or a proposal: what came of it can be below it."""
    return node.kind == "section" and node.groups.get("section") in (None, "recommendation")


def _split_section(node: Node, *, headed: bool) -> list[Node]:
    proposal = _end_of_proposal(node) if "section" in node.groups else 0
    candidates = [at for at, line in enumerate(node.lines) if at >= proposal and _may_be_outcome(bare(line))]
    decided = [at for at in candidates if classify_decision(bare(node.lines[at])).decision_type != "other"]
    decided = decided or [at for at in candidates if _body_states().match(bare(node.lines[at]))]
    if not candidates or (headed and not decided):
        return [node]
    start = (decided or candidates)[0]
    outcome = Node("section", node.first + start, node.lines[start:], groups={"section": "decision"})
    if start == 0:
        return [outcome]
    return [replace(node, lines=node.lines[:start]), outcome]


def _end_of_proposal(node: Node) -> int:
    """Return the place of the line below the first sentence of a proposal: "Indstilling:", "Godkendes."."""
    filled = [at for at, line in enumerate(node.lines) if bare(line)]
    sentence = next((at for at in filled[1:] if bare(node.lines[at]).endswith(".")), len(node.lines))
    return sentence + 1


@cache
def _body_states() -> re.Pattern[str]:
    """Return the pattern of a sentence in which a body says something: "Rådet har ingen bemærkninger"."""
    words = load("lines")["transcript"]
    return re.compile(
        rf"\p{{Lu}}\p{{L}}*(?:{any_of(words['deciders'])})\s(?:{any_of([*words['verbs'], *words['stated']])})\b"
    )


def _may_be_outcome(line: str) -> bool:
    return bool(line) and not (is_page_link(line) or _LEADS_IN.match(line) or _PROPOSES.search(line))
