"""List numbers of a Word document, which does not store them: they are counted here as Word counts them."""

from __future__ import annotations

from collections import defaultdict
from xml.etree.ElementTree import Element

import regex as re

from referat.formats.word.zip_package import Package, child, children, value

_MOST_LEVELS = 9
"""Number of levels of a list in Word."""
_PLACE = re.compile(r"%(\d)")
_ROMAN = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
_BULLET = "- "

_Level = tuple[str, str, int]
"""Number format, surrounding text and start value of a level."""


class Numbering:
    """The lists of a document and their counters."""

    def __init__(self, package: Package) -> None:
        root = package.part("word/numbering.xml")
        forms = {value(form, "abstractNumId"): _levels(form) for form in children(root, "abstractNum")}
        self.levels: dict[str | None, dict[int, _Level]] = {}
        for number in children(root, "num"):
            overrides = {_level(one): start for one in children(number, "lvlOverride") if (start := _start(one))}
            form = forms.get(value(child(number, "abstractNumId")), {})
            self.levels[value(number, "numId")] = {
                level: (kind, text, overrides.get(level, start)) for level, (kind, text, start) in form.items()
            }
        self.counts: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def mark(self, number_id: str, level: int) -> str:
        """Count one paragraph of a list and return the mark before it."""
        levels = self.levels.get(number_id)
        if not levels or level not in levels:
            return ""
        counts = self.counts[number_id]
        kind, text, start = levels[level]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in range(level + 1, _MOST_LEVELS):
            counts.pop(deeper, None)
        if kind == "bullet":
            return _BULLET
        shown = _PLACE.sub(lambda place: self._number(levels, counts, int(place[1]) - 1), text).strip()
        return f"{shown} " if shown else ""

    def _number(self, levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
        kind, _, start = levels.get(level, ("decimal", "", 1))
        return _format_number(counts.get(level, start), kind)


def _levels(form: Element) -> dict[int, _Level]:
    return {
        _level(level): (
            value(child(level, "numFmt")) or "decimal",
            value(child(level, "lvlText")) or "",
            _whole(value(child(level, "start")), 1),
        )
        for level in children(form, "lvl")
    }


def _level(element: Element) -> int:
    return _whole(value(element, "ilvl"), 0)


def _start(override: Element) -> int:
    return _whole(value(child(override, "startOverride")), 0)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else otherwise


def _format_number(number: int, kind: str) -> str:
    if kind == "none":
        return ""
    if kind.endswith("Letter") and number > 0:
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif kind.endswith("Roman") and 0 < number < 40:
        text = ""
        for letters, worth in _ROMAN:
            text, number = text + letters * (number // worth), number % worth
    else:
        return str(number)
    return text.upper() if kind.startswith("upper") else text
