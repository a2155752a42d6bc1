"""What is installed is said once, exactly, and the same for pip and conda users; one command sets it up."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
PYTHONS = ("3.11", "3.12", "3.13")
CONDA_NAMES = {
    "matplotlib": "matplotlib-base",
    "seaborn": "seaborn-base",
    "nbconvert": "nbconvert-core",
    "duckdb": "python-duckdb",
    "universal-pathlib": "universal_pathlib",
}
"""Packages that conda-forge calls otherwise, some of them to leave out what only a desktop needs."""


def _dependencies() -> list[Requirement]:
    extras = PROJECT["optional-dependencies"].values()
    return [Requirement(text) for text in [*PROJECT["dependencies"], *(text for extra in extras for text in extra)]]


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


def test_the_version_is_the_packages_own() -> None:
    from referat import __version__

    assert PROJECT["version"] == __version__
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


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


def test_the_demo_is_never_written_into_a_users_folder() -> None:
    report = _make("--dry-run", "report")
    assert re.search(r'if \[ "\$RAW" = data/raw \].*\n.*referat demo data/raw', report)
    assert report.count("referat demo") == 1


@pytest.mark.parametrize(
    ("arguments", "out"),
    [
        ([], "data/processed"),
        (["RAW=data/raw"], "data/processed"),
        (["RAW=my own minutes"], "build/processed"),
        (["RAW=data/raw copy"], "build/processed"),
        (["RAW=x", "OUT=y z"], "y z"),
    ],
)
def test_tables_of_a_users_minutes_go_elsewhere_than_the_demos(arguments: list[str], out: str) -> None:
    printed = _make("--eval", 'where:\n\t@printf %s "$$OUT"', "where", *arguments)
    assert printed == out


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


def test_every_file_beside_the_code_is_installed_with_it() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    patterns = settings["package-data"]["referat"]
    package = ROOT / "referat"
    files = [path for path in package.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")]
    assert files
    left_out = [path for path in files if not any(path.relative_to(package).match(it) for it in patterns)]
    assert left_out == []
