"""The documentation: every code block runs and prints what the page shows; the site builds without a warning."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import doc_blocks
import pytest
from conftest import MadeOnce
from doc_blocks import PAGES, ROOT, blocks, is_as_shown


def _page(path: Path) -> object:
    """Return the page as a parameter; pages that run commands or read minutes are heavy."""
    is_slow = any(
        block.what != "not run" and (block.language == "sh" or 'load("minutes")' in block.code)
        for block in blocks(path.read_text(encoding="utf-8"))
    )
    return pytest.param(path, id=path.stem, marks=[pytest.mark.heavy] if is_slow else [])


@pytest.fixture
def filled(made_once: MadeOnce) -> Path:
    """Return a folder with the minutes and tables that pages find. Read only."""
    return made_once("folder of a page", doc_blocks.fill)


@pytest.mark.heavy
@pytest.mark.parametrize("path", [_page(path) for path in PAGES])
def test_every_code_block_runs_and_prints_what_the_page_shows(path: Path, filled: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    run = doc_blocks.begin(text, tmp_path / "page", filled)
    for block in blocks(text):
        if block.what == "not run":
            assert len(block.detail.split()) > 2, "a block that is not run says why"
            continue
        printed = run.run(block)
        if block.output is not None:
            assert is_as_shown(block.output, printed), f"{path.name}:{block.line} prints\n{printed}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_code_is_in_fences_that_name_their_language(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"^```\n.*?\n```", re.sub(r"^```\w.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)) == []
    known = {"python", "sh", "sql", "toml", "json", "yaml", "text", "r", "ini", "nginx"}
    assert {block.language for block in blocks(text)} <= known


def test_an_output_may_leave_out_what_changes() -> None:
    assert is_as_shown("12 meetings ... to tables\n", "12 meetings from 12 files to tables")
    assert not is_as_shown("12 meetings\n", "13 meetings\n")


def test_a_block_that_fails_is_noticed(tmp_path: Path) -> None:
    run = doc_blocks.PageRun(tmp_path)
    (block,) = blocks("```sh\nexit 3\n```\n")
    with pytest.raises(AssertionError):
        run.run(block)


@pytest.mark.heavy
def test_the_site_is_built_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "docs", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = re.compile(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(?:https?:)?//|url\([\"']?https?:|@import")
    pages = [*(tmp_path / "site").rglob("*.html"), *(tmp_path / "site").rglob("*.css")]
    assert [page.name for page in pages if loaded.search(page.read_text(encoding="utf-8"))] == []
