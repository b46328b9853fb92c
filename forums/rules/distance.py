"""Keeping away from somebody."""

from django.utils.translation import gettext as _

from accounts.models import User
from forums.models import Persona


def why_not_keep_away_from(persona: Persona, *, user: User) -> str | None:
    """Asked of a persona alone, so that the answer tells nothing of anybody but who asks."""
    return _("This is you, under a name of your own.") if persona.owner_id == user.pk else None
