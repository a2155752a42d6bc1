"""Which numbered lines open agenda items: lists, contents and quoted agendas number their lines too.

Each candidate is weighed by what stands in and around it, and the chain of rising numbers that weighs most is taken.
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
from referat.vocabulary import fold, load

_UNVOUCHED = -1.5
"""A numbered line with nothing around it weighs so much: it bridges a gap in the chain, and begins or ends none."""

_BESIDE = 4.0
"""A case number, or a word that says open or closed, stands by items only."""

_HEADED = 3.0
"""A section's heading follows soon, as under an item; under a list of points recommended one may follow as well."""

_ANNOUNCED = 2.0
"""The same number and title stood above, as in contents without a heading of their own."""

_UNLISTED = 3.0
"""Contents that end before the number speak against it; they may be cut short themselves."""

_WITHIN = {"case": 3, "access": 3, "detail": 3, "heading": 4, "decision": 4}
"""Within so many lines with text a mark of this kind vouches for the number above it."""

_CERTAIN = 3.5
"""A heading announced by the word "Punkt" that weighs so much opens an item whatever its number: a blank line is above
it, and a heading, a case number or a mark soon below."""

_CERTAIN_ALONE = 1.5
"""A number without such a word that weighs so much opens an item if it lies above all others and has a case number or
a mark straight below it, as entries of a list do not."""

_LONGEST_TITLE = 250
_TITLES = 1024
"""So many titles are remembered with what they say: layouts that are tried in turn weigh the same ones."""

_SENTENCE_END = re.compile(r"(?<!\b(?:mv|m\.v|nr|pkt|kl|mfl|m\.fl|osv|etc|evt|vedr))[.;,]$")
_END = 8
"""So many characters at a title's end tell a sentence's end from an abbreviation."""

_WIDE = re.compile(r"\s*[#*]*\s*\d{1,3}\.?(?:\s{2,}|\t)\S")
_DOTTED = re.compile(r"\s*[#*]*\s*\d{1,3}[a-h]?\.\s*\S")
_MARKDOWN = re.compile(r"\s*#{1,6}\s")


def item_headings(
    text: Text, marks: list[LineMark], titles: Mapping[int, str], end: int | None = None
) -> list[LineMark]:
    """Return the marks that open items; `titles` are those the contents list, by number.

    The marks are those of a meeting, which ends before line `end`, or with the text.
    """
    stop = len(text.lines) if end is None else end
    weigher = ItemHeadingScorer(text, marks, titles)
    weighed = [(mark, weigher.weight(mark)) for mark in marks if mark.kind == "item"]
    candidates = [(mark, weight) for mark, weight in weighed if weight is not None]
    chain = best_number_sequence([(mark, weight) for mark, weight in candidates if not is_lettered(mark)])
    items = [*chain, *_misnumbered(weigher, candidates, chain)]
    items += _lettered(candidates, sorted(items, key=_index))
    listed = any(mark.kind == "contents" for mark in marks)
    plain = [mark for mark, _ in candidates if not is_lettered(mark)]
    items += _empty_items(text, plain, sorted(items, key=_index), stop, listed=listed)
    return sorted(items, key=_index)


def _index(mark: LineMark) -> int:
    return mark.index


def is_lettered(mark: LineMark) -> bool:
    """Tell whether an item's number has letters: "3a", "T1"."""
    return not mark.groups.get("label", "1").isdecimal()


def _misnumbered(
    weigher: ItemHeadingScorer, candidates: list[tuple[LineMark, float]], chain: list[LineMark]
) -> list[LineMark]:
    """Return the headings that are certain but for their number, which does not rise or comes twice."""
    first = chain[0].index if chain else len(weigher.text.lines)
    items = {(mark.groups["number"], mark.index): mark for mark in chain}
    added: list[LineMark] = []
    for mark, weight in sorted(candidates, key=lambda pair: -pair[1]):
        number = mark.groups["number"]
        if (number, mark.index) in items or is_lettered(mark) or not _is_certain(weigher, mark, weight, first):
            continue
        told_again = any(_repeats(mark, other) for (same, _), other in items.items() if same == number)
        if not told_again or weigher.around(mark) == _HEADED:  # contents have case numbers, but no section's heading
            items[number, mark.index] = mark
            added.append(mark)
    return added


def _is_certain(weigher: ItemHeadingScorer, mark: LineMark, weight: float, first: int) -> bool:
    if not is_announced(mark):
        return mark.index < first and weight >= _CERTAIN_ALONE and weigher.around(mark) >= _BESIDE
    return weight >= _CERTAIN and bool(mark.groups.get("title")) and not mark.groups["title"][0].islower()


def _lettered(candidates: list[tuple[LineMark, float]], items: list[LineMark]) -> list[LineMark]:
    """Return the headings whose number has letters: "3a" after 3 or 2, "T1" anywhere below the first item."""
    added: list[LineMark] = []
    for mark, weight in candidates:
        if not is_lettered(mark) or weight <= 0 or any(_is_same_label(mark, other) for other in added):
            continue
        above = next((item for item in reversed(items) if item.index < mark.index), None)
        if not mark.groups["label"][0].isdecimal() or above is None:
            fits = above is not None or not items
        else:
            fits = int(mark.groups["number"]) - int(above.groups["number"]) in (0, 1)
        if fits:
            added.append(mark)
    return added


def _is_same_label(mark: LineMark, other: LineMark) -> bool:
    return mark.groups["label"] == other.groups["label"] and _repeats(mark, other)


def _empty_items(
    text: Text, candidates: list[LineMark], items: list[LineMark], end: int, *, listed: bool
) -> list[LineMark]:
    """Return the items of a title alone: announced by "Punkt", a blank line around, above the next item or the end.

    Their number repeats that of an item before or after them, or lies between the two. Above the first item only where
    no contents are `listed`: those list titles too.
    """
    starts = {mark.index: at for at, mark in enumerate(items)} | {end: len(items)}
    added: list[LineMark] = []
    for mark in reversed(candidates):
        below = text.next_filled(mark.index + 1, end)
        is_alone = below > mark.index + 1 and mark.index > 0 and text.bare[mark.index - 1] == ""
        if below not in starts or mark.index in starts or "form" in mark.groups or not is_alone:
            continue
        at = starts[below]
        if _fits_between(mark, items[:at], items[at:], listed=listed):
            starts[mark.index] = at
            added.append(mark)
    return added


def _fits_between(mark: LineMark, above: list[LineMark], below: list[LineMark], *, listed: bool) -> bool:
    number = int(mark.groups["number"])
    if not above:
        return bool(below) and not listed and not any(_repeats(mark, other) for other in below)
    is_above = int(above[-1].groups["number"]) <= number
    return is_above and (not below or number <= int(below[0].groups["number"]))


def _repeats(mark: LineMark, other: LineMark) -> bool:
    """Tell whether two headings have one title; "Salg af grund 1" and "Salg af grund 2" are two."""
    one, another = (fold(each.groups.get("title", "")).rstrip(".") for each in (mark, other))
    return one == another


class ItemHeadingScorer:
    """Weighs the candidates of a meeting by what stands around them."""

    def __init__(self, text: Text, marks: list[LineMark], titles: Mapping[int, str]) -> None:
        self.text, self.titles = text, titles
        self.marks = marks
        self.last = max(titles, default=0)
        self.told: dict[str, str] = {}
        self.indexes = [mark.index for mark in marks]

    def weight(self, mark: LineMark) -> float | None:
        """Return how likely a numbered line is an item's heading, or nothing if it cannot be one."""
        title = self.title(mark)
        if not title or self._is_no_title(title, mark) or contents_entry(self.text.bare[mark.index]) is not None:
            return None
        around = self.around(mark)
        weight = _UNVOUCHED + around + self._written(mark) + self._listed(mark, title)
        weight -= 2.0 * (title[-1] in ".;," and _SENTENCE_END.search(title[-_END:]) is not None) + 3.0 * (
            len(title) > _LONGEST_TITLE
        )
        return weight if around >= _BESIDE else weight + self._said(mark, title)

    def title(self, mark: LineMark) -> str:
        """Return the title on the line of the number, else the next line with text, else the one before."""
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

    def around(self, mark: LineMark) -> float:
        """Return what the next mark says for the candidate."""
        at = bisect_right(self.indexes, mark.index)
        following = self.marks[at] if at < len(self.marks) else None
        if following is None or following.kind not in _WITHIN:
            return 0.0
        between = sum(map(bool, self.text.bare[mark.index + 1 : following.index]))
        if between >= _WITHIN[following.kind]:
            return 0.0
        if following.kind in ("heading", "decision"):
            return _HEADED - 2.0 * self._in_recommendation(at)
        return _BESIDE

    def _in_recommendation(self, at: int) -> bool:
        above = next((mark for mark in reversed(self.marks[max(at - 40, 0) : at]) if mark.kind != "item"), None)
        return above is not None and above.section == "recommendation"

    def _written(self, mark: LineMark) -> float:
        """Return what the line's form says for the candidate."""
        line = self.text.lines[mark.index]
        form = 2.0 * is_announced(mark) - 0.5 * (mark.index > 0 and self.text.bare[mark.index - 1] != "")
        if not line[:1].isalpha():
            form += 2.0 * bool(_MARKDOWN.match(line)) + 1.0 * bool(_WIDE.match(line))
        return form - 1.0 * (not is_announced(mark) and _DOTTED.match(line) is None)

    def _listed(self, mark: LineMark, title: str) -> float:
        """Return what contents, with a heading of their own or without, say for the candidate."""
        number, label = mark.groups["number"], mark.groups.get("label", mark.groups["number"])
        listed, before = self.titles.get(int(number), ""), self.told.get(label, "")
        self.told[label] = title
        known = 3.0 * bool(listed and are_titles_alike(title, listed)) + _ANNOUNCED * bool(
            before and are_titles_alike(title, before)
        )
        return known - _UNLISTED * (bool(self.titles) and int(number) > self.last)

    def _said(self, mark: LineMark, title: str) -> float:
        """Return what the title says for the candidate."""
        return _BESIDE * ("access" in mark.groups or is_marked_title(title)) + 2.0 * _is_standing(title)


@lru_cache(maxsize=_TITLES)
def is_marked_title(title: str) -> bool:
    """Tell whether the title says that its item is open or closed."""
    return split_mark(title)[1] is not None or is_closed(title) or without_open_mark(title) != title


@lru_cache(maxsize=_TITLES)
def _is_standing(title: str) -> bool:
    return is_standing(title)


def is_announced(mark: LineMark) -> bool:
    """Tell whether a word announces the number: "Punkt 3", "Sag nr. 129"."""
    return mark.groups.get("form") != "number"


@cache
def _no_title_words() -> frozenset[str]:
    return frozenset(load("lines")["no_title"]["first"])
