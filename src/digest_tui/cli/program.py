"""The program around its commands: a path that stands for a command, options that go everywhere, exit statuses.

An error is one sentence on standard error, with the next step, and an exit status.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from digest_tui import __version__
from digest_tui.cli.output import ready_streams, say
from digest_tui.config import CONFIG_VARIABLE, LIBRARY_VARIABLE, Config, ConfigError, library_folder, read_config
from digest_tui.library.errors import Cancelled, LibraryError, LibraryUnusable, NoSuchPaper
from digest_tui.saved import SavedFilters
from digest_tui.session import Session


class Status(IntEnum):
    """What an exit status says."""

    DONE = 0
    PARTLY = 1
    """Partly done, or there was nothing to do it to."""
    USAGE = 2
    LIBRARY = 3
    """The library cannot be used."""
    INTERRUPTED = 130


class Failure(click.ClickException):
    """Ends a command with one sentence."""

    def __init__(self, sentence: str, status: Status = Status.PARTLY) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(slots=True)
class _Given:
    """What the options that go everywhere say, before or after the command's name."""

    library: Path | None = None
    config: Path | None = None
    read: Config | None = None
    """The config file, once it was read."""


def _note(context: click.Context, option: click.Parameter, path: Path | None) -> None:
    if path is not None:
        setattr(context.find_root().ensure_object(_Given), str(option.name), path)


_EVERYWHERE = [
    click.Option(
        [f"--{name}"],
        metavar=metavar,
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=_note,
        help=help_text,
    )
    for name, metavar, help_text in (
        ("library", "DIR", f"The library's folder; else {LIBRARY_VARIABLE}, else as configured."),
        ("config", "FILE", f"The config file; else {CONFIG_VARIABLE}, else the user's."),
    )
]


class Subcommand(click.Command):
    """A command that takes --library and --config, wherever they are given. It returns its exit status."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The command's own parameters and those."""
        own = super().get_params(ctx)
        return [*own[:-1], *_EVERYWHERE, *own[-1:]]  # --help stays last


@contextmanager
def opened_library(*, complain: bool = True) -> Iterator[Session]:
    """The session of the library that this run is about. Raises LibraryError or Failure.

    What in the config file does not count is said, unless the caller says it elsewhere.
    """
    config = configured()
    for sentence in config.complaints if complain else ():
        say(sentence)
    session = Session.open(named_library(), config.settings.sync, saved_filters())
    try:
        yield session
    finally:
        session.close()


def named_library() -> Path:
    """The folder of the library that this run is about. Raises Failure."""
    return library_folder(_given().library, configured().settings)


def saved_filters() -> SavedFilters:
    """The filters that were saved under names. Raises Failure."""
    return SavedFilters(configured().file.with_name("filters.toml"))


def configured() -> Config:
    """The config file that this run is about. Raises Failure."""
    given = _given()
    try:
        given.read = given.read or read_config(given.config)
    except ConfigError as error:
        raise Failure(str(error), Status.USAGE) from error
    return given.read


def _given() -> _Given:
    return click.get_current_context().find_root().ensure_object(_Given)


def examples(*commands: str) -> str:
    """The end of a command's help."""
    return "\n".join(("\b", "Examples:", *(f"  {command}" for command in commands)))


class Program(click.Group):
    """The group of all commands. What is no command's name is a path for the reader."""

    def __init__(self, reader: str, table: Mapping[str, str]) -> None:
        """Commands are given as `module.name` in `digest_tui.cli`, and loaded when they are asked for."""
        super().__init__(
            "digest-tui",
            callback=self._open_reader,
            invoke_without_command=True,
            subcommand_metavar="[PATH… | COMMAND …]",
            params=[*_EVERYWHERE],
            help=_HELP,
            epilog=_EPILOG,
            context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        )
        click.version_option(__version__, prog_name="digest-tui", message="%(prog)s %(version)s")(self)
        self._reader = reader
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order of their table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name, loaded only now: a start of the reader needs none of them."""
        return _loaded(self.table[cmd_name]) if cmd_name in self.table else None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, and as these are not, files."""
        return super().shell_complete(ctx, incomplete) or [CompletionItem(incomplete, type="file")]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command and its arguments; the reader with all of them where the first is a path."""
        if args[0] in self.table or not _is_path(args[0]):
            return super().resolve_command(ctx, args)
        reader = _loaded(self._reader)
        return reader.name, reader, args

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run, and end the process with an exit status. Says every error that people can do something about."""
        ready_streams()
        sys.exit(self._status(args, settings))

    def _status(self, args: tuple[Any, ...], settings: dict[str, Any]) -> int:
        try:
            status = super().main(*args, **settings | {"standalone_mode": False})
        except click.Abort:
            return Status.INTERRUPTED
        except (click.ClickException, LibraryError) as error:
            sentence, status = explained(error)
            say(sentence)
        return status if isinstance(status, int) else Status.DONE

    def _open_reader(self) -> int:
        context = click.get_current_context()
        if context.invoked_subcommand is not None:
            return Status.DONE
        return int(context.invoke(_loaded(self._reader), paths=()))


def _loaded(place: str) -> click.Command:
    module, _, name = place.partition(".")
    command: click.Command = getattr(import_module(f"digest_tui.cli.{module}"), name)
    return command


def explained(error: click.ClickException | LibraryError) -> tuple[str, int]:
    """The sentence and the exit status for an error."""
    match error:
        case click.UsageError():
            path = error.ctx.command_path.strip() if error.ctx else "digest-tui"
            problem = error.format_message()
            return f"{problem}{'' if problem.endswith(('.', '?')) else '.'} `{path} --help` shows how.", Status.USAGE
        case click.ClickException():
            return error.format_message(), error.status if isinstance(error, Failure) else Status.PARTLY
        case NoSuchPaper():
            return f"{error} `digest-tui list` shows the ids.", Status.PARTLY
        case Cancelled():
            return str(error), Status.INTERRUPTED
        case LibraryUnusable():
            return f"{error} Name another folder with --library.", Status.LIBRARY
        case _:
            return str(error), Status.LIBRARY


def _is_path(argument: str) -> bool:
    """Whether somebody means a file by this: there is one, or it looks like one; else it is a command misspelt."""
    return argument == "-" or "/" in argument or "." in argument or Path(argument).exists()


_HELP = """\
Read research-paper digests at one key a paper, and keep the few that matter.

Without a command: import the digests at PATH…, if any, and open the reader. A file that has a command's name is
given as ./list.
"""

_EPILOG = """\
\b
Examples:
  digest-tui seeds/                     import a folder of digests and triage them
  digest-tui import - < page.txt        import without opening the reader
  digest-tui list is:new spiking        the new papers that mention "spiking"
  digest-tui mark star 97fd25           star a paper: the beginning of its id will do
  digest-tui export -o starred.bib      hand the starred papers on

\b
Exit status: 0 done, 1 partly done or nothing to do it to, 2 wrong usage,
3 the library cannot be used. Data goes to standard output, words to standard error.
"""
