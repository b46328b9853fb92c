"""Makes .venv and installs what requirements/dev.txt lists; does nothing where that is done.

Runs by its path, on the system's Python (venv.sh looks for one), before anything is installed.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LIST = ROOT / "requirements" / "dev.txt"
# Holds the hash of the list that was installed last.
STAMP = VENV / "installed.sha256"


def main() -> int:
    wanted = hashlib.sha256(LIST.read_bytes()).hexdigest()
    if _is_installed(wanted):
        return 0
    try:
        VENV.mkdir(exist_ok=True)
        folder = os.open(VENV, os.O_RDONLY)
        # A second `make` beside this one waits here, and then finds everything done.
        fcntl.flock(folder, fcntl.LOCK_EX)
        if not _is_installed(wanted):
            _install()
            STAMP.write_text(wanted)
    except OSError as error:
        return _refuse(
            f"{VENV} cannot be made ({error.strerror}): work in a copy that you may write to."
        )
    except subprocess.CalledProcessError:
        return _refuse(
            f"{LIST.relative_to(ROOT)} could not be installed into .venv: "
            "the reason stands above; `make` goes on from there once it is mended."
        )
    return 0


def _is_installed(wanted: str) -> bool:
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted


def _install() -> None:
    sys.stdout.write("Installing what Holdfast needs into .venv; this takes a minute, once.\n")
    sys.stdout.flush()
    if not _runs():
        venv.EnvBuilder(clear=True, with_pip=True, symlinks=True).create(VENV)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(LIST)], check=True)  # noqa: S603 (a command of our own)


def _runs() -> bool:
    """Whether there is a .venv whose Python is still there, with its pip."""
    if not PYTHON.exists():
        return False
    asked = [str(PYTHON), "-m", "pip", "--version"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0  # noqa: S603 (a command of our own)


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


sys.exit(main())
