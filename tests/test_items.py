"""One agenda item to rows."""

import pytest

from referat.facts.body_names import same_body
from referat.formats.source_files import Source
from referat.records.document_reader import parse_text
from referat.records.meeting_reader import meeting_rows
from referat.records.rows import Row

HEADER = "REFERAT Direktionen d. 06-03-2023\nMødedato 06-03-2023\nMødedeltagere Bodil Ravn, Tage Kvist\n\n"


def table(name: str, *lines: str, title: str = "Plan for havnen") -> list[Row]:
    text = f"{HEADER}Punkt 1: {title}\n\n23/1\n\n" + "\n".join(lines)
    (rows,) = meeting_rows(parse_text(text), Source("a.txt", "0", "text", text))
    return rows.tables[name]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Kort over havnen", "Kort over havnen"),
        ("- Kort over havnen", "Kort over havnen"),
        ("• *Kort* over havnen", "Kort over havnen"),
        ("1. Kort over havnen", "1. Kort over havnen"),
        ("Bilag 1 - Kort.pdf", "Bilag 1 - Kort.pdf"),
    ],
)
def test_an_attachment_is_titled_as_listed_without_its_bullet(line: str, title: str) -> None:
    assert [row["title"] for row in table("attachments", "Bilag", "", line)] == [title]


def test_points_are_numbered_and_outcomes_find_them() -> None:
    lines = [
        "Indstilling",
        "",
        "ØC indstiller, at",
        "",
        "1. planen godkendes",
        "2. prisen drøftes",
        "",
        "Beslutning",
        "",
        "1. Godkendt.",
        "2. Udsat.",
    ]
    assert [(row["label"], row["proposer"]) for row in table("recommendations", *lines)] == [("1", "ØC"), ("2", "ØC")]
    outcomes = [(row["label"], row["recommendation"], row["decision_type"]) for row in table("outcomes", *lines)]
    assert outcomes == [("1", 1, "approved"), ("2", 2, "postponed")]


def test_the_decision_states_who_was_away_from_an_item() -> None:
    rows = table("item_attendance", "Beslutning", "", "Godkendt.", "", "Afbud: Tage Kvist")
    assert [(row["name"], row["status"]) for row in rows] == [("Tage Kvist", "excused")]


def test_an_earlier_decision_gives_no_absence_today() -> None:
    assert (
        table("item_attendance", "Beslutning Direktionen den 06-02-2023", "", "Udsat.", "", "Afbud: Tage Kvist") == []
    )


def test_a_decision_on_the_day_of_another_body_is_an_earlier_one() -> None:
    (row,) = table("decisions", "Beslutning Chefforum den 06-03-2023", "", "Drøftet.")
    assert row["is_earlier"] and row["body"] == "Chefforum"


def test_a_closed_items_bare_text_is_its_decision() -> None:
    (row,) = table("decisions", "Direktionen godkendte købet.", title="Lukket: Køb af mark")
    assert row["text"] == "Direktionen godkendte købet." and (row["line_start"], row["line_end"]) == (9, 9)


def test_references_have_their_line() -> None:
    (row,) = table("references", "Baggrund", "", "Ny sag.", "", "Byrådet besluttede den 3. oktober 2022 at bygge.")
    assert (row["line_start"], row["body"], row["direction"]) == (13, "Byrådet", "earlier")


def test_a_postponed_decision_names_the_day_the_matter_comes_back() -> None:
    (row,) = table("decisions", "Beslutning Direktionen den 06-03-2023", "", "Udskudt til den 20/3.")
    assert str(row["postponed_to"]) == "2023-03-20"


@pytest.mark.parametrize(
    ("meeting_body", "decision_body"),
    [
        ("Byrådet", "Byrådets"),
        ("Elmeby Byråd", "Byrådet"),
        ("Parkudvalget", "Udvalget"),
        ("Kommunalbestyrelsen", "Kommunalbestyrelse"),
        ("Direktionen", "Direktion"),
    ],
)
def test_the_word_for_what_a_body_is_means_the_one_at_hand(meeting_body: str, decision_body: str) -> None:
    assert same_body(meeting_body, decision_body)


@pytest.mark.parametrize(
    ("meeting_body", "decision_body"), [("Byrådet", "Økonomiudvalget"), ("Parkudvalget", "Park- og Havneudvalget")]
)
def test_another_body_is_another(meeting_body: str, decision_body: str) -> None:
    assert not same_body(meeting_body, decision_body)
