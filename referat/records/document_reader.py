"""Read one file to rows: source, layout, tree, facts. Every file gives rows, or a problem with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from referat.formats import portal_tree
from referat.formats.source_files import Source, read
from referat.records.meeting_reader import meeting_rows
from referat.records.rows import Rows
from referat.structure.document_tree import Document, Node, leaf
from referat.structure.generic_reader import GenericReader
from referat.structure.layout_rules import LAST_RESORT, layout, layout_names
from referat.structure.line_classifier import classify_lines, classify_lines_by_layout
from referat.structure.meeting_evidence import is_of_meeting, name_of_other_kind
from referat.structure.normalized_lines import normalize_lines
from referat.structure.text_lines import Text, bare, split
from referat.structure.tree_builder import build_tree
from referat.structure.unheaded_outcomes import take_outcomes

_EXCERPT = 80
_MOST_HEADINGS = 5
"""Number of headings quoted in the problem of a text without a meeting."""
_TYPICAL_KINDS = frozenset(("heading", "decision", "item", "case", "meeting"))
"""Kinds of lines that are typical of minutes, even where they form no meeting."""


def read_document(path: Path, raw: Path) -> Iterator[Rows]:
    """Yield the rows of each meeting in a file below `raw`, then the rows with the file's own problems."""
    source = read(path, raw)
    file_rows = Rows(source.path, source.sha256)
    file_rows.tables["problems"].extend(source.problems)
    try:
        document = portal_tree.build_portal_tree(source.text) if source.reader == "portal" else parse_text(source.text)
    except portal_tree.NotAMeetingError as error:
        file_rows.add_problem("damaged_json", detail=str(error))
    else:
        if document.root.of("meeting"):
            yield from meeting_rows(document, source)
        elif source.text or not source.problems:
            last = len(split(source.text.rstrip())[0])
            detail, text = _first_headings(source.text), _first_line(source)
            file_rows.add_problem("not_minutes", 1, last=last, detail=detail, text=text)
    if file_rows.tables["problems"]:
        yield file_rows


def parse_text(text: str) -> Document:
    """Return the tree of a text in the layout that fits best.

    The first layout is used if it finds a meeting and its items. Otherwise the best one has the most items, then the
    most classified lines, then the fewest rules.
    """
    lines = Text.of(*split(text))
    first, *others = map(layout, layout_names())
    document = build_tree(lines, first, classify_lines(lines, first))
    if any(meeting.of("item") for meeting in document.root.of("meeting")):
        return document
    normalized = normalize_lines(lines)
    scanned = classify_lines_by_layout(normalized, others)
    trees = [build_tree(normalized, other, marks) for other, marks in zip(others, scanned, strict=True)]
    best = max(trees, key=_fit)
    without_items = document.root.of("meeting") and not _fit(best)[0]
    return _with_less_unexplained(normalized, document if without_items else best)


def _with_less_unexplained(lines: Text, document: Document) -> Document:
    """Return the document, or the tree of the generic reader if that leaves fewer lines unexplained."""
    reader = GenericReader(lines)
    unexplained = reader.unexplained(document)
    generic = reader.tree() if unexplained else None
    less = generic is not None and reader.unexplained(generic) < unexplained
    tree = take_outcomes(generic if generic is not None and less else document)
    return tree if is_of_meeting(tree) else _without_meetings(lines)


def _without_meetings(lines: Text) -> Document:
    root = Node("document", 1, children=[leaf("preamble", lines, 0, len(lines.lines))])
    return Document(root, lines.separator, LAST_RESORT)


def _fit(document: Document) -> tuple[int, int, int]:
    meetings = document.root.of("meeting")
    items = sum(len(meeting.of("item")) for meeting in meetings)
    classified = sum(bool(leaf.groups) for meeting in meetings for leaf in meeting.leaves())
    return items, classified, -layout(document.layout).size


def _first_headings(text: str) -> str:
    """Return the first few headings of sections, decisions and items, to show what in the text resembles minutes."""
    lines = Text.of(*split(text))
    if name := name_of_other_kind([lines.bare[at] for at in lines.filled]):
        return f"; it calls itself `{name[:_EXCERPT]}`"
    marks = classify_lines(lines, layout(LAST_RESORT))
    headings = [f"`{lines.bare[m.index][:_EXCERPT]}` (line {m.index + 1})" for m in marks if m.kind in _TYPICAL_KINDS]
    return f"; it has {', '.join(headings[:_MOST_HEADINGS])}" if headings else "; it has none of their headings either"


def _first_line(source: Source) -> str:
    return next((bare(line)[:_EXCERPT] for line in source.text.split("\n") if bare(line)), "")
