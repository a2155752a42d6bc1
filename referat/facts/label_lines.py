"""Find the lines of a list of people that introduce those below them, such as "Stedfortræder" alone on a line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from referat.vocabulary import fold, load


def with_joined_labels(text: str) -> str:
    """Return a list of people in which a label on a line of its own is joined with the name below it.

    The lines `Anne Holm`, `Stedfortræder`, `Per Birk` give `Anne Holm`, `Stedfortræder: Per Birk`. A word that
    describes the person above it stays on its line; the whole list shows which of the two it is.
    """
    lines = text.split("\n")
    places = [at for at, line in enumerate(lines) if line.strip()]
    if not any(is_label(lines[at]) for at in places):
        return text
    introducing = set(_introducing(lines, places))
    return "".join(f"{line.strip()}: " if at in introducing else f"{line}\n" for at, line in enumerate(lines))


def is_label(line: str) -> bool:
    """Return whether a line has only a role, or what a list of people is called: "Formand", "Stedfortrædere"."""
    return _is_role(line) or _is_of_group(line) or _words(line) in _single_labels()


def _introducing(lines: list[str], places: list[int]) -> Iterator[int]:
    """Yield the indexes of the lines with a label for the people below them; `places` are the non-blank lines."""
    words_below = _describes_names_above([lines[at] for at in places])
    for at, place in enumerate(places[:-1]):
        line, below = lines[place], lines[places[at + 1]]
        if not is_label(line) or is_label(below):
            continue
        is_second = at == 0 or is_label(lines[places[at - 1]])
        begins_block = place > 0 and not lines[place - 1].strip() and bool(lines[place + 1].strip())
        if is_second or begins_block or _is_of_group(line) or (line.strip()[0].isupper() and not words_below):
            yield place


def _describes_names_above(lines: list[str]) -> bool:
    """Return whether a list has its words below the names: a name is first, and a word is last or has a role."""
    of_people = [line for line in lines if not _is_of_group(line)]
    if not of_people or is_label(of_people[0]):
        return False
    return is_label(of_people[-1]) or any(_is_role(line) for line in of_people)


def _is_role(line: str) -> bool:
    word = _words(line)
    if " " in word or not word:
        return False
    return word in load("people")["roles"] or word.endswith(tuple(load("people")["role_endings"]))


def _is_of_group(line: str) -> bool:
    """Return whether a line is a label that can describe no single person: "Stedfortrædere", "Medlemmer"."""
    return _words(line) in _group_labels()


def _words(line: str) -> str:
    return fold(line).strip(" -–•*·.")


@cache
def _single_labels() -> frozenset[str]:
    """Return the labels that can also be a note on one person: "stedfortræder", "afbud"."""
    words = load("people")
    return frozenset(words["stand_ins"]["words"]) | {*words["labels"]["excused"], *words["labels"]["absent"]}


@cache
def _group_labels() -> frozenset[str]:
    words = load("people")["labels"]
    return frozenset([*words["present"], *words["substitute"]]) - _single_labels()
