"""A joint meeting of two committees is a meeting of each, with its own decisions."""

import json
from pathlib import Path

import pytest

from referat import load
from referat.facts.body_names import joint_bodies
from referat.tables.frames import Tables


@pytest.mark.parametrize(
    ("name", "bodies"),
    [
        ("Fælles møde mellem Børneudvalget og Kulturudvalget", ["Børneudvalget", "Kulturudvalget"]),
        ("Økonomiudvalget og Teknik- og Miljøudvalget, fællesmøde", ["Økonomiudvalget", "Teknik- og Miljøudvalget"]),
        ("Børneudvalget - fællesmøde med Kulturudvalget", ["Børneudvalget", "Kulturudvalget"]),
        ("Byrådets og Ældrerådets fællesmøde", ["Byrådet", "Ældrerådet"]),
        (
            "Fællesmøde: Byrådet, Ældrerådet og Udvalget for Børn og Unge",
            ["Byrådet", "Ældrerådet", "Udvalget for Børn og Unge"],
        ),
        ("Fællesmøde for Udvalget for Børn og Unge og Kulturudvalget", ["Udvalget for Børn og Unge", "Kulturudvalget"]),
        ("Børneudvalget og Kulturudvalget", []),
        ("Fællesmøde i Børne- og Kulturudvalget", []),
        ("Fællesudvalget for Havn og Handel", []),
    ],
)
def test_the_bodies_of_a_joint_meeting_are_named_after_the_word_for_it(name: str, bodies: list[str]) -> None:
    assert joint_bodies(name) == bodies


def test_a_line_near_the_heading_can_call_the_meeting_joint() -> None:
    both = ["Byrådet", "Ældrerådet"]
    assert joint_bodies("Byrådet og Ældrerådet", ["Fællesmøde"]) == both
    assert joint_bodies("Byrådet", ["Referat", "Fællesmøde med Ældrerådet."]) == both
    assert not joint_bodies("Byrådet", ["Der er fællesmøde med Ældrerådet i maj"])


HEADER = """REFERAT Fælles møde mellem Børneudvalget og Kulturudvalget d. 14-03-2024

Mødedato: Torsdag d. 14-03-2024 kl. 16:00

Mødedeltagere:
Børneudvalget: Alma Krogh (A), Bo Stald (V)
Kulturudvalget: Cilla Brink (F), Dan Ruge (A)
"""


def item(number: int, *lines: str) -> str:
    return "\n".join([f"\nPunkt {number}: Idrætspolitik {number}\n", f"24/{number}\n", *lines, ""])


def read(folder: Path, *items: str) -> Tables:
    (folder / "joint.txt").write_text(HEADER + "".join(items), encoding="utf-8")
    return load(folder)


def own_decisions(tables: Tables) -> list[tuple[str, str]]:
    made = tables.decisions[~tables.decisions["is_earlier"]]
    return list(zip(made["meeting_id"].str.partition("-")[0], made["decision_type"], strict=True))


def test_each_body_has_the_meeting_its_document_and_its_people(tmp_path: Path) -> None:
    tables = read(tmp_path, item(1, "Beslutning", "Drøftet."))
    assert tables.meetings["body"].tolist() == ["Børneudvalget", "Kulturudvalget"]
    assert tables.meetings["joint_with"].tolist() == ["Kulturudvalget", "Børneudvalget"]
    assert tables.documents["document_id"].tolist() == ["joint.txt", "joint.txt#2"]
    people = tables.attendance.groupby("meeting_id")["person"].agg(", ".join)
    assert people.tolist() == ["Alma Krogh, Bo Stald", "Cilla Brink, Dan Ruge"]


@pytest.mark.parametrize(
    "lines",
    [
        (
            "Beslutning i Børneudvalget den 14-03-2024",
            "Godkendt.",
            "",
            "Beslutning i Kulturudvalget den 14-03-2024",
            "Udsat.",
        ),
        ("Beslutning i Børneudvalget", "Godkendt.", "", "Beslutning i Kulturudvalget", "Udsat."),
        ("Beslutning", "Børneudvalget:", "Godkendt.", "", "Kulturudvalget:", "Udsat."),
        ("Beslutning", "Børneudvalget: Godkendt.", "Kulturudvalget: Udsat."),
    ],
)
def test_each_body_has_the_decision_under_its_name(tmp_path: Path, lines: tuple[str, ...]) -> None:
    tables = read(tmp_path, item(1, *lines))
    assert own_decisions(tables) == [("boerneudvalget", "approved"), ("kulturudvalget", "postponed")]


@pytest.mark.parametrize("heading", ["Beslutning", "Beslutning i Børneudvalget og Kulturudvalget den 14-03-2024"])
def test_a_decision_that_names_no_body_alone_is_each_ones(tmp_path: Path, heading: str) -> None:
    tables = read(tmp_path, item(1, heading, "Godkendt."))
    assert own_decisions(tables) == [("boerneudvalget", "approved"), ("kulturudvalget", "approved")]


def test_an_item_before_both_bodies_has_not_come_back(tmp_path: Path) -> None:
    again = HEADER.replace("14-03", "11-04").replace("Fælles møde mellem Børneudvalget og ", "")
    (tmp_path / "later.txt").write_text(again + item(1, "Beslutning", "Godkendt."), encoding="utf-8")
    tables = read(tmp_path, item(1, "Beslutning", "Børneudvalget: Godkendt.", "Kulturudvalget: Udsat."))
    rounds = tables.items.set_index("meeting_id")["round"].to_dict()
    returns = tables.items.dropna(subset=["return_kind"])["meeting_id"].tolist()
    assert rounds == {"boerneudvalget-2024-03-14": 1, "kulturudvalget-2024-03-14": 1, "kulturudvalget-2024-04-11": 2}
    assert returns == ["kulturudvalget-2024-04-11"]


def test_a_fault_of_the_document_is_one_problem(tmp_path: Path) -> None:
    tables = read(tmp_path, item(1, "Beslutning", "Drøftet."), item(3, "Beslutning", "Drøftet."))
    assert tables.problems["code"].tolist().count("item_number_gap") == 1


def test_a_committees_own_minutes_of_a_joint_meeting_are_a_second_document_of_it(tmp_path: Path) -> None:
    alone = HEADER.replace("Fælles møde mellem Børneudvalget og ", "")
    (tmp_path / "alone.txt").write_text(alone + item(1, "Beslutning", "Drøftet."), encoding="utf-8")
    tables = read(tmp_path, item(1, "Beslutning", "Drøftet."))
    assert len(tables.meetings) == 2
    assert sorted(tables.documents["meeting_id"]) == [
        "boerneudvalget-2024-03-14",
        "kulturudvalget-2024-03-14",
        "kulturudvalget-2024-03-14",
    ]


def test_the_portals_name_of_a_body_can_be_a_joint_meetings(tmp_path: Path) -> None:
    answer = {
        "Udvalg": {"Navn": "Fællesmøde for Byrådet og Ældrerådet"},
        "Moede": {"MeetingBeginUtc": "2024-03-14T16:00:00+01:00", "Navn": "Referat"},
        "Dagsordenpunkter": [{"Navn": "Trygge stier", "Number": "1", "ItemDecision": "Drøftet."}],
    }
    (tmp_path / "a.json").write_text(json.dumps(answer), encoding="utf-8")
    tables = load(tmp_path)
    assert tables.meetings["meeting_id"].tolist() == ["byraadet-2024-03-14", "aeldreraadet-2024-03-14"]
    assert tables.decisions["body"].tolist() == ["Byrådet", "Ældrerådet"]
