"""What the one who typed the command reads."""

import os
import sys


def say(text: str) -> None:
    """Prints a line. A terminal that was closed meanwhile must not keep anything from stopping."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (open until the process ends)
