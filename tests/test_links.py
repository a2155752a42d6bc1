"""Which earlier item a later one under another number follows, by which rule, with which evidence."""

from pathlib import Path

import pytest

from tests.town_minutes import COUNCIL, FINANCE, PARKS, Town, item

ROUTE = f"{PARKS}, {FINANCE} og {COUNCIL}."


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def links(town: Town) -> list[tuple[str, str, bool]]:
    """Return kind and rule of each link, and whether it makes one matter."""
    table = town.tables().links
    return list(zip(table["kind"], table["rule"], table["same_matter"], strict=True))


def pair(town: Town, earlier: str, later: str, *, days: str = "2023-06-05") -> list[tuple[str, str, bool]]:
    town.meet(PARKS, "2023-03-06", earlier).meet(PARKS, days, later)
    return links(town)


def test_a_cited_item_that_asked_for_more_is_followed_up(town: Town) -> None:
    asked = item("Lygter på torvet", "23/1", "Godkendt. Udvalget ønsker en sag om stien.", route=PARKS)
    says = f"{PARKS} besluttede den 6. marts 2023 (pkt. 1), at stien skulle undersøges."
    answer = item("Stien langs åen", "23/2", "Godkendt.", says=says, route=PARKS)
    assert pair(town, asked, answer) == [("follow_up", "cited_item", True)]
    assert list(town.tables().links["evidence"]) == [f"{PARKS} besluttede den 6. marts 2023"]


def test_an_item_that_only_cites_the_decision_which_asked_for_something_else_is_related(town: Town) -> None:
    asked = item("Lygter på torvet", "23/1", "Godkendt. Udvalget ønsker en sag om stien.", route=PARKS)
    says = f"Som nævnt for {PARKS} den 6. marts 2023 (pkt. 1) er der kort tid."
    assert pair(town, asked, item("Havnens kran", "23/2", "Godkendt.", says=says, route=PARKS)) == [
        ("related", "cited_item", False)
    ]


def test_a_house_under_the_plan_of_its_street_is_another_matter(town: Town) -> None:
    says = f"{PARKS} godkendte den 6. marts 2023 (pkt. 1) forslaget."
    plan = item("Forslag til lokalplan 14.54 for Fyrvej", "23/1", "Godkendt.", route=PARKS)
    house = item("Fyrvej 12 - udestue", "23/2", "Godkendt.", says=says, route=PARKS)
    assert pair(town, plan, house) == [("related", "cited_item", False)]


def test_a_cited_meeting_is_searched_for_the_item_that_names_the_same_thing(town: Town) -> None:
    town.meet(
        PARKS,
        "2023-03-06",
        item("Havnens kran", "23/3", "Godkendt.", route=PARKS),
        item("Udbud af søparkens bro", "23/1", "Godkendt.", route=PARKS),
    )
    says = f"{PARKS} godkendte den 6. marts 2023 udbuddet."
    town.meet(PARKS, "2023-06-05", item("Søparkens bro, valg af leverandør", "23/2", "Godkendt.", says=says))
    assert links(town) == [("stage", "cited_meeting", True)]
    assert list(town.tables().links["earlier_item_id"]) == ["park-og-vejudvalget-2023-03-06:2"]


def test_what_is_cited_but_names_another_thing_is_related(town: Town) -> None:
    says = f"{PARKS} godkendte den 6. marts 2023 (pkt. 1) lygterne."
    earlier = item("Lygter på torvet", "23/1", "Godkendt.", route=PARKS)
    later = item("Stien langs åen", "23/2", "Godkendt.", says=says, route=PARKS)
    assert pair(town, earlier, later) == [("related", "cited_item", False)]


def test_a_report_on_what_was_decided_is_another_matter(town: Town) -> None:
    says = f"{PARKS} godkendte den 6. marts 2023 (pkt. 1) træplanen."
    earlier = item("Godkendelse af træplan", "23/1", "Godkendt.", route=PARKS)
    later = item("Træplan, afrapportering 2023", "23/2", "Taget til efterretning.", says=says, route=PARKS)
    assert pair(town, earlier, later) == [("periodic", "cited_item", False)]


def test_a_postponed_item_is_followed_up_under_another_number(town: Town) -> None:
    earlier = item("Søparkens bro", "23/1", "Sagen udsættes.", route=PARKS)
    later = item("Søparkens bro", "23/2", "Godkendt.", route=PARKS)
    assert pair(town, earlier, later) == [("follow_up", "stopped_and_alike", True)]


def test_an_initiative_sent_to_a_body_is_followed_up_there(town: Town) -> None:
    decision = f"Byrådet besluttede at sende forslaget til realitetsbehandling i {PARKS}."
    town.meet(COUNCIL, "2023-03-20", item("Initiativretsforslag om skaterbanen", "23/1", decision, route=COUNCIL))
    later = item("Opfølgning på forslag om bedre forhold på skaterbanen", "23/2", "Godkendt.", route=PARKS)
    town.meet(PARKS, "2023-04-03", later)
    assert links(town) == [("follow_up", "asked_and_alike", True)]


def test_what_a_body_asked_for_is_found_by_the_subject(town: Town) -> None:
    earlier = item("Lygter på torvet", "23/1", "Godkendt. Udvalget ønsker en sag om regnvandsbassinet.", route=PARKS)
    later = item("Regnvandsbassinet ved åen", "23/2", "Godkendt.", route=PARKS)
    assert pair(town, earlier, later) == [("follow_up", "asked_for", True)]


def test_a_draft_and_its_adoption_are_stages(town: Town) -> None:
    earlier = item("Forslag til lokalplan 14.54 for søparken", "23/1", "Godkendt.", route=PARKS)
    later = item("Lokalplan 14.54 for søparken, endelig vedtagelse", "23/2", "Godkendt.", route=PARKS)
    assert pair(town, earlier, later, days="2023-09-04") == [("stage", "draft_and_adoption", True)]


def test_plans_of_different_numbers_are_two_matters(town: Town) -> None:
    earlier = item("Forslag til lokalplan 14.54 for søparken", "23/1", "Godkendt.", route=PARKS)
    later = item("Lokalplan 14.58 for søparken, endelig vedtagelse", "23/2", "Godkendt.", route=PARKS)
    assert pair(town, earlier, later) == []


def test_houses_of_one_street_are_two_matters(town: Town) -> None:
    earlier = item("Søvej 4 - dispensation til udestue", "23/1", "Sagen udsættes.", route=PARKS)
    later = item("Søvej 9 - dispensation til udestue", "23/2", "Godkendt.", route=PARKS)
    assert pair(town, earlier, later) == []


def test_the_same_title_soon_after_is_the_same_matter(town: Town) -> None:
    earlier = item("Søparkens bro", "23/1", "Godkendt.", route=PARKS)
    later = item("Søparkens bro", "23/2", "Godkendt.", route=PARKS)
    assert pair(town, earlier, later, days="2023-04-03") == [("stage", "alike_soon", True)]


def test_the_same_title_of_bodies_that_share_no_route_is_two_matters(town: Town) -> None:
    town.meet(PARKS, "2023-03-06", item("Mål for området", "23/1", "Drøftet.", route=PARKS))
    town.meet(FINANCE, "2023-04-03", item("Mål for området", "23/2", "Drøftet.", route=FINANCE))
    assert links(town) == []


def test_titles_equal_except_for_the_year_are_a_series(town: Town) -> None:
    earlier = item("Søparkens regnskab 2021", "22/1", "Godkendt.", route=PARKS)
    later = item("Søparkens regnskab 2022", "23/2", "Godkendt.", route=PARKS)
    assert pair(town, earlier, later) == [("periodic", "series", False)]


def test_a_decision_that_many_numbers_cite_is_a_frame(town: Town) -> None:
    town.meet(COUNCIL, "2023-01-30", item("Oplæg til havneplan", "23/1", "Godkendt.", route=COUNCIL))
    says = "Byrådet godkendte den 30. januar 2023 (pkt. 1) planen."
    things = ("kran", "mole", "bro", "kaj", "slæbested", "fyrtårn")
    for number, thing in enumerate(things, 2):
        text = item(f"Havneplan, udbud af {thing}", f"23/{number}", "Godkendt.", says=says, route=COUNCIL)
        town.meet(COUNCIL, f"2023-{number:02}-27", text)
    table = town.tables().links
    cited = table[table["rule"] == "cited_item"]
    assert set(cited["kind"]) == {"related"} and len(cited) == len(things)


def test_items_of_one_number_are_linked_to_the_one_before(town: Town) -> None:
    text = item("Søparkens bro", "23/1", "Anbefales.", route=ROUTE)
    town.meet(PARKS, "2023-03-06", text).meet(FINANCE, "2023-03-13", text).meet(COUNCIL, "2023-03-20", text)
    assert links(town) == [("same_number", "case_number", True)] * 2


def test_links_lead_to_earlier_items_that_exist(town: Town) -> None:
    text = item("Søparkens bro", "23/1", "Anbefales.", route=ROUTE)
    town.meet(FINANCE, "2023-03-13", text).meet(PARKS, "2023-03-06", text)
    tables = town.tables()
    days = tables["items"].merge(tables.meetings, on="meeting_id").set_index("item_id")["date"]
    assert all(days[tables.links["earlier_item_id"]].to_numpy() <= days[tables.links["item_id"]].to_numpy())
