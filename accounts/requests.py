"""What a request carries here, and its session."""

from typing import TYPE_CHECKING

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from accounts.models import User


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: "User"
    htmx: "HtmxDetails"


# In the session of whoever came in on a device that is not theirs.
BRIEF = "brief"
# Without use, such a session is over after these.
BRIEF_SECONDS = 10 * 60


def is_brief(session: SessionBase) -> bool:
    return bool(session.get(BRIEF))
