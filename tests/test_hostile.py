"""Files made to break the reader: each gives rows or a problem, and costs no other file its rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from referat import load
from referat.pipeline import build as building
from referat.pipeline.build import build
from referat.records.document_reader import read_document
from referat.records.rows import Rows
from referat.schema.registry import TABLES
from referat.tables.frames import Tables, check

NEIGHBOUR = """REFERAT Haveudvalget d. 06-03-2023
Mødedato Mandag d. 6. marts 2023 kl. 09:00
Mødedeltagere Bodil Ravn, Tage Kvist

Punkt 1: Nye bænke

23/1

Beslutning

Godkendt.
"""


def answer() -> dict[str, Any]:
    """Return the portal's answer for a small meeting."""
    return {
        "Udvalg": {"Navn": "Legepladsudvalget"},
        "Moede": {
            "MeetingBeginUtc": "2022-05-02T17:00:00",
            "MeetingEndUtc": "2022-05-02T18:00:00",
            "Sted": "Gule Sal",
            "Navn": "Referat",
            "Moededeltagere": [{"Name": "Ejnar Skov", "Absent": False}],
        },
        "Dagsordenpunkter": [
            {
                "Number": "1",
                "Sorting": 1,
                "Caption": "Ny gynge",
                "CaseNumber": "21-000001",
                "IsOpen": True,
                "Felter": [{"Navn": "Tekst", "Html": "<h3>Beslutning</h3><p>Godkendt.</p>"}],
                "Bilag": [{"Navn": "Kort", "Order": 1}, {"Navn": "Plan", "Order": 2}],
            },
        ],
    }


def built(folder: Path, name: str, content: str) -> Tables:
    """Return the tables of a hostile file next to a plain one, after writing and loading."""
    return built_all(folder, {name: content})


def built_all(folder: Path, files: dict[str, str]) -> Tables:
    """Return the tables of hostile files next to a plain one; each file has a meeting or a problem."""
    raw = folder / "raw"
    raw.mkdir()
    (raw / "neighbour.txt").write_text(NEIGHBOUR, encoding="utf-8")
    for name, content in files.items():
        (raw / name).write_text(content, encoding="utf-8", errors="surrogatepass", newline="")
    build(raw, folder / "out", csv=True)
    tables = load(folder / "out")
    assert check(tables) == []
    assert "haveudvalget-2023-03-06" in set(tables.meetings["meeting_id"]), "the neighbour was lost"
    silent = files.keys() - {*tables.meetings["source"], *tables.problems["source"]}
    assert not silent, "nothing is said of these files"
    return tables


def test_a_file_that_the_reader_fails_on_costs_no_other_file_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_on_one(path: Path, raw: Path) -> Iterator[Rows]:
        if path.name == "hostile.txt":
            raise RecursionError("too deep")
        return read_document(path, raw)

    monkeypatch.setattr(building, "read_document", fails_on_one)
    tables = built(tmp_path, "hostile.txt", NEIGHBOUR)
    assert tables.problems.loc[tables.problems["source"] == "hostile.txt", "code"].tolist() == ["reader_failed"]


# --- JSON ---


def _places(part: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path to every value of some JSON."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield (*path, key)
        yield from _places(value, (*path, key))


STRANGE: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    10**400,
    float("nan"),
    float("inf"),
    "",
    " ",
    "x",
    "\n",
    "²",
    "٣",
    "9" * 5000,
    [],
    {},
    [[[]]],
    [1, None],
    {"Navn": {}},
    "\ud800",
    "\udfff\ud800",
    "a\x00b",
    "../../etc/passwd",
    "\u2028\u202e",
    "=1+1",
)
"""Unexpected values; one is an unpaired surrogate, which no file can hold."""


@pytest.mark.heavy
@pytest.mark.parametrize("place", list(_places(answer())), ids=lambda path: ".".join(map(str, path)))
def test_an_unexpected_value_anywhere_in_the_portals_json_gives_rows_or_a_problem(
    place: tuple[str | int, ...], tmp_path: Path
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "neighbour.txt").write_text(NEIGHBOUR, encoding="utf-8")
    for number, strange in enumerate(STRANGE):
        whole = answer()
        *way, last = place
        part: Any = whole
        for key in way:
            part = part[key]
        part[last] = strange
        (raw / f"{number}.json").write_text(json.dumps(whole), encoding="utf-8")
    build(raw, tmp_path / "out", csv=True)
    tables = load(tmp_path / "out")
    assert check(tables) == []
    assert "haveudvalget-2023-03-06" in set(tables.meetings["meeting_id"])
    assert {path.name for path in raw.iterdir()} <= {*tables.meetings["source"], *tables.problems["source"]}


PLAIN = json.dumps(answer())


NO_MEETINGS = [
    "{",
    "[",
    "{}",
    "[]",
    "[1]",
    '{"Udvalg": 1}',
    "[" * 100_000,
    '{"a":' * 100_000,
    '{"Udvalg": {}, "Moede": {}, "Dagsordenpunkter": []}',
    PLAIN[:-1],
    PLAIN + PLAIN,
    PLAIN[:-1] + ', "x": ' + "[" * 100_000 + "]" * 100_000 + "}",
    PLAIN[:-1] + ', "x": ' + "9" * 1_000_000 + "}",
]


def test_json_that_is_no_meeting_is_a_problem(tmp_path: Path) -> None:
    files = {f"{number}.json": text for number, text in enumerate(NO_MEETINGS)}
    problems = built_all(tmp_path, files).problems
    assert problems.groupby("source")["code"].agg(list).to_dict() == {name: ["damaged_json"] for name in files}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (PLAIN.replace("Ny gynge", "\\ud83d\\ude00 \\ud800."), "😀 ?."),
        (PLAIN.replace("Ny gynge", "Ny\\u0000 gynge"), "Ny gynge"),
        (PLAIN[:-1] + ', "Udvalg": {"Navn": "Legepladsudvalget"}, "x": NaN, "y": -Infinity}', "Ny gynge"),
        ("\ufeff\r\n" + PLAIN, "Ny gynge"),
    ],
    ids=["halves of letters", "NUL", "doubled key, no numbers", "byte order mark"],
)
def test_odd_json_is_read(text: str, title: str, tmp_path: Path) -> None:
    tables = built(tmp_path, "hostile.json", text)
    ours = tables.items["meeting_id"] == "legepladsudvalget-2022-05-02"
    assert tables.items.loc[ours, "title"].tolist() == [title]


def test_numbers_that_no_agenda_has_give_no_million_of_gaps(tmp_path: Path) -> None:
    whole = answer()
    whole["Dagsordenpunkter"].append(answer()["Dagsordenpunkter"][0] | {"Number": "999999999", "Sorting": 2})
    tables = built(tmp_path, "hostile.json", json.dumps(whole))
    assert len(tables.problems) < 20
    items = tables.items[tables.items["title"] == "Ny gynge"]
    assert items["number"].fillna(0).tolist() == [1, 0]
    assert items["label"].tolist() == ["1", "999999999"]


# --- HTML of the portal ---


HTML = [
    "<div>" * 100_000,
    "<h3>Beslutning</h3>" + "<b><i><u>" * 50_000,
    "<table><tr><td>" * 20_000,
    "<" * 200_000,
    "&" * 200_000,
    "<p " + "a=1 " * 100_000 + ">x</p>",
    "<p a='" + "x" * 1_000_000 + "'>y</p>",
    "&#x110000;&#xD800;&#0;&bogus;",
    "<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]>&c;",
    "<!--" * 5_000,
    "<![CDATA[x]]><?php x ?><svg><script>y",
    "<li>x" * 20_000,
    "<ol>" + "<li>x</li>" * 5_000,
    "<br>" * 100_000,
    "</p>" * 100_000,
    "<p>" * 50_000,
]
"""Fields of the portal's JSON, each in a meeting of its own day; one build reads them all."""


@pytest.mark.heavy
def test_html_of_any_kind_in_the_portals_json_is_read_or_refused(tmp_path: Path) -> None:
    files = {}
    for number, html in enumerate(HTML, 1):
        whole = answer()
        whole["Moede"]["MeetingBeginUtc"] = f"2022-05-{number:02d}T17:00:00"
        whole["Dagsordenpunkter"][0]["Felter"][0]["Html"] = html
        files[f"{number} {re.sub(r'[^a-z0-9]', '', html[:24])}.json"] = json.dumps(whole)
    built_all(tmp_path, files)


# --- Text ---

LINES = (
    ":",
    "::",
    "?",
    "??",
    "-",
    "*",
    "**",
    "#",
    "1.",
    "Punkt",
    "Punkt 1",
    "Punkt 0:",
    "Punkt 999:",
    "(",
    ")",
    '"',
    "⟨0⟩",
    "⟨9⟩ var fraværende",
    "\x00",
    "\x1b[2J",
    "\u2028",
    "\u200b",
    "\ufeff",
    "\ud800",
    "²",
    "٣. Punkt",
    "Punkt ٣: A",
    "½",
    "REFERAT  d. 31-02-2023",
    "REFERAT A d. 00-00-0000",
    "Mødedato",
    "Mødedeltagere",
    "Afbud:",
    "Fraværende: (",
    "Beslutning",
    "Beslutning Direktionen den 99-99-9999",
    "Udskudt til den 31/2",
    "den 0/0",
    "kl. 99:99",
    "1.-99.",
    "60.-1. Godkendt",
    "99/999999",
    "00/0",
    "AB-2099-000",
    "\\",
    "{0}",
    "%s",
    "$(id)",
    "İ",
    "ß",
    "a\u0301",
)
"""Lines on which a reader may stumble, each by itself."""

OTHER = NEIGHBOUR.replace("2023", "2022")
WHERE = (
    "{}",
    "{}\n" + OTHER,
    OTHER + "{}\n",
    OTHER.replace("Godkendt.", "{}"),
    OTHER.replace("Bodil Ravn, Tage Kvist", "{}"),
    OTHER.replace("Nye bænke", "{}"),
    OTHER.replace("23/1", "{}"),
    OTHER.replace("\nBeslutning", "\nIndstilling\n\n{}\n\nBeslutning"),
    OTHER.replace("\nPunkt", "\nIndholdsfortegnelse\n\n{}\n\nPunkt"),
)


@pytest.mark.heavy
@pytest.mark.parametrize("where", WHERE, ids=range(len(WHERE)))
def test_an_unexpected_line_anywhere_gives_rows_or_a_problem(where: str, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "neighbour.txt").write_text(NEIGHBOUR, encoding="utf-8")
    for number, line in enumerate(LINES):
        text = where.replace("{}", line)
        (raw / f"{number}.txt").write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    build(raw, tmp_path / "out", csv=True)
    tables = load(tmp_path / "out")
    assert check(tables) == []
    assert "haveudvalget-2023-03-06" in set(tables.meetings["meeting_id"])
    assert {path.name for path in raw.iterdir()} <= {*tables.meetings["source"], *tables.problems["source"]}


FOUND = {
    "no name.txt": "Mødedato 01-02-2023\n\n1. Havnen\n\n23/1\n\nSagsfremstilling\n\nJf. mødet den 1. maj 2022.\n",
    "no text.html": "<html><body><script>1</script>",
}
"""What a fuzzer found, reworded: documents that once broke a promise of the tables, or of which nothing was said."""


@pytest.mark.parametrize(("name", "text"), FOUND.items(), ids=FOUND)
def test_what_a_fuzzer_found_is_read_or_reported(name: str, text: str, tmp_path: Path) -> None:
    built(tmp_path, name, text)


def test_a_cell_that_no_table_can_hold_costs_no_other_file_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def enormous(path: Path, raw: Path) -> Iterator[Rows]:
        for rows in read_document(path, raw):
            for item in rows.tables["items"] if path.name == "hostile.txt" else ():
                item["toc_page"] = 10**30
            yield rows

    monkeypatch.setattr(building, "read_document", enormous)
    tables = built(tmp_path, "hostile.txt", OTHER)
    assert tables.problems.loc[tables.problems["source"] == "hostile.txt", "code"].tolist() == ["reader_failed"]


LONG = ("9" * 20, "9" * 5000)
NUMBERED = (
    "Plan.....\n\n{}",
    "Plan.....{}",
    "{} Plan.....3",
    "23/{}",
    "{}. Godkendt.",
    "1.-{}. Godkendt.",
    "{} stemte imod.",
)
ABOUT = (*WHERE[3:], OTHER.replace("Punkt 1", "Indholdsfortegnelse\n\n{}\n\nPunkt 1"))


@pytest.mark.parametrize("where", ABOUT, ids=range(len(ABOUT)))
def test_huge_numbers_are_read(where: str, tmp_path: Path) -> None:
    lines = [line.format(number) for line in NUMBERED for number in LONG]
    for number, line in enumerate(lines):
        (tmp_path / f"{number}.txt").write_text(where.replace("{}", line), encoding="utf-8")
    tables = load(tmp_path)
    assert check(tables) == []
    assert "reader_failed" not in set(tables.problems["code"])


# --- Words of minutes as file names and formulas ---


FORMULAS = ("=1+1", "+45 12 34 56 78", "-1", "@SUM(A1)", "\t=1", "＝1+1", " =1+1", "\u200b@a", "﹦1", "\n=1")


def test_no_cell_of_a_csv_file_begins_like_a_formula(tmp_path: Path) -> None:
    lines = "\n\n".join(f"- {formula}\n{formula}" for formula in FORMULAS)
    text = NEIGHBOUR.replace("2023", "2022").replace("Godkendt.", lines).replace("Nye bænke", FORMULAS[0])
    built(tmp_path, "=cmd.txt", text + f"\nBilag\n\n{lines}\n")
    for table in TABLES:
        cells = pd.read_csv(tmp_path / "out" / f"{table.name}.csv", dtype="str", keep_default_na=False)
        words = cells.select_dtypes("str")
        risky = words.apply(lambda column: column.str.match(r"[\s\u200b-\u200f\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫]|[\t\r]"))
        assert not risky.to_numpy().any(), table.name


@pytest.mark.parametrize(
    "name",
    [
        "../../out",
        "\x00",
        *(pytest.param(name, marks=pytest.mark.heavy) for name in ("/etc", "..", "a/b", "CON", "x" * 300, "~")),
    ],
)
def test_a_bodys_name_is_no_path(name: str, tmp_path: Path) -> None:
    whole = answer()
    whole["Udvalg"]["Navn"] = name
    tables = built(tmp_path, "hostile.json", json.dumps(whole))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "raw"]
    assert not tables.meetings["meeting_id"].str.contains(r"[/\\]|\.\.").any()
