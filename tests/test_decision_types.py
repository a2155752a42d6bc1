"""The types of the decisions in a text."""

import csv
import json
import time
from collections import Counter
from pathlib import Path

import pytest

from referat.facts.decisions.decision_classifier import classify_decision, find_decision_phrases
from referat.facts.decisions.decision_patterns import DecisionPattern, decision_patterns
from referat.facts.decisions.decision_sentences import decision_sentences
from referat.schema.decision_types import LABELS
from referat.vocabulary import fold, load


def labels(text: str) -> str:
    return " ".join(classify_decision(text).decision_types)


def examples(rows: list[tuple[str, str]]) -> dict[str, str]:
    """Return the labels expected for each text; no text is given twice."""
    assert len(dict(rows)) == len(rows), [text for text, n in Counter(text for text, _ in rows).items() if n > 1]
    return dict(rows)


# --- the rules of the codebook ----------------------------------------------------------------------------------------


FORMULAS = examples(
    [
        ("Tiltrådt.", "approved"),
        ("Indstilles godkendt.", "recommended"),
        ("Indstillingen tiltrædes.", "approved"),
        ("Vedtaget uden afstemning.", "approved"),
        ("Enstemmigt vedtaget.", "approved"),
        ("Anbefales godkendt.", "recommended"),
        ("Indstilles afvist.", "rejected"),
        ("Sagen blev taget af.", "withdrawn"),
        ("Hjemvist.", "referred"),
        ("Forslaget blev forkastet med 4 stemmer mod 15.", "rejected"),
        (
            ("Et ændringsforslag fra Enhedslisten blev forkastet. Indstillingen blev herefter vedtaget."),
            "approved rejected",
        ),
        ("- Godkendt\n- Godkendt", "approved"),
        (
            ("Et flertal i udvalget kunne tiltræde indstillingen. Lis Holm (Ø) kunne ikke tiltræde indstillingen."),
            "approved",
        ),
        ("Indstillingen blev godkendt. A kunne ikke godkende.", "approved"),
        (
            ("Et flertal (A+V+C) anbefaler indstillingen. Et mindretal (Ø) kan ikke anbefale indstillingen."),
            "recommended",
        ),
        ("Sagen blev udsat uden behandling.", "postponed"),
        ("Punktets behandling udsat.", "postponed"),
        ("Udsat.", "postponed"),
        ("Fremsendes til Teknisk Udvalg til behandling.", "referred"),
        ("Godkendt med 42 stemmer mod 4. 8 medlemmer undlod at stemme.", "approved"),
        ("Med 14 stemmer for og ingen imod vedtog Byrådet forslaget.", "approved"),
        ("Til efterretning.", "noted"),
        ("Orienteringen taget til efterretning.", "noted"),
        ("Taget til efteretning.", "noted"),
        ("Taget ad notam.", "noted"),
        ("Taget til orientering.", "informed"),
        ("Sag 3 udgår.", "withdrawn"),
        ("Valgt blev: Hans Krog (V) og Mie Bro (A).", "appointed"),
        ("Hans Krog (V) valgtes til formand.", "appointed"),
        ("Som formand valgtes Mie Bro (A).", "appointed"),
        ("Byrådet valgte Mie Bro (A) til medlem af bestyrelsen.", "appointed"),
        ("Kommunalbestyrelsen godkendte indstillingen.", "approved"),
        ("Ansøgningen imødekommes.", "approved"),
        ("Der meddeles afslag på ansøgningen.", "rejected"),
        ("Der gives dispensation.", "approved"),
        ("Udvalget meddelte dispensation til opførelse af carport.", "approved"),
        ("Henvises til Kulturudvalget.", "referred"),
        ("Sagen henvises til budgetforhandlingerne.", "referred"),
        ("Beslutningen henskydes til Byrådet.", "referred"),
        ("Oversendt til Økonomiudvalget.", "referred"),
        ("Byrådet besvarede spørgsmål fra tilhørerne.", "other"),
        ("Ingen.", "other"),
        (".", "other"),
        ("Afbud: Mie Bro", "other"),
        ("Mie Bro (A) deltog ikke i sagens behandling.", "other"),
        ("Udvalget ønsker en sag om cykelparkering.", "other"),
        ("Udvalget undlod at tage stilling.", "other"),
        ("1. Godkendt.\n2. Taget til efterretning.\n3. Anbefales ikke.", "approved noted rejected"),
        ("Ad 1-4: Tiltrådt. Ad 5: Udsat.", "approved postponed"),
        ("Pkt. 1: Godkendt. Pkt. 2: Drøftet.", "approved discussed"),
        ("Godkendt, dog ikke punkt 3.", "approved rejected"),
        ("Ingen af forslagene blev godkendt.", "rejected"),
        ("Udvalget besluttede ikke at godkende ansøgningen.", "rejected"),
        ("Mindretalsudtalelse fra Mie Bro (A): Jeg mener, at forslaget burde være blevet afvist.", "other"),
        (
            (
                "Godkendt.\n\nMindretalsudtalelse fra Mie Bro (A):\n\nVi havde anbefalet en anden løsning. Vi "
                "kunne ikke godkende sagen."
            ),
            "approved",
        ),
        ("Byrådet tog redegørelsen til efterretning, idet Ø stemte imod.", "noted"),
        ("Indstillingerne anbefales.", "recommended"),
        ("Anbefaler indstillingen.", "recommended"),
        ("Sagen afventer og genoptages på mødet i juni.", "postponed"),
        ("Sagen sendes i offentlig høring.", "decided"),
    ]
)


def test_formulas_of_all_municipalities_are_known() -> None:
    assert {text: labels(text) for text in FORMULAS} == FORMULAS


PROSE_OF_A_BOARD = examples(
    [
        (
            ("TMC fremlagde udkast til ny affaldsplan, som direktionen drøftede. Planen blev godkendt."),
            "approved discussed",
        ),
        (
            ("Direktionen drøftede oplægget til ledelsesdagen og godkendte programmet med de faldne bemærkninger."),
            "approved discussed",
        ),
        ("Godkendt med den tilføjelse, at tidsplanen sendes til chefforum.", "approved"),
        (
            ("Direktionen tog orienteringen til efterretning og bad HRC vende tilbage med tal for sygefraværet."),
            "noted",
        ),
        (
            ("HRC deltog på mødet og orienterede om trivselsmålingen. Direktionen tog orienteringen til efterretning."),
            "informed noted",
        ),
        (
            ("Det blev aftalt, at ITC udarbejder et notat om licenser, og at sagen drøftes igen med borgmesteren."),
            "agreed",
        ),
        ("Direktionen aftalte, at Peter og Hanne drøfter rammerne med formanden for udvalget.", "agreed"),
        ("Sagen genoptages på direktionens møde den 4. marts.", "postponed"),
        ("Udskudt til næste møde.", "postponed"),
        ("Punktet blev udskudt, da ØC ikke kunne deltage.", "postponed"),
        ("Punktet udgår.", "withdrawn"),
        ("Sagen blev trukket tilbage af BYC.", "withdrawn"),
        ("Der skal en sag på ØU i april.", "other"),
        ("Der skal være en temadrøftelse om velfærdsteknologi på chefforum.", "other"),
        ("Direktionen ønsker, at sagen drøftes med borgmesteren, inden den fremlægges for udvalget.", "other"),
        (
            ("Direktionen drøftede sagen. Der skal udarbejdes en ny tidsplan, som godkendes af styregruppen."),
            "discussed",
        ),
        ("Taget til efterretning. Sagen oversendes til Økonomiudvalget.", "noted referred"),
        ("Direktionen besluttede at oversende sagen til Teknisk Udvalg.", "referred"),
        ("Direktionen besluttede, at projektet sættes i bero, indtil økonomien er afklaret.", "decided"),
        ("Det blev besluttet at nedsætte en arbejdsgruppe med KLC som formand.", "decided"),
        ("Direktionen udpegede Karen Holm til styregruppen.", "appointed"),
        ("Jens Krog blev udpeget som direktionens repræsentant i projektgruppen.", "appointed"),
        ("Direktionen var enige om at afholde et seminar i september.", "agreed"),
        ("Der var enighed om, at centrene selv afholder udgiften.", "agreed"),
        ("Direktionen blev orienteret om status på byggeriet af den nye skole.", "informed"),
        ("BYC orienterede om forberedelserne til valget.", "informed"),
        ("Til orientering.", "informed"),
        ("Direktionen anbefaler, at udvalget godkender tillægsbevillingen.", "recommended"),
        ("Direktionen kan ikke anbefale forslaget, da der ikke er anvist finansiering.", "rejected"),
        ("Ansøgningen blev ikke imødekommet.", "rejected"),
        (
            ("Forslaget blev afvist. Direktionen drøftede i stedet muligheden for en fælles løsning."),
            "discussed rejected",
        ),
        ("Direktionen drøftede den godkendte handleplan og de besluttede besparelser.", "discussed"),
        ("Direktionen drøftede de rammer, som Byrådet godkendte i juni.", "discussed"),
        (
            ("Direktionen gennemgik listen. Punkt 1-4 godkendt, mens punkt 5 sendes tilbage til centret."),
            "approved referred",
        ),
        (
            ("ØDC deltog på mødet og gennemgik budgetopfølgningen, hvorefter direktionen godkendte den."),
            "approved",
        ),
        (
            ("Procesplanen blev drøftet og godkendt, idet høringsfristen blev forlænget med en uge."),
            "approved discussed",
        ),
        ("Direktionen tiltrådte indstillingen.", "approved"),
        ("Indstillingen blev tiltrådt, og det blev aftalt, at TMC følger op på næste møde.", "agreed approved"),
        ("Direktionen tilsluttede sig forslaget.", "approved"),
        (
            ("Der var en god drøftelse af udkastet. Det blev aftalt, at KLC retter teksten til."),
            "agreed discussed",
        ),
        ("Direktionen havde en drøftelse af det tværgående samarbejde.", "discussed"),
        ("Direktionen prioriterede de tre første projekter.", "decided"),
        ("Direktionen valgte model 2.", "decided"),
        ("Taget til efterretning, idet direktionen aftalte at følge op i august.", "agreed noted"),
        ("Sagen sendes tilbage til centret, som skal belyse økonomien nærmere.", "referred"),
        ("Direktionen drøftede status på de udsatte boligområder.", "discussed"),
        (
            ("Direktionen drøftede, hvordan beslutningen om lukning kan formidles, og hvem der orienterer personalet."),
            "discussed",
        ),
        ("Sagen blev godkendt til videre politisk behandling.", "approved"),
        ("Godkendt til fremlæggelse for Økonomiudvalget.", "approved"),
        ("Direktionen godkendte, at sagen udsættes til september.", "postponed"),
        ("Direktionen besluttede at udskyde beslutningen til budgettet er vedtaget.", "postponed"),
        (
            ("ITC deltog under punktet. Direktionen tog status til efterretning og godkendte de foreslåede ændringer."),
            "approved noted",
        ),
        (
            ("SBC orienterede om, at ministeriet har godkendt forsøget, og at byrådet har vedtaget rammen."),
            "informed",
        ),
        ("Direktionen vil på et kommende møde drøfte kommunens deltagelse i folkemødet.", "other"),
        ("ØC arbejder videre med materialet, som sendes rundt til direktionen til kommentering.", "other"),
        ("Notatet sendes til direktionen.", "other"),
        (
            ("Direktionen bakkede op om planen, og det blev aftalt, at Lis tager kontakt til nabokommunerne."),
            "agreed approved",
        ),
        ("Det aftaltes, at strategien præsenteres for chefgruppen.", "agreed"),
        ("Direktionen fastsatte måltallet til 2 %.", "decided"),
        ("**Godkendt.**", "approved"),
        ("*Drøftet.*\n\nDirektionen ser frem til næste version.", "discussed"),
        (
            (
                "Direktionen drøftede punktet.\n\n- Der er behov for en fælles linje\n- Forslaget godkendes "
                "først, når HR er hørt"
            ),
            "discussed",
        ),
        ("Orienteringen om ny lovgivning blev taget\ntil efterretning.", "noted"),
        ("Da sagen ikke var tilstrækkeligt belyst, blev den udsat.", "postponed"),
        ("Den nye organisering blev vedtaget, og den træder i kraft den 1. maj.", "approved"),
        ("Direktionen indstiller til Økonomiudvalget, at rammen forhøjes.", "recommended"),
        ("Direktionen orienterede hinanden om aktuelle sager.", "informed"),
        (
            ("Direktionen drøftede forslaget, men kunne ikke godkende det i den foreliggende form."),
            "discussed rejected",
        ),
        ("Ingen bemærkninger.", "other"),
        (
            ("Direktionen havde ingen bemærkninger til sagen, som blev godkendt til forelæggelse for udvalget."),
            "approved",
        ),
        (
            (
                "KLC deltog på mødet, hvor forslaget til ny mødestruktur blev gennemgået og drøftet. "
                "Forslaget tilrettes efter de faldne bemærkninger, inden det sendes til chefforum."
            ),
            "discussed",
        ),
        (
            (
                "Den foreslåede model 1 blev valgt, og det blev aftalt, at SDC vender tilbage med en plan "
                "for udrulningen."
            ),
            "agreed decided",
        ),
        (
            (
                "Direktionen drøftede notatet og besluttede, at der arbejdes videre med scenarie 3, og at "
                "dette forelægges til godkendelse i august."
            ),
            "decided discussed",
        ),
        ("Sagen blev drøftet, og der var enighed om at afvente den nye lovgivning.", "agreed discussed"),
        ("Taget til efterretning. Det aftales med ØC, hvordan merudgiften finansieres.", "noted"),
        ("Godkendt. Lene orienterer formanden.", "approved"),
        (
            (
                "Godkendt med følgende bemærkninger:\n\n- Afsnittet om økonomi skal uddybes\n- Det skal "
                "fremgå, at planen er godkendt i MED\n- Sagen drøftes på chefmøde den 12. maj"
            ),
            "approved",
        ),
        ("Direktionen nikkede til planen.", "other"),
        (
            (
                "Tidsplanen blev drøftet. Direktionen var enige i, at processen skal gå hurtigere, og "
                "godkendte derfor den korte model."
            ),
            "approved discussed",
        ),
        ("Status blev givet af projektlederen, og direktionen tog den til efterretning.", "noted"),
        (
            ("Projektlederen gav en status på indkøbsprojektet, og direktionen drøftede de næste skridt."),
            "discussed informed",
        ),
        ("Det indstilles til Byrådet, at anlægsbevillingen gives.", "recommended"),
        ("Indstillingen blev godkendt, dog med den ændring at fristen rykkes til 1. juni.", "approved"),
        (
            ("Indstillingens punkt 1 og 2 blev godkendt, mens punkt 3 blev udskudt til møde den 3. juni."),
            "approved postponed",
        ),
        (
            (
                "Punkt 1 blev taget til efterretning. Punkt 2 kunne ikke godkendes, og ITC skal derfor "
                "komme med et nyt oplæg."
            ),
            "noted rejected",
        ),
        ("Direktionen ønsker ikke at gå videre med forslaget.", "other"),
        ("Direktionen afviste ansøgningen fra foreningen.", "rejected"),
        (
            (
                "Der blev orienteret om status på forhandlingerne med KL, og det blev drøftet, hvordan "
                "kommunen skal forholde sig."
            ),
            "discussed informed",
        ),
        (
            (
                "Borgmesteren har ønsket en sag om lukketider. Direktionen drøftede, om sagen skal på det "
                "kommende møde i udvalget."
            ),
            "discussed",
        ),
        ("Direktionen besluttede at anbefale, at Byrådet godkender aftalen.", "recommended"),
        ("Direktionen besluttede at tage sagen af dagsordenen.", "withdrawn"),
        ("Sagen tages af dagsordenen og genoptages i september.", "postponed withdrawn"),
        (
            ("Sagen blev udsat, da der mangler en juridisk vurdering. Den forventes behandlet i uge 12."),
            "postponed",
        ),
        (
            ("Direktionen udpegede Bo Lund som styregruppeformand og godkendte kommissoriet."),
            "appointed approved",
        ),
        ("Direktionen drøftede udpegningen af medlemmer til udvalget.", "discussed"),
        ("Efter en drøftelse blev indstillingen godkendt.", "approved"),
        ("Emnet blev kort vendt.", "other"),
        ("Intet til referat.", "other"),
        ("Mødeplanen for 2019 blev fastlagt.", "decided"),
        (
            (
                "Direktionen tog sagen til efterretning med den bemærkning, at der på et kommende møde "
                "skal træffes beslutning om finansieringen."
            ),
            "noted",
        ),
        ("Direktionen godkendte udkastet, der herefter sendes i høring i MED-systemet.", "approved"),
        (
            ("Direktionen godkendte indstillingen og besluttede, at sagen også skal behandles i Hoved-MED."),
            "approved decided",
        ),
        ("Sagen videresendes til behandling i Økonomiudvalget.", "referred"),
        ("Sagen blev ikke behandlet.", "other"),
        ("Den tidligere vedtagne strategi blev drøftet på baggrund af de nye tal.", "discussed"),
        (
            (
                "Direktionen drøftede Byrådets beslutning om at udskyde anlægget og de konsekvenser, som "
                "udskydelsen har."
            ),
            "discussed",
        ),
        (
            ("Hans og Grete redegjorde for sagen, hvorefter direktionen tog den til efterretning."),
            "informed noted",
        ),
        ("Der var tilslutning til forslaget.", "approved"),
        ("Direktionen anerkendte arbejdet og takkede for oplægget.", "other"),
        (
            (
                "Direktionen aftalte følgende:\n\n1. HRC udarbejder en politik\n2. Politikken godkendes af "
                "Hoved-MED\n3. Chefgruppen orienteres"
            ),
            "agreed",
        ),
        (
            (
                "Det blev besluttet, at:\n\n- sagen sendes tilbage til centeret\n- der indhentes tilbud fra "
                "to leverandører"
            ),
            "decided referred",
        ),
        ("Drøftet og taget til efterretning.", "discussed noted"),
        ("Drøftet. TH følger op over for centercheferne.", "discussed"),
        ("Indstillingen godkendt. Materialet sendes til ØU.", "approved"),
        (
            (
                "Direktionen drøftede sagen, herunder at der er behov for en fælles linje, og at sagen "
                "skal på ØU i februar."
            ),
            "discussed",
        ),
        (
            ("Direktionen drøftede den politiske behandling af sagen, og hvornår den kan forelægges udvalget."),
            "discussed",
        ),
        ("Direktionen drøftede muligheden for at udskyde projektet.", "discussed"),
        ("Direktionen drøftede, om ansøgningen skal imødekommes.", "discussed"),
        ("Sagen tages på næste møde.", "other"),
        ("Udgår.", "withdrawn"),
        ("Udsættes.", "postponed"),
        ("LT orienterede kort om mødet med borgmesteren. Der skal laves en sag til udvalget.", "informed"),
        ("TH gav en kort orientering om sagen fra bestyrelsen. Taget til efterretning.", "informed noted"),
        ("Direktionen blev præsenteret for analysen og drøftede resultaterne.", "discussed"),
        ("ØDC præsenterede analysen, som blev taget til efterretning.", "noted"),
        ("Oplægget blev præsenteret, og direktionen tilsluttede sig anbefalingerne.", "approved"),
        (
            (
                "Direktionen godkendte oplægget med de ændringer, som fremgår af bilaget, og aftalte, at "
                "planen revideres årligt."
            ),
            "agreed approved",
        ),
        (
            ("Godkendt under forudsætning af, at udgiften kan holdes inden for rammen. ØC bedes følge op."),
            "approved",
        ),
        ("Godkendt. Det blev dog aftalt, at punkt 4 drøftes nærmere på chefforum.", "agreed approved"),
        ("Punktet blev drøftet. Der blev ikke truffet beslutning.", "discussed"),
        (
            (
                "Der blev aftalt følgende proces: Først drøftes sagen i styregruppen, derefter godkendes "
                "den i direktionen."
            ),
            "agreed",
        ),
        ("Der arbejdes videre med model 2.", "other"),
        ("Direktionen besluttede at gå videre med model 2.", "decided"),
        ("Direktionen besluttede at sætte sagen på dagsordenen til næste møde.", "decided"),
        ("Direktionen var positive over for ideen og bad SBC om at arbejde videre med den.", "other"),
        ("Direktionen fandt, at notatet skal uddybes, før det sendes videre.", "other"),
        ("Sagen skal kvalificeres yderligere og genoptages på mødet den 14. juni.", "postponed"),
        ("Sagen genbesøges i efteråret.", "other"),
        ("På baggrund af drøftelsen blev det besluttet at nedlægge udvalget.", "decided"),
        ("Efter drøftelse i direktionen godkendt med mindre rettelser.", "approved"),
        (
            ("Taget til efterretning, men direktionen ønsker en ny status, som drøftes efter sommerferien."),
            "noted",
        ),
        (
            ("Direktionen tog de indkomne høringssvar til efterretning og indstiller, at strategien vedtages."),
            "noted recommended",
        ),
        ("Planen blev taget til efterretning med de bemærkninger, der blev givet på mødet.", "noted"),
        ("Direktionen nedsatte en arbejdsgruppe, der skal komme med forslag til nye arbejdsgange.", "decided"),
        ("TH indtræder i styregruppen som direktionens repræsentant.", "appointed"),
        ("TH bliver ny formand for styregruppen.", "appointed"),
        (
            ("HRC deltog under punktet. Målene for 2015 blev prioriteret, og det blev aftalt at følge op i maj."),
            "agreed decided",
        ),
        ("Kommissoriet blev godkendt. Det sendes til orientering i ØU.", "approved"),
        ("Forslag til svar godkendt. Borgmesteren orienteres.", "approved"),
        (
            (
                "Budgettet blev gennemgået, og de enkelte forslag blev drøftet. Forslag 3 og 7 udgår, "
                "mens forslag 9 sendes tilbage til centeret."
            ),
            "discussed referred withdrawn",
        ),
        ("Direktionen anbefalede, at møderne fremover holdes digitalt.", "recommended"),
        (
            (
                "Direktionen drøftede udkast til budgetforslag. Udkastet tilrettes og forelægges til "
                "endelig godkendelse den 3. september."
            ),
            "discussed",
        ),
        ("Der var ros til oplægget, der hermed er godkendt.", "approved"),
        ("Direktionen er enig i den foreslåede retning.", "other"),
        ("Den endelige plan godkendes på direktionsmødet den 12. maj.", "other"),
        ("Direktionen godkendte referatet fra mødet den 3. maj 2016.", "approved"),
        ("Referatet blev godkendt.", "approved"),
        (
            ("ØC deltog på mødet og gennemgik status på anlæg. Direktionen tog gennemgangen til efterretning."),
            "noted",
        ),
        (
            (
                "BYC fremlagde et udkast til årshjul. Årshjulet blev godkendt, og der var enighed om at "
                "evaluere det om et år."
            ),
            "agreed approved",
        ),
        (
            (
                "Der var en længere drøftelse af rammerne for hjemmearbejde. Rammerne fastlægges "
                "endeligt, når MED har været hørt."
            ),
            "discussed",
        ),
        (
            ("Direktionen drøftede forslag til temaer på budgetseminaret og prioriterede tre af dem."),
            "decided discussed",
        ),
        (
            ("Sagen blev drøftet på baggrund af et oplæg fra HRC, som tidligere er godkendt af chefforum."),
            "discussed",
        ),
        ("Forslaget om en ny pulje blev ikke imødekommet, og ansøgeren orienteres om afslaget.", "rejected"),
        ("Direktionen afventer en afklaring fra ministeriet, hvorefter sagen genoptages.", "postponed"),
        ("Punktet blev udskudt på grund af tidnød.", "postponed"),
        ("Punktet blev ikke nået og udsættes til næste møde.", "postponed"),
        ("Direktionen gav grønt lys til at igangsætte udbuddet.", "decided"),
        ("Direktionen gav ITC mandat til at forhandle videre med leverandøren.", "decided"),
        ("Direktionen kvitterede for det gode arbejde og godkendte rapporten.", "approved"),
        ("Rapporten godkendes med de bemærkninger, som faldt på mødet.", "approved"),
        (
            ("Rapporten blev drøftet og sendes med direktionens bemærkninger videre til Økonomiudvalget."),
            "discussed referred",
        ),
        ("Sagen oversendes til politisk behandling.", "referred"),
        ("Direktionen drøftede de tre modeller og pegede på model 1.", "decided discussed"),
        ("Direktionen besluttede, at model 1 indstilles til Økonomiudvalget.", "decided"),
        ("Direktionen indstiller model 1 til udvalgets godkendelse.", "recommended"),
        (
            ("Anbefalingerne i rapporten blev drøftet. Direktionen anbefaler, at de indgår i budgettet."),
            "discussed recommended",
        ),
        ("Direktionen blev orienteret om, at styrelsen har afvist klagen.", "informed"),
        ("Orientering om ferieplan. Direktionen aftalte vagtplan for juli.", "agreed informed"),
        (
            ("Følgende blev aftalt:\n\n- TH udarbejder notat\n- LT kontakter KL\n- Sagen udsættes ikke yderligere"),
            "agreed",
        ),
        (
            (
                "Følgende emner blev drøftet:\n\n- Godkendelse af lokalplan\n- Byrådets beslutning om "
                "skolerne\n- Orientering til pressen"
            ),
            "discussed",
        ),
        ("Lars, Mette og Hanne drøfter sagen med formanden.", "other"),
        ("Mette deltager i mødet med KL, og hun orienterer direktionen efterfølgende.", "other"),
        ("Direktionen deltager i mødet den 3. maj.", "other"),
        (
            (
                "Godkendt, idet TH's bemærkninger indarbejdes, og idet planen drøftes med "
                "udvalgsformanden, inden den udsendes."
            ),
            "approved",
        ),
        (
            (
                "Direktionen godkendte de fremsendte forslag til effektiviseringer bortset fra forslag 5, "
                "som blev afvist."
            ),
            "approved rejected",
        ),
        (
            ("Forslag 1-4 blev godkendt, forslag 5 blev afvist, og forslag 6 blev udskudt."),
            "approved postponed rejected",
        ),
        (
            (
                "Direktionen havde en indledende drøftelse af sagen og besluttede at udsætte den endelige "
                "stillingtagen til august."
            ),
            "discussed postponed",
        ),
        ("Efter en kort orientering ved ITC blev strategien godkendt.", "approved"),
        ("Der gives en bevilling på 200.000 kr. til projektet.", "approved"),
        ("Direktionen bevilgede 200.000 kr. fra puljen.", "approved"),
        ("Sagen blev behandlet som et lukket punkt.", "other"),
    ]
)


def test_prose_of_an_executive_board_gives_its_decisions() -> None:
    assert {text: labels(text) for text in PROSE_OF_A_BOARD} == PROSE_OF_A_BOARD


PROSE_OF_ELECTED_BODIES = examples(
    [
        ("Udvalget besluttede at indkalde til et ekstra møde den 4. juni.", "decided"),
        ("Byrådet besluttede at oversende forslaget til behandling i Teknik- og Miljøudvalget.", "referred"),
        ("Byrådet godkendte at sende forslaget til realitetsbehandling i Børneudvalget.", "approved"),
        ("Byrådet sendte forslaget videre til udvalgsbehandling.", "referred"),
        ("Sagen blev sendt til realitetsbehandling i Kulturudvalget.", "referred"),
        ("Forslaget blev ikke sendt til realitetsbehandling.", "rejected"),
        ("Byrådet besluttede ikke at realitetsbehandle forslaget.", "rejected"),
        (
            (
                "Økonomiudvalget anbefaler over for Byrådet, at indstillingen godkendes med den "
                "tilføjelse, at punkt 3 udgår."
            ),
            "recommended",
        ),
        (
            ("1. Godkendt, dog med forbehold for finansieringen. 2. Udsat til næste møde. 3. Udgår."),
            "approved postponed withdrawn",
        ),
        (
            ("Udvalget godkendte indstillingens punkt 1-3 og udsatte behandlingen af punkt 4."),
            "approved postponed",
        ),
        ("Udvalget valgte at udsætte sagen til august.", "postponed"),
        ("Økonomiudvalget indstiller til Byrådet at godkende kontrakten.", "recommended"),
        ("Økonomiudvalget kan tiltræde indstillingen.", "approved"),
        ("Indstillingen kan tiltrædes.", "approved"),
        ("Udvalget har godkendt dagsordenen.", "approved"),
        ("Udvalget har drøftet sagen og tager orienteringen til efterretning.", "discussed noted"),
        ("Udvalget gennemgik forslagene og gav bemærkninger hertil.", "other"),
        ("Formanden bød velkommen og orienterede om dagens program.", "informed"),
        (
            (
                "Formanden orienterede fra møde i KL. Centerchefen orienterede om nyt byggeri. Udvalget "
                "drøftede begge dele."
            ),
            "discussed informed",
        ),
        ("Byrådet udpegede Ida Holm (V) som medlem og Per Ravn (A) som stedfortræder.", "appointed"),
        ("Udvalget peger på Ida Holm som næstformand.", "appointed"),
        ("Ida Holm (V) blev valgt som formand for rådet.", "appointed"),
        ("Valggruppe 1 udpeger Ida Holm. Valggruppe 2 udpeger Per Ravn.", "appointed"),
        ("Byrådet godkendte orlov til Per Ravn (A), og Lis Ravn (A) indtræder som stedfortræder.", "approved"),
        ("Med 11 stemmer for og 8 imod blev indstillingen ikke godkendt.", "rejected"),
        ("Indstillingen blev sat til afstemning og faldt med 5 stemmer for og 14 imod.", "rejected"),
        ("For stemte 5 og imod stemte 14. Forslaget bortfaldt.", "rejected"),
        (
            ("Udvalget kunne ikke opnå enighed, og sagen oversendes derfor til Byrådet uden anbefaling."),
            "referred",
        ),
        ("Udvalget tilslutter sig, at projektet fortsætter.", "approved"),
        (
            (
                "Udvalget tog orienteringen til efterretning og besluttede samtidig at invitere "
                "foreningen til næste møde."
            ),
            "decided noted",
        ),
        ("Taget til efterretning med bemærkning om, at sagen sendes i høring.", "noted"),
        ("Taget til efterretning. Udvalget bad om en status til efteråret.", "noted"),
        ("Udvalget afsatte 50.000 kr. til formålet.", "other"),
        ("Udvalget bevilgede 50.000 kr. til Tune Revy.", "approved"),
        ("Ansøgning 1-4 imødekommes. Ansøgning 5 afslås.", "approved rejected"),
        ("Der blev givet afslag til ansøgningen.", "rejected"),
        ("Udvalget meddelte afslag på dispensation.", "rejected"),
        ("Udvalget meddeler ikke dispensation.", "rejected"),
        ("Godkendt under forudsætning af Byrådets godkendelse af budgettet.", "approved"),
        ("Godkendt - sagen genoptages, når svaret fra staten foreligger.", "approved postponed"),
        ("Udvalget ønsker ikke at godkende ansøgningen.", "rejected"),
        ("Udvalget ønskede sagen udsat.", "postponed"),
        ("Punkt 3 og 4 blev behandlet samlet.", "other"),
        ("Dagsordenen blev godkendt, idet punkt 9 blev taget af dagsordenen.", "approved withdrawn"),
        ("Dagsordenen godkendt med den ændring, at punkt 12 udgår.", "approved withdrawn"),
        ("Mødet blev hævet kl. 19.45.", "other"),
        ("Mødet afholdes virtuelt.", "other"),
        ("Der var ingen punkter til orientering.", "other"),
        ("Udvalget tog imod oplægget fra Natteravnene.", "other"),
        ("Der blev givet en orientering om budgettet.", "informed"),
        (
            (
                "Administrationen gav en mundtlig orientering om ældreboliger, og udvalget tog "
                "orienteringen til efterretning."
            ),
            "informed noted",
        ),
        (
            (
                "1.-4. Godkendt.\n5. Godkendt med den præcisering, at fristen er 1. maj.\n\nIda Holm (V) "
                "stemte imod punkt 2."
            ),
            "approved",
        ),
        ("Byrådet vedtog forslaget endeligt.", "approved"),
        ("Lokalplanforslaget vedtages endeligt.", "approved"),
        ("Anbefales vedtaget.", "recommended"),
        ("Udvalget anbefaler, at forslaget forkastes.", "rejected"),
        ("Udvalget indstiller, at ansøgningen ikke imødekommes.", "rejected"),
        ("Indstillingen blev vedtaget med 20 stemmer for, 3 imod og 2 hverken for eller imod.", "approved"),
        ("Beslutningen udskydes, idet udvalget ønsker flere oplysninger.", "postponed"),
        ("Udvalget undlod at tage stilling, men sender sagen videre til Økonomiudvalget.", "referred"),
    ]
)


def test_minutes_of_elected_bodies_give_their_decisions() -> None:
    assert {text: labels(text) for text in PROSE_OF_ELECTED_BODIES} == PROSE_OF_ELECTED_BODIES


def test_the_primary_type_is_the_first_in_the_order_of_the_codebook() -> None:
    ruling = classify_decision("Taget til efterretning. Herefter drøftede udvalget sagen og anbefalede forslaget.")
    assert ruling.decision_types == ("discussed", "noted", "recommended")
    assert ruling.decision_type == "recommended"


def test_a_decision_has_its_evidence_and_its_pattern() -> None:
    ruling = classify_decision("Udvalget tog statusnotatet\ntil efterretning.")
    assert ruling.evidence == "tog statusnotatet til efterretning"
    assert ruling.rule == "tage til efterretning"


def test_the_evidence_of_a_negated_pattern_includes_the_negation() -> None:
    ruling = classify_decision("Indstillingens punkt 4 blev ikke godkendt.")
    assert (ruling.decision_type, ruling.evidence, ruling.rule) == ("rejected", "ikke godkendt", "ikke godkende")


def test_where_nothing_was_done_no_words_are_given_for_it() -> None:
    ruling = classify_decision("Udvalget ønsker en ny sag i efteråret.")
    assert (ruling.decision_type, ruling.evidence, ruling.rule) == ("other", None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Udvalget ønsker, at sagen sendes tilbage.", "other"),
        ("Udvalget foreslog, at der holdes et møde, hvor planen drøftes.", "other"),
        (
            "Status blev taget til efterretning med den bemærkning, at udvalget ønsker at blive orienteret i juni.",
            "noted",
        ),
        ("Godkendt, idet udvalget forventer, at planen besluttes inden sommer.", "approved"),
        ("Administrationen skal godkende ansøgningerne.", "other"),
        ("Planen godkendes af direktøren.", "other"),
    ],
)
def test_wishes_and_plans_are_no_outcome(text: str, expected: str) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Udvalget drøftede den plan, som Byrådet vedtog i 2021.", "discussed"),
        ("Udvalget bemærker, at Byrådet godkendte rammen den 3. maj.", "other"),
        ("I marts 2020 godkendte Byrådet en ramme. Taget til efterretning.", "noted"),
        ("Drøftet. Rammen blev godkendt på mødet den 3. maj.", "discussed"),
        ("Administrationen orienterede om, at nabokommunen har besluttet at lukke stien.", "informed"),
    ],
)
def test_actions_at_another_time_or_of_others_are_no_outcome(text: str, expected: str) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Byrådet godkendte indstillingen.\n\n(Å) stemte imod med bemærkning om, at punkt 2 ikke kan anbefales.",
            "approved",
        ),
        ("Anbefales.\n\nLis Ravn (Å) anbefaler i stedet model 3 og kan ikke godkende model 1.", "recommended"),
        ('Anbefales.\n\nImod stemte: (Å) og (B) med bemærkning om, "at forslaget burde være afvist".', "recommended"),
        ("Godkendt. Liberal Alliance kunne ikke godkende punkt 3.", "approved"),
        ("Anbefales. Fjordlistens udvalgsmedlem kan ikke tiltræde.", "recommended"),
        ("Fjordlistens repræsentanter i udvalget kan ikke anbefale planen. Planen anbefales.", "recommended"),
        ("(Å) stillede følgende ændringsforslag:\n\nUdvalget afviser planen.\n\nPlanen blev godkendt.", "approved"),
    ],
)
def test_minority_opinions_do_not_change_the_outcome(text: str, expected: str) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Med stemmerne 2 for og 9 imod afviste Byrådet ændringsforslaget. Byrådet godkendte indstillingen.",
            "approved rejected",
        ),
        ("Med 18 stemmer for og ingen imod tiltrådte Byrådet planen.", "approved"),
        ("Udvalget kan ikke anbefale punkt 1, men anbefaler i stedet model B.", "recommended rejected"),
        ("Udvalget anbefaler, at punkt 1 godkendes, og at punkt 2 ikke godkendes.", "recommended rejected"),
        ("Udvalget anbefaler Byrådet, at sagen tages til efterretning.", "recommended"),
        ("Der udarbejdes ikke et notat, udvalget anbefaler forslaget.", "recommended"),
    ],
)
def test_negation_turns_approval_and_recommendation_into_rejection(text: str, expected: str) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Byrådet besluttede at sende forslaget til realitetsbehandling i Kulturudvalget.", "referred"),
        ("Byrådet besluttede ikke at sende forslaget til realitetsbehandling.", "rejected"),
        ("Byrådet besluttede, at forslaget ikke sendes til realitetsbehandling.", "rejected"),
        ("Udvalget besluttede at pege på Lis Ravn som nyt medlem.", "appointed"),
        ("Udvalget besluttede, at stien skal hedde Mosestien.", "decided"),
        ("Udvalget besluttede at bede administrationen om at sende sagen tilbage.", "decided"),
        ("Udvalget besluttede\n\n1. at tage redegørelsen til efterretning\n\n2. at mødet flyttes", "decided noted"),
    ],
)
def test_a_decision_is_labelled_by_its_result(text: str, expected: str) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Formanden orienterede om:\n\n- Drøftelse af havnen\n- Godt fremmøde\n- at nabokommunen har godkendt broen",
            "informed",
        ),
        ("Udvalget ønsker:\n\n- at stien udvides\n- at planen godkendes senere", "other"),
        ("- Orientering om havnen\n- Drøftelse af stien", "discussed informed"),
        ("Godkendt med bemærkning om, at:\n\n- ansøgeren orienteres\n- vejen udvides", "approved"),
    ],
)
def test_entries_of_a_list_are_read_with_what_introduces_them(text: str, expected: str) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Udvalget tog den omfattende redegørelse for arbejdet med kommunens stier og pladser til\nefterretning.",
            "noted",
        ),
        ("Udvalget tog redegørelsen til\n\nefterretning.", "noted"),
        ("Godkendt\nTaget til efterretning", "approved noted"),
        ("Anbefales\n\nUdvalget drøftede også stien", "discussed recommended"),
        ("Forslaget koster 1,4 mio. kr. Udvalget godkendte det.", "approved"),
        ("Udvalget pegede på Ida K. Holm som formand.", "appointed"),
    ],
)
def test_sentences_end_where_their_writer_ended_them(text: str, expected: str) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    "text", ["Udvalget drøftede de udsatte børns vilkår.", "Udvalget drøftede lovens fastsatte frister."]
)
def test_adjectives_are_no_decisions(text: str) -> None:
    assert labels(text) == "discussed"


# --- measured on real minutes -----------------------------------------------------------------------------------------


def test_the_hand_labelled_decisions_are_read_as_the_annotator_read_them(shared: Path) -> None:
    meetings = json.loads((shared / "minutes" / "greve-truth.json").read_text(encoding="utf-8"))
    texts = {(m["body"], m["date"], str(i["number"])): i["decision"] for m in meetings for i in m["items"]}
    with (shared / "minutes" / "decision-labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    hits, primary = Counter[str](), 0
    for row in rows:
        ruling = classify_decision(texts[row["body"], row["date"], row["number"]])
        wanted, got = set(row["decision_types"].split("|")), set(ruling.decision_types)
        hits.update(both=2 * len(wanted & got), all=len(wanted) + len(got))
        primary += ruling.decision_type == row["decision_type"]
    assert primary / len(rows) >= 0.99
    assert hits["both"] / hits["all"] >= 0.99


def test_the_decisions_of_the_executive_board_are_all_read_right(shared: Path) -> None:
    folder = shared / "minutes" / "direktionen"
    for meeting in json.loads((folder / "gold.json").read_text(encoding="utf-8")):
        lines = (folder / meeting["file"]).read_text(encoding="utf-8").split("\n")
        for decision in (decision for item in meeting["items"] for decision in item["decisions"]):
            ruling = classify_decision("\n".join(lines[decision["line_first"] - 1 : decision["line_last"]]))
            assert (ruling.decision_type, list(ruling.decision_types)) == (
                decision["decision_type"],
                decision["labels"],
            )


@pytest.mark.parametrize(
    "words", ["godkendt ", "udvalget besluttede at godkende ", "1. Godkendt. ", "d. D. ", "- at og ", '"a ']
)
def test_a_long_text_takes_as_much_longer_as_it_is_longer(words: str) -> None:
    def seconds(n: int) -> float:
        text = words * n
        start = time.process_time()
        classify_decision(text)
        return time.process_time() - start

    assert seconds(8000) < 20 * max(seconds(1000), 0.01)


RARE_WORDINGS = examples(
    [
        ("Som indstillet.", "approved"),
        ("Godk.", "approved"),
        ("Tiltr.", "approved"),
        ("Som medlemmer udpegedes Anders Holm og Mette Lind.", "appointed"),
        ("Der ydes et tilskud på 25.000 kr.", "approved"),
        ("1. at godkendt\n2. at taget til efterretning", "approved noted"),
        ("Økonomiudvalgets indstilling blev fulgt.", "approved"),
        ("Byrådet meddelte orlov til Anders Holm og indkaldte stedfortræderen.", "approved"),
        ("1. behandlet. Overgår til 2. behandling.", "referred"),
        ("Overgår til 2. behandling.", "referred"),
        ("Forslaget nyder ikke fremme.", "rejected"),
        ("Udvalget kan ikke støtte forslaget.", "rejected"),
        ("MB indstiller til ØU og BY, at forslaget vedtages.", "recommended"),
        ("ØU anbefaler.", "recommended"),
        ("Sagen afsluttes.", "decided"),
        ("Sagen sættes på dagsordenen igen i august.", "postponed"),
        ("Punktet blev flyttet til lukket dagsorden.", "decided"),
        ("Sagen blev fremsat som hastesag og godkendt.", "approved"),
        (
            "Et mindretal foreslog at sende sagen tilbage. Forslaget blev forkastet. Indstillingen blev godkendt.",
            "approved rejected",
        ),
        ("Orienteringen givet.", "informed"),
        ("Der orienteredes om sagen.", "informed"),
        ("Indstillingen tiltrådt, idet udvalget henviser til den tidligere beslutning.", "approved"),
        ("Anbefales, idet Liste C ikke kan tiltræde.", "recommended"),
        ("Administrationen har trukket sagen.", "withdrawn"),
        ("Punktet slettes.", "withdrawn"),
        ("Sagen henlagdes.", "decided"),
        ("Der foretages ikke yderligere i sagen.", "decided"),
        ("Udvalget foretager sig ikke yderligere.", "decided"),
        ("Byrådet meddeler fritagelse for hvervet som medlem.", "approved"),
        ("Sagen overgår til behandling i Kulturudvalget.", "referred"),
        ("Sagen gik tilbage til udvalget.", "referred"),
        ("Der var ikke flertal for indstillingen.", "rejected"),
        ("Der kunne ikke opnås flertal for forslaget.", "rejected"),
        ("Forslaget opnåede ikke flertal.", "rejected"),
        ("Der var flertal for indstillingen.", "approved"),
        ("Forslaget opnåede flertal.", "approved"),
        ("Direktionen er enig i indstillingen.", "approved"),
        ("Enighed om at fortsætte.", "agreed"),
        ("Direktionen støtter forslaget.", "approved"),
        ("OK.", "approved"),
        ("Der gives en anlægsbevilling på 2,5 mio. kr.", "approved"),
        ("Anlægsbevillingen frigives.", "approved"),
        ("Rådighedsbeløbet frigivet.", "approved"),
        ("Byrådet frigav 3 mio. kr. til projektet.", "approved"),
        ("Udvalget frigiver midlerne.", "approved"),
        ("Indsigelsen tages ikke til følge.", "rejected"),
        ("Klagen blev taget til følge.", "approved"),
        ("Byrådet ophævede den tidligere beslutning.", "decided"),
        ("Byrådet vedtog med 15 stemmer mod 10 at afvise forslaget.", "rejected"),
        ("Bent Ravn blev konstitueret som direktør.", "appointed"),
        ("Indledende drøftelse.", "discussed"),
        ("Temadrøftelse gennemført.", "discussed"),
        ("Samtlige at'er tiltrådt.", "approved"),
        ("Udvalget fandt ikke grundlag for at meddele dispensation.", "rejected"),
        ("Udvalget finder ikke, at der er grundlag for at imødekomme ansøgningen.", "rejected"),
        ("Økonomiudvalget bemyndigede borgmesteren til at godkende det endelige udbud.", "decided"),
        ("Sagen overlades til forvaltningen.", "referred"),
        ("Sagen overdrages til Socialudvalget.", "referred"),
        ("Forslaget udsendes i 8 ugers offentlig høring.", "decided"),
        ("Efterretning.", "noted"),
        ("Et flertal bestående af 4 medlemmer stemte for at godkende indstillingen.", "approved"),
        ("Et ændringsforslag om at udskyde sagen blev forkastet. Indstillingen vedtaget.", "approved rejected"),
        ("23 stemte for. 2 stemte imod (Ø). Vedtaget.", "approved"),
        ("Et flertal stemte imod indstillingen.", "rejected"),
        ("Sagen stilles i bero.", "postponed"),
        ("Puljen fordeles som foreslået.", "decided"),
        ("T.e.", "noted"),
        ("1. T.e. 2. Godkendt.", "approved noted"),
        ("Taget t.e.", "noted"),
        ("Udsættelse af sagen blev godkendt.", "postponed"),
        ("Udsættelsen blev ikke godkendt.", "rejected"),
        ("Udsættelse af afdrag på lånet blev godkendt.", "approved"),
        ("Punktet behandles på næste møde.", "postponed"),
        ("Godkendt. Sagen behandles på næste møde i Byrådet.", "approved"),
    ]
)


def test_wordings_that_are_rare_are_known_too() -> None:
    assert {text: labels(text) for text in RARE_WORDINGS} == RARE_WORDINGS


WORDS_OF_NO_OUTCOME = examples(
    [
        ("Beslutning ikke frigivet.", "other"),
        ("19 kommuner har udpeget energiparker. Der er ingen her.", "other"),
        ("Indstillingen tiltrådt. Emnet tages op igen, når tallene foreligger.", "approved"),
        ("Et mindretal mener, at sagen er uklar. De anbefaler afslag. Indstillingen blev godkendt.", "approved"),
        ("Et flertal godkendte. Et mindretal kan ikke godkende. Mindretallet anbefaler afslag.", "approved"),
        ("Udvalget henviser til sin tidligere beslutning.", "other"),
        ("2. at", "other"),
        ("Indstillingen følges ikke.", "rejected"),
        ("Som foreslået af formanden blev punktet udsat.", "postponed"),
        ("Som indstillet afslås ansøgningen.", "rejected"),
        ("Til orientering. Lokalerne er ok.", "informed"),
        ("Taget til efterretning. Midlerne frigives ved særskilt sag.", "noted"),
        ("Taget til efterretning. Medlemmerne støttede forslaget om fælles transport.", "noted"),
        ("Taget til efterretning. Skolebestyrelsen er enig i indstillingen.", "noted"),
        ("Drøftet. Hvis der er flertal for det, tages sagen op igen.", "discussed"),
        ("Drøftet. Der var flertal for at se på tallene igen.", "discussed"),
        ("Taget til efterretning. Når der opnås flertal, kommer der en ny sag.", "noted"),
        ("Taget til efterretning. Flertallet af forældrene stemte imod sammenlægning.", "noted"),
        ("Drøftet. Flertallet af borgerne stemte for en ny sti.", "discussed"),
        ("Udvalget fandt ikke grundlag for at give afslag og meddelte dispensation.", "approved"),
        ("Taget til efterretning. Arbejdet med vejen er stillet i bero.", "noted"),
        ("Godkendt. Venstre trak ændringsforslaget.", "approved"),
        ("Drøftet. Formanden trak forslaget op på tavlen.", "discussed"),
        ("Godkendt med den ændring, at punkt 3 slettes.", "approved"),
        ("Godkendt. Vagtplanen overgår til behandling i MED.", "approved"),
        ("Taget til efterretning. Sagen går tilbage til 2009.", "noted"),
        ("Taget til efterretning. Lis Ravn er konstitueret som direktør.", "noted"),
        ("Taget til efterretning. Der foretages yderligere målinger i foråret.", "noted"),
        ("Taget til efterretning. Midlerne fordeles efter ansøgning.", "noted"),
        ("Taget til efterretning. Staten ophævede loven.", "noted"),
        ("Drøftet. Formanden har orienteret naboerne.", "discussed"),
        ("Temadrøftelse aftales i maj.", "agreed"),
    ]
)


def test_similar_words_without_an_outcome_give_none() -> None:
    assert {text: labels(text) for text in WORDS_OF_NO_OUTCOME} == WORDS_OF_NO_OUTCOME


@pytest.mark.parametrize(
    ("body", "text", "expected"),
    [
        ("Ældrerådet", "Ældrerådet godkendte planen.", "approved"),
        ("Birkelund Menighedsråd", "Menighedsrådet vedtog budgettet.", "approved"),
        ("Birkelund Menighedsråd", "MR vedtog budgettet.", "approved"),
        ("Skolebestyrelsen", "Skolebestyrelsen besluttede at flytte festen.", "decided"),
        ("Haveudvalget", "Ældrerådet godkendte planen.", "other"),
    ],
)
def test_the_body_whose_minutes_these_are_may_decide(body: str, text: str, expected: str) -> None:
    assert classify_decision(text, body).decision_type == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tilbagesendes Haveafdelingen med bemærkning, at byrådet har vedtaget indstillingen.", "approved"),
        ("Fremsendes til Haveudvalget med bemærkning, at byrådet i sit møde den 3. maj har forkastet den.", "rejected"),
        ("Vedtaget. Fjordpartiets byrådsgruppe kunne ikke tiltræde indstillingen.", "approved"),
        ("Udvalget er indstillet på at mødes igen.", "other"),
        ("Udvalget ønsker, at sagen genoptages på næste møde.", "postponed"),
        ("Udvalget ønsker, at sagen genoptages, hvis prisen stiger.", "other"),
        ("Punktet tages af og sendes direkte i Byrådet.", "referred withdrawn"),
        ('Formanden sagde: "Det går ikke." Udvalget godkendte planen.', "approved"),
        ('Tilføjet: "Stien afvises.\nHaven udsættes." Godkendt med tilføjelsen.', "approved"),
        ('Tilføjet "med forbehold for prisen. Herefter blev planen udsat.', "postponed"),
        ('Røret er 5" bredt. Planen blev udsat.\nNote: "Godkendt."', "postponed"),
        ("Beslutning ikke frigivet", "other"),
        ("Den nedsatte gruppe fortsætter arbejdet.", "other"),
        ("Godkendt. Formanden oplyste, at der var afbud fra to.", "approved"),
        ("Orientering fra haven medtages på næste møde.", "other"),
        ("Indstilingen blev godkendgt.", "approved"),
    ],
)
def test_the_body_did_what_its_own_sentence_says(text: str, expected: str) -> None:
    assert labels(text) == expected


# --- the vocabulary ---------------------------------------------------------------------------------------------------

_SUBJECT = {
    "": "Sagen",
    "matters": "Sagen",
    "no papers": "Sagen",
    "no texts": "Puljen",
    "no states": "Lis Ravn",
    "no conditions": "Forslaget",
    "items": "Punktet",
    "bodies": "Udvalget",
    "majority": "Et flertal",
    "proposals": "Indstillingen",
    "options": "Model B",
    "no options": "Lis Ravn",
    "point": "2. Sagen",
}
_SENTENCE = {
    "active": "{actor} {words} {matter} {tail}",
    "passive": "{subject} {words} {tail}",
    "participle": "{subject} blev {words} {tail}",
    "infinitive": "Udvalget besluttede at {words} {matter} {tail}",
    "opening": "{words} noget",
}


def _sample(pattern: DecisionPattern) -> str:
    tail = " ".join(pattern.required_after[0]).replace("*", "").rstrip(".") if pattern.required_after else ""
    return _SENTENCE[pattern.form].format(
        actor="Punktet"
        if pattern.any_subject and pattern.object_class
        else "Et flertal"
        if pattern.object_class == "majority"
        else "Udvalget",
        subject=_SUBJECT[pattern.object_class],
        words=" ".join(pattern.words).replace("*", ""),
        matter="" if pattern.max_gap <= 2 else "sagen",
        tail=tail,
    )


def test_each_form_of_each_pattern_wins_its_own_entry() -> None:
    for pattern in decision_patterns():
        sentences = decision_sentences(_sample(pattern))
        phrases = [phrase for sentence in sentences for phrase in find_decision_phrases(sentence, set())]
        assert pattern.name in [phrase.pattern.name for phrase in phrases], _sample(pattern)


def test_each_pattern_has_one_name_and_a_label_of_the_codebook() -> None:
    entries = load("decision_types")["patterns"]
    assert len({entry["name"] for entry in entries}) == len(entries)
    assert {entry["label"] for entry in entries} == set(LABELS) - {"other"}


def test_no_pattern_says_the_same_as_another() -> None:
    counts = Counter(
        (pattern.form, pattern.words, tail, pattern.object_class)
        for pattern in decision_patterns()
        for tail in pattern.required_after or [()]
    )
    assert [words for words, times in counts.items() if times > 1] == []


def test_the_words_of_the_vocabulary_are_folded_and_unique_in_a_list() -> None:
    for name, words in load("decision_types")["lists"].items():
        assert [fold(word) for word in words] == words, name
        assert len(set(words)) == len(words), name
    assert all(fold(word) == word for pattern in decision_patterns() for word in pattern.words)


def test_what_a_pattern_asks_for_is_a_list_of_the_vocabulary() -> None:
    lists = load("decision_types")["lists"]
    assert {pattern.object_class.removeprefix("no ") for pattern in decision_patterns()} <= {"", "point", *lists}
