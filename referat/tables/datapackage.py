"""Describe the tables as a Data Package in `datapackage.json`, for other programs.

The file follows the Frictionless Data specification and is generated from the registry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from referat.schema.registry import TABLES, Column, Table

FILE = "datapackage.json"

_TYPES = {"text": "string", "int": "integer", "bool": "boolean", "date": "datetime"}


def datapackage(files: Mapping[str, Sequence[str]], *, version: str, demo: bool) -> dict[str, Any]:
    """Return the description of built tables.

    Parameters
    ----------
    files
        The Parquet files of each table, relative to the folder of the tables, with `/`.
    version
        The version of referat that wrote them.
    demo
        Whether the minutes are those of a fictional municipality.
    """
    about = "Meetings, agenda items and decisions, read from the minutes of Danish municipal bodies."
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "referat",
        "title": "Danish municipal minutes",
        "description": f"DEMO: a fictional municipality. {about}" if demo else about,
        "sources": [{"title": f"read by referat {version}; manifest.json names every file that was read"}],
        "resources": [_resource(table, list(files[table.name])) for table in TABLES],
    }


def _resource(table: Table, files: list[str]) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "path": files[0] if len(files) == 1 else files,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": table.row,
        "schema": {
            "fields": [_field(column) for column in table.columns],
            **({"primaryKey": list(table.key)} if _is_primary(table) else {}),
            **({"foreignKeys": list(_foreign_keys(table))} if table.references else {}),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type], "description": column.meaning}
    return field | ({"constraints": constraints} if constraints else {})


def _is_primary(table: Table) -> bool:
    """Return whether a table's key is a primary key: all of its columns are required."""
    required = {column.name for column in table.columns if column.required}
    return bool(table.key) and required.issuperset(table.key)


def _foreign_keys(table: Table) -> Iterable[dict[str, Any]]:
    for column, other in table.references:
        yield {"fields": [column], "reference": {"resource": other, "fields": [column]}}
