"""Extract absences, arrivals, departures, substitutes and disqualifications from the text of a decision.

`name_masking` replaces the names in a line by placeholders first, so that the phrases of `attendance.toml` match.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import regex as re

from referat.facts.attendance.attendance_phrases import (
    WHO,
    absence_reasons,
    attendance_trigger_words,
    ignore_case,
    instead_labels,
    label_trigger_words,
    pattern_of,
    phrases_in,
    statuses,
)
from referat.facts.attendance.name_masking import MaskedLine, mask_names
from referat.facts.names import ListedPerson, same_person
from referat.facts.regex_timeout import RegexWithTimeout
from referat.vocabulary import any_of, contains_any, fold, load

_AWAY = ("absent", "excused")
_DISQUALIFIED = "disqualified"
_MOST_PEOPLE = 200  # larger than any council; every name is compared with every other


@dataclass(frozen=True, slots=True)
class AttendanceChange:
    """A change in one person's attendance that a decision states.

    `status` is `absent`, `excused`, `substitute`, `arrived`, `left` or `disqualified`; `text` is the evidence.
    """

    name: str
    party: str | None
    status: str
    text: str


def attendance_changes(text: str, members: Collection[str] = ()) -> list[AttendanceChange]:
    """Return the changes in attendance that the text states for its item, in the order of the text.

    A person is absent or excused at most once, and not only for a conflict of interest; any other status is a row of
    its own. `members` are the names in the meeting's header; they separate two names that have no comma between them.
    """
    if not contains_any(text, attendance_trigger_words()):
        return []
    remarks = [remark for line in mask_names(text, members) for remark in _remarks(line)]
    if not any(remark.status in _AWAY for remark in remarks):
        elected = _elected().search(text)
        remarks = [remark for remark in remarks if not remark.by_noun or (remark.replaced and not elected)]
    changes = [
        AttendanceChange(who.name, who.party, status, remark.text)
        for remark in remarks
        for who in remark.people
        if (status := _status_of(who, remark, remarks))
    ]
    replaced = [
        AttendanceChange(who.name, who.party, "absent", remark.text) for remark in remarks for who in remark.replaced
    ]
    return _without_repeats([*changes, *replaced][:_MOST_PEOPLE])


def _status_of(who: ListedPerson, remark: _Remark, remarks: Sequence[_Remark]) -> str | None:
    """Return the status that a remark gives to a person; None if it only restates a conflict of interest.

    A person who "var inhabil og deltog ikke" is disqualified, not absent too, unless a list of absent people has the
    name.
    """
    if remark.status not in _AWAY:
        return remark.status
    if not remark.by_label:
        disqualified = (person for other in remarks if other.status == _DISQUALIFIED for person in other.people)
        return None if any(same_person(who.name, person.name) for person in disqualified) else remark.status
    return _DISQUALIFIED if statuses().get(fold(who.role or "")) == _DISQUALIFIED else remark.status


def _without_repeats(rows: list[AttendanceChange]) -> list[AttendanceChange]:
    """Return the rows without later ones that state the same of the same person."""
    kept: list[AttendanceChange] = []
    for row in rows:
        if not any(_repeats(row, other) for other in kept):
            kept.append(row)
    return kept


def _repeats(row: AttendanceChange, other: AttendanceChange) -> bool:
    alike = row.status == other.status or (row.status in _AWAY and other.status in _AWAY)
    return alike and same_person(row.name, other.name)


# --- Remarks ---


@dataclass(frozen=True, slots=True)
class _Remark:
    """The status that a line gives to some lists of names.

    `by_noun` if only a noun says that they are substitutes, `by_label` if they are under a label.
    """

    start: int
    status: str
    lists: tuple[int, ...]
    text: str
    people: list[ListedPerson] = field(default_factory=list)
    replaced: list[ListedPerson] = field(default_factory=list)
    by_noun: bool = False
    by_label: bool = False


def _remarks(line: MaskedLine) -> list[_Remark]:
    """Return the remarks in the labels and sentences of a line, in order."""
    labels, sentences = list(_label_remarks(line)), list(_sentence_remarks(line))
    ends = {remark.lists[0] for remark in sentences if remark.status not in _AWAY}
    heads = {remark.lists[0] for remark in labels}
    remarks = [replace(label, people=_people_under_label(label, line, ends)) for label in labels]
    remarks += [replace(sentence, people=_people_of_sentence(sentence, line, heads)) for sentence in sentences]
    if any(remark.by_noun for remark in remarks) and _elected().search(line.words(line.text)):
        remarks = [remark for remark in remarks if not remark.by_noun]
    return sorted(remarks, key=lambda remark: remark.start)


def _people_under_label(label: _Remark, line: MaskedLine, ends: set[int]) -> list[ListedPerson]:
    """Return the people under a label, without the last one if a sentence at the end of the list is about that one.

    In `Afbud: Anne Holm, Per Birk mødte som stedfortræder` the sentence is about the last name only.
    """
    first, *others = label.lists
    people = line.people[first][: -1 if first in ends else None]
    return people + [person for i in others if i not in ends for person in line.people[i]]


def _people_of_sentence(sentence: _Remark, line: MaskedLine, heads: set[int]) -> list[ListedPerson]:
    """Return the people a sentence is about: only the last name if a list under a label runs into the sentence."""
    who = sentence.lists[0]
    return line.people[who][-1 if who in heads and sentence.status not in _AWAY else 0 :]


def _sentence_remarks(line: MaskedLine) -> Iterator[_Remark]:
    for phrase in phrases_in(line.text):
        for match in pattern_of(phrase.sentence, phrase.status).finditer(line.text):
            if not _other_occasion().match(line.text, match.end()):
                groups = match.groupdict()
                replaced = line.people[int(groups["instead"])] if groups.get("instead") else []
                text = line.words(line.text[match.start() : _clause_end(line.text, match.end())])
                yield _Remark(match.start(), phrase.status, (int(groups["who"]),), text, [], replaced, phrase.by_noun)


def _label_remarks(line: MaskedLine) -> Iterator[_Remark]:
    if not contains_any(line.text, label_trigger_words()):
        return
    for match in _label_with_names().finditer(line.text, overlapped=True):
        filler = match["filler"] or ""
        if not (_other_occasion().search(filler) or _other_occasion().match(line.text, match.end())):
            status = statuses()[fold(match["label"])]
            lists = tuple(map(int, match.captures("who")))
            yield _Remark(
                match.start(), status, lists, line.words(match[0]), by_noun=status == "substitute", by_label=True
            )


def _clause_end(text: str, position: int) -> int:
    """Return the end of the clause at a position; the full stop of `kl. 17` does not end it."""
    match = _REST_OF_CLAUSE.match(text, position)
    return match.end() if match else position


_REST_OF_CLAUSE = re.compile(r"(?:[^.,;:()⟨⟩]|[.:](?=\s?\d)){0,80}+")

# --- Words and patterns, built once ---


@cache
def _elected() -> RegexWithTimeout:
    return ignore_case(any_of(load("attendance")["stand_in"]["elected"]))


@cache
def _other_occasion() -> RegexWithTimeout:
    return ignore_case(rf"\s?(?:{any_of(load('attendance')['context']['elsewhere'])})(?!\p{{L}})")


@cache
def _label_with_names() -> RegexWithTimeout:
    """Return the pattern of a label and its names, with notes in brackets between them."""
    label, people = any_of(statuses()), load("people")
    anywhere = any_of([label for label in statuses() if label.endswith(" fra")])
    title = rf"(?:(?:{any_of(people['roles'])}|\p{{Ll}}*(?:{any_of(people['role_endings'])}))\s)?"
    head = r"(?:(?<=^|[.;:(,–-]\s?|⟩\s)|(?-i:(?=\p{Lu})))"
    colon = rf"{head}(?P<label>{label})(?P<filler>(?:\s[^⟨⟩:.;,()]{{1,50}})?)\s?[:;–-]\s?{title}"
    bare = rf"(?:{head}(?P<label>{label})(?:\s(?:var|er))?|\b(?P<label>{anywhere})(?:\s\p{{Ll}}+){{0,2}})\s(?=⟨)"
    why = rf",\s(?:{any_of(absence_reasons())})"
    instead = rf"\.?\s(?:{any_of(instead_labels())}):?\s⟨\d+⟩"
    between = rf"(?:\s?\([^()]*\))*(?:(?:{why}|{instead})\.?)?\s?(?:[,;/–-]\s?)?(?:(?:og|samt)\s)?{title}"
    return ignore_case(rf"(?<!\p{{L}})(?:{colon}|{bare}){WHO}(?:{between}{WHO})*")
