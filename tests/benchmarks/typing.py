"""`python -m tests.benchmarks filter [PAPERS…]`: from a key in the filter bar to the right list with its right counts.

The installed program in a pseudo-terminal of 120 × 40; beside it, in the same run, fzf's `--filter` on the same texts.
"""

import os
import select
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

import pyte
from rich.console import Console
from rich.table import Table

from digest_tui.paper import Change
from digest_tui.session import Session, View
from tests.benchmarks.papers import Papers
from tests.benchmarks.start import SECONDS, reader

QUERIES = {
    "words": "spiking neural network",
    "a rare word": "{rare}",
    "a misspelt word": "spikng",
    "a term, one excluded, a mark": "hebbian -cortex is:starred",
}
ROUNDS = 5


def main(sizes: Sequence[int]) -> None:
    """Measure each size in turn."""
    table = Table("papers", "filter", "keys", "p50", "p99", "slowest", "fzf --filter, whole query")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            library, lines = Path(folder) / "library", Path(folder) / "lines"
            rare = stocked(library, lines, size)
            queries = {name: query.format(rare=rare) for name, query in QUERIES.items()}
            right = expected(library, list(queries.values()))
            keys: dict[str, list[float]] = {text: [] for text in queries.values()}
            for _ in range(ROUNDS):
                # Afresh each time, as answers are kept.
                with reader(library) as screen:
                    drawn = Drawn(screen.terminal)
                    drawn.until("triaged")
                    drawn.key(b"/", ("", "here", ""))
                    # Keys that are taken back, so that the index is there.
                    drawn.key(b"q", ("q", " in all", ""))
                    drawn.key(b"\x7f", ("", " in all", ""))
                    for text in queries.values():
                        keys[text] += [drawn.key(shown[0][-1].encode(), shown) for shown in right[text]]
                        # To the top again, where the first title is to be seen.
                        for key in (b"\x1b", b"gg"):
                            os.write(screen.terminal, key)
                            drawn.quiet(0.3)
                        drawn.key(b"/", ("", "here", ""))
                    memory = screen.resident()
            for name, text in queries.items():
                taken = sorted(keys[text])
                p99 = taken[min(len(taken) - 1, round(0.99 * len(taken)))]
                figures = (f"{1000 * seconds:.0f} ms" for seconds in (median(taken), p99, taken[-1]))
                table.add_row(f"{size:,}", f"{name}: {text}", str(len(taken)), *figures, fzf(lines, text))
            table.add_row(f"{size:,}", "memory with everything in use", "", "", "", f"{memory} MB", "")
    Console(width=130).print(table)


def stocked(library: Path, lines: Path, size: int) -> str:
    """Fill a library and a file of the same texts; return a word that few papers have."""
    session = Session.open(library)
    session.add(Papers().digests(size))
    ids = session.list(View.ALL).ids
    session.mark(ids[::7], Change.STAR)
    session.mark(ids[::3], Change.SKIP)
    session.keep_index()
    seen: dict[str, int] = {}
    with lines.open("w", encoding="utf-8") as file:
        for paper, abstract in session.texts(ids):
            file.write(f"{paper.title} {abstract}\n")
            for word in set(abstract.lower().split()):
                seen[word] = seen.get(word, 0) + 1
    session.close()
    fewest = min(seen.values())
    return next(word for word, number in seen.items() if number == fewest and len(word) > 5)


def expected(library: Path, texts: Sequence[str]) -> dict[str, list[tuple[str, str, str]]]:
    """For each filter, after each of its keys: its text, the counts, and the first title."""
    session = Session.open(library)
    right = {text: [shown(session, text[:end]) for end in range(1, len(text) + 1)] for text in texts}
    session.close()
    return right


def shown(session: Session, text: str) -> tuple[str, str, str]:
    """What is to be seen with this filter."""
    listing = session.list(View.INBOX, text)
    # An exclusion that grows longer brings papers back above the one where the cursor stays.
    first = session.paper(listing.ids[0]) if listing.ids and " -" not in text else None
    return text, f"{listing.here} here · {listing.in_all} in all", first.title[:40] if first else ""


class Drawn:
    """What the program draws, as a terminal shows it."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._shown = pyte.Screen(120, 40)
        self._stream = pyte.ByteStream(self._shown)

    def key(self, key: bytes, expected: tuple[str, str, str]) -> float:
        """Seconds from a key until the filter's text, its counts and the first title of the list are on the screen."""
        text, counts, title = expected

        def shown() -> bool:
            lines = self._shown.display
            return f"/ {text}" in lines[-4] and counts in lines[-4] and any(title in line for line in lines[1:6])

        begin = perf_counter()
        os.write(self._terminal, key)
        seconds = self._when(shown) - begin
        self.quiet(0.05)
        return seconds

    def until(self, text: str) -> None:
        """Wait for a text."""
        self._when(lambda: any(text in line for line in self._shown.display))

    def quiet(self, seconds: float) -> None:
        """Wait until nothing is written for so long."""
        while select.select([self._terminal], [], [], seconds)[0]:
            self._stream.feed(os.read(self._terminal, 1 << 16))

    def _when(self, holds: Callable[[], bool]) -> float:
        """When that was written after which something is so."""
        end = perf_counter() + SECONDS  # the cursor blinks on, whatever is shown
        while True:
            if not select.select([self._terminal], [], [], SECONDS)[0] or perf_counter() > end:
                raise TimeoutError("\n".join(self._shown.display))
            written = os.read(self._terminal, 1 << 16)
            at = perf_counter()
            self._stream.feed(written)
            if holds():
                return at


def fzf(lines: Path, query: str) -> str:
    """What fzf takes for the whole of a query, as far as it understands it, with reading the lines."""
    program = shutil.which("fzf")
    if not program or ":" in query:
        return ""
    with lines.open("rb") as file:
        begin = perf_counter()
        subprocess.run([program, "--filter", query], stdin=file, stdout=subprocess.DEVNULL, check=False)
        return f"{1000 * (perf_counter() - begin):.0f} ms"
