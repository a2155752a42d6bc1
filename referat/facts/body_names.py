"""Normalize names of bodies: "Byråd", "Byrådet (2022-2025)" and "BYRÅDETS"; "Udvalget for Børn og Unge"."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import regex as re

from referat.vocabulary import fold, slug

_TERM = re.compile(
    r"(?<=\S)[\s,]*(?:[(\[]?\b(?:19|20)\d\d\s*[-–—/]\s*(?:(?:19|20)?\d\d)\b[)\]]?|\(\d\d\s?[-–]\s?\d\d\))\s*$"
)
"""A range of years at the end: `Byråd 2018-2021`, `Byrådet (2022-25)`, `Byrådet (22-25)`."""

_COMMITTEE_FOR = re.compile(r"^udvalg(?:et)?-for-(?=.)")
_ENDING = re.compile(
    r"(?<=raad|udvalg|forum|naevn|panel|team)(?:et)?s?$"
    r"|(?<=bestyrelse|gruppe)n?s?$"
    r"|(?<=direktion|magistrat|kommission|repraesentation|forsamling|administration|forvaltning)(?:en)?s?$"
)
"""The definite article and the genitive, after a word for a kind of body."""

_JOINT = re.compile(
    r"[\s,(–-]*\bfælles\s?(?:udvalgs)?mødet?\b(?:\s?[:–-])?(?:\s(?:mellem|for|i|af|med)\b)?\s*", re.IGNORECASE
)
"""Words that call a meeting joint, with the preposition before the bodies: "Fælles møde mellem"."""

_BETWEEN = re.compile(r"\s?,\s(?:og\s)?|\s(?:og|samt|med|&)\s|\s?/\s?")
_COMMA = re.compile(r"(?<!-),")
_FOR = re.compile(r"Udvalget for \p{L}")
_GENITIVE = re.compile(r"(?<=et|en)s$")

_MEETING = re.compile(r"(?<=raad|udvalg|forum|bestyrelse|direktion|magistrat|repraesentation)s?moede(?:t|ts)?$")
"""A body's meeting instead of the body: "Beslutning på byrådsmødet"."""

_KINDS = ("udvalg", "byraad", "kommunalbestyrelse", "direktion", "magistrat", "borgerrepraesentation")
"""Words for kinds of bodies, as `body_key` returns them."""

_QUESTION_BOX = re.compile(r"^\W*spørgsmål\s*(?:/|og|-|–|&)\s*svar\b")


def without_term(body: str) -> str:
    """Return a body's name without the years of its term: `Byråd 2018-2021` gives `Byråd`, `Råd 2022` is unchanged."""
    return _TERM.sub("", body)


@lru_cache(maxsize=4096)
def body_key(body: str) -> str:
    """Return the normal form of a body's name, equal for all its spellings.

    Case, years of a term, definite article, genitive and "Udvalget for" are ignored. The key has the form of a slug,
    `byraad`, `boern-og-unge`; the key of a slug is the key of the original name.
    """
    name = without_term(re.sub(r"-(?=(?:19|20)\d\d-(?:(?:19|20)?\d\d)$)", " ", body.strip()))
    plain = _MEETING.sub("", _COMMITTEE_FOR.sub("", slug(name)))
    return _ENDING.sub("", plain) or slug(body) or fold(body)


@lru_cache(maxsize=4096)
def same_body(one: str, other: str) -> bool:
    """Return whether two names refer to one body, ignoring case, ending and years: "BYRÅD", "Byrådet 2022-2025".

    A word for a kind of body alone refers to the current body: "Udvalget" is "Parkudvalget", "Byrådet" is "Elmeby
    Byråd".
    """
    shorter, longer = sorted((body_key(one), body_key(other)), key=len)
    is_kind = shorter in _KINDS and longer.endswith(shorter)
    return shorter == longer or is_kind or _initials(one) == other.strip() or _initials(other) == one.strip()


def _initials(body: str) -> str | None:
    """Return the initials of a committee: `BSU` for "Børne- og Skoleudvalget"; None for other bodies."""
    if not body_key(body).endswith("udvalg"):
        return None
    words = [word for word in re.findall(r"\p{L}+", body) if word[0].isupper()]
    return "".join(word[0] for word in words) + "U"


@lru_cache(maxsize=4096)
def meets_jointly(body: str, meeting: str) -> bool:
    """Return whether a body takes part in a joint meeting: "Ældreudvalget" in "Byrådet og Ældreudvalget"."""
    key, joint = body_key(body), slug(meeting)
    sides = [(joint[: match.start()], joint[match.end() :]) for match in re.finditer("-og-", joint)]
    return any(key in (body_key(left), body_key(right)) and _ENDING.search(left) for left, right in sides)


def joint_bodies(name: str, notices: Iterable[str] = ()) -> list[str]:
    """Return the bodies of a joint meeting, as written: "Fællesmøde mellem Byrådet og Ældrerådet" has two.

    `name` is the body in the heading, `notices` are other lines that can call the meeting joint: "Fællesmøde med
    Ældrerådet". The list is empty if none does, or if only one body is named: "Børne- og Kulturudvalget".
    """
    calls = [text for text in (name, *notices) if "fælles" in text.casefold() and _JOINT.search(text)]
    bodies = {body_key(body): body for text in dict.fromkeys((name, *calls)) for body in _bodies_in(_listed(text))}
    return list(bodies.values()) if calls and len(bodies) > 1 else []


def _listed(text: str) -> str:
    """Return the list of bodies in the name of a joint meeting."""
    bodies = _JOINT.sub(", ", text).strip(" ,.")
    return bodies if "(" in bodies else bodies.rstrip(")")


def _bodies_in(text: str) -> list[str]:
    """Return the bodies that a text lists; empty if it is no list of bodies."""
    for joint in reversed(list(_BETWEEN.finditer(text))):
        left, right = text[: joint.start()], text[joint.end() :]
        if _is_one_body(right) and (bodies := _bodies_in(left)):
            return [*bodies, without_genitive(right.strip())]
    return [without_genitive(text.strip())] if _is_one_body(text) else []


def _is_one_body(text: str) -> bool:
    if _FOR.match(text):
        return True
    return text[:1].isupper() and not _COMMA.search(text) and bool(_ENDING.search(slug(without_term(text))))


def without_genitive(name: str) -> str:
    """Return the name of a body without the genitive: "Byrådets" gives "Byrådet"."""
    return _GENITIVE.sub("", name)


def is_question_box(body: str) -> bool:
    """Return whether a portal's "body" is its list of citizens' questions: ".Spørgsmål / Svar til Byrådet"."""
    return _QUESTION_BOX.match(fold(body)) is not None
