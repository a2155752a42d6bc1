"""A text's lines, and what of each is to be seen: worked out once, for every look at them asks it again."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

_EDGES = (
    " \t\r\n\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u0000\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e*#_"
)
"""White space of any kind, characters that are not seen, and marks of emphasis."""


def bare(line: str) -> str:
    """Return the line without white space, invisible characters and markdown emphasis at its edges."""
    return line.strip(_EDGES)


def split(text: str) -> tuple[list[str], str]:
    r"""Return the text's lines without their ends, and the separator that joins them to the very text again.

    Lines end at `\n` (a `\r` before it stays on its line), or at `\r` in a text without any `\n`. Form feeds and
    Unicode's line separators end no line: an editor's line numbers would disagree.
    """
    separator = "\n" if "\n" in text or "\r" not in text else "\r"
    return text.split(separator), separator


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of a text as they are and each `bare`, the indexes of those not blank, and what ends them."""

    lines: list[str]
    bare: list[str]
    filled: list[int]
    separator: str = "\n"

    @classmethod
    def of(cls, lines: list[str], separator: str = "\n") -> Text:
        """Return lines as a text."""
        seen = [line.strip(_EDGES) for line in lines]
        return cls(lines, seen, [index for index, line in enumerate(seen) if line], separator)

    def next_filled(self, start: int, end: int) -> int:
        """Return the index of the first line from `start` that is not blank, or `end`."""
        at = bisect_left(self.filled, start)
        return min(self.filled[at], end) if at < len(self.filled) else end

    def filled_above(self, index: int, floor: int) -> int:
        """Return the index of the last line before line `index` that is not blank, or -1 if `floor` is above it."""
        at = bisect_left(self.filled, index) - 1
        return self.filled[at] if at >= 0 and self.filled[at] >= floor else -1
