"""The words of decisions: the acts that say what a body did, and the words that say what a sentence is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from referat.vocabulary import load

FORMS = ("active", "passive", "participle", "infinitive", "opening")
_REACH = 25  # words within which the second half of an act ("tog ... til efterretning") is looked for


@dataclass(frozen=True, slots=True)
class DecisionPattern:
    """One way to word a decision, in one form: the words that must stand, and the conditions on what is round them."""

    name: str
    label: str
    form: str
    words: tuple[str, ...]
    tail: tuple[tuple[str, ...], ...] = ()
    near: int = _REACH
    of: str = ""
    but: tuple[str, ...] = ()
    anyone: bool = False
    about: str = ""

    @property
    def past(self) -> bool:
        """Whether an active form tells of what was done ("godkendte"), not of what is done ("godkender")."""
        return self.words[0] == "var" or not self.words[0].endswith("r")

    def end(self, words: tuple[str, ...], i: int) -> int | None:
        """Return the last word of the act where it begins with word `i`; nothing if it does not stand there."""
        if not _stands(self.words, words, i):
            return None
        end = i + len(self.words) - 1
        if words[end + 1 : end + 2] and words[end + 1] in self.but:
            return None
        if not self.tail:
            return end
        for j in range(end + 1, min(end + 1 + self.near, len(words) + 1)):
            for tail in self.tail:
                if _stands(tail, words, j):
                    return min(j + len(tail), len(words)) - 1
        return None


def _stands(wanted: tuple[str, ...], words: tuple[str, ...], i: int) -> bool:
    """Tell whether the wanted words stand at word `i`; "." is the end of the sentence, "til*" begins so."""
    for n, want in enumerate(wanted):
        word = words[i + n] if i + n < len(words) else "."
        if word != want and not (want.endswith("*") and word.startswith(want[:-1])):
            return False
    return True


@cache
def decision_patterns() -> tuple[DecisionPattern, ...]:
    """Return all acts of the vocabulary in their order, one for each form of words."""
    return tuple(act for entry in load("decision_types")["acts"] for act in _forms(entry))


def _forms(entry: dict[str, Any]) -> Iterator[DecisionPattern]:
    conditions = {name: entry[name] for name in ("near", "of", "anyone", "about") if name in entry}
    tail = tuple(tuple(words.split()) for words in entry.get("tail", ()))
    for form in FORMS:
        for words in entry.get(form, ()):
            yield DecisionPattern(
                name=entry["name"],
                label=entry["label"],
                form=form,
                words=tuple(words.split()),
                tail=() if form == "opening" else tail,
                but=tuple(entry.get("but", ())),
                **conditions,
            )


@cache
def _lexicon() -> dict[str, tuple[DecisionPattern, ...]]:
    lexicon: dict[str, list[DecisionPattern]] = {}
    for act in decision_patterns():
        lexicon.setdefault(act.words[0], []).append(act)
    return {word: tuple(found) for word, found in lexicon.items()}


def patterns_at(word: str) -> tuple[DecisionPattern, ...]:
    """Return the acts that a word may begin, in their order."""
    return _lexicon().get(word, ())


@cache
def openings(name: str) -> tuple[str, ...]:
    """Return the words of a list of the vocabulary in their order."""
    return tuple(load("decision_types")["lists"][name])


@cache
def listed(name: str) -> frozenset[str]:
    """Return the words of a list of the vocabulary."""
    return frozenset(openings(name))


@lru_cache(maxsize=65536)
def is_a(kind: str, word: str) -> bool:
    """Tell whether a word names one of the `bodies` that decide, or of the `others`: by its end, "økonomiudvalget"."""
    word = word.casefold()
    if word in listed("no_names") or word.endswith(openings("no_names")):
        return False
    if kind == "bodies" and is_a("others", word):
        return False
    return word.endswith(openings(kind))
