"""Heads and feet of pages in plain text: lines that come again with the number of the page in them.

They are left out as those of a PDF are. The first stays: it may be all that says who met.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import regex as re

_PAGE = re.compile(
    r"\b(?:side|s\.|page)\s*(?P<number>\d{1,4})(?:\s*(?:af|/|of)\s*\d{1,4})?\b|\b(?P<number>\d{1,4})\s*/\s*\d{1,4}$",
    re.I,
)
_LONGEST = 120
_FEWEST = 2


def without_running_lines(text: str) -> tuple[str, str]:
    """Return a text with its running lines blank, and the first of them; the text itself and "" if it has none."""
    lines = text.split("\n")
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for index, line in enumerate(lines):
        page = _PAGE.search(line) if line.strip() and len(line) <= _LONGEST else None
        words = " ".join((line[: page.start()] + line[page.end() :]).split()) if page else ""
        if page and len(words) > _FEWEST:
            places[words].append((index, int(page["number"])))
    running = [at for at in places.values() if len(at) >= _FEWEST and all(b > a for (_, a), (_, b) in pairwise(at))]
    if not running:
        return text, ""
    first = lines[running[0][0][0]].strip()
    header = min(index for index, line in enumerate(lines) if line.strip())
    for at in running:
        for index, _ in at:
            lines[index] = lines[index] if index == header else ""
    return "\n".join(lines), first
