"""Points recommended: each list entry, or each paragraph of its own, and who recommends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

import regex as re

from referat.facts.paragraphs import marker
from referat.words import load

_LONGEST_PROPOSER = 90


@dataclass(frozen=True, slots=True)
class Point:
    """A point recommended: its own number or letter, its text, and who recommends it, where named."""

    label: str | None
    text: str
    proposer: str | None


@cache
def _verb() -> re.Pattern[str]:
    words = load("recommendations")
    active, passive = "|".join(words["active"]), "|".join(words["passive"])
    return re.compile(rf"\b(?:(?P<active>{active})|(?P<passive>{passive}))\b", re.IGNORECASE)


_BY = re.compile(r"\s*(?:af|fra)\s+(?P<who>\p{Lu}[^,:]{1,80}?)\s*(?:,|:|\bat\b)")
_CLAUSE = re.compile(r"^.*(?:[.;:]\s|,\s(?:og|hvorfor|derfor)\s)(?=\p{Lu})", re.DOTALL)
_OPEN_END = re.compile(r"(?:[:,]|\bat|\bat\W*\p{L}+|\p{L}+(?:er|es))$", re.IGNORECASE)
_AT = re.compile(r"at\b", re.IGNORECASE)


def proposer(text: str) -> str | None:
    """Return who recommends, as the words that introduce a recommendation name them: "FKC og ØDC indstiller, at"."""
    verb = _verb().search(text)
    if verb is None:
        return None
    if verb["passive"]:
        by = _BY.match(text, verb.end())
        return by["who"].strip() if by else None
    who = _CLAUSE.sub("", text[: verb.start()]).strip(" ,")
    named = who and who[0].isupper() and who.split()[0].casefold() not in load("recommendations")["nobody"]
    return who if named and len(who) <= _LONGEST_PROPOSER else None


def _introduces(text: str, following: str | None) -> bool:
    """Tell words that only introduce a list ("Det indstilles, at direktionen:") from a point recommended."""
    if following is None:
        return False
    if text.endswith((":", " at", ",")) and not marker(text):
        return True
    verb = _verb().search(text)
    if verb is None or not (marker(following) or _AT.match(following)):
        return False
    return len(text[verb.end() :].split()) <= 3


def points(texts: Sequence[str]) -> list[Point]:
    """Return the points that the paragraphs under a heading of recommendations make, in order."""
    anybody_recommends = any(_verb().search(text) for text in texts)
    found: list[Point] = []
    who: str | None = None
    listing, style = not anybody_recommends, None
    for text, following in zip_longest(texts, texts[1:]):
        mark, recommends = marker(text), _verb().search(text) is not None
        if not mark and recommends:
            who = proposer(text)
        if not mark and _introduces(text, following):
            listing, style = recommends or not anybody_recommends, None
        elif mark and listing:
            style = style or _style(mark)
            if found and _style(mark) != style:
                found[-1] = _extended(found[-1], text)
            else:
                found.append(Point(_label(mark), text[mark.end() :], who))
        elif not mark and (recommends or (listing and style is None) or _AT.match(text)):
            found.append(Point(None, text, who))
        elif found and listing:
            found[-1] = _extended(found[-1], text)
    return found


def _style(mark: re.Match[str]) -> str:
    return next(name for name in ("number", "letter", "bullet") if mark[name])


def _label(mark: re.Match[str]) -> str | None:
    return None if mark["bullet"] else mark["mark"].rstrip(".) :").replace(" ", "")


def _extended(point: Point, text: str) -> Point:
    return Point(point.label, f"{point.text}\n{text}", point.proposer)
