"""The wide table of the agenda: one row per item, with facts from the other tables."""

from __future__ import annotations

import pandas as pd
from small_corpus import Corpus

from referat.analysis.agenda_table import agenda, normal_proposers
from referat.schema.registry import AGENDA, TABLES
from referat.tables.frames import Tables, frame


def corpus():
    made = Corpus().meet(
        "Council 2018-2021", "2021-11-10", ("22/1", "Path", "postponed"), ("22/3", "[Sale]", "approved")
    )
    made.meet("Roads", "2021-10-01", ("22/1", "Path", "noted|recommended"), (None, "QUESTIONS", None))
    return made.meet("Council 2022-2025", "2022-01-10", ("22/1", "Path again", "approved"))


def points(*rows):
    columns = ("item_id", "position", "proposer", "text")
    return frame("recommendations", [dict(zip(columns, row, strict=True)) for row in rows])


def wide(made, recommendations=None):
    recommended = points() if recommendations is None else recommendations
    return agenda(made.items, made.meetings, made.decisions, recommended, made.matters)


def test_every_item_is_one_row_in_the_order_of_the_meetings():
    made = corpus()
    rows = wide(made)
    assert list(rows.columns) == AGENDA.column_names
    assert sorted(rows["item_id"]) == sorted(made.items["item_id"])
    assert rows["date"].is_monotonic_increasing and rows["body"].tolist()[0] == "Roads"


def test_a_body_has_one_name_over_its_terms_and_a_matter_its_latest_title():
    rows = wide(corpus())
    assert set(rows["body"]) == {"Council", "Roads"}
    assert set(rows.loc[rows["case_number"] == "22/1", "matter_title"]) == {"Path again"}


def test_a_decision_of_several_types_counts_by_the_first_of_the_codebook():
    made = corpus()
    first = made.decisions.head(1)
    with_second = pd.concat([made.decisions, first.assign(decision_id="second", position=2, decision_type="approved")])
    rows = agenda(made.items, made.meetings, with_second, points(), made.matters).set_index("item_id")
    assert rows.loc[with_second["item_id"].iloc[0], "decision_type"] == "approved"
    assert rows.loc[with_second["item_id"].iloc[0], "family"] == "adopted"


def test_what_another_body_decided_before_is_not_the_items_own_decision():
    made = corpus()
    rows = agenda(made.items, made.meetings, made.decisions.assign(is_earlier=True), points(), made.matters)
    assert rows[["decision_type", "family", "decision"]].isna().all(axis=None)


def test_points_are_joined_in_order_and_who_recommends_has_one_spelling():
    made = corpus()
    first, second = made.items["item_id"].iloc[[0, 2]]
    recommended_ = points(
        (first, 2, "Roads & Parks", "that it opens"),
        (first, 1, "Roads & Parks", "that it is built"),
        (second, 1, "roads og parks", "that it waits"),
    )
    rows = wide(made, recommended_).set_index("item_id")
    assert rows.loc[first, "recommendation"] == "that it is built\nthat it opens"
    assert rows.loc[[first, second], "recommended_by"].tolist() == ["Roads & Parks"] * 2


def test_several_who_recommend_are_named_once_each():
    made = corpus()
    first = made.items["item_id"].iloc[0]
    rows = wide(made, points((first, 1, "Ane", "a"), (first, 2, "Bo", "b"), (first, 3, "Ane", "c"))).set_index(
        "item_id"
    )
    assert rows.loc[first, "recommended_by"] == "Ane; Bo"


def test_title_and_recommendation_of_a_closed_item_are_withheld():
    made = corpus()
    item = made.items["item_id"].iloc[1]
    row = wide(made, points((item, 1, "Ane", "that it is sold"))).set_index("item_id").loc[item]
    assert "Sale" not in " ".join(str(value) for value in row) and pd.isna(row["recommendation"])


def test_a_proposer_that_is_missing_stays_missing():
    assert normal_proposers(pd.Series(["A", None], dtype="str")).isna().tolist() == [False, True]


def test_the_article_of_the_administration_is_no_other_proposer():
    several = pd.Series(["Administrationen", "Administrationen", "Administration"], dtype="str")
    assert set(normal_proposers(several)) == {"Administrationen"}


def test_units_that_recommend_together_are_separated_in_any_order():
    made = corpus()
    first, second = made.items["item_id"].iloc[[0, 2]]
    rows = wide(
        made,
        points(
            (first, 1, "Center for Veje og Center for Skoler", "a"),
            (second, 1, "Center for Skoler & Center for Veje", "b"),
        ),
    )
    assert set(rows["recommended_by"].dropna()) == {"Center for Skoler; Center for Veje"}


def test_a_unit_with_several_fields_is_one():
    name = "Center for Veje, Natur og Parker"
    assert normal_proposers(pd.Series([name], dtype="str")).tolist() == [name]


def test_how_an_item_is_put_off_is_its_next_step_and_other_steps_put_nothing_off():
    made = corpus()
    steps = pd.Series(["sent_back", "asked", "postponed"], index=made.items.index[:3], dtype="str")
    items = made.items.assign(next_step=steps)
    rows = agenda(items, made.meetings, made.decisions, points(), made.matters).set_index("item_id")
    assert rows.loc[items["item_id"][:3], "put_off"].fillna("").tolist() == ["sent_back", "", "postponed"]


def test_every_cell_of_the_agenda_is_what_its_description_allows():
    made = corpus()
    made_of_files = made.items.assign(source="a.txt", line_start=pd.array([1] * len(made.items), dtype="Int64"))
    rows = agenda(made_of_files, made.meetings, made.decisions, points(), made.matters)
    types = {"text": "str", "int": "Int64", "bool": "bool", "date": "datetime64[us]"}
    for column in AGENDA.columns:
        cells = rows[column.name]
        assert cells.dtype == types[column.type], column.name
        assert not (column.required and cells.isna().any()), column.name
        assert not column.allowed or set(cells.dropna()) <= set(column.allowed), column.name


def test_the_columns_of_the_agenda_are_described_like_those_of_a_table():
    described = Tables({}).schema("agenda")
    assert list(described.index) == AGENDA.column_names and described["meaning"].str.endswith(".").all()


def test_the_tables_give_their_agenda_even_of_nothing():
    made = Corpus()
    tables = Tables({table.name: getattr(made, table.name) for table in TABLES})
    assert list(tables.agenda().columns) == AGENDA.column_names and tables.agenda().empty
    assert "agenda" in dir(tables)


def test_an_item_is_counted_where_held_minutes_have_it_and_it_is_no_fixture():
    made = corpus()
    items = made.items.assign(minuted=made.items["title"] != "Path again")
    rows = agenda(items, made.meetings, made.decisions, points(), made.matters)
    assert set(rows.loc[rows["counted"], "item_id"]) == set(items.loc[items["minuted"] & ~items["standing"], "item_id"])
    planned = made.meetings.assign(status="planned")
    assert not agenda(items, planned, made.decisions, points(), made.matters)["counted"].any()


def test_an_item_says_what_became_of_its_matter():
    made = corpus()
    rows = agenda(made.items, made.meetings, made.decisions, points(), made.matters.assign(state="settled"))
    assert set(rows["matter_state"].dropna()) == {"settled"}
