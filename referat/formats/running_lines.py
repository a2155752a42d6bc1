"""Running lines in plain text: page headers and footers that repeat with the page number in them.

They are removed, as in a PDF. The first one is kept: it may be the only line with body and date.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import regex as re

_PAGE = re.compile(
    r"\b(?:side|s\.|page)\h*(?P<number>\d{1,4})(?:\h*(?:af|/|of)\h*\d{1,4})?\b"
    r"|\b(?P<number>\d{1,4})\h*/\h*\d{1,4}$",
    re.I | re.M,
)
_TITLE = re.compile(r"\d{1,3}\.?\s(?!At\s)\p{Lu}.*[^.:]")
"""A numbered title, as a page header repeats it."""

_LONGEST = 120
_FEWEST = 2
"""Fewest repetitions of a running line."""


def without_running_lines(text: str) -> tuple[str, str]:
    """Return a text with its running lines blank, and the first of them; the text itself and "" if it has none."""
    lines = text.split("\n")
    by_words = _places_by_words(lines)
    titles = _repeated_titles(lines, [index for index, _ in by_words.pop("", ())])
    running = [places for places in by_words.values() if _is_running(places)]
    if not running and not titles:
        return text, ""
    first = lines[running[0][0][0] if running else min(titles)].strip()
    header = next(index for index, line in enumerate(lines) if line.strip())
    blank = ({index for places in running for index, _ in places} | titles) - {header}
    return "\n".join("" if index in blank else line for index, line in enumerate(lines)), first


def _repeated_titles(lines: list[str], page_numbers: list[int]) -> set[int]:
    """Return the lines next to a page number that repeat a numbered title further up: "2. Budget" over "Side 3".

    The title in the contents, next to another one, is not the first.
    """
    beside = {index + step for index in page_numbers for step in (-1, 1) if 0 <= index + step < len(lines)}
    titles = [index for index in beside if _TITLE.fullmatch(lines[index].strip())]
    return {index for index in titles if _is_title_above(lines, index)}


def _is_title_above(lines: list[str], index: int) -> bool:
    filled = [line.strip() for line in lines[:index] if line.strip()]
    around = zip(["", *filled], filled, [*filled[1:], ""], strict=False)
    title = lines[index].strip()
    return any(line == title and not (_TITLE.match(before) or _TITLE.match(after)) for before, line, after in around)


def _places_by_words(lines: list[str]) -> dict[str, list[tuple[int, int]]]:
    """Return the index and page number of each line with a page number, by the other words of the line.

    The page numbers that are alone on their line are under "".
    """
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for index, line in enumerate(lines):
        if len(line) <= _LONGEST and _may_number_a_page(line) and (page := _PAGE.search(line)):
            words = " ".join((line[: page.start()] + line[page.end() :]).split())
            if len(words) > _FEWEST or not words:
                places[words].append((index, int(page["number"])))
    return places


def _may_number_a_page(line: str) -> bool:
    """Return whether a line can contain a page number ("Side 3", "SIDE 3", "3/7"): ten times as fast as the pattern."""
    return (
        "/" in line or "ide" in line or "IDE" in line or "s." in line or "S." in line or "age" in line or "AGE" in line
    )


def _is_running(places: list[tuple[int, int]]) -> bool:
    """Return whether lines with the same words repeat with page numbers that rise."""
    return len(places) >= _FEWEST and all(below > above for (_, above), (_, below) in pairwise(places))
