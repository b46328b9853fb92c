from django import template

from forums.choices import Concern

register = template.Library()


@register.filter
def concern(value: str | None) -> str:
    """What is said about something, in the words in which it was chosen."""
    return str(Concern(value).label) if value is not None else ""
