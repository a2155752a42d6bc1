"""Dependencies are stated once, exactly, and equally for pip and conda; one command sets everything up."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from referat import demo
from referat.cli.main import main
from referat.errors import EXTRAS, MissingExtraError, require_extra
from referat.report.notebook_files import packaged_notebooks

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
CONDA_NAMES = {
    "matplotlib": "matplotlib-base",
    "seaborn": "seaborn-base",
    "duckdb": "python-duckdb",
    "universal-pathlib": "universal_pathlib",
}
"""Packages that conda-forge calls otherwise, some of them to leave out what only a desktop needs."""


def _dependencies() -> list[Requirement]:
    extras = PROJECT["optional-dependencies"].values()
    named = [Requirement(text) for text in [*PROJECT["dependencies"], *(text for extra in extras for text in extra)]]
    return [requirement for requirement in named if requirement.name != "referat"]


def _locked() -> list[Requirement]:
    return [Requirement(line.removesuffix("\\")) for line in LOCK if re.match(r"\w", line)]


def _conda() -> dict[str, str]:
    entries = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    from_pip = [entry for group in entries if isinstance(group, dict) for entry in group["pip"]]
    named = [Requirement(entry) for entry in [*entries, *from_pip] if isinstance(entry, str) and entry != "-e ."]
    return {requirement.name: str(requirement.specifier) for requirement in named}


def test_conda_users_get_the_same_dependencies_with_the_same_bounds() -> None:
    ours = {canonicalize_name(it.name): str(it.specifier) for it in _dependencies()}
    expected = {CONDA_NAMES.get(name, name): bounds for name, bounds in ours.items()}
    assert _conda() == expected | {"python": PROJECT["requires-python"], "pip": ""}


def test_every_dependency_is_locked_within_its_bounds() -> None:
    for dependency in _dependencies():
        name = canonicalize_name(dependency.name)
        locked = [it for it in _locked() if it.name == name]
        assert len(locked) == 1, f"{name}: say `make lock`"
        (version,) = [it.version for it in locked[0].specifier]
        assert dependency.specifier.contains(version), f"{name}: say `make lock`"
        assert locked[0].marker is None, name


def test_the_lock_holds_names_exact_versions_and_hashes_and_nothing_else() -> None:
    for line in LOCK:
        hashed = re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line)
        named = re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; [\w.<>=!' ()]+)? \\", line)
        assert hashed or named or re.fullmatch(r" *#[^:/@]*:?", line) or line.startswith("    #   "), line
        assert "//" not in line


def test_every_version_in_the_lock_has_a_hash() -> None:
    text = "\n".join(LOCK)
    for package in re.split(r"\n(?=\w)", text)[1:]:
        assert "--hash=sha256:" in package, package.splitlines()[0]


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_gives_one_version_of_each_package_on_every_python(python: str) -> None:
    environment = default_environment() | {"python_version": python, "python_full_version": f"{python}.0"}
    names = [it.name for it in _locked() if it.marker is None or it.marker.evaluate(environment)]
    assert len(names) == len(set(names))
    assert len(names) > 100


def test_the_version_has_one_owner() -> None:
    from referat import __version__

    assert PROJECT["dynamic"] == ["version"]
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"] == __version__


DEVELOPERS = ("all", "dev", "docs")
"""Extras that no message names: all of them, and what tests and the documentation need."""

IMPORTED_AS = {"universal-pathlib": "upath"}


def test_messages_know_the_extra_of_each_package() -> None:
    extras = {name: texts for name, texts in PROJECT["optional-dependencies"].items() if name not in DEVELOPERS}
    names = {extra: [Requirement(text).name for text in texts] for extra, texts in extras.items()}
    assert {extra: tuple(IMPORTED_AS.get(name, name) for name in of) for extra, of in names.items()} == EXTRAS


def test_all_takes_every_extra_but_that_of_developers() -> None:
    (everything,) = PROJECT["optional-dependencies"]["all"]
    assert Requirement(everything).extras == set(EXTRAS)


def test_an_extra_that_is_missing_is_named_with_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXTRAS, "excel", ("a_module_that_nobody_has",))
    message = r"a workbook needs a_module_that_nobody_has; install it: \S+ -m pip install 'referat\[excel\]'"
    with pytest.raises(MissingExtraError, match=message):
        require_extra("excel", "a workbook")


def _named_command(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setitem(EXTRAS, "excel", ("a_module_that_nobody_has",))
    with pytest.raises(MissingExtraError) as raised:
        require_extra("excel", "a workbook")
    return shlex.split(str(raised.value).partition("install it: ")[2])


def test_the_command_is_that_of_the_python_that_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    assert _named_command(monkeypatch)[:3] == ["python", "-m", "pip"]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert _named_command(monkeypatch)[:3] == [sys.executable, "-m", "pip"]


def test_where_there_is_no_pip_the_command_is_that_of_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("referat.errors.find_spec", lambda module: None)
    assert _named_command(monkeypatch)[:5] == ["uv", "pip", "install", "--python", sys.executable]


def _make(*arguments: str, **variables: str) -> str:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    for name in ("RAW", "OUT", "REPORT"):
        inherited.pop(name, None)
    command = ["make", "--no-print-directory", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=inherited | variables, capture_output=True, text=True, check=True)
    return done.stdout


def test_make_alone_lists_every_target_with_a_line_each() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.M)
    listed = [line.split()[1] for line in _make().splitlines()]
    assert sorted(listed) == sorted(phony.split())
    assert all(len(line.split()) > 4 for line in _make().splitlines())


def _where(tmp_path: Path, *arguments: str) -> str:
    """Return the folders that the Makefile uses in an empty checkout: of the minutes, and of their tables."""
    (tmp_path / "Makefile").write_bytes((ROOT / "Makefile").read_bytes())
    return _make("-C", str(tmp_path), "--eval", 'where:\n\t@printf "%s > %s" "$$RAW" "$$OUT"', "where", *arguments)


@pytest.mark.parametrize("others", [[], ["README.md"], [".keep"], ["_people.toml"]], ids=str)
def test_the_demo_is_read_while_there_are_no_minutes(tmp_path: Path, others: list[str]) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    for name in others:
        (tmp_path / "data" / "raw" / name).touch()
    assert _where(tmp_path) == "data/demo > data/processed"


def test_the_users_minutes_are_read_without_the_demo(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw" / "board of 2024").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "board of 2024" / "may.txt").touch()
    assert _where(tmp_path) == "data/raw > data/processed"


@pytest.mark.parametrize(
    ("arguments", "paths"),
    [
        (["RAW=data/raw"], "data/raw > data/processed"),
        (["RAW=my own minutes"], "my own minutes > build/processed"),
        (["RAW=data/raw copy"], "data/raw copy > build/processed"),
        (["RAW=x", "OUT=y z"], "x > y z"),
    ],
)
def test_a_folder_that_is_named_is_read(tmp_path: Path, arguments: list[str], paths: str) -> None:
    assert _where(tmp_path, *arguments) == paths


def _tables(folder: Path, *arguments: str) -> str:
    """Return the output of `make tables` in a folder where everything is installed."""
    venv = folder / ".venv" / "bin"
    venv.mkdir(parents=True, exist_ok=True)
    python = venv / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    for name in ("Makefile", "requirements.lock"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    (folder / ".venv" / "installed").touch()
    (folder / "data" / "raw").mkdir(parents=True, exist_ok=True)
    return _make("-C", str(folder), "tables", *arguments)


@pytest.mark.heavy
def test_the_demo_is_written_below_data_demo_and_its_tables_say_so(tmp_path: Path) -> None:
    printed = _tables(tmp_path)
    assert printed.startswith("Reading the demo in data/demo")
    assert list((tmp_path / "data" / "raw").iterdir()) == []
    assert json.loads((tmp_path / "data" / "processed" / "manifest.json").read_text(encoding="utf-8"))["demo"] is True


@pytest.mark.heavy
def test_the_users_minutes_replace_the_demo(tmp_path: Path) -> None:
    demo.write(tmp_path / "data" / "demo", meetings=3)
    minutes = tmp_path / "data" / "raw" / "may.txt"
    minutes.parent.mkdir(parents=True)
    minutes.write_text("REFERAT Direktionen d. 06-03-2023\n\nPunkt 1: Plan for havnen\n", encoding="utf-8")
    assert _tables(tmp_path).startswith("Reading the minutes in data/raw.")
    manifest = json.loads((tmp_path / "data" / "processed" / "manifest.json").read_text(encoding="utf-8"))
    assert [file["source"] for file in manifest["inputs"]] == ["may.txt"] and manifest["demo"] is False


def test_a_python_that_is_too_old_is_named_with_what_to_do(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 || exit 1\n')
    old.chmod(0o755)
    for name in ("Makefile", "requirements.lock"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    command = ["make", "-C", str(tmp_path), "test", f"PYTHON={old}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "referat needs Python 3.11 or later; here is Python 3.9.2." in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_byte_code_is_written_whatever_the_environment_says() -> None:
    shown = _make("--eval", 'shown:\n\t@echo "[$$PYTHONDONTWRITEBYTECODE]"', "shown", PYTHONDONTWRITEBYTECODE="1")
    assert shown == "[]\n"


def test_the_notebooks_are_part_of_the_package() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert wheel["wheel"]["force-include"] == {"notebooks": "referat/report/notebooks"}
    assert packaged_notebooks() == ROOT / "notebooks"


def test_the_notebooks_are_copied_where_nothing_is_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notebooks", str(tmp_path / "mine")]) == 0
    copies = sorted(path.name for path in (tmp_path / "mine").iterdir())
    assert copies == sorted(
        path.name for path in (ROOT / "notebooks").glob("*.*") if path.suffix in (".ipynb", ".toml")
    )
    assert main(["notebooks", str(tmp_path / "mine")]) == 2
    assert "name another folder for the copies" in capsys.readouterr().err


def test_a_type_checker_knows_that_the_package_is_typed() -> None:
    assert (ROOT / "referat" / "py.typed").is_file()


README = (ROOT / "README.md").read_text(encoding="utf-8")
MADE = ("data/processed", "data/demo", "data/processed/decisions.parquet", "data/processed/decisions.csv")
"""Paths that exist only once they have been made."""


def _paths_named() -> set[str]:
    tops = r"(?:referat|notebooks|docs|tests|data|benchmarks)"
    return set(re.findall(rf"(?<=[`(\"])({tops}/[\w./-]+|{tops})(?=[`)\"])", README)) - set(MADE) - {"referat"}


def test_the_readme_names_paths_that_exist() -> None:
    assert len(_paths_named()) > 30
    assert sorted(path for path in _paths_named() if not (ROOT / path).exists()) == []


def test_the_readme_names_every_package() -> None:
    packages = {f"referat/{path.parent.name}" for path in (ROOT / "referat").glob("*/__init__.py")}
    assert packages - _paths_named() == set()


def test_the_readme_names_every_command_and_every_option_of_a_build(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = re.findall(r"^    (\w+) ", capsys.readouterr().out, re.M)
    assert commands and [name for name in commands if f"| `python -m referat {name}" not in README] == []
    with pytest.raises(SystemExit):
        main(["build", "--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help", "--out"}
    assert [option for option in sorted(options) if option not in README] == []
