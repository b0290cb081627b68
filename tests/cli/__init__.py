"""What the command line promises."""

import contextlib
import os
import subprocess
import sys
import termios
from dataclasses import dataclass

from click.testing import CliRunner

from digest_tui.cli import program


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its exit status, and what it wrote where."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.splitlines()


def run(*arguments: object, given: str | bytes | None = None) -> Ended:
    """Run the program in this process, where neither stream is a terminal."""
    result = CliRunner().invoke(program, list(map(str, arguments)), input=given)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


def run_process(*arguments: object, given: bytes = b"", **environment: str) -> Ended:
    """Run the program as a process of its own."""
    result = subprocess.run(
        command(*arguments), check=False, input=given, capture_output=True, env=os.environ | environment
    )
    return Ended(result.returncode, result.stdout.decode(), result.stderr.decode())


def run_on_terminal(*arguments: object, columns: int = 80, **environment: str) -> Ended:
    """Run the program with a terminal of that width for all its streams; all that it writes is in `out`."""
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    written = b""
    with subprocess.Popen(
        command(*arguments),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env=os.environ | {"TERM": "xterm-256color"} | environment,
    ) as process:
        os.close(theirs)
        # Linux says with an error that nobody holds the other end any more, others with the end of the file.
        with contextlib.suppress(OSError):
            while piece := os.read(ours, 65536):
                written += piece
        os.close(ours)
    return Ended(process.returncode, written.decode().replace("\r\n", "\n"), "")


def command(*arguments: object) -> list[str]:
    """The command that runs the program."""
    return [sys.executable, "-m", "digest_tui", *map(str, arguments)]


def page(*papers: tuple[str, str], date: str = "Mar 14") -> str:
    """The text of a page of digests, in the layout without metadata."""
    head = [
        "new",
        "Get trending papers in your email inbox!",
        "Subscribe",
        "Daily Papers",
        "byAK and the research community",
        date,
    ]
    return "\n\n".join([*head, *(text for paper in papers for text in paper)]) + "\n"
