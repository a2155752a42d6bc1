"""Vocabularies in TOML files, and the functions that compare text with them."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import regex as re


@cache
def load(name: str) -> dict[str, Any]:
    """Return the vocabulary `name`.toml as nested dictionaries; its keys are English, its values Danish."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """Return a regular expression that matches any of the words, longest first."""
    longest_first = sorted(words, key=len, reverse=True)
    if len(longest_first) < _MANY:
        return "|".join(re.escape(word, literal_spaces=True) for word in longest_first)
    rests: dict[str, list[str]] = {}
    for word in longest_first:
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{re.escape(first)}(?:{any_of(rest)})" for first, rest in rests.items())


_MANY = 50
"""From this many words on, words are grouped by first letter: a text without any of them then fails in two thirds of
the time."""


def fold(text: str) -> str:
    """Return the text as it is compared with a vocabulary: case-folded, white space collapsed to single blanks."""
    return " ".join(text.split()).casefold()


def trigger_words(words: Iterable[str]) -> tuple[str, ...]:
    """Return the shortest words that `contains_any` needs to match all of `words`: of "sag" and "sagen" only "sag"."""
    words = set(words)
    return tuple(sorted(word for word in words if not any(other in word for other in words - {word})))


def contains_any(text: str, words: Iterable[str]) -> bool:
    """Return whether the text contains one of the words, ignoring case; inside a longer word counts too.

    For texts that rarely contain any of the words, this is ten times as fast as a regular expression.
    """
    return any(map(_casefolded(text).__contains__, words))


@lru_cache(maxsize=16)
def _casefolded(text: str) -> str:
    """Return the text case-folded; cached because the facts of a text are looked for one after the other."""
    return text.casefold()


_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})
_OTHERS = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 80
"""Most characters of a slug; longer file names fail on some systems."""


def slug(text: str) -> str:
    """Return the text as part of an id or a file name: `Klima- og Miljøudvalget` gives `klima-og-miljoeudvalget`."""
    spelled = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return _OTHERS.sub("-", plain)[:_LONGEST_SLUG].strip("-")
