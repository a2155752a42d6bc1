"""Report on the vocabulary of decisions over a corpus: `python -m referat.pipeline.vocabulary_report RAW`.

The report has two lists: patterns without a match in the corpus, and decisions on which a second reader disagrees with
the rules. The second reader is a linear classifier over words. It is trained on the labels of the rules, and predicts
each decision from a model that was trained without it. Disagreements are for a person to judge.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import regex as re

from referat.facts.decisions.decision_classifier import classify_decision, find_decision_phrases
from referat.facts.decisions.decision_patterns import decision_patterns, listed
from referat.facts.decisions.decision_sentences import decision_sentences

_WORD = re.compile(r"\p{L}+|\d+")
_EXCERPT = 200
"""Most characters of a decision that are printed."""


@dataclass(frozen=True, slots=True)
class SecondReader:
    """Hyperparameters of the classifier; more rounds changed no disagreement on decisions of two municipalities."""

    folds: int = 5
    rounds: int = 60
    step: float = 2.0
    penalty: float = 1e-4
    fewest: int = 2  # decisions that a word must occur in
    confident: float = 0.6  # less certain predictions are not reported


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A decision with different labels by rules and classifier; `certainty` of the classifier is from 0 to 1."""

    text: str
    by_rules: str
    by_reader: str
    certainty: float


def unseen_patterns(texts: Iterable[str]) -> list[str]:
    """Return the names of patterns without a match in the texts, in the order of the vocabulary."""
    seen = {
        finding.pattern.name
        for text in texts
        for sentence in decision_sentences(text)
        for finding in find_decision_phrases(sentence, set(listed("own")))
    }
    return [name for name in dict.fromkeys(pattern.name for pattern in decision_patterns()) if name not in seen]


def disagreements(texts: Sequence[str], reader: SecondReader | None = None) -> list[Disagreement]:
    """Return the decisions for which the classifier is certain of another label, the most certain first."""
    reader = reader or SecondReader()
    distinct = sorted(set(texts))
    if len(distinct) < reader.folds:
        return []
    rules = [classify_decision(text).decision_type for text in distinct]
    labels = sorted(set(rules))
    targets = np.array([labels.index(label) for label in rules])
    features = _features(distinct, reader.fewest)
    different: list[Disagreement] = []
    for fold in range(reader.folds):
        held = np.arange(len(distinct)) % reader.folds == fold
        weights = _train(features[~held], targets[~held], len(labels), reader)
        likely = _probabilities(features[held] @ weights)
        for row, chances in zip(np.flatnonzero(held), likely, strict=True):
            best = int(chances.argmax())
            if best != targets[row] and chances[best] >= reader.confident:
                different.append(Disagreement(distinct[row], rules[row], labels[best], float(chances[best])))
    return sorted(different, key=lambda disagreement: (-disagreement.certainty, disagreement.text))


def _features(texts: Sequence[str], fewest: int) -> np.ndarray:
    """Return a row per text: 1 for each word and pair of adjacent words, scaled to length 1."""
    bags = [_terms(text) for text in texts]
    counts = Counter(term for bag in bags for term in bag)
    column = {term: n for n, term in enumerate(sorted(t for t, times in counts.items() if times >= fewest))}
    rows = np.zeros((len(texts), len(column) + 1), dtype=np.float32)
    for row, bag in zip(rows, bags, strict=True):
        row[[column[term] for term in bag if term in column]] = 1
        row[-1] = 1  # avoids division by zero for a text without known words
    scaled: np.ndarray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled


def _terms(text: str) -> set[str]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return {*words, *map(" ".join, pairwise(words))}


def _train(features: np.ndarray, targets: np.ndarray, labels: int, reader: SecondReader) -> np.ndarray:
    """Return the weights of a softmax regression, fitted by gradient descent."""
    wanted = np.eye(labels, dtype=np.float32)[targets]
    weights = np.zeros((features.shape[1], labels), dtype=np.float32)
    for _ in range(reader.rounds):
        errors = _probabilities(features @ weights) - wanted
        slope = features.T @ errors / len(features) * labels
        weights -= reader.step * (slope + reader.penalty * weights)
    return weights


def _probabilities(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: np.ndarray = powers / powers.sum(axis=1, keepdims=True)
    return shares


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both lists for a folder of minutes or of tables."""
    parser = argparse.ArgumentParser(prog="python -m referat.pipeline.vocabulary_report", description=__doc__)
    parser.add_argument("raw", type=Path, help="a folder of minutes, or of the tables built of them")
    parser.add_argument("--most", type=int, default=40, help="so many disagreements are printed (40)")
    options = parser.parse_args(arguments)
    import referat
    from referat.language import Language

    texts = list(referat.load(options.raw).decisions["text"].dropna())
    unseen = unseen_patterns(texts)
    english = Language("en")
    print(f"{english.counted(len(texts), 'decision')}. Patterns never seen: {len(unseen)}")
    for name in unseen:
        print(f"  {name}")
    different = disagreements(texts)
    print(f"Disagreements: {len(different)} of {english.counted(len(set(texts)), 'different text')}")
    for disagreement in different[: options.most]:
        excerpt = " ".join(disagreement.text.split())[:_EXCERPT]
        print(
            f"  rules {disagreement.by_rules}, reader {disagreement.by_reader} {disagreement.certainty:.2f}: {excerpt}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
