from django import template

from forums.choices import Concern, Outcome

register = template.Library()


@register.filter
def concern(value: str | None) -> str:
    """What is said about something, in the words in which it was chosen."""
    return str(Concern(value).label) if value is not None else ""


@register.filter
def outcomes(values: list[str] | None) -> str:
    """What became of something, in the words in which it was chosen."""
    return " · ".join(str(Outcome(value).label) for value in values or [])
