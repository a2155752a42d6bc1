"""Titles that end with the outcome of their item: "1. Dagsorden: Godkendt", "4. Eventuelt: Intet."."""

from __future__ import annotations

from functools import lru_cache

import regex as re

from referat.facts.decisions.decision_classifier import classify_decision
from referat.structure.section_headings import heading_key
from referat.vocabulary import load

_DASHED = re.compile(r"(?P<title>.+\S)\s[-–]\s(?P<outcome>\p{L}+(?:\s\p{L}+){0,3}\.?)")
_PURPOSES = ("other", "informed", "discussed", "decided", "appointed", "agreed")
"""Words after a dash that state the purpose of an item ("Budget - orientering"), not its outcome."""


def split_outcome(title: str) -> tuple[str, str]:
    """Return a title and the outcome after its last colon or dash; "" if there is none."""
    before, colon, outcome = title.rpartition(": ")
    if colon and is_outcome(outcome):
        return before, outcome
    dashed = _DASHED.fullmatch(title)
    if dashed and (
        _is_nothing(dashed["outcome"]) or classify_decision(dashed["outcome"]).decision_type not in _PURPOSES
    ):
        return dashed["title"], dashed["outcome"]
    return title, ""


def ends_in_outcome(title: str) -> bool:
    """Return whether a title ends with an outcome."""
    return bool(split_outcome(title)[1])


@lru_cache(maxsize=1024)
def is_outcome(text: str) -> bool:
    """Return whether a text states an action of a body, or that there was nothing to do."""
    return classify_decision(text).decision_type != "other" or _is_nothing(text)


def _is_nothing(text: str) -> bool:
    return heading_key(text).rstrip(".") in load("lines")["inside_decisions"]["nothing"]
