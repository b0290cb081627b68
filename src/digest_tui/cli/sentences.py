"""Sentences of the command line about what was done."""

from collections.abc import Sequence

from digest_tui.dates import local
from digest_tui.library.actions import ImportedDigest
from digest_tui.paper import Problem
from digest_tui.words import counted, dated

PROBLEMS_SHOWN = 20
LONGEST_PROBLEM = 300


def imported(digest: ImportedDigest) -> str:
    """What became of a digest."""
    source = ", ".join(filter(None, (digest.name, dated(digest.date))))
    if digest.already_here:
        return f"Already here: {counted(digest.papers, 'paper')}, {digest.new} new, from {source}."
    return f"Imported {counted(digest.papers, 'paper')} ({digest.new:,} new) from {source}."


def problem_lines(source: str, problems: Sequence[Problem]) -> list[str]:
    """What was not understood in a source, a line each, as compilers do; of very many only the first."""
    lines = [f"{source}:{problem.line}: {_shortened(problem.text)}" for problem in problems[:PROBLEMS_SHOWN]]
    if len(problems) > PROBLEMS_SHOWN:
        lines.append(f"{source}: {len(problems) - PROBLEMS_SHOWN:,} more; `digest-tui digests --json` lists all.")
    return lines


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_PROBLEM else f"{text[:LONGEST_PROBLEM]}…"


def local_time(milliseconds: int) -> str:
    """A time on the clock of this place, to the minute."""
    return f"{local(milliseconds):%Y-%m-%d %H:%M}"
