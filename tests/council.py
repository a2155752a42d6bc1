"""Invented minutes of a council as the agenda portal prints them: 21 items on some thirty pages, with the truth."""

from __future__ import annotations

from dataclasses import dataclass

MATTERS = """\
Godkendelse af dagsordenen
Svar på forslag fra Kystlisten om flere bænke og mere læ langs Fyrvejen, så promenaden også kan bruges om vinteren
Svar på spørgsmål om ventetid i Borgerservice
Lokalplan 914, boliger og erhverv ved Rebslagerpladsen mellem Tjærevej, Sejlmagergade og Østre Mole - Forslag
Salg af areal ved Møllesøen
Anlægsbevilling til ny bro over Lerbækken
Fællesindkøb af eldrevne skraldebiler sammen med nabokommunerne i Vestfjordsamarbejdet, herunder model for finansiering
Lukkedage i daginstitutionerne 2026-2028
Tilsyn med plejehjem 2024
Opfølgning på budgetforliget for 2025
Kvalitetsrapport for folkeskolen
Tillæg nr. 7 til Spildevandsplan 2021-2026, separering af regnvand i Nørremarken, Bakkedraget og haveforeningerne
Ny skole på Lyngholm - placering
Forslag fra Havnelisten om gratis færge for cyklister
Forslag fra Torvelisten om et kommunalt orgel
Valg af stedfortræder til bestyrelsen for Vandkantens Museum
Ændring af styrelsesvedtægten
Mødeplan for 2026
Regnskab for Rebslagerhallen
Støtte til alment boligbyggeri på Tobaksgrunden, skema A, med i alt 48 familieboliger og 24 ungdomsboliger
Lukket: Køb af ejendom"""

OUTCOMES = (
    ("Byrådet godkendte indstillingen.", "approved"),
    ("Byrådet vedtog indstillingen med 27 stemmer mod 4.", "approved"),
    ("Sagen blev sendt til behandling i Kulturudvalget.", "referred"),
    ("Byrådet tog redegørelsen til efterretning.", "noted"),
    ("Sagen blev udsat til næste møde.", "postponed"),
    ("Forslaget blev forkastet.", "rejected"),
)
RESUME = (
    "Rådhuset har set på, hvad der skal til, og lægger her et oplæg frem, som hænger sammen med byens øvrige planer "
    "og med de midler, der er sat af. Oplægget bygger på samtaler med naboer, foreninger og de handlende på torvet, "
    "og det kan gennemføres i to etaper, hvis vejret arter sig."
)
ACCOUNT = (
    "Første etape begynder ved stranden, hvor grunden er fast, og hvor der kun er få ledninger at tage hensyn til. Når "
    "den er på plads, flyttes maskinerne op ad bakken, og trafikken ledes ad den gamle markvej i seks uger.",
    "Naboerne får besked fjorten dage før, og der stilles et skilt op for enden af hver vej. De fleste vil kun mærke, "
    "at bussen holder et andet sted, men der kan komme støj de dage, hvor der skal rammes spuns.",
    "Udgiften er regnet ud efter priserne i foråret. Stiger de mere end ventet, vendes sagen igen, før der bindes "
    "penge, og i så fald peges der på, hvad der kan vente til året efter uden gene for nogen.",
)


@dataclass(frozen=True)
class Matter:
    """The truth about one item."""

    number: int
    title: str
    case_number: str
    outcome: str
    decision_type: str
    attachments: tuple[str, ...]

    @property
    def closed(self) -> bool:
        """Whether it was dealt with behind closed doors."""
        return self.title.startswith("Lukket:")


def matters() -> list[Matter]:
    """Return the items in their order."""
    result = []
    for number, title in enumerate(MATTERS.split("\n"), 1):
        outcome, decision_type = OUTCOMES[number % len(OUTCOMES)]
        papers = tuple(f"Bilag {n}: {title.split(',')[0]}, tegninger og overslag over udgifter til de enkelte dele "
                       f"af opgaven, udgave {n}" for n in range(1, number % 4 + 1 if number < 21 else 1))  # fmt: skip
        result.append(Matter(number, title, f"EMN-2025-{1000 + 37 * number:06}", outcome, decision_type, papers))
    return result


def minutes() -> str:
    """Return the minutes as text in the portal's layout."""
    result = matters()
    contents = "\n".join(f"{matter.title[:100]}.....\t{2 + matter.number}" for matter in result)
    header = (
        "REFERAT Vandkanten Byråd d. 27-08-2025\n\nMødedato Onsdag d. 27. august 2025 kl. 16:00\n\nMødested Rådhussalen"
    )
    return "\n\n".join((header, "Indholdsfortegnelse", contents, *map(_item, result))) + "\n"


def _item(matter: Matter) -> str:
    head = (f"Punkt {matter.number}: {matter.title}", matter.case_number)
    if matter.closed:
        return "\n\n".join((*head, matter.outcome))
    course = (
        "Sagsforløb",
        "Udvalg: Teknisk Udvalg\nDato: 18-08-2025\nPunktnummer: 21",
        "Indstilles godkendt.",
    )
    papers = ("Bilag", *matter.attachments) if matter.attachments else ()
    decision = ("Beslutninger" if matter.number % 2 else "Beslutning", matter.outcome)
    account = ("Sagsfremstilling", *ACCOUNT * (1 + 2 * (matter.number % 3)))
    return "\n\n".join((*head, *decision, "Resume", RESUME, *account, *course, *papers))
