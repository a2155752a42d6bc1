"""Lines of a meeting's header that are in no table: every line above the first item is read, or named in a problem."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex as re

from referat.facts.label_lines import is_label
from referat.facts.names import ListedPerson, attendees
from referat.facts.paragraphs import clean
from referat.structure.document_tree import Node
from referat.structure.section_headings import heading_key, headings
from referat.structure.text_lines import bare
from referat.vocabulary import fold, load

_PEOPLE = frozenset(("attendees", "absentees"))
_HEADINGS_OF_ITEMS = frozenset(("decision", "recommendation", "presentation"))
"""Sections that only items have; a header can have a line "Bilag" or "Økonomi" in its list of contents."""

LETTERHEAD = re.compile(
    r"(?:(?:Referat|Dagsorden)\s*[-–,:|]?\s*)?(?P<name>\p{Lu}[\p{L}-]+(?:[ -]\p{Lu}[\p{L}-]+)?) [Kk]ommune"
    r"(?:\s*[-–,:|]\s*(?:Referat|Dagsorden))?"
)
"""A line with only the name of the municipality, and perhaps the kind of document."""

Run = tuple[int, int]
"""First and last line of a run of lines, counted from 1."""


def unread_runs(leaf: Node, people: Sequence[ListedPerson]) -> list[Run]:
    """Return the lines of a part of the header that no cell holds, as runs; `people` are the persons it names."""
    if leaf.kind == "unplaced":
        unread = [at for at, line in enumerate(leaf.lines) if not _names_document(bare(line))]
    elif leaf.kind in _PEOPLE:
        unread = [at for at in range(1, len(leaf.lines)) if _names_nobody(leaf.lines[at], people)]
    else:
        unread = list(_below_value(leaf))
    return _runs(leaf, unread)


def without_sentences(lines: Sequence[str]) -> list[str]:
    """Return the lines of a list of people without paragraphs that name nobody: the header ended above them.

    Such paragraphs are sentences ("Mødet er aflyst."), and everything after the heading of an item's section.
    """
    kept: list[str] = []
    for at, line in enumerate(lines):
        text = bare(line)
        opens = at == 0 or not bare(lines[at - 1])
        if text and headings().get(heading_key(text)) in _HEADINGS_OF_ITEMS and not _names_document(text):
            break
        if text and opens and text[-1] in ".!" and " " in text and _is_sentence(text):
            continue
        kept.append(line)
    return kept


def _is_sentence(text: str) -> bool:
    """Return whether a line names nobody, or says what somebody did at the beginning: "Formanden bød velkommen."."""
    return not set(text.split()).isdisjoint(load("people")["opening_verbs"]) or not attendees(clean(text))


def is_of_item(lines: Sequence[str]) -> bool:
    """Return whether one of the lines is a heading that only items have, such as `Beslutning`."""
    texts = [bare(line) for line in lines]
    return any(headings().get(heading_key(text)) in _HEADINGS_OF_ITEMS for text in texts if not _names_document(text))


def _names_document(text: str) -> bool:
    """Return whether a line only names the document or the municipality, such as `Referat` or `Engby Kommune`."""
    words, name = load("documents"), fold(text).strip(" .:")
    kinds = (*words["agenda"], *words["minutes"])
    if LETTERHEAD.fullmatch(clean(text)):
        return True
    return not text or name in words["names"] or (" " not in name and any(name.endswith(kind) for kind in kinds))


def _below_value(leaf: Node) -> Iterator[int]:
    """Yield the indexes of lines below the value of a label: the value is on its line, or the paragraph below."""
    lines = leaf.lines
    has_value = leaf.kind in ("meeting", "document") or bool(clean(leaf.groups.get("value", "")))
    at = 1
    if not has_value:
        while at < len(lines) and not bare(lines[at]):
            at += 1
        while at < len(lines) and bare(lines[at]):
            at += 1
    yield from (n for n in range(at, len(lines)) if not _names_document(bare(lines[n])))


def _names_nobody(line: str, people: Sequence[ListedPerson]) -> bool:
    """Return whether a line of a list of people has no part of a name, and does not state that nobody is away."""
    text = clean(line)
    says_something = any(letter.isalpha() for letter in text) and not _names_document(text)
    if not says_something or is_label(text) or fold(text).rstrip(".") in load("people")["nobody"]:
        return False
    words = set(fold(text).replace(",", " ").split())
    named = any(words & set(fold(person.name).split()) for person in people)
    return not named and not attendees(text)


def _runs(leaf: Node, unread: Sequence[int]) -> list[Run]:
    """Return the indexes as runs of lines; blank lines do not separate runs."""
    runs: list[Run] = []
    for at in unread:
        line = leaf.first + at
        if runs and not any(bare(leaf.lines[n]) for n in range(runs[-1][1] - leaf.first + 1, at)):
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs
