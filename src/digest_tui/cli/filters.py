"""`digest-tui filters`: filters that are saved under names, to be recalled as `:name`."""

import click

from digest_tui.cli import completing
from digest_tui.cli.choice import refuse_errors
from digest_tui.cli.output import put_rows, put_text, say
from digest_tui.cli.program import Failure, Status, Subcommand, examples, opened_library, saved_filters
from digest_tui.saved import SavedError


@click.command(
    cls=Subcommand,
    epilog=examples(
        'digest-tui filters snn "spiking neural -survey"',
        "digest-tui filters",
    ),
)
@click.argument("name", required=False, shell_complete=completing.saved)
@click.argument("words", metavar="[FILTER…]", nargs=-1, shell_complete=completing.terms)
@click.option("--remove", metavar="NAME", shell_complete=completing.saved, help="Forget the filter of that name.")
def filters(name: str | None, words: tuple[str, ...], remove: str | None) -> int:
    """List, show, save or forget filters.

    With NAME and FILTER the filter is saved, and :NAME recalls it wherever a filter is taken, as in `digest-tui list
    :NAME is:new`; with NAME alone it is shown.
    """
    if remove is not None and name is not None:
        raise click.UsageError("--remove NAME goes alone")
    saved = saved_filters()
    try:
        if remove is not None:
            saved.remove(remove)
            say(f"Removed {remove}.")
        elif name is not None and words:
            text = " ".join(words)
            with opened_library() as session:
                refuse_errors(session, text)
            saved.save(name, text)
            say(f"Saved. :{name} recalls it.")
        elif saved.trouble:
            raise Failure(saved.trouble)
        elif name is not None:
            if name not in saved:
                raise Failure(f"No filter is saved as {name}: `digest-tui filters` lists them.")
            put_text([f"{saved[name]}\n"])
        else:
            put_rows((each, saved[each]) for each in sorted(saved))
    except SavedError as error:
        raise Failure(str(error)) from error
    return Status.DONE
