"""A meeting as the reader understood it: each line of a file with what it was taken for, and the doubts in place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from referat.formats.source_files import read
from referat.records.document_reader import parse_text, read_document
from referat.records.rows import Rows
from referat.structure.document_tree import Node

_LABEL = 24
_CUT = 100


def shown(path: Path) -> Iterator[str]:
    """Yield the lines to print for a file of minutes: line by line for a text, row by row for one without lines."""
    source = read(path, path)
    parts = list(read_document(path, path))
    doubts: defaultdict[int, list[str]] = defaultdict(list)
    for part in parts:
        for row in part.tables["problems"]:
            doubts[row["line_start"] or 0].append(f"{row['severity']}: {row['message']}")
    if source.reader != "portal" and source.text:
        yield from _by_line(parse_text(source.text).root, doubts)
    else:
        for part in parts:
            yield from _by_row(part)
    unplaced = doubts[0] if source.text else [doubt for at_line in doubts.values() for doubt in at_line]
    yield from (f"{'':6}{doubt}" for doubt in unplaced)


def _by_line(root: Node, doubts: dict[int, list[str]]) -> Iterator[str]:
    for leaf in root.leaves():
        for offset, line in enumerate(leaf.lines):
            number = leaf.first + offset
            label = _name(leaf) if offset < max(leaf.heading_lines, 1) else "·"
            yield f"{number:5} {label:{_LABEL}} {printable(line)}".rstrip() if line.strip() else f"{number:5}"
            for doubt in doubts.get(number, ()):
                yield f"{'':6}{'^ ' + doubt}"


def _name(leaf: Node) -> str:
    if leaf.kind == "section":
        return leaf.found.get("section", "text under no heading")
    number = leaf.found.get("number", "") if leaf.kind == "heading" else ""
    return f"item {number}" if number else leaf.kind.replace("_", " ")


def _by_row(part: Rows) -> Iterator[str]:
    for meeting in part.tables["meetings"]:
        yield f"{meeting['body']}, {meeting['date']} {meeting['start_time'] or ''}".rstrip()
    decisions = defaultdict(list)
    for decision in part.tables["decisions"]:
        decisions[decision["item_id"]].append(decision)
    for item in part.tables["items"]:
        closed = ", closed" if item["closed"] else ""
        yield f"{item['number']:5} {item['title']} ({item['case_number'] or 'no case number'}{closed})"
        for decision in decisions[item["item_id"]]:
            earlier = f"{decision['body']} {decision['decided_on']}, " if decision["is_earlier"] else ""
            yield f"{'':8}{earlier}{decision['decision_types']}: {printable(decision['text'])}"


def printable(text: str, cut: int = _CUT) -> str:
    """Return the text on one line, cut, without control characters, which would steer the terminal."""
    line = "".join(c if c.isprintable() else " " for c in text)
    return line if len(line) <= cut else line[: cut - 1] + "…"
