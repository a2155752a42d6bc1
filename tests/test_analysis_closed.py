"""Closed and open items."""

import math

import pandas as pd
import pytest
from small_corpus import Corpus

from referat.analysis import closed_shares, intervals


def corpus():
    made = Corpus()
    made.meet("Board", "2022-01-10", ("22/1", "[Sale]", "approved"), ("22/2", "Path", None))
    made.meet("Board", "2022-02-10", ("22/1", "Sale of a house", "approved"), ("22/3", "[Staff]", "other"))
    made.meet("Roads", "2022-05-10", ("22/2", "Path", "noted"), ("22/4", "Plan", "noted"), ("22/5", "[Land]", None))
    return made


def substantive():
    made = corpus()
    return closed_shares.substantive(made.items, made.meetings)


def test_shares_count_items_of_a_quarter():
    rows = closed_shares.shares(substantive(), ["quarter"])
    assert rows["quarter"].dt.strftime("%Y-%m-%d").tolist() == ["2022-01-01", "2022-04-01"]
    assert rows[["closed", "items", "meetings"]].to_numpy().tolist() == [[2, 4, 2], [1, 3, 1]]
    assert rows["share"].tolist() == pytest.approx([0.5, 1 / 3])


def test_the_p_charts_limits_follow_each_quarters_number_of_items():
    rows = closed_shares.p_chart(
        pd.DataFrame({"closed": [10, 10, 40], "items": [100, 400, 100], "share": [0.1, 0.025, 0.4]})
    )
    # centre 60/600; three standard errors of 100 items are 3 * sqrt(.1 * .9 / 100) = .09, of 400 items .045
    assert rows["centre"].tolist() == pytest.approx([0.1] * 3)
    assert rows["lower_3"].tolist() == pytest.approx([0.01, 0.055, 0.01])
    assert rows["upper_3"].tolist() == pytest.approx([0.19, 0.145, 0.19])
    assert rows["outside"].tolist() == [False, True, True]


def test_limits_stay_between_none_and_all():
    rows = closed_shares.p_chart(pd.DataFrame({"closed": [1, 0], "items": [2, 2], "share": [0.5, 0.0]}))
    assert rows["lower_3"].tolist() == [0, 0] and rows["upper_3"].max() <= 1


def test_the_bootstrap_draws_meetings_and_not_items():
    rows = closed_shares.by_body(substantive()).set_index("body")
    # two meetings with one closed item of two each: every draw gives a half
    assert rows.loc["Board", ["cluster_low", "cluster_high"]].tolist() == [0.5, 0.5]
    assert math.isnan(rows.loc["Roads", "cluster_low"])
    assert rows.loc["Board", "high"] > 0.8


def test_the_bootstrap_is_the_same_with_the_same_seed_and_covers_what_clusters_differ():
    counts, totals = pd.Series([0, 10] * 5), pd.Series([10] * 10)
    limits = intervals.cluster_interval(counts, totals, seed=3)
    assert limits == intervals.cluster_interval(counts, totals, seed=3)
    # the share is the mean of ten fair coins: 2.5 % of draws are at 0.2 or below
    assert limits == pytest.approx((0.2, 0.8))


def test_what_is_published_of_closed_items():
    made = corpus()
    rows = closed_shares.published(made.items, made.decisions).set_index(["closed", "measure"])
    assert rows.loc[(True, "decision published"), ["count", "n"]].tolist() == [2, 3]
    assert rows.loc[(True, "outcome stated"), ["count", "n"]].tolist() == [1, 3]
    assert rows.loc[(False, "decision published"), ["count", "n"]].tolist() == [3, 4]


def test_a_case_closed_at_one_meeting_and_open_at_another_with_the_open_title():
    rows = closed_shares.discussed_open_and_closed(substantive())
    assert rows[["case_number", "title", "closed", "open", "order"]].to_numpy().tolist() == [
        ["22/1", "Sale of a house", 1, 1, "closed first"]
    ]


def test_a_closed_fixture_does_not_count_and_a_matter_counts_once():
    made = corpus().meet("Roads", "2022-06-10", (None, "[SIGNATURES]", None), ("22/3", "[Staff]", "noted"))
    items = closed_shares.substantive(made.items, made.meetings)
    row = closed_shares.matters_closed(items).iloc[0]
    # 22/1 partly, 22/3 and 22/5 wholly, of 22/1 to 22/5
    assert row[["closed", "partly", "either", "matters"]].tolist() == [2, 1, 3, 5]


def test_without_closed_items_no_case_is_both():
    rows = substantive()
    assert closed_shares.discussed_open_and_closed(rows[~rows["closed"]]).empty
