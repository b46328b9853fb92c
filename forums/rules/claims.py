"""Asking for what one wrote at another place, before it was brought along."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums.models import Persona

# Of links to imported posts, for one person in a day.
MOST_CLAIMS = 3


def why_not_claim(asked_today: int) -> str | None:
    """The same whatever was found, so that nobody learns by asking who once wrote where."""
    if asked_today >= MOST_CLAIMS:
        return ngettext(
            "You have asked %(most)d time today. Please try again tomorrow.",
            "You have asked %(most)d times today. Please try again tomorrow.",
            MOST_CLAIMS,
        ) % {"most": MOST_CLAIMS}
    return None


def why_not_take_over(persona: Persona | None) -> str | None:
    if persona is None:
        return _("Choose the name that others will see first. The link stays good meanwhile.")
    return None
