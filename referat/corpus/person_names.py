"""Find the spellings of each person: similar names are one person, with the most frequent spelling.

Two names in one meeting's header are always two persons. The user's list takes precedence.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import regex as re
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from referat.vocabulary import fold

_LONG, _LONGER = 7, 9
"""Length from which a word of a two-word name can have a letter left out or exchanged.

Shorter words with such a difference are different names: Jensen and Hansen, Olsen and Olesen, Pedersen and Petersen.
"""

_REACH = 200
"""Number of alphabetical neighbours with which a name is compared if many names share a word."""

_DOUBLED = re.compile(r"(.)\1")

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
        words = _words(name)
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


@lru_cache(maxsize=65536)
def _words(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[\p{L}?]+", fold(name).replace("aa", "å")))


def is_same(one: str, other: str) -> bool:
    """Return whether two names of two or more words are spellings of one name.

    They are if their words are equal except for a misspelling in one of them, or if first and last word are equal and
    the words between are left out or abbreviated in one ("John T. Birk", "John Birk").
    """
    a, b = _words(one), _words(other)
    if len(a) == len(b):
        different = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        return len(different) <= 1 and all(_is_slip(x, y, others=len(a) - 1) for x, y in different)
    shorter, longer = sorted((a, b), key=len)
    ends_alike = len(shorter) > 1 and shorter[0] == longer[0] and shorter[-1] == longer[-1]
    return ends_alike and all(any(y.startswith(x) for y in longer[1:-1]) for x in shorter[1:-1])


def _is_slip(one: str, other: str, *, others: int) -> bool:
    """Return whether a word is a misspelling of another; `others` equal words in the name are evidence.

    A lost letter, an initial, a doubled letter (Rotbøll, Rottbøll) and two transposed letters count in any name; other
    differences count only in a long word, or with two equal words.
    """
    if "?" in one or "?" in other:
        pattern, word = (one, other) if "?" in one else (other, one)
        return re.fullmatch(re.escape(pattern).replace(r"\?", ".{1,2}"), word) is not None
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    if OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    same_letters = sorted(one) == sorted(other) or _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other)
    long = min(len(one), len(other)) >= (_LONGER if len(one) == len(other) else _LONG)
    return same_letters or others > 1 or long
