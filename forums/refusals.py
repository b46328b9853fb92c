"""A "no" that a person reads. The text is the whole message."""


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


class DecisionRefused(Refused):
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
