"""The bodies that an item will pass through, according to its section `Sagsprocedure`."""

from __future__ import annotations

from functools import cache, lru_cache

import regex as re

from referat.vocabulary import any_of, fold, load


@cache
def _body() -> re.Pattern[str]:
    """Match a body or a group of bodies: all words up to the one that ends the name, "Klima- og Miljøudvalget"."""
    words = load("matters")["route"]
    parts = r"(?:\p{Lu}[\p{L}]*(?:\s?[-–]\s?,?|,\s?-|,)?\s+(?:og\s+|&\s+)?){0,5}?"
    return re.compile(
        rf"(?P<group>(?i:{any_of(words['everybody'])}))\b|(?<!\p{{L}}){parts}\p{{L}}*(?i:{any_of(words['bodies'])})(?!\p{{L}})"
    )


@lru_cache(maxsize=1024)
def announced_bodies(text: str) -> tuple[str, ...]:
    """Return the bodies that the text of a procedure names, in order, each once.

    The text is a list of bodies ("Økonomiudvalget og Byrådet.") or sentences that mention bodies. The result is cached
    because the same procedures recur.
    """
    bodies: dict[str, str] = {}
    for match in _body().finditer(" ".join(text.split())):
        bodies.setdefault(fold(match[0]), match[0])
    return tuple(bodies.values())


def without_bodies(text: str) -> str:
    """Return the text without names of bodies: "Valg til Park- og Naturudvalget" is "Valg til "."""
    return _body().sub("", text)
