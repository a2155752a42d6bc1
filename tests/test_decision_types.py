"""What kind of decision a text tells of."""

import csv
import json
from pathlib import Path

import pytest

from referat.facts.decision_types import rule_on


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Godkendt.", "approved"),
        ("Orienteringen blev taget til efterretning.", "noted"),
        ("1.-2. Anbefales.\n\n3. Anbefales ikke.", "recommended rejected"),
        ("", "other"),
    ],
)
def test_the_common_formulas_are_known(text: str, labels: str) -> None:
    assert " ".join(rule_on(text).decision_types) == labels


def test_the_hand_labelled_decisions_are_read_as_the_annotator_read_them(shared: Path) -> None:
    meetings = json.loads((shared / "minutes" / "greve-truth.json").read_text(encoding="utf-8"))
    texts = {(m["body"], m["date"], str(i["number"])): i["decision"] for m in meetings for i in m["items"]}
    with (shared / "minutes" / "decision-labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rulings = [rule_on(texts[row["body"], row["date"], row["number"]]) for row in rows]
    right = sum(ruling.decision_type == row["decision_type"] for ruling, row in zip(rulings, rows, strict=True))
    assert right / len(rows) >= 0.99
