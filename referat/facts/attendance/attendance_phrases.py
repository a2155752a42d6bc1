"""The sentences of `attendance.toml` that tell who was away: which of them a line may hold, and the pattern of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex as re

from referat.facts.regex_timeout import RegexWithTimeout
from referat.vocabulary import any_of, contains_any, load, trigger_words

WHO = r"⟨(?P<who>\d+)⟩"
"""A list of people in a line whose names are put out of sight (`referat.facts.attendance.name_masking`)."""

_INSTEAD = r"⟨(?P<instead>\d+)⟩"
_WORD = re.compile(r"\p{L}+")


@dataclass(frozen=True, slots=True)
class AttendancePhrase:
    """A sentence of the vocabulary: what it says, whether by a noun alone, and the words that tell it.

    Of the words of each part one stands in every line that holds the sentence; the part with the longest comes first.
    """

    status: str
    sentence: str
    by_noun: bool
    telling: tuple[frozenset[str], ...]


def may_hold_phrase(line: str) -> bool:
    """Tell whether a line, its names still in it, may say anything of attendance: two of three with a cue."""
    return contains_any(line, attendance_trigger_words()) and (
        contains_any(line, label_trigger_words()) or bool(phrases_in(line))
    )


def phrases_in(text: str) -> list[AttendancePhrase]:
    """Return the sayings that a line may hold, in their order; the others are not looked for, nor compiled."""
    words = frozenset(_WORD.findall(text.casefold()))
    likely = [saying for saying in _sayings() if not saying.telling[0].isdisjoint(words)]
    return [saying for saying in likely if not any(map(words.isdisjoint, saying.telling))]


@cache
def attendance_trigger_words() -> tuple[str, ...]:
    """Return words without which a line says nothing of attendance."""
    return trigger_words(load("attendance")["cues"])


@cache
def label_trigger_words() -> tuple[str, ...]:
    """Return words without which a line holds no label."""
    return trigger_words(statuses())


@cache
def statuses() -> dict[str, str]:
    """Return what each label says of the people under it: `afbud`, excused."""
    return {label: status for status, labels in load("attendance")["labels"].items() for label in labels}


@cache
def absence_reasons() -> frozenset[str]:
    """Return what is written beside a name to say why someone is away: "ferie", "sygdom"."""
    return frozenset(load("people")["notes"]["reasons"])


@cache
def instead_labels() -> frozenset[str]:
    """Return the words between one who is away and who came instead: "i stedet deltog"."""
    return frozenset(label for label, status in statuses().items() if status == "substitute" and " " in label)


@cache
def _sayings() -> tuple[AttendancePhrase, ...]:
    words = load("attendance")
    verbs = [(status, saying, False) for status, sayings in words["sayings"].items() for saying in sayings]
    nouns = [("substitute", saying, True) for saying in words["stand_in"]["sayings"]]
    stand_in = f"({'|'.join(words['stand_in']['words'])})"
    phrases = [(status, saying.replace("{stand_in}", stand_in), by_noun) for status, saying, by_noun in verbs + nouns]
    return tuple(AttendancePhrase(status, saying, by_noun, _telling(saying)) for status, saying, by_noun in phrases)


def _telling(saying: str) -> tuple[frozenset[str], ...]:
    """Return for each part of a saying the words of which one must stand: the longest of each alternative."""
    parts = re.findall(r"\([^()]+\)|[\p{L}?]+", re.sub(r"\{\w+\}", "", saying))
    longest = ([max(re.findall(r"[\p{L}?]+", words), key=len) for words in part.split("|")] for part in parts)
    telling = (frozenset(form for word in words for form in _forms(word)) for words in longest)
    return tuple(sorted(telling, key=lambda words: -min(map(len, words))))


def _forms(word: str) -> tuple[str, str]:
    """Return a word with and without the letter that may be missing: "inhabile?"."""
    return word.replace("?", ""), re.sub(r"\w\?", "", word)


def compiled(pattern: str) -> RegexWithTimeout:
    """Return a pattern that takes capitals and small letters as one."""
    return RegexWithTimeout(pattern, re.IGNORECASE)


@cache
def pattern_of(sentence: str, status: str) -> RegexWithTimeout:
    """Return the pattern of a saying, in which adverbs may stand between any two words."""
    context = load("attendance")["context"]
    doubt = any_of(context["considered" if status == "disqualified" else "asked"])
    adverbs = rf"(?:(?:{any_of(context['adverbs'])})\s){{0,2}}"
    after_who = r"(?:,?\s(?:(?:der|som)\s)?|\s?[,(–-]\s?)(?&adverbs)"
    blank = r",?\s(?&adverbs)"
    words = sentence.replace(": ", r"\s?:? ").replace(" ... ", r" (?:[^⟨⟩.;:]{0,60}\s)??").replace(" ", "~")
    pattern = re.sub(r"(?<=\{(?:who|instead)\})~", lambda _: after_who, words).replace("~", blank)
    pattern = pattern.replace("{who}", WHO).replace("{instead}", _INSTEAD).replace("{whose}", r"⟨\d+⟩")
    return compiled(rf"(?(DEFINE)(?P<adverbs>{adverbs}))(?<!\p{{L}}|\b(?:{doubt})\s){pattern}(?!\p{{L}}|\s?:)")
