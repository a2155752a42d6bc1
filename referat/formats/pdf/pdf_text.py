"""Extract the text layer of a PDF: words with positions, grouped into lines and paragraphs.

The PDF library is written in C and a PDF can be hostile, so it runs in a worker process with limits of time and memory.
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
from referat.formats.pdf.header_columns import with_columns_apart
from referat.formats.pdf.line_joining import join_lines
from referat.formats.pdf.page_furniture import without_furniture
from referat.formats.pdf.words_to_lines import Page, PageWord, rows
from referat.formats.pdf.wrapped_tables import with_tables_written_out
from referat.vocabulary.fuzzy import REPLACEMENT_CHARS

LARGEST = 100_000_000
"""Largest PDF that is read, in bytes."""

MOST_PAGES = 2_000
"""Largest number of pages; a PDF with more is not read."""

_CHARACTERS = 200_000
"""Largest number of characters of a page; a page with more is a drawing."""

_STEEP = 0.3
"""Slope, relative to its length, from which a word is a stamp or a margin note."""

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
"""Replacements for characters of the text layer; browsers hyphenate with U+2010."""

_WORD = re.compile(r"[^\s\x1c-\x1f\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
"""Ends of words: white space, or the library's code for a hyphen at a line end, after which no space follows."""

_UNSURE = "\ufffe"
"""Code that the library uses for several characters; it distinguishes them when asked for a single one."""


def library() -> str:
    """Return name and version of the PDF library; empty if it is not installed."""
    try:
        return f"pypdfium2 {version('pypdfium2')}"
    except PackageNotFoundError:
        return ""


def read(data: bytes) -> Extract:
    """Return the text of a PDF.

    Raises
    ------
    UnreadableError
        If the library is not installed, or the PDF is locked, damaged, too large, or has no text.
    """
    if not library():
        raise UnreadableError("missing_extra", f"PDF: {install_command('pdf')}")
    if len(data) > LARGEST:
        raise UnreadableError("too_large", f"{len(data):,} bytes; {LARGEST:,} are the limit")
    result = worker_process.run_in_subprocess(_extract_as_json, data)
    return Extract("pdf", result["text"], tuple(FormatProblem(code, detail) for code, detail in result["problems"]))


def extract(data: bytes) -> Extract:
    """Return the text of a PDF, read in this process."""
    pages = list(_pages(data))
    if not any(page.rows for page in pages):
        from referat.language import Language

        raise UnreadableError("pdf_without_text", Language("en").counted(len(pages), "page"))
    kept, left_out = without_furniture(pages)
    kept = with_tables_written_out(kept if any(page.rows for page in kept) else pages)
    text = join_lines(with_columns_apart(kept))
    empty = ", ".join(str(number) for number, page in enumerate(pages, 1) if not page.rows)
    problems = {"pages_without_text": empty, "running_lines_left_out": "; ".join(left_out)}
    return Extract("pdf", text, tuple(FormatProblem(code, detail) for code, detail in problems.items() if detail))


def _pages(data: bytes) -> Iterator[Page]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise UnreadableError(
            "locked_file" if locked else "damaged_file", "it is an incomplete or damaged PDF"
        ) from None
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
    """The text layer of one page, read with the library's C functions: characters with boxes, in order."""

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
        """Return the characters of the page in order.

        Reading all at once saves a sixth of the time of a PDF, but leaves out control characters, and gives one code
        for unknown characters and hyphens at line ends. These are read one by one.
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
        """Return the printed size of a character; the font's own size is scaled by the page."""
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
        """Return a position from the top left corner of the page in its displayed rotation."""
        if self.quarters == 1:
            return y, x
        if self.quarters == 2:
            return self.width - x, y
        if self.quarters == 3:
            return self.width - y, self.height - x
        return x, self.height - y


def _extract_as_json(data: bytes) -> dict[str, object]:
    extracted = extract(data)
    return {"text": extracted.text, "problems": [(problem.code, problem.detail) for problem in extracted.problems]}
