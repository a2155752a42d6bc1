"""Words on a page to rows: what stands on one line, from left to right, and how it is written out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex as re

from referat.facts.paragraphs import marker
from referat.structure.layout_rules import any_layout, layout
from referat.structure.line_classifier import scan

_SAME_ROW = 0.5
"""Words whose base lines are no further apart, as a part of their size, stand on one row: marks of notes do too."""

_CELL = 1.1
"""A gap so many times as wide as the letters are large parts cells."""

_FEWEST_BLANKS = 4
"""A row of fewer blanks is not called stretched: cells can be as far apart by chance."""

_EQUAL = 0.2
"""Gaps that differ by less than this part of the size of the letters are the blanks of a row stretched to the edge."""

_LEADER = re.compile(r"(?:[.…]{2,}|(?: \.){3,})\s*(\d{1,4})$")
SHORT_LEADER = ".....\t"
"""What is written for dots that lead to a page: always as many, for one more would be a title's full stop."""


@dataclass(frozen=True, slots=True)
class PageWord:
    """A word on a page: its edges and base line in points from the top left, the size of its font, and its name."""

    text: str
    left: float
    right: float
    base: float
    size: float
    font: str


@dataclass(frozen=True, slots=True)
class PageLine:
    """The words of one line of a page.

    `base` is where most of it stands, from the top of the page; `size` that of its largest letters; `style` the size
    and font where all words have the same; `kind` what the line is for a reader of text, if more than running text.
    `cells` are the left edges of what wide gaps part the row into: one, where there are none.
    """

    words: tuple[PageWord, ...]
    text: str
    cells: tuple[float, ...]
    base: float
    size: float
    style: tuple[float, str] | None
    kind: str | None

    @property
    def left(self) -> float:
        """The left edge."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """The right edge."""
        return self.words[-1].right

    @property
    def is_cells(self) -> bool:
        """Whether wide gaps part the row into cells."""
        return len(self.cells) > 1

    @property
    def leads_to_page(self) -> bool:
        """Whether dots lead to the number of a page at the end of the row."""
        return SHORT_LEADER in self.text

    @property
    def opens_entry(self) -> bool:
        """Whether a mark of a list begins the row."""
        return marker(self.text) is not None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a document: its size, its rows from the top, and words that stand aslant or upright on it."""

    width: float
    height: float
    rows: tuple[PageLine, ...]
    tilted: tuple[str, ...] = ()


def rows(words: Iterable[PageWord]) -> tuple[PageLine, ...]:
    """Return the words of a page as rows, from the top; a word printed twice in one place counts once."""
    once = {(word.text, round(word.left), round(word.base)): word for word in words}
    found: list[list[PageWord]] = []
    for word in sorted(once.values(), key=lambda word: word.base):
        if found and word.base - found[-1][0].base <= _SAME_ROW * max(word.size, found[-1][0].size):
            found[-1].append(word)
        else:
            found.append([word])
    return tuple(row(sorted(words, key=lambda word: word.left)) for words in found)


def row(words: Sequence[PageWord]) -> PageLine:
    """Return words from left to right as a row: cells parted by tabs, dots before a page number cut to a few."""
    firsts = _first_of_cells(words)
    text = words[0].text + "".join(("\t" if n in firsts else " ") + word.text for n, word in enumerate(words[1:], 1))
    text = _LEADER.sub(rf"{SHORT_LEADER}\1", text)
    cells = (words[0].left, *(words[n].left for n in firsts))
    largest = max(words, key=lambda word: (word.size, len(word.text)))
    styles = {(word.size, word.font) for word in words}
    style = styles.pop() if len(styles) == 1 else None
    return PageLine(tuple(words), text, cells, largest.base, largest.size, style, line_kind(text))


def _first_of_cells(words: Sequence[PageWord]) -> list[int]:
    """Return which words begin a cell: those after a wide gap, but for the mark of a list and stretched rows."""
    gaps = [after.left - before.right for before, after in pairwise(words)]
    has_mark = len(words) > 1 and marker(f"{words[0].text} {words[1].text}") is not None
    size = max(word.size for word in words)
    own = gaps[has_mark:]
    if len(own) >= _FEWEST_BLANKS and max(own) - min(own) < _EQUAL * size:
        return []
    return [n for n, gap in enumerate(gaps, 1) if gap > _CELL * size and not (n == 1 and has_mark)]


def line_kind(text: str) -> str | None:
    """Return what a line is for a reader of text ("item", "case", "heading"), or nothing for running text.

    A heading does not begin with a small letter: what a row's width parted does, as "beslutningen til den 6. marts". A
    body and its day are "dated": the heading of what it decided, if they do not run over the pages.
    """
    # A row that begins with a small letter or a number may go on the one above: only the portal's labels are plain there.
    rules = any_layout() if text[0].isupper() else layout("portal")
    found = next((mark for mark in scan([text], rules) if mark.repaired is None), None)
    if found is None or (found.kind in ("heading", "decision") and text[0].islower()):
        return None
    return "dated" if found.found.get("by") == "day" else found.kind


def joined_line_kind(one: PageLine, two: PageLine) -> str | None:
    """Return what two rows are as one line."""
    return line_kind(f"{one.text}{'' if one.text.endswith('-') else ' '}{two.text}")
