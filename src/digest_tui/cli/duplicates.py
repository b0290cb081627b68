"""`digest-tui duplicates`, `same` and `different`: papers that may be one, and what you decide."""

from collections.abc import Sequence

import click

from digest_tui.cli import completing
from digest_tui.cli.choice import entries
from digest_tui.cli.output import put_rows, put_text, say, styled, to_people
from digest_tui.cli.program import Failure, Status, Subcommand, examples, opened_library
from digest_tui.exports.record import json_array, record_of
from digest_tui.session import Session
from digest_tui.words import counted


@click.command(cls=Subcommand, epilog=examples("digest-tui duplicates", "digest-tui duplicates | cut -f 1,2 | head -1"))
@click.option("--json", "as_json", is_flag=True, help="An array of pairs, of each paper every field.")
def duplicates(as_json: bool) -> int:
    """List papers that may be one.

    Their titles are nearly equal and their abstracts agree, but nothing proves it. `same` merges the two of a pair,
    `different` keeps them apart, and either way they are listed no more.

    For programs, that is where standard output is no terminal, a line has four columns with tabs between them: the
    ids of the two, and their titles.
    """
    with opened_library() as session:
        pairs = session.suggestions()
        if as_json:
            put_text(json_array({"papers": list(map(record_of, entries(session, pair)))} for pair in pairs))
        elif to_people():
            put_text(
                f"{styled(paper_id, dim=True)}  {_title(session, paper_id)}\n{end}"
                for pair in pairs
                for paper_id, end in zip(pair, ("", "\n"), strict=True)
            )
        else:
            put_rows((*pair, *(_title(session, paper_id) for paper_id in pair)) for pair in pairs)
        say(f"{counted(len(pairs), 'pair')} of papers may be one." if pairs else "No duplicates to decide on.")
        return Status.DONE


@click.command(cls=Subcommand, epilog=examples("digest-tui same 97fd25 7c571a"))
@click.argument("names", metavar="ID ID", nargs=2, shell_complete=completing.papers)
def same(names: tuple[str, str]) -> int:
    """Merge two papers into one.

    It has the marks, the sightings and the ids of both. `digest-tui undo` makes them two again.
    """
    return _decide(names, same=True)


@click.command(cls=Subcommand, epilog=examples("digest-tui different 97fd25 7c571a"))
@click.argument("names", metavar="ID ID", nargs=2, shell_complete=completing.papers)
def different(names: tuple[str, str]) -> int:
    """Keep two papers apart.

    `duplicates` does not list them any more. Two that were merged are two again.
    """
    return _decide(names, same=False)


def _decide(names: Sequence[str], *, same: bool) -> int:
    one, other = names
    with opened_library() as session:
        action = (session.same if same else session.different)(one, other)
        if action is None:
            say("They are one paper already." if same else "They are kept apart already.")
        elif not same and session.resolve(one) == session.resolve(other):
            session.undo(action)
            raise Failure("They are one paper by their ids or titles, or through others that were merged with both.")
        else:
            say(f"{session.told(action)}.")
        return Status.DONE


def _title(session: Session, paper_id: str) -> str:
    paper = session.paper(paper_id)
    return paper.title if paper else ""
