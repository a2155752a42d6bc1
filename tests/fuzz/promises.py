"""Properties of every document that a fuzzer makes, and the words of which it makes them."""

import tempfile
from collections.abc import Callable, Iterator
from functools import cache, wraps
from pathlib import Path
from typing import Any
from zlib import crc32

from referat.corpus.corpus_index import assemble
from referat.formats.source_files import Source
from referat.records.document_reader import parse_text, read_document
from referat.records.meeting_reader import meeting_rows
from referat.tables.batches import single_batch
from referat.tables.frames import check
from referat.vocabulary import load

_FOLDER = Path(tempfile.mkdtemp(prefix="referat-fuzz-"))
_PHRASES = ("attendance", "headings", "lines", "outcomes", "people", "recommendations", "references", "titles", "votes")
_MORE = (
    "REFERAT Direktionen d. 06-03-2023\n",
    "Mødedato Mandag d. 6. marts 2023 kl. 09:00\n",
    "Mødested\n",
    "Mødedeltagere ",
    "Indholdsfortegnelse\n",
    ".....3\n",
    "Punkt 1: ",
    "Lukket: ",
    "23/1\n",
    "21-000001\n",
    "Beslutning Direktionen den 06-03-2023\n",
    "1.-3. Godkendt.",
    "Bodil Ravn (A), ",
    "den 30/1",
    "(A+V+C)",
    "\x0c",
    "\u2028",
    "\r\n",
    "**",
)


def kept_if_it_fails(look: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """Return a target that writes a failing input to a file in the working directory."""

    @wraps(look)
    def one(data: bytes) -> None:
        try:
            look(data)
        except Exception:
            Path(f"crash-{crc32(data):08x}").write_bytes(data)
            raise

    return one


def assert_kept(text: str) -> None:
    """Check that no line of a text is lost, and that its rows keep the promises of the tables."""
    document = parse_text(text)
    assert document.text() == text, "the tree does not give the text back"
    _check(list(meeting_rows(document, Source("fuzz.txt", "0" * 64, "text", text))), text.encode())


def assert_read(data: bytes) -> None:
    """Check that a file gives rows that keep the promises of the tables, or a problem."""
    path = _FOLDER / "fuzz"
    path.write_bytes(data)
    parts = list(read_document(path, _FOLDER))
    assert any(part.tables["meetings"] or part.tables["problems"] for part in parts), "nothing is said of the file"
    _check(parts, data)


def _check(parts: list[Any], data: bytes) -> None:
    """Check the tables of every sixteenth document, because frames take ten times as long as reading."""
    faults = check(assemble(single_batch(parts))) if crc32(data) % 16 == 0 else []
    assert not faults, faults


@cache
def phrases() -> list[str]:
    """Return the words of the vocabularies."""
    return sorted({phrase for name in _PHRASES for phrase in _strings(load(name)) if len(phrase) < 60} | {*_MORE})


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _strings(inner)


def dictionary() -> Path:
    """Write the words as a dictionary for the fuzzer, and return its path."""
    path = _FOLDER / "words.dict"
    lines = ("".join(f"\\x{byte:02x}" for byte in phrase.encode()[:60]) for phrase in phrases() if phrase)
    path.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")
    return path
