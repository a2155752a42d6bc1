"""Recommended points, and who recommends them."""

import pytest

from referat.facts.paragraphs import paragraphs
from referat.facts.recommendations import Point, points


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("ØC indstiller, at direktionen godkender planen.", "ØC"),
        ("FKC og ØDC indstiller, at", "FKC og ØDC"),
        ("Administrationen indstiller, at", "Administrationen"),
        ("Byrådscentret indstiller, at Direktionen:", "Byrådscentret"),
        ("Center for Byer og Haver anbefaler, at", "Center for Byer og Haver"),
        ("Plan- og Haveudvalget anbefaler overfor Byrådet, at", "Plan- og Haveudvalget"),
        ("Det indstilles af Havecentret, at", "Havecentret"),
        ("Det indstilles, at direktionen:", None),
        ("Der indstilles til godkendelse", None),
        ("At direktionen drøfter planen", None),
    ],
)
def test_who_recommends_is_named_by_the_words_that_introduce_the_points(text: str, who: str | None) -> None:
    following = [] if text.endswith(("planen.", "planen", "godkendelse")) else ["1. planen godkendes"]
    assert points([text, *following])[0].proposer == who


def parsed(*lines: str) -> list[tuple[str | None, str, str | None]]:
    return [(point.label, point.text, point.proposer) for point in points(paragraphs(lines))]


def test_a_sentence_alone_is_one_point() -> None:
    text = "ØC indstiller, at direktionen godkender planen."
    assert points([text]) == [Point(None, text, "ØC")]


@pytest.mark.parametrize("opening", ["Det indstilles, at direktionen:", "Det indstilles, at", "Det indstilles"])
def test_the_words_that_introduce_a_list_are_no_point(opening: str) -> None:
    assert parsed(opening, "", "1. godkender planen", "2. drøfter tiden") == [
        ("1", "godkender planen", None),
        ("2", "drøfter tiden", None),
    ]


def test_every_point_of_a_list_has_the_proposer_that_introduces_it() -> None:
    assert parsed("HC indstiller, at direktionen", "", "- godkender planen,", "- drøfter tiden.") == [
        (None, "godkender planen,", "HC"),
        (None, "drøfter tiden.", "HC"),
    ]


def test_each_paragraph_that_says_what_shall_be_done_is_a_point() -> None:
    assert parsed("At direktionen drøfter planen", "", "At direktionen godkender tiden") == [
        (None, "At direktionen drøfter planen", None),
        (None, "At direktionen godkender tiden", None),
    ]


def test_two_proposers_each_have_their_points() -> None:
    result = parsed("HC indstiller, at", "", "1. planen godkendes", "", "ØC anbefaler, at", "", "1. tiden drøftes")
    assert [(text, who) for _, text, who in result] == [("planen godkendes", "HC"), ("tiden drøftes", "ØC")]


def test_a_point_wrapped_over_lines_is_one_point() -> None:
    first = "1. godkender den fremlagte plan for haverne langs åen i den østlige del af"
    assert parsed("Det indstilles, at direktionen:", first, "byen", "2. drøfter tiden") == [
        ("1", f"{first[3:]} byen", None),
        ("2", "drøfter tiden", None),
    ]


@pytest.mark.parametrize(
    "opening",
    [
        "Administrationen indstiller over for Haveudvalget:",
        "Kommunaldirektøren indstiller til Økonomiudvalget at anbefale over for Kommunalbestyrelsen, at",
        "Kommunaldirektøren indstiller til Økonomiudvalget at anbefale over for Kommunalbestyrelsen",
    ],
)
def test_the_recipient_belongs_to_the_introduction(opening: str) -> None:
    assert [text for _, text, _ in parsed(opening, "", "1. at planen godkendes")] == ["at planen godkendes"]
    assert parsed(opening + ":" * (not opening.endswith(":"))) == []


def test_a_paragraph_that_asks_for_no_decision_is_no_point() -> None:
    assert parsed("Der skal ikke træffes beslutning.") == []
    assert parsed("Sagen er til orientering. Der skal ikke træffes beslutning i sagen.") == []
    assert parsed("Ingen.") == []


def test_a_further_body_that_recommends_in_turn_belongs_to_the_introduction() -> None:
    opening = "Centerchefen anbefaler, at udvalget indstiller over for Byrådet"
    assert parsed(opening, "", "1) at skolen bygges,", "2) at vejen lukkes.") == [
        ("1", "at skolen bygges,", "Centerchefen"),
        ("2", "at vejen lukkes.", "Centerchefen"),
    ]


def test_sub_points_belong_to_their_point() -> None:
    result = parsed("Det indstilles, at direktionen:", "1. godkender", "- planen", "- tiden", "2. drøfter prisen")
    assert [label for label, _, _ in result] == ["1", "2"]
    assert "planen" in result[0][1] and "tiden" in result[0][1]


def test_nothing_gives_no_point() -> None:
    assert parsed() == parsed("", " ") == []


def test_a_point_that_ends_in_a_comma_is_no_introduction() -> None:
    texts = ["Forvaltningen foreslår:", "at kranen sælges,", "at hegnet rejses."]
    assert [point.text for point in points(texts)] == texts[1:]


def test_an_infinitive_that_waits_for_the_list_introduces_it() -> None:
    texts = ["Direktøren indstiller, at udvalget anbefaler Byrådet at godkende", "a) planen", "b) budgettet"]
    assert [(point.label, point.text) for point in points(texts)] == [("a", "planen"), ("b", "budgettet")]


def test_the_proposer_is_the_subject_of_the_clause_that_recommends():
    text = "Behovet for pladser er ved at blive opgjort, og administrationen indstiller, at sagen godkendes."
    assert [point.proposer for point in points([text])] == ["Administrationen"]
    nobody = "Politiet ser intet behov for en lysregulering, men indstiller, at sagen godkendes."
    assert [point.proposer for point in points([nobody])] == [None]
