"""Decode bytes to text: UTF-8, UTF-16, a declared encoding, or Windows-1252 with a warning."""

from __future__ import annotations

import codecs

import regex as re

from referat.formats import Extract, FormatProblem, UnreadableError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FEW_NULS = 100
"""A damaged text has at most one NUL per this many bytes; other files have more."""

_DECLARED = re.compile(rb"<(?:meta\b[^>]{0,200}\bcharset|\?xml\b[^>]{0,80}\bencoding)\s*=\s*[\"']?([\w-]{2,20})", re.I)
_ASCII = r"\n\u0041+AGE-" + "".join(map(chr, range(32, 127)))
"""Text that all text encodings spell alike. Other Python codecs, such as `hex` and `idna`, do not."""

_HEAD = 4096
"""An encoding declaration is within this many bytes of the start."""

_LEAD = "├"
_TWICE = re.compile(rf"{_LEAD}[^\s\x00-\x7f]")

_PAGE = re.compile(r"(?i)<(?:!doctype\s+html|html|head|body|main|article|section|div|table|h[1-6]|p|meta|!--)\b")
_XHTML = re.compile(r"(?i)<html\b")


def read(data: bytes) -> Extract:
    """Return the text of a file, which may be plain text, HTML or the portal's JSON.

    Raises
    ------
    UnreadableError
        If the bytes are not text.
    """
    text, problems = _decoded(data)
    text = _TWICE.sub(_once, text) if _LEAD in text else text
    return Extract(_reader(text.lstrip("\ufeff \t\r\n")[:_HEAD]), text, problems)


def _once(letter: re.Match[str]) -> str:
    """Return a letter that was written as UTF-8 and read in a code page of DOS: "├ą" is "å"."""
    for code_page in ("cp852", "cp850"):
        try:
            return letter[0].encode(code_page).decode("utf-8")
        except UnicodeError:
            continue
    return letter[0]


def _reader(head: str) -> str:
    if head.startswith("{\\rtf"):
        raise UnreadableError("unsupported_format", "an RTF document")
    if head[:1] in ("{", "["):
        return "portal"
    if _PAGE.match(head) or (head.startswith("<?xml") and _XHTML.search(head)):
        return "html"
    return "text"


def _decoded(data: bytes) -> tuple[str, tuple[FormatProblem, ...]]:
    if data.startswith(_UTF16):
        return data.decode("utf-16", errors="replace"), ()
    if data.count(0) > len(data) // _FEW_NULS:
        raise UnreadableError("binary_file", "it holds NUL bytes")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    declared = _declared(data)
    if declared:
        return data.decode(declared, errors="replace"), ()
    if b"\r\n" in data or all(byte >= 0x20 or byte in b"\t\n\r\f" for byte in data):
        return data.decode("cp1252", errors="replace"), (FormatProblem("other_encoding", "Windows-1252", line),)
    raise UnreadableError("binary_file", "its bytes are no letters", line)


def _declared(data: bytes) -> str | None:
    """Return the encoding that a web page declares, if it exists; a claim of UTF-8 that does not decode is ignored."""
    declaration = _DECLARED.search(data[:_HEAD])
    try:
        name = codecs.lookup(declaration[1].decode("ascii")).name if declaration else "utf-8"
        if _ASCII.encode().decode(name, errors="replace") != _ASCII:  # unreadable as a declaration
            return None
    except (LookupError, UnicodeError):
        return None
    return {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(name, name) if not name.startswith("utf-8") else None
