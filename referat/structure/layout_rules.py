"""Layouts: how one kind of minutes marks its meetings, labels and items; each is a TOML file in `layouts`."""

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
"""Stands among a rule's first words for any line that begins with a digit."""

ANY = "*"
"""Stands among a rule's first words for any line."""

LAST_RESORT = "fragment"
"""The layout that is tried last: it needs no header, and finds items by their numbers."""

GENERIC = "generic"
"""The rules of the reader that asks what repeats: no layout, and not tried in turn."""

_LONG_WORD = 5

_PIECE = re.compile(r"«(\w+)»")


def _with_pieces(pattern: str) -> str:
    """Return a pattern with the pieces it names put in; a piece can name others."""
    pieces = load("lines")["pieces"]
    return _PIECE.sub(lambda piece: f"(?:{_with_pieces(pieces[piece[1]])})", pattern)


@dataclass(frozen=True, eq=False)
class Rule:
    """What a line of one kind looks like: the pattern it matches as a whole, and what is known of every such line.

    `needs` holds words, case-folded, of which such a line holds one; nothing where the first word says enough.
    """

    kind: str
    written: str
    groups: dict[str, str]
    needs: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when a line is first held against it: most layouts' patterns never are."""
        return re.compile(_with_pieces(self.written), re.IGNORECASE | re.VERSION0)


@dataclass(frozen=True, eq=False)
class Layout:
    """The rules of a layout, by the first word a line must begin with; `size` counts them.

    `starts` says where a meeting begins: at a `heading` of its own, at the first `label` of a header, or `anywhere`, as
    in a fragment. `title` says where an item's title stands that is not on the line of its number: `below`, `above`, or
    `either`, which the text must show. `dated` says whether a body and its day, alone on a line, head a decision.
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
        """The first words that are long enough to be known with a letter wrong."""
        return FuzzyVocabulary(word for word in self.rules if len(word) >= _LONG_WORD)


def _rules(lines: Iterable[dict[str, Any]]) -> list[tuple[Rule, list[str]]]:
    """Return the rules that a file writes, each with the first words of its lines."""
    needs = load("lines")["needs"]
    return [
        (
            Rule(
                line["kind"],
                line["pattern"],
                line.get("found", {}),
                tuple(needs[line["needs"]] if "needs" in line else ()),
            ),
            line["first"],
        )
        for line in lines
    ]


@cache
def _group(name: str) -> list[tuple[Rule, list[str]]]:
    """Return a group of rules, which are the same for all layouts that use it."""
    return _rules(load("lines")["rules"][name])


@cache
def _shared() -> list[tuple[Rule, list[str]]]:
    words = load("headings")
    return _rules(rule for kind in ("decision", "recommendation", "history_entry") for rule in words[kind])


@dataclass(frozen=True)
class SearchRules:
    """Rules for lines that any word can begin, which are looked for in some places only: such a line holds one word."""

    words: tuple[str, ...]
    rules: tuple[Rule, ...]


@cache
def search_rules(name: str) -> SearchRules:
    """Return the rules for lines of this name in `headings.toml`: `named`, `dated`, `alone` or `history`."""
    data = load("headings")[name]
    rules = (Rule(rule["kind"], rule["pattern"], rule.get("found", {}), ()) for rule in data["rules"])
    return SearchRules(tuple(load("lines")["needs"][data["needs"]]), tuple(rules))


def _by_first_word(rules: Iterable[tuple[Rule, list[str]]]) -> dict[str, tuple[Rule, ...]]:
    """Return the rules by first word; those for any word are tried after the word's own."""
    found: dict[str, tuple[Rule, ...]] = {ANY: ()}
    for rule, words in rules:
        for word in words:
            found[word] = (*found.get(word, ()), rule)
    return {word: own if word == ANY else own + found[ANY] for word, own in found.items()}


@cache
def layout(name: str) -> Layout:
    """Return the layout of that name: its own rules, the groups of rules it uses, and those that all layouts share."""
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
    """Return the rules of all layouts together, to know which lines none of them takes for anything."""
    rules: dict[str, tuple[Rule, ...]] = {}
    for name in names():
        for word, own in layout(name).rules.items():
            rules[word] = rules.get(word, ()) + own
    return Layout("any", "", "", "", rules, 0)


@cache
def names() -> tuple[str, ...]:
    """Return the names of all layouts that are tried: the most common first, the one for fragments last."""
    files_there = (path.name for path in files(__package__).joinpath("layouts").iterdir())
    layouts = sorted(name.removesuffix(".toml") for name in files_there if not name.startswith("_"))
    return tuple(sorted(set(layouts) - {GENERIC}, key=lambda name: (name == LAST_RESORT, name != "portal", name)))
