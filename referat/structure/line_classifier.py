"""Lines to marks: what each line is by itself: a meeting's heading, a label, an item's or a section's heading.

Most lines are running text. Only the others get a mark, so that a long text costs little: the first word of a line
decides which patterns are tried at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import regex as re

from referat.facts.case_numbers import case_number, labelled
from referat.facts.paragraphs import clean
from referat.structure.layout_rules import NUMBERED, Layout, Rule, any_layout, search_rules
from referat.structure.section_headings import (
    LONGEST,
    SENTENCE_ENDS,
    corrected_heading,
    corrected_key,
    heading_key,
    headings,
)
from referat.structure.text_lines import Text, bare
from referat.vocabulary import contains_any
from referat.vocabulary.fuzzy import REPLACEMENT_CHARS

_LONGEST_ENTRY = 300
_LONGEST_WORD = 100
"""No rule's first word is so long."""

_DECIDING = ("Beslutning", "BESLUTNING")
"""A heading that begins so may go on in the line below."""

_REMEMBERED = 8192
"""So many short lines, and so many first words, are remembered with what they are."""

_DIGIT = re.compile(r"\d")
_DAY_ENDS = "0123456789:"
_LEADING = re.compile(r"[^\d\s:.,]*+")


@dataclass(slots=True)  # not frozen: to make a frozen one takes three times as long
class LineMark:
    """A line that is more than running text: its index from 0, its kind, and what its pattern found.

    `section` is the one that the heading of a section opens; `corrected_to` is the vocabulary's word where the line is
    that word with one letter wrong or lost; `lines` counts the lines that the mark takes up.
    """

    index: int
    kind: str
    groups: Mapping[str, str]
    section: str = ""
    corrected_to: str | None = None
    lines: int = 1


def scan(lines: list[str], layout: Layout) -> list[LineMark]:
    """Return a mark for each line that is more than running text, judged by the line alone."""
    return classify_lines(Text.of(lines), layout)


def classify_lines(text: Text, layout: Layout, among: list[int] | None = None) -> list[LineMark]:
    """Return a mark for each line of a text, or `among` some of them, that is more than running text."""
    found: list[LineMark] = []
    lines, seen = text.lines, text.bare
    for index in text.filled if among is None else among:
        line = seen[index] if "*" not in lines[index] else bare(clean(lines[index]))
        goes_on = index > 0 and seen[index - 1] != ""
        kind = (_of_short if len(line) <= LONGEST else _of_long)(line, layout, goes_on)
        if line[0] == "B" and line.startswith(_DECIDING) and (whole := _wrapped_heading(text, index, kind, layout)):
            found.append(LineMark(index, *whole, lines=2))
        elif kind:
            found.append(LineMark(index, *kind))
    return found


def _wrapped_heading(text: Text, index: int, kind: _Kind | None, layout: Layout) -> _Kind | None:
    """Return what a decision's heading is together with the line below: "Beslutning i Byrådet den" / "24-06-2019"."""
    below = text.bare[index + 1] if index + 1 < len(text.bare) else ""
    ends_in_a_day = below.rstrip(" :.)")[-2:].isdigit()
    if not ends_in_a_day or len(below) > LONGEST or (kind is not None and "date" in kind.groups):
        return None
    if kind is not None and kind.name == "heading":
        alone = _of_short(below, layout, False)
        if _sought("history", below) is None or (alone is not None and alone.name == "decision" and ":" in below):
            return None
    whole = _of_long(f"{text.bare[index]} {below}", layout, False)
    if whole is None or whole.name != "decision" or not {"body", "date"} <= whole.groups.keys():
        return None
    return (
        whole
        if contains_any(whole.groups["body"], search_rules("history").words) and not whole.groups.get("rest")
        else None
    )


def classify_lines_by_layout(text: Text, layouts: list[Layout]) -> list[list[LineMark]]:
    """Return what `marks_of` returns for each layout, line by line: rules that layouts share are tried once."""
    found: list[list[LineMark]] = [[] for _ in layouts]
    for index in telling(text):
        for marks, layout in zip(found, layouts, strict=True):
            marks += classify_lines(text, layout, [index])
    return found


def telling(text: Text) -> list[int]:
    """Return the indexes of the lines that some layout can take for more than running text: one in five or so."""
    needed = {*search_rules("named").words, *(word for rule in any_layout().others for word in rule.needs)}
    return [index for index in text.filled if _may_tell(text, index, needed)]


def _may_tell(text: Text, index: int, needed: Collection[str]) -> bool:
    line = text.bare[index]
    if "*" in text.lines[index] or _may_open(_first_word(line)):
        return True
    folded = line.casefold()
    if any(word in folded for word in needed):
        return True
    goes_on = index > 0 and text.bare[index - 1] != ""
    return len(line) <= LONGEST and not goes_on and corrected_heading(line) is not None


@lru_cache(maxsize=_REMEMBERED)
def _may_open(word: str) -> bool:
    """Tell whether a line that begins with a word, or with one that has a letter wrong, is anything in some layout."""
    every = any_layout()
    first = word.casefold().rstrip(":")
    opening = _opening(word, every)
    leading = _LEADING.match(first)
    known = first in every.rules or (leading is not None and leading[0] in every.rules)
    near = REPLACEMENT_CHARS in first or bool(every.first_words.like(first))
    return known or near or opening.may_head or opening.may_be_case


class _Kind(NamedTuple):
    """What a line is, wherever it stands: see `Mark`."""

    name: str
    groups: Mapping[str, str]
    section: str = ""
    corrected_to: str | None = None


class _Opening(NamedTuple):
    """What a line can be by its first word: the rules to try; whether it may be a heading, or a case number.

    Where characters of the word were lost, `restored` is what stands for its first `length` characters.
    """

    rules: tuple[Rule, ...]
    may_head: bool
    may_be_case: bool
    restored: str | None
    length: int


@lru_cache(maxsize=_REMEMBERED)
def _opening(word: str, layout: Layout) -> _Opening:
    """Return what lines can be that begin with a word: most words open nothing but running text."""
    first = word.casefold().rstrip(":")
    may_head = word.rstrip(" :*").casefold() in _first_of_headings()
    may_be_case = first.startswith("sag") or _DIGIT.search(first) is not None
    key, restored = _first_of_rules(first, layout)
    return _Opening(layout.rules.get(key, layout.others), may_head, may_be_case, restored, len(first))


@cache
def _first_of_headings() -> frozenset[str]:
    return frozenset(heading.split()[0] for heading in headings())


def _first_of_rules(first: str, layout: Layout) -> tuple[str, str | None]:
    """Return what stands for a first word among the rules, and the word itself where characters of it were lost.

    That is "sagsnr" for "Sagsnr.:330", and a sign for a number.
    """
    if first in layout.rules or first.isalpha():
        return first, None
    if first[:1].isdigit():
        return NUMBERED, None
    if REPLACEMENT_CHARS in first and len(first) < LONGEST:
        restored = _restored(first, layout)
        return (restored[0], restored[0]) if len(restored) == 1 else (first, None)
    leading = _LEADING.match(first)
    return (leading and leading[0]) or first, None


def _first_word(text: str) -> str:
    return text[:_LONGEST_WORD].split(None, 1)[0]


def _of_long(text: str, layout: Layout, goes_on: bool) -> _Kind | None:
    """Return what a long line is, which may go on what the line before it says."""
    opening = _opening(_first_word(text), layout)
    kind = _by_rules(text, opening) if opening.rules else None
    return None if goes_on and _is_wrapped(text, kind) else kind


def _is_wrapped(text: str, kind: _Kind | None) -> bool:
    """Tell whether what looks like a heading is a part of the sentence that the line goes on."""
    if kind is None:
        return False
    return (kind.name in ("heading", "decision") and text[0].islower()) or kind.groups.get("by") == "day"


@lru_cache(maxsize=_REMEMBERED)
def _of_short(text: str, layout: Layout, goes_on: bool) -> _Kind | None:
    """Return what a short line is; the same ones come back on every page, and are looked at once."""
    opening = _opening(_first_word(text), layout)
    kind = _by_rules(text, opening) if opening.rules else None
    if kind is None and opening.may_head and (section := headings().get(heading_key(text))):
        kind = _Kind("heading", {"section": section, "heading": text}, section)
    if kind is None and opening.may_be_case and (number := case_number(text)):
        kind = _Kind("case", {"number": number})
    if goes_on:
        kind = kind or _named(text, layout)
        return None if _is_wrapped(text, kind) else kind
    return kind or _mended(text, layout) or _named(text, layout)


def _named(text: str, layout: Layout) -> _Kind | None:
    """Return what a line is that names who decided or recommends before it says so ("Økonomiudvalgets beslutning")."""
    if not text[0].isupper():
        return None
    return _sought("named", text) or (_sought("dated", text) if layout.dated and text[-1] in _DAY_ENDS else None)


def _sought(name: str, text: str) -> _Kind | None:
    rules = search_rules(name)
    return _first_of(rules.rules, text) if contains_any(text, rules.words) else None


def history_entry(text: Text, index: int) -> LineMark | None:
    """Return the mark of a line under the heading of a history that says who decided and when, in whatever form."""
    line = text.bare[index]
    if not line or len(line) > _LONGEST_ENTRY or _DIGIT.search(line) is None:
        return None
    kind = _sought("history", line)
    return LineMark(index, *kind) if kind else None


def is_body(line: str) -> bool:
    """Tell whether a line holds the name of a body and nothing else."""
    return 0 < len(line) <= LONGEST and _sought("alone", line) is not None


def _by_rules(text: str, opening: _Opening) -> _Kind | None:
    """Return what the rules for a line's first word take it for."""
    if not opening.restored:
        return _first_of(opening.rules, text)
    kind = _first_of(opening.rules, opening.restored + text[opening.length :])
    return kind and _as_written(kind, text[: opening.length], opening.restored)


def _as_written(kind: _Kind, first: str, word: str) -> _Kind:
    """Return the heading that was found in a line with a mended first word, as it stands there."""
    if "heading" not in kind.groups:
        return kind
    heading = first + kind.groups["heading"][len(word) :]
    return kind._replace(groups={**kind.groups, "heading": heading}, corrected_to=word)


def _first_of(rules: tuple[Rule, ...], text: str) -> _Kind | None:
    """Return what the first of the rules that fits takes a line for."""
    for rule in rules:
        found = _found(rule, text)
        if found is not None:
            return _Kind(_name(rule, found), found, _section(rule, found, text))
    return None


def _section(rule: Rule, found: Mapping[str, str], text: str) -> str:
    """Return the section that a line opens; "Information" is a label in the header, and a heading inside an item."""
    if rule.kind == "decision":
        return "decision"
    if rule.kind == "information" and not found.get("value"):
        return headings().get(heading_key(text), "")
    return found.get("section", "")


def _name(rule: Rule, found: Mapping[str, str]) -> str:
    return "detail" if rule.kind == "case" and "number" not in found else rule.kind


@lru_cache(maxsize=256)
def _found(rule: Rule, text: str) -> Mapping[str, str] | None:
    """Return what a rule finds in a line, or nothing where the line is not of its kind.

    What it found is remembered while the other layouts that use it look at the line.
    """
    if rule.needs and not any(word in text.casefold() for word in rule.needs):
        return None
    match = rule.pattern.fullmatch(text)
    if match is None:
        return None
    found = {name: value for name, value in match.groupdict().items() if value is not None}
    if "fields" not in found:
        return found | rule.groups
    fields = labelled(found["fields"])
    return None if fields is None else _given(number=fields.number, access=fields.access)


def _given(**values: str | None) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


@lru_cache(maxsize=_REMEMBERED)
def _restored(first: str, layout: Layout) -> tuple[str, ...]:
    """Return the first words of rules that a word is but for lost characters or one wrong ("M?dedato").

    Of words that open the same kinds of lines, the first counts.
    """
    by_rules = {layout.rules[word]: word for word in reversed(layout.first_words.like(first))}
    return tuple(by_rules.values())


def _mended(text: str, layout: Layout) -> _Kind | None:
    """Return what a line below a blank one is with one letter wrong."""
    heading = corrected_key(heading_key(text))
    if heading is not None and (text[-1] not in SENTENCE_ENDS or text[-1] == heading[-1]):
        section = headings()[heading]
        return _Kind("heading", {"section": section, "heading": text}, section, heading)
    if text[-1] in SENTENCE_ENDS:
        return None
    first = text.split(None, 1)[0].casefold().rstrip(":")
    kinds = [kind for word in _restored(first, layout) if (kind := _with_first_word(text, first, word, layout))]
    # "Punket 1: Budget" is "Punkt 1: Budget": no line is opened by "Punktet" and a number
    return kinds[0] if len(kinds) == 1 else None


def _with_first_word(text: str, first: str, word: str, layout: Layout) -> _Kind | None:
    """Return what a line is with another first word, as it stands there."""
    mended = word + text[len(first) :]
    kind = _by_rules(mended, _opening(_first_word(mended), layout))
    return kind and _as_written(kind, text[: len(first)], word)._replace(corrected_to=word)
