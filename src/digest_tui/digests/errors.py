"""Why a source gives no digest: one class a reason, each said in one sentence with the next step where there is one."""

# ruff: noqa: N818  (a name says what is wrong with the source; that it is an error, its base class says)

from typing import ClassVar, Self


class DigestError(Exception):
    """A source that gave no digest. `source` is its name as shown to people; `str(error)` is the whole sentence."""

    reason: ClassVar[str] = "cannot be read."

    def __init__(self, source: str, reason: str | None = None) -> None:
        self.source = source
        self.sentence = reason or self.reason
        super().__init__(f"{source}: {self.sentence}")

    def of(self, source: str) -> Self:
        """The same error of a source by another name."""
        return type(self)(source, self.sentence)


class Missing(DigestError):
    """There is nothing under that name."""

    reason = "no such file or folder; check the name."


class NotAllowed(DigestError):
    """The permissions forbid it."""

    reason = "no permission to read it; `ls -l` shows who may."


class NotAFile(DigestError):
    """A pipe, a socket or a device: reading it could wait forever."""

    reason = "not a regular file; to read from a pipe, give - and send it to standard input."


class TooLarge(DigestError):
    """More than any digest holds."""


class Unreadable(DigestError):
    """It cannot be read, or what reads it failed; the reason is told."""


class Empty(DigestError):
    """No bytes, or nothing but white space."""

    reason = "empty."


class Binary(DigestError):
    """Not text."""

    reason = "a binary file, not text; save the digest as plain text."


class Refused(DigestError):
    """Something that could do harm, and that no digest needs."""


class NotADigest(DigestError):
    """Text that no parser recognises."""

    reason = "not a digest in a format that digest-tui reads; `digest-tui formats` lists them."


class NoPapers(DigestError):
    """A digest of a known format, without any paper in it."""

    reason = "a digest without papers; select the whole page when you copy it."


class NoDigests(DigestError):
    """A folder without any digest at any depth, or a mailbox without any."""
