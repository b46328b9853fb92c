"""ada's own pages: ten days, as they are lived."""

import uuid
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress

from accounts.models import User
from config.demo.people import ADAS_PAGES
from trackers.actions.check_ins import check_in
from trackers.actions.events import log_contact_event
from trackers.actions.notes import write_entry
from trackers.actions.reminders import set_reminder
from trackers.actions.vault import set_up_vault
from trackers.choices import ChannelKind, Direction, Response, Sleep, Tactic
from trackers.models import CheckInContents, EventContents
from trackers.rules.reminders import Rule
from trackers.vault.open_vault import OpenVault


class Event(NamedTuple):
    days_ago: int
    hour: int
    channel: ChannelKind
    tactics: list[Tactic]
    response: Response


EVENTS = [
    Event(9, 21, ChannelKind.TEXT, [Tactic.CHARM], Response.UNREAD),
    Event(8, 8, ChannelKind.PHONE, [], Response.UNANSWERED),
    Event(6, 23, ChannelKind.MAIL, [Tactic.APOLOGY], Response.READ),
    Event(5, 13, ChannelKind.FRIEND, [Tactic.THIRD_PARTIES], Response.WALKED_ON),
    Event(3, 17, ChannelKind.STREET, [], Response.NO_CHOICE),
    Event(1, 22, ChannelKind.PHONE, [], Response.UNANSWERED),
]
# Days ago, mood, strongest urge, sleep, a line.
CHECK_INS = [
    (9, 2, 8, Sleep.BADLY, "Hands on the phone all evening."),
    (8, 2, 7, Sleep.HARDLY, ""),
    (7, 3, 5, Sleep.SO_SO, "Soup with Mo."),
    (6, 2, 8, Sleep.BADLY, "I read it. It said what it always says."),
    (5, 3, 4, Sleep.SO_SO, ""),
    (4, 4, 3, Sleep.WELL, "Walked to the lake and back."),
    (2, 4, 2, Sleep.WELL, ""),
    (1, 3, 5, Sleep.SO_SO, "It rang and I let it ring."),
]
NOTE = (
    "I keep a list of what I do not miss.\n\n"
    "The footsteps. Guessing. Being sorry before I knew what for.\n\n"
    "It is a long list and I am not done."
)


def seed_own_pages(ada: User, *, now: datetime) -> None:
    vault = set_up_vault(by=ada, passphrase=ADAS_PAGES, now=now - timedelta(days=9))
    for event in EVENTS:
        _log(ada, vault, event, now=now)
    for days_ago, mood, urge, sleep, line in CHECK_INS:
        check_in(
            by=ada,
            vault=vault,
            on=_at(now, days_ago, 20, ada).date(),
            contents=CheckInContents(
                zone=ada.time_zone, mood=mood, urge=urge, sleep=sleep, line=line
            ),
            today=now.astimezone(ZoneInfo(ada.time_zone)).date(),
        )
    write_entry(
        by=ada,
        vault=vault,
        note_id=uuid.uuid4(),
        title="What I do not miss",
        text=NOTE,
        now=now - timedelta(days=4),
    )
    _remind(ada, vault, now=now)


def _at(now: datetime, days_ago: int, hour: int, user: User) -> datetime:
    """That hour on a day gone by, by her clock."""
    zone = ZoneInfo(user.time_zone)
    day = (now.astimezone(zone) - timedelta(days=days_ago)).date()
    return datetime.combine(day, time(hour), zone)


def _log(ada: User, vault: OpenVault, event: Event, *, now: datetime) -> None:
    through_somebody = event.channel == ChannelKind.FRIEND
    direction = Direction.THROUGH_SOMEONE if through_somebody else Direction.THEIRS
    contents = EventContents(
        at=_at(now, event.days_ago, event.hour, ada),
        zone=ada.time_zone,
        channel=event.channel.value,
        response=event.response.value,
        direction=direction.value,
        tactics=[tactic.value for tactic in event.tactics],
    )
    log_contact_event(by=ada, vault=vault, contents=contents, now=now)


def _remind(ada: User, vault: OpenVault, *, now: datetime) -> None:
    """Due some minutes from now, so that whoever tries the site sees one arrive."""
    EmailAddress.objects.create(user=ada, email="ada@example.org", verified=True, primary=True)
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")
    soon = (now + timedelta(minutes=3)).astimezone(ZoneInfo(ada.time_zone))
    rule = Rule(
        local_time=soon.time().replace(second=0, microsecond=0),
        zone=ada.time_zone,
        days=list(range(1, 8)),
    )
    set_reminder(by=ada, vault=vault, rule=rule, line="Breathe. Then the list.", now=now)
