"""A mistake of the program leaves a sentence, and a report that is safe to read."""

import re
import stat
import subprocess
import sys
from pathlib import Path

from tests import SEEDS
from tests.tui.terminal import Terminal

BROKEN = """
import sys
from digest_tui.cli import main
from digest_tui.session import Session
def broken(*arguments, **settings):
    raise KeyError("\\x1b]0;owned\\x07title")
setattr(Session, sys.argv.pop(1), broken)
main()
"""


def reports(home: Path) -> list[Path]:
    return list((home / "state").rglob("crash-*.txt"))


def broken(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", BROKEN, *arguments], check=False, capture_output=True, text=True)


def test_a_crash_is_one_sentence_that_points_to_a_report(home: Path) -> None:
    ended = broken(home, "tally", "stats")
    [report] = reports(home)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        "digest-tui stopped at a mistake of its own (KeyError). What was shown as saved is on the disk. "
        f"A report for whoever mends it is in {report}.\n"
    )
    assert "in broken" in report.read_text()
    assert "\x1b" not in report.read_text()
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


def test_a_crash_in_a_thread_is_reported_too(home: Path) -> None:
    code = (
        "import threading; from digest_tui.cli.crash import report_crashes; report_crashes(); "
        "thread = threading.Thread(target=lambda: {}['none']); thread.start(); thread.join()"
    )
    ended = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    [report] = reports(home)
    assert str(report) in ended.stderr
    assert "in <lambda>" in report.read_text()


def test_where_no_report_can_be_written_it_is_printed(home: Path) -> None:
    (home / "state").write_text("no folder")
    ended = broken(home, "tally", "stats")
    assert "in broken" in ended.stderr
    assert re.search(r"No report could be written: (file exists|not a directory)\.", ended.stderr)
    assert "\x1b" not in ended.stderr


def test_a_crash_of_the_reader_gives_the_terminal_back_and_loses_no_mark(home: Path, tmp_path: Path) -> None:
    program = tmp_path / "broken"
    program.write_text(f"#!{sys.executable}\nimport sys\nsys.argv.insert(1, 'undoable')\n{BROKEN}")
    program.chmod(0o700)
    with Terminal(str(SEEDS), program=program) as terminal:
        before = terminal.modes
        terminal.shows("0 of 132 triaged")
        terminal.send(b"s")
        terminal.shows("1 of 132 triaged")
        terminal.send(b"u")
        assert terminal.ends() == 1
        assert "digest-tui stopped at a mistake of its own (KeyError)." in terminal.text.replace("\n", "")
        assert terminal.modes == before
        assert b"owned" not in terminal.written
    [report] = reports(home)
    assert "in broken" in report.read_text()
    with Terminal() as terminal:
        terminal.shows("1 of 132 triaged")
        terminal.send(b"q")
        assert terminal.ends() == 0
