"""Links and buttons of web pages among the lines of minutes: "Til toppen", "Udskriv", "Side 3 af 7"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import regex as re

from referat.vocabulary import fold, load

_LONGEST = 60
"""No link is longer."""

_EDGES = " \t\u00a0•·*-–|"
_BETWEEN = re.compile(r"\s+[-–|]\s+")
"""What parts several links on one line."""

_PAGE = re.compile(r"side\s+\d{1,4}(?:\s*(?:af|/)\s*\d{1,4})?", re.IGNORECASE)


@cache
def _links() -> frozenset[str]:
    return frozenset(load("pages")["links"])


@lru_cache(maxsize=8192)
def is_page_link(line: str) -> bool:
    """Tell whether a line is a link, a button or the number of a page, and no words of the minutes."""
    words = fold(line.strip(_EDGES).rstrip("."))
    if _PAGE.fullmatch(words):
        return True
    return words in _links() or all(part in _links() for part in _BETWEEN.split(words))


def without_page_links(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines, blank where one is a link, a button or the number of a page."""
    links = {line for line in lines if line and len(line) <= _LONGEST and is_page_link(line)}
    return ["" if line in links else line for line in lines] if links else lines


_TITLE_AGAIN = re.compile(r"(?P<title>\p{Lu}.{4,150}?)(?<=\S)\p{Lu}\p{L}+ .{3,60}?(?P=title)")


def without_link(title: str) -> str:
    """Return a title without a link glued to it that says the title again: "Ny skoleLæs mere om Ny skole"."""
    again = _TITLE_AGAIN.fullmatch(title)
    return again["title"] if again else title
