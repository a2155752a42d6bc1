"""One meeting from all its documents: every title, decision and name is in a table, or quoted by a problem."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referat import load
from referat.tables.frames import Tables, check

HEADS = {
    "minutes": "REFERAT",
    "agenda": "DAGSORDEN",
    "supplementary minutes": "TILLÆGSREFERAT",
    "supplementary agenda": "TILLÆGSDAGSORDEN",
    "corrected minutes": "RETTET REFERAT",
}
PEOPLE = ("Nanna Elkær", "Uffe Holt", "Vibe Sand", "Karla Mose")
TITLES = ("Spildevandsplan", "Ny borgerrådgiver", "Lukket: Udbud af rengøring", "Havnens kran", "Salg af kiosken")
DECISIONS = ("Godkendt.", "Forkastet.", "Udsat til mødet i maj.", "Taget til efterretning.")


def document(
    head: str = "REFERAT",
    hour: str | None = "16:00",
    items: list[tuple[int, str, str]] | None = None,
    people: tuple[str, ...] = PEOPLE[:2],
    body: str = "Byrådet",
    day: str = "04-03-2024",
) -> str:
    """Return a document of a meeting; an item is its number, its title and its decision, which may be empty."""
    lines = [f"{head} {body} d. {day}", f"Mødedato {day}" + (f" kl. {hour}" if hour else ""), "Mødested Mødesal 2"]
    lines += [f"Mødedeltagere {', '.join(people)}"] if people else []
    for number, title, decision in items or []:
        lines += [f"Punkt {number}: {title}", f"24/{number}", *(["Beslutning", decision] if decision else [])]
    return "\n\n".join(lines) + "\n"


def read(folder: Path, **documents: str) -> Tables:
    for name, text in documents.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return load(folder)


def items_of(tables: Tables) -> list[tuple[str, str]]:
    return list(zip(tables.items["item_id"].str.partition(":")[2], tables.items["title"], strict=True))


# --- The rules ---


def test_an_agendas_item_that_the_minutes_lack_stays_and_is_not_minuted(tmp_path: Path) -> None:
    agenda = document("DAGSORDEN", items=[(1, "Havnens kran", ""), (2, "Salg af kiosken", "")])
    tables = read(tmp_path, a=agenda, b=document(items=[(1, "Havnens kran", "Godkendt.")]))
    assert dict(zip(tables.items["title"], tables.items["minuted"], strict=True)) == {
        "Havnens kran": True,
        "Salg af kiosken": False,
    }
    assert list(tables.cases["case_number"]) == ["24/1"]


def test_the_times_in_agenda_and_minutes_can_differ(tmp_path: Path) -> None:
    items = [(1, "Havnens kran", "Godkendt.")]
    tables = read(tmp_path, a=document("DAGSORDEN", "16:00", items), b=document("REFERAT", "16:05", items))
    assert list(tables.meetings["start_time"]) == ["16:05"]


def test_other_items_at_another_time_are_another_meeting_with_its_time_in_the_id(tmp_path: Path) -> None:
    first, second = (
        document(hour="09:00", items=[(1, "Havnens kran", "")]),
        document(items=[(1, "Salg af kiosken", "")]),
    )
    assert set(read(tmp_path, a=second, b=first).meetings["meeting_id"]) == {
        "byraadet-2024-03-04",
        "byraadet-2024-03-04-1600",
    }


def test_a_closed_mark_in_any_document_closes_the_item(tmp_path: Path) -> None:
    agenda = document("DAGSORDEN", items=[(1, "Lukket: Salg af kiosken", "")])
    tables = read(tmp_path, a=agenda, b=document(items=[(1, "Salg af kiosken", "Godkendt.")]))
    assert list(tables.items["closed"]) == [True]


def test_an_item_of_a_supplement_whose_number_is_taken_gets_a_count(tmp_path: Path) -> None:
    supplement = document("TILLÆGSREFERAT", items=[(1, "Salg af kiosken", "Udsat.")]).replace("24/1", "24/9")
    tables = read(tmp_path, a=document(items=[(1, "Havnens kran", "Godkendt.")]), b=supplement)
    assert items_of(tables) == [("1", "Havnens kran"), ("1-2", "Salg af kiosken")]
    assert list(tables.decisions["decision_id"].str.partition(":")[2]) == ["1:1", "1-2:1"]


def test_what_corrected_minutes_replace_is_quoted(tmp_path: Path) -> None:
    first = document(items=[(1, "Havnens kran", "Forkastet.")])
    tables = read(tmp_path, a=first, b=document("RETTET REFERAT", items=[(1, "Havnens kran", "Godkendt.")]))
    assert list(tables.decisions["text"]) == ["Godkendt."]
    quoted = tables.problems[tables.problems["code"] == "superseded_text"]
    assert list(quoted["text"]) == ["Forkastet."] and list(quoted["source"]) == ["a.txt"]


@pytest.mark.parametrize("name", ["Byråd", "Byrådet (2022-2025)", "BYRÅDET", "Byråd 2022–2025"])
def test_one_body_under_two_names_has_one_meeting(tmp_path: Path, name: str) -> None:
    items = [(1, "Havnens kran", "Godkendt.")]
    assert len(read(tmp_path, a=document("DAGSORDEN", items=items, body=name), b=document(items=items)).meetings) == 1


def test_two_municipalities_share_neither_bodies_nor_people_nor_cases(tmp_path: Path) -> None:
    for place in ("Engby", "Skovby"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "_corpus.toml").write_text(f'municipality = "{place}"\n', encoding="utf-8")
        text = document(items=[(1, "Havnens kran", "Godkendt.")])
        (tmp_path / place / "m.txt").write_text(text, encoding="utf-8")
    tables = load(tmp_path)
    assert set(tables.meetings["meeting_id"]) == {"engby/byraadet-2024-03-04", "skovby/byraadet-2024-03-04"}
    assert list(tables.cases["municipality"]) == ["Engby", "Skovby"]
    assert tables.people.groupby("name")["municipality"].nunique().eq(2).all()


def test_a_meeting_whose_municipality_is_known_keeps_its_earlier_id_as_an_alias(tmp_path: Path) -> None:
    (tmp_path / "_corpus.toml").write_text('municipality = "Engby"\n', encoding="utf-8")
    assert list(read(tmp_path, m=document()).documents["meeting_alias"]) == ["byraadet-2024-03-04"]


def test_a_letterhead_names_the_municipality(tmp_path: Path) -> None:
    text = document(items=[(1, "Havnens kran", "Godkendt.")]).replace("Mødedato", "Engby Kommune\n\nMødedato")
    meetings = read(tmp_path, m=text).meetings
    assert list(meetings["municipality"]) == ["Engby"] and list(meetings["municipality_evidence"]) == ["Engby Kommune"]


def test_a_letterhead_that_contradicts_the_settings_is_reported(tmp_path: Path) -> None:
    (tmp_path / "_corpus.toml").write_text('municipality = "Skovby"\n', encoding="utf-8")
    text = document(items=[(1, "Havnens kran", "Godkendt.")]).replace("Mødedato", "Engby Kommune\n\nMødedato")
    tables = read(tmp_path, m=text)
    assert list(tables.meetings["municipality"]) == ["Skovby"]
    assert "municipality_disagrees" in set(tables.problems["code"])


def test_a_meeting_outside_the_corpus_can_be_mentioned_next_to_two_inside_it(tmp_path: Path) -> None:
    mention = [(1, "Havnens kran", "Udsat fra Økonomiudvalgets møde den 01-02-2021.")]
    tables = read(tmp_path, a=document(hour="09:00", items=mention), b=document(items=[(1, "Salg af kiosken", "")]))
    assert tables.references["meeting_id"].isna().all() and len(tables.meetings) == 2


# --- Nothing is lost in any combination ---

ITEMS = st.lists(st.tuples(st.integers(1, 3), st.sampled_from(TITLES), st.sampled_from(["", *DECISIONS])), max_size=3)
DOCUMENTS = st.builds(
    document,
    st.sampled_from(list(HEADS.values())),
    st.sampled_from([None, "09:00", "16:00", "16:05"]),
    ITEMS,
    st.sampled_from([(), PEOPLE[:1], PEOPLE[1:3], PEOPLE]),
    st.sampled_from(["Byrådet", "Byråd 2022-2025", "Udvalget for Havn"]),
    st.sampled_from(["04-03-2024", "05-03-2024"]),
)
CORPORA = st.lists(st.lists(DOCUMENTS, min_size=1, max_size=2).map("\n".join), min_size=1, max_size=5)


def all_text(tables: Tables) -> str:
    """Return all that the tables and the problems say, as one text."""
    columns = [tables.items["title"], tables.decisions["text"], tables.attendance["name"], tables.problems["text"]]
    return "\n".join(text for column in columns for text in column.dropna()).casefold()


@settings(max_examples=max(4, settings().max_examples // 12))
@given(CORPORA)
def test_everything_that_is_dropped_is_in_another_table(corpus: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        names = {f"m{number}": text for number, text in enumerate(corpus)}
        alone = []
        for name, text in names.items():
            (Path(folder) / name).mkdir()
            alone.append(read(Path(folder) / name, **{name: text}))
        (Path(folder) / "all").mkdir()
        together = read(Path(folder) / "all", **names)
        assert check(together) == []
        text = all_text(together)
        for tables in alone:
            for column in (tables.items["title"], tables.decisions["text"], tables.attendance["name"]):
                assert [cell for cell in column.dropna() if cell.casefold() not in text] == []
        sources = {*together.documents["source"], *together.problems["source"]}
        assert {f"{name}.txt" for name in names} <= sources


# --- Parts of the agenda that the minutes do not repeat ---

AGENDA = "Sagsfremstilling\n\nKranen er gammel, jf. sag 19/123.\n\nIndstilling\n\nDet indstilles,\n\n1. at den sælges\n"


def test_an_agendas_sections_that_the_minutes_do_not_repeat_are_kept(tmp_path: Path) -> None:
    items = [(1, "Havnens kran", "Godkendt.")]
    agenda = document("DAGSORDEN", items=[(1, "Havnens kran", "")]) + f"\n{AGENDA}\nBilag\n\nKort over kajen\n"
    tables = read(tmp_path, a=agenda, b=document(items=items))
    parts = tables.sections.sort_values("position")
    assert list(parts["section"]) == ["decision", "presentation", "recommendation", "attachments"]
    assert set(parts["item_id"]) == {"byraadet-2024-03-04:1"}
    assert list(tables.recommendations["text"]) == ["at den sælges"]
    assert list(tables.attachments["title"]) == ["Kort over kajen"]
    assert list(tables.references["case_number"]) == ["19/123"]
    assert list(tables.documents["used"]) == [True, True] and check(tables) == []


def test_what_the_minutes_repeat_is_not_taken_from_the_agenda_too(tmp_path: Path) -> None:
    agenda = document("DAGSORDEN", items=[(1, "Havnens kran", "")]) + f"\n{AGENDA}"
    tables = read(tmp_path, a=agenda, b=agenda.replace("DAGSORDEN", "REFERAT") + "\nBeslutning\n\nGodkendt.\n")
    assert len(tables.sections) == 3 and len(tables.recommendations) == 1
    assert dict(zip(tables.documents["kind"], tables.documents["used"], strict=True)) == {
        "agenda": False,
        "minutes": True,
    }


# --- Municipalities ---


def with_letterhead(name: str, day: str) -> str:
    text = document(items=[(1, "Havnens kran", "Godkendt.")], day=day)
    return text.replace("Mødedato", f"{name} Kommune\n\nMødedato")


def test_letterheads_of_two_municipalities_in_a_folder_are_noted(tmp_path: Path) -> None:
    tables = read(tmp_path, a=with_letterhead("Engby", "04-03-2024"), b=with_letterhead("Skovby", "05-03-2024"))
    assert list(tables.meetings["municipality"]) == ["Engby", "Skovby"]
    assert list(tables.problems["code"]).count("municipalities_mixed") == 1


def test_a_document_without_letterhead_among_two_municipalities_is_of_none_and_says_so(tmp_path: Path) -> None:
    two = {"a": with_letterhead("Engby", "04-03-2024"), "b": with_letterhead("Skovby", "05-03-2024")}
    tables = read(tmp_path, **two, c=document(items=[(1, "Havnens kran", "Godkendt.")], day="06-03-2024"))
    assert tables.meetings["municipality"].isna().sum() == 1
    unclear = tables.problems[tables.problems["code"] == "municipality_unclear"]
    assert list(unclear["source"]) == ["c.txt"]


@pytest.mark.parametrize("settings", ["", 'municipality = "Skovby"\n'])
def test_the_portal_that_a_file_was_fetched_from_names_the_municipality(tmp_path: Path, settings: str) -> None:
    edition = {"file": "m.txt", "edition": 1, "kind": "minutes", "date": "2024-03-04", "released": None}
    entry = {"id": "7", "body": "Byrådet", "body_id": None, "date": "2024-03-04", "name": "Referat", "kind": "minutes"}
    entry |= {"released": None, "url": None, "editions": [edition]}
    kept = {"host": "dagsordener.engby.example", "municipality": "Engby", "meetings": [entry]}
    (tmp_path / "_portal.json").write_text(json.dumps(kept), encoding="utf-8")
    (tmp_path / "_corpus.toml").write_text(settings, encoding="utf-8")
    tables = read(tmp_path, m=document(items=[(1, "Havnens kran", "Godkendt.")]))
    name, evidence = ("Skovby", "_corpus.toml") if settings else ("Engby", "_portal.json")
    assert list(tables.meetings["municipality"]) == [name]
    assert list(tables.meetings["municipality_evidence"]) == [evidence]
    assert ("municipality_disagrees" in set(tables.problems["code"])) == bool(settings)
