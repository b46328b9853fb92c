"""The names that others see."""

from django.utils.translation import gettext as _

from forums.validators import looks_like_staff


def why_not_be_called(name: str, *, is_staff: bool) -> str | None:
    """Names that sound like whoever looks after this place are for those who do."""
    if looks_like_staff(name) and not is_staff:
        return _(
            "This name sounds like somebody who looks after this place. Please choose another."
        )
    return None


def why_not_wear(*, has_face: bool, has_written: bool) -> str | None:
    """Why somebody cannot take another name in a topic: there, everybody has one face."""
    if has_face:
        return _("You write here under another name already. Everybody has one name in a topic.")
    if has_written:
        return _(
            "You have written in this topic under your everyday name, and everybody has one name "
            "in a topic. Two names in one conversation are easily told to be one person."
        )
    return None
