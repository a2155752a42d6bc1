"""The agenda portal's JSON: what is used, what is trusted, and what is no meeting."""

from __future__ import annotations

import json
from typing import Any

import pytest

from referat.formats.portal_tree import NotAMeetingError, build_portal_tree
from referat.formats.source_files import Source
from referat.records.meeting_reader import meeting_rows
from referat.records.rows import Rows


def answer(*points: dict[str, Any], **moede: Any) -> dict[str, Any]:
    meeting = {
        "MeetingBeginUtc": "2023-03-06T16:00:00+01:00",
        "Sted": "Gule Sal",
        "Afsluttet": True,
        "Navn": "Dagsorden",
    }
    return {"Udvalg": {"Navn": "Haveudvalget"}, "Moede": meeting | moede, "Dagsordenpunkter": list(points)}


def point(number: int, title: str, html: str = "", case: str | None = "23-000001", **more: Any) -> dict[str, Any]:
    fields = [{"Navn": "", "Html": html}]
    return {"Number": str(number), "Sorting": number, "Caption": title, "CaseNumber": case, "Felter": fields} | more


def read(meeting: dict[str, Any]) -> Rows:
    (rows,) = meeting_rows(build_portal_tree(json.dumps(meeting)), Source("a.json", "0", "portal", ""))
    return rows


def sections(html: str, title: str = "Plan for havnen") -> list[tuple[str, str | None]]:
    rows = read(answer(point(1, title, html))).tables["sections"]
    return [(row["section"], row["text"]) for row in rows]


def test_items_are_in_the_portals_order_with_their_own_numbers() -> None:
    rows = read(answer(point(12, "Torvet", Sorting=2), point(7, "Havnen", Sorting=1)))
    assert [(row["number"], row["title"]) for row in rows.tables["items"]] == [(7, "Havnen"), (12, "Torvet")]


def test_people_are_present_excused_or_absent() -> None:
    people = [
        {"Name": "Bodil Ravn (A)", "Absent": False, "ParticipationCancelled": False},
        {"Name": "Tage Kvist", "Absent": True, "ParticipationCancelled": False},
        {"Name": "Ejnar Skov", "Absent": False, "ParticipationCancelled": True},
    ]
    rows = read(answer(point(1, "Havnen"), Moededeltagere=people)).tables["attendance"]
    assert {(row["name"], row["status"]) for row in rows} == {
        ("Bodil Ravn", "present"),
        ("Tage Kvist", "absent"),
        ("Ejnar Skov", "excused"),
    }


@pytest.mark.parametrize("title", ["Lukket: Køb af mark", "Lukket", "Køb af mark (Lukket)"])
@pytest.mark.parametrize("is_open", [True, False, None])
def test_the_title_says_whether_an_item_is_closed_and_not_the_portals_mark(title: str, is_open: bool | None) -> None:
    rows = read(answer(point(1, title, IsOpen=is_open), point(2, "Plan for havnen", IsOpen=is_open)))
    assert [row["closed"] for row in rows.tables["items"]] == [True, False]


def test_the_portals_mark_closes_an_item_if_it_distinguishes_items() -> None:
    items = [point(n, title, IsOpen=n == 1) for n, title in enumerate(("Havnen", "Køb af mark", "Lukket: Salg"), 1)]
    rows = read(answer(*items))
    assert [row["closed"] for row in rows.tables["items"]] == [False, True, True]


def test_headings_of_the_first_rank_open_sections_and_others_inside_a_decision_do_not() -> None:
    decision = "<h3>Beslutning</h3><span><h4>Tidsplan</h4><p>Maj.</p></span>"
    html = decision + "<h3>Fremstilling</h3><span><h4>Økonomi</h4><p>Intet.</p></span>"
    assert sections(html) == [("decision", "Tidsplan\n\nMaj."), ("presentation", None), ("finances", "Intet.")]


def test_bare_html_of_a_closed_item_is_its_decision() -> None:
    assert sections("<div>Udvalget <b>godkendte</b> købet.</div>", "Lukket: Køb") == [
        ("decision", "Udvalget godkendte købet.")
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>En</p><p>To</p>", "En\n\nTo"),
        ("En<br>To", "En\n\nTo"),
        ("<ul><li>En</li><li>To</li></ul>", "- En\n\n- To"),
        ("<ol><li>En</li><li>To</li></ol>", "1. En\n\n2. To"),
        ("<p>En&nbsp;<script>alert(1)</script><style>p{}</style>to &amp; tre</p>", "En to & tre"),
        ("<p>En <!-- note -->to</p>", "En to"),
        ("<p>En", "En"),
        ("<table><tr><td>En</td><td>To</td></tr></table>", "En To"),
    ],
)
def test_html_is_read_as_a_browser_shows_it(html: str, text: str) -> None:
    assert sections(f"<h3>Fremstilling</h3><span>{html}</span>") == [("presentation", text)]


def test_endlessly_nested_html_is_refused() -> None:
    with pytest.raises(NotAMeetingError, match="deeper"):
        build_portal_tree(json.dumps(answer(point(1, "Havnen", "<h3>Fremstilling</h3>" + "<div>" * 100_000 + "x"))))


def test_every_row_leads_to_its_lines() -> None:
    html = "<h3>Beslutning</h3><p>Godkendt.</p>"
    document = build_portal_tree(json.dumps(answer(point(1, "Havnen", html), point(2, "Torvet", html))))
    lines = document.text().split("\n")
    (rows,) = meeting_rows(document, Source("a.json", "0", "portal", ""))
    for table, text in (("items", "Punkt "), ("decisions", "Beslutning")):
        assert [lines[row["line_start"] - 1].startswith(text) for row in rows.tables[table]] == [True, True]
    assert [lines[row["line_end"] - 1] for row in rows.tables["decisions"]] == ["Godkendt.", "Godkendt."]


def test_a_decision_in_a_separate_field_is_read_once() -> None:
    page = "<h3>Beslutning</h3><p>Udsat.</p>"
    points = [point(1, "Havnen", ItemDecision="<p>Godkendt.</p>"), point(2, "Torvet", page, ItemDecision="Udsat.")]
    assert [row["text"] for row in read(answer(*points)).tables["decisions"]] == ["Godkendt.", "Udsat."]


def test_a_field_of_plain_text_is_read_under_its_name() -> None:
    fields = [{"Navn": "Beslutning", "Html": "", "Tekst": "Godkendt."}]
    assert [row["text"] for row in read(answer(point(1, "Havnen", Felter=fields))).tables["decisions"]] == ["Godkendt."]


def test_an_attachment_without_a_name_is_a_row() -> None:
    rows = read(answer(point(1, "Havnen", Bilag=[{"Navn": None, "Id": "b1"}, {"Navn": "Kort", "Id": "b2"}])))
    files = [(row["title"], row["portal_id"]) for row in rows.tables["attachments"]]
    assert files == [(None, "b1"), ("Kort", "b2")]


def test_further_case_numbers_are_mentions_of_cases() -> None:
    rows = read(answer(point(1, "Havnen", case="23/95, 23/96")))
    assert rows.tables["items"][0]["case_number"] == "23/95"
    assert [row["case_number"] for row in rows.tables["references"]] == ["23/96"]


@pytest.mark.parametrize(
    ("moment", "day", "hour"),
    [
        ("2023-01-12T23:30:00Z", "2023-01-13", "00:30"),
        ("2023-07-12T15:00:00Z", "2023-07-12", "17:00"),
        ("2023-07-12T17:00:00+02:00", "2023-07-12", "17:00"),
        ("2023-07-12T17:00:00", "2023-07-12", "17:00"),
    ],
)
def test_the_time_is_danish(moment: str, day: str, hour: str) -> None:
    (row,) = read(answer(point(1, "Havnen"), MeetingBeginUtc=moment)).tables["meetings"]
    assert (str(row["date"]), row["start_time"]) == (day, hour)


@pytest.mark.parametrize("missing", ["Udvalg", "Moede", "Dagsordenpunkter"])
@pytest.mark.parametrize("value", [None, "", 7, "Haveudvalget"])
def test_an_answer_without_its_parts_is_no_meeting(missing: str, value: object) -> None:
    with pytest.raises(NotAMeetingError, match=missing):
        build_portal_tree(json.dumps(answer(point(1, "Havnen")) | {missing: value}))


@pytest.mark.parametrize("begins", [None, "", "i morgen", 7])
def test_an_answer_without_a_day_is_no_meeting(begins: object) -> None:
    with pytest.raises(NotAMeetingError):
        build_portal_tree(json.dumps(answer(point(1, "Havnen"), MeetingBeginUtc=begins)))


@pytest.mark.parametrize(
    "odd",
    [None, 7, "x", [], {}, {"Number": None, "Felter": None}, {"Felter": [None, 3, {"Html": 7}]}, {"Bilag": [None, {}]}],
)
def test_an_odd_point_takes_no_other_with_it(odd: object) -> None:
    meeting = answer(point(1, "Havnen"))
    meeting["Dagsordenpunkter"].append(odd)
    titles = [row["title"] for row in read(meeting).tables["items"]]
    assert "Havnen" in titles


@pytest.mark.parametrize("people", [None, {}, [None], ["Bodil Ravn"], [{}], [{"Name": None}]])
def test_malformed_lists_of_people_give_no_people(people: object) -> None:
    assert read(answer(point(1, "Havnen"), Moededeltagere=people)).tables["attendance"] == []


@pytest.mark.parametrize(
    ("html", "closed"),
    [
        ("<p>Lukket</p><h3>Beslutning</h3><p>Godkendt.</p>", True),
        ("<h3>Sagsfremstilling</h3><p>Lukket punkt</p>", True),
        ("<h3>Sagsfremstilling</h3><p>Mandag</p><p>Lukket</p>", False),
    ],
)
def test_a_mark_alone_above_an_items_text_closes_it_and_an_opening_hour_does_not(html: str, closed: bool) -> None:
    (item,) = read(answer(point(1, "Salg af grund", html))).tables["items"]
    assert item["closed"] == closed


@pytest.mark.parametrize(
    ("number", "label", "key", "integer"), [("3a", "3a", "3a", 3), ("T1", "T1", "T1", 1), ("", None, "p1", None)]
)
def test_an_items_number_is_kept_as_written_and_none_is_invented(
    number: str, label: str | None, key: str, integer: int | None
) -> None:
    (item,) = read(answer(point(1, "Torvet", Number=number))).tables["items"]
    assert (item["label"], item["number"]) == (label, integer) and item["item_id"].endswith(f":{key}")
