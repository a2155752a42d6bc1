"""Fuzz the reader of the portal's JSON, by any bytes and by meetings of any values: see README.md in this folder."""

import json
import sys
from typing import Any

import atheris

with atheris.instrument_imports(include=["referat"]):
    import promises

FIELDS = ("Navn", "Sted", "Dato", "MeetingBeginUtc", "MeetingEndUtc", "Description")


@promises.kept_if_it_fails
def one(data: bytes) -> None:
    """Read some bytes as JSON, or as the values of a meeting."""
    if data[:1] in (b"{", b"["):
        promises.assert_read(data)
    else:
        promises.assert_read(json.dumps(_meeting(atheris.FuzzedDataProvider(data))).encode())


def _meeting(chance: atheris.FuzzedDataProvider) -> dict[str, Any]:
    def text(longest: int) -> str:
        return str(chance.ConsumeUnicode(chance.ConsumeIntInRange(0, longest)))

    def item() -> dict[str, Any]:
        known = {"Caption": text(80), "CaseNumber": text(12), "Number": text(4), "IsOpen": chance.ConsumeBool()}
        fields = [{"Html": _html(chance, text)} for _ in range(chance.ConsumeIntInRange(0, 3))]
        return known | {"Felter": fields, "Bilag": [{"Navn": text(40), "Order": chance.ConsumeInt(2)}]}

    moment = "2022-01-12T17:00:00" if chance.ConsumeBool() else text(20)
    people = [{"Name": text(40), "Absent": chance.ConsumeBool()} for _ in range(chance.ConsumeIntInRange(0, 3))]
    meeting = {"MeetingBeginUtc": moment, "Sted": text(40), "Navn": text(20), "Moededeltagere": people}
    items = [item() for _ in range(chance.ConsumeIntInRange(0, 4))]
    return {"Udvalg": {"Navn": text(40) or "Byråd"}, "Moede": meeting, "Dagsordenpunkter": items}


TAGS = (
    "h3",
    "p",
    "li",
    "ol",
    "ul",
    "u",
    "br",
    "span",
    "table",
    "tr",
    "td",
    "b",
    "script",
    "!--",
    "/p",
    "/h3",
    "/ol",
    "/table",
)
HEADINGS = ("Beslutning", "Indstilling", "Sagens forløb", "Bilag", "Økonomi", "Sagsfremstilling")


def _html(chance: atheris.FuzzedDataProvider, text: Any) -> str:
    parts = []
    for _ in range(chance.ConsumeIntInRange(0, 12)):
        kind = chance.ConsumeIntInRange(0, 3)
        tag = chance.PickValueInList(list(TAGS))
        heading = f"<h3>{chance.PickValueInList(list(HEADINGS))}</h3>"
        parts.append((f"<{tag}>", heading, text(60), chance.PickValueInList(promises.phrases()))[kind])
    return "".join(parts)


if __name__ == "__main__":
    atheris.Setup([*sys.argv, f"-dict={promises.dictionary()}"], one)
    atheris.Fuzz()
