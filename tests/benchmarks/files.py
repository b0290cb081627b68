"""Without a screen: reading digests, importing, opening, marking, listing, exporting."""

import os
import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from time import process_time
from unicodedata import normalize

from digest_tui.digests.table import read_digests
from digest_tui.paper import Change, Digest
from digest_tui.session import Session, View
from tests.benchmarks.figures import Row, beside_floor, in_turns, ms, percentile, timed
from tests.benchmarks.papers import page_text
from tests.benchmarks.screen import PROGRAM, installed

MARKS = 5_000
RUNS = 5


def rows(digests: Sequence[Digest], library: Path) -> list[Row]:
    """Fill a library with these digests; what that and the rest took."""
    size = sum(len(digest.sightings) for digest in digests)
    found = [parsing(digests, size)]
    session = Session.open(library)
    found.append(Row("import", f"{size / timed(lambda: session.add(digests)):,.0f} papers/s"))
    found.append(marking(session, library))
    session.close()
    found.append(Row("open", ms(timed(lambda: Session.open(library).close()))))
    found.append(printing("list", ["list"], library))
    return [
        *found,
        printing("export of all as BibTeX", ["export", "is:new", "or", "not", "is:new", "--format", "bibtex"], library),
    ]


def parsing(digests: Sequence[Digest], size: int) -> Row:
    """Pages of text, beside what any reader of text must do with the same bytes, in turns; seconds of the processor."""
    ours = floor = 0.0
    for page in (page_text(digest).encode() for digest in digests):
        begin = process_time()
        read_digests(page, "digest")
        between = process_time()
        normalize("NFC", page.decode()).splitlines()
        ours, floor = ours + between - begin, floor + process_time() - between
    return Row("parse", f"{size / ours:,.0f} papers/s", f"{size / floor:,.0f} papers/s", f"{ours / floor:.2f}")


def marking(session: Session, library: Path) -> Row:
    """A mark beside a write and fdatasync of as many bytes. Every second one takes the one before back.

    So all are new again afterwards, however few they are: what is measured next needs papers in the inbox.
    """
    ids = list(session.list(View.INBOX).ids)
    log = next((library / "log").iterdir())
    descriptor = os.open(library / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    marks = ((ids[number // 2 % len(ids)], number % 2) for number in range(MARKS))
    length = 0

    def ours() -> float:
        nonlocal length
        paper_id, again = next(marks)
        before = log.stat().st_size
        seconds = timed(lambda: session.mark([paper_id], Change.UNSTAR if again else Change.STAR))
        length = log.stat().st_size - before
        return seconds

    measured, floor = in_turns(ours, lambda: timed(lambda: append(descriptor, b"x" * length)), MARKS)
    os.close(descriptor)
    a, b = percentile(measured), percentile(floor)
    return Row("mark on the disk, p99", ms(a), ms(b), f"{a / b:.2f}")


def append(descriptor: int, line: bytes) -> None:
    """What any program must do to have a line on the disk."""
    os.write(descriptor, line)
    os.fdatasync(descriptor)


def printing(what: str, arguments: Sequence[str], library: Path) -> Row:
    """A command from start to end, beside a `cat` of what it prints."""
    environment = installed() | {"DIGEST_TUI_LIBRARY": str(library)}
    printed = library / "printed"
    with printed.open("wb") as out:  # compiles what was not compiled yet
        subprocess.run([PROGRAM, *arguments], env=environment, stdout=out, check=True)

    def run(command: Sequence[str | Path]) -> float:
        return timed(partial(subprocess.run, command, env=environment, stdout=subprocess.DEVNULL, check=True))

    return beside_floor(what, *in_turns(lambda: run([PROGRAM, *arguments]), lambda: run(["cat", printed]), RUNS))
