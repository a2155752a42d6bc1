"""The document tree: every line of a source belongs to exactly one node, and the leaves reproduce the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from referat.structure.line_classifier import LineMark
from referat.structure.text_lines import Text, bare


@dataclass(slots=True)
class Node:
    """A node of the document tree: its kind, its first line (from 1), and either its own lines or its children.

    `groups` holds the groups of the line that opens the node (a title, a date, a section); `heading_lines` counts the
    lines that only open it; `corrected_to` is the heading that a misspelt one was corrected to.
    """

    kind: str
    first: int
    lines: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    heading_lines: int = 0
    corrected_to: str | None = None

    @property
    def body(self) -> list[str]:
        """The node's own lines without its heading lines; text after a heading on the same line is kept."""
        begun = [self.groups["rest"]] if "rest" in self.groups else []
        return begun + self.lines[self.heading_lines :]

    @property
    def last(self) -> int:
        """The last non-blank line of the node (its first line, if all are blank); 0 without lines."""
        if self.children:
            return self.children[-1].last
        if not self.first:
            return 0
        last = len(self.lines) - 1
        while last > 0 and not bare(self.lines[last]):
            last -= 1
        return self.first + max(last, 0)

    def leaves(self) -> Iterator[Node]:
        """Yield the nodes with lines of their own, in order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def of(self, kind: str) -> list[Node]:
        """Return the children of a kind."""
        return [child for child in self.children if child.kind == kind]


@dataclass(frozen=True, slots=True)
class Document:
    """The tree of a source, and the separator that joins its lines."""

    root: Node
    separator: str
    layout: str

    def text(self) -> str:
        """Return the source, joined from the lines of the tree."""
        return self.separator.join(line for leaf in self.root.leaves() for line in leaf.lines)


def leaf(kind: str, text: Text, start: int, end: int, mark: LineMark | None = None, heading_lines: int = 0) -> Node:
    """Return a node with the lines from `start` up to `end` (exclusive), opened by the mark on its first line."""
    groups, repaired = (dict(mark.groups), mark.corrected_to) if mark else ({}, None)
    return Node(kind, start + 1, text.lines[start:end], [], groups, heading_lines, repaired)
