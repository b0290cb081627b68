"""The command line: what `digest-tui` and its commands do."""

import gc

# What is loaded stays: a tenth of the time would go into looking through it for what does not.
gc.disable()

from digest_tui.cli.crash import report_crashes  # noqa: E402
from digest_tui.cli.program import Program  # noqa: E402

gc.freeze()
gc.enable()

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
