"""What is handed to other programs: text to the system's clipboard, links to the browser. Never through a shell."""

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from urllib.parse import quote_plus

from digest_tui.disk import reason
from digest_tui.text import web_host

SECONDS = 5
SCHOLAR = "https://scholar.google.com/scholar?q="


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether a window can be opened here."""
    return sys.platform == "darwin" or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def clipboard_command(environment: Mapping[str, str]) -> Sequence[str] | None:
    """The command that takes text for the clipboard on standard input; None where there is none."""
    wayland = bool(environment.get("WAYLAND_DISPLAY"))
    commands = [
        (sys.platform == "darwin", ["pbcopy"]),
        (wayland, ["wl-copy"]),
        (bool(environment.get("DISPLAY")), ["xclip", "-selection", "clipboard"]),
        (bool(environment.get("DISPLAY")), ["xsel", "--clipboard", "--input"]),
    ]
    return next((command for there, command in commands if there and shutil.which(command[0])), None)


def browser_command(environment: Mapping[str, str]) -> Sequence[str] | None:
    """The command that opens a link, which is to be its last argument; None where none can."""
    name = "open" if sys.platform == "darwin" else "xdg-open"
    return [name] if has_display(environment) and shutil.which(name) else None


def host_of(link: str) -> str | None:
    """The host of a web link that a browser may be given, which is ASCII without spaces; None for any other text."""
    return web_host(link) if link.isascii() and link.isprintable() and " " not in link else None


def search_for(title: str) -> str:
    """A link that looks for a paper by its title."""
    return SCHOLAR + quote_plus(f'"{title}"')


def copy(command: Sequence[str], text: str) -> None:
    """Have a command take a text. Where it cannot, the terminal has the text all the same."""
    with suppress(OSError, subprocess.TimeoutExpired):
        _run(command, text)


def browse(command: Sequence[str], link: str) -> str:
    """Open a link. Returns why it could not be, or nothing."""
    try:
        status = _run([*command, link])
    except subprocess.TimeoutExpired:
        return ""  # some stay as long as the browser is open
    except OSError as error:
        return reason(error)
    return f"{command[0]} ended with status {status}" if status else ""


def _run(command: Sequence[str], text: str = "") -> int:
    """The exit status of a command that is given a text and no terminal. Raises OSError, TimeoutExpired."""
    return subprocess.run(  # noqa: S603
        command,
        input=text.encode(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=SECONDS,
        check=False,
        start_new_session=True,
    ).returncode
