"""Join page lines that were only wrapped by the page width, and separate paragraphs with blank lines.

Paragraph ends are judged as a typesetter would: a line with room left for the next word was ended by its author. The
text counts too: a case number or a heading is always a line of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from statistics import median

import regex as re

from referat.formats.pdf.dehyphenation import Hyphens, is_cut, without_soft
from referat.formats.pdf.toc_pages import attach_toc_pages
from referat.formats.pdf.words_to_lines import Page, PageLine, joined_line_kind
from referat.vocabulary import fold, load


@dataclass(frozen=True, slots=True)
class LineJoiningThresholds:
    """Distances that decide where a line of a page was wrapped and where a paragraph ends."""

    apart: float = 1.3
    """Line distance, relative to the usual one, from which rows belong to two paragraphs."""
    usual: float = 1.4
    """The usual line distance relative to the font size, if no wrapped line shows it."""
    farthest: float = 2.5
    """Line distance, relative to the font size, above which rows are not used for the usual distance."""
    blank: float = 0.2
    """Width of a narrow space, relative to the font size."""
    indent: float = 0.8
    """Smallest difference of two left edges, relative to the font size."""
    narrowest: float = 0.6
    """Smallest right edge of a page's text, relative to the width of the page."""
    nearly_all: float = 0.98
    """At most this fraction of lines extends past the text edge; longer ones are wide tables or margin notes."""


_THRESHOLDS = LineJoiningThresholds()

_ALONE = frozenset(("meeting", "contents", "item", "case", "heading", "decision", "dated", "history_entry"))
_LABELS = frozenset(("date", "start_time", "end_time", "location", "attendees", "absentees", "information"))
_WRAPPING = frozenset(("item", "meeting")) | _LABELS
"""Kinds of lines that can continue on the next row."""

_DAY = re.compile(r"\d{1,2}\.\s*(\p{L}+)")
_INITIAL = re.compile(r"\p{Lu}\.")

_JOIN, _LINE, _PARAGRAPH = "", "\n", "\n\n"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, its page, and the right edge available to its text."""

    row: PageLine
    page: int
    edge: float


def join_lines(pages: Sequence[Page]) -> str:
    """Return the rows of one or more pages as text: one line per paragraph, where paragraphs can be recognized."""
    lines = _lines(pages)
    usual = _Usual(lines)
    hyphens = Hyphens([line.row.text for line in lines])
    opening = lines[0].row
    parts = [line.row.text for line in lines[:1]]
    for before, line in pairwise(lines):
        between = usual.between(before, line, opening)
        if between == _JOIN:
            parts[-1] = hyphens.joined(parts[-1], line.row.text)
        else:
            parts += [*([""] if between == _PARAGRAPH else []), line.row.text]
            opening = line.row
    return without_soft("\n".join(parts)) + "\n"


def _lines(pages: Sequence[Page]) -> list[_Line]:
    ends: defaultdict[int, list[float]] = defaultdict(list)
    for page in pages:
        ends[round(page.width)] += [row.right for row in page.rows]
    edges = {
        width: max(_THRESHOLDS.narrowest * width, _nearly_largest(right_edges))
        for width, right_edges in ends.items()
        if right_edges
    }
    lines = [_Line(row, number, edges[round(page.width)]) for number, page in enumerate(pages) for row in page.rows]
    return _with_contents(lines)


def _with_contents(lines: list[_Line]) -> list[_Line]:
    """Return the lines, with dot leaders to page numbers below the heading of the contents."""
    kinds = [line.row.kind for line in lines]
    if "contents" not in kinds:
        return lines
    start = kinds.index("contents") + 1
    led = attach_toc_pages([line.row for line in lines[start:]], lines[start - 1].edge)
    end = start + len(led)
    return (
        lines[:start] + [replace(line, row=row) for line, row in zip(lines[start:end], led, strict=True)] + lines[end:]
    )


def _nearly_largest(numbers: Sequence[float]) -> float:
    return sorted(numbers)[int(_THRESHOLDS.nearly_all * (len(numbers) - 1))]


class _Usual:
    """The usual line distance of a document, and the style of most of its text."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        styles: Counter[object] = Counter()
        for line in lines:
            styles[line.row.style] += len(line.row.text)
        self.style = styles.most_common(1)[0][0] if lines else None
        distances_by_size = defaultdict(list)
        for before, after in pairwise(lines):
            distance = after.row.base - before.row.base
            if (
                before.page == after.page
                and _is_full(before, after)
                and distance < _THRESHOLDS.farthest * before.row.size
            ):
                distances_by_size[round(before.row.size)].append(distance)
        self.distances = {size: median(distances) for size, distances in distances_by_size.items()}

    def between(self, before: _Line, after: _Line, opening: PageLine) -> str:
        """Return the separator of two rows: empty, a line end, or a blank line; `opening` began the paragraph."""
        one, two = before.row, after.row
        if _are_one_heading(one, two) or self._ends_title(before, after, opening):
            return _JOIN
        if self._are_two_paragraphs(before, after):
            return _PARAGRAPH
        if one.leads_to_page:
            return _LINE
        if before.page != after.page:
            return _JOIN if _goes_on(before, after) else _PARAGRAPH
        if not _is_full(before, after):
            return self._after_short(one)
        if (_opens_entry(two) and not is_cut(one.text)) or (two.kind in _LABELS and not two.text[0].islower()):
            return _LINE
        return _JOIN if _is_aligned(one, two, opening) else _LINE

    def _are_two_paragraphs(self, before: _Line, after: _Line) -> bool:
        """Return whether two rows are two paragraphs by their kinds, distance or styles."""
        one, two = before.row, after.row
        if one.kind in _ALONE - _WRAPPING or two.kind in _ALONE:
            return True
        return self._is_apart(before, after) or (_differ(one, two) and not _goes_on(before, after))

    def _ends_title(self, before: _Line, after: _Line, opening: PageLine) -> bool:
        """Return whether a row is the end of a wrapped title, not a heading; titles have a style of their own."""
        in_title_style = after.row.style is not None and self.style != after.row.style == opening.style
        return (
            opening.kind == "item" and in_title_style and _is_full(before, after) and not self._is_apart(before, after)
        )

    def _is_apart(self, before: _Line, after: _Line) -> bool:
        usual = self.distances.get(round(before.row.size), _THRESHOLDS.usual * before.row.size)
        return before.page == after.page and after.row.base - before.row.base > _THRESHOLDS.apart * usual

    def _after_short(self, row: PageLine) -> str:
        """Return the separator after a short row: a heading in the style of the text ends there."""
        return _PARAGRAPH if row.kind == "item" and row.style == self.style else _LINE


def _is_full(before: _Line, after: _Line) -> bool:
    """Return whether the next row's first word had no room left."""
    one, two = before.row, after.row
    needed = two.words[0].right - two.left + _THRESHOLDS.blank * one.size
    return one.right + needed > before.edge or is_cut(one.text)


def _goes_on(before: _Line, after: _Line) -> bool:
    """Return whether a sentence continues on the next row, by its words and the room left."""
    one, two = before.row, after.row
    if one.kind in _ALONE - _WRAPPING or two.kind in _ALONE or one.text[-1] in ".:!?":
        return False
    if _opens_entry(two):
        return False
    return _is_full(before, after) and (before.page != after.page or two.text[0].islower())


def _are_one_heading(one: PageLine, two: PageLine) -> bool:
    """Return whether two rows are one heading together, whatever room the first one has left."""
    if one.kind or two.kind or _differ(one, two) or not one.text[0].isupper():
        return False
    return joined_line_kind(one, two) in ("meeting", "decision")


def _opens_entry(row: PageLine) -> bool:
    """Return whether a row begins with a list mark, not with a date ("3. maj") or an initial."""
    if _named_entry().match(row.text):
        return True
    if not row.opens_entry or _INITIAL.match(row.text):
        return False
    day = _DAY.match(row.text)
    return day is None or fold(day[1]) not in _months()


@cache
def _named_entry() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(load('pages')['entries'])})\s+\d{{1,3}}\s*[.:–-]", re.IGNORECASE)


@cache
def _months() -> frozenset[str]:
    return frozenset(name for names in load("dates")["months"].values() for name in names)


def _differ(one: PageLine, two: PageLine) -> bool:
    """Return whether two rows have different styles; if fonts are mixed, only sizes are compared."""
    if one.style and two.style:
        return one.style != two.style
    return round(one.size) != round(two.size)


def _is_aligned(one: PageLine, two: PageLine, opening: PageLine) -> bool:
    """Return whether a row continues the one above by its left edge: equal, hanging, or after an indent."""
    if one.is_cells:
        return abs(two.left - one.cells[-1]) < _THRESHOLDS.indent * one.size and not two.is_cells
    if two.is_cells:
        return False
    moved = (two.left - one.left) / one.size
    if moved > _THRESHOLDS.indent:
        return one is opening and one.opens_entry
    return moved > -_THRESHOLDS.indent or one is opening
