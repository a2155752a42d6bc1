"""The demo corpus: the same everywhere, read as its truth states, with realistic matters."""

import csv
import html
import json
import os
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from importlib.resources import files

import pytest

from referat import demo, load


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo")
    assert demo.write(path) == 200
    return path


@pytest.fixture(scope="module")
def tables(folder):
    return load(folder)


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


@pytest.mark.parametrize("meetings", [0, 1, 7, demo.MOST + 1])
def test_as_many_meetings_are_written_as_are_asked_for(tmp_path, meetings):
    assert demo.write(tmp_path, meetings=meetings) == meetings
    with (tmp_path / "_truth" / "meetings.csv").open(encoding="utf-8") as file:
        sources = [row["source"] for row in csv.DictReader(file)]
    assert len(set(sources)) == meetings
    assert all((tmp_path / source).is_file() for source in sources)


def test_the_folder_says_that_it_is_a_demo(folder):
    marker = tomllib.loads((folder / "_corpus.toml").read_text(encoding="utf-8"))
    assert marker["demo"] is True and marker["municipality"]


# Read as the truth states

KEYS = {
    "meetings": ["meeting_id"],
    "items": ["item_id"],
    "decisions": ["item_id"],
    "attendance": ["meeting_id", "person"],
    "item_attendance": ["item_id", "person"],
}


def plain(value):
    return " ".join(str(value).split())


@pytest.mark.heavy
@pytest.mark.parametrize("table", KEYS)
def test_the_tables_equal_the_truth(table, tables, truth):
    columns = list(truth[table][0])
    rows = tables[table]
    if table == "decisions":
        rows = rows[~rows["is_earlier"]]
    if table == "meetings":
        rows = rows.assign(date=rows["date"].dt.strftime("%Y-%m-%d"))
    parsed = {tuple(plain(row[column]) for column in columns) for row in rows.to_dict("records")}
    expected = {tuple(plain(row[column]) for column in columns) for row in truth[table]}
    assert parsed == expected
    assert len(rows) == len(truth[table])


def test_both_readers_are_shown(tables):
    assert set(tables.meetings["reader"]) == {"text", "portal"}


def test_an_agenda_and_its_minutes_are_one_meeting(folder, truth):
    sources = {row["source"] for row in truth["meetings"]}
    others = {path.name for path in folder.iterdir() if path.suffix in (".txt", ".json")} - sources
    assert any(name.endswith("-dagsorden.txt") for name in others)
    assert any(name.endswith("-tillaeg.txt") for name in others)


# Realistic matters

SHOWN = {
    "a route is announced": r"\nSagsprocedure\n\nKlimaudvalget, Økonomiudvalget og Byrådet\.\n",
    "put off": r"\nSagen udsættes\.\n",
    "sent back": r"\nUdvalget sendte sagen tilbage til administrationen\.\n",
    "taken up again": r"\nPunkt \d+: Genoptagelse: ",
    "a reference to an item": r"Byrådet \d+\. \w+ \d{4} \(pkt\. \d+\)",
    "a last stage": r" - endelig vedtagelse efter høring\n",
    "periodic": r"\nPunkt \d+: Budgetopfølgning pr\. 31\. marts \d{4}\n",
    "asked for": r"\nUdvalget ønsker en sag om ",
    "an initiative": r"\nPunkt \d+: Initiativsag fra [A-Z]: ",
    "a fixture": r"\nPunkt \d+: Underskriftsark\n",
    "closed with its decision": r"\nPunkt \d+: Lukket: [^\n]+\n\n[\d-]+\n\nGodkendt\.",
    "closed, not released": r"\nBeslutning ikke frigivet\n",
    "a vote": r" med \d+ stemmer mod \d+\.",
    "apologies": r"\nAfbud: ",
    "a substitute": r" deltog som stedfortræder\.",
    "cancelled": r"\nAFLYST - ",
    "extraordinary": r"\(ekstraordinært møde\)",
}


@pytest.mark.parametrize("pattern", SHOWN.values(), ids=SHOWN)
def test_the_minutes_show(texts, pattern):
    assert any(re.search(pattern, text) for text in texts.values())


def matters(truth):
    rows = defaultdict(list)
    for row in truth["matters"]:
        rows[row["matter_id"]].append(row)
    return rows.values()


def test_a_matter_can_continue_under_another_case_number(truth):
    numbers = {row["item_id"]: row["case_number"] for row in truth["items"]}
    assert any(len({numbers[row["item_id"]] for row in rows}) == 2 for rows in matters(truth))


def test_a_body_named_as_owing_has_not_answered(truth):
    bodies = {row["meeting_id"]: row["body"] for row in truth["meetings"]}
    owed = [rows for rows in matters(truth) if rows[0]["state"] == "owed"]
    assert {rows[0]["owes"] for rows in owed} > {"administration", "Byrådet"}
    for rows in owed:
        had_it = [bodies[row["item_id"].split(":")[0]] for row in rows]
        assert rows[0]["owes"] not in had_it or rows[0]["plot"] == "left_lying"


def test_items_of_matters_are_those_that_are_no_fixtures(truth):
    titles = {row["item_id"]: row["title"] for row in truth["items"]}
    fixtures = {titles[item] for item in set(titles) - {row["item_id"] for row in truth["matters"]}}
    assert len(fixtures) == 5
    assert all(titles[row["item_id"]] not in fixtures for row in truth["matters"])


# Invented text only


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


@pytest.mark.heavy
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
