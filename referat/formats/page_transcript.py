"""Transcripts of PDFs on document sites: one line for each page, headed by its number, below the site's own lines.

The pages are returned as lines without the numbers, running heads and feet of pages, and the site's lines. The site's
title of the document stays: digits that the transcript lost can be in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile

import regex as re

from referat.vocabulary import any_of, load

_FEWEST_WORDS = 2
"""A running head of fewer words can be the first word of two sentences."""

_PAGE = re.compile(r"(?P<number>\d{1,3})(?:\s+(?P<text>\S.*))?")
_COUNTED = r"\bside\b\W{0,3}(?:\d{1,3}|[ivx]{1,5}\b|A\b)?(?:\s*(?:af|/)\W{0,3}\d{1,3})?"
_HEAD = re.compile(rf"(?:[^.:?]|(?<=\d)\.){{0,80}}?{_COUNTED}\s+(?=\S)", re.IGNORECASE)
_FOOT = re.compile(rf"\s+(?:{_COUNTED}|\d{{1,3}})\.?\s*$", re.IGNORECASE)
_MOST_MISSING = 3
"""A number that is higher by more than this is no page number."""

_LEADERS = re.compile(r"\.{2,}(?:\s*(?:\d{1,4}|[ivxl]{1,5})(?!\w))?")
"""The dots between a title in the contents and its page."""

_MORE_ENTRIES = re.compile(r"\d{1,3}\.{2,}\s.*?(?=\s1\.\s+\p{Lu})")
"""The rest of the contents on the next page, above the first item."""

_DOWNLOAD = re.compile(r'Download "(?P<title>.+)"')
_SPACED = re.compile(r"(?<!\S)(?:\p{L} ){4,}\p{L}(?!\S)")
"""A word in spaced letters: "R E F E R A T"."""

_TITLE_BREAK = re.compile(r"(?<=\p{L}{3})(?<!(?i:vedr))\.\s+(?=\p{L})|(?<=\d\d)\.\s+(?=\p{Lu})")
"""The site joins the lines of a title by full stops."""

_DOUBLED = re.compile(r"(\S.{3,})\s+\1")
"""A line that the site's title has twice."""

_LOST_HOUR = re.compile(r"\s+kl\.?(?=\s+(?:\p{Lu}|i\s|Side)|$)")


def transcript_lines(text: str) -> list[str] | None:
    """Return the title's lines and a line for each page of a transcript; None if the text is no transcript."""
    if not any(word in text for word in load("lines")["transcript"]["words"]):
        return None
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    start = next((at for at, line in enumerate(lines) if line in load("lines")["transcript"]["words"]), len(lines))
    pages = _pages(lines[start + 1 :])
    if not pages:
        return None
    title = next((match["title"] for line in lines[:start] if (match := _DOWNLOAD.fullmatch(line))), lines[0])
    pages = [_closed_up(page) for page in _without_heads(pages)]
    pages[0] = _without_lost_hours(pages[0])
    titles = _TITLE_BREAK.split(_without_lost_hours(_closed_up(title)))
    return [*(_DOUBLED.sub(r"\1", line) for line in titles), *_with_contents_apart(pages)]


def _closed_up(text: str) -> str:
    """Return a text without the blanks between the letters of words in spaced letters."""
    return _SPACED.sub(lambda word: word[0].replace(" ", ""), text)


def _with_contents_apart(pages: Sequence[str]) -> Iterator[str]:
    """Yield the pages, with one line for the contents: their entries are no items."""
    inside = False
    for page in filter(None, pages):
        match = _contents().search(page)
        rest = _MORE_ENTRIES.match(page) if inside else None
        inside = match is not None
        if rest is not None:
            yield from filter(None, (_without_leaders(rest[0]), page[rest.end() :].strip()))
        elif match is None:
            yield page
        else:
            end = _end_of_contents().search(page, match.end())
            stop = end.start() if end else len(page)
            entries = _without_leaders(page[match.end() : stop])
            yield from filter(None, map(str.strip, (page[: match.start()], f"{match[0]}: {entries}", page[stop:])))


def _without_leaders(text: str) -> str:
    """Return entries of contents without the dots before the numbers of pages."""
    return _LEADERS.sub(" ", text).strip(" :")


def _pages(lines: Sequence[str]) -> list[str]:
    """Return the text of the pages, whose numbers begin with 1 and rise; a line without one belongs to the page above.

    Empty pages can be left out, so that numbers are missing.
    """
    pages: list[str] = []
    last = 0
    for line in lines:
        match = _PAGE.fullmatch(line)
        if match and last < int(match["number"]) <= (last + _MOST_MISSING if pages else 1):
            pages.append((match["text"] or "").lstrip("! "))
            last = int(match["number"])
        elif pages:
            pages[-1] = f"{pages[-1]} {line}"
    return pages


def _without_heads(pages: Sequence[str]) -> list[str]:
    """Return the pages without running heads and feet; contents have the word "Side" over the numbers of pages."""
    bare_pages = [_FOOT.sub("", page) for page in pages]
    numbered = [
        page if at == 0 or _contents().match(page) else _HEAD.sub("", page, count=1) if _HEAD.match(page) else page
        for at, page in enumerate(bare_pages)
    ]
    return [page if at == 0 else _without_shared_head(page, numbered, at) for at, page in enumerate(numbered)]


def _without_shared_head(page: str, pages: Sequence[str], at: int) -> str:
    """Return a page without the words with which another page begins, too."""
    words = page.split()
    shared = max((_shared(words, other.split()) for n, other in enumerate(pages) if n not in (0, at)), default=0)
    return " ".join(words[shared:]) if shared >= _FEWEST_WORDS else page


def _shared(words: Sequence[str], others: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(words, others, strict=False)))


def _without_lost_hours(text: str) -> str:
    """Return the text above the items without "kl", where the hour after it was lost."""
    return _LOST_HOUR.sub("", text)


def is_contents(line: str) -> bool:
    """Return whether a line is the heading of contents, with their entries."""
    return _contents().match(line) is not None or _MORE_ENTRIES.match(line) is not None


@cache
def _contents() -> re.Pattern[str]:
    words = load("lines")["transcript"]["contents"]
    return re.compile(rf"(?<!\S)(?:{any_of([*words, *map(str.upper, words)])})(?!\w)")


@cache
def _end_of_contents() -> re.Pattern[str]:
    """Return the pattern of a label of the header below the contents: "Afbud", "Bemærkninger til dagsordenen"."""
    return re.compile(rf"(?<!\S)(?:{any_of(load('lines')['transcript']['after_contents'])})(?!\w)")
