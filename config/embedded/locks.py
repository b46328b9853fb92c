"""File locks that tell, without guessing by process numbers, whether somebody still lives.

A lock belongs to the open file. Whoever inherits that file holds the lock too, and the kernel
frees it with the last of them, however they ended.
"""

import fcntl
import os
from pathlib import Path


def take(path: Path) -> int | None:
    """An open file that holds the lock, or None where somebody else holds it."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    return file


def write(file: int, text: str) -> None:
    os.ftruncate(file, 0)
    os.pwrite(file, text.encode(), 0)


def is_free(path: Path) -> bool:
    file = take(path)
    if file is None:
        return False
    os.close(file)
    return True
