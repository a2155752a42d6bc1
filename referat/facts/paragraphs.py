"""Lines to paragraphs: white space, page breaks and markdown emphasis are normalized, the wording is kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex as re

_WRAPPED = 60
"""A line of at least this many characters may be wrapped; shorter ones were ended by their author."""

_PAGE_WIDE = 80
"""A paragraph split by a page break has at least this many characters before the break."""

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
    # Invisible characters are not printable, so nearly every line skips the translation: a third of the time.
    if not text.isprintable():
        text = " ".join(text.translate(_INVISIBLE).split())
    if text.startswith("#"):
        text = _HEADING_MARK.sub("", text, count=1)
    return _EMPHASIS.sub(r"\2", text) if "*" in text or "_" in text else text


@lru_cache(maxsize=1024)
def clean_heading(line: str) -> str:
    """Return `clean` of a heading or title; cached, because headings repeat."""
    return clean(line)


def clean_lines(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines, each cleaned."""
    # One check for all lines saves two thirds of the time: nearly all lines are clean.
    text = " ".join(filter(None, lines))
    if text.isprintable() and not any(map(text.__contains__, _UNCLEAN)) and text.strip(" ") == text:
        return lines
    return [clean(line) for line in lines]


def marker(text: str) -> re.Match[str] | None:
    """Return the list mark at the start of a text ("1. ", "a) ", "- "), or None."""
    return _MARKER.match(text)


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs of the lines: one per list entry; wrapped lines and split sentences are joined."""
    return joined(clean_lines(lines))


def joined(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs of cleaned lines."""
    merged: list[str] = []
    blank_before = True
    for text in lines:
        if not text:
            blank_before = True
            continue
        if text[0].islower() and merged and _continues(merged[-1], text, blank_before):
            merged[-1] = _merge(merged[-1], text)
        else:
            merged.append(text)
        blank_before = False
    return merged


def _continues(before: str, text: str, blank_between: bool) -> bool:
    """Return whether a text that begins with a small letter continues the sentence before it."""
    if text.startswith("at ") or before[-1] in ".:;!?" or marker(text):
        return False
    if blank_between:
        return len(before) >= _PAGE_WIDE and before[-1] not in ',)”"'
    return len(before) >= _WRAPPED


def _merge(before: str, text: str) -> str:
    return before + text if before.endswith("-") and not before.endswith(" -") else f"{before} {text}"
