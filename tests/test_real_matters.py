"""Matters of real minutes, held against what a reader found: `matters_ratchet.toml` has the figures.

They are in-sample: the rules were written with these minutes at hand. Worse matters fail here, and so do better ones,
until the figures are written again: `python tests/test_real_matters.py` writes them.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import pytest

from referat.pipeline.build import build

HERE = Path(__file__).parent
RATCHET = HERE / "matters_ratchet.toml"
SHARED = HERE.parents[1] / "shared"
GOLD, TOOL = SHARED / "minutes" / "matters-greve.json", SHARED / "tools" / "score_matters.py"

pytestmark = pytest.mark.skipif(
    not (GOLD.is_file() and TOOL.is_file()), reason="the folder with real minutes (../shared) is not here"
)

_FIGURE = re.compile(r"^(?P<name>\w[\w ]*?)\s+(?P<value>\d\.\d{3})  \(")


def scores(folder: Path) -> dict[str, float]:
    """Return the figures of the tool that compares built tables with what was read."""
    build(SHARED / "minutes" / "greve", folder)
    command = [sys.executable, str(TOOL), str(folder), str(GOLD)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {match["name"]: float(match["value"]) for line in output.splitlines() if (match := _FIGURE.match(line))}


@pytest.mark.heavy
def test_matters_are_as_right_as_they_were(tmp_path: Path) -> None:
    figures = tomllib.loads(RATCHET.read_text(encoding="utf-8"))
    assert scores(tmp_path / "out") == figures, "if they are better, say `python tests/test_real_matters.py`"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        lines = [f'"{name}" = {value}' for name, value in scores(Path(folder) / "out").items()]
    RATCHET.write_text("\n".join(["# Written by tests/test_real_matters.py.", *lines]) + "\n", encoding="utf-8")
