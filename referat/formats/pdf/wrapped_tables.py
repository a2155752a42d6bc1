"""Write out tables of items on the pages of a PDF: their cells wrap, so that a line of the page is no row of the table.

The words below the headings of the columns are sorted into cells by their left edges; each number begins a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex as re

from referat.formats.item_tables import column_headings
from referat.formats.pdf.words_to_lines import Page, PageLine, PageWord, row
from referat.vocabulary import fold

_NEAR = 0.6
"""Largest distance of words of one line or column, relative to the font size."""

_FEWEST_ROWS = 2
_PAGE = 10_000.0
"""Distance of the tops of two pages, which makes one column of all pages."""

_NUMBER = re.compile(r"(\d{1,3})\.?")


@dataclass(frozen=True, slots=True)
class _Place:
    """A word of a table: its height on the pages below one another, and its column."""

    height: float
    column: int
    word: PageWord


def with_tables_written_out(pages: Sequence[Page]) -> list[Page]:
    """Return the pages, with a table of items as ordinary minutes: number and title, and the outcome below."""
    for number, page in enumerate(pages):
        for at, line in enumerate(page.rows):
            if _heads_columns(line):
                rewritten = _written_out(pages, number, at)
                if rewritten is not None:
                    return rewritten
    return list(pages)


def _heads_columns(line: PageLine) -> bool:
    """Return whether a line has the headings of the columns, of a word each: "Pkt.", "Emne", "Referat"."""
    words = [fold(word.text).strip(" :.") for word in line.words]
    headings = [column_headings()[name] for name in ("number", "title", "outcome")]
    return len(words) == len(headings) and all(word in known for word, known in zip(words, headings, strict=True))


def _written_out(pages: Sequence[Page], first: int, at: int) -> list[Page] | None:
    """Return the pages with the table below a row of headings written out; None if it has too few rows."""
    head = pages[first].rows[at]
    edges = [word.left for word in head.words]
    table, ends = _places(pages, first, at + 1, edges)
    bands = list(_bands(table))
    if len(bands) < _FEWEST_ROWS:
        return None
    lines = [line for band in bands for line in _as_lines(band, head)]
    kept = [replace(page, rows=page.rows[end:]) for page, end in zip(pages[first:], ends, strict=True)]
    kept[0] = replace(kept[0], rows=(*pages[first].rows[:at], *lines, *kept[0].rows))
    return [*pages[:first], *kept]


def _places(pages: Sequence[Page], first: int, at: int, edges: Sequence[float]) -> tuple[list[_Place], list[int]]:
    """Return the words of a table, and for each page from the first the row on which other text goes on."""
    places: list[_Place] = []
    ends: list[int] = []
    goes_on = True
    for number, page in enumerate(pages[first:]):
        end = at if number == 0 else 0
        while goes_on and end < len(page.rows):
            cells = [_Place(number * _PAGE + word.base, _column(word, edges), word) for word in page.rows[end].words]
            if cells[0].column == 0 and not _NUMBER.fullmatch(cells[0].word.text):
                goes_on = False
                break
            places += cells
            end += 1
        ends.append(end)
    return places, ends


def _column(word: PageWord, edges: Sequence[float]) -> int:
    return max(sum(word.left > edge - _NEAR * word.size for edge in edges) - 1, 0)


def _bands(table: Sequence[_Place]) -> Iterator[list[_Place]]:
    """Yield the words of each row of a table, which has one number."""
    numbers = [place.height for place in table if place.column == 0 and _NUMBER.fullmatch(place.word.text)]
    if not numbers:
        return
    size = table[0].word.size
    centred = any(place.height < numbers[0] - _NEAR * size for place in table)
    between = [
        _widest_gap(table, above, below) if centred else below - _NEAR * size for above, below in pairwise(numbers)
    ]
    bounds = [float("-inf"), *between, float("inf")]
    for top, bottom in pairwise(bounds):
        yield [place for place in table if top <= place.height < bottom]


def _widest_gap(table: Sequence[_Place], above: float, below: float) -> float:
    """Return the middle of the widest gap between the lines from one number down to the next one."""
    heights = sorted({place.height for place in table if above <= place.height <= below})
    upper, lower = max(pairwise(heights), key=lambda pair: pair[1] - pair[0])
    return (upper + lower) / 2


def _as_lines(band: Sequence[_Place], head: PageLine) -> Iterator[PageLine]:
    """Yield a row of a table as lines: number and title, then the heading of the outcome and its text."""
    number, title, outcome = (
        [place.word for place in sorted(band, key=_reading_order) if place.column == column] for column in range(3)
    )
    yield replace(row([*number, *title]), text=_joined([*number, *title]), kind="item", cells=(number[0].left,))
    if outcome:
        yield replace(row(outcome[:1]), text=head.words[-1].text, kind="heading")
        yield replace(row(outcome), text=_joined(outcome), kind=None, cells=(outcome[0].left,))


def _reading_order(place: _Place) -> tuple[float, float]:
    return place.height, place.word.left


def _joined(words: Sequence[PageWord]) -> str:
    text = " ".join(word.text for word in words)
    return re.sub(r"(?<=^\d{1,3})(?=\s)", ".", text, count=1)
