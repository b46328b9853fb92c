"""What is at hand for somebody who writes, or waits: in words that presume nothing of how anybody
lives, loves or believes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What somebody could do while a pull lasts, until they have a list of their own.
INSTEAD: tuple[Promise, ...] = (
    _("Put the phone in another room"),
    _("Walk once around the block"),
    _("Write it here instead, all of it"),
    _("Hold something cold in both hands"),
    _("Call somebody who knows"),
    _("Read what you wrote about why"),
)


# To begin a text with. Asked for, never pushed.
FOR_WRITING: tuple[Promise, ...] = (
    _("What was today like, in three sentences?"),
    _("What did I do today that I could not have done a year ago?"),
    _("What would I like to say, and to whom? Here it goes nowhere."),
    _("When did I first notice that something was wrong?"),
    _("What did I tell others, and what did I leave out?"),
    _("What do I miss? And was it ever really there?"),
    _("Which sentence do I still hear? What do I answer to it now?"),
    _("Who was kind to me this week?"),
    _("What does my body say today?"),
    _("What am I afraid of, and how likely is it?"),
    _("What have I got back?"),
    _("A day in the life that I want: how does it begin?"),
)


def prompt_for_writing(chosen: str) -> Promise | None:
    """The one with this number, as an address has it; none where there is no such."""
    number = int(chosen) if chosen.isdecimal() and len(chosen) < 4 else len(FOR_WRITING)
    return FOR_WRITING[number] if number < len(FOR_WRITING) else None


def another_prompt(chosen: str) -> int:
    """The number of the next one."""
    number = int(chosen) if chosen.isdecimal() and len(chosen) < 4 else -1
    return (number + 1) % len(FOR_WRITING)
