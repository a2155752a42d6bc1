"""The code of docs/findings.md runs and gives the numbers of the headlines; no headline is missing."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from test_findings import of_size, sentences

from referat.language.phrasebook import phrases
from referat.tables.frames import frame

pytestmark = pytest.mark.heavy

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
        for name in ("items", "matters", "meetings", "decisions", "attendance", "announced_route", "links", "problems")
    }
    names = {"pd": pd, "m": SimpleNamespace(**tables, recommendations=frame("recommendations", asked))}
    exec(next(block for heading, block in BLOCKS.items() if title in heading), names)
    return names


@pytest.mark.parametrize("title", BLOCKS)
def test_a_block_has_few_lines_and_says_what_it_does_not_say(title: str) -> None:
    assert len(BLOCKS[title].splitlines()) <= 5 and "not say" in SECTIONS[title]


def headlines() -> set[str]:
    """Return the keys of the phrases that are sentences by themselves, and of the findings of the report."""
    sections = ("coverage", "accuracy", "attendance", "closed", "types", "matters")
    first_form = {key: text if isinstance(text, str) else text[0] for key, text in phrases("en").items()}
    of_notebooks = {
        key for key, text in first_form.items() if key.split(".")[0] in sections and (text[-1] == "." or key in OPEN)
    }
    return of_notebooks | {key for key in first_form if re.match(REPORTED, key)}


OPEN = {"closed.too_few", "closed.change", "closed.change_at", "closed.no_change", "closed.both"}
"""Phrases that begin a sentence in a place where it gets its full stop."""
REPORTED = r"report\.(finding_|closed_(title|unusual|changed|same)|attendance|returned_(year|all|none)|lead|owers)"


def test_no_headline_is_missing() -> None:
    named = {key for line in TEXT.splitlines() if line.startswith("Says: ") for key in re.findall(r"`([\w.]+)`", line)}
    assert headlines() - named == set()
    assert named - set(phrases("en")) == set()


def test_the_blocks_count_what_the_headlines_count() -> None:
    headlines_of_30 = sentences(of_size(30))
    back, closed = run('came back"'), run("are closed")
    assert headlines_of_30["came_back"].startswith(f"{back['came_back']} of {back['matters']} matters")
    assert headlines_of_30["closed"].startswith(f"{closed['closed']} of {closed['of']} items")
    assert run("no later decision")["missing"] == 0 and "no announced decision" in headlines_of_30["owed"]
    assert run("commonest")["none_recorded"] == 0 and "is recorded" not in headlines_of_30["types"]
    assert headlines_of_30["points"].startswith(f"Of {run('recommended points')['at_most']} recommended points")
    assert headlines_of_30["attendance"].startswith(f"Attendance was {run('attendances')['share']:.0%} (")
    assert headlines_of_30["put_off"].startswith(f"{run('put off')['put_off']} items were put off")
    assert headlines_of_30["put_off"].startswith(f"{run('were put off')['put_off']} items")
    assert run("several bodies")["at_most"] == 0 and headlines_of_30["announced"].startswith(
        "No announced route through several"
    )
    assert 0 < run("latest 12 months")["share_closed"] < 1


def test_the_blocks_on_matters_count_what_their_headlines_count() -> None:
    headlines_of_30 = sentences(of_size(30))
    kinds = run("on one agenda only")
    assert f"{kinds['back']} taken up again" in headlines_of_30["categories"] and kinds["stage"] == 0
    assert run("most often")["most"] == 1 and "The latest is " in headlines_of_30["came_back"]  # none came back twice
    assert run("raised by council members")["matters"] == int(re.match(r"\d+", headlines_of_30["initiatives"])[0])
    items = run("had come back")
    assert f", {items['back']} had come back and" in headlines_of_30["returning"]
    assert run("by the calendar")["shared"] == 0 and headlines_of_30["shared"] == ""
    assert 0 < run("within a year")["share"] < 1 and run("Half were settled")["at_least"] > 0
    assert len(run("How long a round")["by_first_body"]) == 0 and headlines_of_30["throughput"] == ""


def test_the_blocks_on_meetings_and_items_count_what_their_headlines_count() -> None:
    headlines_of_30 = sentences(of_size(30))
    read = run("were read")
    assert headlines_of_30["coverage"].startswith(
        f"{read['meetings']} meetings of {read['bodies']} bodies with {read['items']} items"
    )
    assert read["with_decision"] == 1 and run("lines in the sources")["left"] == 0
    assert headlines_of_30["seats"].startswith(
        f"With substitutes counted, {run('seats were filled')['filled'] / 60:.0%} ("
    )
    assert run("memberships began")["arrived"] == 0 and "began" not in headlines_of_30["attendance"]
    assert set(run("Bodies differ")["by_body"]["size"]) == {32, 28}
    closed = run("behind closed doors")
    assert headlines_of_30["matters_closed"].startswith(
        f"Of {len(closed['of_matter'])} matters, {closed['either']} were"
    )
    assert f"for {closed['published']} of" in headlines_of_30["published"] and closed["both"] == 0
    assert run("type of a decision")["right"] > 0.9
    assert run("a change over")["by_quarter"]["size"].sum() == 30 and len(run("Over the years")["by_year"]) > 2
