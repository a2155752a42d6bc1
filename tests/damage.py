"""Damages to minutes in transit: each function takes a text and a random generator, and returns the damaged text."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from referat.structure.section_headings import heading_key, headings

Damage = Callable[[str, Random], str]

_LETTERS = "abcdefghijklmnoprstuvyæøå"
_HUGE = 0.005
"""So often a line made longer becomes as long as a book."""


def _at(lines: list[str], chance: Random) -> int:
    """Return the index of a line, more often of one with text."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    return chance.choice(filled) if filled else chance.randrange(len(lines))


def drop_line(text: str, chance: Random) -> str:
    lines = text.split("\n")
    del lines[_at(lines, chance)]
    return "\n".join(lines)


def double_line(text: str, chance: Random) -> str:
    lines = text.split("\n")
    index = _at(lines, chance)
    return "\n".join([*lines[:index], lines[index], *lines[index:]])


def swap_lines(text: str, chance: Random) -> str:
    lines = text.split("\n")
    one, other = _at(lines, chance), _at(lines, chance)
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def join_lines(text: str, chance: Random) -> str:
    lines = text.split("\n")
    index = _at(lines, chance)
    return "\n".join([*lines[:index], " ".join(lines[index : index + 3]), *lines[index + 3 :]])


def cut_line(text: str, chance: Random) -> str:
    lines = text.split("\n")
    index = _at(lines, chance)
    place = chance.randrange(len(lines[index]) + 1)
    return "\n".join([*lines[:index], lines[index][:place], lines[index][place:], *lines[index + 1 :]])


def cut_short(text: str, chance: Random) -> str:
    return text[: chance.randrange(len(text) + 1)]


def recase_line(text: str, chance: Random) -> str:
    lines = text.split("\n")
    index = _at(lines, chance)
    lines[index] = chance.choice([str.upper, str.lower, str.title, str.swapcase])(lines[index])
    return "\n".join(lines)


def lose_accents(text: str, chance: Random) -> str:
    mark = chance.choice(["?", "", "\ufffd", "??"])
    for letter in "æøåÆØÅé":
        text = text.replace(letter, mark)
    return text


def misspell(text: str, chance: Random) -> str:
    lines = text.split("\n")
    index = _at(lines, chance)
    line, place = lines[index], chance.randrange(len(lines[index]) + 1)
    letter = chance.choice(["", chance.choice(_LETTERS), "?"])
    lines[index] = line[:place] + letter + line[place + chance.randrange(2) :]
    return "\n".join(lines)


def misspell_heading(text: str, chance: Random) -> str:
    """Return the text with one letter of a section heading removed, inserted or replaced."""
    lines = text.split("\n")
    known = [index for index, line in enumerate(lines) if heading_key(line.strip()) in headings()]
    if not known:
        return text
    index = chance.choice(known)
    line, place = lines[index], chance.randrange(len(lines[index]))
    lines[index] = line[:place] + chance.choice(["", *_LETTERS]) + line[place + chance.randrange(2) :]
    return "\n".join(lines)


def insert_character(text: str, chance: Random) -> str:
    strange = [
        "\ufeff",
        "\x00",
        "\x0c",
        "\u2028",
        "\u2029",
        "\u200f",
        "\u200e",
        "\u202e",
        "\x85",
        "\r",
        "\t",
        "\x1b[2J",
        "*",
        "**",
        "#",
        "_",
    ]
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice(strange) + text[place:]


def lengthen_line(text: str, chance: Random) -> str:
    """Return the text with one line repeated many times, up to a megabyte."""
    lines = text.split("\n")
    index = _at(lines, chance)
    goal = 1_000_000 if chance.random() < _HUGE else 5_000
    lines[index] = f"{lines[index]} " * (goal // (len(lines[index]) + 1))
    return "\n".join(lines)


def concatenate(text: str, chance: Random) -> str:
    """Return the text twice, the second time with another damage."""
    return f"{text}\n{chance.choice(DAMAGES)(text, chance)}"


def windows_line_ends(text: str, chance: Random) -> str:
    return text.replace("\n", "\r\n")


def old_mac_line_ends(text: str, chance: Random) -> str:
    return text.replace("\n", "\r")


def byte_order_mark(text: str, chance: Random) -> str:
    return "\ufeff" + text


def move_lines(text: str, chance: Random) -> str:
    lines = text.split("\n")
    start, length, goal = _at(lines, chance), chance.randrange(1, 12), _at(lines, chance)
    moved = lines[start : start + length]
    rest = lines[:start] + lines[start + length :]
    return "\n".join(rest[:goal] + moved + rest[goal:])


def without_blank_lines(text: str, chance: Random) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())


def blank_lines_everywhere(text: str, chance: Random) -> str:
    return text.replace("\n", "\n\n")


def another_number(text: str, chance: Random) -> str:
    places = [place for place, character in enumerate(text) if character.isdigit()]
    if not places:
        return text
    place = chance.choice(places)
    return text[:place] + chance.choice("0123456789") + text[place + 1 :]


DAMAGES: tuple[Damage, ...] = (
    drop_line,
    double_line,
    swap_lines,
    join_lines,
    cut_line,
    cut_short,
    recase_line,
    lose_accents,
    misspell,
    misspell_heading,
    insert_character,
    lengthen_line,
    concatenate,
    windows_line_ends,
    old_mac_line_ends,
    byte_order_mark,
    move_lines,
    without_blank_lines,
    blank_lines_everywhere,
    another_number,
)
"""Every way to damage a text; to concatenate two different ones is the tests' own."""
