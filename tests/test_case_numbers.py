"""Case numbers: what is one, and the year it carries."""

import pytest

from referat.facts.case_numbers import case_number, case_year, mentioned


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
        ("299835", None),
    ],
)
def test_the_year_in_a_case_number_has_four_digits(number: str, year: int | None) -> None:
    assert case_year(number) == year


@pytest.mark.parametrize(
    "number",
    ["22/581", "09/10043", "21-014482", "19-029828K", "EMN-2025-003383", "710-2014-193", "326-2011-35985"],
)
@pytest.mark.parametrize("line", ["{}", "  {} ", "{}.", "Sagsnr. {}", "Sagsnr.: {}", "Sag {}", "SAGSNR: {}"])
def test_a_line_that_is_a_case_number_gives_it_as_written(number: str, line: str) -> None:
    assert case_number(line.format(number)) == number


@pytest.mark.parametrize(
    "line",
    ["", "22", "2022", "22-08-2022", "2017-2018", "43-12-10-12", "22/581 Bilag", "§ 17.4", "100/200 kr."],
)
def test_a_date_a_year_or_a_figure_is_no_case_number(line: str) -> None:
    assert case_number(line) is None


def test_a_case_mentioned_in_running_text_must_be_called_one() -> None:
    text = "Jf. sag 13/39680 og sagsnr. 710-2014-193; de 12/345 deltagere tæller ikke."
    assert [number for _, number in mentioned(text)] == ["13/39680", "710-2014-193"]
