import re
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from trackers.choices import CardKind
from trackers.markup import html_from_markdown
from trackers.queries.cards import helpful_cards, prompt_for
from trackers.rules.cards import Shown
from trackers.views.readers import reader_of

register = template.Library()

NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]{3,24}")


@register.inclusion_tag("trackers/_may_help.html", takes_context=True)
def may_help(context: Context, place: str, channel: str = "") -> dict[str, Any]:
    """At most three cards that belong to this page (CardPlace), in their reader's language and
    for their country. `channel`: the kind of contact that it is about."""
    reader = reader_of(context["request"])
    return {"cards": helpful_cards(reader, place=place, channel=channel)}


@register.simple_tag(takes_context=True)
def small_thing(context: Context, number: int) -> str:
    """For the n-th of the thirty days; nothing where the house has taken it out."""
    return prompt_for(reader_of(context["request"]), number)


@register.simple_tag
def card_url(card: Shown) -> str:
    name = "trackers:check" if card.head.kind == CardKind.CHECK else "trackers:card"
    return reverse(name, args=[card.head.page_ref])


@register.filter
def dialled(reached_by: str) -> str:
    """A number as a telephone takes it; nothing where there are words in it."""
    if not NUMBER.fullmatch(reached_by.strip()):
        return ""
    return "".join(sign for sign in reached_by if sign.isdecimal() or sign == "+")


@register.filter
def markdown(source: str) -> str:
    return html_from_markdown(source)
