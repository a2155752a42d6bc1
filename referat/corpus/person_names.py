"""One spelling per person over the corpus: near-equal names are one person, and the commonest spelling stands for all.

Two names in one meeting's header are two persons, however alike they are. A list of one's own overrules everything.
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
"""Where more names share a word, each is compared with so many neighbours in the order of the alphabet."""

_OWN_LIST = "_people.toml"
"""Name of the list of one's own, in the folder of the minutes."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a spelling of a name stands for: the person, why, and how near the two are of 100."""

    person: str
    merged_by: str
    similarity: int


def own_list(raw: Path) -> dict[str, str]:
    """Return the user's list of spellings, `_people.toml` beside the minutes: each spelling and the name to use."""
    path = raw / _OWN_LIST
    if not path.is_file():
        return {}
    return {str(name): str(person) for name, person in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def spellings(counts: Mapping[str, int], together: Iterable[set[str]], own: Mapping[str, str]) -> dict[str, Spelling]:
    """Return what each name stands for.

    `counts` holds how often each name was met; `together` the names that stand in one header and so are different
    persons; `own` the list that overrules.
    """
    groups = _groups(counts, together, sorted(_pairs(counts, own), key=lambda pair: (-pair[0], pair[1:])))
    return {name: _spelling(name, groups[name].names, counts, own) for name in sorted(counts)}


@dataclass(eq=False, slots=True)
class _Group:
    """Spellings of one name, and the headers that they stand in."""

    names: set[str]
    headers: set[int]


def _groups(
    names: Iterable[str], together: Iterable[set[str]], pairs: Iterable[tuple[float, str, str]]
) -> dict[str, _Group]:
    """Return the group of each name: the nearest pairs are joined first, and never two names of one header."""
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


def _spelling(name: str, group: set[str], counts: Mapping[str, int], own: Mapping[str, str]) -> Spelling:
    if name in own:
        return Spelling(own[name], "list", round(fuzz.ratio(name, own[name])))
    person = max(group, key=lambda spelling: (counts[spelling], len(spelling), spelling))
    person = own.get(person, person)
    return Spelling(person, "same" if person == name else "spelling", round(fuzz.ratio(name, person)))


def _pairs(counts: Mapping[str, int], own: Mapping[str, str]) -> Iterable[tuple[float, str, str]]:
    """Yield near-equal names, looking only among those that share a first or a last word."""
    blocks: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for name in counts:
        words = name_words(name)
        if len(words) > 1 and name not in own:
            blocks[0, words[0]].append(name)
            blocks[1, words[-1]].append(name)
    for names in blocks.values():
        for one, other in _neighbours(names):
            if is_same(one, other):
                yield fuzz.ratio(one, other), one, other


def _neighbours(names: list[str]) -> Iterable[tuple[str, str]]:
    """Yield the pairs of names to compare: all of them, or among very many those that begin or end alike."""
    yield from _within_reach(sorted(names))
    if len(names) > _REACH:
        yield from ((min(pair), max(pair)) for pair in _within_reach(sorted(names, key=lambda name: name[::-1])))


def _within_reach(names: list[str]) -> Iterable[tuple[str, str]]:
    return ((one, other) for n, one in enumerate(names) for other in names[n + 1 : n + 1 + _REACH])
