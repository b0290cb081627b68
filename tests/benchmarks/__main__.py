"""`python -m tests.benchmarks [filter] [PAPERS…]`: measure start, move, mark, import, open, list, memory; print it.

Every time stands beside a floor that is measured in the same run, in turns, because machines drift: a bare Textual
app for a start, a bare write and fdatasync of the same bytes for a mark, decoded and normalised lines for a digest, a
`cat` of the same lines for a list.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from unicodedata import normalize

from rich.console import Console
from rich.table import Table

from digest_tui.digests.table import read_digests
from digest_tui.paper import Change
from digest_tui.session import Session, View
from tests.benchmarks import typing
from tests.benchmarks.papers import Papers, page_text
from tests.benchmarks.start import PROGRAM, bare, installed, reader

PAIRS = 15
MARKS = 300
STEPS = 100
LISTS = 5


def main() -> None:
    """Measure each size in turn."""
    sizes = [int(argument) for argument in sys.argv[1:] if argument.isdigit()] or [1_000, 10_000, 100_000]
    if "filter" in sys.argv[1:]:
        typing.main(sizes)
        return
    table = Table("papers", "what", "measured", "floor", "ratio")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for what, measured, floor, ratio in measure(size, Path(folder) / "library"):
                table.add_row(f"{size:,}", what, measured, floor, ratio)
    Console(width=110).print(table)


def measure(size: int, library: Path) -> list[tuple[str, str, str, str]]:
    """The rows of one size."""
    rows = []
    digests = list(Papers().digests(size))
    texts = [page_text(digest) for digest in digests]
    rows.append(parse([text.encode() for text in texts], size))
    session = Session.open(library)
    seconds = timed(lambda: session.add(digests))
    rows.append(("import", f"{size / seconds:,.0f} papers/s", "", ""))
    ids = list(session.list(View.INBOX).ids)
    rows.append(marks(session, ids, library))
    session.close()
    seconds = timed(lambda: Session.open(library).close())
    rows.append(("open", f"{1000 * seconds:.0f} ms", "", ""))
    rows.append(lines(library))
    return rows + terminal(library)


def parse(pages: list[bytes], size: int) -> tuple[str, str, str, str]:
    """Pages of text, beside what any reader of text must do with the same bytes, in turns; seconds of the processor."""
    ours = floor = 0.0
    for page in pages:
        begin = process_time()
        read_digests(page, "digest")
        between = process_time()
        normalize("NFC", page.decode()).splitlines()
        ours, floor = ours + between - begin, floor + process_time() - between
    return ("parse", f"{size / ours:,.0f} papers/s", f"{size / floor:,.0f} papers/s", f"{ours / floor:.2f}")


def timed(work: Callable[[], object]) -> float:
    """Seconds that it takes."""
    begin = perf_counter()
    work()
    return perf_counter() - begin


def marks(session: Session, ids: list[str], library: Path) -> tuple[str, str, str, str]:
    """A mark beside a write and fdatasync of as many bytes, in turns."""
    ours, floor = [], []
    log = next((library / "log").iterdir())
    descriptor = os.open(library / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in range(MARKS):
        paper_id = ids[number % len(ids)]
        before = log.stat().st_size
        change = Change.STAR if number // len(ids) % 2 == 0 else Change.UNSTAR
        ours.append(timed(lambda: session.mark([paper_id], change)))  # noqa: B023
        line = b"x" * (log.stat().st_size - before)
        floor.append(timed(lambda: append(descriptor, line)))  # noqa: B023
    os.close(descriptor)
    a, b = percentile(ours), percentile(floor)
    return ("mark, p99", f"{1000 * a:.2f} ms", f"{1000 * b:.2f} ms", f"{a / b:.2f}")


def append(descriptor: int, line: bytes) -> None:
    """What any program must do to have a line on the disk."""
    os.write(descriptor, line)
    os.fdatasync(descriptor)


def lines(library: Path) -> tuple[str, str, str, str]:
    """`digest-tui list`, from start to end, beside a `cat` of the same lines, in turns."""
    environment = installed() | {"DIGEST_TUI_LIBRARY": str(library)}
    file = library / "lines"
    ours: list[float] = []
    floor: list[float] = []
    with file.open("wb") as out:  # compiles what was not compiled yet
        subprocess.run([PROGRAM, "list"], env=environment, stdout=out, check=True)
    for _ in range(LISTS):
        for command, times in (([PROGRAM, "list"], ours), (["cat", file], floor)):
            run = partial(subprocess.run, command, env=environment, stdout=subprocess.DEVNULL, check=True)
            times.append(timed(run))
    a, b = median(ours), median(floor)
    return ("list, median", f"{1000 * a:.0f} ms", f"{1000 * b:.0f} ms", f"{a / b:.0f}")


def terminal(library: Path) -> list[tuple[str, str, str, str]]:
    """What is seen on a terminal of 120 × 40."""
    starts, floors = [], []
    with reader(library) as screen:  # compiles what was not compiled yet
        screen.until(b"triaged")
    for _ in range(PAIRS):
        with reader(library) as screen:
            starts.append(screen.until(b"triaged"))
        with bare() as screen:
            floors.append(screen.until(b"READY"))
    ratio = median(a / b for a, b in zip(starts, floors, strict=True))
    rows = [("start, median", f"{1000 * median(starts):.0f} ms", f"{1000 * median(floors):.0f} ms", f"{ratio:.2f}")]
    with reader(library) as screen:
        screen.until(b"triaged")
        screen.settle(1.0)
        for key, name in ((b"j", "move"), (b"s", "star")):
            presses = [screen.key(key) for _ in range(STEPS)]
            first, last = percentile([press[0] for press in presses]), percentile([press[1] for press in presses])
            count = max(press[2] for press in presses)
            rows.append((f"{name}, p99 first byte, settled", f"{1000 * first:.1f} ms, {1000 * last:.1f} ms", "", ""))
            rows.append((f"{name}, bytes at most", f"{count}", "", ""))
        rows.append(("memory", f"{screen.resident()} MB", "", ""))
    return rows


def percentile(values: list[float]) -> float:
    """The 99th percentile."""
    return quantiles(values, n=100)[-1]


if __name__ == "__main__":
    main()
