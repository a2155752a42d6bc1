"""References, and how many are resolved."""

from small_corpus import Corpus

from referat.analysis import mention_resolution
from referat.tables.frames import frame


def mention(position, kind, direction=None, **columns):
    return {"item_id": "i", "position": position, "kind": kind, "text": "t", "direction": direction} | columns


def test_a_meeting_is_resolved_by_its_id_and_a_case_by_an_item_that_carries_its_number():
    items = Corpus().meet("Board", "2022-01-10", ("22/1", "Path", None), (None, "Plan", None)).items
    rows = [
        mention(1, "meeting", "earlier", meeting_id="board-2022-01-10"),
        mention(2, "meeting", "earlier"),
        mention(3, "meeting"),
        mention(4, "case", case_number="22/1"),
        mention(5, "case", case_number="22/9"),
    ]
    result = mention_resolution.resolved(frame("references", rows), items)
    assert result[["kind", "direction", "mentions", "resolved", "share"]].to_numpy().tolist() == [
        ["case", "not said", 2, 1, 0.5],
        ["meeting", "earlier", 2, 1, 0.5],
        ["meeting", "not said", 1, 0, 0.0],
    ]


def test_without_references_there_is_no_row():
    assert mention_resolution.resolved(frame("references", []), Corpus().items).empty
