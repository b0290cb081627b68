"""What becomes of a mistake in the program: a report in a file, and a sentence that points to it."""

import os
import platform
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import platformdirs

from digest_tui import __version__
from digest_tui.cli.output import say
from digest_tui.disk import reason
from digest_tui.text import without_controls


def report_crashes() -> None:
    """From now on, say what nobody caught in one sentence, and write the rest down."""
    sys.excepthook = _report
    threading.excepthook = lambda crash: _report(
        crash.exc_type, crash.exc_value or crash.exc_type(), crash.exc_traceback
    )


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    lines = [
        f"digest-tui {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC, TERM={os.environ.get('TERM', '')}",
        "",
        *"".join(traceback.format_exception(kind, error, trace)).splitlines(),
        "",
    ]
    # What the traceback quotes may come from a digest, and whoever reads the file may do so on a terminal.
    report = without_controls("\n".join(lines))
    what = f"digest-tui stopped at a mistake of its own ({kind.__name__}). What was shown as saved is on the disk."
    try:
        file = _written(report)
    except OSError as unwritten:
        print(report, file=sys.stderr)  # noqa: T201 - line by line, as `say` would not leave it
        say(f"{what} No report could be written: {reason(unwritten)}.")
    else:
        say(f"{what} A report for whoever mends it is in {file}.")


def _written(report: str) -> Path:
    folder = platformdirs.user_log_path("digest-tui", ensure_exists=True)
    file = folder / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as stream:
        stream.write(report)
    return file
