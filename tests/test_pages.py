"""Pages of matters, bodies, meetings and the search: their content, their links, and what they withhold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import browser
import pandas as pd
import pytest
from small_corpus import Corpus

from referat.language import Language
from referat.report.corpus_head import CorpusHead
from referat.report.pages import text_records, thread_pages
from referat.report.pages.data_scripts import script, shard_of, shard_scripts
from referat.report.pages.page_addresses import body_url, is_own_page, matter_url, meeting_url, search_url
from referat.schema.registry import TABLES
from referat.tables.frames import Tables, frame

HEAD = CorpusHead("Skovby · to udvalg", 0, True)
HOSTILE = "<script>alert(1)</script> 'x' \\ \u2028 </script> $a"
SECRETS = ("Salg af Lillegrund", "Ejendomsmægleren", "Budbrev", "skal tilbage i morgen")
"""Words of closed items, which no file may hold."""


def tables() -> Tables:
    """Return a council and a committee with a matter that was put off, a closed item, a fixture and hostile text."""
    corpus = Corpus()
    corpus.meet(
        "Udvalg", "2024-01-10", ("24/1", "Boldbanen", "postponed"), ("24/2", "[Salg af Lillegrund]", "approved")
    )
    corpus.named("present", "Ane Holm", "Bo Lund").named("excused", "Cai Dam")
    corpus.meet("Råd", "2024-02-10", ("24/1", "Boldbanen", "approved"), (None, HOSTILE, "noted"))
    corpus.meet("Råd", "2024-03-10", ("24/9", "Boldbanen, lys", None), ("24/4", "DAGSORDEN", "approved"))
    frames = {table.name: getattr(corpus, table.name) for table in TABLES}
    rows = {
        "recommendations": [
            {"item_id": "udvalg-2024-01-10:1", "position": 1, "text": "at banen anlægges", "proposer": "Centret"},
            {"item_id": "udvalg-2024-01-10:2", "position": 1, "text": "Ejendomsmægleren vælges"},
        ],
        "attachments": [
            {"item_id": "udvalg-2024-01-10:1", "position": 1, "title": "Kort over banen"},
            {"item_id": "udvalg-2024-01-10:2", "position": 1, "title": "Budbrev"},
        ],
        "item_attendance": [
            {"item_id": "raad-2024-02-10:1", "position": 1, "person": "Bo Lund", "name": "Bo Lund", "status": "left"}
        ],
        "problems": [
            {
                "source": "udvalg-2024-01-10.txt",
                "severity": "note",
                "code": "contents_title_differs",
                "message": "the title in the contents differs: Salg af Lillegrund",
            }
        ],
    }
    frames |= {name: frame(name, lines) for name, lines in rows.items()}
    return Tables(frames)


def with_matters() -> Tables:
    """Return the same tables as a build with matters, links and documents gives them."""
    known = tables()
    frames = {table.name: known[table.name] for table in TABLES}
    matter = {"udvalg-2024-01-10:1": "udvalg-2024-01-10:1", "raad-2024-02-10:1": "udvalg-2024-01-10:1"}
    ids = frames["items"]["item_id"]
    frames["items"] = frames["items"].assign(
        matter_id=ids.map(lambda item: matter.get(item, item)),
        return_kind=ids.map({"raad-2024-02-10:1": "reconsidered"}),
        url=ids.map(lambda item: f"https://skovby.example/{item}"),
        label=ids.str.rsplit(":").str[-1] + "a",
        document_id=ids.str.rsplit(":").str[0] + ".txt",
        line_start=10,
        line_end=40,
    )
    sections = [("udvalg-2024-01-10:1", "Banen er slidt."), ("udvalg-2024-01-10:2", "Budbrev fra Ejendomsmægleren")]
    frames["sections"] = pd.DataFrame(
        {"item_id": item, "heading": "Fremstilling", "text": text, "line_start": 20, "line_end": 22}
        for item, text in sections
    )
    owed = {"owed_by": "Råd", "owed_since": pd.Timestamp("2024-01-10")}
    frames["matters"] = pd.DataFrame(
        [
            {"matter_id": "udvalg-2024-01-10:1", "state": "owed", "owed_words": "tages op igen i Råd", **owed},
            {"matter_id": "udvalg-2024-01-10:2", "state": "owed", "owed_words": "skal tilbage i morgen", **owed},
            {"matter_id": "raad-2024-02-10:2", "state": "settled"},
        ]
    )
    ends = {"item_id": "raad-2024-03-10:1", "earlier_item_id": "raad-2024-02-10:1"}
    closed = {"item_id": "raad-2024-03-10:1", "earlier_item_id": "udvalg-2024-01-10:2"}
    frames["links"] = pd.DataFrame(
        [
            {**ends, "kind": "follow_up", "same_matter": False, "evidence": "jf. mødet i februar"},
            {**closed, "kind": "related", "same_matter": False, "evidence": "Salg af Lillegrund"},
        ]
    )
    document = {"document_id": "tillæg.pdf", "source": "tillæg.pdf", "kind": "agenda", "used": False}
    documents = [{"meeting_id": "udvalg-2024-01-10", **document}]
    frames["documents"] = pd.DataFrame(documents)
    return Tables(frames)


def records(pages: dict[str, bytes], kind: str) -> dict[str, Any]:
    """Return all records of a kind by their ids, from the scripts that hold them."""
    scripts = [content for name, content in pages.items() if name.startswith(f"follow/{kind}-")]
    return {key: record for content in scripts for key, record in read_script(content).items()}


def read_script(content: bytes) -> Any:
    """Return the data that a script passes to its page."""
    text = content.decode().removeprefix("receive(JSON.parse('").removesuffix("'));\n")
    for escaped, letter in (("\\'", "'"), ("\\u2028", "\u2028"), ("\\\\", "\\")):
        text = text.replace(escaped, letter)
    return json.loads(text)


@pytest.fixture(scope="module", params=[tables, with_matters], ids=["without matters", "with matters"])
def pages(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return thread_pages(request.param(), Language("da"), HEAD)


@pytest.fixture(scope="module")
def full() -> dict[str, bytes]:
    return thread_pages(with_matters(), Language("da"), HEAD)


def test_a_matters_page_has_each_time_it_was_on_an_agenda(full: dict[str, bytes]) -> None:
    matter = records(full, "matters")["udvalg-2024-01-10:1"]
    assert [(item["date"], item["type"]) for item in matter["items"]] == [
        ("2024-01-10", "postponed"),
        ("2024-02-10", "approved"),
    ]
    assert matter["items"][0]["recommended"] == [["Centret", ["at banen anlægges"]]]
    assert matter["items"][0]["attachments"] == [["Kort over banen", None]]
    assert matter["items"][1]["url"] == "https://skovby.example/raad-2024-02-10:1"
    assert matter["items"][1]["return"] == "kom igen"


def test_what_two_bodies_are_recommended_alike_is_stored_once() -> None:
    known = tables()
    rows = [
        {"item_id": item, "position": 1, "text": "at banen anlægges", "proposer": "Centret"}
        for item in ("udvalg-2024-01-10:1", "raad-2024-02-10:1")
    ]
    frames = {table.name: known[table.name] for table in TABLES} | {"recommendations": frame("recommendations", rows)}
    items = records(thread_pages(Tables(frames), Language("da"), HEAD), "matters")["udvalg-2024-01-10:1"]["items"]
    assert [item["recommended"] for item in items] == [[["Centret", ["at banen anlægges"]]], 0]


def test_a_matter_that_is_owed_says_who_has_had_it_since_when(full: dict[str, bytes]) -> None:
    matter = records(full, "matters")["udvalg-2024-01-10:1"]
    assert matter["sentences"] == [
        "På dagsordenen 2 gange, i 2 organer, fra 10. januar 2024 til 10. februar 2024.",
        "Vi fandt ingen senere beslutning: sagen har ligget hos Råd siden 10. januar 2024.",
        "Sagen kom igen 1 gang.",
    ]
    assert matter["words"] == "tages op igen i Råd"
    assert [row[0] for row in records(full, "bodies")["raad"]["owes"]] == ["udvalg-2024-01-10:1", "udvalg-2024-01-10:2"]


def test_a_settled_matter_says_by_whom_and_when(full: dict[str, bytes]) -> None:
    sentences = records(full, "matters")["raad-2024-02-10:2"]["sentences"]
    assert "Seneste beslutning: taget til efterretning i Råd den 10. februar 2024." in sentences[1]


def test_linked_matters_name_the_reason_at_both_ends(full: dict[str, bytes]) -> None:
    matters = records(full, "matters")
    for matter_id in ("udvalg-2024-01-10:1", "raad-2024-03-10:1"):
        link = matters[matter_id]["links"][0]
        assert link["reason"] == "Opfølgning på det, der blev udsat, sendt tilbage eller bestilt"
        assert link["evidence"] == "jf. mødet i februar"


def test_without_matters_the_items_of_a_case_number_are_one(pages: dict[str, bytes]) -> None:
    assert len(records(pages, "matters")["udvalg-2024-01-10:1"]["items"]) == 2


def test_a_closed_item_has_only_its_number_and_decision(pages: dict[str, bytes]) -> None:
    matter = records(pages, "matters")["udvalg-2024-01-10:2"]
    assert (matter["title"], matter["numbers"], matter["words"]) == (None, ["24/2"], None)
    assert matter["items"][0]["decisions"] == [["Approved"]]
    everything = b"".join(pages.values()).decode(errors="replace")
    assert [secret for secret in SECRETS if secret in everything] == []


def test_the_words_that_gave_a_decision_its_type_are_marked() -> None:
    known = tables()
    decisions = known.decisions.assign(text="Råd: godkendt 5-2.", evidence="godkendt")
    frames = {table.name: known[table.name] for table in TABLES} | {"decisions": decisions}
    assert records(thread_pages(Tables(frames), Language("da"), HEAD), "matters")["raad-2024-02-10:2"]["items"][0][
        "decisions"
    ] == [["Råd: godkendt 5-2.", 5, 13]]


def test_a_meetings_page_has_agenda_people_documents_and_problems(full: dict[str, bytes]) -> None:
    meetings = records(full, "meetings")
    committee, council = meetings["udvalg-2024-01-10"], meetings["raad-2024-02-10"]
    assert [row[3] for row in committee["agenda"]] == ["Boldbanen", None]
    assert committee["people"] == [["til stede", ["Ane Holm", "Bo Lund"]], ["afbud", ["Cai Dam"]]]
    assert committee["documents"][0][:2] == ["tillæg.pdf", "dagsorden"] and committee["documents"][0][4] is False
    assert council["changes"] == [["1a", "Bo Lund", "gik"]]
    assert council["after"] == ["raad-2024-03-10", "10. marts 2024"] and council["before"] is None


def test_a_bodys_page_counts_closed_items_without_fixtures_and_lists_fixtures_apart(full: dict[str, bytes]) -> None:
    bodies = {body["name"]: body for body in records(full, "bodies").values()}
    assert [tile[2] for tile in bodies["Udvalg"]["tiles"]][1] == "1 af 2 punkter, uden de faste"
    assert [tile[2] for tile in bodies["Råd"]["tiles"]][1] == "0 af 3 punkter, uden de faste"
    assert [matter[1] for matter in bodies["Råd"]["matters"] if matter[6]] == ["DAGSORDEN"]


def test_the_text_of_a_document_is_that_of_its_open_items(full: dict[str, bytes]) -> None:
    texts = records(full, "texts")
    assert list(texts) == ["udvalg-2024-01-10.txt"]
    (item,) = texts["udvalg-2024-01-10.txt"]["items"]
    assert (item["title"], item["sections"]) == ("Boldbanen", [["Fremstilling", "Banen er slidt.", 20, 22]])


def test_a_source_leads_to_its_text_where_there_is_any(full: dict[str, bytes]) -> None:
    first, later = records(full, "matters")["udvalg-2024-01-10:1"]["items"]
    assert (first["document"], "document" in later) == ("udvalg-2024-01-10.txt", False)
    assert "document" not in records(full, "matters")["udvalg-2024-01-10:2"]["items"][0]


def test_a_corpus_with_more_text_than_a_report_may_weigh_has_no_pages_of_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_records, "MOST_WEIGHT", 10_000)
    pages = thread_pages(with_matters(), Language("da"), HEAD)
    assert records(pages, "texts") == {}
    assert "document" not in records(pages, "matters")["udvalg-2024-01-10:1"]["items"][0]


def test_persons_of_a_body_are_in_the_order_of_their_names_and_never_ranked(pages: dict[str, bytes]) -> None:
    people = records(pages, "bodies")["udvalg"]["people"]
    assert people == [["Ane Holm", 1, 1], ["Bo Lund", 1, 1], ["Cai Dam", 0, 1]]


def test_every_link_of_every_record_leads_to_a_record(pages: dict[str, bytes]) -> None:
    matters, meetings, bodies = (records(pages, kind) for kind in ("matters", "meetings", "bodies"))
    for matter in matters.values():
        assert {item["meeting"] for item in matter["items"]} <= meetings.keys()
        assert {body for body, _ in matter["bodies"]} <= bodies.keys()
        assert {link[end]["matter"] for link in matter["links"] for end in ("earlier", "later")} <= matters.keys()
    for meeting in meetings.values():
        assert meeting["body_id"] in bodies
    for meeting_id, meeting in meetings.items():
        assert {row[1] or meeting_id + row[0] for row in meeting["agenda"]} <= matters.keys()
    for body in bodies.values():
        assert {row[0] for row in body["meetings"]} <= meetings.keys()
        assert {row[0] for row in body["matters"] + body["owes"]} <= matters.keys()
    search = read_script(pages["follow/search-data.js"])
    assert set(search["matters"]) <= matters.keys() and {row[0] for row in search["meetings"]} <= meetings.keys()


@pytest.mark.parametrize("shards", [1, 7])
def test_a_record_is_in_the_script_that_its_id_names(shards: int) -> None:
    ids = [f"økonomiudvalget-2024-{n}:1" for n in range(50)]
    scripts = shard_scripts("matters", ((key, {"n": key}) for key in ids), shards)
    assert all(key in read_script(scripts[f"matters-{shard_of(key, shards)}.js"]) for key in ids)


@pytest.mark.parametrize("text", ["it's", 'a "b" \\ c', "\u2028", "line\nline", "</script>", "\ud800"])
def test_a_script_gives_back_the_text_it_was_made_of(text: str) -> None:
    if text != "\ud800":  # half a letter, which no file can hold
        assert read_script(script([text])) == [text]
    assert script([text]).decode().count("\n") == 1


def test_addresses_of_pages_are_the_reports_own() -> None:
    addresses = (matter_url("by/raad-2024:1", "by/raad-2024:2"), body_url("by/Råd & co"), meeting_url("a?b"))
    assert all(is_own_page(address) for address in (*addresses, search_url("skole havn", year="2024")))
    for address in ("http://x.example", "//x.example/matter.html", "javascript:x", "../matter.html", "matter.html?q=<"):
        assert not is_own_page(address)


def test_no_tables_at_all_make_pages_too() -> None:
    empty = Tables({table.name: frame(table.name, []) for table in TABLES})
    assert {"search.html", "matter.html"} <= thread_pages(empty, Language("en"), HEAD).keys()


# --- In a browser ---


@pytest.fixture(scope="module")
def site(pages: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages on a disk, with an index next to them."""
    return on_disk(pages, tmp_path_factory.mktemp("site with blanks æ"))


def on_disk(pages: dict[str, bytes], folder: Path) -> Path:
    for name, content in {**pages, "index.html": b"<!DOCTYPE html><title>index</title>"}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


LINKS = "[...document.links].map(link => link.href)"


def crawl(chromium: browser.Browser, site: Path, width: int) -> dict[str, dict[str, Any]]:
    """Open every page that is linked from the search; return the content of each."""
    start, seen = site.resolve().as_uri() + "/", {}
    left = ["search.html", "body.html"]
    while left:
        address = left.pop()
        page, mark, asked = address.partition("?")
        state = chromium.open(site / page, width, asked=mark + asked)
        seen[address] = state | {"text": chromium.value("document.body.innerText")}
        for link in chromium.value(LINKS):
            inside = link.partition("#")[0].removeprefix(start)
            if not link.startswith("https://skovby.example/"):
                assert link.startswith(start), f"{address} leads out to {link}"
                if inside not in seen and inside not in left and inside != "index.html":
                    left.append(inside)
    return seen


@pytest.mark.parametrize("width", [360, 1280])
def test_no_link_is_dead_and_no_page_complains(chromium: browser.Browser, site: Path, width: int) -> None:
    seen = crawl(chromium, site, width)
    assert {address.partition(".")[0] for address in seen} - {"text"} == {"search", "matter", "body", "meeting"}
    for address, state in seen.items():
        assert "Siden findes ikke" not in state["text"], address
        assert state["complaints"] == [], address
        assert all(url.startswith("file:") for url in state["asked"]), address
        assert (state["wide"], state["scrolls"], state["headings"]) == ([], False, 1), address
        assert "DEMO" in state["text"] and "Skovby · to udvalg" in state["text"], address


def test_hostile_text_is_shown_as_text(chromium: browser.Browser, site: Path) -> None:
    chromium.open(site / "search.html", 1280)
    assert "<script>alert(1)</script>" in chromium.value("document.querySelector('#results').innerText")
    assert chromium.value("document.querySelectorAll('#results script').length") == 0


def test_a_link_to_an_item_brings_it_into_view(chromium: browser.Browser, site: Path) -> None:
    chromium.open(site / "matter.html", 1280, 300, asked="?id=udvalg-2024-01-10%3A1#raad-2024-02-10%3A1")
    assert chromium.value("document.activeElement.id") == "raad-2024-02-10:1"


@pytest.mark.parametrize(("line", "part"), [(20, "L20"), (21, "L20"), (30, "L10")])
def test_a_line_links_to_its_section_of_the_text(
    chromium: browser.Browser, tmp_path: Path, full: dict[str, bytes], line: int, part: str
) -> None:
    chromium.open(on_disk(full, tmp_path) / "text.html", 1280, 300, asked=f"?id=udvalg-2024-01-10.txt#L{line}")
    assert chromium.value("document.activeElement.id") == part


def test_an_unknown_matter_says_so_and_leads_to_the_search(chromium: browser.Browser, site: Path) -> None:
    chromium.open(site / "matter.html", 1280, asked="?id=constructor")
    assert chromium.value("document.querySelector('h1').innerText") == "Siden findes ikke"


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("q=boldbanen", ["Boldbanen, lys", "Boldbanen", "Boldbanen"]),
        ("q=24/9", ["Boldbanen, lys"]),
        ("q=postponed", ["Boldbanen"]),
        ("body=Udvalg&closed=yes", ["(lukket punkt)"]),
        ("type=postponed", ["Boldbanen"]),
        ("year=2023", ["Boldbanen, lys", "DAGSORDEN", "Boldbanen", HOSTILE, "Boldbanen", "(lukket punkt)"]),
        ("q=intet", []),
    ],
)
def test_a_search_finds_words_numbers_and_what_filters_let_through(
    chromium: browser.Browser, site: Path, asked: str, titles: list[str]
) -> None:
    chromium.open(site / "search.html", 1280, asked=f"?{asked}")
    shown = "[...document.querySelectorAll('#results td.c2 a')].map(link => link.textContent)"
    assert chromium.value(shown) == titles


def test_the_rows_found_are_downloaded_as_csv(chromium: browser.Browser, site: Path) -> None:
    chromium.open(site / "search.html", 1280, asked="?q=24/9")
    chromium.value("URL.createObjectURL = blob => { blob.text().then(text => { window.saved = text; }); return '#'; }")
    chromium.value("document.querySelector('.buttons-csv').click()")
    chromium.wait_for("window.saved")
    heading, row = chromium.value("window.saved").strip("\ufeff\n").splitlines()
    assert heading.startswith('"Dato";"Udvalg";"Overskrift";"Sagsnummer"')
    assert row.startswith('"2024-03-10";"Råd";"Boldbanen, lys";"24/9"')


def test_the_keyboard_reaches_the_search_box_the_filters_and_the_sorting(chromium: browser.Browser, site: Path) -> None:
    chromium.open(site / "search.html", 1280)
    named = "[...document.querySelectorAll('input, select, button')].every(e => e.labels?.length || e.innerText.trim())"
    assert chromium.value(named)
    assert chromium.value("[...document.querySelectorAll('#results thead [tabindex=\"0\"]')].length") >= 5
