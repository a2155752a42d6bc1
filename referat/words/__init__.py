"""Words are data: the vocabularies in this folder's TOML files, and how words are compared with them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import regex as re

_SPACE = re.compile(r"\s+")


@cache
def load(name: str) -> dict[str, Any]:
    """Return the vocabulary `name`.toml as nested dictionaries; its keys are English, its values Danish."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def fold(text: str) -> str:
    """Return the text as it is compared with a vocabulary: case-folded, white space collapsed to single blanks."""
    return _SPACE.sub(" ", text).strip().casefold()
