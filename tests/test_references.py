"""References to other meetings and cases."""

from datetime import date

import pytest

from referat.facts.references import postponed_to, references

ON = date(2018, 1, 16)


def parsed(text: str, body_: str = "Direktionen") -> list[tuple[str | None, date | None, str | None]]:
    return [(result.body, result.date, result.direction) for result in references(text, ON, body_)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Udskudt til den 30/1.", ("Direktionen", date(2018, 1, 30), "later")),
        ("Sagen genoptages på mødet den 13. februar 2018.", ("Direktionen", date(2018, 2, 13), "later")),
        ("Byrådet besluttede den 3. oktober 2017 at bygge.", ("Byrådet", date(2017, 10, 3), "earlier")),
        ("som behandlet på direktionsmødet den 19-12-2017", ("Direktionen", date(2017, 12, 19), "earlier")),
        ("forelægges Økonomiudvalget den 6. februar", ("Økonomiudvalget", date(2018, 2, 6), "later")),
        (
            "Klima-, Natur- og Haveudvalget drøftede den 5. december sagen",
            ("Klima-, Natur- og Haveudvalget", date(2017, 12, 5), "earlier"),
        ),
    ],
)
def test_a_meeting_is_mentioned_by_body_and_day(text: str, expected: tuple[str | None, date, str]) -> None:
    assert parsed(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Fristen er den 1. marts 2018.",
        "Planen gælder fra 1. april 2018 til 31. marts 2019.",
        "Punkt 3 og 4 drøftes samlet.",
    ],
)
def test_a_date_of_no_meeting_is_no_reference(text: str) -> None:
    assert parsed(text) == []


def test_the_meeting_itself_is_no_reference() -> None:
    assert parsed("Direktionen drøftede på mødet den 16. januar 2018 planen.") == []


def test_a_meeting_without_a_named_body_has_no_body() -> None:
    assert parsed("drøftes på temamødet den 5. marts 2018") == [(None, date(2018, 3, 5), "later")]


def test_a_day_without_a_direction_is_not_guessed() -> None:
    assert parsed("mødet i Byrådet den 3/4 og planen") == [("Byrådet", None, None)]


def test_a_case_is_mentioned_by_its_number() -> None:
    result = references("Se sag 13/39680.", ON, "Direktionen")
    assert [(reference.kind, reference.case_number, reference.text) for reference in result] == [
        ("case", "13/39680", "13/39680")
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Udskudt til den 30/1.", date(2018, 1, 30)),
        ("Sagen udsættes til mødet den 13. februar 2018.", date(2018, 2, 13)),
        ("Punktet er udsat og genoptages 13-02-2018", date(2018, 2, 13)),
        ("Udsat til 3/1.", date(2019, 1, 3)),
        ("Udsat.", None),
        ("Sagen fra den 2. januar 2018 udsættes.", None),
        ("Udsat til næste møde. Fristen er den 1. marts 2018.", None),
    ],
)
def test_a_postponed_matter_comes_back_on_the_day_named_after_the_words(text: str, day: date | None) -> None:
    assert postponed_to(text, ON) == day


@pytest.mark.parametrize(
    ("text", "body", "number"),
    [
        ("Byrådet besluttede den 3. oktober 2017 (pkt. 15) at bygge.", "Byrådet", 15),
        ("På Byrådets møde den 3. oktober 2017, punkt 4, blev det vedtaget.", "Byrådet", 4),
        ("Byrådet vedtog (3. oktober 2017, pkt. 21) en plan.", "Byrådet", 21),
        ("Jf. punkt 7 på Byrådets møde den 3. oktober 2017.", "Byrådet", 7),
        ("Planen blev behandlet den 3. oktober 2017 (pkt. 4) i Havneudvalget.", "Havneudvalget", 4),
        ("Når Byrådet den 3. oktober 2017 under pkt. 30 godkendte planen.", "Byrådet", 30),
        ("Sagen blev forelagt på møde d. 3. oktober 2017 i Havneudvalget.", "Havneudvalget", None),
        ("Planen er fra den 3. oktober 2017 (pkt. 2).", None, 2),
    ],
)
def test_a_mention_names_the_item_by_its_number(text: str, body: str | None, number: int | None) -> None:
    assert [(result.body, result.item_number) for result in references(text, ON, "Direktionen")] == [(body, number)]


@pytest.mark.parametrize("preposition", ["På", "Når", "Med", "Siden", "Efter", "I"])
def test_a_preposition_is_no_part_of_a_bodys_name(preposition: str) -> None:
    assert parsed(f"{preposition} Havneudvalgets møde den 3. oktober 2017 blev det vedtaget.")[0][0] == "Havneudvalget"


def test_two_bodies_with_one_day_are_two_mentions() -> None:
    result = parsed("Planen blev godkendt i Økonomiudvalget og Byrådet den 3. oktober 2017.")
    assert [body for body, _, _ in result] == ["Økonomiudvalget", "Byrådet"]


def test_the_committee_of_a_text_that_the_council_repeats_is_not_guessed() -> None:
    assert parsed("På udvalgets møde den 3. oktober 2017 blev planen drøftet.", body_="Byrådet")[0][0] is None
