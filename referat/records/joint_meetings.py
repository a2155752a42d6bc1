"""The part of a joint meeting that is one body's: the people and the decisions under its name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import regex as re

from referat.facts.body_names import body_key
from referat.structure.document_tree import Node
from referat.structure.text_lines import bare

_PEOPLE = frozenset(("attendees", "absentees"))
_NAMED = re.compile(
    r"(?:(?:\p{L}+\s)?(?:af|fra|i|for)\s)?(?P<body>\p{L}[^:]{2,80}?)\s*(?::\s*(?P<rest>.*))?", re.IGNORECASE
)
"""A line that can name a body, before a list or a decision: "Medlemmer af Børneudvalget:", "Kulturudvalget: Udsat."."""

_LABEL = re.compile(r"\p{L}[^:(),]{0,50}:(?!\d)")


def part_of_body(meeting: Node, body: str, others: Collection[str]) -> Node:
    """Return a joint meeting without the people and decisions under the names of the other bodies.

    Lines are blanked, not removed, so that all others keep their numbers.
    """
    names = {body_key(name): name == body for name in (body, *others)}
    return _part(meeting, names)


def _part(node: Node, names: dict[str, bool]) -> Node:
    if node.children:
        return replace(node, children=[_part(child, names) for child in node.children])
    if node.kind not in _PEOPLE and node.groups.get("section") != "decision":
        return node
    lines = list(_lines_of_body(node, names))
    is_blanked = bool(node.lines) and not lines[0] and "value" in node.groups
    return replace(node, lines=lines, groups=node.groups | ({"value": ""} if is_blanked else {}))


def _lines_of_body(leaf: Node, names: dict[str, bool]) -> Iterator[str]:
    """Yield the lines of a leaf, blank where they belong to another body; a label alone in a list is read as well."""
    is_list, mine = leaf.kind in _PEOPLE, True
    for at, line in enumerate(leaf.lines):
        named = _NAMED.fullmatch(bare(line)) if at >= leaf.heading_lines or is_list else None
        whose = names.get(body_key(named["body"])) if named else None
        if whose is not None:
            mine = whose
        elif is_list and _LABEL.match(bare(line)):
            mine = True
        is_label = is_list and whose is not None and not (named and named["rest"])
        yield line if mine and not is_label else ""
