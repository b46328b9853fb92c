"""Whom somebody can turn to, where they are."""

from collections.abc import Sequence

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext as _

from accounts.countries import country_of_zone, names_of_countries
from accounts.models import User
from forums.models import HelpLine
from forums.screen.countries import ANYWHERE


def countries() -> list[tuple[str, str]]:
    """All of them by name, and at last none in particular."""
    named = sorted(names_of_countries().items(), key=lambda each: each[1])
    return [*named, (ANYWHERE, _("Elsewhere"))]


def countries_with_help() -> list[tuple[str, str]]:
    there = {*HelpLine.objects.values_list("country", flat=True), ANYWHERE}
    return [(code, name) for code, name in countries() if code in there]


def country_of(user: User, *, asked: str, offered: Sequence[tuple[str, str]]) -> str:
    """The one that was chosen, or else the one whose clock they go by; it is kept nowhere."""
    codes = [code for code, _name in offered]
    guessed = country_of_zone(user.time_zone)
    return next((code for code in (asked, guessed) if code in codes), ANYWHERE)


def help_lines(country: str) -> "QuerySet[HelpLine]":
    """Of a country, and then those for everybody."""
    there_first = Case(When(country=country, then=Value(0)), default=Value(1))
    lines = HelpLine.objects.filter(country__in=[country, ANYWHERE])
    return lines.order_by(there_first, "place", "name")


def all_help_lines() -> list[tuple[str, list[HelpLine]]]:
    """By country, as an operator goes through them."""
    lines = list(HelpLine.objects.order_by("place", "name"))
    return [
        (name, here)
        for code, name in countries()
        if (here := [line for line in lines if line.country == code])
    ]
