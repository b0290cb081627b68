"""What can go wrong with a library, as exceptions: each is one sentence that names the file and the reason."""

# ruff: noqa: N818 - the names say what happened, and read well after `except`

from pathlib import Path


class LibraryError(Exception):
    """The base of everything that a library raises by itself."""


class NotSaved(LibraryError):
    """Something could not be written; nothing of it counts. `reason` is a short phrase such as `disk full`."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Not saved: {reason}.")
        self.reason = reason


class NewerFormat(LibraryError):
    """A journal was written by a later version, in a format that this one cannot read."""

    def __init__(self, path: Path, version: object) -> None:
        super().__init__(f"{path} has format {version}, which is newer than this program: update digest-tui.")
        self.path = path
        self.version = version


class LibraryUnusable(LibraryError):
    """The library's folder cannot be used at all. `reason` is a short phrase such as `no permission`."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be used as a library: {reason}.")
        self.path = path
        self.reason = reason


class Cancelled(LibraryError):
    """A long piece of work was given up because somebody asked for it; nothing of it counts."""

    def __init__(self) -> None:
        super().__init__("Cancelled: nothing was changed.")


class NoSuchPaper(LibraryError):
    """No paper goes by this name, or, where `ambiguous`, several do."""

    def __init__(self, text: str, *, ambiguous: bool = False) -> None:
        super().__init__(f"{text!r} fits several papers: type more of it." if ambiguous else f"No paper {text!r}.")
        self.text = text
        self.ambiguous = ambiguous
