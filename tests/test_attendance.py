"""Absence from an item, parsed from the text of a decision."""

import json
from pathlib import Path

import pytest

from referat.facts.attendance.item_absences import AttendanceChange, attendance_changes


def changes(text: str, *members: str) -> list[tuple[str, str]]:
    return [(row.name, row.status) for row in attendance_changes(text, members)]


def test_a_row_has_the_name_as_written_the_party_the_status_and_the_words() -> None:
    assert attendance_changes("Godkendt.\n\nAfbud: Mona T. Birk (UP-1).") == [
        AttendanceChange("Mona T. Birk", "UP-1", "excused", "Afbud: Mona T. Birk (UP-1)")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Fraværende: Mona Birk, Ole Lund",
        "Fraværende: Mona Birk (A), Ole Lund (V).",
        "Fraværende: Mona Birk,Ole Lund",
        "Fraværende: Mona Birk og Ole Lund.",
        "Godkendt. Fraværende: Mona Birk og Ole Lund",
        "Fraværende Mona Birk og Ole Lund",
        "Fraværende: Borgmester Mona Birk og formand Ole Lund (V)",
        "Ikke til stede: Mona Birk; Ole Lund",
        "Ikke til stede under behandlingen: Mona Birk og Ole Lund",
        "Ikke til stede:\n\nMona Birk (A)\n\nOle Lund (V)",
        "Ikke tilstede\nMona Birk\nOle Lund",
        "Ikke til stede:\n- Mona Birk\n- Ole Lund",
        "Ikke til stede: Mona  Birk (A),  Ole  Lund",
        "Fraværende\n\n• Mona Birk ()\n\n• Ole Lund ()",
        "Fraværende:\n\nMona Birk (A), arbejde.\n\nOle Lund (V), ferie.",
        "(Mona Birk og Ole Lund ikke til stede)",
        "Mona Birk og Ole Lund fraværende.",
        "Ikke tilstede: Mona Birk,\nOle Lund",
        "Ikke tilstede: Mona Birk og Ole\nLund",
        "Mona Birk og Ole Lund var fraværende.",
        "Mona Birk (A) var ikke til stede. Ole Lund (V) deltog ikke i sagens behandling.",
        "Under punktet var Mona Birk og Ole Lund ikke til stede.",
        "Mona Birk (A) og Ole Lund (V) deltog ikke.",
        "Herefter deltog Mona Birk og Ole Lund ikke i mødet.",
        "Mona Birk og Ole Lund var forhindret i at deltage.",
    ],
)
def test_a_missing_person_is_absent(text: str) -> None:
    assert changes(text) == [("Mona Birk", "absent"), ("Ole Lund", "absent")]


@pytest.mark.parametrize(
    "text",
    [
        "Afbud: Mona Birk",
        "Afbud fra Mona Birk (A)",
        "Der var afbud fra Mona Birk.",
        "Fraværende med afbud: Mona Birk (ferie)",
        "Mona Birk havde meldt afbud.",
        "Til dette punkt har Mona Birk meldt afbud",
    ],
)
def test_a_person_with_apologies_is_excused(text: str) -> None:
    assert changes(text) == [("Mona Birk", "excused")]


@pytest.mark.parametrize(
    "text",
    [
        "Ole Lund deltog som stedfortræder.",
        "Ole Lund (V) mødte i stedet.",
        "Ole Lund deltog i mødet som suppleant.",
        "Som stedfortræder deltog Ole Lund.",
        "I stedet deltog Ole Lund (V)",
        "Ole Lund var stedfortræder.",
        "Ole Lund sad som stedfortræder",
    ],
)
def test_a_person_in_anothers_place_is_a_substitute(text: str) -> None:
    assert changes(text) == [("Ole Lund", "substitute")]


@pytest.mark.parametrize(
    "text",
    [
        "Ole Lund deltog som stedfortræder for Mona Birk.",
        "Ole Lund (V) deltog i stedet for Mona Birk (V)",
        "Ole Lund mødte for Mona Birk",
        "Ole Lund deltager i stedet for Mona Birk",
        "I stedet for Mona Birk deltog stedfortræder Ole Lund.",
        "Stedfortræder: Ole Lund for Mona Birk",
        "Ole Lund er suppleant for Mona Birk og underskrev protokollen.",
        "Ole Lund, suppleant for Mona Birk",
        "Ole Lund (stedfortræder for Mona Birk) underskrev",
        "Stedfortræder for Mona Birk: Ole Lund",
        "Som stedfortræder for Mona Birk deltog Ole Lund",
    ],
)
def test_a_replaced_person_is_absent_by_default(text: str) -> None:
    assert sorted(changes(text)) == [("Mona Birk", "absent"), ("Ole Lund", "substitute")]


@pytest.mark.parametrize(
    "text",
    [
        "Afbud: Mona Birk. Ole Lund deltog som stedfortræder for Mona Birk.",
        "Afbud: Mona Birk\n\nOle Lund deltog som suppleant for Mona.",
        "Afbud: Mona Birk (stedfortræder: Ole Lund)",
        "Afbud: Mona Birk (Ole Lund deltog i stedet)",
        "Afbud: Mona Birk (Ole Lund som stedfortræder)",
        "Afbud: Mona Birk. Stedfortræder: Ole Lund",
        "Afbud: Mona Birk, stedfortræder: Ole Lund",
        "Afbud: Mona Birk (V) - Ole Lund (V) mødte som stedfortræder.",
        "Afbud: Mona Birk, Ole Lund deltog som stedfortræder",
        "Afbud: Mona Birk (A) stedfortræder Ole Lund (A)",
        "Mona Birk havde meldt afbud, og Ole Lund deltog i stedet.",
        "Afbud fra Mona Birk, der blev erstattet af Ole Lund",
        "Afbud: Mona Birk. I Mona Birks sted deltog Ole Lund som stedfortræder.",
    ],
)
def test_one_who_sent_apologies_and_is_replaced_is_excused_once(text: str) -> None:
    assert sorted(changes(text)) == [("Mona Birk", "excused"), ("Ole Lund", "substitute")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Mona Birk ankom kl. 17.32.", "arrived"),
        ("Mona Birk (A) deltog i mødet fra kl. 17.", "arrived"),
        ("Kl. 18 ankom Mona Birk.", "arrived"),
        ("Mona Birk kom til stede under punktet.", "arrived"),
        ("Mona Birk forlod mødet kl. 20.", "left"),
        ("Herefter forlod Mona Birk lokalet.", "left"),
        ("Mona Birk gik kl. 19.", "left"),
        ("Byrådet erklærede Mona Birk (A) for inhabil i punktets behandling.", "disqualified"),
        ("Mona Birk blev erklæret inhabil.", "disqualified"),
        ("Udvalget besluttede, at Mona Birk er inhabil i sagen.", "disqualified"),
        ("Udvalget erklærede, at Mona Birk ikke kan deltage i sagens behandling.", "disqualified"),
        ("Mona Birk blev af udvalget erklæret inhabil.", "disqualified"),
        ("Inhabil: Mona Birk", "disqualified"),
    ],
)
def test_arriving_leaving_and_being_disqualified_are_distinct(text: str, status: str) -> None:
    assert changes(text) == [("Mona Birk", status)]


def test_a_list_of_absent_people_can_name_substitutes() -> None:
    text = "Fraværende med afbud\nMona Birk. I stedet deltog Per Holm.\nOle Lund. I stedet mødte Ida Krogh."
    assert sorted(changes(text)) == [
        ("Ida Krogh", "substitute"),
        ("Mona Birk", "excused"),
        ("Ole Lund", "excused"),
        ("Per Holm", "substitute"),
    ]


def test_a_substitute_named_under_absent_was_present() -> None:
    text = "Fraværende: Mona Birk (A) deltog i mødet i stedet for Ole Lund (A)."
    assert changes(text) == [("Mona Birk", "substitute"), ("Ole Lund", "absent")]


def test_every_status_the_text_states_is_a_row() -> None:
    text = "Udvalget erklærede Mona Birk (A) for inhabil.\n\nHun forlod herefter lokalet.\n\nIkke til stede: Mona Birk"
    assert changes(text) == [("Mona Birk", "disqualified"), ("Mona Birk", "left"), ("Mona Birk", "absent")]
    assert changes("Mona Birk erklærede sig inhabil og forlod lokalet.") == [
        ("Mona Birk", "disqualified"),
        ("Mona Birk", "left"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Mona Birk (A) var inhabil og deltog ikke.",
        "Udvalget erklærede Mona Birk for inhabil. Hun deltog ikke i sagens behandling.",
        "På grund af inhabilitet deltog Mona Birk (A) ikke i behandlingen.",
        "Fraværende: Mona Birk (A) (inhabil)",
    ],
)
def test_a_conflict_of_interest_is_disqualification_and_not_absence(text: str) -> None:
    assert changes(text) == [("Mona Birk", "disqualified")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Godkendt.",
        "Fraværende: Ingen.",
        "Afbud:",
        "Mona Birk melder afbud til mødet den 5. oktober.",
        "Mona Birk spurgte, om hun var inhabil, fordi hun er kasserer i klubben.",
        "Udvalget erklærede Mona Birk (A) for ikke inhabil.",
        "Udvalget erklærede, at Mona Birk kan deltage i sagens behandling.",
        "Partierne kan udpege suppleanter, såfremt et medlem er forhindret i at deltage.",
        "Byrådet udpegede Mona Birk som medlem og Ole Lund som suppleant for Mona Birk.",
        "Udvalget valgte:\nMedlem: Mona Birk\nStedfortræder: Ole Lund",
        "Byrådet godkendte, at Ole Lund indtræder som stedfortræder for Mona Birk.",
        "Konsulent Mona Birk deltog under punktet med et oplæg.",
        "Mona Birk deltog ikke i afstemningen.",
        "Udvalget noterede, at Mona Birk har meldt afbud til konferencen.",
        "Mona Birk deltager i konferencen. Ole Lund er suppleant.",
        "Udvalget vil i stedet drøfte sygefravær til efteråret.",
        "Formanden var ikke til stede.",
    ],
)
def test_statements_about_other_attendance_give_no_row(text: str) -> None:
    assert changes(text) == []


def test_known_members_separate_two_names_without_a_comma() -> None:
    assert changes("Afbud: Mona Birk Ole Lund", "Mona Birk", "Ole Lund") == [
        ("Mona Birk", "excused"),
        ("Ole Lund", "excused"),
    ]


def test_the_portals_own_list_of_absences_agrees_with_what_real_decisions_say(shared: Path) -> None:
    """The portal also lists people whom the text does not mention; people in both are compared."""
    meetings = json.loads((shared / "minutes/greve-truth.json").read_text(encoding="utf-8"))
    items = [item for meeting in meetings for item in meeting["items"] if item["decision"] and item["listed_absent"]]
    read = [{name for name, status in changes(item["decision"]) if status in ("absent", "excused")} for item in items]
    stated = [{name for name in item["listed_absent"] if name in item["decision"]} for item in items]
    both = sum(len(one & other) for one, other in zip(read, stated, strict=True))
    assert both / sum(map(len, read)) == 1
    assert both / sum(map(len, stated)) >= 0.997  # one person left the room, disqualified; the portal calls it absent


def test_a_person_elected_as_deputy_is_no_substitute_for_an_absent_one() -> None:
    text = "Valgt blev Mona Birk (F) med Ole Lund (T) som suppleant.\n\nIkke til stede: Ida Krogh (A)"
    assert [(away.name, away.status) for away in attendance_changes(text)] == [("Ida Krogh", "absent")]
