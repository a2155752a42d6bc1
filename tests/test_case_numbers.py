"""Case numbers, and the year in them."""

import pytest

from referat.facts.case_numbers import Fields, case_number, case_numbers, case_year, labelled, mentioned

NEWER = [
    "27.69.48-P20-1-14",
    "1-51-71-20-22",
    "00.30.14-Ø00-2-19",
    "2009/01234",
    "2018-0012345",
    "S2022-33412",
    "22-0012345",
]


@pytest.mark.parametrize(
    ("number", "year"),
    [
        ("22/581", 2022),
        ("09/10043", 2009),
        ("14/867", 2014),
        ("98/12", 1998),
        ("25/26257", 2025),
        ("21-014482", 2021),
        ("19-029828K", 2019),
        ("EMN-2025-003383", 2025),
        ("710-2014-193", 2014),
        ("326-2011-35985", 2011),
        ("330-2020-164", 2020),
        ("27.69.48-P20-1-14", 2014),
        ("1-51-71-20-22", 2022),
        ("2009/01234", 2009),
        ("2018-0012345", 2018),
        ("S2022-33412", 2022),
        ("299835", None),
    ],
)
def test_the_year_in_a_case_number_has_four_digits(number: str, year: int | None) -> None:
    assert case_year(number) == year


@pytest.mark.parametrize(
    "number",
    ["22/581", "09/10043", "21-014482", "19-029828K", "EMN-2025-003383", "710-2014-193", "326-2011-35985", *NEWER],
)
def test_a_line_that_is_a_case_number_gives_it_as_written(number: str) -> None:
    for line in ("{}", "  {} ", "{}.", "Sagsnr. {}", "Sagsnr.: {}", "Sag {}", "Sag nr. {}", "SAGSNR: {}"):
        assert case_number(line.format(number)) == number, line


@pytest.mark.parametrize(
    "line",
    [
        "",
        "22",
        "2022",
        "22-08-2022",
        "2017-2018",
        "43-12-10-12",
        "22/581 Bilag",
        "§ 17.4",
        "100/200 kr.",
        "2019/2020",
        "01.03.06",
    ],
)
def test_a_date_a_year_or_a_figure_is_no_case_number(line: str) -> None:
    assert case_number(line) is None


def test_a_case_mentioned_in_running_text_must_be_called_one() -> None:
    text = "Jf. sag 13/39680 og sagsnr. 710-2014-193; de 12/345 deltagere tæller ikke."
    assert [number for _, number in mentioned(text)] == ["13/39680", "710-2014-193"]


@pytest.mark.parametrize(
    ("line", "number", "access"),
    [
        ("Sagsnr.: 326-2011-35985       J.nr.: 01.03.06           Sagsbeh.: 326-2015-85804", "326-2011-35985", None),
        ("Sagsnr.: 330-2020-164   Dok.nr.: 330-2020-488200   Åbent", "330-2020-164", "Åbent"),
        ("J.nr.: 00.01.00 Sagsnr.: 12/345", "12/345", None),
        ("J.nr.:. Sagsid.: Initialer: Åben sag", None, "Åben sag"),
        ("Sagsnr. 299835", "299835", None),
        ("Sagsnr. 09.00.00-G01-1-19", "09.00.00-G01-1-19", None),
        ("Sagsnr. 710-2014-", "710-2014-", None),
        ("Sagsnr.:", None, None),
        ("Sagsnr Dok.nr Sagsbeh.", None, None),
    ],
)
def test_a_line_of_labels_gives_the_number_of_the_case_alone(line: str, number: str | None, access: str | None) -> None:
    assert labelled(line) == Fields(number, access)


@pytest.mark.parametrize(
    "line", ["Sag 3 udgår.", "Sagen er god", "Sagsnr. fra økonomi", "Sag 12/33 er god", "Dokumentationen er god"]
)
def test_prose_about_a_case_is_no_line_of_labels(line: str) -> None:
    assert labelled(line) is None


@pytest.mark.parametrize(
    "line", ["24/101, 24/102 og 23/5", "Sagsnr.: 24/101, 24/102 og 23/5", "Sagsnumre 24/101; 24/102; 23/5"]
)
def test_a_line_can_hold_several_case_numbers_after_one_label(line: str) -> None:
    assert case_numbers(line) == ["24/101", "24/102", "23/5"]
