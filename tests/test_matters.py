"""Matters, their rounds and returns, and their states."""

from pathlib import Path

import pandas as pd
import pytest

from referat import load
from referat.tables.frames import check
from tests.town_minutes import COUNCIL, FINANCE, PARKS, Town, item, matter, matters_of

ROUTE = f"{PARKS}, {FINANCE} og {COUNCIL}."


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def returns(town: Town) -> list[str]:
    kinds = town.tables()["items"]["return_kind"]
    return list(kinds.dropna())


# --- One matter ---


def test_items_of_one_number_are_one_matter(town: Town) -> None:
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", "Anbefales.", route=ROUTE))
    town.meet(FINANCE, "2023-03-13", item("Søparkens bro", "23/1", "Anbefales.", route=ROUTE))
    tables = town.tables()
    assert set(tables["items"]["matter_id"]) == {"park-og-vejudvalget-2023-03-06:1"}
    row = matter(tables, "Søparkens bro")
    assert (row["items"], row["bodies"], row["rounds"], row["case_numbers"]) == (2, 2, 1, "23/1")


def test_items_without_a_number_continue_under_their_title(town: Town) -> None:
    town.meet(FINANCE, "2023-03-13", item("Søparkens bro", None, "Anbefales."))
    town.meet(COUNCIL, "2023-03-20", item("Søparkens bro", None, "Godkendt."))
    town.meet(COUNCIL, "2023-03-27", item("Havnens kran", None, "Godkendt."))
    assert matters_of(town.tables(), "Søparkens bro", "Havnens kran") == [0, 1]
    assert matter(town.tables(), "Søparkens bro")["items"] == 2


@pytest.mark.parametrize(("later", "items"), [("Budgetopfølgning 1 2023", 2), ("Budgetopfølgning 2 2023", 1)])
def test_a_title_without_naming_words_continues_on_its_route_in_the_same_period(
    town: Town, later: str, items: int
) -> None:
    route = f"{FINANCE} og {COUNCIL}."
    town.meet(FINANCE, "2023-03-13", item("Budgetopfølgning 1 2023", None, "Anbefales.", route=route))
    town.meet(COUNCIL, "2023-03-20", item(later, None, "Godkendt.", route=route))
    assert matter(town.tables(), later)["items"] == items


def test_a_number_that_bundles_an_evening_is_several_matters(town: Town) -> None:
    titles = ["Søparkens bro", "Havnens kran", "Skolens tag", "Torvets lygter"]
    town.meet(PARKS, "2023-03-06", *(item(title, "23/1", "Godkendt.") for title in titles))
    assert matters_of(town.tables(), *titles) == [0, 1, 2, 3]


def test_the_id_of_a_matter_stays_when_later_minutes_come(town: Town) -> None:
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", "Udsættes."))
    before = town.tables()["items"]["matter_id"].tolist()
    town.meet(PARKS, "2023-04-03", item("Søparkens bro", "23/1", "Godkendt."))
    assert town.tables()["items"]["matter_id"].tolist() == before * 2


def test_municipalities_never_share_a_matter(tmp_path: Path) -> None:
    for name in ("Engby", "Skovby"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "_corpus.toml").write_text(f'municipality = "{name}"', encoding="utf-8")
        Town(tmp_path / name).meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", "Godkendt."))
    tables = load(tmp_path)
    assert sorted(tables.matters["municipality"]) == ["Engby", "Skovby"]
    assert tables["items"]["matter_id"].nunique() == 2


def test_a_fixture_is_no_substantive_matter(town: Town) -> None:
    town.meet(PARKS, "2023-03-06", item("Godkendelse af dagsorden", "20/9", "Godkendt."))
    row = matter(town.tables(), "Godkendelse af dagsorden")
    assert row["kind"] == "fixture" and pd.isna(row["state"]) and pd.isna(row["rounds"])


# --- Rulings of the user ---


def test_rulings_join_and_separate_matters(town: Town) -> None:
    roof = item("Skolens tag", "23/2", "Godkendt.")
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", "Godkendt."), roof)
    town.meet(PARKS, "2023-04-03", item("Stien over åen", "23/3", "Godkendt."), roof)
    first, second = "park-og-vejudvalget-2023-03-06", "park-og-vejudvalget-2023-04-03"
    (town.folder / "_corpus.toml").write_text(
        f'[[same_matter]]\nitems = ["{first}:1", "{second}:1"]\nreason = "broen er stien"\n'
        f'[[different_matters]]\nitems = ["{first}:2", "{second}:2"]\n',
        encoding="utf-8",
    )
    tables = town.tables()
    assert tables["items"].set_index("item_id")["matter_id"].to_dict() == {
        f"{first}:1": f"{first}:1",
        f"{first}:2": f"{first}:2",
        f"{second}:1": f"{first}:1",
        f"{second}:2": f"{second}:2",
    }
    ruled = tables.links[tables.links["rule"] == "own_list"]
    assert list(ruled["evidence"].dropna()) == ["broen er stien"] and sorted(ruled["same_matter"]) == [False, True]


def test_an_unknown_id_in_a_ruling_is_a_problem(town: Town) -> None:
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", "Godkendt."))
    (town.folder / "_corpus.toml").write_text('[[same_matter]]\nitems = ["x:1", "x:2"]', encoding="utf-8")
    codes = town.tables().problems["code"]
    assert (codes == "settings_unknown_item").sum() == 2


# --- Rounds and returns ---


@pytest.mark.parametrize(
    "decision",
    [
        "Sagen udsættes.",
        "Udvalget sender sagen tilbage til administrationen.",
        "Punktet blev taget af dagsordenen.",
        "Udvalget ønsker sagen genoptaget på næste møde.",
    ],
)
def test_a_round_that_ended_early_is_reconsidered(town: Town, decision: str) -> None:
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", decision, route=PARKS))
    town.meet(PARKS, "2023-04-03", item("Søparkens bro", "23/1", "Godkendt.", route=PARKS))
    assert returns(town) == ["reconsidered"]


def test_an_announced_return_is_the_next_stage(town: Town) -> None:
    town.meet(PARKS, "2023-03-06", item("Forslag til plan for søparken", "23/1", "Godkendt.", route=PARKS))
    town.meet(PARKS, "2023-06-05", item("Plan for søparken, endelig vedtagelse", "23/1", "Godkendt.", route=PARKS))
    assert returns(town) == ["stage"]


def test_the_next_of_a_series_is_periodic(town: Town) -> None:
    for year in ("2022", "2023"):
        town.meet(PARKS, f"{year}-03-06", item(f"Prioritering af søstier {year}", "22/1", "Godkendt.", route=PARKS))
    assert returns(town) == ["periodic"]


def test_items_of_one_number_that_name_no_common_thing_are_unclear(town: Town) -> None:
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", "Godkendt.", route=PARKS))
    town.meet(PARKS, "2023-06-05", item("Havnens kran", "23/1", "Godkendt.", route=PARKS))
    assert returns(town) == ["unclear"]


def test_a_decision_that_is_changed_is_reconsidered(town: Town) -> None:
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", "Godkendt.", route=PARKS))
    town.meet(PARKS, "2023-09-04", item("Ændring af søparkens bro", "23/1", "Godkendt.", route=PARKS))
    assert returns(town) == ["reconsidered"]


@pytest.mark.parametrize(
    ("decision", "title", "kind"),
    [
        ("Godkendt.", "Nyt forslag til vej til søparkens bro", "reconsidered"),
        ("Godkendt.", "Vej til den nye bro i søparken", "stage"),
        ("Taget til efterretning.", "Ændring af søparkens bro", "stage"),
        ("Sagen blev drøftet.", "Ændring af søparkens bro", "stage"),
    ],
)
def test_a_title_says_that_a_decision_is_changed_where_there_is_one(
    town: Town, decision: str, title: str, kind: str
) -> None:
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", decision, route=PARKS))
    town.meet(PARKS, "2023-09-04", item(title, "23/1", "Godkendt.", route=PARKS))
    assert returns(town) == [kind]


def test_one_thing_of_a_number_that_was_put_off_leaves_the_others_as_they_were(town: Town) -> None:
    other, bridge = item("Havnens kran", "23/1", "Udsættes.", route=PARKS), "Søparkens bro"
    town.meet(PARKS, "2023-03-06", item(bridge, "23/1", "Taget til efterretning.", route=PARKS), other)
    town.meet(PARKS, "2023-05-08", item(bridge, "23/1", "Taget til efterretning.", route=PARKS))
    assert returns(town) == ["stage"]


def test_filling_a_seat_again_changes_no_decision(town: Town) -> None:
    town.meet(PARKS, "2023-03-06", item("Nedsættelse af brolaug", "23/1", "Udvalget udpegede Ib Ø.", route=PARKS))
    town.meet(PARKS, "2023-09-04", item("Brolaug, nyt medlem", "23/1", "Udvalget udpegede Eva Å.", route=PARKS))
    assert returns(town) == ["stage"]


def test_bodies_of_one_route_are_one_round_and_no_return(town: Town) -> None:
    for body, day in ((PARKS, "2023-03-06"), (FINANCE, "2023-03-13"), (COUNCIL, "2023-03-20")):
        town.meet(body, day, item("Søparkens bro", "23/1", "Anbefales.", route=ROUTE))
    assert list(town.tables()["items"]["round"]) == [1, 1, 1] and returns(town) == []


def test_an_item_sent_on_to_a_body_that_no_route_announced_is_in_the_same_round(town: Town) -> None:
    for body, day in ((PARKS, "2023-03-06"), (FINANCE, "2023-03-13")):
        town.meet(body, day, item("Søparkens bro", "23/1", "Taget til efterretning.", route=PARKS))
    assert list(town.tables()["items"]["round"]) == [1, 1]


def test_a_branch_that_was_put_off_leaves_the_other_branch_as_it_was(town: Town) -> None:
    town.meet(PARKS, "2023-03-06", item("Forslag til havneplan", "23/1", "Godkendt.", route=PARKS))
    says = f"{PARKS} godkendte den 6. marts 2023 (pkt. 1) havneplanen."
    branch = item("Havneplan, udbud af mole", "23/2", "Sagen udsættes.", says=says, route=PARKS)
    town.meet(FINANCE, "2023-04-03", branch.replace(PARKS, FINANCE, 1))
    town.meet(PARKS, "2023-08-07", item("Vedligehold af kajen", "23/1", "Godkendt.", route=PARKS))
    assert returns(town) == ["unclear"]


def test_an_item_that_repeats_its_own_postponement_came_back(town: Town) -> None:
    text = item("Søparkens bro", "23/1", "Godkendt.").replace(
        "Beslutning\n", f"Beslutning {PARKS} den 06-03-2023\n\nUdsættes.\n\nBeslutning {PARKS} den 03-04-2023\n"
    )
    town.meet(PARKS, "2023-04-03", text)
    items = town.tables()["items"]
    assert (items["round"].tolist(), items["return_kind"].tolist()) == ([2], ["reconsidered"])


# --- States ---


def later(town: Town, *bodies: str) -> Town:
    """Add a later meeting of each body, on which nothing of the matter is."""
    for body in bodies:
        town.meet(body, "2023-09-04", item("Havnens kran", "20/1", "Godkendt."))
    return town


def state(town: Town, title: str = "Søparkens bro") -> tuple[object, object]:
    row = matter(town.tables(), title)
    return row["state"], None if pd.isna(row["owed_by"]) else row["owed_by"]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("decision", "by"),
    [
        ("Sagen udsættes.", PARKS),
        ("Udvalget sender sagen tilbage til administrationen.", "administration"),
        ("Sagen sendes tilbage til fornyet behandling i fagudvalget.", "committee"),
        (f"Sagen sendes til realitetsbehandling i {FINANCE}.", FINANCE),
        ("Godkendt. Udvalget ønsker en sag om broens belysning.", "administration"),
        ("Godkendt. Administrationen vender tilbage med en beregning.", "administration"),
    ],
)
def test_an_announced_step_that_has_not_come_is_owed(town: Town, decision: str, by: str) -> None:
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", decision, route=PARKS))
    assert state(later(town, PARKS, FINANCE)) == ("owed", by)
    row = matter(town.tables(), "Søparkens bro")
    assert row["owed_since"] == pd.Timestamp("2023-03-06") and str(row["owed_words"]) in decision


@pytest.mark.parametrize(
    "decision",
    [
        "Godkendt.",
        "Taget til efterretning.",
        "Godkendt. Udvalget ønsker ikke en sag om broens belysning.",
        "Godkendt. Et forslag om at sende sagen tilbage faldt.",
        "Godkendt. Udvalget ønsker et notat frem mod byrådets behandling.",
        "Godkendt. Udvalget ønsker løbende en orientering om de mest udsatte stier.",
        "Godkendt. Udvalget ønsker sagen genoptaget, hvis der kommer klager.",
    ],
)
def test_a_decision_that_announces_nothing_settles(town: Town, decision: str) -> None:
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", decision, route=PARKS))
    assert state(later(town, PARKS)) == ("settled", None)


def test_a_later_item_ends_what_is_owed(town: Town) -> None:
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", "Sagen udsættes.", route=PARKS))
    town.meet(PARKS, "2023-04-03", item("Søparkens bro", "23/1", "Godkendt.", route=PARKS))
    assert state(later(town, PARKS)) == ("settled", None)


@pytest.mark.parametrize(
    ("body", "line", "expected"),
    [
        (PARKS, "Belysning af broen i Søparken", "settled"),
        (PARKS, "Belysning af torvet", "owed"),
        (FINANCE, "Belysning af broen i Søparken", "owed"),
    ],
)
def test_a_fixture_that_reports_to_the_body_what_it_asked_for_ends_it(
    town: Town, body: str, line: str, expected: str
) -> None:
    decision = "Godkendt. Udvalget ønsker en orientering om broens belysning."
    town.meet(PARKS, "2023-03-06", item("Bro i Søparken", "23/1", decision, route=PARKS))
    says = f"Der orienteres om:\n\n{line}"
    text = item("Huskeliste", "20/9", "Taget til efterretning.", says=says)
    town.meet(body, "2023-05-08", text)
    assert state(later(town, PARKS), "Bro i Søparken")[0] == expected


def test_the_body_next_to_the_verb_is_the_one_that_is_to_work_on_it(town: Town) -> None:
    decision = f"{COUNCIL} besluttede, at {PARKS} skal arbejde videre med broens belysning."
    town.meet(COUNCIL, "2023-03-06", item("Søparkens bro", "23/1", decision, route=COUNCIL))
    assert state(later(town, PARKS, COUNCIL)) == ("owed", PARKS)


def test_a_body_of_the_route_that_has_not_had_it_owes_it(town: Town) -> None:
    town.meet(FINANCE, "2023-02-06", item("Skolens tag", "23/2", "Godkendt."))
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", "Anbefales.", route=ROUTE))
    assert state(later(town, PARKS, FINANCE)) == ("owed", FINANCE)


def test_a_recommendation_as_the_last_word_is_settled(town: Town) -> None:
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", "Anbefales.", route=PARKS))
    assert state(later(town, PARKS)) == ("settled", None)


def test_a_body_whose_minutes_are_not_there_owes_nothing_that_can_be_known(town: Town) -> None:
    decision = f"Sagen sendes til realitetsbehandling i {FINANCE}."
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", decision, route=PARKS))
    assert state(later(town, PARKS)) == ("open", FINANCE)


def test_a_body_that_has_not_met_since_owes_nothing_that_can_be_known(town: Town) -> None:
    town.meet(FINANCE, "2023-02-06", item("Skolens tag", "23/2", "Godkendt."))
    decision = f"Sagen sendes til realitetsbehandling i {FINANCE}."
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", decision, route=PARKS))
    assert state(later(town, PARKS)) == ("open", FINANCE)


def test_what_was_announced_shortly_before_the_minutes_end_is_cut_off(town: Town) -> None:
    town.meet(PARKS, "2023-08-07", item("Søparkens bro", "23/1", "Sagen udsættes.", route=PARKS))
    assert state(later(town, PARKS)) == ("cut_off", PARKS)


def test_an_item_sent_to_the_budget_is_not_owed(town: Town) -> None:
    decision = "Forslaget oversendes til budgetforhandlingerne."
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", decision, route=PARKS))
    assert state(later(town, PARKS)) == ("open", "budget")


def test_a_draft_that_was_sent_to_consultation_is_owed_until_it_is_adopted(town: Town) -> None:
    sent = "at forslaget (bilag 1.2) sendes i otte ugers offentlig høring fra den 3. april"
    title = "Forslag til plan for søparken"
    town.meet(PARKS, "2023-03-06", item(title, "23/1", "Godkendt.", route=PARKS, recommends=sent))
    assert state(later(town, PARKS), title) == ("owed", "administration")
    assert matter(town.tables(), title)["owed_words"] == sent
    town.meet(PARKS, "2023-06-05", item("Plan for søparken, endelig vedtagelse", "23/2", "Godkendt.", route=PARKS))
    assert state(town, title) == ("settled", None)


# --- Small corpora ---


def test_one_item_is_one_matter(town: Town) -> None:
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", None, "Godkendt."))
    tables = town.tables()
    assert len(tables.matters) == 1 and tables.links.empty and tables.announced_route.empty


def test_minutes_without_an_item_give_no_matter(town: Town) -> None:
    tables = town.meet(PARKS, "2023-03-06").tables()
    assert tables.matters.empty and tables.links.empty


def test_closed_items_without_titles_are_matters_of_their_own(town: Town) -> None:
    town.meet(PARKS, "2023-03-06", item("Lukket", None, "Godkendt."), item("Lukket punkt", None, "Godkendt."))
    town.meet(PARKS, "2023-04-03", item("Lukket", None, "Godkendt."))
    tables = town.tables()
    assert len(tables.matters) == 3 and tables.matters["closed"].all() and tables.links.empty


def test_an_announced_route_names_its_bodies_in_order(town: Town) -> None:
    town.meet(PARKS, "2023-03-06", item("Søparkens bro", "23/1", "Anbefales.", route=ROUTE))
    route = town.tables().announced_route
    assert list(zip(route["position"], route["body"], strict=True)) == [(1, PARKS), (2, FINANCE), (3, COUNCIL)]


def test_a_matter_put_off_at_a_meeting_without_a_body_has_no_known_debtor(tmp_path: Path) -> None:
    text = "REFERAT d. 31-12-2099\n\nPunkt 1: Ny bro\n\n21/77\n\nBeslutning\n\nUdsat, da tegningerne mangler.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    tables = load(tmp_path)
    assert check(tables) == []
    assert tables.matters["owed_by"].isna().all()
