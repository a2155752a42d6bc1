"""Recognize other publishing systems by host, and advise how to save pages that can be read."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def describe_host(host: str, page: str) -> str:
    """Return one or two lines for the user: the system of a host, and what to save from it.

    Parameters
    ----------
    host
        Name of the host; a known name has precedence over the front page.
    page
        HTML of the front page, "" if there is none.
    """
    systems = _systems()
    by_host = [it for it in systems if any(f".{host}".endswith(f".{name}") for name in it.get("hosts", ()))]
    by_label = [it for it in systems if host.partition(".")[0] in it.get("labels", ())]
    by_mark = [it for it in systems if any(mark in page.casefold() for mark in it.get("marks", ()))]
    for system in by_host + by_label + by_mark:
        return f"{host} seems to publish through {system['name']}, which `fetch` does not read.\n{system['save']}"
    return f"{host} publishes through a system that `fetch` does not know.\n{_content()['save']}"


def _systems() -> list[dict[str, Any]]:
    return list(_content()["systems"])


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("other_systems.toml").read_text(encoding="utf-8"))
