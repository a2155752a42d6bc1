"""The same minutes give the same bytes, and tables are read back as they were written."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from referat import load
from referat.demo import write as write_demo
from referat.errors import NoMinutesError
from referat.pipeline.build import build
from referat.schema.registry import TABLES


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build") / "raw"
    write_demo(folder, meetings=12)
    return folder


def digests(folder: Path) -> dict[str, str]:
    """Return the hash of each file of a build, without its cache."""
    paths = [path for path in folder.iterdir() if path.suffix in (".parquet", ".csv", ".json")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(paths)}


def built(raw: Path, out: Path, **surroundings: str) -> dict[str, str]:
    command = [sys.executable, "-m", "referat", "build", str(raw), "-o", str(out), "--csv"]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | surroundings)
    return digests(out)


@pytest.mark.heavy
def test_hash_seed_locale_and_time_zone_change_no_byte(raw: Path, tmp_path: Path) -> None:
    one = built(raw, tmp_path / "one", PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C.UTF-8")
    other = built(raw, tmp_path / "other", PYTHONHASHSEED="4711", TZ="Asia/Tokyo", LC_ALL="tr_TR.UTF-8", LANG="tr_TR")
    assert one == other
    assert len(one) == 2 * len(TABLES) + 2


def test_the_order_in_which_files_came_changes_no_byte(raw: Path, tmp_path: Path) -> None:
    for path in sorted((path for path in raw.iterdir() if path.is_file()), reverse=True):
        (tmp_path / "raw").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / "raw")
    for folder, out in ((raw, "one"), (tmp_path / "raw", "other")):
        build(folder, tmp_path / out, csv=True)
    assert digests(tmp_path / "one") == digests(tmp_path / "other")


def test_built_tables_load_as_they_were_read(raw: Path, tmp_path: Path) -> None:
    build(raw, tmp_path / "out")
    fresh, stored = load(raw), load(tmp_path / "out")
    for table in TABLES:
        pd.testing.assert_frame_equal(fresh[table.name], stored[table.name])


def test_a_folder_of_nothing_names_itself(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(NoMinutesError, match=folder.name):
            load(folder)
