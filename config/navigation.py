from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
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

    def place(
        label: str, name: str, *, also: tuple[str, ...] = (), has_news: bool = False
    ) -> Place:
        url = reverse(name)
        return Place(label, url, current=path.startswith((url, *also)), has_news=has_news)

    standing = standing_of(user)
    places = [
        place(_("Circles"), "forums:home", also=IN_THE_CIRCLES),
        place(_("Own pages"), "trackers:today"),
        place(_("Notices"), "forums:notices", has_news=standing.has_unread_notices),
    ]
    if standing.is_moderator:
        places.append(place(_("Desk"), "forums:desk"))
    return [*places, place(_("Settings"), "accounts:settings")]
