"""People of a meeting's header from its lists: one row per person, whatever lists name the person."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, zip_longest

import regex as re

from referat.facts.names import ListedPerson, attendees, continues, is_list_label, merged_person, surnames_first
from referat.facts.paragraphs import clean
from referat.records.header_lines import without_sentences
from referat.structure.document_tree import Node
from referat.structure.web_links import without_page_links

_WRAPPED_NAME = re.compile(r"(?<=\p{L}-) (?=\p{Lu})")
_A_LIST = 3
"""From this many lines with one name each, every line is a name, and a comma separates the name from its role."""


def people_once(people: list[ListedPerson]) -> list[ListedPerson]:
    """Return each person once; a person listed both as present and as away is away."""
    people = _away_once(people)
    away = {person.name: person for person in people if person.status in ("absent", "excused")}
    twice = {
        person.name
        for person in people
        if person.status == "present" and person.name in away and _may_be_one(person, away[person.name])
    }
    if not twice:
        return people
    return [
        replace(person, status=away[person.name].status) if person.name in twice else person
        for person in people
        if person.name not in twice or person.status == "present"
    ]


def present_once(lists: list[list[ListedPerson]]) -> list[ListedPerson]:
    """Return the people of all lists; one who is present in two of them ("Ordstyrer: Anne Holm") is returned once."""
    kept: list[ListedPerson] = []
    for people in lists:
        earlier = len(kept)
        for person in people:
            again = next((at for at in range(earlier) if _is_present_again(person, kept[at])), None)
            if again is None:
                kept.append(person)
            else:
                kept[again] = merged_person(kept[again], person)
    return kept


def _is_present_again(person: ListedPerson, other: ListedPerson) -> bool:
    return person.status == other.status == "present" and person.name == other.name and _may_be_one(person, other)


def _away_once(people: list[ListedPerson]) -> list[ListedPerson]:
    """Return the people; those named twice as away are returned once, with a list of their own first."""
    kept: list[ListedPerson] = []
    for person in people:
        again = next((at for at, other in enumerate(kept) if _is_away_again(person, other)), None)
        if again is None:
            kept.append(person)
        else:
            kept[again] = merged_person(kept[again], person)
    return kept


def _is_away_again(person: ListedPerson, other: ListedPerson) -> bool:
    both_away = {person.status, other.status} <= {"absent", "excused"}
    return both_away and person.name == other.name and _may_be_one(person, other)


def _may_be_one(person: ListedPerson, other: ListedPerson) -> bool:
    """Return whether two people of one name can be the same person; members of two parties cannot."""
    return None in (person.party, other.party) or person.party == other.party


def label_of(node: Node) -> str:
    """Return the label of a list of people, with a colon; of absent people "Fraværende" if their own is unknown."""
    label = node.groups.get("label", "")
    if node.kind == "absentees" and not is_list_label(label):
        label = "Fraværende"
    return f"{label}: " if label else ""


def name_list(node: Node) -> str:
    """Return a list of names as one line after its label, because names wrap at line ends; one name per line stays so.

    Names are one per line under a label on a line of its own, without commas, or if no line of many has two names.
    """
    label = label_of(node)
    value = clean(node.groups.get("value", ""))
    body = without_sentences(node.body)
    lines = [text for line in without_page_links((value, *body)) if (text := clean(line.replace("\t", ", ")))]
    bare_names = not value and not any("," in line for line in lines)
    # Somebody who came instead is named on the line of the absent member.
    one_each = [sum(person.status != "substitute" for person in attendees(line)) for line in lines]
    noted = len(lines) > 1 and set(one_each) == {1} and all("," in line or "(" in line for line in lines)
    if bare_names or noted or surnames_first([*filter(None, lines)]) or (len(lines) >= _A_LIST and max(one_each) < 2):
        return label + "\n".join(lines)
    breaks = (" " if continues(before, line) else "\n" for before, line in pairwise(lines))
    joined = "".join(f"{line}{end}" for line, end in zip_longest(lines, breaks, fillvalue=""))
    return label + _WRAPPED_NAME.sub("", joined)
