"""Find the numbered lines that are item headings; lists, contents and quoted agendas have numbered lines, too.

Each candidate has a weight from its line and the lines around it; the heaviest sequence of rising numbers is taken.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cache, lru_cache

import regex as re

from referat.facts.access_marks import split_mark
from referat.facts.titles import is_closed, is_standing, without_open_mark
from referat.structure.line_classifier import LineMark
from referat.structure.number_sequence import best_number_sequence
from referat.structure.table_of_contents import are_titles_alike, contents_entry
from referat.structure.text_lines import Text, bare
from referat.vocabulary import load

_NO_EVIDENCE = -1.5
"""Weight of a numbered line with no evidence: it can bridge a gap in a sequence, not begin or end one."""

_ITEM_MARK = 4.0
"""Weight of a case number or an access mark, which occur next to items only."""

_SECTION_HEADING = 3.0
"""Weight of a section heading that follows soon; one can follow a list of recommended points, too."""

_REPEATED_TITLE = 2.0
"""Weight of the same number and title further up, as in contents without a heading."""

_NOT_IN_CONTENTS = 3.0
"""Penalty for a number that the contents lack; contents can be incomplete."""

_WITHIN = {"case": 3, "access": 3, "detail": 3, "heading": 4, "decision": 4}
"""Number of non-blank lines within which a mark of a kind confirms the number above it."""

_CERTAIN = 4.0
"""Weight from which a heading with the word "Punkt" opens an item, whatever its number."""

_LONGEST_TITLE = 250
_CACHE_SIZE = 1024
"""Size of the cache of titles; the layouts that are tried in turn weigh the same titles."""

_SENTENCE_END = re.compile(r"(?<!\b(?:mv|m\.v|nr|pkt|kl|mfl|m\.fl|osv|etc|evt|vedr))[.;,]$")
_ENDING_LENGTH = 8
"""Length of the end of a title that tells an abbreviation from the end of a sentence."""

_WIDE = re.compile(r"\s*[#*]*\s*\d{1,3}\.?(?:\s{2,}|\t)\S")
_DOTTED = re.compile(r"\s*[#*]*\s*\d{1,3}\.\s*\S")
_MARKDOWN = re.compile(r"\s*#{1,6}\s")


def item_headings(text: Text, marks: list[LineMark], titles: Mapping[int, str]) -> list[LineMark]:
    """Return the marks that open items; `titles` are the titles in the table of contents, by number."""
    scorer = ItemHeadingScorer(text, marks, titles)
    weights = [(mark, scorer.weight(mark)) for mark in marks if mark.kind == "item"]
    candidates = [(mark, weight) for mark, weight in weights if weight is not None]
    sequence = best_number_sequence(candidates)
    numbers = {mark.groups["number"]: mark for mark in sequence}
    misnumbered = [
        mark
        for mark, weight in candidates
        if weight >= _CERTAIN and "form" not in mark.groups and not _repeats(mark, numbers.get(mark.groups["number"]))
    ]
    misnumbered += _empty_items(text, [mark for mark, _ in candidates], sequence, misnumbered)
    return sorted([*sequence, *misnumbered], key=lambda mark: mark.index) if misnumbered else sequence


def _empty_items(
    text: Text, candidates: list[LineMark], sequence: list[LineMark], others: list[LineMark]
) -> list[LineMark]:
    """Return items that consist of a title: "Punkt", blank lines around it, directly above the next item.

    The number repeats the number of a neighbouring item, or lies between the two.
    """
    known = {mark.index: at for at, mark in enumerate(sequence)}
    empty: list[LineMark] = []
    for mark in candidates:
        below = text.next_filled(mark.index + 1, len(text.lines))
        at = known.get(below, 0)
        if not at or mark.index in known or mark in others or "form" in mark.groups or below == mark.index + 1:
            continue
        alone = text.bare[mark.index - 1] == ""
        if alone and int(sequence[at - 1].groups["number"]) <= int(mark.groups["number"]) <= int(
            sequence[at].groups["number"]
        ):
            empty.append(mark)
    return empty


def _repeats(mark: LineMark, other: LineMark | None) -> bool:
    return other is not None and are_titles_alike(mark.groups["title"], other.groups["title"])


class ItemHeadingScorer:
    """Computes the weights of the numbered lines of a meeting."""

    def __init__(self, text: Text, marks: list[LineMark], titles: Mapping[int, str]) -> None:
        self.text, self.titles = text, titles
        self.marks = marks
        self.last = max(titles, default=0)
        self.seen_titles: dict[str, str] = {}
        self.indexes = [mark.index for mark in marks]

    def weight(self, mark: LineMark) -> float | None:
        """Return the weight of a numbered line; None if it cannot be the heading of an item."""
        title = self.title(mark)
        if not title or self._is_no_title(title, mark) or contents_entry(self.text.bare[mark.index]) is not None:
            return None
        context = self._context_weight(mark)
        weight = _NO_EVIDENCE + context + self._form_weight(mark) + self._contents_weight(mark, title)
        weight -= 2.0 * (title[-1] in ".;," and _SENTENCE_END.search(title[-_ENDING_LENGTH:]) is not None) + 3.0 * (
            len(title) > _LONGEST_TITLE
        )
        return weight if context >= _ITEM_MARK else weight + self._words_weight(mark, title)

    def title(self, mark: LineMark) -> str:
        """Return the title on the line of the number, or on the next non-blank line, or on the one before."""
        if mark.groups.get("title"):
            return bare(mark.groups["title"])
        below = self.text.next_filled(mark.index + 1, len(self.text.lines))
        at = bisect_right(self.indexes, mark.index)
        if below < len(self.text.lines) and (at == len(self.marks) or self.indexes[at] != below):
            return self.text.bare[below]
        above = next((n for n in range(mark.index - 1, max(mark.index - 4, -1), -1) if self.text.bare[n]), None)
        return self.text.bare[above] if above is not None and is_announced(mark) else ""

    def _is_no_title(self, title: str, mark: LineMark) -> bool:
        first = title.split()[0].casefold().strip(".,:;")
        unlikely = first in _no_title_words() or (title[0].islower() and not is_announced(mark))
        return unlikely and not is_marked_title(title)

    def _context_weight(self, mark: LineMark) -> float:
        """Return the weight of the next mark."""
        at = bisect_right(self.indexes, mark.index)
        following = self.marks[at] if at < len(self.marks) else None
        if following is None or following.kind not in _WITHIN:
            return 0.0
        between = sum(map(bool, self.text.bare[mark.index + 1 : following.index]))
        if between >= _WITHIN[following.kind]:
            return 0.0
        if following.kind in ("heading", "decision"):
            return _SECTION_HEADING - 2.0 * self._in_recommendation(at)
        return _ITEM_MARK

    def _in_recommendation(self, at: int) -> bool:
        above = next((mark for mark in reversed(self.marks[max(at - 40, 0) : at]) if mark.kind != "item"), None)
        return above is not None and above.section == "recommendation"

    def _form_weight(self, mark: LineMark) -> float:
        """Return the weight of the form of the line."""
        line = self.text.lines[mark.index]
        form = 2.0 * is_announced(mark) - 0.5 * (mark.index > 0 and self.text.bare[mark.index - 1] != "")
        if not line[:1].isalpha():
            form += 2.0 * bool(_MARKDOWN.match(line)) + 1.0 * bool(_WIDE.match(line))
        return form - 1.0 * (not is_announced(mark) and _DOTTED.match(line) is None)

    def _contents_weight(self, mark: LineMark, title: str) -> float:
        """Return the weight of the same title in the contents, with or without a heading of their own."""
        number = mark.groups["number"]
        listed, before = self.titles.get(int(number), ""), self.seen_titles.get(number, "")
        self.seen_titles[number] = title
        known = 3.0 * bool(listed and are_titles_alike(title, listed)) + _REPEATED_TITLE * bool(
            before and are_titles_alike(title, before)
        )
        return known - _NOT_IN_CONTENTS * (bool(self.titles) and int(number) > self.last)

    def _words_weight(self, mark: LineMark, title: str) -> float:
        """Return the weight of the words of the title."""
        return _ITEM_MARK * ("access" in mark.groups or is_marked_title(title)) + 2.0 * _is_standing(title)


@lru_cache(maxsize=_CACHE_SIZE)
def is_marked_title(title: str) -> bool:
    """Return whether the title has a mark of a closed or open item."""
    return split_mark(title)[1] is not None or is_closed(title) or without_open_mark(title) != title


@lru_cache(maxsize=_CACHE_SIZE)
def _is_standing(title: str) -> bool:
    return is_standing(title)


def is_announced(mark: LineMark) -> bool:
    """Return whether a word introduces the number: "Punkt 3", "Sag nr. 129"."""
    return mark.groups.get("form") != "number"


@cache
def _no_title_words() -> frozenset[str]:
    return frozenset(load("lines")["no_title"]["first"])
