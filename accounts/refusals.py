"""A "no" that a person reads. The text is the whole message."""


class Refused(Exception):
    """Something that is not done, with the sentence that says why."""


class RecoveryRefused(Refused):
    pass


class ClosingRefused(Refused):
    pass


class MailRefused(Refused):
    pass
