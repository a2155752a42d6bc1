"""Parse the title of an item for its matter: its naming words, stage and period."""

from __future__ import annotations

from functools import cache, lru_cache

import regex as re

from referat.facts.announced_route import without_bodies
from referat.facts.titles import title_key
from referat.vocabulary import any_of, load

STAGES = ("follow_up", "early", "final", "adopted", "change", "periodic")
"""The stages of a matter that a title can name."""

_WORD = re.compile(r"\d+(?:\.\d+)+|§\s*\d+\p{L}?|\p{L}[\p{L}\d]+|\d+\p{L}?")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-/–]\s*(?:(?:19|20)?\d\d))?")
_PARAGRAPH = re.compile(r"§\s*\d+\p{L}?")
_NO_WORD = re.compile(r"[^\p{L}\p{N}]+")
_SHORTEST_WORD = 3
"""Fewest letters of a naming word."""
_SHORTEST_STEM = 4
"""Fewest letters of a word that remain without its ending."""


@cache
def _stage(name: str) -> re.Pattern[str]:
    longest_first = sorted(load("matters")["titles"][name], key=len, reverse=True)
    return re.compile(rf"(?<!\p{{L}})(?:{'|'.join(map(re.escape, longest_first))})(?!\p{{L}})")


@lru_cache(maxsize=1024)
def title_stages(title: str) -> tuple[str, ...]:
    """Return the stages in the title: "Opfølgning på", "Forslag til", "- endelig vedtagelse", "Ændring af"."""
    text = re.sub(r"[^\p{L}\p{N}]+", " ", title.casefold())
    is_new = _stage("change_opening").match(text.lstrip()) is not None
    return tuple(name for name in STAGES if _stage(name).search(text) or (name == "change" and is_new))


@lru_cache(maxsize=1024)
def naming_words(title: str) -> tuple[str, ...]:
    """Return the naming words without endings: `lokalplan`, `14.54` for "Forslag til Lokalplan 14.54".

    A street and its number are one word.
    """
    text = title_key(without_bodies(title)) or ""
    stems = [_stem(word) for word in _WORD.findall(text) if len(word) >= _SHORTEST_WORD and not word.isdigit()]
    names = [stem for stem in stems if stem not in _generic()]
    numbers = re.findall(r"\d+\.\d+(?:\.\d+)*", title)
    paragraphs = [number.replace(" ", "") for number in re.findall(r"§\s*\d+\p{L}?", title)]
    return tuple(dict.fromkeys([*names, *numbers, *paragraphs, *places(title)]))


@cache
def _place() -> re.Pattern[str]:
    streets = any_of(load("matters")["titles"]["streets"])
    return re.compile(rf"(\p{{Lu}}\p{{L}}*(?:{streets}))\s+(\d{{1,3}}\s?\p{{L}}?)(?![\p{{L}}\d])")


def places(title: str) -> tuple[str, ...]:
    """Return the addresses in a title: `nygade12`."""
    return tuple("".join(match).replace(" ", "").casefold() for match in _place().findall(title))


@lru_cache(maxsize=1024)
def title_periods(title: str) -> tuple[str, ...]:
    """Return the years, months, quarters and issues in the title, sorted."""
    text = title.casefold()
    periods = [
        *(re.sub(r"\s", "", year) for year in _YEAR.findall(text)),
        *_month().findall(text),
        *_issue().findall(text),
    ]
    return tuple(sorted(set(periods)))


@cache
def _month() -> re.Pattern[str]:
    months = "|".join(name for names in load("dates")["months"].values() for name in names if len(name) > 3)
    return re.compile(rf"\b(?:{months}|{_any('seasons')})\b")


@cache
def _issue() -> re.Pattern[str]:
    """Match "2. kvartal", "halvårsstatus 2"."""
    return re.compile(rf"\b\d\.\s?(?:{_any('numbered_periods')})|\b(?:{_any('issues')})\s?-?\s?\d")


def _any(name: str) -> str:
    """Return a pattern for any word of a list; `*` in a word matches any letters."""
    return any_of(load("matters")["titles"][name]).replace(r"\*", r"\w*")


@cache
def _generic() -> frozenset[str]:
    return frozenset(_stem(word) for word in load("matters")["titles"]["generic"])


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    """Return the stem of a word: "politikken" and "politik" are one."""
    for ending in load("matters")["titles"]["word_endings"]:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            stem = word.removesuffix(ending)
            return stem[:-1] if stem[-1] == stem[-2] else stem
    return word
