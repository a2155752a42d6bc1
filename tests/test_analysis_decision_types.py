"""Decision types: shares, diversity, recommended against decided."""

import math

import pandas as pd
import pytest
from small_corpus import Corpus

from referat.analysis import decision_mix
from referat.schema.decision_types import FAMILY_OF, LABELS, POINT_OUTCOMES
from referat.tables.frames import frame


def classified(*labels, **columns):
    corpus = Corpus().meet("Board", "2022-05-10", *[(None, "Path", label) for label in labels], **columns)
    return decision_mix.classified(corpus.items, corpus.meetings, corpus.decisions)


def test_every_type_is_in_one_family():
    families = list(FAMILY_OF)
    assert sorted(families) == sorted(decision_mix.TYPES)


def test_items_without_a_decision_are_a_class_of_their_own():
    rows = decision_mix.shares(classified("approved", "approved", "noted", None), ["year"])
    met = rows[rows["count"] > 0]
    assert met[["decision_type", "count", "items", "share"]].to_numpy().tolist() == [
        ["approved", 2, 4, 0.5],
        ["noted", 1, 4, 0.25],
        ["none recorded", 1, 4, 0.25],
    ]


def test_a_type_that_does_not_occur_has_a_share_of_none_with_an_interval():
    rows = decision_mix.shares(classified(*["approved"] * 10), ["year"])
    rejected = rows.set_index("decision_type").loc["rejected"]
    # Wilson for 0 of 10: z^2 / (10 + z^2)
    assert rejected[["count", "low"]].tolist() == [0, 0] and rejected["high"] == pytest.approx(
        3.8415 / 13.8415, abs=1e-4
    )


def test_families_add_their_types_up():
    rows = decision_mix.shares(classified("approved", "decided", "noted"), ["body"], "family")
    assert rows.loc[rows["count"] > 0, ["family", "count"]].to_numpy().tolist() == [
        ["adopted", 2],
        ["noted or discussed", 1],
    ]


def test_an_agenda_has_nothing_to_be_without():
    assert classified("approved", None, kind="agenda").empty


def test_the_part_of_the_year_is_the_meetings():
    assert classified("approved")["quarter"].tolist() == ["Q2"]


def test_diversity_is_none_for_one_type_and_that_of_two_equal_ones_by_hand():
    one = decision_mix.diversity(classified("approved", "approved", None), ["year"])
    two = decision_mix.diversity(classified("approved", "noted"), ["year"])
    assert one[["decisions", "types", "diversity"]].to_numpy().tolist() == [[2, 1, 0]]
    assert two.loc[0, "diversity"] == pytest.approx(math.log(2) / math.log(13))
    every = decision_mix.diversity(classified(*LABELS), ["year"])
    assert every.loc[0, "diversity"] == pytest.approx(1)


def points(labels, *outcomes):
    """Return the fates of an item's two recommended points under a decision, and outcomes of single points."""
    corpus = Corpus().meet("Board", "2022-05-10", (None, "Path", labels))
    item = {"item_id": "board-2022-05-10:1"}
    asked = frame("recommendations", [item | {"position": position} for position in (1, 2)])
    named = [
        item | {"decision_id": "board-2022-05-10:1:1", "position": place, "recommendation": point, "label": str(point)}
        for place, (point, _) in enumerate(outcomes, 1)
    ]
    given = frame("outcomes", [row | {"decision_type": kind} for row, (_, kind) in zip(named, outcomes, strict=True)])
    rows = decision_mix.fates(asked, given, corpus.decisions)
    return list(zip(rows["fate"], rows["basis"], strict=True))


@pytest.mark.parametrize(
    ("labels", "fate"),
    [
        ("approved", "followed"),
        ("recommended", "followed"),
        ("noted", "followed"),
        ("approved|rejected", "changed"),
        ("decided", "changed"),
        ("rejected", "rejected"),
        ("postponed", "put off"),
        ("referred", "put off"),
        ("discussed", "neither yes nor no"),
    ],
)
def test_a_decision_on_the_whole_counts_for_each_point(labels, fate):
    assert points(labels) == [(fate, "item"), (fate, "item")]


def test_an_outcome_of_its_own_counts_before_that_of_the_whole():
    assert points("approved|rejected", (1, "approved")) == [("followed", "point"), ("changed", "item")]
    assert points("approved", (2, "rejected"), (2, "postponed")) == [("followed", "item"), ("put off", "point")]


def test_a_point_without_any_decision_has_none_recorded():
    assert points(None) == [("none recorded", "none recorded")] * 2


def test_shares_of_fates_keep_those_that_did_not_occur():
    rows = decision_mix.fate_shares(pd.DataFrame({"fate": ["followed", "followed", "rejected"]}))
    assert rows["fate"].tolist() == list(POINT_OUTCOMES)
    assert rows["count"].tolist() == [2, 0, 1, 0, 0, 0] and rows["points"].tolist() == [3] * 6
