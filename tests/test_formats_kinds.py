"""A file's format is detected by its content; the same meeting in two formats is kept once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from paper import typeset
from word_file import document

from referat import load
from referat.formats.source_files import read
from referat.pipeline.line_listing import listed_lines

MINUTES = """REFERAT Havneudvalget d. 07-03-2023

Mødedato Tirsdag d. 7. marts 2023 kl. 09:00

Mødested Rådhuset

Mødedeltagere Bodil Ravn, Tage Kvist

Punkt 1: Plan for havnen

23/1

Beslutning

Godkendt.
"""

PORTAL = {
    "Udvalg": {"Navn": "Havneudvalget"},
    "Moede": {"MeetingBeginUtc": "2023-03-07T09:00:00", "Sted": "Rådhuset", "Navn": "Referat", "Afsluttet": True},
    "Dagsordenpunkter": [
        {
            "Number": "1",
            "Caption": "Plan for havnen",
            "CaseNumber": "23/1",
            "Felter": [{"Html": "<h3>Beslutning</h3><p>Godkendt.</p>"}],
        }
    ],
}

FORMATS = {
    "text": MINUTES.encode(),
    "portal": json.dumps(PORTAL).encode(),
    "html": "".join(f"<p>{line}</p>" for line in MINUTES.split("\n\n")).encode(),
    "word": document(MINUTES),
    "pdf": typeset(MINUTES),
}


def put(folder: Path, **files: bytes) -> Path:
    for name, data in files.items():
        stem, _, ending = name.rpartition("_")
        (folder / f"{stem}.{ending}").write_bytes(data)
    return folder


@pytest.mark.parametrize("ending", ["txt", "md", "json", "pdf", "docx", "html", "bak"])
@pytest.mark.parametrize("reader", FORMATS)
def test_a_format_is_known_by_content_whatever_the_name(tmp_path: Path, reader: str, ending: str) -> None:
    result = read(put(tmp_path, **{f"referat_{ending}": FORMATS[reader]}) / f"referat.{ending}", tmp_path)
    assert (result.reader, result.problems) == (reader, ())


@pytest.mark.parametrize("reader", FORMATS)
def test_a_meeting_reads_alike_in_every_format(tmp_path: Path, reader: str) -> None:
    tables = load(put(tmp_path, a_txt=FORMATS[reader]))
    assert list(tables.meetings["meeting_id"]) == ["havneudvalget-2023-03-07"]
    assert list(tables.meetings["reader"]) == [reader]
    assert list(tables.items[["title", "case_number"]].iloc[0]) == ["Plan for havnen", "23/1"]
    assert list(tables.decisions["text"]) == ["Godkendt."]


@pytest.mark.parametrize("portals_name", ["a_json", "z_json"])
@pytest.mark.parametrize("other", ["pdf", "html", "text"])
def test_the_portals_data_is_kept_of_two_equally_full_files(tmp_path: Path, other: str, portals_name: str) -> None:
    tables = load(put(tmp_path, **{portals_name: FORMATS["portal"], "m_txt": FORMATS[other]}))
    assert list(tables.meetings["reader"]) == ["portal"]
    assert "meeting_in_two_files" in set(tables.problems["code"])


def test_a_printed_decision_that_the_portals_data_lacks_is_kept(tmp_path: Path) -> None:
    item = PORTAL["Dagsordenpunkter"][0] | {"Felter": []}
    agenda = json.dumps(PORTAL | {"Dagsordenpunkter": [item]}).encode()
    assert list(load(put(tmp_path, a_json=agenda, a_pdf=FORMATS["pdf"])).meetings["reader"]) == ["pdf"]


def test_a_file_without_the_time_is_about_the_same_meeting(tmp_path: Path) -> None:
    timeless = MINUTES.replace(" kl. 09:00", "").encode()
    tables = load(put(tmp_path, a_txt=timeless, b_json=FORMATS["portal"]))
    assert list(tables.meetings["meeting_id"]) == ["havneudvalget-2023-03-07"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{\\rtf1 Referat}", "unsupported_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "unsupported_format"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "unsupported_format"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 500, "unsupported_format"),
    ],
    ids=["rtf", "doc", "png", "jpg"],
)
def test_formats_that_are_not_read_are_named(tmp_path: Path, data: bytes, code: str) -> None:
    result = read(put(tmp_path, a_pdf=data) / "a.pdf", tmp_path)
    assert [problem["code"] for problem in result.problems] == [code]


@pytest.mark.parametrize("name", ["iso-8859-1", "windows-1252", "utf-8"])
def test_a_web_page_says_its_encoding(tmp_path: Path, name: str) -> None:
    html = f'<html><meta charset="{name}"><p>Rådhuset på Øen</p></html>'
    result = read(put(tmp_path, a_html=html.encode(name)) / "a.html", tmp_path)
    assert (result.text, result.problems) == ("Rådhuset på Øen\n", ())


def test_what_a_pdf_says_is_shown_line_by_line(tmp_path: Path) -> None:
    lines = list(listed_lines(put(tmp_path, a_pdf=FORMATS["pdf"]) / "a.pdf"))
    assert any("item 1" in line and "Plan for havnen" in line for line in lines)


@pytest.mark.parametrize(
    "named",
    [
        "zlib",
        "hex",
        "rot13",
        "idna",
        "punycode",
        "undefined",
        "unicode_escape",
        "raw_unicode_escape",
        "utf-7",
        "utf-16",
        "utf-32",
        "cp500",
        "nonsense",
    ],
)
def test_an_encoding_that_a_page_cannot_have_counts_for_nothing(named: str, tmp_path: Path) -> None:
    page = f"<html><meta charset={named}><p>Mødedato æøå</p>".encode("latin-1")
    source = read(put(tmp_path, a_html=page) / "a.html", tmp_path)
    assert "Mødedato æøå" in source.text
    assert [problem["code"] for problem in source.problems] == ["other_encoding"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_letters_of_two_bytes_without_a_mark_are_refused(encoding: str, tmp_path: Path) -> None:
    source = read(put(tmp_path, a_txt=MINUTES.encode(encoding)) / "a.txt", tmp_path)
    assert [problem["code"] for problem in source.problems] == ["binary_file"]
