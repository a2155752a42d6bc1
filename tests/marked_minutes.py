"""Minutes for tests with what they say marked in them.

The marks are taken out, and give the rows that a reader must find. `[[i 3]]` begins item 3, `[[i -]]` one without a
number, `[[i 3 closed]]` a closed one. `[[t]]..[[/t]]` is its title, `[[c]]..` its case number, `[[d approved]]..` a
decision of that type, `[[e noted]]..` an earlier one. In the header `[[b]]..` is the body, or `[[body X]]` where the
words are not its name; `[[date 2021-05-04]]`, `[[time 17:00]]`; `[[p]]..` is a person present, `[[a]]..` one absent.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex as re

_MARK = re.compile(r"\[\[(?P<end>/?)(?P<name>[a-z]+)(?: (?P<value>[^\]]*))?\]\]")
_TAG = re.compile(r"<[^>]+>")


@dataclass
class Decision:
    """A decision as marked: the types that are right, its text, and whether it is an earlier one."""

    types: list[str]
    text: str
    is_earlier: bool


@dataclass
class Item:
    """An item as marked."""

    number: int | None
    closed: bool
    title: str = ""
    case_number: str = ""
    decisions: list[Decision] = field(default_factory=list)


@dataclass
class Minutes:
    """A text without its marks, and what they say."""

    text: str = ""
    body: str = ""
    date: str = ""
    time: str = ""
    present: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


def read(marked: str) -> Minutes:
    """Return the minutes of a marked text."""
    minutes, at, begun = Minutes(), 0, 0
    open_mark: re.Match[str] | None = None
    for mark in _MARK.finditer(marked):
        minutes.text += marked[at : mark.start()]
        at = mark.end()
        if mark["end"] and open_mark is not None:
            _take(minutes, open_mark, minutes.text[begun:])
        elif mark["name"] == "i":
            number, *closed = mark["value"].split()
            minutes.items.append(Item(None if number == "-" else int(number), bool(closed)))
        elif mark["name"] in ("body", "date", "time"):
            setattr(minutes, mark["name"], mark["value"])
        else:
            open_mark, begun = mark, len(minutes.text)
    minutes.text += marked[at:]
    return minutes


def _take(minutes: Minutes, mark: re.Match[str], words: str) -> None:
    name = mark["name"]
    if name == "b":
        minutes.body = minutes.body or words
    elif name in "pa":
        (minutes.present if name == "p" else minutes.absent).append(words)
    elif name == "t":
        minutes.items[-1].title = words
    elif name == "c":
        minutes.items[-1].case_number = words
    else:
        decision = Decision(mark["value"].split("|"), plain(words), name == "e")
        minutes.items[-1].decisions.append(decision)


def plain(text: str) -> str:
    """Return a text without tags, table bars, bullets and line breaks, for comparison."""
    return re.sub(r"[\s|•–-]+", " ", _TAG.sub(" ", text)).strip()
