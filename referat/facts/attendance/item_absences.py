"""Who was away from an item, came, left, stood in for somebody or was disqualified, read out of a decision's text.

`name_masking` replaces the names of a line by placeholders first; what is left is a phrase of `attendance.toml`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

import regex as re

from referat.facts.attendance.attendance_phrases import (
    WHO,
    absence_reasons,
    attendance_trigger_words,
    compiled,
    instead_labels,
    label_trigger_words,
    pattern_of,
    phrases_in,
    statuses,
)
from referat.facts.attendance.name_masking import MaskedLine, mask_names
from referat.facts.names import Named, same_person
from referat.facts.regex_timeout import RegexWithTimeout
from referat.vocabulary import any_of, contains_any, fold, load

_AWAY = ("absent", "excused")
_MOST_PEOPLE = 200  # no council is as large; every name is compared with every other


@dataclass(frozen=True, slots=True)
class AttendanceChange:
    """What a decision says of one person's attendance.

    `status` is one of absent, excused, substitute, arrived, left and disqualified; `text` holds the words that say so.
    """

    name: str
    party: str | None
    status: str
    text: str


def attendance_changes(text: str, members: Collection[str] = ()) -> list[AttendanceChange]:
    """Return what the text says of people's attendance at its item, in the order of the text.

    A person is away once, absent or excused; every other status is a row of its own. `members` are the names known
    from the meeting's header: they tell two names apart that no comma separates.
    """
    if not contains_any(text, attendance_trigger_words()):
        return []
    remarks = [remark for scene in mask_names(text, members) for remark in _remarks(scene)]
    if not any(remark.status in _AWAY for remark in remarks):
        elected = _elected().search(text)
        remarks = [remark for remark in remarks if not remark.by_noun or (remark.replaced and not elected)]
    changes = [
        AttendanceChange(who.name, who.party, remark.status, remark.text) for remark in remarks for who in remark.people
    ]
    replaced = [
        AttendanceChange(who.name, who.party, "absent", remark.text) for remark in remarks for who in remark.replaced
    ]
    return _once([*changes, *replaced][:_MOST_PEOPLE])


def _once(rows: list[AttendanceChange]) -> list[AttendanceChange]:
    """Keep the first row of those that say the same of one person."""
    kept: list[AttendanceChange] = []
    for row in rows:
        if not any(_is_again(row, other) for other in kept):
            kept.append(row)
    return kept


def _is_again(row: AttendanceChange, other: AttendanceChange) -> bool:
    alike = row.status == other.status or (row.status in _AWAY and other.status in _AWAY)
    return alike and same_person(row.name, other.name)


# --- What is said ---


@dataclass(frozen=True, slots=True)
class _Remark:
    """What a line says of some lists of names; `by_noun` where only a noun says that they stand in for somebody."""

    start: int
    status: str
    lists: tuple[int, ...]
    text: str
    people: list[Named] = field(default_factory=list)
    replaced: list[Named] = field(default_factory=list)
    by_noun: bool = False


def _remarks(scene: MaskedLine) -> list[_Remark]:
    """Return what the labels and sentences of a line say of whom, in the order of the line."""
    labels, sentences = list(_by_label(scene)), list(_by_sentence(scene))
    ends = {remark.lists[0] for remark in sentences if remark.status not in _AWAY}
    heads = {remark.lists[0] for remark in labels}
    remarks = [replace(label, people=_listed(label, scene, ends)) for label in labels]
    remarks += [replace(sentence, people=_subject(sentence, scene, heads)) for sentence in sentences]
    if any(remark.by_noun for remark in remarks) and _elected().search(scene.words(scene.text)):
        remarks = [remark for remark in remarks if not remark.by_noun]
    return sorted(remarks, key=lambda remark: remark.start)


def _listed(label: _Remark, scene: MaskedLine, ends: set[int]) -> list[Named]:
    """Return the people under a label, without those of whom a sentence at the end of the list says something else.

    In `Afbud: Anne Holm, Per Birk mødte som stedfortræder` only the last name belongs to the sentence.
    """
    first, *others = label.lists
    people = scene.people[first][: -1 if first in ends else None]
    return people + [person for i in others if i not in ends for person in scene.people[i]]


def _subject(sentence: _Remark, scene: MaskedLine, heads: set[int]) -> list[Named]:
    """Return the people of whom a sentence speaks: the last name only, where a list with a label runs into it."""
    who = sentence.lists[0]
    return scene.people[who][-1 if who in heads and sentence.status not in _AWAY else 0 :]


def _by_sentence(scene: MaskedLine) -> Iterator[_Remark]:
    for saying in phrases_in(scene.text):
        for match in pattern_of(saying.sentence, saying.status).finditer(scene.text):
            if not _elsewhere().match(scene.text, match.end()):
                groups = match.groupdict()
                replaced = scene.people[int(groups["instead"])] if groups.get("instead") else []
                text = scene.words(scene.text[match.start() : _clause_end(scene.text, match.end())])
                yield _Remark(match.start(), saying.status, (int(groups["who"]),), text, [], replaced, saying.by_noun)


def _by_label(scene: MaskedLine) -> Iterator[_Remark]:
    if not contains_any(scene.text, label_trigger_words()):
        return
    for match in _label_with_names().finditer(scene.text, overlapped=True):
        filler = match["filler"] or ""
        if not (_elsewhere().search(filler) or _elsewhere().match(scene.text, match.end())):
            status = statuses()[fold(match["label"])]
            lists = tuple(map(int, match.captures("who")))
            yield _Remark(match.start(), status, lists, scene.words(match[0]), by_noun=status == "substitute")


def _clause_end(text: str, position: int) -> int:
    """Return where the clause ends in which the position lies; the full stop of `kl. 17` does not end it."""
    match = _REST_OF_CLAUSE.match(text, position)
    return match.end() if match else position


_REST_OF_CLAUSE = re.compile(r"(?:[^.,;:()⟨⟩]|[.:](?=\s?\d)){0,80}+")

# --- Words and patterns, made once ---


@cache
def _elected() -> RegexWithTimeout:
    return compiled(any_of(load("attendance")["stand_in"]["elected"]))


@cache
def _elsewhere() -> RegexWithTimeout:
    return compiled(rf"\s?(?:{any_of(load('attendance')['context']['elsewhere'])})(?!\p{{L}})")


@cache
def _label_with_names() -> RegexWithTimeout:
    """Return the pattern of a label and its names, with remarks in brackets between them."""
    label, people = any_of(statuses()), load("people")
    anywhere = any_of([label for label in statuses() if label.endswith(" fra")])
    title = rf"(?:(?:{any_of(people['roles'])}|\p{{Ll}}*(?:{any_of(people['role_endings'])}))\s)?"
    head = r"(?:(?<=^|[.;:(,–-]\s?|⟩\s)|(?-i:(?=\p{Lu})))"
    colon = rf"{head}(?P<label>{label})(?P<filler>(?:\s[^⟨⟩:.;,()]{{1,50}})?)\s?[:;–-]\s?{title}"
    bare = rf"(?:{head}(?P<label>{label})(?:\s(?:var|er))?|\b(?P<label>{anywhere})(?:\s\p{{Ll}}+){{0,2}})\s(?=⟨)"
    why = rf",\s(?:{any_of(absence_reasons())})"
    instead = rf"\.?\s(?:{any_of(instead_labels())}):?\s⟨\d+⟩"
    between = rf"(?:\s?\([^()]*\))*(?:(?:{why}|{instead})\.?)?\s?(?:[,;/–-]\s?)?(?:(?:og|samt)\s)?{title}"
    return compiled(rf"(?<!\p{{L}})(?:{colon}|{bare}){WHO}(?:{between}{WHO})*")
