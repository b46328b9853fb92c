"""The site with people in it, walked as they would: by the links on its pages.

Addresses with made-up arguments lead to "not here". What a page of somebody's own words says
outside of itself shows only where there is such a page.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

LINK = re.compile(r"""(?:href|src)=["']([^"'#]+)""")
# Where one page of a kind shows what its others do.
OF_EACH_KIND = 2
# They end what is being walked.
NOT_FOLLOWED = {"accounts:leave", "account_logout"}


def walk(client: Client, *starts: str) -> Iterator[tuple[str, HttpResponse]]:
    """(name of the address, what came) of some pages of every kind that links lead to."""
    waiting, seen, of_kind = deque(starts), set(starts), Counter[str]()
    while waiting:
        address = waiting.popleft()
        name = name_of(address)
        if name is None or name in NOT_FOLLOWED or of_kind[name] >= OF_EACH_KIND:
            continue
        of_kind[name] += 1
        response = client.get(address)
        yield name, response
        for link in links(address, response):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def links(address: str, response: HttpResponse) -> Iterator[str]:
    """Those of a page, and where it sends somebody on to."""
    found = [response["Location"]] if response.has_header("Location") else []
    if response.get("Content-Type", "").startswith("text/html"):
        found += map(unescape, LINK.findall(response.content.decode()))
    for link in found:
        parts = urlsplit(urljoin(f"http://testserver{address}", link))
        if parts.hostname == "testserver":
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def name_of(address: str) -> str | None:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None
