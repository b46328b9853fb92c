"""The ways in which somebody could still be reached, and what they add up to. Pure.

Nobody declares No Contact: it is what is left when every door is closed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trackers.choices import ChannelKind, DoorState
from trackers.models import ChannelContents, ExceptionContents

SWEEP_AGAIN_AFTER = timedelta(days=91)
LONGEST_LABEL = 200
LONGEST_WORDS = 5_000
MOST_CHANNELS = 200
# As many at once as may make somebody on the other side act.
MANY_AT_ONCE = 2


class Status(StrEnum):
    UNKNOWN = "unknown"
    NO_RESPONSE = "no_response"
    NO_CONTACT = "no_contact"


@dataclass(frozen=True)
class Door:
    """A channel, with whether it is the one that has to stay."""

    id: str
    contents: ChannelContents
    is_exception: bool = False

    @property
    def is_shut(self) -> bool:
        return self.is_exception or self.contents.state == DoorState.CLOSED

    @property
    def name(self) -> str:
        kinds = dict(ChannelKind.choices)
        kind = str(kinds.get(self.contents.kind, self.contents.kind))
        return f"{kind}: {self.contents.label}" if self.contents.label else kind


def status_of(doors: Collection[Door]) -> Status:
    if not doors:
        return Status.UNKNOWN
    return Status.NO_CONTACT if all(door.is_shut for door in doors) else Status.NO_RESPONSE


def still_open(doors: Iterable[Door]) -> list[Door]:
    return [door for door in doors if not door.is_shut]


def exception_stands(exception: ExceptionContents, *, today: date) -> bool:
    """An exception that was for a time ends with its last day."""
    return exception.until is None or today <= exception.until


def is_sweep_due(last: date | None, *, today: date) -> bool:
    return last is None or today - last >= SWEEP_AGAIN_AFTER


def why_not_add_channel(contents: ChannelContents, *, channels: int = 0) -> str | None:
    if contents.kind not in ChannelKind.values:
        return _("Choose what comes closest.")
    if len(contents.label) > LONGEST_LABEL:
        return _("Please keep this under %(most)d characters.") % {"most": LONGEST_LABEL}
    if len(contents.words) > LONGEST_WORDS:
        return _("Please keep this under %(most)d characters.") % {"most": LONGEST_WORDS}
    if channels >= MOST_CHANNELS:
        return _("There are %(most)d here already.") % {"most": MOST_CHANNELS}
    return None


def why_not_except(contents: ExceptionContents, *, today: date, has_other: bool) -> str | None:
    if has_other:
        return _("There is one already for this person. There can be one only: end it first.")
    if contents.until is not None and contents.until < today:
        return _("This last day lies behind you. Please look at it again.")
    if max(len(contents.topics), len(contents.hours)) > LONGEST_WORDS:
        return _("Please keep this under %(most)d characters.") % {"most": LONGEST_WORDS}
    return None


def steps_of(kind: str) -> dict[str, Promise]:
    """What closes a door of this kind, a step at a time. The names are kept with the channel."""
    return STEPS.get(kind, STEPS[ChannelKind.OTHER])


STEPS: dict[str, dict[str, Promise]] = {
    ChannelKind.PHONE: {
        "calls": gettext_lazy("Block the number for calls"),
        "voicemail": gettext_lazy("Switch voicemail off, or have somebody else listen to it"),
        "blocked": gettext_lazy("Find out where blocked calls are listed, and do not look there"),
        "unknown": gettext_lazy("Let unknown numbers ring"),
        "new_number": gettext_lazy("Think about a new number for those you trust"),
    },
    ChannelKind.TEXT: {
        "messages": gettext_lazy("Block the number for messages"),
        "apps": gettext_lazy("Block in each messaging app by itself"),
        "groups": gettext_lazy("Leave groups that you are both in, or mute them"),
        "seen": gettext_lazy("Switch off “last seen” and read receipts"),
        "picture": gettext_lazy("Show your picture and status to contacts only"),
    },
    ChannelKind.MAIL: {
        "rule": gettext_lazy("Let a rule put their mail where you do not see it"),
        "every_account": gettext_lazy("Do the same in every account that you have"),
        "recovery": gettext_lazy("Look whose address or number could recover your account"),
        "forwarding": gettext_lazy("Look whether anything is forwarded that should not be"),
        "devices": gettext_lazy("Sign out other devices, and change the passphrase"),
    },
    ChannelKind.SOCIAL: {
        "block": gettext_lazy("Block, not only unfollow"),
        "private": gettext_lazy("Set your account to private"),
        "followers": gettext_lazy("Look through those who follow you"),
        "tags": gettext_lazy("Allow nobody to tag you without asking"),
        "their_page": gettext_lazy("Make their page hard to reach for yourself too"),
    },
    ChannelKind.POST: {
        "who_opens": gettext_lazy("Choose who opens your post"),
        "refuse": gettext_lazy("Let parcels go back unopened"),
        "redirect": gettext_lazy("Have mail of the old address sent on"),
        "secret": gettext_lazy("Ask whether your address can be kept out of registers"),
    },
    ChannelKind.DOOR: {
        "who_opens": gettext_lazy("Decide who opens, and that it need not be you"),
        "locks": gettext_lazy("Change the lock, and ask for every key back"),
        "neighbour": gettext_lazy("Tell one neighbour what to do"),
        "plan": gettext_lazy("Write the plan for this place"),
    },
    ChannelKind.WORK: {
        "one_person": gettext_lazy("Choose one person at work who knows"),
        "calls": gettext_lazy("Agree what is said to calls and visits"),
        "way": gettext_lazy("Change the way there, or the hours"),
        "plan": gettext_lazy("Write the plan for this place"),
    },
    ChannelKind.FRIEND: {
        "ask": gettext_lazy("Ask them to carry nothing, in either direction"),
        "sentence": gettext_lazy("Have one sentence ready for when they ask"),
        "pause": gettext_lazy("Where it does not work, pause the friendship for a while"),
    },
    ChannelKind.CALENDAR: {
        "sharing": gettext_lazy("End sharing in both directions"),
        "invitations": gettext_lazy("Let invitations not appear by themselves"),
        "copies": gettext_lazy("Look for copies on old devices"),
    },
    ChannelKind.FAMILY_PLAN: {
        "leave": gettext_lazy("Leave the family group, after saving what is yours"),
        "photos": gettext_lazy("End shared albums and backups"),
        "bill": gettext_lazy("Have your own contract and bill"),
    },
    ChannelKind.LOCATION: {
        "phone": gettext_lazy("End location sharing in the phone's own settings"),
        "apps": gettext_lazy("Look through every map, fitness and photo app"),
        "tags": gettext_lazy("Look for trackers in bags and in the car"),
        "watch": gettext_lazy("Think of watches and of the children's devices"),
    },
    ChannelKind.CAR: {
        "app": gettext_lazy("Take every other account out of the car's app"),
        "keys": gettext_lazy("Ask for spare keys back"),
        "look": gettext_lazy("Have somebody look for a tracker"),
    },
    ChannelKind.SMART_HOME: {
        "accounts": gettext_lazy("Take every other account out of cameras, locks and speakers"),
        "wifi": gettext_lazy("Change the name and the key of the wireless network"),
        "reset": gettext_lazy("Reset what you cannot look into"),
    },
    ChannelKind.STREAMING: {
        "devices": gettext_lazy("Sign out all devices, and change the passphrase"),
        "profile": gettext_lazy("Have an account of your own"),
    },
    ChannelKind.GAMES: {
        "block": gettext_lazy("Block in every game, and in the shop behind it"),
        "friends": gettext_lazy("Look through the list of friends"),
        "online": gettext_lazy("Do not show when you are online"),
    },
    ChannelKind.PAYMENTS: {
        "joint": gettext_lazy("Ask the bank what a joint account shows to whom"),
        "words": gettext_lazy("Have somebody else read the words on transfers"),
        "standing": gettext_lazy(
            "End standing orders between you, or let them run through somebody"
        ),
        "cards": gettext_lazy("Look who has cards, and who gets the statements"),
    },
    ChannelKind.OTHER: {
        "block": gettext_lazy("Block what can be blocked"),
        "somebody": gettext_lazy("Let somebody else stand between, where something has to stay"),
        "look": gettext_lazy("Decide not to look there yourself"),
    },
}

# Corners in which accounts are forgotten. Each find becomes a channel.
CORNERS: dict[str, Promise] = {
    "old_mail": gettext_lazy("Mail addresses from school, work or long ago"),
    "social": gettext_lazy("Social networks that you hardly open any more"),
    "messengers": gettext_lazy("Messaging apps on an old phone or a tablet"),
    "shops": gettext_lazy("Shops in which you shared an account or an address"),
    "photos": gettext_lazy("Photo albums and clouds"),
    "music": gettext_lazy("Music, films, books: shared lists and profiles"),
    "games": gettext_lazy("Games, and the voice chats beside them"),
    "fitness": gettext_lazy("Running, cycling and fitness apps that show where you were"),
    "maps": gettext_lazy("Maps, taxis, shared rides"),
    "money": gettext_lazy("Payment apps that show who paid whom"),
    "home": gettext_lazy("Doorbells, heaters, cameras, speakers"),
    "car": gettext_lazy("The car and its app"),
    "school": gettext_lazy("Apps of school, nursery and clubs"),
    "pets": gettext_lazy("Registers of pets, and their chips"),
    "health": gettext_lazy("Portals of doctors, insurers and chemists"),
    "recovery": gettext_lazy("Whose number or address recovers your accounts"),
    "browser": gettext_lazy("Browsers in which you are still signed in elsewhere"),
    "shared_phone": gettext_lazy("Contracts in the other person's name"),
}
