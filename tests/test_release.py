"""Tests of a release: the wheel by itself, and the pages of a large corpus.

Properties with 25,000 examples each and a thousand killed builds also belong to `make test-release`.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import browser
import pandas as pd
import pytest

from referat import demo, load
from referat.language import Language
from referat.pipeline.build import build
from referat.report.corpus_head import CorpusHead
from referat.report.pages import thread_pages
from referat.report.pages.page_addresses import matter_url
from referat.report.report_building import make_report
from referat.schema.registry import TABLES
from referat.tables.frames import Tables

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"

pytestmark = pytest.mark.release


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "wheel", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", str(folder), str(ROOT)], check=True)
    (path,) = folder.glob("referat-*.whl")
    return path


def _runner(wheel: Path, extras: str, folder: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a runner of Python in a fresh environment with the wheel and extras, in an empty folder."""
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", f"{wheel}{extras}"], check=True)
    (folder / "empty").mkdir()
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(*arguments: str, fails: bool = False) -> subprocess.CompletedProcess[str]:
        command = [str(python), *arguments]
        done = subprocess.run(command, cwd=folder / "empty", env=surroundings, capture_output=True, text=True)
        assert (done.returncode != 0) == fails, done.stderr
        return done

    return run


def test_the_light_core_reads_and_builds_and_names_the_command_that_adds_a_report(wheel: Path, tmp_path: Path) -> None:
    run = _runner(wheel, "", tmp_path)
    run("-m", "referat", "demo", "minutes", "--meetings", "20")
    run("-m", "referat", "build", "minutes", "-o", "tables")
    assert run("-c", "import referat; print(len(referat.load('tables').meetings))").stdout == "20\n"
    heavy = "[name for name in ('jupyterlab', 'matplotlib', 'statsmodels') if importlib.util.find_spec(name)]"
    assert run("-c", f"import importlib.util; print({heavy})").stdout == "[]\n"
    message = run("-m", "referat", "report", "minutes", "-o", "report", fails=True).stderr
    command = message.partition("install it: ")[2].strip()
    assert message.count("\n") == 1 and " -m pip install " in command
    run(*shlex.split(command)[1:])
    run("-m", "referat", "report", "minutes", "-o", "report")
    assert (tmp_path / "empty" / "report" / "index.html").is_file()


def test_the_whole_product_makes_a_report_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    run = _runner(wheel, "[all]", tmp_path)
    run("-m", "referat", "demo", "minutes", "--meetings", "20")
    assert run("-m", "referat", "report", "minutes", "-o", "report").stdout.splitlines()[-1].startswith("open ")
    page = (tmp_path / "empty" / "report" / "index.html").read_text(encoding="utf-8")
    assert "DEMO" in page
    run("-m", "referat", "notebooks", "mine")
    run("-m", "referat", "report", "--data", "report-tables", "--notebooks", "mine", "-o", "second")
    assert (tmp_path / "empty" / "second" / "index.html").is_file()


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_report_of_two_thousand_meetings_opens_in_a_browser_without_complaint(
    language: str, tmp_path: Path
) -> None:
    if not browser.executable():
        pytest.skip("there is no browser here")
    demo.write(tmp_path / "minutes", meetings=2_000)
    build(tmp_path / "minutes", tmp_path / "tables")
    report = make_report(tmp_path / "tables", tmp_path / "report", NOTEBOOKS, language=language)
    with browser.running() as chromium:
        for path in (tmp_path / "report" / page for page in report.files if page.endswith(".html")):
            for width in (360, 1280):
                state = chromium.open(path, width)
                assert (state["complaints"], state["wide"], state["scrolls"]) == ([], [], False), path.name


def _several_times(tables: Tables, times: int) -> Tables:
    """Return the tables of several municipalities with the same minutes."""
    ids = {"meeting_id", "item_id", "matter_id", "document_id", "decision_id", "earlier_item_id", "source"}

    def copied(data: pd.DataFrame, town: str) -> pd.DataFrame:
        named = {name: f"{town}/" + data[name] for name in ids & set(data.columns)}
        return data.assign(**named, **({"municipality": town} if "municipality" in data else {}))

    towns = [f"Engby {number}" for number in range(times)]
    return Tables({t.name: pd.concat([copied(tables[t.name], town) for town in towns]) for t in TABLES})


def test_twenty_thousand_items_weigh_under_40_mb_and_open_within_two_seconds(tmp_path: Path) -> None:
    if not browser.executable():
        pytest.skip("there is no browser here")
    demo.write(tmp_path / "minutes", meetings=500)
    build(tmp_path / "minutes", tmp_path / "tables")
    tables = _several_times(load(tmp_path / "tables"), 9)
    assert len(tables.items) >= 20_000 and len(tables.matters) >= 5_000
    pages = thread_pages(tables, Language("da"), CorpusHead("Engby", 0, True))
    assert sum(map(len, pages.values())) < 40_000_000
    for name, content in {**pages, "index.html": b""}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    matter = matter_url(tables.items["matter_id"].iloc[-1]).partition("?")[2]
    with browser.running() as chromium:
        for page, asked in (
            ("search.html", ""),
            ("search.html", "?q=plan"),
            ("body.html", ""),
            ("matter.html", f"?{matter}"),
        ):
            chromium.open(tmp_path / "index.html", 1280)
            began = chromium.processor_seconds()
            assert chromium.open(tmp_path / page, 1280, asked=asked)["complaints"] == []
            assert chromium.processor_seconds() - began < 2, f"{page}{asked}"
