"""A meeting's header as rows, and contradictions in it."""

from pathlib import Path

import pytest

from referat import load
from referat.formats.source_files import Source
from referat.records.document_reader import parse_text
from referat.records.meeting_reader import meeting_rows
from referat.records.rows import Row, Rows
from referat.structure.document_tree import Document, Node

ITEM = "\n\nPunkt 1: Plan for havnen\n\n23/1\n"


def read(header: str, rest: str = ITEM) -> Rows:
    text = header + rest
    (rows,) = meeting_rows(parse_text(text), Source("a.txt", "0", "text", text))
    return rows


def meeting(header: str, rest: str = ITEM) -> Row:
    (row,) = read(header, rest).tables["meetings"]
    return row


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("Mødedato Mandag d. 6. marts 2023 kl. 09:00", "09:00"),
        ("Mødedato: mandag den 6. marts 2023 kl. 15.45", "15:45"),
        ("Mødedato 6. marts 2023 kl. 9", "09:00"),
        ("Mødedato\n\nMandag d. 6. marts 2023 kl. 09:00", "09:00"),
        ("Mødedato Mandag d. 6. marts 2023", None),
        ("Mødedato 06-03-2023\nMødetidspunkt kl. 8.30", "08:30"),
        ("Mødedato 06.03.2023 kl. 9.05 - 11.00", "09:05"),
    ],
)
def test_the_meeting_begins_at_the_time_of_its_date_line(line: str, time: str | None) -> None:
    row = meeting(f"REFERAT Direktionen d. 06-03-2023\n{line}")
    assert (row["start_time"], str(row["date"])) == (time, "2023-03-06")


def test_a_location_may_hold_dates_commas_and_numbers() -> None:
    header = "REFERAT Direktionen d. 06-03-2023\nMødedato 06-03-2023\nMødested Gule Sal, Torvet 3, 4. sal"
    assert meeting(header)["location"] == "Gule Sal, Torvet 3, 4. sal"


@pytest.mark.parametrize(
    "line",
    ["", "Mødedeltagere", "Mødedeltagere Ingen", "Mødedeltagere -", "Mødedeltagere .", "Mødedeltagere Ej oplyst"],
)
def test_without_a_list_attendance_is_unknown(line: str) -> None:
    rows = read(f"REFERAT Direktionen d. 06-03-2023\nMødedato 06-03-2023\n{line}")
    assert rows.tables["attendance"] == []
    assert not rows.tables["meetings"][0]["attendance_recorded"]
    assert [row["code"] for row in rows.tables["problems"]] == ["attendance_missing"]


@pytest.mark.parametrize(
    "names",
    [
        "Bodil Ravn, Tage Kvist, Inger Marie Lund (sekretær)",
        "Bodil Ravn, Tage\nKvist, Inger Marie Lund (sekretær)",
        "\nBodil Ravn, Tage Kvist,\nInger Marie Lund\n(sekretær)",
        "Bodil Ravn, Tage Kvist og Inger Marie Lund (sekretær)",
        "\nBodil Ravn\nTage Kvist\nInger Marie Lund (sekretær)",
        "Bodil Ravn, Tage Kvist, Inger Marie\n\nLund (sekretær)",
        "Bodil Ravn; Tage Kvist; Inger Marie Lund (sekretær)",
        "Bodil Ravn, Tage Kvist, Inger Marie Lund (sekretær).",
    ],
)
def test_a_list_of_names_reads_the_same_however_it_wraps(names: str) -> None:
    rows = read(f"REFERAT Direktionen d. 06-03-2023\nMødedato 06-03-2023\nMødedeltagere {names}").tables["attendance"]
    roles = [(row["name"], row["role"]) for row in rows]
    assert roles == [("Bodil Ravn", None), ("Tage Kvist", None), ("Inger Marie Lund", "sekretær")]


def test_a_label_below_a_list_of_names_ends_the_name_above_it() -> None:
    header = "REFERAT Havneudvalget d. 06-03-2023\nMødedato 06-03-2023\nMødedeltagere Bodil Ravn, Tage Kvist\n"
    below = "Fra forvaltningen: Inger Lund, Bo Falk\nI stedet for Per Birk deltog Ida Krogh\nOrdstyrer: Bodil Ravn"
    rows = read(header + below).tables["attendance"]
    assert [(row["name"], row["status"]) for row in rows] == [
        ("Bodil Ravn", "present"),
        ("Tage Kvist", "present"),
        ("Inger Lund", "present"),
        ("Bo Falk", "present"),
        ("Ida Krogh", "substitute"),
        ("Per Birk", "absent"),
    ]


def test_a_line_about_one_member_and_a_heading_do_not_continue_a_name() -> None:
    header = "REFERAT Havneudvalget d. 06-03-2023\nMødedato 06-03-2023\nMødedeltagere\n"
    rows = read(f"{header}Bodil Ravn, Tage Kvist\nBo Falk deltog ikke i punkt 4, Ida Krogh (A)\nSager til behandling")
    assert [row["name"] for row in rows.tables["attendance"]] == ["Bodil Ravn", "Tage Kvist", "Bo Falk", "Ida Krogh"]


def test_members_one_per_line_stay_apart_where_one_was_replaced() -> None:
    header = "REFERAT Havneudvalget d. 06-03-2023\nMødedato 06-03-2023\nMødedeltagere\n"
    rows = read(f"{header}Bodil Ravn (formand)\nTage Kvist\nBo Falk - afbud, i stedet mødte Ida Krogh")
    assert [(row["name"], row["status"]) for row in rows.tables["attendance"]] == [
        ("Bodil Ravn", "present"),
        ("Tage Kvist", "present"),
        ("Bo Falk", "excused"),
        ("Ida Krogh", "substitute"),
    ]


@pytest.mark.parametrize(
    "label", ["Mødt", "Fremmødt", "Mødt var", "Medlemmer til stede", "Forfald", "Ikke mødt", "Afbud fra"]
)
def test_a_list_of_people_is_read_below_any_usual_label(label: str) -> None:
    header = f"Havneudvalget\nReferat\nDato: 06-03-2023\n{label}: Bodil Ravn, Tage Kvist\n"
    item = "\n1. Plan for havnen\nBeslutning\nGodkendt.\n"
    assert [row["name"] for row in read(header, item).tables["attendance"]] == ["Bodil Ravn", "Tage Kvist"]


def test_an_impossible_date_of_the_heading_gives_way_to_the_date_line_and_is_reported() -> None:
    rows = read("REFERAT Direktionen d. 31-02-2023\nMødedato 06-03-2023\nMødedeltagere Bodil Ravn")
    assert [str(row["date"]) for row in rows.tables["meetings"]] == ["2023-03-06"]
    assert [row["code"] for row in rows.tables["problems"]] == ["date_disagrees"]


def test_an_extraordinary_meeting_is_called_so_by_its_header_or_its_first_item() -> None:
    plain = "REFERAT Direktionen d. 06-03-2023\nMødedato 06-03-2023"
    assert not meeting(plain)["is_extraordinary"]
    assert meeting(plain + "\nInformation Ekstraordinært møde")["is_extraordinary"]
    item = "\n\nPunkt 1: Godkendelse af dagsorden\n\n23/1\n\n"
    assert meeting(plain, item + "Dagsorden for ekstraordinært møde den 6. marts 2023.\n")["is_extraordinary"]


def test_a_meeting_that_mentions_an_extraordinary_one_is_ordinary() -> None:
    item = "\n\nPunkt 1: Plan for havnen\n\n23/1\n\nBeslutning\n\n"
    plain = "REFERAT Direktionen d. 06-03-2023\nMødedato 06-03-2023"
    called = "Der indkaldes til et ekstraordinært møde den 20. marts 2023.\n"
    assert not meeting(plain, item + called)["is_extraordinary"]
    assert not meeting(plain, item + "Der gives en ekstraordinær bevilling.\n")["is_extraordinary"]


def test_a_meeting_without_items_says_so() -> None:
    rows = read("REFERAT Direktionen d. 06-03-2023\nMødedato 06-03-2023", "\n")
    assert len(rows.tables["meetings"]) == 1
    assert "meeting_without_items" in [row["code"] for row in rows.tables["problems"]]


def test_text_before_the_first_meeting_is_reported() -> None:
    text = "Fra arkivet.\n\nREFERAT Direktionen d. 06-03-2023\nMødedato 06-03-2023\nMødedeltagere Bodil Ravn" + ITEM
    problems = [
        p
        for rows in meeting_rows(parse_text(text), Source("a.txt", "0", "text", text))
        for p in rows.tables["problems"]
    ]
    assert [(p["code"], p["line_start"], p["text"]) for p in problems] == [("unplaced_header_line", 1, "Fra arkivet.")]


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("Mødedato 06-03-2023 kl. 9.00 - 11.30", "11:30"),
        ("Mødedato 06-03-2023 15:30-18:10", "18:10"),
        ("Mødedato 06-03-2023\nMødetidspunkt kl. 8:30 til kl. 10:15", "10:15"),
        ("Mødedato 06-03-2023 kl. 9.00", None),
        ("Mødedato 06-03-2023\nMødet hævet kl. 12.05", "12:05"),
        ("Mødedato 06-03-2023\nPunkt 1: Havnen\n23/1\nBeslutning\nGodkendt.\n\nMødet sluttede kl. 17.45.", "17:45"),
        ("Mødedato 06-03-2023\nPunkt 1: Havnen\n23/1\nBeslutning\nGodkendt.\n\nMødet blev hævet kl. 17.45.", "17:45"),
    ],
)
def test_the_meeting_ends_at_the_end_of_its_span_or_when_a_line_says_so(line: str, time: str | None) -> None:
    assert meeting(f"REFERAT Direktionen d. 06-03-2023\n{line}")["end_time"] == time


def test_a_person_listed_as_present_and_as_away_was_away() -> None:
    header = (
        "REFERAT Byrådet d. 06-03-2023\nMødedato 06-03-2023\nMødedeltagere Lis Ravn (A), Bo Friis (V)\nAfbud: Lis Ravn"
    )
    people = read(header, "").tables["attendance"]
    assert [(p["name"], p["party"], p["status"]) for p in people] == [
        ("Lis Ravn", "A", "excused"),
        ("Bo Friis", "V", "present"),
    ]


@pytest.mark.parametrize("label", ["Mødedeltagere\n", "Mødedeltagere: "])
def test_a_role_after_a_comma_is_that_of_the_name_on_its_line(label: str) -> None:
    names = "Lis Ravn (A), borgmester\nBo Friis (V)\nJens Aa. Holm (F), næstformand"
    people = read(f"REFERAT Byrådet d. 06-03-2023\nMødedato 06-03-2023\n{label}{names}", "").tables["attendance"]
    assert [(p["name"], p["role"]) for p in people] == [
        ("Lis Ravn", "borgmester"),
        ("Bo Friis", None),
        ("Jens Aa. Holm", "næstformand"),
    ]


# --- Lines above the first item ---


def problems_of(text: str) -> list[tuple[object, ...]]:
    """Return code, first and last line of the problems that name lines above the items."""
    parts = list(meeting_rows(parse_text(text), Source("a.txt", "0", "text", text)))
    rows = [row for part in parts for row in part.tables["problems"]]
    named = ("unplaced_header_line", "item_above_items", "text_before_items")
    return [(row["code"], row["line_start"], row.get("line_end")) for row in rows if row["code"] in named]


HEAD = "REFERAT Direktionen d. 06-03-2023\nMødedato 06-03-2023\nMødedeltagere Bodil Ravn, Tage Kvist\n"


def test_text_of_an_item_above_the_first_item_is_an_error() -> None:
    lost = "Mødested Salen\n\nNyt tag\n\nBeslutning\n\nGodkendt."
    text = f"{HEAD}{lost}\n\nPunkt 1: Plan\n\nBeslutning\n\nGodkendt."
    assert problems_of(text) == [("item_above_items", 6, 10)]


def test_lines_below_the_value_of_a_label_are_reported() -> None:
    text = f"{HEAD}Mødested Salen\n\nVelkommen til alle.\nDer er kaffe.\n\nPunkt 1: Plan\n\nBeslutning\n\nGodkendt."
    assert problems_of(text) == [("unplaced_header_line", 6, 7)]


def test_names_over_several_lines_are_all_read() -> None:
    text = f"{HEAD}Mona Birk, Ole\nLund\n\nPunkt 1: Plan\n\nBeslutning\n\nGodkendt."
    assert problems_of(text) == []


def test_a_line_that_only_names_the_document_is_read() -> None:
    text = f"{HEAD}\nReferat\n\nPunkt 1: Plan\n\nBeslutning\n\nGodkendt."
    assert problems_of(text) == []


def test_an_item_whose_number_falls_is_noted() -> None:
    text = f"{HEAD}\nPunkt 7: Kran\n\nBeslutning\n\nGodkendt.\n\nPunkt 1: Plan\n\nBeslutning\n\nGodkendt."
    (rows,) = meeting_rows(parse_text(text), Source("a.txt", "0", "text", text))
    assert [row["label"] for row in rows.tables["items"]] == ["7", "1"]
    codes = [row["code"] for row in rows.tables["problems"]]
    assert "item_number_falls" in codes and "item_number_gap" not in codes


def test_a_portal_head_above_numbers_without_a_word_keeps_its_items() -> None:
    text = (
        f"{HEAD}\n1. Plan\n\nSagsnr. 19/11\n\nBeslutning\n\nGodkendt.\n\n2. Tag\n\nSagsnr. 19/12\n\nBeslutning\n\nNej."
    )
    (rows,) = meeting_rows(parse_text(text), Source("a.txt", "0", "text", text))
    assert [row["title"] for row in rows.tables["items"]] == ["Plan", "Tag"]
    assert [row["name"] for row in rows.tables["attendance"]] == ["Bodil Ravn", "Tage Kvist"]


def attendance_of(header: str) -> list[tuple[object, ...]]:
    text = (
        f"REFERAT Direktionen d. 06-03-2023\nMødedato 06-03-2023\n{header}\n\nPunkt 1: Plan\n\nBeslutning\n\nGodkendt."
    )
    (rows,) = meeting_rows(parse_text(text), Source("a.txt", "0", "text", text))
    return [(row["name"], row["party"], row["status"]) for row in rows.tables["attendance"]]


def test_a_sentence_below_the_list_of_people_is_part_of_no_name() -> None:
    header = "Mødedeltagere Mona Birk (A), Ole Lund (V)\n\nDer blev serveret kaffe."
    assert attendance_of(header) == [("Mona Birk", "A", "present"), ("Ole Lund", "V", "present")]


def test_one_who_is_away_is_so_once_though_the_substitute_names_her_too() -> None:
    header = "Mødedeltagere Mona Birk, Ole Lund (stedfortræder for Ida Krogh)\n\nFraværende Ida Krogh (C)"
    assert attendance_of(header)[-1] == ("Ida Krogh", "C", "absent") and len(attendance_of(header)) == 3


def test_a_heading_with_the_municipality_before_the_body_names_both() -> None:
    row = meeting("REFERAT Strandby Kommune, Byrådet d. 03-05-2021")
    assert (row["municipality"], row["body"]) == ("Strandby", "Byrådet")


def test_a_page_of_one_item_names_the_body_and_the_number_in_its_address(tmp_path: Path) -> None:
    address = "https://www.kk.dk/dagsordener-og-referater/Elme%20Bro%20Lokaludvalg/m%C3%B8de-06032019/referat/punkt-4"
    page = f'<html><head><link rel="canonical" href="{address}"></head><body><p>Mødedato: 06.03.2019</p>'
    text = "<h1>Trafik i Smedegade</h1><h2>Beslutning</h2><p>Drøftet.</p></body></html>"
    (tmp_path / "side.html").write_text(page + text, encoding="utf-8")
    tables = load(tmp_path)
    assert list(tables.meetings["body"]) == ["Elme Bro Lokaludvalg"]
    assert list(tables.items["number"]) == [4]


def test_people_under_a_layouts_own_label_of_absence_are_absent() -> None:
    absentees = Node("absentees", 1, ["Ej mødt: Ida Krogh"], groups={"value": "Ida Krogh"}, heading_lines=1)
    header = Node("header", 1, children=[absentees])
    meeting_node = Node("meeting", 1, groups={"body": "Havnelauget", "date": "5. maj 2023"}, children=[header])
    text = "Ej mødt: Ida Krogh"
    (rows,) = meeting_rows(
        Document(Node("document", 1, children=[meeting_node]), "\n", "engby"), Source("a.txt", "0", "text", text)
    )
    assert [(row["name"], row["status"]) for row in rows.tables["attendance"]] == [("Ida Krogh", "absent")]


def test_names_with_the_surname_first_are_one_on_each_line() -> None:
    rows = read("REFERAT Direktionen d. 06-03-2023\nMødedeltagere:\nHolm, Anne\nBirk, Per\nKrogh, Ida Marie")
    assert [row["name"] for row in rows.tables["attendance"]] == ["Anne Holm", "Per Birk", "Ida Marie Krogh"]


def test_a_heading_can_name_two_days() -> None:
    row = meeting("Referat af møde i Byrådet den 6. og 7. april 2022\nDeltagere: Anne Holm (A), Per Birk (V)")
    assert (row["body"], str(row["date"])) == ("Byrådet", "2022-04-06")


def test_a_letterhead_above_the_heading_names_the_municipality() -> None:
    text = "Engby Kommune\n\nREFERAT Byrådet d. 06-03-2023\nMødedeltagere Anne Holm, Per Birk" + ITEM
    rows, _ = meeting_rows(parse_text(text), Source("a.txt", "0", "text", text))
    assert rows.tables["meetings"][0]["municipality"] == "Engby"


def test_every_item_of_a_closed_part_is_closed() -> None:
    part = read("LUKKET REFERAT Byrådet d. 06-03-2023\nMødedeltagere Anne Holm, Per Birk")
    assert [row["closed"] for row in part.tables["items"]] == [True]


@pytest.mark.parametrize("lines", ["Sagsnr. 23/1, 23/2", "Sagsnr. 23/1\nSagsnr. 23/2\nSagsnr. 23/1"])
def test_further_case_numbers_are_references_among_others(lines: str) -> None:
    item = f"\n\nPunkt 1: Plan for havnen\n\n{lines}\n\nSagsfremstilling\nSe Byrådets møde den 6. februar 2023.\n"
    rows = read("REFERAT Byrådet d. 06-03-2023\nMødedeltagere Anne Holm, Per Birk", item)
    assert [row["case_number"] for row in rows.tables["items"]] == ["23/1"]
    assert [(row["kind"], row["case_number"]) for row in rows.tables["references"]] == [
        ("meeting", None),
        ("case", "23/2"),
    ]


@pytest.mark.parametrize("day", ["den 3/5-2021", "d.03-05-2021", "2021-05-03", "den 3.maj 2021", "den 3 / 5 - 21"])
def test_the_day_in_a_sentence_of_a_heading_has_many_forms(day: str) -> None:
    row = meeting(f"Referat af møde i Byrådet {day}\n\nDeltagere: Anne Holm (A), Per Birk (V)")
    assert (row["body"], str(row["date"])) == ("Byrådet", "2021-05-03")
