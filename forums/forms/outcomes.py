"""How the outcomes of a decision are offered, and what is asked of each."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forums.choices import Outcome
from forums.rules.outcomes import OF_PEOPLE, OF_TOPICS, OF_WORDS, UNTIL_A_TIME

FOR_DAYS = [
    (1, _("A day")),
    (3, _("Three days")),
    (7, _("A week")),
    (14, _("Two weeks")),
    (30, _("A month")),
    (90, _("Three months")),
    (365, _("A year")),
]
# The same as forums.rules.PAUSES, in words.
PAUSES_TOLD = [
    (1, _("Once in an hour")),
    (3, _("Once in three hours")),
    (12, _("Once in twelve hours")),
    (24, _("Once in a day")),
]
LOOK_AGAIN = [
    (1, _("Tomorrow")),
    (2, _("In two days")),
    (3, _("In three days")),
    (7, _("In a week")),
    (14, _("In two weeks")),
]
# For these outcomes the form asks for something more.
ASKS_FOR: list[tuple[Sequence[Outcome], Sequence[str]]] = [
    ((Outcome.REDACT,), ("marked_title", "marked", "pictures")),
    ((Outcome.NOTE,), ("notes",)),
    ((Outcome.MOVE,), ("circle",)),
    ((Outcome.WELFARE,), ("look_again",)),
    (UNTIL_A_TIME, ("days",)),
    ((Outcome.SLOW,), ("pause_hours",)),
]
ASKED = {name for _outcomes, names in ASKS_FOR for name in names}

# What it is done to, so that nobody reads fifteen lines to find one.
DONE_TO: list[tuple[Promise, Sequence[Outcome]]] = [
    (_("The words"), OF_WORDS),
    (_("The topic"), OF_TOPICS),
    (_("Whoever it is about"), OF_PEOPLE),
]


def in_groups(offered: Collection[Outcome], *, waits: bool) -> list[tuple[Any, Any]]:
    """As choices: what is offered, and nothing else."""
    grouped = {outcome for _name, outcomes in DONE_TO for outcome in outcomes}
    alone = [
        (each.value, _("Let it appear as it is") if waits else each.label)
        for each in offered
        if each not in grouped
    ]
    groups = [
        (name, [(each.value, each.label) for each in outcomes if each in offered])
        for name, outcomes in DONE_TO
    ]
    return [*alone, *(group for group in groups if group[1])]
