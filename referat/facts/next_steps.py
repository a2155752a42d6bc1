"""The next step of an item according to a decision: put off, sent back, referred, asked for again, sent to the budget.

Only actions of the body itself count: wishes of single members, failed votes and quotations are skipped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import regex as re

from referat.facts.announced_route import announced_bodies
from referat.schema.registry import NEXT_STEPS, STOPS
from referat.vocabulary import load

_LONGEST_WORDS = 300
"""Longest evidence kept, in characters."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next step, who owes it (a body's name, `administration`, `committee` or `budget`), and the evidence.

    `kind` is one of withdrawn, postponed, sent_back, referred, asked, budget. `subject` is what is asked for.
    """

    kind: str
    who: str | None
    words: str
    subject: str = ""


@lru_cache(maxsize=4096)
def next_step(text: str, labels: frozenset[str] = frozenset()) -> NextStep | None:
    """Return the next step that a decision of the types `labels` announces, or None.

    If there are several, a step that stops the item takes precedence over one that asks for another item.
    """
    steps = [step for sentence in _sentences(text) if (step := _step(sentence, labels)) is not None]
    step = min(steps, key=lambda step: NEXT_STEPS.index(step.kind), default=None)
    if (step is None or step.kind not in STOPS) and (stop := _stop_by_type(text, labels)):
        return stop
    return step


def _stop_by_type(text: str, labels: Collection[str]) -> NextStep | None:
    """Return the step of a decision whose type says that it was put off or withdrawn, whatever its words."""
    kind = next((label for label in ("postponed", "withdrawn") if label in labels), None)
    if kind is None or _is_conditional(text):
        return None
    return NextStep(kind, None, " ".join(text.split())[:_LONGEST_WORDS])


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a decision that state an action of the body."""
    without_quotes = _QUOTED.sub(" ", text)
    for sentence in _SENTENCE_END.split(" ".join(without_quotes.split("\n"))):
        words = " ".join(sentence.split())
        if words and not _minority().match(words) and not _pattern("next", "not_done").search(words):
            yield words


_QUOTED = re.compile(r"[”“\"»][^”“\"»«]{20,2000}[”“\"«]")
_SENTENCE_END = re.compile(r"(?<=[.:;!?)])\s+(?=[\p{Lu}(\d-])|(?<=\d\.)\s*(?=\p{Lu})")


@cache
def _minority() -> re.Pattern[str]:
    """Match the beginning of a sentence on parties: "(A) og (F) ønsker", "Imod stemte"."""
    return re.compile(rf"\(\p{{L}}{{1,3}}\)|(?i:{_words('next', 'minority')})")


def _step(sentence: str, labels: Collection[str]) -> NextStep | None:
    kind = _kind(sentence, labels)
    if kind is None:
        return None
    asked = _ask().search(sentence) if kind == "asked" else None
    subject = sentence[asked.end() :] if asked else ""
    return NextStep(kind, _who(kind, sentence), sentence[:_LONGEST_WORDS], subject[:_LONGEST_WORDS])


def _kind(sentence: str, labels: Collection[str]) -> str | None:
    if _is_denied(sentence) or _is_conditional(sentence):
        return None
    if _sends_back().search(sentence) or _pattern("next", "sent_back").search(sentence):
        return "sent_back"
    if "withdrawn" in labels and _pattern("next", "withdrawn").search(sentence):
        return "withdrawn"
    if _puts_off().search(sentence) or _pattern("next", "renewed").search(sentence) or _is_put_off(sentence, labels):
        return "postponed"
    if _pattern("next", "budget").search(sentence):
        return "budget"
    if _pattern("next", "referred").search(sentence) and _is_to_body(sentence):
        return "referred"
    return "asked" if _asks(sentence) else None


@cache
def _words(*keys: str) -> str:
    """Return a pattern for any word of a list; `*` in a word matches any letters."""
    entries = load("matters")
    for key in keys:
        entries = entries[key]
    longest_first = sorted(entries, key=len, reverse=True)
    return "|".join(re.escape(word, literal_spaces=True).replace(r"\*", r"\p{L}*") for word in longest_first)


@cache
def _pattern(*keys: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\p{{L}}-])(?:{_words(*keys)})(?!\p{{L}})", re.IGNORECASE)


@cache
def _sends_back() -> re.Pattern[str]:
    """Match "sender sagen tilbage", "sendes retur", with up to a few words in between."""
    return re.compile(
        rf"\b(?:{_words('next', 'send')})\s+(?:[^\s.]+\s+){{0,5}}?(?:{_words('next', 'back')})\b", re.IGNORECASE
    )


@cache
def _puts_off() -> re.Pattern[str]:
    """Match words that put an item off, at the start of the sentence or a few words from the word for the item."""
    put_off, items = _words("next", "postponed"), _words("next", "items")
    near = r"(?:[\s,]+[^\s.,]+){0,4}?[\s,]+"
    return re.compile(
        rf"^(?:\W|\d|\b(?:pkt|punkt|ad|og)\b)*(?:{put_off})\b|\b(?:{items})\b{near}(?:{put_off})\b"
        rf"|\b(?:{put_off})\b{near}(?:{items})\b",
        re.IGNORECASE,
    )


@cache
def _denied() -> re.Pattern[str]:
    """Match "ikke at sende", "ikke bør udsættes", "ønsker ikke"."""
    verbs, refused = _words("next", "denied"), _words("next", "refused")
    return re.compile(rf"\bikke\s+(?:at\s+)?(?:\p{{L}}+\s+){{0,2}}?(?:{verbs})\b|\b(?:{refused})\b", re.IGNORECASE)


def _is_put_off(sentence: str, labels: Collection[str]) -> bool:
    """Return whether a sentence of a postponing decision has words that need no item near them."""
    return "postponed" in labels and _pattern("next", "postponed").search(sentence) is not None


def _is_conditional(text: str) -> bool:
    return _pattern("next", "condition").search(text) is not None


def _is_denied(sentence: str) -> bool:
    return _denied().search(sentence) is not None


def _is_to_body(sentence: str) -> bool:
    return _goal(sentence) is not None


def _asks(sentence: str) -> bool:
    """Return whether the body asks for one later item: a verb of asking, followed closely by the thing asked for."""
    others = ("again_and_again", "same_round")
    asks = _ask().search(sentence) or _pattern("next", "returns").search(sentence)
    return asks is not None and not any(_pattern("next", key).search(sentence) for key in others)


@cache
def _ask() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{_words('next', 'ask')})\b[\s,]+(?:[^\s.]+[\s]+){{0,10}}?(?:{_words('next', 'asked_for')})\b",
        re.IGNORECASE,
    )


def _who(kind: str, sentence: str) -> str | None:
    """Return who acts next; None for the body itself."""
    if kind in ("postponed", "withdrawn"):
        return None
    if kind == "budget":
        return "budget"
    if kind == "asked":
        return "administration"
    goal = _goal(sentence)
    if goal is None:
        return "administration"
    return "committee" if _pattern("who", "committee").fullmatch(goal) else goal


def _goal(sentence: str) -> str | None:
    """Return the recipient of something sent: the body after the verb, "committee" if it is not named, or None."""
    sent = _sends_back().search(sentence) or _pattern("next", "referred").search(sentence)
    if sent is None:
        return None
    behind = _purpose().split(sentence[sent.end() - len(" i") :], maxsplit=1)[0]
    if bodies := announced_bodies(behind):
        return bodies[0]
    # "Byrådet besluttede, at Teknikudvalget skal arbejde med": the body next to the verb is to do it.
    if "arbejde" in sent[0] and (bodies := announced_bodies(sentence[: sent.start()])):
        return bodies[-1]
    return "udvalget" if _pattern("who", "committee").search(behind) else None


@cache
def _purpose() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{_words('next', 'purpose')})\s")
