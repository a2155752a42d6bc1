"""Cleaned lines and paragraphs of a section, computed once for all fact functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from referat.facts.paragraphs import clean_lines, joined
from referat.records.rows import text_of
from referat.structure.document_tree import Node
from referat.structure.web_links import without_page_links


@dataclass(slots=True)
class SectionTexts:
    """The text of a leaf under its heading: cleaned lines, whole text and paragraphs."""

    leaf: Node
    lines: Sequence[str]
    text: str | None
    paragraphs: list[str]

    @classmethod
    def of(cls, leaf: Node) -> SectionTexts:
        """Return the text of a leaf's body."""
        lines = without_page_links(clean_lines(leaf.body))
        paragraphs = joined(lines)
        return cls(leaf, lines, "\n\n".join(paragraphs) or None, paragraphs)

    def line(self, position: int) -> int | None:
        """Return the line number in the source of the line at a position."""
        begun = "rest" in self.leaf.groups
        return self.leaf.first + self.leaf.heading_lines - begun + position if self.leaf.first else None


@dataclass(slots=True)
class SectionText:
    """A section of an item: its node, kind and leaf texts; only a history has more than one."""

    node: Node
    kind: str
    parts: list[SectionTexts]

    @classmethod
    def of(cls, node: Node, kind: str) -> SectionText:
        """Return a section with the texts of its leaves."""
        return cls(node, kind, [SectionTexts.of(leaf) for leaf in node.children or [node]])

    @property
    def text(self) -> str | None:
        """The whole text under the section's heading, with the headings inside it."""
        if self.node.children:
            return text_of([line for leaf in self.node.leaves() for line in leaf.lines][1:])
        return self.parts[0].text

    @property
    def decisions(self) -> list[SectionTexts]:
        """The leaf texts that are decisions, of this meeting or an earlier one."""
        return [part for part in self.parts if self.kind == "decision" or part.leaf.kind == "history_entry"]
