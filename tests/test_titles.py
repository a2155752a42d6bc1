"""Facts in titles of agenda items."""

import pytest

from referat.facts.titles import is_closed, is_standing, may_be_closed, title_key, without_lead_in, without_open_mark


@pytest.mark.parametrize(
    "title",
    [
        "Lukket",
        "LUKKET",
        "lukket.",
        "Lukket:",
        "Lukket punkt",
        "Lukket sag",
        "Lukket: Køb af jord ved Nordmosen",
        "Lukket - Køb af jord ved Nordmosen",
        "Lukket – Køb af jord",
        "Lukket - ØU - Salg af Kærgården",
        "Lukket sag: Salg af Kærgården",
        "Salg af Kærgården (Lukket)",
        "Salg af Kærgården (lukket punkt)",
        "Salg af Kærgården (FORTROLIG)",
        "Salg af Kærgården - Lukket punkt",
        "Salg af Kærgården - Lukket",
        "**Lukket**",
        "(Lukket) Køb af mark",
        "[Lukket] Køb af mark",
        "Leje af lager (lukket punkt) 2. behandling",
        "Leje af lager, lukket sag",
        "Leje af lager. Lukket",
        "Ikke-offentligt punkt: Leje af lager",
        "Leje af lager (ikke offentligt)",
        "Behandles for lukkede døre: Leje af lager",
    ],
)
def test_a_closed_mark_closes_an_item(title: str) -> None:
    assert is_closed(title)


@pytest.mark.parametrize(
    "title",
    [
        "Lukkedage i svømmehallen 2023",
        "Lukket svømmehal i juli",
        "Lukning af Kærskolen",
        "Lukkede institutioner i sommerferien",
        "Ferielukket i uge 29",
        "Kærskolen lukkes",
        "Budget (lukkedage)",
        "Øvrige sager",
        "Åbent: Salg",
        "Rådhuset holder lukket",
        "",
    ],
)
def test_a_title_about_closing_is_not_closed(title: str) -> None:
    assert not is_closed(title)


@pytest.mark.parametrize("title", ["Lukket vej ved åen", "Plan for fortrolig rådgivning", "Ikke offentlige veje"])
def test_a_word_of_closed_marks_makes_a_title_doubtful(title: str) -> None:
    assert may_be_closed(title) and not is_closed(title)


@pytest.mark.parametrize("title", ["Lukkedage i børnehaven", "Lukning af Kærskolen", "Fortrolighed i sager"])
def test_words_that_only_resemble_a_mark_make_no_title_doubtful(title: str) -> None:
    assert not may_be_closed(title)


@pytest.mark.parametrize(
    ("title", "without"),
    [
        ("Budget 2024 - Åbent", "Budget 2024"),
        ("Budget 2024 (Åben)", "Budget 2024"),
        ("Budget 2024 – Åbent punkt", "Budget 2024"),
        ("Åbent hus på rådhuset", "Åbent hus på rådhuset"),
        ("Nye tider - åbent land", "Nye tider - åbent land"),
    ],
)
def test_an_open_mark_is_no_part_of_the_title(title: str, without: str) -> None:
    assert without_open_mark(title) == without


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Status på porteføljen - januar 2018", "Status på porteføljen - august 2019"),
        ("Økonomi 23-09-2014", "Økonomi 07-10-2014"),
        ("1. budgetopfølgning 2022", "3. budgetopfølgning 2021"),
        ("Nyhedsbrev nr. 4", "Nyhedsbrev nr. 12"),
        ("Budget 2019-2022", "Budget 2020-2023"),
        ("Mødekalender 2022", "MØDEKALENDER 2023."),
        ("Lukket: Køb af jord", "Køb af jord (Lukket)"),
        ("Regnskab pr. 31. marts 2020", "Regnskab pr. 30. juni 2021"),
        ("Orientering, uge 4", "Orientering - uge 41"),
    ],
)
def test_a_recurring_title_has_one_key(one: str, other: str) -> None:
    assert title_key(one) == title_key(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lokalplan 14.54", "Lokalplan 14.55"),
        ("Salg af Møllevej 4", "Salg af Møllevej 6"),
        ("Budget for skolerne", "Budget for plejehjemmene"),
    ],
)
def test_two_matters_have_two_keys(one: str, other: str) -> None:
    assert title_key(one) != title_key(other)


@pytest.mark.parametrize("title", ["Lukket", "Lukket punkt", "", "2022", "23-09-2014"])
def test_a_title_that_says_nothing_has_no_key(title: str) -> None:
    assert title_key(title) is None


@pytest.mark.parametrize(
    "title",
    [
        "Øvrige sager",
        "Øvrige sager 23-09-2014",
        "Eventuelt",
        "Godkendelse af dagsorden",
        "Godkendelse af dagsordenen",
        "Godkendelse af referat",
        "Underskriftsark",
        "Meddelelser",
        "Orientering fra formanden",
        "Børneudvalget - mødekalender 2023",
        "Kommende møder og sager",
        "Lukket: Orientering",
    ],
)
def test_a_fixture_of_the_agenda_is_standing_by_its_words(title: str) -> None:
    assert is_standing(title, "Børneudvalget")


@pytest.mark.parametrize(
    "title",
    [
        "Lukket",
        "Køb af jord",
        "Orientering om støj ved Nordmosen",
        "Dagsordener i skolebestyrelser",
        "Ny kalender til borgerne",
    ],
)
def test_a_matter_is_not_standing(title: str) -> None:
    assert not is_standing(title, "Børneudvalget")


@pytest.mark.parametrize("title", ["Åbent - Ny havn", "Åben: Ny havn", "Åbent punkt - Ny havn", "Ny havn - Åbent"])
def test_the_mark_of_an_open_item_is_no_part_of_its_title_before_or_behind_it(title: str) -> None:
    assert without_open_mark(title) == "Ny havn"


def test_a_title_about_opening_hours_keeps_its_words() -> None:
    assert without_open_mark("Åben skole - status") == "Åben skole - status"


@pytest.mark.parametrize("title", ["Meddelelser og eventuelt", "Eventuelt og næste møde", "Orienteringssager"])
def test_two_fixtures_in_one_title_are_one(title: str) -> None:
    assert is_standing(title)


def test_a_fixture_with_a_matter_in_its_title_is_none() -> None:
    assert not is_standing("Kalender og ny havn")


def test_words_that_lead_in_a_list_are_no_part_of_a_title() -> None:
    assert without_lead_in("Økonomi, herunder:") == "Økonomi"
    assert without_lead_in("Godkendelse af:") == "Godkendelse af:"
