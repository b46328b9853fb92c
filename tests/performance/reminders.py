"""What it takes to ring 100,000 reminders of the same minute: `make bench ARGS=--reminders`.

As many members as reminders, each with a proved address. Two processes ring as the clock's task
does, begun at once, as when one beat catches up with another. Beside them stands the floor: the
same rows once more, written by PostgreSQL alone in three statements.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import django

from tests.performance.own_database import own_database

REMINDERS, WORKERS = 100_000, 2
MOST_SECONDS = 60
ZONES = [
    "UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/Chicago",
    "America/Los_Angeles", "America/Sao_Paulo", "Asia/Kathmandu", "Asia/Tokyo",
    "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Honolulu",
]  # fmt: skip

COPIES = [
    f"""
    create temporary table copied as
    select id as first, nextval(pg_get_serial_sequence('accounts_user', 'id')) as id
    from accounts_user, generate_series(1, {REMINDERS // len(ZONES)})
    limit {REMINDERS - len(ZONES)}
    """,  # noqa: S608 (numbers of ours)
    """
    insert into accounts_user select (jsonb_populate_record(
        u, jsonb_build_object('id', c.id, 'sign_in_name', 'somebody ' || c.id)
    )).* from copied c join accounts_user u on u.id = c.first
    """,
    """
    insert into account_emailaddress (user_id, email, verified, "primary")
    select id, id || '@mail.example', true, true from copied
    """,
    """
    insert into trackers_reminder select (jsonb_populate_record(
        r, jsonb_build_object('id', gen_random_uuid(), 'owner_id', c.id)
    )).* from copied c join trackers_reminder r on r.owner_id = c.first
    """,
]
PREPARE_FLOOR = """
create temporary table rung as table trackers_occurrence;
create temporary table owed as table accounts_message;
delete from trackers_occurrence;
delete from accounts_message;
"""
FLOOR = [
    "insert into trackers_occurrence select * from rung",
    "insert into accounts_message select * from owed",
    "update trackers_reminder set due_at = due_at + interval '1 day', due_on = due_on + 1",
]
COUNTS = """
select
    (select count(*) from trackers_occurrence where outcome = 'mailed'),
    (select count(distinct reminder_id) from trackers_occurrence),
    (select count(*) from accounts_message where claimed_at is null and dropped_at is null),
    (select count(distinct user_id) from accounts_message),
    (select count(*) from trackers_reminder where due_at > %s)
"""


def reminders_table() -> Iterator[str]:
    """Lines of a table, and last whether the limits are kept."""
    django.setup()
    with own_database():
        yield from _measured()


def _measured() -> Iterator[str]:
    from django.utils import timezone

    due = timezone.now().replace(second=0, microsecond=0)
    _fill(due)
    took, cpu, shares = _ring_elsewhere()
    counts = _ask(COUNTS, due)
    floor = _floor()
    yield f"{REMINDERS} reminders due in one minute, {WORKERS} workers at once"
    yield f"rung and owed in {took:.1f} s, {REMINDERS / took:.0f} a second; {shares}"
    yield f"their own time on a processor: {cpu:.1f} s; the rest is PostgreSQL, or waiting"
    yield f"the same rows by the database alone: {floor:.1f} s, so {took / floor:.1f} times"
    is_whole = counts == (REMINDERS,) * len(counts)
    yield f"none lost, none twice: {'so it is' if is_whole else f'NOT SO, {counts}'}"
    yield f"time: {'within' if took <= MOST_SECONDS else 'OVER'} {MOST_SECONDS} s"


def _fill(due: datetime) -> None:
    """One member for each zone, whose reminder rings at the hour that it is there; the others are
    copies of those."""
    from allauth.account.models import EmailAddress

    from accounts.actions.enrolment import enrol
    from trackers.choices import Weekday
    from trackers.models import Reminder

    with _everybodys_rows():
        for zone in ZONES:
            here = due.astimezone(ZoneInfo(zone))
            user = enrol(sign_in_name=zone, passphrase="seven quiet boats at dusk")
            EmailAddress.objects.create(
                user=user, email="a@mail.example", verified=True, primary=True
            )
            Reminder.objects.create(
                owner=user,
                local_time=here.time(),
                zone=zone,
                days=list(Weekday.values),
                due_at=due,
                due_on=here.date(),
            )
        for statement in COPIES:
            _run(statement)
    _run("vacuum analyze")


def _ring_elsewhere() -> tuple[float, float, str]:
    """Seconds by the clock, seconds of the workers' own on a processor, and who rang how many."""
    from django.db import connection

    url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"
    begun = time.perf_counter()
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.performance.reminders"],
            env=os.environ | {"DATABASE_URL": url},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _worker in range(WORKERS)
    ]
    shares = [worker.communicate()[0].strip() for worker in workers]
    took = time.perf_counter() - begun
    if any(worker.returncode for worker in workers):
        raise RuntimeError("a worker broke")
    own = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, own.ru_utime + own.ru_stime, " and ".join(shares)


def _floor() -> float:
    with _everybodys_rows():
        _run(PREPARE_FLOOR)
        _run("vacuum analyze")
        begun = time.perf_counter()
        for statement in FLOOR:
            _run(statement)
        return time.perf_counter() - begun


@contextmanager
def _everybodys_rows() -> Iterator[None]:
    """The tables' own role passes by the policies, which nobody does on a real site."""
    tables = ("trackers_reminder", "trackers_occurrence")
    for table in tables:
        _run(f"alter table {table} no force row level security")
    yield
    for table in tables:
        _run(f"alter table {table} force row level security")


def _run(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


def _ask(question: str, *given: object) -> tuple[object, ...]:
    from django.db import connection

    with _everybodys_rows(), connection.cursor() as cursor:
        cursor.execute(question, given)
        return tuple(cursor.fetchone())


def work() -> None:
    """What a worker does when the clock tells it to, and how many were its own."""
    django.setup()
    from trackers.tasks import ring_due_reminders

    sys.stdout.write(f"{ring_due_reminders()}\n")


if __name__ == "__main__":
    work()
