"""Fuzz the readers of Word documents, web pages and PDFs: see README.md in this folder."""

import io
import sys
import zipfile

import atheris

with atheris.instrument_imports(include=["referat"]):
    import promises

OPEN = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


@promises.kept_if_it_fails
def one(data: bytes) -> None:
    """Read some bytes as a page, as the content of a Word document, or as a whole PDF or archive."""
    kind, data = data[:1], data[1:]
    if kind < b"\x60":
        promises.assert_read(b"<html><body>" + data)
    elif kind < b"\xd0":
        promises.assert_read(_word(data))
    elif kind < b"\xe8":
        promises.assert_read(b"%PDF-1.7\n" + data)
    else:
        promises.assert_read(b"PK\x03\x04" + data)


def _word(body: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("[Content_Types].xml", TYPES)
        file.writestr("_rels/.rels", RELATIONS)
        file.writestr("word/document.xml", OPEN.encode() + body + b"</w:body></w:document>")
    return archive.getvalue()


if __name__ == "__main__":
    atheris.Setup([*sys.argv, f"-dict={promises.dictionary()}"], one)
    atheris.Fuzz()
