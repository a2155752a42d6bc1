"""The code of docs/findings.md runs, and counts what the headlines count."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from test_findings import of_size, sentences

from referat.tables.frames import frame

TEXT = (Path(__file__).parents[1] / "docs" / "findings.md").read_text(encoding="utf-8")
SECTIONS = {part.splitlines()[0].strip(): part for part in TEXT.split("\n## ")[1:]}
BLOCKS = {
    title: block[1] for title, part in SECTIONS.items() if (block := re.search(r"```python\n(.*?)```", part, re.S))
}


def run(title: str) -> dict[str, Any]:
    made = of_size(30)
    asked = [{"item_id": row.item_id, "position": 1, "text": row.title} for row in made.items.itertuples()]
    tables = {
        name: getattr(made, name)
        for name in ("items", "matters", "meetings", "decisions", "attendance", "announced_route")
    }
    names = {"pd": pd, "m": SimpleNamespace(**tables, recommendations=frame("recommendations", asked))}
    exec(next(block for heading, block in BLOCKS.items() if title in heading), names)
    return names


@pytest.mark.parametrize("title", BLOCKS)
def test_a_block_has_few_lines_and_says_what_it_does_not_say(title: str) -> None:
    assert len(BLOCKS[title].splitlines()) <= 5 and "not say" in SECTIONS[title]


def test_the_blocks_count_what_the_headlines_count() -> None:
    told = sentences(of_size(30))
    back, closed = run('came back"'), run("are closed")
    assert told["came_back"].startswith(f"{back['came_back']} of {back['matters']} matters")
    assert told["closed"].startswith(f"{closed['closed']} of {closed['of']} items")
    assert run("no later decision")["missing"] == 0 and "no announced decision" in told["owed"]
    assert run("commonest")["none_recorded"] == 0 and "is recorded" not in told["types"]
    assert told["points"].startswith(f"Of {run('recommended points')['at_most']} recommended points")
    assert told["attendance"].startswith(f"Attendance was {run('attendances')['share']:.0%} (")
    assert told["put_off"].startswith(f"{run('put off')['put_off']} items were put off")
    assert told["put_off"].startswith(f"{run('were put off')['put_off']} items")
    assert run("several bodies")["at_most"] == 0 and told["announced"].startswith("No route of several")
    assert 0 < run("latest 12 months")["share_closed"] < 1
