"""Restore line breaks in text that lost them, as text copied from a PDF often does: one line for each page.

Labels, headings and numbered titles in the middle of lines show where lines began. A text with lines is unchanged.
"""

from __future__ import annotations

from functools import cache

import regex as re

from referat.vocabulary import any_of, load

_FEWEST = 2
"""Number of section headings in the middle of lines that is no accident."""

_FULL = 60
"""Length from which a line continues on the next one."""

_HEAD = 300
"""Number of characters at the start that can head the document."""

_ENOUGH = 20_000
"""Number of characters at the start, about ten pages, that show whether a text has its lines."""

_MARKS = " \t#*_-•"
"""Characters before a heading at the beginning of its line: marks of its level, emphasis and bullets."""

_PAGE_NUMBER = re.compile(r"(?<=[.!?:)\p{L}])(?:[ \t]+\d{1,3}){1,2}(?=[ \t]+\d{1,3}\.\s+\p{Lu}|[ \t]*$)", re.MULTILINE)
"""Page numbers, before the title that begins the next page or at the end of a line."""

_DECIDED_BY = (
    r"\s+(?:(?:i|fra|af)\s)?\p{Lu}[\p{L}, -]{2,70}?,?\s+(?:den|d\.)\s*\d{1,2}[-./ ][\d\p{L}./ -]{2,14}?\d{4}(?:\s*:)?"
)
_TIME = re.compile(r"(?<=[Kk]l\.?\s\d{1,2}[.:]\d\d)[ \t]+(?=\p{Lu})")
_MUNICIPALITY = re.compile(r"(?<=\p{L} Kommune)[ \t]+(?=\p{Lu})")


def restore_lines(text: str) -> str:
    """Return a text with a line for each label, heading, case number and numbered title; unchanged if it has lines."""
    if not _is_flattened(text):
        return text
    patterns = _patterns()
    broken = _PAGE_NUMBER.sub("", _joined(text))
    broken = patterns["heading"].sub(r"\n\g<heading>\n", broken)
    for name in ("before", "number", "day"):
        broken = patterns[name].sub("\n", broken)
    broken = patterns["case"].sub(r"\g<0>\n", broken)
    head, rest = broken[:_HEAD], broken[_HEAD:]
    broken = _MUNICIPALITY.sub("\n", _TIME.sub("\n", patterns["document"].sub("\n", head))) + rest
    return "\n".join(line.strip() for line in broken.split("\n") if line.strip()) + "\n"


def _is_flattened(text: str) -> bool:
    """Return whether more section headings are in the middle of lines than at the beginning."""
    patterns = _patterns()
    # Nearly all texts have lines. The words of headings behind a blank are found in a third of the time of headings.
    words = patterns["word"].finditer(text, 0, _ENOUGH)
    inside = sum(patterns["heading"].match(text, word.start()) is not None for word in words)
    if inside < _FEWEST:
        return False
    starts = [heading.start("heading") for heading in patterns["heading"].finditer(text)]
    first = sum(not text[text.rfind("\n", 0, start) + 1 : start].strip(_MARKS) for start in starts)
    return len(starts) - first >= max(_FEWEST, first + 1)


def _joined(text: str) -> str:
    """Return the text with lines joined to the lines that they continue."""
    parts: list[str] = []
    for line in map(str.strip, text.split("\n")):
        above = parts[-1] if parts else ""
        goes_on = above.endswith((" kl.", ",")) or (len(above) >= _FULL and above[-1] not in ".!?:")
        if line and goes_on:
            parts[-1] = f"{above} {line}"
        else:
            parts.append(line)
    return "\n".join(parts)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns of section headings, of case numbers, and of the blanks before the beginning of a line."""
    words = load("lines")["flattened"]
    heading = any_of(words["headings"])
    initials = "".join(
        sorted({word[0] for word in words["headings"]})
    )  # asked first, they halve the time of the search
    text_follows = r"(?=\s*(?:[\p{Lu}\d§\"”»-]|$))"
    labels = rf"(?:{any_of(words['labels'])})\s*:|(?:{any_of(words['alone'])})(?!\w)"
    counted = any_of(words["before_numbers"])
    return {
        "word": re.compile(rf"(?=[{initials}])(?<=[^\S\n])(?:{heading})(?!\p{{Ll}})"),
        "heading": re.compile(
            rf"(?=[{initials}])(?<!\S)(?P<heading>(?:{heading})(?:{_DECIDED_BY}|\s*:)|(?<=(?:^|[.:!?)\d])\s*)(?:{heading})){text_follows}",
            re.MULTILINE,
        ),
        "before": re.compile(rf"(?<=\S)[ \t]+(?={labels})"),
        "number": re.compile(
            rf"(?<=\S)(?<!\b(?:{counted})\.?)[ \t]+"
            r"(?=(?:(?:Punkt|Pkt\.)[ \t]+\d{1,3}\b[:.]?|\d{1,3}\.)[ \t]+(?:\p{Lu}|at\s))"
        ),
        "case": re.compile(
            rf"(?:{any_of(words['cases'])})[ \t]*:?[ \t]*[\p{{L}}\d][\p{{L}}\d/.-]*\d[\p{{L}}\d/-]*(?=[ \t]+\S)"
        ),
        "document": re.compile(rf"(?<=\p{{Ll}})[ \t]+(?=(?:{any_of(words['documents'])})\s+\p{{Lu}})"),
        "day": re.compile(r"(?<=\p{L})[ \t]+(?=(?:Man|Tirs|Ons|Tors|Fre|Lør|Søn)dag,?[ \t]+(?:den|d\.)[ \t])"),
    }
