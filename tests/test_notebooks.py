"""Notebooks: stored without outputs, short, and able to run on any corpus.

In kernels they run in `test_report.py`.
"""

from __future__ import annotations

import ast
import json
import tomllib
from pathlib import Path

import pytest
from small_corpus import Corpus

from referat.language import LANGUAGES, Language
from referat.report.notebook_files import heading
from referat.schema.registry import TABLES

FOLDER = Path(__file__).parents[1] / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def cells(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def code(cells):
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_they_are_numbered_and_each_asks_a_question_in_its_title():
    assert [path.stem[:2] for path in PATHS] == [f"{place:02d}" for place in range(7)]
    for path in PATHS:
        first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]).splitlines()[0]
        assert first.startswith("# ") and first.endswith("?")


def test_a_notebook_is_stored_without_outputs_counts_or_anything_that_changes(path, cells):
    stored = json.loads(path.read_text(encoding="utf-8"))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    assert stored["metadata"] == {"kernelspec": kernel, "language_info": {"name": "python"}}
    assert all(cell.get("outputs", []) == [] and cell.get("execution_count") is None for cell in cells)
    assert all(set(cell["metadata"]) <= {"tags"} for cell in cells)
    code_ids = [f"cell-{place:02d}" for place in range(1, len(cells))]
    assert [cell["id"] for cell in cells] == ["title", *code_ids]


@pytest.mark.heavy
def test_a_notebook_is_valid(path):
    import nbformat

    nbformat.validate(nbformat.read(path, as_version=4))


def test_parameters_come_first_then_the_answer(cells):
    tags = [cell["metadata"].get("tags", []) for cell in cells if cell["cell_type"] == "code"]
    assert tags[0] == ["parameters"] and tags[2] == ["answer"]
    assert all(tag == [] for tag in tags[3:])
    assert 'os.environ.get("REFERAT_DATA", "../data/processed")' in code(cells)[0]


MOST_LINES = {"06_cookbook": 90}
"""Lines of code, where a notebook may have more than the others: twelve questions of four lines each."""


def test_a_notebook_defines_nothing_and_is_short(path, cells):
    trees = [ast.parse(source) for source in code(cells)]
    kinds = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While)
    assert not [node for tree in trees for node in ast.walk(tree) if isinstance(node, kinds)]
    assert sum(len(source.splitlines()) for source in code(cells)) <= MOST_LINES.get(path.stem, 75)


def test_every_text_cell_has_danish_words_and_no_words_are_left_over(path, cells):
    danish = tomllib.loads((FOLDER / "da.toml").read_text(encoding="utf-8"))
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert [heading(text) for text in texts] == list(danish[path.stem])
    for text, words in zip(texts, danish[path.stem].values(), strict=True):
        assert heading(words).partition(" ")[0] == heading(text).partition(" ")[0]
        assert len(words.strip().split("\n\n")) == len(text.split("\n\n"))
    assert set(danish) == {each.stem for each in PATHS}


def run(cells):
    """Run a notebook's cells in this process; return their outputs."""
    names, shown = {}, []
    for source in code(cells):
        tree = ast.parse(source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)
        if last is not None:
            shown.append(eval(compile(ast.Expression(last.value), "cell", "eval"), names))
    return shown


def ordinary(body="Board", meetings=6):
    corpus = Corpus()
    for month in range(1, meetings + 1):
        items = [
            ("22/1", "Path", "postponed"),
            (f"22/{month + 1}", f"Plan {month}", "approved"),
            ("22/9", "[Sale]", None),
        ]
        corpus.meet(body, f"2022-{month:02d}-10", *items).named("present", "Ane", "Bo")
    return corpus


def without_attendance():
    return (
        Corpus()
        .meet("Board", "2022-01-10", ("22/1", "Path", "noted"))
        .meet("Board", "2022-02-10", ("22/1", "Path", None))
    )


def without_case_numbers():
    corpus = Corpus().meet("Board", "2022-01-10", (None, "Path", "postponed"))
    return corpus.meet("Board", "2022-02-10", (None, "Path", "noted"))


CORPORA = {
    "nothing at all": Corpus,
    "a meeting without items": lambda: Corpus().meet("Board", "2022-01-10"),
    "one meeting": lambda: ordinary(meetings=1),
    "one board": ordinary,
    "no attendance": without_attendance,
    "no case numbers and nothing closed": without_case_numbers,
    "an agenda only": lambda: Corpus().meet("Board", "2022-01-10", ("22/1", "Path", None), kind="agenda"),
    "text that would be markup": lambda: ordinary("<b>$x_{1$ *B* [a](b)"),
}


@pytest.fixture
def tongue(request, monkeypatch):
    """Set the language of the notebooks; a phrase in any other language is an error."""
    say = Language.say

    def say_in_it(language, *args, **parts):
        assert language.code == request.param
        return say(language, *args, **parts)

    monkeypatch.setattr(Language, "say", say_in_it)
    monkeypatch.setenv("REPORT_LANGUAGE", request.param)
    return request.param


@pytest.mark.heavy
@pytest.mark.parametrize("tongue", LANGUAGES, indirect=True)
@pytest.mark.parametrize("corpus", CORPORA.values(), ids=list(CORPORA))
def test_a_notebook_runs_on_any_corpus(corpus, cells, tongue, tmp_path, monkeypatch):
    made = corpus()
    for table in TABLES:
        getattr(made, table.name).to_parquet(tmp_path / f"{table.name}.parquet")
    (tmp_path / "manifest.json").write_text("{}")
    monkeypatch.setenv("REFERAT_DATA", str(tmp_path))
    for output in run(cells):
        if hasattr(output, "png"):
            assert output.png() and output.alt
        elif hasattr(output, "to_html"):
            assert "<b>$x" not in output.to_html()
        else:
            assert output.data and "<b>" not in output.data.replace("\\<b", "") and "nan" not in output.data.lower()
