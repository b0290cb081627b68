"""`python -m tests.benchmarks [files] [screen] [filter] [million] [PAPERS…]`: measure what is named; print one table.

Named nothing, it measures all but the journal of a million marks, which takes minutes to write.

Every time stands beside a floor that is measured in the same run, in turns, because machines drift: a bare Textual
app for a start, a bare write and fdatasync of the same bytes for a mark, decoded and normalised lines for a digest, a
`cat` of the same lines for what is printed; and beside other programs, where they are installed.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import cockpit, files, million, typing
from tests.benchmarks.figures import Row
from tests.benchmarks.papers import Papers
from tests.benchmarks.peers import peers

SIZES = [1_000, 10_000, 100_000]
PARTS = ("files", "screen", "filter")
ASKED_FOR = ("million",)


def main() -> None:
    """Measure each size in turn."""
    sizes = [int(argument) for argument in sys.argv[1:] if argument.isdigit()] or SIZES
    parts = [part for part in (*PARTS, *ASKED_FOR) if part in sys.argv[1:]] or PARTS
    table = Table("papers", "what", "measured", "floor", "ratio", "beside")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            # Nothing that anybody has set or seen counts.
            os.environ |= {"HOME": folder} | {
                f"XDG_{kind}_HOME": f"{folder}/{kind.lower()}" for kind in ("DATA", "STATE", "CONFIG", "CACHE")
            }
            for row in measure(size, Path(folder), parts):
                table.add_row(f"{size:,}", *row)
    Console(width=160).print(table)


def measure(size: int, folder: Path, parts: Sequence[str]) -> list[Row]:
    """The rows of one size."""
    digests, library = list(Papers().digests(size)), folder / "library"
    rows = files.rows(digests, library)
    if "files" not in parts:
        rows.clear()
    if "screen" in parts:
        rows += cockpit.rows(library, size, peers(digests, folder))
    if "filter" in parts:
        rows += typing.rows(library, folder)
    if "million" in parts:
        rows += million.rows(library)
    return rows


if __name__ == "__main__":
    main()
