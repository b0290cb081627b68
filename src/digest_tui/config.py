"""Where the library is: what the command line says, else the environment, else the user's data folder."""

import os
from pathlib import Path

import platformdirs

LIBRARY_VARIABLE = "DIGEST_TUI_LIBRARY"


def library_folder(given: Path | None = None) -> Path:
    """The folder of the library; it need not exist. A `~` is expanded, for where no shell did."""
    if given is not None:
        return given.expanduser()
    if named := os.environ.get(LIBRARY_VARIABLE):
        return Path(named).expanduser()
    return platformdirs.user_data_path("digest-tui")
