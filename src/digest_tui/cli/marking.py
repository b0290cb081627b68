"""`digest-tui mark`: star, read and skip papers, by id or by filter."""

from collections.abc import Sequence

import click

from digest_tui.cli import completing
from digest_tui.cli.choice import FILTER_HELP, chosen
from digest_tui.cli.output import put_rows, say
from digest_tui.cli.program import Status, Subcommand, examples, explained, opened_library
from digest_tui.library.errors import NoSuchPaper
from digest_tui.paper import Change
from digest_tui.session import Session
from digest_tui.text import clean
from digest_tui.words import counted


@click.command(
    cls=Subcommand,
    epilog=FILTER_HELP
    + examples(
        "digest-tui mark star 97fd25 7c571a",
        'digest-tui mark skip --filter "is:new spiking" --dry-run',
        "digest-tui mark new 97fd25",
    ),
)
@click.argument(
    "change", metavar=f"{{{','.join(change.value for change in Change)}}}", type=click.Choice([c.value for c in Change])
)
@click.argument("names", metavar="[ID…]", nargs=-1, shell_complete=completing.papers)
@click.option(
    "--filter",
    "filter_text",
    metavar="FILTER",
    shell_complete=completing.terms,
    help="The papers that it finds, instead of ids.",
)
@click.option("--dry-run", is_flag=True, help="List the papers that would change, and change none.")
def mark(change: str, names: tuple[str, ...], filter_text: str | None, dry_run: bool) -> int:
    """Star, read or skip papers.

    All of it is one action, which `digest-tui undo` takes back. A starred paper is not skipped, and a skipped one not
    starred; either may be read. "new" takes all marks back. ID is any id that the paper ever had, a link to it, or the
    beginning of an id.
    """
    if bool(names) == (filter_text is not None):
        raise click.UsageError("Give ids, or --filter FILTER")
    wanted = Change(change)
    with opened_library() as session:
        if filter_text is None:
            ids, unknown = _resolved(session, names)
        else:
            ids, unknown = chosen(session, filter_text, to_change=True), False
        if not ids:
            if filter_text is not None:
                say(f"No paper matches {clean(filter_text)}: nothing was changed.")
            return Status.PARTLY
        differing = [paper_id for paper_id in ids if wanted.fields(session.marks(paper_id))]
        if not differing:
            say(f"Nothing to change: {_already(len(ids), wanted)}.")
        elif dry_run:
            put_rows((paper_id, title) for paper_id, title, _ in session.briefly(differing))
            say(f"{counted(len(differing), 'paper')} would change; none was changed.")
        elif action := session.mark(differing, wanted):
            rest = len(ids) - len(differing)
            say(f"{session.told(action)}{f'; {_already(rest, wanted)}' if rest else ''}.")
        return Status.PARTLY if unknown else Status.DONE


def _resolved(session: Session, names: Sequence[str]) -> tuple[Sequence[str], bool]:
    """The papers' ids, each once, and whether a name was unknown, which is said."""
    ids: dict[str, None] = {}
    unknown = False
    for name in names:
        try:
            ids[session.resolve(name)] = None
        except NoSuchPaper as error:
            say(explained(error)[0])
            unknown = True
    return list(ids), unknown


def _already(number: int, change: Change) -> str:
    state = {
        Change.STAR: "starred already",
        Change.READ: "read already",
        Change.SKIP: "skipped already",
        Change.UNSTAR: "not starred",
        Change.UNREAD: "not read",
        Change.UNSKIP: "not skipped",
        Change.NEW: "new already",
    }[change]
    return f"{counted(number, 'paper')} {'was' if number == 1 else 'were'} {state}"
