"""Time per byte for lines that could make patterns slow: `python benchmarks/blowup.py`, or `--chance 500` for more.

Each case is a document of one very long line, or of very many lines, in one place of a meeting. Its time per byte must
stay constant while the document grows from 10 kB to 1 MB (`--largest 10_000_000`: to 10 MB). Cases that take more than
three times as long per byte are printed, with sizes and times. Processor time is measured.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from multiprocessing.connection import Connection
from random import Random

from referat.corpus.corpus_index import assemble
from referat.formats.source_files import Source
from referat.records.document_reader import parse_text
from referat.records.meeting_reader import meeting_rows
from referat.tables.batches import single_batch

PLACES = (
    "top",
    "attendees",
    "contents",
    "title",
    "case",
    "background",
    "recommendation",
    "decision",
    "history",
    "files",
)
FILLERS = (
    "a", "A", "1", ".", ",", "-", "–", "(", ")", "*", "_", "?", ":", "\"", "”", "|", "#", "é", "ß", "😀", "…", " ",
    "\t", "\r", "\x0c", "\x00", "\u2028", "\u200b", "́", "**", "()", ". ", "a ", "A ", "Aa ", "Aa-", "aa-", "A.",
    "A. ", "A.B. ", "A+", "A, ", "Aa, ", "Aa og ", "Aa Bb, ", "Aa Bb (A), ", "(A) ", "(V) og ", "Aa (", "(a", "a: ",
    "Aa: ", "1. ", "1.", "1.-", "1 og ", "1, ", "1a ", "a) ", "1.1 ", "....1 ", "… ", "[a] ", "<b>", "a  ", "a. A",
    "- ", "at ", "at, ", "22/1 ", "21-000001 ", "sag 13/1 ", "Sagsnr. 1", "Dok.nr.: 1 ", "J.nr. 01.03.06 ", "2020-",
    "AB-2020-", "1. maj ", "01-02-2023 ", "den 1. ", "kl. 1", "kl. ", "Punkt 1: ", "Punkt 1", "pkt. ", "nr. ",
    "Bilag ", "Lukket ", "Lukket: ", "- Lukket ", "Åbent  ", "Afbud: ", "Afbud Aa ", "Fraværende: Aa Bb ",
    "Aa Bb deltog ", "Aa var fraværende ", "som stedfortræder for ", "i stedet for ", "Aa Bb inhabil ", "stemte ",
    "stemte imod ", "For: Aa ", "Imod: ", "For stemte: ", "1 for ", "1 imod ", "5 medlemmer ", "Et flertal (A+",
    "undlod at stemme ", "godkendte ", "godkendes ", "besluttede at ", "anbefaler at ", "tages ", "tog ",
    "til efterretning ", "ikke ", "ikke at ", "og ", "idet ", "Byrådet ", "Byrådet den 1. maj ", "Teknik-, ",
    "Teknik- og ", "Klima Og ", "på mødet den ", "Beslutning i ", "Beslutning, ", "Udvalgs beslutning ",
    "Indstilling fra A", "Udvalg den 1. maj 2019, pkt. 1", "2. maj 2019 udvalg ", "27.69.48-P20-1-14 ",
    "Direktør for A og B ", "formand for ", "Aa de ", "Administrationen indstiller, at ",
)  # fmt: skip
PREFIXES = (
    "",
    "1. a",
    "Punkt 2: a",
    "Afbud: ",
    "For stemte: ",
    "Sagsnr. ",
    "Aa Bb ",
    "Beslutning ",
    "Mødedato ",
    "Referat A",
    '"',
    "(",
)
SUFFIXES = ("", "a", " a", "!", "A", "\n\n22/1", " deltog ikke", " stemte imod")

LINE = 80
"""Characters of a line, where there are many lines."""

FLAT = 3.0
"""So much longer per byte a larger document may take."""

NOTHING = 0.25
"""Seconds that are too few to say anything."""

PATIENCE = 600
"""Seconds after which a document is given up."""


@dataclass(frozen=True)
class Case:
    """A place in a meeting, and the text that is repeated there; `n` is the number of the repetition."""

    place: str
    filler: str
    in_lines: bool = False
    prefix: str = ""
    suffix: str = ""

    def text(self, size: int) -> str:
        """Return a document of about so many bytes."""
        counted = "{" in self.filler
        length = len(self.filler.encode())
        pieces = [
            self.filler.format(n=n, m=n % 997, word=_word(n)) if counted else self.filler for n in range(size // length)
        ]
        if not self.in_lines:
            return _meeting(self.place, self.prefix + "".join(pieces) + self.suffix)
        each = max(1, LINE // length)
        lines = ("".join(pieces[start : start + each]) for start in range(0, len(pieces), each))
        return _meeting(self.place, "\n".join(f"{self.prefix}{line}{self.suffix}" for line in lines))


DIFFERENT = tuple(
    Case(place, filler)
    for place, filler in (
        ("attendees", "Mona {word}, "),
        ("attendees", "{word} Birk\n"),
        ("decision", "Afbud: Mona {word}. "),
        ("decision", "Mona {word} stemte imod.\n"),
        ("decision", "{m}. Godkendt.\n"),
        ("decision", "Byrådet godkendte sag nr. {n}.\n"),
        ("contents", "Plan {word}.....{n}\n"),
        ("contents", "{m} Plan {word}.....{n}\n"),
        ("background", "Punkt {m}: Plan {word}\n\n22/{m}\n\n"),
        ("background", "Punkt {m}: Plan.....3\n"),
        ("background", "Punkt {m}:\n\n\n"),
        ("background", "{m}. Plan {word}\n\n22/{m}\n\n"),
        ("background", "Punkt {m}: Plan\n\n22/{m}\n\nBeslutning Haveudvalget den 01-02-2023\n\nGodkendt.\n\n"),
        ("background", "Beslutning Haveudvalget den 01-02-2023\n\nGodkendt {word}.\n\n"),
        ("background", "Bilag\n\nKort {word}\n\n"),
        ("background", "Bilag\n\nTidsplan\n\n"),
        ("background", "Økonomi\n\nEn krone.\n\n"),
        ("background", "Økonomii\n\n"),
        ("background", "\n"),
        ("history", "01-02-2023 Haveudvalget\nGodkendt {word}.\n"),
        ("history", "Udvalg:\nHaveudvalget\nDato:\n01-02-2023\nPunktnummer:\n3\n"),
        ("files", "Kort {word}\n"),
        ("top", "REFERAT Haveudvalget d. 06-03-2023\nMødedato 06-03-2023\nPunkt 1: Plan {word}\n"),
        ("top", "REFERAT Haveudvalget {n} d. 06-03-2023\nMødedato 06-03-2023\n"),
        ("top", "REFERAT Haveudvalget d. 06-03-2023\n"),
        ("top", "Mødedeltagere Mona {word}\n"),
    )
)
"""Documents of many different things."""


def _word(n: int) -> str:
    letters = ""
    while n or not letters:
        n, letter = divmod(n, 26)
        letters += chr(ord("a") + letter)
    return letters.capitalize() + "sen"


def _meeting(place: str, text: str) -> str:
    plain = {"attendees": "Mona Birk, Ole Lund", "contents": "Plan.....3", "title": "Plan", "case": "23/1"}
    texts = dict.fromkeys(PLACES, "Noget.") | {"top": ""} | plain | {place: text}
    if place == "title":
        texts["contents"] = f"{text}.....3"
    return (
        f"{texts['top']}\nREFERAT Direktionen d. 06-03-2023\nMødedato Mandag d. 6. marts 2023 kl. 09:00\n"
        f"Mødedeltagere {texts['attendees']}\n\nIndholdsfortegnelse\n\n{texts['contents']}\n\n"
        f"Punkt 1: {texts['title']}\n\n{texts['case']}\n\nBaggrund\n\n{texts['background']}\n\n"
        f"Indstilling\n\n{texts['recommendation']}\n\nBeslutning Direktionen den 06-03-2023\n\n{texts['decision']}\n\n"
        f"Sagens forløb\n\n03-10-2022 Byggeudvalget\n{texts['history']}\n\nBilag\n\n{texts['files']}\n"
    )


def seconds(text: str) -> float:
    """Return the processor time that reading a document takes."""
    start = time.process_time()
    document = parse_text(text)
    assemble(single_batch(list(meeting_rows(document, Source("case.txt", "0" * 64, "text", text)))))
    return time.process_time() - start


def _measure(text: str, answer: Connection) -> None:
    answer.send(seconds(text))


def with_time_limit(measure: Callable[[str, Connection], None], text: str) -> float | None:
    """Return a measurement made in a process of its own; None if it takes too long or fails."""
    here, there = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.Process(target=measure, args=(text, there))
    child.start()
    there.close()
    try:
        return float(here.recv()) if here.poll(PATIENCE) else None
    except EOFError:
        return None
    finally:
        child.kill()
        child.join()


def cases() -> Iterator[Case]:
    """Yield every filler in every place, in one line and in many."""
    yield from DIFFERENT
    for place, filler, in_lines in product(PLACES, FILLERS, (False, True)):
        yield Case(place, filler, in_lines)


def by_chance(count: int, seed: int) -> Iterator[Case]:
    """Yield cases of several fillers, with something before and after them."""
    chance = Random(seed)
    for _ in range(count):
        filler = "".join(chance.choices(FILLERS, k=chance.choice((1, 1, 2, 3))))
        place, prefix, suffix = chance.choice(PLACES), chance.choice(PREFIXES), chance.choice(SUFFIXES)
        yield Case(place, filler, chance.random() < 0.3, prefix, suffix)


def grown(case: Case, sizes: list[int]) -> list[tuple[int, float | None]]:
    """Return the tried sizes and their seconds; the last size is the first that is out of proportion."""
    result: list[tuple[int, float | None]] = []
    for size in sizes:
        taken = with_time_limit(_measure, case.text(size))
        result.append((size, taken))
        if taken is None or _per_byte(size, taken) > FLAT * max(_per_byte(*result[0]), _per_byte(size, NOTHING)):
            return result
    return result


def _per_byte(size: int, taken: float | None) -> float:
    return (taken or 0.0) / size


def _is_out_of_proportion(result: list[tuple[int, float | None]], largest: int) -> bool:
    """Return whether the time grows faster than the size, or ended before the largest size."""
    size, taken = result[-1]
    first, at_first = result[0]
    if taken is None or at_first is None or size < largest:
        return True
    return _per_byte(size, taken) > FLAT * max(_per_byte(first, at_first), NOTHING / size)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=1_000_000, help="bytes of the largest document")
    parser.add_argument("--chance", type=int, default=0, metavar="N", help="try N cases put together by chance instead")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--place", choices=PLACES, help="only cases in this place")
    return parser


def main() -> int:
    """Run the cases and return 1 if any blows up."""
    options = _parser().parse_args()
    sizes = [size for size in (10_000, 100_000, 1_000_000, 10_000_000) if size <= options.largest]
    seconds(Case("decision", "Godkendt. ").text(1000))  # compiles the patterns
    tried, blown, slowest = 0, 0, 0.0
    for case in by_chance(options.chance, options.seed) if options.chance else cases():
        if options.place and case.place != options.place:
            continue
        tried += 1
        result = grown(case, sizes)
        size, taken = result[-1]
        if taken is None or _is_out_of_proportion(result, sizes[-1]):
            blown += 1
            print(case, [(size, taken and round(taken, 2)) for size, taken in result], flush=True)
        else:
            slowest = max(slowest, _per_byte(size, taken))
    print(f"{tried:,} cases, {blown:,} of them out of proportion; the slowest other one {slowest * 1e6:.1f} s per MB")
    return 1 if blown else 0


if __name__ == "__main__":
    sys.exit(main())
