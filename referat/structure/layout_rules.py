"""Layouts: the rules for lines of one kind of minutes; each layout is a TOML file in `layouts`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import regex as re

from referat.vocabulary import load
from referat.vocabulary.fuzzy import FuzzyVocabulary

NUMBERED = "#"
"""Among the first words of a rule: any line that begins with a digit."""

ANY = "*"
"""Among the first words of a rule: any line."""

LAST_RESORT = "fragment"
"""The layout that is tried last: it needs no header, and finds items by their numbers."""

GENERIC = "generic"
"""The rules of the generic reader; not a layout that is tried in turn."""

_LONG_WORD = 5
"""Fewest letters of a first word that is recognized with one letter wrong."""

_PIECE = re.compile(r"«(\w+)»")


def _with_pieces(pattern: str) -> str:
    """Return a pattern with its named pieces replaced; a piece can contain others."""
    pieces = load("lines")["pieces"]
    return _PIECE.sub(lambda piece: f"(?:{_with_pieces(pieces[piece[1]])})", pattern)


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule for lines of one kind: the pattern of the whole line, and groups that every such line has.

    `needs` are case-folded words of which such a line contains one; empty if the first word is specific enough.
    """

    kind: str
    source: str
    groups: dict[str, str]
    needs: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled on first use; most patterns are never used."""
        return re.compile(_with_pieces(self.source), re.IGNORECASE | re.VERSION0)


@dataclass(frozen=True, eq=False)
class Layout:
    """The rules of a layout by the first word of a line; `size` is their number.

    `starts` is where a meeting begins: at a `heading`, at the first `label` of a header, or `anywhere` (a fragment).
    `title` is where the title of an item is, unless it is on the line of the number: `below`, `above`, or `either`, to
    be determined from the text. `dated` is true if a body and its date on a line of their own are the heading of a
    decision.
    """

    name: str
    summary: str
    starts: str
    title: str
    rules: dict[str, tuple[Rule, ...]]
    size: int
    dated: bool = False

    @cached_property
    def others(self) -> tuple[Rule, ...]:
        """The rules for lines that begin with any other word."""
        return self.rules[ANY]

    @cached_property
    def first_words(self) -> FuzzyVocabulary:
        """The first words that are long enough to be recognized with one letter wrong."""
        return FuzzyVocabulary(word for word in self.rules if len(word) >= _LONG_WORD)


def _rules(lines: Iterable[dict[str, Any]]) -> list[tuple[Rule, list[str]]]:
    """Return the rules of a file, each with the first words of its lines."""
    needs = load("lines")["needs"]
    return [
        (
            Rule(
                line["kind"],
                line["pattern"],
                line.get("groups", {}),
                tuple(needs[line["needs"]] if "needs" in line else ()),
            ),
            line["first"],
        )
        for line in lines
    ]


@cache
def _group(name: str) -> list[tuple[Rule, list[str]]]:
    """Return a group of rules that several layouts share."""
    return _rules(load("lines")["rules"][name])


@cache
def _shared() -> list[tuple[Rule, list[str]]]:
    words = load("headings")
    return _rules(rule for kind in ("decision", "recommendation", "history_entry") for rule in words[kind])


@dataclass(frozen=True)
class SearchRules:
    """Rules for lines with any first word; such a line contains one of the words."""

    words: tuple[str, ...]
    rules: tuple[Rule, ...]


@cache
def search_rules(name: str) -> SearchRules:
    """Return the rules of this name in `headings.toml`: `named`, `dated`, `alone` or `history`."""
    data = load("headings")[name]
    rules = (Rule(rule["kind"], rule["pattern"], rule.get("groups", {}), ()) for rule in data["rules"])
    return SearchRules(tuple(load("lines")["needs"][data["needs"]]), tuple(rules))


def _by_first_word(rules: Iterable[tuple[Rule, list[str]]]) -> dict[str, tuple[Rule, ...]]:
    """Return the rules by first word; the rules for any word are tried last."""
    by_word: dict[str, tuple[Rule, ...]] = {ANY: ()}
    for rule, words in rules:
        for word in words:
            by_word[word] = (*by_word.get(word, ()), rule)
    return {
        word: rules_of_word if word == ANY else rules_of_word + by_word[ANY] for word, rules_of_word in by_word.items()
    }


@cache
def layout(name: str) -> Layout:
    """Return the layout of that name: its own rules, the groups it uses, and the rules shared by all layouts."""
    data = tomllib.loads(files(__package__).joinpath(f"layouts/{name}.toml").read_text(encoding="utf-8"))
    used = [rule for group in data.get("uses", []) for rule in _group(group)]
    rules = [*_rules(data.get("lines", [])), *_shared(), *used]
    return Layout(
        data["name"],
        data["summary"],
        data["starts"],
        data.get("title", "below"),
        _by_first_word(rules),
        len(rules),
        data.get("dated", False),
    )


@cache
def any_layout() -> Layout:
    """Return the union of all layouts, to find lines that no layout classifies."""
    rules: dict[str, tuple[Rule, ...]] = {}
    for name in layout_names():
        for word, rules_of_word in layout(name).rules.items():
            rules[word] = rules.get(word, ()) + rules_of_word
    return Layout("any", "", "", "", rules, 0)


@cache
def layout_names() -> tuple[str, ...]:
    """Return the names of the layouts in the order in which they are tried: most common first, fragments last."""
    files_there = (path.name for path in files(__package__).joinpath("layouts").iterdir())
    layouts = sorted(name.removesuffix(".toml") for name in files_there if not name.startswith("_"))
    return tuple(sorted(set(layouts) - {GENERIC}, key=lambda name: (name == LAST_RESORT, name != "portal", name)))
