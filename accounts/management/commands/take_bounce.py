import os
import sys
from argparse import ArgumentParser
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand
from django.db import OperationalError
from django.utils import timezone

from accounts.actions.mailboxes import take_returned
from accounts.delivery.returned import LONGEST


class Command(BaseCommand):
    help = (
        "Reads one mail that came to MAIL_BOUNCES from standard input, as a mail server's pipe "
        "gives it. Where it tells that a mail of ours can never arrive, no more is sent to that "
        "address, and its owner is told on the site. Any other mail is ignored."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "came_to", nargs="?", default="", help="the address that it came to, if it is known"
        )

    def handle(self, *, came_to: str, **_options: Any) -> None:
        raw = _read(sys.stdin.buffer)
        try:
            take_returned(raw=raw, came_to=came_to, on=timezone.now().date())
        except OperationalError:
            # The mail server keeps it, and comes again.
            sys.exit(os.EX_TEMPFAIL)


def _read(pipe: BinaryIO) -> bytes:
    """As much as a report may have. The rest is read as well, or the mail server would take it
    for a failure."""
    raw = pipe.read(LONGEST)
    while pipe.read(LONGEST):
        pass
    return raw
