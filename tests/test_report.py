"""Notebooks become pages that load nothing, never show text of minutes as markup, and are reproducible."""

from __future__ import annotations

import base64
import json
import struct
import sys
import zlib
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import browser
import pytest

from referat.errors import CannotGoOnError
from referat.language import Language
from referat.pipeline.build import write
from referat.report.cell_outputs import markdown_html, output_html, table_html
from referat.report.notebook_files import ReportError
from referat.report.notebook_summary import summary
from referat.report.report_building import make_report
from referat.schema.registry import TABLES
from referat.tables.frames import Tables, frame

Cell = dict[str, Any]

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> $$x$$ [here](javascript:alert(3)) \x1b[31mred"
NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
THREADS = {"search.html", "matter.html", "body.html", "meeting.html", "text.html"}
"""The pages that are no notebook's; `test_pages.py` tests them."""
ENGLISH = Language("en")


def _pixel() -> str:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + parts).decode()


PNG = _pixel()
FIGURE = f"display({{'image/png': {PNG!r}}}, raw=True, metadata={{'image/png': {{'alt': 'Rates <per> year'}}}})"
ANSWER = "display({'text/markdown': 'In **2 of 3** meetings. All came. ' + %r}, raw=True)"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built tables of two meetings."""
    folder = tmp_path_factory.mktemp("a corpus")
    days = ("2021-03-01", "2022-11-30")
    fixed = {"body": "Bestyrelsen <i>", "kind": "minutes", "source_sha256": "0"}
    rows = [{"meeting_id": f"board-{day}", "date": day, **fixed} for day in days]
    tables = Tables({table.name: frame(table.name, rows if table.name == "meetings" else []) for table in TABLES})
    write(tables, folder)
    return folder


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two notebooks, one of which shows every kind of hostile content."""
    folder = tmp_path_factory.mktemp("the notebooks")
    _save(
        folder / "00_hostile.ipynb",
        _text("# Who came <to> the meetings?"),
        _code("import os\nfrom IPython.display import HTML\nwhere = os.environ['REFERAT_DATA']"),
        _code(ANSWER % HOSTILE, tags=["answer"]),
        _code(FIGURE),
        _code(f"print({HOSTILE!r}, where)"),
        _code(f"HTML('<table><tr><td>' + {HOSTILE!r} + '</td></tr></table>')"),
        _code("import sys; print('a warning', file=sys.stderr)"),
    )
    _save(folder / "01_plain.ipynb", _text("# What was decided?"), _code("print('Nothing.')"))
    return folder


@pytest.fixture(scope="module")
def report(data: Path, notebooks: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the two notebooks."""
    out = tmp_path_factory.mktemp("report")
    make_report(data, out, notebooks)
    return out


def _code(source: str, **metadata: Any) -> Cell:
    """Return a code cell; cells are plain dictionaries, because importing nbformat takes a second."""
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": [], "execution_count": None}


def _text(source: str) -> Cell:
    return {"cell_type": "markdown", "source": source, "metadata": {}}


def _notebook(*cells: Cell) -> dict[str, Any]:
    numbered = [cell | {"id": f"cell-{number}"} for number, cell in enumerate(cells)]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": numbered}


def _save(path: Path, *cells: Cell) -> None:
    path.write_text(json.dumps(_notebook(*cells)), encoding="utf-8")


class _Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def _elements(path: Path) -> list[tuple[str, dict[str, str | None]]]:
    return _Elements(path.read_text(encoding="utf-8")).found


def _notebook_pages(report: Path) -> list[Path]:
    return sorted(path for path in report.glob("*.html") if path.name not in THREADS)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _assert_harmless(elements: list[tuple[str, dict[str, str | None]]]) -> None:
    assert not [tag for tag, _ in elements if tag in ("script", "iframe", "object", "link", "base")]
    assert not [attributes for _, attributes in elements if any(key.startswith("on") for key in attributes)]
    assert not [a for _, a in elements if str(a.get("href", "")).startswith("javascript")]
    sources = [str(attributes["src"]) for tag, attributes in elements if tag == "img"]
    assert all(source.startswith("data:image/png;base64,") for source in sources)


def test_each_notebook_has_a_page_to_read_and_one_with_its_code(report: Path) -> None:
    pages = {path.name for path in _notebook_pages(report)}
    assert pages == {"index.html"} | {f"{n}{c}.html" for n in ("00_hostile", "01_plain") for c in ("", ".code")}
    assert "import os" not in Path(report / "00_hostile.html").read_text()
    assert '<div class="code">' in (report / "00_hostile.code.html").read_text()


def test_warnings_are_for_the_analyst(report: Path) -> None:
    assert "a warning" not in _read(report / "00_hostile.html")
    assert "a warning" in _read(report / "00_hostile.code.html")


def test_the_index_gives_title_answer_figure_and_what_the_report_is_about(report: Path) -> None:
    page = _read(report / "index.html")
    assert "Who came &lt;to&gt; the meetings?" in page
    assert "In 2 of 3 meetings. All came." in page
    assert "Nothing." in page
    assert "Bestyrelsen &lt;i&gt;: 2 meetings with no items, 1 March 2021 to 30 November 2022." in page
    assert "referat 0." in page
    assert [tag for tag, _ in _elements(report / "index.html")].count("img") == 1


def test_the_kernel_finds_the_data_by_an_absolute_path(report: Path, data: Path) -> None:
    assert str(data.resolve()) in _read(report / "00_hostile.html")


def test_every_link_leads_to_a_page_of_the_report(report: Path) -> None:
    for path in _notebook_pages(report):
        links = [attributes["href"] for tag, attributes in _elements(path) if tag == "a"]
        assert links
        assert all((report / str(link).partition("?")[0]).is_file() for link in links)


def test_text_from_minutes_is_shown_and_never_becomes_markup(report: Path) -> None:
    for name in ("index.html", "00_hostile.html", "00_hostile.code.html"):
        _assert_harmless(_elements(report / name))
    page = _read(report / "00_hostile.html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "$$x$$" in page
    assert "\x1b" not in page


def test_a_page_names_no_address_and_forbids_itself_to_load_anything(report: Path) -> None:
    for path in _notebook_pages(report):
        assert "://" not in _read(path)
        policies = [a["content"] for tag, a in _elements(path) if a.get("http-equiv") == "Content-Security-Policy"]
        assert policies == ["default-src 'none'; img-src data:; style-src 'unsafe-inline'"]


def test_a_figure_is_described(report: Path) -> None:
    alts = [attributes["alt"] for tag, attributes in _elements(report / "00_hostile.html") if tag == "img"]
    assert alts == ["Rates <per> year"]


def test_a_report_made_again_is_the_same_byte_for_byte(
    report: Path, data: Path, notebooks: Path, tmp_path: Path
) -> None:
    for name in make_report(data, tmp_path, notebooks).files:
        assert (tmp_path / name).read_bytes() == (report / name).read_bytes()


def test_a_failing_cell_costs_its_own_figure_and_is_named(data: Path, tmp_path: Path) -> None:
    cells = ("share = 1 / 0\nprint('after it')", "print('a later cell')")
    _save(tmp_path / "07_wrong.ipynb", _text("# Why?"), *map(_code, cells))
    report = make_report(data, tmp_path / "out", tmp_path)
    assert report.failures == ["07_wrong.ipynb, cell 2 (share = 1 / 0): ZeroDivisionError: division by zero"]
    page = _read(tmp_path / "out" / "07_wrong.html")
    assert "This part could not be made (ZeroDivisionError)." in page
    assert "after it" in page and "a later cell" in page
    assert "1 part could not be made" in _read(tmp_path / "out" / "index.html")
    assert "division by zero" in _read(tmp_path / "out" / "07_wrong.code.html") and "division by zero" not in page


@pytest.mark.heavy
def test_a_notebook_with_a_failure_is_run_again_and_fails_again(data: Path, tmp_path: Path) -> None:
    _save(tmp_path / "07_wrong.ipynb", _code("1 / 0"))
    assert make_report(data, tmp_path / "out", tmp_path).failures
    assert make_report(data, tmp_path / "out", tmp_path).failures


def test_a_cell_that_ends_its_process_is_named_and_the_cells_before_it_are_kept(data: Path, tmp_path: Path) -> None:
    cells = ("print('before')", "import os; os._exit(1)", "print('never')")
    _save(tmp_path / "08_dead.ipynb", *map(_code, cells))
    report = make_report(data, tmp_path / "out", tmp_path)
    reason = "the cell ended its process (exit code 1)"
    assert report.failures == [f"08_dead.ipynb, cell 2 (import os; os._exit(1)): DeadProcess: {reason}"]
    page = _read(tmp_path / "out" / "08_dead.html")
    assert "before" in page and "never" not in page


def test_a_script_without_a_guard_for_its_main_module_is_not_run_again(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = ModuleType("__main__")
    script.__file__ = str(tmp_path / "script.py")
    Path(script.__file__).write_text("raise SystemExit('run again')", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "__main__", script)
    _save(tmp_path / "00_plain.ipynb", _code("print('done')"))
    assert not make_report(data, tmp_path / "out", tmp_path).failures


def test_cells_of_a_notebook_share_their_names_and_no_other_notebook_has_them(data: Path, tmp_path: Path) -> None:
    _save(tmp_path / "00_first.ipynb", _code("secret = 42"), _code("print(secret)"))
    _save(tmp_path / "01_second.ipynb", _code("print('secret' in globals())"))
    make_report(data, tmp_path / "out", tmp_path)
    assert '<pre class="stdout">42' in _read(tmp_path / "out" / "00_first.html")
    assert '<pre class="stdout">False' in _read(tmp_path / "out" / "01_second.html")


def test_what_is_shown_and_printed_keeps_its_order(data: Path, tmp_path: Path) -> None:
    _save(tmp_path / "00_order.ipynb", _code(f"print('one')\n{FIGURE}\nprint('two')\n'three'"))
    make_report(data, tmp_path / "out", tmp_path)
    page = _read(tmp_path / "out" / "00_order.html")
    places = [page.index(sign) for sign in (">one", "<img", ">two", "&#x27;three&#x27;")]
    assert places == sorted(places)


def test_a_report_of_which_nothing_has_changed_is_left_as_it_is(data: Path, notebooks: Path, tmp_path: Path) -> None:
    assert not make_report(data, tmp_path / "out", notebooks).unchanged
    index = (tmp_path / "out" / "index.html").stat()
    assert make_report(data, tmp_path / "out", notebooks).unchanged
    assert (tmp_path / "out" / "index.html").stat() == index


def test_only_the_notebook_that_changed_is_run_again(data: Path, tmp_path: Path) -> None:
    for name in ("00_same", "01_other"):
        _save(tmp_path / f"{name}.ipynb", _code("print(1)"))
    make_report(data, tmp_path / "out", tmp_path)
    _save(tmp_path / "01_other.ipynb", _code("print(2)"))
    report = make_report(data, tmp_path / "out", tmp_path)
    assert [line.partition(":")[0] for line in report.timings] == ["01_other"]
    assert ">2" in _read(tmp_path / "out" / "01_other.html") and ">1" in _read(tmp_path / "out" / "00_same.html")


@pytest.mark.heavy
@pytest.mark.parametrize("options", [{"language": "da"}, {"anonymous": True}])
def test_another_language_or_anonymity_makes_a_new_report(data: Path, tmp_path: Path, options: dict[str, Any]) -> None:
    _save(tmp_path / "00_plain.ipynb", _code("print(1)"))
    make_report(data, tmp_path / "out", tmp_path)
    assert not make_report(data, tmp_path / "out", tmp_path, **options).unchanged


def test_files_that_could_not_be_read_are_counted_on_the_first_page(tmp_path: Path) -> None:
    problem = {"severity": "error", "code": "damaged_file", "message": "damaged"}
    rows = {"problems": [problem | {"source": f"{name}.pdf"} for name in "ab"]}
    write(Tables({table.name: frame(table.name, rows.get(table.name, [])) for table in TABLES}), tmp_path / "tables")
    _save(tmp_path / "00_plain.ipynb", _code("print(1)"))
    make_report(tmp_path / "tables", tmp_path / "out", tmp_path)
    assert "2 files could not be read and are left out." in _read(tmp_path / "out" / "index.html")


def test_a_folder_that_is_not_there_is_named(data: Path, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"there is no folder .*nowhere; say where the notebooks are"):
        make_report(data, tmp_path / "out", tmp_path / "nowhere")


def test_a_file_that_is_no_notebook_is_named(data: Path, tmp_path: Path) -> None:
    (tmp_path / "00_broken.ipynb").write_text("not a notebook")
    with pytest.raises(ReportError, match=r"00_broken\.ipynb is no notebook"):
        make_report(data, tmp_path / "out", tmp_path)


def test_a_folder_without_notebooks_says_so(data: Path, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="holds no notebooks"):
        make_report(data, tmp_path / "out", tmp_path)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**Half** of them", "<p><strong>Half</strong> of them</p>\n"),
        ("[a](http://x.example) and <http://y.example>", "<p>a and http://y.example</p>\n"),
        ("[a](matter.html?id=b%3A1)", '<p><a href="matter.html?id=b%3A1">a</a></p>\n'),
        ("[a](//x.example/matter.html) [b](../matter.html)", "<p>a b</p>\n"),
        ("![a](http://x.example/x.png)", "<p>a</p>\n"),
        ("a <b>bold</b> word", "<p>a &lt;b&gt;bold&lt;/b&gt; word</p>\n"),
    ],
)
def test_computed_markdown_has_no_way_out_of_the_report(markdown: str, html: str) -> None:
    assert markdown_html(markdown) == html


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<p class="n">1 &lt; 2</p>', '<p class="n">1 &lt; 2</p>'),
        ("<p><script>x</script>y</p>", "<p>y</p>"),
        ("<p onclick='x'>y</p>", "<p>y</p>"),
        ("<p><a href='javascript:x'>y</a><img src=x></p>", "<p><a>y</a></p>"),
        ("<p><a href='search.html?q=a'>y</a></p>", '<p><a href="search.html?q=a">y</a></p>'),
        ("<style>td > b { color: red }</style>", "<style>td > b { color: red }</style>"),
        ("<!-- x --><p><b>y</b></p>", "<p><b>y</b></p>"),
    ],
)
def test_only_html_of_tables_is_kept(html: str, kept: str) -> None:
    assert table_html(html) == kept


def test_head_cells_say_whether_they_are_of_a_column_or_a_row() -> None:
    html = "<table><thead><tr><th>a</th></tr></thead><tbody><tr><th id='x'>1</th><td>2</td></tr></tbody></table>"
    assert '<th scope="col">a' in table_html(html) and '<th scope="row" id="x">1' in table_html(html)


def test_the_richest_form_of_an_output_is_shown() -> None:
    both = {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "<Figure>", "image/png": PNG}}
    assert output_html(both, ENGLISH).startswith('<figure tabindex="0" aria-label="Figure"><img')
    assert (
        output_html({"output_type": "execute_result", "metadata": {}, "data": {"text/plain": "1 < 2\0"}}, ENGLISH)
        == "<pre>1 &lt; 2</pre>"
    )


def test_an_answer_is_cut_at_the_end_of_a_sentence() -> None:
    sentences = [f"Sentence {n} is about so long, give or take 3.5 letters." for n in range(20)]
    cell = _code("") | {"outputs": [{"output_type": "stream", "name": "stdout", "text": " ".join(sentences)}]}
    assert summary(_notebook(cell), ENGLISH).answer == " ".join(sentences[:5])


@pytest.mark.heavy
def test_the_projects_notebooks_make_a_page_each(whole_report: Path) -> None:
    names = {path.stem for path in NOTEBOOKS.glob("*.ipynb")}
    assert {path.name.split(".")[0] for path in _notebook_pages(whole_report)} == names | {"index"}


@pytest.mark.heavy
def test_the_projects_notebooks_show_hostile_titles_as_text(whole_report: Path) -> None:
    for path in _notebook_pages(whole_report):
        _assert_harmless(_elements(path))
    assert "&lt;script&gt;" in _read(whole_report / "02_matters.html")


@pytest.mark.heavy
def test_each_notebook_of_the_project_shows_figures_or_tables_and_an_answer(whole_report: Path) -> None:
    for path in NOTEBOOKS.glob("*.ipynb"):
        page = _read(whole_report / f"{path.stem}.code.html")
        shown = page.count("<figure") + page.count("<table")
        assert shown >= 3 and 'class="output answer"' in page, path.stem
        assert '<pre class="std' not in page, path.stem


@pytest.mark.heavy
def test_every_figure_of_the_projects_notebooks_is_described(whole_report: Path) -> None:
    for path in _notebook_pages(whole_report):
        alts = [attributes["alt"] for tag, attributes in _elements(path) if tag == "img"]
        assert alts or path.stem == "05_management_report"
        assert all(len(str(alt)) > 20 for alt in alts)


@pytest.mark.heavy
def test_the_projects_notebooks_run_again_give_the_same_bytes(
    whole_report: Path, hostile_tables: Path, tmp_path: Path
) -> None:
    for name in make_report(hostile_tables, tmp_path, NOTEBOOKS).files:
        assert (tmp_path / name).read_bytes() == (whole_report / name).read_bytes(), name


@pytest.mark.heavy
def test_the_management_report_is_a_pdf_of_two_pages_too(whole_report: Path) -> None:
    pytest.importorskip("weasyprint", reason="WeasyPrint is not installed, so that no PDF is made")
    documents = pytest.importorskip("pypdfium2")
    document = documents.PdfDocument(whole_report / "05_management_report.pdf")
    assert len(document) == 2
    assert [round(side) for side in document.get_page_size(0)] == [595, 842]
    assert "What came back, and who owes an answer?" in document[0].get_textpage().get_text_range()


@pytest.mark.heavy
def test_without_a_converter_the_report_says_so_in_a_line_and_the_rest_is_made(
    hostile_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    (tmp_path / "notebooks").mkdir()
    _save(tmp_path / "notebooks" / "05_management_report.ipynb", _text("# What?"), _code("print(1)"))
    make_report(hostile_tables, tmp_path, tmp_path / "notebooks")
    assert not (tmp_path / "05_management_report.pdf").exists() and ".pdf" not in _read(tmp_path / "index.html")
    messages = capsys.readouterr().err
    assert (
        messages.startswith("referat: no PDF is made, because WeasyPrint cannot be loaded:")
        and messages.count("\n") == 1
    )


@pytest.mark.heavy
def test_the_management_report_comes_first(whole_report: Path) -> None:
    links = [str(a["href"]) for tag, a in _elements(whole_report / "index.html") if tag == "a"]
    assert next(link for link in links if link not in THREADS) == "05_management_report.html"
    page = _read(whole_report / "index.html")
    assert "What came back, and who owes an answer?" in page or "What was read?" in page


def test_a_report_in_danish_has_danish_words_numbers_and_dates(data: Path, notebooks: Path, tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    for path in notebooks.glob("*.ipynb"):
        (tmp_path / "notebooks" / path.name).write_bytes(path.read_bytes())
    words = '[01_plain]\n"# What was decided?" = "# Hvad blev besluttet?"\n'
    (tmp_path / "notebooks" / "da.toml").write_text(words, encoding="utf-8")
    make_report(data, tmp_path / "out", tmp_path / "notebooks", language="da")
    page = _read(tmp_path / "out" / "index.html")
    assert '<html lang="da">' in page and "<h1>Hvad referaterne siger</h1>" in page
    assert "2 møder med ingen punkter, 1. marts 2021 til 30. november 2022." in page
    assert "Hvad blev besluttet?" in page and "Læs videre" in page
    assert '<html lang="da">' in _read(tmp_path / "out" / "01_plain.html")


def test_an_unknown_language_is_named_before_anything_runs(data: Path, notebooks: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotGoOnError, match="no language is called 'fr'"):
        make_report(data, tmp_path / "out", notebooks, language="fr")


@pytest.mark.heavy
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_open_in_a_browser_without_complaint(
    report: Path, whole_report: Path, chromium: browser.Browser, width: int
) -> None:
    for path in [*_notebook_pages(report), *_notebook_pages(whole_report)]:
        state = chromium.open(path, width)
        assert state["complaints"] == []
        assert state["asked"] == [path.resolve().as_uri()]
        assert (state["broken"], state["undescribed"], state["scripts"]) == (0, 0, 0)
        assert (state["wide"], state["scrolls"]) == ([], False)
        assert state["title"]
        assert state["headings"] == 1
        assert chromium.picture().startswith(b"\x89PNG")
