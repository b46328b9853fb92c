"""All that is kept of somebody, in every room, as one file: made while it is sent, however much it
is, and nowhere stored."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from enum import Enum
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User, today
from accounts.queries import account_lists
from forums.queries.own_lists import own_lists
from forums.rendering.takeaway import File, words_of, zipped
from trackers.queries.readable import as_files, as_html
from trackers.queries.takeaway import Takeaway

# It says nothing to whoever looks at a list of downloads, nor do the names of what is in it.
FILE_NAME = "notes.zip"
OWN_PAGES = "pages/"
END = "</main></body></html>\n"

Row = dict[str, Any]
Lists = Callable[[User], dict[str, Iterator[Row]]]

TITLES: dict[str, Promise] = {
    "account": gettext_lazy("Your account"),
    "addresses": gettext_lazy("Mail addresses"),
    "second_steps": gettext_lazy("Passkeys and second steps"),
    "sign_ins": gettext_lazy("Sign-ins"),
    "mail_slots": gettext_lazy("When a mail may come"),
    "mails": gettext_lazy("Mails"),
    "closing": gettext_lazy("The end of the account"),
    "circles": gettext_lazy("Circles that you are in"),
    "asked_to_come_in": gettext_lazy("Circles that you asked to come into"),
    "invitations": gettext_lazy("Invitations that you made"),
    "topics": gettext_lazy("Topics that you opened"),
    "follows": gettext_lazy("What you follow"),
    "reading": gettext_lazy("Topics that you read"),
    "blocks": gettext_lazy("Whom you keep away from"),
    "mutes": gettext_lazy("What you do not want to meet"),
    "never_reveal": gettext_lazy("What you never want to write here"),
    "mentions": gettext_lazy("Where somebody speaks to you by name"),
    "notices": gettext_lazy("Notices"),
    "digests": gettext_lazy("Days on which a mail told you of them"),
    "reports": gettext_lazy("What you reported"),
    "decisions": gettext_lazy("What was decided about your words"),
    "sanctions": gettext_lazy("What held for you, or holds"),
    "appeals": gettext_lazy("Where you asked for another look"),
    "claims": gettext_lazy("What you wrote elsewhere, and looked for"),
    "house": gettext_lazy("Looking after the house"),
    "shifts": gettext_lazy("Your shifts"),
    "met": gettext_lazy("What you met in them"),
}
# What stands in a list cannot say why something is missing in it.
NOTES: dict[str, Promise] = {
    "second_steps": gettext_lazy("What opens something is not here: no key, no code."),
    "mails": gettext_lazy("What stood in them is wiped as soon as they are sent."),
    "never_reveal": gettext_lazy(
        "Nobody can read the words, not even we: only a scrambled form of them is kept, for "
        "comparing. Here is what you called them."
    ),
    "mentions": gettext_lazy("What they said belongs to them, and is not here."),
}
LABELS: dict[str, Promise] = {
    "about": gettext_lazy("About"),
    "address": gettext_lazy("Address"),
    "answer": gettext_lazy("Answer"),
    "answered_at": gettext_lazy("Answered"),
    "as": gettext_lazy("As"),
    "asked_at": gettext_lazy("Asked"),
    "browser": gettext_lazy("Browser"),
    "called": gettext_lazy("What you call it"),
    "came_back_on": gettext_lazy("Mail came back"),
    "circle": gettext_lazy("Circle"),
    "closed_to_answers_at": gettext_lazy("Closed to answers"),
    "closing_waits": gettext_lazy("If somebody asks to close it"),
    "concern": gettext_lazy("What it was about"),
    "cover_colour": gettext_lazy("Colour"),
    "cover_name": gettext_lazy("Name in the tab"),
    "cover_picture": gettext_lazy("Picture in the tab"),
    "days": gettext_lazy("Days"),
    "decision": gettext_lazy("Number of the decision"),
    "device": gettext_lazy("Device"),
    "done": gettext_lazy("What was done"),
    "done_at": gettext_lazy("Done"),
    "dropped_at": gettext_lazy("Not sent any more since"),
    "due_at": gettext_lazy("Due"),
    "exit_leads_to": gettext_lazy("Where the exit leads"),
    "for_people": gettext_lazy("For how many people"),
    "given_at": gettext_lazy("Given"),
    "hour": gettext_lazy("Hour"),
    "hours_between_posts": gettext_lazy("Hours from one post to the next"),
    "is_open": gettext_lazy("Still open"),
    "kind": gettext_lazy("Kind"),
    "made_at": gettext_lazy("Made"),
    "mailbox_said_private_on": gettext_lazy("You said that nobody else reads your mailbox"),
    "name": gettext_lazy("Name"),
    "not_their_device": gettext_lazy("On a device that is not yours"),
    "note": gettext_lazy("Content note"),
    "on": gettext_lazy("On"),
    "opened_at": gettext_lazy("Opened"),
    "outcome": gettext_lazy("What came of it"),
    "over_mails": gettext_lazy("What stands over mails"),
    "passed_on_at": gettext_lazy("Passed on"),
    "post": gettext_lazy("Number of the post"),
    "proven": gettext_lazy("Proven"),
    "proven_at": gettext_lazy("Proven"),
    "read_at": gettext_lazy("Read"),
    "recovery_key_made_on": gettext_lazy("Recovery key made"),
    "role": gettext_lazy("Role"),
    "rule": gettext_lazy("By which rule"),
    "sent_at": gettext_lazy("Sent"),
    "sign_in_name": gettext_lazy("Sign-in name"),
    "since": gettext_lazy("Since"),
    "taken_back": gettext_lazy("Taken back since"),
    "taken_back_at": gettext_lazy("Taken back"),
    "time_zone": gettext_lazy("Time zone"),
    "title": gettext_lazy("Title"),
    "topic": gettext_lazy("Number of the topic"),
    "until": gettext_lazy("Until"),
    "used_at": gettext_lazy("Used last"),
    "was_hard": gettext_lazy("It was hard"),
    "wishes": gettext_lazy("What you asked of others"),
    "words": gettext_lazy("Your words"),
    "words_in_it": gettext_lazy("Of how many words"),
    "words_stay": gettext_lazy("Your words stay, without your name"),
}


def everything_of(
    user: User, own_pages: Takeaway | None, *, keeps_own_pages: bool
) -> Iterator[bytes]:
    """A ZIP for people (pages without scripts, which ask nobody for anything) and for machines.

    The own pages come read already: they can be opened only while their key is at hand.
    """
    yield from zipped(
        _beginning(own_pages is not None, keeps_own_pages),
        _lists(user),
        words_of(user),
        _own(own_pages),
    )


def _beginning(has_own_pages: bool, keeps_own_pages: bool) -> Iterator[File]:
    context = {"has_own_pages": has_own_pages, "keeps_own_pages": keeps_own_pages}
    yield "index.html", [render_to_string("taken/index.html", context).encode()]


def _own(taken: Takeaway | None) -> Iterator[File]:
    """As the own pages' file has them: `pages.json` can be brought back as it is."""
    if taken is None:
        return
    for name, content in as_files(taken).items():
        yield OWN_PAGES + name, [content]
    begins = render_to_string("taken/pages.html")
    yield (
        f"{OWN_PAGES}pages.html",
        (part.encode() for part in chain([begins], as_html(taken), [END])),
    )


def _lists(user: User) -> Iterator[File]:
    yield "lists.json", _as_json(user)
    yield "lists.html", _as_html(user)


def all_lists(user: User) -> dict[str, Iterator[Row]]:
    return account_lists(user) | own_lists(user)


# --- For machines -------------------------------------------------------------------------------


def _as_json(user: User) -> Iterator[bytes]:
    yield json.dumps({"made_on": str(today())})[:-1].encode()
    for name, rows in all_lists(user).items():
        yield f",\n{json.dumps(name)}: [".encode()
        for number, row in enumerate(rows):
            told = json.dumps(row, ensure_ascii=False, default=_plain)
            yield ((",\n" if number else "\n") + told).encode()
        yield b"\n]"
    yield b"}\n"


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


# --- For people ---------------------------------------------------------------------------------


def _as_html(user: User) -> Iterator[bytes]:
    zone = ZoneInfo(user.time_zone)
    yield render_to_string("taken/lists_begin.html").encode()
    for name, rows in all_lists(user).items():
        context = {"title": TITLES[name], "note": NOTES.get(name)}
        yield render_to_string("taken/list_begins.html", context).encode()
        yield from _rows(rows, zone)
    yield END.encode()


def _rows(rows: Iterable[Row], zone: ZoneInfo) -> Iterator[bytes]:
    is_empty = True
    for row in rows:
        is_empty = False
        said = [
            (LABELS[name], _in_words(value, zone))
            for name, value in row.items()
            if value not in (None, "", [])
        ]
        yield render_to_string("taken/row.html", {"said": said}).encode()
    if is_empty:
        yield f"<p>{_('Nothing.')}</p>\n".encode()


def _in_words(value: Any, zone: ZoneInfo) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(localtime(value, zone), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, list):
        return " · ".join(_in_words(each, zone) for each in value)
    if isinstance(value, Enum):
        return str(getattr(value, "label", value))
    return str(value)
