"""Classify lines: heading of a meeting, label, heading of an item or section, case number, running text.

Most lines are running text and get no mark. The first word of a line decides which patterns are tried.
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
"""Longer than the first word of any rule."""

_DECIDING = ("Beslutning", "BESLUTNING")
"""Beginnings of headings that can continue on the next line."""

_CACHE_SIZE = 8192
"""Size of the caches of short lines and of first words."""

_DIGIT = re.compile(r"\d")
_DAY_ENDS = "0123456789:"
_LEADING = re.compile(r"[^\d\s:.,]*+")


@dataclass(slots=True)  # not frozen: creating frozen instances takes three times as long
class LineMark:
    """A line that is not running text: its index from 0, its kind, and the groups of its pattern.

    `section` is the section that a heading opens. `corrected_to` is the word of the vocabulary if the line has it with
    one letter wrong or lost. `lines` is the number of lines of the mark.
    """

    index: int
    kind: str
    groups: Mapping[str, str]
    section: str = ""
    corrected_to: str | None = None
    lines: int = 1


def scan(lines: list[str], layout: Layout) -> list[LineMark]:
    """Return a mark for each line that is not running text."""
    return classify_lines(Text.of(lines), layout)


def classify_lines(text: Text, layout: Layout, among: list[int] | None = None) -> list[LineMark]:
    """Return a mark for each line of a text, or of the lines `among`, that is not running text."""
    marks: list[LineMark] = []
    lines, bare_lines = text.lines, text.bare
    for index in text.filled if among is None else among:
        line = bare_lines[index] if "*" not in lines[index] else bare(clean(lines[index]))
        continues = index > 0 and bare_lines[index - 1] != ""
        kind = (_classify_short if len(line) <= LONGEST else _classify_long)(line, layout, continues)
        if line[0] == "B" and line.startswith(_DECIDING) and (whole := _wrapped_heading(text, index, kind, layout)):
            marks.append(LineMark(index, *whole, lines=2))
        elif kind:
            marks.append(LineMark(index, *kind))
    return marks


def _wrapped_heading(text: Text, index: int, kind: _Kind | None, layout: Layout) -> _Kind | None:
    """Return the heading of a decision that continues on the next line: "Beslutning i Byrådet den" / "24-06-2019"."""
    below = text.bare[index + 1] if index + 1 < len(text.bare) else ""
    ends_in_a_day = below.rstrip(" :.)")[-2:].isdigit()
    if not ends_in_a_day or len(below) > LONGEST or (kind is not None and "date" in kind.groups):
        return None
    if kind is not None and kind.name == "heading":
        alone = _classify_short(below, layout, False)
        if _by_search("history", below) is None or (alone is not None and alone.name == "decision" and ":" in below):
            return None
    whole = _classify_long(f"{text.bare[index]} {below}", layout, False)
    if whole is None or whole.name != "decision" or not {"body", "date"} <= whole.groups.keys():
        return None
    return (
        whole
        if contains_any(whole.groups["body"], search_rules("history").words) and not whole.groups.get("rest")
        else None
    )


def classify_lines_by_layout(text: Text, layouts: list[Layout]) -> list[list[LineMark]]:
    """Return the result of `classify_lines` for each layout; shared rules are tried once per line."""
    by_layout: list[list[LineMark]] = [[] for _ in layouts]
    for index in classifiable_lines(text):
        for marks, layout in zip(by_layout, layouts, strict=True):
            marks += classify_lines(text, layout, [index])
    return by_layout


def classifiable_lines(text: Text) -> list[int]:
    """Return the indexes of the lines that any layout can classify: about one in five."""
    needed = {*search_rules("named").words, *(word for rule in any_layout().others for word in rule.needs)}
    return [index for index in text.filled if _is_classifiable(text, index, needed)]


def _is_classifiable(text: Text, index: int, needed: Collection[str]) -> bool:
    line = text.bare[index]
    if "*" in text.lines[index] or _may_open(_first_word(line)):
        return True
    folded = line.casefold()
    if any(word in folded for word in needed):
        return True
    continues = index > 0 and text.bare[index - 1] != ""
    return len(line) <= LONGEST and not continues and corrected_heading(line) is not None


@lru_cache(maxsize=_CACHE_SIZE)
def _may_open(word: str) -> bool:
    """Return whether any layout classifies lines that begin with a word, allowing one wrong letter."""
    every = any_layout()
    first = word.casefold().rstrip(":")
    opening = _opening(word, every)
    leading = _LEADING.match(first)
    known = first in every.rules or (leading is not None and leading[0] in every.rules)
    near = REPLACEMENT_CHARS in first or bool(every.first_words.like(first))
    return known or near or opening.may_head or opening.may_be_case


class _Kind(NamedTuple):
    """The classification of a line, independent of its position; see `LineMark`."""

    name: str
    groups: Mapping[str, str]
    section: str = ""
    corrected_to: str | None = None


class _Opening(NamedTuple):
    """What a first word allows: the rules to try, whether the line can be a heading or a case number.

    If characters of the word were lost, `restored` replaces its first `length` characters.
    """

    rules: tuple[Rule, ...]
    may_head: bool
    may_be_case: bool
    restored: str | None
    length: int


@lru_cache(maxsize=_CACHE_SIZE)
def _opening(word: str, layout: Layout) -> _Opening:
    """Return what a first word allows; for most words that is nothing."""
    first = word.casefold().rstrip(":")
    may_head = word.rstrip(" :*").casefold() in _first_of_headings()
    may_be_case = first.startswith("sag") or _DIGIT.search(first) is not None
    key, restored = _first_of_rules(first, layout)
    return _Opening(layout.rules.get(key, layout.others), may_head, may_be_case, restored, len(first))


@cache
def _first_of_headings() -> frozenset[str]:
    return frozenset(heading.split()[0] for heading in headings())


def _first_of_rules(first: str, layout: Layout) -> tuple[str, str | None]:
    """Return the key of a first word among the rules, and the restored word if characters of it were lost.

    The key is "sagsnr" for "Sagsnr.:330", and `NUMBERED` for a number.
    """
    if first in layout.rules or first.isalpha():
        return first, None
    if first[:1].isdigit():
        return NUMBERED, None
    if REPLACEMENT_CHARS in first and len(first) < LONGEST:
        restored = _correct_first_words(first, layout)
        return (restored[0], restored[0]) if len(restored) == 1 else (first, None)
    leading = _LEADING.match(first)
    return (leading and leading[0]) or first, None


def _first_word(text: str) -> str:
    return text[:_LONGEST_WORD].split(None, 1)[0]


def _classify_long(text: str, layout: Layout, continues: bool) -> _Kind | None:
    """Classify a long line, which can continue the line before."""
    opening = _opening(_first_word(text), layout)
    kind = _by_rules(text, opening) if opening.rules else None
    return None if continues and _is_wrapped(text, kind) else kind


def _is_wrapped(text: str, kind: _Kind | None) -> bool:
    """Return whether a line that looks like a heading is part of the sentence of the line before."""
    if kind is None:
        return False
    return (kind.name in ("heading", "decision") and text[0].islower()) or kind.groups.get("by") == "day"


@lru_cache(maxsize=_CACHE_SIZE)
def _classify_short(text: str, layout: Layout, continues: bool) -> _Kind | None:
    """Classify a short line; cached, because the same lines occur on every page."""
    opening = _opening(_first_word(text), layout)
    kind = _by_rules(text, opening) if opening.rules else None
    if kind is None and opening.may_head and (section := headings().get(heading_key(text))):
        kind = _Kind("heading", {"section": section, "heading": text}, section)
    if kind is None and opening.may_be_case and (number := case_number(text)):
        kind = _Kind("case", {"number": number})
    if continues:
        kind = kind or _by_body_name(text, layout)
        return None if _is_wrapped(text, kind) else kind
    return kind or _corrected(text, layout) or _by_body_name(text, layout)


def _by_body_name(text: str, layout: Layout) -> _Kind | None:
    """Classify a line that begins with the name of a body: "Økonomiudvalgets beslutning"."""
    if not text[0].isupper():
        return None
    return _by_search("named", text) or (_by_search("dated", text) if layout.dated and text[-1] in _DAY_ENDS else None)


def _by_search(name: str, text: str) -> _Kind | None:
    rules = search_rules(name)
    return _first_of(rules.rules, text) if contains_any(text, rules.words) else None


def history_entry(text: Text, index: int) -> LineMark | None:
    """Return the mark of a line under a heading of history that has a body and a date in any form."""
    line = text.bare[index]
    if not line or len(line) > _LONGEST_ENTRY or _DIGIT.search(line) is None:
        return None
    kind = _by_search("history", line)
    return LineMark(index, *kind) if kind else None


def is_body(line: str) -> bool:
    """Return whether a line consists of the name of a body."""
    return 0 < len(line) <= LONGEST and _by_search("alone", line) is not None


def _by_rules(text: str, opening: _Opening) -> _Kind | None:
    """Classify a line by the rules for its first word."""
    if not opening.restored:
        return _first_of(opening.rules, text)
    kind = _first_of(opening.rules, opening.restored + text[opening.length :])
    return kind and _with_original_word(kind, text[: opening.length], opening.restored)


def _with_original_word(kind: _Kind, first: str, word: str) -> _Kind:
    """Return a heading with its original first word, which was corrected to match."""
    if "heading" not in kind.groups:
        return kind
    heading = first + kind.groups["heading"][len(word) :]
    return kind._replace(groups={**kind.groups, "heading": heading}, corrected_to=word)


def _first_of(rules: tuple[Rule, ...], text: str) -> _Kind | None:
    """Return the classification by the first rule that matches."""
    for rule in rules:
        groups = _rule_groups(rule, text)
        if groups is not None:
            return _Kind(_kind_name(rule, groups), groups, _section(rule, groups, text))
    return None


def _section(rule: Rule, groups: Mapping[str, str], text: str) -> str:
    """Return the section that a line opens; "Information" is a label in the header, and a heading in an item."""
    if rule.kind == "decision":
        return "decision"
    if rule.kind == "information" and not groups.get("value"):
        return headings().get(heading_key(text), "")
    return groups.get("section", "")


def _kind_name(rule: Rule, groups: Mapping[str, str]) -> str:
    return "detail" if rule.kind == "case" and "number" not in groups else rule.kind


@lru_cache(maxsize=256)
def _rule_groups(rule: Rule, text: str) -> Mapping[str, str] | None:
    """Return the groups of a rule in a line; None if the line does not match.

    The result is cached while other layouts with the same rule classify the line.
    """
    if rule.needs and not any(word in text.casefold() for word in rule.needs):
        return None
    match = rule.pattern.fullmatch(text)
    if match is None:
        return None
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    if not _may_be_body(groups.get("body") or (groups.get("value", "") if rule.kind == "body_name" else "")):
        return None
    if "fields" not in groups:
        return groups | rule.groups
    fields = labelled(groups["fields"])
    return None if fields is None else _without_empty(number=fields.number, access=fields.access)


def _may_be_body(words: str) -> bool:
    """Return whether words are not a person with an open bracket: "Bo Lund (Ungdommens Samråd"."""
    return words.count("(") == words.count(")")


def _without_empty(**values: str | None) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


@lru_cache(maxsize=_CACHE_SIZE)
def _correct_first_words(first: str, layout: Layout) -> tuple[str, ...]:
    """Return first words of rules that equal a word except for lost characters or one wrong letter ("M?dedato").

    Of words that open the same kinds of lines, the first is returned.
    """
    by_rules = {layout.rules[word]: word for word in reversed(layout.first_words.like(first))}
    return tuple(by_rules.values())


def _corrected(text: str, layout: Layout) -> _Kind | None:
    """Classify a line below a blank one, with one letter corrected."""
    heading = corrected_key(heading_key(text))
    if heading is not None and (text[-1] not in SENTENCE_ENDS or text[-1] == heading[-1]):
        section = headings()[heading]
        return _Kind("heading", {"section": section, "heading": text}, section, heading)
    if text[-1] in SENTENCE_ENDS:
        return None
    first = text.split(None, 1)[0].casefold().rstrip(":")
    kinds = [
        kind for word in _correct_first_words(first, layout) if (kind := _with_first_word(text, first, word, layout))
    ]
    # "Punket 1: Budget" is "Punkt 1: Budget": "Punktet" and a number open no line
    return kinds[0] if len(kinds) == 1 else None


def _with_first_word(text: str, first: str, word: str, layout: Layout) -> _Kind | None:
    """Classify a line with another first word, keeping the original text."""
    corrected = word + text[len(first) :]
    kind = _by_rules(corrected, _opening(_first_word(corrected), layout))
    return kind and _with_original_word(kind, text[: len(first)], word)._replace(corrected_to=word)
