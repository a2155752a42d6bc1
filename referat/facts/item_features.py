"""Short text features of an item, kept in a batch so that linking does not read the minutes again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cache

import regex as re

from referat.facts.announced_route import announced_bodies
from referat.facts.matter_titles import naming_words, title_periods, title_stages
from referat.facts.next_steps import next_step
from referat.schema.decision_types import LABELS
from referat.schema.registry import STOPS
from referat.vocabulary import any_of, load


@dataclass(frozen=True, slots=True)
class ItemFeatures:
    """Features of an item; see `matter_titles` and `next_steps`.

    Lists are joined by blanks (`route` and `listed` by `|`) and empty if there is nothing. `asked_words` name what a
    later item is asked for; `listed` has the naming words of each line of an item that only lists what the body is
    informed about ("Huskeliste"). `results` are the types of the item's decisions; `decided` is the type of the last
    one. `consultation` is the recommendation that sends a draft out to consultation. `deferral_kind` and `deferral_day`
    are type and date of an earlier decision of the same body, repeated here, that put the item off or sent it back.
    """

    words: str
    stages: str
    periods: str
    route: str
    next_step: str | None
    next_step_words: str | None
    next_who: str | None
    asked_words: str
    listed: str
    results: str
    decided: str | None
    consultation: str | None
    deferral_kind: str | None
    deferral_day: date | None


FEATURES = tuple(field.name for field in fields(ItemFeatures))
"""The names of the features, in order."""


def item_features(
    title: str,
    decisions: Iterable[tuple[str, Collection[str]]],
    procedures: Iterable[str],
    recommendations: Iterable[str],
    repeated: Iterable[tuple[str, Collection[str], date | None]] = (),
    presentations: Iterable[str] = (),
) -> ItemFeatures:
    """Return the features of an item from its title, its decisions with their types, and the texts of its sections.

    `repeated` are earlier decisions of the same body that the item repeats, with their types and dates.
    """
    results = [(text, frozenset(labels)) for text, labels in decisions]
    earlier = ((next_step(text, frozenset(labels)), day) for text, labels, day in repeated)
    deferrals = [(step.kind, day) for step, day in earlier if step and step.kind in STOPS]
    steps = [step for text, labels in results if (step := next_step(text, labels)) is not None]
    step = steps[-1] if steps else None
    bodies = dict.fromkeys(body for text in procedures for body in announced_bodies(text))
    return ItemFeatures(
        words=" ".join(naming_words(title)),
        stages=" ".join(title_stages(title)),
        periods=" ".join(period.replace(" ", "") for period in title_periods(title)),
        route="|".join(bodies),
        next_step=step.kind if step else None,
        next_step_words=step.words if step else None,
        next_who=step.who if step else None,
        asked_words=" ".join(naming_words(step.subject)) if step else "",
        listed="|".join(_listed(presentations)) if _information().search(title) else "",
        results=" ".join(sorted({label for _, labels in results for label in labels})),
        decided=min(results[-1][1], key=LABELS.index) if results else None,
        consultation=_consultation(title, recommendations),
        deferral_kind=deferrals[-1][0] if deferrals else None,
        deferral_day=deferrals[-1][1] if deferrals else None,
    )


@cache
def _information() -> re.Pattern[str]:
    return re.compile(rf"(?<!\p{{L}})(?:{any_of(load('matters')['titles']['information'])})", re.IGNORECASE)


def _listed(texts: Iterable[str]) -> Iterator[str]:
    """Yield the naming words of each line that has several of them."""
    for text in texts:
        for line in text.split("\n"):
            words = naming_words(line)
            if len(words) >= _FEWEST_LISTED:
                yield " ".join(words)


_FEWEST_LISTED = 2
"""Fewest naming words that identify the matter of a line."""


@cache
def _title_words(name: str) -> re.Pattern[str]:
    longest_first = sorted(load("matters")["consultation"][name], key=len, reverse=True)
    return re.compile(rf"(?<!\p{{L}})(?:{'|'.join(map(re.escape, longest_first))})(?!\p{{L}})", re.IGNORECASE)


@cache
def _sent() -> re.Pattern[str]:
    """Match "sendes i otte ugers offentlig høring"."""
    words = load("matters")["consultation"]
    before, to = any_of(words["sent_before"]), any_of(words["sent"])
    return re.compile(rf"\b(?:{before})\s+(?:[^\s.,]+\s+){{0,4}}?(?:{to})\b", re.IGNORECASE)


@cache
def _proposal() -> re.Pattern[str]:
    return re.compile(rf"[-–,:]\s*(?:{any_of(load('matters')['consultation']['ending'])})\s*$", re.IGNORECASE)


def _consultation(title: str, recommendations: Iterable[str]) -> str | None:
    """Return the words that send a draft to consultation, if the title names a draft to be adopted later.

    A title that ends in "- forslag" always does: an item adopted at once is not called a proposal.
    """
    if _title_words("adopted").search(title) or not _title_words("draft").search(title):
        return None
    lines = (line.strip() for text in recommendations for line in text.split("\n"))
    sent = next((line for line in lines if _sent().search(line)), None)
    return (sent or title)[:_LONGEST_WORDS] if sent or _proposal().search(title) else None


_LONGEST_WORDS = 300
"""Longest evidence kept, in characters."""
