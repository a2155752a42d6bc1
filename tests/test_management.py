"""The management report: two pages, few words, every number with the year before and a link to its rows."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

import browser
import pandas as pd
import pytest
import regex as re
from small_corpus import Corpus

from referat.language import LANGUAGES, Language
from referat.report.corpus_head import CorpusHead, corpus_head
from referat.report.management.management_frames import ManagementFrames, management_frames
from referat.report.management.management_page import management_sections, management_summary
from referat.report.management.since_section import report_note, since_section
from referat.report.notebook_summary import Summary
from referat.report.page_rendering import Leaf, PageRenderer
from referat.report.pages import thread_pages
from referat.report.report_pages import earlier_note
from referat.schema.registry import TABLES
from referat.tables.frames import Tables

LEAF = Leaf("05_management_report", {}, Summary("", "", (), ""), brief=True)


def made(corpus: Corpus) -> Tables:
    return Tables({table.name: getattr(corpus, table.name) for table in TABLES})


COMPUTED: dict[str, tuple[Tables, ManagementFrames]] = {}
"""Tables and frames by what the corpus holds: many tests look at one corpus, in both languages."""


def computed(corpus: Corpus) -> tuple[Tables, ManagementFrames]:
    key = repr(corpus)
    if key not in COMPUTED:
        tables = made(corpus)
        COMPUTED[key] = tables, management_frames(tables)
    return COMPUTED[key]


def sections(corpus: Corpus, code: str = "en", note: dict[str, Any] | None = None) -> dict[str, Any]:
    (tables, frames), language = computed(corpus), Language(code)
    since = since_section(note, tables, frames, language) if note else None
    return management_sections(tables, frames, language, since)


def page(corpus: Corpus, code: str = "en", note: dict[str, Any] | None = None) -> str:
    head = corpus_head(computed(corpus)[0], Language(code), {})
    return PageRenderer([LEAF], head, Language(code)).management(LEAF, sections(corpus, code, note))


def note_of(corpus: Corpus) -> dict[str, Any]:
    return report_note(*computed(corpus))


def council(months: int = 26, bodies: int = 1, first: str = "2021-01-10") -> Corpus:
    """Return monthly meetings, each with a matter put off that comes back, one decided, one closed and a fixture."""
    corpus = Corpus()
    for month, day in enumerate(pd.date_range(first, periods=months, freq="30D")):
        for body in range(bodies):
            number = f"{day.year % 100}/{month * 10 + body * 1000}"
            before = f"{day.year % 100}/{(month - 1) * 10 + body * 1000}"
            corpus.meet(
                name_of(body),
                f"{day:%Y-%m-%d}",
                (number, f"A new path beside the old mill number {month}", "postponed"),
                (before, f"A new path beside the old mill number {month - 1}", "approved"),
                (f"{number}1", "[Sale of a plot]", None),
                (None, "AGENDA", "approved"),
            ).named("present", "Ane Holm", "Bo Lund", "Cai Dam")
    return corpus


def name_of(body: int) -> str:
    return f"Employment, Integration and Trade Committee {body}" if body else "Board"


def long_waits() -> Corpus:
    """Return the longest content for two pages: many bodies, long names, long titles, everything owed."""
    corpus = council(30, bodies=12)
    for row in corpus.rows["items"]:
        row["title"] = f"{row['title']} and the question of who is to pay for the lighting of all of its length"
    for row in list(corpus.rows["items"])[::9]:
        if row["case_number"]:
            day = row["meeting_id"][-10:]
            corpus.state(row["case_number"], "owed", name_of(int(row["position"]) + 3), day)
    absent = [row for place, row in enumerate(corpus.rows["attendance"]) if "board" in row["meeting_id"] and place % 3]
    for row in absent:
        row["status"] = "excused"
    return corpus


CORPORA = {
    "nothing at all": Corpus,
    "a meeting without items": lambda: Corpus().meet("Board", "2022-01-10"),
    "five meetings": lambda: council(5),
    "an agenda only": lambda: Corpus().meet("Board", "2022-01-10", ("22/1", "Path", None), kind="agenda"),
    "half a year": lambda: council(7),
    "two years": council,
    "no attendance": lambda: Corpus(council().rows | {"attendance": []}),
    "text that would be markup": lambda: Corpus().meet("<b>$x_{1$", "2022-01-10", ("22/1", "<script>x</script>", None)),
    "a great deal": long_waits,
}


LARGE = ("two years", "no attendance", "a great deal")
ANY_CORPUS = [pytest.param(name, marks=[pytest.mark.heavy] if name in LARGE else []) for name in CORPORA]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", ANY_CORPUS)
def test_the_page_of_any_corpus_has_no_hole_and_no_markup_of_minutes(name: str, code: str) -> None:
    text = page(CORPORA[name](), code)
    assert not re.search(r"\b(nan|None|NaT|<NA>)\b|\{\w*\}|<script|<b>\$", text)
    assert text.count("<h1>") == 1


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", ["half a year", "two years", pytest.param("a great deal", marks=pytest.mark.heavy)])
def test_the_opening_has_at_most_five_findings_and_120_words(name: str, code: str) -> None:
    opening = sections(CORPORA[name](), code)["opening"]
    texts = [opening["lead"], *(finding["text"] for finding in opening["findings"])]
    assert 3 <= len(opening["findings"]) <= 5
    assert len(" ".join(texts).split()) <= 120
    assert all(re.fullmatch(r"(?:[^.]|\.\d)+\.", finding["text"]) for finding in opening["findings"])


def test_each_number_comes_with_that_of_the_year_before() -> None:
    findings = [finding["text"] for finding in sections(council())["opening"]["findings"]]
    assert re.fullmatch(r"\d+ matters came back, (against \d+|the same as) the year before\.", findings[1])
    assert sum("year before" in text for text in findings) == 4


def test_a_year_that_cannot_be_compared_is_stated_once_with_the_reason() -> None:
    opening = sections(council(16))["opening"]
    assert "the year before cannot be given: the minutes begin on 10 January 2021" in opening["lead"]
    assert not any("year before" in finding["text"] for finding in opening["findings"])


@pytest.mark.heavy
def test_half_a_year_of_minutes_is_not_called_twelve_months() -> None:
    half = sections(council(7))
    assert half["opening"]["lead"].startswith("From 10 January 2021 to 9 July 2021.")
    assert "12 months" not in half["opening"]["lead"] + half["returned"]["text"]
    assert "12 months" in sections(council())["opening"]["lead"]


def test_no_word_of_the_method_is_on_the_page() -> None:
    for code in LANGUAGES:
        text = page(long_waits(), code).lower()
        assert not re.search(r"kaplan|sigma|wilson|bootstrap|drawn|p-værdi|interval|median", text)


def test_matters_owed_are_listed_longest_first_with_who_and_since_when() -> None:
    corpus = (
        council().state("21/0", "owed", "Board", "2021-01-10").state("22/130", "owed", "administration", "2022-02-04")
    )
    rows = sections(corpus)["owed"]["rows"]
    assert [(row["number"], row["who"]) for row in rows] == [("21/0", "Board"), ("22/130", "the administration")]
    assert rows[0]["days"] > rows[1]["days"]


def test_what_was_announced_near_the_end_is_apart() -> None:
    corpus = council().state("21/0", "owed", "Board", "2021-01-10").state("22/240", "cut_off", "Board", "2022-12-31")
    owed = sections(corpus)["owed"]
    assert (owed["count"], [row["number"] for row in owed["near_end"]]) == (1, ["22/240"])
    assert re.search(r'<details class="note"><summary>For 1 matter .*?</summary><ul class="more">', page(corpus))


def test_a_closed_matter_is_named_by_its_number_only() -> None:
    corpus = council().state("21/01", "owed", "Board", "2021-01-10")
    owed = sections(corpus)["owed"]
    assert owed["rows"] == [] and [row["number"] for row in owed["closed"]] == ["21/01"]
    assert "Sale of a plot" not in page(corpus)


@pytest.mark.heavy
def test_bodies_are_shown_only_where_they_differ() -> None:
    assert sections(council(bodies=2))["attended"]["rows"] == []
    rows = sections(long_waits())["attended"]["rows"]
    assert rows[0]["name"] == "Board" and rows[0]["share"] == "33%"


def test_five_meetings_or_fewer_give_a_list_of_what_was_read() -> None:
    small = sections(council(5))
    assert small["small"] and "opening" not in small
    assert small["meetings"][0]["day"] == "10 May 2021"
    assert [item["decision"] for item in small["meetings"][-1]["agenda"]] == ["postponed", "approved", ""]
    assert management_summary(small, Language("en")).answer.startswith("5 meetings are too few")


@pytest.mark.heavy
def test_few_meetings_say_what_put_a_matter_off_and_count_closed_matters_that_came_back() -> None:
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "postponed"), ("22/2", "[Sale]", "postponed"))
    shown = page(made.meet("Roads", "2022-02-10", ("22/1", "Path", "approved"), ("22/2", "[Sale]", None)))
    returned = shown[shown.index('id="returned"') :]
    assert "Taken up again after “postponed” (Roads, 2022-01-10)" in returned and "22/2" in returned
    made.rows["items"] = [row for row in made.rows["items"] if row["closed"]]
    assert "No matter came back" not in page(made)


@pytest.mark.parametrize("meetings", [2, 8])
def test_from_agendas_alone_nothing_came_back_and_nothing_is_owed(meetings: int) -> None:
    made = Corpus()
    for month in range(1, meetings + 1):
        made.meet("Roads", f"2022-{month:02}-10", (f"22/{month}", "Path", None), kind="agenda", status="planned")
    shown = page(made)
    assert "came back." not in shown and "is missing" not in shown
    assert shown.count("No minuted items other than standing ones were read") >= 2


def test_a_year_without_meetings_is_stated_to_have_none() -> None:
    made = council(8).meet("Board", "2015-01-10", ("15/1", "Wall", "approved"))
    assert "no meetings were read from it, and 8 from the latest year" in sections(made)["opening"]["lead"]


def test_a_single_item_of_few_was_put_off() -> None:
    made = Corpus()
    for month in range(1, 9):
        made.meet("Roads", f"2022-{month:02}-10", (f"22/{month}", "Path", "postponed" if month == 1 else "approved"))
    texts = [finding["text"] for finding in sections(made)["opening"]["findings"]]
    assert "1 of 8 items was postponed or sent back." in texts


def test_a_changed_decision_is_called_the_decision_before() -> None:
    made = council(8)
    for row in made.rows["decisions"]:
        row |= {"decision_type": "approved", "decision_types": "approved", "evidence": "Godkendt", "text": "Godkendt"}
    whys = [row["why"] for row in sections(made, "da")["returned"]["rows"]]
    assert whys and all(why.startswith("Beslutningen før: »Godkendt« (") for why in whys)


# --- Since the last report ---


def undecided(months: int = 7) -> Corpus:
    corpus = council(months)
    corpus.rows["decisions"].clear()
    return corpus


def test_without_a_recorded_decision_there_is_no_finding_on_items_put_off() -> None:
    def findings(corpus: Corpus) -> str:
        return " ".join(finding["text"] for finding in sections(corpus)["opening"]["findings"])

    assert "postponed" in findings(council(7))
    assert "postponed" not in findings(undecided())


@pytest.mark.heavy
def test_what_waited_a_year_ago_is_left_out_if_the_minutes_begin_later() -> None:
    assert "a year ago" not in page(council(7).state("21/0", "owed", "Board", "2021-01-10"))
    assert "; it was waiting a year ago too." in page(council().state("21/0", "owed", "Board", "2021-01-10"))


def test_agendas_alone_are_not_called_fixtures_alone() -> None:
    corpus = Corpus()
    for month in range(1, 9):
        corpus.meet("Board", f"2022-{month:02}-10", ("22/1", "Path", None), kind="agenda")
    text = page(corpus)
    assert "No items other than standing ones were read in minutes of meetings held." in text
    assert "no items are too few" not in text


def test_a_sentence_begins_with_a_capital_where_nothing_is_closed() -> None:
    corpus = council(7)
    for row in corpus.rows["items"]:
        row["closed"] = False
    count = len(computed(corpus)[1].items)
    assert f"<p>None of {count} items was dealt with behind closed doors" in page(corpus)


def test_matters_of_which_it_is_unclear_whether_they_are_one_thing_are_named_apart() -> None:
    corpus = council()
    matter = returned_matter(corpus)
    again = next(row for row in corpus.rows["items"] if row["matter_id"] == matter and row.get("return_kind") is None)
    assert sections(corpus)["returned"]["mixed"] == []
    again["return_kind"] = "unclear"
    assert len(sections(corpus)["returned"]["mixed"]) == 1


def returned_matter(corpus: Corpus) -> str:
    """Return the id of the open matter that came back last."""
    returns = computed(corpus)[1].returns
    return str(returns.loc[returns["title"] != "(closed item)", "matter_id"].iloc[0])


@pytest.mark.heavy
def test_the_report_lists_what_is_new_settled_gone_and_back_since_the_last_one() -> None:
    earlier = council(20).state("21/0", "owed", "Board", "2021-01-10").state("21/10", "owed", "Board", "2021-02-09")
    earlier.state("21/20", "owed", "Board", "2021-03-11")
    now = council().state("21/20", "open").state("22/140", "owed", "Board", "2022-03-06")
    now.state("21/10", "owed", "Board", "2021-02-09")
    groups = sections(now, note=note_of(earlier))["since"]["groups"]
    assert [(group["title"].split()[-3:], [row["number"] for row in group["rows"]]) for group in groups[:3]] == [
        (["on", "the", "list:"], ["22/140"]),
        (["matter", "was", "settled:"], ["21/0"]),
        (["a", "decision", "found:"], ["21/20"]),
    ]
    assert groups[1]["rows"][0]["how"].startswith("approved in Board")
    assert {row["title"] for row in groups[3]["rows"]}


def test_nothing_new_is_one_line() -> None:
    corpus = council().state("21/0", "owed", "Board", "2021-01-10")
    assert sections(corpus, note=note_of(corpus))["since"]["groups"] == []
    assert "No matter has joined or left the list" in page(corpus, note=note_of(corpus))


def test_a_matter_that_is_owed_still_under_another_id_is_not_new() -> None:
    note = note_of(council().state("21/0", "owed", "Board", "2021-01-10"))
    matter = next(iter(note["owed"]))
    tables = made(council().state("21/0", "owed", "Board", "2021-01-10"))
    moved = {table.name: tables[table.name].replace({"matter_id": {matter: "other"}}) for table in TABLES}
    again = since_section(note, Tables(moved), management_frames(Tables(moved)), Language("en"))
    assert again is not None and again["groups"] == []


def test_a_report_compares_itself_with_the_last_one_of_older_data() -> None:
    old, new = note_of(council(20)), note_of(council())
    assert earlier_note({"note": old}, new) == old
    assert earlier_note({"note": new, "earlier": old}, new) == old
    assert earlier_note({"note": new}, new) == {}


def test_a_report_does_not_compare_itself_with_one_of_other_bodies() -> None:
    old = note_of(council(20)) | {"bodies": ["Skovby/other"]}
    assert earlier_note({"note": old}, note_of(council())) == {}


# --- In a browser ---


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report and the pages it links to."""
    folder, corpus, language = tmp_path_factory.mktemp("site"), long_waits(), Language("da")
    files = thread_pages(made(corpus), language, CorpusHead("Skovby", 0, demo=True))
    shown = {"05_management_report.html": page(corpus, "da"), "05_management_report.code.html": "", "index.html": ""}
    for name, content in {**files, **{key: text.encode() for key, text in shown.items()}}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.heavy
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("with_note", [False, True])
def test_the_longest_report_is_two_pages(chromium: browser.Browser, tmp_path: Path, code: str, with_note: bool) -> None:
    documents = pytest.importorskip("pypdfium2")
    corpus = long_waits()
    earlier = Corpus({name: rows[: len(rows) * 2 // 3] for name, rows in council(20, bodies=12).rows.items()})
    path = tmp_path / "page.html"
    path.write_text(page(corpus, code, note_of(earlier) if with_note else None), encoding="utf-8")
    chromium.open(path, 1100)
    answer = chromium._say("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
    document = documents.PdfDocument(io.BytesIO(base64.b64decode(answer["data"])))
    assert len(document) == 2


@pytest.mark.heavy
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_a_phone_and_a_desktop(chromium: browser.Browser, site: Path, width: int) -> None:
    state = chromium.open(site / "05_management_report.html", width)
    assert (state["wide"], state["scrolls"], state["complaints"]) == ([], False, [])


@pytest.mark.heavy
def test_every_link_of_the_report_leads_to_a_page_that_is_there(chromium: browser.Browser, site: Path) -> None:
    chromium.open(site / "05_management_report.html", 1280)
    links = set(chromium.value("[...document.links].map(link => link.getAttribute('href'))"))
    anchors = {link[1:] for link in links if link.startswith("#")}
    assert all(chromium.value(f"!!document.getElementById('{anchor}')") for anchor in anchors)
    pages = sorted(link for link in links if "?" in link)
    assert len(pages) > 40
    for link in pages[:: max(len(pages) // 40, 1)]:
        name, _, asked = link.partition("?")
        chromium.open(site / name, 1280, asked=f"?{asked}")
        assert chromium.value("document.querySelector('h1').innerText") != "Siden findes ikke", link


@pytest.mark.heavy
def test_a_number_of_the_report_leads_to_as_many_rows(chromium: browser.Browser, site: Path) -> None:
    chromium.open(site / "05_management_report.html", 1280)
    cells = "[...document.querySelectorAll('.plot a, .decided a')].map(a => [a.getAttribute('href'), a.title])"
    for link, title in chromium.value(cells):
        count = int(re.search(r"([\d.]+) af", title)[1].replace(".", ""))
        assert "kind" in parse_qs(unquote(link.partition("?")[2]))
        chromium.open(site / "search.html", 1280, asked="?" + link.partition("?")[2])
        shown = chromium.value("document.querySelector('.dt-info').innerText")
        assert int(re.search(r"af ([\d.]+)", shown)[1].replace(".", "") if count else 0) == count, link
