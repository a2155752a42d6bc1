"""Parse the title of an item for its matter: its naming words, stage and period."""

from __future__ import annotations

from functools import cache, lru_cache

import regex as re

from referat.facts.announced_route import without_bodies
from referat.facts.titles import title_key
from referat.vocabulary import load

STAGES = ("follow_up", "early", "final", "adopted", "change", "periodic")
"""The stages of a matter that a title can name."""

_WORD = re.compile(r"\d+(?:\.\d+)+|§\s*\d+\p{L}?|\p{L}[\p{L}\d]+|\d+\p{L}?")
_PLACE = re.compile(
    r"(\p{Lu}\p{L}*(?:vej|gade|vænget|vang|toften|stræde|allé|plads|holmen|parken|torv|agre|bakken|have[nr]?))\s+(\d{1,3}\s?\p{L}?)(?![\p{L}\d])"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-/–]\s*(?:(?:19|20)?\d\d))?")
_PART_OF_YEAR = re.compile(
    r"\b\d\.\s?(?:kvartal|halvår)|\b(?:halvår|helår|status|opfølgning|budgetopfølgning|bo)\w*\s?-?\s?\d"
)
_PLAN_NUMBER = re.compile(r"\d+\.\d+(?:\.\d+)*")
_PARAGRAPH = re.compile(r"§\s*\d+\p{L}?")
_NO_WORD = re.compile(r"[^\p{L}\p{N}]+")
_SHORTEST_WORD = 3
_ENDINGS = ("ernes", "erne", "enes", "ens", "ets", "ene", "ers", "er", "en", "et", "es", "e", "s")
_SHORTEST_STEM = 4


@cache
def _stage(name: str) -> re.Pattern[str]:
    longest_first = sorted(load("matters")["titles"][name], key=len, reverse=True)
    return re.compile(rf"(?<!\p{{L}})(?:{'|'.join(map(re.escape, longest_first))})(?!\p{{L}})")


@lru_cache(maxsize=1024)
def title_stages(title: str) -> tuple[str, ...]:
    """Return the stages in the title: "Opfølgning på", "Forslag til", "- endelig vedtagelse", "Ændring af"."""
    text = _NO_WORD.sub(" ", title.casefold())
    return tuple(name for name in STAGES if _stage(name).search(text))


@lru_cache(maxsize=1024)
def naming_words(title: str) -> tuple[str, ...]:
    """Return the naming words without endings: `lokalplan`, `14.54` for "Forslag til Lokalplan 14.54".

    A street and its number are one word.
    """
    text = title_key(without_bodies(title)) or ""
    stems = [_stem(word) for word in _WORD.findall(text) if len(word) >= _SHORTEST_WORD and not word.isdigit()]
    names = [stem for stem in stems if stem not in _generic()]
    numbers = _PLAN_NUMBER.findall(title)
    paragraphs = [number.replace(" ", "") for number in _PARAGRAPH.findall(title)]
    return tuple(dict.fromkeys([*names, *numbers, *paragraphs, *places(title)]))


def places(title: str) -> tuple[str, ...]:
    """Return the addresses in a title: `nygade12`."""
    return tuple("".join(match).replace(" ", "").casefold() for match in _PLACE.findall(title))


@lru_cache(maxsize=1024)
def title_periods(title: str) -> tuple[str, ...]:
    """Return the years, months, quarters and issues in the title, sorted."""
    text = title.casefold()
    years = ("".join(year.split()) for year in _YEAR.findall(text))
    return tuple(sorted({*years, *_month_or_season().findall(text), *_PART_OF_YEAR.findall(text)}))


@cache
def _month_or_season() -> re.Pattern[str]:
    months = "|".join(name for names in load("dates")["months"].values() for name in names if len(name) > 3)
    return re.compile(rf"\b(?:{months}|maj|forår\w*|efterår\w*)\b")


@cache
def _generic() -> frozenset[str]:
    return frozenset(_stem(word) for word in load("matters")["titles"]["generic"])


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    """Return the stem of a word: "politikken" and "politik" are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            stem = word.removesuffix(ending)
            return stem[:-1] if stem[-1] == stem[-2] else stem
    return word
