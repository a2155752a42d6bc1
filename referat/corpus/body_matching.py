"""Match names to the bodies of a corpus: "Klima- Teknik og Miljøudvalget" is "Klima-, Teknik- og Miljøudvalget"."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from referat.facts.body_names import body_key

_MOST_SLIPS = 3
"""Largest number of different letters in two spellings of a long name: "Sundhed- og", "Sundheds- og"."""

_LONG = 15
"""Fewest letters of a name that can be matched with letters that differ."""


def match_bodies(names: Iterable[str], known_keys: Iterable[str]) -> dict[str, str]:
    """Return the key of each name; a name that is similar to a known body gets the key of that body."""
    keys = sorted(set(known_keys))
    return {name: _nearest(body_key(name), keys) for name in set(names)}


def _nearest(key: str, keys: list[str]) -> str:
    if key in keys or len(key) < _LONG:
        return key
    near = process.extractOne(key, keys, scorer=OSA.distance, score_cutoff=_MOST_SLIPS)
    return near[0] if near else key
