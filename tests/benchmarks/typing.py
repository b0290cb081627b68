"""The filter: from a key to the right list with its right counts, on a terminal of 120 × 40.

Beside it, in the same run, fzf's `--filter` of the whole query on the same texts, with reading them.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from digest_tui.paper import Change
from digest_tui.session import Session, View
from tests.benchmarks.figures import Row, ms, percentile, timed
from tests.benchmarks.screen import Drawn, reader

# With these, each kind has more keys in all rounds than a hundred: of fewer, the slowest would be the 99th percentile.
QUERIES = {
    "words": ["spiking neural network"],
    "a rare word": [],
    "a misspelt word": ["spikng", "hebian", "neurla"],
    "one term, one excluded, a mark": ["hebbian -cortex is:starred"],
}
RARE_WORDS = 2
ROUNDS = 10


class Shown(NamedTuple):
    """What is to be seen with a filter: its text, the counts, and how the first title begins."""

    text: str
    counts: str
    title: str

    def on(self, lines: Sequence[str]) -> bool:
        """Whether it is."""
        return f"/ {self.text}" in lines[-4] and self.counts in lines[-4] and any(self.title in s for s in lines[1:6])


def rows(library: Path, folder: Path) -> list[Row]:
    """What it takes in this library, where little is marked so far."""
    lines = folder / "lines"
    rare = _prepared(library, lines)
    queries = {name: texts or rare for name, texts in QUERIES.items()}
    right = _expected(library, [text for texts in queries.values() for text in texts])
    keys: dict[str, list[float]] = {name: [] for name in queries}
    # The texts are read in place from what was just written: that it goes to the disk is not to hold up a key.
    os.sync()
    for _ in range(ROUNDS):
        # Afresh each time, as answers are kept.
        with reader(library) as screen:
            drawn = Drawn(screen.terminal)
            drawn.until("triaged")
            _press(drawn, screen.terminal, b"/", Shown("", "here", ""))
            # Keys that are taken back, so that the index is there.
            _press(drawn, screen.terminal, b"q", Shown("q", " in all", ""))
            _press(drawn, screen.terminal, b"\x7f", Shown("", " in all", ""))
            for name, text in ((name, text) for name, texts in queries.items() for text in texts):
                keys[name] += [_press(drawn, screen.terminal, shown.text[-1].encode(), shown) for shown in right[text]]
                # To the top again, where the first title is to be seen.
                for key in (b"\x1b", b"gg"):
                    os.write(screen.terminal, key)
                    drawn.quiet(0.3)
                _press(drawn, screen.terminal, b"/", Shown("", "here", ""))
            memory = screen.resident()
    found = []
    for name, taken in keys.items():
        said = f"{ms(median(taken))}, {ms(percentile(taken))}, {ms(max(taken))}"
        found.append(Row(f"a key of {name}, p50, p99, slowest", said, beside=_fzf(lines, queries[name][0])))
    return [*found, Row("memory with filters", f"{memory} MB")]


def _press(drawn: Drawn, terminal: int, key: bytes, expected: Shown) -> float:
    """Seconds from a key until all of it is to be seen."""
    begin = perf_counter()
    os.write(terminal, key)
    seconds = drawn.when(lambda: expected.on(drawn.lines)) - begin
    drawn.quiet(0.05)
    return seconds


def _prepared(library: Path, lines: Path) -> list[str]:
    """Mark papers and write the texts to a file; return words that few papers have."""
    session = Session.open(library)
    ids = session.list(View.ALL).ids
    session.mark(ids[::7], Change.STAR)
    session.mark(ids[::3], Change.SKIP)
    session.keep_index()
    seen: dict[str, int] = {}
    with lines.open("w", encoding="utf-8") as file:
        for paper, abstract in session.texts(ids):
            file.write(f"{paper.title} {abstract}\n")
            for word in set(abstract.lower().replace(".", " ").split()):
                seen[word] = seen.get(word, 0) + 1
    session.close()
    return sorted((word for word in seen if len(word) > 5 and word.isalpha()), key=seen.__getitem__)[:RARE_WORDS]


def _expected(library: Path, texts: Sequence[str]) -> dict[str, list[Shown]]:
    """For each filter what is right after each of its keys."""
    session = Session.open(library)
    right = {text: [_shown(session, text[:end]) for end in range(1, len(text) + 1)] for text in texts}
    session.close()
    return right


def _shown(session: Session, text: str) -> Shown:
    listing = session.list(View.INBOX, text)
    # An exclusion that grows longer, or a word that is none any more, brings papers back above the one where the
    # cursor stays.
    narrower = " -" not in text and not listing.likened
    first = session.paper(listing.ids[0]) if listing.ids and narrower else None
    return Shown(text, f"{listing.here} here · {listing.in_all} in all", first.title[:40] if first else "")


def _fzf(lines: Path, query: str) -> str:
    """What fzf takes, as far as it understands the query."""
    program = shutil.which("fzf")
    if not program or ":" in query:
        return ""
    with lines.open("rb") as file:
        command = [program, "--filter", query]
        seconds = timed(lambda: subprocess.run(command, stdin=file, stdout=subprocess.DEVNULL, check=False))
    return f"fzf, the whole query {ms(seconds)}"
