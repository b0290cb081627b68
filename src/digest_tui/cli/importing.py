"""`digest-tui import`: digests from files, folders and standard input into the library, as one action."""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import FrameType

import click

from digest_tui.cli.output import say
from digest_tui.cli.program import Status, Subcommand, opened_library
from digest_tui.cli.wording import imported, problem_lines
from digest_tui.digests.door import Opened, read_paths
from digest_tui.library.actions import ImportResult
from digest_tui.library.errors import Cancelled
from digest_tui.paper import Digest, Problem
from digest_tui.session import Session
from digest_tui.words import counted

PROGRESS_STEP = 1000
"""Entries between two signs of life: below it an import is done before anybody wonders."""

YEARS = click.IntRange(1900, 2200)


@dataclass(frozen=True, slots=True)
class Report:
    """What an import says: what was done, a sentence for each digest, and what was not."""

    news: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
    failed: bool = False
    summary: str | None = None
    """What was done, where there is room for one sentence only."""

    @property
    def status(self) -> Status:
        """Whether all of it could be read."""
        return Status.PARTLY if self.failed else Status.DONE


@click.command(
    "import",
    cls=Subcommand,
    epilog="""\b
Examples:
  digest-tui import seeds/
  digest-tui import --year 2026 monday.txt tuesday.txt
  pbpaste | digest-tui import -
""",
)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@click.option("--year", metavar="Y", type=YEARS, help="The year of the digests that print none.")
def import_(paths: tuple[str, ...], year: int | None) -> int:
    """Read digests into the library.

    PATH is a file, a folder, or - for standard input.

    All of them are one action, which `digest-tui undo` takes back. The same again changes nothing. What cannot be
    read is said, and the rest is imported.
    """
    with opened_library() as session:
        report = import_paths(session, paths, year)
        for sentence in (*report.complaints, *report.news):
            say(sentence)
        return report.status


def import_paths(session: Session, paths: Sequence[str], year: int | None = None) -> Report:
    """Import what the paths lead to, all of it or, where Ctrl-C cancels, nothing. Raises Cancelled or NotSaved."""
    sources: list[_Source] = []
    before = session.tally().papers
    with _interrupt() as interrupt, _signs_of_life() as progress:
        digests = interrupt.while_reading(_digests(read_paths(paths), sources, year))
        result = session.add(digests, progress, lambda: interrupt.asked)
    return _report(sources, result, session.tally().papers - before)


@dataclass(frozen=True, slots=True)
class _Outline:
    """What the report says of a digest; its texts need not be kept for that."""

    key: str
    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    opened: Opened
    digests: tuple[_Outline, ...]


def _digests(opened: Iterator[Opened], sources: list[_Source], year: int | None) -> Iterator[Digest]:
    """The digests of the sources, with the year given; what they were is noted on the way."""
    for source in opened:
        digests = [
            replace(digest, year=year) if digest.date and digest.date.year is None else digest
            for digest in source.digests
        ]
        yield from digests
        outlines = tuple(_Outline(digest.key, digest.name, digest.problems) for digest in digests)
        sources.append(_Source(replace(source, digests=()), outlines))


def _report(sources: Sequence[_Source], result: ImportResult, new: int) -> Report:
    news: list[str] = []
    complaints: list[str] = []
    said: set[str] = set()
    for source in sources:
        opened = source.opened
        if opened.error:
            complaints.append(str(opened.error))
        elif opened.skipped:
            others = counted(len(opened.skipped), "other file")
            complaints.append(f"{opened.source}: passed over {others}: {', '.join(opened.skipped)}.")
        for outline in source.digests:
            digest = replace(result.digests[outline.key], name=outline.name)
            # The same text twice in one import is new once.
            again = outline.key in said
            news.append(imported(replace(digest, already_here=True, new=0) if again else digest))
            complaints += problem_lines(opened.source, outline.problems)
            said.add(outline.key)
    if len(news) > 1:
        news.append(f"In all {counted(new, 'new paper')}, from {counted(len(said), 'digest')}.")
    summary = news[-1] if news else None
    undated = [digest for digest in result.digests.values() if digest.date and digest.date.year is None]
    if undated:
        which = f"{undated[0].name}" if len(undated) == 1 else counted(len(undated), "digest")
        news.append(f"The year of {which} is unknown: `digest-tui digests --year Y NAME` sets it.")
    return Report(tuple(news), tuple(complaints), any(source.opened.error for source in sources), summary)


class _Interrupt:
    """Ctrl-C during an import, which is then as if it had not begun; once all is stored it comes too late.

    While a source is read, which may wait for somebody to type, it takes effect at once; else before the next digest.
    """

    def __init__(self) -> None:
        self.asked = False
        self._reading = False

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True
        if self._reading:
            raise Cancelled

    def while_reading(self, digests: Iterator[Digest]) -> Iterator[Digest]:
        """The same digests."""
        while True:
            self._reading = True
            try:
                digest = next(digests, None)
            finally:
                self._reading = False
            if digest is None:
                return
            yield digest


@contextmanager
def _interrupt() -> Iterator[_Interrupt]:
    interrupt = _Interrupt()
    former = signal.getsignal(signal.SIGINT)
    if former is signal.SIG_IGN:  # in the background
        yield interrupt
        return
    signal.signal(signal.SIGINT, interrupt)
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, former)


@contextmanager
def _signs_of_life() -> Iterator[Callable[[int], None] | None]:
    """Show people how far a long import is."""
    if not sys.stderr.isatty():
        yield None
        return
    steps = 0

    def progress(read: int) -> None:
        nonlocal steps
        if read // PROGRESS_STEP > steps:
            steps = read // PROGRESS_STEP
            click.echo(f"\r{read:,} papers read; Ctrl-C cancels", err=True, nl=False)

    try:
        yield progress
    finally:
        if steps:
            click.echo("\r\x1b[K", err=True, nl=False)
