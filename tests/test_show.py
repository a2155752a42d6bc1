"""The listing of a file with its labels."""

from pathlib import Path

from referat.pipeline.line_listing import listed_lines, printable

TEXT = """REFERAT Direktionen d. 06-03-2023
Mødedato Tirsdag d. 6. marts 2023
Punkt 1: Plan for havnen
23/1
Beslutning
Godkendt.
Uden videre.
"""


def show(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "minutes.txt"
    path.write_text(text, encoding="utf-8")
    return list(listed_lines(path))


def test_each_line_is_shown_with_its_number_and_label(tmp_path: Path) -> None:
    lines = [line.split(maxsplit=2)[:2] for line in show(tmp_path, TEXT.rstrip("\n")) if line[:5].strip()]
    taken = ["meeting", "date", "item", "case", "decision", "·", "·"]
    assert lines == [[str(number), kind] for number, kind in enumerate(taken, 1)]


def test_a_problem_is_shown_under_its_line(tmp_path: Path) -> None:
    lines = show(tmp_path, TEXT)
    at = next(number for number, line in enumerate(lines) if "Tirsdag" in line)
    assert lines[at + 1].lstrip().startswith("^ warning:")


def test_every_line_of_the_text_is_shown(tmp_path: Path) -> None:
    numbers = [int(line[:5]) for line in show(tmp_path, TEXT) if line[:5].strip()]
    assert numbers == list(range(1, 9))


def test_no_text_steers_the_terminal() -> None:
    assert printable("rød \x1b[31m tekst\r\n\x07\u202e") == "rød  [31m tekst    "
    assert len(printable("x" * 5000)) == 100
