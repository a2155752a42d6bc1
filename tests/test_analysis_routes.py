"""Routes of matters through bodies, and what brought a matter back."""

import pandas as pd
import pytest
from small_corpus import Corpus

from referat.analysis import case_appearances, routes


def matters(*appearances):
    """Return the matters of a corpus in which case 22/1 came before these bodies, a month apart."""
    corpus = Corpus()
    for month, (body, labels) in enumerate(appearances, 1):
        corpus.meet(body, f"2022-{month:02d}-01", ("22/1", "Path", labels))
    return case_appearances.matters(
        case_appearances.appearances(corpus.items, corpus.meetings, corpus.decisions), corpus.meetings
    )


def test_a_route_ends_where_a_body_has_the_matter_again():
    rows = matters(*[(body, "approved") for body in ("Roads", "Finance", "Council", "Roads", "Finance", "Finance")])
    found = routes.routes(rows)
    assert found["path"].tolist() == ["Roads → Finance → Council", "Roads → Finance", "Finance"]
    assert found["stages"].tolist() == [3, 2, 1]
    assert found["days"].tolist() == [59, 30, 0]
    assert found["ended_in"].tolist() == ["Council", "Finance", "Finance"]


def test_a_body_seen_before_the_route_began_does_not_end_it():
    rows = matters(("Roads", "noted"), ("Roads", "noted"), ("Finance", "noted"), ("Roads", "noted"), ("Finance", None))
    assert routes.routes(rows)["path"].tolist() == ["Roads", "Roads → Finance", "Roads → Finance"]


def test_paths_count_routes_of_two_bodies_or_more_with_the_quartiles_of_their_days():
    first = matters(("Roads", "recommended"), ("Council", "approved"))
    second = first.assign(
        case_number="22/2", date=first["date"].mask(first["body"] == "Council", pd.Timestamp("2022-01-11"))
    )
    found = routes.paths(routes.routes(pd.concat([first, second])))
    assert found.to_numpy().tolist() == [["Roads → Council", 2, 15.25, 20.5, 25.75]]


@pytest.mark.parametrize(
    ("first", "then", "verdict"),
    [
        ("recommended", "approved", "followed"),
        ("recommended", "rejected", "reversed"),
        ("rejected", "approved", "reversed"),
        ("rejected", "rejected", "followed"),
        ("recommended", "postponed", "put off"),
        ("discussed", "referred", "put off"),
        ("discussed", "approved", None),
        ("recommended", None, None),
    ],
)
def test_whether_the_next_body_followed(first, then, verdict):
    found = routes.steps(matters(("Roads", first), ("Council", then)))
    assert len(found) == 1 and found.loc[0, "days"] == 31
    assert found.loc[0, "verdict"] == verdict if verdict else pd.isna(found.loc[0, "verdict"])


def test_the_step_from_one_route_to_the_next_is_no_step():
    assert len(routes.steps(matters(("Roads", "noted"), ("Roads", "noted")))) == 0


@pytest.mark.parametrize(
    ("between", "cause"),
    [
        ([("Roads", "postponed")], "postponed"),
        ([("Roads", "withdrawn")], "postponed"),
        ([("Roads", "referred")], "referred"),
        ([("Roads", "approved")], "settled"),
        ([("Roads", "discussed")], "continued"),
        ([("Roads", None)], "continued"),
        ([("Roads", "recommended"), ("Council", "referred")], "referred"),
        ([("Roads", "postponed"), ("Council", "approved")], "settled"),
    ],
)
def test_what_brought_a_matter_back_is_the_latest_telling_decision_in_between(between, cause):
    rows = routes.returns(matters(("Finance", "postponed"), *between, ("Roads", "approved")))
    assert rows["brought_back_by"].tolist() == [cause]
    assert rows["between"].tolist() == [len(between) - 1]


def test_a_return_names_the_day_before_and_how_long_ago_it_was():
    rows = routes.returns(matters(("Roads", "postponed"), ("Council", "noted"), ("Roads", "approved")))
    assert rows.loc[0, ["visit", "days", "between", "previous_type"]].tolist() == [2, 59, 1, "postponed"]
    assert rows.loc[0, "previous"] == pd.Timestamp("2022-01-01")


def test_matters_do_not_bring_back_each_other():
    corpus = Corpus().meet("Roads", "2022-01-01", ("22/1", "Path", "postponed"), ("22/2", "Plan", "approved"))
    corpus.meet("Roads", "2022-02-01", ("22/2", "Plan", "approved"))
    rows = routes.returns(case_appearances.appearances(corpus.items, corpus.meetings, corpus.decisions))
    assert rows[["case_number", "brought_back_by"]].to_numpy().tolist() == [["22/2", "settled"]]
