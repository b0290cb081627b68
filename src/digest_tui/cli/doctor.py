"""`digest-tui doctor`: whether terminal, config, library and sync are as they should be, and what to do if not."""

import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

import click

from digest_tui.cli.output import fit_to_draw_on, put_json, put_rows, say, to_people
from digest_tui.cli.program import Status, Subcommand, configured, examples, named_library, opened_library
from digest_tui.session import Session
from digest_tui.tui.setup import set_up
from digest_tui.words import counted

# The reader shows less and less in smaller terminals, and below this hardly anything.
LEAST_COLUMNS, LEAST_ROWS = 40, 10


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found in one place; a note is worth knowing and no problem."""

    place: str
    state: Literal["ok", "note", "problem"]
    text: str


@click.command(
    cls=Subcommand,
    epilog=examples(
        "digest-tui doctor",
        "digest-tui doctor --json | jq '.findings[] | select(.state == \"problem\")'",
    ),
)
@click.option(
    "--json", "as_json", is_flag=True, help="An object: problems (a number), findings (each with place, state, text)."
)
def doctor(as_json: bool) -> int:
    """Look for what is wrong, in the library and around it.

    Damage in the library is passed over, never repaired by guessing. The exit status is 1 where there is a problem.
    Digests of which not all was understood are noted, and are no problem.
    """
    with opened_library(complain=False) as session:
        findings = [*_terminal(), *_config(), *_library(session), *_sync()]
        problems = sum(finding.state == "problem" for finding in findings)
        if as_json:
            put_json({"problems": problems, "findings": [asdict(finding) for finding in findings]})
        else:
            put_rows((finding.state, finding.place, finding.text) for finding in findings)
        if problems:
            say(f"{counted(problems, 'problem')}; all else in {named_library()} can be read.")
            return Status.PARTLY
        tally = session.tally()
        say(f"No problems in {named_library()}: {counted(tally.papers, 'paper')}, {tally.triaged:,} triaged.")
        return Status.DONE


def _terminal() -> Iterator[Finding]:
    if not to_people():
        yield Finding("terminal", "ok", "none here; the reader needs one, commands do not")
        return
    kind = os.environ.get("TERM", "")
    if not fit_to_draw_on():
        yield Finding("terminal", "problem", f"TERM={kind} cannot place its cursor: start the reader in another one")
        return
    size = os.get_terminal_size(sys.stdout.fileno())
    text = f"{kind}, {size.columns}×{size.lines}, {sys.stdout.encoding}"
    if size.columns < LEAST_COLUMNS or size.lines < LEAST_ROWS:
        yield Finding("terminal", "note", f"{text}: the reader wants at least {LEAST_COLUMNS}×{LEAST_ROWS}")
    elif sys.stdout.encoding.lower().replace("-", "") != "utf8":
        yield Finding(
            "terminal", "note", f"{text}: set LANG to a UTF-8 locale, such as C.UTF-8, to see every character"
        )
    else:
        yield Finding("terminal", "ok", text)


def _config() -> Iterator[Finding]:
    config = configured()
    complaints = set_up(config).complaints
    yield from (Finding("config", "problem", complaint) for complaint in complaints)
    if not complaints:
        known = "" if config.file.exists() else ": not there, all is as usual; `digest-tui config` prints one"
        yield Finding("config", "ok", f"{config.file}{known}")


def _library(session: Session) -> Iterator[Finding]:
    problems = session.problems()
    yield from (Finding("library", "problem", problem) for problem in problems)
    if not problems:
        yield Finding("library", "ok", str(named_library()))
    else:
        yield Finding(
            "library", "note", "all else counts, nothing needs mending; if there is more each time, check the disk"
        )
    for digest in session.digests():
        if digest.problems:
            unread = counted(len(digest.problems), "problem")
            text = f"{digest.name}: {unread} in reading it; `digest-tui digests --json` has the lines."
            yield Finding("digest", "note", text)


def _sync() -> Iterator[Finding]:
    folder = configured().settings.sync
    if folder is None:
        yield Finding("sync", "ok", 'none; `sync = "FOLDER"` in the config keeps machines the same')
        return
    try:
        journals = sum(file.suffix == ".jsonl" for file in folder.iterdir())
    except OSError:
        return  # The library's problems say why.
    yield Finding("sync", "ok", f"{folder}: {counted(journals, 'journal')} there")
