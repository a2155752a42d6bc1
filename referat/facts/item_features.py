"""What one item says of its matter, in a few short texts: kept in a batch so that linking never reads minutes again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

import regex as re

from referat.facts.announced_route import announced_bodies
from referat.facts.matter_titles import naming_words, title_periods, title_stages
from referat.facts.next_steps import next_step
from referat.vocabulary import load


@dataclass(frozen=True, slots=True)
class ItemFeatures:
    """Lists are joined by blanks (`route` by `|`) and empty where there is nothing; see `matter_titles`, `next_steps`.

    `asked_words` name what a later item is asked for; `results` are the types of the item's own decisions;
    `consultation` is the recommendation that sends a draft out to be heard.
    """

    words: str
    stages: str
    periods: str
    route: str
    next_kind: str | None
    next_who: str | None
    next_words: str | None
    asked_words: str
    results: str
    consultation: str | None


def item_features(
    title: str,
    decisions: Iterable[tuple[str, Collection[str]]],
    procedures: Iterable[str],
    recommendations: Iterable[str],
) -> ItemFeatures:
    """Return the features of an item from its title, its own decisions with their types, and the texts of two sections."""
    decisions = list(decisions)
    steps = [step for text, labels in decisions if (step := next_step(text, labels)) is not None]
    step = steps[-1] if steps else None
    bodies = dict.fromkeys(body for text in procedures for body in announced_bodies(text))
    return ItemFeatures(
        words=" ".join(naming_words(title)),
        stages=" ".join(title_stages(title)),
        periods=" ".join(period.replace(" ", "") for period in title_periods(title)),
        route="|".join(bodies),
        next_kind=step.kind if step else None,
        next_who=step.who if step else None,
        next_words=step.words if step else None,
        asked_words=" ".join(naming_words(step.subject)) if step else "",
        results=" ".join(sorted({label for _, labels in decisions for label in labels})),
        consultation=_consultation(title, recommendations),
    )


@cache
def _title_words(name: str) -> re.Pattern[str]:
    longest_first = sorted(load("matters")["consultation"][name], key=len, reverse=True)
    return re.compile(rf"(?<!\p{{L}})(?:{'|'.join(map(re.escape, longest_first))})(?!\p{{L}})", re.IGNORECASE)


_SENT = re.compile(
    r"[^.\n]*\b(?:i|til)\s+(?:[^\s.,]+\s+){0,4}?(?:høring|partshøring|offentlighed)\b[^.\n]*", re.IGNORECASE
)
_PROPOSAL = re.compile(r"[-–,:]\s*(?:forslag|høringsudkast|udkast)\s*$", re.IGNORECASE)


def _consultation(title: str, recommendations: Iterable[str]) -> str | None:
    """Return the words that send a draft out to be heard, where the title names a draft that is to be adopted later.

    A title that ends in "- forslag" says so by itself: what is adopted at once is not called a proposal there.
    """
    if _title_words("adopted").search(title) or not _title_words("draft").search(title):
        return None
    sent = next((match[0].strip() for text in recommendations if (match := _SENT.search(text))), None)
    return (sent or title)[:_LONGEST_WORDS] if sent or _PROPOSAL.search(title) else None


_LONGEST_WORDS = 300
"""So many characters are kept as evidence."""
