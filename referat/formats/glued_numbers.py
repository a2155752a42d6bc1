"""Numbered titles at the end of the line before: "Vedtaget. 2. Økonomi", as pages copied from the web have them.

A break is put back only where the numbers at the beginning of lines lack just that one.
"""

from __future__ import annotations

import regex as re

_LONGEST = 90
_FEWEST = 2
"""So many numbers at the beginning of lines show how items are written."""

_AT_END = re.compile(rf"(?<=[.!?”\"])[ \t]+(?P<number>\d{{1,2}})\.[ \t]+\p{{Lu}}[^.\n]{{2,{_LONGEST}}}$", re.MULTILINE)
_AT_START = re.compile(r"^[ \t]*(?P<number>\d{1,2})\.[ \t]+\p{Lu}", re.MULTILINE)


def with_lines_for_glued_numbers(text: str) -> str:
    """Return a text with a line of its own for each numbered title at the end of another, if its number is missing."""
    glued = {int(match["number"]): match.start() for match in _AT_END.finditer(text)}
    if not glued:
        return text
    lines = {int(match["number"]): match.start() for match in _AT_START.finditer(text)}
    places = lines | {number: at for number, at in glued.items() if number not in lines}
    missing = [number for number in glued if number not in lines and _fits(number, places)]
    if len(lines) < _FEWEST or not missing:
        return text
    for at in sorted((glued[number] for number in missing), reverse=True):
        text = f"{text[:at]}\n\n{text[at:].lstrip()}"
    return text


def _fits(number: int, places: dict[int, int]) -> bool:
    """Return whether the number before is above, and the next one below."""
    above = number == 1 or (number - 1 in places and places[number - 1] < places[number])
    return above and number + 1 in places and places[number] < places[number + 1]
