"""Small invented minutes of other layouts, and their expected rows: a pair of files in `tests/layouts` for each.

`<case>.toml` states the rule and the cells that matter; `item` means the item's id without its meeting's.
"""

import tomllib
from pathlib import Path
from random import Random

import pytest
from case_files import cases, rows_of, table_of
from damage import DAMAGES

from referat import load
from referat.records.document_reader import parse_text
from referat.structure.layout_rules import ANY, NUMBERED, Rule, any_layout, layout, layout_names
from referat.structure.line_classifier import classify_lines, classify_lines_by_layout
from referat.structure.text_lines import Text
from referat.vocabulary import load as load_words

CASES = cases("layouts")

SAID_ONLY_ABOVE = ("koege", "egebjerg")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_minutes_of_other_layouts_give_their_rows(case: Path) -> None:
    expected = tomllib.loads(case.read_text(encoding="utf-8"))
    rule = expected.pop("rule")
    for table, wanted in expected.items():
        rows = rows_of(case, table)
        asked = [*wanted, *({} for _ in rows[len(wanted) :])]
        assert [{name: row[name] for name in want} for row, want in zip(rows, asked, strict=False)] == wanted, rule


def test_every_layout_is_described_by_its_file() -> None:
    for name in layout_names():
        described = layout(name)
        assert described.name == name
        assert described.summary, name
        kinds = {rule.kind for rules in described.rules.values() for rule in rules}
        assert kinds >= {"item", "date", "attendees"}, name


def test_every_layout_has_minutes_that_follow_it() -> None:
    texts = [tomllib.loads(case.read_text(encoding="utf-8")) for case in CASES]
    followed = {row.get("layout") for case in texts for row in case.get("meetings", [])}
    assert set(layout_names()) - followed <= {"portal"}


def test_the_tree_owns_every_line_of_other_layouts() -> None:
    for case in CASES:
        text = case.with_suffix(".txt").read_text(encoding="utf-8")
        assert parse_text(text).text() == text, case.stem


@pytest.mark.heavy
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_minutes_without_their_header_give_the_same_items(case: Path, tmp_path: Path) -> None:
    if case.stem in SAID_ONLY_ABOVE:
        pytest.skip("the contents above the items say what is closed")
    items = table_of(case, "items")
    lines = case.with_suffix(".txt").read_text(encoding="utf-8").split("\n")
    first = int(items["line_start"].min())
    (tmp_path / "fragment.txt").write_text("\n".join(lines[first - 1 :]), encoding="utf-8")
    fragment = load(tmp_path / "fragment.txt")
    columns = ["number", "title", "case_number", "closed"]
    assert fragment.items[columns].equals(items[columns])
    assert list(fragment.decisions["text"]) == list(table_of(case, "decisions")["text"])


@pytest.mark.heavy
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_minutes_torn_in_two_give_the_items_of_their_second_half(case: Path, tmp_path: Path) -> None:
    if case.stem in SAID_ONLY_ABOVE:
        pytest.skip("the contents above the items say what is closed")
    items = table_of(case, "items")
    lines = case.with_suffix(".txt").read_text(encoding="utf-8").split("\n")
    first, second = items["line_start"].iloc[:2]
    torn = min(int(first) + 2, int(second) - 1)
    (tmp_path / "fragment.txt").write_text("\n".join(lines[torn:]), encoding="utf-8")
    fragment = load(tmp_path / "fragment.txt")
    columns = ["number", "title", "case_number", "closed"]
    assert fragment.items[columns].to_numpy().tolist() == items[columns].iloc[1:].to_numpy().tolist()


def test_a_text_that_is_no_minutes_is_reported_with_its_headings(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("Sagsnr.: 12/3321\n\nNy vej i Elmeby\n\nSagsfremstilling\n\nVejen er smal.\n", encoding="utf-8")
    tables = load(path)
    assert tables.meetings.empty
    assert list(tables.problems["code"]) == ["not_minutes"]
    assert "`Sagsfremstilling` (line 5)" in tables.problems["message"][0]


@pytest.mark.heavy
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_lines_that_no_layout_takes_for_anything_are_passed_over_by_all(case: Path) -> None:
    layouts = [layout(name) for name in layout_names()]
    texts = case.with_suffix(".txt").read_text(encoding="utf-8")
    chance = Random(case.stem)
    for _ in range(20):
        damaged = chance.choice(DAMAGES)(chance.choice(DAMAGES)(texts, chance), chance)
        text = Text.of(damaged.split("\n"))
        assert classify_lines_by_layout(text, layouts) == [classify_lines(text, each) for each in layouts]


def test_rules_for_lines_of_any_first_word_name_words_that_these_lines_need() -> None:
    assert all(rule.needs for rule in any_layout().others)


@pytest.mark.parametrize(
    "line",
    [
        "Haveudvalg", "Byrådet", "Kommunalbestyrelsen", "Direktionen", "Skolebestyrelsen", "Magistraten",
        "Borgerrepræsentationen", "Folkeoplysningsnævnet", "Taksationskommissionen", "Ungeforum", "Chefgruppen",
        "Have- og Parkudv.", "OMRÅDEUDVALGET", "AB 12/2021", "ABC 3/1998 J.nr. 12",
    ],
)  # fmt: skip
def test_a_body_or_a_case_of_a_year_is_known_by_the_words_it_needs(line: str) -> None:
    assert [mark.kind for mark in classify_lines(Text.of([line]), layout("slagelse"))] in (["body_name"], ["case"])


def _can_begin(rule: Rule, word: str) -> bool:
    spellings = (word, word.capitalize(), word.upper())
    return any(rule.pattern.fullmatch(spelling, partial=True) is not None for spelling in spellings)


def test_a_line_of_a_rule_can_begin_with_each_of_its_first_words() -> None:
    by_word = any_layout().rules.items()
    named = ((word, set(rules) - set(any_layout().others)) for word, rules in by_word if word not in (ANY, NUMBERED))
    assert [(word, rule.source) for word, rules in named for rule in rules if not _can_begin(rule, word)] == []


def test_rules_for_lines_have_known_keys_only() -> None:
    rules = [rule for group in load_words("lines")["rules"].values() for rule in group]
    assert {key for rule in rules for key in rule} == {"kind", "first", "pattern", "needs", "groups"}
