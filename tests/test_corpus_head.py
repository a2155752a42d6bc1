"""The head of every page: the day of the data is that of the last held meeting."""

from __future__ import annotations

from small_corpus import Corpus

from referat.language import Language
from referat.report.corpus_head import corpus_head
from referat.schema.registry import TABLES
from referat.tables.frames import Tables


def head(made, manifest=None):
    tables = Tables({table.name: getattr(made, table.name) for table in TABLES})
    return corpus_head(tables, Language("en"), manifest or {})


def test_the_day_of_the_data_is_that_of_the_last_meeting_held_not_of_an_agenda():
    made = Corpus().meet("Board", "2022-01-10").meet("Board", "2022-03-10", kind="agenda", status="expected")
    assert head(made).text.endswith("Data as of 10 January 2022.")


def test_without_a_held_meeting_no_day_is_given():
    assert "Data as of" not in head(Corpus().meet("Board", "2022-01-10", kind="agenda", status="expected")).text


def test_the_manifest_says_whether_it_is_the_demo():
    made = Corpus().meet("Board", "2022-01-10")
    assert head(made, {"demo": True}).demo and not head(made).demo
