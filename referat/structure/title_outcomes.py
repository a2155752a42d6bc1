"""Titles that end with the outcome of their item: "1. Dagsorden: Godkendt", "4. Eventuelt: Intet."."""

from __future__ import annotations

from functools import cache, lru_cache

import regex as re

from referat.facts.decisions.decision_classifier import classify_decision
from referat.facts.names import is_list_label, names
from referat.structure.section_headings import heading_key
from referat.vocabulary import any_of, load

_DASHED = re.compile(r"(?P<title>.+\S)\s[-–]\s(?P<outcome>\p{L}+(?:\s\p{L}+){0,3}\.?)")
_SENTENCE = re.compile(r"(?P<title>[^.?]+\p{L}{3}[.?])\s+(?P<outcome>\p{Lu}.+)")
_LONGEST_TITLE = 120
"""A numbered paragraph of more characters is the title and what was said."""

_PARTICIPLE = re.compile(r"\p{L}+(?:et|te|ede|algt)\b")
"""Behind a dash, "drøftet" says what came of an item, "drøftelse" what it is there for."""

_PURPOSES = ("other", "informed", "discussed", "decided", "appointed", "agreed")
"""Words after a dash that state the purpose of an item ("Budget - orientering"), not its outcome."""


def split_outcome(title: str) -> tuple[str, str]:
    """Return a title and the outcome behind its colon, a dash or its full stop; "" where there is none.

    Behind a blank, an outcome has the capital that it had on a line of its own: "Dagsorden Godkendt".
    """
    if ": " in title and (labelled := _labelled().fullmatch(title)):
        return labelled["title"], labelled["outcome"]
    before, colon, outcome = title.rpartition(": ")
    if colon and (is_outcome(outcome) or (is_list_label(before) and names(outcome))):
        return before, outcome
    if (dashed := _DASHED.fullmatch(title)) and _is_behind_dash(dashed["outcome"]):
        return dashed["title"], dashed["outcome"]
    sentence = _SENTENCE.fullmatch(title) or _glued().fullmatch(title)
    if sentence and (is_outcome(sentence["outcome"]) or len(title) > _LONGEST_TITLE):
        return sentence["title"].rstrip("."), sentence["outcome"]
    return title, ""


def _is_behind_dash(text: str) -> bool:
    decided = classify_decision(text).decision_type not in _PURPOSES or _PARTICIPLE.match(text) is not None
    return _is_nothing(text) or (decided and is_outcome(text))


@cache
def _labelled() -> re.Pattern[str]:
    """Return the pattern of a title with a label before what was decided: "Bænk. Beslutning: Udsat."."""
    labels = any_of(load("lines")["deciding"]["labels"])
    return re.compile(rf"(?P<title>\p{{Lu}}[^.:]+)[.:]\s(?:.*?\s)?(?:{labels}):\s+(?P<outcome>\S.*)")


@cache
def _glued() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<title>\p{{Lu}}.*\p{{Ll}})\s(?P<outcome>(?:{any_of(load('lines')['transcript']['outcomes'])})(?!\p{{L}}).*)"
    )


def ends_in_outcome(title: str) -> bool:
    """Return whether a title ends with an outcome."""
    return bool(split_outcome(title)[1])


@lru_cache(maxsize=1024)
def is_outcome(text: str) -> bool:
    """Return whether a text states an action of a body, or that there was nothing to do."""
    return classify_decision(text).decision_type != "other" or _is_nothing(text)


def _is_nothing(text: str) -> bool:
    return heading_key(text).rstrip(".") in load("lines")["inside_decisions"]["nothing"]
