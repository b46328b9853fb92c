"""What only templates need to draw the look of the site."""

from zlib import crc32

from django import template

register = template.Library()

HUES = 6


@register.filter
def hue(name: str) -> int:
    """One of the monogram's tints, 1 to 6: the same for the same name on every page."""
    return crc32(name.encode()) % HUES + 1
