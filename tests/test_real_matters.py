"""Matters of real minutes, compared with those of a human reader: counts in `[written_on.matters]` of `accuracy.toml`.

They are in-sample: the rules were section_text with these minutes at hand. The test fails if counts change in either
direction; `python tests/test_real_matters.py` writes them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from datetime import date
from pathlib import Path

import pytest

from referat import __version__
from referat.pipeline.build import build

HERE = Path(__file__).parent
ACCURACY = HERE.parent / "referat" / "analysis" / "accuracy.toml"
SHARED = HERE.parents[1] / "shared"
GOLD, TOOL = SHARED / "minutes" / "matters-greve.json", SHARED / "tools" / "score_matters.py"

pytestmark = pytest.mark.skipif(
    not (GOLD.is_file() and TOOL.is_file()), reason="the folder with real minutes (../shared) is not here"
)

_FOUND = re.compile(
    r"^(?P<name>\w[\w ]*?)\s+\d\.\d{3}  \(hit (?P<hit>\d+), wrong (?P<wrong>\d+), missed (?P<missed>\d+)"
)
_RIGHT = re.compile(r"^(?P<name>\w[\w ]*?)\s+\d\.\d{3}  \((?P<right>\d+) of (?P<all>\d+)\)")
_MERGED = re.compile(r"^(?P<name>\w[\w ]*?)\s+\d\.\d{3}  \((?P<wrong>\d+) of (?P<all>\d+) random pairs merged\)")


def counts(folder: Path) -> dict[str, list[int]]:
    """Return `[right, all]` per figure of the tool that compares built tables with what was read.

    Of what is searched for there are two: how much of it was found (recall), and how much of what was found is right.
    """
    build(SHARED / "minutes" / "greve", folder)
    command = [sys.executable, str(TOOL), str(folder), str(GOLD)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {name: pair for line in output.splitlines() for name, pair in _of_line(line).items()}


def _of_line(line: str) -> dict[str, list[int]]:
    if match := _FOUND.match(line):
        hit, wrong, missed = (int(match[name]) for name in ("hit", "wrong", "missed"))
        return {f"{match['name']}, recall": [hit, hit + missed], f"{match['name']}, precision": [hit, hit + wrong]}
    if match := _RIGHT.match(line):
        return {match["name"]: [int(match["right"]), int(match["all"])]}
    if match := _MERGED.match(line):
        return {match["name"]: [int(match["all"]) - int(match["wrong"]), int(match["all"])]}
    return {}


@pytest.mark.heavy
def test_matters_are_as_right_as_they_were(tmp_path: Path) -> None:
    stored = tomllib.loads(ACCURACY.read_text(encoding="utf-8"))["written_on"]["matters"]
    stored = {name: pair for name, pair in stored.items() if isinstance(pair, list)}
    assert counts(tmp_path / "out") == stored, "if they are better, say `python tests/test_real_matters.py`"


def section_text(figures: dict[str, list[int]]) -> str:
    """Return the section with these counts."""
    lines = [
        "[written_on.matters]",
        'what = "links, returns, owed answers and items put off in 196 meetings, as one person read them"',
        f'version = "{__version__}"',
        f"measured = {date.today().isoformat()}",
        *(f"{json.dumps(name)} = {json.dumps(pair)}" for name, pair in figures.items()),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as out:
        section = section_text(counts(Path(out) / "out"))
    text = ACCURACY.read_text(encoding="utf-8")
    ACCURACY.write_text(re.sub(r"\[written_on\.matters\]\n(?:.+\n)*", lambda _: section, text), encoding="utf-8")
