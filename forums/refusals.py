"""A "no" that a person reads. The text is the whole message."""

from collections.abc import Sequence
from typing import Any


class Refused(Exception):
    """Something that is not done, with the sentence that says why."""


class JoinRefused(Refused):
    pass


class TopicRefused(Refused):
    pass


class ReplyRefused(Refused):
    pass


class ReportRefused(Refused):
    pass


class CaseRefused(Refused):
    pass


class CareRefused(Refused):
    pass


class GlassRefused(Refused):
    pass


class DecisionRefused(Refused):
    pass


class AppealRefused(Refused):
    pass


class PersonaRefused(Refused):
    pass


class WishesRefused(Refused):
    pass


class ContentNoteRefused(Refused):
    pass


class RevisionRefused(Refused):
    pass


class WithdrawalRefused(Refused):
    pass


class ImageRefused(Refused):
    pass


class ReactionRefused(Refused):
    pass


class ScreenRefused(Refused):
    pass


class DetailsFound(Refused):
    """Nothing is refused for good: whoever wrote it sees what was found, and decides."""

    def __init__(self, sentence: str, found: Sequence[Any]) -> None:
        super().__init__(sentence)
        self.found = found


class RequestRefused(Refused):
    pass


class InvitationRefused(Refused):
    pass


class CircleRefused(Refused):
    pass


class DistanceRefused(Refused):
    pass


class ClaimRefused(Refused):
    pass
