"""PDFs: the printed text reads as the original, and unreadable parts are reported."""

from __future__ import annotations

import zlib
from pathlib import Path
from types import ModuleType

import pytest
import regex as re
from council import matters, minutes
from paper import HEIGHT, MARGIN, Text, Typesetter, pdf, typeset
from same import differences

from referat import demo, load
from referat.formats import UnreadableError, worker_process
from referat.formats.pdf import pdf_text
from referat.formats.source_files import read

pytest.importorskip("pypdfium2", reason="PDFs are read with referat[pdf]")


def text(data: bytes) -> str:
    return pdf_text.extract(data).text


def lines(data: bytes) -> list[str]:
    return [line for line in text(data).split("\n") if line]


def rows(*texts: str, size: float = 10, leading: float = 12) -> list[Text]:
    return [Text(MARGIN, 100 + leading * n, line, size) for n, line in enumerate(texts)]


def code(data: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        pdf_text.read(data)
    return error.value.problem.code


# --- The same minutes, as text and in print ---


@pytest.fixture(scope="module")
def demo_corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    as_text, printed = tmp_path_factory.mktemp("written"), tmp_path_factory.mktemp("printed")
    demo.write(as_text, meetings=15)
    (printed / "_corpus.toml").write_bytes((as_text / "_corpus.toml").read_bytes())
    for path in as_text.glob("*.txt"):
        head = "Tågelev Kommune" if "0" in path.stem[-2:] else ""
        (printed / f"{path.stem}.pdf").write_bytes(typeset(path.read_text(encoding="utf-8"), head=head))
    return as_text, printed


@pytest.mark.heavy
def test_minutes_in_print_give_the_tables_that_they_give_as_text(demo_corpus: tuple[Path, Path]) -> None:
    as_text, printed = map(load, demo_corpus)
    assert differences(as_text, printed) == []
    assert set(printed.meetings["reader"]) == {"pdf"}
    assert len(printed.meetings) == 15


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("council")
    (folder / "referat.pdf").write_bytes(typeset(minutes(), head="Vandkanten Byråd 27-08-2025"))
    return folder


def test_a_councils_long_minutes_are_read_item_by_item(council: Path) -> None:
    tables, expected = load(council), matters()
    items, decisions = tables.items, tables.decisions[~tables.decisions["is_earlier"]]
    assert list(items["number"]) == list(range(1, 22))
    assert list(items["title"]) == [matter.title for matter in expected]
    assert list(items["case_number"]) == [matter.case_number for matter in expected]
    assert list(items["closed"]) == [matter.closed for matter in expected]
    assert list(decisions["text"]) == [matter.outcome for matter in expected]
    assert list(decisions["decision_type"]) == [matter.decision_type for matter in expected]
    assert list(tables.attachments["title"]) == [title for matter in expected for title in matter.attachments]
    assert not tables.meetings["attendance_recorded"].any()
    assert set(tables.problems["severity"]) <= {"note"}


def test_lines_are_those_of_the_text_as_read(council: Path) -> None:
    source = read(council / "referat.pdf", council)
    as_text = source.text.split("\n")
    for item in load(council).items.itertuples():
        assert as_text[item.line_start - 1].startswith(f"Punkt {item.number}: ")


# --- Rows to paragraphs ---


LONG = "Havnen graves dybere i foråret, så færgen kan lægge til ved lavvande"
ALSO = "uden at vente på tidevandet, som den har måttet gøre i mange år."


def test_rows_wrapped_by_the_width_are_one_paragraph() -> None:
    assert lines(pdf([rows(LONG, ALSO)])) == [f"{LONG} {ALSO}"]


def test_a_row_with_room_left_was_ended_by_its_author() -> None:
    assert lines(pdf([rows("Afbud: Bodil Ravn", "Sagen udsættes.", LONG)])) == [
        "Afbud: Bodil Ravn",
        "Sagen udsættes.",
        LONG,
    ]


def test_a_gap_between_rows_separates_paragraphs() -> None:
    page = [*rows(LONG, ALSO), Text(MARGIN, 136, LONG), Text(MARGIN, 148, ALSO)]
    assert text(pdf([page])) == f"{LONG} {ALSO}\n\n{LONG} {ALSO}\n"


def test_a_sentence_continues_on_the_next_page() -> None:
    assert lines(pdf([rows(LONG), rows(ALSO)])) == [f"{LONG} {ALSO}"]


def test_a_finished_sentence_does_not_continue_on_the_next_page() -> None:
    assert text(pdf([rows(LONG + ".."), rows("Næste sag.")])) == f"{LONG}..\n\nNæste sag.\n"


@pytest.mark.parametrize(
    ("one", "two", "joined"),
    [
        ("1. godkender den plan, som havneudvalget har lagt frem, og som", "   gælder til jul", "gælder til jul"),
        ("mødet med naboerne om havnen blev holdt på rådhuset den lørdag", "3. maj 2025 om aftenen", "3. maj 2025"),
        ("havnen graves dybere, og mere kan der ikke siges før byrådets", "beslutning den 3. maj 2025", "s beslutning"),
        ("sagen blev fremlagt for udvalget af den nye havnemester, som er", "B. Ravn fra kontoret", "B. Ravn"),
    ],
)
def test_a_row_can_continue_whatever_its_first_word(one: str, two: str, joined: str) -> None:
    indent = 6 * (len(two) - len(two.lstrip()))
    result = lines(pdf([[Text(MARGIN, 100, one), Text(MARGIN + indent, 112, two.lstrip())]]))
    assert result == [f"{one} {two.lstrip()}"]
    assert joined in result[0]


@pytest.mark.parametrize("mark", ["2.", "-", "b)", "•"])
def test_a_mark_of_a_list_begins_a_line(mark: str) -> None:
    first = "1. godkender den plan, som havneudvalget har lagt frem, og som alle"
    assert lines(pdf([rows(first, f"{mark} sender den i høring")])) == [first, f"{mark} sender den i høring"]


@pytest.mark.parametrize("line", ["Beslutning", "22/1234", "EMN-2025-003383", "Beslutning Direktionen den 06-03-2023"])
def test_headings_and_case_numbers_are_lines_of_their_own(line: str) -> None:
    full = "Punkt 3: En lang overskrift om havnen, færgen og de nye bænke på den"
    assert line in lines(pdf([rows(full, line, LONG)]))


def test_a_wrapped_heading_is_one_line() -> None:
    page = [
        Text(MARGIN, 100, "REFERAT Udvalget for Havn og", 16, "bold"),
        Text(MARGIN, 120, "Færger d. 06-03-2023", 16, "bold"),
    ]
    assert (
        lines(pdf([[*page, *rows(LONG)[0:0], Text(MARGIN, 150, LONG)]]))[0]
        == "REFERAT Udvalget for Havn og Færger d. 06-03-2023"
    )


def test_words_cut_at_the_end_of_a_line_are_whole_again() -> None:
    one = "Udvalget så på havnens udvikling og på de nye planer for udvik-"
    page = rows(one, "ling af kysten og på børne-", size=10)
    assert lines(pdf([page]))[0].endswith("planer for udvikling af kysten og på børne-")


@pytest.mark.parametrize(
    ("one", "two", "joined"),
    [
        ("sagen hører under dem, der har med skoler at gøre: børne-", "og ungeudvalget", "børne- og ungeudvalget"),
        ("mødet blev ledet af den, som var blevet valgt: Grethe Skov-", "Ravnholt", "Skov-Ravnholt"),
        ("sagen har i journalen det nummer, som står her: EMN-2025-", "003383 og er ny", "EMN-2025-003383"),
        ("aftalen gælder for dem, der bor til leje hos foreningen KAB/", "SYDBO i byen", "KAB/SYDBO"),
        ("budgettet er lagt, så det holder hele perioden igennem, 2023–", "26. Der er plads", "2023–26. Der"),
        ("der er flere end før, som bor i de nye boliger, i alt 24-", "timers vagt", "24-timers"),
    ],
)
def test_hyphens_of_their_own_stay(one: str, two: str, joined: str) -> None:
    assert joined in text(pdf([rows(one, two)]))


def test_numbered_papers_are_entries_though_the_rows_are_full() -> None:
    papers = [f"Bilag {n}: Tegninger af havnen og den nye mole, set fra land og vand" for n in (1, 2, 3)]
    assert lines(pdf([rows(*papers)])) == papers


def test_a_row_stretched_to_the_edge_has_no_cells() -> None:
    words = ["Havnen", "graves", "dybere", "i", "foråret,", "så", "den"]
    place, page = float(MARGIN), []
    for word in words:
        page.append(Text(place, 100, word))
        place += 6 * len(word) + 14
    assert lines(pdf([[*page, Text(MARGIN, 112, "er klar til vinter.")]])) == [
        "Havnen graves dybere i foråret, så den er klar til vinter."
    ]


def test_ligatures_are_letters() -> None:
    assert lines(pdf([rows("Der er ﬁre grafﬁtiﬂader i byen.")])) == ["Der er fire graffitiflader i byen."]


def test_a_table_keeps_its_rows_and_cells() -> None:
    paper = Typesetter()
    paper.table([["Post", "Budget", "Forbrug"], ["Løn", "100", "90"], ["Leje", "20", "20"]])
    assert lines(paper.pdf()) == ["Post\tBudget\tForbrug", "Løn\t100\t90", "Leje\t20\t20"]


def test_a_value_next_to_its_label_continues_below_itself() -> None:
    page = [
        Text(MARGIN, 100, "Mødedeltagere"),
        Text(200, 100, "Bodil Ravn, Tage Kvist, Svend Åge Lund, Grethe Skov"),
        Text(200, 112, "Holm, Per Bro"),
    ]
    assert lines(pdf([page])) == ["Mødedeltagere\tBodil Ravn, Tage Kvist, Svend Åge Lund, Grethe Skov Holm, Per Bro"]


# --- Contents ---


TITLES = ("Dagsorden", "Havnens dybde og den nye færge, som skal lægge til ved den gamle", "mole", "Eventuelt")


def contents(pages: dict[int, str]) -> list[Text]:
    result = [Text(MARGIN, 100, "Indholdsfortegnelse", 10, "bold"), *(
        Text(MARGIN, 120 + 12 * n, title) for n, title in enumerate(TITLES)
    )]  # fmt: skip
    result += [Text(520 - 6 * len(page), 120 + 12 * n, page) for n, page in pages.items()]
    return [*result, *(Text(MARGIN, 300 + 12 * n, "X" * 75) for n in range(3))]


def test_page_numbers_stored_after_all_titles_are_put_next_to_them() -> None:
    result = lines(pdf([contents({0: "3", 2: "4", 3: "12"})]))[1:5]
    assert result == ["Dagsorden.....\t3", TITLES[1], "mole.....\t4", "Eventuelt.....\t12"]


def test_a_page_number_on_the_first_row_of_a_title_comes_after_the_last() -> None:
    result = lines(pdf([contents({0: "3", 1: "4", 3: "12"})]))[1:5]
    assert result == ["Dagsorden.....\t3", TITLES[1], "mole.....\t4", "Eventuelt.....\t12"]


# --- Running heads and feet ---


def paged(*texts: str, head: str = "", foot: str = "") -> bytes:
    total = len(texts)
    return pdf(
        [
            [
                *([Text(MARGIN, 40, head)] if head else []),
                *rows(line, LONG),
                *([Text(280, HEIGHT - 30, foot.format(number, total))] if foot else []),
            ]
            for number, line in enumerate(texts, 1)
        ]
    )


def test_two_columns_of_labels_above_the_items_are_read_one_after_the_other() -> None:
    left = rows("Udvalg: Havneudvalget", "Mødedato: 6. marts 2023", "Mødested: Sal 2", "", "1. Budget")
    right = [Text(330, 112, "Deltagere: Anne Holm,"), Text(330, 124, "Per Birk")]
    assert lines(pdf([[*filter(lambda piece: piece.text, left), *right]])) == [
        "Udvalg: Havneudvalget",
        "Mødedato: 6. marts 2023",
        "Mødested: Sal 2",
        "Deltagere: Anne Holm, Per Birk",
        "1. Budget",
    ]


def test_values_next_to_their_labels_are_read_row_by_row() -> None:
    pairs = [("Mødedato:", "Tirsdag den 4. februar 2020"), ("Mødetidspunkt:", "Kl. 15:30"), ("Mødested:", "Kajhuset")]
    cells = [
        Text(x, 100 + 12 * n, piece)
        for n, pair in enumerate(pairs)
        for x, piece in zip((MARGIN, 220), pair, strict=True)
    ]
    printed = "\n".join(lines(pdf([[*cells, Text(MARGIN, 200, "1. Budget")]])))
    assert [" ".join(re.split(r"\s+", line)) for line in printed.split("\n")][:3] == [" ".join(pair) for pair in pairs]


def test_a_label_in_the_middle_of_its_cell_heads_the_cell() -> None:
    names = [Text(220, 100 + 12 * n, name) for n, name in enumerate(("Anne Holm (A)", "Per Birk (V)", "Ida Krogh (C)"))]
    place = [Text(MARGIN, 76, "Mødested:"), Text(220, 76, "Kajhuset")]
    printed = lines(pdf([[*place, *names, Text(MARGIN, 112, "Medlemmer:"), Text(MARGIN, 170, "1. Budget")]]))
    assert [re.sub(r"\s+", " ", line) for line in printed][1:4] == [
        "Medlemmer: Anne Holm (A)",
        "Per Birk (V)",
        "Ida Krogh (C)",
    ]


@pytest.mark.parametrize("number_at", [0, 1], ids=["top", "middle"])
def test_cells_of_a_table_of_items_that_wrap_are_put_together(number_at: int) -> None:
    head = [Text(x, 100, word) for x, word in ((MARGIN, "Pkt."), (120, "Emne"), (300, "Referat"))]
    first = [
        Text(MARGIN, 130 + 12 * number_at, "1."),
        *(Text(120, 130 + 12 * n, piece) for n, piece in enumerate(("Takster for", "gæstesejlere", "i havnen"))),
        *(Text(300, 130 + 12 * n, piece) for n, piece in enumerate(("Rådet drøftede", "forslaget og", "udsatte det."))),
    ]
    second = [Text(MARGIN, 190, "2."), Text(120, 190, "Eventuelt"), Text(300, 190, "Intet.")]
    assert lines(pdf([[*head, *first, *second]])) == [
        "1. Takster for gæstesejlere i havnen",
        "Referat",
        "Rådet drøftede forslaget og udsatte det.",
        "2. Eventuelt",
        "Referat",
        "Intet.",
    ]


def test_a_letterhead_next_to_the_heading_is_not_part_of_it() -> None:
    heading = rows("Referat fra møde i Havneudvalget", "den 6. marts 2023 kl. 16.00", "Deltagere: Anne Holm")
    letterhead = [Text(420, 100, "Engby Kommune"), Text(420, 112, "9999 Engby"), Text(420, 124, "Tlf. 12 34 56 78")]
    assert lines(pdf([[*heading, *letterhead]]))[:3] == [
        "Referat fra møde i Havneudvalget",
        "den 6. marts 2023 kl. 16.00",
        "Deltagere: Anne Holm",
    ]


@pytest.mark.parametrize("foot", ["{}", "Side {} af {}", "- {} -", "{}/{}", "Vandkanten Kommune side {}"])
def test_numbers_of_pages_are_left_out(foot: str) -> None:
    assert "af 3" not in text(paged("En", "To", "Tre", foot=foot))
    assert lines(paged("En", "To", "Tre", foot=foot))[-1] == LONG


def test_a_running_head_is_left_out_and_reported() -> None:
    result = pdf_text.extract(
        paged("REFERAT Havneudvalget d. 06-03-2023", "To", "Tre", head="Havneudvalget 06-03-2023")
    )
    assert result.text.count("Havneudvalget") == 1
    assert [(problem.code, problem.detail) for problem in result.problems] == [
        ("running_lines_left_out", "Havneudvalget #-#-#")
    ]


def test_a_running_head_that_alone_names_the_meeting_stays_once() -> None:
    head = "REFERAT Havneudvalget d. 06-03-2023"
    assert text(paged("En", "To", "Tre", head=head)).count(head) == 1


def test_headings_that_begin_page_after_page_are_no_running_heads() -> None:
    headings = [f"Punkt {number}: Lukket" for number in range(1, 6)]
    assert [line for line in lines(paged(*headings)) if line != LONG] == headings


def test_rotated_text_at_the_edge_is_no_line_and_is_reported() -> None:
    result = pdf_text.extract(pdf([[*rows(LONG), Text(30, 400, "Arkivets stempel", turned=True)]]))
    assert result.text == f"{LONG}\n"
    assert result.problems[0].detail == "Arkivets; stempel"


def test_a_turned_page_is_read_as_it_is_seen() -> None:
    seen = [("Først", 100), ("Derefter", 150)]
    page = [Text(y, HEIGHT - MARGIN, line, turned=True) for line, y in seen]
    assert lines(pdf([page], turn=90)) == ["Først", "Derefter"]


# --- Unreadable files ---


LOCKED = "/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{0}> /U <{0}> >>".format("5a" * 32)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (pdf([[], [], []]), "pdf_without_text"),
        (pdf([rows("Hemmeligt")], extra=LOCKED), "locked_file"),
        (b"%PDF-1.7\n1 0 obj\n<<", "damaged_file"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "damaged_file"),
        (typeset("Et afsnit")[:300], "damaged_file"),
    ],
    ids=["pictures only", "locked", "cut", "noise", "half"],
)
def test_a_pdf_that_cannot_be_read_says_why(data: bytes, expected: str) -> None:
    assert code(data) == expected


def test_pages_without_text_are_reported() -> None:
    result = pdf_text.extract(pdf([rows(LONG), [], rows(ALSO), []]))
    assert [(problem.code, problem.detail) for problem in result.problems] == [("pages_without_text", "2, 4")]


@pytest.mark.parametrize(("holder", "limit", "least"), [(pdf_text, "LARGEST", 10), (worker_process, "SECONDS", 0.001)])
def test_a_pdf_beyond_a_limit_is_refused(
    monkeypatch: pytest.MonkeyPatch, holder: ModuleType, limit: str, least: float
) -> None:
    monkeypatch.setattr(holder, limit, least)
    assert code(pdf([rows(LONG)] * 200)) == "too_large"


@pytest.mark.heavy
def test_a_pdf_reads_the_same_whatever_was_read_before() -> None:
    def result(data: bytes) -> object:
        try:
            return pdf_text.read(data)
        except UnreadableError as error:
            return error.problem

    files = [typeset(minutes()), b"%PDF-1.7\n1 0 obj\n<<", pdf([rows("Hemmeligt")], extra=LOCKED), pdf([[]])]
    files += [typeset("Et afsnit"), pdf([()] * (pdf_text.MOST_PAGES + 1)), pdf([rows(LONG)], turn=90)]
    alone = [result(data) for data in files if worker_process.end() is None]
    assert [result(data) for data in (*files, *reversed(files))] == [*alone, *reversed(alone)]


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    assert code(pdf([()] * (pdf_text.MOST_PAGES + 1))) == "too_large"


@pytest.mark.heavy
def test_a_page_that_unpacks_to_ten_thousand_times_its_size_is_harmless() -> None:
    bomb = zlib.compress(b" " * 300_000_000, 9)
    data = pdf([rows(LONG)]).replace(b"/Length ", b"/Length  ")
    start, end = data.index(b"stream\n") + 7, data.index(b"\nendstream")
    assert code(data[:start] + bomb + data[end:]) in ("pdf_without_text", "damaged_file", "too_large")


def test_a_missing_library_names_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_text, "library", str)
    with pytest.raises(UnreadableError, match=r"pip install 'referat\[pdf\]'"):
        pdf_text.read(pdf([rows(LONG)]))
