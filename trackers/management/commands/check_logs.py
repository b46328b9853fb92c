from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from trackers.models import Link, StampedHead
from trackers.queries.checking import Finding, check_log, sealed_files
from trackers.vault.rows import as_clock, rows_of


class Command(BaseCommand):
    help = (
        "Verify members' logs, without anybody's key: the chain, the marks, what was taken out, "
        "stamps, and with --files the sealed bytes of every file. Says places and ids, never a "
        "word or a name. Ends with 1 where something was found. Whether the end of a log was cut "
        "off is known to its owner's own check alone, or by a stamp."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--user", type=int, help="the id of one member; all without it")
        parser.add_argument("--files", action="store_true", help="read all sealed files as well")

    def handle(self, *args: Any, **options: Any) -> None:
        owners = _owners() if options["user"] is None else [options["user"]]
        logs = count = 0
        for owner in owners:
            logs += 1
            for finding in _found(owner, files=options["files"]):
                count += 1
                self.stdout.write(f"member {owner}: {_told(finding)}")
        self.stdout.write(f"logs: {logs}, findings: {count}")
        if count:
            raise CommandError("Something does not fit.", returncode=1)


def _owners() -> list[int]:
    with as_clock():
        linked = set(Link.objects.values_list("owner_id", flat=True).distinct())
        # A log of which nothing is left may have been stamped.
        stamped = set(StampedHead.objects.values_list("owner_id", flat=True).distinct())
    return sorted(linked | stamped)


def _found(owner: int, *, files: bool) -> Iterator[Finding]:
    user = User.objects.filter(pk=owner).first()
    if user is None:
        raise CommandError(f"There is no member {owner}.")
    with rows_of(owner):
        yield from check_log(user)
    if files:
        with rows_of(owner):
            yield from sealed_files(user)


def _told(finding: Finding) -> str:
    """Places and codes: what a sentence would say of an entry is its owner's."""
    parts = [finding.trouble.value]
    if finding.places:
        parts.insert(0, "place " + "-".join(str(place) for place in sorted(set(finding.places))))
    if finding.recorded_at:
        parts.append(f"({finding.recorded_at:%Y-%m-%d %H:%M} UTC)")
    return " ".join(parts)
