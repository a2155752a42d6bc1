"""PDFs made by real programs give the tables of their text; a test is skipped if its program is missing."""

from __future__ import annotations

import shutil
import subprocess
from html import escape
from pathlib import Path

import pytest
import regex as re
from browser import executable
from council import minutes
from paper import HEADINGS
from same import differences
from word_file import document

from referat import demo, load

pytest.importorskip("pypdfium2", reason="PDFs are read with referat[pdf]")

STYLE = """
    @page { size: A4; margin: 25mm 22mm; @bottom-center { content: "Side " counter(page) " af " counter(pages) }
        @top-left { content: "Tågelev Kommune" } }
    body { font: 11pt/1.35 "DejaVu Sans", sans-serif; text-align: justify }
    h1 { font-size: 17pt } h2 { font-size: 13pt; page-break-before: always } h3 { font-size: 11pt }
    h1, h2, h3 { text-align: left } p { margin: 0 0 8pt } td { border: 1px solid; padding: 2pt }
    .entry { display: flex } .entry i { flex: 1; border-bottom: 1px dotted; min-width: 2em }
"""


def page(text: str) -> str:
    """Return minutes, given as text in the portal's layout, as a page to be printed."""
    blocks = [block.strip("\n") for block in re.split(r"\n\s*\n", text) if block.strip()]
    return f"<!DOCTYPE html><html lang=da><meta charset=utf-8><style>{STYLE}</style>{''.join(map(_block, blocks))}"


def _block(block: str) -> str:
    lines = [escape(line) for line in block.split("\n")]
    entries = [re.fullmatch(r"(.*?)\.{5}\t(\d+)", line) for line in lines]
    if all(entries):
        result = (f"<span>{entry[1]}</span><i></i><span>{entry[2]}</span>" for entry in entries if entry)
        return "".join(f"<div class=entry>{entry}</div>" for entry in result)
    if len(lines) > 1 and all("\t" in line for line in lines):
        rows = ("".join(f"<td>{cell}</td>" for cell in line.split("\t")) for line in lines)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    if lines[0].startswith(("REFERAT ", "Mødedeltagere ", "Punkt ")):
        lines = [" ".join(lines)]
    tag = "h1" if lines[0].startswith("REFERAT ") else "h2" if re.match(r"Punkt \d", lines[0]) else "p"
    tag = "h3" if HEADINGS.fullmatch(lines[0]) else tag
    return f"<{tag}>{'<br>'.join(lines)}</{tag}>"


@pytest.fixture(scope="module")
def folder_of_minutes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("folder_of_minutes")
    demo.write(folder, meetings=3)
    (folder / "council.txt").write_text(minutes(), encoding="utf-8")
    return folder


@pytest.mark.heavy
def test_what_a_browser_prints_is_read(folder_of_minutes: Path, tmp_path: Path) -> None:
    browser = executable()
    if browser is None:
        pytest.skip("no browser is installed")
    (tmp_path / "_corpus.toml").write_bytes((folder_of_minutes / "_corpus.toml").read_bytes())
    for path in folder_of_minutes.glob("*.txt"):
        source = tmp_path / f"{path.stem}.html"
        source.write_text(page(path.read_text(encoding="utf-8")), encoding="utf-8")
        flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={tmp_path}/_",
        ]
        target = f"--print-to-pdf={source.with_suffix('.pdf')}"
        subprocess.run([browser, *flags, target, source.as_uri()], check=True, capture_output=True, timeout=120)
        source.unlink()
    assert differences(load(folder_of_minutes), load(tmp_path)) == []


@pytest.mark.heavy
def test_what_an_office_suite_prints_is_read(folder_of_minutes: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice is installed")
    (tmp_path / "_").mkdir()
    for path in folder_of_minutes.glob("*.txt"):
        (tmp_path / "_" / f"{path.stem}.docx").write_bytes(document(path.read_text(encoding="utf-8")))
    profile = f"-env:UserInstallation={(tmp_path / '_profile').as_uri()}"
    convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    files = sorted(map(str, (tmp_path / "_").glob("*.docx")))
    printed = subprocess.run([*convert, *files], check=True, capture_output=True, timeout=300)
    if b"could not be loaded" in printed.stderr:
        pytest.skip("this LibreOffice has no Writer: it cannot open Word files")
    # A title's own full stop cannot be distinguished from the dots that lead to its page.
    assert differences(load(folder_of_minutes), load(tmp_path), but=("toc_title",)) == []
