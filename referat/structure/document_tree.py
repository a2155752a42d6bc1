"""The document tree: every line of a source stands in exactly one node, and the leaves give the source back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from referat.structure.line_classifier import LineMark
from referat.structure.text_lines import Text, bare


@dataclass(slots=True)
class Node:
    """A part of a document: its kind, its first line (from 1), and either its own lines or the nodes below it.

    `found` holds what the line that opens the node says (a title, a date, a section's name); `heading_lines` counts the
    lines that only open it; `repaired` is the word a misspelt heading was taken for.
    """

    kind: str
    first: int
    lines: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)
    heading_lines: int = 0
    repaired: str | None = None

    @property
    def body(self) -> list[str]:
        """The node's own lines without those that only open it, or only with their beginning ("Beslutning: ...")."""
        begun = [self.found["rest"]] if "rest" in self.found else []
        return begun + self.lines[self.heading_lines :]

    @property
    def last(self) -> int:
        """The last line of the node that is not blank (its first line, if all are); 0 where there are no lines."""
        if self.children:
            return self.children[-1].last
        if not self.first:
            return 0
        last = len(self.lines) - 1
        while last > 0 and not bare(self.lines[last]):
            last -= 1
        return self.first + max(last, 0)

    def leaves(self) -> Iterator[Node]:
        """Yield the nodes that own lines, in order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def of(self, kind: str) -> list[Node]:
        """Return the nodes of a kind directly below this one."""
        return [child for child in self.children if child.kind == kind]


@dataclass(frozen=True, slots=True)
class Document:
    """A source's tree, and the separator that joins its lines to the source again."""

    root: Node
    separator: str
    layout: str

    def text(self) -> str:
        """Return the source, put together again from the lines of the tree."""
        return self.separator.join(line for leaf in self.root.leaves() for line in leaf.lines)


def leaf(kind: str, text: Text, start: int, end: int, mark: LineMark | None = None, heading_lines: int = 0) -> Node:
    """Return the node that owns the lines from `start` to before `end`, opened by the mark on its first line."""
    found, repaired = (dict(mark.found), mark.repaired) if mark else ({}, None)
    return Node(kind, start + 1, text.lines[start:end], [], found, heading_lines, repaired)
