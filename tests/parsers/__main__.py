"""`python -m tests.parsers [--all] PATH…`: read files and folders, and print papers, problems and time of each.

Beside the papers stands how many different arXiv ids the file's text mentions, counted by an expression of its own,
and how many of the papers have an id: where the numbers differ, look. `--all` prints every paper and every problem.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

from digest_tui.digests.door import Opened, read_paths

_ARXIV_ID = re.compile(rb"(?<![\d.])\d{4}\.\d{5}(?!\d)")


def main() -> None:
    """Read what the arguments name."""
    paths = [argument for argument in sys.argv[1:] if argument != "--all"]
    if not paths:
        sys.exit("usage: python -m tests.parsers [--all] PATH…")
    console = Console(width=None if sys.stdout.isatty() else 150)
    table = Table("source", "digest", "date", "papers", "with id", "ids in the text", "problems", "ms")
    for opened, seconds in timed(read_paths(paths)):
        ms = f"{1000 * seconds:.1f}"
        if opened.error:
            table.add_row(opened.source, f"[red]{opened.error.sentence}", "", "", "", "", "", ms)
        for skipped in opened.skipped:
            table.add_row(skipped, "[dim]passed over", "", "", "", "", "", "")
        for digest in opened.digests:
            with_id = sum(sighting.arxiv_id is not None for sighting in digest.sightings)
            counts = (str(len(digest.sightings)), str(with_id), ids_in(opened.source), str(len(digest.problems)))
            date = str(digest.date and (digest.date.iso or digest.date.text))
            table.add_row(opened.source, digest.name, date, *counts, ms)
            if "--all" in sys.argv:
                for sighting in digest.sightings:
                    console.print(sighting)
                for problem in digest.problems:
                    console.print(problem, style="red")
    console.print(table)


def timed(sources: Iterator[Opened]) -> Iterator[tuple[Opened, float]]:
    """Each source, and the seconds that reading it took."""
    while True:
        begin = perf_counter()
        opened = next(sources, None)
        if opened is None:
            return
        yield opened, perf_counter() - begin


def ids_in(source: str) -> str:
    """How many different arXiv ids of the new kind a file mentions anywhere."""
    path = Path(source)
    return str(len(set(_ARXIV_ID.findall(path.read_bytes())))) if path.is_file() else ""


if __name__ == "__main__":
    main()
