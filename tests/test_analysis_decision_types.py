"""Decision types: shares, diversity, recommended points against decisions."""

import math

import pytest
from small_corpus import Corpus

from referat.analysis import decision_mix
from referat.schema.decision_types import FAMILY_OF, LABELS


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
    assert two.loc[0, "diversity"] == pytest.approx(math.log(2) / math.log(len(LABELS)))
    every = decision_mix.diversity(classified(*LABELS), ["year"])
    assert every.loc[0, "diversity"] == pytest.approx(1)


def test_fixtures_are_left_out_unless_asked_for():
    made = Corpus().meet("Board", "2022-05-10", (None, "Path", "approved"), (None, "AOB", None))
    tables = (made.items, made.meetings, made.decisions)
    assert len(decision_mix.classified(*tables)) == 1 and len(decision_mix.classified(*tables, fixtures=True)) == 2


def test_a_family_that_comes_up_in_one_year_only_changed_and_the_others_are_tested_with_it():
    made = Corpus()
    for month in range(1, 11):
        made.meet("Board", f"2022-{month:02d}-10", *[(None, "Path", "approved")] * 4)
        made.meet("Board", f"2023-{month:02d}-10", *[(None, "Path", "rejected")] * 2, *[(None, "Path", "approved")] * 2)
    items = decision_mix.classified(made.items, made.meetings, made.decisions)
    changed = decision_mix.families_changed(items).set_index("family")["changed"]
    assert changed.to_dict() == {"adopted": True, "rejected": True}
    assert decision_mix.families_changed(items[items["year"] == 2022]).empty
