"""What it takes to make an archive of a large log: `make bench ARGS=--log-export`.

A thousand entries, as long as people's are, with three hundred files, each with a copy for looking
at. The archive is made by a process of its own, as a worker does it, and then checked. Memory is
what that process and those that it starts have at one time, looked at fifty times a second; what
two of them share is counted once.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import django
from tqdm import tqdm

from tests.performance.own_database import own_database
from tests.performance.words import chances, paragraph, title

if TYPE_CHECKING:
    from accounts.models import User
    from trackers.vault.open_vault import OpenVault

INCIDENTS, FILES, CORRECTED = 1_000, 300, 50
FILE_SIZE = 300_000
PICTURE_SIZE = (900, 1200)
BEGUN = datetime(2024, 1, 1, 18, tzinfo=UTC)
MOST_SECONDS, MOST_MEGABYTES = 60, 200
LOOK_EVERY = 0.02
MEGABYTE = 1024 * 1024


def log_export_table() -> Iterator[str]:
    """Lines of a table, and last whether the limits are kept."""
    django.setup()
    with own_database():
        yield from _measured()


def _measured() -> Iterator[str]:
    from django.db import connection

    from accounts.actions.enrolment import enrol
    from tests.trackers.exported import again, ask, bytes_of
    from trackers.actions.vault import set_up_vault
    from trackers.shipped import verify

    user = enrol(sign_in_name="ada", passphrase="seven quiet boats at dusk")
    vault = set_up_vault(by=user, passphrase="nine lanterns over the harbour", now=BEGUN)
    _fill(user, vault)
    export = ask(user, vault)
    name = str(connection.settings_dict["NAME"])
    took, together, said = _made_elsewhere(name)
    # Between two looks, the worker alone may have had more.
    megabytes = max(together, said["own"])
    archive = bytes_of(vault, again(user, export))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy.zip"
        path.write_bytes(archive)
        begun = time.perf_counter()
        check = verify.look_at(str(path))
        checked_in = time.perf_counter() - begun
    problems = [check] if isinstance(check, str) else check.problems
    kept = os.environ.get("KEEP_ARCHIVE")
    if kept:
        Path(kept).write_bytes(archive)
    yield f"{INCIDENTS} entries, {FILES} files, {len(archive) / MEGABYTE:.0f} MiB in the archive"
    yield f"made in {took:.1f} s ({said['cpu']:.1f} s of processor)"
    yield (
        f"at most {together:.0f} MiB when looked at; the worker alone {said['own']:.0f}, of which "
        f"{said['before']:.0f} before it began"
    )
    yield f"checked in {checked_in:.1f} s: {problems or 'all of it fits together'}"
    yield f"time: {'within' if took <= MOST_SECONDS else 'OVER'} {MOST_SECONDS} s"
    yield f"memory: {'within' if megabytes <= MOST_MEGABYTES else 'OVER'} {MOST_MEGABYTES} MiB"


def _fill(user: "User", vault: "OpenVault") -> None:
    from tests.trackers.logs import attach, entry
    from trackers.actions.incidents import correct_incident, log_incident
    from trackers.choices import IncidentKind

    random, picture = chances(7), _picture()
    every = INCIDENTS // FILES
    for number in tqdm(range(INCIDENTS), desc="recording", unit=" entries", disable=None):
        at = BEGUN + timedelta(hours=17 * number)
        said: dict[str, Any] = {
            "title": title(random),
            "kinds": random.sample(IncidentKind.values, 2),
            "happened": paragraph(random) + "\n\n" + paragraph(random),
            "said": paragraph(random),
            "where": "By the station",
            "witnesses": "Noor",
            "felt": paragraph(random),
            "shown_as": "+49 30 000000",
            "attempts": random.randrange(1, 12),
        }
        now = at + timedelta(hours=2)
        by: dict[str, Any] = {"by": user, "vault": vault, "now": now}
        incident = log_incident(**by, entry=entry(at, **said))
        if number < CORRECTED:
            said |= {"happened": paragraph(random), "reason": "more came back", "version": 1}
            correct_incident(**by, incident=incident, entry=entry(at, **said))
        if number % every == 0 and number // every < FILES:
            content = random.randbytes(FILE_SIZE)
            file = attach(user, vault, incident, content, now=now, media_type="image/jpeg")
            _copy(user, vault, file, picture)


def _copy(user: "User", vault: "OpenVault", file: Any, picture: bytes) -> None:
    from trackers.choices import CopyState
    from trackers.models import AttachmentCopy, CopyContents, StoredFile
    from trackers.vault.files import write_part
    from trackers.vault.rows import rows_of

    with rows_of(user.pk):
        stored = StoredFile.objects.create(
            id=uuid4(), owner=user, made_at=BEGUN, parts=1, size=len(picture)
        )
        write_part(vault, stored.pk, 0, picture, is_last=True)
        copy = AttachmentCopy(
            owner=user, on=file.on, attachment=file, state=CopyState.MADE, stored=stored
        )
        vault.seal_into(copy, CopyContents(pieces=[("image/webp", len(picture))]))
        copy.save()


def _picture() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    # As rough as a photograph, not as noise.
    rough = Image.effect_noise((PICTURE_SIZE[0] // 4, PICTURE_SIZE[1] // 4), 60)
    rough.resize(PICTURE_SIZE).convert("RGB").save(out, "WEBP", quality=75)
    return out.getvalue()


def _made_elsewhere(database: str) -> tuple[float, float, dict[str, float]]:
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{database}"
    begun = time.perf_counter()
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.performance.log_export"],
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
    )
    most = 0.0
    while worker.poll() is None:
        most = max(most, sum(map(_held, _with_children(worker.pid))))
        time.sleep(LOOK_EVERY)
    took = time.perf_counter() - begun
    if worker.returncode or worker.stdout is None:
        raise RuntimeError("the archive was not made")
    return took, most / MEGABYTE, json.loads(worker.stdout.read())


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                # One that has not begun yet is still in the memory of who starts it.
                if _command(int(child)) != _command(pid):
                    yield from _with_children(int(child))


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _held(pid: int) -> int:
    """What it has, and its share of what it shares: bytes."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def work() -> None:
    """What a worker does; and what it took, by its own count."""
    import resource

    django.setup()
    from django.utils import timezone

    from trackers.actions.exporting import make_next_export

    before = _most_so_far()
    made = make_next_export(clock=timezone.now)
    own, started = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    said = {
        "cpu": own.ru_utime + own.ru_stime + started.ru_utime + started.ru_stime,
        "own": _most_so_far(),
        "before": before,
    }
    sys.stdout.write(json.dumps(said) + "\n")
    sys.exit(not made)


def _most_so_far() -> float:
    """Of this process, in MiB. What the kernel gives as the most of a process begins with what
    the one had that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    work()
