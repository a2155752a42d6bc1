"""A small typesetter: minutes as PDF pages with wrapped lines, running heads, page numbers, contents and tables.

All text is in Courier, whose letters have equal widths, so that line ends can be computed.
"""

from __future__ import annotations

import textwrap
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import regex as re

WIDTH, HEIGHT, MARGIN = 595, 842, 70
LETTER = 0.6
"""The width of a letter of Courier, as a part of its size."""

FONTS = {"": "Courier", "bold": "Courier-Bold"}


@dataclass(frozen=True)
class Text:
    """A piece of text on a page: position from the top left, size, font, rotation."""

    x: float
    y: float
    text: str
    size: float = 10
    font: str = ""
    turned: bool = False


def pdf(pages: Iterable[Sequence[Text]], *, extra: str = "", turn: int = 0) -> bytes:
    """Return the pages as a PDF; `extra` goes into its trailer, `turn` says by how many degrees pages are turned."""
    pages = list(pages)
    fonts = " ".join(f"/F{name} {3 + n} 0 R" for n, name in enumerate(FONTS))
    kids = [6 + 2 * n for n in range(len(pages))]
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    objects += [f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"]
    encoding = "<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl] >>"
    objects += [f"<< /Type /Font /Subtype /Type1 /BaseFont /{f} /Encoding 5 0 R >>" for f in FONTS.values()]
    objects += [encoding]
    streams: dict[int, bytes] = {}
    for number, page in zip(kids, pages, strict=True):
        box = f"/MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {turn}"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R {box} /Resources << /Font << {fonts} >> >> /Contents {number + 1} 0 R >>"
        )
        content = zlib.compress("\n".join(map(_shown, page)).encode("latin-1"))
        objects.append(f"<< /Length {len(content)} /Filter /FlateDecode >>")
        streams[number + 1] = content
    return _file(objects, streams, extra)


def _shown(text: Text) -> str:
    letters = text.text.replace("ﬁ", "\x01").replace("ﬂ", "\x02").encode("cp1252").decode("latin-1")
    escaped = re.sub(r"([\\()])", r"\\\1", letters)
    turn = "0 1 -1 0" if text.turned else "1 0 0 1"
    return f"BT /F{text.font} {text.size} Tf {turn} {text.x:.2f} {HEIGHT - text.y:.2f} Tm ({escaped}) Tj ET"


def _file(objects: Sequence[str], streams: dict[int, bytes], extra: str) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(data))
        stream = b"\nstream\n" + streams[number] + b"\nendstream" if number in streams else b""
        data += f"{number} 0 obj\n{text}".encode("latin-1") + stream + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R {extra} >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + (head + trailer).encode("latin-1")


@dataclass
class Typesetter:
    """Sets blocks of text below one another, with new pages as needed."""

    head: str = ""
    leading: float = 1.25
    gap: float = 8
    pages: list[list[Text]] = field(default_factory=lambda: [[]])
    y: float = MARGIN

    def pdf(self) -> bytes:
        """Return the pages with their running heads and feet."""
        total = len(self.pages)
        heads = [Text(MARGIN, 40, self.head, 8)] if self.head else []
        feet = [[Text(WIDTH / 2, HEIGHT - 35, f"Side {number} af {total}", 8)] for number in range(1, total + 1)]
        return pdf([*heads, *page, *foot] for page, foot in zip(self.pages, feet, strict=True))

    def new_page(self) -> None:
        """Begin a new page."""
        if self.pages[-1]:
            self.pages.append([])
            self.y = MARGIN

    def line(self, text: str, size: float = 10, font: str = "", x: float = MARGIN) -> None:
        """Set one line."""
        self._begin_page_if_full()
        self.y += size * self.leading
        self.pages[-1].append(Text(x, self.y, text, size, font))

    def _begin_page_if_full(self) -> None:
        if self.y > HEIGHT - 80:
            self.new_page()

    def block(self, text: str, size: float = 10, font: str = "") -> None:
        """Set a paragraph, wrapped; its own line ends are kept, and list entries have a hanging indent."""
        for line in text.split("\n"):
            mark = re.match(r"(?:\d+\.|-) ", line)
            hang = " " * len(mark[0]) if mark else ""
            for row in textwrap.wrap(line, self._letters(size), subsequent_indent=hang):
                self.line(row.strip(), size, font, MARGIN + LETTER * size * (len(row) - len(row.lstrip())))
        self.y += self.gap

    def contents(self, entries: Sequence[tuple[str, str]]) -> None:
        """Set a table of contents: titles, dots, pages at the edge; long titles wrap."""
        letters = self._letters(10)
        for title, page in entries:
            *rows, last = textwrap.wrap(title, letters - 8)
            for row in rows:
                self.line(row)
            self.line(last + " " + "." * (letters - len(last) - len(page) - 2) + " " + page)
        self.y += self.gap

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Set a table with columns of equal width."""
        width = (WIDTH - 2 * MARGIN) / max(map(len, rows))
        for row in rows:
            self._begin_page_if_full()
            y = self.y
            for column, cell in enumerate(row):
                self.y = y
                self.line(cell, x=MARGIN + column * width)
            self.y += 4
        self.y += self.gap

    @staticmethod
    def _letters(size: float) -> int:
        return int((WIDTH - 2 * MARGIN) / (LETTER * size))


HEADINGS = re.compile(
    r"(?i)(?:Baggrund|Indstilling|Sagsfremstilling|Fremstilling|Sagsprocedure|Resume|Bilag|Økonomi\w*|Lovgrundlag"
    r"|Sagsbeskrivelse|Tidsplan|Kommunikation|Sagsforløb|Sagens forløb|Beslutning(?:er|spunkter)?"
    r"|Beslutning Direktionen den [\d-]+|Indholdsfortegnelse)"
)


def typeset(minutes: str, **settings: object) -> bytes:
    """Return minutes, given as text in the portal's layout, as a PDF: each item begins a page, headings are bold."""
    paper = Typesetter(**settings)  # type: ignore[arg-type]
    for block in filter(str.strip, re.split(r"\n\s*\n", minutes)):
        lines = block.strip("\n").split("\n")
        joined = " ".join(line.strip() for line in lines)
        entries = [re.fullmatch(r"(.*?)\.{5}\s*(\d+)", line) for line in lines]
        if joined.startswith("REFERAT "):
            paper.block(joined, 16, "bold")
        elif all(entries):
            paper.contents([(entry[1], entry[2]) for entry in entries if entry])
        elif joined.startswith("Punkt ") and not joined.startswith("Punktnummer"):
            paper.new_page()
            paper.block(joined, 13, "bold")
        elif HEADINGS.fullmatch(joined):
            paper.block(joined, 10, "bold")
        elif len(lines) > 1 and all("\t" in line for line in lines):
            paper.table([line.split("\t") for line in lines])
        else:
            paper.block(joined if joined.startswith("Mødedeltagere") else block.strip("\n").replace("\t", "   "))
    return paper.pdf()
