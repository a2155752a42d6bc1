"""Detect the format of a file by its first bytes, never by its name, and extract its text."""

from __future__ import annotations

from dataclasses import replace

from referat.formats import Extract, FormatProblem, UnreadableError, decode_text, html_blocks
from referat.formats.flattened_text import restore_lines
from referat.formats.glued_numbers import with_lines_for_glued_numbers
from referat.formats.item_tables import write_out_tables
from referat.formats.pdf import pdf_text
from referat.formats.running_lines import without_running_lines
from referat.formats.word import word_text

_PDF = b"%PDF-"
_PDF_WITHIN = 1024
"""Other bytes may precede the PDF header, up to this many."""

_ZIP = b"PK\x03\x04"
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old or locked Word document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
)


def extract(data: bytes) -> Extract:
    """Return the text of a file.

    Raises
    ------
    UnreadableError
        If there is no text, with the reason.
    """
    if not data.strip():
        raise UnreadableError("empty_file")
    for magic, name in _OTHERS:
        if data.startswith(magic):
            raise UnreadableError("unsupported_format", name)
    if _PDF in data[:_PDF_WITHIN]:
        return pdf_text.read(data)
    if data.startswith(_ZIP):
        return word_text.read(data)
    decoded = decode_text.read(data)
    if decoded.reader == "portal":
        return decoded
    if decoded.reader != "html":
        return _with_lines(decoded)
    page = decoded.text
    return _with_lines(Extract("html", html_blocks.text_of(page), decoded.problems, html_blocks.address_of(page)))


def _with_lines(extracted: Extract) -> Extract:
    """Return a text with tables of items written out, without running lines, and with lost line breaks restored."""
    text, running = without_running_lines(write_out_tables(extracted.text))
    problems = [*extracted.problems, *([FormatProblem("running_lines_left_out", f"`{running}`")] if running else [])]
    restored = with_lines_for_glued_numbers(restore_lines(text))
    if restored != text:
        problems.append(FormatProblem("lines_restored"))
    return replace(extracted, text=restored, problems=tuple(problems))
