"""Links to other sites: each leads to a page first that says where it goes
(docs/decisions/0036-outgoing-links.md)."""

import html
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode, urlsplit

import idna
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.server_keys import derived_key

PATH = "/out/"
PURPOSE = b"holdfast outgoing links 1"
# A page may be left open for so long.
VALID_SECONDS = 24 * 3600
# No tag of ours has these signs in what stands before its address; what people write is sanitised
# or escaped, so that none of it looks like a tag.
LINK = re.compile(rb'(<a\s(?:[^<>]*\s)?href=")(https?:[^"]*)("[^>]*>)', re.IGNORECASE)
# The exit never asks anything.
EXIT = b"data-exit"
HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\]")


# --- The addresses ------------------------------------------------------------------------------


def way_out(address: str) -> str:
    """The page that says where this address leads. It is sealed: what a browser's history keeps of
    the page does not tell it, and nobody can make one for an address of their choice."""
    return f"{PATH}?{urlencode({'to': _box().encrypt(address.encode()).decode()})}"


def _address_in(sealed: str) -> str | None:
    try:
        return _box().decrypt(sealed.encode(), ttl=VALID_SECONDS).decode()
    except InvalidToken:
        return None


def _box() -> MultiFernet:
    return _box_of((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@cache
def _box_of(secrets: tuple[str, ...]) -> MultiFernet:
    keys = (derived_key(secret.encode(), purpose=PURPOSE) for secret in secrets)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])


@dataclass(frozen=True)
class Destination:
    address: str
    # As the browser asks for it: in letters of the Latin alphabet alone.
    host: str
    # As it is written, where that is something else.
    written: str = ""
    # A reason not to go there; in a sentence.
    why_not: str = ""


def destination_of(address: str) -> Destination:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        asked_for = host if host.isascii() else idna.encode(host, uts46=True).decode()
        written = idna.decode(asked_for) if "xn--" in asked_for else ""
    except (ValueError, UnicodeError):
        return Destination(address, "", why_not=_not_legible())
    if parts.username is not None or "\\" in address:
        return Destination(address, asked_for, written, _pretends())
    bare = f"[{asked_for}]" if ":" in asked_for else asked_for
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(bare):
        return Destination(address, "", why_not=_not_legible())
    return Destination(address, asked_for, written)


def _pretends() -> str:
    return _(
        "This address is written so that it looks like one of another site. Nothing good is "
        "written like that, so it cannot be opened from here."
    )


def _not_legible() -> str:
    return _("This is not an address that can be opened from here.")


# --- The page -----------------------------------------------------------------------------------


@require_safe
def out(request: HttpRequest) -> HttpResponse:
    """Says where a link leads before anybody goes there. It leads on by a link, never by itself."""
    address = _address_in(request.GET.get("to", ""))
    context = {"to": destination_of(address) if address is not None else None}
    return render(request, "out.html", context, status=404 if address is None else 200)


# --- The links ----------------------------------------------------------------------------------


class OutgoingLinksMiddleware:
    """Every link to another site, in every page, whatever it was written by, leads to that page
    first. What is stored or taken away keeps the address itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            isinstance(response, HttpResponse)
            and request.path != PATH
            and response.get("Content-Type", "").startswith("text/html")
            and b'="http' in response.content.lower()
        ):
            response.content = LINK.sub(_led_out, response.content)
        return response


def _led_out(link: re.Match[bytes]) -> bytes:
    begin, escaped, end = link.groups()
    address = html.unescape(escaped.decode())
    if EXIT in begin + end or _is_ours(address):
        return link[0]
    return begin + way_out(address).encode() + end


def _is_ours(address: str) -> bool:
    return f"{address}/".startswith(settings.SITE_URL.rstrip("/") + "/")
