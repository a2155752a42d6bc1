"""A report is published as a whole: neither a reader nor a kill ever sees parts of two reports, or half a page."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from referat.report.report_staging import RECORD, last_record, publish

WRITER = """
import sys
from pathlib import Path
from referat.report.report_staging import publish

out, number = Path(sys.argv[1]), 0
while True:
    number += 1
    publish(out, {f"page{n}.html": f"{number}\\n".encode() * 20_000 for n in range(20)}, {})
"""


def lock_of(out: Path) -> Path:
    return out.with_name(f".{out.name}.lock")


def pages(out: Path) -> dict[str, str]:
    """Return the files of a folder by their names."""
    return {str(path.relative_to(out)): path.read_text() for path in out.rglob("*") if path.is_file()}


def test_a_report_takes_the_place_of_the_last_one_and_of_its_pages(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "report"
    publish(out, {"index.html": b"1", "old.html": b"1", "follow/a.js": b"1"}, {"key": 1})
    publish(out, {"index.html": b"2"}, {"key": 2})
    assert pages(out).keys() == {"index.html", RECORD} and last_record(out)["key"] == 2
    assert set(out.parent.iterdir()) == {out, lock_of(out)}


def test_files_that_no_report_wrote_stay_where_they_are(tmp_path: Path) -> None:
    out = tmp_path / "report"
    (out / "mine").mkdir(parents=True)
    (out / "mine" / "notes.txt").write_text("mine")
    publish(out, {"index.html": b"1"}, {})
    publish(out, {"index.html": b"2"}, {})
    assert pages(out)["mine/notes.txt"] == "mine" and pages(out)["index.html"] == "2"


def test_a_report_that_cannot_be_written_leaves_the_last_one(tmp_path: Path) -> None:
    out = tmp_path / "report"
    publish(out, {"index.html": b"1"}, {})
    with pytest.raises(OSError):
        publish(out, {"index.html": b"2", "index.html/below.html": b"2"}, {})
    assert pages(out)["index.html"] == "1" and set(tmp_path.iterdir()) == {out, lock_of(out)}


def test_a_folder_that_cannot_be_moved_gets_its_files_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "report"
    publish(out, {"index.html": b"1", "old.html": b"1"}, {})

    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(f"{path} is in use")

    monkeypatch.setattr(Path, "rename", refuse)
    publish(out, {"index.html": b"2"}, {})
    assert pages(out).keys() == {"index.html", RECORD} and pages(out)["index.html"] == "2"


def test_a_report_of_which_a_page_is_gone_counts_as_none(tmp_path: Path) -> None:
    publish(tmp_path / "out", {"index.html": b"1"}, {})
    (tmp_path / "out" / "index.html").unlink()
    assert last_record(tmp_path / "out") == {}


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_whenever_a_run_is_killed_the_pages_are_whole_and_of_one_report(tmp_path: Path) -> None:
    out = tmp_path / "report"
    for milliseconds in range(5, 160, 10):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(out)], env={**os.environ})
        while not out.exists():
            time.sleep(0.01)
        time.sleep(0.3 + milliseconds / 1000)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if out.exists():  # else it was killed between two renames, and the next run restores the last report
            shown = {text for name, text in pages(out).items() if name != RECORD}
            assert len(shown) == 1 and len(pages(out)) == 21
    publish(out, {"index.html": b"last"}, {})
    assert set(tmp_path.iterdir()) == {out, lock_of(out)}
    assert json.loads(pages(out)[RECORD])["files"] == ["index.html"]
