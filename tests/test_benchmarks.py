"""The benchmarks cover everything: no analysis is left out, and their tables keep every promise."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from pathlib import Path

import pytest

from referat import analysis, load
from referat.schema.registry import BY_NAME
from referat.tables.frames import check

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

import analyses
import corpora
import million
import reading

SENTENCES = {"accuracy"}
"""Modules that turn results, which are small, into words."""


def _public() -> list[str]:
    modules = [
        importlib.import_module(f"{analysis.__name__}.{it.name}") for it in pkgutil.iter_modules(analysis.__path__)
    ]
    return [
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in modules
        for name, result in inspect.getmembers(module, inspect.isfunction)
        if result.__module__ == module.__name__ and not name.startswith("_")
    ]


def test_every_analysis_is_timed() -> None:
    names = {name for name in _public() if name.partition(".")[0] not in SENTENCES}
    assert names - set(analyses.STEPS) == set()


@pytest.mark.heavy
def test_the_million_items_are_tables_as_a_build_gives_them() -> None:
    tables = million.corpus(3_000)
    assert check(tables) == []
    assert len(tables.items) == 3_000
    rows = analyses.measure(tables)
    assert set(rows["function"]) == set(analyses.STEPS)
    assert rows.loc[rows["function"] == "matter_appearances.periodic_series", "rows"].item() > 0


def test_equal_arguments_give_equal_tables() -> None:
    one, other = million.corpus(500), million.corpus(500)
    assert all(one[name].equals(other[name]) for name in BY_NAME)


@pytest.mark.parametrize("form", ["json", "pdf"])
def test_the_corpora_say_the_same_in_every_format(form: str, tmp_path: Path) -> None:
    for name in ("text", form):
        corpora.write(tmp_path / name, 6, name)
    text, other = load(tmp_path / "text"), load(tmp_path / form)
    assert len(other.items) == len(text.items) > 20
    for column in ("title", "case_number", "closed"):
        assert other.items[column].equals(text.items[column])
    assert other.decisions["decision_type"].equals(text.decisions["decision_type"])


HEAVY_STAGES = ("cluster",)


@pytest.mark.heavy
@pytest.mark.parametrize(
    "stage",
    [pytest.param(stage, marks=[pytest.mark.heavy] if stage in HEAVY_STAGES else []) for stage in reading.STAGES],
)
def test_every_stage_can_be_run_by_itself(stage: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    corpora.write(tmp_path / "raw", 2, "text")
    cost = reading.run_stage(stage, tmp_path / "raw", tmp_path / "out")
    assert set(cost) == {"seconds", "wall", "peak"}
    assert set(reading.IMPORTS) == set(reading.STAGES)
