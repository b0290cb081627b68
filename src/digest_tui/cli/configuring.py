"""`digest-tui config`: the config file, every setting and key with its documentation and its value."""

import click

from digest_tui.cli.output import put_text, say
from digest_tui.cli.program import Status, Subcommand, configured, examples
from digest_tui.config_text import config_text
from digest_tui.tui.commands import COMMANDS
from digest_tui.tui.setup import set_up


@click.command(
    "config",
    cls=Subcommand,
    epilog=examples(
        "digest-tui config | less",
        "digest-tui config > my.toml && digest-tui --config my.toml",
    ),
)
def config() -> int:
    """Print the config file with all settings.

    Each stands there with what it is for, what it may be and what it is now: a file that can be saved and changed.
    Its first line says where it belongs. What in the present one does not count is said, and the exit status is 1.
    """
    read = configured()
    put_text(config_text(read, [(command.id, command.keys, command.help) for command in COMMANDS]))
    complaints = set_up(read).complaints
    for sentence in complaints:
        say(sentence)
    return Status.PARTLY if complaints else Status.DONE
