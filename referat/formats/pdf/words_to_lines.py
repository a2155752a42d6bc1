"""Group the words of a page into lines, from left to right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex as re

from referat.facts.paragraphs import marker
from referat.structure.layout_rules import any_layout, layout
from referat.structure.line_classifier import scan


@dataclass(frozen=True, slots=True)
class WordGapThresholds:
    """Gaps and baselines that decide which words share a line, and which a cell."""

    same_row: float = 0.5
    """Words with baselines at most this far apart, relative to their size, share a line; so do footnote marks."""
    cell: float = 1.1
    """A gap this many times the font size separates cells."""
    fewest_blanks: int = 4
    """Fewest spaces of a justified row; cells can be equally spaced by chance."""
    equal: float = 0.2
    """Gaps that differ by less than this fraction of the font size are spaces of a justified line."""


_THRESHOLDS = WordGapThresholds()

_LEADER = re.compile(r"(?:[.…]{2,}|(?: \.){3,})\s*(\d{1,4})$")
SHORT_LEADER = ".....\t"
"""Replacement for dot leaders: always the same length, since one dot more would be a title's full stop."""


@dataclass(frozen=True, slots=True)
class PageWord:
    """A word on a page: edges and baseline in points from the top left corner, font size and font name."""

    text: str
    left: float
    right: float
    base: float
    size: float
    font: str


@dataclass(frozen=True, slots=True)
class PageLine:
    """The words of one line of a page.

    `base` is the baseline, from the top of the page; `size` is the largest font size; `style` is size and font where
    all words share them; `kind` is the kind of line, None for running text. `cells` are the left edges of the cells; a
    line without wide gaps has one.
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
        """Whether wide gaps separate the line into cells."""
        return len(self.cells) > 1

    @property
    def leads_to_page(self) -> bool:
        """Whether dot leaders lead to a page number at the end of the line."""
        return SHORT_LEADER in self.text

    @property
    def opens_entry(self) -> bool:
        """Whether the line begins with a list mark."""
        return marker(self.text) is not None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a document: its size, its lines from the top, and its rotated words."""

    width: float
    height: float
    rows: tuple[PageLine, ...]
    tilted: tuple[str, ...] = ()


def rows(words: Iterable[PageWord]) -> tuple[PageLine, ...]:
    """Return the words of a page as lines, top to bottom; a word printed twice in one place counts once."""
    once = {(word.text, round(word.left), round(word.base)): word for word in words}
    grouped: list[list[PageWord]] = []
    for word in sorted(once.values(), key=lambda word: word.base):
        if grouped and word.base - grouped[-1][0].base <= _THRESHOLDS.same_row * max(word.size, grouped[-1][0].size):
            grouped[-1].append(word)
        else:
            grouped.append([word])
    return tuple(row(sorted(words, key=lambda word: word.left)) for words in grouped)


def row(words: Sequence[PageWord]) -> PageLine:
    """Return words from left to right as one line: tabs between cells, shortened dot leaders."""
    firsts = _first_of_cells(words)
    text = words[0].text + "".join(("\t" if n in firsts else " ") + word.text for n, word in enumerate(words[1:], 1))
    text = _LEADER.sub(rf"{SHORT_LEADER}\1", text)
    cells = (words[0].left, *(words[n].left for n in firsts))
    largest = max(words, key=lambda word: (word.size, len(word.text)))
    styles = {(word.size, word.font) for word in words}
    style = styles.pop() if len(styles) == 1 else None
    return PageLine(tuple(words), text, cells, largest.base, largest.size, style, line_kind(text))


def _first_of_cells(words: Sequence[PageWord]) -> list[int]:
    """Return the indexes of words that begin a cell: after a wide gap, except list marks and justified lines."""
    gaps = [after.left - before.right for before, after in pairwise(words)]
    has_mark = len(words) > 1 and marker(f"{words[0].text} {words[1].text}") is not None
    size = max(word.size for word in words)
    text_gaps = gaps[has_mark:]
    if len(text_gaps) >= _THRESHOLDS.fewest_blanks and max(text_gaps) - min(text_gaps) < _THRESHOLDS.equal * size:
        return []
    return [n for n, gap in enumerate(gaps, 1) if gap > _THRESHOLDS.cell * size and not (n == 1 and has_mark)]


def line_kind(text: str) -> str | None:
    """Return the kind of a line ("item", "case", "heading", "dated"); None for running text.

    A heading does not begin with a lower-case letter, as a wrapped line does: "beslutningen til den 6. marts". A body
    and its date are "dated": the heading of a decision, unless they repeat on every page.
    """
    # A row that begins with a lower-case letter or a number can continue the one above; only the layout of the portal
    # is certain there.
    rules = any_layout() if text[0].isupper() else layout("portal")
    mark = next((mark for mark in scan([text], rules) if mark.corrected_to is None), None)
    if mark is None or (mark.kind in ("heading", "decision") and text[0].islower()):
        return None
    return "dated" if mark.groups.get("by") == "day" else mark.kind


def joined_line_kind(one: PageLine, two: PageLine) -> str | None:
    """Return the kind of two rows as one line."""
    return line_kind(f"{one.text}{'' if one.text.endswith('-') else ' '}{two.text}")
