"""Word documents written by hand: only the parts of the archive that a reader needs."""

from __future__ import annotations

from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import regex as re

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FRAME = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
    'vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
    f' Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
}


def docx(body: str, *, numbering: str = "", styles: str = "", head: str = "") -> bytes:
    """Return a document with this XML in its body, its numbering and its styles."""
    parts = dict(FRAME)
    parts["word/document.xml"] = f"{head}<w:document {SPACE}><w:body>{body}</w:body></w:document>"
    parts["word/numbering.xml"] = f"<w:numbering {SPACE}>{numbering}</w:numbering>"
    parts["word/styles.xml"] = f"<w:styles {SPACE}>{styles}</w:styles>"
    return archive(parts)


def archive(parts: dict[str, str | bytes]) -> bytes:
    """Return an archive of these parts."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as result:
        for name, part in parts.items():
            result.writestr(name, part)
    return file.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph; tabs and ends of lines in its text are Word's."""
    run = escape(text, quote=False).replace("\t", "</w:t><w:tab/><w:t>").replace("\n", "</w:t><w:br/><w:t>")
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{run}</w:t></w:r></w:p>'


def table(*rows: str) -> str:
    """Return a table of rows whose cells are separated by tabs."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row.split("\t")) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def document(minutes: str) -> bytes:
    """Return minutes, given as text in the portal's layout, as a Word document."""
    blocks = [block.strip("\n") for block in re.split(r"\n\s*\n", minutes) if block.strip()]
    return docx("".join(map(_block, blocks)))


def _block(block: str) -> str:
    lines = block.split("\n")
    if all(re.search(r"\.{5}\t\d+$", line) for line in lines):
        dots = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs>'
        return "".join(paragraph(line.replace(".....\t", "\t"), dots) for line in lines)
    if len(lines) > 1 and all("\t" in line for line in lines):
        return table(*lines)
    return paragraph(block)
