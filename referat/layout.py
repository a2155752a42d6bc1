"""Layouts: how one kind of minutes marks its meetings, labels and items; each is a TOML file in `referat/layouts`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex as re

from referat.words import fold, load

NUMBERED = "#"
"""Stands among a rule's first words for any line that begins with a digit."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a line of one kind looks like: the pattern it matches as a whole."""

    kind: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """The rules of a layout, by the first word a line must begin with."""

    name: str
    summary: str
    rules: dict[str, tuple[Rule, ...]]


def _rule(kind: str, pattern: str) -> Rule:
    return Rule(kind, re.compile(pattern, re.IGNORECASE | re.VERSION0))


def _by_first_word(entries: list[tuple[list[str], Rule]]) -> dict[str, tuple[Rule, ...]]:
    rules: dict[str, tuple[Rule, ...]] = {}
    for first, rule in entries:
        for word in first:
            rules[word] = (*rules.get(word, ()), rule)
    return rules


@cache
def layout(name: str) -> Layout:
    """Return the layout of that name, with the decision headings that all layouts share."""
    data = tomllib.loads(files("referat").joinpath(f"layouts/{name}.toml").read_text(encoding="utf-8"))
    entries = [(line["first"], _rule(line["kind"], line["pattern"])) for line in data["lines"]]
    shared = load("headings")
    entries.append((shared["decision_heading"]["first"], _rule("decision", shared["decision_heading"]["pattern"])))
    entries.append(([NUMBERED], _rule("history_entry", shared["history_entry"]["pattern"])))
    return Layout(data["name"], data["summary"], _by_first_word(entries))


@cache
def names() -> tuple[str, ...]:
    """Return the names of all layouts, the most common first."""
    found = sorted(path.name.removesuffix(".toml") for path in files("referat").joinpath("layouts").iterdir())
    return tuple(sorted(found, key=lambda name: name != "portal"))


@cache
def headings() -> dict[str, str]:
    """Return the section each heading opens, by the folded heading."""
    return {fold(heading): section for section, words in load("headings")["sections"].items() for heading in words}
