"""Phrases of `attendance.toml` about attendance: which of them a line can contain, and their patterns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex as re

from referat.facts.regex_timeout import RegexWithTimeout
from referat.vocabulary import any_of, contains_any, load, trigger_words

WHO = r"⟨(?P<who>\d+)⟩"
"""The placeholder of a list of people in a masked line (`referat.facts.attendance.name_masking`)."""

_INSTEAD = r"⟨(?P<instead>\d+)⟩"
_WORD = re.compile(r"\p{L}+")


@dataclass(frozen=True, slots=True)
class AttendancePhrase:
    """A phrase of the vocabulary: its status, whether a noun alone gives it, and its required words.

    `required_words` has a set per word of the phrase, longest words first; a line with the phrase has a word of each
    set.
    """

    status: str
    sentence: str
    by_noun: bool
    required_words: tuple[frozenset[str], ...]


def may_hold_phrase(line: str) -> bool:
    """Return whether a line can state attendance; its names need not be masked."""
    return contains_any(line, attendance_trigger_words()) and (
        contains_any(line, label_trigger_words()) or bool(phrases_in(line))
    )


def phrases_in(text: str) -> list[AttendancePhrase]:
    """Return the phrases that a line can contain, in their order; only their patterns are compiled."""
    words = frozenset(_WORD.findall(text.casefold()))
    likely = [phrase for phrase in _phrases() if not phrase.required_words[0].isdisjoint(words)]
    return [phrase for phrase in likely if not any(map(words.isdisjoint, phrase.required_words))]


@cache
def attendance_trigger_words() -> tuple[str, ...]:
    """Return words of which every line that states attendance contains one."""
    return trigger_words(load("attendance")["trigger_words"])


@cache
def label_trigger_words() -> tuple[str, ...]:
    """Return words of which every line with a label contains one."""
    return trigger_words(statuses())


@cache
def statuses() -> dict[str, str]:
    """Return the status of the people under each label: `excused` for `afbud`."""
    return {label: status for status, labels in load("attendance")["labels"].items() for label in labels}


@cache
def absence_reasons() -> frozenset[str]:
    """Return notes that give a reason for absence: "ferie", "sygdom"."""
    return frozenset(load("people")["notes"]["reasons"])


@cache
def instead_labels() -> frozenset[str]:
    """Return the words between an absent person and the substitute: "i stedet deltog"."""
    return frozenset(label for label, status in statuses().items() if status == "substitute" and " " in label)


@cache
def _phrases() -> tuple[AttendancePhrase, ...]:
    words = load("attendance")
    verbs = [(status, phrase, False) for status, phrases in words["phrases"].items() for phrase in phrases]
    nouns = [("substitute", phrase, True) for phrase in words["stand_in"]["phrases"]]
    stand_in = f"({'|'.join(words['stand_in']['words'])})"
    phrases = [(status, phrase.replace("{stand_in}", stand_in), by_noun) for status, phrase, by_noun in verbs + nouns]
    return tuple(
        AttendancePhrase(status, phrase, by_noun, _required_words(phrase)) for status, phrase, by_noun in phrases
    )


def _required_words(phrase: str) -> tuple[frozenset[str], ...]:
    """Return the required words of a phrase: for each of its words, the longest word of each alternative."""
    parts = re.findall(r"\([^()]+\)|[\p{L}?]+", re.sub(r"\{\w+\}", "", phrase))
    longest = ([max(re.findall(r"[\p{L}?]+", words), key=len) for words in part.split("|")] for part in parts)
    required_words = (frozenset(form for word in words for form in _forms(word)) for words in longest)
    return tuple(sorted(required_words, key=lambda words: -min(map(len, words))))


def _forms(word: str) -> tuple[str, str]:
    """Return a word with and without its optional letter: "inhabile?"."""
    return word.replace("?", ""), re.sub(r"\w\?", "", word)


def ignore_case(pattern: str) -> RegexWithTimeout:
    """Compile a pattern that ignores case."""
    return RegexWithTimeout(pattern, re.IGNORECASE)


@cache
def pattern_of(sentence: str, status: str) -> RegexWithTimeout:
    """Return the pattern of a phrase; adverbs can occur between any two words."""
    context = load("attendance")["context"]
    not_yet = any_of(context["considered" if status == "disqualified" else "asked"])
    adverbs = rf"(?:(?:{any_of(context['adverbs'])})\s){{0,2}}"
    after_who = r"(?:,?\s(?:(?:der|som)\s)?|\s?[,(–-]\s?)(?&adverbs)"
    blank = r",?\s(?&adverbs)"
    words = sentence.replace(": ", r"\s?:? ").replace(" ... ", r" (?:[^⟨⟩.;:]{0,60}\s)??").replace(" ", "~")
    pattern = re.sub(r"(?<=\{(?:who|instead)\})~", lambda _: after_who, words).replace("~", blank)
    pattern = pattern.replace("{who}", WHO).replace("{instead}", _INSTEAD).replace("{whose}", r"⟨\d+⟩")
    return ignore_case(rf"(?(DEFINE)(?P<adverbs>{adverbs}))(?<!\p{{L}}|\b(?:{not_yet})\s){pattern}(?!\p{{L}}|\s?:)")
