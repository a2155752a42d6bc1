"""What a public build must not tell: the titles and texts of items dealt with behind closed doors."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from referat.cli.main import main
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
