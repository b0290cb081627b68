"""`digest-tui import`: digests from files, folders and standard input into the library, as one action."""

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from types import FrameType

import click

from digest_tui.cli.output import say
from digest_tui.cli.program import Status, Subcommand, examples, opened_library
from digest_tui.cli.sentences import imported, problem_lines
from digest_tui.dates import YEARS
from digest_tui.digests.door import Opened, read_paths
from digest_tui.library.actions import ImportResult
from digest_tui.library.errors import Cancelled
from digest_tui.paper import Digest, Problem
from digest_tui.session import Session
from digest_tui.words import counted

PROGRESS_STEP = 1000
"""Entries, or files, between two signs of life: below it an import is done before anybody wonders."""

OTHERS_NAMED = 5
"""Files that are no digests, named after a folder was read."""

YEAR = click.IntRange(YEARS[0], YEARS[-1])


@dataclass(frozen=True, slots=True)
class Report:
    """What an import says: what was done, a sentence for each digest, and what was not."""

    news: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
    status: Status = Status.DONE
    summary: str | None = None
    """What was done, where there is room for one sentence only."""


@click.command(
    "import",
    cls=Subcommand,
    epilog=examples(
        "digest-tui import seeds/",
        "digest-tui import --year 2026 monday.txt tuesday.txt",
        "digest-tui import ~/Mail/newsletters",
        "pbpaste | digest-tui import -",
    ),
)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path())
@click.option("--year", metavar="Y", type=YEAR, help="The year of the digests that print none.")
@click.option("--strict", is_flag=True, help="Import nothing unless all of it is understood.")
def import_(paths: tuple[str, ...], year: int | None, strict: bool) -> int:
    """Read digests into the library.

    PATH is a file, a folder, an mbox or Maildir, or - for standard input. `digest-tui formats` lists what is read.

    All of them are one action, which `digest-tui undo` takes back. The same again changes nothing. What cannot be
    read is said, and the rest is imported.
    """
    with opened_library() as session:
        report = import_paths(session, paths, year, strict=strict)
        for sentence in (*report.complaints, *report.news):
            say(sentence)
        # After thousands of papers. Else whoever filters next would wait for it.
        if session.index_stale:
            say("Getting the filter ready. Ctrl-C leaves that to the next start.")
            with suppress(KeyboardInterrupt):
                session.keep_index()
        return report.status


def import_paths(session: Session, paths: Sequence[str], year: int | None = None, *, strict: bool = False) -> Report:
    """Import what the paths lead to, all of it or, where Ctrl-C cancels, nothing. Raises Cancelled or NotSaved.

    If `strict`, nothing is imported either where anything could not be read, or not be understood.
    """
    sources: list[_Source] = []
    before = session.tally().papers
    with _interrupt() as interrupt, closing(_SignsOfLife()) as signs:
        opened = read_paths(paths, looked_at=signs.looked_at)
        digests = interrupt.while_reading(_digests(opened, sources, year, strict=strict))
        try:
            result = session.add(digests, signs.read, lambda: interrupt.asked)
        except _NotUnderstoodError:
            complaints = [complaint for source in sources for complaint in _complaints(source)]
            return Report(("Nothing was imported, as not all of it was understood.",), tuple(complaints), Status.PARTLY)
    return _report(sources, result, session.tally().papers - before)


class _NotUnderstoodError(Exception):
    """Something was not understood, and all of it should be."""


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


def _digests(opened: Iterator[Opened], sources: list[_Source], year: int | None, *, strict: bool) -> Iterator[Digest]:
    """The digests of the sources, with the year given; what they were is noted on the way.

    If `strict`, raises _NotUnderstoodError at the end where there is something to complain of.
    """
    for source in opened:
        digests = [
            digest._replace(year=year) if digest.date and digest.date.year is None else digest
            for digest in source.digests
        ]
        yield from digests
        outlines = tuple(_Outline(digest.key, digest.name, digest.problems) for digest in digests)
        sources.append(_Source(replace(source, digests=()), outlines))
    # Other files in a folder are none of ours.
    if strict and any(source.opened.error or any(each.problems for each in source.digests) for source in sources):
        raise _NotUnderstoodError


def _report(sources: Sequence[_Source], result: ImportResult, new: int) -> Report:
    news: list[str] = []
    complaints: list[str] = []
    said: set[str] = set()
    for source in sources:
        complaints += _complaints(source)
        for outline in source.digests:
            digest = result.digests[outline.key]._replace(name=outline.name)
            # The same text twice in one import is new once.
            again = outline.key in said
            news.append(imported(digest._replace(already_here=True, new=0) if again else digest))
            said.add(outline.key)
    if len(news) > 1:
        news.append(f"In all {counted(new, 'new paper')}, from {counted(len(said), 'digest')}.")
    summary = news[-1] if news else None
    undated = [digest for digest in result.digests.values() if digest.date and digest.date.year is None]
    if undated:
        which = undated[0].name if len(undated) == 1 else counted(len(undated), "digest")
        news.append(f"The year of {which} is unknown: `digest-tui digests --year Y NAME` sets it.")
    status = Status.PARTLY if any(source.opened.error for source in sources) else Status.DONE
    return Report(tuple(news), tuple(complaints), status, summary)


def _complaints(source: _Source) -> list[str]:
    """What could not be read or not be understood of a source."""
    opened = source.opened
    if opened.error:
        return [str(opened.error)]
    complaints = [line for outline in source.digests for line in problem_lines(opened.source, outline.problems)]
    if opened.skipped:
        named = opened.skipped if len(opened.skipped) <= OTHERS_NAMED + 1 else opened.skipped[:OTHERS_NAMED]
        more = f" and {len(opened.skipped) - len(named):,} more" if len(named) < len(opened.skipped) else ""
        others = counted(len(opened.skipped), "other file")
        complaints.append(f"{opened.source}: passed over {others}: {', '.join(named)}{more}.")
    return complaints


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
                # It may have come while the last digest was stored; or where Python drops what a signal raises.
                digest = None if self.asked else next(digests, None)
                if self.asked:
                    raise Cancelled
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


class _SignsOfLife:
    """Says to people how far a long import is, each time that another thousand papers or files were read."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._papers = self._files = self._steps = 0

    def read(self, papers: int) -> None:
        """So many papers were read."""
        self._papers = papers
        self._say()

    def looked_at(self) -> None:
        """Another file or mail was looked at."""
        self._files += 1
        self._say()

    def close(self) -> None:
        """Leave an empty line."""
        if self._steps and self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)

    def _say(self) -> None:
        steps = self._papers // PROGRESS_STEP + self._files // PROGRESS_STEP
        if steps > self._steps:
            self._steps = steps
            if self._shown:
                files = f" in {counted(self._files, 'file')}" if self._files > 1 else ""
                click.echo(f"\r{counted(self._papers, 'paper')} read{files}; Ctrl-C cancels\x1b[K", err=True, nl=False)
