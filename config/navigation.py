from dataclasses import dataclass
from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from forums.queries.navigation import standing_of

# A circle, a topic, a post, an invitation.
IN_THE_CIRCLES = ("/c/", "/t/", "/p/", "/invited/")


@dataclass(frozen=True)
class Place:
    label: str
    url: str
    current: bool
    has_news: bool = False


def navigation_for(user: User | AnonymousUser, path: str) -> list[Place]:
    """The main places of the site, for whoever is signed in; nothing for anybody else."""
    if not user.is_authenticated:
        return []
    standing = standing_of(user)
    return [
        Place(
            label,
            url,
            current=path.startswith((url, *also)),
            has_news=name == NOTICES and standing.has_unread_notices,
        )
        for name, label, url, also in _places(get_language())
        if name != DESK or standing.is_moderator
    ]


NOTICES, DESK = "forums:notices", "forums:desk"


@cache
def _places(_language: str | None) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """All there are, in one language: name, label, address, and what else lies there."""
    places = [
        ("forums:home", _("Circles"), IN_THE_CIRCLES),
        ("trackers:today", _("Own pages"), ()),
        (NOTICES, _("Notices"), ("/reports/",)),
        (DESK, _("Desk"), ()),
        ("accounts:settings", _("Settings"), ()),
    ]
    return [(name, label, reverse(name), also) for name, label, also in places]
