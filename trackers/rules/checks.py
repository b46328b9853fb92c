"""What a yes to a question becomes. Pure."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from trackers.choices import ChannelKind
from trackers.models import ChannelContents, StepContents
from trackers.shipped import Piece

LONGEST_NAME = 200


def door_of(question: Piece) -> ChannelContents | None:
    """The way to the member that it asks about; none where it is about something else."""
    kinds = [kind for kind in question.channels if kind in ChannelKind.values]
    return ChannelContents(kind=kinds[0], label=question.step) if kinds else None


def step_of(question: Piece) -> StepContents:
    return StepContents(text=question.step)


def why_not_take(questions: Sequence[Piece]) -> str | None:
    if not questions:
        return _("Choose at least one that you want to take up.")
    return None
