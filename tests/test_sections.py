"""The sections of an item."""

import pytest

from referat.records.document_reader import parse_text

OPENING = "REFERAT Direktionen d. 06-03-2023\nMødedato 06-03-2023\nPunkt 1: Plan for havnen\n\n23/1\n\n"


def parts(*lines: str) -> list[str]:
    """Return the kinds of an item's sections, in order."""
    item = parse_text(OPENING + "\n".join(lines)).root.of("meeting")[0].of("item")[0]
    return [child.groups.get("section", "none") for child in item.of("section")]


@pytest.mark.parametrize(
    "order",
    [
        "background recommendation decision presentation finances attachments",
        "background recommendation presentation finances decision attachments",
        "attachments background recommendation presentation decision",
        "decision background recommendation presentation attachments",
        "presentation recommendation decision",
        "recommendation decision attachments",
    ],
)
def test_sections_come_in_any_order(order: str) -> None:
    lines = {
        "background": ["Baggrund", "", "Havnen er gammel.", ""],
        "recommendation": ["INDSTILLING", "", "ØC indstiller, at planen godkendes.", ""],
        "decision": ["Beslutning Direktionen den 06-03-2023", "", "Godkendt.", ""],
        "presentation": ["Sagsfremstilling", "", "Havnen er lang.", ""],
        "finances": ["ØKONOMI", "", "Prisen er ukendt.", ""],
        "attachments": ["Bilag", "", "Kort", "", "Plan for havnen", ""]
        if order.startswith("att")
        else ["Bilag", "", "Kort", ""],
    }
    assert parts(*[line for name in order.split() for line in lines[name]]) == order.split()


def test_text_under_no_heading_is_a_part_of_its_own() -> None:
    assert parts("Formanden bød velkommen.", "", "Baggrund", "", "Gammel.") == ["none", "background"]


def test_the_title_repeated_is_no_part() -> None:
    assert parts("Plan for havnen", "", "Baggrund", "", "Gammel.") == ["background"]


def test_a_decision_keeps_sub_headings_it_begins_with() -> None:
    decision = ["Beslutning Direktionen den 06-03-2023", "", "Tidsplan", "", "Maj.", "", "Økonomi", "", "Intet."]
    assert parts(*decision) == ["decision"]


def test_a_heading_after_the_decisions_text_opens_the_next_part() -> None:
    assert parts("Beslutning Direktionen den 06-03-2023", "", "Godkendt.", "", "Økonomi", "", "Intet.") == [
        "decision",
        "finances",
    ]


def test_a_word_that_names_no_day_under_a_decision_is_the_decisions_own() -> None:
    text = ["Beslutning", "", "Godkendt.", "", "Sagsfremstilling", "", "Beslutning", "", "Planen er en beslutning."]
    assert parts(*text) == ["decision", "presentation"]


def test_two_headings_with_nothing_between_are_two_parts() -> None:
    assert parts("Baggrund", "Sagsfremstilling", "Havnen er lang.") == ["background", "presentation"]
