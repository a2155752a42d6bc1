"""Normalize lines of web pages and tables for classification, without the markup around and between them.

The lines themselves do not change; only their stripped form does.
"""

from __future__ import annotations

from functools import cache, lru_cache

import regex as re

from referat.facts.names import is_list_label
from referat.structure.section_headings import LONGEST, heading_key, headings
from referat.structure.text_lines import Text, bare
from referat.structure.web_links import is_page_link
from referat.vocabulary import any_of, load

_RULE = re.compile(r"[\s|:-]*")
"""A rule or an empty row of a table."""

_BULLET = re.compile(r"[•·▪●◦‣-]\s*(?=\S)")
_FRAMED = re.compile(r"(?:[=~#_*-]{2,}|\[|>+)\s*(?P<heading>\p{L}.{1,78}?)\s*(?:[=~#_*-]{2,}|\])?")
"""A heading in a frame: "=== Beslutning ===", "[Beslutning]"."""

_NUMBERED = re.compile(r"(?:(?:Punkt|Pkt\.?)\s*)?\d{1,3}(?:\s?[.:)])?\s*\p{Lu}")
_FRAMES = frozenset("=~#_*-[>")
_DECIDING = ("Beslutning ", "BESLUTNING")
_GLUED_ITEM = re.compile(r"\d{1,3}\.\s?\S.{0,200}?[\p{Ll})](?=(?P<item>\d{1,3}\.\s+\p{Lu}.*))")
"""The last entry of the contents and the first item on the same line."""

_GLUED_TO_HEADING = re.compile(r"(?P<heading>\p{Lu}[\p{L} ]{3,30}[\p{Ll}])(?P<item>\d{1,3}\.\s+\p{Lu}.*)")
"""An empty heading and the next item on the same line."""


def normalize_lines(text: Text) -> Text:
    """Return the text with lines stripped of bullets, links and rules, and labels separated from their values."""
    seen = [_normalized(line) if line else "" for line in text.bare]
    return Text(text.lines, seen, [index for index, line in enumerate(seen) if line], text.separator)


@lru_cache(maxsize=4096)
def _normalized(line: str) -> str:
    if is_page_link(line) or _RULE.fullmatch(line):
        return ""
    line = _unframed(bare(line.strip("|")))
    if line[:1].casefold() in _initials_of_buttons() and (button := _button().match(line)):
        line = line[button.end() :]
    if (link := _glued_link().match(line)) and _is_heading(line[link.end() :]):
        line = line[link.end() :]
    if (bullet := _BULLET.match(line)) and _is_heading(line[bullet.end() :]):
        line = line[bullet.end() :]
    if item := _GLUED_ITEM.match(line):
        return item["item"]
    if (item := _GLUED_TO_HEADING.match(line)) and heading_key(item["heading"]) in headings():
        return item["item"]
    if label := _glued_label().match(line):
        return f"{label['label']}: {line[label.end() :]}"
    if cell := _label_cell().match(line):
        return f"{cell['label']}: {line[cell.end() :]}"
    return _glued_contents().sub("", line)


def _unframed(line: str) -> str:
    """Return a heading without the frame around it, and any other line as it is."""
    framed = _FRAMED.fullmatch(line) if line[:1] in _FRAMES else None
    return framed["heading"] if framed and _is_heading(framed["heading"]) else line


def _is_heading(line: str) -> bool:
    if line.rstrip(".").isdecimal() or (line.startswith(_DECIDING) and line.rstrip(" :.)")[-1:].isdigit()):
        return True  # the number of an item above its title, or "Beslutning i Byrådet den 24-06-2019"
    if len(line) <= LONGEST and line.rstrip(" :").endswith(_ends_of_headings()):
        return True
    named = heading_key(line) in headings() or is_list_label(line)
    return named or _NUMBERED.match(line) is not None or _labelled().match(line) is not None


@cache
def _ends_of_headings() -> tuple[str, ...]:
    return tuple(f" {word}" for word in load("lines")["needs"]["headings"])


@cache
def _glued_label() -> re.Pattern[str]:
    """Return the pattern of a label directly before its value: "MødestedGamle Skole", "BeslutningGodkendt."."""
    return re.compile(rf"(?P<label>{any_of(load('lines')['glued']['labels'])})(?=\p{{Lu}})")


@cache
def _button() -> re.Pattern[str]:
    """Return the pattern of a button before a heading: "fold dette punkt ind Resume", "Åbn punkt 3"."""
    return re.compile(
        rf"(?i:{any_of(load('lines')['glued']['buttons'])})\s+(?=\p{{Lu}}|\d|(?i:punkt|pkt)\b)",
    )


@cache
def _initials_of_buttons() -> frozenset[str]:
    return frozenset(button[0] for button in load("lines")["glued"]["buttons"])


@cache
def _glued_link() -> re.Pattern[str]:
    """Return the pattern of a link directly before the line that it belongs to: "UdskrivSagsid.: 14/811"."""
    return re.compile(rf"(?i:{any_of(load('pages')['links'])})(?=\p{{Lu}}|\d)")


@cache
def _label_cell() -> re.Pattern[str]:
    """Return the pattern of a label in a column of its own: "Deltagere | Anne Holm", "Afbud     Per Birk"."""
    words = load("lines")["flattened"]
    labels = any_of([*words["labels"], *words["headings"]])
    return re.compile(rf"(?P<label>{labels})\s*:?(?:\t\s*|\s*\|\s*|\s{{3,}})(?=[^\W_])(?!(?:{labels})\b)")


@cache
def _labelled() -> re.Pattern[str]:
    """Return the pattern of a label of the header with its colon: "Til stede: Anne Holm"."""
    return re.compile(rf"(?:{any_of(load('lines')['flattened']['labels'])})\s*:")


@cache
def _glued_contents() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(load('lines')['glued']['contents'])})(?=\d{{1,3}}\.\s)")
