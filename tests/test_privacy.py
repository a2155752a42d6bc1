"""A public build and its report contain no word of a closed item, wherever in the minutes the words are.

Each place in the minutes has its own secret, so that a leaked word shows its origin.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from referat.cli.main import main

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[1]
SECRET = re.compile(r"hemmelig\w+", re.IGNORECASE)

HEAD = """REFERAT Havneudvalget d. {day}-05-2021

Mødedato d. {day}-05-2021

Mødedeltagere Mona Birk (A), Ole Lund (V)

Indholdsfortegnelse

Ny bro.....3
{listed}.....4
Øvrige sager.....5

Punkt 1: Ny bro

21/77

Baggrund

Broen er gammel, og ingen tør gå over den, når det blæser.

Beslutning

Godkendt.

Punkt 2: {title}

21/{case}

"""
BODY = """Baggrund

Ejendommen hemmeligbaggrund er til salg, jf. sag 20/15 og mødet den 3. april 2021 om hemmelighenvisning.

Indstilling

Direktør Hemmeligindstiller indstiller, at udvalget

1. køber hemmeligpunkt
2. sælger hemmelignæste

Beslutning

1. Godkendt, at hemmeligudfald købes.
2. Udsat, for hemmeliggrund skal ses efter.

For stemte: Mona Birk (A), Inger Hemmeligstemme (B). Imod stemte Ole Hemmeligmodstand (V).

Afbud: Hans Hemmeligafbud. Ole Lund deltog ikke på grund af hemmeliginhabilitet.

Udvalget godkendte salget af hemmeligbeslutning.

Sagens forløb

03-04-2021 Byggeudvalget
Anbefales, fordi hemmeligforløb venter.

Bilag

Tilbud på hemmeligbilag
Kort over hemmeligkort

"""
STRAIGHT = (
    "Havneudvalget godkendte salget af hemmeligligeud med 3 stemmer for og 1 imod.\n\nHemmeligafsnit står her.\n\n"
)
TAIL = """Punkt 3: Øvrige sager

Beslutning

Intet.
"""
CLOSED = (
    ("Lukket: Salg af hemmeligindhold", "Lukket: Salg af hemmeligtitel", BODY),
    ("Lukket", "Lukket", STRAIGHT),
    ("Salg af hemmeligindhold (Lukket)", "Salg af hemmeligtitel (Lukket)", STRAIGHT),
    ("Lukket sag: hemmeligindhold", "Hemmeligtitel uden mærke", BODY),
    ("Luket: hemmeligindhold", "Luket: hemmeligstavet", BODY),
    ("Salg af hemmeligindhold (Luket)", "Salg af hemmeligstavet (Luket)", STRAIGHT),
    ("Fortroligt: hemmeligindhold", "Fortroligt: hemmeligtitel", BODY),
    ("LUKKET: HEMMELIGINDHOLD", "LUKKET - HEMMELIGTITEL", STRAIGHT),
)
"""Titles of closed items in contents and headings, and the text under them; some marks are misspelt."""


def minutes() -> Iterator[str]:
    for number, (listed, title, below) in enumerate(CLOSED):
        yield HEAD.format(day=f"{number + 10}", listed=listed, title=title, case=90 + number) + below + TAIL


def portal() -> str:
    html = "".join(f"<p>{line}</p>" for line in BODY.split("\n") if line)
    return json.dumps(
        {
            "Udvalg": {"Navn": "Legepladsudvalget"},
            "Moede": {
                "MeetingBeginUtc": "2021-06-02T17:00:00",
                "Sted": "Gule Sal",
                "Navn": "Referat",
                "Moededeltagere": [{"Name": "Ejnar Skov", "Absent": False}],
            },
            "Dagsordenpunkter": [
                {
                    "Number": str(number),
                    "Sorting": number,
                    "Caption": caption,
                    "CaseNumber": f"21-00000{number}",
                    "IsOpen": number == 1,
                    "Felter": [
                        {"Navn": "Tekst", "Html": html if number > 1 else "<h3>Beslutning</h3><p>Godkendt.</p>"}
                    ],
                    "Bilag": [{"Navn": "Hemmelighæfte" if number > 1 else "Kort", "Order": 1}],
                }
                for number, caption in enumerate(("Ny gynge", "Lukket: Hemmeliggynge", "Hemmeligkøb af mark"), 1)
            ],
        },
        ensure_ascii=False,
    )


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("minutes")
    for number, text in enumerate(minutes()):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "portal.json").write_text(portal(), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("public")
    assert main(["build", str(raw), "-o", str(out), "--csv", "--public"]) == 0
    return out


def secrets_in(folder: Path) -> set[tuple[str, str]]:
    """Return every secret in the files of a folder, with the file's name; tables are decoded."""
    result: set[tuple[str, str]] = set()
    for path in (path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        texts = [data.decode("utf-8", "replace"), data.decode("utf-16-le", "replace")]
        texts += [pd.read_parquet(path).to_csv()] if path.suffix == ".parquet" else []
        texts += [_letters_of_pdf(data)] if path.suffix == ".pdf" else []
        result |= {(path.name, secret) for text in texts for secret in SECRET.findall(text)}
    return result


def _letters_of_pdf(data: bytes) -> str:
    pdfium = pytest.importorskip("pypdfium2")
    return "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(data))


def test_a_plain_build_contains_every_secret(raw: Path, tmp_path: Path) -> None:
    main(["build", str(raw), "-o", str(tmp_path), "--csv"])
    secrets = {secret.casefold() for secret in SECRET.findall("".join(minutes()) + portal())}
    assert secrets - {secret.casefold() for _, secret in secrets_in(tmp_path)} == set()
    assert len(secrets) > 20


def test_no_file_of_a_public_build_contains_a_secret(built: Path) -> None:
    assert secrets_in(built) == set()


def test_a_public_build_over_a_plain_one_contains_no_secret(raw: Path, tmp_path: Path) -> None:
    main(["build", str(raw), "-o", str(tmp_path), "--csv"])
    assert main(["build", str(raw), "-o", str(tmp_path), "--csv", "--public"]) == 0
    assert secrets_in(tmp_path) == set()


def test_a_public_build_keeps_what_is_open_and_counts_what_is_closed(built: Path) -> None:
    items = pd.read_parquet(built / "items.parquet")
    assert len(items) == 3 * len(CLOSED) + 3
    assert (items["title"] == "Ny bro").sum() == (items["title"] == "Øvrige sager").sum() == len(CLOSED)
    decisions = pd.read_parquet(built / "decisions.parquet")
    assert (decisions["text"] == "Godkendt.").sum() == len(CLOSED) + 1
    assert set(pd.read_parquet(built / "people.parquet")["name"]) == {"Mona Birk", "Ole Lund", "Ejnar Skov"}


@pytest.mark.heavy
def test_the_report_of_a_public_build_contains_no_secret(built: Path, tmp_path: Path) -> None:
    for language in ("en", "da"):
        out = tmp_path / language
        told_to = ["--data", str(built), "-o", str(out), "--notebooks", str(ROOT / "notebooks"), "--language", language]
        assert main(["report", *told_to]) == 0
    assert len(list(tmp_path.rglob("*.html"))) > 20
    assert secrets_in(tmp_path) == set()
