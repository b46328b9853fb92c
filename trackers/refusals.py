"""A "no" that a person reads. The text is the whole message."""


class Refused(Exception):
    """Something that is not done, with the sentence that says why."""


class VaultRefused(Refused):
    """A vault is not made, or its keys are not changed."""


class UnlockRefused(Refused):
    """A vault stays closed."""


class EventRefused(Refused):
    pass


class CheckInRefused(Refused):
    pass


class NoteRefused(Refused):
    pass


class ReminderRefused(Refused):
    pass


class ChallengeRefused(Refused):
    pass


class UrgeRefused(Refused):
    pass


class ShelfRefused(Refused):
    """Something is not put on one of the small lists."""


class DoorRefused(Refused):
    """A channel, or the exception among them, is not noted."""


class StatementRefused(Refused):
    """Last words are not kept, or not as sent."""


class CardRefused(Refused):
    """What an operator wrote for the members is not kept."""


class CheckRefused(Refused):
    """What somebody answered does not become steps."""


class TakeawayRefused(Refused):
    """What was taken away is not brought back."""


class LogRefused(Refused):
    """Something is not put into the log, or not taken out of it."""


class FileRefused(Refused):
    """A file does not come to the log."""


class ExportRefused(Refused):
    """Nothing of the log is taken out into the world, or not brought back."""
