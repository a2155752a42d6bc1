"""PDF to text from its text layer: the words of each page with their places, grouped into lines and paragraphs.

The library that opens PDFs is written in C, and a PDF can be hostile: it runs in a worker process with limits of time
and memory.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from math import hypot
from typing import Any

import regex as re

from referat.errors import install_command
from referat.formats import Extract, FormatProblem, UnreadableError, worker_process
from referat.formats.pdf.dehyphenation import SOFT_HYPHEN
from referat.formats.pdf.line_joining import join_lines
from referat.formats.pdf.page_furniture import without_furniture
from referat.formats.pdf.words_to_lines import Page, PageWord, rows
from referat.vocabulary.fuzzy import REPLACEMENT_CHARS

LARGEST = 100_000_000
"""A PDF of more bytes is not opened."""

MOST_PAGES = 2_000
"""Of a PDF with more pages, none is read."""

_CHARACTERS = 200_000
"""A page with more characters is a picture made of letters, and is read no further."""

_STEEP = 0.3
"""Words that rise by so much of their length are a stamp across the page or a note up its edge, not lines of it."""

_LETTERS = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
    | {
        "\uf0b7": "•",
        "\uf0a7": "•",
        "\x02": "-",
        "\ufffe": "-",
        "\u2010": SOFT_HYPHEN,
        "\x00": REPLACEMENT_CHARS,
        "\ufffd": REPLACEMENT_CHARS,
    }
)
"""How letters are written that the text layer spells in its own way; browsers hyphenate with U+2010."""

_WORD = re.compile(r"[^\s\x1c-\x1f\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
"""A word ends at a blank, or with what the library gives for a hyphen that ends a line; no blank follows that."""

_UNSURE = "\ufffe"
"""Code that the library uses for several characters; it distinguishes them when asked for a single one."""


def library() -> str:
    """Return name and version of the library that opens PDFs, or nothing where it is not installed."""
    try:
        return f"pypdfium2 {version('pypdfium2')}"
    except PackageNotFoundError:
        return ""


def read(data: bytes) -> Extract:
    """Return the text of a PDF.

    Raises
    ------
    UnreadableError
        If the library is not installed, or the PDF is locked, damaged, too large, or holds no text.
    """
    if not library():
        raise UnreadableError("missing_extra", f"PDF: {install_command('pdf')}")
    if len(data) > LARGEST:
        raise UnreadableError("too_large", f"{len(data):,} bytes; {LARGEST:,} are the limit")
    result = worker_process.run_in_subprocess(_extract_as_json, data)
    return Extract("pdf", result["text"], tuple(FormatProblem(code, detail) for code, detail in result["doubts"]))


def extract(data: bytes) -> Extract:
    """Return the text of a PDF, read in this very process."""
    pages = list(_pages(data))
    if not any(page.rows for page in pages):
        raise UnreadableError("pdf_without_text", f"{len(pages)} pages")
    kept, left_out = without_furniture(pages)
    text = join_lines(kept if any(page.rows for page in kept) else pages)
    empty = ", ".join(str(number) for number, page in enumerate(pages, 1) if not page.rows)
    doubts = {"pages_without_text": empty, "running_lines_left_out": "; ".join(left_out)}
    return Extract("pdf", text, tuple(FormatProblem(code, detail) for code, detail in doubts.items() if detail))


def _pages(data: bytes) -> Iterator[Page]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise UnreadableError("locked_file" if locked else "damaged_file", "it is no whole PDF") from None
    if len(document) > MOST_PAGES:
        raise UnreadableError("too_large", f"{len(document):,} pages; {MOST_PAGES:,} are the limit")
    for number in range(len(document)):
        page = raw.FPDF_LoadPage(document.raw, number)
        text = raw.FPDFText_LoadPage(page)
        words = list(_PageText(raw, page, text).words())
        level = rows(word for word in words if word.size)
        width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        yield Page(width, height, level, tuple(word.text for word in words if not word.size))
        raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(page)


class _PageText:
    """The text layer of one page, as the library's C functions give it: characters with boxes, in order."""

    def __init__(self, raw: Any, page: Any, text: Any) -> None:
        self.raw, self.text = raw, text
        self.width, self.height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        self.quarters = raw.FPDFPage_GetRotation(page)
        self.box, self.matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.font, self.flags = ctypes.create_string_buffer(128), ctypes.c_int()

    def words(self) -> Iterator[PageWord]:
        """Yield the words in the order of the file."""
        for match in _WORD.finditer(self._letters()):
            yield self._word(match[0], match.start(), match.end() - 1)

    def _letters(self) -> str:
        """Return the letters of the page, each in its place.

        To take them out all at once spares a sixth of the time that a PDF takes. But then the library leaves out
        control characters, and writes one sign for a letter it does not know and for a hyphen that ends a line.
        """
        count = max(0, min(self.raw.FPDFText_CountChars(self.text), _CHARACTERS))
        units = (ctypes.c_ushort * (2 * count + 1))()
        self.raw.FPDFText_GetText(self.text, 0, count, units)
        letters = bytes(units).decode("utf-16-le", "surrogatepass").rstrip("\0")
        if len(letters) != count:
            letters = _UNSURE * count
        if _UNSURE not in letters:
            return letters
        return "".join(self._letter(index) if letter == _UNSURE else letter for index, letter in enumerate(letters))

    def _letter(self, index: int) -> str:
        return chr(self.raw.FPDFText_GetUnicode(self.text, index))

    def _word(self, text: str, first: int, last: int) -> PageWord:
        (x, base), (end, rise) = self._origin(first), self._origin(last)
        self.raw.FPDFText_GetFontInfo(self.text, first, self.font, 128, self.flags)
        is_level = abs(rise - base) <= _STEEP * abs(end - x) or first == last
        font = self.font.value.decode("utf-8", "replace")
        size = round(self._size(first), 1) if is_level else 0.0
        return PageWord(text.translate(_LETTERS), self._edges(first)[0], self._edges(last)[1], base, size, font)

    def _size(self, index: int) -> float:
        """Return the size of a letter as it is printed; the font's own size is stretched on its way to the page."""
        self.raw.FPDFText_GetMatrix(self.text, index, self.matrix)
        return float(self.raw.FPDFText_GetFontSize(self.text, index) * hypot(self.matrix.c, self.matrix.d))

    def _origin(self, index: int) -> tuple[float, float]:
        self.raw.FPDFText_GetCharOrigin(self.text, index, self.x, self.y)
        return self._seen(self.x.value, self.y.value)

    def _edges(self, index: int) -> tuple[float, float]:
        self.raw.FPDFText_GetLooseCharBox(self.text, index, self.box)
        (one, _), (other, _) = self._seen(self.box.left, self.box.top), self._seen(self.box.right, self.box.bottom)
        return min(one, other), max(one, other)

    def _seen(self, x: float, y: float) -> tuple[float, float]:
        """Return a place as a reader sees it, from the top left of the page as it is turned."""
        if self.quarters == 1:
            return y, x
        if self.quarters == 2:
            return self.width - x, y
        if self.quarters == 3:
            return self.width - y, self.height - x
        return x, self.height - y


def _extract_as_json(data: bytes) -> dict[str, object]:
    extracted = extract(data)
    return {"text": extracted.text, "doubts": [(doubt.code, doubt.detail) for doubt in extracted.doubts]}
