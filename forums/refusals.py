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


class RevisionRefused(Refused):
    pass


class WithdrawalRefused(Refused):
    pass
