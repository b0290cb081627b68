"""`digest-tui stats` and `formats`: how far the work is, and what the program knows."""

import click

from digest_tui.cli.output import put_json, put_rows
from digest_tui.cli.program import Status, Subcommand, examples, opened_library
from digest_tui.digests.table import PARSERS
from digest_tui.exports.table import WRITERS


@click.command(cls=Subcommand, epilog=examples("digest-tui stats", "digest-tui stats --json | jq .reading_list"))
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


@click.command(cls=Subcommand, epilog=examples("digest-tui formats | grep writes"))
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
