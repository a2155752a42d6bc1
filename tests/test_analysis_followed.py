"""Postponed items followed to their return, and matters that return under a new number."""

import pandas as pd
import pytest
from small_corpus import Corpus

from referat.analysis import case_appearances, postponed, renumbered


def follow(corpus):
    return postponed.follow(corpus.items, corpus.meetings, corpus.decisions)


def test_a_postponed_item_is_back_with_its_case_number_before_its_own_body():
    corpus = Corpus().meet("Board", "2022-01-01", ("22/1", "Path", "postponed")).meet("Board", "2022-02-01")
    corpus.meet("Roads", "2022-02-10", ("22/1", "Path", "noted")).meet(
        "Board", "2022-03-01", ("22/1", "Path", "approved")
    )
    row = follow(corpus).iloc[0]
    assert row[["found_by", "back_before", "days", "met_since"]].tolist() == ["case number", "Board", 59, 2]


def test_without_a_case_number_it_is_back_under_its_title_and_only_before_its_own_body():
    corpus = Corpus().meet("Board", "2022-01-01", (None, "Path", "approved|postponed"))
    corpus.meet("Roads", "2022-02-01", (None, "Path", None)).meet("Board", "2022-03-01", (None, "Path", "noted"))
    assert follow(corpus)[["found_by", "days"]].to_numpy().tolist() == [["title", 59]]


def test_before_another_body_only_it_is_back_elsewhere():
    corpus = Corpus().meet("Board", "2022-01-01", ("22/1", "Path", "postponed"))
    corpus.meet("Roads", "2022-02-01", ("22/1", "Path along the sea", "noted"))
    assert follow(corpus)["found_by"].tolist() == ["case number, elsewhere"]


def test_an_item_that_never_came_back_says_how_often_the_body_has_met_since():
    corpus = Corpus().meet("Board", "2022-01-01", ("22/1", "[Sale of a house]", "postponed"))
    corpus.meet("Board", "2022-02-01", ("22/2", "Plan", "noted")).meet("Board", "2022-03-01")
    row = follow(corpus).iloc[0]
    assert pd.isna(row["found_by"]) and pd.isna(row["back_on"]) and row["met_since"] == 2
    assert row["title"] == case_appearances.CLOSED_TITLE


def test_fixtures_and_what_was_postponed_earlier_are_not_followed():
    corpus = Corpus().meet("Board", "2022-01-01", ("22/1", "ANY OTHER BUSINESS", "postponed"))
    corpus.meet("Board", "2022-02-01", ("22/2", "Plan", "postponed"))
    assert follow(corpus)["case_number"].tolist() == ["22/2"]
    assert postponed.follow(corpus.items, corpus.meetings, corpus.decisions.assign(is_earlier=True)).empty


def pairs(*titles, body="Board"):
    corpus = Corpus()
    for year, title in enumerate(titles):
        corpus.meet(body, f"{2020 + year}-05-01", (f"{20 + year}/1", title, "approved"))
    rows = case_appearances.appearances(corpus.items, corpus.meetings, corpus.decisions)
    return renumbered.pairs(rows), rows


@pytest.mark.parametrize(
    ("first", "then", "similarity"),
    [
        ("Strategy for growth", "Strategy for growth", [100.0]),
        ("Strategy for growth", "Strategy for growth!", [97.4]),  # 38 of 39 characters in common
        ("Strategy for growth", "Growth of trees", []),
        ("Strategy", "Strategy", [100.0]),
        ("Plan 1", "Plan 1", []),  # too short to be a name
    ],
)
def test_like_titles_before_one_body_are_pairs_with_their_similarity(first, then, similarity):
    assert pairs(first, then)[0]["similarity"].tolist() == similarity


def test_like_titles_before_two_bodies_on_one_day_or_closed_are_no_pairs():
    corpus = Corpus().meet("Roads", "2022-01-01", ("22/1", "Political aims", "noted"))
    corpus.meet("Board", "2022-01-01", ("22/2", "Political aims", "noted"), ("22/3", "Political aims", "noted"))
    corpus.meet("Board", "2022-03-01", ("22/4", "[Sale of a house]", "noted"), ("22/5", "[Sale of a house]", "noted"))
    assert renumbered.pairs(case_appearances.appearances(corpus.items, corpus.meetings, corpus.decisions)).empty


def test_linked_cases_are_one_series_even_if_first_and_last_are_not_alike():
    found, rows = pairs("Yearly budget aaaa", "Yearly budget aaab", "Garden of roses", "Yearly budget aabb")
    found = found[found["similarity"] > 94]
    assert len(found) == 2  # first with second, second with last
    series = renumbered.series(rows, found)
    assert series[["series", "case_number"]].to_numpy().tolist() == [[1, "20/1"], [1, "21/1"], [1, "23/1"]]


def test_a_pair_below_the_threshold_is_evidence_but_no_series():
    found, rows = pairs("Strategy for growth in towns", "Strategy for growth in harbours")
    assert len(found) == 1 and found.loc[0, "similarity"] < renumbered.THRESHOLD
    assert renumbered.series(rows, found).empty
