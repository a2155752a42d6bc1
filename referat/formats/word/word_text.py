"""Word documents (.docx) to text: paragraphs, list marks and tables, in document order.

The archive is read with the standard library only. Libraries for Word documents leave out content controls and tracked
insertions, and do not count list numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

import regex as re

from referat.formats import Extract, elements
from referat.formats.word.list_numbering import Numbering
from referat.formats.word.zip_package import Package, child, children, tag, value

_MOST_STYLES = 20
"""Longest chain of styles based on one another; a hostile document can have a circular chain."""

_ELEMENTS = elements("word")
_SKIPPED = frozenset(_ELEMENTS["skipped"])
_SIGNS: dict[str, str] = _ELEMENTS["signs"]
_TO_PAGE = re.compile(r"\s*\t\s*(\d{1,4})$")
_LEADER = ".....\t"


@dataclass(frozen=True, slots=True)
class _DocumentPart:
    """A piece of text and its kind; pieces of one kind have no blank lines between, except plain paragraphs."""

    text: str
    kind: str = ""


def read(data: bytes) -> Extract:
    """Return the text of a Word document.

    Raises
    ------
    UnreadableError
        If it is another archive, damaged, locked or too large.
    """
    package = Package(data)
    body = package.main()
    parts = list(_WordReader(package).blocks(body))
    text = "".join(part.text for part in parts[:1])
    for before, part in pairwise(parts):
        text += ("\n" if part.kind and part.kind == before.kind else "\n\n") + part.text
    return Extract("word", f"{text}\n" if text else "")


class _WordReader:
    """Reads the blocks of a document, with its styles and list counters."""

    def __init__(self, package: Package) -> None:
        self.numbering = Numbering(package)
        self.styles = {value(style, "styleId"): style for style in children(package.part("word/styles.xml"), "style")}

    def blocks(self, element: Element) -> Iterator[_DocumentPart]:
        """Yield the paragraphs and table rows of an element."""
        for child_element in element:
            name = tag(child_element)
            if name == "p":
                yield from self._paragraph(child_element)
            elif name == "tbl":
                yield from self._table(child_element)
            elif name not in _SKIPPED:
                yield from self.blocks(child_element)

    def _paragraph(self, paragraph: Element) -> Iterator[_DocumentPart]:
        text = "".join(_letters(paragraph)).strip()
        properties = child(paragraph, "pPr")
        style = self.styles.get(value(child(properties, "pStyle")))
        if text and _is_listed(properties, style):
            yield _DocumentPart(_TO_PAGE.sub(rf"{_LEADER}\1", text), "contents")
        elif text:
            mark = self._mark(properties, style)
            yield _DocumentPart(mark + text, "entry" if mark else "")
        for box in _within(paragraph, "txbxContent"):
            yield from self.blocks(box)

    def _mark(self, properties: Element | None, style: Element | None) -> str:
        """Return the list mark of a paragraph, from its own properties or its style."""
        for holder in (properties, *(child(one, "pPr") for one in self._ancestry(style))):
            number = value(child(holder, "numPr", "numId"))
            if number:
                level = value(child(holder, "numPr", "ilvl")) or "0"
                return self.numbering.mark(number, int(level) if level.isdecimal() else 0)
        return ""

    def _ancestry(self, style: Element | None) -> Iterator[Element]:
        for _ in range(_MOST_STYLES):
            if style is None:
                return
            yield style
            style = self.styles.get(value(child(style, "basedOn")))

    def _table(self, table: Element) -> Iterator[_DocumentPart]:
        for row in _within(table, "tr"):
            cells = [list(self.blocks(cell)) for cell in _within(row, "tc")]
            if all(len(cell) <= 1 for cell in cells):
                text = "\t".join(
                    part.text.replace("\n", " ") for cell in cells for part in cell or [_DocumentPart("")]
                ).strip()
                yield from [_DocumentPart(text, "row")] if text else []
            else:
                yield from (part for cell in cells for part in cell)


def _letters(element: Element) -> Iterator[str]:
    for child_element in element:
        name = tag(child_element)
        if name == "t":
            yield child_element.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name not in _SKIPPED and name != "txbxContent" and not (name == "r" and _is_hidden(child_element)):
            yield from _letters(child_element)


def _is_hidden(run: Element) -> bool:
    hidden = child(run, "rPr", "vanish")
    return hidden is not None and value(hidden) not in ("0", "false")


def _is_listed(properties: Element | None, style: Element | None) -> bool:
    """Return whether a paragraph is a table-of-contents entry, by its style or by dot leaders."""
    name = (value(child(style, "name")) or "").casefold()
    tabs = child(properties, "tabs")
    leaders = [value(stop, "leader") for stop in tabs] if tabs is not None else []
    return name.startswith("toc ") or "dot" in leaders


def _within(element: Element, name: str) -> Iterator[Element]:
    """Yield the outermost elements of a name: the rows of a table, also those in content controls and insertions."""
    for child_element in element:
        if tag(child_element) == name:
            yield child_element
        elif tag(child_element) not in _SKIPPED:
            yield from _within(child_element, name)
