"""Text to lines, and what each line is by itself: a meeting's heading, a label, an item's heading, a section's heading.

Most lines are running text. Only the others get a mark, so that a long text costs little: the first word of a line
decides which patterns are tried at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import regex as re
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from referat.facts.case_numbers import case_number, labelled
from referat.facts.paragraphs import clean
from referat.layout import NUMBERED, Layout, Rule, headings

LOST = "?"
"""What stands where a character was lost on the way."""

_EDGES = (
    " \t\r\n\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u0000\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e*#_"
)
"""White space of any kind, characters that are not seen, and marks of emphasis."""

_LONGEST_HEADING = 60
_SHORTEST_REPAIRED = 4
_SENTENCE_ENDS = ".,;!"
_REMEMBERED = 4096
"""So many short lines are remembered with what they are."""

_KNOWN_LETTERS = 3  # of so many letters one may be lost
_LEADING = re.compile(r"[^\d\s:.]*+")
_DIGIT = re.compile(r"\d")
_LEADER = re.compile(r"(?P<title>.*?)\s?(?P<dots>\.{3,}|…+|(?:\. ){3,}\.?)\s*(?P<page>\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that is more than running text: its index from 0, its kind, and what its pattern found.

    `repaired` holds the vocabulary's word where the line is that word with one letter wrong or lost; `lines` counts
    the lines that the mark takes up.
    """

    index: int
    kind: str
    found: dict[str, str]
    repaired: str | None = None
    lines: int = 1


def split(text: str) -> tuple[list[str], str]:
    r"""Return the text's lines without their ends, and the separator that joins them to the very text again.

    Lines end at `\n` (a `\r` before it stays on its line), or at `\r` in a text without any `\n`. Form feeds and
    Unicode's line separators end no line: an editor's line numbers would disagree.
    """
    separator = "\n" if "\n" in text or "\r" not in text else "\r"
    return text.split(separator), separator


def bare(line: str) -> str:
    """Return the line without white space, invisible characters and markdown emphasis at its edges."""
    return line.strip(_EDGES)


def scan(lines: list[str], layout: Layout) -> Iterator[Mark]:
    """Yield a mark for each line that is more than running text, judged by the line alone."""
    for index, line in enumerate(lines):
        text = (clean(line) if "*" in line else line).strip(_EDGES)
        if not text:
            continue
        if len(text) > _LONGEST_HEADING:
            kind = _by_rules(text, layout)
        else:
            kind = _of_short(text, layout) or (None if _goes_on(lines, index) else _mended(text, layout))
        if kind and not (kind.name == "heading" and text[0].islower() and _goes_on(lines, index)):
            yield Mark(index, kind.name, dict(kind.found), kind.repaired)


def _goes_on(lines: list[str], index: int) -> bool:
    """Tell whether the line goes on what the one before it says: a sentence wraps, and its last word is alone."""
    return index > 0 and bare(lines[index - 1]) != ""


class _Kind(NamedTuple):
    """What a line is, wherever it stands: see `Mark`."""

    name: str
    found: dict[str, str]
    repaired: str | None = None


def _by_rules(text: str, layout: Layout) -> _Kind | None:
    """Return what the layout's rules take a line for."""
    first = text.split(None, 1)[0].casefold().rstrip(":")
    if first not in layout.rules and not first.isalpha():
        first, text = _first_of_rules(first, text, layout)
    for rule in layout.rules.get(first, layout.others):
        found = _found(rule, text)
        if found is not None:
            return _Kind("detail" if rule.kind == "case" and "number" not in found else rule.kind, found)
    return None


@lru_cache(maxsize=_REMEMBERED)
def _of_short(text: str, layout: Layout) -> _Kind | None:
    """Return what a short line is; the same ones come back on every page, and are looked at once."""
    kind = _by_rules(text, layout)
    if kind is None and (section := headings().get(heading_key(text))):
        return _Kind("heading", {"section": section, "heading": text})
    if kind is None and _DIGIT.search(text) and (number := case_number(text)):
        return _Kind("case", {"number": number})
    return kind


def _first_of_rules(first: str, text: str, layout: Layout) -> tuple[str, str]:
    """Return what stands for a first word among the rules, and the text as it is held against them.

    That is "sagsnr" for "Sagsnr.:330", a sign for a number, and the word itself where characters of it were lost.
    """
    if first[:1].isdigit():
        return NUMBERED, text
    if LOST in first and len(first) < _LONGEST_HEADING:
        return _restored(first, text, layout)
    leading = _LEADING.match(first)
    return (leading and leading[0]) or first, text


def _found(rule: Rule, text: str) -> dict[str, str] | None:
    """Return what a rule finds in a line, or nothing where the line is not of its kind."""
    match = rule.pattern.fullmatch(text)
    if match is None:
        return None
    found = {name: value for name, value in match.groupdict().items() if value is not None}
    if "fields" not in found:
        return found | rule.found
    fields = labelled(found["fields"])
    return None if fields is None else _given(number=fields.number, access=fields.access)


def _given(**values: str | None) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _restored(first: str, text: str, layout: Layout) -> tuple[str, str]:
    """Return the first word that fits where characters were lost, and the text with it ("M?dedato").

    Where several fit, they must open the same kinds of lines.
    """
    if len(first) < _SHORTEST_REPAIRED:
        return first, text
    as_long = layout.first_words.get(len(first), ())
    long_ones = [word for word in layout.rules if len(word) > _SHORTEST_REPAIRED]
    fitting = _near(first, long_ones if LOST in first else as_long)
    if not fitting or any(layout.rules[word] != layout.rules[fitting[0]] for word in fitting):
        return first, text
    return fitting[0], fitting[0] + text[len(first) :]


@lru_cache(maxsize=_REMEMBERED)
def _mended(text: str, layout: Layout) -> _Kind | None:
    """Return what a line below a blank one is with one letter wrong."""
    heading = repaired_heading(text)
    if heading is not None and (text[-1] not in _SENTENCE_ENDS or text[-1] == heading[-1]):
        return _Kind("heading", {"section": headings()[heading], "heading": text}, heading)
    if text[-1] in _SENTENCE_ENDS:
        return None
    word, restored = _restored(text.split(None, 1)[0].casefold().rstrip(":"), text, layout)
    kind = _by_rules(restored, layout) if restored != text else None
    return kind and kind._replace(repaired=word)


def heading_key(text: str) -> str:
    """Return a line as headings are compared: case-folded, without colon and emphasis."""
    key = text.rstrip(" :*").casefold()
    return " ".join(key.split()) if "  " in key or "\t" in key or "\u00a0" in key else key


def contents_entry(line: str) -> tuple[str, int | None, int] | None:
    """Return title, page and number of dots of a line of the contents ("Budget.....7"); nothing without dots."""
    match = _LEADER.fullmatch(bare(line))
    if match is None:
        return None
    return match["title"], int(match["page"]) if match["page"] else None, match["dots"].count(".")


def repaired_heading(line: str) -> str | None:
    """Return the one known heading that the line is with one letter wrong, missing or too many, or `?` for letters.

    Where two headings are as near, or the line is too short to be sure, nothing is returned.
    """
    text = heading_key(bare(line))
    if not _SHORTEST_REPAIRED <= len(text) <= _LONGEST_HEADING:
        return None
    near = _near(text, _headings_as_long(len(text)) if LOST not in text else tuple(headings()))
    sections = {headings()[heading] for heading in near}
    return near[0] if len(sections) == 1 else None


def doubtful_heading(above: str, line: str) -> str | None:
    """Return the heading that a line may be with one letter wrong, though it goes on what stands above it."""
    text = bare(line)
    if not text or len(text) > _LONGEST_HEADING or not text[0].isupper() or text[-1] in _SENTENCE_ENDS:
        return None
    return _nearly(text) if bare(above) else None


@lru_cache(maxsize=_REMEMBERED)
def _nearly(text: str) -> str | None:
    return None if heading_key(text) in headings() else repaired_heading(text)


@cache
def _headings_as_long(length: int) -> tuple[str, ...]:
    """Return the headings that a text of so many letters can be but for one letter."""
    return tuple(heading for heading in headings() if -1 <= len(heading) - length <= 1)


def _near(text: str, words: Collection[str]) -> list[str]:
    """Return the words that the text is but for a lost or wrong letter."""
    if text.count(LOST) * _KNOWN_LETTERS > len(text):
        return []
    if LOST in text:
        spelled = re.compile(re.escape(text).replace(re.escape(LOST), "..?"))
        return [word for word in words if spelled.fullmatch(word)]
    near = process.extract(text, words, scorer=Levenshtein.distance, score_cutoff=1, limit=None)
    return [word for word, distance, _ in near if distance]
