"""HTML to blocks of text: paragraphs, headings, list entries and rows of tables, in order, without what is no text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex as re
from selectolax.lexbor import LexborHTMLParser, LexborNode

from referat.facts.paragraphs import clean
from referat.formats import UnreadableError, elements, worker_process

LARGEST = 20_000_000
"""A page of more characters is not read."""

DEEPEST = 250
"""Elements nested deeper are not read: no minutes are, and the time it takes to read them grows with the square."""

LARGE = 200_000
MANY_TAGS = 20_000
"""A page of more characters or tags is read in a process beside, for its time can grow with their square.

Comments and the like can hide how deep elements are nested, and each attribute is compared with all others of its tag.
"""

_ELEMENTS = elements("html")
_BLOCKS = frozenset(_ELEMENTS["blocks"])
_CELLS = frozenset(("td", "th"))
_NUMBERED = "ol"
_ENTRY = "li"

_CLOSE_THEMSELVES = "area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|source|td|th|tr|track|wbr"
_TAGS = re.compile(rf"<(/?)(?!(?:{_CLOSE_THEMSELVES})\b)[a-z][a-z0-9-]*", re.I)
_NO_TAGS = re.compile(r"<!--(?:-?>|.*?(?:-->|\Z))|<(script|style)\b.*?(?:</\1|\Z)", re.I | re.S)
"""Comments and scripts; what nobody closes goes on to the end of the page, and is passed over once."""

_BETWEEN_CELLS = "\x1f"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list entry or row of a table: its text, its tag, and the heading it stands under."""

    text: str
    tag: str
    under: str = ""


def text_of(html: str) -> str:
    """Return a page as text: a line for each block, with blank lines between, but not in tables and lists."""
    found = blocks(html)
    parts = [block.text for block in found[:1]]
    for before, block in pairwise(found):
        together = before.tag == block.tag and block.tag in (_ENTRY, "tr")
        parts += [block.text] if together else ["", block.text]
    return "\n".join(parts) + "\n" if parts else ""


def blocks(html: str, *, also: frozenset[str] = frozenset(), headed_by: str = "") -> list[Block]:
    """Return the blocks of a page, or of a piece of one.

    Parameters
    ----------
    html
        The page.
    also
        Elements that part the text here, and elsewhere do not.
    headed_by
        The rank of heading that blocks are told to stand under: those beside it, and what is in them.

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
        return [Block(*block) for block in worker_process.run_in_subprocess(_found, asked.encode())]
    return _read(html, _BLOCKS | also, headed_by)


def _read(html: str, parting: frozenset[str], headed_by: str) -> list[Block]:
    reader = _BlockReader(parting, headed_by)
    body = LexborHTMLParser(html).body
    if body is not None:
        reader.read(body, "", "", 0)
        reader.end("", "")
    return reader.blocks


def _found(asked: bytes) -> list[tuple[str, str, str]]:
    page = json.loads(asked)
    found = _read(page["html"], _BLOCKS | frozenset(page["also"]), page["headed_by"])
    return [(block.text, block.tag, block.under) for block in found]


def _depth(html: str) -> int:
    """Return how deep elements can be nested at most, counted by tags, those aside that need no closing."""
    deepest = depth = 0
    for tag in _TAGS.finditer(_NO_TAGS.sub("", html)):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


class _BlockReader:
    """Collects the blocks of a page, and the words of the one that is being read."""

    def __init__(self, parting: frozenset[str], headed_by: str) -> None:
        self.parting, self.headed_by = parting, headed_by
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.mark = ""

    def read(self, element: LexborNode, tag: str, under: str, depth: int) -> None:
        """Add what is in an element; a heading stands over what follows it there."""
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
        """Add a block, and return the heading that what follows it stands under."""
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
        """End the block that is being read."""
        written = "".join(self.words)
        self.words.clear()
        if not written or written.isspace():  # as between the tags of two blocks: spares half of the work
            return
        cells = [clean(cell) for cell in written.split(_BETWEEN_CELLS)]
        text = "\t".join(cell for cell in cells if cell)
        if text:
            self.blocks.append(Block(self.mark + text, tag, under))
            self.mark = ""


def _is_dropped(element: LexborNode, name: str) -> bool:
    if name in _ELEMENTS["dropped"] or name.startswith("-"):
        return True
    attributes = element.attributes
    return bool(attributes) and ("hidden" in attributes or attributes.get("role") in _ELEMENTS["dropped_roles"])


def _marks(parent: LexborNode) -> Iterator[str]:
    """Yield what a browser shows before the entries of a list: their numbers, or dashes."""
    start = (parent.attributes.get("start") or "") if parent.tag == _NUMBERED else ""
    number = int(start) if start.isdecimal() and len(start) < 5 else 1
    while True:
        yield f"{number}. " if parent.tag == _NUMBERED else "- "
        number += 1
