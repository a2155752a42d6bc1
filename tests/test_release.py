"""What a release must pass beyond the tests of a change: the wheel by itself, and the pages of a large corpus.

The properties with 25,000 examples each and a thousand killed builds are made with them: `make test-release`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import browser
import pytest

from referat import demo
from referat.pipeline.build import build
from referat.report.report_building import make_report

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"

pytestmark = pytest.mark.release


def test_the_wheel_reads_minutes_without_the_repository(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "wheel", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("referat-*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    surroundings["PYTHONPATH"] = str(tmp_path / "installed")

    def run(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=surroundings, check=True, capture_output=True, text=True
        ).stdout

    assert run("-c", "import referat; print(referat.__file__)").startswith(str(tmp_path / "installed"))
    run("-m", "referat", "demo", "minutes", "--meetings", "20")
    run("-m", "referat", "build", "minutes", "-o", "tables")
    assert run("-c", "import referat; print(len(referat.load('tables').meetings))") == "20\n"


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_report_of_two_thousand_meetings_opens_in_a_browser_without_complaint(
    language: str, tmp_path: Path
) -> None:
    if not browser.executable():
        pytest.skip("there is no browser here")
    demo.write(tmp_path / "minutes", meetings=2_000)
    build(tmp_path / "minutes", tmp_path / "tables")
    pages = make_report(tmp_path / "tables", tmp_path / "report", NOTEBOOKS, language=language)
    with browser.running() as chromium:
        for path in (page for page in pages if page.suffix == ".html"):
            for width in (360, 1280):
                state = chromium.open(path, width)
                assert (state["complaints"], state["wide"], state["scrolls"]) == ([], [], False), path.name
