"""`digest-tui stats`, `formats` and `doctor`: how far the work is, what the program knows, whether all is well."""

import click

from digest_tui.cli.output import put_json, put_rows, put_text, say
from digest_tui.cli.program import Status, Subcommand, named_library, opened_library
from digest_tui.digests.table import PARSERS
from digest_tui.exports.table import WRITERS
from digest_tui.words import counted


@click.command(cls=Subcommand)
@click.option("--json", "as_json", is_flag=True, help="An object with the same counts.")
def stats(as_json: bool) -> int:
    """Count papers, marks and digests."""
    with opened_library() as session:
        tally = session.tally()
        counts = {
            "papers": tally.papers,
            "new": tally.left,
            "triaged": tally.triaged,
            "starred": tally.starred,
            "read": tally.read,
            "skipped": tally.skipped,
            "reading_list": tally.reading,
            "digests": len(session.digests()),
        }
        if as_json:
            put_json(counts)
        else:
            put_rows((name.replace("_", " "), count) for name, count in counts.items())
        return Status.DONE


@click.command(cls=Subcommand)
def formats() -> int:
    """List what can be read and written."""
    put_rows(
        [
            *(("reads", parser.name, parser.description, "") for parser in PARSERS),
            *(
                ("writes", writer.name, writer.description, " ".join(writer.suffixes) or "a folder")
                for writer in WRITERS
            ),
        ]
    )
    return Status.DONE


@click.command(cls=Subcommand)
def doctor() -> int:
    """Look for damage in the library.

    Damage is passed over, never repaired by guessing. The exit status is 1 where there is any. Digests of which not
    all was understood are named, and are no damage.
    """
    with opened_library() as session:
        for digest in session.digests():
            if digest.problems:
                unread = counted(len(digest.problems), "problem")
                say(f"{digest.name}: {unread} in reading it; `digest-tui digests --json` has the lines.")
        problems = session.problems()
        put_text(f"{problem}\n" for problem in problems)
        if problems:
            say(f"{counted(len(problems), 'problem')} in {named_library()}; all the rest can be read.")
            return Status.PARTLY
        tally = session.tally()
        say(f"No problems in {named_library()}: {counted(tally.papers, 'paper')}, {tally.triaged:,} triaged.")
        return Status.DONE
