"""What a request carries here, its session, and where it comes from."""

from ipaddress import ip_address, ip_network
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


# As many bits of an address as one connection has to itself: whoever has an IPv6 one has a great
# many, and all of them are theirs.
OWN_BITS = {4: 32, 6: 64}


def around(address: str, bits: dict[int, int]) -> str:
    """The network that an address lies in, by how many bits count of either kind."""
    parsed = ip_address(address)
    # One of the old kind may come in the clothes of the new.
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return str(ip_network(f"{parsed}/{bits[parsed.version]}", strict=False))


def session_of(request: HttpRequest) -> str:
    """The key of the session that a request comes in; empty where there is none."""
    return request.session.session_key or ""


def is_brief(session: SessionBase) -> bool:
    return bool(session.get(BRIEF))
