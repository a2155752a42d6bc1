"""Texts with numbered points, headings and outcomes are refused if they are no minutes."""

import pytest

from referat.records.document_reader import parse_text
from referat.structure.document_tree import Node
from referat.structure.meeting_evidence import name_of_other_kind

OTHERS = {
    "rules of procedure": """Forretningsorden for Engby Byråd
Vedtaget af byrådet den 12. marts 2018

§ 2. Dagsorden
1. Godkendelse af dagsorden
2. Meddelelser
3. Eventuelt

§ 4. Beslutning
Alle beslutninger træffes ved stemmeflertal.""",
    "article with a list": """Flertal i byrådet siger ja til svømmehal

Fakta:
1. Hallen får seks baner
2. Byggeriet begynder i 2023

Beslutningen er endelig.""",
    "statutes": """1. Navn
Foreningens navn er Bylauget.

2. Medlemmer
Kontingentet fastsættes på et årligt møde.

3. Ophævelse
Beslutning herom kræver to tredjedele af stemmerne.""",
    "budget with chapters": """Budget 2023 - 2026
Vedtaget af byrådet den 10. oktober 2022

1. Indledning
Budgettet er vedtaget af et flertal i byrådet.

1. Ny skole i Sønderby 45.000
2. Renovering af Rådhuset 12.500
Tillægsbevillinger godkendes af Økonomiudvalget.""",
    "plan of action": """Handlingsplan for klima

1. Elbiler
Formål: at udlede mindre.
Beslutning: Godkendt.

2. Flere træer
Formål: skygge i byen.
Beslutning: Udsat.""",
    "inspection": """Uanmeldt tilsyn på Solgården
Dato for tilsyn: 4. maj 2021 kl. 9.30
Deltagere: Karin Holst, Ib Trane

1. Medicin
Konklusion
Godkendt med bemærkninger.

2. Måltider
Konklusion
Ikke godkendt.""",
    "letter": """Dato: 4. maj 2021
Sagsnr.: 21/4412

Afslag på ansøgning om hegn

Kære Hans Kvist

Afgørelse
Udvalget har besluttet at give afslag.""",
    "Norwegian minutes": """MØTEPROTOKOLL
Utvalg: Kommunestyret
Dato: 15.06.2021
Tidspunkt: 18:00

PS 21/21 Årsregnskap
Innstilling:
Regnskapet fastsettes.
Vedtak:
Enstemmig vedtatt.""",
}

MINUTES = {
    "one item with a heading": "7. Handlingsplan for klima\n\nIndstilling\nDet indstilles, at planen godkendes.\n\n"
    "Beslutning\nGodkendt.",
    "called minutes of another kind's title": "Handlingsplan for klima\nReferat\nKlimarådet den 3. maj 2021\n\n"
    "1. Elbiler\nGodkendt.",
    "outcomes without headings": "1. Dagsorden\nGodkendt.\n\n2. Budget\nBudgettet blev godkendt.",
    "numbered case": "12. Salg af grund\nSagsnr.: 21/4412\n\nKommunen er blevet spurgt om grunden.",
}


def _meetings(text: str) -> list[Node]:
    return parse_text(text).root.of("meeting")


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_a_text_that_is_not_of_a_meeting_gives_no_meeting(text: str) -> None:
    assert _meetings(text) == []


@pytest.mark.parametrize("text", MINUTES.values(), ids=MINUTES)
def test_a_text_with_the_decisions_of_a_meeting_gives_one(text: str) -> None:
    assert len(_meetings(text)) == 1


def test_an_agenda_of_bare_titles_calls_itself_one() -> None:
    titles = "1. Godkendelse af dagsorden\n2. Tilskud til foreninger\n3. Eventuelt"
    (agenda,) = _meetings(f"Dagsorden\nKulturudvalget\nOnsdag den 9. juni 2021 kl. 15.00\n\n{titles}")
    (minutes,) = _meetings(f"Dagsorden\nKulturudvalget\nOnsdag den 9. juni 2021 kl. 15.00\n\n{titles}\nIntet.")
    assert agenda.groups["document"] == "dagsorden"
    assert "document" not in minutes.groups


def test_a_refused_text_is_kept_whole() -> None:
    text = OTHERS["plan of action"]
    assert parse_text(text).text() == text


def test_what_a_text_calls_itself_is_in_its_first_lines() -> None:
    assert name_of_other_kind(["Engby Kommune", "NOTAT", "Til: Børneudvalget"]) == "NOTAT"
    assert name_of_other_kind(["1. Notat om elevtal"]) == ""
    assert name_of_other_kind(["Handlingsplan for klima"], alone=True) == ""
