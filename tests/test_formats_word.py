"""Word documents: their text in order, with the list numbers of Word, without deleted text."""

from __future__ import annotations

from pathlib import Path

import pytest
from same import differences
from word_file import SPACE, archive, document, docx, paragraph, table

from referat import demo, load
from referat.formats import UnreadableError
from referat.formats.word import word_text, zip_package

ENTRY = '<w:numPr><w:ilvl w:val="{1}"/><w:numId w:val="{0}"/></w:numPr>'
LEVEL = '<w:lvl w:ilvl="{0}"><w:start w:val="{1}"/><w:numFmt w:val="{2}"/><w:lvlText w:val="{3}"/></w:lvl>'
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    + LEVEL.format(0, 1, "decimal", "%1.")
    + LEVEL.format(1, 1, "lowerLetter", "%2)")
    + LEVEL.format(2, 1, "lowerRoman", "%1.%3")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
    + LEVEL.format(0, 1, "bullet", "\uf0b7")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="9">'
    + LEVEL.format(0, 1, "decimal", "Punkt %1:")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    + '<w:num w:numId="3"><w:abstractNumId w:val="9"/></w:num>'
    + '<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
    + "</w:lvlOverride></w:num>"
)


def text(body: str, **parts: str) -> str:
    return word_text.read(docx(body, **parts)).text


def entry(line: str, number: int = 1, level: int = 0) -> str:
    return paragraph(line, ENTRY.format(number, level))


def code(data: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        word_text.read(data)
    return error.value.problem.code


@pytest.mark.heavy
def test_minutes_in_word_give_the_tables_that_they_give_as_text(tmp_path: Path) -> None:
    as_text, typed = tmp_path / "written", tmp_path / "typed"
    demo.write(as_text, meetings=20)
    typed.mkdir()
    (typed / "_corpus.toml").write_bytes((as_text / "_corpus.toml").read_bytes())
    for path in as_text.glob("*.txt"):
        (typed / f"{path.stem}.docx").write_bytes(document(path.read_text(encoding="utf-8")))
    assert differences(load(as_text), load(typed)) == []
    assert set(load(typed).meetings["reader"]) == {"word"}


def test_paragraphs_have_blank_lines_between_and_keep_their_own_lines() -> None:
    assert text(paragraph("Et\tto\ntre") + paragraph("") + paragraph("Fire")) == "Et\tto\ntre\n\nFire\n"


def test_numbers_of_lists_are_counted_as_word_shows_them() -> None:
    entries = [
        entry("a"),
        entry("b", level=1),
        entry("c", level=1),
        entry("d", level=2),
        entry("e"),
        entry("f", level=1),
    ]
    assert text("".join(entries), numbering=NUMBERING).split("\n")[:-1] == [
        "1. a",
        "a) b",
        "b) c",
        "1.i d",
        "2. e",
        "a) f",
    ]


def test_another_list_has_its_own_count_and_start() -> None:
    body = entry("a") + paragraph("så") + entry("b", number=4) + entry("c", number=2) + entry("d")
    assert text(body, numbering=NUMBERING) == "1. a\n\nså\n\n5. b\n- c\n2. d\n"


def test_a_style_can_number_its_headings() -> None:
    styles = (
        f'<w:style w:styleId="H"><w:name w:val="Overskrift"/><w:pPr>{ENTRY.format(3, 0)}</w:pPr></w:style>'
        '<w:style w:styleId="K"><w:basedOn w:val="H"/></w:style>'
    )
    body = "".join(paragraph(line, '<w:pStyle w:val="K"/>') for line in ("Havnen", "Skolen"))
    assert text(body, numbering=NUMBERING, styles=styles) == "Punkt 1: Havnen\nPunkt 2: Skolen\n"


def test_styles_that_build_on_each_other_in_a_circle_end() -> None:
    styles = (
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    assert text(paragraph("Et", '<w:pStyle w:val="A"/>'), styles=styles) == "Et\n"


def test_rows_of_a_table_are_lines_in_their_place() -> None:
    assert text(paragraph("Før") + table("Post\tBeløb", "Løn\t10") + paragraph("Efter")) == (
        "Før\n\nPost\tBeløb\nLøn\t10\n\nEfter\n"
    )


def test_a_table_that_only_places_text_is_no_table() -> None:
    cells = f"<w:tc>{paragraph('Mødedeltagere')}</w:tc><w:tc>{paragraph('Bodil Ravn')}{paragraph('Per Bro')}</w:tc>"
    assert text(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>") == "Mødedeltagere\n\nBodil Ravn\n\nPer Bro\n"


def test_the_contents_lead_to_their_pages_with_dots() -> None:
    styles = '<w:style w:styleId="I"><w:name w:val="toc 1"/></w:style>'
    body = "".join(paragraph(line, '<w:pStyle w:val="I"/>') for line in ("Havnen\t3", "Skolen\t4"))
    assert text(body, styles=styles) == "Havnen.....\t3\nSkolen.....\t4\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<w:p><w:ins><w:r><w:t>ny</w:t></w:r></w:ins></w:p>", "ny\n"),
        ("<w:p><w:r><w:t>ny</w:t></w:r><w:del><w:r><w:delText>gammel</w:delText></w:r></w:del></w:p>", "ny\n"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('felt')}</w:sdtContent></w:sdt>", "felt\n"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>skjult</w:t></w:r><w:r><w:t>vist</w:t></w:r></w:p>", "vist\n"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r></w:p>", "3\n"),
        ("<w:p><w:r><w:t>sags</w:t><w:noBreakHyphen/><w:t>nr</w:t></w:r></w:p>", "sags-nr\n"),
        (
            "<w:p><w:r><w:t>ved</w:t><w:x><w:Choice><w:txbxContent><w:p><w:r><w:t>boks</w:t></w:r></w:p></w:txbxContent>"
            "</w:Choice><w:Fallback><w:txbxContent><w:p><w:r><w:t>boks</w:t></w:r></w:p></w:txbxContent></w:Fallback>"
            "</w:x></w:r></w:p>",
            "ved\n\nboks\n",
        ),
    ],
    ids=["inserted", "deleted", "control", "hidden", "field", "hyphen", "box"],
)
def test_the_text_is_what_the_document_shows(body: str, expected: str) -> None:
    assert text(body) == expected


# --- Unreadable files ---


BILLION = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"PK\x03\x04" + b"noise" * 100, "damaged_file"),
        (document("Et afsnit")[:200], "damaged_file"),
        (docx("<w:p>"), "damaged_file"),
        (docx("<w:p/>", head=f'<!DOCTYPE w [<!ENTITY a "lol">{BILLION}]>'), "damaged_file"),
        (docx("<w:x>" * 5000 + "</w:x>" * 5000), "too_large"),
        (archive({"xl/workbook.xml": "<x/>"}), "unsupported_format"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "unsupported_format"),
        (archive({"billeder/a.txt": "a"}), "unsupported_format"),
    ],
    ids=["noise", "half", "open element", "entities", "deep", "spreadsheet", "OpenDocument", "archive"],
)
def test_an_archive_that_is_no_whole_document_says_why(data: bytes, expected: str) -> None:
    assert code(data) == expected


def test_a_bomb_is_not_unpacked_to_its_end() -> None:
    bomb = archive({"word/document.xml": b" " * (zip_package.LARGEST + 1)})
    assert len(bomb) < zip_package.LARGEST / 500
    assert code(bomb) == "too_large"


def test_a_part_with_a_wrong_size_is_damaged() -> None:
    part = f"<w:document {SPACE}>{paragraph('Et afsnit')}</w:document>"
    data = bytearray(archive({"word/document.xml": part}))
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = (5).to_bytes(4, "little")
    with pytest.raises(UnreadableError):
        word_text.read(bytes(data))


def test_words_other_namespace_is_read_too() -> None:
    strict = SPACE.replace("schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml/wordprocessingml")
    part = f"<w:document {strict}><w:body>{paragraph('Et')}</w:body></w:document>"
    assert word_text.read(archive({"word/document.xml": part})).text == "Et\n"
