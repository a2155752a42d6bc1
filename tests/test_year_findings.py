"""The latest twelve months against those before, recomputed by counting; no odd sentence however few the items."""

from __future__ import annotations

import pandas as pd
import pytest
import regex as re
from small_corpus import Corpus

from referat.analysis.year_comparison import counts_differ, two_years
from referat.findings import year_findings
from referat.language import LANGUAGES, Language


def monthly(months, first="2021-01-15"):
    made = Corpus()
    for date in pd.date_range(first, periods=months, freq="30D"):
        made.meet("Board", f"{date:%Y-%m-%d}", ("22/1", "Path", "approved"))
    return made.meetings


def rows(latest, before, closed=()):
    days = [pd.Timestamp("2022-12-01")] * latest + [pd.Timestamp("2021-12-01")] * before
    items = pd.DataFrame({"item_id": [str(i) for i in range(len(days))], "date": pd.to_datetime(days)})
    meetings = pd.Series([f"Board-{i // 2}" for i in range(len(days))], dtype="str")
    return items.assign(closed=[i in closed for i in range(len(days))], meeting_id=meetings, body="Board")


def test_two_full_years_of_meetings_can_be_compared():
    meetings = monthly(25)
    years = two_years(meetings)
    last = meetings["date"].max()
    assert years.reason == ""
    assert years.meetings_latest == (meetings["date"] > last - pd.DateOffset(years=1)).sum()


def test_minutes_of_one_year_have_no_year_before():
    years = two_years(monthly(12))
    assert years.reason == "begins"
    assert "cannot be said: the minutes begin on 15 January 2021" in year_findings.closed(
        rows(0, 25).assign(date=years.last), years
    )


def test_years_with_very_different_numbers_of_meetings_are_not_compared():
    meetings = monthly(25)
    latest = meetings["date"] > meetings["date"].max() - pd.DateOffset(years=1)
    sparse = pd.concat([meetings[~latest], meetings[latest].iloc[::3], meetings.tail(1)])
    assert two_years(sparse).reason == "uneven"


def test_a_share_is_given_with_that_of_the_year_before():
    years = two_years(monthly(25))
    text = year_findings.closed(rows(40, 50, closed={0, 1, *range(40, 45)}), years)
    assert text.startswith(
        "In the latest 12 months 5% of 40 items were dealt with behind closed doors, against 10% of 50"
    )


def test_shares_of_fewer_than_a_hundred_have_no_decimals():
    assert year_findings.share_of(1, 99, "item") == "1% of 99 items"
    assert year_findings.share_of(3, 200, "item") == "1.5% of 200 items"


@pytest.mark.parametrize(
    ("latest", "ending"),
    [(range(4), "the difference is no larger than chance."), (range(40), "that is more than chance.")],
)
def test_a_difference_from_the_year_before_is_held_against_chance(latest, ending):
    closed = {*latest, *range(40, 44)}
    assert year_findings.closed(rows(40, 50, closed=closed), two_years(monthly(25))).endswith(ending)


@pytest.mark.parametrize(("latest", "before", "differs"), [(3, 1, False), (30, 5, True), (0, 0, None)])
def test_counts_are_compared_by_the_meetings_of_each_year(latest, before, differs):
    assert counts_differ(latest, before, two_years(monthly(25))) is differs


def test_a_matter_that_came_back_twice_in_a_year_is_one():
    years = two_years(monthly(25))
    returns = rows(3, 1).assign(matter_id=["a", "a", "b", "a"])
    assert year_findings.came_back(returns, years).startswith(
        "In the latest 12 months 2 matters were taken up again, against 1 in the same months a year before"
    )


def test_without_held_meetings_nothing_is_said():
    assert two_years(Corpus().meetings) is None
    assert year_findings.closed(rows(3, 0), None) == year_findings.came_back(rows(3, 0), None) == ""


@pytest.mark.parametrize("language", [Language(code) for code in LANGUAGES], ids=LANGUAGES)
def test_no_number_of_items_gives_an_odd_sentence(language):
    years = two_years(monthly(25))
    for total in range(31):
        for hits in {0, min(1, total), total}:
            items = rows(total, 30 - total, closed=range(hits))
            texts = [year_findings.closed(items, years, language=language)]
            texts.append(
                year_findings.came_back(items.rename(columns={"item_id": "matter_id"}), years, language=language)
            )
            texts.append(year_findings.put_off(items, items.head(hits), years, language=language))
            for text in texts:
                assert "nan" not in text.lower() and "{" not in text
                assert not re.search(r"\b1 (items|matters|punkter|sager)\b", text)
                assert not re.search(r"\b(?:[02-9]|[1-9]\d+) (item|matter|punkt|sag)\b", text)
            assert bool(texts[0]) == (total > 0)
