"""Pseudonyms: every named person gets one, in every table and file, and it reveals nothing about the person."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from referat import load
from referat.cli.main import main
from referat.facts.person_mentions import MentionFinder
from referat.report.report_building import make_report
from referat.schema.registry import TABLES
from referat.tables.frames import Tables, arrow, check, frame
from referat.tables.pseudonyms import Pseudonyms, find_persons, without_names

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
PEOPLE = ["Anne Birk Holm", "Bo Lund", "Carla Dam", "Dorte Eng", "Erik Fynbo", "Ferdi"]


def tables(*people: str, digest: str = "0", titles: tuple[str, ...] = ()) -> Tables:
    """Return the tables of one meeting with these persons and items of these titles."""
    meeting = {"meeting_id": "m", "source_sha256": digest}
    document = {"document_id": "m.txt", "source": "m.txt"} | meeting
    present = [{"meeting_id": "m", "position": n, "person": p, "name": p} for n, p in enumerate(people, 1)]
    items = [{"item_id": f"m:{n}", "meeting_id": "m", "title": title} for n, title in enumerate(titles, 1)]
    rows = {"meetings": [meeting], "documents": [document], "attendance": present, "items": items}
    return Tables({table.name: frame(table.name, rows.get(table.name, [])) for table in TABLES})


def test_the_same_minutes_give_the_same_pseudonyms_whatever_the_order() -> None:
    given = _given()
    assert given == _persons(tables(*reversed(PEOPLE))).pseudonyms
    assert sorted(given.values()) == [f"Person {n:02}" for n in range(1, 7)]


def test_other_minutes_shuffle_the_numbers_and_never_by_the_alphabet() -> None:
    dealt = [dict(_persons(tables(*PEOPLE, digest=str(n))).pseudonyms) for n in range(20)]
    orders = {tuple(sorted(given, key=given.__getitem__)) for given in dealt}
    assert len(orders) > 15 and tuple(sorted(PEOPLE)) not in orders


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Valg af Bo Lund", "Valg af {Bo Lund}"),
        ("Forslag fra Anne Holm og\nBo  Lund.", "Forslag fra {Anne Birk Holm} og\n{Bo Lund}."),
        ("Anne Birk Holms plan", "{Anne Birk Holm}s plan"),
        ("bo lund", "{Bo Lund}"),
        ("ANNE HOLM", "{Anne Birk Holm}"),
        ("Bo Lundgren", "Bo Lundgren"),
        ("Ferdi i ferdighed", "{Ferdi} i ferdighed"),
        ("ferdi", "ferdi"),
        ("", ""),
    ],
)
def test_a_name_in_full_is_found_in_any_case(text: str, hidden: str) -> None:
    assert _replaced(text) == hidden.format_map(_given())


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Anne (A) Holm", "{Anne Birk Holm}"),
        ("Holm, Anne Birk, og Lund, Bo", "{Anne Birk Holm}, og {Bo Lund}"),
        ("A. Holm og A.B. Holm", "{Anne Birk Holm} og {Anne Birk Holm}"),
        ("Erik F. bad om ordet", "{Erik Fynbo} bad om ordet"),
        ("Anne Birk Holm (ABH) deltog", "{Anne Birk Holm} deltog"),
        ("Erik Fynboe og Anne B. Holm", "(person) og {Anne Birk Holm}"),
        ("Anne Brik Holm", "{Anne Birk Holm}"),
        ("ansoegning_Anne_Birk_Holm.pdf", "ansoegning_{Anne Birk Holm}.pdf"),
        ("Fynbo-forslaget", "{Erik Fynbo}-forslaget"),
    ],
)
def test_other_forms_of_a_name_are_found(text: str, hidden: str) -> None:
    assert _replaced(text) == hidden.format_map(_given())


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Fynbo forlod mødet", "{Erik Fynbo} forlod mødet"),
        ("Fynbos forslag", "{Erik Fynbo}s forslag"),
        ("Lund ved havnen", "Lund ved havnen"),
        ("Borgmester Lund ved havnen", "Borgmester {Bo Lund} ved havnen"),
        ("Lund (A) stemte imod", "{Bo Lund} (A) stemte imod"),
        ("Stien ved Nørre Holm", "Stien ved Nørre Holm"),
        ("Birk blev valgt, Birk (A) også", "Birk blev valgt, {Anne Birk Holm} (A) også"),
        ("Fynbo & Co.", "{Erik Fynbo} & Co."),
        ("Firmaet Berg & Fynbo", "Firmaet Berg & Fynbo"),
        ("Erik Fynbos Vej og Fynbos Hus", "Erik Fynbos Vej og Fynbos Hus"),
        ("Erik Fynbosvej", "Erik Fynbosvej"),
    ],
)
def test_a_surname_alone_is_a_person_unless_it_is_also_a_word_or_names_a_place(text: str, hidden: str) -> None:
    assert _replaced(text) == hidden.format_map(_given())


def test_a_shared_surname_is_the_person_at_the_meeting() -> None:
    spellings = {name: name for name in ("Ole Fynbo", "Erik Fynbo")}
    finder = MentionFinder(spellings)
    assert [mention.person for mention in finder.find("Fynbo kom kl. 10", {"Ole Fynbo"})] == ["Ole Fynbo"]
    assert [mention.person for mention in finder.find("Fynbo kom kl. 10", {"Ole Fynbo", "Erik Fynbo"})] == [None]
    assert [mention.person for mention in finder.find("Fynbo kom kl. 10", {"Bo Lund"})] == [None]


def test_a_given_name_alone_is_a_person_where_one_of_that_name_is_at_the_meeting() -> None:
    finder = MentionFinder({"Erik Fynbo": "Erik Fynbo"})
    assert [mention.person for mention in finder.find("Stedfortræder for Erik", {"Erik Fynbo"})] == ["Erik Fynbo"]
    assert finder.find("Stedfortræder for Erik", {"Bo Lund"}) == []
    assert finder.find("Sct. Erik og Store Erik", {"Erik Fynbo"}) == []
    assert [mention.person for mention in finder.find("Erik (A) indtræder", {"Bo Lund"})] == ["Erik Fynbo"]


def test_a_partly_listed_name_is_the_person_at_the_meeting() -> None:
    finder = MentionFinder({"Erik Fynbo": "Erik Fynbo", "Fynbo": "Fynbo"})
    assert [mention.person for mention in finder.find("Fynbo kom kl. 10", {"Erik Fynbo", "Fynbo"})] == ["Erik Fynbo"]
    assert [mention.person for mention in finder.find("Fynbo kom kl. 10", {"Fynbo"})] == ["Fynbo"]


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Chefkonsulent Jytte Rundskov deltog", "Chefkonsulent (person) deltog"),
        ("Brev fra Naja Hjelm Poulsen", "Brev fra (person)"),
        ("Klage fra nabo (Egon Ravnsø)", "Klage fra nabo ((person))"),
        ("Bo Lund Hansen", "(person)"),
        ("Grete Ravnsø (O) Preben Ravnsø (N)", "(person) (O) (person) (N)"),
        ("Ring til 12 34 56 78 eller ja@havn.example", "Ring til (telephone) eller (e-mail)"),
        ("tlf. 12345678, +45 12345678", "tlf. (telephone), (telephone)"),
        ("Cpr. 010203-1234", "Cpr. (CPR)"),
        (
            "Købt for 12 345 678 kr. den 01-02-2021, sag 12345678",
            "Købt for 12 345 678 kr. den 01-02-2021, sag 12345678",
        ),
    ],
)
def test_others_and_how_to_reach_them_are_hidden_too(text: str, hidden: str) -> None:
    assert _replaced(text) == hidden


def _given() -> dict[str, str]:
    return dict(_persons(tables(*PEOPLE)).pseudonyms)


def _persons(data: Tables) -> Pseudonyms:
    return find_persons(lambda name: [arrow(name, data[name])], {})


def _replaced(text: str) -> str:
    return _persons(tables(*PEOPLE)).replaced(text)


def test_another_spelling_is_the_same_person() -> None:
    met = tables("Bo Lund")
    met = Tables(
        {t.name: met[t.name] for t in TABLES} | {"people": frame("people", [{"person": "Bo Lund", "name": "Bo Lunn"}])}
    )
    assert _persons(met).replaced("Bo Lunn") == "Person 01"


def test_a_name_that_is_elsewhere_a_spelling_of_another_has_one_pseudonym_in_all_municipalities() -> None:
    rows = [{"meeting_id": "m", "person": person, "name": "Anne Fynbo"} for person in ("A. Fynbo", "Anne Fynbo")]
    met = tables()
    met = Tables({t.name: met[t.name] for t in TABLES} | {"attendance": frame("attendance", rows)})
    assert set(without_names(met).attendance["person"]) == {"Person 01"}


def test_a_member_whom_only_an_agenda_lists_is_hidden() -> None:
    met = tables(titles=("Fynbos forslag",))
    listed = {"code": "members_not_attending", "severity": "note", "source": "m.txt", "text": "Bo Lund, Erik Fynbo"}
    met = Tables({t.name: met[t.name] for t in TABLES} | {"problems": frame("problems", [listed])})
    assert without_names(met).items["title"].tolist() == ["(person)s forslag"]


def test_the_words_that_two_titles_share_are_left_without_names() -> None:
    met = tables("Erik Fynbo")
    shared = {"same_matter": True, "kind": "related", "rule": "series", "evidence": "bådplad erik fynb kran"}
    link = {"item_id": "m:2", "earlier_item_id": "m:1"} | shared
    met = Tables({t.name: met[t.name] for t in TABLES} | {"links": frame("links", [link])})
    assert without_names(met).links["evidence"].tolist() == ["bådplad kran"]


def test_the_evidence_of_a_decision_is_where_it_says() -> None:
    met = tables("Bo Lund")
    text = "Bo Lund bad om, at punktet udsættes."
    decision = {"decision_id": "m:1:1", "item_id": "m:1", "meeting_id": "m", "position": 1, "text": text}
    place = {"evidence": "udsættes", "evidence_start": text.index("udsættes"), "evidence_end": len(text) - 1}
    met = Tables({t.name: met[t.name] for t in TABLES} | {"decisions": frame("decisions", [decision | place])})
    row = without_names(met).decisions.iloc[0]
    assert row["text"] == "Person 01 bad om, at punktet udsættes."
    assert row["text"][row["evidence_start"] : row["evidence_end"]] == row["evidence"] == "udsættes"


def test_without_persons_nothing_is_replaced() -> None:
    assert without_names(tables(titles=("Bo Lund",))).items["title"].tolist() == ["Bo Lund"]


def _texts(data: Tables) -> str:
    return "\n".join(data[table.name].to_csv() for table in TABLES)


@pytest.mark.heavy
def test_no_table_holds_a_name_and_all_still_fit_the_registry(hostile_tables: Path) -> None:
    before = load(hostile_tables)
    after = without_names(before)
    names = set(before.people["name"]) | set(before.people["person"])
    assert len(names) > 10 and before.items["title"].str.contains("|".join(names)).any()
    result = _texts(after).casefold()
    assert not [name for name in names if name.casefold() in result]
    assert check(after) == []
    assert [len(after[t.name]) for t in TABLES] == [len(before[t.name]) for t in TABLES]


@pytest.mark.heavy
def test_no_page_of_an_anonymous_report_holds_a_name(hostile_tables: Path, tmp_path: Path) -> None:
    pages = make_report(hostile_tables, tmp_path, NOTEBOOKS, anonymous=True).files
    people: pd.DataFrame = load(hostile_tables).people
    names = set(people["name"]) | set(people["person"])
    for path in (tmp_path / page for page in pages if not page.startswith("follow/tables.")):
        data = path.read_bytes()
        texts = [path.name, data.decode("utf-8", "replace"), *_texts_of_pdf(path)]
        assert not [name for name in names for text in texts if name.casefold() in text.casefold()], path.name
    assert "Person 0" in (tmp_path / "01_attendance.html").read_text(encoding="utf-8")


NAMES = re.compile(r"(?i)fynbo|vestergren|agnete|hjelmdal")
"""Words of the names that the planted minutes hold, in every place that can hold one."""

PLANTED = """REFERAT Havneudvalget d. 03-05-2021

Mødedato Mandag d. 3. maj 2021 kl. 16:00

Mødested Hos Agnete Vestergren, Kajen 3

Mødedeltagere Agnete Vestergren (A), Erik Fynbo (V), Mona Birk

Punkt 1: Ansøgning fra Agnete Vestergren om bådplads

21/77

Baggrund

Agnete bor på Kajen 3. Skriv til agnete.vestergren@havn.example eller ring på 12 34 56 78.

Vestergrens ansøgning, jf. Erik F. og VESTERGREN. Advokat Grethe Hjelmdal taler for hende.

Indstilling

Erik Fynbo indstiller,

1. at Vestergren får en plads

Beslutning

Fynbo stemte imod. Udsat, til Agnete Vestergren har svaret.

Afbud: Vestergren, Agnete

Bilag

Ansøgning_Agnete_Vestergren.pdf

Punkt 2: Fynbos forslag om kajen

21/78

Beslutning

Godkendt, jf. Agnete Vestergrens forslag.
"""


@pytest.mark.heavy
def test_no_file_of_an_anonymous_build_holds_a_name_planted_anywhere(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "brev-fra-agnete-vestergren.txt").write_text(PLANTED, encoding="utf-8")
    (raw / "fynbo.docx").write_bytes(b"no document")
    assert main(["build", str(raw), "-o", str(out), "--csv"]) == 0
    assert len(_places(out)) > 20
    assert main(["build", str(raw), "-o", str(out), "--csv", "--excel", "--anonymous"]) == 0
    assert _places(out) == set()
    assert "Person 0" in (out / "attendance.csv").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir() if path.name not in ("raw", "out")] == []


def test_a_person_has_the_same_pseudonym_in_a_build_and_in_every_table(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "havn.txt").write_text(PLANTED, encoding="utf-8")
    main(["build", str(raw), "-o", str(tmp_path / "out"), "--anonymous"])
    built, loaded = load(tmp_path / "out"), without_names(load(raw))
    assert [name.name for name in TABLES if not built[name.name].equals(loaded[name.name])] == []
    assert set(built.attendance["person"]) <= set(built.people["person"])


def _texts_of_pdf(path: Path) -> list[str]:
    """Return the text of a PDF and its metadata."""
    if path.suffix != ".pdf":
        return []
    pdfium = pytest.importorskip("pypdfium2")
    pdf = pdfium.PdfDocument(path)
    return [*pdf.get_metadata_dict().values(), *(page.get_textpage().get_text_range() for page in pdf)]


def _places(folder: Path) -> set[tuple[str, str]]:
    """Return the files and the columns of tables that contain a name; for workbooks, the content of the archive."""
    places = set()
    for path in (path for path in sorted(folder.rglob("*")) if path.is_file()):
        if path.suffix == ".parquet":
            data = pd.read_parquet(path)
            places |= {(path.name, column) for column in data if NAMES.search(data[column].to_csv())}
        elif path.suffix in (".xlsx", ".batch"):
            with zipfile.ZipFile(path) as archive:
                texts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
            places |= {(path.name, "archive") for text in texts if NAMES.search(text)}
        elif NAMES.search(path.name + path.read_bytes().decode("utf-8", "replace")):
            places.add((path.name, "bytes"))
    return places
