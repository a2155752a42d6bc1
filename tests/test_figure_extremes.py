"""Every public figure with no rows, one row, and extreme values."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

import pandas as pd
import pytest
from small_corpus import Corpus

import referat.figures
from referat.analysis import (
    accuracy,
    attendance_rates,
    closed_shares,
    decision_mix,
    event_times,
    matter_appearances,
    owed_answers,
    reading_coverage,
    recommended_points,
    rounds_and_routes,
    workload,
)
from referat.figures import (
    attendance_figures,
    basic_charts,
    closed_figures,
    coverage_figures,
    decision_figures,
    house_style,
    matter_figures,
    quick_charts,
    route_flow,
)
from referat.language import Language

DANISH = Language("da")
"""The language of the longer names; the notebooks are tested in both."""
HIGHEST = 11.7
"""Inches of a page."""
LONG = "Udvalget for " + "Meget Lange Navne, " * 12
HOSTILE = "<b>$x_{1$ & {brace} 100% \\alpha\x1b\n%s"


def _appearances(made: Corpus) -> pd.DataFrame:
    return matter_appearances.appearances(made.items, made.meetings, made.decisions, made.matters)


def _items(made: Corpus) -> pd.DataFrame:
    return closed_shares.substantive(made.items, made.meetings)


def _decided(made: Corpus) -> pd.DataFrame:
    return decision_mix.classified(made.items, made.meetings, made.decisions)


def _grid(made: Corpus) -> pd.DataFrame:
    return attendance_rates.grid(made.meetings, made.attendance, made.items, made.item_attendance)


def _body(made: Corpus) -> str:
    return next(iter(_grid(made)["body"]), "nobody")


def _timeline(made: Corpus) -> house_style.Picture:
    appearances = _appearances(made)
    return matter_figures.timeline(appearances, matter_appearances.most_returning(appearances), language=DANISH)


def _curve(made: Corpus) -> house_style.Picture:
    times = event_times.times_to_settlement(_appearances(made), made.matters, made.meetings)
    return matter_figures.curve(event_times.survival(times), times, language=DANISH)


def _rounds(made: Corpus) -> pd.DataFrame:
    return rounds_and_routes.rounds(_appearances(made), made.announced_route, made.meetings)


def _outcomes(made: Corpus) -> pd.DataFrame:
    tables = (made.items, made.meetings, made.recommendations, made.outcomes, made.decisions)
    return recommended_points.outcome_shares(recommended_points.point_outcomes(*tables))


def _by(made: Corpus, *by: str) -> pd.DataFrame:
    return _items(made).groupby(list(by))["closed"].agg(["sum", "size"])


FIGURES: dict[str, Callable[[Corpus], house_style.Picture]] = {
    "attendance_figures.rates": lambda c: attendance_figures.rates(
        attendance_rates.rates(_grid(c), ["person"]), _body(c), 0.01, language=DANISH
    ),
    "attendance_figures.bodies": lambda c: attendance_figures.bodies(
        attendance_rates.body_rates(_grid(c)), language=DANISH
    ),
    "attendance_figures.seats": lambda c: attendance_figures.seats(
        attendance_rates.seats_filled(attendance_rates.seats_per_meeting(_grid(c), c.attendance)), language=DANISH
    ),
    "attendance_figures.years": lambda c: attendance_figures.years(
        attendance_rates.rates(_grid(c), ["person", "year"]), _body(c), fewest=1, language=DANISH
    ),
    "attendance_figures.grid": lambda c: attendance_figures.grid(_grid(c), _body(c), language=DANISH),
    "attendance_figures.movements": lambda c: attendance_figures.movements(
        attendance_rates.movements_by_year(
            attendance_rates.movements(
                attendance_rates.spans(c.meetings, c.attendance, c.items, c.item_attendance), c.meetings
            )
        ),
        language=DANISH,
    ),
    "basic_charts.dots": lambda c: basic_charts.dots(
        closed_shares.shares(_items(c), ["body"]),
        "body",
        ("closed", "items"),
        title=HOSTILE,
        caption=LONG,
        language=DANISH,
    ),
    "basic_charts.counts": lambda c: basic_charts.counts(
        closed_shares.shares(_items(c), ["body"]), "body", "items", title=HOSTILE, caption=LONG, language=DANISH
    ),
    "basic_charts.matrix": lambda c: basic_charts.matrix(
        pd.crosstab(_items(c)["body"], _items(c)["year"]).head(36),
        title=HOSTILE,
        caption=LONG,
        alt="Shaded table",
        darkest=1e-9,
        language=DANISH,
    ),
    "basic_charts.boxes": lambda c: basic_charts.boxes(
        workload.per_meeting(c.items, c.meetings),
        "items",
        "body",
        title="T",
        caption="C.",
        axis="a",
        noun="item",
        language=DANISH,
    ),
    "closed_figures.p_chart": lambda c: closed_figures.p_chart(
        closed_shares.p_chart(closed_shares.shares(_items(c), ["quarter"])), language=DANISH
    ),
    "closed_figures.bodies": lambda c: closed_figures.bodies(closed_shares.by_body(_items(c)), language=DANISH),
    "closed_figures.published": lambda c: closed_figures.published(
        closed_shares.published(_items(c), c.decisions), language=DANISH
    ),
    "coverage_figures.meetings": lambda c: coverage_figures.meetings(
        reading_coverage.meetings_by_year(c.meetings), language=DANISH
    ),
    "coverage_figures.completeness": lambda c: coverage_figures.completeness(
        reading_coverage.completeness(c.meetings, c.items, c.decisions), language=DANISH
    ),
    "coverage_figures.accuracy": lambda c: coverage_figures.accuracy(
        accuracy.never_seen().head(len(c.meetings)), language=DANISH
    ),
    "coverage_figures.problems": lambda c: coverage_figures.problems(
        reading_coverage.problems_by_code(c.problems), language=DANISH
    ),
    "decision_figures.families": lambda c: decision_figures.families(
        decision_mix.shares(_decided(c), ["body"], "family"), "body", language=DANISH
    ),
    "decision_figures.over_time": lambda c: decision_figures.over_time(
        decision_mix.shares(_decided(c), ["year"]), language=DANISH
    ),
    "decision_figures.point_outcomes": lambda c: decision_figures.point_outcomes(_outcomes(c), language=DANISH),
    "decision_figures.diversity": lambda c: decision_figures.diversity(
        decision_mix.diversity(_decided(c), ["body"]), "body", language=DANISH
    ),
    "house_style.canvas": lambda c: house_style.canvas(HOSTILE, LONG, f"{len(c.items)} items"),
    "house_style.too_few": lambda c: house_style.too_few(HOSTILE, "item", len(c.items), 1_000_000, language=DANISH),
    "matter_figures.timeline": _timeline,
    "matter_figures.curve": _curve,
    "matter_figures.categories": lambda c: matter_figures.categories(
        matter_appearances.matter_categories(_appearances(c), c.matters), language=DANISH
    ),
    "matter_figures.owed_ages": lambda c: matter_figures.owed_ages(
        owed_answers.age_bands(owed_answers.owed(c.matters, c.items, c.meetings)), language=DANISH
    ),
    "matter_figures.throughput": lambda c: matter_figures.throughput(_rounds(c), fewest=1, language=DANISH),
    "matter_figures.workload": lambda c: matter_figures.workload(
        workload.per_meeting(c.items, c.meetings), language=DANISH
    ),
    "quick_charts.shares": lambda c: quick_charts.shares(_by(c, "body"), HOSTILE, language=DANISH),
    "quick_charts.share_table": lambda c: quick_charts.share_table(_by(c, "body", "year"), HOSTILE, language=DANISH),
    "quick_charts.counts": lambda c: quick_charts.counts(_items(c)["body"].value_counts(), HOSTILE, language=DANISH),
    "quick_charts.count_table": lambda c: quick_charts.count_table(
        pd.crosstab(_items(c)["body"], _items(c)["year"]), HOSTILE, language=DANISH
    ),
    "quick_charts.spread": lambda c: quick_charts.spread(_items(c)["position"], HOSTILE, axis=LONG, language=DANISH),
    "route_flow.flow": lambda c: route_flow.flow(_rounds(c), language=DANISH),
}
"""For each public figure, how it is drawn of a corpus."""


def one_row() -> Corpus:
    return Corpus().meet("Board", "2022-01-10", ("22/1", "Path", "postponed")).named("present", "Ane")


def enormous() -> Corpus:
    """Return a corpus of very long names, markup, distant years, a body with all items closed and one with none."""
    corpus = Corpus()
    for year in (1899, 1900, 2021, 2022, 2023, 2099):
        for body in (LONG, HOSTILE, "Board"):
            title = f"[{HOSTILE}]" if body == HOSTILE else LONG
            rows = [(f"22/{place}", title, "postponed" if place % 2 else "approved") for place in range(25)]
            corpus.meet(body, f"{year}-01-10", *rows).named("present", LONG, HOSTILE).named("absent", "Ane")
    return corpus


def everybody_away() -> Corpus:
    corpus = Corpus()
    for month in range(1, 13):
        rows = [(f"22/{month}", f"[Sale {month}]", None), ("22/1", "Path", "rejected"), (None, "SIGN", None)]
        corpus.meet("Board", f"2022-{month:02d}-10", *rows).named("absent", "Ane", "Bo")
    return corpus


def many_bodies() -> Corpus:
    """Return one matter that is put off before 60 bodies in turn, at three meetings of each."""
    corpus = Corpus()
    for place in range(180):
        day = pd.Timestamp("2020-01-01") + pd.Timedelta(days=7 * place)
        corpus.meet(
            f"Board of Ward {place % 60}", f"{day:%Y-%m-%d}", ("20/1", "Path", "postponed"), ("20/2", "B", "noted")
        )
        corpus.named("present", *(f"Person {place % 60}-{seat}" for seat in range(3)))
    return corpus


CORPORA = (Corpus, one_row, enormous, everybody_away, many_bodies)
LIGHT = (Corpus, one_row)
"""Corpora of which most figures say that there is nothing to show; the others are left to `make test-all`."""


@pytest.fixture(
    scope="module",
    params=[pytest.param(make, id=make.__name__, marks=[] if make in LIGHT else pytest.mark.heavy) for make in CORPORA],
)
def corpus(request: pytest.FixtureRequest) -> Corpus:
    made: Corpus = request.param()
    return made


def _public_figures() -> set[str]:
    """Return the public functions of `referat.figures` that give a picture."""
    names = set()
    for module in iter_modules(referat.figures.__path__):
        members = inspect.getmembers(import_module(f"referat.figures.{module.name}"), inspect.isfunction)
        for name, function in members:
            is_own_function = inspect.unwrap(function).__module__.endswith(module.name)
            if (
                is_own_function
                and not name.startswith("_")
                and str(function.__annotations__.get("return")).endswith("Picture")
            ):
                names.add(f"{module.name}.{name}")
    return names


def test_every_public_figure_is_drawn_here() -> None:
    assert set(FIGURES) == _public_figures()  # a new figure needs a call in FIGURES


@pytest.mark.heavy
@pytest.mark.filterwarnings("error::UserWarning", "error::RuntimeWarning", "error::FutureWarning")
@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_of_any_corpus_fits_a_page_and_says_what_it_shows(figure: str, corpus: Corpus) -> None:
    picture = FIGURES[figure](corpus)
    assert len(picture.alt) > 10 and "nan" not in picture.alt.casefold().split()
    picture.draw_without_rendering()
    assert 0.5 < picture.get_size_inches()[1] <= HIGHEST
    width, height = picture.get_size_inches() * picture.dpi
    for text in (text for axes in picture.axes for text in axes.texts if text.get_text()):
        box = text.get_window_extent()
        assert min(box.x0, box.y0) >= -2 and box.x1 <= width + 2 and box.y1 <= height + 2, text.get_text()
