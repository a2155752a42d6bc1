"""List the lines of a file with their classification and the problems found in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from referat.formats.portal_tree import NotAMeetingError, build_portal_tree
from referat.formats.source_files import Source, read
from referat.records.document_reader import parse_text, read_document
from referat.structure.document_tree import Document, Node

_LABEL = 24
_CUT = 100
"""Most characters of a line of the source that are printed."""


def listed_lines(path: Path) -> Iterator[str]:
    """Yield the lines to print for a file of minutes, each with its number and classification."""
    source = read(path, path)
    parts = list(read_document(path, path))
    problems: defaultdict[int, list[str]] = defaultdict(list)
    for part in parts:
        for row in part.tables["problems"]:
            problems[row["line_start"] or 0].append(f"{row['severity']}: {row['message']}")
    document = _document(source)
    if document is not None:
        yield from _by_line(document.root, problems)
    unplaced = problems[0] if source.text else [problem for at_line in problems.values() for problem in at_line]
    yield from (f"{'':6}{problem}" for problem in unplaced)


def _document(source: Source) -> Document | None:
    """Return the tree of a source; None if it cannot be read."""
    if not source.text:
        return None
    try:
        return build_portal_tree(source.text) if source.reader == "portal" else parse_text(source.text)
    except NotAMeetingError:
        return None


def _by_line(root: Node, problems: dict[int, list[str]]) -> Iterator[str]:
    for leaf in root.leaves():
        evidence = leaf.groups.get("evidence")
        if not leaf.lines and evidence is not None:
            yield f"{'':6}v an item begins here: {evidence}"
        for offset, line in enumerate(leaf.lines):
            number = leaf.first + offset
            yield _listed(leaf, offset, line)
            if offset == 0 and evidence:
                yield f"{'':6}^ taken for an item by {evidence}"
            yield from (f"{'':6}{'^ ' + problem}" for problem in problems.get(number, ()))


def _listed(leaf: Node, offset: int, line: str) -> str:
    """Return a line with its number and label; lines of text have a dot."""
    number = leaf.first + offset
    if not line.strip():
        return f"{number:5}"
    label = _name(leaf) if offset < max(leaf.heading_lines, 1) else "·"
    return f"{number:5} {label:{_LABEL}} {printable(line)}".rstrip()


def _name(leaf: Node) -> str:
    if leaf.kind == "section":
        return leaf.groups.get("section", "text under no heading")
    number = leaf.groups.get("number", "") if leaf.kind == "heading" else ""
    return f"item {number}" if number else leaf.kind.replace("_", " ")


def printable(text: str, cut: int = _CUT) -> str:
    """Return the text on one line of at most `cut` characters, without control characters."""
    line = "".join(c if c.isprintable() else " " for c in text)
    return line if len(line) <= cut else line[: cut - 1] + "…"
