"""Rules of the screen, and somebody who moderates the house, for tests."""

from django.utils import timezone

from forums.choices import Harm, ScreenAction, ScreenKind
from forums.models import HouseModerator, Rule, ScreenRule


def house_moderator(user):
    return HouseModerator.objects.get_or_create(user=user)[0]


def a_house_rule():
    return Rule.objects.get_or_create(
        place=1, defaults={"title": "Keep everybody safe", "explanation": "Nothing that shows."}
    )[0]


def screen_rule(kind=ScreenKind.PHRASE, *, is_on=True, **fields):
    now = timezone.now()
    given = {
        "name": "A rule",
        "watched": "miracle cure" if kind == ScreenKind.PHRASE else "",
        "action": ScreenAction.TELL,
        "harm": Harm.NONE,
        "rule": a_house_rule(),
        "tried_at": now,
        "on_at": now if is_on else None,
    }
    return ScreenRule.objects.create(kind=kind, **(given | fields))
