"""Word documents (.docx) to text: paragraphs, the marks of their lists, and tables, in the order of the document.

The archive is read by the standard library alone. A library for Word documents would leave out what stands in content
controls and in tracked insertions, and would not count the numbers of lists.
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
"""Styles build on one another in chains no longer than this; a hostile chain is a circle."""

_ELEMENTS = elements("word")
_SKIPPED = frozenset(_ELEMENTS["skipped"])
_SIGNS: dict[str, str] = _ELEMENTS["signs"]
_TO_PAGE = re.compile(r"\s*\t\s*(\d{1,4})$")
_LEADER = ".....\t"


@dataclass(frozen=True, slots=True)
class _DocumentPart:
    """A piece of text with its kind: those of one kind, but plain paragraphs, stand without blank lines between."""

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
    """Reads the blocks of a document, with its styles and the state of its lists."""

    def __init__(self, package: Package) -> None:
        self.numbering = Numbering(package)
        self.styles = {value(style, "styleId"): style for style in children(package.part("word/styles.xml"), "style")}

    def blocks(self, element: Element) -> Iterator[_DocumentPart]:
        """Yield the paragraphs and rows of tables in an element."""
        for found in element:
            name = tag(found)
            if name == "p":
                yield from self._paragraph(found)
            elif name == "tbl":
                yield from self._table(found)
            elif name not in _SKIPPED:
                yield from self.blocks(found)

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
        """Return the mark of a list, by the paragraph's own properties or by those of its style."""
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
    for found in element:
        name = tag(found)
        if name == "t":
            yield found.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name not in _SKIPPED and name != "txbxContent" and not (name == "r" and _is_hidden(found)):
            yield from _letters(found)


def _is_hidden(run: Element) -> bool:
    hidden = child(run, "rPr", "vanish")
    return hidden is not None and value(hidden) not in ("0", "false")


def _is_listed(properties: Element | None, style: Element | None) -> bool:
    """Tell an entry of the contents: by its style, or by dots that lead to a tab."""
    name = (value(child(style, "name")) or "").casefold()
    tabs = child(properties, "tabs")
    leaders = [value(found, "leader") for found in tabs] if tabs is not None else []
    return name.startswith("toc ") or "dot" in leaders


def _within(element: Element, name: str) -> Iterator[Element]:
    """Yield the outermost elements of a name: the rows of a table, also those in content controls and insertions."""
    for found in element:
        if tag(found) == name:
            yield found
        elif tag(found) not in _SKIPPED:
            yield from _within(found, name)
