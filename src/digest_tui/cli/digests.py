"""`digest-tui digests`: what was imported, of which year it is, and what shall be forgotten."""

from collections.abc import Mapping
from typing import Any

import click

from digest_tui.cli import completing
from digest_tui.cli.importing import YEAR
from digest_tui.cli.output import put_rows, put_text, say
from digest_tui.cli.program import Failure, Status, Subcommand, examples, opened_library
from digest_tui.dates import with_year
from digest_tui.exports.record import date_fields, json_array
from digest_tui.library.actions import ImportedDigest
from digest_tui.session import Session
from digest_tui.text import clean
from digest_tui.words import counted, dated


@click.command(
    cls=Subcommand,
    epilog=examples(
        "digest-tui digests",
        "digest-tui digests --year 2026 000",
        "digest-tui digests --forget 000",
    ),
)
@click.argument("name", required=False, shell_complete=completing.digests)
@click.option("--json", "as_json", is_flag=True, help="An array, with the problems of each digest.")
@click.option("--year", metavar="Y", type=YEAR, help="Give the digest NAME its year.")
@click.option(
    "--forget",
    metavar="NAME",
    shell_complete=completing.digests,
    help="Take a digest out, and the papers that no other digest lists.",
)
def digests(name: str | None, as_json: bool, year: int | None, forget: str | None) -> int:
    """List, date or forget digests.

    The columns are key, date, papers, how many of them are new, name, and how many problems there were in reading it,
    if any; --json says which.

    NAME is a digest's name, its key, or the beginning of either. Changes are actions: `digest-tui undo` takes them
    back.
    """
    if (name is None) != (year is None):
        raise click.UsageError("--year Y and NAME go together")
    if sum((as_json, year is not None, forget is not None)) > 1:
        raise click.UsageError("--json, --year and --forget exclude each other")
    with opened_library() as session:
        if name is not None and year is not None:
            _date(session, _named(session, name), year)
        elif forget is not None:
            _forget(session, _named(session, forget))
        elif as_json:
            put_text(json_array(map(_record, session.digests())))
        else:
            put_rows(
                (
                    *(digest.key, dated(digest.date), digest.papers, digest.new, digest.name),
                    counted(len(digest.problems), "problem") if digest.problems else "",
                )
                for digest in session.digests()
            )
        return Status.DONE


def _named(session: Session, name: str) -> ImportedDigest:
    """The digest that goes by this name, exactly if there is one. Raises Failure."""
    held = session.digests()
    for fits in (
        [digest for digest in held if name in (digest.name, digest.key)],
        [digest for digest in held if name and (digest.name.startswith(name) or digest.key.startswith(name))],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise Failure(f"{clean(name)} fits {len(fits)} digests: give the key that `digest-tui digests` shows.")
    raise Failure(f"No digest {clean(name)}: `digest-tui digests` lists them.")


def _date(session: Session, digest: ImportedDigest, year: int) -> None:
    date = digest.date
    if date is None:
        raise Failure(f"{digest.name} has no date that a year could complete.")
    if date.year == year and not date.inferred:
        say(f"{digest.name} is of {year} already.")
        return
    if date.year is not None and not date.inferred and str(date.year) in (date.text or ""):
        raise Failure(f"{digest.name} prints its year, {date.year}.")
    completed = with_year(date._replace(year=None), year, inferred=False)
    if completed.year is None:
        raise Failure(f"{year} has no {date.text}: give another year.")
    session.date_digest(digest.key, year)
    say(f"{digest.name} is of {dated(completed)}.")


def _forget(session: Session, digest: ImportedDigest) -> None:
    before = session.tally().papers
    session.forget([digest.key])
    gone = before - session.tally().papers
    say(f"Forgot {digest.name}, and with it {counted(gone, 'paper')} of no other digest. `digest-tui undo` undoes it.")


def _record(digest: ImportedDigest) -> Mapping[str, Any]:
    return {
        "key": digest.key,
        "name": digest.name,
        **date_fields("date", digest.date),
        "papers": digest.papers,
        "new": digest.new,
        "problems": [{"line": problem.line, "text": problem.text} for problem in digest.problems],
    }
