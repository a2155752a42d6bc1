"""Which lines belong together."""

from referat.records.document_reader import parse_text
from referat.structure.document_tree import Node

TEXT = """Side 1

REFERAT Direktionen d. 06-03-2023
Mødedato Mandag d. 6. marts 2023
Mødedeltagere Bodil Ravn,
Tage Kvist
Indholdsfortegnelse
Plan for havnen.....3
Punkt 1: Plan for havnen

23/1

Baggrund

Havnen er gammel.

Sagens forløb

03-10-2022 Byggeudvalget

Udsat.
"""


def outline(node: Node) -> list[tuple[str, int, int]]:
    """Return the leaves below a node, each with its kind and its first and last line."""
    return [(leaf.kind, leaf.first, leaf.first + len(leaf.lines) - 1) for leaf in node.leaves()]


def test_every_line_belongs_to_one_leaf_from_the_first_to_the_last() -> None:
    assert outline(parse_text(TEXT).root) == [
        ("preamble", 1, 2),
        ("meeting", 3, 3),
        ("date", 4, 4),
        ("attendees", 5, 6),
        ("contents", 7, 8),
        ("heading", 9, 10),
        ("case", 11, 12),
        ("section", 13, 16),
        ("history_heading", 17, 18),
        ("history_entry", 19, 22),
    ]


def test_the_tree_gives_the_text_back() -> None:
    for text in (TEXT, TEXT.replace("\n", "\r\n"), TEXT.replace("\n", "\r"), TEXT.rstrip("\n"), "", "\n"):
        assert parse_text(text).text() == text


def test_a_text_without_a_meeting_is_one_leaf() -> None:
    assert outline(parse_text("Mælk\nsmør").root) == [("preamble", 1, 2)]


def test_a_heading_of_a_meeting_without_a_header_is_an_attachments_title() -> None:
    text = TEXT + "\nBilag\n\nReferat Chefforum d. 01-02-2023\n\nReferat Byrådet d. 02-02-2023\n"
    assert len(parse_text(text).root.of("meeting")) == 1


def test_a_node_ends_with_its_last_line_that_says_something() -> None:
    meeting = parse_text(TEXT).root.of("meeting")[0]
    item = meeting.of("item")[0]
    assert (meeting.first, meeting.last) == (3, 21)
    assert (item.first, item.last) == (9, 21)


def test_points_of_one_number_with_letters_are_separate_items() -> None:
    text = TEXT.replace("Punkt 1: Plan for havnen", "Punkt 1a: Plan for havnen")
    meeting = parse_text(text + "\nPunkt 1b: Plan for parken\n\n23/2\n").root.of("meeting")[0]
    assert [item.groups["title"] for item in meeting.of("item")] == ["Plan for havnen", "Plan for parken"]
