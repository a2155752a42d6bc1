"""Answers: what is said of the frames, and that text from minutes stays text in them."""

import html

import mistune
import pandas as pd
import pytest
from small_corpus import Corpus, away

from referat import language
from referat.analysis import attendance_rates, case_appearances, closed_shares, decision_mix, reading_coverage, routes
from referat.findings import case_answers, notebook_answers, sentence_parts


@pytest.mark.parametrize(
    "text",
    [
        "*A* and _b_",
        "<script>alert(1)</script>",
        "[a](http://b)",
        "# a",
        "1. a",
        "`a`",
        "a|b",
        "&lt;",
        "a\\b",
        "~~a~~",
        "![](b)",
    ],
)
def test_text_from_minutes_comes_out_of_markdown_as_it_went_in(text):
    shown = str(mistune.create_markdown(plugins=["table", "strikethrough", "url"])(sentence_parts.escape(text)))
    assert html.unescape(shown.removeprefix("<p>").removesuffix("</p>\n")) == text and "<" not in shown[3:-5]


def test_no_formula_line_break_or_control_character_survives():
    assert sentence_parts.escape("$$x$$\n\n# b\x1b[31m") == "\uff04\uff04x\uff04\uff04 \\# b \\[31m"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.4, "40%"),
        (0.0995, "10%"),
        (0.0449, "4.5%"),
        (0, "0%"),
        (1, "100%"),
        (0.9965, "99.7%"),
        (0.99996, "over 99.99%"),
        (0.9996, "99.96%"),
        (0.0003, "under 0.1%"),
    ],
)
def test_small_shares_keep_a_decimal_and_nearly_all_is_not_all(share, said):
    assert language.percent(share) == said


def test_numbers_agree_with_their_nouns():
    assert [language.some(n, "body") for n in (0, 1, 2000)] == ["no bodies", "1 body", "2,000 bodies"]
    assert language.listed(["a", "b", "c"]) == "a, b and c" and language.listed(["a"]) == "a"


def corpus():
    made = Corpus().meet("Board", "2022-01-10", ("22/1", "Path*", "approved"), ("22/2", "[Sale]", "other"))
    made.named("present", "Ane", "Bo").meet("Board", "2022-03-10", ("22/1", "Path*", "noted"), (None, "Plan", None))
    return made.named("present", "Ane").meet("Board", "2022-04-10", ("22/2", "[Sale]", "noted"))


def test_coverage_is_told_in_numbers():
    made = corpus()
    completeness = reading_coverage.completeness(made.meetings, made.items, made.decisions)
    assert notebook_answers.coverage(made.meetings, made.items, completeness, made.problems) == (
        "3 meetings of 1 body with 5 items were read from 3 files, 10 January 2022 to 10 April 2022. "
        "67% of meetings have a list of who attended, 100% of items have a title, 80% of items have a case number, "
        "80% of items of minutes have a decision and 75% of decisions have a type other than “other”. "
        "The program reported no errors, no warnings and no notes."
    )


def test_attendance_is_told_with_what_is_not_known():
    made = corpus()
    sources = (made.meetings, made.attendance, made.items, away())
    moves = attendance_rates.movements(attendance_rates.spans(*sources), made.meetings)
    told = notebook_answers.attendance(attendance_rates.grid(*sources), made.meetings, moves)
    assert told.startswith(
        "100% of 3 expected attendances were kept, by 2 persons in 1 body. 1 meeting of 3 has no list"
    )


def test_returns_are_told_with_their_cause_and_the_matter_that_returned_most():
    made = corpus()
    matters = case_appearances.appearances(made.items, made.meetings, made.decisions)
    told = case_answers.returns(routes.returns(matters), case_appearances.most_returning(matters))
    assert told == (
        "There were 2 returns: 1 after a decision that had settled the matter and 1 after nothing of the kind. The "
        "matter that returned most is 22\\/1, Path\\*: 2 appearances from 10 January 2022 to 10 March 2022."
    )


def test_closed_items_are_told_with_both_intervals_and_no_trend_of_two_quarters():
    made = corpus()
    placed = closed_shares.placed(made.items, made.meetings)
    told = notebook_answers.closed(
        closed_shares.overall(placed), closed_shares.p_chart(closed_shares.shares(placed, ["quarter"]))
    )
    assert told.startswith(
        "2 of 5 items are closed: 40% (12% to 77%), or 0% to 100% with whole meetings drawn. 5 items"
    )


def test_a_quarter_outside_the_limits_is_named():
    chart = pd.DataFrame(
        {
            "quarter": pd.to_datetime(["2022-01-01", "2022-04-01", "2022-07-01"]),
            "outside": [False, True, False],
            "items": 9,
        }
    )
    made = corpus()
    overall = closed_shares.overall(closed_shares.placed(made.items, made.meetings))
    assert notebook_answers.closed(overall, chart).endswith("three-sigma limits: 2022 Q2.")


def test_decision_types_are_told_with_what_is_missing():
    made = corpus()
    items = decision_mix.classified(made.items, made.meetings, made.decisions)
    told = notebook_answers.decision_types(decision_mix.shares(items.assign(corpus="all"), ["corpus"]))
    assert told == (
        "Of 5 items the commonest classes are noted (40%), approved (20%) and other (20%); "
        "for 20% no decision is recorded."
    )
    assert "Fewer than two bodies" in notebook_answers.diversity(decision_mix.diversity(items, ["body"]))
