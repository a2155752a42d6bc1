"""The promises of docs/reliability.md are tested: every test it names exists."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMED = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")))
THERE = {
    name
    for path in (ROOT / "tests").glob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


def test_every_test_named_as_a_proof_exists() -> None:
    assert len(NAMED) > 30
    assert sorted(NAMED - THERE) == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a clone of the repository")
@pytest.mark.parametrize(
    "path",
    [
        "data/raw/a.txt",
        "data/demo/a.txt",
        "data/raw/b/a.json",
        "data/processed/items.parquet",
        "build/report/index.html",
    ],
)
def test_minutes_tables_and_reports_are_left_out_of_version_control(path: str) -> None:
    assert subprocess.run(["git", "check-ignore", "--quiet", path], cwd=ROOT).returncode == 0
