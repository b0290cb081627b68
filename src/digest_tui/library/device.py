"""Which device this is: a short random name, kept outside the library, so that a copied library does not copy it."""

import os
from contextlib import suppress
from pathlib import Path

import platformdirs

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 6


def device_file() -> Path:
    """The file that holds this device's name. Without it the device gets another one."""
    return platformdirs.user_state_path("digest-tui") / "device"


def device_name() -> str:
    """This device's name; a passing one where no file can be kept, which costs a journal a start and nothing else."""
    file = device_file()
    with suppress(OSError, UnicodeError):
        return _read(file)
    import secrets  # noqa: PLC0415 - this is done once

    name = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    with suppress(OSError, UnicodeError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _keep(name, file)
    return name


def _keep(name: str, file: Path) -> str:
    """Make this the device's name, unless another window was quicker; the name that it has now. Raises OSError."""
    draft = file.with_name(f"device.{name}")
    draft.write_text(name, encoding="ascii")
    try:
        os.link(draft, file)
    except OSError:
        # A file that holds no name, such as a crash may leave, is replaced; and so where the file system has no links.
        with suppress(FileNotFoundError, UnicodeError):
            return _read(file)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return _read(file)


def _read(file: Path) -> str:
    name = file.read_text(encoding="ascii").strip()
    if len(name) != _LENGTH or not set(name) <= set(_ALPHABET):
        raise UnicodeError(f"{file} holds no device name")
    return name
