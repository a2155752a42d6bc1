"""Classification of single lines."""

import pytest

from referat.structure.layout_rules import layout
from referat.structure.line_classifier import scan
from referat.structure.section_headings import corrected_heading, doubtful_heading
from referat.structure.table_of_contents import contents_entry
from referat.structure.text_lines import bare, split


def kinds(*lines: str) -> list[str]:
    return [mark.kind for mark in scan(list(lines), layout("portal"))]


@pytest.mark.parametrize("text", ["", "a", "a\nb", "a\r\nb\r\n", "a\rb", "a\n\rb", "\n\n", "a\x0cb\u2028c\x85d\n"])
def test_lines_and_separator_give_the_text_back(text: str) -> None:
    lines, separator = split(text)
    assert separator.join(lines) == text


def test_lines_are_those_an_editor_counts() -> None:
    assert split("a\r\nb\nc")[0] == ["a\r", "b", "c"]
    assert split("a\rb")[0] == ["a", "b"]
    assert split("a\x0cb\u2028c\x85d")[0] == ["a\x0cb\u2028c\x85d"]


@pytest.mark.parametrize(
    "line", ["", "  ", "\t\r", "\x0c", "\u200b", "\ufeff", "\x00", "\x1f", "\x85", "\u2003", "**", "##"]
)
def test_a_line_of_invisible_characters_is_blank(line: str) -> None:
    assert bare(line) == ""


@pytest.mark.parametrize("line", ["", ":", "::", "?", "???", ".", "*", "*:*", "-", "1", "\x1f", "(", "3 4"])
def test_signs_alone_get_no_mark(line: str) -> None:
    assert kinds(line) == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("REFERAT Direktionen d. 06-03-2023", "meeting"),
        ("Referat Have- og Parkudvalget d. 6-3-2023", "meeting"),
        ("DAGSORDEN Byråd 2022-2025 d. 06.03.2023", "meeting"),
        ("\ufeffREFERAT Direktionen d. 06-03-2023 ", "meeting"),
        ("Mødedato Mandag d. 6. marts 2023 kl. 09:00", "date"),
        ("MØDEDATO: 6. marts 2023", "date"),
        ("M?dedato Mandag", "date"),
        ("Mødested Gule Sal", "location"),
        ("Mødedeltagere", "attendees"),
        ("Fraværende med afbud: Bodil Ravn", "absentees"),
        ("Indholdsfortegnelse", "contents"),
        ("Punkt 1: Plan for havnen", "item"),
        ("PUNKT 12: PLAN", "item"),
        ("**Punkt 1:** Plan for havnen", "item"),
        ("Punkt 3:", "item"),
        ("Punkt 3 - Plan for havnen", "item"),
        ("Punkt 3 – Plan for havnen", "item"),
        ("Punkt 3a: Plan for havnen", "item"),
        ("23/1", "case"),
        ("EMN-2025-003383", "case"),
        ("Baggrund", "heading"),
        ("SAGSFREMSTILLING", "heading"),
        ("Økonomi:", "heading"),
        ("Lovgrundlag, planer mv.", "heading"),
        ("Beslutning Direktionen den 06-03-2023", "decision"),
        ("BESLUTNING DIREKTIONEN DEN 06-03-2023", "decision"),
        ("Beslutning i Byrådet den 6. marts 2023:", "decision"),
        ("03-10-2022 Byggeudvalget", "history_entry"),
    ],
)
def test_a_line_is_known_by_its_words(line: str, kind: str) -> None:
    assert kinds(line) == [kind]


@pytest.mark.parametrize(
    "line",
    [
        "Punktnummer: 21",
        "Punkt 3 og 4 behandles samlet",
        "Punkt 3 - 5 behandles samlet",
        "Punkt 3 - og punkt 4 - behandles samlet",
        "Punkt 3a og 3b behandles samlet",
        "Punktet udsættes.",
        "Baggrunden er kendt",
        "Økonomi er vigtigt",
        "Bilag 1 - Kort",
        "Beslutningen træffes i maj",
        "Beslutning om vejen træffes i maj",
        "Referat fra mødet i april",
        "Indholdet er kendt",
        "22-08-2022",
        "Godkendt.",
    ],
)
def test_running_text_has_no_mark(line: str) -> None:
    assert kinds(line) == []


def test_a_lower_case_word_that_ends_a_wrapped_sentence_is_no_heading() -> None:
    assert kinds("Planen rummer historie og", "økonomi") == []
    assert kinds("", "økonomi", "") == ["heading"]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("Bagrund", "baggrund"),
        ("Sagsfremstiling", "sagsfremstilling"),
        ("SAGSFREMSTILLIN", "sagsfremstilling"),
        ("?konomi", "økonomi"),
        ("Beslutnng", "beslutning"),
        ("Indstillinger og", None),
        ("Sagsfrmstiling", None),
        ("Blag", "bilag"),
        ("Bilagg", "bilag"),
        ("bBilag", "bilag"),
        ("Lag", None),
        ("Havnen", None),
    ],
)
def test_a_heading_with_one_letter_wrong_is_known(line: str, heading: str | None) -> None:
    assert corrected_heading(line) == heading


def test_only_a_line_below_a_blank_one_is_repaired() -> None:
    assert kinds("", "Bagrund", "") == kinds("", "Bagrund", "Havnen") == ["heading"]
    assert kinds("Havnen", "Bagrund", "") == []
    assert doubtful_heading("Havnen", "Bagrund") == "baggrund"
    assert doubtful_heading("", "Bagrund") is doubtful_heading("Havnen", "Baggrund") is None


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("Plan for havnen.....3", ("Plan for havnen", 3, 5)),
        ("Plan for havnen.....\t12 ", ("Plan for havnen", 12, 5)),
        ("Plan for havnen......3", ("Plan for havnen", 3, 6)),
        ("Plan for havnen.....", ("Plan for havnen", None, 5)),
        ("Plan for 2022.....3", ("Plan for 2022", 3, 5)),
        ("Plan for havnen", None),
        ("Plan for havnen, etc.", None),
        ("", None),
    ],
)
def test_dots_lead_from_a_title_to_its_page(line: str, entry: tuple[str, int | None, int] | None) -> None:
    assert contents_entry(line) == entry


@pytest.mark.parametrize(
    ("line", "body", "date"),
    [
        ("Beslutning i Byrådet den 24-06-2019", "Byrådet", "24-06-2019"),
        ("Beslutning Byrådet 24-06-2019", "Byrådet", "24-06-2019"),
        ("Beslutning i Byrådet, 24. juni 2019", "Byrådet", "24. juni 2019"),
        ("Beslutning i Byrådet, den 24-06-2019, kl. 17:00", "Byrådet", "24-06-2019"),
        ("Beslutning i Parkudvalget den 17-06-2019, pkt. 4", "Parkudvalget", "17-06-2019"),
        ("Beslutning i Parkudvalget den 17-06-2019 - pkt. 4", "Parkudvalget", "17-06-2019"),
        ("Beslutning Byrådet mandag den 24. juni 2019", "Byrådet", "24. juni 2019"),
        ("Beslutning fra møde i Byrådet den 24. juni 2019", "Byrådet", "24. juni 2019"),
        ("Beslutning i Byrådets møde den 24. juni 2019", "Byrådet", "24. juni 2019"),
        ("Beslutning (Byrådet den 24-06-2019)", "Byrådet", "24-06-2019"),
        ("Beslutning: Byrådet den 24-06-2019", "Byrådet", "24-06-2019"),
        ("Beslutning på mødet den 24. juni 2019", None, "24. juni 2019"),
        ("Beslutning den 24-06-2019", None, "24-06-2019"),
        ("Beslutning af 24-06-2019:", None, "24-06-2019"),
        ("Byrådets beslutning den 24-06-2019", "Byrådet", "24-06-2019"),
        ("Park- og Havneudvalgets beslutning, den 17. juni 2019:", "Park- og Havneudvalget", "17. juni 2019"),
        ("Parkudvalgets beslutning", "Parkudvalget", None),
        ("Tidligere beslutning i Parkudvalget den 17-06-2019", "Parkudvalget", "17-06-2019"),
        (
            "Beslutning i Udvalget for Børn, Unge og Familie den 03-06-2019",
            "Udvalget for Børn, Unge og Familie",
            "03-06-2019",
        ),
    ],
)
def test_the_heading_of_a_decision_names_body_and_day_in_many_ways(
    line: str, body: str | None, date: str | None
) -> None:
    (mark,) = scan([line], layout("portal"))
    assert (mark.section, mark.groups.get("body"), mark.groups.get("date")) == ("decision", body, date)


@pytest.mark.parametrize(
    "line",
    [
        "Iværksættes efter udvalgets beslutning.",
        "Byrådet godkendte Parkudvalgets beslutning.",
        "Beslutningskompetence i Byrådet den 24-06-2019",
        "Beslutning om havnen i Byrådet i juni",
        "Den 8. marts 2017.",
    ],
)
def test_a_sentence_about_a_decision_is_no_heading(line: str) -> None:
    assert kinds(line) == []


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (["Beslutning i Have-, Park- og Strandudvalget den", "20-02-2023"], "Have-, Park- og Strandudvalget"),
        (["Beslutning i Udvalget for Børn, Unge og", "Familie den 20-02-2023"], "Udvalget for Børn, Unge og Familie"),
        (["Beslutning", "Byrådet den 20-02-2023"], "Byrådet"),
    ],
)
def test_the_heading_of_a_decision_wraps(lines: list[str], body: str) -> None:
    (mark,) = scan(lines, layout("portal"))
    assert (mark.groups["body"], mark.groups["date"], mark.lines) == (body, "20-02-2023", 2)


@pytest.mark.parametrize("text", ["Den 8. marts 2017.", "Sagen udsat til mødet den 8. marts 2017.", "Møde i maj 2017"])
def test_a_day_under_the_heading_of_a_decision_is_its_text(text: str) -> None:
    (mark,) = scan(["Beslutning", text], layout("portal"))
    assert mark.lines == 1


@pytest.mark.parametrize(
    "line", ["Indstilling fra administrationen", "Parkudvalgets indstilling", "Indstilling fra Teknisk Udvalg:"]
)
def test_a_heading_of_recommendations_names_who_recommends(line: str) -> None:
    (mark,) = scan([line], layout("portal"))
    assert mark.section == "recommendation"
