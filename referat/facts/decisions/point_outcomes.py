"""Outcomes of recommended points: "1.-2. Anbefales.", "Byrådet godkendte indstillingspunkt 1 og 3"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import regex as re

from referat.facts.decisions.decision_classifier import classify_decision
from referat.vocabulary import any_of, contains_any, fold, load, trigger_words

_MOST_POINTS = 60  # a wider range is not a range of points
_FAR = 80  # characters after a number that show what it counts
_POINT = (
    r"(?:\d{1,2}(?:\.\d{1,2}(?!\d))?(?:\.?[a-n](?!\p{L})|[.)]?\s[a-n](?=[.)]|\s?[-–—]))?|[a-hj-n](?!\p{L})|i\))\s?[.)]?"
)
_POINTS = rf"{_POINT}(?:\s?(?:[-–—]|,?\s?(?:og|samt)\s|til\s|,)\s?(?:(?:pkt\.|punkt)\s)?{_POINT})*"
_ONE = re.compile(
    r"(?P<dash>[-–—]|til)|(?P<number>\d{1,2}(?:\.\d{1,2})?)(?:[.)]?\s?(?P<letter>[a-n](?!\p{L})))?|(?P<alone>(?<!\p{L})[a-n](?!\p{L}))"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a recommended point: its number or letter, the decision type, and the evidence."""

    label: str
    decision_type: str
    text: str


def outcomes(text: str) -> list[Outcome]:
    """Return an outcome for every recommended point that the text names, in the order of the text.

    Words that state no decision (a wish, a reason, one member's vote) give no outcome, numbered or not. A repeated
    number belongs to a list inside an outcome.
    """
    outcome_of_point: dict[str, Outcome] = {}
    for points, words in _verdicts(text):
        decision_type = _decision_type(words)
        for label in labels(points) if decision_type != "other" else ():
            outcome_of_point.setdefault(label, Outcome(label, decision_type, words))
    return list(outcome_of_point.values())


@lru_cache(maxsize=64)
def _decision_type(words: str) -> str:
    """Return the type of a point's outcome: the first one stated, before reasons and other decisions."""
    sentence = _sentence_end().split(words)[0]
    if not words or _abstained().search(sentence):
        return "other"
    remark = _remark().search(sentence)
    before_remark = sentence[: remark.start()] if remark else sentence
    for clause in filter(str.strip, (before_remark, sentence, words)):
        decision_type = classify_decision(clause).decision_type
        if decision_type != "other":
            return decision_type
    return "other"


def labels(points: str) -> list[str]:
    """Return the points that some words name: `1.-3.` gives 1, 2 and 3, `2. a) og b)` gives 2a and 2b."""
    pairs: list[tuple[str, str]] = []
    in_range = False
    for match in _ONE.finditer(points):
        if match["dash"]:
            in_range = True
            continue
        letter = match["letter"] or match["alone"] or ""
        number = match["number"] or (pairs[-1][0] if pairs else "")
        between = _between(pairs[-1], (number, letter)) if in_range and pairs else []
        pairs += [*between, (number, letter)]
        in_range = False
    return list(dict.fromkeys(number + letter for number, letter in pairs))


def _between(first: tuple[str, str], last: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the points between two: numbers count up, and so do letters under one number."""
    (number, letter), (last_number, last_letter) = first, last
    if letter and last_letter:
        return [(number, chr(code)) for code in range(ord(letter) + 1, ord(last_letter))]
    before, _, low = number.rpartition(".")
    after, _, high = last_number.rpartition(".")
    if before != after or letter or last_letter or not low or int(high) - int(low) > _MOST_POINTS:
        return []
    prefix = f"{before}." if before else ""
    return [(f"{prefix}{count}", "") for count in range(int(low) + 1, int(high))]


# --- Points and the words about their outcome ---


def _verdicts(text: str) -> Iterator[tuple[str, str]]:
    """Yield points and the words about them: from numbered lines, else from the sentences of a line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line, below in pairwise([*lines, ""]):
        parts = _numbered_parts(line)
        for points, words in parts:
            yield points, words or below
        if not parts:
            yield from _in_sentences(line)


def _numbered_parts(line: str) -> list[tuple[str, str]]:
    """Cut a line that begins with a point's number, `1. Godkendt. 2. Anbefales ikke.`, at each such number."""
    first = _head().match(line)
    if first is None or not _is_head(first):
        return []
    heads = [first, *(match for match in _head().finditer(line, first.end()) if _is_head(match))]
    ends = [head.start() for head in heads[1:]] + [len(line)]
    return [(head["points"], line[head.end() : end].strip()) for head, end in zip(heads, ends, strict=True)]


def _is_head(head: re.Match[str]) -> bool:
    """Return whether a number at the head of a sentence is a point's: no date, no amount, no item of the agenda."""
    words = fold(head.string[head.end() : head.end() + _FAR])
    if words.startswith(_words("no_points")) or words[:1].isdigit():
        return False
    marked = bool(head["sign"]) or head["points"][-1] in ".)"
    if head["noun"] and not marked and words.startswith(_words("agenda")):
        return False
    return words.startswith(_words("verdicts")) or (head.start() == 0 and marked)


def _in_sentences(line: str) -> Iterator[tuple[str, str]]:
    """Yield the points that sentences name as decided, not in a remark or as an item of the agenda."""
    if not contains_any(line, _nouns()):
        return
    for sentence in _sentence_end().split(line):
        for clause in _turn().split(sentence):
            remark = _remark().search(clause)
            for match in _named().finditer(clause, 0, remark.start() if remark else len(clause)):
                yield match["points"], clause.strip()


# --- Words and patterns, made once ---


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(load("outcomes")[key])


@cache
def _nouns() -> tuple[str, ...]:
    return trigger_words([*_words("points"), *_words("points_or_items")])


@cache
def _head() -> re.Pattern[str]:
    noun = rf"(?P<noun>\b(?i:{any_of(_words('heads'))})\s?)?"
    return re.compile(
        rf"(?:^|(?<=[.;]\s))(?:[-–•*]\s)?{noun}(?P<points>(?<![\p{{L}}\d]){_POINTS})\s?(?P<sign>[:;,–-])?\s*"
    )


@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(rf"(?<=[.!?])(?<!\b(?:{any_of(_words('abbreviations'))}))\s+(?=\p{{Lu}})")


@cache
def _abstained() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(_words('abstained'))})\b")


@cache
def _turn() -> re.Pattern[str]:
    return re.compile(rf",?\s(?:{any_of(_words('turns'))})\s")


@cache
def _remark() -> re.Pattern[str]:
    return re.compile(rf"(?<!\p{{L}})(?i:{any_of(_words('remarks'))})(?!\p{{L}})")


@cache
def _named() -> re.Pattern[str]:
    by_noun = rf"(?:{any_of(_words('points'))})"
    by_verb = (
        rf"(?:{any_of(_words('of_points'))})(?:\s(?!som\s)\p{{L}}++){{0,2}}?\s(?:{any_of(_words('points_or_items'))})"
    )
    return re.compile(rf"(?<![\p{{L}}(])(?i:{by_noun}|{by_verb})\s(?P<points>{_POINTS})")
