"""Where output goes: data to standard output, for programs and for people, and words to standard error."""

import io
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click
import orjson
from rich.cells import cell_len, set_cell_size

from digest_tui.disk import reason
from digest_tui.text import clean

# What a shell reports of a program that a closed pipe has stopped.
CLOSED_PIPE = 128 + 13


def ready_streams() -> None:
    """Make the standard streams fit for any text: programs get UTF-8, a terminal shows ? for what it cannot show.

    What goes to a stream that the caller closed goes nowhere.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def say(sentence: str) -> None:
    """A sentence for people."""
    say_as_it_is(clean(sentence))


def say_as_it_is(text: str) -> None:
    """Words for people, safe already. Where they cannot be written, what was done is done all the same."""
    try:
        click.echo(text, err=True)
    except OSError:
        _write_nothing_more(sys.stderr)


def to_people() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def fit_to_draw_on() -> bool:
    """Whether standard output is a terminal that can place its cursor."""
    return to_people() and os.environ.get("TERM") != "dumb"


def terminal_for_keys() -> int | None:
    """A descriptor of the terminal to read keys from, which standard input need not be; None if there is none."""
    if sys.__stdin__ is None:
        return None
    if sys.__stdin__.isatty():
        return sys.__stdin__.fileno()
    try:
        return os.open("/dev/tty", os.O_RDWR)
    except OSError:
        return None


def styled(text: str, **style: Any) -> str:
    """Cleaned text with a style, where people see it and want colour."""
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return click.style(text, **style) if to_people() and not plain else text


def width() -> int:
    """Columns of the terminal."""
    return shutil.get_terminal_size().columns


def put_text(pieces: Iterable[str]) -> None:
    """Text as it is, piece by piece."""
    with _writing():
        sys.stdout.writelines(pieces)


def put_rows(rows: Iterable[Sequence[object]]) -> None:
    """A line for each row: columns aligned on a terminal, separated by tabs for programs."""
    if to_people():
        table = [[str(cell) for cell in row] for row in rows]
        widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
        lines = ("  ".join(map(set_cell_size, row, widths)).rstrip() for row in table)
    else:
        lines = ("\t".join(map(str, row)) for row in rows)
    put_text(f"{line}\n" for line in lines)


def put_json(value: Mapping[str, Any]) -> None:
    """An object, indented."""
    put_text([orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()])


@contextmanager
def _writing() -> Iterator[None]:
    """Standard output may be closed (`| head`), which is no error, or full, which is one."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _write_nothing_more(sys.stdout)
        raise click.exceptions.Exit(CLOSED_PIPE) from None
    except OSError as error:
        _write_nothing_more(sys.stdout)
        raise click.ClickException(f"Standard output: {reason(error)}.") from error


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _write_nothing_more(stream: TextIO) -> None:
    """Let what is still in the buffer go nowhere, or Python complains of it when it ends, and ends with status 120."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
