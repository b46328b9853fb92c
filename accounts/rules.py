"""What shows outside of the pages, how fast tries may follow one another, and what is told of who
came in: of what a browser says of itself, the text is kept nowhere."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Browser, CoverColour, CoverIcon, Device
from accounts.models import Closing, SignIn, User
from accounts.slow_down import Line, Pace
from accounts.validators import fold_sign_in_name

# The first that is found counts: most browsers claim to be others as well.
BROWSERS = (
    ("Firefox/", Browser.FIREFOX),
    ("FxiOS/", Browser.FIREFOX),
    ("Edg", Browser.EDGE),
    ("SamsungBrowser/", Browser.SAMSUNG),
    ("OPR/", Browser.OPERA),
    ("CriOS/", Browser.CHROME),
    ("Chrome/", Browser.CHROME),
    ("Safari/", Browser.SAFARI),
)
DEVICES = (
    ("iPad", Device.TABLET),
    ("Tablet", Device.TABLET),
    ("iPhone", Device.PHONE),
    ("Mobile", Device.PHONE),
    ("Android", Device.TABLET),
    ("Windows", Device.COMPUTER),
    ("Macintosh", Device.COMPUTER),
    ("X11", Device.COMPUTER),
)


def browser_of(user_agent: str) -> Browser:
    return next((found for sign, found in BROWSERS if sign in user_agent), Browser.OTHER)


def device_of(user_agent: str) -> Device:
    return next((found for sign, found in DEVICES if sign in user_agent), Device.OTHER)


def to_the_hour(moment: datetime) -> datetime:
    """As exactly as anybody needs to know it again."""
    return moment - timedelta(
        minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
    )


@dataclass(frozen=True)
class WrongTries:
    passphrases: int = 0
    # After the right passphrase.
    codes: int = 0


def when_last(last: SignIn | None, *, tries: WrongTries, zone: str) -> str:
    """What whoever comes in is told of the time before: nothing where there was none."""
    said = []
    if last:
        said.append(
            _("Last time here: %(day)s, around %(hour)s, %(device)s (%(browser)s).")
            % {
                "day": date_format(last.came_at.astimezone(ZoneInfo(zone)), "l j F"),
                "hour": date_format(last.came_at.astimezone(ZoneInfo(zone)), "H:i"),
                "device": last.get_device_display(),
                "browser": last.get_browser_display(),
            }
        )
    if tries.passphrases:
        said.append(
            ngettext(
                "Since then %(n)d wrong passphrase was tried.",
                "Since then %(n)d wrong passphrases were tried.",
                tries.passphrases,
            )
            % {"n": tries.passphrases}
        )
    if tries.codes:
        said.append(
            ngettext(
                "Since then somebody gave the right passphrase and %(n)d wrong code after it.",
                "Since then somebody gave the right passphrase and %(n)d wrong codes after it.",
                tries.codes,
            )
            % {"n": tries.codes}
        )
    if said:
        said.append(_("If that was not you: Settings show what is open, and close it."))
    return " ".join(said)


# By day and by night.
COLOURS = {
    CoverColour.SAND: ("#faf6ee", "#1d1a17"),
    CoverColour.SKY: ("#e6eef6", "#16202a"),
    CoverColour.MEADOW: ("#e8f1e4", "#172117"),
    CoverColour.STONE: ("#ececec", "#1c1c1e"),
}


@dataclass(frozen=True)
class Cover:
    """What shows of the site where nobody has opened it: in a tab, in a list, in a mailbox."""

    name: str
    # Of a static file.
    icon: str
    light: str
    dark: str


def cover_of(user: User | AnonymousUser | None) -> Cover:
    """The one that somebody chose; for everybody else the operator's."""
    own = user if isinstance(user, User) else User()
    light, dark = COLOURS[CoverColour(own.cover_colour)]
    name = own.cover_name or settings.SITE_NAME or _("Start")
    return Cover(name, f"covers/{CoverIcon(own.cover_icon)}.svg", light, dark)


def why_not_wait(*, days: int, before: int) -> str | None:
    """Whoever holds somebody's phone would shorten it first."""
    if days < before:
        return _("It can be made longer, and not shorter.")
    return None


def to_be_closed(closing: Closing | None, *, zone: str) -> str:
    """What whoever comes in is told, where the account is about to end."""
    if closing is None:
        return ""
    day = date_format(closing.due_at.astimezone(ZoneInfo(zone)), "l j F, H:i")
    return _(
        "Somebody who was signed in as you asked to close this account. That will be on %(day)s. "
        "To keep it, go to Settings, and to Close the account."
    ) % {"day": day}


# A mailbox that was private may not be for ever.
ASK_ABOUT_MAILBOX_AFTER = timedelta(days=90)


def asks_about_mailbox(user: User, *, today: date) -> str:
    said_on = user.mailbox_private_on
    if not user.email or (said_on and today - said_on < ASK_ABOUT_MAILBOX_AFTER):
        return ""
    return _(
        "It is a while since you said that nobody else reads your mailbox. Is that still so? "
        "Please look under Settings, at the mail address: you can say so there, or take the "
        "address away."
    )


# How fast passphrases and codes may be tried (docs/decisions/0034). Nobody is ever shut out.
AT_THE_DOOR = Pace(free=4, longest=60, crowd=20)
SIGNED_IN = Pace(free=4, longest=60)
# A code has six digits, and to be asked for one takes the passphrase.
CODES = Pace(free=4, longest=15 * 60)


def line_at_the_door(name: str, place: str) -> Line:
    """Of whoever tries to come in under a name, whether or not there is such an account."""
    return Line(AT_THE_DOOR, f"door {fold_sign_in_name(name)}", place)


def line_of_session(name: str, session: str) -> Line:
    """Of whoever is in, and is asked for the passphrase once more: a session that somebody else
    has open keeps nobody waiting in another."""
    return Line(SIGNED_IN, f"again {fold_sign_in_name(name)}", session)


def line_of_codes(user: User, *, session: str = "") -> Line:
    """Of the second step of an account, from wherever; of whoever is in, by their session."""
    return Line(CODES, f"codes {user.pk}", session)


def please_wait(seconds: int) -> str:
    """The same whether or not there is such an account, and whoever it was that tried."""
    if seconds <= 90:
        return ngettext(
            "Please wait %(n)d second, then try again. Nobody is shut out here.",
            "Please wait %(n)d seconds, then try again. Nobody is shut out here.",
            seconds,
        ) % {"n": seconds}
    minutes = math.ceil(seconds / 60)
    return _("Please wait %(n)d minutes, then try again. Nobody is shut out here.") % {"n": minutes}


# In which hour, and on which days, a mail may say that there is something new.

# A weekday comes up within seven dates, and within a week more where one was left out.
SEARCHED_DAYS = 15
# A worker that comes back after longer than this lets the hour go by.
HOUR_IS_OVER_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Slot:
    on: date
    at: datetime


def next_slot(*, hour: int, days: Collection[int], minute: int, zone: str, after: datetime) -> Slot:
    """The first such minute after this. A date that a clock left out has none; of an hour that
    comes twice, it is the first; an hour that is left out, comes later."""
    here = ZoneInfo(zone)
    today = after.astimezone(here).date()
    for on in (today + timedelta(days=n) for n in range(SEARCHED_DAYS)):
        at = datetime.combine(on, time(hour, minute), tzinfo=here).astimezone(UTC)
        if on.isoweekday() in days and at.astimezone(here).date() == on and at > after:
            return Slot(on, at)
    raise ValueError("a slot needs a weekday")


def why_no_mail_hours(*, has_address: bool, hour: int, days: Collection[int]) -> str | None:
    if not has_address:
        return _("There is no confirmed address yet that a mail could go to.")
    if not days:
        return _("Choose at least one day.")
    if hour not in range(24):
        return _("Choose an hour of the day.")
    return None


def says_mail_came_back() -> str:
    return _(
        "Mail to your address did not arrive, so none is sent there any more. Please look under "
        "Settings, at the mail address: you can have it tried again, or take the address away."
    )
