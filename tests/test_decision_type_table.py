"""The table of decision types: every property of every label is given, and there is no second list."""

import dataclasses
from pathlib import Path

import pytest

from referat.figures.house_style import FAMILY_MARKS
from referat.figures.palette import FAMILY_COLOURS
from referat.language import LANGUAGES, phrases
from referat.schema.decision_types import (
    ALL,
    FAMILIES,
    FAMILY_OF,
    LABELS,
    NONE_RECORDED,
    POINT_OUTCOME_OF,
    DecisionType,
)
from referat.vocabulary import load


def test_a_label_without_all_its_properties_is_refused():
    with pytest.raises(TypeError, match="defers"):
        DecisionType("delegated", "adopted", "followed")


def test_a_label_in_an_unknown_family_is_refused():
    with pytest.raises(ValueError, match="no family is called 'sent off'"):
        dataclasses.replace(ALL[0], family="sent off")


def test_a_label_with_an_unknown_outcome_of_a_point_is_refused():
    with pytest.raises(ValueError, match="no outcome of a point is called 'agreed to'"):
        dataclasses.replace(ALL[0], point_outcome="agreed to")


def test_every_label_has_patterns_a_name_in_each_language_a_colour_and_a_mark():
    patterns = {entry["label"] for entry in load("decision_types")["patterns"]} | {"other"}
    assert set(LABELS) == patterns
    for language in LANGUAGES:
        assert [label for label in LABELS if f"names.{label}" not in phrases(language)] == []
    assert set(FAMILY_OF) == set(POINT_OUTCOME_OF) == {*LABELS, NONE_RECORDED}
    assert set(FAMILIES) == set(FAMILY_COLOURS) == set(FAMILY_MARKS)


def test_no_decision_both_says_yes_and_defers():
    assert [entry.label for entry in ALL if entry.says_yes and (entry.defers or entry.refers)] == []


def test_the_page_on_decisions_explains_every_label_in_the_order_of_the_codebook():
    page = (Path(__file__).parents[1] / "docs" / "decisions.md").read_text(encoding="utf-8")
    rows = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]
    assert rows == list(LABELS)
