"""The outcome of each recommended point."""

import json
from pathlib import Path

import pytest

from referat.facts.decisions.point_outcomes import Outcome, labels, outcomes


def read(text: str) -> dict[str, str]:
    return {outcome.label: outcome.decision_type for outcome in outcomes(text)}


def test_an_outcome_has_the_points_number_its_type_and_its_words() -> None:
    assert outcomes("3. Anbefales ikke, idet sagen mangler et overslag.") == [
        Outcome("3", "rejected", "Anbefales ikke, idet sagen mangler et overslag.")
    ]


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ("1.-3.", "1 2 3"),
        ("1-3", "1 2 3"),
        ("1. - 3.", "1 2 3"),
        ("9. – 11.", "9 10 11"),
        ("1, 2 og 4", "1 2 4"),
        ("1. og 2.", "1 2"),
        ("1a", "1a"),
        ("1.a.", "1a"),
        ("2. a.-c.", "2a 2b 2c"),
        ("2a-2c", "2a 2b 2c"),
        ("2. a. og b.", "2a 2b"),
        ("a)-c)", "a b c"),
        ("a), b) og d)", "a b d"),
        ("1.1, 1.2 og 2.", "1.1 1.2 2"),
        ("2.1 – 2.3", "2.1 2.2 2.3"),
        ("3-1", "3 1"),
    ],
)
def test_points_are_counted_out(points: str, expected: str) -> None:
    assert labels(points) == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.-2. Anbefales.", {"1": "recommended", "2": "recommended"}),
        ("1-2 anbefales", {"1": "recommended", "2": "recommended"}),
        ("1. Godkendt\n\n2. Ikke godkendt.", {"1": "approved", "2": "rejected"}),
        (
            "1. Godkendt. 2. Anbefales ikke. 3. Taget til efterretning.",
            {"1": "approved", "2": "rejected", "3": "noted"},
        ),
        ("1a. Anbefales.\n1.b. Anbefales ikke.", {"1a": "recommended", "1b": "rejected"}),
        ("Ad 1-2. Godkendt.", {"1": "approved", "2": "approved"}),
        ("Ad 1) godkendes\nAd 2) udsættes", {"1": "approved", "2": "postponed"}),
        ("Pkt. 1: Anbefales.", {"1": "recommended"}),
        ("Punkt 3b Anbefales", {"3b": "recommended"}),
        ("1: Orienteringen blev taget til efterretning.", {"1": "noted"}),
        ("2.Godkendt", {"2": "approved"}),
        ("Punkterne a) - c) anbefales.", {"a": "recommended", "b": "recommended", "c": "recommended"}),
        ("1.\nGodkendt.", {"1": "approved"}),
    ],
)
def test_a_number_at_the_head_of_a_line_names_the_point(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Byrådet godkendte administrationens indstillingspunkt 1 og 3.", {"1": "approved", "3": "approved"}),
        ("Byrådet kunne ikke godkende indstillingspunkt 2.", {"2": "rejected"}),
        ("Med stemmerne 9 for og 2 imod godkendte Byrådet indstillingspunkt 1c.", {"1c": "approved"}),
        ("Udvalget anbefaler, at indstillingspunkterne a) og c) godkendes.", {"a": "recommended", "c": "recommended"}),
        ("Udvalget godkendte punkt 1 og punkt 2.", {"1": "approved", "2": "approved"}),
        ("Udvalget tager punkt 4 til efterretning.", {"4": "noted"}),
        ("Vedrørende punkt 2: Byrådet godkendte forslaget.", {"2": "approved"}),
        ("Udvalget kan ikke anbefale indstillingspunkt 3, men anbefaler i stedet model B.", {"3": "rejected"}),
    ],
)
def test_a_sentence_names_the_points_it_decides_on(text: str, expected: dict[str, str]) -> None:
    assert read(text) == expected


def test_the_first_statement_about_a_point_is_its_outcome() -> None:
    assert read("1. Ikke godkendt. Udvalget godkendte i stedet model B.") == {"1": "rejected"}
    assert read("1. Kan ikke anbefales, idet udvalget foreslår, at planen godkendes næste år.") == {"1": "rejected"}


def test_a_list_inside_an_outcome_does_not_change_it() -> None:
    assert read("1. Anbefales, idet:\n1. hegnet godkendes i træ\n2. Godkendt.") == {"1": "recommended", "2": "approved"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.",
        "Godkendt.",
        "1. Udvalget undlod at tage stilling.",
        "Udvalget ønsker desuden:\n7. halvårlig status på driften.",
        "2. behandling af budgettet finder sted i oktober.",
        "3. maj holdes et borgermøde.",
        "5 medlemmer mødte op.",
        "Punkt 12 udgår.",
        "Pkt. 12 blev rykket frem.",
        "Sagen sendes tilbage, jf. punkt 5.",
        "Mona Birk (A) stemte imod indstillingspunkt 2.",
        "Imod stemte (F) med bemærkning om, at indstillingspunkt 2 anbefales.",
        "Dagsordenen blev godkendt, idet der startes med punkt 10.",
    ],
)
def test_other_numbers_are_no_outcomes(text: str) -> None:
    assert read(text) == {}


def test_every_real_decision_with_outcomes_of_its_own_gets_them(shared: Path) -> None:
    """Of the real decisions whose first line is a number and one word of outcome, all must be read."""
    meetings = json.loads((shared / "minutes/greve-truth.json").read_text(encoding="utf-8"))
    texts = [item["decision"] for meeting in meetings for item in meeting["items"] if item["decision"]]
    plain = [
        text for text in texts if text[0] == "1" and text.split("\n")[0].rstrip(".").endswith(("nbefales", "odkendt"))
    ]
    assert len(plain) > 100
    assert all("1" in read(text) or "1a" in read(text) for text in plain)
    assert sum(len(outcomes(text)) for text in texts) > 1200
