"""The demo corpus: the same everywhere, true to itself, and as untidy and as lively as real minutes."""

import csv
import html
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from datetime import date
from importlib.resources import files
from itertools import pairwise

import pytest

from referat import demo
from referat.demo.model import slug
from referat.schema.decision_types import LABELS
from referat.schema.registry import BY_NAME


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo")
    assert demo.write(path) == 200
    return path


@pytest.fixture(scope="module")
def truth(folder):
    tables = {}
    for path in (folder / "_truth").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return tables


@pytest.fixture(scope="module")
def texts(folder):
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}


def lines_of(row, texts):
    """Return the lines that a row of the truth points at."""
    meeting = row["item_id"].split(":")[0]
    return texts[meeting].split("\n")[int(row["line_start"]) - 1 : int(row["line_end"])]


def plain(text):
    """Return the text without what the reading mends: white space, page breaks and emphasis."""
    return " ".join(text.replace("*", "").split())


# The same everywhere


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}


@pytest.mark.parametrize("hash_seed", ["0", "7"])
def test_the_same_arguments_give_the_same_bytes_under_any_hash_seed_and_locale(tmp_path, hash_seed):
    demo.write(tmp_path / "here", meetings=30)
    there = str(tmp_path / "there")
    code = f"from pathlib import Path; from referat import demo; demo.write(Path({there!r}), meetings=30)"
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    assert contents(tmp_path / "here") == contents(tmp_path / "there")


def test_another_seed_gives_another_town(tmp_path):
    for seed in (1, 2):
        demo.write(tmp_path / str(seed), meetings=5, seed=seed)
    assert contents(tmp_path / "1") != contents(tmp_path / "2")


@pytest.mark.parametrize("meetings", [0, 1, 4, 7, 801])
def test_as_many_meetings_are_written_as_are_asked_for(tmp_path, meetings):
    assert demo.write(tmp_path, meetings=meetings) == meetings
    assert len(list(tmp_path.glob("*.txt"))) == meetings


# True to itself


def test_every_meeting_has_its_file_and_every_file_its_meeting(truth, texts):
    assert {row["source"] for row in truth["meetings"]} == {f"{name}.txt" for name in texts}


def test_the_columns_are_the_registrys_in_its_order(truth):
    for table, rows in truth.items():
        known = BY_NAME[table].column_names
        assert list(rows[0]) == [column for column in known if column in rows[0]]


def test_ids_are_unique_and_made_of_body_and_date(truth):
    for table, key in (("meetings", "meeting_id"), ("items", "item_id"), ("decisions", "decision_id")):
        ids = [row[key] for row in truth[table]]
        assert len(ids) == len(set(ids))
    assert all(row["meeting_id"] == f"{slug(row['body'])}-{row['date']}" for row in truth["meetings"])


def test_an_items_lines_begin_with_its_heading_and_end_with_text(truth, texts):
    for row in truth["items"]:
        lines = lines_of(row, texts)
        assert plain("\n".join(lines)).startswith(f"Punkt {row['number']}: {plain(row['title'])}")
        assert lines[-1]


def test_a_decisions_lines_are_its_text(truth, texts):
    for row in truth["decisions"]:
        lines = lines_of(row, texts)
        assert lines[0] and lines[-1]
        assert plain("\n".join(lines)) == plain(row["text"])


def test_every_line_outside_the_header_belongs_to_one_item(truth, texts):
    spans = defaultdict(list)
    for row in truth["items"]:
        spans[row["meeting_id"]].append((int(row["line_start"]), int(row["line_end"])))
    for name, text in texts.items():
        assert all(end + 2 == start for (_, end), (start, _) in pairwise(spans[name]))
        assert len(text.split("\n")) == spans[name][-1][1] + 1


def test_contents_points_and_attachments_stand_in_the_minutes(truth, texts):
    for row in truth["items"]:
        assert f"\n{row['toc_title']}.....\t{row['toc_page']}\n" in texts[row["meeting_id"]]
    for table, column in (("attachments", "title"), ("recommendations", "text")):
        for row in truth[table]:
            assert row[column] in texts[row["item_id"].split(":")[0]]


def test_types_are_of_the_codebook_with_the_primary_one_first_in_its_order(truth):
    for row in truth["decisions"]:
        types = row["decision_types"].split("|")
        assert types == sorted(types)
        assert row["decision_type"] == min(types, key=LABELS.index)


def test_the_spelling_used_for_a_person_is_the_one_written_most_often(truth):
    written = defaultdict(Counter)
    for row in truth["attendance"]:
        written[row["person"]][row["name"]] += 1
    assert all(names.most_common(1)[0][0] == person for person, names in written.items())


# All layouts


@pytest.mark.parametrize(
    ("years", "has", "lacks"),
    [
        (range(2014, 2017), "\nBESLUTNING DIREKTIONEN DEN ", "Mødedeltagere"),
        (range(2017, 2020), " (sekretær)\n", "BESLUTNING"),
        (range(2020, 2025), "\nBeslutning Direktionen den ", "(sekretær)"),
    ],
)
def test_the_board_has_three_layouts(texts, years, has, lacks):
    board = [text for name, text in texts.items() if name.startswith("direktionen") and int(name[12:16]) in years]
    assert has in "".join(board)
    assert lacks not in "".join(board)


def test_the_oldest_layout_lists_attachments_first_and_ends_them_with_the_title(truth, texts):
    old = [row for row in truth["items"] if row["meeting_id"] < "direktionen-2017" and "direktionen" in row["item_id"]]
    firsts = [lines for row in old if "Bilag" in (lines := lines_of(row, texts))]
    assert firsts
    assert all(lines.index("Bilag") < lines.index("INDSTILLING") for lines in firsts)
    assert all(row["title"] in lines_of(row, texts) for row in old if row["closed"] == "False")


@pytest.mark.parametrize(
    "heading", ["Fremstilling", "Sagsprocedure", "Resume", "Sagsbeskrivelse", "Lovgrundlag", "Tidsplan"]
)
def test_elected_bodies_have_their_headings(texts, heading):
    assert any(f"\n{heading}\n" in text for name, text in texts.items() if not name.startswith("direktionen"))


# As untidy as real minutes


IRREGULARITIES = {
    "a heading wraps": r"\nPunkt \d+: [^\n]+\n\p{Ll}",
    "attendance wraps": r"\nMødedeltagere [^\n]+\n\w",
    "a name wraps": r"\nMødedeltagere (?:[^\n]+,)? ?\w+(?: \w+)?\n\w+,",
    "a title in the contents ends in a full stop": r"\n[^\n]+\.{6}\t\d+\n",
    "a number of an item elsewhere": r"\nPunktnummer: \d+\n",
    "a sentence is cut by a page break": r"\w\n\n[a-zæøå]\w+ [a-zæøå]+ ",
    "characters are lost": r"\w \? \w|\?\w+ \w+ \w+\?",
    "emphasis": r"\*\*\w[^*\n]+\*\*\n",
    "italics in a sentence": r" \*\w+\*[ .]",
    "a table with tabs": r"\n[^\t\n.]+\t[^\t\n]+\t[^\t\n]+\n[^\t\n]+\t",
    "a closing day is not closed": r"\nPunkt \d+: Lukkedage i daginstitutionerne",
    "closed, with a title and a text": r"\nPunkt \d+: Lukket: [^\n]+\n\n\d\d-\d{6}K?\n\n\w",
    "closed, without a text": r"\nPunkt \d+: Lukket\n\n\d\d/\d+\n\nPunkt",
    "closed, the mark behind": r"\nPunkt \d+: [^\n]+ \(Lukket\)\n",
    "not released": r"\nBeslutning ikke frigivet\n",
    "a case number with a letter": r"\n\d\d-\d{6}K\n",
    "apologies": r"\nAfbud: ",
    "absences": r"\nFraværende: ",
    "not in the room": r"\nIkke til stede: ",
    "a substitute": r" deltog som stedfortræder\.",
    "disqualified": r" for inhabil\.",
    "numbered outcomes": r"\n1\.-2\. (?:Anbefales|Godkendt)\.",
    "one point fails": r"\n3\. (?:Anbefales ikke|Ikke godkendt)\.",
    "a vote": r" med \d+ stemmer",
    "votes by party": r"\nImod stemte: \(",
    "put off to a day": r"Udskudt til den \d+/\d+\.",
    "an earlier decision of another body": r"\nSagens forløb\n\n\d\d-\d\d-\d{4} \w",
    "an extraordinary meeting": r"\nMødested [^\n]+ekstraordinært",
    "a meeting in writing": r"\nMødested Skriftligt møde\n",
    "a file name without a title": r"\n[0-9a-f]{32}\n",
    "recommended in paragraphs": r"\nIndstilling\n\nAt direktionen ",
}


@pytest.mark.parametrize("pattern", IRREGULARITIES.values(), ids=IRREGULARITIES)
def test_the_minutes_are_untidy(texts, pattern):
    pattern = pattern.replace(r"\p{Ll}", "[a-zæøå]")
    assert any(re.search(pattern, text) for text in texts.values())


def test_the_boards_earlier_decision_stands_under_a_heading_of_its_own(truth):
    board = [row for row in truth["decisions"] if row["body"] == "Direktionen"]
    earlier = [row for row in board if row["is_earlier"] == "True"]
    assert "postponed" in {row["decision_type"] for row in earlier}
    assert all(row["decided_on"] < row["meeting_id"][-10:] for row in earlier)


def test_facts_may_be_missing(truth):
    assert any(not row["case_number"] for row in truth["items"])
    unrecorded = {row["meeting_id"] for row in truth["meetings"] if row["attendance_recorded"] == "False"}
    assert any("direktionen" not in name for name in unrecorded)
    assert not unrecorded & {row["meeting_id"] for row in truth["attendance"]}


def test_names_and_titles_are_misspelt_now_and_then(truth):
    assert 5 < sum(row["person"] != row["name"] for row in truth["attendance"]) < 40
    assert 50 < sum(row["title"] != row["toc_title"] for row in truth["items"]) < 300


def test_somebody_away_from_an_item_may_stand_in_the_header(truth):
    there = {(row["meeting_id"], row["person"]) for row in truth["attendance"]}
    away = {
        (row["item_id"].split(":")[0], row["person"]) for row in truth["item_attendance"] if row["status"] == "excused"
    }
    assert away & there
    assert away - there


# As lively as real minutes


def test_members_change_at_elections_and_in_between(truth):
    years = defaultdict(set)
    for row in truth["attendance"]:
        if "byraad" in row["meeting_id"]:
            years[row["meeting_id"][17:21]].add(row["person"])
    assert len(years["2018"] - years["2017"]) > 3
    assert len(years["2022"] - years["2021"]) > 3
    assert any(years[str(year + 1)] - years[str(year)] for year in (2014, 2015, 2018, 2019, 2022, 2023))


def test_people_differ_in_how_often_they_come(truth):
    meetings = {row["meeting_id"] for row in truth["meetings"]}
    council = {name for name in meetings if name.startswith("byraad-2018")}
    times = Counter(row["person"] for row in truth["attendance"] if row["meeting_id"] in council)
    assert max(times.values()) - min(times.values()) >= 3


def items_by_case(truth):
    cases = defaultdict(list)
    for row in truth["items"]:
        if row["case_number"] and row["standing"] == "False":
            cases[row["case_number"]].append(row)
    return cases


def bodies(rows):
    return [re.sub(r"(-\d{4})?-\d{4}-[\d-]+$", "", row["meeting_id"]) for row in rows]


def test_matters_go_from_committee_to_finance_committee_to_council_within_weeks(truth):
    routed = 0
    for rows in items_by_case(truth).values():
        if [body.split("-")[0] for body in bodies(rows)[:3]] == ["natur", "oekonomiudvalget", "byraad"]:
            first, last = (date.fromisoformat(rows[place]["meeting_id"][-10:]) for place in (0, 2))
            routed += (last - first).days < 30
    assert routed > 10


def test_some_matters_return_to_the_same_body(truth):
    times = [max(Counter(bodies(rows)).values()) for rows in items_by_case(truth).values()]
    assert 0.15 < share(times, lambda number: number > 1) < 0.6
    assert max(times) >= 5


def test_a_matter_put_off_comes_back_on_that_day(truth):
    own = [row for row in truth["decisions"] if row["is_earlier"] == "False" and row["postponed_to"]]
    repeated = {(row["meeting_id"][-10:], row["body"], row["decided_on"]) for row in truth["decisions"]}
    back = [row for row in own if (row["postponed_to"], row["body"], row["decided_on"]) in repeated]
    assert len(own) > 10
    assert len(back) == len(own)


def test_the_budget_returns_every_year_under_a_new_number(truth):
    cases = {title: number for number, rows in items_by_case(truth).items() for title in [rows[0]["title"][:16]]}
    numbers = [cases.get(f"Budget {year}-{year + 3}") for year in range(2015, 2026)]
    assert len({number for number in numbers if number}) >= 10


def test_standing_items_keep_their_number_through_a_term(truth):
    sheets = defaultdict(set)
    for row in truth["items"]:
        if row["title"] == "Underskriftsark" and "byraad" not in row["item_id"]:
            sheets[bodies([row])[0]].add(row["case_number"])
    assert sheets and all(len(numbers) == 3 for numbers in sheets.values())


def share(rows, test):
    return sum(map(test, rows)) / len(rows)


def between(rows, key, first, last):
    return [row for row in rows if first <= int(re.search(r"-(\d{4})-\d\d-\d\d", row[key])[1]) <= last]


def test_the_share_of_closed_items_moves_slowly(truth):
    early, middle, late = (
        share(between(truth["items"], "meeting_id", first, last), lambda row: row["closed"] == "True")
        for first, last in ((2014, 2016), (2018, 2020), (2023, 2024))
    )
    assert early > middle < late


def test_more_is_noted_as_the_years_go_by(truth):
    own = [row for row in truth["decisions"] if row["is_earlier"] == "False"]
    early, late = (
        share(between(own, "meeting_id", *years), lambda row: row["decision_type"] == "noted")
        for years in ((2014, 2017), (2021, 2024))
    )
    assert late > early + 0.03


# Ours alone, and quick


def words_of(text):
    return re.findall(r"\w+", text.casefold())


def nines(text):
    words = words_of(text)
    return {" ".join(words[at : at + 9]) for at in range(len(words) - 8)}


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def test_no_nine_words_in_a_row_are_those_of_real_minutes(texts, shared):
    ours = set().union(*map(nines, texts.values()))
    for path in files("referat.demo").iterdir():
        if path.name.endswith(".toml"):
            ours |= nines(path.read_text(encoding="utf-8"))
    real = set()
    for path in (shared / "minutes").rglob("*.txt"):
        real |= ours & nines(path.read_text(encoding="utf-8"))
    for path in (shared / "minutes").rglob("*.json"):
        for text in strings(json.loads(path.read_text(encoding="utf-8"))):
            real |= ours & nines(html.unescape(re.sub(r"<[^>]+>", " ", text)))
    assert not real


def test_a_thousand_meetings_take_seconds(tmp_path, record_property):
    began = time.perf_counter()
    demo.write(tmp_path, meetings=1000)
    seconds = time.perf_counter() - began
    record_property("seconds", seconds)
    print(f"1,000 meetings in {seconds:.1f} s")
    assert seconds < 30
