"""What differs between operating systems: getting bytes onto the disk, locking a file, naming an error."""

import errno
import fcntl
import os
import sys

# Every file of a library is opened with these: no symlink followed, nothing inherited by programs that we start,
# and no waiting where somebody put a pipe.
OPEN_FLAGS = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK

_REASONS = {
    errno.ENOSPC: "disk full",
    errno.EDQUOT: "disk quota used up",
    errno.EFBIG: "file too large",
    errno.EIO: "disk error",
    errno.EROFS: "read-only file system",
    errno.EACCES: "no permission",
    errno.EPERM: "no permission",
    errno.ELOOP: "symbolic link",
    errno.ENOLCK: "file system without locks",
    errno.EOPNOTSUPP: "file system without locks",
}


def reason(error: OSError) -> str:
    """A short phrase for an operating system's error, to stand in a sentence."""
    if error.errno in _REASONS:
        return _REASONS[error.errno]
    return (error.strerror or str(error) or type(error).__name__).lower()


def sync_data(descriptor: int) -> None:
    """Return when the file's bytes are on the disk. Raises OSError."""
    if sys.platform == "darwin":
        # Apple's fsync only hands the bytes to the drive. Network and foreign file systems know nothing stronger.
        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno not in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
                raise
            os.fsync(descriptor)
    else:
        os.fdatasync(descriptor)


def lock(descriptor: int) -> bool:
    """Take the file for this process until it is closed; False if another has it. Raises OSError."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
