"""Commands with good and bad input: one clear line per bad file, exit codes, never a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from referat import load
from referat.cli.main import main

GOOD = """REFERAT Direktionen d. 06-03-2023

Mødedato Mandag d. 6. marts 2023 kl. 09:00

Mødedeltagere Bodil Ravn, Tage Kvist

Punkt 1: Plan for havnen

23/1

Beslutning Direktionen den 06-03-2023

Godkendt.
"""

BAD = {
    "empty.txt": (b"", "empty_file"),
    "blank.txt": (b" \n\t\r\n", "empty_file"),
    "binary.txt": (bytes(range(256)) * 8, "binary_file"),
    "shopping.txt": ("Mælk, smør og øl til på lørdag.\n".encode(), "not_minutes"),
    "list.json": (b"[1, 2, 3]", "damaged_json"),
    "other.json": (b'{"navn": "Bodil"}', "damaged_json"),
    "cut.json": (b'{"Udvalg": {"Navn": "Haveudv', "damaged_json"),
    "deep.json": (b"[" * 100_000, "damaged_json"),
    "half-a-meeting.json": (b'{"Udvalg": {}, "Moede": {}, "Dagsordenpunkter": []}', "damaged_json"),
    "torn.pdf": (b"%PDF-1.7\n1 0 obj\n<<", None),
    "torn.docx": (b"PK\x03\x04\x14\x00 nothing more", None),
    "page.html": (b"<!doctype html><html><body><h1>Velkommen</h1><p>Byens haver.</p></body></html>", None),
}
"""Files that hold no minutes, and the problem they are, where it is always the same."""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    return folder


def build(raw: Path, *options: str) -> int:
    return main(["build", str(raw), "-o", str(raw.parent / "out"), *options])


def test_the_last_line_of_a_build_counts_what_was_read(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(raw) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[-1].startswith("1 meeting, 1 item and 1 decision from 1 of 1 file to ")
    assert err == ""


@pytest.mark.parametrize("names", [["empty.txt"], list(BAD)], ids=["one", "all"])
def test_each_bad_file_gives_one_line_and_the_others_are_read(
    raw: Path, capsys: pytest.CaptureFixture[str], names: list[str]
) -> None:
    for name in names:
        (raw / name).write_bytes(BAD[name][0])
    assert build(raw) == 0
    out, err = capsys.readouterr()
    assert sorted(line.split(": ")[0] for line in err.splitlines()) == sorted(names)
    count = len(names)
    assert f"1 meeting, 1 item and 1 decision from 1 of {count + 1} files" in out
    assert out.rstrip().endswith(f"{count} file{'s' * (count > 1)} could not be read")
    assert main(["check", str(raw)]) == 1
    out, err = capsys.readouterr()
    assert err == "" and f"{count} error{'s' * (count > 1)}, " in out.splitlines()[-1]
    problems = load(raw.parent / "out").problems
    codes = problems[problems["severity"] == "error"].set_index("source")["code"]
    assert set(codes.index) == set(names)
    assert [name for name in names if BAD[name][1] not in (codes[name], None)] == []


@pytest.mark.parametrize("name", BAD)
def test_show_says_what_is_wrong_with_a_bad_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (tmp_path / name).write_bytes(BAD[name][0])
    assert main(["show", str(tmp_path / name)]) in (0, 1)
    out, err = capsys.readouterr()
    assert "error: " in out + err


def test_strict_makes_a_bad_file_a_failure(raw: Path) -> None:
    assert build(raw, "--strict") == 0
    (raw / "empty.txt").touch()
    assert build(raw) == 0
    assert build(raw, "--strict") == 1


def test_nothing_readable_is_a_failure(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (raw / "good.txt").write_text("", encoding="utf-8")
    assert build(raw) == 1
    assert "0 meetings" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("encoding", "ends"),
    [
        ("utf-8-sig", "\r\n"),
        ("utf-16", "\n"),
        ("utf-16", "\r\n"),
        ("utf-16-le", "\r"),
        ("cp1252", "\r"),
        ("latin-1", "\n"),
    ],
)
def test_minutes_in_another_encoding_are_read(raw: Path, encoding: str, ends: str) -> None:
    from referat import load

    text = ("\ufeff" if encoding == "utf-16-le" else "") + GOOD.replace("\n", ends)
    (raw / "good.txt").write_bytes(text.encode(encoding))
    tables = load(raw)
    assert "error" not in set(tables.problems["severity"])
    assert list(tables.attendance["name"]) == ["Bodil Ravn", "Tage Kvist"]
    assert list(tables.meetings["start_time"]) == ["09:00"]
    assert list(tables.decisions["text"]) == ["Godkendt."]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (raw / "secret.txt").write_text(GOOD, encoding="utf-8")
    (raw / "secret.txt").chmod(0)
    assert build(raw) == 0
    assert capsys.readouterr().err.startswith("secret.txt: The file cannot be read")


def test_a_broken_link_is_named(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (raw / "gone.txt").symlink_to(raw / "nowhere.txt")
    assert build(raw) == 0
    assert capsys.readouterr().err.startswith("gone.txt: The file cannot be read")


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("kind", ["missing", "empty"])
def test_a_folder_without_files_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, kind: str
) -> None:
    folder = tmp_path / kind
    if kind == "empty":
        folder.mkdir()
    options = ["-o", str(tmp_path / "out")] if command == "build" else []
    assert main([command, str(folder), *options]) == 2
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and str(folder) in err
    assert not (tmp_path / "out").exists()


def test_one_file_can_be_built_and_checked(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(raw / "good.txt") == 0
    assert main(["check", str(raw / "good.txt")]) == 0
    assert capsys.readouterr().out.endswith("0 errors, 0 warnings, 0 notes\n")


def test_tables_are_not_written_over_a_file(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (raw.parent / "out").write_text("my notes", encoding="utf-8")
    assert build(raw) != 0
    assert (raw.parent / "out").read_text(encoding="utf-8") == "my notes"
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_show_of_no_file_or_a_folder_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        main(["show", str(path)])
        out, err = capsys.readouterr()
        assert len((out + err).splitlines()) == 1


def test_csv_is_written_next_to_parquet(raw: Path) -> None:
    assert build(raw, "--csv") == 0
    assert "Plan for havnen" in (raw.parent / "out" / "items.csv").read_text(encoding="utf-8")


def test_check_shows_notes_only_when_asked(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (raw / "good.txt").write_text(GOOD.replace("23/1\n", "").replace("Mandag", "Søndag"), encoding="utf-8")
    assert main(["check", str(raw)]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["warning", "0"]
    assert main(["check", str(raw), "--notes"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["warning", "note", "0"]


def run(*arguments: str, **options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "referat", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=os.environ | options, check=False
    )


def test_a_wrong_command_is_misuse() -> None:
    done = run("bild")
    assert done.returncode == 2 and "Traceback" not in done.stderr


@pytest.mark.parametrize("place", ["C", "da_DK.UTF-8"])
def test_danish_letters_are_printed_in_any_locale(raw: Path, place: str) -> None:
    done = run("show", str(raw / "good.txt"), LC_ALL=place, LANG=place, PYTHONIOENCODING="", PYTHONUTF8="0")
    assert done.returncode == 0 and "Traceback" not in done.stderr


@pytest.mark.heavy
def test_a_reader_that_goes_away_is_no_error(raw: Path) -> None:
    (raw / "good.txt").write_text(GOOD + "Godkendt.\n" * 50_000, encoding="utf-8")
    command = f"{sys.executable} -m referat show {raw / 'good.txt'} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_tables_among_the_minutes_are_no_minutes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["demo", str(tmp_path / "raw"), "--meetings", "2"])
    monkeypatch.chdir(tmp_path)
    assert main(["build", "raw", "-o", "raw/tables"]) == 0
    for _ in range(2):
        assert main(["build", str(tmp_path / "raw"), "-o", str(tmp_path / "raw" / "tables"), "--csv"]) == 0
        assert "from 2 of 2 files" in capsys.readouterr().out


def test_tables_do_not_go_into_the_folder_of_the_minutes_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["demo", str(tmp_path / "raw"), "--meetings", "2"])
    assert main(["build", str(tmp_path / "raw"), "-o", str(tmp_path / "raw")]) == 2
    assert "holds the minutes; name another folder for the tables" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["report --check", "report"])
def test_a_language_that_is_not_there_is_refused_before_anything_is_done(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command.split(), "--language", "sv", "-o", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == "referat: no language is called 'sv'; there are en, da\n"
    assert not (tmp_path / "out").exists()


def test_notebooks_that_are_not_there_are_missed_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--check", "--notebooks", str(tmp_path / "none")]) == 1
    assert "say where the notebooks are with --notebooks" in capsys.readouterr().err


def test_tables_that_are_not_there_are_missed_with_the_command_that_makes_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.ipynb").write_text("{}")
    assert main(["report", "--data", str(tmp_path / "no tables"), "--notebooks", str(tmp_path)]) == 1
    assert f"`python -m referat build data/raw -o '{tmp_path}/no tables'`" in capsys.readouterr().err


def test_a_path_with_a_blank_and_no_quotes_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["build", "my", "minutes", "-o", "tables"])
    assert 'put a path with blanks in quotes, "my minutes"' in capsys.readouterr().err


def test_minutes_that_are_not_there_are_missed_with_the_command_that_writes_a_demo(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(tmp_path / "my minutes"), "-o", str(tmp_path / "out")]) == 2
    assert f"`python -m referat demo '{tmp_path}/my minutes'`" in capsys.readouterr().err


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make here")
def test_make_explains_a_path_with_a_blank_and_no_quotes() -> None:
    root = Path(__file__).parents[1]
    asked = ["make", "--dry-run", "report", "RAW=my", "minutes"]
    answer = subprocess.run(asked, cwd=root, capture_output=True, text=True)
    assert answer.returncode == 2 and 'put a path with blanks in quotes, RAW="my minutes"' in answer.stderr
    assert (
        subprocess.run(["make", "--dry-run", "report", "RAW=my minutes"], cwd=root, capture_output=True).returncode == 0
    )
