"""Find the numbered lines that are item headings; lists, contents and quoted agendas have numbered lines, too.

Each candidate has a weight from its line and the lines around it; the heaviest sequence of rising numbers is taken.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest
from math import inf

import regex as re

from referat.facts.access_marks import split_mark
from referat.facts.titles import is_closed, is_standing, without_open_mark
from referat.structure.line_classifier import LineMark
from referat.structure.number_sequence import best_number_sequence
from referat.structure.table_of_contents import are_titles_alike, contents_entry
from referat.structure.text_lines import Text, bare
from referat.vocabulary import fold, load


@dataclass(frozen=True, slots=True)
class ItemHeadingWeights:
    """Weights of the evidence for the heading of an item, in points that are added up; each with its reason."""

    no_evidence: float = -1.5
    """A numbered line alone can bridge a gap in a sequence, but not begin or end one."""
    item_mark: float = 4.0
    """A case number or an access mark occurs next to items only."""
    section_heading: float = 3.0
    """The heading of a section follows an item soon."""
    in_recommendation: float = -2.0
    """A heading also follows a list of recommended points."""
    repeated_title: float = 2.0
    """The same number and title further up is probably an entry of contents without a heading."""
    in_contents: float = 3.0
    """The contents have the same title."""
    not_in_contents: float = -3.0
    """The contents end before the number; but contents can be incomplete."""
    announced: float = 2.0
    """A word introduces the number: "Punkt 3"."""
    markdown: float = 2.0
    """The line is a heading in Markdown, which lists are not."""
    below_group: float = 3.0
    """The heading of a group of items is directly above: "Lukkede sager"."""
    wide_gap: float = 1.0
    """A tab or several spaces follow the number, as in most layouts of items."""
    no_full_stop: float = -1.0
    """Neither a word nor a full stop marks the number, as in dates and amounts."""
    no_blank_line: float = -0.5
    """Text is directly above, as in lists."""
    standing_title: float = 2.0
    """The title is that of a standing item: "Godkendelse af dagsorden"."""
    ends_sentence: float = -2.0
    """The title ends like a sentence, as list entries do."""
    long_title: float = -3.0
    """The title is longer than titles of items are."""
    certain: float = 3.5
    """From this sum on, a heading with the word "Punkt" opens an item, whatever its number: it has a blank line above
    it, and a heading, a case number or an access mark soon below."""
    certain_without_word: float = 1.5
    """From this sum on, a number without such a word opens an item above all others, if a case number or an access mark
    follows, which entries of a list do not have."""


_WEIGHTS = ItemHeadingWeights()

_WITHIN = {"case": 3, "access": 3, "detail": 3, "heading": 4, "decision": 4}
"""Number of non-blank lines within which a mark of each kind confirms the number above it."""

_CASES = ("case", "detail")

_HEADER = ("body", "body_name", "date", "attendees", "absentees")
"""Kinds of lines in the header of a meeting that cannot be entries of contents."""

_LONGEST_TITLE = 250
_CACHE_SIZE = 1024
"""Size of the cache of titles; the layouts that are tried in turn weigh the same titles."""

_TITLE_ABOVE = 3
"""Number of lines above a number within which its title can be."""

_MARKS_ABOVE = 40
"""Number of marks above a heading that are searched for the section of a list; a list has fewer points."""

_SENTENCE_END = re.compile(r"(?<!\b(?:mv|m\.v|nr|pkt|kl|mfl|m\.fl|osv|etc|evt|vedr|min))[.;,]$")
_ENDING_LENGTH = 8
"""Length of the end of a title that tells an abbreviation from the end of a sentence."""

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
    scorer = ItemHeadingScorer(text, marks, titles)
    weights = [(mark, scorer.weight(mark)) for mark in marks if mark.kind == "item"]
    candidates = [(mark, weight) for mark, weight in weights if weight is not None]
    sequence = best_number_sequence([(mark, weight) for mark, weight in candidates if not is_lettered(mark)])
    items = [*sequence, *_misnumbered(scorer, candidates, sequence)]
    items += _lettered(candidates, sorted(items, key=_index))
    items += _behind_gaps(candidates, sorted(items, key=_index))
    titled = [mark for mark, weight in candidates if not is_lettered(mark) and _may_be_alone(mark, weight)]
    items += _empty_items(text, titled, sorted(items, key=_index), stop, _listed(marks))
    return sorted(items, key=_index)


def _index(mark: LineMark) -> int:
    return mark.index


def is_lettered(mark: LineMark) -> bool:
    """Return whether an item's number has letters: "3a", "T1"."""
    return not mark.groups.get("label", "1").isdecimal()


def _misnumbered(
    scorer: ItemHeadingScorer, candidates: list[tuple[LineMark, float]], sequence: list[LineMark]
) -> list[LineMark]:
    """Return the headings that are certain except for their number, which does not rise or occurs twice."""
    first = sequence[0].index if sequence else len(scorer.text.lines)
    items = {(mark.groups["number"], mark.index): mark for mark in sequence}
    added: list[LineMark] = []
    for mark, weight in sorted(candidates, key=lambda pair: -pair[1]):
        number = mark.groups["number"]
        if (number, mark.index) in items or is_lettered(mark) or not _is_certain(scorer, mark, weight, first):
            continue
        is_repeated = any(_repeats(mark, other) for (same, _), other in items.items() if same == number)
        if (
            not is_repeated or scorer.context_weight(mark) == _WEIGHTS.section_heading
        ):  # contents have case numbers, but no section's heading
            items[number, mark.index] = mark
            added.append(mark)
    return added


def _is_certain(scorer: ItemHeadingScorer, mark: LineMark, weight: float, first: int) -> bool:
    if not is_announced(mark):
        return (
            mark.index < first
            and weight >= _WEIGHTS.certain_without_word
            and scorer.context_weight(mark) >= _WEIGHTS.item_mark
        )
    return weight >= _WEIGHTS.certain and bool(mark.groups.get("title")) and not mark.groups["title"][0].islower()


def _behind_gaps(candidates: list[tuple[LineMark, float]], items: list[LineMark]) -> list[LineMark]:
    """Return the headings with only "Punkt" whose number lies in a gap between two items, or above the last one.

    Numbers from 1 on, or up to that of the item above, are the points of a list below that item.
    """
    weighed = [mark for mark, weight in candidates if "form" not in mark.groups and weight > 0]
    added: list[LineMark] = []
    for item, following in zip_longest(items, items[1:]):
        last = int(item.groups["number"])
        stop = following.index if following else inf
        highest = int(following.groups["number"]) if following else inf
        inside = [mark for mark in weighed if item.index < mark.index < stop]
        if all(int(mark.groups["number"]) > last for mark in inside):
            added += _rising(inside, last, highest)
    return added


def _rising(marks: Iterable[LineMark], above: float, below: float) -> Iterator[LineMark]:
    """Yield the headings whose numbers rise between two numbers."""
    for mark in marks:
        if above < int(mark.groups["number"]) < below:
            yield mark
            above = int(mark.groups["number"])


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


def _may_be_alone(mark: LineMark, weight: float) -> bool:
    """Return whether a word announces the number; in an unknown layout the title must also not look like a sentence."""
    return "form" not in mark.groups or (is_announced(mark) and weight > 0)


def _listed(marks: list[LineMark]) -> set[int]:
    """Return the numbered lines below a heading of contents, which end where the header goes on."""
    lines: set[int] = set()
    in_contents = False
    for mark in marks:
        in_contents = mark.kind == "contents" or (in_contents and mark.kind not in _HEADER)
        if in_contents:
            lines.add(mark.index)
    return lines


def _empty_items(
    text: Text, candidates: list[LineMark], items: list[LineMark], end: int, listed: set[int]
) -> list[LineMark]:
    """Return the items of a title alone: announced by "Punkt", a blank line around, above the next item or the end.

    Their number repeats that of an item before or after them, or lies between the two; some layouts write the title of
    one item twice. Above the first item only where the line is not `listed` in the contents.
    """
    starts = {mark.index: at for at, mark in enumerate(items)} | {end: len(items)}
    added: list[LineMark] = []
    for mark in reversed(candidates):
        below = text.next_filled(mark.index + 1, end)
        is_alone = below > mark.index + 1 and not any(text.bare[mark.index - 1 : mark.index])
        if below not in starts or mark.index in starts or not is_alone:
            continue
        at = starts[below]
        if _fits_between(mark, items[:at], items[at:], listed=mark.index in listed):
            starts[mark.index] = at
            added.append(mark)
    return added


def _fits_between(mark: LineMark, above: list[LineMark], below: list[LineMark], *, listed: bool) -> bool:
    number = int(mark.groups["number"])
    if not above:
        return bool(below) and not listed and not any(_repeats(mark, it) or _is_again(mark, it) for it in below)
    is_above = int(above[-1].groups["number"]) <= number
    is_again = any(_is_again(mark, other) for other in (above[-1], *below[:1]))
    return is_above and not is_again and (not below or number <= int(below[0].groups["number"]))


def _is_again(mark: LineMark, other: LineMark) -> bool:
    """Return whether a heading of an unknown layout repeats another one: its number, and its title or none."""
    same_number = "form" in mark.groups and mark.groups["number"] == other.groups["number"]
    return same_number and (_repeats(mark, other) or not other.groups.get("title"))


def _repeats(mark: LineMark, other: LineMark) -> bool:
    """Return whether two headings have one title; "Salg af grund 1" and "Salg af grund 2" are two."""
    one, another = (fold(each.groups.get("title", "")).rstrip(".") for each in (mark, other))
    return one == another


class ItemHeadingScorer:
    """Computes the weights of the numbered lines of a meeting."""

    def __init__(self, text: Text, marks: list[LineMark], titles: Mapping[int, str]) -> None:
        self.text, self.titles = text, titles
        self.marks = marks
        self.last = max(titles, default=0)
        self.seen_titles: dict[str, str] = {}
        self.indexes = [mark.index for mark in marks]
        self.cases_above = _stand_above(text, marks)
        self.groups = {mark.index for mark in marks if mark.kind == "group"}

    def weight(self, mark: LineMark) -> float | None:
        """Return the weight of a numbered line; None if it cannot be the heading of an item."""
        title = self.title(mark)
        if not title or self._is_no_title(title, mark) or contents_entry(self.text.bare[mark.index]) is not None:
            return None
        context = self.context_weight(mark)
        weight = _WEIGHTS.no_evidence + context + self._form_weight(mark) + self._contents_weight(mark, title)
        weight += _WEIGHTS.below_group * (self.text.filled_above(mark.index, 0) in self.groups)
        weight += _WEIGHTS.ends_sentence * _ends_sentence(title) + _WEIGHTS.long_title * (len(title) > _LONGEST_TITLE)
        return weight if context >= _WEIGHTS.item_mark else weight + self._words_weight(mark, title)

    def title(self, mark: LineMark) -> str:
        """Return the title on the line of the number, or on the next non-blank line, or on the one before."""
        if mark.groups.get("title"):
            return bare(mark.groups["title"])
        below = self.text.next_filled(mark.index + 1, len(self.text.lines))
        at = bisect_right(self.indexes, mark.index)
        if below < len(self.text.lines) and (at == len(self.marks) or self.indexes[at] != below):
            return self.text.bare[below]
        above = self.text.filled_above(mark.index, max(mark.index - _TITLE_ABOVE, 0))
        return self.text.bare[above] if above >= 0 and is_announced(mark) else ""

    def _is_no_title(self, title: str, mark: LineMark) -> bool:
        unlikely = begins_point(title) or (title[0].islower() and not is_announced(mark))
        return unlikely and not is_marked_title(title)

    def context_weight(self, mark: LineMark) -> float:
        """Return the weight of the next mark; the name of the item's group can be between."""
        at = bisect_right(self.indexes, mark.index)
        at += at < len(self.marks) and self.marks[at].kind == "group"
        following = self.marks[at] if at < len(self.marks) else None
        if following is None or following.kind not in _WITHIN or (self.cases_above and following.kind in _CASES):
            return 0.0
        between = sum(map(bool, self.text.bare[mark.index + 1 : following.index]))
        if between >= _WITHIN[following.kind]:
            return 0.0
        if following.kind in ("heading", "decision"):
            return _WEIGHTS.section_heading + _WEIGHTS.in_recommendation * self._in_recommendation(at)
        return _WEIGHTS.item_mark

    def _in_recommendation(self, at: int) -> bool:
        marks = reversed(self.marks[max(at - _MARKS_ABOVE, 0) : at])
        above = next((mark for mark in marks if mark.kind != "item"), None)
        return above is not None and above.section == "recommendation"

    def _form_weight(self, mark: LineMark) -> float:
        """Return the weight of the form of the line."""
        line = self.text.lines[mark.index]
        form = _WEIGHTS.no_blank_line * (mark.index > 0 and self.text.bare[mark.index - 1] != "")
        if not line[:1].isalpha():
            form += _WEIGHTS.markdown * bool(_MARKDOWN.match(line)) + _WEIGHTS.wide_gap * bool(_WIDE.match(line))
        if is_announced(mark):
            return form + _WEIGHTS.announced
        return form + _WEIGHTS.no_full_stop * (_DOTTED.match(line) is None)

    def _contents_weight(self, mark: LineMark, title: str) -> float:
        """Return the weight of the same title in the contents, with or without a heading of their own."""
        number, label = mark.groups["number"], mark.groups.get("label", mark.groups["number"])
        listed, before = self.titles.get(int(number), ""), self.seen_titles.get(label, "")
        self.seen_titles[label] = title
        weight = _WEIGHTS.in_contents * bool(listed and are_titles_alike(title, listed))
        weight += _WEIGHTS.repeated_title * bool(before and are_titles_alike(title, before))
        return weight + _WEIGHTS.not_in_contents * (bool(self.titles) and int(number) > self.last)

    def _words_weight(self, mark: LineMark, title: str) -> float:
        """Return the weight of the words of the title."""
        is_marked = "access" in mark.groups or is_marked_title(title)
        return _WEIGHTS.item_mark * is_marked + _WEIGHTS.standing_title * _is_standing(title)


def _stand_above(text: Text, marks: list[LineMark]) -> bool:
    """Return whether most case numbers are directly above a numbered line, and below another line than such a one."""
    by_index = {mark.index: mark.kind for mark in marks}
    cases = [mark for mark in marks if mark.kind in _CASES]
    above = sum(by_index.get(text.next_filled(mark.index + 1, len(text.lines))) == "item" for mark in cases)
    below = sum(by_index.get(text.filled_above(mark.index, 0)) == "item" for mark in cases)
    return above > 1 and above > 2 * below


def _ends_sentence(title: str) -> bool:
    return title[-1] in ".;," and _SENTENCE_END.search(title[-_ENDING_LENGTH:]) is not None


@lru_cache(maxsize=_CACHE_SIZE)
def is_marked_title(title: str) -> bool:
    """Return whether the title has a mark of a closed or open item."""
    return split_mark(title)[1] is not None or is_closed(title) or without_open_mark(title) != title


@lru_cache(maxsize=_CACHE_SIZE)
def _is_standing(title: str) -> bool:
    return is_standing(title) or is_standing(title.partition(": ")[0])  # "Afbud: Bo Lund"


def is_announced(mark: LineMark) -> bool:
    """Return whether a word introduces the number: "Punkt 3", "Sag nr. 129"."""
    return mark.groups.get("form") != "number"


def begins_point(title: str) -> bool:
    """Return whether a line begins like a point recommended or decided, not like a title: "at", "Godkendt"."""
    return title.split()[0].casefold().strip(".,:;") in _no_title_words()


@cache
def _no_title_words() -> frozenset[str]:
    return frozenset(load("lines")["no_title"]["first"])
