"""The command line: what `digest-tui` and its commands do."""

from digest_tui.cli import (
    configuring,
    digests,
    doctor,
    duplicates,
    importing,
    marking,
    overview,
    papers,
    reader,
    undoing,
)
from digest_tui.cli.crash import report_crashes
from digest_tui.cli.program import Program

__all__ = ["main", "program"]

# In the order of a day's work, which is that of the help.
program = Program(
    reader.reader,
    (
        importing.import_,
        papers.list_,
        papers.show,
        marking.mark,
        papers.export,
        undoing.undo,
        undoing.redo,
        undoing.history,
        duplicates.duplicates,
        duplicates.same,
        duplicates.different,
        digests.digests,
        overview.stats,
        overview.formats,
        doctor.doctor,
        configuring.config,
    ),
)


def main() -> None:
    """Run the program on the arguments of the process, and end the process with its exit status."""
    report_crashes()
    program.main(prog_name="digest-tui")
