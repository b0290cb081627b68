"""Sentences of the command line about what was done."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from digest_tui.exports.words import counted, dated
from digest_tui.library.actions import Action, ImportedDigest, Kind
from digest_tui.library.errors import NoSuchPaper
from digest_tui.paper import Change, Paper, Problem, Verdict
from digest_tui.session import Session

PROBLEMS_SHOWN = 20

_CHANGED = {
    Change.STAR: "Starred {}",
    Change.READ: "Marked {} as read",
    Change.SKIP: "Skipped {}",
    Change.UNSTAR: "Unstarred {}",
    Change.UNREAD: "Marked {} as unread",
    Change.UNSKIP: "Unskipped {}",
    Change.NEW: "Made {} new again",
}


def changed(change: Change, papers: Sequence[Paper]) -> str:
    """`Starred 3 papers`, or of a single one the title."""
    return _CHANGED[change].format(_named(papers[0]) if len(papers) == 1 else counted(len(papers), "paper"))


def acted(action: Action, session: Session) -> str:
    """What an action did, in a few words."""
    digests = counted(len(action.digests or {}), "digest")
    match action.kind:
        case Kind.IMPORT:
            return f"Imported {digests}"
        case Kind.FORGET:
            return f"Forgot {digests}"
        case Kind.YEAR:
            years = sorted({str(year) for year in (action.digests or {}).values()})
            return f"Dated {digests}: {', '.join(years)}"
        case Kind.MARK:
            return _marked(action).format(_papers(action, session))


def imported(digest: ImportedDigest) -> str:
    """What became of a digest."""
    source = ", ".join(filter(None, (digest.name, dated(digest.date))))
    if digest.already_here:
        return f"Already here: {counted(digest.papers, 'paper')}, {digest.new} new, from {source}."
    return f"Imported {counted(digest.papers, 'paper')} ({digest.new:,} new) from {source}."


def problem_lines(source: str, problems: Sequence[Problem]) -> list[str]:
    """What was not understood in a source, a line each, as compilers do; of very many only the first."""
    lines = [f"{source}:{problem.line}: {problem.text}" for problem in problems[:PROBLEMS_SHOWN]]
    if len(problems) > PROBLEMS_SHOWN:
        lines.append(f"{source}: {len(problems) - PROBLEMS_SHOWN:,} more; `digest-tui digests --json` lists all.")
    return lines


def local_time(milliseconds: int) -> str:
    """A time on the clock of this place, to the minute."""
    return f"{datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone():%Y-%m-%d %H:%M}"


def _marked(action: Action) -> str:
    fields = action.fields or {}
    if verdict := fields.get("verdict"):
        return {Verdict.STARRED: "Starred {}", Verdict.SKIPPED: "Skipped {}"}[Verdict(verdict)]
    if "read" not in fields:
        return "Took back the verdict on {}"
    if fields["read"]:
        return "Marked {} as read"
    return "Made {} new again" if "verdict" in fields else "Marked {} as unread"


def _papers(action: Action, session: Session) -> str:
    if len(action.papers) == 1:
        with suppress(NoSuchPaper):  # its digest was forgotten
            if paper := session.paper(session.resolve(action.papers[0])):
                return _named(paper)
    return counted(len(action.papers), "paper")


def _named(paper: Paper) -> str:
    return f"“{paper.title}”"
