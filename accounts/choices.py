from django.db import models
from django.utils.translation import gettext_lazy as _


class Device(models.TextChoices):
    """What somebody came in by, as coarsely as it can be said and still be recognised."""

    PHONE = "phone", _("on a phone")
    TABLET = "tablet", _("on a tablet")
    COMPUTER = "computer", _("on a computer")
    OTHER = "other", _("on some other device")


class Browser(models.TextChoices):
    FIREFOX = "firefox", _("Firefox")
    EDGE = "edge", _("Edge")
    SAMSUNG = "samsung", _("Samsung Internet")
    OPERA = "opera", _("Opera")
    CHROME = "chrome", _("Chrome")
    SAFARI = "safari", _("Safari")
    OTHER = "other", _("another browser")


class CoverIcon(models.TextChoices):
    """Of the cover: the small picture of a tab (config/static/covers/)."""

    LINES = "lines", _("Lines")
    SUN = "sun", _("Sun")
    LEAF = "leaf", _("Leaf")
    CUP = "cup", _("Cup")
    BOOK = "book", _("Book")
    WAVE = "wave", _("Waves")


class CoverColour(models.TextChoices):
    """Of the cover: what a telephone paints around a page."""

    SAND = "sand", _("Sand")
    SKY = "sky", _("Sky")
    MEADOW = "meadow", _("Meadow")
    STONE = "stone", _("Stone")


class MailSubject(models.TextChoices):
    """What stands over every mail, whatever it is for."""

    NOTE = "note", _("A note for you")
    LIST = "list", _("Your list")
    NEWS = "news", _("This week")
    CALENDAR = "calendar", _("Your calendar")


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class ClosingWait(models.IntegerChoices):
    """Days between asking for it and the end of an account."""

    NONE = 0, _("It is closed at once")
    THREE = 3, _("Three days, in which it can be kept")
    SEVEN = 7, _("Seven days, in which it can be kept")
    THIRTY = 30, _("Thirty days, in which it can be kept")
