"""Figures: style, captions, and the refusal to show too few observations."""

from io import BytesIO

import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread
from PIL import Image
from small_corpus import Corpus

from referat.analysis import (
    closed_shares,
    decision_mix,
    event_times,
    matter_appearances,
    reading_coverage,
    rounds_and_routes,
)
from referat.figures import (
    basic_charts,
    closed_figures,
    coverage_figures,
    decision_figures,
    house_style,
    matter_figures,
    notebook_display,
    palette,
    route_flow,
)
from referat.schema.decision_types import FAMILIES


def corpus(meetings=30, bodies=("Roads", "Finance")):
    """Return monthly meetings, at each of which a new matter begins and the one before goes to the next body."""
    made = Corpus()
    for month in range(meetings):
        body = bodies[month % len(bodies)]
        old, new = f"22/{month}", f"22/{month + 1}"
        items = [
            (old, f"Matter {month}", "approved"),
            (new, f"Matter {month + 1}", "recommended"),
            (None, "[Sale]", None),
        ]
        made.meet(body, f"{2020 + month // 12}-{month % 12 + 1:02d}-10", *items)
    return made


def appearances(made):
    return matter_appearances.appearances(made.items, made.meetings, made.decisions, made.matters)


def is_a_refusal(picture):
    return "Not shown" in picture.alt or "Nothing to show" in picture.alt


def labels(picture):
    return [label.get_text() for label in picture.axes[0].get_yticklabels()]


def texts(picture):
    return [text.get_text() for axes in picture.axes for text in axes.texts]


def test_a_picture_is_the_same_png_every_time_and_shows_itself_with_its_alt_text():
    made = corpus()
    draw = lambda: coverage_figures.meetings(reading_coverage.meetings_by_year(made.meetings))  # noqa: E731
    data, metadata = draw()._repr_mimebundle_()
    assert data["image/png"] == draw().png() and b"Software" not in data["image/png"]
    assert metadata == {
        "image/png": {"alt": "Meetings with minutes, by body and year: " + draw().alt.split(": ", 1)[1]}
    }
    assert imread(BytesIO(data["image/png"])).shape[1] == round(house_style.WIDTH * house_style.DPI)


def test_a_picture_has_a_palette_in_which_white_and_the_palest_cell_differ():
    made = corpus()
    picture = Image.open(BytesIO(coverage_figures.meetings(reading_coverage.meetings_by_year(made.meetings)).png()))
    pale = Image.new("RGB", (300, 300), "#ffffff")
    pale.paste("#f7fbff", (0, 0, 100, 300))
    shown = house_style._with_palette(pale).convert("RGB")
    assert picture.mode == "P" and picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert (shown.getpixel((0, 0)), shown.getpixel((299, 0))) == ((0xF7, 0xFB, 0xFF), (255, 255, 255))


def test_names_of_unusual_quarters_that_would_meet_are_said_once():
    quarters = pd.DataFrame({"quarter": pd.to_datetime(["2024-10-01", "2025-01-01", "2026-07-01"])})
    close = closed_figures._with_room(quarters.assign(share=[0.020, 0.021, 0.020]), top=0.06)
    apart = closed_figures._with_room(quarters.assign(share=[0.020, 0.050, 0.020]), top=0.06)
    assert (len(close), len(apart)) == (2, 3)


def test_a_dollar_sign_in_a_title_is_no_formula():
    made = Corpus()
    for month in (1, 2, 3):
        made.meet("Board", f"2022-0{month}-10", ("22/1", "Price in $x_{1$ and ^", "noted"))
    matters = appearances(made)
    assert matter_figures.timeline(matters, matter_appearances.most_returning(matters)).png()


def test_labels_are_one_line_without_control_characters_and_within_the_width():
    assert house_style.label("a\n b\x1b") == "a b"
    assert house_style.label("abcdef", 4) == "abc…"
    assert house_style.label(pd.NA) == "(no title)"


def test_every_family_of_decisions_has_a_colour_and_a_shape_of_its_own():
    for looks in (palette.FAMILY_COLOURS, house_style.FAMILY_MARKS):
        assert list(looks) == list(FAMILIES) and len(set(looks.values())) == len(looks)


def test_colours_of_families_differ_in_lightness_or_hue_for_those_who_see_no_red():
    # protanopia after Viénot, Brettel and Mollon (1999), in linear RGB
    seen = []
    for colour in palette.FAMILY_COLOURS.values():
        red, green, blue = (part**2.2 for part in to_rgb(colour))
        seen.append((0.1124 * red + 0.8876 * green, 0.0040 * red - 0.0040 * green + blue))
    gaps = [abs(a[0] - b[0]) + abs(a[1] - b[1]) for i, a in enumerate(seen) for b in seen[:i]]
    assert min(gaps) > 0.1


def test_bodies_beyond_the_top_are_put_together():
    frame = pd.DataFrame({"body": list("abcde"), "n": [1, 9, 2, 3, 4]})
    assert house_style.top_and_rest(frame, "body", "n", 2)["body"].tolist() == [
        *["all others", "b"],
        *["all others"] * 2,
        "e",
    ]
    assert house_style.top_and_rest(frame, "body", "n", 3)["body"].tolist() == list("abcde")


@pytest.mark.heavy
@pytest.mark.parametrize("bodies", [1, 500])
def test_pictures_of_many_bodies_are_no_higher_than_a_page(bodies):
    made = corpus(bodies, [f"Body {number}" for number in range(bodies)])
    placed = closed_shares.substantive(made.items, made.meetings)
    types = decision_mix.shares(decision_mix.classified(made.items, made.meetings, made.decisions), ["body"], "family")
    drawn = [
        coverage_figures.meetings(reading_coverage.meetings_by_year(made.meetings)),
        closed_figures.bodies(closed_shares.by_body(placed)),
        decision_figures.families(types, "body"),
        route_flow.flow(rounds_and_routes.rounds(appearances(made), made.announced_route, made.meetings)),
    ]
    assert all(picture.get_size_inches()[1] < 11 for picture in drawn)


def test_dots_sum_more_than_two_rows_beyond_the_top_and_say_what_each_is_a_share_of():
    rows = pd.DataFrame({"name": list("abc"), "hit": [10, 20, 30], "n": [40] * 3, "share": [0.25, 0.5, 0.75]})
    picture = basic_charts.dots(rows.assign(low=0.2, high=0.8), "name", ("hit", "n"), title="T", caption="C.", top=2)
    assert texts(picture) == ["10 of 40", "20 of 40", "30 of 40"]
    assert labels(picture) == ["a", "b", "c"]
    assert "others" not in picture.get_supxlabel()
    more = pd.concat([rows] * 2).assign(name=list("abcdef"), low=0.2, high=0.8)
    picture = basic_charts.dots(more, "name", ("hit", "n"), title="T", caption="C.", top=3)
    assert labels(picture)[-1] == "all others (3)" and "Shown: 3 of 6" in picture.get_supxlabel()


def test_groups_beyond_the_top_share_a_bar_of_all_their_items():
    made = corpus(60, ("Roads", "Finance", "Roads", "Council", "Roads", "School"))
    types = decision_mix.classified(made.items, made.meetings, made.decisions)
    picture = decision_figures.families(decision_mix.shares(types, ["body"], "family"), "body", top=1)
    assert labels(picture) == ["Roads", "all others (3)"]
    assert texts(picture)[-2:] == ["90", "90"]


def test_what_most_of_all_bodies_have_does_not_pale_the_named_ones():
    made = corpus(200, [f"Body {number}" for number in range(100)])
    (mesh,) = coverage_figures.meetings(reading_coverage.meetings_by_year(made.meetings), top=2).axes[0].collections
    assert mesh.get_clim()[1] < 3


def test_every_other_one_of_many_years_is_named():
    table = pd.DataFrame([range(20)], columns=range(2000, 2020))
    picture = basic_charts.matrix(table, title="T", caption="C.", alt="A.")
    assert [mark.get_text() for mark in picture.axes[0].get_xticklabels()][:2] == ["2000", "2002"]


def test_shares_of_fewer_observations_than_stated_are_not_shown():
    rows = pd.DataFrame({"name": ["a"], "hit": [10], "n": [19], "share": [0.5], "low": [0.3], "high": [0.7]})
    assert is_a_refusal(basic_charts.dots(rows, "name", ("hit", "n"), title="T", caption="C."))


def test_two_periods_are_no_trend():
    made = corpus(24)
    types = decision_mix.shares(decision_mix.classified(made.items, made.meetings, made.decisions), ["year"])
    assert is_a_refusal(decision_figures.over_time(types))
    placed = closed_shares.substantive(made.items, made.meetings)
    chart = closed_shares.p_chart(closed_shares.shares(placed, ["quarter"]))
    assert is_a_refusal(closed_figures.p_chart(chart.head(2)))
    assert not is_a_refusal(closed_figures.p_chart(chart))


def test_a_curve_of_few_settled_matters_is_not_drawn():
    made = corpus(8)
    times = event_times.times_to_settlement(appearances(made), made.matters, made.meetings)
    assert is_a_refusal(matter_figures.curve(event_times.survival(times), times))


def test_the_flow_keeps_the_bodies_beyond_the_top_and_their_number():
    made = corpus(30, ("Roads", "Finance", "Roads", "Council"))
    picture = route_flow.flow(rounds_and_routes.rounds(appearances(made), made.announced_route, made.meetings), top=2)
    assert any(text.startswith(route_flow.OTHERS) for text in texts(picture))


def test_the_flow_leaves_out_routes_through_none_of_the_top_and_says_how_many():
    ways = pd.DataFrame({"path": ["A → B"] * 30 + ["C → D"] * 5, "bodies": 2})
    picture = route_flow.flow(ways, top=2)
    assert texts(picture) == ["A\u00a030", "B\u00a030"]
    assert "neither are 5 that pass none of these bodies" in " ".join(picture.get_supxlabel().split())


def test_the_curve_names_its_shares_side_by_side_and_ends_after_five_years():
    days = pd.Series([10, 100, 300, 700, 4_000], dtype=float)
    survival = pd.DataFrame({"days": days, "open": [0.9, 0.6, 0.4, 0.3, 0.2], "low": 0.1, "high": 0.95, "at_risk": 50})
    picture = matter_figures.curve(survival, pd.DataFrame({"happened": [True] * 50}))
    assert texts(picture) == ["90% still open after a month\n60% after half a year\n40% after a year"]
    assert picture.axes[0].get_xlim()[1] < 800


def test_a_quarter_outside_the_limits_is_named_in_the_picture():
    rows = pd.DataFrame({"quarter": pd.to_datetime(["2022-01-01", "2022-04-01", "2022-07-01"]), "items": 100})
    chart = closed_shares.p_chart(rows.assign(closed=[20, 40, 20], share=[0.2, 0.4, 0.2], low=0.0, high=0.5))
    assert texts(closed_figures.p_chart(chart)) == ["2022 Q2"]


def test_a_tables_text_is_text_and_its_ids_do_not_change():
    frame = pd.DataFrame(
        {"case_number": ["<b>$1$"], "share": [0.123456], "date": pd.to_datetime(["2022-01-01"]), "n": [pd.NA]}
    )
    html = notebook_display.table(frame, "waiting").to_html()
    assert "&lt;b&gt;\uff041\uff04" in html and "Matters for which" in html and "case number" in html
    assert "12%<" in html and ">2022-01-01<" in html and "NA" not in html and "00:00" not in html
    assert html == notebook_display.table(frame, "waiting").to_html()


def test_a_long_table_says_how_much_of_it_is_shown_and_an_empty_one_that_it_is():
    frame = pd.DataFrame({"n": range(30)})
    assert "First 25 of 30 rows" in notebook_display.table(frame, "paths").to_html()
    assert "There are none" in notebook_display.table(frame.head(0), "paths").to_html()


def test_the_axis_begins_where_the_data_are_only_where_asked_and_says_so():
    rows = pd.DataFrame({"name": ["a", "b"], "hit": [90, 95], "n": 100, "share": [0.9, 0.95]})
    rows = rows.assign(low=0.85, high=0.98)
    draw = {"title": "T", "caption": "C." + basic_charts.CUT}
    cut = basic_charts.dots(rows, "name", ("hit", "n"), cut=True, **draw)
    assert cut.axes[0].get_xlim()[0] == pytest.approx(0.8) and "begins at 80%" in cut.get_supxlabel()
    whole = basic_charts.dots(rows, "name", ("hit", "n"), **draw)
    assert whole.axes[0].get_xlim()[0] == 0 and "begins" not in whole.get_supxlabel()
