"""Recommended points: each list entry or separate paragraph, and its proposer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex as re

from referat.facts.paragraphs import marker
from referat.vocabulary import contains_any, fold, load, trigger_words

_LONGEST_PROPOSER = 90
"""Most characters of the name of a proposer."""


@dataclass(frozen=True, slots=True)
class Point:
    """A recommended point: its number or letter, its text, and its proposer, where named."""

    label: str | None
    text: str
    proposer: str | None


@cache
def _verb() -> re.Pattern[str]:
    words = load("recommendations")
    active, passive = "|".join(words["active"]), "|".join(words["passive"])
    return re.compile(rf"\b(?:(?P<active>{active})|(?P<passive>{passive}))\b", re.IGNORECASE)


@cache
def _trigger_words() -> tuple[str, ...]:
    words = load("recommendations")
    return trigger_words([*words["active"], *words["passive"]])


_BY = re.compile(r"\s*(?:af|fra)\s+(?P<who>\p{Lu}[^,:]{1,80}?)\s*(?:,|:|\bat\b)")
_SENTENCE = re.compile(r"^.*[.;:]\s(?=\p{Lu})", re.DOTALL)
_CLAUSE = re.compile(r"^.*,\s(?:og|men|så|hvorfor|derfor)(?:\s|$)", re.DOTALL)
_AT = re.compile(r"at\b", re.IGNORECASE)
_RECIPIENT = 3
"""Most words after a verb of recommending that name the recipient of a list: "indstiller til udvalget, at"."""

_UNFINISHED = re.compile(r"\bat \p{Ll}+$")
"""An infinitive at the end without its object: "anbefaler Byrådet at godkende", followed by a list."""


def points(texts: Sequence[str]) -> list[Point]:
    """Return the points in the paragraphs under a recommendation heading, in order.

    Each point has the proposer named before it, "FKC og ØDC indstiller, at".
    """
    verbs = [_verb().search(text) if contains_any(text, _trigger_words()) else None for text in texts]
    reader = _PointReader(anybody_recommends=any(verbs))
    for text, verb, following in zip(texts, verbs, [*texts[1:], ""], strict=False):
        reader.take(text, verb, following)
    return reader.points


class _PointReader:
    """Collects the points of consecutive paragraphs.

    `in_list` is true after words that introduce a list; `style` is the style of the list's marks, None before the first
    one.
    """

    def __init__(self, *, anybody_recommends: bool) -> None:
        self.points: list[Point] = []
        self.anybody_recommends = anybody_recommends
        self.proposer: str | None = None
        self.in_list = not anybody_recommends
        self.style: str | None = None

    def take(self, text: str, verb: re.Match[str] | None, following: str) -> None:
        """Read a paragraph with its verb of recommending; `following` is the next paragraph."""
        mark = marker(text)
        if verb and not mark:
            self.proposer = _proposer(text, verb)
        if _is_no_recommendation(text, verb):
            return
        if mark:
            self._take_entry(text, mark)
        elif _introduces(text, verb, following):
            self.in_list, self.style = bool(verb) or not self.anybody_recommends, None
        elif verb or (self.in_list and self.style is None) or _AT.match(text):
            self.points.append(Point(None, text, self.proposer))
        else:
            self._extend(text)

    def _take_entry(self, text: str, mark: re.Match[str]) -> None:
        if not self.in_list:
            return
        self.style = self.style or _style(mark)
        if self.points and _style(mark) != self.style:
            self._extend(text)
        else:
            self.points.append(Point(_label(mark), text[mark.end() :], self.proposer))

    def _extend(self, text: str) -> None:
        if self.points and self.in_list:
            self.points[-1] = _extended(self.points[-1], text)


def _proposer(text: str, verb: re.Match[str]) -> str | None:
    """Return the proposer: the words before the verb, or after "af" in the passive."""
    if verb["passive"]:
        by = _BY.match(text, verb.end())
        return by["who"].strip() if by else None
    sentence = _SENTENCE.sub("", text[: verb.start()]).strip(" ,")
    who = _CLAUSE.sub("", sentence).strip()
    if who != sentence:  # "Behovet vokser, og administrationen indstiller"
        who = who[:1].upper() + who[1:]
    named = who and who[0].isupper() and who.split()[0].casefold() not in load("recommendations")["nobody"]
    return who if named and len(who) <= _LONGEST_PROPOSER else None


def _introduces(text: str, verb: re.Match[str] | None, following: str) -> bool:
    """Return whether words only introduce a list ("Det indstilles, at direktionen:") and are not a point.

    The words between the verb and the list name the recipient, or a further recommendation: "til X at anbefale over for
    Y".
    """
    if text.endswith((":", " at")) or (following and text.endswith(",") and (verb or not _AT.match(text))):
        return True
    if verb is None or not following or not (marker(following) or _AT.match(following) or following[0].islower()):
        return False
    if marker(following) and _UNFINISHED.search(text):
        return True
    if len(text[verb.end() :].split()) <= _RECIPIENT:
        return True
    ends = (other.end() for other in _verb().finditer(text, verb.start()))  # "anbefaler, at udvalget indstiller til X"
    return text[-1] not in ".!?" and any(_addressed().fullmatch(text, end) for end in ends)


@cache
def _addressed() -> re.Pattern[str]:
    infinitives = "|".join(load("recommendations")["infinitives"])
    to_whom = r"(?:til|over\s?for)\s(?:(?!at\b)[^\s.:;]+\s?)+"
    return re.compile(rf",?\s(?:{to_whom}|,?\s?at\s(?:{infinitives})\s?)+", re.IGNORECASE)


def _is_no_recommendation(text: str, verb: re.Match[str] | None) -> bool:
    """Return whether a paragraph states that nothing is recommended: "Der skal ikke træffes beslutning", "Ingen."."""
    words = load("recommendations")
    folded, beginnings = fold(text), tuple(words["no_recommendation"])
    if folded.rstrip(".") in words["nothing"] or folded.startswith(beginnings):
        return True
    return verb is None and any(sentence.startswith(beginnings) for sentence in folded.split(". "))


def _style(mark: re.Match[str]) -> str:
    return next(name for name in ("number", "letter", "bullet") if mark[name])


def _label(mark: re.Match[str]) -> str | None:
    return None if mark["bullet"] else mark["mark"].rstrip(".) :").replace(" ", "")


def _extended(point: Point, text: str) -> Point:
    return Point(point.label, f"{point.text}\n{text}", point.proposer)
