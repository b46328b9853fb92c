from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Iterator, Mapping
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
from forums.choices import Reading
from forums.wordpress import LeftOut, Moved, NotAnExport, Places, same_words


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
        parser.add_argument(
            "--circles-from-categories",
            action="store_true",
            help=_(
                "a circle for each category that stands on top, with all that is nested in it; "
                "what is in no category goes to --circle"
            ),
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            type=_mapping,
            metavar="CATEGORY=CIRCLE",
            help=_(
                "the circle for one category, and what is nested in it, by the category's name or "
                "slug; may be given more than once"
            ),
        )
        parser.add_argument(
            "--reading",
            choices=Reading.values,
            default=Reading.MEMBERS,
            help=_(
                "who may read the circles that are opened; those that are there stay as they are"
            ),
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help=_("count what would be made, and write nothing"),
        )

    def handle(self, *, file: Path, circle: str, **options: Any) -> None:
        places = Places(
            otherwise=circle,
            mapped={same_words(category): name for category, name in options["map"]},
            has_circle_for_each=options["circles_from_categories"],
        )
        tally = self._import(file, places, reading=options["reading"], dry_run=options["dry_run"])
        if options["dry_run"]:
            self.stdout.write(_("This is what would be made. Nothing was written."))
        for category, _name in options["map"]:
            if same_words(category) not in tally.fitted:
                self.stdout.write(_("no article is in the category %(name)s") % {"name": category})
        if options["dry_run"] or len(tally.circles) > 1:
            self._tell(told_of_circles(tally))
        self._tell(told(tally))
        if tally.broken:
            raise CommandError(
                tally.broken
                + " "
                + _("What stands before that is imported; with a whole file, run this again.")
            )

    def _tell(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)

    def _import(self, file: Path, places: Places, **options: Any) -> Tally:
        try:
            with _opened(file) as export:
                return import_community(
                    by=None, places=places, export=export, now=timezone.now(), **options
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


def _mapping(text: str) -> tuple[str, str]:
    category, equals, circle = text.partition("=")
    if not (category.strip() and equals and circle.strip()):
        raise ArgumentTypeError(
            _('it is written "Category=Circle", and both have a name: %(text)s') % {"text": text}
        )
    return category, circle


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


def told_of_circles(tally: Tally) -> list[str]:
    """A line for each circle, in the order in which the file came to them."""
    new, there = _("%(circle)s (new): %(counts)s"), _("%(circle)s: %(counts)s")
    counts = _("topics %(topics)d, replies %(replies)d")
    return [
        (new if circle.is_new else there)
        % {
            "circle": name,
            "counts": counts % {"topics": circle.topics, "replies": circle.replies},
        }
        for name, circle in tally.circles.items()
    ]


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
