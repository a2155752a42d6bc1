"""Find the spellings of each person: similar names are one person, with the most frequent spelling.

Two names in one meeting's header are always two persons. The user's list takes precedence.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from referat.facts.name_likeness import is_same, name_words

_REACH = 200
"""Number of alphabetical neighbours with which a name is compared if many names share a word."""

_OWN_LIST = "_people.toml"
"""File name of the user's list, in the folder of the minutes."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling of a name: the person, the rule, and the similarity (of 100)."""

    person: str
    merged_by: str
    similarity: int


def own_list(raw: Path) -> dict[str, str]:
    """Return the user's list of spellings, `_people.toml` in the folder of the minutes."""
    path = raw / _OWN_LIST
    if not path.is_file():
        return {}
    return {str(name): str(person) for name, person in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def spellings(
    counts: Mapping[str, int], together: Iterable[set[str]], user_names: Mapping[str, str]
) -> dict[str, Spelling]:
    """Return the person of each name.

    `counts` has the number of occurrences of each name; `together` the names in one header, which are different
    persons; `user_names` the user's list.
    """
    groups = _groups(counts, together, sorted(_pairs(counts, user_names), key=lambda pair: (-pair[0], pair[1:])))
    return {name: _spelling(name, groups[name].names, counts, user_names) for name in sorted(counts)}


@dataclass(eq=False, slots=True)
class _Group:
    """Spellings of one name, and the headers in which they occur."""

    names: set[str]
    headers: set[int]


def _groups(
    names: Iterable[str], together: Iterable[set[str]], pairs: Iterable[tuple[float, str, str]]
) -> dict[str, _Group]:
    """Return the group of each name: the most similar pairs are joined first, never two names in one header."""
    groups = {name: _Group({name}, set()) for name in names}
    for number, header in enumerate(together):
        for name in header & groups.keys():
            groups[name].headers.add(number)
    for _, one, other in pairs:
        smaller, larger = sorted((groups[one], groups[other]), key=lambda group: len(group.names))
        if smaller is not larger and smaller.headers.isdisjoint(larger.headers):
            larger.names |= smaller.names
            larger.headers |= smaller.headers
            groups.update(dict.fromkeys(smaller.names, larger))
    return groups


def _spelling(name: str, group: set[str], counts: Mapping[str, int], user_names: Mapping[str, str]) -> Spelling:
    if name in user_names:
        return Spelling(user_names[name], "list", round(fuzz.ratio(name, user_names[name])))
    person = max(group, key=lambda spelling: (counts[spelling], len(spelling), spelling))
    person = user_names.get(person, person)
    return Spelling(person, "same" if person == name else "spelling", round(fuzz.ratio(name, person)))


def _pairs(counts: Mapping[str, int], user_names: Mapping[str, str]) -> Iterable[tuple[float, str, str]]:
    """Yield similar names, among those that share a first or last word."""
    blocks: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for name in counts:
        words = name_words(name)
        if len(words) > 1 and name not in user_names:
            blocks[0, words[0]].append(name)
            blocks[1, words[-1]].append(name)
    for names in blocks.values():
        for one, other in _neighbours(names):
            if is_same(one, other):
                yield fuzz.ratio(one, other), one, other


def _neighbours(names: list[str]) -> Iterable[tuple[str, str]]:
    """Yield the pairs of names to compare: all, or among very many names those that begin or end alike."""
    yield from _within_reach(sorted(names))
    if len(names) > _REACH:
        yield from ((min(pair), max(pair)) for pair in _within_reach(sorted(names, key=lambda name: name[::-1])))


def _within_reach(names: list[str]) -> Iterable[tuple[str, str]]:
    return ((one, other) for n, one in enumerate(names) for other in names[n + 1 : n + 1 + _REACH])
