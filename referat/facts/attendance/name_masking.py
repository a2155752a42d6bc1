"""Mask person names with numbered placeholders, so that phrases about people become short.

`Anne Holm (A) og Per Birk var fraværende` becomes `⟨0⟩ var fraværende`; the people are kept in a list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

import regex as re

from referat.facts.attendance.attendance_phrases import (
    absence_reasons,
    ignore_case,
    instead_labels,
    label_trigger_words,
    may_hold_phrase,
    statuses,
)
from referat.facts.names import ListedPerson, name_spans, names
from referat.facts.regex_timeout import RegexWithTimeout
from referat.vocabulary import any_of, contains_any, fold, load

# --- Lines ---


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text; a sentence or list of names that continues on the next line is one line."""
    line = ""
    for part in filter(None, (_BULLET.sub("", " ".join(line.split())) for line in text.splitlines())):
        joint = _separator(line, part) if line else ""
        if joint is None:
            yield line
        line = part if joint is None else f"{line}{joint}{part}"
    yield line


_BULLET = re.compile(r"^[-–•*·]\s")


def _separator(line: str, part: str) -> str | None:
    """Return the separator that joins two lines that belong together, or None."""
    if len(line) > _LONGEST_JOINED:
        return None
    if part[0].islower() and line[-1] not in ".:;":
        return " "
    label = _label().search(line) if contains_any(line, label_trigger_words()) else None
    if label is None:
        return None
    originals = line[label.end() :]
    last_name = _BETWEEN.split(originals)[-1]
    if last_name and " " not in last_name and _is_list_of_people(f"{last_name} {part}"):
        return " "
    if not _is_list_of_people(part):
        return None
    if not originals or line.endswith((",", ":", "-", " og")) or len(line) > _LONG_LINE:
        return " "
    return ", " if _is_list_of_people(originals) else None


_BETWEEN = re.compile(r", ?| og ")
_LONG_LINE = 60
_LONGEST_JOINED = 1000
"""Most characters of a list of names that is joined over line ends."""


def _is_list_of_people(text: str) -> bool:
    """Return whether a text consists of full names, each with an optional party, reason or substitute."""
    spans = list(name_spans(text))
    between = (text[end:start] for (_, end), (start, _) in zip([(0, 0), *spans], [*spans, (len(text), 0)], strict=True))
    notes = {fold(note).strip(" .:()-") for rest in between for note in re.split("[,;.]", rest)}
    full = all(" " in text[start:end].strip() for start, end in spans)
    return bool(spans) and full and notes <= {"", *absence_reasons(), *instead_labels()}


# --- Masking ---


@dataclass(frozen=True, slots=True)
class MaskedLine:
    """A line with `⟨0⟩`, `⟨1⟩` instead of lists of names; `people` and `originals` are the masked lists."""

    text: str
    people: list[list[ListedPerson]]
    originals: list[str]

    def words(self, text: str) -> str:
        """Return a part of the line's text with the original names."""
        shown = _LIST.sub(lambda match: self.originals[int(match[1])], text)
        return " ".join(shown.split()).strip(" ,;(")


_LIST = re.compile(r"⟨(\d+)⟩")


def mask_names(text: str, members: Collection[str]) -> Iterator[MaskedLine]:
    """Yield the lines of a text that can state attendance; `members` are the names in the meeting's header."""
    last: list[ListedPerson] = []
    unread: list[str] = []  # lines without a phrase, which can name the person a later line is about
    for line in _lines(_with_hyphens(text.replace("⟨", "(").replace("⟩", ")"), members)):
        if not may_hold_phrase(line):
            unread.append(line)
            continue
        if unread and _same_person().search(line):
            last, unread = _last_named(unread, members, last), []
        masked = _mask_line(line, members, last)
        if masked.people:
            last, unread = masked.people[-1], []
            yield masked


def _with_hyphens(text: str, members: Collection[str]) -> str:
    """Return a text with the hyphens of members' names instead of other dashes: `Hans-Jørgen` for `Hans – Jørgen`."""
    for member in members if contains_any(text, ("–", "—", "‑", " -", "- ")) else ():
        if "-" in member:
            dashed = r"\s?[-–—‑]\s?".join(map(re.escape, member.split("-")))
            text = re.sub(rf"(?<!\p{{L}}){dashed}(?!\p{{L}})", member, text)
    return text


def _last_named(lines: list[str], members: Collection[str], last: list[ListedPerson]) -> list[ListedPerson]:
    """Return the people of the last list of names in some lines; `last` if there is none."""
    for line in reversed(lines):
        if spans := list(name_spans(line)):
            return _people(line[slice(*spans[-1])], members)
    return last


def _mask_line(line: str, members: Collection[str], last: list[ListedPerson]) -> MaskedLine:
    """Mask the names of a line, and the pronouns that refer to the last person."""
    people: list[list[ListedPerson]] = []
    originals: list[str] = []
    text: list[str] = []
    done = 0
    spans = [(start, end, True) for start, end in name_spans(line)]
    spans += [(*match.span(), False) for match in _same_person().finditer(line)]
    for start, end, is_name in sorted(spans):
        last = _people(line[start:end], members) if is_name else last
        if start < done or (not is_name and len(last) != 1):
            continue
        text += [line[done:start], f"⟨{len(people)}⟩", "" if end > start else " "]
        people.append(last)
        originals.append(line[start:end])
        done = end
    return MaskedLine("".join([*text, line[done:]]), people, originals)


_NEXT_NAME = re.compile(r"\p{Lu}[\p{L}.-]+ \p{Lu}")


def _people(text: str, members: Collection[str]) -> list[ListedPerson]:
    """Parse a list of names; a member's name at the start of a longer name is a person of its own."""
    for member in filter(text.__contains__, members):
        if any(map(_NEXT_NAME.match, text.split(f"{member} ")[1:])):
            text = re.sub(rf"(?<=^|[ ,]){re.escape(member)} (?={_NEXT_NAME.pattern})", f"{member}, ", text)
    return [person for person in names(text) if len(person.name) > 1]


# --- Words and patterns, built once ---


@cache
def _same_person() -> RegexWithTimeout:
    """Return the pattern of pronouns, and of the position after `og` where the same person is the subject."""
    context = load("attendance")["context"]
    goes_on = any_of(context["goes_on"])
    return ignore_case(rf"\b(?:{any_of(context['pronouns'])})\b|(?<=\sog\s)(?=(?:{goes_on})\b)")


@cache
def _label() -> RegexWithTimeout:
    """Return the pattern of a label before names on the next line."""
    label = any_of(statuses())
    return ignore_case(
        rf"(?<!\p{{L}})(?P<label>{label})(?:[^⟨⟩:.;,()]{{0,50}}[:;]|\s?$)\s?|^(?&label)\s(?-i:(?=\p{{Lu}}))"
    )
