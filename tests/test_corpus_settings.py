"""The file `_corpus.toml`: municipality, spellings of persons, and rulings on matters."""

from pathlib import Path

import pytest

from referat.corpus.corpus_settings import CorpusSettings, corpus_settings

SOURCES = ["2023/a.txt", "engby/2023/b.txt", "c.txt"]


def settings(folder: Path, **files: str) -> CorpusSettings:
    for name, text in files.items():
        path = folder / name.replace("__", "/") / "_corpus.toml" if name != "raw" else folder / "_corpus.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return corpus_settings(folder, SOURCES)


def codes(result: CorpusSettings) -> list[str]:
    return [str(row["code"]) for row in result.problems]


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    assert settings(tmp_path) == CorpusSettings()


def test_a_municipality_applies_to_its_folder_and_those_below(tmp_path: Path) -> None:
    result = settings(tmp_path, engby='municipality = "Engby"')
    assert result.municipality_of("engby/2023/b.txt") == "Engby"
    assert result.municipality_of("c.txt") is None


def test_the_nearest_file_gives_the_municipality(tmp_path: Path) -> None:
    result = settings(tmp_path, raw='municipality = "Skovby"', engby__2023='municipality = "Engby"')
    assert [result.municipality_of(source) for source in SOURCES] == ["Skovby", "Engby", "Skovby"]


def test_spellings_of_both_files_count_and_the_newer_file_wins(tmp_path: Path) -> None:
    (tmp_path / "_people.toml").write_text('"A. Bo" = "Anna Bo"\n"C. Dam" = "Carl Dam"', encoding="utf-8")
    result = settings(tmp_path, raw='[people]\n"C. Dam" = "Carla Dam"')
    assert result.spellings == {"A. Bo": "Anna Bo", "C. Dam": "Carla Dam"}


def test_rulings_on_matters_keep_their_reason(tmp_path: Path) -> None:
    result = settings(
        tmp_path,
        raw='[[same_matter]]\nitems = ["a:1", "b:2"]\nreason = "one bridge"\n'
        '[[different_matters]]\nitems = ["a:1", "c:3"]',
    )
    assert [(ruling.items, ruling.same, ruling.reason) for ruling in result.rulings] == [
        (("a:1", "b:2"), True, "one bridge"),
        (("a:1", "c:3"), False, ""),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("municipality = ", "settings_unreadable"),
        ('town = "Engby"', "settings_unknown_key"),
        ("municipality = 3", "settings_bad_value"),
        ("people = 3", "settings_bad_value"),
        ('[people]\n"A. Bo" = 3', "settings_bad_value"),
        ("same_matter = 3", "settings_bad_value"),
        ('[[same_matter]]\nitems = ["a:1"]', "settings_bad_value"),
        ('[[same_matter]]\nitems = ["a:1", "b:2"]\nwhy = "so"', "settings_unknown_key"),
    ],
)
def test_a_mistake_is_a_problem_row(tmp_path: Path, text: str, code: str) -> None:
    assert codes(settings(tmp_path, raw=text)) == [code]


def test_bytes_that_are_no_text_are_a_problem_row(tmp_path: Path) -> None:
    (tmp_path / "_corpus.toml").write_bytes(b"\xff\xfe\x00")
    assert codes(corpus_settings(tmp_path, SOURCES)) == ["settings_unreadable"]
