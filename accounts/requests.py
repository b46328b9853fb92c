"""What a request carries here, for the type checker."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from accounts.models import User


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: "User"
    htmx: "HtmxDetails"
