"""The circles that a new house begins with, by the stages that somebody goes through."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from forums.actions.circles import open_circle
from forums.models import Circle

# What holds in each of them.
EVERYWHERE = [
    _("Leave out names and places, yours and theirs."),
    _("Nobody here is pushed to go, to stay, or to talk to anybody."),
    _("Say how it was for you. Ask before you advise."),
]


@dataclass(frozen=True)
class Seed:
    name: Promise
    about: Promise
    # What holds in this one beside that.
    guideline: Promise

    def guidelines(self) -> str:
        return "\n\n".join(map(str, [*EVERYWHERE, self.guideline]))


THINKING_ABOUT_IT = Seed(
    _("Thinking about it"),
    _("You have not decided anything, and nobody here will decide for you."),
    _("Going back and forth is part of it. Nobody has to explain why they are still there."),
)
FIRST_THIRTY_DAYS = Seed(
    _("The first thirty days"),
    _("Day by day, with people who count them too."),
    _("A day on which there was contact is a day like the others. Whoever counts anew is welcome."),
)
SHARED_CUSTODY = Seed(
    _("Shared custody"),
    _("One channel, business only, and how to keep it that way."),
    _("Children read this one day. Leave out their names, their schools, and their pictures."),
)
LAW_AND_SAFETY = Seed(
    _("Law and safety"),
    _("Orders, reports, lawyers, locks. Experience, not legal advice."),
    _("Say which country it was. Leave out courts, case numbers, and what is still to come."),
)
HEALING = Seed(
    _("Healing"),
    _("Sleep, work, friends, trust: what comes back, and how."),
    _("Everybody has their own pace. Nobody is told here what is wrong with them, or with others."),
)
GOOD_NEWS = Seed(
    _("Good news"),
    _("Small and large: what went well, and what only you would notice."),
    _("A good day is a good day. Nobody measures theirs against it."),
)
SEEDS = (
    THINKING_ABOUT_IT,
    FIRST_THIRTY_DAYS,
    SHARED_CUSTODY,
    LAW_AND_SAFETY,
    HEALING,
    GOOD_NEWS,
)


def seed_circles(*, by: User | None) -> Iterator[tuple[Circle, bool]]:
    """Open the circles that a new house begins with, each with whether it is new. One that is
    there already, by its name, stays as it is."""
    for seed in SEEDS:
        here = Circle.objects.named(str(seed.name)).first()
        yield here or open_seed(seed, by=by), here is None


def open_seed(seed: Seed, *, by: User | None, **settings: str) -> Circle:
    """Open one of them, with a question or to other readers where that is said."""
    return open_circle(
        by=by,
        name=str(seed.name),
        about=str(seed.about),
        guidelines=seed.guidelines(),
        **settings,
    )
