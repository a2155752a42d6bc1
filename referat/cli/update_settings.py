"""The settings file of `referat update`: folders, options of the report, and municipalities."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from referat.errors import CannotGoOnError
from referat.language import LANGUAGES
from referat.vocabulary import slug


class UpdateSettingsError(CannotGoOnError):
    """Raised if the settings file is missing or has a mistake; the message says which."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class WatchedMunicipality:
    """A municipality whose minutes are kept up to date.

    Attributes
    ----------
    name
        The name of the municipality, of its tables, and of the folder of its minutes.
    host
        The host of its agenda portal. Without one nothing is fetched, and other programs fill the folder.
    bodies
        The bodies to fetch; by default all.
    since
        The first day of meetings to fetch.
    agendas, pdf
        Whether agendas of meetings without minutes and the PDFs are fetched too.
    """

    name: str
    host: str = ""
    bodies: tuple[str, ...] = ()
    since: date | None = None
    agendas: bool = False
    pdf: bool = False

    @property
    def folder(self) -> str:
        """The name of the folder of its minutes."""
        return slug(self.name)


@dataclass(frozen=True, slots=True)
class UpdateSettings:
    """The settings of an update.

    Attributes
    ----------
    folder
        The folder of minutes, tables, reports and the log.
    municipality
        The municipalities, one or several.
    language, anonymous
        As for `referat report`.
    public
        Whether titles and texts of closed items are withheld, as for `referat build`.
    notebooks
        The folder of notebooks; by default those of the package.
    keep
        Number of reports to keep, at least 1; the oldest ones are removed.
    """

    folder: Path
    municipality: tuple[WatchedMunicipality, ...]
    language: str = "da"
    anonymous: bool = False
    public: bool = False
    notebooks: Path | None = None
    keep: int = 3


_TYPES: dict[str, tuple[type, str]] = {
    "folder": (str, "a text"),
    "language": (str, f"one of {', '.join(LANGUAGES)}"),
    "notebooks": (str, "a text"),
    "anonymous": (bool, "true or false"),
    "public": (bool, "true or false"),
    "keep": (int, "a whole number, 1 or more"),
    "municipality": (list, "written as [[municipality]], once for each"),
    "name": (str, "a text with a letter in it"),
    "host": (str, "a text"),
    "bodies": (list, 'a list of texts, ["Byrådet"]'),
    "since": (date, "a day without quotes, 2024-01-31"),
    "agendas": (bool, "true or false"),
    "pdf": (bool, "true or false"),
}
"""The type of each key, and the message about a wrong value."""


def example() -> str:
    """Return an example settings file in which every key is explained."""
    return files(__package__).joinpath("update_example.toml").read_text(encoding="utf-8")


def read_settings(path: Path) -> UpdateSettings:
    """Return the settings of a file; paths in it are relative to its folder.

    Raises
    ------
    UpdateSettingsError
        If the file cannot be read, or a key is unknown, missing or has a value of another kind.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UpdateSettingsError(f"{path} does not exist; begin with `referat update --example > {path}`") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UpdateSettingsError(f"{path} cannot be read: {error}") from error
    _check(data, UpdateSettings, str(path))
    for entry in data["municipality"]:
        _check(entry, WatchedMunicipality, f"{path}, [[municipality]]")
    municipalities = tuple(WatchedMunicipality(**_tuples(entry)) for entry in data["municipality"])
    _check_names(municipalities, path)
    places: dict[str, Any] = {key: path.parent / data[key] for key in ("folder", "notebooks") if key in data}
    return UpdateSettings(**{**data, **places, "municipality": municipalities})


def _check(data: Any, kind: type, where: str) -> None:
    """Raise an error for the first key that is unknown, missing, or has an invalid value."""
    known = [field.name for field in fields(kind)]
    if not isinstance(data, Mapping):
        raise UpdateSettingsError(f"{where}: `municipality` is {_TYPES['municipality'][1]}")
    for key, value in data.items():
        if key not in known:
            raise UpdateSettingsError(f"{where}: `{key}` is unknown; the keys are {', '.join(known)}")
        if not _fits(key, value):
            raise UpdateSettingsError(f"{where}: `{key}` is {_TYPES[key][1]}, not {value!r}")
    required = ("folder", "municipality") if kind is UpdateSettings else ("name",)
    for key in required:
        if not data.get(key):
            raise UpdateSettingsError(f"{where}: `{key}` is missing; see `referat update --example`")


def _fits(key: str, value: object) -> bool:
    if type(value) is not _TYPES[key][0]:  # not isinstance: a bool is an int, and a datetime is a date
        return False
    if isinstance(value, list) and key == "bodies":
        return all(isinstance(entry, str) for entry in value)
    limits = {"language": value in LANGUAGES, "keep": isinstance(value, int) and value >= 1}
    return limits.get(key, True) and (key != "name" or bool(slug(str(value))))


def _tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


def _check_names(municipalities: tuple[WatchedMunicipality, ...], path: Path) -> None:
    folders = [municipality.folder for municipality in municipalities]
    for municipality in municipalities:
        if folders.count(municipality.folder) > 1:
            raise UpdateSettingsError(f"{path}: two municipalities have the folder {municipality.folder}; rename one")
