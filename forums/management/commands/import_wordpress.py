from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from forums.actions.importing import Tally, import_community
from forums.wordpress import LeftOut, Moved, NotAnExport


class Command(BaseCommand):
    help = (
        "Reads a WordPress export: articles become topics of a circle, approved comments become "
        "nested posts. Running it again adds nothing twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help=_("the .xml file from Tools, Export in WordPress")
        )
        parser.add_argument(
            "--circle",
            required=True,
            metavar="NAME",
            help=_("the circle to import into; opened where there is none of that name"),
        )

    def handle(self, *, file: Path, circle: str, **options: Any) -> None:
        try:
            with _opened(file) as export:
                tally = import_community(
                    by=None, circle_name=circle, export=export, now=timezone.now()
                )
        except NotAnExport as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as invalid:
            raise CommandError(
                _("A circle of this name cannot be opened: %(why)s")
                % {"why": " ".join(invalid.messages)}
            ) from invalid
        except KeyboardInterrupt:
            raise CommandError(
                _("Stopped. What was read so far is imported; run it again to go on."),
                returncode=130,
            ) from None
        for line in told(tally):
            self.stdout.write(line)
        if tally.broken:
            raise CommandError(
                tally.broken
                + " "
                + _("What stands before that is imported; with a whole file, run this again.")
            )


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file, with a progress bar of its bytes where somebody is watching."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be opened: %(why)s.") % {"file": path, "why": error.strerror}
        ) from error
    with (
        file,
        tqdm.wrapattr(
            file,
            "read",
            total=path.stat().st_size,
            desc=path.name,
            disable=None,
            leave=False,
        ) as watched,
    ):
        # tqdm promises no more of it than what it counts: that it can be read.
        yield cast(BinaryIO, watched)


def told(tally: Tally) -> list[str]:
    """What became of it, in lines; the counts of what came are the last."""
    lines = []
    if tally.topics_here or tally.replies_here:
        lines.append(
            _("already here: topics %(topics)d, replies %(replies)d")
            % {"topics": tally.topics_here, "replies": tally.replies_here}
        )
    if tally.topics_elsewhere:
        lines.append(
            ngettext(
                "%(count)d of these topics is in another circle, and stays there",
                "%(count)d of these topics are in another circle, and stay there",
                tally.topics_elsewhere,
            )
            % {"count": tally.topics_elsewhere}
        )
    if tally.moved:
        lines.append(_("placed further up: %(counts)s") % {"counts": _counts(Moved, tally.moved)})
    lines.append(
        _("topics: %(topics)d, replies: %(replies)d, skipped: %(skipped)s")
        % {
            "topics": tally.topics,
            "replies": tally.replies,
            "skipped": _counts(LeftOut, tally.skipped),
        }
    )
    return lines


def _counts(reasons: type[TextChoices], counts: Mapping[Any, int]) -> str:
    """The sum, and behind it each reason that occurs: "3 (unapproved 2, pingback 1)"."""
    each = ", ".join(f"{reason.label} {counts[reason]}" for reason in reasons if counts[reason])
    return f"{sum(counts.values())} ({each})" if each else "0"
