"""Pages for browsing offline: one per matter, body, meeting and text, and one to search all items.

There are tens of thousands of items, so a page is a small shell that loads the script with its record: see
`data_scripts`. Nothing is fetched, so that the pages work from a disk.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from referat import __version__
from referat.figures.palette import family_css
from referat.language import Language, phrases
from referat.report.corpus_head import CorpusHead
from referat.report.pages.agenda_index import agenda_index
from referat.report.pages.body_records import BodyRecords
from referat.report.pages.data_scripts import script, shard_count, shard_scripts
from referat.report.pages.datatables_bundle import datatables_files
from referat.report.pages.matter_records import MatterRecords
from referat.report.pages.meeting_records import MeetingRecords
from referat.report.pages.search_records import search_data
from referat.report.pages.text_records import TextRecords
from referat.schema.decision_types import FAMILIES, FAMILY_OF
from referat.tables.frames import Tables

FOLDER = "follow"
"""The folder of scripts and styles, next to the pages."""

SHELLS = ("search", "matter", "body", "meeting", "text")
_HERE = Path(__file__).parent


def thread_pages(tables: Tables, language: Language, head: CorpusHead) -> dict[str, bytes]:
    """Return the pages and their scripts by name.

    Parameters
    ----------
    tables
        The tables; persons appear under the names in them.
    language
        The language of the pages.
    head
        The head of every page.
    """
    agenda = agenda_index(tables)
    texts = TextRecords(tables, agenda)
    matters = MatterRecords(tables, agenda, texts, language)
    bodies = list(BodyRecords(tables, agenda, matters, language).records())
    shards = {"matters": shard_count(len(agenda.matters)), "meetings": shard_count(len(agenda.meetings))}
    shards |= {"bodies": max(1, len(bodies)), "texts": max(1, len(texts))}
    scripts = {
        **shard_scripts("matters", matters.records(), shards["matters"]),
        **shard_scripts("meetings", MeetingRecords(tables, agenda, texts, language).records(), shards["meetings"]),
        **shard_scripts("bodies", bodies, shards["bodies"]),
        **shard_scripts("texts", texts.records(), shards["texts"]),
        "body-list.js": script([[key, row["name"], row["municipality"], len(row["meetings"])] for key, row in bodies]),
        "search-data.js": script(search_data(agenda, matters, language)),
        "pages.js": _HERE.joinpath("pages.js").read_bytes(),
        "search.js": _HERE.joinpath("search.js").read_bytes(),
        "pages.css": family_css().encode() + _HERE.joinpath("pages.css").read_bytes(),
        **datatables_files(),
    }
    shells = {f"{name}.html": _shell(name, language, head, shards) for name in SHELLS}
    return shells | {f"{FOLDER}/{name}": content for name, content in scripts.items()}


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _shell(name: str, language: Language, head: CorpusHead, shards: dict[str, int]) -> bytes:
    words = {key.removeprefix("ui."): text for key, text in phrases(language.code).items() if key.startswith("ui.")}
    families = {family: language.name(family) for family in FAMILIES}
    types = {code: [language.name(code), family] for code, family in FAMILY_OF.items()}
    words |= {"closed_item": language.name("(closed item)")}
    settings = {
        "words": words,
        "families": families,
        "types": types,
        "shards": shards,
        "locale": str(language.locale).replace("_", "-"),
    }
    template = _environment().get_template(f"{name}.html.j2")
    page = template.render(
        page=name,
        title=language.say(f"ui.page_{name}"),
        words=words,
        head=head,
        folder=FOLDER,
        version=__version__,
        say=language.say,
        language=language.code,
        settings=json.dumps(settings, ensure_ascii=False).replace("<", "\\u003c"),
    )
    return page.encode()
