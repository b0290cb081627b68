"""`digest-tui undo`, `redo` and `history`: what was done, taken back and done again."""

from collections.abc import Mapping
from typing import Any

import click

from digest_tui.cli.output import put_rows, put_text, say, to_people
from digest_tui.cli.program import Failure, Status, Subcommand, examples, opened_library
from digest_tui.cli.sentences import local_time
from digest_tui.exports.record import json_array, moment
from digest_tui.library.actions import Action


@click.command(cls=Subcommand, epilog=examples("digest-tui undo"))
def undo() -> int:
    """Take back the latest action.

    That is the latest of this machine: a mark, an import, or what `digests` changed. Again, it takes back the one
    before. Nothing else is touched: what was changed since stays.
    """
    with opened_library() as session:
        action = session.undoable(any_window=True)
        if action is None:
            raise Failure("Nothing to undo on this machine.")
        said = session.told(action)
        session.undo(action)
        say(f"Undone: {said}, {local_time(action.at)}. `digest-tui redo` does it again.")
        return Status.DONE


@click.command(cls=Subcommand, epilog=examples("digest-tui undo && digest-tui redo"))
def redo() -> int:
    """Do again what was undone last.

    Only if nothing was done since.
    """
    with opened_library() as session:
        action = session.redoable(any_window=True)
        if action is None:
            raise Failure("Nothing to redo: nothing was undone since the latest action of this machine.")
        session.redo(action)
        say(f"Done again: {session.told(action)}, {local_time(action.at)}.")
        return Status.DONE


@click.command(cls=Subcommand, epilog=examples("digest-tui history | head", "digest-tui history --json | jq '.[0]'"))
@click.option("--json", "as_json", is_flag=True, help="An array with all that is known of each action.")
def history(as_json: bool) -> int:
    """List what was done.

    Every action of every machine, the newest first: when it was, whether it is undone, what it did.
    """
    with opened_library() as session:
        if as_json:
            put_text(json_array(map(_record, session.history())))
        else:
            when = local_time if to_people() else moment
            put_rows(
                (when(action.at), "undone" if action.undone else "", session.told(action))
                for action in session.history()
            )
        return Status.DONE


def _record(action: Action) -> Mapping[str, Any]:
    return {
        "id": action.id,
        "kind": action.kind.value,
        "at": moment(action.at),
        "writer": action.writer,
        "undone": action.undone,
        "papers": list(action.papers),
        "digests": dict(action.digests) if action.digests is not None else None,
        "fields": dict(action.fields or {}),
    }
