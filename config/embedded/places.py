"""Where things lie: the folder `var/`, and who may go there."""

import hashlib
import os
import pwd
import re
import stat
import subprocess
import tempfile
from pathlib import Path

from config.embedded.refusals import Refusal

ROOT = Path(__file__).resolve().parent.parent.parent

# A Unix socket's address holds 104 bytes on macOS and 108 on Linux, and PostgreSQL adds
# "/.s.PGSQL.5432" to its folder. Plain characters spare every reader of a URL the quoting.
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432")
PLAIN_PATH = re.compile(r"[A-Za-z0-9._/+-]+")


def var_folder() -> Path:
    """Everything that a run leaves on the disk. `VAR` puts it elsewhere."""
    return Path(os.environ.get("VAR") or ROOT / "var").resolve()


def prepare_folder(folder: Path) -> None:
    """Makes the folder, for its owner alone. A server that root lends a user passes through."""
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(0o711 if server_user() else 0o700)
        tempfile.TemporaryFile(dir=folder).close()
        for name in ("log", "run"):
            (folder / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Refusal(
            f"The folder {folder} cannot be written to ({error.strerror}). "
            "Make it yours, or name another with VAR=/some/folder."
        ) from error


def server_user() -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as when we are root, since it refuses to be root itself."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def user_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise Refusal(
            f"The user number {os.geteuid()} has no name on this machine, and PostgreSQL needs "
            "one: add the user, or set DATABASE_URL to a server that runs elsewhere."
        ) from None


def short_hash(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]


def socket_folder(folder: Path) -> Path:
    """A folder for the servers' sockets whose path is short enough, open to nobody else."""
    name = f"holdfast-{os.geteuid()}-{short_hash(folder)}"
    candidates = (folder / "sockets", Path(tempfile.gettempdir()) / name, Path("/tmp") / name)  # noqa: S108 (the folder below it is made for us alone)
    for candidate in candidates:
        path = str(candidate)
        if len(os.fsencode(path)) <= LONGEST_SOCKET_FOLDER and PLAIN_PATH.fullmatch(path):
            return _own_folder(candidate)
    raise Refusal(f"No folder with a short enough path for sockets: TMPDIR is {candidates[1]}.")


def _own_folder(folder: Path) -> Path:
    """In a temporary folder that all users share, a folder of that name may be anybody's."""
    folder.mkdir(mode=0o700, exist_ok=True)
    user = server_user()
    found = folder.lstat()
    owners = {os.geteuid(), user.pw_uid} if user else {os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners or found.st_mode & 0o077:
        raise Refusal(f"{folder} belongs to somebody else; remove it, or set TMPDIR.")
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


def can_be_reached(folder: Path, program: Path, user: pwd.struct_passwd) -> bool:
    """Whether that user gets into the folder and can start the program."""
    return (
        subprocess.run(  # noqa: S603 (a command of our own)
            ["/bin/sh", "-c", 'cd "$1" && exec "$2" --version', "sh", str(folder), str(program)],
            user=user.pw_uid,
            group=user.pw_gid,
            extra_groups=[],
            capture_output=True,
            check=False,
        ).returncode
        == 0
    )
