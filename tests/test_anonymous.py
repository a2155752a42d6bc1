"""Pseudonyms: everybody who is named gets one, everywhere, and nobody can tell who it is from it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from referat import load
from referat.report.report_building import make_report
from referat.schema.registry import TABLES
from referat.tables.frames import Tables, check, frame
from referat.tables.pseudonyms import Names, pseudonyms, without_names

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
PEOPLE = ["Anne Birk Holm", "Bo Lund", "Carla Dam", "Dorte Eng", "Erik Fynbo", "Ferdi"]


def tables(*people: str, digest: str = "0", titles: tuple[str, ...] = ()) -> Tables:
    """Return the tables of one meeting with these persons and items of these titles."""
    meeting = {"meeting_id": "m", "source_sha256": digest}
    present = [{"meeting_id": "m", "position": n, "person": p, "name": p} for n, p in enumerate(people, 1)]
    items = [{"item_id": f"m:{n}", "meeting_id": "m", "title": title} for n, title in enumerate(titles, 1)]
    rows = {"meetings": [meeting], "attendance": present, "items": items}
    return Tables({table.name: frame(table.name, rows.get(table.name, [])) for table in TABLES})


def test_the_same_minutes_give_the_same_pseudonyms_whatever_the_order() -> None:
    assert pseudonyms(tables(*PEOPLE)) == pseudonyms(tables(*reversed(PEOPLE)))
    assert sorted(pseudonyms(tables(*PEOPLE)).values()) == [f"Person {n:02}" for n in range(1, 7)]


def test_other_minutes_deal_the_numbers_out_anew_and_never_by_the_alphabet() -> None:
    dealt = [pseudonyms(tables(*PEOPLE, digest=str(n))) for n in range(20)]
    orders = {tuple(sorted(given, key=given.__getitem__)) for given in dealt}
    assert len(orders) > 15 and tuple(sorted(PEOPLE)) not in orders


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Valg af Bo Lund", "Valg af {Bo Lund}"),
        ("Forslag fra Anne Holm og\nBo  Lund.", "Forslag fra {Anne Birk Holm} og\n{Bo Lund}."),
        ("Anne Birk Holms plan", "{Anne Birk Holm}s plan"),
        ("bo lund", "{Bo Lund}"),
        ("Bo Lundgren", "Bo Lundgren"),
        ("Lund ved havnen", "Lund ved havnen"),
        ("Anne og Bo Lund", "Anne og {Bo Lund}"),
        ("Ferdi i ferdighed", "{Ferdi} i ferdighed"),
        ("ferdi", "ferdi"),
        ("", ""),
    ],
)
def test_a_name_in_a_text_becomes_its_pseudonym(text: str, hidden: str) -> None:
    met = tables(*PEOPLE)
    given = pseudonyms(met)
    assert Names(met, given).replaced(text) == hidden.format_map(given)


def test_another_spelling_is_the_same_person() -> None:
    met = tables("Bo Lund")
    met = Tables(
        {t.name: met[t.name] for t in TABLES} | {"people": frame("people", [{"person": "Bo Lund", "name": "Bo Lunn"}])}
    )
    assert Names(met, pseudonyms(met)).replaced("Bo Lunn") == "Person 01"


def test_without_persons_nothing_is_replaced() -> None:
    assert without_names(tables(titles=("Bo Lund",))).items["title"].tolist() == ["Bo Lund"]


def _texts(data: Tables) -> str:
    return "\n".join(data[table.name].to_csv() for table in TABLES)


def test_no_table_holds_a_name_and_all_still_fit_the_registry(hostile_tables: Path) -> None:
    before = load(hostile_tables)
    after = without_names(before)
    names = set(before.people["name"]) | set(before.people["person"])
    assert len(names) > 10 and before.items["title"].str.contains("|".join(names)).any()
    found = _texts(after).casefold()
    assert not [name for name in names if name.casefold() in found]
    assert check(after) == []
    assert [len(after[t.name]) for t in TABLES if t.name != "people"] == [
        len(before[t.name]) for t in TABLES if t.name != "people"
    ]


@pytest.mark.heavy
def test_no_page_of_an_anonymous_report_holds_a_name(hostile_tables: Path, tmp_path: Path) -> None:
    pages = make_report(hostile_tables, tmp_path, NOTEBOOKS, anonymous=True).files
    people: pd.DataFrame = load(hostile_tables).people
    names = set(people["name"]) | set(people["person"])
    for path in (tmp_path / page for page in pages if not page.startswith("follow/tables.")):
        data = path.read_bytes().decode("utf-8", "replace").casefold()
        assert not [name for name in names if name.casefold() in data], path.name
    assert "Person 0" in (tmp_path / "01_attendance.html").read_text(encoding="utf-8")
