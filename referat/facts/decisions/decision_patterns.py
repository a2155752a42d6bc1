"""Trigger lexicon of decisions: patterns for what a body did, and words for what a sentence is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from rapidfuzz.distance import Levenshtein

from referat.vocabulary import load
from referat.vocabulary.fuzzy import FuzzyVocabulary

FORMS = ("active", "passive", "participle", "infinitive", "opening")
_SHORTEST_MISSPELT = 8
"""A shorter form with a letter wrong can be another word: "udsagt" is not "udsat"."""

_REACH = 25  # words within which the second half of an pattern ("tog ... til efterretning") is looked for


@dataclass(frozen=True, slots=True)
class DecisionPattern:
    """One wording of a decision in one grammatical form: the required words, and conditions on their context."""

    name: str
    label: str
    form: str
    words: tuple[str, ...]
    required_after: tuple[tuple[str, ...], ...] = ()
    max_gap: int = _REACH
    object_class: str = ""
    absent_class: str = ""
    not_before: tuple[str, ...] = ()
    any_subject: bool = False

    @property
    def past(self) -> bool:
        """Whether an active form is in the past tense ("godkendte"), not the present ("godkender")."""
        return self.words[0] == "var" or not self.words[0].endswith("r")

    def end(self, words: tuple[str, ...], i: int) -> int | None:
        """Return the index of the last word of a match that begins at word `i`; None if there is no match."""
        if not _matches_at(self.words, words, i):
            return None
        end = i + len(self.words) - 1
        if words[end + 1 : end + 2] and words[end + 1] in self.not_before:
            return None
        if not self.required_after:
            return end
        for j in range(end + 1, min(end + 1 + self.max_gap, len(words) + 1)):
            for tail in self.required_after:
                if _matches_at(tail, words, j):
                    return min(j + len(tail), len(words)) - 1
        return None


def _matches_at(wanted: tuple[str, ...], words: tuple[str, ...], i: int) -> bool:
    """Return whether the wanted words occur at word `i`; "." matches the end of the sentence, "til*" a prefix."""
    for n, want in enumerate(wanted):
        word = words[i + n] if i + n < len(words) else "."
        if word != want and not (want.endswith("*") and word.startswith(want[:-1])) and not _is_misspelt(word, want):
            return False
    return True


@lru_cache(maxsize=65536)
def _is_misspelt(word: str, want: str) -> bool:
    """Return whether a long word is the wanted one with one letter wrong: "efteretning"."""
    return len(want) >= _SHORTEST_MISSPELT and abs(len(word) - len(want)) < 2 and Levenshtein.distance(word, want) == 1


@cache
def decision_patterns() -> tuple[DecisionPattern, ...]:
    """Return all patterns of the vocabulary in order, one for each form of the words."""
    return tuple(pattern for entry in load("decision_types")["patterns"] for pattern in _of_entry(entry))


_GRAMMAR = ("present", "past", "passive", "passive_past", "participle")
"""The forms of a lemma, in the order of the vocabulary; the infinitive is its name."""

_KIND_OF_FORM = {
    "present": "active",
    "past": "active",
    "passive": "passive",
    "passive_past": "passive",
    "participle": "participle",
    "infinitive": "infinitive",
}


@cache
def _lemmas() -> dict[str, dict[str, str]]:
    """Return the forms of each verb: `godkende` has the past `godkendte`."""
    table: dict[str, str] = load("decision_types")["lemmas"]
    rows = {lemma: zip(_GRAMMAR, forms.split(), strict=True) for lemma, forms in table.items()}
    return {lemma: {"infinitive": lemma} | {f: w for f, w in row if w != "-"} for lemma, row in rows.items()}


def _of_entry(entry: dict[str, Any]) -> Iterator[DecisionPattern]:
    names = ("max_gap", "object_class", "absent_class", "any_subject")
    conditions = {name: entry[name] for name in names if name in entry}
    required_after = tuple(tuple(words.split()) for words in entry.get("required_after", ()))
    for form, words in _words_of(entry):
        yield DecisionPattern(
            name=entry["name"],
            label=entry["label"],
            form=form,
            words=tuple(words.split()),
            required_after=() if form == "opening" else required_after,
            not_before=tuple(entry.get("not_before", ())),
            **conditions,
        )


def _words_of(entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the words of a pattern with their forms: those of its lemmas, and its literal words."""
    wanted = entry.get("forms", _KIND_OF_FORM)
    for form in FORMS:
        for lemma in entry.get("lemmas", ()):
            yield from ((form, w) for f, w in _lemmas()[lemma].items() if _KIND_OF_FORM[f] == form and f in wanted)
        yield from ((form, words) for words in entry.get(form, ()))


@cache
def _lexicon() -> dict[str, tuple[DecisionPattern, ...]]:
    lexicon: dict[str, list[DecisionPattern]] = {}
    for pattern in decision_patterns():
        lexicon.setdefault(pattern.words[0], []).append(pattern)
    return {word: tuple(patterns) for word, patterns in lexicon.items()}


@cache
def _verb_forms() -> FuzzyVocabulary:
    """Return the verb forms that are long enough to be recognized with one letter wrong."""
    forms = {word for lemma in _lemmas().values() for word in lemma.values() if len(word) >= _SHORTEST_MISSPELT}
    return FuzzyVocabulary(sorted(forms))


@lru_cache(maxsize=65536)
def patterns_at(word: str) -> tuple[DecisionPattern, ...]:
    """Return the patterns that a word can begin, in order; a word with one letter wrong counts as its nearest form.

    Where two forms are equally near, the word is ambiguous and nothing is returned.
    """
    exact = _lexicon().get(word)
    if exact is not None or len(word) < _SHORTEST_MISSPELT - 1 or word in _verb_forms().words:
        return exact or ()
    near = _verb_forms().like(word)
    return tuple(p for p in _lexicon().get(near[0], ()) if len(p.words) == 1) if len(near) == 1 else ()


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
    """Return whether a word names one of the `bodies` that decide, or of the `others`, by its end: "miljøudvalget"."""
    word = word.casefold()
    if word in listed("no_names") or word.endswith(openings("no_names")):
        return False
    if kind == "bodies" and is_a("others", word):
        return False
    return word.endswith(openings(kind))
