"""Names of people in minutes."""

import json
from pathlib import Path

import pytest

from referat.facts.names import ListedPerson, attendees, name_spans, names, same_person
from referat.records.header_lines import without_sentences


def read(text: str) -> list[tuple[str, str | None, str | None, str]]:
    return [(person.name, person.role, person.party, person.status) for person in attendees(text)]


def test_names_are_separated_by_commas_and_the_last_by_og() -> None:
    assert [person.name for person in attendees("Anne Holm, Per Birk og Ida Krogh.")] == [
        "Anne Holm",
        "Per Birk",
        "Ida Krogh",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Anne Holm; Per Birk",
        "Anne Holm\nPer Birk",
        "Anne Holm,Per Birk",
        "- Anne Holm\n- Per Birk",
        "Anne Holm & Per Birk",
        "Anne Holm - Per Birk",
        "Anne Holm. Per Birk",
        "Anne Holm\tPer Birk",
    ],
)
def test_names_may_be_separated_by_other_signs(text: str) -> None:
    assert [person.name for person in attendees(text)] == ["Anne Holm", "Per Birk"]


@pytest.mark.parametrize(
    "name",
    [
        "Per",
        "Hans-Jørgen Birk",
        "Knud T. Lund",
        "H.-J. Berg",
        "E. N.",
        "Jens Chr. Holm",
        "Ole van der Lind",
        "Michael af Birk",
        "Jo O'Neil",
        "J?rgen Lund",
        "?ge Lund",
        "el-Hadi Musa",
        "Ida [adresse] Lund",
        "LARS HOLM",
    ],
)
def test_a_name_keeps_the_way_it_is_written(name: str) -> None:
    assert [person.name for person in attendees(f"Anne Holm, {name}, Per Birk")] == ["Anne Holm", name, "Per Birk"]


def test_a_name_broken_at_a_hyphen_is_one_name() -> None:
    assert attendees("Hans- Jørgen Birk") == [ListedPerson("Hans-Jørgen Birk")]
    assert attendees("Hans-\nJørgen Birk") == [ListedPerson("Hans-Jørgen Birk")]


@pytest.mark.parametrize(
    ("text", "role", "party"),
    [
        ("Anne Holm (sekretær)", "sekretær", None),
        ("Anne Holm (A)", None, "A"),
        ("Anne Holm, (A)", None, "A"),
        ("Anne Holm, A", None, "A"),
        ("Anne Holm (UP-1)", None, "UP-1"),
        ("Anne Holm (UP1)", None, "UP1"),
        ("Anne Holm (Ø)", None, "Ø"),
        ("Anne Holm (Frie Liberale)", None, "Frie Liberale"),
        ("Anne Holm (Løsgænger)", None, "Løsgænger"),
        ("Anne Holm (Lokallisten Birkelund)", None, "Lokallisten Birkelund"),
        ("Anne Holm (A, formand)", "formand", "A"),
        ("Anne Holm (A) (formand)", "formand", "A"),
        ("Anne Holm, formand", "formand", None),
        ("Anne Holm, Formand, (A)", "Formand", "A"),
        ("Anne Holm - referent", "referent", None),
        ("Anne Holm referent", "referent", None),
        ("Borgmester Anne Holm (A)", "Borgmester", "A"),
        ("rådmand Anne Holm", "rådmand", None),
        ("Anne Holm, centerchef", "centerchef", None),
        ("Anne Holm, direktør for Kultur og Fritid", "direktør for Kultur og Fritid", None),
        ("Direktør for Kultur og Fritid Anne Holm", "Direktør for Kultur og Fritid", None),
        ("Anne Holm (tolk)", "tolk", None),
        ("Anne Holm (deltog under punkt 3)", None, None),
        ("Anne Holm (kl. 9-10)", None, None),
        ("Anne Holm deltog fra kl. 09:30", None, None),
        ("Anne Holm, deltog under punkt 3", None, None),
    ],
)
def test_the_words_after_a_name_are_a_role_a_party_or_a_remark(text: str, role: str | None, party: str | None) -> None:
    assert read(f"{text}, Per Birk") == [("Anne Holm", role, party, "present"), ("Per Birk", None, None, "present")]


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Anne Holm, Per Birk. Afbud: Ida Krogh", "present present excused"),
        ("Anne Holm, Per Birk Afbud: Ida Krogh", "present present excused"),
        ("Anne Holm, afbud fra Per Birk og Ida Krogh", "present excused excused"),
        ("Fraværende: Anne Holm, Per Birk\nDeltagere: Ida Krogh", "absent absent present"),
        ("Fraværende med afbud: Anne Holm Fraværende uden afbud: Per Birk, Ida Krogh", "excused absent absent"),
        ("Anne Holm, Per Birk (afbud), Ida Krogh", "present excused present"),
        ("Anne Holm, Per Birk, afbud, Ida Krogh", "present excused present"),
        ("Anne Holm, Per Birk (fraværende), Ida Krogh", "present absent present"),
        ("Afbud: Anne Holm (ferie), Per Birk (sygdom). Gæster: Ida Krogh", "excused excused present"),
        ("Anne Holm, Per Birk (A), suppleant for Ida Krogh (A)", "present substitute absent"),
        ("Anne Holm, Per Birk (stedfortræder for Ida Krogh)", "present substitute absent"),
        ("Anne Holm, stedfortræder Per Birk, Ida Krogh", "present substitute present"),
        ("Anne Holm (i stedet mødte Per Birk), Ida Krogh", "absent substitute present"),
        ("Anne Holm (afbud, stedfortræder Per Birk), Ida Krogh", "excused substitute present"),
        ("Afbud: Anne Holm\nPer Birk deltog fra kl. 10 - 12\nIda Krogh", "excused present excused"),
        ("Anne Holm, arbejde\nPer Birk, Engby Skole, afbud\nIda Krogh, Vestby Sogn", "excused excused present"),
    ],
)
def test_a_label_or_a_note_states_absences_and_substitutes(text: str, statuses: str) -> None:
    people = attendees(text)
    assert [person.name for person in people] == ["Anne Holm", "Per Birk", "Ida Krogh"]
    assert [person.status for person in people] == statuses.split()


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Formand: Anne Holm\nNæstformand: Per Birk", "Anne Holm, Formand; Per Birk, Næstformand"),
        ("Anne Holm (A), Formand\nPer Birk (V), Næstformand", "Anne Holm, Formand; Per Birk, Næstformand"),
        ("Borgermedlem Anne Holm", "Anne Holm, Borgermedlem"),
    ],
)
def test_a_role_belongs_to_the_person_next_to_it(text: str, people: str) -> None:
    assert "; ".join(f"{person.name}, {person.role}" for person in attendees(text)) == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Fraværende: Lærere: Anne Holm. Elever: Per Birk", "Anne Holm absent, Per Birk absent"),
        ("Anne Holm, Per Birk\nDagsorden/referat: Plan for Haven", "Anne Holm present, Per Birk present"),
        ("Anne Holm som stedfortræder for Per Birk", "Anne Holm substitute, Per Birk absent"),
        ("Anne Holm deltog i stedet for Per Birk", "Anne Holm substitute, Per Birk absent"),
        ("I stedet for Per Birk deltog Anne Holm", "Anne Holm substitute, Per Birk absent"),
        ("Afbud: Per Birk. I stedet mødte Anne Holm", "Per Birk excused, Anne Holm substitute"),
        ("Anne Holm - afbud\nPer Birk - Deltog", "Anne Holm excused, Per Birk present"),
        ("Anne Holm\nSager\nPer Birk", "Anne Holm present, Per Birk present"),
        ("V, Anne Holm, Det", "Anne Holm present"),
        ("Afbud: Anne Holm\nOrdstyrer: Per Birk", "Anne Holm excused, Per Birk present"),
        ("Anne Holm\nPer Birk\nOrdstyrer: Anne Holm", "Anne Holm present, Per Birk present"),
        ("Fraværende: Anne Holm (A), deltog fra kl. 18.15", "Anne Holm present"),
        ("Suppleant: Anne Holm (A) for Per Birk (V)", "Anne Holm substitute, Per Birk absent"),
        ("Stedfortræder for Per Birk: Anne Holm", "Anne Holm substitute, Per Birk absent"),
        ("Som stedfortrædere deltog Anne Holm og Per Birk", "Anne Holm substitute, Per Birk substitute"),
        ("Afbud: Museumsforeningen\nForvaltningen: Per Birk", "Per Birk present"),
    ],
)
def test_a_list_states_attendees_substitutes_and_its_end(text: str, people: str) -> None:
    assert ", ".join(f"{person.name} {person.status}" for person in attendees(text)) == people


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hans –Jørgen Birk", "Hans-Jørgen Birk"),
        ("Hans—Jørgen Birk", "Hans-Jørgen Birk"),
        ("Anne (A) Holm", "Anne Holm"),
        ("Holm, Anne\nBirk, Per (V)\nLund, Ida", "Anne Holm"),
    ],
)
def test_a_name_is_written_in_one_way(text: str, name: str) -> None:
    assert attendees(text)[0].name == name


@pytest.mark.parametrize("text", ["", ".", "Ingen", "Fraværende: Ingen.", "Afbud:", "Alle"])
def test_words_for_nobody_are_no_person(text: str) -> None:
    assert attendees(text) == []


def test_a_union_is_no_party_and_initials_are_not_one() -> None:
    assert read("Anne Holm (FOA), Per (PB), Ida Krogh (SF)") == [
        ("Anne Holm", "FOA", None, "present"),
        ("Per", None, None, "present"),
        ("Ida Krogh", None, "SF", "present"),
    ]


@pytest.mark.parametrize("text", ["Velkomst ved formand Ida Krogh.", "Rettelse af teksten i punkt 3."])
def test_the_first_word_of_a_sentence_is_no_person(text: str) -> None:
    assert attendees(f"Afbud: Anne Holm\n{text}") == attendees("Afbud: Anne Holm")


def test_what_a_person_represents_is_no_person() -> None:
    people = attendees("Anne Holm, Engby Ældreråd\nBiskop Per Birk, Vestby Provsti")
    assert [(person.name, person.role) for person in people] == [
        ("Anne Holm", "Engby Ældreråd"),
        ("Per Birk", "Biskop, Vestby Provsti"),
    ]


def test_initials_alone_are_people_where_there_is_no_name_they_could_be_the_party_of() -> None:
    assert [person.name for person in attendees("LH, JL, CM")] == ["LH", "JL", "CM"]


def test_a_list_of_names_has_the_status_it_is_given() -> None:
    assert [person.status for person in names("Anne Holm, Per Birk (A)", "absent")] == ["absent", "absent"]


def test_names_are_found_in_running_text() -> None:
    text = "Herefter valgte Byrådet Anne Holm (A), Per Birk (UP-1) og Ida Krogh som medlemmer af Lokalrådet."
    assert [text[start:end] for start, end in name_spans(text)] == ["Anne Holm (A), Per Birk (UP-1) og Ida Krogh"]


def test_a_first_name_is_the_same_person_as_the_full_name() -> None:
    assert same_person("Mona", "Mona T. Birk")
    assert not same_person("Mona Holm", "Mona Birk")
    assert not same_person("", "Mona Birk")


def test_the_boards_real_attendees_are_read_as_a_person_reads_them(shared: Path) -> None:
    for meeting in json.loads((shared / "minutes/direktionen/gold.json").read_text(encoding="utf-8")):
        listed = ", ".join(a["as_written"] + (f" ({a['role']})" if a["role"] else "") for a in meeting["attendance"])
        assert [(p.name, p.role) for p in attendees(listed)] == [
            (a["as_written"], a["role"]) for a in meeting["attendance"]
        ]


def test_the_committees_real_members_keep_their_names(shared: Path) -> None:
    for meeting in json.loads((shared / "minutes/greve-truth.json").read_text(encoding="utf-8")):
        assert [p.name for p in attendees(", ".join(meeting["present"]))] == meeting["present"]


def test_a_persons_own_initials_are_no_party() -> None:
    people = attendees("Hans Vig (HV), Lis Ravn (V), Bo Friis (SF)")
    assert [(person.name, person.party) for person in people] == [
        ("Hans Vig", None),
        ("Lis Ravn", "V"),
        ("Bo Friis", "SF"),
    ]


def test_names_separated_by_semicolons_can_have_the_surname_first() -> None:
    assert [person.name for person in attendees("Hansen, Anna; Jensen, Bo")] == ["Anna Hansen", "Bo Jensen"]
    assert [person.name for person in attendees("Anna Bo, formand; Carl Dam")] == ["Anna Bo", "Carl Dam"]


def test_a_substitute_has_a_party_of_their_own() -> None:
    people = attendees("Gerda Holm (C) - i stedet deltog Erik Fuglsang (V)")
    assert [(person.name, person.party) for person in people] == [("Gerda Holm", "C"), ("Erik Fuglsang", "V")]


@pytest.mark.parametrize(
    "text",
    [
        "Formand\nAnne Holm (A)\nNæstformand\nPer Birk (V)\nMedlemmer\nIda Krogh",
        "Anne Holm (A)\nFormand\nPer Birk (V)\nNæstformand\nIda Krogh",
    ],
)
def test_a_role_on_a_line_of_its_own_is_above_the_names_where_the_list_begins_with_one(text: str) -> None:
    assert [(person.name, person.role) for person in names(text)] == [
        ("Anne Holm", "Formand"),
        ("Per Birk", "Næstformand"),
        ("Ida Krogh", None),
    ]


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        ("Anne Holm|Per Birk|Stedfortræder|Ida Krogh", "Anne Holm present, Per Birk present, Ida Krogh substitute"),
        ("Anne Holm|Per Birk||Suppleanter|Ida Krogh", "Anne Holm present, Per Birk present, Ida Krogh substitute"),
        ("Afbud|Anne Holm|Stedfortræder|Ida Krogh", "Anne Holm excused, Ida Krogh substitute"),
        ("Formand|Anne Holm|Stedfortræder|Ida Krogh", "Anne Holm present, Ida Krogh substitute"),
        ("Anne Holm|Medlem|Stedfortræder|Ida Krogh", "Anne Holm present, Ida Krogh substitute"),
        ("Anne Holm|Per Birk|Afbud|Ida Krogh", "Anne Holm present, Per Birk present, Ida Krogh excused"),
    ],
)
def test_a_label_alone_on_a_line_is_about_those_below_it(lines: str, people: str) -> None:
    assert ", ".join(f"{p.name} {p.status}" for p in attendees(lines.replace("|", "\n"))) == people


@pytest.mark.parametrize(
    "lines",
    [
        "Per Birk|Formand|Anne Holm|Stedfortræder|Ida Krogh|Medlem",
        "Per Birk|Anne Holm|stedfortræder|Ida Krogh",
        "Per Birk|Medlem|Ida Krogh|Medlem|Anne Holm|Stedfortræder",
    ],
)
def test_a_word_alone_on_a_line_is_about_the_person_above_where_the_list_has_its_words_below(lines: str) -> None:
    substitutes = [p.name for p in attendees(lines.replace("|", "\n")) if p.status == "substitute"]
    assert substitutes == ["Anne Holm"]


@pytest.mark.parametrize(
    "text",
    [
        "Stedfortræder for Per Birk var Anne Holm.",
        "Anne Holm var indkaldt som stedfortræder for Per Birk.",
        "Per Birk (afbud), i hvis sted Anne Holm mødte.",
    ],
)
def test_a_sentence_in_a_list_states_the_substitute(text: str) -> None:
    people = {person.name: person.status for person in attendees(text)}
    assert people["Anne Holm"] == "substitute"
    assert people["Per Birk"] in ("absent", "excused")


@pytest.mark.parametrize("text", ["0,4 mio. kr.", "Lind og Søn A/S, fr."])
def test_an_abbreviation_alone_is_nobody(text: str) -> None:
    assert not [person.name for person in names(text) if person.name.endswith(".")]


def test_a_list_of_people_ends_at_the_heading_of_an_item() -> None:
    assert without_sentences(["Anne Holm", "Per Birk", "Indstilling:", "Formanden indstiller, at"]) == [
        "Anne Holm",
        "Per Birk",
    ]
