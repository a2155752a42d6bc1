"""Which files are read, and the problems of unreadable ones."""

from pathlib import Path

import pytest

from referat.formats.source_files import find, read


def names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find(folder)]


def test_files_are_found_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b.txt", "c.md", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert names(tmp_path) == ["a.txt", "a/b.txt", "a/z.txt", "b.txt", "c.md"]


@pytest.mark.parametrize(
    "name", ["README.md", "readme.txt", ".hidden.txt", "_people.toml", "_truth/a.txt", ".git/a.txt"]
)
def test_notes_and_hidden_files_are_no_minutes(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    assert names(tmp_path) == []


def test_a_link_out_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").touch()
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "link.txt").symlink_to(tmp_path / "secret.txt")
    (raw / "own.txt").touch()
    (raw / "alias.txt").symlink_to(raw / "own.txt")
    assert names(raw) == ["alias.txt", "own.txt"]


def test_a_link_that_leads_back_is_no_endless_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "one.txt").touch()
    assert "a/one.txt" in names(tmp_path) and len(names(tmp_path)) <= 2


@pytest.mark.parametrize(
    ("data", "text", "codes"),
    [
        ("Mødedato æøå\n".encode(), "Mødedato æøå\n", []),
        ("\ufeffMødedato\n".encode(), "Mødedato\n", []),
        ("Mødedato\r\n".encode("utf-16"), "Mødedato\r\n", []),
        ("Mødedato\r\næøå\r\n".encode("cp1252"), "Mødedato\r\næøå\r\n", ["other_encoding"]),
        ("“Mødedato” – ÆØÅ\n".encode("cp1252"), "“Mødedato” – ÆØÅ\n", ["other_encoding"]),
        (b"Bilag\x00 til sagen" + b" mere" * 100, "Bilag\x00 til sagen" + " mere" * 100, []),
    ],
)
def test_text_is_read_in_its_encoding_and_kept_as_it_is(
    tmp_path: Path, data: bytes, text: str, codes: list[str]
) -> None:
    (tmp_path / "minutes.txt").write_bytes(data)
    source = read(tmp_path / "minutes.txt", tmp_path)
    assert source.text.removeprefix("\ufeff") == text
    assert [problem["code"] for problem in source.problems] == codes


def test_a_source_has_the_path_below_its_folder_and_the_hash_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "2023").mkdir()
    (tmp_path / "2023" / "a.txt").write_bytes(b"abc")
    source = read(tmp_path / "2023" / "a.txt", tmp_path)
    assert source.path == "2023/a.txt"
    assert source.sha256.startswith("ba7816bf")


@pytest.mark.parametrize(("text", "reader"), [('{"a": 1}', "portal"), ("\ufeff\n [1]", "portal"), ("Møde {1}", "text")])
def test_json_is_known_by_its_content(tmp_path: Path, text: str, reader: str) -> None:
    (tmp_path / "minutes.txt").write_text(text, encoding="utf-8")
    assert read(tmp_path / "minutes.txt", tmp_path).reader == reader
