"""The lines of a decision with the names put out of sight, so that what is said of people is a short phrase.

`Anne Holm (A) og Per Birk var fraværende` becomes `⟨0⟩ var fraværende`; the list of people stands beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

import regex as re

from referat.facts.attendance.attendance_phrases import (
    absence_reasons,
    compiled,
    instead_labels,
    label_trigger_words,
    may_hold_phrase,
    statuses,
)
from referat.facts.names import Named, find_names, names
from referat.facts.regex_timeout import RegexWithTimeout
from referat.vocabulary import any_of, contains_any, fold, load

# --- Lines ---


def _lines(text: str) -> Iterator[str]:
    """Yield the text's lines; a sentence or a list of names that goes on in the next line is one line."""
    line = ""
    for part in filter(None, (_BULLET.sub("", " ".join(line.split())) for line in text.splitlines())):
        joint = _joint(line, part) if line else ""
        if joint is None:
            yield line
        line = part if joint is None else f"{line}{joint}{part}"
    yield line


_BULLET = re.compile(r"^[-–•*·]\s")


def _joint(line: str, part: str) -> str | None:
    """Return what joins two lines that belong together, or nothing."""
    if len(line) > _LONGEST:
        return None
    if part[0].islower() and line[-1] not in ".:;":
        return " "
    label = _label().search(line) if contains_any(line, label_trigger_words()) else None
    if label is None:
        return None
    written = line[label.end() :]
    last_name = _BETWEEN.split(written)[-1]
    if last_name and " " not in last_name and _is_list_of_people(f"{last_name} {part}"):
        return " "
    if not _is_list_of_people(part):
        return None
    if not written or line.endswith((",", ":", "-", " og")) or len(line) > _LONG_LINE:
        return " "
    return ", " if _is_list_of_people(written) else None


_BETWEEN = re.compile(r", ?| og ")
_LONG_LINE = 60
_LONGEST = 1000


def _is_list_of_people(text: str) -> bool:
    """Tell whether the text is nothing but full names, or names with a party, a reason, or who came instead."""
    spans = list(find_names(text))
    between = (text[end:start] for (_, end), (start, _) in zip([(0, 0), *spans], [*spans, (len(text), 0)], strict=True))
    notes = {fold(note).strip(" .:()-") for rest in between for note in re.split("[,;.]", rest)}
    full = all(" " in text[start:end].strip() for start, end in spans)
    return bool(spans) and full and notes <= {"", *absence_reasons(), *instead_labels()}


# --- Names out of sight ---


@dataclass(frozen=True, slots=True)
class MaskedLine:
    """A line with `⟨0⟩`, `⟨1⟩` in the place of lists of names; `people` and `written` hold what they stand for."""

    text: str
    people: list[list[Named]]
    written: list[str]

    def words(self, text: str) -> str:
        """Return a part of the scene's text with the names as written."""
        shown = _LIST.sub(lambda match: self.written[int(match[1])], text)
        return " ".join(shown.split()).strip(" ,;(")


_LIST = re.compile(r"⟨(\d+)⟩")


def mask_names(text: str, members: Collection[str]) -> Iterator[MaskedLine]:
    """Yield the lines of a text that may speak of attendance; `members` are names known from the meeting's header."""
    last: list[Named] = []
    unread: list[str] = []  # lines that say nothing, but may name the person of whom a later one speaks
    for line in _lines(_with_hyphens(text.replace("⟨", "(").replace("⟩", ")"), members)):
        if not may_hold_phrase(line):
            unread.append(line)
            continue
        if unread and _same_again().search(line):
            last, unread = _last_named(unread, members, last), []
        scene = _scene(line, members, last)
        if scene.people:
            last, unread = scene.people[-1], []
            yield scene


def _with_hyphens(text: str, members: Collection[str]) -> str:
    """Return a text with the members' hyphens where it has other dashes: `Hans – Jørgen` for `Hans-Jørgen`."""
    for member in members if contains_any(text, ("–", "—", "‑", " -", "- ")) else ():
        if "-" in member:
            dashed = r"\s?[-–—‑]\s?".join(map(re.escape, member.split("-")))
            text = re.sub(rf"(?<!\p{{L}}){dashed}(?!\p{{L}})", member, text)
    return text


def _last_named(lines: list[str], members: Collection[str], last: list[Named]) -> list[Named]:
    """Return the people of the last list of names in some lines, or those named last before them."""
    for line in reversed(lines):
        if spans := list(find_names(line)):
            return _people(line[slice(*spans[-1])], members)
    return last


def _scene(line: str, members: Collection[str], last: list[Named]) -> MaskedLine:
    """Put the names of a line out of sight, and the words that stand for the person named last."""
    people: list[list[Named]] = []
    written: list[str] = []
    text: list[str] = []
    done = 0
    spans = [(start, end, True) for start, end in find_names(line)]
    spans += [(*match.span(), False) for match in _same_again().finditer(line)]
    for start, end, is_name in sorted(spans):
        last = _people(line[start:end], members) if is_name else last
        if start < done or (not is_name and len(last) != 1):
            continue
        text += [line[done:start], f"⟨{len(people)}⟩", "" if end > start else " "]
        people.append(last)
        written.append(line[start:end])
        done = end
    return MaskedLine("".join([*text, line[done:]]), people, written)


_NEXT_NAME = re.compile(r"\p{Lu}[\p{L}.-]+ \p{Lu}")


def _people(text: str, members: Collection[str]) -> list[Named]:
    """Read a list of names; a member's name at the head of a longer one is a person of its own."""
    for member in filter(text.__contains__, members):
        if any(map(_NEXT_NAME.match, text.split(f"{member} ")[1:])):
            text = re.sub(rf"(?<=^|[ ,]){re.escape(member)} (?={_NEXT_NAME.pattern})", f"{member}, ", text)
    return [person for person in names(text) if len(person.name) > 1]


# --- Words and patterns, made once ---


@cache
def _same_again() -> RegexWithTimeout:
    """Return the pattern of pronouns, and of the place after `og` where the sentence goes on about the same person."""
    context = load("attendance")["context"]
    goes_on = any_of(context["goes_on"])
    return compiled(rf"\b(?:{any_of(context['pronouns'])})\b|(?<=\sog\s)(?=(?:{goes_on})\b)")


@cache
def _label() -> RegexWithTimeout:
    """Return the pattern of a label before names that stand in the next line."""
    label = any_of(statuses())
    return compiled(
        rf"(?<!\p{{L}})(?P<label>{label})(?:[^⟨⟩:.;,()]{{0,50}}[:;]|\s?$)\s?|^(?&label)\s(?-i:(?=\p{{Lu}}))"
    )
