"""Classify a document of a meeting by its name, and detect meetings that were not held."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import regex as re

from referat.vocabulary import contains_any, fold, load


def document_kind(name: str) -> str:
    """Return what a document of that name is: one of `registry.DOCUMENT_KINDS`.

    "Tillægsdagsorden" is a supplementary agenda, "Rettet referat" are corrected minutes; a name that says nothing is
    that of minutes.
    """
    words = load("documents")
    agenda = contains_any(name, words["agenda"]) and not contains_any(name, words["minutes"])
    if contains_any(name, words["supplementary"]):
        return "supplementary_agenda" if agenda else "supplementary_minutes"
    if agenda:
        return "agenda"
    if contains_any(name, words["corrected"]):
        return "corrected_minutes"
    return "closed_minutes" if contains_any(name, words["closed"]) else "minutes"


def is_closed_part(name: str) -> bool:
    """Return whether all items of a document of that name are closed: "Lukket referat", not "Åben og lukket"."""
    words = load("documents")
    return contains_any(name, words["closed"]) and not contains_any(name, words["open"])


def why_not_held(texts: Iterable[str]) -> tuple[str, str] | None:
    """Return `cancelled` or `moved`, and the text that says so: "Mødet er aflyst", "flyttet til den 21. marts"."""
    for text in texts:
        for status, pattern in _not_held().items():
            if pattern.search(fold(text)):
                return status, text
    return None


@cache
def _not_held() -> dict[str, re.Pattern[str]]:
    patterns = load("documents")["not_held"]
    return {status: re.compile("|".join(patterns[status])) for status in ("moved", "cancelled")}
