"""Facts that need the whole corpus."""

from pathlib import Path

import pytest

from referat import load
from referat.tables.frames import Tables, check


def minutes(
    body: str = "Direktionen", day: str = "06-03-2023", time: str = "09:00", *items: str, people: str = "Bodil Ravn"
) -> str:
    parts = [f"REFERAT {body} d. {day}", f"Mødedato {day} kl. {time}", f"Mødedeltagere {people}", *items]
    return "\n\n".join(parts) + "\n"


def item(number: int, title: str, case: str, *lines: str) -> str:
    return "\n\n".join([f"Punkt {number}: {title}", case, *lines])


@pytest.fixture
def corpus(tmp_path: Path):  # type: ignore[no-untyped-def]
    def built(**files: str) -> Tables:
        for name, text in files.items():
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        tables = load(tmp_path)
        assert check(tables) == []
        return tables

    return built


def test_the_fuller_of_two_files_of_a_meeting_is_kept_and_the_other_reported(corpus) -> None:  # type: ignore[no-untyped-def]
    full = minutes("Direktionen", "06-03-2023", "09:00", item(1, "Havnen", "23/1"), item(2, "Torvet", "23/2"))
    tables = corpus(a=minutes("Direktionen", "06-03-2023", "09:00", item(1, "Havnen", "23/1")), b=full)
    assert list(tables.meetings["source"]) == ["b.txt"]
    assert list(tables["items"]["title"]) == ["Havnen", "Torvet"]
    problem = tables.problems.iloc[0]
    assert (problem["code"], problem["source"], problem["text"]) == ("meeting_in_two_files", "a.txt", "b.txt")


def test_two_meetings_of_a_body_on_a_day_differ_by_their_time(corpus) -> None:  # type: ignore[no-untyped-def]
    tables = corpus(
        early=minutes("Direktionen", "06-03-2023", "09:00", item(1, "Havnen", "23/1", "Beslutning", "Godkendt.")),
        late=minutes("Direktionen", "06-03-2023", "14:00", item(1, "Torvet", "23/2", "Beslutning", "Udsat.")),
    )
    assert list(tables.meetings["meeting_id"]) == ["direktionen-2023-03-06", "direktionen-2023-03-06-1400"]
    assert list(tables["items"]["item_id"]) == ["direktionen-2023-03-06:1", "direktionen-2023-03-06-1400:1"]
    assert list(tables.decisions["decision_id"]) == ["direktionen-2023-03-06:1:1", "direktionen-2023-03-06-1400:1:1"]
    assert tables.problems.empty


def test_one_person_has_one_spelling_over_the_corpus(corpus) -> None:  # type: ignore[no-untyped-def]
    tables = corpus(
        a=minutes("Direktionen", "06-03-2023", "09:00", item(1, "Havnen", "23/1"), people="Inger Rottbøll, Tage Kvist"),
        b=minutes("Direktionen", "13-03-2023", "09:00", item(1, "Havnen", "23/1"), people="Inger Rotbøll (sekretær)"),
        c=minutes("Direktionen", "20-03-2023", "09:00", item(1, "Havnen", "23/1"), people="Inger Rotbøll"),
    )
    assert set(tables.attendance["person"]) == {"Inger Rotbøll", "Tage Kvist"}
    assert tables.attendance["name"].iloc[0] == "Inger Rottbøll"
    assert set(tables.people.loc[tables.people["merged_by"] == "spelling", "name"]) == {"Inger Rottbøll"}


def test_a_case_is_followed_through_its_meetings_and_bodies(corpus) -> None:  # type: ignore[no-untyped-def]
    tables = corpus(
        a=minutes("Direktionen", "06-03-2023", "09:00", item(1, "Havn", "23/1", "Beslutning", "Udsat.")),
        b=minutes("Direktionen", "13-03-2023", "09:00", item(1, "Havnen", "23/1", "Beslutning", "Godkendt.")),
        c=minutes("Haveudvalget", "10-03-2023", "09:00", item(1, "Havn", "23/1"), item(2, "Mere havn", "23/1")),
    )
    case = tables.cases.iloc[0]
    assert (case["case_number"], case["title"], case["last_decision_type"]) == ("23/1", "Havnen", "approved")
    assert (case["meetings"], case["items"], case["bodies"]) == (3, 4, 2)
    assert (str(case["first_seen"].date()), str(case["last_seen"].date())) == ("2023-03-06", "2023-03-13")


def test_a_title_on_most_agendas_of_its_body_is_standing(corpus) -> None:  # type: ignore[no-untyped-def]
    days = ["02-01-2023", "09-01-2023", "16-01-2023", "23-01-2023", "30-01-2023", "06-02-2023"]
    files = {
        f"m{number}": minutes(
            "Direktionen", day, "09:00", item(1, f"Runde om haven {day}", "23/1"), item(2, f"Sag {name}", "23/2")
        )
        for number, (day, name) in enumerate(zip(days, ["Bro", "Vej", "Mole", "Kaj", "Tag", "Mur"], strict=True))
    }
    result = corpus(**files)["items"]
    assert result.loc[result["number"] == 1, "standing"].all()
    assert not result.loc[result["number"] == 2, "standing"].any()


def test_a_meeting_mentioned_is_found_where_it_is_in_the_corpus(corpus) -> None:  # type: ignore[no-untyped-def]
    tables = corpus(
        a=minutes("Byråd 2022-2025", "06-02-2023", "09:00", item(1, "Havnen", "23/1")),
        b=minutes(
            "Direktionen",
            "06-03-2023",
            "09:00",
            item(
                1,
                "Havnen",
                "23/1",
                "Baggrund",
                "Byrådet besluttede den 6. februar 2023 at bygge.",
                "Byrådet besluttede den 7. februar 2023 at rive ned.",
            ),
        ),
    )
    assert list(tables.references["meeting_id"].fillna("")) == ["byraad-2022-2025-2023-02-06", ""]


def test_a_bad_file_does_not_affect_others(corpus) -> None:  # type: ignore[no-untyped-def]
    tables = corpus(a="", b=minutes("Direktionen", "06-03-2023", "09:00", item(1, "Havnen", "23/1")), c="Smør og mælk")
    assert list(tables["items"]["title"]) == ["Havnen"]
    assert sorted(tables.problems["code"]) == ["empty_file", "not_minutes"]
