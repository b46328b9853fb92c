"""One small thing for each of thirty days. Nothing in them costs money, needs another person's
leave, or presumes how somebody lives, loves or believes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROMPTS: tuple[Promise, ...] = (
    _("Drink a glass of water, slowly, all of it. That is today's task, and it is enough."),
    _("Write down three things that were hard to live with. Keep the list where only you find it."),
    _("Put the phone in another room for one meal."),
    _("Open a window and stand at it until you have heard three different sounds."),
    _("Choose one person who may know how you are. You need not tell them today."),
    _("Change one password that somebody else might know."),
    _("Go to bed half an hour earlier than yesterday, with nothing in your hands."),
    _("You have come a week. Say aloud what this week took, and what it gave."),
    _("Clear one drawer, one shelf or one bag. Only one."),
    _("Eat something warm, sitting down."),
    _("Walk to the end of the street and back without headphones."),
    _("Write the message that you would send. Write it here, where there is nothing to send with."),
    _("Find one account, list or group in which they could still see you, and leave it."),
    _("Think of a song that was yours before. Listen to it once."),
    _("Write down a sentence to say when somebody asks about them. Short, and true enough."),
    _("Halfway. Look at your days in the calendar: the hard ones that you held took the most."),
    _("Do one thing badly and leave it at that."),
    _("Note what time of day is hardest. Put something kind just before it."),
    _("Wash something: your hair, a cup, a jacket. Notice that it is clean."),
    _("Remember a place where you felt at ease. Write down what it smelled like."),
    _("Three weeks. What do you no longer have to do? Write down one thing."),
    _("Say no to something small today, without giving a reason."),
    _("Move one piece of furniture or one picture, so that the room is more yours."),
    _("Write to yourself as you were a month ago. What would you like to have heard?"),
    _("Sit in the light for ten minutes. Daylight if there is any."),
    _("Ask yourself what you are hungry for: food, sleep, company, quiet. Have a little of it."),
    _("Read your list of what was hard again. Add to it, or leave it as it is."),
    _("Do something with your hands that has an end: cook, mend, draw, plant, fold."),
    _("Think of somebody who is where you were a month ago. What would you not say to them?"),
    _("Thirty. Write down what you know now that you did not know then. The days go on counting."),
)


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


def prompt_of(number: int) -> Promise:
    """For the n-th day, n from 1 to 30."""
    return PROMPTS[number - 1]
