"""The parts of an office document: XML in a ZIP archive, both untrusted."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from referat.formats import UnreadableError

LARGEST = 30_000_000
"""Largest unpacked part in bytes: about a thousand pages; a larger one may be an archive bomb."""

DEEPEST = 200
"""Deepest nesting of XML elements that is read; documents have about forty levels."""

_MOST_PARTS = 10_000
_DAMAGES = (BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error, lzma.LZMAError)
_OTHERS = {
    "xl/workbook.xml": "a spreadsheet",
    "ppt/presentation.xml": "a slide show",
    "mimetype": "an OpenDocument file",
}


class Package:
    """An open archive that gives access to the parts of a Word document."""

    def __init__(self, data: bytes) -> None:
        try:
            self.archive = ZipFile(BytesIO(data))
            self.names = frozenset(self.archive.namelist())
        except _DAMAGES as error:
            raise UnreadableError("damaged_file", f"it is an incomplete or damaged archive ({error})") from None
        if len(self.names) > _MOST_PARTS:
            raise UnreadableError("too_large", f"{len(self.names):,} parts; {_MOST_PARTS:,} are the limit")

    def main(self) -> Element:
        """Return the part with the document text."""
        if "word/document.xml" not in self.names:
            kind = next((kind for name, kind in _OTHERS.items() if name in self.names), "an archive")
            raise UnreadableError("unsupported_format", kind)
        return self.part("word/document.xml")

    def part(self, name: str) -> Element:
        """Return the XML of a part; an empty element if there is no such part."""
        if name not in self.names:
            return Element("none")
        try:
            with self.archive.open(name) as file:
                data = file.read(LARGEST + 1)
        except RuntimeError:
            raise UnreadableError("locked_file") from None
        except _DAMAGES as error:
            raise UnreadableError("damaged_file", f"{name} cannot be unpacked ({error})") from None
        if len(data) > LARGEST:
            raise UnreadableError("too_large", f"{name} has over {LARGEST:,} bytes")
        parser = XMLParser(target=_ShallowTree(), forbid_dtd=True)
        try:
            parser.feed(data)
            root: Element = parser.close()
        except DefusedXmlException:
            raise UnreadableError("damaged_file", "its XML declares a document type") from None
        except ParseError as error:
            raise UnreadableError("damaged_file", f"{name} is incomplete or damaged XML ({error})") from None
        return root


class _ShallowTree(TreeBuilder):
    """Builds an element tree up to a maximum depth."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableError("too_large", f"elements nested deeper than {DEEPEST}")
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


def tag(element: Element) -> str:
    """Return an element's name without its namespace; Word has two of them."""
    return element.tag.rpartition("}")[2]


def value(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute regardless of its namespace, or None."""
    if element is None:
        return None
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), None)


def child(element: Element | None, *names: str) -> Element | None:
    """Return the element at the end of a path of names, the first match at each step, or None."""
    for name in names:
        if element is None:
            return None
        element = next(children(element, name), None)
    return element


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the elements of a name directly below another."""
    return (below for below in element if tag(below) == name)
