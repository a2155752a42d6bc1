"""HTML to text blocks: paragraphs, headings, list entries and table rows, in document order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

import regex as re
from selectolax.lexbor import LexborHTMLParser, LexborNode

from referat.facts.paragraphs import clean
from referat.formats import UnreadableError, elements, worker_process

LARGEST = 20_000_000
"""Longest page that is read, in characters."""

DEEPEST = 250
"""Deepest nesting of elements that is read. Reading time grows with the square of the depth."""

LARGE = 200_000
MANY_TAGS = 20_000
"""Longer pages, or pages with more tags, are read in a worker process: reading time can grow with their square.

Comments can hide how deep elements are nested, and each attribute is compared with all others of its tag.
"""

_ELEMENTS = elements("html")
_BLOCKS = frozenset(_ELEMENTS["blocks"])
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_CELLS = frozenset(("td", "th"))
_NUMBERED = "ol"
_ENTRY = "li"

_CLOSE_THEMSELVES = "area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|source|td|th|tr|track|wbr"
_TAGS = re.compile(rf"<(/?)(?!(?:{_CLOSE_THEMSELVES})\b)[a-z][a-z0-9-]*", re.I)
_NO_TAGS = re.compile(r"<!--(?:-?>|.*?(?:-->|\Z))|<(script|style)\b.*?(?:</\1|\Z)", re.I | re.S)
"""Comments and scripts. Unclosed ones extend to the end of the page and are skipped once."""

_BETWEEN_CELLS = "\x1f"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list entry or table row: its text, its tag, and the heading above it."""

    text: str
    tag: str
    under: str = ""


_HEAD = 50_000
"""Number of characters within which a page states its address, above its body."""

_ADDRESSES = (
    re.compile(r"""<link\b(?=[^>]*\brel=["']?canonical\b)[^>]*\bhref=["']?(https?:/{2}[^\s"'>]+)""", re.I),
    re.compile(r"<!-- saved from url=\(\d+\)(https?:/{2}\S+)"),
    re.compile(r"""<meta\b(?=[^>]*\bproperty=["']?og:url\b)[^>]*\bcontent=["']?(https?:/{2}[^\s"'>]+)""", re.I),
)
"""How a page states its own address, or a browser the one it was saved from; the first one counts."""


def address_of(html: str) -> str | None:
    """Return the address that a page states for itself; None if it states none."""
    matches = (pattern.search(html[:_HEAD]) for pattern in _ADDRESSES)
    return next((unescape(match[1]) for match in matches if match), None)


def text_of(html: str) -> str:
    """Return a page as text: one line per block, with blank lines between, except in tables and lists.

    Headings are marked as in Markdown (`## Beslutning`), because their level shows where a section ends.
    """
    page_blocks = blocks(html)
    parts = [_block_line(block) for block in page_blocks[:1]]
    for before, block in pairwise(page_blocks):
        together = before.tag == block.tag and block.tag in (_ENTRY, "tr")
        parts += [_block_line(block)] if together else ["", _block_line(block)]
    return "\n".join(parts) + "\n" if parts else ""


def _block_line(block: Block) -> str:
    """Return the line of a block; a heading keeps its level, as in Markdown."""
    level = _LEVELS.get(block.tag)
    return f"{'#' * level} {block.text.removeprefix('- ')}" if level else block.text


def blocks(html: str, *, also: frozenset[str] = frozenset(), headed_by: str = "") -> list[Block]:
    """Return the blocks of a page or fragment.

    Parameters
    ----------
    html
        The page.
    also
        Further elements that separate blocks on this page.
    headed_by
        The tag of headings recorded in `Block.under`, for the blocks that follow one and those inside it.

    Raises
    ------
    UnreadableError
        If the page is too large, its elements are nested too deep, or reading it takes too long.
    """
    if len(html) > LARGEST:
        raise UnreadableError("too_large", f"{len(html):,} characters; {LARGEST:,} are the limit")
    if (tags := html.count("<")) > DEEPEST and _depth(html) > DEEPEST:
        raise UnreadableError("too_large", f"elements nested deeper than {DEEPEST}")
    if tags > MANY_TAGS or len(html) > LARGE:
        asked = json.dumps({"html": html, "also": sorted(also), "headed_by": headed_by})
        return [Block(*block) for block in worker_process.run_in_subprocess(_blocks_of_request, asked.encode())]
    return _read(html, _BLOCKS | also, headed_by)


def _read(html: str, parting: frozenset[str], headed_by: str) -> list[Block]:
    reader = _BlockReader(parting, headed_by)
    body = LexborHTMLParser(html).body
    if body is not None:
        reader.read(body, "", "", 0)
        reader.end("", "")
    return reader.blocks


def _blocks_of_request(asked: bytes) -> list[tuple[str, str, str]]:
    page = json.loads(asked)
    page_blocks = _read(page["html"], _BLOCKS | frozenset(page["also"]), page["headed_by"])
    return [(block.text, block.tag, block.under) for block in page_blocks]


def _depth(html: str) -> int:
    """Return the largest possible nesting depth, counted by tags without those that need no closing."""
    deepest = depth = 0
    for tag in _TAGS.finditer(_NO_TAGS.sub("", html)):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


class _BlockReader:
    """Collects the blocks of a page and the text of the current block."""

    def __init__(self, parting: frozenset[str], headed_by: str) -> None:
        self.parting, self.headed_by = parting, headed_by
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.mark = ""

    def read(self, element: LexborNode, tag: str, under: str, depth: int) -> None:
        """Add the content of an element; a heading applies to what follows it there."""
        if depth > DEEPEST:
            raise UnreadableError("too_large", f"elements nested deeper than {DEEPEST}")
        marks = _marks(element)
        for child in element.iter(include_text=True):
            name = child.tag or ""
            if name == "-text":
                self.words.append(child.text_content or "")
            elif name in self.parting:
                self.end(tag, under)
                self.mark = next(marks) if name == _ENTRY else self.mark
                under = self._block(child, name, under, depth)
            elif not _is_dropped(child, name):
                self.read(child, tag, under, depth + 1)
                if name in _CELLS:
                    self.words.append(_BETWEEN_CELLS)

    def _block(self, element: LexborNode, name: str, under: str, depth: int) -> str:
        """Add a block, and return the heading that applies to what follows."""
        so_far = len(self.blocks)
        if name == "pre":
            self._verbatim(element, under)
        elif not _is_dropped(element, name):
            self.read(element, name, under, depth + 1)
            self.end(name, under)
        is_heading = name == self.headed_by and len(self.blocks) > so_far
        return self.blocks[-1].text if is_heading else under

    def _verbatim(self, element: LexborNode, under: str) -> None:
        text = element.text().strip("\r\n")
        if text.strip():
            self.blocks.append(Block(text, "pre", under))

    def end(self, tag: str, under: str) -> None:
        """End the current block."""
        if not self.words:  # two calls of three: between the tags of two blocks
            return
        block_text = "".join(self.words)
        self.words.clear()
        if not block_text or block_text.isspace():
            return
        text = "\t".join(filter(None, map(clean, block_text.split(_BETWEEN_CELLS))))
        if text:
            self.blocks.append(Block(self.mark + text, tag, under))
            self.mark = ""


def _is_dropped(element: LexborNode, name: str) -> bool:
    if name in _ELEMENTS["dropped"] or name.startswith("-"):
        return True
    attributes = element.attributes
    return bool(attributes) and ("hidden" in attributes or attributes.get("role") in _ELEMENTS["dropped_roles"])


def _marks(parent: LexborNode) -> Iterator[str]:
    """Yield the marks that a browser shows before list entries: numbers or dashes."""
    start = (parent.attributes.get("start") or "") if parent.tag == _NUMBERED else ""
    number = int(start) if start.isdecimal() and len(start) < 5 else 1
    while True:
        yield f"{number}. " if parent.tag == _NUMBERED else "- "
        number += 1
