"""The cookbook: twelve questions of three lines each, and the headline numbers computed again."""

from __future__ import annotations

import ast
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from small_corpus import Corpus

from referat.analysis import attendance_rates, closed_shares, matter_appearances, owed_answers, put_off_items
from referat.analysis.year_comparison import two_years
from referat.schema.registry import TABLES

pytestmark = pytest.mark.heavy

PATH = Path(__file__).parents[1] / "notebooks" / "06_cookbook.ipynb"
CELLS = json.loads(PATH.read_text(encoding="utf-8"))["cells"]
QUESTIONS = 12
LINES = 4
"""Three lines of pandas at most, and a picture."""


def _questions() -> list[str]:
    """Return the code of each numbered question, without tables after the picture."""
    return [
        "".join(code["source"]) for text, code in pairwise(CELLS) if re.match(r"## \d+\. ", "".join(text["source"]))
    ]


def _names(corpus: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Return the names defined by the notebook's cells, run over a corpus."""
    for table in TABLES:
        getattr(corpus, table.name).to_parquet(folder / f"{table.name}.parquet")
    (folder / "manifest.json").write_text("{}")
    monkeypatch.setenv("REFERAT_DATA", str(folder))
    names: dict[str, object] = {}
    for cell in CELLS:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    return names


def test_there_are_twelve_questions_of_at_most_three_lines_and_a_picture() -> None:
    sources = _questions()
    assert len(sources) == QUESTIONS
    for source in sources:
        *pandas_lines, picture = ast.parse(source).body
        assert 0 < len(pandas_lines) < LINES and len(source.splitlines()) <= LINES
        assert ast.unparse(picture).startswith("charts.")


def test_most_questions_are_asked_of_the_agenda_alone() -> None:
    others = [
        source for source in _questions() if "m" in {getattr(node, "id", "") for node in ast.walk(ast.parse(source))}
    ]
    assert len(others) == 1 and "m.votes" in others[0]


def test_names_say_what_they_hold() -> None:
    assigned = {
        name.id
        for cell in CELLS
        if cell["cell_type"] == "code"
        for node in ast.walk(ast.parse("".join(cell["source"])))
        if isinstance(node, ast.Assign)
        for target in node.targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    }
    assert not assigned & {"df", "x", "y", "tmp", "data", "result", "found", "rows"}
    assert all(len(name) > 2 for name in assigned - {"m"})


def _two_years_of_meetings() -> Corpus:
    corpus = Corpus()
    for month in range(1, 25):
        day = f"{2021 + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}-10"
        puts_off = "postponed" if month % 3 == 0 else "approved"
        title = "[Sale]" if month % 4 == 0 else f"Matter {month}"
        corpus.meet(
            "Roads", day, ("21/1", "Path", puts_off), (f"22/{month}", title, "recommended"), (None, "SIGN", None)
        )
        corpus.named("present", "Ane", "Bo").named("absent" if month % 5 == 0 else "present", "Ida")
    return corpus.state("21/1", "owed", "roads", "2022-06-10")


def test_a_headline_in_plain_pandas_is_the_number_of_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _two_years_of_meetings()
    names = _names(made, tmp_path, monkeypatch)
    headlines = names["headlines"].set_index("measure")  # type: ignore[attr-defined]
    years = two_years(made.meetings)
    assert years is not None
    appearances = matter_appearances.appearances(made.items, made.meetings, made.decisions, made.matters)
    returns = matter_appearances.returns(appearances)
    items = closed_shares.substantive(made.items, made.meetings)
    put_off = put_off_items.put_off_items(made.items, made.meetings, made.decisions)
    owed = owed_answers.owed(made.matters, made.items, made.meetings)
    grid = attendance_rates.grid(made.meetings, made.attendance, made.items, made.item_attendance)
    known = attendance_rates.known_attendance(grid)
    latest, attended = items[years.latest(items["date"])], known[years.latest(known["date"])]
    assert headlines["count"].to_dict() == {
        "headline owed": (~owed["near_end"]).sum(),
        "headline came_back": returns.loc[years.latest(returns["date"]), "matter_id"].nunique(),
        "headline closed": latest["closed"].sum(),
        "headline put_off": latest["item_id"].isin(put_off["item_id"]).sum(),
        "headline attended": attended["present"].sum(),
    }
    assert headlines["n"].dropna().to_dict() == {
        "headline closed": len(latest),
        "headline put_off": len(latest),
        "headline attended": len(attended),
    }
    assert (headlines["count"] > 0).all()
