"""Dates, weekdays and times of day as minutes write them."""

from datetime import date

import pytest

from referat.facts.dates import first_date, mentions, time_of_day, weekday


@pytest.mark.parametrize(
    "text",
    [
        "22-08-2022",
        "22/08/2022",
        "22.08.2022",
        "22.8.2022",
        "22-8-22",
        "2022-08-22",
        "22. august 2022",
        "22 august 2022",
        "22. AUGUST 2022",
        "den 22. aug. 2022",
        "Mandag d. 22. august 2022 kl. 09:00",
        "mandag den 22. august 2022 kl. 15.45",
        "Mandag, August 22, 2022 - 18:00",
        "22-08-2022 13:30:00",
        "(22-08-2022)",
    ],
)
def test_a_day_is_read_in_every_form_minutes_use(text: str) -> None:
    assert first_date(text) == date(2022, 8, 22)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "i 2022",
        "30. februar 2022",
        "22-13-2022",
        "kl. 09.30",
        "1.250.000 kr.",
        "sag 22/581",
        "§ 17.4",
        "3.2.1",
        "2,5",
    ],
)
def test_what_is_no_day_of_a_year_is_no_date(text: str) -> None:
    assert first_date(text) is None


@pytest.mark.parametrize("text", ["sag 21-014482", "EMN-2025-003383", "710-2014-193", "09/10043", "tlf. 43 12 10 12"])
def test_a_case_number_mentions_no_date(text: str) -> None:
    assert list(mentions(text)) == []


def test_every_date_of_a_text_is_found_in_order() -> None:
    result = [(m.day, m.month, m.year) for m in mentions("Fra den 30/1 til 2. maj 2019, igen 05-06-2019.")]
    assert result == [(30, 1, None), (2, 5, 2019), (5, 6, 2019)]


@pytest.mark.parametrize(
    ("text", "on", "after", "before"),
    [
        ("30/1", date(2018, 1, 16), date(2018, 1, 30), date(2017, 1, 30)),
        ("30/1", date(2018, 12, 3), date(2019, 1, 30), date(2018, 1, 30)),
        ("den 2. maj", date(2018, 5, 2), date(2019, 5, 2), date(2018, 5, 2)),
        ("30/1-2016", date(2018, 1, 16), date(2016, 1, 30), date(2016, 1, 30)),
        ("29. februar", date(2019, 3, 1), None, None),
    ],
)
def test_a_day_without_a_year_is_the_next_or_the_last_one(
    text: str, on: date, after: date | None, before: date | None
) -> None:
    mention = next(mentions(text))
    assert (mention.after(on), mention.before(on)) == (after, before)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mandag d. 22. august 2022", 0),
        ("TIRSDAG DEN 3. MAJ", 1),
        ("lørdag", 5),
        ("d. 22. august 2022", None),
        ("mandagsmøde", None),
    ],
)
def test_the_weekday_is_the_first_one_named(text: str, day: int | None) -> None:
    assert weekday(text) == day


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Mandag d. 22. august 2022 kl. 09:00", "09:00"),
        ("22-08-2022 kl. 9.00", "09:00"),
        ("22.08.2022 kl. 9.05 - 11.00", "09:05"),
        ("22.08.2022 kl. 9.05-11", "09:05"),
        ("kl 17", "17:00"),
        ("Kl. 8:30-12", "08:30"),
        ("23-03-2015 13:30:00", "13:30"),
        ("13.45", "13:45"),
        ("Onsdag den 1. oktober 2025", None),
        ("22.08.2022", None),
        ("kl. 25.00", None),
        ("kl. 9.75", None),
        ("", None),
    ],
)
def test_the_time_of_day_has_two_digits_for_hour_and_minute(text: str, time: str | None) -> None:
    assert time_of_day(text) == time


@pytest.mark.parametrize(
    "text", ["3. og 4. maj 2021", "3. - 4. maj 2021", "3.-4. maj 2021", "mandag den 3. og tirsdag den 4. maj 2021"]
)
def test_a_meeting_of_two_days_begins_on_the_first(text: str) -> None:
    assert first_date(text) == date(2021, 5, 3)


@pytest.mark.parametrize("text", ["30. april og 1. maj 2021", "fredag den 30. april - lørdag den 1. maj 2021"])
def test_the_two_days_of_a_meeting_can_be_of_two_months(text: str) -> None:
    assert first_date(text) == date(2021, 4, 30)


@pytest.mark.parametrize("text", ["kl. 3 - 4. maj 2021", "kl. 9.00 - 14. maj 2021"])
def test_a_time_before_a_date_is_no_first_day(text: str) -> None:
    assert first_date(text) in (date(2021, 5, 4), date(2021, 5, 14))
