"""Pictures below a post."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.decoding import MOST_PIXELS, Trouble
from forums.models import Circle

LONGEST_ALT = 300
MOST_PICTURES = 4
MOST_PICTURES_A_DAY = 40


def why_not_add_picture(*, circle: Circle, size: int, alt: str) -> str | None:
    """Why a file of this size is not even opened."""
    if not circle.allows_images:
        return _("In this circle, posts are words alone.")
    if size > settings.PICTURE_MAX_BYTES:
        return _("This file is larger than %(most)d MB. A smaller picture works.") % {
            "most": settings.PICTURE_MAX_MB
        }
    return _why_not_alt(alt)


def _why_not_alt(alt: str) -> str | None:
    if len(alt) > LONGEST_ALT:
        return _("Please say in fewer than %(most)d letters what can be seen.") % {
            "most": LONGEST_ALT
        }
    if "\0" in alt:
        return _("There is a character in it that cannot be stored. Please type it again.")
    return None


def why_not_another_picture(added_today: int) -> str | None:
    if added_today >= MOST_PICTURES_A_DAY:
        return _("You have added many pictures today. Tomorrow you can add more.")
    return None


def why_no_picture(trouble: Trouble) -> str:
    """What to tell whoever sent a file of which nothing came."""
    return {
        Trouble.EMPTY: _("There is nothing in this file."),
        Trouble.NOT_A_PICTURE: _(
            "This is not a picture that can be shown here, whatever it is called. JPEG, PNG, "
            "WebP, GIF and AVIF can."
        ),
        Trouble.FROM_A_PHONE: _(
            "This is a format that only some phones can show. Please save it as JPEG, or take a "
            "screenshot of it, and add that."
        ),
        Trouble.BROKEN: _("This picture is damaged or cut off, so it cannot be opened."),
        Trouble.TOO_MANY_PIXELS: _(
            "This picture is too large to open: it has more than %(most)d million points."
        )
        % {"most": MOST_PIXELS // 1_000_000},
        Trouble.TOO_HEAVY: _("This picture takes too much to open. A smaller one works."),
        Trouble.TOO_BUSY: _("Many pictures came in at once. Please try again in a minute."),
    }[trouble]


def why_not_show_pictures(
    alts: Sequence[str], *, asked_for: int, has_new: bool, circle: Circle
) -> str | None:
    """Why these pictures, by what is said of them, cannot stand below a post."""
    if has_new and not circle.allows_images:
        return _("In this circle, posts are words alone.")
    if asked_for > MOST_PICTURES:
        return _("A post can have %(most)d pictures. Please leave one out.") % {
            "most": MOST_PICTURES
        }
    if len(alts) != asked_for:
        return _("One of the pictures is not here any more. Please add it again.")
    if not all(alts):
        return _("Please say of each picture what can be seen in it.")
    return next((no for alt in alts if (no := _why_not_alt(alt))), None)
