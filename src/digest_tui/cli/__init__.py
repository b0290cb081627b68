"""The command line: what `digest-tui` and its commands do."""

from digest_tui.cli.crash import report_crashes
from digest_tui.cli.program import Program

__all__ = ["main", "program"]

# In the order of a day's work, which is that of the help.
program = Program(
    "reader.reader",
    {
        "import": "importing.import_",
        "list": "papers.list_",
        "show": "papers.show",
        "mark": "marking.mark",
        "export": "papers.export",
        "undo": "undoing.undo",
        "redo": "undoing.redo",
        "history": "undoing.history",
        "duplicates": "duplicates.duplicates",
        "same": "duplicates.same",
        "different": "duplicates.different",
        "digests": "digests.digests",
        "filters": "filters.filters",
        "stats": "overview.stats",
        "formats": "overview.formats",
        "doctor": "doctor.doctor",
        "config": "configuring.config",
    },
)


def main() -> None:
    """Run the program on the arguments of the process, and end the process with its exit status."""
    report_crashes()
    program.main(prog_name="digest-tui")
