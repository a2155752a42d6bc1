"""Minutes of no known layout are read whatever form the headings of the meeting, of items and of decisions have."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from referat.records.document_reader import read_document
from referat.records.rows import Row

MEETING = "Referat fra møde i Havneudvalget tirsdag den 12. marts 2019 kl. 16.00"
TITLES = ["Ny belysning på Vestre Kaj", "Leje af bådpladser"]
DECISIONS = ["Godkendt som indstillet.", "Udvalget vedtog en ny takst."]
ITEM = """{item}
Sagsnr. 19/12{number}4

Resumé
Lamperne på kajen er slidte og bruger for meget strøm.

{decision}
{decided}
"""

MEETINGS = [
    "Havneudvalget\nReferat\n12. marts 2019 kl. 16:00",
    "12-03-2019 Havneudvalget kl. 16:00",
    "Havneudvalget | 12. marts 2019 | 16:00",
    "Havneudvalget : 12/03/2019 16:00",
    "Havneudvalget tirsdag 12.03.2019 kl 16:00 - Referat",
    "Havneudvalget (12-03-2019)\nkl. 16.00",
    "Havneudvalget\nMøde: 12-03-2019 kl. 16:00\nSted: Rådhuset",
    "Havneudvalget\n3. ordinære møde tirsdag den 12. marts 2019 kl. 16.00",
    "Havneudvalget\nOffentligt referat fra den 12. marts 2019 kl. 16.00",
    "Møde nr. 3: Havneudvalget, 12. marts 2019 kl. 16.00",
    "Mødereferat: Havneudvalget den 12/3-2019 kl. 16:00",
    "Beslutningsprotokol for Havneudvalget\ntirsdag den 12. marts 2019 kl. 16:00 i mødelokale 2",
    "Referat for Havneudvalget's møde d. 12. marts 2019, kl. 16.00",
    "Referat af ordinært møde nr. 3 i Havneudvalget den 12. marts 2019 kl. 16.00",
    "Åbent referat for Havneudvalgets møde den 12. marts 2019 kl. 16.00",
    "Emne: Møde i Havneudvalget\nDato: 12. marts 2019 kl. 16.00",
    "Tirsdag den 12. marts 2019 kl. 16.00 afholdtes møde i Havneudvalget.",
    "Den 12. marts 2019 kl. 16.00 holdt Havneudvalget møde på rådhuset.",
    "Havneudvalget afholdt møde tirsdag den 12. marts 2019 kl. 16.00",
]

ITEMS = [
    "{number}. {title}",
    "{number}) {title}",
    "{number} - {title}",
    "{number} | {title}",
    "{number} . {title}",
    "{number}./19 {title}",
    "{number}. sag: {title}",
    "({number}) {title}",
    "{number}. (Offentlig) {title}",
    "{number} (Åben sag)\n{title}",
    "Punkt: {number} {title}",
    "Punkt {number} af 2: {title}",
    "Åbent punkt {number}: {title}",
    "Åbn punkt {number}. {title}",
    "Fold ud {number}. {title}",
    "{title} - Punkt {number}",
    "Emne: {title}",
    "Titel: {title}",
]

HEADINGS = [
    "Beslutning i Havneudvalget den 12. marts 2019",
    "Beslutning (Havneudvalget) 12-03-2019:",
    "Beslutning - 12. marts 2019",
    "Beslutning på møde 12. marts 2019",
    "Beslutning til punkt 1",
    "Behandling i Havneudvalget den 12. marts 2019",
    "=== Beslutning ===",
    "[Beslutning]",
    "> Beslutning",
]

AWAY = [
    "Bo Lund havde meldt afbud.",
    "Bo Lund var forhindret i at deltage.",
    "Der var afbud fra Bo Lund.",
    "Afbud (1): Bo Lund",
    "Afbud - Bo Lund",
    "Mødeafbud: Bo Lund",
    "Fraværende - med afbud\nBo Lund",
]

FORMS = {
    **{form: (form, ITEMS[0], "Beslutning") for form in MEETINGS},
    **{form: (MEETING, form, "Beslutning") for form in ITEMS},
    **{form: (MEETING, ITEMS[0], form) for form in HEADINGS},
}


def _minutes(meeting: str, item: str, decision: str) -> str:
    items = (
        ITEM.format(item=item.format(number=number, title=title), number=number, decision=decision, decided=decided)
        for number, title, decided in zip((1, 2), TITLES, DECISIONS, strict=True)
    )
    return "\n".join([meeting, "", *items])


def _read(text: str, folder: Path) -> Mapping[str, list[Row]]:
    """Return the rows of minutes, by table."""
    (folder / "minutes.txt").write_text(text, encoding="utf-8")
    (rows,) = read_document(folder / "minutes.txt", folder)
    return rows.tables


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_heading_is_read(form: str, tmp_path: Path) -> None:
    tables = _read(_minutes(*FORMS[form]), tmp_path)
    meeting, items = tables["meetings"][0], tables["items"]
    assert (meeting["body"], str(meeting["date"]), meeting["start_time"]) == ("Havneudvalget", "2019-03-12", "16:00")
    assert [item["title"] for item in items] == TITLES
    assert [decision["text"] for decision in tables["decisions"]] == DECISIONS
    if "{number}" in FORMS[form][1]:
        assert [item["number"] for item in items] == [1, 2]


@pytest.mark.parametrize("form", AWAY)
def test_who_was_away_is_read(form: str, tmp_path: Path) -> None:
    people = _read(_minutes(f"{MEETINGS[0]}\n\n{form}", ITEMS[0], "Beslutning"), tmp_path)["attendance"]
    assert [person["name"] for person in people] == ["Bo Lund"]
    assert people[0]["status"] in ("excused", "absent")


def test_words_that_open_what_was_decided_head_it(tmp_path: Path) -> None:
    decisions = _read(_minutes(MEETING, ITEMS[0], "Udvalget besluttede:"), tmp_path)["decisions"]
    opened = [f"Udvalget besluttede:\n{text}" for text in DECISIONS]
    assert [decision["text"].replace("\n\n", "\n") for decision in decisions] == opened
