"""What is asked of those who answer, and what a post says it touches on."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from accounts.models import User
from forums.choices import Answerers, PleaseNot, Wish
from forums.models import Topic


def why_not_note(unknown: Collection[str]) -> str | None:
    """Why a post cannot carry these content notes: nobody can choose them here, or not any more."""
    if unknown:
        return _("The list of content notes has changed. Please look once more which ones fit.")
    return None


def why_not_ask_for(*, wish: str, please_not: Collection[str], answerers: str) -> str | None:
    """Why these are no wishes for a topic; no form offers any others."""
    offered = {"", *Wish.values}, set(PleaseNot.values), set(Answerers.values)
    if wish in offered[0] and offered[1].issuperset(please_not) and answerers in offered[2]:
        return None
    return _("One of these wishes cannot be chosen here. Please look once more.")


def why_not_wish(topic: Topic, *, user: User) -> str | None:
    if topic.opened_by.owner_id != user.pk:
        return _("Only whoever opened it can say what they hope for.")
    return None
