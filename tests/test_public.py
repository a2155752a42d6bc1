"""A public build withholds the titles and texts of closed items."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from referat.cli.main import main
from referat.pipeline import batch_cache
from referat.tables.frames import harmless

SECRET = "sommerfuglegaarden"
MINUTES = f"""
REFERAT Havneudvalget d. 03-05-2021

Mødedato Mandag d. 3. maj 2021 kl. 16:00

Mødedeltagere Mona Birk, Ole Lund

Indholdsfortegnelse

Ny bro.....3
Lukket: Køb af {SECRET}.....4

Punkt 1: Ny bro

21/77

Beslutning

Godkendt.

Punkt 2: Lukket: Salg af {SECRET} til {SECRET} A/S

21/78

Havneudvalget godkendte salget af {SECRET} med 3 stemmer for og 1 imod, jf. sag 20/15.

Afbud: Mona Birk, der har arvet {SECRET}

Bilag

Tilbud på {SECRET}
"""


@pytest.fixture
def built(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "havn.txt").write_text(MINUTES, encoding="utf-8")
    assert main(["build", str(raw), "-o", str(tmp_path / "out"), "--csv", "--public"]) == 0
    return tmp_path / "out"


def test_no_file_of_a_public_build_holds_a_word_of_a_closed_item(built: Path) -> None:
    for path in built.glob("*.parquet"):
        assert SECRET not in pd.read_parquet(path).to_csv().casefold(), path.name
    for path in (*built.glob("*.csv"), *built.glob("*.json")):
        assert SECRET not in path.read_text(encoding="utf-8").casefold(), path.name


def test_a_public_build_keeps_count_number_and_kind_of_what_was_closed(built: Path) -> None:
    items = pd.read_parquet(built / "items.parquet")
    decisions = pd.read_parquet(built / "decisions.parquet")
    assert items.loc[items["closed"], "case_number"].tolist() == ["21/78"]
    assert items["title"].tolist()[:1] == ["Ny bro"]
    assert decisions["decision_type"].tolist() == ["approved", "approved"]
    assert decisions["text"].notna().tolist() == [True, False]


def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe() -> None:
    data = pd.DataFrame({"text": ["=1+1", "+45", "-", "@a", "Godkendt.", None], "n": [1, 2, 3, 4, 5, 6]}).astype(
        {"text": "str"}
    )
    assert harmless(data)["text"].fillna("").tolist() == ["'=1+1", "'+45", "'-", "'@a", "Godkendt.", ""]


def _public(tmp_path: Path, **texts: str) -> Path:
    """Return the folder of a public build of files, by their names without ending."""
    raw = tmp_path / "minutes"
    raw.mkdir()
    for name, text in texts.items():
        (raw / f"{name}.txt").write_text(text, encoding="utf-8")
    assert main(["build", str(raw), "-o", str(tmp_path / "public"), "--csv", "--public"]) == 0
    return tmp_path / "public"


def _files_with(out: Path, word: str) -> list[str]:
    """Return the files below a folder that hold a word, in their names too."""
    return [
        path.name
        for path in sorted(out.rglob("*"))
        if path.is_file()
        and word
        in (path.name + (pd.read_parquet(path).to_csv() if path.suffix == ".parquet" else path.read_text("utf-8")))
    ]


def _meeting(day: str, *items: str) -> str:
    return "\n\n".join([f"REFERAT Havneudvalget d. {day}", f"Mødedato {day}", *items]) + "\n"


def test_the_name_of_a_file_that_holds_closed_items_only_is_withheld(tmp_path: Path) -> None:
    closed = "Punkt 1: Lukket: Salg\n\n21/78\n\nBeslutning\n\nGodkendt."
    files = {SECRET: _meeting("03-05-2021", closed), f"{SECRET}2": _meeting("", closed), f"{SECRET}3": closed}
    out = _public(tmp_path, **files)
    assert _files_with(out, SECRET) == []
    assert pd.read_parquet(out / "documents.parquet")["source"].str.startswith("withheld-").all()


def test_an_open_item_that_repeats_a_closed_one_of_its_case_is_withheld(tmp_path: Path) -> None:
    first = "Punkt 1: Lukket: Køb\n\n21/78\n\nBeslutning\n\nGodkendt."
    later = f"""Punkt 1: Et areal\n\n21/78\n\nBeslutning\n\nGodkendt.\n\nSagens forløb

03-05-2021 Havneudvalget\nGodkendt, at {SECRET} købes."""
    out = _public(tmp_path, a=_meeting("03-05-2021", first), b=_meeting("10-05-2021", later))
    assert _files_with(out, SECRET) == []
    assert (pd.read_parquet(out / "problems.parquet")["code"] == "withheld_doubtful").sum() == 1


def test_a_closed_road_is_withheld_with_a_note_and_not_called_closed_while_closing_days_stay(tmp_path: Path) -> None:
    titles = ("Lukket vej ved stationen", "Lukkedage i børnehaver")
    items = [f"Punkt {n}: {title}\n\nBeslutning\n\nGodkendt." for n, title in enumerate(titles, 1)]
    out = _public(tmp_path, a=_meeting("03-05-2021", *items))
    kept = pd.read_parquet(out / "items.parquet")
    assert not kept["closed"].any()
    assert kept["title"].dropna().tolist() == [titles[1]]
    assert (pd.read_parquet(out / "problems.parquet")["code"] == "withheld_doubtful").sum() == 1


def test_a_public_build_leaves_no_batches(tmp_path: Path) -> None:
    out = _public(tmp_path, a=_meeting("03-05-2021", "Punkt 1: Ny bro"))
    assert not [
        path
        for folder in (out, out.parent)
        for path in folder.iterdir()
        if path.name.startswith(".") and path.name != ".lock"
    ]


def test_an_item_with_the_heading_of_a_closed_one_in_its_text_is_withheld(tmp_path: Path) -> None:
    items = [
        "Punkt 3: Ny bro\n\nBeslutning\n\nGodkendt.",
        f"Punkt 1: Salg af {SECRET} (Lukket)\n\n21/78\n\nBeslutning\n\nGodkendt for {SECRET}.",
    ]
    head = "REFERAT Havneudvalget d."
    assert _files_with(_public(tmp_path, a="\n\n".join([head, *items]) + "\n"), SECRET) == []


def test_what_a_killed_public_build_left_next_to_its_folder_is_removed_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / f".public{batch_cache.NAME}"
    left.mkdir()
    (left / "a.part").write_text(SECRET, encoding="utf-8")
    _public(tmp_path, a=_meeting("03-05-2021", "Punkt 1: Ny bro"))
    assert not left.exists()


def test_a_mark_that_is_misspelt_or_one_letter_withholds_its_item(tmp_path: Path) -> None:
    titles = ("Lukekt: Salg af {}", "L: Leje af {}", "Luket: Bytte af {}", "Gave af {} (fortorlig)")
    items = [f"Punkt {number}: {title.format(SECRET)}" for number, title in enumerate(titles, 1)]
    assert _files_with(_public(tmp_path, a=_meeting("03-05-2021", *items)), SECRET) == []


def test_a_line_of_a_closed_item_that_reads_as_the_next_heading_is_withheld(tmp_path: Path) -> None:
    closed = (
        f"Punkt 2: Salg\n\nLukket\n\n21/78\n\nBeslutning\n\n1. Godkendt.\n\nPunkt 3: {SECRET}\n\n2. Udsat for {SECRET}."
    )
    items = ("Punkt 1: Ny bro\n\n21/77\n\nBeslutning\n\nGodkendt.", closed)
    assert _files_with(_public(tmp_path, a=_meeting("03-05-2021", *items)), SECRET) == []


def test_an_open_item_of_a_closed_case_stays_where_its_history_is_of_other_days(tmp_path: Path) -> None:
    closed = "Punkt 1: Lukket: Køb\n\n21/78\n\nBeslutning\n\nGodkendt."
    is_open = """Punkt 1: Et areal\n\n21/78\n\nBeslutning\n\nGodkendt.\n\nSagens forløb

26-04-2021 Byggeudvalget\nAnbefales."""
    out = _public(tmp_path, a=_meeting("03-05-2021", is_open), b=_meeting("10-05-2021", closed))
    assert pd.read_parquet(out / "items.parquet")["title"].dropna().tolist() == ["Et areal"]
