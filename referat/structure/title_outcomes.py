"""Titles that end in what came of their item: "1. Dagsorden: Godkendt", "4. Eventuelt: Intet."."""

from __future__ import annotations

from functools import lru_cache

from referat.facts.decisions.decision_classifier import classify_decision
from referat.structure.section_headings import heading_key
from referat.vocabulary import load


def split_outcome(title: str) -> tuple[str, str]:
    """Return a title and the outcome behind its last colon; "" where there is none."""
    before, colon, outcome = title.rpartition(": ")
    return (before, outcome) if colon and is_outcome(outcome) else (title, "")


def ends_in_outcome(title: str) -> bool:
    """Tell whether a title ends in an outcome."""
    return bool(split_outcome(title)[1])


@lru_cache(maxsize=1024)
def is_outcome(text: str) -> bool:
    """Tell whether a text says what a body did, or that there was nothing to do."""
    nothing = load("lines")["inside_decisions"]["nothing"]
    return classify_decision(text).decision_type != "other" or heading_key(text).rstrip(".") in nothing
