"""How the pictures of a post stand on a page."""

from collections.abc import Iterable
from typing import Protocol

from django.utils.html import format_html, format_html_join


class Shown(Protocol):
    @property
    def alt(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    def get_absolute_url(self) -> str: ...


def figures(images: Iterable[Shown]) -> str:
    """HTML that is stored with the post. No link: a page that is nothing but a picture would have
    no way out on it."""
    each = format_html_join(
        "",
        '<figure><img src="{}" alt="{}" width="{}" height="{}" loading="lazy" decoding="async">'
        "</figure>",
        (
            (image.get_absolute_url(), image.alt, str(image.width), str(image.height))
            for image in images
        ),
    )
    return str(format_html('<div class="pictures">{}</div>', each)) if each else ""
