"""Links and buttons of web pages among the lines of minutes: "Til toppen", "Udskriv", "Side 3 af 7"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import regex as re

from referat.vocabulary import fold, load

_LONGEST = 60
"""Longest link, in characters."""

_EDGES = " \t\u00a0•·*-–|"
_LINK_SEPARATOR = re.compile(r"\s+[-–|]\s+")
"""The separator of several links on one line."""

_PAGE = re.compile(r"side\s+\d{1,4}(?:\s*(?:af|/)\s*\d{1,4})?", re.IGNORECASE)


_AS_FILE = re.compile(r"se (?:referat|dagsorden)\P{P}* (?:i|som) pdf(?:[ -]format)?", re.IGNORECASE)


@cache
def _links() -> frozenset[str]:
    return frozenset(load("pages")["links"])


@lru_cache(maxsize=8192)
def is_page_link(line: str) -> bool:
    """Return whether a line consists of links, buttons or a page number."""
    words = fold(line.strip(_EDGES).rstrip("."))
    if _PAGE.fullmatch(words) or (words.startswith("se ") and _AS_FILE.fullmatch(words)):
        return True
    return words in _links() or all(part in _links() for part in _LINK_SEPARATOR.split(words))


def without_page_links(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines, with links, buttons and page numbers replaced by blank lines."""
    links = {line for line in lines if line and len(line) <= _LONGEST and is_page_link(line)}
    return ["" if line in links else line for line in lines] if links else lines


_REPEATED_TITLE = re.compile(r"(?P<title>\p{Lu}.{4,150}?)(?<=\S)\p{Lu}\p{L}+ .{3,60}?(?P=title)")


def without_link(title: str) -> str:
    """Return a title without a link that directly follows and repeats it: "Ny skoleLæs mere om Ny skole"."""
    match = _REPEATED_TITLE.fullmatch(title)
    return match["title"] if match else title
