"""Lines to paragraphs: white space, page breaks and markdown emphasis mended, the wording kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex as re

_WRAPPED = 60
"""A line of at least so many characters may have been wrapped; shorter ones end where their author ended them."""

_PAGE_WIDE = 80
"""A paragraph cut in two by a page break is at least so long before the break."""

_EMPHASIS = re.compile(r"(?<![\p{L}\p{N}*_])(\*\*|__|\*|_)(?=\S)([^*_\n]{1,400}?)(?<=\S)\1(?![\p{L}\p{N}*_])")
_MARKER = re.compile(
    r"(?P<mark>(?P<number>\d{1,2})(?:\s?[.):]|\s?[a-z][.):])(?!\d)|(?P<letter>\p{L})[.)]|(?P<bullet>[-–—•·●▪o\*‣◦]))\s+(?=\S)"
)
_INVISIBLE = str.maketrans("", "", "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\x00\xad")
_HEADING_MARK = re.compile(r"#{1,6} ")
_UNCLEAN = ("  ", "#", "*", "_")


def clean(line: str) -> str:
    """Return the line with single blanks for white space and without markdown emphasis."""
    text = " ".join(line.split())
    # Invisible characters are not printable, so that nearly every line is spared the translation: a third of the time.
    if not text.isprintable():
        text = " ".join(text.translate(_INVISIBLE).split())
    if text.startswith("#"):
        text = _HEADING_MARK.sub("", text, count=1)
    return _EMPHASIS.sub(r"\2", text) if "*" in text or "_" in text else text


@lru_cache(maxsize=1024)
def clean_heading(line: str) -> str:
    """Return `clean` of a heading or a title. The same ones come again and again: 2 % of the time to rows."""
    return clean(line)


def clean_lines(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines, each cleaned."""
    # Asked of all lines at once, what `clean` asks of each spares two thirds of the time: nearly all lines are clean.
    text = " ".join(filter(None, lines))
    if text.isprintable() and not any(map(text.__contains__, _UNCLEAN)) and text.strip(" ") == text:
        return lines
    return [clean(line) for line in lines]


def marker(text: str) -> re.Match[str] | None:
    """Return the mark that makes the text an entry of a list ("1. ", "a) ", "- "), or nothing."""
    return _MARKER.match(text)


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs of the lines: each list entry one, wrapped lines and cut sentences joined."""
    return joined(clean_lines(lines))


def joined(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs of lines that are clean."""
    found: list[str] = []
    blank_before = True
    for text in lines:
        if not text:
            blank_before = True
            continue
        if text[0].islower() and found and _continues(found[-1], text, blank_before):
            found[-1] = _joined(found[-1], text)
        else:
            found.append(text)
        blank_before = False
    return found


def _continues(before: str, text: str, blank_between: bool) -> bool:
    """Tell whether a text that begins with a small letter goes on with the sentence before it."""
    if text.startswith("at ") or before[-1] in ".:;!?" or marker(text):
        return False
    if blank_between:
        return len(before) >= _PAGE_WIDE and before[-1] not in ',)”"'
    return len(before) >= _WRAPPED


def _joined(before: str, text: str) -> str:
    return before + text if before.endswith("-") and not before.endswith(" -") else f"{before} {text}"
