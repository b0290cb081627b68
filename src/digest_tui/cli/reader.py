"""`digest-tui [PATH…]`: import, then open the reader."""

import gc
import os

import click

from digest_tui.cli.output import fit_to_draw_on, say, terminal_for_keys
from digest_tui.cli.program import Failure, Status, Subcommand, configured, opened_library


class _Reader(Subcommand):
    """It has no name of its own, so its help is the program's."""

    def get_help(self, ctx: click.Context) -> str:
        """The program's help."""
        return ctx.parent.get_help() if ctx.parent else super().get_help(ctx)


@click.command("", cls=_Reader)
@click.argument("paths", metavar="[PATH…]", nargs=-1)
def reader(paths: tuple[str, ...]) -> int:
    """Import the digests at the paths and open the reader."""
    keys = terminal_for_keys()
    if keys is None or not fit_to_draw_on():
        raise Failure(
            "The reader needs a terminal: `digest-tui import PATH…` reads digests without one, `digest-tui list` "
            "prints the papers.",
            Status.USAGE,
        )
    with opened_library(complain=False) as session:
        complaints: tuple[str, ...] = ()
        summary, imported = None, Status.DONE
        if paths:
            from digest_tui.cli.importing import import_paths  # noqa: PLC0415 - nor is this loaded for nothing

            report = import_paths(session, paths)
            complaints, summary, imported = report.complaints, report.summary, report.status
        # A digest may have come through standard input; keys do not.
        os.dup2(keys, 0)
        # A sixth of a start would go into looking through what it makes to stay. The reader turns it on again.
        gc.disable()
        # Only here, because loading Textual takes longer than most commands do.
        from digest_tui.tui.app import run_reader  # noqa: PLC0415

        status = run_reader(session, configured(), [*complaints, *filter(None, (summary,))])
    for sentence in complaints:
        say(sentence)
    return status or imported
