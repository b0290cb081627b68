"""Which device this is: a short random name, kept outside the library, so that a copied library does not copy it."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

import platformdirs

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 6


def device_name() -> str:
    """This device's name; a passing one where no file can be kept, which costs a journal a start and nothing else."""
    file = platformdirs.user_state_path("digest-tui") / "device"
    with suppress(OSError, UnicodeError):
        return _read(file)
    name = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    with suppress(OSError, UnicodeError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_name(f"device.{name}")
        draft.write_text(name, encoding="ascii")
        # Linking fails where another window was quicker; its name is then ours too.
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
        return _read(file)
    return name


def _read(file: Path) -> str:
    name = file.read_text(encoding="ascii").strip()
    if len(name) != _LENGTH or not set(name) <= set(_ALPHABET):
        raise UnicodeError(f"{file} holds no device name")
    return name
