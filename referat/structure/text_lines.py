"""Lines of a document with cached stripped text and the indexes of non-blank lines."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

_EDGES = (
    " \t\r\n\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u0000\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e*#_"
)
"""White space of any kind, invisible characters and emphasis marks."""


def bare(line: str) -> str:
    """Return the line without white space, invisible characters and markdown emphasis at both ends."""
    return line.strip(_EDGES)


def split(text: str) -> tuple[list[str], str]:
    r"""Return the lines of a text without line ends, and the separator that joins them to the same text.

    Lines end at `\n` (a `\r` before it stays on its line), or at `\r` in a text without any `\n`. Form feeds and
    Unicode line separators do not end a line, so that line numbers agree with an editor's.
    """
    separator = "\n" if "\n" in text or "\r" not in text else "\r"
    return text.split(separator), separator


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of a text, unchanged and `bare`, the indexes of non-blank lines, and the line separator."""

    lines: list[str]
    bare: list[str]
    filled: list[int]
    separator: str = "\n"

    @classmethod
    def of(cls, lines: list[str], separator: str = "\n") -> Text:
        """Return a `Text` of the lines."""
        seen = [line.strip(_EDGES) for line in lines]
        return cls(lines, seen, [index for index, line in enumerate(seen) if line], separator)

    def next_filled(self, start: int, end: int) -> int:
        """Return the index of the first non-blank line from `start` on, or `end`."""
        at = bisect_left(self.filled, start)
        return min(self.filled[at], end) if at < len(self.filled) else end

    def filled_above(self, index: int, floor: int) -> int:
        """Return the index of the last non-blank line before line `index`, or -1 if it is above `floor`."""
        at = bisect_left(self.filled, index) - 1
        return self.filled[at] if at >= 0 and self.filled[at] >= floor else -1
